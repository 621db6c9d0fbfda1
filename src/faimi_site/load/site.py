"""All sources, as one site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from faimi_site.load.drafts import Draft, drafts
from faimi_site.load.files import CONTENT, PEOPLE, Published, data_files, published, yaml_file
from faimi_site.load.notebooks import named_notebooks, notebook
from faimi_site.load.pages import calendars_at, page, page_path, redirects
from faimi_site.load.pictures import pictures
from faimi_site.load.shelf import Shelf
from faimi_site.markdown import renderer
from faimi_site.memory import Memory, Result, digest
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
from faimi_site.records import made, plain
from faimi_site.text import Text, Texts, read_text

T = TypeVar("T")


def load_site(sources: Sources, memory: Memory) -> tuple[Site, list[Problem]]:
    """Return the site that the sources describe, as far as they can be understood, and all that is wrong with them."""
    settings, in_config = _settings(sources, memory)
    files, in_files = split(published(sources))
    known = Published(dict(files))
    data, in_names = split(data_files(sources))
    written, in_drafts = split(drafts(sources.files, settings, memory))
    events = dict(_events(written))
    around = _Around(sources, settings, known, _listing(files, memory), memory)
    people, in_people = _people(around)
    folders, in_data = split(_folders(around, data, events, people))
    templates = _templates(sources)
    shown = [draft for draft in written if draft.head.published or sources.drafts]
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
        hidden={draft.source: draft.key for draft in written if not (draft.head.published or sources.drafts)},
        pictures=pictures([*files, *drawn], memory),
    )
    found = (in_config, in_files, in_names, in_drafts, in_people, in_data, in_pages, in_books)
    return site, [problem for problems in found for problem in problems]


def _events(written: Iterable[Draft]) -> Iterator[tuple[str, Event]]:
    """Yield the events with the sources of their pages."""
    for draft in written:
        if event := draft.head.event:
            yield draft.source, replace(event, name=event.name or draft.body.heading)


def _settings(sources: Sources, memory: Memory) -> tuple[Config, list[Problem]]:
    """Return the configuration, and what is wrong with it."""

    def make() -> Result:
        from faimi_site.load.config import config  # heavy, as all that reads YAML: not needed where it is remembered

        (settings, *_), problems = split(config(sources))
        return {"config": plain(settings), "problems": plain(problems)}

    inputs = (_digest(sources, "site.yaml", memory), _digest(sources, "site.yml", memory), sources.base_url)
    known = memory.recall("config", inputs, make)
    return made(Config, known["config"]), made(list[Problem], known["problems"])


@dataclass(frozen=True)
class _Around:
    """What data files are read with; `listing` is a digest of all files that they can name."""

    sources: Sources
    settings: Config
    files: Published
    listing: str
    memory: Memory

    def inputs(self) -> tuple[str, ...]:
        """Return what all data depends on."""
        options = self.settings.markdown
        return (self.listing, self.settings.timezone, str(options.smart_punctuation), str(options.math))

    def shelf(self, folder: str) -> Shelf:
        """Return what the records in a folder are resolved against."""
        # What is remembered is the whole: the Markdown in it needs no memory of its own.
        return Shelf(folder, self.files, renderer(self.settings.markdown, Memory()), self.memory)


def _listing(files: Iterable[tuple[str, Source]], memory: Memory) -> str:
    named = [(path, file.path, memory.digest(file)) for path, file in files]
    return digest(json.dumps(named).encode())


def _digest(sources: Sources, path: str, memory: Memory) -> str:
    return memory.digest(sources.files[path]) or "unreadable" if path in sources.files else ""


def _people(around: _Around) -> tuple[dict[str, Person], list[Problem]]:
    """Return the people of people.yaml by id, and what is wrong with it."""
    source = yaml_file(around.sources, PEOPLE)
    if source is None:
        return {}, []

    def make() -> Result:
        from faimi_site.load.people import shared_people

        people, problems = split(shared_people(source, around.shelf(CONTENT.rstrip("/"))))
        return {"people": plain(dict(people)), "problems": plain(problems)}

    inputs = (source.path, _digest(around.sources, source.path, around.memory), *around.inputs())
    known = around.memory.recall("people", inputs, make)
    people = {name: made(Person, person) for name, person in known["people"].items()}
    return people, made(list[Problem], known["problems"])


def _folders(
    around: _Around, data: Iterable[DataFile], events: Mapping[str, Event], people: Mapping[str, Person]
) -> Iterator[tuple[str, Folder] | Problem]:
    """Yield the data of each folder."""
    found: dict[str, dict[str, Source]] = {}
    for file in data:
        found.setdefault(file.folder, {})[file.section] = around.sources.files[file.path]
    shared = digest(json.dumps(plain(people)).encode())
    for folder, parts in found.items():
        event = events.get(f"{folder}/index.md")
        digests = (f"{part.path} {_digest(around.sources, part.path, around.memory)}" for part in parts.values())
        inputs = (folder, shared, json.dumps(plain(event)), *around.inputs(), *digests)
        known = around.memory.recall("folder", inputs, partial(_folder, folder, parts, event, people, around))
        read = made(Folder, known["folder"])
        for resource in read.resources or ():
            if resource.pdf:
                around.memory.touch("pdf", (resource.pdf.digest,))
        yield from made(list[Problem], known["problems"])
        yield folder, read


def _folder(
    folder: str, parts: Mapping[str, Source], event: Event | None, people: Mapping[str, Person], around: _Around
) -> Result:
    """Return the data of a folder as plain data; a schedule comes last, since it names organizers and resources."""
    from faimi_site.load.people import organizers
    from faimi_site.load.resources import resources
    from faimi_site.load.schedule import Surroundings, schedule

    shelf = around.shelf(folder)
    groups, in_groups = split(organizers(parts["organizers"], shelf, people) if "organizers" in parts else ())
    materials, in_materials = split(resources(parts["resources"], shelf) if "resources" in parts else ())
    surroundings = Surroundings(
        event=event,
        timezone=(event.timezone if event else "") or around.settings.timezone,
        people={**people, **_by_name_and_id(_first(groups))},
        resources={material.id: material for material in _first(materials)},
        render=shelf.render,
    )
    days, in_days = split(schedule(parts["schedule"], surroundings) if "schedule" in parts else ())
    # A file that could not be understood is there all the same: its section is empty, not without data.
    read = Folder(
        schedule=_first(days) if "schedule" in parts else None,
        organizers=_first(groups) if "organizers" in parts else None,
        resources=_first(materials) if "resources" in parts else None,
    )
    return {"folder": plain(read), "problems": plain([*in_groups, *in_materials, *in_days])}


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
