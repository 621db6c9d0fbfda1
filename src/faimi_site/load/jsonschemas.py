"""JSON Schemas of the files that authors write, for editors that complete and check keys."""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from faimi_site.load.schema import (
    FrontMatter,
    PersonOrGroup,
    ResourceRecord,
    ScheduleFile,
    SharedPerson,
    SiteFile,
)

SCHEMAS: dict[str, TypeAdapter[object]] = {
    "site": TypeAdapter(SiteFile),
    "front-matter": TypeAdapter(FrontMatter),
    "schedule": TypeAdapter(ScheduleFile),
    "organizers": TypeAdapter(list[PersonOrGroup]),
    "people": TypeAdapter(dict[str, SharedPerson]),
    "resources": TypeAdapter(list[ResourceRecord]),
}


def json_schema(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind of file, as text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **SCHEMAS[name].json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
