"""`theme:` in site.yaml: accents that can be read, a font, a logo, and how pages get them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site.colours import Colour, contrast
from faimi_site.palette import DARK, LIGHT, colour, dark_accent, readable_accent
from tests.drawn import picture
from tests.sites import Files, Planned, front, planned, theme

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
STYLE = theme()["static/style.css"].read().decode()
GROUNDS = ("paper", "shade", "warm")


def with_theme(written: str, files: Files | None = None) -> Planned:
    site = f"title: T\nurl: https://example.org\ntheme:\n  {written}\n"
    return planned({"site.yaml": site, "content/index.md": "# A\n", **(files or {})})


@pytest.mark.parametrize(("scheme", "part"), [(LIGHT, 0), (DARK, 1)])
def test_the_palette_is_that_of_the_style_sheet(scheme: dict[str, str], part: int) -> None:
    written = {
        name: re.findall(r"#[0-9a-f]{6}", values)[part]
        for name, values in re.findall(r"--([\w-]+): light-dark\((.*?)\);", STYLE)
    }
    assert {name: written[name] for name in scheme} == scheme


@pytest.mark.parametrize(
    ("written", "styles"),
    [
        ('accent: "#7a1f4b"', ":root {\n  --accent-light: #7a1f4b;\n  --accent-dark: #e69bbf;\n}\n"),
        ("accent: navy", ":root {\n  --accent-light: #000080;\n  --accent-dark: #ababff;\n}\n"),
        ('accent: "#036"', ":root {\n  --accent-light: #003366;\n  --accent-dark: #6cb6ff;\n}\n"),
        ('accent: {light: navy, dark: "#fc0"}', ":root {\n  --accent-light: #000080;\n  --accent-dark: #ffcc00;\n}\n"),
        ('accent: {dark: "#fc0"}', ":root {\n  --accent-dark: #ffcc00;\n}\n"),
        ("font: serif", ':root {\n  --font: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;\n}\n'),
    ],
)
def test_what_a_site_changes_is_a_style_sheet_of_custom_properties(written: str, styles: str) -> None:
    site = with_theme(written)
    assert site.shown == []
    assert site.text("static/theme.css") == styles
    page = site.text("index.html")
    assert page.index('<link rel="stylesheet" href="/static/theme.css">') > page.index("/static/style.css")


def test_a_site_that_changes_nothing_has_no_style_sheet_for_it() -> None:
    site = planned({"content/index.md": "# A\n"})
    assert "theme.css" not in site.text("index.html")
    assert [output.path for output in site.outputs if output.path.endswith("theme.css")] == []


@pytest.mark.parametrize("name", ["--accent-light", "--accent-dark", "--font"])
def test_the_style_sheet_of_the_theme_asks_for_each_property(name: str) -> None:
    assert f"var({name}, " in STYLE


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            'accent: "#9ac"',
            "4:11: error: accent: '#99aacc' has a contrast of 2.1:1 on '#fff3d6' of the light scheme, and text needs "
            "4.5:1 [theme/contrast] | '#647086' is near it and has enough",
        ),
        (
            "accent: {light: navy, dark: navy}",
            "4:31: error: accent: '#000080' has a contrast of 1.0:1 on '#1c252b' of the dark scheme, and text needs "
            "4.5:1 [theme/contrast] | '#8c8cff' is near it and has enough",
        ),
        ("accent: tael", "4:11: error: accent: 'tael' is not a colour [field/value] | did you mean 'teal'?"),
        (
            "accent: 14546b",
            "4:11: error: accent: '14546b' is not a colour [field/value] | write \"#14546b\", in quotes",
        ),
        (
            "accent: #14546b",
            "4:3: error: accent: YAML takes '#14546b' for a comment [field/value] | "
            'write it in quotes: accent: "#14546b"',
        ),
        ("accent: {lite: red}", "4:12: error: accent has no field 'lite' [field/unknown] | it can have: dark, light"),
        ("acent: red", "4:3: error: theme has no field 'acent' [field/unknown] | did you mean 'accent'?"),
        ("font: serf", "4:9: error: font: 'serf' is no font [field/value] | did you mean 'serif'?"),
        ("font: Comic", "4:9: error: font: 'Comic' is no font [field/value] | write one of: system, sans, serif"),
        (
            "logo: /static/log.svg",
            "4:9: error: logo: there is no file '/static/log.svg' [file/missing] | did you mean '/static/logo.svg'?",
        ),
        (
            "logo: https://example.net/a.png",
            "4:9: error: logo: 'https://example.net/a.png' is not a file of the site [file/missing] | "
            "put a copy of it into static/",
        ),
        (
            "logo: /a.txt",
            "4:9: error: logo: '/a.txt' is no picture that browsers show [field/value] | take an SVG, a PNG or a JPEG",
        ),
    ],
)
def test_a_mistake_in_the_theme_is_an_error_with_what_to_do(written: str, said: str) -> None:
    files: Files = {"static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "content/a.txt": "x"}
    errors = [one for one in with_theme(written, files).briefly if ": error: " in one]
    assert errors == [f"site.yaml:{said}"]


def test_a_comment_behind_no_colour_is_a_comment() -> None:
    assert with_theme("accent: # navy").shown == []


@given(COLOURS)
def test_a_derived_accent_can_be_read_on_all_grounds_of_the_dark_scheme(light: Colour) -> None:
    derived = dark_accent(light)
    assert min(contrast(derived, colour(DARK[ground])) for ground in GROUNDS) >= 4.5
    assert contrast(derived, colour(DARK["on-accent"])) >= 4.5


@given(COLOURS, st.sampled_from([LIGHT, DARK]))
def test_the_colour_that_a_hint_gives_has_enough_contrast(accent: Colour, scheme: dict[str, str]) -> None:
    fault = readable_accent(accent, scheme)
    if fault:
        assert readable_accent(colour(fault.hint.split("'")[1]), scheme) is None


LOGO_SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 10'></svg>"


@pytest.mark.parametrize(
    ("logo", "size"),
    [
        (LOGO_SVG, 'height="40" width="120"'),
        (LOGO_SVG.replace("viewBox='0 0 30 10'", 'width="80px" height="40"'), 'height="40" width="80"'),
        (LOGO_SVG.replace("viewBox='0 0 30 10'", 'width="100%"'), 'height="40"'),
        ("<p>", 'height="40"'),
    ],
)
def test_a_logo_stands_beside_the_name_with_its_size(logo: str, size: str) -> None:
    site = with_theme("logo: /static/logo.svg", {"static/logo.svg": logo})
    assert site.shown == []
    img = f'<img class="logo" src="/static/logo.svg" alt="" {size} loading="eager">'
    assert f'<a class="site-name" href="/">{img}T</a>' in site.text("index.html")


def test_a_logo_in_content_is_shown_in_the_sizes_it_needs() -> None:
    site = with_theme("logo: logo.png", {"content/logo.png": picture(400, 200)})
    assert sorted(re.findall(r"images/logo-[0-9a-f]{10}-(\d+)\.png", "\n".join(site.paths))) == ["160", "80"]
    assert site.shown == []
    assert site.notes == []


def test_a_logo_leaves_the_first_picture_of_the_text_to_be_loaded_at_once() -> None:
    files: Files = {"content/logo.png": picture(400, 200), "content/index.md": "# A\n\n![x](logo.png)\n"}
    assert 'loading="lazy"' not in with_theme("logo: logo.png", files).text("index.html")


def test_on_a_page_in_another_language_the_themes_own_words_are_english() -> None:
    page = front("title: Ü\nlang: de-AT\nevent: {start: 2025-09-23, venue: Saal, mode: online, online_url: /x/}")
    made = planned({"content/a.md": page, "content/x.md": front("title: X")})
    german, english = made.text("a/index.html"), made.text("x/index.html")
    assert '<a class="skip" lang="en"' in german
    assert '<dt lang="en">When</dt><dd><time lang="en" datetime="2025-09-23">23 September 2025</time>' in german
    assert english.count('lang="en"') == 1
