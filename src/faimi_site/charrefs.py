"""Character references of HTML read as browsers read them: of any length, where Python raises at 4,300 digits."""

from __future__ import annotations

import html
import re

from markupsafe import Markup

from faimi_site.lazily import pattern

_LONG = pattern(r"&#([0-9]{8,}+)")
_BEYOND = "1114112"  # no character has this number: it is read as U+FFFD, as all larger ones are


def unescape(text: str) -> str:
    """Return a text of HTML with its character references read; a number that no character has becomes U+FFFD."""
    return html.unescape(_with_short_ones(text))


def words_of(markup: Markup) -> str:
    """Return the words of HTML without its tags, on one line, with character references read."""
    # Safe to be HTML: it was.
    return " ".join(Markup(_with_short_ones(markup)).striptags().split())  # noqa: S704


def _with_short_ones(text: str) -> str:
    """Return HTML in which no number is longer than that of a character can be."""
    return _LONG.sub(_short, text) if "&#" in text else str(text)


def _short(found: re.Match[str]) -> str:
    digits = found[1].lstrip("0") or "0"
    return f"&#{digits if len(digits) <= len(_BEYOND) else _BEYOND}"
