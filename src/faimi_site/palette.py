"""The colours of a site: those of the theme's style sheet, and the accent that a site chooses, in both schemes."""

from __future__ import annotations

from faimi_site.colours import ENOUGH, Colour, contrast, darkened, hex_code, lightened, parse_colour
from faimi_site.problem import Fault

# What style.css says of each scheme; a test holds the two together.
LIGHT = {"paper": "#ffffff", "shade": "#f2f5f7", "warm": "#fff3d6", "accent": "#14546b", "on-accent": "#ffffff"}
DARK = {"paper": "#12181c", "shade": "#1c252b", "warm": "#3a3015", "accent": "#7cc7e0", "on-accent": "#0d1a20"}
INK, QUIET = "#1b2429", "#4c5a63"  # of the light scheme, in which cards are drawn

_GROUNDS = ("paper", "shade", "warm")  # what links, which have the accent, stand on
_COMFORTABLE = 6.0  # of an accent that is derived: light text on dark needs more than the least to be read at ease


def colour(written: str) -> Colour:
    """Return a colour that is known to be one; black for what is none."""
    return parse_colour(written) or (0, 0, 0)


def readable_accent(accent: Colour, scheme: dict[str, str]) -> Fault | None:
    """Return what is wrong with an accent in a scheme: too little contrast for text, with the nearest that has it."""
    ground = min((scheme[name] for name in _GROUNDS), key=lambda one: contrast(accent, colour(one)))
    ratio = contrast(accent, colour(ground))
    if ratio >= ENOUGH:
        return None
    name = "light" if scheme is LIGHT else "dark"
    # Rounded down, as 4.49 is not enough.
    shown = f"{int(ratio * 10) / 10:.1f}:1"
    near = nearest_accent(accent, scheme, ENOUGH)
    return Fault(
        f"'{hex_code(accent)}' has a contrast of {shown} on '{ground}' of the {name} scheme, and text needs 4.5:1",
        f"'{hex_code(near)}' is near it and has enough",
    )


def nearest_accent(accent: Colour, scheme: dict[str, str], least: float) -> Colour:
    """Return the shade of an accent nearest to it that has a contrast to all grounds of a scheme."""
    if scheme is LIGHT:
        # Black and white have 21:1: on a light ground there is always a dark enough shade.
        darkest = min((colour(scheme[name]) for name in _GROUNDS), key=lambda ground: contrast(ground, (0, 0, 0)))
        return darkened(accent, darkest, least) or (0, 0, 0)
    lightest = max((colour(scheme[name]) for name in _GROUNDS), key=lambda ground: contrast(ground, (0, 0, 0)))
    return lightened(accent, lightest, least) or (255, 255, 255)


def dark_accent(light: Colour) -> Colour:
    """Return the accent of the dark scheme that goes with one of the light scheme."""
    return nearest_accent(light, DARK, _COMFORTABLE)
