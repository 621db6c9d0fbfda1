"""What the theme's files hold to: their sizes, the contrast of their colours, and that no page carries a style."""

from __future__ import annotations

import re

import pytest

from faimi_site.colours import contrast, parse_colour
from faimi_site.phrases import initials, is_right_to_left
from tests.sites import front, planned, theme

STATIC = {path: file.read().decode() for path, file in theme().items() if path.startswith("static/")}
STYLE = STATIC["static/style.css"]
PAIRS = re.findall(r"--([\w-]+): light-dark\((?:var\([\w-]+, )?(#\w{6})\)?, (?:var\([\w-]+, )?(#\w{6})\)?\);", STYLE)
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIRS}
TEXTS = ["ink", "quiet", "accent"]
GROUNDS = ["paper", "shade", "warm"]
TINTS = [name for name in COLOURS if name.startswith("tint-")]


def ratio(one: str, other: str, scheme: str) -> float:
    colours = [parse_colour(COLOURS[name][scheme]) for name in (one, other)]
    assert colours[0]
    assert colours[1]
    return contrast(colours[0], colours[1])


def test_every_colour_is_told_once_for_both_schemes() -> None:
    tokens = STYLE.partition(":root {")[2].partition("}")[0]
    assert len(COLOURS) == tokens.count("light-dark(") > 15
    assert {*re.findall(r"#[0-9a-f]{3,6}\b", STYLE.partition("}")[2])} <= {"#fff"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, ground) for text in TEXTS for ground in GROUNDS),
        *(("ink", tint) for tint in TINTS),
        ("on-accent", "accent"),
    ],
)
def test_a_text_can_be_read_on_its_ground(text: str, ground: str, scheme: str) -> None:
    assert ratio(text, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_control_can_be_seen(ground: str, scheme: str) -> None:
    assert ratio("edge", ground, scheme) >= 3


def test_the_style_sheet_is_below_20_kb() -> None:
    assert len(STYLE.encode()) < 20_000


def test_all_scripts_together_are_below_5_kb() -> None:
    assert sum(len(text.encode()) for path, text in STATIC.items() if path.endswith(".js")) < 5_000


EVENT = front(
    "title: A\nredirect_from: /old/\nevent: {start: 2025-09-23, timezone: Asia/Seoul, venue: Hall}",
    "## One\n\n## Two\n\n[SCHEDULE]\n\n[ORGANIZERS]\n\n[RESOURCES]\n",
)
FILES = {
    "content/a/index.md": EVENT,
    "content/a/schedule.yaml": "sessions: [{start: 08:00, end: 09:00, title: Talk}]\n",
    "content/a/organizers.yaml": "- {name: Ada Example}\n",
    "content/a/resources.yaml": "- {title: Slides, url: https://example.org/slides}\n",
    "content/404.md": front("title: Lost\npermalink: /404.html"),
    "content/b.md": front("title: B\nevent: {start: 2024-09-23}"),
}


@pytest.mark.parametrize("path", ["a/index.html", "404.html", "old/index.html", "b/index.html"])
def test_no_page_carries_a_style_or_a_script_of_the_themes(path: str) -> None:
    page = planned(FILES).text(path)
    assert " style=" not in page
    assert "<style" not in page
    assert re.findall(r"<script(?! src=| type=\"application/ld\+json\")", page) == []


def test_the_page_of_an_event_lists_what_it_holds() -> None:
    page = planned(FILES).text("a/index.html")
    contents = page.partition('<nav class="contents"')[2].partition("</nav>")[0]
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', contents) == [("#one", "One"), ("#two", "Two")]


@pytest.mark.parametrize("body", ["## One\n", "Text.\n", "## One\n\n## Two\n\n[TOC]\n"])
def test_nothing_is_listed_where_there_is_little_or_the_text_has_a_list(body: str) -> None:
    page = planned({"content/a.md": front("title: A\nevent: {start: 2025-09-23}", body)}).text("a/index.html")
    assert 'class="contents"' not in page


def test_the_page_for_what_is_not_found_lists_pages_and_editions() -> None:
    page = planned(FILES | {"content/hidden.md": front("title: H\nsitemap: false")}).text("404.html")
    known = page.partition('<ul class="known">')[2].partition("</ul>")[0]
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', known) == [("/a/", "A"), ("/b/", "B")]
    assert page.count('<p class="year">') == 2


def test_the_stub_at_an_old_address_is_a_page_of_the_site() -> None:
    stub = planned(FILES).text("old/index.html")
    assert '<a class="site-name" href="/">Test site</a>' in stub
    assert '<p class="lead">It is now at <a id="target" href="/a/">A</a>.</p>' in stub
    assert '<link rel="icon"' in stub


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Esther Puyol-Antón", "EP"),
        ("Miguel Lopez Perez", "MP"),
        ("Dr. Bob B. Example", "BE"),
        ("Plato", "P"),
        ("ada de example", "AE"),
        ("Ömer Şahin", "ÖŞ"),
        ("李明", "李"),
        ("(Ada)", ""),
        ("A. B.", "AB"),
    ],
)
def test_a_person_without_a_photo_has_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_initials_are_not_read_out() -> None:
    assert '<span class="initials" aria-hidden="true">AE</span>' in planned(FILES).text("a/index.html")


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "he", "fa", "ur-PK", "az-Arab", "AR"])
def test_a_language_is_written_from_right_to_left(tag: str) -> None:
    assert is_right_to_left(tag)


@pytest.mark.parametrize("tag", ["en", "pt-BR", "ar-Latn", "arn", "ku"])
def test_a_language_is_written_from_left_to_right(tag: str) -> None:
    assert not is_right_to_left(tag)


def test_the_direction_of_a_page_is_that_of_its_language() -> None:
    site = planned({"content/a.md": front("title: A\nlang: ar"), "content/b.md": front("title: B")})
    assert '<html lang="ar" dir="rtl">' in site.text("a/index.html")
    assert '<html lang="en">' in site.text("b/index.html")
