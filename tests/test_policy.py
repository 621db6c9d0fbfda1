"""What pages may load: the policy that they declare, and what it keeps from running."""

from __future__ import annotations

import pytest

from faimi_site.policy import policy
from tests.sites import front, planned

SCRIPT = "put the script into a file in static/, and name that in a template's block scripts"
OBJECT = "link to the file, or show it in an <iframe>"
POLICY = "the page's Content-Security-Policy blocks it [page/blocked]"


def found(body: str) -> list[str]:
    given = planned({"content/index.md": front("title: A", body), "content/a.pdf": "x", "content/a.js": "1"})
    return [one.removeprefix("content/index.md:") for one in given.briefly if "[page/blocked]" in one]


def test_all_is_the_sites_own_but_styles_within_a_page_and_pictures_within_an_address() -> None:
    assert policy([]) == (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-src 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'self' https: mailto:"
    )


def test_frames_are_of_the_hosts_of_media_and_those_below_them() -> None:
    assert "; frame-src 'self' youtube.com *.youtube.com vimeo.com *.vimeo.com; " in policy(
        ["youtube.com", "vimeo.com"]
    )


@pytest.mark.parametrize("path", ["index.html", "old/index.html"])
def test_the_policy_stands_before_all_that_loads(path: str) -> None:
    page = planned({"content/index.md": front("title: A\nredirect_from: /old/")}).text(path)
    before = page.partition(' content="default-src ')[0]
    assert before.endswith('<meta http-equiv="Content-Security-Policy"')
    assert "<link" not in before
    assert "<script" not in before


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Text.\n\n<script>alert(1)</script>",
            [f"7:1: warning: a script within the page does nothing: {POLICY} | {SCRIPT}"],
        ),
        (
            '<script type="module">let a</script>',
            [f"5:1: warning: a script within the page does nothing: {POLICY} | {SCRIPT}"],
        ),
        (
            'Text <a href="/a.pdf" onclick="x()">y</a>.',
            [f"5:6: warning: the onclick of a <a> does nothing: {POLICY} | {SCRIPT}"],
        ),
        (
            '<object data="a.pdf"></object>',
            [f"5:1: warning: an <object> does nothing: {POLICY} | {OBJECT}"],
        ),
        (
            '```html\n<script>1</script>\n```\n\n<script src="a.js"></script>\n<script>2</script>',
            [f"10:1: warning: a script within the page does nothing: {POLICY} | {SCRIPT}"],
        ),
        ('<embed src="a.pdf">', [f"5:1: warning: an <embed> does nothing: {POLICY} | {OBJECT}"]),
        ('<script src="a.js"></script>', []),
        ('<script type="application/json">{}</script>', []),
        ('<iframe src="a.pdf" title="x"></iframe>', []),
        ("`<script>alert(1)</script>`", []),
        ('<p style="color: red" one="1">x</p>', []),
    ],
)
def test_what_the_policy_keeps_from_running_is_a_warning_where_it_stands(body: str, expected: list[str]) -> None:
    assert found(f"{body}\n") == expected


def test_where_a_site_leaves_the_policy_out_nothing_is_blocked() -> None:
    files = {
        "content/index.md": front("title: A", "<script>alert(1)</script>\n"),
        "templates/default.html": '{% extends "theme/default.html" %}{% block policy %}{% endblock %}',
    }
    assert planned(files).shown == []
    assert "Content-Security-Policy" not in planned(files).text("index.html")


def test_a_policy_of_the_sites_own_counts() -> None:
    own = "default-src 'self'; script-src 'self' 'unsafe-inline'"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{own}">'
    files = {
        "content/index.md": front("title: A", "<script>alert(1)</script>\n"),
        "templates/default.html": f'{{% extends "theme/default.html" %}}{{% block policy %}}{meta}{{% endblock %}}',
    }
    assert planned(files).shown == []
