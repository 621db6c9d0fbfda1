"""Where in its file something of a notebook stands, and in which of its cells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from faimi_site.load.notebookfile import Book, Cell, Standing
from faimi_site.load.notebookfindings import Finding, shown_texts
from faimi_site.load.notebooksecrets import secrets
from faimi_site.model import CellLine
from faimi_site.problem import Place
from faimi_site.text import Text


class Places:
    """Finds where in its file something of a notebook stands."""

    def __init__(self, text: Text, at: Mapping[int, Standing]) -> None:
        self.text, self.standing = text, at

    def at(self, offset: int, width: int = 1) -> Place:
        """Return the place at an offset, with a part of a long line, and without a line that would show a secret."""
        place = self.text.place(offset, width)
        if any(secrets(re.sub(r"\\[nrt]", " ", place.excerpt).replace("\\", ""))):
            return replace(place, excerpt="")
        return place

    def of(self, cell: int) -> Place:
        """Return the place of a cell: its first letter, or its start; only the file where it is not known."""
        standing = self.standing.get(cell)
        if standing is None:
            return Place(self.text.file)
        return self.at(standing.letters[0]) if standing.letters else self.at(standing.start)

    def letter(self, cell: int, number: int, width: int = 1) -> Place:
        """Return the place of a letter of a cell's source, counted from 0."""
        standing = self.standing.get(cell)
        if standing is None or not number < len(standing.letters):
            return self.of(cell)
        first, last = (standing.letters[min(one, len(standing.letters) - 1)] for one in (number, number + width))
        return self.at(first, max(width, last - first))

    def line(self, cell: Cell, line: int) -> Place:
        """Return the place of a line of a cell."""
        lines = cell.source.split("\n")
        return self.letter(cell.number, sum(len(one) + 1 for one in lines[: max(0, line - 1)]))

    def words(self, cell: int, sought: str, in_outputs: bool = False) -> Place:
        """Return the place of words anywhere in a cell, or its outputs; of the cell where they are not found.

        The cell 0 is what stands around all cells.
        """
        standing = self.standing.get(cell)
        if standing and not in_outputs:
            spans = [(standing.start, standing.end)]
        else:
            spans = [*(_around_source(standing) if standing else self._around_cells())]
        for written in (json.dumps(sought)[1:-1], json.dumps(sought, ensure_ascii=False)[1:-1]) if sought else ():
            for start, end in spans:
                offset = self.text.text.find(written, start, end)
                if offset >= 0:
                    return self.at(offset, len(written))
        return self.of(cell)

    def _around_cells(self) -> Iterator[tuple[int, int]]:
        if self.standing:
            yield 0, min(one.start for one in self.standing.values())
            yield max(one.end for one in self.standing.values()), len(self.text.text)

    def found(self, one: Finding) -> Place:
        """Return the place of a finding in its cell, by the text that it is about."""
        place = self.words(one.cell, one.sought)
        return place if one.rule != "notebook/token" else replace(place, excerpt="")


def texts(book: Book) -> tuple[str, str, list[CellLine]]:
    """Return the Markdown of a notebook, its code and outputs on the lines after it, and where each line is from."""
    prose: list[str] = []
    rest: list[str] = []
    of_prose: list[CellLine] = []
    of_rest: list[CellLine] = []
    for cell in book.cells:
        is_prose = cell.kind == "markdown"
        lines = list(_lines(cell))
        # A line between two cells: a paragraph ends with its cell.
        (prose if is_prose else rest).extend(["", *(text for _, text in lines)])
        (of_prose if is_prose else of_rest).extend([CellLine(cell.number, 1), *(line for line, _ in lines)])
        for text in shown_texts(cell):
            shown = text.split("\n")
            rest += shown
            of_rest += [CellLine(cell.number, 0)] * len(shown)
    return "\n".join(prose), "\n" * len(prose) + "\n".join(rest), [*of_prose, *of_rest]


def line_name(cell: Cell, line: int) -> str:
    """Return a line of a cell in words."""
    return CellLine(cell.number, line, is_alone="\n" not in cell.source.rstrip("\n")).name


def _around_source(standing: Standing) -> Iterator[tuple[int, int]]:
    letters = standing.letters or (standing.start, standing.start)
    yield from ((standing.start, letters[0]), (letters[-1], standing.end))


def _lines(cell: Cell) -> Iterator[tuple[CellLine, str]]:
    lines, start = cell.source.split("\n"), 0
    is_alone = "\n" not in cell.source.rstrip("\n")
    for number, text in enumerate(lines, 1):
        yield CellLine(cell.number, number, start, is_alone), text
        start += len(text) + 1
