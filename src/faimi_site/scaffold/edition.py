"""A new edition of an event: last year's folder with its dates moved, and what was of that year alone taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from faimi_site import paths
from faimi_site.check.leftovers import MARK
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.load.drafts import CLOSING, OPENING
from faimi_site.load.fields import parse_date
from faimi_site.model import Source, Sources
from faimi_site.problem import Fault, Problem, guess
from faimi_site.scaffold.yamledit import Document, Path
from faimi_site.templates import long_date
from faimi_site.text import read_text
from faimi_site.yamltree import Mapping as Node
from faimi_site.yamltree import Sequence

_NAME = pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)
_YEAR = pattern(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_DATE = pattern(r"\d{4}-\d\d-\d\d", re.ASCII)
_OF_THAT_YEAR = pattern(r"\b(?:results?|winners?|awards?|recordings?|videos?|photos?)\b", re.IGNORECASE)
_NOT_KEPT = ("redirect_from", "redirect_to", "canonical_url", "last_modified_at")
_EMPTIED = ("room", "online_url", "registration", "updated", "revision", "status")
_PLACE = ("timezone", "venue", "address", "city", "country", "mode", "host")


@frozen
class NewEdition:
    """The files of a new edition by their paths in its folder, and what a person is told about it, line by line."""

    files: Mapping[str, bytes | Source]
    told: tuple[str, ...]
    to_do: tuple[str, ...]


@frozen
class _Change:
    """What differs between two editions: their names, their years, and by how many days dates move."""

    old: str
    new: str
    old_year: str
    new_year: str
    days: int

    def year(self, text: str) -> str:
        """Return a text with the new year for the old one."""
        return re.sub(rf"(?<!\d){self.old_year}(?!\d)", self.new_year, text) if self.old_year else text

    def day(self, text: str) -> str:
        """Return a date, or an instant, moved; one that is none as it is."""
        found = _DATE.match(text)
        day = parse_date(found.group()) if found else None
        if found is None or not isinstance(day, date):
            return text
        return (day + timedelta(days=self.days)).isoformat() + text[found.end() :]

    def permalink(self, text: str, name: str) -> str:
        """Return the new edition's address for the old one's, which it never is, of the page in a file."""
        own = "" if name == "index.md" else f"{name.removesuffix('.md')}/"
        made = (text.replace(self.old, self.new), self.year(text))
        return next((one for one in made if one != text), f"/{self.new}/{own}")


def wrong_name(name: str) -> str:
    """Return why a new edition cannot have a name; empty where it can."""
    if _NAME.fullmatch(name) and len(name) <= 100:
        return ""
    made = paths.slug(name)
    hint = f"; did you mean '{made}'?" if _NAME.fullmatch(made) else ""
    return f"'{name}' is not a folder's name of small letters, digits and '-'{hint}"


def new_edition(sources: Sources, new: str, old: str, title: str, start: date | None) -> NewEdition | Fault | Problem:
    """Return the new edition of an event of a site; a fault where there is no such event, a problem in its page."""
    old = old.strip("/").removeprefix("content/")
    below = f"content/{old}/"
    files = {path.removeprefix(below): file for path, file in sources.files.items() if path.startswith(below)}
    if "index.md" not in files:
        known = {
            path.split("/")[-2] for path in sources.files if path.startswith("content/") and path.endswith("/index.md")
        }
        return Fault(
            f"there is no content/{old}/index.md", guess(old, known) or f"there are: {', '.join(sorted(known))}"
        )
    taken = [path for path in sources.files if paths.claim(path) == paths.claim(f"content/{new}.md")]
    if taken:
        return Fault(f"{taken[0]} has that address", "choose another name")
    text = read_text(files["index.md"])
    if isinstance(text, Problem):
        return text
    matter, _ = _parted(text.text)
    page = Document(matter)
    if not isinstance(page.node(("event",)), Node):
        return Fault(
            f"content/{old}/index.md has no event: that can be read", "build the site, and mend the page first"
        )
    change = _change(page, new, old, start)
    texts, kept_materials = _texts(files, change, title, start)
    if isinstance(texts, Problem):
        return texts
    made: dict[str, bytes | Source] = {name: done[0].encode() for name, done in texts.items()}
    named = "\n".join(done[0] for name, done in texts.items() if "resources.y" not in name)
    beside = {name: file for name, file in files.items() if name not in texts}
    copied = {name: file for name, file in beside.items() if name in named or kept_materials}
    first = page.value(("event", "start"))
    told = [f"content/{new}/ was made from content/{old}/: {', '.join(sorted([*texts, *copied]))}"]
    if first and (was := parse_date(first[:10])) and isinstance(was, date):
        moved = was + timedelta(days=change.days)
        same = ", to the same day of the week" if change.days % 7 == 0 else ""
        told.append(f"dates moved by {change.days} days{same}: {long_date(was)} is {long_date(moved)} now")
    if len(copied) < len(beside):
        told.append(
            f"not taken over, as nothing but the materials names them: {', '.join(sorted(beside.keys() - copied))}"
        )
    told.append("the page has published: false; see it with faimi-site build --drafts")
    to_do = [f"content/{new}/{name}:{line}: {words}" for name, done in texts.items() for line, words in done[1]]
    return NewEdition({**made, **copied}, tuple(told), tuple(to_do))


def _change(page: Document, new: str, old: str, start: date | None) -> _Change:
    written = page.value(("event", "start"))[:10]
    was = parse_date(written)
    years = [found.group() if found else "" for found in (_YEAR.search(old), _YEAR.search(new))]
    old_year = years[0] or written[:4]
    new_year = str(start.year) if start else years[1] or (str(int(old_year) + 1) if old_year.isdecimal() else "")
    days = 0
    if isinstance(was, date):
        apart = int(new_year) - int(old_year) if new_year and old_year.isdecimal() else 1
        # Whole weeks, so that a Tuesday stays one: the one that is nearest to the same date.
        days = (start - was).days if start else round(apart * 365.2425 / 7) * 7
    return _Change(old, new, old_year, new_year, days)


Done = dict[str, tuple[str, list[tuple[int, str]]]]


def _texts(files: Mapping[str, Source], change: _Change, title: str, start: date | None) -> tuple[Done | Problem, bool]:
    """Return the new texts with what is left to do in each, by line, and whether the materials had to be kept."""
    made: Done = {}
    kept_materials = False
    for name, file in files.items():
        stem, _, ending = name.rpartition("/")[2].rpartition(".")
        if ending != "md" and not (ending in ("yaml", "yml") and stem in ("schedule", "organizers", "resources")):
            continue
        text = read_text(file)
        if isinstance(text, Problem):
            return text, False
        if ending == "md":
            made[name] = _page(name, text.text, change, title if name == "index.md" else "", start)
        elif stem == "schedule":
            document = Document(text.text)
            _schedule(document, change)
            kept_materials = kept_materials or any(path[-1] == "resources" for path, _ in document.left)
            made[name] = document.text, _left(document, document.text)
        elif stem == "organizers":
            document = Document(text.text)
            document.insert(f"# {MARK} the people and their affiliations of this year")
            made[name] = document.text, _left(document, document.text)
    for name, file in files.items():
        if name.rpartition("/")[2] in ("resources.yaml", "resources.yml"):
            text = read_text(file)
            if isinstance(text, Problem):
                return text, False
            sign = "" if kept_materials else "# "
            lines = [line if line.startswith("#") or not line else f"{sign}{line}" for line in text.text.splitlines()]
            document = Document("\n".join([*lines, ""]))
            document.insert(f"# {MARK} the materials of this year; these are the last ones")
            made[name] = document.text, _marks(document.text)
    return made, kept_materials


def _page(name: str, text: str, change: _Change, title: str, start: date | None) -> tuple[str, list[tuple[int, str]]]:
    matter, body = _parted(text)
    page = Document(matter)
    for key in ("title", "description", "nav"):
        page.replace((key,), change.year(page.value((key,))), f"{key} of this year")
    page.replace(("event", "name"), change.year(page.value(("event", "name"))), "name of this year")
    if title:
        page.replace(("title",), title, f"title: {title}")
    page.replace(("permalink",), change.permalink(page.value(("permalink",)), name), "an address of its own")
    for key in _NOT_KEPT:
        page.drop((key,))
    for key in ("start", "end"):
        page.replace(("event", key), change.day(page.value(("event", key))), f"{key} of this year")
    deadlines = page.node(("event", "deadlines"))
    for number in range(len(deadlines.items)) if isinstance(deadlines, Sequence) else ():
        at: Path = ("event", "deadlines", number)
        page.drop((*at, "was"))
        page.replace((*at, "date"), change.day(page.value((*at, "date"))), "the deadline of this year")
    for key in _EMPTIED:
        page.drop(("event", key), "" if key in ("updated", "revision", "status") else f"{key} of this year")
    for keys, words in ((("deadlines",), "the deadlines of this year"), (_PLACE, "the place, and whose guest it is")):
        here = next((key for key in keys if page.node(("event", key)) is not None), None)
        if here:
            page.mark(("event", here), words)
    if not start and page.node(("event", "start")) is not None:
        page.mark(("event", "start"), "the dates, which were moved by whole weeks")
    if page.node(("published",)) is not None:
        page.replace(("published",), "false", "published: false")
    elif (root := page.node(())) is not None and page.text[root.start] == "{":
        page.text = f"{page.text[: root.start + 1]}published: false, {page.text[root.start + 1 :]}"
    else:
        page.insert("published: false")
    page.insert(f"# {MARK} publish the page with published: true")
    whole = f"---\n{page.text.rstrip()}\n---\n{body}"
    first = whole.count("\n", 0, len(whole) - len(body))
    told = change.old_year and re.compile(rf"(?<!\d){change.old_year}(?!\d)")
    of_that_year = [
        (first + number, f"of {change.old_year}? {line.strip()[:70]}")
        for number, line in enumerate(body.splitlines(), 1)
        if (told and told.search(line)) or _OF_THAT_YEAR.search(line)
    ]
    return whole, [*_left(page, whole, 1), *of_that_year]


def _schedule(document: Document, change: _Change) -> None:
    days = document.node(("days",))
    places: list[Path] = [("days", number) for number in range(len(days.items))] if isinstance(days, Sequence) else [()]
    for day in places:
        document.replace((*day, "date"), change.day(document.value((*day, "date"))), "the date of this year")
        document.drop((*day, "room"), "room of this year")
        sessions = document.node((*day, "sessions"))
        for number in range(len(sessions.items)) if isinstance(sessions, Sequence) else ():
            for key in ("room", "recording", "resources"):
                words = "" if key == "recording" else f"{key} of this year"
                document.drop((*day, "sessions", number, key), words)
    document.insert(f"# {MARK} the sessions, speakers and times of this year")


def _parted(text: str) -> tuple[str, str]:
    """Return a page's front matter, and its text."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end()) if opening else None
    return (text[opening.end() : closing.start()], text[closing.end() :]) if opening and closing else ("", text)


def _left(document: Document, whole: str, above: int = 0) -> list[tuple[int, str]]:
    """Return what a text says itself is left to do, and what could not be edited in it, by line."""
    left = []
    for path, words in document.left:
        node = document.node(path[:-1])
        key = node.keys.get(str(path[-1])) if isinstance(node, Node) else None
        left.append((document.text.count("\n", 0, key.start if key else 0) + 1 + above, f"by hand: {words}"))
    return sorted([*_marks(whole), *left])


def _marks(text: str) -> list[tuple[int, str]]:
    return list(_marked(text))


def _marked(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if MARK in line:
            yield number, line.partition(MARK)[2].strip()
