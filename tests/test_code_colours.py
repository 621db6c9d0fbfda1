"""Highlighted code can be read: every colour of a token against the ground of code, in both colour schemes."""

from __future__ import annotations

import re

import pytest

from faimi_site.colours import contrast, parse_colour
from tests.sites import REPOSITORY

STYLE = (REPOSITORY / "src/faimi_site/theme/static/style.css").read_text(encoding="utf-8")
COLOURS = re.findall(r"(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", STYLE)
LIGHT, DARK = {name: light for name, light, _ in COLOURS}, {name: dark for name, _, dark in COLOURS}
TOKENS = [*sorted(name for name in LIGHT if name.startswith("--code-")), "--ink"]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_token_of_code_has_contrast(scheme: dict[str, str], token: str) -> None:
    colour, ground = parse_colour(scheme[token]), parse_colour(scheme["--shade"])
    assert colour
    assert ground
    assert contrast(colour, ground) >= 4.5
