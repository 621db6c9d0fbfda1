"""Markdown that is made to take long, to take much, or to run: a page or a problem at its line, in proportion."""

from __future__ import annotations

import json

import pytest

from faimi_site.problem import Level, Problem
from faimi_site.records import plain
from faimi_site.text import LONG_LINE, NEAR, Text
from tests.sites import Planned, front, planned


def page(text: str) -> Planned:
    """Return what becomes of a page whose text starts on line 5."""
    return planned({"content/p.md": front("title: P", text)})


def kept(problems: list[Problem]) -> int:
    """Return how many letters problems take where they are remembered."""
    return len(json.dumps(plain(problems)))


@pytest.mark.parametrize(
    "text",
    ["Lorem ipsum dolor sit amet. " * 1000, "<!--" * 1000, "</div>" * 1000, "<p>" * 1000],
    ids=["words", "comments", "end tags", "paragraphs"],
)
def test_many_problems_of_one_long_line_do_not_each_keep_all_of_it(text: str) -> None:
    once, twice = (kept(page(text * times).problems) for times in (1, 2))
    assert twice < 3 * max(once, 10_000)


def test_of_a_long_line_the_letters_near_a_place_are_kept() -> None:
    place = Text("a.md", "x" * 3000 + "y" + "z" * 3000).place(3000)
    assert (place.line, place.column, place.start) == (1, 3001, 3000 - NEAR)
    assert place.excerpt == "x" * NEAR + "y" + "z" * (NEAR - 1)


def test_of_a_line_that_is_not_so_long_all_is_kept() -> None:
    place = Text("a.md", "a\n" + "x" * LONG_LINE + "\nb").place(500)
    assert (place.line, place.column, place.start, place.excerpt) == (2, 499, 0, "x" * LONG_LINE)


@pytest.mark.parametrize(
    "text",
    ["Lorem dolor sit amet. " * 19_000, "Lorem dolor sit amet.\n" * 19_000, "Lorem dolor.\n\n" * 30_000, "a" * 400_000],
    ids=["one line", "lines", "paragraphs", "a word"],
)
def test_400_kb_of_plain_text_are_no_problem(text: str) -> None:
    assert page(text).shown == []


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[a](javascript:alert(1))", 5, 5),
        ("a\n\n[a](JaVaScRiPt:alert(1))", 7, 5),
        ("[a](java&#9;script:alert)", 5, 5),
        ("[a](&#106;avascript:alert)", 5, 5),
        ("[a](vbscript:x)", 5, 5),
        ("[a](data:text/html,<b>)", 5, 5),
        ("[a](data:image/svg+xml,x)", 5, 5),
        ('<a href=" javascript:alert(1)">x</a>', 5, 11),
        ('<form action="javascript:x"><button>a</button></form>', 5, 15),
        ('<button formaction="javascript:x">a</button>', 5, 21),
        ('<iframe title="x" src="javascript:x"></iframe>', 5, 24),
        ('<svg><a xlink:href="javascript:x"><text>x</text></a></svg>', 5, 21),
        ('<object data="data:text/html,x">x</object>', 5, 15),
    ],
)
def test_an_address_that_runs_is_an_error_at_its_place(text: str, line: int, column: int) -> None:
    errors = [one for one in page(text).shown if "error:" in one]
    assert [one.partition(": ")[0] for one in errors] == [f"content/p.md:{line}:{column}"]


@pytest.mark.parametrize("text", ["![a](data:image/png;base64,AA==)", "[a](javascript:void%280%29)", "javascript: it"])
def test_what_runs_nothing_is_no_error(text: str) -> None:
    assert "link/script" not in page(text).rules


def test_an_address_of_mail_between_angles_has_its_place() -> None:
    (problem,) = page("Write to <a@b.c> now.").shown
    assert problem.startswith("content/p.md:5:11: error: 'mailto:a@b.c' holds no address of a mailbox")


def test_template_code_in_a_page_is_text() -> None:
    assert "{{ 7*7 }} {% include '/etc/passwd' %}" in page("`{{ 7*7 }} {% include '/etc/passwd' %}`").main(
        "p/index.html"
    ).replace("&#39;", "'")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "> " * 3000 + "a",
        "".join(" " * 2 * level + "- a\n" for level in range(450)),
        "*a " * 6000 + "a** " * 6000,
        "<b>" * 3000,
    ],
    ids=["brackets", "quotes", "lists", "stars", "elements"],
)
def test_what_no_person_writes_is_a_page_or_an_error_at_a_line_of_it(text: str) -> None:
    site = page(text)
    told = [one for one in site.problems if one.rule == "markdown/failed"]
    assert "p/index.html" in site.paths
    assert all(one.level is Level.ERROR and one.place.line >= 5 for one in told)
    assert told or "a" in site.main("p/index.html")


@pytest.mark.parametrize("text", ["a <![ b", "<!-- a", "<![CDATA[ a", "<? a", "<!DOCTYPE a"])
def test_what_is_opened_and_never_closed_hides_nothing_that_follows(text: str) -> None:
    assert "<p>Below.</p>" in page(f"{text}\n\nBelow.\n").main("p/index.html")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("assets/a.png", b""),
        ("assets/a.png", b"<svg/>"),
        ("assets/a.pdf", b"GIF89a"),
        ("assets/a.ipynb", b"{"),
        ("assets/a.ipynb", b"[]"),
        ("assets/a.ipynb", b'{"nbformat": 9, "cells": []}'),
    ],
)
def test_a_material_or_picture_that_is_not_what_its_name_says_is_an_error(path: str, body: bytes) -> None:
    listed = f"- {{title: A, file: /{path}}}\n" if not path.endswith("png") else "- {title: A, url: 'https://a.org/'}\n"
    text = "![a](/assets/a.png)\n" if path.endswith("png") else ""
    files: dict[str, str | bytes] = {"content/t/index.md": front("title: T", f"[RESOURCES]\n\n{text}")}
    site = planned({**files, path: body, "content/t/resources.yaml": listed})
    assert {rule.partition("/")[0] for rule in site.rules} & {"image", "pdf", "notebook"}
    assert any(one.level is Level.ERROR for one in site.problems)
