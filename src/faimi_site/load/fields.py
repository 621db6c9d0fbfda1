"""The types of an author's values: each takes a text of the YAML tree and reads it by what the field is."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from faimi_site import colours, paths
from faimi_site.lazily import pattern
from faimi_site.problem import Fault, guess
from faimi_site.yamltree import Mapping, Scalar

REF = "\0"  # the key of a name that stands alone in place of a mapping; no author can write it
# Far from both ends of what a datetime can hold, so that no zone and no duration leads beyond them.
_YEARS = range(1900, 2200)

# Names beside the zones of the database that mean another time on each machine, or none.
_NOT_ZONES = frozenset({"localtime", "posixrules", "Factory"})

_DATE = pattern(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = pattern(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?: ?(?:Z|[+-]\d\d:?\d\d))?", re.ASCII)
_TIME = pattern(r"(\d{1,2}):(\d\d)", re.ASCII)
_DURATION = pattern(r"(?:(\d{1,2}):([0-5]\d)|(?:(\d{1,2}) ?h)? ?(?:(\d{1,3}) ?min)?)", re.ASCII)
# Language, script, region, variants (RFC 5646, 2.1).
_LANGUAGE = pattern(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*", re.ASCII
)
_EMAIL = pattern(r"[^\s@<>\"'(),:;]+@[^\s@<>\"'(),:;]+\.[A-Za-z]{2,}")
_ORCID = pattern(r"(?:https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", re.ASCII)
_IDENTIFIER = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HEX = pattern(r"(?:[0-9a-fA-F]{3}){1,2}")
_HOST = pattern(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_EMPTY = {"message": "an entry of the list is empty", "hint": "write it, or delete its line"}


class Given(dict[str, Any]):
    """A mapping as its author gave it, with the node that it came from."""

    def __init__(self, node: Mapping | None = None, values: dict[str, Any] | None = None) -> None:
        super().__init__(values or {})
        self.node = node or Mapping(0)


def parse_text(text: str) -> str | Fault:
    """Return a text as it is written; control characters, which quotes and escapes can bring in, are refused."""
    found = _CONTROL.search(text)
    if not found:
        return text.strip()
    message = f"the text holds the control character U+{ord(found.group()):04X}"
    return Fault(message, "write the text anew: such signs come along when it is copied")


def parse_line(text: str) -> str | Fault:
    """Return a text that fits on one line: line breaks become spaces."""
    checked = parse_text(text)
    return checked if isinstance(checked, Fault) else " ".join(checked.split())


def parse_name(text: str) -> str | Fault:
    """Return a person's name, which has at least one letter."""
    name = parse_line(text)
    if isinstance(name, Fault) or any(character.isalpha() for character in name):
        return name
    return Fault(f"'{text}' is not a name: it has no letter", "write it as the person does")


def parse_date(text: str) -> date | Fault:
    """Return a calendar date written as 2025-09-23."""
    if not _DATE.fullmatch(text):
        return Fault(f"'{text}' is not a date", "write it as 2025-09-23")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Fault(f"'{text}' is not a day of the calendar", "look at the month's length")
    if day.year in _YEARS:
        return day
    return Fault(f"'{text}' is not in the years that events take place in", "look at the year")


def parse_moment(text: str) -> date | datetime | Fault:
    """Return a date, or an instant written as 2025-09-23T08:00 with or without an offset."""
    if not _INSTANT.fullmatch(text):
        day = parse_date(text)
        return day if not isinstance(day, Fault) else Fault(day.message, "write 2025-09-23, or 2025-09-23T08:00")
    day = parse_date(text[:10])
    if isinstance(day, Fault):
        return day
    try:
        return datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
    except ValueError:
        return Fault(f"'{text}' is no instant of the calendar and the clock", "write it as 2025-09-23T08:00")


def parse_time(text: str) -> time | Fault:
    """Return a time of day written as 08:30 or 8:30; 24:00 is written as 00:00 of the next day."""
    found = _TIME.fullmatch(text)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    if text == "24:00":
        return Fault("24:00 is the 00:00 of the next day", "for a session up to midnight, write its duration")
    return Fault(f"'{text}' is not a time", "write it as 08:30, in the venue's own time")


def parse_duration(text: str) -> timedelta | Fault:
    """Return a length of time written as 1:30, 90 min, 2 h or 1 h 30 min."""
    found = _DURATION.fullmatch(text) if text else None
    if found:
        hours, minutes = int(found[1] or found[3] or 0), int(found[2] or found[4] or 0)
        if timedelta() < timedelta(hours=hours, minutes=minutes) <= timedelta(days=1):
            return timedelta(hours=hours, minutes=minutes)
    return Fault(f"'{text}' is not a duration", "write it as 1:30 or as 90 min")


def parse_timezone(text: str) -> str | Fault:
    """Return the name of a time zone of the IANA database."""
    try:
        zoneinfo.ZoneInfo(text)
        # Names in lower case (posix/..., localtime) are the database's own, and mean nothing to a browser.
        known = text not in _NOT_ZONES and text[0].isupper()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if known:
        return text
    if re.match(r"(?:UTC|GMT)?[+-]\d", text):
        return Fault(f"'{text}' is an offset and no time zone", "write the place's zone, such as Asia/Seoul")
    hint = guess(text, zoneinfo.available_timezones() - _NOT_ZONES)
    return Fault(f"'{text}' is not a time zone", hint or "write a name like Asia/Seoul or Europe/Athens")


def parse_deadline_zone(text: str) -> str | Fault:
    """Return the name of a time zone, or AoE for Anywhere on Earth."""
    if text == "AoE":
        return text
    return (
        Fault(f"'{text}' is not a time zone", "did you mean 'AoE'?") if text.lower() == "aoe" else parse_timezone(text)
    )


def parse_language(text: str) -> str | Fault:
    """Return a language tag in the form of BCP 47: en, pt-BR, zh-Hant."""
    if _LANGUAGE.fullmatch(text):
        return text
    return Fault(f"'{text}' is not a language tag", "write it as en or pt-BR")


def parse_email(text: str) -> str | Fault:
    """Return an e-mail address, without `mailto:`."""
    if _EMAIL.fullmatch(text):
        return text
    return Fault(f"'{text}' is not an e-mail address", "write it as name@example.org")


def parse_orcid(text: str) -> str | Fault:
    """Return an ORCID iD as sixteen digits in four groups; its last digit is a check (ISO 7064, MOD 11-2)."""
    found = _ORCID.fullmatch(text)
    if not found:
        return Fault(f"'{text}' is not an ORCID iD", "write it as 0000-0002-1825-0097")
    total = 0
    for digit in found[1].replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = "0123456789X"[(12 - total % 11) % 11]
    if found[1][-1] == check:
        return found[1]
    message = f"'{text}' is not an ORCID iD: its check digit would be {check}"
    return Fault(message, "compare it with the person's page on orcid.org")


def parse_identifier(text: str) -> str | Fault:
    """Return an id of ASCII letters, digits, `-`, `_` and `.`, fit for an address and a file's name."""
    if _IDENTIFIER.fullmatch(text) and len(text) <= 100:
        return text
    return Fault(f"'{text}' is not an id", "write it with letters, digits, '-' and '_'")


def parse_permalink(text: str) -> str | Fault:
    """Return a permalink that maps to an output path."""
    path = paths.output_path(text)
    return path if isinstance(path, Fault) else text


def parse_old_address(text: str) -> str | Fault:
    """Return an old address of the site: a path from `/` on."""
    if not text.startswith("/"):
        hint = f"write it from / on: /{text}" if text else "take it out"
        hint = "write it from / on, without scheme and host" if ":" in text else hint
        return Fault(f"'{text}' is not an address of this site", hint)
    return parse_permalink(text)


def parse_host(text: str) -> str | Fault:
    """Return the name of a host, without scheme and path."""
    return text if _HOST.fullmatch(text) else Fault(f"'{text}' is not a host's name", "write it as www.youtube.com")


def parse_colour(text: str) -> str | Fault:
    """Return a colour as `#rrggbb`: one that CSS names, or gives as hex, rgb() or hsl()."""
    found = colours.parse_colour(text)
    if found:
        return colours.hex_code(found)
    if _HEX.fullmatch(text):
        return Fault(f"'{text}' is not a colour", f'write "#{text}", in quotes')
    hint = guess(text, colours.names()) or 'write its name, as teal, or "#14546b" in quotes'
    return Fault(f"'{text}' is not a colour", hint)


def parse_boolean(scalar: Scalar) -> bool | Fault:
    """Return a truth in YAML's own form, without quotes."""
    if scalar.plain and scalar.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return scalar.text.lower() == "true"
    return Fault(f"'{scalar.text}' is not true or false", "write true or false, without quotes")


def parse_integer(scalar: Scalar) -> int | Fault:
    """Return a whole number in YAML's own form, without quotes, of at most nine digits."""
    if scalar.plain and re.fullmatch(r"[+-]?\d{1,9}", scalar.text, re.ASCII):
        return int(scalar.text)
    return Fault(f"'{scalar.text}' is not a whole number", "write it in digits, without quotes")


def _field(parse: Callable[[str], Any]) -> BeforeValidator:
    return _scalar(lambda scalar: parse(scalar.text))


def _scalar(parse: Callable[[Scalar], Any]) -> BeforeValidator:
    def validate(value: object) -> Any:
        if not isinstance(value, Scalar):
            found = "a list" if isinstance(value, list) else "a mapping"
            message = f"{found} stands where one value is meant"
            hint = "write one value; a text that starts with [ or { needs quotes"
            raise PydanticCustomError("value", "{message}", {"message": message, "hint": hint})
        if value.null:
            raise PydanticCustomError("value", "{message}", _EMPTY)
        parsed = parse(value)
        if isinstance(parsed, Fault):
            raise PydanticCustomError("value", "{message}", {"message": parsed.message, "hint": parsed.hint})
        return parsed

    return BeforeValidator(validate)


def one_of(noun: str, *words: str) -> Callable[[str], str | Fault]:
    """Return a parser that takes one of some words."""

    def parse(text: str) -> str | Fault:
        if text in words:
            return text
        return Fault(f"'{text}' is no {noun}", guess(text, words) or f"write one of: {', '.join(words)}")

    return parse


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _named(value: object) -> object:
    if not isinstance(value, Scalar):
        return value
    return Given(Mapping(value.start, value.end, values={REF: value}), {REF: value})


def _nav_name(scalar: Scalar) -> str | Literal[False] | Fault:
    if scalar.plain and scalar.text.lower() == "false":
        return False
    if scalar.plain and scalar.text.lower() == "true":
        return Fault("'true' is no short name for the navigation", "write the name, or false, or leave nav out")
    return parse_line(scalar.text)


def _free(value: object) -> object:
    """Return a page's own value as its template sees it: truths and whole numbers by YAML's form, all else text."""
    if isinstance(value, dict):
        return {key: _free(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if any(isinstance(inner, Scalar) and inner.null for inner in value):
            raise PydanticCustomError("value", "{message}", _EMPTY)
        return [_free(inner) for inner in value]
    if not isinstance(value, Scalar):
        return value
    for parse in (parse_boolean, parse_integer):
        read = parse(value)
        if not isinstance(read, Fault):
            return read
    return value.text


# What an editor's YAML reader makes of a text: one of digits is a number to it, and a text to us.
_TEXT = WithJsonSchema({"type": ["string", "number", "boolean"]})


def _written_as(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$"})


def _words(noun: str, *words: str) -> tuple[BeforeValidator, WithJsonSchema]:
    return _field(one_of(noun, *words)), WithJsonSchema({"enum": list(words)})


class _OneOrMore:
    """Marks a list of which an author can write the only item alone."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


def _for_both(value: object) -> object:
    if not isinstance(value, Scalar):
        return value
    return Given(Mapping(value.start, value.end, values={"light": value}), {"light": value})


class _ColourOrMapping:
    """Marks a mapping of colours of which an author can write one alone."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_for_both, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


class _NameOrMapping:
    """Marks a mapping that an author can write as a name alone."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_named, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


Line = Annotated[str, _field(parse_line), _TEXT]
Paragraphs = Annotated[str, _field(parse_text), _TEXT]
Name = Annotated[str, _field(parse_name), _TEXT]
Date = Annotated[date, _field(parse_date), _written_as(_DATE.pattern)]
Moment = Annotated[date | datetime, _field(parse_moment), _written_as(f"{_DATE.pattern}|{_INSTANT.pattern}")]
Time = Annotated[time, _field(parse_time), _written_as(_TIME.pattern)]
Duration = Annotated[timedelta, _field(parse_duration), _written_as(_DURATION.pattern)]
Zone = Annotated[str, _field(parse_timezone)]
DeadlineZone = Annotated[str, _field(parse_deadline_zone)]
Language = Annotated[str, _field(parse_language), _written_as(_LANGUAGE.pattern)]
Email = Annotated[str, _field(parse_email), _written_as(_EMAIL.pattern)]
Orcid = Annotated[str, _field(parse_orcid), _written_as(_ORCID.pattern)]
Identifier = Annotated[str, _field(parse_identifier), _written_as(_IDENTIFIER.pattern)]
Permalink = Annotated[str, _field(parse_permalink)]
OldAddress = Annotated[str, _field(parse_old_address), _written_as("/.*")]
Address = Annotated[str, _field(paths.web_address), _written_as("(?:/|https?://).*")]
HostName = Annotated[str, _field(parse_host)]
Boolean = Annotated[bool, _scalar(parse_boolean)]
Integer = Annotated[int, _scalar(parse_integer)]
NavName = Annotated[str | Literal[False], _scalar(_nav_name)]
Mode = Annotated[str, *_words("mode of an event", "in-person", "online", "hybrid")]
Status = Annotated[str, *_words("status of an event", "scheduled", "postponed", "cancelled", "moved-online")]
SessionKind = Annotated[
    str, *_words("kind of session", "lecture", "hands-on", "keynote", "talk", "panel", "break", "social", "other")
]
Colour = Annotated[str, _field(parse_colour), WithJsonSchema({"type": "string"})]
Font = Annotated[str, *_words("font", "system", "sans", "serif")]
Free = Annotated[Any, BeforeValidator(_free)]
OneOrMore = _OneOrMore()
NameOrMapping = _NameOrMapping()
ColourOrMapping = _ColourOrMapping()
