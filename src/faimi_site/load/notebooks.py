"""Notebooks: each that a resources.yaml names becomes a page of the site, with its pictures beside it."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from faimi_site import paths
from faimi_site.charrefs import words_of
from faimi_site.memory import Memory, Result, digest
from faimi_site.model import (
    CellLine,
    Config,
    Cover,
    Heading,
    NavItem,
    Notebook,
    Page,
    Resource,
    Source,
    source,
)
from faimi_site.problem import Fault, Level, Place, Problem
from faimi_site.records import made, plain
from faimi_site.rules import level_of
from faimi_site.text import read_text

SUFFIX = ".ipynb"
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
    options = config.markdown
    key = memory.digest(file)

    def make() -> Result:
        from faimi_site.load.notebookmade import made_of  # heavy: not needed where it is remembered

        text = read_text(file)
        return {"unreadable": plain(text)} if isinstance(text, Problem) else made_of(text, name, options)

    inputs = (str(options.smart_punctuation), str(options.math), file.path, key)
    known = memory.recall("notebook", inputs, make) if key else make()
    if "unreadable" in known:
        yield made(Problem, known["unreadable"])
        return
    for rule, place, message, hint in known["problems"]:
        yield Problem(rule, level_of(rule), Place(file.path, *place), message, hint)
    if not known["readable"]:
        return
    folder = path.removesuffix("index.html")
    for picture, body in known["pictures"]:
        yield f"{folder}{picture}", _drawn(f"{file.path}/{picture}", body, key)
    yield _page(resource, file, path, home, config, known, _key(key, resource, home))


def _drawn(path: str, body: str, key: str) -> Source:
    """Return a picture of a notebook with this digest, whose bytes are kept as base64."""
    from base64 import b64decode

    size = len(body) // 4 * 3 - body[-2:].count("=")
    return Source(path, lambda: source(path, b64decode(body)).open(), size, key and f"{path} {key}")


def _key(file: str, resource: Resource, home: Page) -> str:
    """Return a digest of all that a notebook's page is made of, its file by a digest, but the configuration."""
    told = plain((resource, home.title, home.nav, home.url, home.lang, home.draft, home.sitemap))
    return digest(f"{json.dumps(told)}\n{file}".encode("utf-8", "surrogatepass"))


def _page(
    resource: Resource, file: Source, path: str, home: Page, config: Config, known: Mapping[str, Any], key: str
) -> Page:
    at = quote(file.path)
    repository = config.repository
    return Page(
        source=file.path,
        path=path,
        url=paths.address(path),
        title=known["title"] or resource.title,
        place=resource.place,
        read=lambda: str(known["text"]),
        render=lambda: str(known["html"]),
        face=key,
        key=key,
        description=words_of(resource.description),
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
            heading=Markup(known["heading"]),  # noqa: S704  (made by our Markdown, and cleaned)
            anchor=known["anchor"],
            contents=tuple(Heading(*part) for part in known["contents"]),
            license=resource.license,
            colab=f"https://colab.research.google.com/github/{repository.name}/blob/{quote(repository.branch)}/{at}"
            if repository
            else "",
            binder=f"https://mybinder.org/v2/gh/{repository.name}/{quote(repository.branch, safe='')}"
            f"?labpath={quote(file.path, safe='')}"
            if repository
            else "",
            cover=Cover(f"{paths.address(path)}{known['cover'][0]}", *known["cover"][1:]) if known["cover"] else None,
            rest=known["rest"],
            lines=tuple(CellLine(*line) for line in known["lines"]),
        ),
    )
