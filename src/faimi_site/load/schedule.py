"""schedule.yaml, as days of sessions with instants in the venue's time zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from faimi_site.frozen import frozen
from faimi_site.load.fields import REF
from faimi_site.load.prose import prose
from faimi_site.load.schema import DayRecord, ScheduleFile, SessionRecord, SpeakerRecord
from faimi_site.load.validate import read_tree, validated
from faimi_site.markdown import Render
from faimi_site.model import Day, Event, Person, Resource, Session, Source, day_of
from faimi_site.paths import slug
from faimi_site.problem import Level, Place, Problem, guess, split
from faimi_site.yamltree import Sequence, Tree


@frozen
class Surroundings:
    """What a schedule takes from elsewhere: the event's day, zone and room, and who and what it names."""

    event: Event | None
    timezone: str
    people: Mapping[str, Person]
    resources: Mapping[str, Resource]
    render: Render


def schedule(source: Source, around: Surroundings) -> Iterator[tuple[Day, ...] | Problem]:
    """Yield the days of schedule.yaml in order of date, each with its sessions in order of their start."""
    tree = read_tree(source)
    if isinstance(tree, list):
        yield from tree
        return
    records, problems = split(validated(ScheduleFile, tree))
    yield from problems
    if not records:
        return
    file = records[0]
    if file.sessions and file.days:
        message = "the schedule has 'sessions' beside 'days'"
        yield Problem(
            "schedule/days",
            Level.ERROR,
            tree.key_place("sessions"),
            message,
            "move them into one of the days",
        )
    if not (file.sessions or file.days or problems):
        message = "the schedule has no session"
        yield Problem(
            "data/empty",
            Level.ERROR,
            tree.place(),
            message,
            "write sessions: and below it - start:, end:, title:",
        )
        return
    seen: dict[str, int] = {}
    days, wrong = split(found for record in file.days or [file] for found in _day(record, file, tree, around, seen))
    yield from wrong
    yield tuple(sorted(days, key=lambda day: day.date))


def _day(
    record: DayRecord, file: ScheduleFile, tree: Tree, around: Surroundings, seen: dict[str, int]
) -> Iterator[Day | Problem]:
    event = around.event
    folder = tree.text.file.rpartition("/")[0]
    day = record.date or file.date or (day_of(event.start) if event and event.start else None)
    zone = record.timezone or file.timezone or around.timezone
    room = record.room or file.room or (event.room if event else "")
    if day is None and not _refused(record, file, "date"):
        hint = f"write date: 2025-09-23 here, or event: with start: in {folder}/index.md"
        yield Problem("schedule/no-date", Level.ERROR, tree.place_of(record.node), "the schedule has no date", hint)
    if not zone and not _refused(record, file, "timezone"):
        hint = "write timezone: Asia/Seoul here, in the page's event: or in site.yaml"
        message = "the schedule has no time zone"
        yield Problem("schedule/no-timezone", Level.ERROR, tree.place_of(record.node), message, hint)
    given = record.node.values.get("sessions")
    if record is not file and not (isinstance(given, Sequence) and given.items):
        message = "the day has no session"
        yield Problem("data/empty", Level.ERROR, tree.place_of(record.node), message, "write its sessions")
    # Sessions of a day without a date are checked all the same, on any day there is.
    of_day, in_zone = day or date(2000, 1, 1), ZoneInfo(zone or "UTC")
    sessions: list[Session] = []
    for session in record.sessions:
        name = _session_id(session, tree, seen)
        if isinstance(name, Problem):
            yield name
        found, problems = split(_session(session, of_day, in_zone, room, tree, around))
        yield from problems
        # One without an id of its own goes by its line, so that nothing else is said of it.
        own = name if isinstance(name, str) else f"line-{tree.place_of(session.node).line}"
        sessions += [replace(one, id=own) for one in found]
    if day is not None and zone and sessions:
        yield Day(day, zone, tuple(sorted(sessions, key=lambda session: (session.start, session.end))))


def _refused(record: DayRecord, file: ScheduleFile, key: str) -> bool:
    """Return whether a field stands in the file, and was left out for a mistake that is reported."""
    return record.node.gives(key) or file.node.gives(key)


def _session_id(record: SessionRecord, tree: Tree, seen: dict[str, int]) -> str | Problem:
    """Return a session's id, which no other has, also not by case: it is a file's name; `seen` is where each stands."""
    name = record.id or slug(record.title)
    place = tree.place_of(record.node, "id" if record.id else "title")
    if not name:
        message = f"no id can be made of the title '{record.title}'"
        return Problem("data/no-id", Level.ERROR, place, message, "give the session an id of its own")
    if name.casefold() in seen:
        message = f"two sessions have the id '{name}'; line {seen[name.casefold()]} has it too"
        hint = f"give this one an id of its own, such as id: {name}-2"
        return Problem("data/same-id", Level.ERROR, place, message, hint)
    seen[name.casefold()] = place.line
    return name


def _session(
    record: SessionRecord, day: date, zone: ZoneInfo, room: str, tree: Tree, around: Surroundings
) -> Iterator[Session | Problem]:
    start = datetime.combine(day, record.start)
    end = _end(record, start, zone, tree)
    if isinstance(end, Problem):
        yield end
        end = start
    materials: list[Resource] = []
    for number, wanted in enumerate(record.resources):
        if wanted in around.resources:
            materials.append(around.resources[wanted])
        else:
            hint = guess(wanted, around.resources) or f"there are: {', '.join(around.resources) or 'none'}"
            place = _item_place(record, tree, "resources", number)
            yield Problem("schedule/resource", Level.ERROR, place, f"resources.yaml has no id '{wanted}'", hint)
    abstract, faults = prose(record, "abstract", tree, around.render)
    yield from faults
    speakers, problems = split(_speaker(speaker, tree, around) for speaker in record.speakers)
    yield from problems
    yield Session(
        id="",
        title=record.title,
        start=start.replace(tzinfo=zone),
        end=end.replace(tzinfo=zone),
        kind=record.kind,
        speakers=tuple(speakers),
        room=record.room or room,
        abstract=abstract,
        resources=tuple(materials),
        recording=record.recording,
        url=record.url,
        place=tree.place_of(record.node, "start"),
    )


def _end(record: SessionRecord, start: datetime, zone: ZoneInfo, tree: Tree) -> datetime | Problem:
    """Return when a session ends; by `duration` it can end on the next day."""
    place = tree.place_of(record.node, "end")
    if record.end and record.duration:
        place = tree.place_of(record.node, "duration")
        return Problem(
            "schedule/end", Level.ERROR, place, "a session has both 'end' and 'duration'", "keep one of them"
        )
    if record.duration:
        # Hours that pass, not hands that move: a night in which the clocks change has one more, or one less.
        there = (start.replace(tzinfo=zone).astimezone(UTC) + record.duration).astimezone(zone)
        return there.replace(tzinfo=None)
    if not record.end:
        if record.node.gives("end") or record.node.gives("duration"):
            return start
        hint = "write end: 10:00 or duration: 90 min"
        return Problem("schedule/end", Level.ERROR, place, "a session needs 'end' or 'duration'", hint)
    end = datetime.combine(start.date(), record.end)
    if end > start:
        return end
    how = f"before it starts {start:%H:%M}" if end < start else "as soon as it starts"
    message = f"session ends {end:%H:%M}, {how}"
    hint = "swap start and end? For one that runs past midnight, write its duration"
    return Problem("schedule/ends-before-start", Level.ERROR, place, message, hint)


def _speaker(record: SpeakerRecord, tree: Tree, around: Surroundings) -> Person | Problem:
    """Return a speaker: somebody known by id or by exact name, or a person of this session alone."""
    if record.ref:
        stranger = Person(record.ref, known=False, place=tree.place_of(record.node, REF))
        return around.people.get(record.ref, stranger)
    if record.person:
        known = around.people.get(record.person)
        if known is None:
            message = f"people.yaml has nobody with the id '{record.person}'"
            place = tree.place_of(record.node, "person")
            return Problem("people/unknown", Level.ERROR, place, message, guess(record.person, around.people))
        given = {key: getattr(record, key) for key in ("name", "affiliation", "url") if getattr(record, key)}
        return replace(known, **given)
    if record.name:
        return Person(record.name, affiliation=record.affiliation, url=record.url)
    hint = "write name: and how the speaker is called, or an id of people.yaml"
    return Problem("field/missing", Level.ERROR, tree.place_of(record.node), "a speaker needs 'name'", hint)


def _item_place(record: SessionRecord, tree: Tree, key: str, number: int) -> Place:
    items = getattr(record.node.values.get(key), "items", None)
    return tree.place_of(items[number]) if items and number < len(items) else tree.place_of(record.node, key)
