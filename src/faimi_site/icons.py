"""The icon of a site that brings none: the first letters of its name on its accent."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from faimi_site.cards import png, typeface
from faimi_site.lazily import pattern

_WORD = pattern(r"[^\W_]+")
_NAME_ENDS = pattern(r"\s[–—|-]\s|:\s|,\s")
_SMALL_WORDS = frozenset("a an and at for in of on the to with de der des die das du el et la le les und y".split())
_SMOOTH = 4  # pixels across, of which one is made


def initials(title: str) -> str:
    """Return the first letters of the first two words of a site's name, of one word the first; empty without any."""
    name = _NAME_ENDS.split(title, maxsplit=1)[0]
    words = [word for word in _WORD.findall(name) if word[0].isalpha()]
    telling = [word for word in words if word.lower() not in _SMALL_WORDS] or words
    return "".join(word[0].upper()[:1] for word in telling[:2])


def svg(letters: str, ground: str, text: str) -> str:
    """Return the icon as SVG; without letters, three lines of a page."""
    if letters:
        size = 20 if len(letters) == 1 else 16
        drawn = (
            f'<text x="16" y="{16 + size * 0.36:.1f}" font-family="system-ui, sans-serif" font-weight="600" '
            f'font-size="{size}" text-anchor="middle" fill="{text}">{escape(letters)}</text>'
        )
    else:
        drawn = f'<path d="M8 10h16M8 16h16M8 22h10" stroke="{text}" stroke-width="3" stroke-linecap="round"/>'
    rect = f'<rect width="32" height="32" rx="7" fill="{ground}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{rect}{drawn}</svg>\n'


@lru_cache(maxsize=16)
def bitmap(letters: str, ground: str, text: str, size: int, is_round: bool, font: bytes) -> bytes:
    """Return the icon as PNG of a size in pixels, with round corners or without."""
    from PIL import Image, ImageDraw

    scale = size * _SMOOTH / 32
    image = Image.new("RGBA", (size * _SMOOTH,) * 2, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, size * _SMOOTH - 1, size * _SMOOTH - 1), 7 * scale if is_round else 0, fill=ground)
    if letters:
        face = typeface(font, round((22 if len(letters) == 1 else 17) * scale))
        left, top, right, bottom = face.getbbox(letters)
        middle = size * _SMOOTH / 2
        draw.text((middle - (left + right) / 2, middle - (top + bottom) / 2), letters, fill=text, font=face)
    else:
        for y, end in ((10, 24), (16, 24), (22, 18)):
            box = ((8 - 1.5) * scale, (y - 1.5) * scale, (end + 1.5) * scale, (y + 1.5) * scale)
            draw.rounded_rectangle(box, 1.5 * scale, fill=text)
    small = image.resize((size, size), Image.Resampling.LANCZOS)
    return png(small if is_round else small.convert("RGB"))
