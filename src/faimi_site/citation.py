"""An event as a BibTeX entry."""

from __future__ import annotations

import re
import unicodedata

from faimi_site.model import Event, Page

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(page: Page, event: Event, url: str) -> str:
    """Return the entry of a page's event, or an empty text where nobody organizes it or its day is not known."""
    people, start = page.programme.people, event.start
    if not people or start is None:
        return ""
    place = ", ".join(filter(None, (event.host.name if event.host else "", event.venue, event.city, event.country)))
    fields = {
        "title": f"{{{_tex(event.name)}}}",
        "author": " and ".join(_author(person.name) for person in people),
        "year": str(start.year),
        "month": _MONTHS[start.month - 1],
        "howpublished": _tex(place),
        "url": url if url.startswith("http") else "",
    }
    key = f"{_word(people[0].name.split()[-1])}{start.year}{_word(event.name.split()[0] if event.name else '')}"
    lines = [f"  {name} = {_value(name, value)}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _value(name: str, value: str) -> str:
    return value if name == "month" else f"{{{value}}}"


def _author(name: str) -> str:
    """Return a name; in braces where it would be read as two."""
    return f"{{{_tex(name)}}}" if " and " in name else _tex(name)


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)


def _word(text: str) -> str:
    """Return a word in ASCII letters and digits, as a key of an entry takes it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.casefold())
