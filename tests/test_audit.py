"""What `make audit` measures with: a server like that of GitHub Pages, medians, and what keeps a page from 100."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from tests.audit import (
    CATEGORIES,
    GOLDEN_PAGES,
    MEASURED,
    Report,
    invalid,
    medians,
    missing,
    what_is_busy,
    what_lacks,
)
from tests.github_pages import published
from tests.kinds import site, write
from tests.sites import faimi

PAGE = "<p>A page</p>" * 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "404.html").write_text("Not here", encoding="utf-8")
    (tmp_path / "slides.pdf").write_bytes(b"%PDF-")
    return tmp_path


@pytest.fixture
def connection(folder: Path) -> Iterator[HTTPConnection]:
    with published(folder) as address:
        made = HTTPConnection(address.removeprefix("http://"))
        yield made
        made.close()


def asked(connection: HTTPConnection, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer, answer.read()


def test_a_page_comes_compressed_to_who_takes_that(connection: HTTPConnection) -> None:
    answer, body = asked(connection, "/a/", Accept_Encoding="gzip")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert gzip.decompress(body).decode() == PAGE


def test_a_page_comes_as_it_is_to_who_does_not(connection: HTTPConnection) -> None:
    answer, body = asked(connection, "/a/index.html?query")
    assert (answer.headers["Content-Encoding"], body.decode()) == (None, PAGE)


def test_what_is_compressed_already_comes_as_it_is(connection: HTTPConnection) -> None:
    answer, body = asked(connection, "/slides.pdf", Accept_Encoding="gzip")
    assert (answer.headers["Content-Encoding"], body) == (None, b"%PDF-")


def test_a_folder_without_a_slash_leads_to_the_one_with_it(connection: HTTPConnection) -> None:
    answer, _ = asked(connection, "/a")
    assert (answer.status, answer.headers["Location"]) == (301, "/a/")


def test_what_is_not_there_is_answered_by_the_page_for_that(connection: HTTPConnection) -> None:
    answer, body = asked(connection, "/b/")
    assert (answer.status, body) == (404, b"Not here")


def test_head_tells_the_length_and_sends_nothing(connection: HTTPConnection) -> None:
    answer, body = asked(connection, "/a/", "HEAD")
    assert (answer.headers["Content-Length"], body) == (str(len(PAGE)), b"")


def report(performance: float, audits: dict[str, Any] | None = None) -> Report:
    weights = {"speed": 10, "hint": 0}
    refs = [{"id": name, "weight": weights[name]} for name in audits or {}]
    categories = {name: {"score": 1, "auditRefs": []} for name in CATEGORIES}
    return {
        "categories": {**categories, "performance": {"score": performance, "auditRefs": refs}},
        "audits": {name: {"id": name, **audit} for name, audit in (audits or {}).items()},
    }


def test_the_median_counts_and_one_slow_run_does_not() -> None:
    middle = report(0.98)
    assert medians([report(0.4), report(1), middle])["performance"] == (98, middle)


def test_a_category_that_could_not_be_measured_is_0() -> None:
    assert medians([{**report(1), "categories": {name: {"score": None} for name in CATEGORIES}}])["seo"][0] == 0


def test_what_keeps_a_page_from_100_is_what_counts_and_is_not_passed() -> None:
    audits = {
        "speed": {"title": "Paint", "score": 0.4, "displayValue": "3 s"},
        "hint": {"title": "Hint", "score": 0},
    }
    assert [*missing(report(0.9, audits), "performance")] == ["speed: Paint (3 s)"]


def test_what_keeps_a_page_from_100_names_the_elements() -> None:
    nodes = [{"node": {"snippet": "<p>"}}, {"node": {"snippet": "<b>"}}]
    audits = {"speed": {"title": "Contrast", "score": 0, "details": {"items": nodes}}}
    assert [*missing(report(0.9, audits), "performance")] == ["speed: Contrast (<p>; <b>)"]


@pytest.mark.slow
def test_the_measured_pages_are_pages_of_the_site() -> None:
    assert [path for path in MEASURED.values() if f"{path[1:]}index.html" not in faimi().paths] == []


def test_an_audit_that_failed_is_told_and_one_that_does_not_apply_is_not() -> None:
    audits = {"speed": {"title": "Paint", "score": None, "errorMessage": "NO_FCP"}}
    assert [*missing(report(0, audits), "performance")] == ["speed: Paint (NO_FCP)"]
    assert [*missing(report(1, {"speed": {"title": "Paint", "score": None}}), "performance")] == []


@pytest.mark.skipif(not hasattr(os, "getloadavg"), reason="this system tells no load")
@pytest.mark.parametrize(
    ("load", "said"),
    [(1.5, ""), (6.3, "This machine is busy (load 6.3, 2 cores): measure performance again.")],
)
def test_a_busy_machine_is_told(monkeypatch: pytest.MonkeyPatch, load: float, said: str) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0, 0))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert what_is_busy() == said


@pytest.fixture
def validator() -> None:
    if lacks := what_lacks():
        pytest.skip(f"pages cannot be validated: {lacks}")


@pytest.mark.slow
@pytest.mark.usefixtures("validator")
def test_each_page_is_valid_html(tmp_path: Path) -> None:
    folders = [write(faimi(), tmp_path / "faimi"), write(site(), tmp_path / "kinds")]
    assert invalid([*folders, *GOLDEN_PAGES]) == []


@pytest.mark.slow
@pytest.mark.usefixtures("validator")
def test_what_is_not_valid_is_told_with_its_line(tmp_path: Path) -> None:
    page = tmp_path / "a" / "b.html"
    page.parent.mkdir()
    head = '<!doctype html>\n<html lang="en"><head><title>T</title></head><body>\n'
    page.write_text(f'{head}<p id="a">A</p>\n<p id="a">B</p></body></html>\n', encoding="utf-8")
    assert invalid([tmp_path]) == [f'{page}:4:8: Duplicate ID "a" [no-dup-id]']
