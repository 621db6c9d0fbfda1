"""What each file of a site can say: its keys and what kind of value each takes. A key that is not here is an error."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from faimi_site.load.fields import (
    REF,
    Address,
    Boolean,
    Colour,
    ColourOrMapping,
    Date,
    DeadlineZone,
    Duration,
    Email,
    Font,
    Free,
    Given,
    HostName,
    Identifier,
    Integer,
    Language,
    Line,
    Mode,
    Moment,
    Name,
    NameOrMapping,
    NavName,
    OldAddress,
    OneOrMore,
    Orcid,
    Paragraphs,
    Permalink,
    SessionKind,
    Status,
    Time,
    Zone,
)
from faimi_site.rules import CHECK_RULES
from faimi_site.yamltree import Mapping


class Record(BaseModel):
    """A mapping of known keys; `noun` names it in problems, and it knows the node that it was made from."""

    # Of those within others, pydantic would make a validator each that nobody uses.
    model_config = ConfigDict(extra="forbid", defer_build=True)
    noun: ClassVar[str] = "the file"
    _node: Mapping = PrivateAttr(default_factory=lambda: Mapping(0))

    @classmethod
    def fields(cls) -> list[str]:
        """Return the names of the fields that an author can write."""
        return [name for name, field in cls.model_fields.items() if not field.alias]

    @property
    def node(self) -> Mapping:
        """Return where the record stands in its file."""
        return self._node

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(value)
        if isinstance(value, Given):
            made._node = value.node
        return made


class HostRecord(Record):
    """The conference that an event belongs to."""

    noun = "a host"
    name: Line
    url: Address = ""


class RegistrationRecord(Record):
    """How one registers."""

    noun = "registration"
    url: Address = ""
    fee: Line = ""
    deadline: Date | None = None


class DeadlineRecord(Record):
    """A date to keep."""

    noun = "a deadline"
    title: Line
    date: Date
    time: Time | None = None
    timezone: DeadlineZone = ""
    was: Date | None = None


class EventRecord(Record):
    """What everyone must know of an event."""

    noun = "an event"
    name: Line = ""
    start: Moment | None = None
    end: Moment | None = None
    timezone: Zone = ""
    venue: Line = ""
    address: Line = ""
    room: Line = ""
    city: Line = ""
    country: Line = ""
    mode: Mode = ""
    online_url: Address = ""
    status: Status = "scheduled"
    registration: RegistrationRecord | None = None
    accessibility: Paragraphs = ""
    host: HostRecord | None = None
    deadlines: list[DeadlineRecord] = []
    updated: Moment | None = None
    revision: Integer = 0


class ImageRecord(Record):
    """A page's picture for those who link to it."""

    noun = "an image"
    path: Line
    alt: Line = ""


class FrontMatter(Record):
    """A page's front matter; a key that is not known is the page's own, and reaches its template in `page.params`."""

    model_config = ConfigDict(extra="allow")
    noun = "front matter"
    __pydantic_extra__: dict[str, Free]
    title: Line = ""
    description: Line = ""
    layout: Line = "default"
    permalink: Permalink = ""
    weight: Integer = 0
    redirect_from: Annotated[list[OldAddress], OneOrMore] = []
    redirect_to: Address = ""
    published: Boolean = True
    sitemap: Boolean = True
    lang: Language = ""
    image: ImageRecord | None = None
    nav: NavName = ""
    last_modified_at: Moment | None = None
    canonical_url: Address = ""
    author: Line = ""
    event: EventRecord | None = None


class SpeakerRecord(Record):
    """A speaker by name, or with `person` an id of people.yaml and what is different for this event."""

    noun = "a speaker"
    ref: Annotated[SkipJsonSchema[Line], Field(alias=REF)] = ""
    person: Identifier = ""
    name: Name = ""
    affiliation: Line = ""
    url: Address = ""


class SessionRecord(Record):
    """One row of a programme."""

    noun = "a session"
    start: Time
    end: Time | None = None
    duration: Duration | None = None
    title: Line
    id: Identifier = ""
    kind: SessionKind = ""
    speakers: Annotated[list[Annotated[SpeakerRecord, NameOrMapping]], OneOrMore] = []
    room: Line = ""
    abstract: Paragraphs = ""
    resources: Annotated[list[Identifier], OneOrMore] = []
    recording: Address = ""
    url: Address = ""


class DayRecord(Record):
    """One day of a programme."""

    noun = "a day"
    date: Date | None = None
    timezone: Zone = ""
    room: Line = ""
    sessions: list[SessionRecord] = []


class ScheduleFile(DayRecord):
    """schedule.yaml: the sessions of one day, or `days`, each with its own."""

    noun = "a schedule"
    days: list[DayRecord] = []


class PersonFields(Record):
    """What is said of a person beside the name."""

    noun = "a person"
    affiliation: Line = ""
    role: Line = ""
    url: Address = ""
    orcid: Orcid = ""
    email: Email = ""
    photo: Line = ""
    bio: Paragraphs = ""


class SharedPerson(PersonFields):
    """A person of people.yaml, who is known by the key."""

    name: Name


class PersonRecord(PersonFields):
    """A person, or with `person` an id of people.yaml and what is different for this event."""

    person: Identifier = ""
    name: Name = ""


class PersonOrGroup(PersonRecord):
    """An entry of organizers.yaml: a person, or a group with `title` and `people`."""

    noun = "an entry of organizers"
    title: Line = ""
    people: list[PersonRecord] | None = None


class ResourceRecord(Record):
    """One material: a `file` of the site, or a `url` elsewhere."""

    noun = "a resource"
    title: Line
    file: Line = ""
    url: Address = ""
    id: Identifier = ""
    kind: Line = ""
    authors: Annotated[list[Line], OneOrMore] = []
    license: Line = ""
    lang: Language = ""
    description: Paragraphs = ""


class NavRecord(Record):
    """An entry that is added to the navigation, or the address of one to `hide`."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["title", "url"]}, {"required": ["hide"]}]},
    )
    noun = "an entry of nav"
    title: Line = ""
    url: Address = ""
    hide: Annotated[Address, Field(description="the address of a page or an edition that is not to be shown")] = ""


class EditionRecord(Record):
    """An event whose page is on another site."""

    noun = "an edition"
    title: Line
    url: Address
    start: Date | None = None
    end: Date | None = None
    place: Line = ""


class RepositoryRecord(Record):
    """Where the site's sources are kept."""

    noun = "repository"
    name: Line
    branch: Line = "main"


class AccentRecord(Record):
    """The accent of each colour scheme."""

    noun = "accent"
    light: Colour = ""
    dark: Colour = ""


class ThemeRecord(Record):
    """What a site changes of its theme."""

    noun = "theme"
    accent: Annotated[AccentRecord | None, ColourOrMapping] = None
    logo: Line = ""
    font: Font = ""


class MarkdownRecord(Record):
    """How a site wants its Markdown."""

    noun = "markdown"
    smart_punctuation: Boolean = True
    math: Boolean = True


_RULES = {
    "type": "object",
    "properties": {rule: {"enum": ["error", "warning", "note", "off"]} for rule in CHECK_RULES},
    "additionalProperties": False,
}
_ENTRY = {
    "type": "object",
    "properties": {"path": {"type": "string"}, "rules": _RULES},
    "required": ["path", "rules"],
    "additionalProperties": False,
}
_CHECKS = {"anyOf": [_RULES, {"type": "array", "items": _ENTRY}]}


class SiteFile(Record):
    """site.yaml: the site as a whole."""

    noun = "site.yaml"
    title: Line = ""
    description: Line = ""
    url: Address = ""
    base_path: Line = ""
    lang: Language = "en"
    timezone: Zone = ""
    email: Email = ""
    author: Line = ""
    repository: RepositoryRecord | None = None
    nav: list[NavRecord] = []
    lead: Address = ""
    editions: list[EditionRecord] = []
    theme: ThemeRecord = Field(default_factory=ThemeRecord)
    markdown: MarkdownRecord = Field(default_factory=MarkdownRecord)
    media: Annotated[list[HostName], OneOrMore] = []
    checks: Annotated[Any, WithJsonSchema(_CHECKS)] = None
