"""What can be wrong with a programme that can be read: rooms, days, clocks, speakers, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from faimi_site.model import Event, Folder, Session, Site, day_of
from faimi_site.problem import Place, Problem, guess
from faimi_site.rules import found


def rooms_hold_one_session_at_a_time(site: Site) -> Iterator[Problem]:
    """Yield a warning for each session that starts in a room before another has ended there."""
    for _event, data in _programmes(site):
        last: dict[str, Session] = {}
        for session in sorted(data.sessions, key=lambda one: one.start):
            before = last.get(session.room)
            if before and session.start < before.end:
                where = f" in {session.room}" if session.room else ""
                message = f"'{session.title}' starts {_clock(session.start)}{where}, where '{before.title}' "
                message += f"runs until {_clock(before.end)}"
                yield found("schedule/overlap", session.place, message, "mend a time, or give one of them its room")
            if not before or session.end > before.end:
                last[session.room] = session


def sessions_are_within_the_event(site: Site) -> Iterator[Problem]:
    """Yield a warning for each session on a day that is not one of the event's."""
    for event, data in _programmes(site):
        first = day_of(event.start) if event and event.start else None
        last = day_of(event.end) if event and event.end else first
        for session in data.sessions:
            day = session.start.date()
            if first and last and not first <= day <= last:
                span = f"{first}" if first == last else f"{first} to {last}"
                message = f"'{session.title}' is on {day}, and the event is on {span}"
                yield found("schedule/outside-event", session.place, message, "mend the date here or in event:")


def times_exist_once(site: Site) -> Iterator[Problem]:
    """Yield a warning for each time that the clocks of its zone skip, or show twice, where summer time is kept."""
    for place, what, moment in _moments(site):
        fault = _clock_fault(moment)
        if fault:
            message = f"{what} {_clock(moment)} on {moment.date()}, a time that {fault} there"
            hint = "the clocks change in that night; choose another time"
            yield found("schedule/daylight-saving", place, message, hint)


def speakers_are_known(site: Site) -> Iterator[Problem]:
    """Yield a warning for each speaker by name alone who is neither an organizer nor in people.yaml."""
    for _event, data in _programmes(site):
        known = [*(person.name for person in data.people), *site.people]
        for session in data.sessions:
            for speaker in session.speakers:
                if not speaker.known:
                    message = f"nobody knows the speaker '{speaker.name}'"
                    written_out = f"write it out: {{name: {speaker.name}, affiliation: ...}}"
                    yield found(
                        "schedule/unknown-speaker", speaker.place, message, guess(speaker.name, known) or written_out
                    )


def online_events_can_be_joined(site: Site) -> Iterator[Problem]:
    """Yield a warning for each event that takes place online alone, at no address."""
    for event in (page.event for page in site.pages if page.event):
        if event.is_online and not event.online_url:
            message = "the event is online, and nobody is told where"
            yield found("event/no-online-url", event.place, message, "write online_url: in event:")


def days_have_no_gaps(site: Site) -> Iterator[Problem]:
    """Yield a note for each stretch of a day between two sessions that nothing fills."""
    for _event, data in _programmes(site):
        for day in data.schedule or ():
            end: datetime | None = None
            for session in day.sessions:
                if end and session.start > end:
                    message = f"nothing is planned from {_clock(end)} to {_clock(session.start)}"
                    yield found("schedule/gap", session.place, message, "a break is a session too")
                end = max(end, session.end) if end else session.end


def _moments(site: Site) -> Iterator[tuple[Place, str, datetime]]:
    """Yield every instant that an author has written, with its place and what it is."""
    for _event, data in _programmes(site):
        for session in data.sessions:
            yield session.place, f"'{session.title}' starts", session.start
            yield session.place, f"'{session.title}' ends", session.end
    for event in (page.event for page in site.pages if page.event):
        for moment, what in ((event.start, "the event starts"), (event.end, "the event ends")):
            if isinstance(moment, datetime):
                yield event.place, what, moment
        for deadline in event.deadlines:
            if deadline.instant:
                yield deadline.place, f"'{deadline.title}' ends", deadline.instant


def _programmes(site: Site) -> Iterator[tuple[Event | None, Folder]]:
    """Yield the data of each folder that has a programme, with the event of its index page."""
    events = {page.folder: page.event for page in site.pages if page.source == f"{page.folder}/index.md"}
    folders = {page.folder: page.data for page in site.pages if page.data.schedule}
    yield from ((events.get(folder), data) for folder, data in folders.items())


def _clock_fault(moment: datetime) -> str:
    """Return what is odd with a time of day in its zone: it is skipped, or it comes twice; empty where nothing is."""
    # Aware times of one zone are compared by their wall clocks, so the round trip goes through UTC.
    there = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if there.replace(tzinfo=None) != moment.replace(tzinfo=None):
        return "does not exist"
    return "comes twice" if moment.replace(fold=1).utcoffset() != moment.replace(fold=0).utcoffset() else ""


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
