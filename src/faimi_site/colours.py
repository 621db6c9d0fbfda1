"""Colours as CSS writes them, and how well one can be read on another (WCAG 2.2)."""

from __future__ import annotations

import colorsys
import re

from faimi_site.lazily import pattern

Colour = tuple[int, int, int]  # red, green and blue, each from 0 to 255

ENOUGH, ENOUGH_FOR_LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3

_FUNCTION = pattern(r"(rgb|hsl)a?\(([^()]*)\)")
_OPAQUE = frozenset(("1", "1.0", "100%"))


def parse_colour(written: str) -> Colour | None:
    """Return an opaque colour that CSS names or gives as hex, rgb() or hsl(); None for all else."""
    from PIL import ImageColor  # heavy, and seldom needed

    text = written.strip().lower()
    if found := _FUNCTION.fullmatch(text):
        parts = re.split(r"\s*[\s,/]\s*", found[2].replace("deg", "").strip())
        if len(parts) == 4 and parts.pop() not in _OPAQUE:
            return None
        text = f"{found[1]}({','.join(parts)})"
    try:
        red, green, blue, *alpha = ImageColor.getrgb(text)
    except ValueError:
        return None
    return None if alpha else (red, green, blue)


def names() -> list[str]:
    """Return the names of colours that CSS knows."""
    from PIL import ImageColor  # as above

    return list(ImageColor.colormap)


def hex_code(colour: Colour) -> str:
    """Return a colour as `#rrggbb`."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 for equal ones to 21 for black and white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darkened(colour: Colour, beside: Colour, least: float = ENOUGH) -> Colour | None:
    """Return the lightest darker shade of a colour with enough contrast to another; None where black has too little."""
    for share in range(100, -1, -1):
        red, green, blue = (part * share // 100 for part in colour)
        shade = (red, green, blue)
        if luminance(shade) <= luminance(beside) and contrast(shade, beside) >= least:
            return shade
    return None


def lightened(colour: Colour, beside: Colour, least: float = ENOUGH) -> Colour | None:
    """Return the darkest lighter tint of a colour with enough contrast to another; None where white has too little."""
    # By the lightness of HSL, so that it stays as vivid as it is: mixed with white it would turn grey.
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    for share in range(101):
        lighter = lightness + (1 - lightness) * share / 100
        red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, lighter, saturation))
        tint = (red, green, blue)
        if luminance(tint) >= luminance(beside) and contrast(tint, beside) >= least:
            return tint
    return None


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
