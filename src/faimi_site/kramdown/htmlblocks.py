"""Raw HTML as a block, and the Markdown within it."""

from __future__ import annotations

from faimi_site.kramdown import rawhtml
from faimi_site.kramdown.flaws import tag_flaw
from faimi_site.kramdown.reader import Reader
from faimi_site.kramdown.tree import Block
from faimi_site.lazily import pattern

_INDENTED = pattern(r" {0,3}(?=<)")
_TRAILING = pattern(r"[ \t]*\n")
# The elements of which the line's rest counts as a blank line: what follows is not theirs, and can be a table.
_ENDS_WITH_TAG = rawhtml.VOID | {"script", "style"}


def raw_html(reader: Reader) -> bool:
    """Take a comment, or an element that opens a block."""
    if end := rawhtml.comment_end(reader.text, reader.at, reader.unclosed):
        reader.add(Block("raw", reader.text[reader.at : end], reader.line))
        _after_html(reader, end)
        return True
    start = _INDENTED.match(reader.text, reader.at)
    tag = rawhtml.TAG.match(reader.text, start.end()) if start else None
    if not tag or rawhtml.tag_name(tag) in rawhtml.SPANS:
        return False
    found = rawhtml.element(reader.text, tag, reader.unclosed)
    _note_tags(reader, found)
    pieces = [
        Block("raw", piece, reader.line) if isinstance(piece, str) else _inner(reader, piece) for piece in found.pieces
    ]
    reader.add(Block("html", line=reader.line, children=pieces))
    if tag["closed"] or rawhtml.tag_name(tag) in _ENDS_WITH_TAG:
        reader.at = found.end
    else:
        _after_html(reader, found.end)
    return True


def _inner(reader: Reader, piece: rawhtml.Inner) -> Block:
    line = reader.line_at(piece.start)
    block = Block("html", piece.open, line, close=piece.close)
    if piece.mode == "blocks":
        block.children = reader.inside([piece.text.removeprefix("\n")], line + piece.text.startswith("\n"))
    else:
        block.children = [Block("p", piece.text, line, bare=True)]
    return block


def _note_tags(reader: Reader, found: rawhtml.Element) -> None:
    for kind, places in (("unclosed", found.unclosed), ("stray", found.stray)):
        for tag, start in places:
            reader.context.known.flaws.append(tag_flaw(kind, tag, reader.line_at(start)))


def _after_html(reader: Reader, end: int) -> None:
    rest = _TRAILING.match(reader.text, end)
    reader.at = rest.end() if rest else end
