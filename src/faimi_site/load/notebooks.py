"""Notebooks: each that a resources.yaml names becomes a page of the site, with its pictures beside it."""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from faimi_site import paths
from faimi_site.load.notebookfile import read_book, standings
from faimi_site.load.notebookfindings import findings
from faimi_site.load.notebookhtml import made_of
from faimi_site.load.notebookpictures import Picture
from faimi_site.load.notebookplaces import Places, line_name, texts
from faimi_site.load.resources import COVER_HEIGHT, COVER_WIDTH
from faimi_site.markdown import renderer
from faimi_site.memory import Memory, digest
from faimi_site.model import (
    CellLine,
    Config,
    Cover,
    Heading,
    MarkdownOptions,
    NavItem,
    Notebook,
    Page,
    Resource,
    Source,
    source,
)
from faimi_site.pictures import Original
from faimi_site.problem import Fault, Level, Place, Problem
from faimi_site.rules import level_of
from faimi_site.text import Text, read_text

SUFFIX = ".ipynb"
SMALLEST_COVER = 100  # pixels of both sides; what is smaller is a logo or a badge
LARGEST = 30_000_000  # bytes of a notebook that becomes a page


def is_notebook(resource: Resource) -> bool:
    """Return whether a material is a notebook of the site itself."""
    return resource.source.lower().endswith(SUFFIX)


def named_notebooks(home: Page) -> Iterator[tuple[str, Resource] | Problem]:
    """Yield each notebook among a page's materials once, with what its page is called: as its file, or as its id.

    A second one of the same name is called as its author's id for it, and is a problem without one.
    """
    met: set[str] = set()
    taken: set[str] = set()
    for resource in filter(is_notebook, home.data.resources or ()):
        if resource.source in met:
            continue
        met.add(resource.source)
        name = posixpath.basename(resource.source)[: -len(SUFFIX)]
        if paths.claim(name) in taken and not resource.is_named:
            message = f"two notebooks are called {name}{SUFFIX}, and each would be the page {home.url}{name}/"
            hint = f"give this one an id, which names its page: id: {resource.id} for {home.url}{resource.id}/"
            yield Problem("output/two-owners", Level.ERROR, resource.place, message, hint)
            continue
        name = resource.id if paths.claim(name) in taken else name
        taken.add(paths.claim(name))
        yield name, resource


def notebook(
    resource: Resource, called: str, file: Source, home: Page, config: Config, memory: Memory
) -> Iterator[Page | tuple[str, Source] | Problem]:
    """Yield the page of a notebook that a page's materials name, its pictures by output path, and what is wrong."""
    name = posixpath.basename(file.path)
    path = paths.fitting(f"{paths.below_page(home.path)}{called}/index.html")
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
    for rule, place, message, hint in made["problems"]:
        yield Problem(rule, level_of(rule), Place(file.path, *place), message, hint)
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
        read=lambda: str(made["text"]),
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
            cover=Cover(f"{paths.address(path)}{made['cover'][0]}", *made["cover"][1:]) if made["cover"] else None,
            rest=made["rest"],
            lines=tuple(CellLine(*line) for line in made["lines"]),
        ),
    )


def _made(text: Text, name: str, options: MarkdownOptions) -> dict[str, Any]:
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
    made = made_of(book, name, renderer(options, Memory()))
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
    cover, pictures = _with_cover(made.pictures)
    return {
        "readable": True,
        "problems": [*flaws, *found],
        "html": made.html,
        "title": Markup(made.heading).striptags() or book.title,  # noqa: S704  (its words alone)
        "heading": made.heading,
        "anchor": made.anchor,
        "contents": [list(astuple(part)) for part in made.parts],
        "pictures": [[one.name, base64.b64encode(one.body).decode()] for one in pictures],
        "cover": cover,
        "text": written,
        "rest": rest,
        "lines": [list(astuple(line)) for line in lines],
    }


def _with_cover(pictures: tuple[Picture, ...]) -> tuple[list[Any], list[Picture]]:
    """Return the address of a notebook's first figure as its card shows it, with its size, and all its pictures.

    The address is empty where there is no figure.
    """
    first = next((one for one in pictures if min(one.width, one.height) >= SMALLEST_COVER), None)
    if first is None:
        return [], [*pictures]
    scale = min(COVER_WIDTH / first.width, COVER_HEIGHT / first.height, 1)
    sides = [max(1, round(side * scale)) for side in (first.width, first.height)]
    if first.name.endswith(".svg") or 2 * sides[0] >= first.width:
        return [first.name, *sides], [*pictures]
    small = Original(lambda: first.body).smaller(2 * sides[0], "webp")
    if isinstance(small, Fault):
        return [], [*pictures]
    cover = Picture(f"cover-{digest(small)[:16]}.webp", small)
    return [cover.name, *sides], [*pictures, cover]


def _problem(rule: str, place: Place, message: str, hint: str) -> list[Any]:
    """Return a problem as plain data; the file's own path is none of what is remembered."""
    return [rule, list(astuple(place))[1:], message, hint]
