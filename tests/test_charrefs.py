"""Character references of any length: none ends a build, wherever a person can write one."""

from __future__ import annotations

import ast
from html import unescape as pythons
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from faimi_site.charrefs import unescape, words_of
from tests.sites import front, planned

PACKAGE = Path(__file__).parent.parent / "src" / "faimi_site"
LONG = "&#" + "9" * 5000 + ";"
EVENT = "title: A\nevent: {name: A, start: 2025-09-23, timezone: UTC}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a &#" + "9" * 5000 + "; b", "a \ufffd b"),
        ("a &#" + "9" * 5000 + " b", "a \ufffd b"),
        ("&#" + "0" * 5000 + "65;", "A"),
        ("&#" + "0" * 5000 + ";", "\ufffd"),
        ("&#x" + "9" * 5000 + ";", "\ufffd"),
        ("&#1114111;", ""),  # the last number of all, which is no character
        ("&#1114109;", "\U0010fffd"),
        ("&#1114112;", "\ufffd"),
        ("&#55296;", "\ufffd"),
        ("&amp;#65;", "&#65;"),
    ],
)
def test_a_character_reference_is_read_as_browsers_read_it(written: str, read: str) -> None:
    assert unescape(written) == read


@given(st.text("&#x;0123456789aAlt ", max_size=60))
def test_what_python_can_read_is_read_as_python_reads_it(text: str) -> None:
    assert unescape(text) == pythons(text)


def test_the_words_of_html_are_on_one_line() -> None:
    assert words_of(Markup(f"<p>a\n<b>b</b>&#10;&lt;c {LONG}</p>")) == "a b <c \ufffd"


@pytest.mark.parametrize(
    "body",
    [
        f"a {LONG} b",
        f"# A {LONG}\n\n## B {LONG} {{#c{LONG}}}\n\n[TOC]",
        f"[a](/x{LONG})",
        f"![{LONG}](/x.png)",
        f"<p>{LONG}</p>",
        f'<p title="{LONG}">a</p>',
        f"<div>\n{LONG}\n</div>",
        f'[a](/){{: title="{LONG}"}}',
        f"## A\n{{: #a{LONG}}}\n\n[y](#a{LONG})",
        f'<iframe src="https://e.example/{LONG}"></iframe>',
        f'<video poster="/{LONG}"></video>',
        f'<meta name="x" content="{LONG}">',
        f'a <b title="{LONG}"> b',
        f"$$x{LONG}$$",
        f"| a |\n|---|\n| {LONG} |",
    ],
)
def test_a_reference_of_thousands_of_digits_in_a_page_ends_no_build(body: str) -> None:
    site = planned({"content/p.md": front("title: P", body)})
    assert site.text("p/index.html")
    assert "markdown/failed" not in "".join(site.shown)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/a/organizers.yaml", f"- {{name: Ada L, affiliation: X, bio: 'a {LONG} b'}}\n"),
        ("content/a/resources.yaml", f"- {{title: R, url: 'https://e.example/', description: 'a {LONG} b'}}\n"),
        ("content/a/schedule.yaml", f"sessions:\n- {{start: 8:00, end: 9:00, title: T, abstract: 'a {LONG} b'}}\n"),
    ],
)
def test_a_reference_of_thousands_of_digits_in_data_is_shown(path: str, text: str) -> None:
    marker = path.rpartition("/")[2].partition(".")[0].upper()
    site = planned({"content/a/index.md": front(EVENT, f"[{marker}]"), path: text})
    assert f"a {LONG} b" in site.text("a/index.html")


def test_a_reference_of_thousands_of_digits_in_what_an_event_says_of_access_is_shown() -> None:
    matter = f"title: A\nevent: {{name: A, start: 2025-09-23, timezone: UTC, accessibility: 'a {LONG} b'}}"
    assert f"a {LONG} b" in planned({"content/a/index.md": front(matter)}).text("a/index.html")


@pytest.mark.parametrize("words", [f"<p>{LONG}</p>", f'<p title="{LONG}">a</p>', f'<a href="/{LONG}">a</a>'])
def test_a_reference_of_thousands_of_digits_in_a_template_ends_no_build(words: str) -> None:
    layout = "{% extends 'default.html' %}{% block content %}" + words + "{% endblock %}"
    site = planned({"content/p.md": front("title: P\nlayout: own"), "templates/own.html": layout})
    assert LONG in site.text("p/index.html")


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_nothing_else_reads_character_references(file: Path) -> None:
    if file.name == "charrefs.py":
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.module != "html" or "unescape" not in {name.name for name in node.names}
            assert node.module != "html.parser"
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("unescape", "striptags")
