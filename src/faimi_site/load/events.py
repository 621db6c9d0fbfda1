"""The `event:` of a page's front matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from faimi_site.load.prose import prose
from faimi_site.load.schema import DeadlineRecord, EventRecord, FrontMatter
from faimi_site.markdown import Render
from faimi_site.model import Deadline, Event, Host, Registration
from faimi_site.problem import Level, Problem, split
from faimi_site.yamltree import Tree


def event(matter: FrontMatter, tree: Tree, timezone: str, render: Render) -> Iterator[Event | Problem]:
    """Yield the event that a page's front matter tells of, perhaps without a name; nothing where it has none."""
    record = matter.event
    if record is None:
        return
    accessibility, faults = prose(record, "accessibility", tree, render)
    yield from faults
    zone = record.timezone or timezone
    start, end = _local(record.start, zone), _local(record.end, zone)
    yield from _in_order(tree, record, start, end)
    deadlines, problems = split(_deadline(one, zone, tree) for one in record.deadlines)
    yield from problems
    registration, host = record.registration, record.host
    yield Event(
        name=record.name or matter.title,
        start=start,
        end=end,
        timezone=zone,
        venue=record.venue,
        address=record.address,
        room=record.room,
        city=record.city,
        country=record.country,
        mode=record.mode,
        online_url=record.online_url,
        status=record.status,
        registration=Registration(registration.url, registration.fee, registration.deadline) if registration else None,
        accessibility=accessibility,
        host=Host(host.name, host.url) if host else None,
        deadlines=tuple(sorted(deadlines, key=lambda one: (one.day, one.title))),
        updated=record.updated,
        revision=record.revision,
        place=tree.place_of(record.node, "start"),
    )


def _deadline(record: DeadlineRecord, zone: str, tree: Tree) -> Deadline | Problem:
    """Return a deadline; one in a zone of its own lasts to the end of its day there where it has no time."""
    named = record.timezone or (zone if record.time else "")
    if record.time and not named:
        message, hint = "the deadline's time is in no time zone", "write timezone: AoE, or one like Asia/Seoul"
        return Problem("event/no-timezone", Level.ERROR, tree.place_of(record.node, "time"), message, hint)
    # Anywhere on Earth it is UTC-12.
    there = timezone(timedelta(hours=-12), named) if named == "AoE" else ZoneInfo(named) if named else None
    instant = datetime.combine(record.date, record.time or time(23, 59), there) if there else None
    return Deadline(record.title, record.date, instant, named, record.was, tree.place_of(record.node, "date"))


def _local(moment: date | datetime | None, zone: str) -> date | datetime | None:
    if isinstance(moment, datetime) and moment.tzinfo is None and zone:
        return moment.replace(tzinfo=ZoneInfo(zone))
    return moment


def _in_order(
    tree: Tree, record: EventRecord, start: date | datetime | None, end: date | datetime | None
) -> Iterator[Problem]:
    """Yield a problem where an event ends before it starts, ends without a start, or has instants in no zone."""
    for key, moment in (("start", start), ("end", end)):
        if isinstance(moment, datetime) and moment.tzinfo is None:
            place, message = tree.place_of(record.node, key), f"{key}: the time is in no time zone"
            yield Problem("event/no-timezone", Level.ERROR, place, message, "write timezone: Asia/Seoul beside it")
            return
    if end is None:
        return
    place = tree.place_of(record.node, "end")
    if start is None:
        if not record.node.gives("start"):
            yield Problem("event/no-start", Level.ERROR, place, "the event ends, and has no start", "write its start")
    elif _comparable(end) < _comparable(start):
        message = f"the event ends {end}, before it starts {start}"
        yield Problem("event/ends-before-start", Level.ERROR, place, message, "swap start and end?")


def _comparable(moment: date | datetime) -> tuple[date, datetime | None]:
    return (moment.date(), moment) if isinstance(moment, datetime) else (moment, None)
