"""What was of one edition alone: its days, and what is emptied in the next (rooms, registration, recordings)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from faimi_site.lazily import pattern
from faimi_site.load.fields import parse_date
from faimi_site.scaffold.ordinals import ordinals
from faimi_site.scaffold.yamledit import Document, Path
from faimi_site.yamltree import Sequence

_LONGEST = 31
_SCHEME = pattern(r"^https?://", re.IGNORECASE)
_OF_EVENT: tuple[Path, ...] = (
    *(("event", "room"), ("event", "online_url")),
    *(("event", "registration", "url"), ("event", "registration", "fee")),
)
# Where the number of an edition may be said in words too, as in "Seventh Workshop".
NUMBERED: tuple[Path, ...] = (("title",), ("event", "name"))


def held_days(page: Document, schedules: Iterable[Document]) -> tuple[date, ...]:
    """Return the days of an event: those from its start to its end, and those of its programme."""
    first, last = (parse_date(page.value(("event", key))[:10]) for key in ("start", "end"))
    days: set[date] = set()
    if isinstance(first, date):
        end = last if isinstance(last, date) else first
        days |= {first + timedelta(days=after) for after in range(min((end - first).days, _LONGEST) + 1)} | {first}
    for schedule in schedules:
        written = (parse_date(schedule.value((*place, "date"))) for place in days_of(schedule))
        days |= {day for day in written if isinstance(day, date)}
    return tuple(sorted(days))


def days_of(schedule: Document) -> list[Path]:
    """Return where the days of a programme stand in it, after its top, where what is the same on each day stands."""
    return [(), *(("days", number) for number in _numbers(schedule, ("days",)))]


def sessions_of(schedule: Document, day: Path) -> list[Path]:
    """Return where the sessions of a day stand in a programme."""
    return [(*day, "sessions", number) for number in _numbers(schedule, (*day, "sessions"))]


def emptied_values(
    page: Document, schedules: Iterable[Document], resources: Iterable[Document]
) -> re.Pattern[str] | None:
    """Return what finds in a text the values that are emptied, and the edition's number; None where there are none."""
    forms = [_form(str(path[-1]), page.value(path)) for path in _OF_EVENT]
    for schedule in schedules:
        for day in days_of(schedule):
            forms.append(_form("room", schedule.value((*day, "room"))))
            for session in sessions_of(schedule, day):
                forms += [_form(key, schedule.value((*session, key))) for key in ("room", "recording")]
    for document in resources:
        for number in _numbers(document, ()):
            forms += [_form(key, document.value((number, key))) for key in ("file", "url")]
    numbers = (written for path in NUMBERED for written, _ in ordinals(page.value(path)))
    forms += [re.escape(written) for written in numbers if written[0].isdigit()]
    known = sorted(set(filter(None, forms)))
    return re.compile(rf"(?:{'|'.join(f'(?:{_bounded(one)})' for one in known)})", re.IGNORECASE) if known else None


def _numbers(document: Document, path: Path) -> range:
    node = document.node(path)
    return range(len(node.items) if isinstance(node, Sequence) else 0)


def _form(key: str, value: str) -> str:
    """Return the expression of a value in a text; empty where it is too common a word to be one."""
    words = " ".join(value.split())
    if key != "room":
        address = _SCHEME.sub("", words).rstrip("/")
        is_telling = len(address) > 2 and re.search(r"[\d/.]", address)
        return re.escape(address) if is_telling else ""
    if not words or words.isdigit() or len(words) < 3:
        return rf"(?:room|hall|raum|saal|salle|sala|auditorium)s?\s+{re.escape(words)}" if words else ""
    # A room that is called Main is not each "main".
    return rf"(?-i:{re.escape(words)})" if words.isalpha() else re.escape(words)


def _bounded(form: str) -> str:
    return rf"(?<!\w){form}(?![\w-])" if form[0] != "/" else rf"{form}(?![\w-])"
