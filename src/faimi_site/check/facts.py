"""One fact in one place: dates in a page's text, and names that are spelt in two ways."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from faimi_site.model import Event, Output, Page, Person, Site
from faimi_site.problem import Place, Problem
from faimi_site.rules import found
from faimi_site.text import Text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATES = [
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?(?:\s+of)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"(?<![\w/.=-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w/-])"),
]
_ALIKE = 0.8  # of the letters of two spellings: Bissoto and Bisotto have 0.86 in common
_SHORTEST = 5  # letters of a word: shorter names differ by a letter and are different names


def dates_agree_with_the_event(site: Site, _: Iterable[Output]) -> Iterator[Problem]:
    """Yield a warning for each full date in an event's page that has its month, or its day, and is not its own."""
    for page in site.pages:
        if not page.event or not page.event.start:
            continue
        first, last = _day(page.event.start), _day(page.event.end or page.event.start)
        known = _known_dates(page, page.event)
        text = Text(page.source, page.text)
        for place, shown, day in _dates(text, page.body):
            same_month = (day.year, day.month) in ((first.year, first.month), (last.year, last.month))
            same_day = (day.month, day.day) in ((first.month, first.day), (last.month, last.day))
            if (same_month or same_day) and not first <= day <= last and day not in known:
                span = f"{first}" if first == last else f"{first} to {last}"
                message = f"the text says '{shown}', and the event is on {span}"
                hint = "mend one of them; a date of another kind belongs into deadlines: of event:"
                yield found("event/contradicted-date", place, message, hint)


def names_have_one_spelling(site: Site, _: Iterable[Output]) -> Iterator[Problem]:
    """Yield a warning for each name that is nearly that of somebody else."""
    by_part: dict[tuple[str, ...], tuple[str, Person]] = {}
    seen: set[str] = set()
    for person in _people(site):
        if person.name in seen:
            continue
        seen.add(person.name)
        words = _words(person.name)
        # Two spellings share all words but one: names that share no such rest are never compared.
        rests = [(*words[:at], "", *words[at + 1 :]) for at in range(len(words))]
        for at, rest in enumerate(rests):
            word, other = by_part.setdefault(rest, (words[at], person))
            if other.name != person.name and _is_same(word, words[at]):
                message = f"'{person.name}' is '{other.name}' in {other.place.file}"
                yield found("people/two-spellings", person.place, message, "write a name in one way on all pages")
                break


def people_have_one_id(site: Site, _: Iterable[Output]) -> Iterator[Problem]:
    """Yield a warning for each person that people.yaml has under two ids."""
    seen: dict[tuple[str, ...], Person] = {}
    for person in site.people.values():
        other = seen.setdefault(_words(person.name), person)
        if other is not person:
            message = f"'{person.name}' has two ids: '{other.id}' and '{person.id}'"
            yield found("people/two-ids", person.place, message, "keep one of them")


def _people(site: Site) -> Iterator[Person]:
    yield from site.people.values()
    for page in site.pages:
        yield from page.data.people
        yield from (speaker for session in page.data.sessions for speaker in session.speakers)


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name without case, accents and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return tuple("".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").split())


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    alike = difflib.SequenceMatcher(None, one, other).ratio()
    return min(len(one), len(other)) >= _SHORTEST and one[0] == other[0] and alike >= _ALIKE


def _dates(text: Text, start: int) -> Iterator[tuple[Place, str, date]]:
    """Yield the full dates of a text from an offset on, each with its place and as it is written."""
    for pattern in _DATES:
        for match in pattern.finditer(text.text, start):
            month = match["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            try:
                day = date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
            yield text.place(match.start(), len(match.group())), match.group(), day


def _known_dates(page: Page, event: Event) -> set[date]:
    """Return the days that a page's data knows of beside those of the event itself."""
    registration = event.registration.deadline if event.registration else None
    moments = [registration, event.updated, page.last_modified_at]
    moments += [day for deadline in event.deadlines for day in (deadline.day, deadline.was)]
    moments += [session.start for session in page.data.sessions]
    return {_day(moment) for moment in moments if moment}


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
