"""Calendars: the whole of an event, and each of its sessions, as iCalendar files (RFC 5545)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from faimi_site import __version__, paths
from faimi_site.charrefs import words_of
from faimi_site.memory import Asked, Memory, Result
from faimi_site.model import Config, Deadline, Event, Output, Page, Session, Site, day_of
from faimi_site.parallel import Crashed, crashed
from faimi_site.problem import Problem
from faimi_site.produce.addresses import absolute_url
from faimi_site.records import plain

if TYPE_CHECKING:
    import icalendar

_STATUS = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
_SAID = {
    "cancelled": "This event is cancelled.",
    "postponed": "This event is postponed.",
    "moved-online": "This event has moved online.",
}


def calendars(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield `schedule.ics` below each event's page, and a file for each session: `sessions/<id>.ics`."""
    shown = [page for page in site.pages if page.calendar]
    asked = [Asked(_inputs(page, site.config), partial(_made, page, site)) for page in shown]
    for page, result in zip(shown, memory.recall_all("calendars", asked), strict=True):
        if isinstance(result, Crashed):
            yield crashed(page.source)
            continue
        for path, text in result["files"]:
            yield Output(path, text.encode(), "file", page.place)


def load_icalendar() -> None:
    """Load what calendars are written with: before there is a calendar to write, it may take no time."""
    import icalendar  # noqa: F401


def _inputs(page: Page, config: Config) -> tuple[str, ...]:
    """Return what the calendars of a page's event depend on."""
    told = (page.path, page.title, page.description, page.event, page.programme, config.url, config.home)
    return (json.dumps(plain((*told, config.base_path))), __version__)


def _made(page: Page, site: Site) -> Result:
    """Return the calendars of a page's event as plain data: path and text of each."""
    below = paths.below_page(page.path)
    writer = _Writer(page, page.event or Event(page.title), site)
    files = [(f"{below}schedule.ics", writer.whole())]
    files += [(f"{below}sessions/{session.id}.ics", writer.one(session)) for session in page.programme.sessions]
    return {"files": [[path, body.decode()] for path, body in files]}


class _Writer:
    """Writes the calendars of one event: what its entries have in common is found once."""

    def __init__(self, page: Page, event: Event, site: Site) -> None:
        self.page, self.event, self.sessions = page, event, page.programme.sessions
        # Without an address of the site there is none that a calendar could lead back to.
        self.url = absolute_url(page.url, site.config) if site.config.url else ""
        # The site's own address: built for another one, a calendar must not double its entries.
        self.host = site.config.home.partition("://")[2] or "site.invalid"
        self.stamp = _stamp(event, self.sessions)

    def whole(self) -> bytes:
        """Return the calendar of all sessions and deadlines; of the event itself where it has no sessions."""
        entries = [self._session(session) for session in self.sessions] or list(self._itself())
        numbers: Counter[str] = Counter()
        for deadline in self.event.deadlines:
            name = paths.slug(deadline.title)
            numbers[name] += 1
            # No session can have this id: a colon is not in any.
            entries.append(self._deadline(deadline, f"deadline:{name}:{numbers[name]}"))
        moments = [session.start for session in self.sessions]
        moments += [moment for moment in (self.event.start, self.event.end) if isinstance(moment, datetime)]
        return self._calendar(self.event.name, entries, moments)

    def one(self, session: Session) -> bytes:
        """Return the calendar of one session."""
        return self._calendar(session.title, [self._session(session)], [session.start])

    def _calendar(self, name: str, entries: Iterable[icalendar.Event], moments: list[datetime]) -> bytes:
        import icalendar

        calendar = icalendar.Calendar()
        calendar.add("prodid", f"-//faimi-site//{__version__.partition('.')[0]}//EN")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", name)
        years: dict[str, list[int]] = {}
        for moment in moments:
            years.setdefault(getattr(moment.tzinfo, "key", ""), []).append(moment.year)
        for zone in sorted(years.keys() - {"", "UTC"}):
            calendar.add_component(_timezone(zone, min(years[zone]), max(years[zone])))
        for entry in entries:
            calendar.add_component(entry)
        return bytes(calendar.to_ical())

    def _session(self, session: Session) -> icalendar.Event:
        entry = self._entry(session.id, session.title, f"#{quote(session.id)}")
        entry.add("dtstart", session.start)
        entry.add("dtend", session.end)
        self._say(
            entry,
            session.room,
            [
                ", ".join(person.name for person in session.speakers),
                words_of(session.abstract),
            ],
        )
        if session.kind:
            entry.add("categories", [session.kind])
        return entry

    def _itself(self) -> Iterator[icalendar.Event]:
        """Yield the event as one entry, of whole days where it has no times; nothing where its day is not known."""
        start, end = self.event.start, self.event.end
        if start:
            entry = self._entry("event", self.event.name)
            entry.add("dtstart", start)
            if isinstance(start, datetime):
                entry.add("dtend", end if isinstance(end, datetime) else start)
            else:
                entry.add("dtend", day_of(end or start) + timedelta(days=1))
            self._say(entry, self.event.room, [])
            yield entry

    def _deadline(self, deadline: Deadline, name: str) -> icalendar.Event:
        """Return a deadline: a moment in UTC, which every calendar shows in its own zone, or a whole day."""
        entry = self._entry(name, f"Deadline: {deadline.title}")
        if deadline.instant:
            # Without an end the entry ends as it starts (RFC 5545, 3.6.1).
            entry.add("dtstart", deadline.instant.astimezone(UTC))
            entry.add("description", f"{deadline.instant:%Y-%m-%d %H:%M} {deadline.timezone}")
        else:
            entry.add("dtstart", deadline.day)
            entry.add("dtend", deadline.day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        return entry

    def _entry(self, name: str, summary: str, fragment: str = "") -> icalendar.Event:
        import icalendar

        entry = icalendar.Event()
        page = paths.slug(paths.below_page(self.page.path).replace("/", " ")) or "home"
        entry.add("uid", f"{name}.{page}@{self.host}")
        entry.add("dtstamp", self.stamp)
        entry.add("sequence", self.event.revision)
        entry.add("status", _STATUS.get(self.event.status, "CONFIRMED"))
        entry.add("summary", summary)
        if self.url:
            entry.add("url", f"{self.url}{fragment}")
        return entry

    def _say(self, entry: icalendar.Event, room: str, lines: list[str]) -> None:
        """Add to an entry where it takes place, what it is about, and what one must know to attend."""
        event, registration = self.event, self.event.registration
        places = () if event.is_online else (room, event.venue, event.address, event.city, event.country)
        location = ", ".join(filter(None, places)) or event.online_url
        if location:
            entry.add("location", location)
        register = ", ".join(filter(None, (registration.url, registration.fee))) if registration else ""
        said = [
            _SAID.get(event.status, ""),
            *lines,
            f"Join online: {event.online_url}" if event.online_url else "",
            f"Registration: {register}" if register else "",
            f"Accessibility: {words_of(event.accessibility)}" if event.accessibility else "",
        ]
        described = "\n\n".join(filter(None, said))
        if described:
            entry.add("description", described)


@cache
def _timezone(zone: str, first: int, last: int) -> icalendar.Timezone:
    """Return the rules of a zone from the year before to the year after, so that no entry is before the first."""
    import icalendar

    return icalendar.Timezone.from_tzid(zone, first_date=date(first - 1, 1, 1), last_date=date(last + 1, 1, 1))


def _stamp(event: Event, sessions: tuple[Session, ...]) -> datetime:
    """Return when the event was last changed: `updated`, or its first day at 00:00 UTC; never the clock's time."""
    first = event.start or (sessions[0].start if sessions else None) or min(one.day for one in event.deadlines)
    moment = event.updated or first
    if isinstance(moment, datetime) and event.updated:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return datetime.combine(day_of(moment), time(), UTC)
