"""JSON Schemas for editors: as committed, and in agreement with what a build says of the same file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from faimi_site import cli
from faimi_site.load.jsonschemas import SCHEMAS, json_schema
from faimi_site.text import Text
from faimi_site.yamltree import Mapping, Node, Scalar, Tree, parse
from tests.sites import REPOSITORY

FOLDER = REPOSITORY / "docs" / "schemas"
DATA = sorted(
    [
        REPOSITORY / "site.yaml",
        *(REPOSITORY / "content").rglob("*.yaml"),
        *(REPOSITORY / "tests/golden/workshop").rglob("*.yaml"),
        *(REPOSITORY / "tests/faimi").rglob("*.yaml"),
    ]
)


def as_editors_read(node: Node) -> Any:
    """Return a tree with the types that YAML 1.2's core schema gives to scalars."""
    if isinstance(node, Mapping):
        return {key: as_editors_read(value) for key, value in node.values.items()}
    if not isinstance(node, Scalar):
        return [as_editors_read(item) for item in node.items]
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    return int(node.text) if node.plain and node.text.lstrip("+-").isdigit() else None if node.null else node.text


def read(text: str) -> Any:
    tree = parse(Text("x.yaml", text))
    assert isinstance(tree, Tree)
    return as_editors_read(tree.root)


def accepts(name: str, text: str) -> bool:
    return jsonschema.Draft202012Validator(json.loads(json_schema(name))).is_valid(read(text))


def test_the_command_line_names_them_all() -> None:
    assert sorted(SCHEMAS) == list(cli.SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_committed_as_it_is_made(name: str) -> None:
    assert (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == json_schema(name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(json_schema(name)))


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.relative_to(REPOSITORY).as_posix())
def test_the_repositorys_own_files_are_accepted(file: Path) -> None:
    assert accepts(file.stem, file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", [f for f in DATA if "tests" not in f.parts], ids=lambda file: file.name)
def test_the_repositorys_own_files_name_their_schema_if_any(file: Path) -> None:
    for named in re.findall(r"^# yaml-language-server: \$schema=(.*)", file.read_text(encoding="utf-8")):
        assert (file.parent / named).resolve() == FOLDER / f"{file.stem}.schema.json"


@pytest.mark.parametrize(
    ("name", "text", "accepted"),
    [
        ("schedule", "sessions: [{start: 8:00, end: 9:00, title: A}]", True),
        ("schedule", "sessions: [{start: 8:00, end: 9:00, titel: A}]", False),
        ("schedule", "sessions: [{start: 8.00, end: 9:00, title: A}]", False),
        ("schedule", "sessions: [{start: 8:00, duration: 90 min, title: A, speakers: Ada}]", True),
        ("schedule", "sessions: [{start: 8:00, end: 9:00, title: A, kind: lectur}]", False),
        ("schedule", "sessions: [{start: 8:00, end: 9:00, title: 2025}]", True),
        ("organizers", "[{name: Ada, affiliation: X}, {title: G, people: [{name: B}]}]", True),
        ("organizers", "[{nam: Ada}]", False),
        ("organizers", "[{name: Ada, role: , url: }]", True),
        ("people", "ada: {name: Ada}", True),
        ("people", "ada: {affiliation: X}", False),
        ("resources", "[{title: A, url: ftp://x}]", False),
        ("front-matter", "title: A\nredirect_from: /x\nmine: [1, 2]", True),
        ("front-matter", "published: 'no'", False),
        ("front-matter", "event: {start: 2025-09-23T08:00, mode: hybrid}", True),
        ("front-matter", "event: {start: 23.9.2025}", False),
        ("site", "checks: {page/same-title: off}", True),
        ("site", "checks: {page/same-titel: error}", False),
    ],
)
def test_an_editor_says_what_a_build_would_say(name: str, text: str, accepted: bool) -> None:
    assert accepts(name, text) is accepted


@pytest.mark.parametrize("name", ["schedule", "organizers", "resources"])
def test_an_editor_takes_a_file_of_comments_alone(name: str) -> None:
    assert accepts(name, "# TODO(edition): what is of this year\n")


def test_the_command_prints_a_schema() -> None:
    command = [sys.executable, "-m", "faimi_site", "schema", "people"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == json_schema("people")


def test_the_command_without_a_name_says_which_there_are() -> None:
    done = subprocess.run([sys.executable, "-m", "faimi_site", "schema"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "front-matter, organizers, people, resources, schedule, site" in done.stderr
