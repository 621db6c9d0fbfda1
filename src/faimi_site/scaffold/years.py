"""What differs between two editions of an event: years, days and addresses in a text, moved or found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from faimi_site.charrefs import unescape
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.load.fields import parse_date
from faimi_site.scaffold.days import Stretch, written_days

_YEAR = r"(?<!\d)(?:19|20|21)\d\d(?!\d)"
YEAR = pattern(_YEAR)
_DATE = pattern(r"\d{4}-\d\d-\d\d", re.ASCII)
# What stands before a year in which something began: it is the same in each edition.
_BEGAN = (
    r"since|from|established|founded|est\.|copyright|seit|ab|gegründet|depuis|fondée?(?:\s+en)?|créée?(?:\s+en)?|"
    r"desde|dal|sinds"
)
_YEARS = pattern(
    rf"(?P<day>(?<!\d){_YEAR}-\d\d-\d\d(?!\d))"
    rf"|(?P<began>(?:(?<!\w)(?:{_BEGAN})\s+(?:in\s+)?|(?:©|\(c\))\s*){_YEAR}(?:\s?[-–—/]\s?\d+)?)"
    rf"|(?P<first>{_YEAR})(?P<dash>\s?[-–—/]\s?)(?P<last>{_YEAR}|\d\d(?![\d-]))"
    rf"|(?P<one>{_YEAR})"
    r"|(?P<short>(?<=['’])\d\d(?!\d))",
    re.IGNORECASE,
)
_ENDS = r"(?=[/\s)\"'#?>\],]|index\.html|$)"


@frozen
class Change:
    """What differs between two editions: their names, their years, and by how many days dates move.

    `addresses` are those of the old edition's own pages, and `url` is the address of the site. `held` are the days of
    the old edition, and `emptied` finds what was of it alone: its rooms, its addresses for registration and recordings.
    """

    old: str
    new: str
    old_year: str
    new_year: str
    days: int
    addresses: tuple[str, ...] = ()
    url: str = ""
    held: tuple[date, ...] = ()
    emptied: re.Pattern[str] | None = None

    def words(self, text: str) -> str:
        """Return a text with the days of the event moved and the new year for the old one; other days stay whole."""
        made, at = "", 0
        for day in written_days(text, self.held, self.days):
            made += self.year(text[at : day.start]) + (day.moved or text[day.start : day.end])
            at = day.end
        return made + self.year(text[at:])

    def unsure_days(self, text: str) -> Iterator[str]:
        """Yield the days in a text that may be of the old edition, and of which it is not certain how they move."""
        yield from (text[day.start : day.end] for day in self._days(text) if not day.moved)

    def without_days(self, text: str) -> str:
        """Return a text without the days that are written in it."""
        made, at = "", 0
        for day in written_days(text, self.held, self.days):
            made, at = made + text[at : day.start], day.end
        return made + text[at:]

    def emptied_in(self, text: str) -> Iterator[str]:
        """Yield what a text names of what was of the old edition alone and is emptied."""
        if self.emptied is not None:
            yield from (found.group() for found in self.emptied.finditer(" ".join(unescape(text).split())))

    def year(self, text: str) -> str:
        """Return a text with the new year for the old one; ranges and dates move as a whole, a year of origin stays."""
        return _YEARS.sub(self._moved, text) if self.old_year and self.new_year else text

    def day(self, text: str) -> str:
        """Return a date, or an instant, moved; one that is none as it is."""
        found = _DATE.match(text)
        day = parse_date(found.group()) if found else None
        if found is None or not isinstance(day, date):
            return text
        return (day + timedelta(days=self.days)).isoformat() + text[found.end() :]

    def permalink(self, text: str, name: str) -> str:
        """Return the new edition's address for the old one's, which it never is, of the page in a file."""
        own = f"{own_name(name)}/" if own_name(name) else ""
        made = (re.sub(rf"(?<![\w-]){re.escape(self.old)}(?![\w-])", self.new, text), self.year(text))
        return next((one for one in made if one != text), f"/{self.new}/{own}")

    def speaks_of_old(self, text: str) -> bool:
        """Return whether a text names the old year or a day, what was emptied, or the address of the old edition.

        So does one that leads out of a folder that has moved.
        """
        if self.year(text) != text or any(self._days(text)) or any(self.emptied_in(text)):
            return True
        has_moved = self.old.count("/") != self.new.count("/")
        relative = r"(?<![\w.])\.\./" + ("" if has_moved else rf"(?:\.\./)*{re.escape(self.old.split('/')[-1])}{_ENDS}")
        own = "|".join(re.escape(address.rstrip("/")) for address in self.addresses)
        back = rf"|(?<![\w./-])(?:{re.escape(self.url)})?(?:{own}){_ENDS}" if own else ""
        return re.search(relative + back, text) is not None

    def _days(self, text: str) -> Iterator[Stretch]:
        """Yield the days in a text that are of the old year, or of none."""
        held = written_days(text, self.held, self.days)
        yield from (day for day in held if day.year in ("", self.old_year) or day.moved)

    def _moved(self, found: re.Match[str]) -> str:
        shift = int(self.new_year) - int(self.old_year)
        written = found.group()
        if found["day"]:
            return self.day(written) if written.startswith(self.old_year) else written
        if found["began"]:
            return written
        if found["short"]:
            return self.new_year[2:] if written == self.old_year[2:] else written
        if found["one"]:
            return self.new_year if written == self.old_year else written
        first, last = int(found["first"]), _end_of_range(found["first"], found["dash"], found["last"])
        if not last:
            return written.replace(self.old_year, self.new_year)
        if int(self.old_year) not in (first, last):
            return written
        return f"{first + shift}{found['dash']}{str(last + shift)[-len(found['last']) :]}"


def own_name(name: str) -> str:
    """Return the address of a page below that of its edition, by the name of its file; empty for the edition's own."""
    return "" if name == "index.md" else name.removesuffix("/index.md").removesuffix(".md")


def _end_of_range(first: str, dash: str, last: str) -> int:
    """Return the year in which a range of years ends; 0 where it is none, as in 2025-10, which is a month."""
    end = int(last if len(last) == 4 else first[:2] + last)
    is_month = len(last) == 2 and dash.strip() != "/" and int(last) <= 12
    return 0 if is_month or end <= int(first) else end
