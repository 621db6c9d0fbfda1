"""What an opening and a literal ending enclose in a text, found in one pass however many openings never end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


def enclosed(
    text: str, opening: re.Pattern[str], ending: Callable[[re.Match[str]], str]
) -> Iterator[tuple[re.Match[str], int, int]]:
    """Yield each opening that ends, where what it encloses ends, and where its ending does; none within another.

    `ending` says of an opening how it ends.
    """
    at, unended = 0, set[str]()
    while opened := opening.search(text, at):
        at, end = opened.end(), ending(opened)
        if end in unended:
            continue
        found = text.find(end, at)
        if found < 0:
            # Nor does a later opening of its kind.
            unended.add(end)
            continue
        at = found + len(end)
        yield opened, found, at
