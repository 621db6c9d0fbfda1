"""Calendars: the whole programme of an event, and each of its sessions, as iCalendar files (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from faimi_site import __version__, paths
from faimi_site.model import Deadline, Event, Output, Page, Session, Site
from faimi_site.problem import Place
from faimi_site.produce.addresses import absolute_url

if TYPE_CHECKING:
    import icalendar

_STATUS = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}


def calendars(site: Site) -> Iterator[Output]:
    """Yield `schedule.ics` below each event's page, and a file for each session: `sessions/<id>.ics`."""
    for page in site.pages:
        # The data of a folder is that of the event whose page is its index.
        if page.source == f"{page.folder}/index.md" and page.data.calendars:
            below, owner = paths.below_page(page.path), Place(f"{page.folder}/schedule.yaml")
            writer = _Writer(page, page.event or Event(page.title), site)
            yield Output(f"{below}schedule.ics", writer.whole(), "file", owner)
            for session in page.data.sessions:
                yield Output(f"{below}sessions/{session.id}.ics", writer.one(session), "file", owner)


class _Writer:
    """Writes the calendars of one event: what its entries have in common is found once."""

    def __init__(self, page: Page, event: Event, site: Site) -> None:
        self.page, self.event = page, event
        self.url = absolute_url(page.url, site.config)
        self.host = site.config.url.partition("://")[2] or "localhost"
        self.stamp = _stamp(event, page.data.sessions)

    def whole(self) -> bytes:
        """Return the calendar of all sessions and deadlines."""
        sessions = [self._session(session) for session in self.page.data.sessions]
        deadlines = [self._deadline(deadline) for deadline in self.event.deadlines]
        zones = [session.start for session in self.page.data.sessions]
        zones += [deadline.instant for deadline in self.event.deadlines if deadline.instant]
        return self._calendar(self.event.name, [*sessions, *deadlines], zones)

    def one(self, session: Session) -> bytes:
        """Return the calendar of one session."""
        return self._calendar(session.title, [self._session(session)], [session.start])

    def _calendar(self, name: str, entries: Iterable[icalendar.Event], moments: list[datetime]) -> bytes:
        import icalendar

        calendar = icalendar.Calendar()
        calendar.add("prodid", f"-//faimi-site//{__version__.partition('.')[0]}//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", name)
        for zone in sorted({key for moment in moments if (key := getattr(moment.tzinfo, "key", ""))} - {"UTC"}):
            years = [moment.year for moment in moments]
            # The year before too, so that the first entry is never before the zone's first rule.
            first, last = date(min(years) - 1, 1, 1), date(max(years) + 1, 1, 1)
            calendar.add_component(icalendar.Timezone.from_tzid(zone, first_date=first, last_date=last))
        for entry in entries:
            calendar.add_component(entry)
        return bytes(calendar.to_ical())

    def _session(self, session: Session) -> icalendar.Event:
        event = self.event
        entry = self._entry(session.id, session.title)
        entry.add("dtstart", session.start)
        entry.add("dtend", session.end)
        entry.add("url", f"{self.url}#{session.id}")
        away = event.status == "moved-online" or event.mode == "online"
        rooms = () if away else (session.room, event.venue, event.address, event.city, event.country)
        location = ", ".join(filter(None, rooms)) or event.online_url
        if location:
            entry.add("location", location)
        speakers = ", ".join(person.name for person in session.speakers)
        abstract = " ".join(session.abstract.striptags().split())
        joined = f"Join online: {event.online_url}" if event.online_url else ""
        described = "\n\n".join(filter(None, (speakers, abstract, joined)))
        if described:
            entry.add("description", described)
        if session.kind:
            entry.add("categories", [session.kind])
        return entry

    def _deadline(self, deadline: Deadline) -> icalendar.Event:
        """Return a deadline: a moment in UTC, which every calendar shows in its own zone, or a whole day."""
        entry = self._entry(f"deadline-{_identifier(deadline.title)}", f"Deadline: {deadline.title}")
        if deadline.instant:
            entry.add("dtstart", deadline.instant.astimezone(UTC))
            entry.add("dtend", deadline.instant.astimezone(UTC))
            entry.add("description", f"{deadline.instant:%Y-%m-%d %H:%M} {deadline.timezone}")
        else:
            entry.add("dtstart", deadline.day)
            entry.add("dtend", deadline.day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        entry.add("url", self.url)
        return entry

    def _entry(self, name: str, summary: str) -> icalendar.Event:
        import icalendar

        entry = icalendar.Event()
        entry.add("uid", f"{name}.{_identifier(paths.below_page(self.page.path)) or 'home'}@{self.host}")
        entry.add("dtstamp", self.stamp)
        entry.add("sequence", self.event.revision)
        entry.add("status", _STATUS.get(self.event.status, "CONFIRMED"))
        entry.add("summary", summary)
        return entry


def _stamp(event: Event, sessions: tuple[Session, ...]) -> datetime:
    """Return when the event was last changed: `updated`, or its first day at 00:00 UTC; never the clock's time."""
    moment = event.updated or event.start or sessions[0].start
    if isinstance(moment, datetime) and event.updated:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    day = moment.date() if isinstance(moment, datetime) else moment
    return datetime.combine(day, time(), UTC)


def _identifier(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
