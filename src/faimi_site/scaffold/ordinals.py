"""Numbers of editions, as in `7th Workshop`, and those that come after them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faimi_site.lazily import pattern
from faimi_site.scaffold.days import ordinal_ending

_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth"),
)
_ORDINAL = pattern(
    rf"\b(?:(?P<number>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_WORDS)}))\b(?!\s+century)", re.IGNORECASE
)


def ordinals(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ordinal numbers in a text as they are written, each with the one that comes next."""
    for found in _ORDINAL.finditer(text):
        written = found.group()
        after = int(found["number"]) + 1 if found["number"] else _WORDS.index(written.lower()) + 2
        in_words = found["word"] and after <= len(_WORDS)
        following = _WORDS[after - 1] if in_words else f"{after}{ordinal_ending(after)}"
        yield written, following.capitalize() if in_words and written[0].isupper() else following
