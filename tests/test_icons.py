"""Icons: those of a site that brings none, and those that it brings."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from faimi_site.icons import initials, svg
from tests.drawn import picture
from tests.sites import Files, Planned, body_bytes, planned

MADE = [
    '<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">',
    '<link rel="icon" href="/static/favicon-32.png" type="image/png" sizes="32x32">',
    '<link rel="apple-touch-icon" href="/static/apple-touch-icon.png" sizes="180x180">',
]
OWN_SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"


def links(site: Planned) -> list[str]:
    return re.findall(r'<link rel="(?:icon|apple-touch-icon)"[^>]*>', site.text("index.html"))


def image(site: Planned, path: str) -> Image.Image:
    (body,) = (output.body for output in site.outputs if output.path == path)
    return Image.open(BytesIO(body_bytes(body)))


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("FAIMI – Fairness of AI in Medical Imaging", "F"),
        ("Society of the Machine", "SM"),
        ("Workshop", "W"),
        ("the", "T"),
        ("élan vital", "ÉV"),
        ("2025 Tutorial", "T"),
        ("ßtraße", "S"),
        ("2025", ""),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_the_words_that_tell(title: str, letters: str) -> None:
    assert initials(title) == letters


def test_a_site_without_icons_gets_them() -> None:
    site = planned({"content/index.md": "# A\n"})
    assert links(site) == MADE
    assert ">TS</text>" in site.text("static/favicon.svg")
    assert image(site, "static/favicon-32.png").size == (32, 32)
    assert image(site, "static/apple-touch-icon.png").size == (180, 180)
    assert site.shown == []


def test_icons_are_in_the_accent() -> None:
    site = planned({"site.yaml": 'title: A\ntheme: {accent: "#7a1f4b"}\n', "content/index.md": "# A\n"})
    assert 'fill="#7a1f4b"' in site.text("static/favicon.svg")
    assert image(site, "static/apple-touch-icon.png").convert("RGB").getpixel((3, 3)) == (122, 31, 75)


def test_the_icon_of_a_phone_has_no_transparent_corner_and_that_of_a_tab_has() -> None:
    site = planned({"content/index.md": "# A\n"})
    assert image(site, "static/apple-touch-icon.png").mode == "RGB"
    assert image(site, "static/favicon-32.png").convert("RGBA").getpixel((0, 0))[3] < 20  # type: ignore[index]


@pytest.mark.parametrize("title", ["2025", "医用画像", "''"])
def test_a_name_without_letters_that_can_be_drawn_gets_the_lines_of_a_page(title: str) -> None:
    site = planned({"site.yaml": f"title: {title}\n", "content/index.md": "# A\n"})
    assert "<path " in site.text("static/favicon.svg")
    assert "<text " not in site.text("static/favicon.svg")


@pytest.mark.parametrize("letters", ["", "A", "&<"])
def test_the_svg_is_xml(letters: str) -> None:
    assert ET.fromstring(svg(letters, "#000000", "#ffffff")).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"static/favicon.svg": OWN_SVG}, MADE[:1]),
        ({"content/favicon.ico": b"\0\0\1\0"}, ['<link rel="icon" href="/favicon.ico" type="image/x-icon">']),
        (
            {"content/favicon.png": picture(), "content/apple-touch-icon.png": picture()},
            [
                '<link rel="icon" href="/favicon.png" type="image/png">',
                '<link rel="apple-touch-icon" href="/apple-touch-icon.png">',
            ],
        ),
    ],
)
def test_a_site_with_icons_keeps_them_and_gets_no_others(files: Files, expected: list[str]) -> None:
    site = planned({"content/index.md": "# A\n", **files})
    assert links(site) == expected
    made = {output.path for output in site.outputs} - set(files)
    assert not made & {"static/favicon.svg", "static/favicon-32.png", "static/apple-touch-icon.png"}
    assert site.shown == []


def test_the_colour_of_the_browser_is_that_of_the_header_in_both_schemes() -> None:
    page = planned({"content/index.md": "# A\n"}).text("index.html")
    assert re.findall(r'theme-color" content="(.*?)" media="\(prefers-color-scheme: (\w+)\)"', page) == [
        ("#f2f5f7", "light"),
        ("#1c252b", "dark"),
    ]
