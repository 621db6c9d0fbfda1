"""docs/formats.md and the words of the JSON Schemas: every field is there, and what is committed is up to date."""

from __future__ import annotations

import re

import pytest

from faimi_site.load import schema
from faimi_site.load.descriptions import DESCRIPTIONS
from faimi_site.load.formats import FILES, formats
from faimi_site.load.schema import PersonFields, Record
from tests.formats import PAGE

RECORDS = [
    kind
    for kind in vars(schema).values()
    if isinstance(kind, type) and issubclass(kind, Record) and kind not in (Record, PersonFields)
]


def test_the_page_is_what_the_records_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == formats()


@pytest.mark.parametrize("record", RECORDS)
def test_each_field_of_a_record_is_described_and_no_other(record: type[Record]) -> None:
    assert sorted(DESCRIPTIONS[record.__name__]) == sorted(record.fields())


def test_each_record_has_its_table_on_the_page() -> None:
    assert formats().count("| Field | Value | |") == len({*RECORDS})


def test_each_file_has_a_section() -> None:
    assert re.findall("^## (.*)$", formats(), re.MULTILINE) == [title for title, _, _ in FILES]


def test_each_link_leads_to_a_heading() -> None:
    anchors = {found.lower().replace(" ", "-") for found in re.findall("^#+ (.*)$", formats(), re.MULTILINE)}
    assert set(re.findall(r"\]\(#(.*?)\)", formats())) <= anchors
