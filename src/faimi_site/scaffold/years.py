"""What differs between two editions of an event: years, days and addresses in a text, moved or found."""

from __future__ import annotations

import re
from datetime import date, timedelta

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.load.fields import parse_date

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

    `addresses` are those of the old edition's own pages, and `url` is the address of the site.
    """

    old: str
    new: str
    old_year: str
    new_year: str
    days: int
    addresses: tuple[str, ...] = ()
    url: str = ""

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
        """Return whether a text names the old year, or leads to the old edition or out of a folder that has moved."""
        if self.year(text) != text:
            return True
        has_moved = self.old.count("/") != self.new.count("/")
        relative = r"(?<![\w.])\.\./" + ("" if has_moved else rf"(?:\.\./)*{re.escape(self.old.split('/')[-1])}{_ENDS}")
        own = "|".join(re.escape(address.rstrip("/")) for address in self.addresses)
        back = rf"|(?<![\w./-])(?:{re.escape(self.url)})?(?:{own}){_ENDS}" if own else ""
        return re.search(relative + back, text) is not None

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
