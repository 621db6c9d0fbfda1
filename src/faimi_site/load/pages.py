"""content/**/*.md, as pages: front matter and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from markupsafe import Markup

from faimi_site import markdown, paths
from faimi_site.load.files import CONTENT, Published
from faimi_site.load.prose import prose
from faimi_site.load.schema import DeadlineRecord, EventRecord, FrontMatter
from faimi_site.load.validate import validated
from faimi_site.memory import Memory
from faimi_site.model import (
    Config,
    Deadline,
    Event,
    Folder,
    Host,
    Image,
    Page,
    Redirect,
    Registration,
    Section,
    Source,
)
from faimi_site.problem import Fault, Level, Place, Problem, guess, split
from faimi_site.templates import date_span, layouts
from faimi_site.text import Text, control_characters, read_text
from faimi_site.yamltree import Scalar, Sequence, Tree, parse

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_LATE = re.compile(r"\s+---[ \t]*\n[A-Za-z_]+:")


@dataclass(frozen=True)
class Draft:
    """A page as far as its own file tells: its text, where its Markdown starts, its front matter, its HTML."""

    source: str
    text: Text
    body: int
    tree: Tree
    matter: FrontMatter
    rendered: markdown.Rendered
    readable: bool

    @property
    def folder(self) -> str:
        """Return the folder of the page, below the site's folder."""
        return self.source.rpartition("/")[0]


def drafts(sources: Mapping[str, Source], memory: Memory) -> Iterator[Draft | Problem]:
    """Yield what each page's own file tells, with the problems of its text."""
    for path in sorted(path for path in sources if path.startswith(CONTENT) and path.endswith(".md")):
        yield from _draft(sources[path], memory)


def event(draft: Draft, config: Config, memory: Memory) -> Iterator[Event | Problem]:
    """Yield the event that a page's front matter tells of; nothing where it has none."""
    record = draft.matter.event
    if record is None:
        return
    accessibility = prose(record.accessibility, draft.tree.place_of(record.node, "accessibility"), memory)
    if isinstance(accessibility, Problem):
        yield accessibility
        accessibility = Markup("")
    zone = record.timezone or config.timezone
    start, end = _local(record.start, zone), _local(record.end, zone)
    yield from _in_order(draft.tree, record, start, end)
    deadlines, problems = split(_deadline(one, zone, draft.tree) for one in record.deadlines)
    yield from problems
    registration, host = record.registration, record.host
    yield Event(
        name=record.name or draft.matter.title or draft.rendered.heading,
        start=start,
        end=end,
        timezone=zone,
        venue=record.venue,
        address=record.address,
        room=record.room,
        city=record.city,
        country=record.country,
        mode=record.mode,
        online_url=record.online_url,
        status=record.status,
        registration=Registration(registration.url, registration.fee, registration.deadline) if registration else None,
        accessibility=accessibility,
        host=Host(host.name, host.url) if host else None,
        deadlines=tuple(deadlines),
        updated=record.updated,
        revision=record.revision,
    )


def page(
    draft: Draft,
    of_event: Event | None,
    data: Folder,
    config: Config,
    files: Published,
    templates: Mapping[str, Source],
) -> Iterator[Page | Problem]:
    """Yield the page that a draft becomes with what stands around it, and the problems of that."""
    matter, tree = draft.matter, draft.tree
    path = page_path(draft)
    if isinstance(path, Fault):
        yield Problem("file/name", Level.ERROR, Place(draft.source), path.message, path.hint)
        return
    image = files.find(matter.image.path, draft.folder) if matter.image else None
    if matter.image and isinstance(image, Fault):
        place = tree.place_of(matter.image.node, "path")
        yield Problem("file/missing", Level.ERROR, place, f"image: {image.message}", image.hint)
    layout = _layout(draft, templates)
    if isinstance(layout, Problem):
        yield layout
    sections = tuple(_sections(draft))
    for section in sections:
        if getattr(data, section.name) is None:
            message = f"[{section.name.upper()}] needs {draft.folder}/{section.name}.yaml, and there is none"
            yield Problem(
                "section/no-data",
                Level.ERROR,
                section.place,
                message,
                "write the file, or take the marker out",
            )
    yield Page(
        source=draft.source,
        path=path,
        url=paths.address(path),
        title=_title(draft, of_event),
        text=draft.text.text,
        place=Place(draft.source),
        body=draft.body,
        html=draft.rendered.html,
        description=matter.description or (_summary(of_event) if of_event else ""),
        layout=layout if isinstance(layout, str) else "default",
        weight=matter.weight,
        redirect_to=matter.redirect_to,
        draft=not matter.published,
        sitemap=matter.sitemap,
        lang=matter.lang or config.lang,
        image=Image(image[0], matter.image.alt) if matter.image and isinstance(image, tuple) else None,
        nav=matter.nav or "",
        in_nav=matter.nav is not False,
        last_modified_at=matter.last_modified_at,
        canonical_url=matter.canonical_url,
        author=matter.author or config.author,
        params=dict(matter.__pydantic_extra__ or {}),
        event=of_event,
        sections=sections,
        data=data,
    )


def page_path(draft: Draft) -> str | Fault:
    """Return the output path of a page."""
    if draft.matter.permalink:
        return paths.output_path(draft.matter.permalink)
    return paths.fitting(paths.clean_path(draft.source.removeprefix(CONTENT)))


def redirects(draft: Draft, own: Page) -> Iterator[Redirect | Problem]:
    """Yield the old addresses that lead to a page, and where the page itself leads elsewhere; a note for its own."""
    node = draft.matter.node.values.get("redirect_from")
    items = node.items if isinstance(node, Sequence) else [node]
    for item in items:
        path = paths.output_path(item.text) if isinstance(item, Scalar) and not item.null else Fault("")
        if isinstance(path, Fault) or not isinstance(item, Scalar):
            continue
        place = draft.tree.place_of(item)
        if path == own.path:
            message = f"'{item.text}' is the page's own address; it needs no redirect"
            yield Problem("redirect/own-address", Level.NOTE, place, message)
        else:
            yield Redirect(path, own.redirect_to or own.url, own.title, own.lang, place)
    if own.redirect_to:
        yield Redirect(own.path, own.redirect_to, own.title, own.lang, draft.tree.place("redirect_to"))


def _draft(source: Source, memory: Memory) -> Iterator[Draft | Problem]:
    text = read_text(source)
    if isinstance(text, Problem):
        yield text
        return
    tree, body, problems = _front_matter(text)
    # What stands in the front matter has been reported with it.
    controls = [p for p in control_characters(text, allowed="\f\v\x02\x03") if p.place.line >= text.place(body).line]
    records, wrong = split(validated(FrontMatter, tree))
    matter, misspelt = records[0] if records else FrontMatter.model_validate({}), list(_misspelt(tree))
    rendered = markdown.render(text.text[body:], memory)
    if isinstance(rendered, Fault):
        place = text.place(body)
        yield Problem("markdown/failed", Level.ERROR, place, rendered.message, rendered.hint)
        rendered = markdown.Rendered("")
    yield from [*problems, *controls, *wrong, *misspelt]
    yield Draft(source.path, text, body, tree, matter, rendered, readable=not (problems or misspelt or wrong))


def _front_matter(text: Text) -> tuple[Tree, int, list[Problem]]:
    """Return the tree of a page's front matter, where its body starts, and what is wrong with the former."""
    none = Tree(text, Scalar(0, 0, "", plain=True))
    opening = _OPENING.match(text.text)
    if not opening:
        if late := _LATE.match(text.text):
            place = text.place(late.group().index("---"), 3)
            message = "front matter starts on the first line of a file, or it is text"
            problem = Problem("front-matter/late", Level.ERROR, place, message, "take out what stands above it")
            return none, 0, [problem]
        return none, 0, []
    closing = _CLOSING.search(text.text, opening.end())
    if not closing:
        message, hint = (
            "the front matter that starts here is never closed",
            "end it with a line of three dashes: ---",
        )
        return (
            none,
            opening.end(),
            [Problem("front-matter/unclosed", Level.ERROR, text.place(0, 3), message, hint)],
        )
    tree = parse(text, opening.end(), closing.start())
    if isinstance(tree, list):
        return none, closing.end(), tree
    return tree, closing.end(), []


def _misspelt(tree: Tree) -> Iterator[Problem]:
    """Yield a problem for each key of a page's own that is nearly a known one."""
    known = FrontMatter.model_fields
    for key in getattr(tree.root, "keys", {}):
        if key in known:
            continue
        near = [name for name in known if _same_but_for_form(key, name) or one_edit_apart(key, name)]
        if near:
            message = f"front matter has no field '{key}'"
            yield Problem("field/unknown", Level.ERROR, tree.key_place(key), message, guess(near[0], near))


def one_edit_apart(one: str, other: str) -> bool:
    """Return whether one letter added, taken away, changed or swapped with its neighbour makes one word the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:] and len(one) > 1
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped


def _same_but_for_form(one: str, other: str) -> bool:
    return one.replace("-", "_").casefold().replace("_", "") == other.replace("_", "")


def _title(draft: Draft, of_event: Event | None) -> str:
    """Return a page's title; where its front matter cannot be read, its source, so that none is said to be missing."""
    title = draft.matter.title or draft.rendered.heading or (of_event.name if of_event else "")
    return title if title or draft.readable else draft.source


def _summary(of_event: Event) -> str:
    """Return an event in one line: name, days and place."""
    days = date_span(of_event.start, of_event.end) if of_event.start else ""
    return ", ".join(filter(None, (of_event.name, days, of_event.venue, of_event.city, of_event.country)))


def _layout(draft: Draft, templates: Mapping[str, Source]) -> str | Problem:
    known = layouts(templates)
    if draft.matter.layout in known:
        return draft.matter.layout
    message = f"layout: there is no layout '{draft.matter.layout}'"
    hints = guess(draft.matter.layout, known), f"there are: {', '.join(known)}"
    return Problem("page/layout", Level.ERROR, draft.tree.place("layout"), message, " ".join(filter(None, hints)))


def _sections(draft: Draft) -> Iterator[Section]:
    """Yield the sections that a page asks for, each at its marker: the nth one in the HTML is the nth in the text."""
    found: dict[str, list[re.Match[str]]] = {}
    for marker in markdown.MARKER.finditer(draft.text.text, draft.body):
        found.setdefault(marker.group(1).lower(), []).append(marker)
    for name in draft.rendered.sections:
        markers = found.get(name, [])
        start = markers.pop(0).start(1) - 1 if markers else None
        yield Section(name, Place(draft.source) if start is None else draft.text.place(start, len(name) + 2))


def _deadline(record: DeadlineRecord, zone: str, tree: Tree) -> Deadline | Problem:
    """Return a deadline; one Anywhere on Earth (UTC-12) lasts to the end of its day where no time is given."""
    named = record.timezone or (zone if record.time else "")
    instant = None
    if named == "AoE":
        instant = datetime.combine(record.date, record.time or time(23, 59), timezone(timedelta(hours=-12), "AoE"))
    elif record.time and not named:
        message, hint = "the deadline's time is in no time zone", "write timezone: AoE, or one like Asia/Seoul"
        return Problem("event/no-timezone", Level.ERROR, tree.place_of(record.node, "time"), message, hint)
    elif record.time:
        instant = datetime.combine(record.date, record.time, ZoneInfo(named))
    return Deadline(record.title, record.date, instant, named, record.was)


def _local(moment: date | datetime | None, zone: str) -> date | datetime | None:
    if isinstance(moment, datetime) and moment.tzinfo is None and zone:
        return moment.replace(tzinfo=ZoneInfo(zone))
    return moment


def _in_order(
    tree: Tree, record: EventRecord, start: date | datetime | None, end: date | datetime | None
) -> Iterator[Problem]:
    """Yield a problem where an event ends before it starts, ends without a start, or has instants in no zone."""
    for key, moment in (("start", start), ("end", end)):
        if isinstance(moment, datetime) and moment.tzinfo is None:
            place, message = tree.place_of(record.node, key), f"{key}: the time is in no time zone"
            yield Problem("event/no-timezone", Level.ERROR, place, message, "write timezone: Asia/Seoul beside it")
            return
    if end is None:
        return
    place = tree.place_of(record.node, "end")
    if start is None:
        if not record.node.gives("start"):
            yield Problem("event/no-start", Level.ERROR, place, "the event ends, and has no start", "write its start")
    elif _comparable(end) < _comparable(start):
        message = f"the event ends {end}, before it starts {start}"
        yield Problem("event/ends-before-start", Level.ERROR, place, message, "swap start and end?")


def _comparable(moment: date | datetime) -> tuple[date, datetime | None]:
    return (moment.date(), moment) if isinstance(moment, datetime) else (moment, None)
