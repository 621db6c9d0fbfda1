"""A page cannot move its own addresses, which are checked for where it lies, nor send its visitors away."""

from __future__ import annotations

import pytest

from tests.notebooks import code, display, markdown, shown
from tests.sites import front, planned

SAID = "error: a <base> with an address moves all relative addresses of the page, and those within it [page/base]"
HINT = "take it out, and write each address as it is meant; base_path of site.yaml says where the site lies"


def found(files: dict[str, str]) -> list[str]:
    return [one for one in planned(files).briefly if "[page/base]" in one]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ('<base href="https://example.com/">', "5:1"),
        ("a\n\n<div><base target=_top href='/x/'></div>", "7:6"),
        ("a <BASE HREF=/> b", "5:3"),
        ('<base href="">', "5:1"),
        ("<base href=/a><base\nhref=/b>", "5:1"),
    ],
)
def test_a_base_in_a_page_is_an_error_at_its_place(body: str, place: str) -> None:
    assert (
        found({"content/index.md": front("title: A", f"{body}\n")})[0] == f"content/index.md:{place}: {SAID} | {HINT}"
    )


def test_each_base_of_one_address_has_its_own_place() -> None:
    told = found({"content/index.md": front("title: A", "<base href=/a>\n\n<base href=/a>\n")})
    assert [one.partition(": ")[0] for one in told] == ["content/index.md:5:1", "content/index.md:7:1"]


def test_a_base_in_a_template_is_an_error_there() -> None:
    template = '{% extends "theme/default.html" %}\n{% block head %}<base href="{{ page.url }}">{% endblock %}'
    files = {"content/index.md": front("title: A"), "templates/default.html": template}
    assert found(files) == [f"templates/default.html:2:17: {SAID} | {HINT}"]


@pytest.mark.parametrize(
    "body", ['<base target="_blank">', "`<base href=/>`", "```html\n<base href=/>\n```", "&lt;base href=/>"]
)
def test_what_moves_no_address_is_no_error(body: str) -> None:
    assert found({"content/index.md": front("title: A", f"{body}\n")}) == []


@pytest.mark.parametrize("kind", ["output", "cell"])
def test_a_notebook_has_no_base(kind: str) -> None:
    written = "<p>a</p><base href='https://example.com/'>"
    page = shown(code("1", display(html=written)) if kind == "output" else markdown(written))
    assert "<p>a</p>" in page
    assert "<base" not in page


REFRESHED = "error: a <meta> that refreshes the page sends visitors to another site while they read"


def refreshed(files: dict[str, str]) -> list[str]:
    return [one.partition(" [")[0] for one in planned(files).briefly if "[page/refresh]" in one]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ('<meta http-equiv="refresh" content="0; url=https://example.com/">', "5:1"),
        ("a\n\n<div><META HTTP-EQUIV=' Refresh ' content='5;URL=//e.org'></div>", "7:6"),
        ('<meta name="a" content="b"> <meta http-equiv=refresh content="0;http:e.org">', "5:29"),
    ],
)
def test_a_refresh_in_a_page_is_an_error_at_its_place(body: str, place: str) -> None:
    files = {"content/index.md": front("title: A", f"{body}\n")}
    assert refreshed(files) == [f"content/index.md:{place}: {REFRESHED}"]


def test_a_refresh_in_a_template_is_an_error_there() -> None:
    template = (
        '{% extends "theme/default.html" %}\n'
        '{% block head %}<meta http-equiv="refresh" content="5;https://e.org">{% endblock %}'
    )
    files = {"content/index.md": front("title: A"), "templates/default.html": template}
    assert refreshed(files) == [f"templates/default.html:2:17: {REFRESHED}"]


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">',
        '<meta name="refresh" content="0">',
        '<meta http-equiv="refresh" content="5">',
        '<meta http-equiv="refresh" content="0; url=/">',
        '`<meta http-equiv="refresh" content="0">`',
    ],
)
def test_what_sends_nobody_away_is_no_error(body: str) -> None:
    assert refreshed({"content/index.md": front("title: A", f"{body}\n")}) == []


def test_what_redirects_refreshes_by_itself() -> None:
    files = {
        "content/index.md": front("title: A\nredirect_from: /old/"),
        "content/b.md": front("title: B\nredirect_to: /"),
    }
    site = planned(files)
    assert [
        refreshed(files),
        *('http-equiv="refresh"' in site.text(f"{name}/index.html") for name in ("old", "b")),
    ] == [
        [],
        True,
        True,
    ]


@pytest.mark.parametrize(
    "element",
    [
        '<animate attributeName="href" values="/;javascript:alert(1)"/>',
        '<animate attributeName="xlink:href" from="javascript:alert(1)" to="/"/>',
        '<animate attributeName="href" by="javascript:alert(1)"/>',
        "<set attributeName=href to=' &#106;avaScript:alert(1)'/>",
    ],
)
def test_an_animation_makes_no_address_that_runs_code(element: str) -> None:
    body = f'<svg><a href="/">{element}<text>a</text></a></svg>\n'
    told = planned({"content/index.md": front("title: A", body)}).briefly
    assert [one.partition(":")[0] for one in told if "[link/script]" in one] == ["content/index.md"]


def test_an_animation_of_anything_else_holds_no_address() -> None:
    body = '<svg><rect><animate attributeName="x" values="0;/nowhere/" to="/nowhere/"/></rect></svg>\n'
    told = planned({"content/index.md": front("title: A", body)}).briefly
    assert [one for one in told if "[link/" in one] == []
