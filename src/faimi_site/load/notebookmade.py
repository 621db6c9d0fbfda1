"""All that a notebook's text alone decides: its page's HTML, its pictures, its places, and what is wrong in it."""

from __future__ import annotations

import base64
from dataclasses import astuple
from typing import Any

from markupsafe import Markup

from faimi_site.charrefs import words_of
from faimi_site.load.notebookfile import read_book, standings
from faimi_site.load.notebookfindings import findings
from faimi_site.load.notebookhtml import made_of as cells_of
from faimi_site.load.notebookpictures import Picture
from faimi_site.load.notebookplaces import Places, line_name, texts
from faimi_site.load.resources import COVER_HEIGHT, COVER_WIDTH
from faimi_site.markdown import renderer
from faimi_site.memory import Memory, Result
from faimi_site.model import MarkdownOptions
from faimi_site.problem import Place
from faimi_site.text import Text

SMALLEST_COVER = 100  # pixels of both sides; what is smaller is a logo or a badge


def made_of(text: Text, name: str, options: MarkdownOptions) -> Result:
    """Return all that depends on a notebook's text alone, as plain data."""
    book, mistakes = read_book(text.text)
    at = standings(text.text)
    places = Places(text, at)
    problems = [
        _problem("notebook/invalid", places.of(one.cell) if one.cell else places.at(one.offset), one.message, one.hint)
        for one in mistakes
    ]
    if book is None or mistakes:
        return {"readable": False, "problems": problems}
    # What is remembered is the whole: its parts need no memory of their own.
    made = cells_of(book, name, renderer(options, Memory(), notebook=True))
    found = [_problem(one.rule, places.found(one), one.message, one.hint) for one in findings(book)]
    names = {cell.number: cell for cell in book.cells}
    flaws = [
        _problem(
            one.rule,
            places.line(names[one.cell], one.line),
            f"{line_name(names[one.cell], one.line)}: {one.message}" if one.in_line else one.message,
            one.hint,
        )
        for one in made.flaws
    ]
    written, rest, lines = texts(book)
    return {
        "readable": True,
        "problems": [*flaws, *found],
        "html": made.html,
        "title": words_of(Markup(made.heading)) or book.title,  # noqa: S704  (its words alone)
        "heading": made.heading,
        "anchor": made.anchor,
        "contents": [list(astuple(part)) for part in made.parts],
        "pictures": [[one.name, base64.b64encode(one.body).decode()] for one in made.pictures],
        "cover": _cover(made.pictures),
        "text": written,
        "rest": rest,
        "lines": [list(astuple(line)) for line in lines],
    }


def _cover(pictures: tuple[Picture, ...]) -> list[Any]:
    """Return the address of a notebook's first figure, with the size in which its card shows it; empty without one."""
    first = next((one for one in pictures if min(one.width, one.height) >= SMALLEST_COVER and not one.moves), None)
    if first is None:
        return []
    scale = min(COVER_WIDTH / first.width, COVER_HEIGHT / first.height, 1)
    return [first.name, *(max(1, round(side * scale)) for side in (first.width, first.height))]


def _problem(rule: str, place: Place, message: str, hint: str) -> list[Any]:
    """Return a problem as plain data; the file's own path is none of what is remembered."""
    return [rule, list(astuple(place))[1:], message, hint]
