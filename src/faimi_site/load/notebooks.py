"""Notebooks: each that a resources.yaml names becomes a page of the site, with its pictures beside it."""

from __future__ import annotations

import base64
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
from faimi_site.records import plain
from faimi_site.rules import level_of
from faimi_site.text import Text, read_text

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
    text = read_text(file)
    if isinstance(text, Problem):
        yield text
        return
    options = config.markdown
    inputs = (str(options.smart_punctuation), str(options.math), name, text.text)

    def make() -> Result:
        from faimi_site.load.notebookmade import made_of  # heavy: not needed where it is remembered

        return made_of(text, name, options)

    made = memory.recall("notebook", inputs, make)
    for rule, place, message, hint in made["problems"]:
        yield Problem(rule, level_of(rule), Place(file.path, *place), message, hint)
    if not made["readable"]:
        return
    folder = path.removesuffix("index.html")
    for picture, body in made["pictures"]:
        yield f"{folder}{picture}", source(f"{file.path}/{picture}", base64.b64decode(body))
    yield _page(resource, file, path, home, config, made, _key(text, resource, home))


def _key(text: Text, resource: Resource, home: Page) -> str:
    """Return a digest of all that the page of a notebook is made of, but the site's configuration."""
    told = plain((resource, home.title, home.nav, home.url, home.lang, home.draft, home.sitemap))
    return digest(f"{json.dumps(told)}\n{text.text}".encode("utf-8", "surrogatepass"))


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
