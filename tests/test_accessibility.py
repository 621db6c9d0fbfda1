"""What keeps people from reading a page: each fault at its place, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.sites import front, planned
from tests.timing import LINEAR, growth

LAYOUT = '<html lang="en"><head>{head}</head><body>{top}<h1>{{{{ page.title }}}}</h1>{{{{ content }}}}</body></html>'


def found(body: str) -> list[str]:
    """Return the accessibility problems of a page's Markdown, from its fifth line on."""
    given = planned({"content/index.md": front("title: A", body)}).briefly
    return [one.removeprefix("content/index.md:") for one in given if "[a11y/" in one]


def of_template(top: str = "", head: str = "") -> list[str]:
    """Return the accessibility problems of a site of two pages with a template of its own."""
    files = {
        "content/index.md": front("title: A"),
        "content/b.md": front("title: B"),
        "templates/default.html": LAYOUT.format(top=top, head=head),
    }
    return [one for one in planned(files).briefly if "[a11y/" in one]


NO_ALT = 'say in alt="..." what it shows; write alt="" where it says nothing that the text does not'
NO_NAME = 'write a text into it, or aria-label="..."; an image in it needs an alt that says where it leads'
UNTOLD = "let its text name what is there: [the programme](...), not [here](...)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            'Text <img src="x/pic%20one.png">',
            f"5:6: warning: the picture 'pic one.png' has no alt text [a11y/no-alt] | {NO_ALT}",
        ),
        (
            '<map name="m"><area href="/x/" shape="rect" coords="0,0,1,1"></map>',
            f"5:15: warning: the picture 'x' has no alt text [a11y/no-alt] | {NO_ALT}",
        ),
        (
            "![IMG_1234.jpg](/z.jpg)",
            "5:1: note: the alt text 'IMG_1234.jpg' is the name of a file [a11y/alt-is-file-name]"
            " | say what the picture shows",
        ),
        (
            'To <a href="https://e.org/x"></a>.',
            f"5:4: warning: the link to 'https://e.org/x' has no name [a11y/empty-link] | {NO_NAME}",
        ),
        (
            "To [![](/l.png)](https://e.org/x).",
            f"5:4: warning: the link to 'https://e.org/x' has no name [a11y/empty-link] | {NO_NAME}",
        ),
        ("<button></button>", f"5:1: warning: a button has no name [a11y/empty-link] | {NO_NAME}"),
        (
            "## Two\n\n#### Four *x*",
            "7:1: warning: the heading 'Four x' of level 4 comes after one of level 2 [a11y/heading-order]"
            " | write ### Four x",
        ),
        (
            "## Two\n\n#### The `four` of them",
            "7:1: warning: the heading 'The four of them' of level 4 comes after one of level 2 [a11y/heading-order]"
            " | write ### The four of them",
        ),
        (
            "# One\n\n# More",
            "7:1: note: 'More' is a second heading of the first level, beside 'One' [a11y/two-h1] | write ## More",
        ),
        (
            "## Two\n\n<h2></h2>",
            "7:1: warning: a heading of level 2 has no text [a11y/empty-heading] | write its text, or take it out",
        ),
        (
            "See [here](https://a.org).",
            f"5:5: warning: the link 'here' does not say where it leads [a11y/link-text] | {UNTOLD}",
        ),
        (
            "See [**Click here!**](https://b.org).",
            f"5:5: warning: the link 'Click here!' does not say where it leads [a11y/link-text] | {UNTOLD}",
        ),
        (
            "[Paper](https://p.org/1), [Paper](https://p.org/2), [Paper](https://p.org/1)",
            "5:27: note: the link 'Paper' leads to 'https://p.org/2', and another of this name to 'https://p.org/1'"
            " [a11y/same-link-text] | give each a name that tells them apart",
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
            "5:12: warning: the table that starts with 'a' has no header cells [a11y/table-headers]"
            ' | name columns above a line of dashes, or use th in HTML; a table for layout has role="presentation"',
        ),
        (
            '<p lang="en_US">Text</p>',
            "5:4: warning: 'en_US' is not a language tag [a11y/lang] | write it as en or pt-BR",
        ),
        (
            '<p style="color: #999; background: #eee">Grey</p>',
            "5:4: warning: the text 'Grey' has a contrast of 2.4:1 to its background, and needs 4.5:1 [a11y/contrast]"
            " | darken the text, to #6c6c6c for example",
        ),
        (
            '<div style="background-color: white">x <i style="color: yellow">y</i></div>',
            "5:43: warning: the text 'y' has a contrast of 1.0:1 to its background, and needs 4.5:1 [a11y/contrast]"
            " | darken the text, to #7a7a00 for example",
        ),
        (
            '<p style="color: #fff; background: #3a9">White</p>',
            "5:4: warning: the text 'White' has a contrast of 2.8:1 to its background, and needs 4.5:1 [a11y/contrast]"
            " | darken the background, to #278477 for example",
        ),
        (
            '<p style="font-size: 24px; color: #aaa; background: #fff">Large</p>',
            "5:4: warning: the text 'Large' has a contrast of 2.3:1 to its background, and needs 3:1 [a11y/contrast]"
            " | darken the text, to #939393 for example",
        ),
        (
            '<p style="color: #222; background: #111">Dark</p>',
            "5:4: warning: the text 'Dark' has a contrast of 1.1:1 to its background, and needs 4.5:1 [a11y/contrast]"
            " | take colours that are further apart, such as #222 on #fff",
        ),
        (
            '<video src="/v.mp4" autoplay></video>',
            "5:1: warning: the video 'v.mp4' starts by itself, with sound [a11y/autoplay]"
            " | take autoplay out, or write muted beside it",
        ),
    ],
)
def test_a_fault_is_shown_at_its_place(body: str, expected: str) -> None:
    assert found(body + "\n") == [expected]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="/x.png" alt="">',
        '<img src="/x.png" role="presentation"> <img src="/x.png" aria-label="X">',
        '<span aria-hidden="true"><img src="/x.png"><a href="/"></a></span>',
        "![A map of Daejeon](/map.png)",
        "```html\n<img src=x.png>\n<a href=x></a>\n```",
        '<a id="top"></a> <a name="x"></a>',
        '<a href="https://a.org"><img src="/x.png" alt="Home"></a> <a href="https://b.org" aria-label="X"></a>',
        '<button aria-label="Close">×</button> <button title="Open"></button>',
        "## Two\n\n### Three\n\n#### Four\n\n## Two again",
        '## Two\n\n<h3><img src="/x.png" alt="Three"></h3>',
        "[the papers here](https://a.org) and [here we go](https://b.org)",
        "[Paper](https://p.org/1) and [Paper](https://p.org/1)",
        '<a href="https://p.org/1" aria-label="First paper">Paper</a> and [Paper](https://p.org/2)',
        "| a | b |\n|---|---|\n| c | d |",
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>\n<table><tr><td>a</td><td>b</td></tr></table>",
        '<table role="presentation"><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>',
        '<p lang="ko">한국</p> <p lang="zh-Hant-TW">x</p> <p lang="x-klingon">y</p> <p lang="">z</p>',
        '<p style="color: #222; background: #fff">Text</p>',
        '<p style="color: #999">Text</p> <p style="background: #999">Text</p>',
        '<p style="color: #999; background: url(x.png)">Text</p>',
        '<p style="color: var(--pale); background: #fff">Text</p>',
        '<p style="color: #fff; background: #fff"><b style="color: #000">Text</b></p>',
        '<div style="background: #000"><p style="background: #fff"><b style="color: #111">Text</b></p></div>',
        '<p style="color: #777; background: #fff; font-weight: bold; font-size: 14pt">Bold</p>',
        '<p style="color: #888; background: #fff; font-size: 2em">Large</p>',
        '<p style="color: #fff; background: #fff"></p>',
        '<video src="/v.mp4" autoplay muted></video> <audio src="/a.mp3" controls></audio>',
    ],
)
def test_what_is_no_fault_is_left_alone(body: str) -> None:
    assert found(body + "\n") == []


def test_a_frame_without_a_title_is_a_warning() -> None:
    assert of_template(top='<iframe src="/x.html"></iframe>') == [
        "templates/default.html:1:36: warning: the frame of '/x.html' has no title [a11y/iframe-title]"
        ' | say in title="..." what it shows'
    ]


def test_a_frame_with_a_title_is_not() -> None:
    assert of_template(top='<iframe src="/x.html" title="A map"></iframe>') == []


def test_a_page_that_cannot_be_zoomed_is_a_warning_at_its_template_and_once() -> None:
    head = '<meta name="viewport" content="width=device-width, user-scalable=no">'
    assert of_template(head=head) == [
        "templates/default.html:1:45: warning: the page forbids visitors to zoom [a11y/zoom]"
        ' | write content="width=device-width, initial-scale=1"'
    ]


@pytest.mark.parametrize("content", ["width=device-width, initial-scale=1", "maximum-scale=5"])
def test_a_page_that_can_be_zoomed_is_not(content: str) -> None:
    assert of_template(head=f'<meta name="viewport" content="{content}">') == []


def test_a_page_without_a_language_is_a_warning_at_its_template_and_once() -> None:
    files = {
        "content/index.md": front("title: A"),
        "content/b.md": front("title: B"),
        "templates/default.html": "<html>\n<h1>{{ page.title }}</h1>\n{{ content }}\n</html>",
    }
    assert planned(files).shown == [
        "templates/default.html:1:1: warning: the page does not say what language it is in [a11y/lang]\n"
        "     1 | <html>\n"
        "       | ^^^^^^\n"
        '       = hint: write <html lang="{{ page.lang }}">'
    ]


def test_a_fault_of_a_template_whose_words_come_from_data_is_shown_there() -> None:
    shown = of_template(top='\n<img src="{{ page.url }}x.png">')
    assert {one.partition(" warning")[0] for one in shown} == {"templates/default.html:2:1:"}


def test_the_second_of_two_alike_is_found() -> None:
    body = '<img src="/x.png" alt="X">\n\n`<img src="/x.png">`\n\n<img src="/x.png">\n'
    assert [one.partition(" warning")[0] for one in found(body)] == ["9:1:"]


def test_a_fault_in_data_is_shown_in_its_file() -> None:
    files = {
        "content/index.md": front("title: A", "[ORGANIZERS]\n"),
        "content/organizers.yaml": "- name: Ada L\n  bio: see [here](https://a.org)\n",
    }
    assert planned(files).briefly == [
        "content/organizers.yaml:2:12: warning: the link 'here' does not say where it leads [a11y/link-text]"
        f" | {UNTOLD}"
    ]


def test_a_programme_with_its_people_has_no_fault() -> None:
    event = "title: A\nevent: {name: E, start: 2025-09-23, timezone: Asia/Seoul, city: Daejeon}"
    people = "- {name: Ada L, url: 'https://a.org', email: ada@a.org, orcid: 0000-0002-1825-0097}\n"
    one, two = "{start: 10:00, end: 11:00, title: One, speakers: [Ada L]}", "{start: 11:00, end: 12:00, title: Two}"
    files = {
        "content/e/index.md": front(event, "## Programme\n\n[SCHEDULE]\n\n## People\n\n[ORGANIZERS]\n"),
        "content/e/organizers.yaml": people,
        "content/e/schedule.yaml": f"sessions:\n- {one}\n- {two}\n",
    }
    assert [one for one in planned(files).briefly if "a11y" in one] == []


@pytest.mark.slow
def test_a_long_page_of_faults_takes_time_in_proportion() -> None:
    piece = '<img src="/x{0}.png"> [here](/{0}) <b style="color:#999;background:#eee">x{0}</b>\n\n#### H{0}\n\n'
    assert growth(lambda length: found("".join(piece.format(number) for number in range(length))), 200) < LINEAR
