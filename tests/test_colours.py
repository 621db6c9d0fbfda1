"""Colours as CSS writes them, and WCAG's contrast of two of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site.colours import Colour, contrast, darkened, hex_code, lightened, parse_colour

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#fff", WHITE),
        ("#0A0b0C", (10, 11, 12)),
        ("RebeccaPurple", (102, 51, 153)),
        ("lightslategrey", (119, 136, 153)),
        ("rgb(10, 20,30)", (10, 20, 30)),
        ("rgb(10 20 30 / 100%)", (10, 20, 30)),
        ("rgba(10, 20, 30, 1.0)", (10, 20, 30)),
        ("rgb(100%, 0%, 20%)", (255, 0, 51)),
        ("hsl(210, 30%, 40%)", (71, 102, 133)),
        ("hsl(210deg 30% 40%)", (71, 102, 133)),
        (" hsl(0, 100%, 50%) ", (255, 0, 0)),
    ],
)
def test_a_colour_is_read_as_css_writes_it(written: str, colour: Colour) -> None:
    assert parse_colour(written) == colour


@pytest.mark.parametrize(
    "written",
    [
        "",
        "transparent",
        "currentcolor",
        "var(--x)",
        "#ff",
        "#ffff",
        "rgba(1,2,3,.5)",
        "url(x.png)",
        "linear-gradient(red, blue)",
    ],
)
def test_what_cannot_be_told_is_no_colour(written: str) -> None:
    assert parse_colour(written) is None


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#777", "#fff", 4.478), ("#767676", "#fff", 4.542), ("#007bff", "#fff", 3.980)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    colours = parse_colour(one), parse_colour(other)
    assert colours[0]
    assert colours[1]
    assert contrast(colours[0], colours[1]) == pytest.approx(ratio, abs=0.001)


def test_a_colour_is_darkened_as_little_as_it_takes() -> None:
    assert [hex_code(darkened(grey, WHITE) or WHITE) for grey in ((119, 119, 119), (153, 153, 153))] == [
        "#757575",
        "#757575",
    ]


def test_no_shade_is_dark_enough_beside_a_dark_colour() -> None:
    assert darkened((50, 50, 50), (40, 40, 40)) is None


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: Colour, other: Colour) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.01


@given(COLOURS)
def test_a_darkened_colour_can_be_read(colour: Colour) -> None:
    shade = darkened(colour, WHITE)
    assert shade
    assert contrast(shade, WHITE) >= 4.5


@given(COLOURS)
def test_a_lightened_colour_can_be_read(colour: Colour) -> None:
    tint = lightened(colour, (58, 48, 21))
    assert tint
    assert contrast(tint, (58, 48, 21)) >= 4.5


def test_a_colour_that_is_light_enough_is_not_lightened() -> None:
    assert lightened((250, 240, 230), (0, 0, 0)) == (250, 240, 230)


def test_no_tint_is_light_enough_beside_a_light_colour() -> None:
    assert lightened((50, 50, 50), (200, 200, 200)) is None


@given(COLOURS)
def test_a_colour_reads_back_from_its_hex_code(colour: Colour) -> None:
    assert parse_colour(hex_code(colour)) == colour
