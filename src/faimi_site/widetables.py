"""Tables that a phone may not have the room for: they scroll by themselves, also without a mouse."""

from __future__ import annotations

from markupsafe import Markup

_START, _END = "\n<table", "</table>"
_SCROLL = '<div class="scroll" role="group" aria-label="Table" tabindex="0">'
_SCROLLS = 'tabindex="0">'  # what ends the tag of an element around a table that scrolls already


def scrollable(content: str) -> Markup:
    """Return a text in which each table stands in an element that scrolls.

    Of tables in tables the innermost do; a table that does not begin a line stays as it is.
    """
    text = f"\n{content}"
    made, done, begin = [], 1, text.find(_START)
    while begin >= 0 and (end := text.find(_END, begin)) >= 0:
        begin, end = text.rfind(_START, begin, end) + 1, end + len(_END)
        if not text.endswith(_SCROLLS, done, begin - 1):
            made += [text[done:begin], _SCROLL, text[begin:end], "\n</div>"]
            done = end
        begin = text.find(_START, end)
    # Safe to be HTML: it was.
    return Markup("".join([*made, text[done:]]))  # noqa: S704
