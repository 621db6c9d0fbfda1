"""Data files: site.yaml, the people, and the data of each folder, read again only where something of it changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from faimi_site.frozen import frozen
from faimi_site.load.files import CONTENT, PEOPLE, Published, yaml_file
from faimi_site.load.shelf import Shelf
from faimi_site.markdown import renderer
from faimi_site.memory import Memory, Result, digest
from faimi_site.model import Config, DataFile, Event, Folder, Group, Person, Source, Sources
from faimi_site.pictures import MOST_BYTES
from faimi_site.problem import Problem, split
from faimi_site.records import made, plain
from faimi_site.text import digest_of_text

T = TypeVar("T")


def settings_of(sources: Sources, memory: Memory) -> tuple[Config, list[Problem]]:
    """Return the configuration, and what is wrong with it."""

    def make() -> Result:
        from faimi_site.load.config import config  # heavy, as all that reads YAML: not needed where it is remembered

        (settings, *_), problems = split(config(sources))
        return {"config": plain(settings), "problems": plain(problems)}

    inputs = (
        _digest(sources, "site.yaml", memory),
        _digest(sources, "site.yml", memory),
        sources.base_url,
        str(sources.portable),
    )
    known = memory.recall("config", inputs, make)
    return made(Config, known["config"]), made(list[Problem], known["problems"])


@frozen
class Around:
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


def listing(files: Iterable[tuple[str, Source]], memory: Memory) -> str:
    """Return a digest of all files that data can name, by their output paths."""
    # Of what is too large to be looked into, data knows the size alone.
    named = [
        (path, file.path, memory.digest(file) if file.size <= MOST_BYTES else str(file.size)) for path, file in files
    ]
    return digest(json.dumps(named).encode())


def _digest(sources: Sources, path: str, memory: Memory) -> str:
    return digest_of_text(sources.files[path], memory) or "unreadable" if path in sources.files else ""


def people_of(around: Around) -> tuple[dict[str, Person], list[Problem]]:
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


def folders_of(
    around: Around, data: Iterable[DataFile], events: Mapping[str, Event], people: Mapping[str, Person]
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
    folder: str, parts: Mapping[str, Source], event: Event | None, people: Mapping[str, Person], around: Around
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
