"""One fact in one place: dates in a page's text, and names that are spelt in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from faimi_site.lazily import pattern
from faimi_site.model import Event, Page, Person, Site, day_of
from faimi_site.problem import Place, Problem
from faimi_site.rules import found
from faimi_site.text import Text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_ORDINAL = r"(?:st|nd|rd|th)?\.?"
_DAYS = rf"(?P<day>\d{{1,2}}){_ORDINAL}(?:\s*(?:-|–|—|to|and)\s*(?P<last>\d{{1,2}}){_ORDINAL})?"
_DATES = [
    pattern(rf"\b{_MONTH}\s+{_DAYS},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    pattern(rf"\b{_DAYS}(?:\s+of)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    pattern(r"(?<![\w/.=-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?P<last>)(?![\w/-])"),
]
_ASIDE = pattern(
    r"^(```|~~~).*?(?:^\1|\Z)|`[^`\n]*`|<!--.*?(?:-->|\Z)|\b(?:updated|modified|changed)\b[^.\n]{0,60}",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_ALIKE = 0.8  # of the letters of two spellings: Bissoto and Bisotto have 0.86 in common
_SHORTEST = 5  # letters of a word: shorter names differ by a letter and are different names
_LONGEST = 60  # letters of a word, and ...
_MOST_WORDS = 12  # ... words of a name, that are compared: nobody's are more
_COMPARED = 50  # people that share all words but one, and of that its first letter: no more of them are kept to compare


def dates_agree_with_the_event(site: Site) -> Iterator[Problem]:
    """Yield a warning for each full date in an event's page that has its month, or its day, and is not its own."""
    for page in site.pages:
        if not page.event or not page.event.start:
            continue
        first, last = day_of(page.event.start), day_of(page.event.end or page.event.start)
        known = _known_dates(page, page.event)
        text = Text(page.source, page.text)
        days_of_year = {(day.month, day.day) for day in _days(first, last)}
        for place, shown, start, end in _dates(text, page.body):
            same_month = (start.year, start.month) in ((first.year, first.month), (last.year, last.month))
            same_day = (start.month, start.day) in days_of_year
            # Days around the event's are those of its conference.
            agrees = first <= start <= end <= last or start <= first <= last <= end
            if (same_month or same_day) and not agrees and not {start, end} <= known:
                span = f"{first}" if first == last else f"{first} to {last}"
                message = f"the text says '{shown}', and the event is on {span}"
                hint = "mend one of them; a date of another kind belongs into deadlines: of event:"
                yield found("event/contradicted-date", place, message, hint)


def names_have_one_spelling(site: Site) -> Iterator[Problem]:
    """Yield a warning for each name that is nearly that of somebody else."""
    known: dict[tuple[str, ...], Person] = {}
    by_rest: dict[tuple[str, ...], list[tuple[str, Person]]] = {}
    seen: set[str] = set()
    for person in _people(site):
        if person.name in seen:
            continue
        seen.add(person.name)
        words = _words(person.name)
        near = [(word, by_rest.setdefault(rest, [])) for word, rest in _rests(words)]
        other = known.get(words) or next((one for word, others in near for one in _alike(word, others)), None)
        known.setdefault(words, person)
        for word, others in near:
            if len(others) < _COMPARED:
                others.append((word, person))
        if other:
            message = f"'{person.name}' is '{other.name}' in {other.place.file}"
            yield found("people/two-spellings", person.place, message, "write a name in one way on all pages")


def people_have_one_id(site: Site) -> Iterator[Problem]:
    """Yield a warning for each person that people.yaml has under two ids."""
    seen: dict[tuple[str, ...] | str, Person] = {}
    for person in site.people.values():
        keys: list[tuple[str, ...] | str] = [_words(person.name), *filter(None, [person.orcid])]
        others = [other for key in keys if (other := seen.setdefault(key, person)) is not person]
        if others:
            message = f"'{person.name}' has two ids: '{others[0].id}' and '{person.id}'"
            yield found("people/two-ids", person.place, message, "keep one of them")


def affiliations_are_kept(site: Site) -> Iterator[Problem]:
    """Yield a warning for each organizer of an event, but their latest, whose affiliation is that of people.yaml."""
    appearances: dict[str, list[tuple[date, Person]]] = {}
    for page in site.pages:
        for person in page.programme.people if page.event and page.event.start else ():
            if person.id and page.event and page.event.start:
                appearances.setdefault(person.id, []).append((day_of(page.event.start), person))
    for name, kept in appearances.items():
        *earlier, _latest = sorted(kept, key=lambda one: one[0])
        for _day_of_event, person in earlier:
            if not person.own_affiliation:
                message = f"the affiliation of '{name}' here changes when people.yaml does"
                hint = f"write affiliation: {person.affiliation or '...'} beside it, as it was then"
                yield found("people/affiliation-not-kept", person.place, message, hint)


def _people(site: Site) -> Iterator[Person]:
    yield from site.people.values()
    for page in site.pages:
        yield from page.data.people
        yield from (speaker for session in page.data.sessions for speaker in session.speakers)


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name without case, accents and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return tuple("".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").split())


def _rests(words: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word that can be misspelt, and what a name has in common with one in which it is.

    Two spellings share all words but one, and of that its first letter and its digits: `Speaker 10001` is not
    `Speaker 10002`. Names that share no such rest are never compared.
    """
    for at, word in enumerate(words) if len(words) <= _MOST_WORDS else ():
        if _SHORTEST <= len(word) <= _LONGEST:
            yield word, (*words[:at], "", *words[at + 1 :], word[0], "".join(filter(str.isdigit, word)))


def _alike(word: str, others: list[tuple[str, Person]]) -> Iterator[Person]:
    """Yield the people whose words are nearly this one."""
    import difflib  # few sites have such names

    alike = difflib.SequenceMatcher(None, "", word)
    for other, person in others:
        alike.set_seq1(other)
        # The quick ones are never below the true one: where thousands share a name, they part nearly all.
        if all(ratio() >= _ALIKE for ratio in (alike.real_quick_ratio, alike.quick_ratio, alike.ratio)):
            yield person


def _dates(text: Text, start: int) -> Iterator[tuple[Place, str, date, date]]:
    """Yield the full dates and spans of days of a text from an offset on, each with its place and as it is written.

    Code is no prose, and the day that a page was updated on is none of the event's.
    """
    prose = _ASIDE.sub(lambda aside: " " * len(aside.group()), text.text)
    for written in _DATES:
        for match in written.finditer(prose, start):
            month = match["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            year = int(match["year"])
            try:
                first, last = (date(year, number, int(day)) for day in (match["day"], match["last"] or match["day"]))
            except ValueError:
                continue
            yield text.place(match.start(), len(match.group())), match.group(), first, last


def _days(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last, of a year at most."""
    for number in range(min((last - first).days, 366) + 1):
        yield first + timedelta(days=number)


def _known_dates(page: Page, event: Event) -> set[date]:
    """Return the days that a page's data knows of beside those of the event itself."""
    registration = event.registration.deadline if event.registration else None
    moments = [registration, event.updated, page.last_modified_at]
    moments += [day for deadline in event.deadlines for day in (deadline.day, deadline.was)]
    moments += [session.start for session in page.data.sessions]
    return {day_of(moment) for moment in moments if moment}
