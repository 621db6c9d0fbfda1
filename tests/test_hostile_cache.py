"""What builds remember, forged below a right seal: of another shape than any build wrote, it is not remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from faimi_site import plan as story
from faimi_site.build import build, check
from faimi_site.disk.answers import read_answers, save_answers
from faimi_site.disk.memory import FOLDER, read_sealed, write_sealed
from faimi_site.disk.sources import read_sources
from faimi_site.web import Answer
from tests.test_output import State, state

TODAY = date(2025, 9, 1)
SCHEDULE = "sessions: [{start: 10:00, end: 11:00, title: Talk, speakers: [Ada]}]\n"
FILES = {
    "site.yaml": "title: Site\nurl: https://example.org\ntimezone: Europe/Athens\n",
    "content/index.md": "---\ntitle: Home\nredirect_from: /old/\n---\n\n`a`{:.python}\n\n[x](talk/index.md)\n",
    "content/talk/index.md": "---\ntitle: Talk\nevent: {name: Talk, start: 2025-09-23}\n---\n\n[SCHEDULE]\n",
    "content/talk/schedule.yaml": SCHEDULE,
    "content/people.yaml": "ada: {name: Ada, affiliation: Here}\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site that has been built, so that all of it is remembered."""
    folder = tmp_path / "site"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    built(folder)
    return folder


def built(site: Path) -> State:
    """Build a site, and return what its output folder holds then."""
    sources, found = read_sources(site, TODAY, "", drafts=False)
    assert build(site, site / "_site", sources, found, strict=False, clean=False).written
    return state(site / "_site")


def forge(site: Path, change: Callable[[Any], Any]) -> None:
    """Change each result that is remembered, below a seal that is right."""
    known = json.loads(read_sealed(site / FOLDER / "memory"))
    assert len(known) > 8
    lines = [f"{json.dumps(key)}: {json.dumps(change(result))}" for key, result in known.items()]
    write_sealed(site / FOLDER / "memory", ("{\n" + ",\n".join(lines) + "\n}").encode())


def each_value(value: Any) -> Callable[[Any], Any]:
    return lambda result: dict.fromkeys(result, value)


SHAPES: list[Callable[[Any], Any]] = [
    lambda _: {"a": []},
    lambda _: {},
    lambda _: [],
    lambda _: None,
    *map(each_value, (None, 5, "x", [], [[]], [{"message": 5}])),
]


@pytest.mark.parametrize("change", SHAPES, ids=range(len(SHAPES)))
def test_results_of_another_shape_are_made_anew(site: Path, change: Callable[[Any], Any]) -> None:
    before = state(site / "_site")
    forge(site, change)
    assert built(site) == before


@pytest.mark.parametrize("change", SHAPES, ids=range(len(SHAPES)))
def test_a_check_takes_no_results_of_another_shape(site: Path, change: Callable[[Any], Any]) -> None:
    forge(site, change)
    sources, found = read_sources(site, TODAY, "", drafts=False)
    assert check(site, sources, found).problems == check(site, sources, found).problems


def test_after_results_that_could_not_be_read_those_made_anew_are_remembered(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(site, SHAPES[0])
    built(site)
    planned = Mock(wraps=story.planned)
    monkeypatch.setattr(story, "planned", planned)
    built(site)
    assert planned.call_count == 1


def test_keys_that_are_no_text_are_nobodys(site: Path) -> None:
    before = state(site / "_site")
    write_sealed(site / FOLDER / "memory", b'{\n"\xff": {}\n}')
    assert built(site) == before


def test_a_fault_of_the_program_is_not_taken_for_one_of_the_memory(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(story, "planned", broken)
    with pytest.raises(KeyError, match="a fault"):
        built(site)


@pytest.mark.parametrize("known", [[], 5, None, {"a": 5}, {"a": [0]}, {"a": [0, 5]}, {"a": ["x", {}]}])
def test_answers_of_another_shape_are_asked_for_again(tmp_path: Path, known: Any) -> None:
    save_answers(tmp_path, {})
    write_sealed(tmp_path / FOLDER / "external", json.dumps(known).encode())
    assert read_answers(tmp_path, now=10) == {}


def test_answers_of_the_right_shape_are_taken(tmp_path: Path) -> None:
    given = {"https://example.org/": (10, Answer(status=200))}
    save_answers(tmp_path, given)
    assert read_answers(tmp_path, now=10) == given
