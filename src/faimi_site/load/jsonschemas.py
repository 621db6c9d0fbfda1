"""JSON Schemas of the files that authors write, for editors that complete and check keys."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from faimi_site.load.descriptions import DESCRIPTIONS
from faimi_site.load.schema import (
    FrontMatter,
    PersonOrGroup,
    ResourceRecord,
    ScheduleFile,
    SharedPerson,
    SiteFile,
)

SCHEMAS: dict[str, Any] = {
    "site": SiteFile,
    "front-matter": FrontMatter,
    # A file of comments alone, as a new edition has them until it is filled in, is nothing yet, and not wrong.
    "schedule": ScheduleFile | None,
    "organizers": list[PersonOrGroup] | None,
    "people": dict[str, SharedPerson],
    "resources": list[ResourceRecord] | None,
}


def json_schema(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind of file, as text."""
    made = _with_blanks(_described(TypeAdapter(SCHEMAS[name]).json_schema()))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that says in words what each field of its records is."""
    for record in [schema, *schema.get("$defs", {}).values()]:
        for name, words in DESCRIPTIONS.get(record.get("title", ""), {}).items():
            record["properties"][name]["description"] = words
    return schema


def _with_blanks(schema: Any) -> Any:
    """Return a schema in which a field that can be left out can be left blank too: null means absent."""
    if isinstance(schema, list):
        return [_with_blanks(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _with_blanks(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        optional = schema["properties"].keys() - set(schema.get("required", ()))
        made["properties"] = {
            name: {"anyOf": [field, {"type": "null"}]} if name in optional else field
            for name, field in made["properties"].items()
        }
    return made
