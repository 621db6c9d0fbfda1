"""Colours as CSS writes them, and how well one can be read on another (WCAG 2.2)."""

from __future__ import annotations

import math
import re

Colour = tuple[int, int, int]  # red, green and blue, each from 0 to 255

ENOUGH, ENOUGH_FOR_LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3

_NAMES = """
    aliceblue f0f8ff  antiquewhite faebd7  aqua 00ffff  aquamarine 7fffd4  azure f0ffff  beige f5f5dc  bisque
    ffe4c4  black 000000  blanchedalmond ffebcd  blue 0000ff  blueviolet 8a2be2  brown a52a2a  burlywood deb887
    cadetblue 5f9ea0  chartreuse 7fff00  chocolate d2691e  coral ff7f50  cornflowerblue 6495ed  cornsilk fff8dc
    crimson dc143c  cyan 00ffff  darkblue 00008b  darkcyan 008b8b  darkgoldenrod b8860b  darkgray a9a9a9
    darkgreen 006400  darkkhaki bdb76b  darkmagenta 8b008b  darkolivegreen 556b2f  darkorange ff8c00  darkorchid
    9932cc  darkred 8b0000  darksalmon e9967a  darkseagreen 8fbc8f  darkslateblue 483d8b  darkslategray 2f4f4f
    darkturquoise 00ced1  darkviolet 9400d3  deeppink ff1493  deepskyblue 00bfff  dimgray 696969  dodgerblue
    1e90ff  firebrick b22222  floralwhite fffaf0  forestgreen 228b22  fuchsia ff00ff  gainsboro dcdcdc
    ghostwhite f8f8ff  gold ffd700  goldenrod daa520  gray 808080  green 008000  greenyellow adff2f  honeydew
    f0fff0  hotpink ff69b4  indianred cd5c5c  indigo 4b0082  ivory fffff0  khaki f0e68c  lavender e6e6fa
    lavenderblush fff0f5  lawngreen 7cfc00  lemonchiffon fffacd  lightblue add8e6  lightcoral f08080  lightcyan
    e0ffff  lightgoldenrodyellow fafad2  lightgray d3d3d3  lightgreen 90ee90  lightpink ffb6c1  lightsalmon
    ffa07a  lightseagreen 20b2aa  lightskyblue 87cefa  lightslategray 778899  lightsteelblue b0c4de  lightyellow
    ffffe0  lime 00ff00  limegreen 32cd32  linen faf0e6  magenta ff00ff  maroon 800000  mediumaquamarine 66cdaa
    mediumblue 0000cd  mediumorchid ba55d3  mediumpurple 9370db  mediumseagreen 3cb371  mediumslateblue 7b68ee
    mediumspringgreen 00fa9a  mediumturquoise 48d1cc  mediumvioletred c71585  midnightblue 191970  mintcream
    f5fffa  mistyrose ffe4e1  moccasin ffe4b5  navajowhite ffdead  navy 000080  oldlace fdf5e6  olive 808000
    olivedrab 6b8e23  orange ffa500  orangered ff4500  orchid da70d6  palegoldenrod eee8aa  palegreen 98fb98
    paleturquoise afeeee  palevioletred db7093  papayawhip ffefd5  peachpuff ffdab9  peru cd853f  pink ffc0cb
    plum dda0dd  powderblue b0e0e6  purple 800080  rebeccapurple 663399  red ff0000  rosybrown bc8f8f  royalblue
    4169e1  saddlebrown 8b4513  salmon fa8072  sandybrown f4a460  seagreen 2e8b57  seashell fff5ee  sienna
    a0522d  silver c0c0c0  skyblue 87ceeb  slateblue 6a5acd  slategray 708090  snow fffafa  springgreen 00ff7f
    steelblue 4682b4  tan d2b48c  teal 008080  thistle d8bfd8  tomato ff6347  turquoise 40e0d0  violet ee82ee
    wheat f5deb3  white ffffff  whitesmoke f5f5f5  yellow ffff00  yellowgreen 9acd32
"""
_WORDS = _NAMES.split()
NAMED = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_NUMBER = r"\s*(-?\d+(?:\.\d+)?|-?\.\d+)"
_RGB = re.compile(
    rf"rgba?\({_NUMBER}(%?)\s*[\s,]{_NUMBER}(%?)\s*[\s,]{_NUMBER}(%?)\s*(?:[,/]\s*(?:1(?:\.0*)?|100%)\s*)?\)"
)
_HSL = re.compile(
    rf"hsla?\({_NUMBER}(?:deg)?\s*[\s,]{_NUMBER}%\s*[\s,]{_NUMBER}%\s*(?:[,/]\s*(?:1(?:\.0*)?|100%)\s*)?\)"
)


def parse_colour(written: str) -> Colour | None:
    """Return an opaque colour that CSS names or gives as hex, rgb() or hsl(); None for all else."""
    text = written.strip().lower()
    if named := NAMED.get(text.replace("grey", "gray")):
        text = f"#{named}"
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.fullmatch(text):
        red, green, blue = (
            float(number) * (2.55 if percent else 1)
            for number, percent in zip(found.groups()[::2], found.groups()[1::2], strict=True)
        )
        return _byte(red), _byte(green), _byte(blue)
    if found := _HSL.fullmatch(text):
        return _from_hsl(float(found[1]), float(found[2]) / 100, float(found[3]) / 100)
    return None


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


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _byte(part: float) -> int:
    return min(255, max(0, math.floor(part + 0.5)))


def _from_hsl(hue: float, saturation: float, lightness: float) -> Colour:
    saturation, lightness = min(1.0, max(0.0, saturation)), min(1.0, max(0.0, lightness))
    reach = saturation * min(lightness, 1 - lightness)

    def part(shift: int) -> int:
        turn = (shift + hue / 30) % 12
        return _byte(255 * (lightness - reach * max(-1.0, min(turn - 3, 9 - turn, 1.0))))

    return part(0), part(8), part(4)
