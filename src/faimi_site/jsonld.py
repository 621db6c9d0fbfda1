"""An event as schema.org's EducationEvent, for search engines (https://schema.org/EducationEvent)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from faimi_site.charrefs import words_of
from faimi_site.lazily import pattern
from faimi_site.model import Event, Page, Person, Resource, Session

Absolute = Callable[[str], str]
Data = dict[str, Any]

_STATUS = {
    "scheduled": "EventScheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
    "moved-online": "EventMovedOnline",
}
_ATTENDANCE = {"in-person": "Offline", "online": "Online", "hybrid": "Mixed"}
_PERFORMERS = 12  # of the event as a whole: each session tells its own
_FREE = pattern(r"(?:free|none|no fee)\b")


def event_data(page: Page, event: Event, absolute: Absolute) -> Data:
    """Return the data of a page's event; `absolute` makes an address of the site a full one."""
    sessions = page.programme.sessions
    url = absolute(page.url)
    start, end = span(event, sessions)
    venue = _places(event, event.room, absolute)
    status = f"https://schema.org/{_STATUS[event.status]}"
    return _given(
        {
            "@context": "https://schema.org",
            "@type": "EducationEvent",
            "@id": f"{url}#event",
            "name": event.name,
            "description": page.description,
            "url": url,
            "image": absolute(page.image.path) if page.image else "",
            "startDate": _iso(start),
            "endDate": _iso(end),
            "eventStatus": status,
            "eventAttendanceMode": _attendance(event),
            "location": venue,
            "organizer": [_person(person, absolute) for person in page.programme.people],
            "performer": [_speaker(person) for person in speakers(sessions)[:_PERFORMERS]],
            "superEvent": _host(event, absolute),
            "offers": _offer(event, absolute),
            "isAccessibleForFree": _is_free(event),
            "inLanguage": page.lang,
            "workFeatured": [_work(resource, absolute) for resource in page.programme.resources or ()],
            "subEvent": [_session(session, event, absolute) for session in sessions],
        }
    )


def script_text(data: Data) -> Markup:
    """Return data as the text of a script element, in which nothing can end the element or start a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  (every sign that HTML reads is an escape of JSON now)


def span(event: Event, sessions: tuple[Session, ...]) -> tuple[date | datetime | None, date | datetime | None]:
    """Return when an event starts and ends: its instants, else those of its first and last sessions, else its days."""
    start, end = event.start, event.end or event.start
    if sessions and not isinstance(start, datetime):
        start = min(session.start for session in sessions)
    if sessions and not isinstance(end, datetime):
        end = max(session.end for session in sessions)
    return start, end


def speakers(sessions: Iterable[Session]) -> list[Person]:
    """Return the speakers of some sessions in their order, each once."""
    return list({person.name: person for session in sessions for person in session.speakers}.values())


def _session(session: Session, event: Event, absolute: Absolute) -> Data:
    """Return what a session has of its own, its address from that of the page: all else is as in the event."""
    elsewhere = session.room if session.room != event.room and not event.is_online else ""
    return _given(
        {
            "@type": "Event",
            "@id": f"#{quote(session.id)}",
            "name": session.title,
            "url": absolute(session.url) if session.url else "",
            "startDate": _iso(session.start),
            "endDate": _iso(session.end),
            "location": elsewhere,
            "performer": [_speaker(person) for person in session.speakers],
            "recordedIn": {"@type": "VideoObject", "url": absolute(session.recording)} if session.recording else {},
        }
    )


def _places(event: Event, room: str, absolute: Absolute) -> Data | list[Data]:
    """Return where an event takes place: a place, an address to join at, or both."""
    address = _given(
        {
            "streetAddress": event.address,
            "addressLocality": event.city,
            "addressCountry": event.country,
        }
    )
    name = ", ".join(filter(None, (room, event.venue)))
    accessible = words_of(event.accessibility)
    feature = {"@type": "LocationFeatureSpecification", "name": "Accessibility", "value": accessible}
    place = _given(
        {
            "name": name,
            "address": {"@type": "PostalAddress", **address} if address else {},
            "amenityFeature": feature if accessible and (name or address) else {},
        }
    )
    on_site = [{"@type": "Place", **place}] if place and not event.is_online else []
    online = [{"@type": "VirtualLocation", "url": absolute(event.online_url)}] if event.online_url else []
    found = [*on_site, *online]
    return found[0] if len(found) == 1 else found


def _attendance(event: Event) -> str:
    mode = "Online" if event.is_online else _ATTENDANCE.get(event.mode, "")
    return f"https://schema.org/{mode}EventAttendanceMode" if mode else ""


def _person(person: Person, absolute: Absolute) -> Data:
    return _given(
        {
            "@type": "Person",
            "name": person.name,
            "affiliation": {"@type": "Organization", "name": person.affiliation} if person.affiliation else {},
            "url": absolute(person.url) if person.url else "",
            "sameAs": f"https://orcid.org/{person.orcid}" if person.orcid else "",
        }
    )


def _speaker(person: Person) -> Data:
    """Return who speaks by name: the page tells the rest, and a programme can have many."""
    return {"@type": "Person", "name": person.name}


def _host(event: Event, absolute: Absolute) -> Data:
    host = event.host
    return _given({"@type": "Event", "name": host.name, "url": absolute(host.url) if host.url else ""}) if host else {}


def _offer(event: Event, absolute: Absolute) -> Data:
    if not event.registration or not event.registration.url or event.status == "cancelled":
        return {}
    registration = event.registration
    deadline = registration.deadline.isoformat() if registration.deadline else ""
    offer = {"url": absolute(registration.url), "description": registration.fee, "validThrough": deadline}
    return _given({"@type": "Offer", **offer})


def _is_free(event: Event) -> bool | None:
    """Return whether an event is free, where its fee says so in a way that cannot be misread."""
    fee = event.registration.fee.casefold() if event.registration else ""
    digits = re.findall(r"\d", fee)
    if _FREE.match(fee) or (digits and set(digits) == {"0"}):
        return True
    return False if digits else None


def _work(resource: Resource, absolute: Absolute) -> Data:
    return _given(
        {
            "@type": "LearningResource",
            "name": resource.title,
            "url": absolute(resource.url),
            "learningResourceType": resource.kind,
            "author": [{"@type": "Person", "name": name} for name in resource.authors],
            "license": resource.license,
            "inLanguage": resource.lang,
        }
    )


def _iso(moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return moment.isoformat() if moment else ""


def _given(data: Data) -> Data:
    """Return data without what is not known."""
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}
