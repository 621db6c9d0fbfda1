"""Tables: rows of cells between `|`, with or without a row of headers, as even or uneven as they come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faimi_site.kramdown.emphasis import code_at
from faimi_site.kramdown.patterns import BOUNDARY, WHITE
from faimi_site.kramdown.rawhtml import BLOCKS, TAG, VOID, tag_name
from faimi_site.kramdown.tree import Block, Definitions, TooMuchError
from faimi_site.lazily import pattern

CELLS = 50_000  # of all tables of a page, with those that make short rows as long as the longest

_SEPARATOR = pattern(r"([+|: \t-]*?-[+|: \t-]*?)[ \t]*\n")
_FOOT = pattern(r"[+|: \t=]*?=[+|: \t=]*?[ \t]*\n")
_ALIGNMENT = pattern(r"[ \t]?(:?)-+(:?)[ \t]?")
_PIPE = pattern(r"\||[^\n]*?[^\\\n]\|")
_START = pattern(r" {0,3}(?=\S)(?:\||[^\n]*?[^\\\n]\|)", re.ASCII)
# What opens that in which a "|" is no border: code, between ticks or tags.
_SIGN = pattern(r"`|<")
_BORDER = pattern(r"(?<!\\)\|")
_CODE_END = "</code>"


def table(text: str, at: int, line: int, known: Definitions, delimited: bool = False) -> tuple[Block, int] | None:
    """Return the table at a place and where it ends, or nothing; raises TooMuchError where a page has too many cells.

    With `delimited`, its first two lines are known to make it one; text can follow it at once, and it needs no body.
    """
    if not _START.match(text, at):
        return None
    start = at
    made = Block("table", line=line)
    lead = bool(re.match(r"\s*\|", text[at : at + 4]))
    if found := _SEPARATOR.match(text, at):
        at = found.end()
        line += 1
    rows: list[Block] = []
    alignment: list[str] = []
    foot = False
    width = height = 0
    while at < len(text) and _PIPE.match(text, at):
        end = text.find("\n", at) + 1 or len(text)
        if found := _SEPARATOR.match(text, at):
            if rows and not alignment and not foot:
                alignment = [_side(*sides) for sides in _ALIGNMENT.findall(found[1])]
                made.children.append(Block("thead", children=rows))
                rows = []
            elif rows and not foot:
                made.children.append(Block("tbody", children=rows))
                rows = []
        elif _FOOT.match(text, at):
            if rows:
                made.children.append(Block("tbody", children=rows))
                rows = []
            foot = True
        else:
            cells = _cells(text[at:end].strip(WHITE), lead)
            width, height = max(width, len(cells)), height + 1
            if known.cells + width * height > CELLS:
                message = f"the tables of the text have more than {CELLS:,} cells, with those that short rows lack"
                raise TooMuchError(made.line, message, "put the data into a file in assets/, and link to it")
            rows.append(Block("tr", line=line, children=[Block("td", cell, line) for cell in cells]))
        at = end
        line += 1
    if not delimited and at < len(text) and not BOUNDARY.match(text, at):
        return None
    if not delimited and not _borders_are_real(text[start : at - 1]):
        return None
    if rows:
        made.children.append(Block("tfoot" if foot else "tbody", children=rows))
    if not delimited and not any(part.kind == "tbody" for part in made.children):
        return None
    _even(made, width, alignment)
    known.cells += width * height
    return made, at


def _side(left: str, right: str) -> str:
    return {"::": "center", ":": "left" if left else "right"}.get(left + right, "")


def _cells(line: str, lead: bool) -> list[str]:
    """Return the texts of a row's cells; code keeps its borders as text."""
    cells = [""]
    if "`" not in line and "<" not in line:
        _divide(line, cells)
        line = ""
    for part, is_element in _code_elements(line):
        for piece, kind in [(part, "code")] if is_element else _pieces(part, tags=False):
            if kind == "code":
                cells[-1] += piece
            else:
                _divide(piece, cells)
    if lead and not cells[0].strip(WHITE):
        del cells[0]
    if cells and not cells[-1].strip(WHITE):
        del cells[-1]
    return [cell.strip(WHITE) for cell in cells]


def _code_elements(line: str) -> Iterator[tuple[str, bool]]:
    """Yield a row in pieces, and of each whether it is an element of code; one that never ends is none."""
    done = 0
    while (
        (start := line.find("<code", done)) >= 0
        and (content := line.find(">", start)) >= 0
        and (end := line.find(_CODE_END, content)) >= 0
    ):
        yield line[done:start], False
        done = end + len(_CODE_END)
        yield line[start:done], True
    yield line[done:], False


def _divide(text: str, cells: list[str]) -> None:
    """Add a stretch of text without code to the last cell, and what stands behind its borders as new ones."""
    first, *others = (cell.replace("\\|", "|") for cell in _BORDER.split(text))
    cells[-1] += first
    cells += others


def _pieces(text: str, tags: bool) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces, each with its kind: `code`, `element` where tags are looked for, and `text`."""
    done = at = 0
    while found := _SIGN.search(text, at):
        at = found.start()
        kind = "code" if found.group() == "`" else "element"
        if kind == "code":
            ticks, _, end = code_at(text, at)
        else:
            ticks, end = 1, _element_end(text, at) if tags else 0
        if not end:
            at += ticks
            continue
        if at > done:
            yield text[done:at], "text"
        yield text[at:end], kind
        done = at = end
    if done < len(text):
        yield text[done:], "text"


def _element_end(text: str, at: int) -> int:
    """Return where the element that stands in a line at a place ends, or 0 where none does."""
    tag = TAG.match(text, at)
    if not tag or (name := tag_name(tag)) in BLOCKS:
        return 0
    if tag["closed"] or name in VOID:
        return tag.end()
    closing = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(text, tag.end())
    return closing.end() if closing else len(text)


def _borders_are_real(text: str) -> bool:
    """Return whether each line has a border outside of code and tags, as far as kramdown looks."""
    border = False
    for piece, kind in _pieces(text, tags=True):
        lines = piece.rstrip("\n").split("\n")
        if kind == "code":
            if len(lines) > 2 or (len(lines) == 2 and not border):
                break
            border = border and len(lines) == 1
        elif kind == "text":
            if len(lines) > 1 and not border and not _PIPE.match(lines[0]):
                break
            border = (border and len(lines) == 1) or bool(_PIPE.match(lines[-1]))
    return border


def _even(made: Block, width: int, alignment: list[str]) -> None:
    """Give each row as many cells as the longest, header cells to the head, and each cell its column's alignment."""
    for part in made.children:
        for row in part.children:
            row.children += [Block("td", "", row.line) for _ in range(width - len(row.children))]
            for number, cell in enumerate(row.children):
                cell.kind = "th" if part.kind == "thead" else "td"
                if number < len(alignment) and alignment[number]:
                    cell.attributes["style"] = f"text-align: {alignment[number]}"
