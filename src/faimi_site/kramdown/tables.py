"""Tables: rows of cells between `|`, with or without a row of headers, as even or uneven as they come."""

from __future__ import annotations

import re

from faimi_site.kramdown.patterns import BOUNDARY, WHITE
from faimi_site.kramdown.tree import Block

_SEPARATOR = re.compile(r"([+|: \t-]*?-[+|: \t-]*?)[ \t]*\n")
_FOOT = re.compile(r"[+|: \t=]*?=[+|: \t=]*?[ \t]*\n")
_ALIGNMENT = re.compile(r"[ \t]?(:?)-+(:?)[ \t]?")
_PIPE = re.compile(r"\||[^\n]*?[^\\\n]\|")
_START = re.compile(r" {0,3}(?=\S)(?:\||[^\n]*?[^\\\n]\|)")
# What a "|" is no border in: code, between ticks or tags.
_CODE = re.compile(r"<code.*?>.*?</code>|(?<![\\`])(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")
_TAGS = re.compile(r"<([a-zA-Z]\w*)\b[^<>]*>.*?</\1>|<[^<>]*>")
_BORDER = re.compile(r"(?<!\\)\|")


def table(text: str, at: int, line: int) -> tuple[Block, int] | None:
    """Return the table at a place and where it ends, or nothing."""
    if not _START.match(text, at):
        return None
    start = at
    lead = bool(re.match(r"\s*\|", text[at : at + 4]))
    if found := _SEPARATOR.match(text, at):
        at = found.end()
    made = Block("table", line=line)
    rows: list[Block] = []
    alignment: list[str] = []
    foot = False
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
            rows.append(_row(text[at:end].strip(), lead, line + text.count("\n", start, at)))
        at = end
    if at < len(text) and not BOUNDARY.match(text, at):
        return None
    if not _borders_are_real(text[start:at]):
        return None
    if rows:
        made.children.append(Block("tfoot" if foot else "tbody", children=rows))
    if not any(part.kind == "tbody" for part in made.children):
        return None
    _even(made, alignment)
    return made, at


def _side(left: str, right: str) -> str:
    return {"::": "center", ":": "left" if left else "right"}.get(left + right, "")


def _row(line: str, lead: bool, number: int) -> Block:
    """Return a row with its cells; code keeps its borders as text."""
    cells = [""]
    at = 0
    for code in _CODE.finditer(line):
        _divide(line[at : code.start()], cells)
        cells[-1] += code.group()
        at = code.end()
    _divide(line[at:], cells)
    if lead and not cells[0].strip():
        del cells[0]
    if cells and not cells[-1].strip():
        del cells[-1]
    children = [Block("td", cell.strip(WHITE), number) for cell in cells]
    return Block("tr", line=number, children=children)


def _divide(text: str, cells: list[str]) -> None:
    """Add a stretch of text without code to the last cell, and what stands behind its borders as new ones."""
    first, *others = (cell.replace("\\|", "|") for cell in _BORDER.split(text))
    cells[-1] += first
    cells += others


def _borders_are_real(text: str) -> bool:
    """Return whether each line has a border outside of code and tags."""
    return all(_PIPE.match(_TAGS.sub("", _CODE.sub("", one))) for one in text.splitlines())


def _even(made: Block, alignment: list[str]) -> None:
    """Give each row as many cells as the longest, header cells to the head, and each cell its column's alignment."""
    width = max(len(row.children) for part in made.children for row in part.children)
    for part in made.children:
        for row in part.children:
            row.children += [Block("td", "", row.line) for _ in range(width - len(row.children))]
            for number, cell in enumerate(row.children):
                cell.kind = "th" if part.kind == "thead" else "td"
                if number < len(alignment) and alignment[number]:
                    cell.attributes["style"] = f"text-align: {alignment[number]}"
