"""Problems in the text of a notebook's page, as problems in the cells of the notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from faimi_site.model import CellLine, Notebook, Site
from faimi_site.problem import Place, Problem
from faimi_site.text import Text, read_text

if TYPE_CHECKING:
    from faimi_site.load.notebookplaces import Places


def in_cells(problems: Iterable[Problem], site: Site) -> Iterator[Problem]:
    """Yield problems, those in the text of a notebook's page with the cell and where it stands in the notebook."""
    pages = {page.source: page for page in site.pages if page.notebook}
    files = {file.path: file for _, file in site.files if file.path in pages}
    known: dict[str, Places] = {}  # heavy to import, and most builds find nothing in a notebook
    for problem in problems:
        page = pages.get(problem.place.file)
        line = _line(page.notebook, problem.place) if page and page.notebook else None
        if not page or not line:
            yield problem
            continue
        if page.source not in known:
            from faimi_site.load.notebookfile import standings
            from faimi_site.load.notebookplaces import Places

            text = read_text(files[page.source])
            text = text if isinstance(text, Text) else Text(page.source, "")
            known[page.source] = Places(text, standings(text.text))
        yield replace(
            problem, place=_place(known[page.source], line, problem.place), message=f"{line.name}: {problem.message}"
        )


def _line(notebook: Notebook, place: Place) -> CellLine | None:
    return notebook.lines[place.line - 1] if 0 < place.line <= len(notebook.lines) else None


def _place(places: Places, line: CellLine, place: Place) -> Place:
    if line.line:
        return places.letter(line.cell, line.start + place.column - 1, place.width)
    column = place.column - 1 - place.start
    return places.words(line.cell, place.excerpt[column : column + place.width], in_outputs=True)
