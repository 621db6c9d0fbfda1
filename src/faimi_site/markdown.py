"""Markdown to HTML: a pure function of the text alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from faimi_site.charrefs import unescape
from faimi_site.frozen import frozen
from faimi_site.kramdown.flaws import Flaw
from faimi_site.lazily import pattern
from faimi_site.memory import Memory
from faimi_site.model import SECTIONS, MarkdownOptions

PLACEHOLDER = pattern(rf'<div data-section="({"|".join(SECTIONS)})"></div>')
LONGEST = 4_000_000  # letters in one text
UNCLOSED = 1000  # brackets that open and never close: the most that a text can have

_CODE = pattern(r"<(pre|code|script|style)\b.*?(?:</\1>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_CODE_LINES = pattern(
    r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)|^(?: {4}|\t)[^\n]*$",
    re.DOTALL | re.MULTILINE,
)
_LEFT = pattern(r"(?:^|>)[^\S\n]*+(\[[A-Za-z]+\])[^\S\n]*+(?:$|<)", re.MULTILINE)
# The first one that has no end shows that none has.
_HEADING = pattern(r"<h1[^>]*>(?:(.*?)</h1>)?", re.DOTALL)
_TAG = pattern(r"<[^>]*>")

_OF_ALL_KINDS = """# A heading

*Some* **words**, [a link](/), `code`, and <b>HTML</b>.

- An item

> A quote

| A | table |
|---|-------|
| of | cells |

```python
code = 0
```
"""


@frozen
class Rendered:
    """A text as HTML, in which sections are empty elements; their names and lines; the text of its first `h1`."""

    html: str
    heading: str = ""
    sections: tuple[tuple[str, int], ...] = ()
    flaws: tuple[Flaw, ...] = ()


Render = Callable[[str], Rendered]


def renderer(options: MarkdownOptions, memory: Memory, notebook: bool = False) -> Render:
    """Return the function that renders the Markdown of a site, or of a notebook."""
    return lambda text: render(text, options, memory, notebook)


def render(text: str, options: MarkdownOptions, memory: Memory, notebook: bool = False) -> Rendered:
    """Return a Markdown text as HTML; where a flaw of the rule `markdown/failed` is in it, without any.

    That of a notebook is read as Jupyter reads it: as CommonMark, where that differs from kramdown.
    The memory knows the blocks of code in it, which mostly stay when a text is edited.
    """
    if flaw := _too_much(text):
        return Rendered("", flaws=(flaw,))
    from faimi_site.kramdown.code import highlighted
    from faimi_site.kramdown.extension import Kramdown, convert  # heavy: not needed where everything is remembered

    def highlight(code: str, language: str) -> str:
        known = memory.recall("code", (language, code), lambda: {"html": highlighted(code, language)})
        return str(known["html"])

    extension = Kramdown(options.smart_punctuation, options.math, highlight, notebook)
    try:
        made = convert(text, extension)
    except MemoryError:
        raise  # it says nothing of the text, and must not be remembered of it
    except Exception as error:  # a fault of ours must name the page, and not end the build
        message = f"the Markdown cannot be read ({type(error).__name__})"
        hint = "halve the page until you find what it is, and report it"
        return Rendered("", flaws=(Flaw("markdown/failed", 1, message, hint),))
    heading = _HEADING.search(made)
    return Rendered(
        made,
        unescape(_TAG.sub("", heading[1])).strip() if heading and heading[1] else "",
        tuple(extension.known.sections),
        tuple(extension.known.flaws),
    )


def get_ready() -> None:
    """Load and compile what most texts need: for a process that has nothing else to do by then."""
    from faimi_site.kramdown.extension import Kramdown, convert

    convert(_OF_ALL_KINDS, Kramdown())


def markers_left(rendered: str) -> list[str]:
    """Return the words in brackets that stayed text outside of code and stand alone between tags or on a line."""
    return [found.group(1) for found in _LEFT.finditer(_CODE.sub("", rendered))]


def _too_much(text: str) -> Flaw | None:
    """Return what no page comes near that people write, and what would take longer the more of it there is."""
    if len(text) > LONGEST:
        return Flaw("markdown/failed", 1, f"the text is longer than {LONGEST:,} letters", "make several pages of it")
    if text.count("[") - text.count("]") > UNCLOSED:
        prose = _CODE_LINES.sub(lambda code: re.sub(r"[^\n]", " ", code.group()), text)
        if prose.count("[") - prose.count("]") > UNCLOSED:
            line = prose.count("\n", 0, _unclosed(prose)) + 1
            message = f"more than {UNCLOSED} '[' are never closed"
            return Flaw("markdown/failed", line, message, "write \\[ for the sign", "[")
    return None


def _unclosed(text: str) -> int:
    """Return where the first bracket stands that opens and never closes."""
    waiting: list[int] = []
    for sign in re.finditer(r"[\[\]]", text):
        if sign.group() == "[":
            waiting.append(sign.start())
        elif waiting:
            waiting.pop()
    return waiting[0]
