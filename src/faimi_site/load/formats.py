"""docs/formats.md: every field of the files that authors write, from the records that read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import get_annotations

from faimi_site.load import schema
from faimi_site.load.descriptions import DESCRIPTIONS
from faimi_site.load.schema import (
    FrontMatter,
    PersonOrGroup,
    Record,
    ResourceRecord,
    ScheduleFile,
    SharedPerson,
    SiteFile,
)

FILES: tuple[tuple[str, str, type[Record]], ...] = (
    ("site.yaml", "The site as a whole. The folder that holds it is the site.", SiteFile),
    (
        "Front matter",
        "A mapping between two lines of `---` at the start of a page. Templates have its other keys in `page.params`.",
        FrontMatter,
    ),
    ("schedule.yaml", "The programme of the event whose page is beside it.", ScheduleFile),
    ("organizers.yaml", "A list of the event's people, or of groups of them.", PersonOrGroup),
    ("people.yaml", "In `content/`: people of several events, a mapping from an id to each of them.", SharedPerson),
    ("resources.yaml", "A list of the event's materials.", ResourceRecord),
)
_VALUES = {
    "Line": "text",
    "Paragraphs": "Markdown",
    "Name": "name",
    "Date": "date, `2025-09-23`",
    "Moment": "date, or instant `2025-09-23T08:00`",
    "Time": "time, `13:30`",
    "Duration": "duration, `90 min`",
    "Zone": "time zone",
    "DeadlineZone": "time zone, or `AoE`",
    "Language": "language, `en`, `pt-BR`",
    "Email": "e-mail address",
    "Orcid": "ORCID iD",
    "Identifier": "id",
    "Permalink": "address of the site, `/x/`",
    "OldAddress": "address of the site, `/x/`",
    "Address": "address, `/x/` or `https://...`",
    "Colour": "colour",
    "HostName": "host, `video.example.org`",
    "Boolean": "`true` or `false`",
    "Integer": "whole number",
    "NavName": "text, or `false`",
    "Any": "mapping, or list of mappings",
}


def formats() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# The files of a site, field by field"
    yield ""
    yield "Made from the program by `make schemas`: change the words in `src/faimi_site/load/descriptions.py`."
    yield ""
    yield "Text is taken as it is written: `13:30` is a time, `no` is a word. What is left out or left blank has the"
    yield "value that is named here, or none. A key that is not listed is an error, with a guess at what was meant."
    shown: set[type[Record]] = set()
    for title, says, record in FILES:
        yield from ("", f"## {title}", "", says, "")
        yield from _table(record)
        for part in _parts(record):
            if part not in shown:
                shown.add(part)
                yield from ("", f"### {_title(part)}", "", f"{part.__doc__}".partition("\n")[0], "")
                yield from _table(part)
    yield ""


def _table(record: type[Record]) -> Iterator[str]:
    yield from ("| Field | Value | |", "|---|---|---|")
    words = DESCRIPTIONS[record.__name__]
    for name in record.fields():
        field = record.model_fields[name]
        default = field.get_default(call_default_factory=False)
        said = f"{words[name]}; `{str(default).lower()}` where left out" if _is_told(default) else words[name]
        need = "**required**: " if field.is_required() else ""
        yield f"| `{name}` | {_value(record, name)} | {need}{said} |"


def _is_told(default: object) -> bool:
    """Return whether a default says more than that nothing was written."""
    return isinstance(default, str | int) and default != "" and (isinstance(default, bool) or default != 0)


def _value(record: type[Record], name: str) -> str:
    """Return what kind of value a field takes, in words."""
    written = _written(record, name)
    words = [_word(record, name, word) for word in _known(written)]
    words = ["colour", *words] if "ColourOrMapping" in written else words
    many = "one, or a list of: " if "OneOrMore" in written else "list of: " if "list[" in written else ""
    return many + " or ".join(words)


def _word(record: type[Record], name: str, word: str) -> str:
    if word in _VALUES:
        return _VALUES[word]
    kind = getattr(schema, word)
    if isinstance(kind, type) and issubclass(kind, Record):
        return f"[{_title(kind)}](#{_title(kind).lower().replace(' ', '-')})"
    return ", ".join(f"`{one}`" for one in record.model_json_schema()["properties"][name]["enum"])


def _known(written: str) -> list[str]:
    """Return the names of values and records in a type as it is written, each once."""
    others = {
        "Annotated",
        "list",
        "None",
        "Field",
        "OneOrMore",
        "NameOrMapping",
        "ColourOrMapping",
        "SkipJsonSchema",
        "WithJsonSchema",
    }
    names = re.findall(r"\b[A-Za-z]\w+", re.sub(r"Field\(.*?\)|WithJsonSchema\(.*?\)", "", written))
    return list(dict.fromkeys(name for name in names if name not in others))


def _written(record: type[Record], name: str) -> str:
    own = (get_annotations(one) for one in record.__mro__)
    return next(str(annotations[name]) for annotations in own if name in annotations)


def _parts(record: type[Record]) -> Iterator[type[Record]]:
    """Yield the records within a record, and those within them."""
    for part in _direct_parts(record):
        yield part
        yield from _parts(part)


def _direct_parts(record: type[Record]) -> Iterable[type[Record]]:
    words = (word for name in record.fields() for word in _known(_written(record, name)))
    kinds = (getattr(schema, word, None) for word in words)
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record)]


def _title(record: type[Record]) -> str:
    """Return the heading of a record: its noun, but where two have the same."""
    return {"PersonRecord": "A person of a group", "MarkdownRecord": "Markdown options"}.get(
        record.__name__, record.noun[0].upper() + record.noun[1:]
    )
