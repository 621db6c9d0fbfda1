"""HTML within the Markdown of notebooks: a block of it ends at a blank line, and what follows is Markdown again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from faimi_site.kramdown import rawhtml
from faimi_site.kramdown.flaws import Flaw, tag_flaw
from faimi_site.kramdown.htmlblocks import raw_html
from faimi_site.kramdown.reader import Reader
from faimi_site.kramdown.tree import Block
from faimi_site.lazily import pattern

# CommonMark 0.31, 4.6: what starts a block of the sixth kind, at any place, and of the seventh, not within a paragraph.
_NAMES = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
)
_SIXTH = pattern(rf" {{0,3}}</?(?:{_NAMES.replace(' ', '|')})(?:[ \t\n>]|/>)", re.IGNORECASE)
_SEVENTH = pattern(
    rf" {{0,3}}(?:{re.sub('[?]P<[a-z]+>', '', rawhtml.TAG.pattern)}|</[A-Za-z][\w-]*\s*>)[ \t]*\n", re.ASCII
)
# These hold blank lines, and end at their closing tags.
_WHOLE = pattern(r" {0,3}<(?:pre|script|style|textarea)(?:[ \t\n>])|<!--", re.IGNORECASE)
_COMMENT = pattern(r"<!--.*?-->", re.DOTALL)
_CLOSING = pattern(r"</([A-Za-z][\w:.-]*)\s*>")
_BLANK = pattern(r"\n[ \t]*\n")


def cell_html(reader: Reader) -> bool:
    """Take HTML up to a blank line; a comment, and an element whose text is its own, to its end."""
    text, at = reader.text, reader.at
    if _WHOLE.match(text, at):
        return raw_html(reader)
    if not _SIXTH.match(text, at) and not (_SEVENTH.match(text, at) and not _in_paragraph(reader)):
        return False
    blank = _BLANK.search(text, at)
    end = blank.start() + 1 if blank else len(text)
    reader.add(Block("raw", text[at:end].rstrip("\n"), reader.line))
    reader.at = end
    return True


def _in_paragraph(reader: Reader) -> bool:
    return bool(reader.made) and reader.made[-1].kind == "p"


def tags_left_open(text: str, blocks: Iterable[Block]) -> Iterator[Flaw]:
    """Yield a flaw for each element of a cell that a block of HTML opens and nothing closes."""
    opened: dict[str, list[int]] = {}
    for block in _raw(blocks):
        line, at = block.line, 0
        for found in rawhtml.TAG.finditer(_COMMENT.sub(_as_blank, block.text)):
            line, at = line + block.text.count("\n", at, found.start()), found.start()
            name = rawhtml.tag_name(found)
            if not found["closed"] and name not in rawhtml.VOID and name not in rawhtml.END_OPTIONAL:
                opened.setdefault(name, []).append(line)
    closed = Counter(name.lower() for name in _CLOSING.findall(text)) if opened else {}
    for name, lines in opened.items():
        for line in lines[closed.get(name.lower(), 0) :]:
            yield tag_flaw("unclosed", f"<{name}>", line)


def _raw(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "raw" and not block.text.lstrip().lower().startswith(
            ("<pre", "<script", "<style", "<textarea")
        ):
            yield block
        yield from _raw(block.children)


def _as_blank(comment: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", comment.group())
