"""A new edition of an event: last year's folder with its dates moved, and what was of that year alone taken out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from faimi_site import paths
from faimi_site.check.leftovers import MARK
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.load.drafts import CLOSING, OPENING
from faimi_site.load.fields import parse_date
from faimi_site.model import Source, Sources
from faimi_site.phrases import long_date
from faimi_site.problem import Fault, Problem, counted
from faimi_site.scaffold.alone import NUMBERED, days_of, emptied_values, held_days, sessions_of
from faimi_site.scaffold.emptied import emptied, first_title, is_of_one_year
from faimi_site.scaffold.names import inside, not_there, old_name, taken
from faimi_site.scaffold.ordinals import ordinals
from faimi_site.scaffold.yamledit import Document, Path
from faimi_site.scaffold.years import YEAR, Change, own_name
from faimi_site.text import read_text
from faimi_site.yamltree import Mapping as Node
from faimi_site.yamltree import Sequence

_OF_THAT_YEAR = pattern(
    r"\b(?:results?|winners?|awards?|recordings?|videos?|photos?|gallery|leaderboards?|recap|watch\s+again"
    r"|accepted\s+(?:papers|abstracts|posters|talks|contributions|submissions))\b",
    re.IGNORECASE,
)
_GOES_ON = pattern(r"</h[1-6]\s*>\s*\S", re.IGNORECASE)
_NOT_KEPT = ("redirect_from", "redirect_to", "canonical_url", "last_modified_at")
_EMPTIED = ("room", "online_url", "registration", "updated", "revision", "status")
_PLACE = ("timezone", "venue", "address", "city", "country", "mode", "host")
_MOVED: tuple[Path, ...] = (("title",), ("description",), ("nav",), ("event", "name"))
_DATES = ("date", "start", "end")


@frozen
class NewEdition:
    """The files of a new edition by their paths in its folder, and what a person is told about it, line by line."""

    files: Mapping[str, bytes | Source]
    told: tuple[str, ...]
    to_do: tuple[str, ...]


@frozen
class _Made:
    """A new text, what is left to do in it by line, and what was taken out: headings and lines of the old text."""

    text: str
    to_do: tuple[tuple[int, str], ...]
    gone: tuple[tuple[str, int, int], ...] = ()


def new_edition(sources: Sources, new: str, old: str, title: str, start: date | None) -> NewEdition | Fault | Problem:
    """Return the new edition of an event of a site; a fault where there is no such event, a problem in its page."""
    old = old_name(old)
    below = f"content/{old}/"
    files = {path.removeprefix(below): file for path, file in sources.files.items() if path.startswith(below)}
    if "index.md" not in files or not old:
        return not_there(old, _editions(sources))
    if in_the_way := inside(new, old) or taken(sources.files, new):
        return in_the_way
    text = read_text(files["index.md"])
    if isinstance(text, Problem):
        return text
    page = _front_matter(text.text)
    if not isinstance(page.node(("event",)), Node):
        return Fault(
            f"content/{old}/index.md has no event: that can be read", "build the site, and mend the page first"
        )
    change = _change(page, new, old, start)
    if isinstance(change, Fault):
        return change
    change = replace(change, addresses=tuple(_addresses(files, old)), url=_url(sources))
    schedules, resources = list(_data_files(files, "schedule")), list(_data_files(files, "resources"))
    change = replace(change, held=held_days(page, schedules), emptied=emptied_values(page, schedules, resources))
    texts, kept_materials = _texts(files, change, title, start)
    if isinstance(texts, Problem):
        return texts
    made: dict[str, bytes | Source] = {name: _as_written(files[name], done.text) for name, done in texts.items()}
    named = "\n".join(done.text for name, done in texts.items() if "resources.y" not in name)
    beside = {name: file for name, file in files.items() if name not in texts}
    copied = {name: file for name, file in beside.items() if name in named or kept_materials}
    told = [f"content/{new}/ was made from {below}: {', '.join(sorted([*texts, *copied]))}"]
    told += _told_of_dates(page, texts["index.md"].text, change)
    for name, done in texts.items():
        told += [f"taken out: '{words}', which is in {below}{name}:{first}-{last}" for words, first, last in done.gone]
    if len(copied) < len(beside):
        told.append(f"not taken over, as nothing that was kept names them: {', '.join(sorted(beside.keys() - copied))}")
    told.append("the page has published: false; see it with faimi-site build --drafts")
    to_do = [f"content/{new}/{name}:{line}: {words}" for name, done in texts.items() for line, words in done.to_do]
    return NewEdition({**made, **copied}, tuple(told), tuple(to_do))


def _editions(sources: Sources) -> Iterator[str]:
    """Yield the folders of the editions of a site, below content/."""
    for path, file in sources.files.items():
        if path.startswith("content/") and path.endswith("/index.md") and path != "content/index.md":
            text = read_text(file)
            if not isinstance(text, Problem) and _front_matter(text.text).node(("event",)) is not None:
                yield path.removeprefix("content/").removesuffix("/index.md")


def _front_matter(text: str) -> Document:
    return Document(_parted(text)[0])


def _addresses(files: Mapping[str, Source], old: str) -> Iterator[str]:
    """Yield the addresses of the pages of an edition, but that of a home page, to which every site may link."""
    for name, file in files.items():
        text = read_text(file) if name.endswith(".md") else None
        if text is None or isinstance(text, Problem):
            continue
        page = _front_matter(text.text)
        written = page.value(("permalink",)) or paths.address(paths.clean_path(f"{old}/{name}"))
        own = paths.as_shown(written)
        yield from (one for one in (own, f"/{old}/") if one.strip("/"))


def _data_files(files: Mapping[str, Source], kind: str) -> Iterator[Document]:
    """Yield the data of a kind that stands in the folder of an edition, as far as it can be read."""
    for name, file in files.items():
        text = read_text(file) if name.rpartition("/")[2] in (f"{kind}.yaml", f"{kind}.yml") else None
        if text is not None and not isinstance(text, Problem):
            yield Document(text.text)


def _url(sources: Sources) -> str:
    """Return the address of a site, as its settings say it; empty where they say none."""
    file = sources.files.get("site.yaml") or sources.files.get("site.yml")
    text = read_text(file) if file else None
    if text is None or isinstance(text, Problem):
        return ""
    settings = Document(text.text)
    return settings.value(("url",)).rstrip("/") + settings.value(("base_path",)).rstrip("/")


def _as_written(file: Source, text: str) -> bytes:
    """Return a new text with the line ends of the file that it was made from."""
    return text.replace("\n", "\r\n").encode() if b"\r\n" in file.read() else text.encode()


def _told_of_dates(old: Document, new: str, change: Change) -> Iterator[str]:
    """Yield by how much dates moved, if that of the event did."""
    first = old.value(("event", "start"))
    was = parse_date(first[:10])
    moved = parse_date(_front_matter(new).value(("event", "start"))[:10])
    if not isinstance(was, date) or not isinstance(moved, date):
        return
    if moved == was:
        yield f"the event still starts on {long_date(was)}"
    else:
        same = ", to the same day of the week" if change.days % 7 == 0 else ""
        yield f"dates moved by {change.days} days{same}: {long_date(was)} is {long_date(moved)} now"


def _change(page: Document, new: str, old: str, start: date | None) -> Change | Fault:
    written = page.value(("event", "start"))[:10]
    was = parse_date(written)
    of_old, of_new = ([found.group() for found in YEAR.finditer(name)] for name in (old, new))
    if start and of_new and str(start.year) not in of_new:
        return Fault(
            f"--start {start} is not in {of_new[0]}, the year in the name '{new}'",
            "choose another name, or another day",
        )
    if start and not isinstance(was, date):
        message = f"content/{old}/index.md has no start: in its event that --start could move from"
        return Fault(message, "leave --start out, or write that start: first")
    old_year = of_old[0] if of_old else written[:4] if isinstance(was, date) else ""
    following = str(int(old_year) + 1) if old_year else ""
    new_year = str(start.year) if start else of_new[0] if of_new else following
    days = 0
    if isinstance(was, date):
        apart = int(new_year) - int(old_year) if new_year and old_year else 1
        # Whole weeks, so that a Tuesday stays one: the one that is nearest to the same date.
        days = (start - was).days if start else round(apart * 365.2425 / 7) * 7
    return Change(old, new, old_year, new_year, days)


def _texts(
    files: Mapping[str, Source], change: Change, title: str, start: date | None
) -> tuple[dict[str, _Made] | Problem, bool]:
    """Return the new texts by the names of their files, and whether the materials had to be kept."""
    made: dict[str, _Made] = {}
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
            made[name] = _data(document, change, "the sessions, speakers and times of this year")
        elif stem == "organizers":
            made[name] = _data(Document(text.text), change, "the people and their affiliations of this year")
    for name, file in files.items():
        if name.rpartition("/")[2] in ("resources.yaml", "resources.yml"):
            text = read_text(file)
            if isinstance(text, Problem):
                return text, False
            sign = "" if kept_materials else "# "
            lines = [line if line.startswith("#") or not line else f"{sign}{line}" for line in text.text.splitlines()]
            document = Document("\n".join([*lines, ""]))
            or_not = "" if kept_materials else ": write them here, or remove the file and the page's [RESOURCES]"
            document.insert(f"# {MARK} the materials of this year{or_not}; these are the last ones")
            made[name] = _Made(document.text, tuple(_marks(document.text)))
    return made, kept_materials


def _data(document: Document, change: Change, words: str) -> _Made:
    """Return a data file with its marks: what could not be edited, what names the old year, and what holds for all."""
    _mark(document, lambda path, text: _question(path, text, change))
    document.insert(f"# {MARK} {words}")
    return _Made(document.text, tuple(_marks(document.text)))


def _mark(document: Document, question: Callable[[Path, str], str]) -> None:
    """Mark what could not be edited, be it the whole text, and the other values of which there is something to ask."""
    left = [path for path, _ in document.left]
    document.mark_left()
    if wrong := document.wrong():
        document.insert(f"# {MARK} by hand: all of it, with its rooms and days; it cannot be read: {wrong}")
    document.mark_values(
        lambda path, text: "" if any(path[: len(one)] == one for one in left) else question(path, text)
    )


def _page(name: str, text: str, change: Change, title: str, start: date | None) -> _Made:
    matter, body = _parted(text)
    page = Document(matter)
    titled = _title(page, body)
    asked = {at: _asked(at, page.value(at), change) for at in _MOVED if not title or at != ("title",)}
    for at in asked:
        page.edit(at, change.words, f"{at[-1]} of this year")
    if title and page.node(("title",)) is None:
        page.add("title", json.dumps(title, ensure_ascii=False))
    elif title:
        page.replace(("title",), title, f"title: {title}")
    page.replace(("permalink",), change.permalink(page.value(("permalink",)), name), "an address of its own")
    for key in _NOT_KEPT:
        page.drop((key,))
    was = page.value(("event", "start"))
    for key in ("start", "end"):
        page.edit(("event", key), change.day, f"{key} of this year")
    deadlines = page.node(("event", "deadlines"))
    for number in range(len(deadlines.items)) if isinstance(deadlines, Sequence) else ():
        one: Path = ("event", "deadlines", number)
        page.drop((*one, "was"))
        page.edit((*one, "date"), change.day, "the deadline of this year")
    for key in _EMPTIED:
        page.drop(("event", key), "" if key in ("updated", "revision", "status") else f"{key} of this year")
    is_same = titled and _title(page, body) == titled and ("title",) not in [path for path, _ in page.left]
    _mark(page, lambda path, value: asked.get(path, "") if path in _MOVED else _question(path, value, change))
    if is_same:
        page.mark(("title",), f"a title of its own: the old page is called '{titled}' too")
    for keys, words in ((("deadlines",), "the deadlines of this year"), (_PLACE, "the place, and whose guest it is")):
        here = next((key for key in keys if page.node(("event", key)) is not None), None)
        if here:
            page.mark(("event", here), words)
    if not start and page.value(("event", "start")) != was:
        page.mark(("event", "start"), "the dates, which were moved by whole weeks")
    if page.node(("published",)) is not None:
        page.replace(("published",), "false", "published: false")
        page.mark_left()
    else:
        page.add("published", "false")
    names = [] if name == "index.md" else [page.value(("title",)), own_name(name).rpartition("/")[2]]
    of_one_year = next(filter(is_of_one_year, names), "")
    shorter = emptied(body, of_one_year)
    above = text.count("\n", 0, len(text) - len(body))
    listed = list(_listed(shorter.text, change))
    if listed:
        last = f"{change.old_year} or of " if change.old_year else ""
        page.insert(f"# {MARK} {counted(len(listed), 'line')} of the text that may speak of {last}the last edition")
    page.insert(f"# {MARK} publish the page with published: true")
    whole = f"---\n{page.text.rstrip()}\n---\n{shorter.text}"
    first = whole.count("\n", 0, len(whole) - len(shorter.text))
    of_that_year = ((first + number, words) for number, words in listed)
    gone = tuple((words, above + start, above + end) for words, start, end in shorter.gone)
    return _Made(whole, tuple(sorted([*_marks(whole), *of_that_year])), gone)


def _listed(body: str, change: Change) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page's Markdown that a person must look at, by their numbers."""
    lines = body.splitlines()
    for number, line in enumerate(lines, 1):
        # What stands above a mark is told by it.
        is_marked = any(MARK in one for one in lines[number : number + 2]) and not _GOES_ON.search(line)
        speaks = change.speaks_of_old(line) or (_OF_THAT_YEAR.search(line) and not is_marked)
        if speaks and MARK not in line:
            yield number, f"of {change.old_year or 'the last edition'}? {line.strip()[:70]}"


def _title(page: Document, body: str) -> str:
    """Return the title of a page: in its front matter, its first heading, or the name of its event."""
    return page.value(("title",)) or first_title(body) or page.value(("event", "name"))


def _asked(at: Path, old: str, change: Change) -> str:
    """Return what to ask of a value whose year is moved: what was of the old edition in it and could not be moved."""
    asked = [f"{day}: which day now?" for day in change.unsure_days(old)]
    rest = change.without_days(old)
    # What comes first in a description is seldom an edition.
    numbers = ((now, then) for now, then in ordinals(rest) if now[0].isdigit() or at in NUMBERED)
    asked += [f"{now}: the {then} now?" for now, then in numbers]
    asked += [f"{found}: what now?" for found in change.emptied_in(rest) if not any(ordinals(found))]
    return "; ".join(dict.fromkeys(asked))


def _question(path: Path, text: str, change: Change) -> str:
    """Return what to ask of a value that speaks of the old edition; empty where it does not."""
    is_moved = path[-1] in _DATES and isinstance(parse_date(text[:10]), date)
    if path[0] == "event" and path[-1] in _PLACE:
        # The place is asked about as a whole.
        change = replace(change, emptied=None)
    if is_moved or not change.speaks_of_old(text):
        return ""
    return f"of {change.old_year or 'the last edition'}? {path[-1]}: {' '.join(text.split())[:70]}"


def _schedule(document: Document, change: Change) -> None:
    for day in days_of(document):
        document.edit((*day, "date"), change.day, "the date of this year")
        document.drop((*day, "room"), "room of this year")
        for session in sessions_of(document, day):
            for key in ("room", "recording", "resources"):
                document.drop((*session, key), f"{key} of this year")


def _parted(text: str) -> tuple[str, str]:
    """Return a page's front matter, and its text."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end()) if opening else None
    return (text[opening.end() : closing.start()], text[closing.end() :]) if opening and closing else ("", text)


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """Yield what a text says itself is left to do, by line."""
    for number, line in enumerate(text.splitlines(), 1):
        if MARK in line:
            yield number, line.partition(MARK)[2].removesuffix("-->").strip()
