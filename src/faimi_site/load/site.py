"""All sources, as one site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from faimi_site.load.config import config
from faimi_site.load.drafts import Draft, drafts
from faimi_site.load.events import event
from faimi_site.load.files import CONTENT, PEOPLE, Published, data_files, published, yaml_file
from faimi_site.load.notebooks import named_notebooks, notebook
from faimi_site.load.pages import calendars_at, page, page_path, redirects
from faimi_site.load.people import Shelf, organizers, shared_people
from faimi_site.load.pictures import pictures
from faimi_site.load.resources import resources
from faimi_site.load.schedule import Surroundings, schedule
from faimi_site.markdown import Render, renderer
from faimi_site.memory import Memory
from faimi_site.model import (
    Config,
    DataFile,
    Event,
    Folder,
    Group,
    Page,
    Person,
    Redirect,
    Resource,
    Site,
    Source,
    Sources,
)
from faimi_site.problem import Fault, Problem, split
from faimi_site.text import Text, read_text

T = TypeVar("T")


def load_site(sources: Sources, memory: Memory) -> tuple[Site, list[Problem]]:
    """Return the site that the sources describe, as far as they can be understood, and all that is wrong with them."""
    (settings, *_), in_config = split(config(sources))
    render = renderer(settings.markdown, memory)
    files, in_files = split(published(sources))
    known = Published(dict(files))
    data, in_names = split(data_files(sources))
    written, in_drafts = split(drafts(sources.files, render))
    events, in_events = split(_events(written, settings, render))
    people, in_people = split(_people(sources, known, render, memory))
    folders, in_data = split(_folders(sources, data, dict(events), dict(people), settings, known, render, memory))
    templates = _templates(sources)
    shown = [draft for draft in written if draft.matter.published or sources.drafts]
    made, in_pages = split(_pages(shown, dict(events), dict(folders), settings, known, templates))
    pages = [item for item in made if isinstance(item, Page)]
    books, in_books = split(_notebooks(pages, sources, settings, memory))
    site = Site(
        config=settings,
        today=sources.today,
        pages=(*_with_notebooks(pages, books), *(book for _, book in books if isinstance(book, Page))),
        redirects=tuple(item for item in made if isinstance(item, Redirect)),
        files=(*files, *(item for _, item in books if isinstance(item, tuple))),
        data_files=tuple(data),
        people=dict(people),
        texts=_texts(sources, written),
        templates=templates,
        pictures=pictures(files, memory),
    )
    found = (in_config, in_files, in_names, in_drafts, in_events, in_people, in_data, in_pages, in_books)
    return site, [problem for problems in found for problem in problems]


def _events(written: Iterable[Draft], settings: Config, render: Render) -> Iterator[tuple[str, Event] | Problem]:
    """Yield the events with the sources of their pages."""
    for draft in written:
        for found in event(draft, settings, render):
            yield found if isinstance(found, Problem) else (draft.source, found)


def _people(
    sources: Sources, files: Published, render: Render, memory: Memory
) -> Iterator[tuple[str, Person] | Problem]:
    source = yaml_file(sources, PEOPLE)
    if source:
        yield from shared_people(source, Shelf(CONTENT.rstrip("/"), files, render, memory))


def _folders(
    sources: Sources,
    data: Iterable[DataFile],
    events: Mapping[str, Event],
    people: Mapping[str, Person],
    settings: Config,
    files: Published,
    render: Render,
    memory: Memory,
) -> Iterator[tuple[str, Folder] | Problem]:
    """Yield the data of each folder; a schedule comes last, since it names organizers and resources."""
    found: dict[str, dict[str, Source]] = {}
    for file in data:
        found.setdefault(file.folder, {})[file.section] = sources.files[file.path]
    for folder, parts in found.items():
        shelf = Shelf(folder, files, render, memory)
        groups, problems = split(organizers(parts["organizers"], shelf, people) if "organizers" in parts else ())
        yield from problems
        materials, problems = split(resources(parts["resources"], shelf) if "resources" in parts else ())
        yield from problems
        of_event = events.get(f"{folder}/index.md")
        around = Surroundings(
            event=of_event,
            timezone=(of_event.timezone if of_event else "") or settings.timezone,
            people={**people, **_by_name_and_id(_first(groups))},
            resources={material.id: material for material in _first(materials)},
            render=render,
        )
        days, problems = split(schedule(parts["schedule"], around) if "schedule" in parts else ())
        yield from problems
        # A file that could not be understood is there all the same: its section is empty, not without data.
        yield (
            folder,
            Folder(
                schedule=_first(days) if "schedule" in parts else None,
                organizers=_first(groups) if "organizers" in parts else None,
                resources=_first(materials) if "resources" in parts else None,
            ),
        )


def _by_name_and_id(groups: Iterable[Group]) -> dict[str, Person]:
    """Return the people of an event by what a session can call them, with the affiliation they have there."""
    people = [person for group in groups for person in group.people]
    return {**{one.name: one for one in people}, **{one.id: one for one in people if one.id}}


def _first(items: list[tuple[T, ...]]) -> tuple[T, ...]:
    return items[0] if items else ()


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
    for draft in shown:
        data = replace(folders.get(draft.folder, Folder()), calendars=calendars.get(draft.folder, ""))
        for found in page(draft, events.get(draft.source), data, settings, files, templates):
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


def _texts(sources: Sources, written: Iterable[Draft]) -> dict[str, str]:
    """Return what authors wrote, by source: pages and YAML."""
    yaml = (read_text(file) for path, file in sorted(sources.files.items()) if path.endswith((".yaml", ".yml")))
    own = [text for text in yaml if isinstance(text, Text) and not text.file.startswith(("assets/", "static/"))]
    return {text.file: text.text for text in [*own, *(draft.text for draft in written)]}


def _templates(sources: Sources) -> dict[str, Source]:
    """Return the templates by name: the site's over the theme's, and the theme's once more as `theme/NAME`."""
    prefix = "templates/"
    theme = {path.removeprefix(prefix): file for path, file in sources.theme.items() if path.startswith(prefix)}
    own = {path.removeprefix(prefix): file for path, file in sources.files.items() if path.startswith(prefix)}
    return {**theme, **{f"theme/{name}": file for name, file in theme.items()}, **own}
