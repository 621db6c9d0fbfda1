"""The colours of texts and of what is behind them, where a page's own elements say both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from faimi_site.colours import ENOUGH, ENOUGH_FOR_LARGE, Colour, parse_colour
from faimi_site.document import Element
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern

_DECLARATION = pattern(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]*)")
_WITHOUT_IMPORTANT = pattern(r"\s*!\s*important\s*$", re.IGNORECASE)
_SIZE = pattern(r"(\d+(?:\.\d+)?)\s*(px|pt|em|rem|%)")
_POINT, _USUAL = 4 / 3, 16.0  # pixels of a point, and of a text without a size
_LARGE, _LARGE_BOLD = 24.0, 18.66  # pixels: 18 and 14 points (WCAG 2.2, large scale)
_BIG_HEADINGS = {"h1": 2.0, "h2": 1.5}


@frozen
class Pair:
    """A text and the colours it is in and on, the contrast it needs, and the element that sets the last of them."""

    at: int
    words: str
    text: Colour
    background: Colour
    least: float


@frozen
class _Look:
    text: Colour | None = None
    background: Colour | None = None
    size: float = _USUAL
    bold: bool = False


def sets_colour(style: str) -> bool:
    """Return whether a style may set the colour of a text or the one behind it: where none does, no pair is."""
    lowered = style.lower()
    return "color" in lowered or "background" in lowered


def pairs(elements: Sequence[Element]) -> Iterator[Pair]:
    """Yield the colours of each element whose own style sets one, where both are known and some text has them."""
    looks: list[_Look] = []
    setters: list[int] = []  # the nearest element, this one included, that sets a colour; -1 where none does
    styled: list[int] = []
    for at, element in enumerate(elements):
        around = looks[element.parent] if element.parent >= 0 else _Look()
        style = _declared(element.attrs["style"]) if "style" in element.attrs else {}
        looks.append(_look(around, element.tag, style))
        sets = style.keys() & {"color", "background", "background-color"}
        setters.append(at if sets else setters[element.parent] if element.parent >= 0 else -1)
        if sets:
            styled.append(at)
    lengths = {at: _letters(elements[at].text) for at in styled}
    own = dict(lengths)
    for at in styled:
        parent = elements[at].parent
        if parent >= 0 and setters[parent] >= 0:
            own[setters[parent]] -= lengths[at]
    for at in styled:
        look = looks[at]
        if look.text and look.background and own[at] > 0:
            large = look.size >= _LARGE or (look.bold and look.size >= _LARGE_BOLD)
            least = ENOUGH_FOR_LARGE if large else ENOUGH
            yield Pair(at, elements[at].text, look.text, look.background, least)


def _declared(style: str) -> dict[str, str]:
    found = _DECLARATION.findall(style)
    return {name.lower(): _WITHOUT_IMPORTANT.sub("", value).strip().lower() for name, value in found}


def _look(around: _Look, tag: str, style: dict[str, str]) -> _Look:
    look = around
    if tag in _BIG_HEADINGS:
        look = replace(look, size=_USUAL * _BIG_HEADINGS[tag])
    if tag in ("b", "strong", "th", *_BIG_HEADINGS):
        look = replace(look, bold=True)
    if "color" in style and style["color"] not in ("inherit", "unset", "currentcolor"):
        look = replace(look, text=parse_colour(style["color"]))
    for name in style:
        if name in ("background", "background-color") and style[name] not in (
            "transparent",
            "none",
            "unset",
            "initial",
        ):
            look = replace(look, background=parse_colour(style[name]))
    if "font-weight" in style:
        look = replace(look, bold=style["font-weight"] in ("bold", "bolder", "700", "800", "900"))
    if size := _SIZE.fullmatch(style.get("font-size", "")):
        unit = {"px": 1.0, "pt": _POINT, "rem": _USUAL, "em": around.size, "%": around.size / 100}[size[2]]
        look = replace(look, size=float(size[1]) * unit)
    return look


def _letters(text: str) -> int:
    return sum(map(len, text.split()))
