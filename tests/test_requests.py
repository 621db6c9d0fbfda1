"""What pages load from other hosts, and what nothing uses: a case that fires, and one that must not."""

from __future__ import annotations

import pytest

from faimi_site.problem import in_order, show
from tests.sites import Files, front, planned

HOME: Files = {"content/index.md": "# Home\n"}


def unused(files: Files) -> list[str]:
    """Return the problems of a site with a home page, as `-v` shows them."""
    return [show(problem) for problem in in_order(planned({**HOME, **files}).problems)]


def test_a_picture_from_another_host_is_a_warning() -> None:
    assert planned({"content/index.md": "# A\n\n![x](https://cdn.org/x.png)\n"}).shown == [
        "content/index.md:3:6: warning: 'https://cdn.org/x.png' makes each visitor's browser ask cdn.org "
        "[page/third-party]\n"
        "     3 | ![x](https://cdn.org/x.png)\n"
        "       |      ^^^^^^^^^^^^^^^^^^^^^\n"
        "       = hint: put a copy of the file into assets/, or beside the page"
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://cdn.org/x"></script>',
        '<link rel="stylesheet" href="//cdn.org/x">',
        '<link rel="dns-prefetch" href="https://cdn.org">',
        '<video src="https://cdn.org/x"></video>',
        '<video><source src="https://cdn.org/x"></video>',
        '<audio src="https://cdn.org/x"></audio>',
        '<embed src="https://cdn.org/x">',
        '<object data="https://cdn.org/x"></object>',
        '<img srcset="https://cdn.org/x 2x" alt="">',
        '<video poster="HTTPS://cdn.org/x"></video>',
        '<p style="background: url(https://cdn.org/x)">x</p>',
        '<style>@import "https://cdn.org/x";</style>',
        '<svg><image href="https://cdn.org/x" /></svg>',
        '<svg><rect fill="url(https://cdn.org/x#p)" /></svg>',
        "<svg><rect filter=\"URL('https://cdn.org/x#f') blur(5px)\" /></svg>",
        '<svg><g mask="url(//cdn.org/x#m)" /></svg>',
        '<a href="#a" ping="/ https://cdn.org/x">x</a>',
        '<img src="data:image/png;base64,AA=" alt="" attributionsrc="https://cdn.org/x">',
    ],
)
def test_whatever_a_browser_loads_at_once_is_a_request(body: str) -> None:
    problems = planned({"content/index.md": f"# A\n\n{body}\n"}).shown
    (shown,) = (one for one in problems if "[page/blocked]" not in one)
    assert shown.startswith("content/index.md:3:")
    assert "ask cdn.org [page/third-party]" in shown


@pytest.mark.parametrize(
    "body",
    [
        "[x](https://cdn.org/x.png)",
        '<form action="https://cdn.org/x"></form>',
        '<blockquote cite="https://cdn.org/x">x</blockquote>',
        '<link rel="license" href="https://cdn.org/x">',
        '<img src="data:image/png;base64,AA=" alt="">',
        "<style>/* @import 'https://cdn.org/x'; */</style>",
        '<svg><mask id="m"></mask><rect fill="red" mask="url(#m)" /></svg>',
        '`<img src="https://cdn.org/x">`',
    ],
)
def test_what_a_visitor_follows_is_no_request(body: str) -> None:
    assert planned({"content/index.md": f"# A\n\n{body}\n"}).shown == []


def test_the_own_host_is_no_third_party() -> None:
    rules = planned({"content/index.md": '# A\n\n<img src="https://example.org/x.png" alt="">\n'}).rules
    assert "page/third-party" not in rules


def test_a_font_of_a_template_is_one_error_for_all_pages() -> None:
    template = '{% extends "theme/default.html" %}\n{% block icons %}\n'
    template += '<link rel="stylesheet" href="https://fonts.org/css?a&amp;b">\n{% endblock %}\n'
    files = {**HOME, "content/b.md": "# B\n", "templates/default.html": template}
    assert planned(files).shown == [
        "templates/default.html:3:30: error: 'https://fonts.org/css?a&b' makes each visitor's browser ask fonts.org "
        "[template/third-party]\n"
        '     3 | <link rel="stylesheet" href="https://fonts.org/css?a&amp;b">\n'
        "       |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "       = hint: put a copy of the file into static/, or take it out"
    ]


def test_a_font_of_a_style_sheet_is_an_error_too() -> None:
    shown = planned({**HOME, "static/own.css": '@import "https://fonts.org/css";\n'}).shown
    assert shown[0].startswith("static/own.css:1:10: error: 'https://fonts.org/css' makes each visitor's browser ask")
    assert planned({**HOME, "content/own.css": '@import "https://fonts.org/css";\n'}).rules == ["page/third-party"]


def test_a_file_that_nothing_uses_is_a_note() -> None:
    assert unused({"assets/2025/old slides.pdf": b""}) == [
        "assets/2025/old slides.pdf: note: no page, style sheet or data file uses this file [file/not-used]\n"
        "       = hint: link to it, or remove it"
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"content/a.md": "# A\n\n[x](/assets/a%20b.pdf)\n", "assets/a b.pdf": b""},
        {"content/a.md": "# A\n\n[x](a.pdf)\n", "content/a.pdf": b""},
        {
            "content/a.md": '# A\n\n<img src="a.png" srcset="/b.png 2x" alt="">\n',
            "content/a.png": "",
            "content/b.png": "",
        },
        {"content/a.md": front("title: A\nhero: /assets/a.png"), "assets/a.png": b""},
        {"content/a.md": front("title: A\nimage: {path: /assets/a.png, alt: x}"), "assets/a.png": b""},
        {"content/a.md": front("title: A\npublished: false", "[x](/assets/a.pdf)\n"), "assets/a.pdf": b""},
        {"content/a.md": front("title: A\nredirect_to: /assets/a.pdf"), "assets/a.pdf": b""},
        {"content/people.yaml": "ada: {name: Ada L, photo: /assets/ada.jpg}\n", "assets/ada.jpg": b""},
        {"static/style.css": "@import 'a.css';", "static/a.css": "p{src:url(../assets/a.woff2)}", "assets/a.woff2": ""},
        {"static/page.js": "load('/static/data.json')", "static/data.json": "{}"},
        {"content/CNAME": "a.org", "content/robots.txt": "", "content/favicon.ico": b"", "content/0a1b2c.txt": ""},
        {"content/.well-known/x": "", "assets/LICENSE": "", "assets/x/README.md": "", "static/favicon.svg": ""},
    ],
)
def test_a_file_that_something_uses_or_machines_ask_for_is_fine(files: Files) -> None:
    assert [shown for shown in unused(files) if "file/not-used" in shown] == []


@pytest.mark.parametrize(
    ("named", "left"),
    [
        ({"content/t/resources.yaml": "- {title: N, file: /assets/a/nb.ipynb}\n"}, "assets/b/nb.ipynb"),
        ({"content/t/draft.md": front("title: A\npublished: false", "[x](/assets/a/nb.ipynb)\n")}, "assets/b/nb.ipynb"),
        ({"static/page.js": "load('https://example.org/x/assets/b/nb.ipynb')"}, "assets/a/nb.ipynb"),
        ({"static/page.js": "load(folder + '/b/nb.ipynb')"}, "assets/a/nb.ipynb"),
        (
            {"content/t/draft.md": front("title: A\npublished: false", "[x](../../assets/a/nb.ipynb).\n")},
            "assets/b/nb.ipynb",
        ),
    ],
)
def test_a_file_of_the_same_name_in_another_folder_does_not_use_this_one(named: Files, left: str) -> None:
    both = {"assets/a/nb.ipynb": "{}", "assets/b/nb.ipynb": "{}"}
    shown = [
        one for one in unused({"content/t/index.md": "# T\n\n[RESOURCES]\n", **both, **named}) if "not-used" in one
    ]
    assert [one.partition(":")[0] for one in shown] == [left]


def test_a_name_without_a_folder_can_mean_a_file_of_any() -> None:
    both = {"assets/a/nb.ipynb": "{}", "assets/b/nb.ipynb": "{}"}
    assert [one for one in unused({**both, "static/page.js": "load(folder + 'nb.ipynb')"}) if "not-used" in one] == []


def test_a_template_that_nothing_uses_is_a_note() -> None:
    assert unused({"templates/odd.html": "x"}) == [
        "templates/odd.html: note: no page and no other template uses this template [template/not-used]\n"
        "       = hint: write layout: odd in a page, include it, or remove it"
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"content/a.md": front("title: A\nlayout: own"), "templates/own.html": "x"},
        {"content/a.md": front("title: A\nlayout: own\npublished: false"), "templates/own.html": "x"},
        {"templates/sections/event.html": "x", "templates/sections/schedule.html": "y", "templates/redirect.html": "z"},
        {
            "templates/default.html": '{% extends "theme/default.html" %}{% include "a.html" %}',
            "templates/a.html": '{% import "b.txt" as b %}',
            "templates/b.txt": "x",
        },
        {
            "templates/default.html": '{% extends "theme/default.html" %}{% block content %}{% include page.path %}'
            "{% endblock %}",
            "templates/index.html": "x",
        },
    ],
)
def test_a_template_that_is_used_or_may_be_is_fine(files: Files) -> None:
    assert unused(files) == []


def test_a_portable_copy_asks_nobody_for_what_is_in_it() -> None:
    body = '<img src="https://example.org/assets/a.png" alt="A">\n'
    site = planned({"content/a.md": front("title: A", body), "assets/a.png": b"\x89PNG"}, portable=True)
    assert site.rules == []
    assert '<img src="../assets/a.png" alt="A">' in site.text("a/index.html")


def test_a_portable_copy_that_asks_where_it_is_published_is_told() -> None:
    body = '<img src="https://example.org/elsewhere/a.png" alt="A">\n'
    assert "page/third-party" in planned({"content/a.md": front("title: A", body)}, portable=True).rules
