"""The site as frozen values: what its sources are, what they mean, what is made of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime
from functools import cached_property, partial
from itertools import groupby
from typing import Any, BinaryIO, Literal, NamedTuple

from markupsafe import Markup

from faimi_site.frozen import frozen
from faimi_site.problem import Fault, Level, Place

NO_TEXT = Markup("")
EDITIONS = "editions"  # the one section that shows no data of the page's folder
SECTIONS = ("schedule", "organizers", "resources", EDITIONS)


def day_of(moment: date | datetime) -> date:
    """Return the day of a date or an instant."""
    return moment.date() if isinstance(moment, datetime) else moment


@frozen
class Source:
    """One file that the site is made from, named by its path below the site's folder; it is read when asked for.

    While its `stamp` is the same, so are its bytes; an empty one tells nothing.
    """

    path: str
    open: Callable[[], BinaryIO]
    size: int
    stamp: str = ""

    def read(self) -> bytes:
        """Return the file's bytes; an OSError where it has become unreadable."""
        with self.open() as stream:
            return stream.read()


def source(path: str, body: str | bytes) -> Source:
    """Return a source that stands in memory alone."""
    body = body.encode() if isinstance(body, str) else body
    return Source(path, partial(io.BytesIO, body), len(body))


@frozen
class Sources:
    """All that a build depends on: the site's files, the theme's templates and static files, the day, the options."""

    files: Mapping[str, Source]
    theme: Mapping[str, Source]
    today: date
    base_url: str = ""
    drafts: bool = False
    portable: bool = False


@frozen
class Person:
    """Somebody who organizes or speaks; `id` is that of people.yaml, or empty.

    Who is not `known` is a mere name; `own_affiliation` tells that it is written down for this event.
    """

    name: str
    id: str = ""
    affiliation: str = ""
    role: str = ""
    url: str = ""
    orcid: str = ""
    email: str = ""
    photo: str = ""
    bio: Markup = NO_TEXT
    known: bool = True
    own_affiliation: bool = False
    place: Place = field(default=Place(""), compare=False)


@frozen
class Group:
    """People under one title, which is empty where a file has no groups."""

    title: str
    people: tuple[Person, ...]


@frozen
class Picture:
    """A raster image among the site's files: a digest of its bytes, and its size in pixels as it is shown.

    The size is 0 where the format cannot be read. One that `moves` is an animation; `position` tells that it says
    where it was taken.
    """

    digest: str
    width: int
    height: int
    format: str
    moves: bool = False
    position: bool = False


@frozen
class Pdf:
    """What a PDF says of itself; its first page has a width and a height in points."""

    digest: str
    pages: int
    title: str = ""
    lang: str = ""
    tagged: bool = False
    width: float = 0
    height: float = 0


@frozen
class Cover:
    """A picture of a material's first page: its address, and its size in pixels as it is shown."""

    url: str
    width: int
    height: int


@frozen
class Resource:
    """One material: its address (`file` or elsewhere) and, of a file of the site, its source and size in bytes.

    `page` is the address of the page that a notebook has beside its file; `is_named` says that its author gave the id.
    """

    id: str
    title: str
    url: str
    kind: str = ""
    size: int = 0
    authors: tuple[str, ...] = ()
    license: str = ""
    lang: str = ""
    description: Markup = NO_TEXT
    source: str = ""
    pdf: Pdf | None = None
    cover: Cover | None = None
    page: str = ""
    is_named: bool = False
    place: Place = field(default=Place(""), compare=False)

    @property
    def pages(self) -> int:
        """Return how many pages the material has, 0 where it has none."""
        return self.pdf.pages if self.pdf else 0


@frozen
class Session:
    """One row of a programme; `start` and `end` carry the venue's time zone."""

    id: str
    title: str
    start: datetime
    end: datetime
    kind: str = ""
    speakers: tuple[Person, ...] = ()
    room: str = ""
    abstract: Markup = NO_TEXT
    resources: tuple[Resource, ...] = ()
    recording: str = ""
    url: str = ""
    place: Place = field(default=Place(""), compare=False)


@frozen
class Day:
    """The sessions of one day, in order of their start; `timezone` is an IANA name."""

    date: date
    timezone: str
    sessions: tuple[Session, ...]

    @cached_property
    def slots(self) -> tuple[tuple[Session, ...], ...]:
        """Return the sessions that run at one and the same time together, in order of their start."""
        return tuple(tuple(slot) for _, slot in groupby(self.sessions, key=lambda one: (one.start, one.end)))


@frozen
class Deadline:
    """A date to keep, the instant it ends at where a time or `AoE` is given, and the date it had before."""

    title: str
    day: date
    instant: datetime | None = None
    timezone: str = ""
    was: date | None = None
    place: Place = field(default=Place(""), compare=False)


@frozen
class Registration:
    """Where one registers, what it costs, until when."""

    url: str = ""
    fee: str = ""
    deadline: date | None = None


@frozen
class Host:
    """The conference that an event belongs to."""

    name: str
    url: str = ""


@frozen
class Event:
    """What everyone must know of an event: `start` and `end` are dates, or instants with the event's zone."""

    name: str
    start: date | datetime | None = None
    end: date | datetime | None = None
    timezone: str = ""
    venue: str = ""
    address: str = ""
    room: str = ""
    city: str = ""
    country: str = ""
    mode: str = ""
    online_url: str = ""
    status: str = "scheduled"
    registration: Registration | None = None
    accessibility: Markup = NO_TEXT
    host: Host | None = None
    deadlines: tuple[Deadline, ...] = ()
    updated: date | datetime | None = None
    revision: int = 0
    place: Place = field(default=Place(""), compare=False)

    @property
    def is_online(self) -> bool:
        """Return whether the event takes place online alone."""
        return self.mode == "online" or self.status == "moved-online"


@frozen
class Folder:
    """The data files of one folder of pages: a part is None where its file is absent.

    `calendars` is the address that its calendars' addresses start with, or empty where there are none.
    """

    schedule: tuple[Day, ...] | None = None
    organizers: tuple[Group, ...] | None = None
    resources: tuple[Resource, ...] | None = None
    calendars: str = ""

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Return the sessions of all days in their order."""
        return tuple(session for day in self.schedule or () for session in day.sessions)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Return the organizers of all groups in their order."""
        return tuple(person for group in self.organizers or () for person in group.people)


@frozen
class Image:
    """A page's picture for those who link to it, by its address; its size in pixels, or 0 where that is not known."""

    path: str
    alt: str = ""
    width: int = 0
    height: int = 0


@frozen
class Redirect:
    """An address, as an output path, that leads to another one (a site path, or a full address) with its title."""

    path: str
    target: str
    title: str
    lang: str
    place: Place


@frozen
class Section:
    """A marker in a page's text that asks for data of its folder."""

    name: str
    place: Place


@frozen
class NavItem:
    """One entry of the navigation, with the edition that it leads to, or another page by its name."""

    title: str
    url: str
    event: Listed | None = None


@frozen
class Heading:
    """A heading in a table of contents: its level from 2, the id that a link leads to, its words."""

    level: int
    id: str
    title: str


@frozen
class CellLine:
    """Where a line of a notebook's text comes from: its cell, and its number there (0 where it is an output's)."""

    cell: int
    line: int
    start: int = 0
    is_alone: bool = False

    @property
    def name(self) -> str:
        """Return the line in words; without its number where the cell has but one."""
        where = f"cell {self.cell}" if self.line else f"an output of cell {self.cell}"
        return where if self.is_alone or not self.line else f"{where}, line {self.line}"


@frozen
class Notebook:
    """What the page of a notebook shows beside its cells: the addresses of its file and of the page that names it.

    `heading` is its own title with the id `anchor`; `colab` and `binder` are empty where no repository is known.
    The text of its page is that of its Markdown cells; `rest` is its code and its outputs, on the lines after these.
    `lines` tells of each line of both where it comes from.
    """

    file: str
    size: int
    home: NavItem
    heading: Markup = NO_TEXT
    anchor: str = ""
    contents: tuple[Heading, ...] = ()
    license: str = ""
    colab: str = ""
    binder: str = ""
    cover: Cover | None = None
    rest: str = ""
    lines: tuple[CellLine, ...] = ()


def _nothing() -> str:
    return ""


@frozen
class Page:
    """One page: its front matter, its Markdown as HTML with places for sections, and the data of its folder.

    `text` is that of its source, in which its Markdown starts at `body`; `calendar` is an address, or empty. Text and
    HTML are had when they are asked for; `face` and `key` tell whether they, and all else of its own, are the same:
    `face` without what its text alone changes.
    """

    source: str
    path: str
    url: str
    title: str
    place: Place
    body: int = 0
    read: Callable[[], str] = field(default=_nothing, compare=False, repr=False)
    render: Callable[[], str] = field(default=_nothing, compare=False, repr=False)
    face: str = field(default="", compare=False, repr=False)
    key: str = field(default="", compare=False, repr=False)
    description: str = ""
    layout: str = "default"
    weight: int = 0
    redirect_to: str = ""
    draft: bool = False
    sitemap: bool = True
    lang: str = "en"
    image: Image | None = None
    nav: str = ""
    in_nav: bool = True
    last_modified_at: date | datetime | None = None
    canonical_url: str = ""
    author: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    event: Event | None = None
    calendar: str = ""
    sections: tuple[Section, ...] = ()
    data: Folder = Folder()
    notebook: Notebook | None = None

    @cached_property
    def text(self) -> str:
        """Return the text of the page's source; of a notebook, what stands in its cells."""
        return self.read()

    @property
    def html(self) -> str:
        """Return the page's Markdown as HTML; it is not kept, since a build asks for it once or twice."""
        return self.render()

    @property
    def folder(self) -> str:
        """Return the folder of the page's source, below the site's folder."""
        return self.source.rpartition("/")[0]

    @cached_property
    def file_name(self) -> str:
        """Return what the page is called by its file, `Call for papers` for `call-for-papers.md`; the first is Home."""
        folder, _, name = self.source.removeprefix("content/").rpartition("/")
        stem = name.rpartition(".")[0]
        words = (folder.rpartition("/")[2] if stem == "index" else stem).replace("-", " ").replace("_", " ").split()
        return " ".join(words)[:1].upper() + " ".join(words)[1:] or "Home"

    @property
    def programme(self) -> Folder:
        """Return the data of the page's own event: that of its folder where the page is its index."""
        return self.data if self.source == f"{self.folder}/index.md" else Folder()


@frozen
class Elsewhere:
    """An event whose page is on another site."""

    title: str
    url: str
    start: date | None = None
    end: date | None = None
    place: str = ""


@frozen
class Listed:
    """An event in a list of events, of this site or of another; `begins` and `ends` are the instants of its days."""

    title: str
    url: str
    start: date | datetime | None = None
    end: date | datetime | None = None
    place: str = ""
    status: str = "scheduled"
    begins: datetime | None = None
    ends: datetime | None = None


@frozen
class Year:
    """The editions that start in one year, or (0) those without a date."""

    year: int
    events: tuple[Listed, ...]


@frozen
class Repository:
    """Where the site's sources are kept, for links that open a notebook elsewhere."""

    name: str
    branch: str = "main"


@frozen
class Theme:
    """What a site changes of its theme without a template of its own.

    `light` and `dark` are its accents as `#rrggbb`, empty for the theme's own; `font` names a stack of fonts.
    """

    light: str = ""
    dark: str = ""
    logo: Image | None = None
    logo_place: Place = field(default=Place(""), compare=False)
    font: str = ""


@frozen
class MarkdownOptions:
    """How a site wants its Markdown."""

    smart_punctuation: bool = True
    math: bool = True


@frozen
class CheckLevel:
    """The level (None: off) that a site gives to a rule of the checks, for the files that a glob matches."""

    path: str
    rule: str
    level: Level | None


@frozen
class Config:
    """`site.yaml`: `url` is scheme and host, `base_path` is empty or starts with `/` and does not end with one.

    `home` and `home_path` are the site's own `url` and `base_path`, whatever address it is built for. `nav` is added to
    the navigation, `nav_hidden` are addresses of what is taken out of it, and `lead` is the address of the edition that
    leads the site. A `portable` site opens from any folder: its pages are linked by relative addresses.
    """

    title: str = ""
    description: str = ""
    url: str = ""
    home: str = ""
    base_path: str = ""
    home_path: str = ""
    portable: bool = False
    lang: str = "en"
    timezone: str = ""
    email: str = ""
    author: str = ""
    repository: Repository | None = None
    nav: tuple[NavItem, ...] = ()
    nav_hidden: tuple[str, ...] = ()
    lead: str = ""
    editions: tuple[Elsewhere, ...] = ()
    theme: Theme = Theme()
    markdown: MarkdownOptions = MarkdownOptions()
    media: tuple[str, ...] = ()
    checks: tuple[CheckLevel, ...] = ()


@frozen
class DataFile:
    """A file that a section shows, and the folder of the pages that can show it."""

    folder: str
    section: str
    path: str


@frozen
class Site:
    """All that is published: `files` with their output paths, people by id, texts by source, templates by name.

    `hidden` are the digests of pages that are not published, by source. `pictures` are the raster images among the
    files, by output path; a fault stands for one that cannot be read. `fonts` are the theme's, by file name, for what
    is drawn.
    """

    config: Config
    today: date
    pages: tuple[Page, ...]
    redirects: tuple[Redirect, ...]
    files: tuple[tuple[str, Source], ...]
    data_files: tuple[DataFile, ...]
    people: Mapping[str, Person]
    texts: Mapping[str, str]
    templates: Mapping[str, Source]
    hidden: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture | Fault] = field(default_factory=dict)
    fonts: Mapping[str, Source] = field(default_factory=dict)


class Address(NamedTuple):
    """One address in a page, for the nth time (from 0), and how its author wrote it, for the nth time in that form.

    `form` is None where the address could not be resolved, and empty where nobody wrote it. A browser `loads` it at
    once, or a visitor follows it; `image` tells that a picture is meant.
    """

    address: str
    nth: int
    form: str | None
    form_nth: int
    tag: str
    rel: str
    loads: bool
    image: bool


class Finding(NamedTuple):
    """One fault of a page: the rule, what is wrong and what to do, and the element by its key, the nth of that."""

    rule: str
    message: str
    hint: str
    wanted: tuple[str, str]
    number: int = 0


@frozen
class Look:
    """What checks look at in a finished page: its references, what a fragment can name, ids that two elements have.

    `mentions` are values in it that may name pictures, `scripts` its scripts that may.
    """

    references: tuple[Address, ...] = ()
    anchors: frozenset[str] = frozenset()
    doubled: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    mentions: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@frozen
class Kept:
    """Bytes that the output folder holds already, by their digest."""

    digest: str


Kind = Literal["page", "redirect", "file"]


@frozen
class Output:
    """One file of the built site: its path, its body, who asks for it, and of a page what checks look at in it.

    The body is bytes, the source they are copied from, or what the output folder holds by now. `shows` names the
    output paths of files that a page shows in smaller sizes.
    """

    path: str
    body: bytes | Source | Kept = field(repr=False)
    kind: Kind
    owner: Place
    look: Look | None = field(default=None, repr=False)
    shows: frozenset[str] = field(default=frozenset(), repr=False)
