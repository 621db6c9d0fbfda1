"""Notebooks: each that a resources.yaml names becomes a page of the site, with its pictures beside it."""

from __future__ import annotations

import base64
import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from faimi_site import paths
from faimi_site.load.notebookfile import prose, read_book, standings
from faimi_site.load.notebookfindings import Finding, findings, secrets
from faimi_site.load.notebookhtml import made_of
from faimi_site.markdown import renderer
from faimi_site.memory import Memory, digest
from faimi_site.model import Config, Heading, MarkdownOptions, NavItem, Notebook, Page, Resource, Source, source
from faimi_site.problem import Fault, Level, Place, Problem
from faimi_site.rules import level_of
from faimi_site.text import Text, read_text

SUFFIX = ".ipynb"
LARGEST = 30_000_000  # bytes of a notebook that becomes a page


def is_notebook(resource: Resource) -> bool:
    """Return whether a material is a notebook of the site itself."""
    return resource.source.lower().endswith(SUFFIX)


def notebook(
    resource: Resource, file: Source, home: Page, config: Config, memory: Memory
) -> Iterator[Page | tuple[str, Source] | Problem]:
    """Yield the page of a notebook that a page's materials name, its pictures by output path, and what is wrong."""
    name = posixpath.basename(file.path)
    path = paths.fitting(f"{paths.below_page(home.path)}{name[: -len(SUFFIX)]}/index.html")
    if isinstance(path, Fault):
        yield Problem("file/name", Level.ERROR, resource.place, path.message, path.hint)
        return
    if file.size > LARGEST:
        message = f"{name} is larger than {LARGEST // 1_000_000} MB, so it gets no page"
        yield Problem("notebook/too-large", Level.WARNING, Place(file.path), message, "clear its largest outputs")
        return
    text = read_text(file)
    if isinstance(text, Problem):
        yield text
        return
    options = config.markdown
    inputs = (str(options.smart_punctuation), str(options.math), name, text.text)
    made = memory.recall("notebook", inputs, lambda: _made(text, name, config.markdown))
    for rule, line, column, width, excerpt, message, hint in made["problems"]:
        yield Problem(rule, level_of(rule), Place(file.path, line, column, width, excerpt), message, hint)
    if not made["readable"]:
        return
    folder = path.removesuffix("index.html")
    for picture, body in made["pictures"]:
        yield f"{folder}{picture}", source(f"{file.path}/{picture}", base64.b64decode(body))
    yield _page(resource, file, path, home, config, made, digest(text.text.encode()))


def _page(
    resource: Resource, file: Source, path: str, home: Page, config: Config, made: Mapping[str, Any], key: str
) -> Page:
    at = quote(file.path)
    repository = config.repository
    return Page(
        source=file.path,
        path=path,
        url=paths.address(path),
        title=made["title"] or resource.title,
        place=resource.place,
        read=lambda: str(made["prose"]),
        render=lambda: str(made["html"]),
        face=key,
        key=key,
        description=" ".join(resource.description.striptags().split()),
        layout="notebook",
        draft=home.draft,
        sitemap=home.sitemap,
        lang=resource.lang or home.lang,
        in_nav=False,
        author=", ".join(resource.authors) or config.author,
        notebook=Notebook(
            file=resource.url,
            size=resource.size,
            home=NavItem(home.nav or home.title, home.url),
            heading=Markup(made["heading"]),  # noqa: S704  (made by our Markdown, and cleaned)
            anchor=made["anchor"],
            contents=tuple(Heading(*part) for part in made["contents"]),
            license=resource.license,
            colab=f"https://colab.research.google.com/github/{repository.name}/blob/{quote(repository.branch)}/{at}"
            if repository
            else "",
            binder=f"https://mybinder.org/v2/gh/{repository.name}/{quote(repository.branch, safe='')}"
            f"?labpath={quote(file.path, safe='')}"
            if repository
            else "",
        ),
    )


def _made(text: Text, name: str, options: MarkdownOptions) -> dict[str, Any]:
    """Return all that depends on a notebook's text alone, as plain data."""
    book, mistakes = read_book(text.text)
    at = standings(text.text)
    places = _Places(text, at)
    problems = [
        _problem("notebook/invalid", places.of(one.cell) if one.cell else places.at(one.offset), one.message, one.hint)
        for one in mistakes
    ]
    if book is None or mistakes:
        return {"readable": False, "problems": problems}
    # What is remembered is the whole: its parts need no memory of their own.
    made = made_of(book, name, renderer(options, Memory()))
    found = [_problem(one.rule, places.found(one), one.message, one.hint) for one in findings(book)]
    flaws = [_problem(one.rule, places.line(one.cell, one.line), one.message, one.hint) for one in made.flaws]
    return {
        "readable": True,
        "problems": [*flaws, *found],
        "html": made.html,
        "title": Markup(made.heading).striptags() or book.title,  # noqa: S704  (its words alone)
        "heading": made.heading,
        "anchor": made.anchor,
        "contents": [list(astuple(part)) for part in made.parts],
        "pictures": [[one.name, base64.b64encode(one.body).decode()] for one in made.pictures],
        "prose": prose(text.text, book, at),
    }


def _problem(rule: str, place: list[Any], message: str, hint: str) -> list[Any]:
    """Return a problem as plain data; the file's own path is none of what is remembered."""
    return [rule, *place, message, hint]


class _Places:
    """Finds where in its file something of a notebook stands: line, column, width and the line itself."""

    def __init__(self, text: Text, at: Mapping[int, Any]) -> None:
        self.text, self.standing = text, at

    def at(self, offset: int, width: int = 1) -> list[Any]:
        """Return the place at an offset; without its line where that would show a secret, or is very long."""
        place = self.text.place(offset, width)
        shown = "" if len(place.excerpt) > 1000 or any(secrets(place.excerpt.replace("\\", ""))) else place.excerpt
        return [place.line, place.column, place.width, shown]

    def of(self, cell: int) -> list[Any]:
        """Return the place of a cell: its first letter, or its start."""
        standing = self.standing.get(cell)
        if standing is None:
            return [0, 0, 1, ""]
        return self.at(standing.letters[0]) if standing.letters else self.at(standing.start)

    def line(self, cell: int, line: int) -> list[Any]:
        """Return the place of a line of a Markdown cell."""
        standing = self.standing.get(cell)
        if standing is None or not 0 < line <= len(standing.lines) or len(standing.lines) < 2:
            return self.of(cell)
        return self.at(standing.lines[line - 1])

    def found(self, one: Finding) -> list[Any]:
        """Return the place of a finding in its cell, by the text that it is about."""
        standing = self.standing.get(one.cell)
        if standing and one.sought:
            escaped = json.dumps(one.sought)[1:-1]
            for written in (escaped, json.dumps(one.sought, ensure_ascii=False)[1:-1]):
                offset = self.text.text.find(written, standing.start, standing.end)
                if offset >= 0:
                    place = self.at(offset, len(written))
                    return place if one.rule != "notebook/token" else [*place[:3], ""]
        return self.of(one.cell)
