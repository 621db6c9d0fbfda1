"""Days that are written out in a text, as in `23-24 September 2025`: found, and moved where that is certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern

_LONG = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
# In capitals too; in small letters "may" and "march" are other words.
_NAME = rf"(?:{_MONTH}|{_MONTH.upper().replace(chr(92) + 'B', chr(92) + 'b')})(?!\w)"
_DAY = r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_AND = r"\s?(?:[-–—/&+,]|\b(?:and|to|till|until)\b)\s?"
_YEAR = r"(?:19|20|21)\d\d(?!\d)"
# A few at a time: a long list of numbers is no list of days.
_BEFORE = rf"{_DAY}\.?(?!\w)(?:{_AND}{_DAY}\.?(?!\w)){{0,9}}"
_AFTER = rf"{_DAY}(?!\w)(?:{_AND}{_DAY}(?!\w)){{0,9}}"
_WRITTEN = pattern(
    rf"(?<![\d:.'’])(?P<before>{_BEFORE})\s+(?:of\s+)?(?P<month>{_NAME})(?:,?\s+(?P<year>{_YEAR}))?"
    rf"|(?<!\w)(?P<first>{_NAME})\s+(?P<after>{_AFTER})(?:,?\s+(?P<last>{_YEAR}))?"
)
_OTHER_MONTHS = (
    *("januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember"),
    *("janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre", "octubre"),
    *("noviembre", "diciembre", "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre"),
    *("dicembre", "janeiro", "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro", "novembro"),
    *("dezembro", "januari", "februari", "maart", "mei", "augustus"),
)
# Days of other languages, and of digits alone, of which nobody can be sure what is the day and what the month.
_OTHER = pattern(
    rf"(?<![\d:.])\d\d?(?:\.|er)?\s+(?:de\s+)?(?:{'|'.join((*_OTHER_MONTHS, *_LONG))})\s+(?:de\s+)?(?P<named>{_YEAR})"
    rf"|(?<![\d./-])\d\d?\s?[./-]\s?\d\d?\s?[./-]\s?(?P<behind>{_YEAR})"
    rf"|(?<![\d./-])(?P<ahead>(?:19|20|21)\d\d)[./]\d\d?[./]\d\d?(?!\d)",
    re.IGNORECASE,
)
_NUMBER = pattern(r"(\d+)(st|nd|rd|th|\.)?")
_WEEKDAY = pattern(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?\b", re.IGNORECASE)


@frozen
class Stretch:
    """Where days are written in a text, the year beside them (empty where none is), and what they become.

    What they become is empty where that is not certain.
    """

    start: int
    end: int
    year: str
    moved: str = ""


def written_days(text: str, held: tuple[date, ...], days: int) -> Iterator[Stretch]:
    """Yield the days that are written in a text, in order; those on which an event was held move by some days."""
    found = [_moved(one, text, held, days) for one in _WRITTEN.finditer(text)]
    rest = _WRITTEN.sub(lambda one: "\0" * len(one.group()), text)
    found += [Stretch(*one.span(), one["named"] or one["behind"] or one["ahead"]) for one in _OTHER.finditer(rest)]
    yield from sorted(found, key=lambda one: one.start)


def _moved(found: re.Match[str], text: str, held: tuple[date, ...], days: int) -> Stretch:
    month = found["month"] or found["first"]
    numbers = found["before"] or found["after"]
    year = found["year"] or found["last"] or ""
    unsure = Stretch(*found.span(), year)
    of_month = {day.day: day for day in held if _is_named(month, day) and year in ("", str(day.year))}
    old = [of_month.get(int(number[1])) for number in _NUMBER.finditer(numbers)]
    if days % 7 and _WEEKDAY.search(text):
        return unsure
    new = [day + timedelta(days=days) for day in old if day]
    # Days of one month that come to lie in two need other words.
    if len(new) < len(old) or len({(day.year, day.month) for day in new}) > 1:
        return unsure
    named = _month_like(month, new[0])
    if "." in numbers and named != month:
        return unsure
    parts = {found.span("month" if found["month"] else "first"): named}
    parts[found.span("before" if found["before"] else "after")] = _NUMBER.sub(_numbers(new), numbers)
    if year:
        parts[found.span("year" if found["year"] else "last")] = str(new[0].year)
    made, at = "", found.start()
    for (start, end), words in sorted(parts.items()):
        made += text[at:start] + words
        at = end
    return Stretch(*found.span(), year, made + text[at : found.end()])


def _is_named(month: str, day: date) -> bool:
    return _LONG[day.month - 1].casefold().startswith(month.rstrip(".").casefold()[:3])


def _month_like(month: str, day: date) -> str:
    """Return the name of a day's month in the form in which another month's name is written."""
    if _is_named(month, day):
        return month
    name = _LONG[day.month - 1]
    is_short = month.rstrip(".").capitalize() not in _LONG
    made = name[:3] + ("." if month.endswith(".") and name != "May" else "") if is_short else name
    return made.upper() if month.isupper() else made


def _numbers(days: list[date]) -> Callable[[re.Match[str]], str]:
    """Return what writes days, one after the other, in the form in which others are written."""
    left = iter(days)

    def written(found: re.Match[str]) -> str:
        day = next(left).day
        digits = str(day).zfill(2) if found[1].startswith("0") else str(day)
        ending = found[2] or ""
        return digits + (ordinal_ending(day) if ending.isalpha() else ending)

    return written


def ordinal_ending(number: int) -> str:
    """Return the ending of an ordinal number in English: `st` for 1 and 21, `th` for 11."""
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
