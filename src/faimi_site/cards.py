"""Social cards: what is told of an event, drawn as a picture for those who link to its page."""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING

from faimi_site.frozen import frozen

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630  # pixels, as those show them who preview links
BOLD, REGULAR = "SourceSansPro-Semibold.otf", "SourceSansPro-Regular.otf"

_MARGIN, _BAR = 80, 24
_ROOM = WIDTH - 2 * _MARGIN
_NAME_SIZES, _NAME_LINES = range(96, 43, -4), 4
_FACT_SIZES, _FACT_LINES = (44, 40, 36), 2
_LEADING = 1.16
_COLOURS = 48  # of edges between text and ground; more cannot be told apart
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # of how an emoji is shown; marks by their category alone


@frozen
class Card:
    """What stands on a card: the event's name, its days, its place, the site's name; each may be empty but the name."""

    name: str
    days: str = ""
    place: str = ""
    site: str = ""

    @property
    def alt(self) -> str:
        """Return what is to be read on the card."""
        return ", ".join(filter(None, (self.name, self.days, self.place, self.site)))


def drawable(text: str, letters: frozenset[int]) -> str | None:
    """Return a text as it can be drawn with some letters: without signs that are not among them.

    None where a letter or a digit is not, since a word would not be one without it, or where nothing is left.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", " ".join(text.split())):
        plainer = unicodedata.normalize("NFKC", character)
        if ord(character) in letters:
            kept.append(character)
        elif all(ord(one) in letters for one in plainer):
            kept.append(plainer)
        elif unicodedata.category(character).startswith("Pd"):
            kept.append("-")
        elif unicodedata.category(character)[0] in "LMN" and character not in _SELECTORS:
            return None
    return " ".join("".join(kept).split()) or None


def letters_of(font: bytes) -> frozenset[int]:
    """Return the code points that an OpenType font has glyphs for (OpenType 1.9, cmap, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4s4xLL", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        (offset,) = struct.unpack_from(">4xL", font, start + 4 + 8 * number)
        found.update(_subtable(font, start + offset))
    return frozenset(found)


def _subtable(font: bytes, at: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", font, at)
    if form == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        for number in range(groups):
            first, last = struct.unpack_from(">LL", font, at + 16 + 12 * number)
            yield from range(first, last + 1)
    elif form == 4:
        (double,) = struct.unpack_from(">H", font, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)


@lru_cache(maxsize=16)
def drawn(card: Card, accent: str, ink: str, quiet: str, bold: bytes, regular: bytes) -> bytes:
    """Return a card as PNG, on white; its texts hold only letters that the fonts have."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, _BAR), fill=accent)
    foot = HEIGHT - _MARGIN
    if card.site:
        font = typeface(regular, 34)
        foot -= 34
        draw.text((_MARGIN, foot), _shortened(card.site, font), fill=quiet, font=font)
        foot -= 28
        draw.line((_MARGIN, foot, _MARGIN + 96, foot), fill=accent, width=4)
    facts = [_fitted(text, regular, _FACT_SIZES, _FACT_LINES) for text in (card.days, card.place) if text]
    facts_height = sum(_height(font, lines) for font, lines in facts)
    room = foot - 40 - facts_height - (36 if facts else 0) - _MARGIN
    name, lines = _fitted(card.name, bold, _NAME_SIZES, _NAME_LINES, room)
    top = _MARGIN + _BAR // 2
    top = _written(draw, top, name, lines, accent) + 36
    for font, parts in facts:
        top = _written(draw, top, font, parts, ink)
    return png(image.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE))


def typeface(font: bytes, size: int) -> ImageFont.FreeTypeFont:
    """Return a font in a size in pixels, which sets the same on every machine."""
    from PIL import ImageFont

    # Another layout than the basic one needs a library that not every machine has.
    return ImageFont.truetype(BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)


def png(image: Image.Image) -> bytes:
    """Return an image as PNG."""
    made = BytesIO()
    # A tenth larger than the smallest, in a fifth of the time.
    image.save(made, "PNG", compress_level=6)
    return made.getvalue()


def _written(
    draw: ImageDraw.ImageDraw, top: int, font: ImageFont.FreeTypeFont, lines: Iterable[str], colour: str
) -> int:
    """Draw lines from a height on, and return the height below them."""
    for line in lines:
        draw.text((_MARGIN, top), line, fill=colour, font=font)
        top += round(font.size * _LEADING)
    return top


def _height(font: ImageFont.FreeTypeFont, lines: list[str]) -> int:
    return round(font.size * _LEADING) * len(lines)


def _fitted(
    text: str, font: bytes, sizes: Iterable[int], most: int, height: int = HEIGHT
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest size in which a text fits into some lines and a height, and those; cut off if none does."""
    face = typeface(font, 1)
    lines: list[str] = []
    for size in sizes:
        face = typeface(font, size)
        lines = list(islice(_wrapped(text, face), most + 1))
        is_whole = all(word in " ".join(lines).split() for word in text.split())
        if len(lines) <= most and _height(face, lines) <= height and is_whole:
            return face, lines
    fitting = max(1, min(most, int(height // (face.size * _LEADING))))
    if len(lines) > fitting:
        lines = [*lines[: fitting - 1], _shortened(" ".join(lines[fitting - 1 :]), face)]
    return face, lines


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Yield the lines of a text; a word that is too long for one is broken."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if font.getlength(longer) <= _ROOM:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _broken(word, font.getlength)
        yield from whole
    if line:
        yield line


def _broken(word: str, length: Callable[[str], float]) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and length(parts[-1] + letter) > _ROOM:
            parts.append("")
        parts[-1] += letter
    return parts


def _shortened(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a text in one line, with an ellipsis for what does not fit."""
    if font.getlength(text) <= _ROOM:
        return text
    fitting = bisect_right(range(len(text)), _ROOM, key=lambda number: ceil(font.getlength(f"{text[:number]}…")))
    text = text[: max(fitting - 1, 0)]
    # A word that is cut is left out, but where it is most of the line.
    whole = text.rpartition(" ")[0] if len(text.rpartition(" ")[2]) < len(text) / 2 else text
    return f"{whole.rstrip(' ,.;:–-')}…"
