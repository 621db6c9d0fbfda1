"""people.yaml and organizers.yaml, as people and groups of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from faimi_site.load.prose import prose
from faimi_site.load.schema import PersonOrGroup, PersonRecord, SharedPerson
from faimi_site.load.shelf import Shelf
from faimi_site.load.validate import read_tree, validated
from faimi_site.model import Group, Person, Source
from faimi_site.problem import Fault, Level, Problem, guess, split
from faimi_site.yamltree import Sequence, Tree, entries

_OWN = ("name", "affiliation", "role", "url", "orcid", "email", "photo", "bio")


def shared_people(source: Source, shelf: Shelf) -> Iterator[tuple[str, Person] | Problem]:
    """Yield the people of people.yaml with their ids."""
    tree = read_tree(source)
    if isinstance(tree, list):
        yield from tree
        return
    records, problems = split(validated(dict[str, SharedPerson], tree))
    yield from problems
    for name, record in records[0].items() if records else ():
        for person in _person(record, tree, shelf):
            yield person if isinstance(person, Problem) else (name, replace(person, id=name))


def organizers(source: Source, shelf: Shelf, shared: Mapping[str, Person]) -> Iterator[tuple[Group, ...] | Problem]:
    """Yield the groups of organizers.yaml; people outside of a group make groups without a title, in their order."""
    tree = read_tree(source)
    if isinstance(tree, list):
        yield from tree
        return
    records, problems = split(validated(list[PersonOrGroup], tree))
    yield from problems
    groups: list[Group] = []
    for record in records[0] if records else ():
        misplaced = _misplaced(record, tree)
        if misplaced:
            yield misplaced
            continue
        if record.people is not None and not record.people and not _has_items(record):
            message = f"the group '{record.title}' has nobody in it"
            yield Problem("data/empty", Level.ERROR, tree.place_of(record.node, "people"), message, "take it out")
            continue
        members = [record] if record.people is None else record.people
        people, wrong = split(found for one in members for found in _member(one, tree, shelf, shared))
        yield from wrong
        if record.people is not None:
            groups.append(Group(record.title, tuple(people)))
        elif groups and not groups[-1].title:
            groups[-1] = replace(groups[-1], people=(*groups[-1].people, *people))
        else:
            groups.append(Group("", tuple(people)))
    if tree.is_empty:
        yield Problem(
            "data/empty", Level.ERROR, tree.place(), "the file names nobody", "write - name: and affiliation:"
        )
    yield tuple(groups)


def _has_items(record: PersonOrGroup) -> bool:
    """Return whether a group lists somebody, perhaps somebody who was refused with a problem."""
    listed = record.node.values.get("people")
    return isinstance(listed, Sequence) and bool(listed.items)


def _misplaced(record: PersonOrGroup, tree: Tree) -> Problem | None:
    given = {key for key, _ in entries(record.node)}
    extra = sorted(given - {"title", "people"}) if record.people is not None else sorted(given & {"title"})
    if not extra:
        return None
    message = f"an entry is a person or a group, and this one has '{extra[0]}' beside what the other has"
    hint = "a group has 'title' and 'people'; a person has 'name' and 'affiliation'"
    return Problem("people/entry", Level.ERROR, tree.place_of(record.node, extra[0]), message, hint)


def _member(record: PersonRecord, tree: Tree, shelf: Shelf, shared: Mapping[str, Person]) -> Iterator[Person | Problem]:
    """Yield one person: by name, or by an id of people.yaml with what is different here."""
    if record.person and record.person not in shared:
        place, message = (
            tree.place_of(record.node, "person"),
            f"people.yaml has nobody with the id '{record.person}'",
        )
        yield Problem("people/unknown", Level.ERROR, place, message, guess(record.person, shared))
    elif not record.person and not record.name:
        if not (record.node.gives("name") or record.node.gives("person")):
            hint = "write name: and how the person is called, or person: and an id of people.yaml"
            place, message = tree.place_of(record.node), "a person needs 'name' or 'person'"
            yield Problem("field/missing", Level.ERROR, place, message, hint)
    else:
        for found in _person(record, tree, shelf):
            if isinstance(found, Problem):
                yield found
            else:
                known = shared.get(record.person, found)
                given = {key: getattr(found, key) for key in _OWN if getattr(found, key)}
                yield replace(
                    known,
                    **given,
                    own_affiliation=bool(record.affiliation),
                    place=tree.place_of(record.node, "name" if record.name else "person"),
                )


def _person(record: PersonRecord | SharedPerson, tree: Tree, shelf: Shelf) -> Iterator[Person | Problem]:
    bio, faults = prose(record, "bio", tree, shelf.render)
    yield from faults
    photo = shelf.files.find(record.photo, shelf.folder) if record.photo else ("", None)
    if isinstance(photo, Fault):
        place = tree.place_of(record.node, "photo")
        yield Problem("file/missing", Level.ERROR, place, f"photo: {photo.message}", photo.hint)
        photo = ("", None)
    yield Person(
        name=record.name,
        affiliation=record.affiliation,
        role=record.role,
        url=record.url,
        orcid=record.orcid,
        email=record.email,
        photo=photo[0],
        bio=bio,
        place=tree.place_of(record.node, "name"),
    )
