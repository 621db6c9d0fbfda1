"""What a reader takes as prose: Markdown and HTML without code, comments and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faimi_site.charrefs import unescape
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern

# What stands for code and formulas in the prose of HTML, so that the words around them do not meet.
ASIDE = "\ufffc"

_TAG = pattern(r"""<!--(?:.*?-->|.*\Z)|<(/?)([a-zA-Z][^\s/<>]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>""", re.DOTALL)
_ASIDES = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt", "var", "iframe"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "cite", "del", "dfn", "em", "font", "i", "img", "ins", "mark", "q", "s", "small", "span"}
) | frozenset({"strike", "strong", "sub", "sup", "time", "u", "wbr"})

_LINE = pattern(
    r"^(?P<before>[ \t>]*)(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:(?P<mark>`{3,}|~{3,})(?P<rest>.*)|(?P<text>\S).*)?$",
    re.MULTILINE,
)
_TICKS = pattern(r"\\[`\\]|`+|\n[ \t]*\n")
_HIDDEN = pattern(
    r"""<!--(?:.*?-->|.*\Z)                                       # a comment
      | <(pre|script|style|code|textarea|kbd|samp|math)\b[^<>]*>(?:.*?</\1\s*>|.*\Z)
      | \$\$(?:[^$]|\$(?!\$))+\$\$                                # a formula
      | (?<![\\$\w])\$(?![\s$])[^$\n]{0,500}?(?<![\s\\])\$(?![\w$])
      | \\\[.{0,2000}?\\\] | \\\(.{0,500}?\\\)
      | \\[^\w\s]                                                 # a sign that is meant as it is""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


@frozen
class Fence:
    """A block of code: its stretch, where its fence stands and what it is, and whether it ends."""

    start: int
    end: int
    mark_at: int
    mark: str
    closed: bool


def prose_of_html(page: str, leave_out: frozenset[str] = frozenset()) -> str:
    """Return the text of HTML: blocks on lines of their own, one sign for each stretch that is no prose."""
    return unescape("".join(_pieces(page, _ASIDES | leave_out)))


def _pieces(page: str, asides: frozenset[str]) -> Iterator[str]:
    first, *rest = _TAG.split(page)
    yield first
    inside, depth = "", 0
    for closes, name, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        tag = (name or "").lower()
        if inside:
            depth += 0 if tag != inside else -1 if closes else 1
            inside = inside if depth else ""
        elif tag in asides and not closes:
            inside, depth = tag, 1
            yield ASIDE
        elif tag and tag not in _INLINE:
            yield "\n"
        if not inside:
            yield text


def prose_of_markdown(text: str) -> str:
    """Return a Markdown text of the same length in which code, comments, formulas and escaped signs are spaces."""
    text = _blank(text, ((fence.start, fence.end) for fence in fences(text)))
    text = _blank(text, _code_spans(text))
    return _HIDDEN.sub(lambda found: _spaces(found.group()), text)


def fences(text: str) -> Iterator[Fence]:
    """Yield each block of code between fences; one that never ends reaches to the end of the text."""
    opened: re.Match[str] | None = None
    in_list = False
    for line in _LINE.finditer(text):
        mark = line["mark"]
        if opened is None:
            indented = line["before"].rpartition(">")[2].expandtabs(4).startswith("    ")
            in_list = bool(line["item"]) or (in_list and (bool(line["before"]) or not line["text"]))
            # A word in backticks on one line is code in a sentence; far to the right is a block of code by itself.
            if mark and not (mark[0] == "`" and "`" in line["rest"]) and (in_list or not indented):
                opened = line
        elif mark and mark.startswith(opened["mark"]) and not line["rest"].strip() and not line["item"]:
            yield Fence(opened.start(), line.end(), opened.start("mark"), opened["mark"], closed=True)
            opened = None
    if opened:
        yield Fence(opened.start(), len(text), opened.start("mark"), opened["mark"], closed=False)


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each stretch between two equal runs of backticks in one paragraph starts and ends."""
    runs = list(_TICKS.finditer(text))
    closing: list[int | None] = []
    later: dict[str, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        run = runs[number].group()
        closing.append(later.get(run) if run[0] == "`" else None)
        if run[0] == "\n":
            later.clear()
        elif run[0] == "`":
            later[run] = number
    closing.reverse()
    number = 0
    while number < len(runs):
        end = closing[number]
        if end is not None:
            yield runs[number].start(), runs[end].end()
            number = end
        number += 1


def _blank(text: str, stretches: Iterator[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in stretches:
        pieces += [text[at:start], _spaces(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _spaces(text: str) -> str:
    return "\n".join([" " * len(line) for line in text.split("\n")])


def folded(text: str) -> str:
    """Return the letters and digits of a text alone, to which typography and emphasis make no difference."""
    return "".join(filter(str.isalnum, text)).casefold()
