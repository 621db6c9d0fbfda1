"""The site of this repository as it is now: what must hold whatever its organizers write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import html5lib
import pytest

from faimi_site.disk.sources import read_sources
from faimi_site.memory import Memory
from faimi_site.model import source
from faimi_site.plan import plan
from faimi_site.problem import Level
from tests.sites import REPOSITORY, TODAY, Files, Planned, front

NEXT = {
    "content/2031/index.md": front(
        "title: 2031\nevent: {start: 2031-10-01, timezone: Asia/Tokyo}", "[ORGANIZERS]\n\n[SCHEDULE]\n"
    ),
    "content/2031/organizers.yaml": "- name: Ada Example\n  affiliation: Example & Sons\n",
    "content/2031/schedule.yaml": "sessions:\n  - {start: 09:00, end: 10:15, title: 'Opening <words>'}\n",
    "content/2032/index.md": front("title: 2032\npublished: false\nevent: {start: 2032-10-01}"),
}


@cache
def now() -> Planned:
    """Return what the site becomes."""
    return _with({})


@cache
def next_year() -> Planned:
    """Return what it becomes at another address, with an edition more and one that is begun."""
    site = (REPOSITORY / "site.yaml").read_text(encoding="utf-8")
    return _with({**NEXT, "site.yaml": re.sub(r"(?m)^url:.*\n", "url: https://fairness.example.org\n", site)})


def _with(changed: Files) -> Planned:
    sources, found = read_sources(REPOSITORY, TODAY, "", drafts=False)
    files = {**sources.files, **{path: source(path, body) for path, body in changed.items()}}
    outputs, problems = plan(replace(sources, files=files), Memory())
    return Planned(outputs, [*found, *problems])


@pytest.fixture(params=[now, next_year], ids=["now", "next year"])
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    """Return the pages of the site by path."""
    planned = request.param()
    return {path: planned.text(path) for path in planned.paths if path.endswith(".html")}


@pytest.mark.parametrize("site", [now, next_year], ids=["now", "next year"])
def test_it_has_no_error(site: Callable[[], Planned]) -> None:
    assert [problem for problem in site().problems if problem.level is Level.ERROR] == []


def test_each_page_is_html_without_a_fault(pages: dict[str, str]) -> None:
    for page in pages.values():
        html5lib.HTMLParser(strict=True).parse(page)


def test_no_page_asks_another_host_for_anything(pages: dict[str, str]) -> None:
    text = "\n".join(pages.values())
    assert re.findall(r'<(?:script|img|iframe|source|video)[^>]*(?:src|srcset)="(?:https?:)?//', text) == []
    assert re.findall(r'<link rel="(?:stylesheet|icon|preload)[^>]*href="(?:https?:)?//', text) == []
