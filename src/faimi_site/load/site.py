"""All sources, as one site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from faimi_site.load.data import Around, folders_of, listing, people_of, settings_of
from faimi_site.load.drafts import Draft, drafts
from faimi_site.load.files import Published, data_files, published
from faimi_site.load.notebooks import named_notebooks, notebook
from faimi_site.load.pages import calendars_at, layouts, page, page_path, redirects
from faimi_site.load.pictures import pictures
from faimi_site.memory import Memory
from faimi_site.model import (
    Config,
    Event,
    Folder,
    Page,
    Redirect,
    Resource,
    Site,
    Source,
    Sources,
)
from faimi_site.problem import Fault, Problem, split
from faimi_site.text import Text, Texts, read_text


def load_site(sources: Sources, memory: Memory, texts: bool = True) -> tuple[Site, list[Problem]]:
    """Return the site that the sources describe, as far as they can be understood, and all that is wrong with them.

    It can be had without the `texts` of its pages, for all that needs none.
    """
    settings, in_config = settings_of(sources, memory)
    files, in_files = split(published(sources))
    known = Published(dict(files))
    settings, in_theme = _with_logo(settings, known, memory)
    data, in_names = split(data_files(sources))
    written, in_drafts = split(drafts(sources.files, settings, memory, texts))
    events = dict(_events(written))
    around = Around(sources, settings, known, listing(files, memory), memory)
    people, in_people = people_of(around)
    folders, in_data = split(folders_of(around, data, events, people))
    templates = _templates(sources)
    shown = [draft for draft in written if draft.head.published or sources.drafts]
    published_sources = {draft.source for draft in shown}
    made, in_pages = split(_pages(shown, events, dict(folders), settings, known, templates))
    pages = [item for item in made if isinstance(item, Page)]
    books, in_books = split(_notebooks(pages, sources, settings, memory))
    drawn = [item for _, item in books if isinstance(item, tuple)]
    site = Site(
        config=settings,
        today=sources.today,
        pages=(*_with_notebooks(pages, books), *(book for _, book in books if isinstance(book, Page))),
        redirects=tuple(item for item in made if isinstance(item, Redirect)),
        files=(*files, *drawn),
        data_files=tuple(data),
        people=people,
        texts=_texts(sources, written),
        templates=templates,
        hidden={draft.source: draft.key for draft in written if draft.source not in published_sources},
        pictures=pictures([*files, *drawn], memory),
        fonts={path.removeprefix("fonts/"): file for path, file in sources.theme.items() if path.endswith(".otf")},
    )
    found = (in_config, in_theme, in_files, in_names, in_drafts, in_people, in_data, in_pages, in_books)
    return site, [problem for problems in found for problem in problems]


def _with_logo(settings: Config, files: Published, memory: Memory) -> tuple[Config, list[Problem]]:
    if not settings.theme.logo:
        return settings, []
    from faimi_site.load.theme import with_logo  # heavy, as all that reads YAML

    return with_logo(settings, files, memory)


def _events(written: Iterable[Draft]) -> Iterator[tuple[str, Event]]:
    """Yield the events with the sources of their pages."""
    for draft in written:
        if event := draft.head.event:
            yield draft.source, replace(event, name=event.name or draft.body.heading)


def _pages(
    shown: Iterable[Draft],
    events: Mapping[str, Event],
    folders: Mapping[str, Folder],
    settings: Config,
    files: Published,
    templates: Mapping[str, Source],
) -> Iterator[Page | Redirect | Problem]:
    shown = list(shown)
    calendars = dict(_calendars(shown, folders))
    known = layouts(templates)
    for draft in shown:
        data = folders.get(draft.folder, Folder())
        if draft.folder in calendars:
            data = replace(data, calendars=calendars[draft.folder])
        for found in page(draft, events.get(draft.source), data, settings, files, known):
            yield found
            if isinstance(found, Page):
                yield from redirects(draft, found)


def _notebooks(
    pages: Iterable[Page], sources: Sources, settings: Config, memory: Memory
) -> Iterator[tuple[Page, Page | tuple[str, Source]] | Problem]:
    """Yield the page of each notebook with the page that it belongs to, and its pictures likewise."""
    for home in _showing(pages):
        named, problems = split(named_notebooks(home))
        yield from problems
        for name, resource in named:
            file = sources.files.get(resource.source)
            for found in notebook(resource, name, file, home, settings, memory) if file else ():
                yield found if isinstance(found, Problem) else (home, found)


def _showing(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield of each folder with materials the page that they belong to: its event's, or the first that shows them."""
    homes: dict[str, Page] = {}
    for one in pages:
        is_index = one.source == f"{one.folder}/index.md"
        shows = any(section.name == "resources" for section in one.sections)
        if one.data.resources and not one.redirect_to and (is_index or (shows and one.folder not in homes)):
            homes[one.folder] = one
    yield from homes.values()


def _with_notebooks(pages: Iterable[Page], books: Iterable[tuple[Page, object]]) -> Iterator[Page]:
    """Yield pages whose materials know the pages of their notebooks."""
    at = {(home.folder, book.source): book for home, book in books if isinstance(book, Page)}
    for one in pages:
        materials = one.data.resources or ()
        known = tuple(_with_page(each, at.get((one.folder, each.source))) for each in materials)
        yield one if known == materials else replace(one, data=replace(one.data, resources=known))


def _with_page(material: Resource, book: Page | None) -> Resource:
    if not book or not book.notebook:
        return material
    return replace(material, page=book.url, cover=book.notebook.cover)


def _calendars(shown: Iterable[Draft], folders: Mapping[str, Folder]) -> Iterator[tuple[str, str]]:
    """Yield where the calendars of each folder with a programme are: below the page of its event."""
    for draft in shown:
        path = page_path(draft)
        if draft.source == f"{draft.folder}/index.md" and folders.get(draft.folder, Folder()).sessions:
            yield from ([] if isinstance(path, Fault) else [(draft.folder, calendars_at(path))])


def _texts(sources: Sources, written: Iterable[Draft]) -> Texts:
    """Return what authors wrote, by source: pages and YAML."""
    yaml = (read_text(file) for path, file in sorted(sources.files.items()) if path.endswith((".yaml", ".yml")))
    own = [text for text in yaml if isinstance(text, Text) and not text.file.startswith(("assets/", "static/"))]
    return Texts({**{text.file: partial(str, text.text) for text in own}, **{one.source: one.read for one in written}})


def _templates(sources: Sources) -> dict[str, Source]:
    """Return the templates by name: the site's over the theme's, and the theme's once more as `theme/NAME`."""
    prefix = "templates/"
    theme = {path.removeprefix(prefix): file for path, file in sources.theme.items() if path.startswith(prefix)}
    own = {path.removeprefix(prefix): file for path, file in sources.files.items() if path.startswith(prefix)}
    return {**theme, **{f"theme/{name}": file for name, file in theme.items()}, **own}
