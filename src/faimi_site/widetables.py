"""Tables that a phone may not have the room for: they scroll by themselves, also without a mouse."""

from __future__ import annotations

from markupsafe import Markup

_START, _END = "\n<table", "</table>"
_SCROLLS = 'tabindex="0">'  # what ends the tag of an element around a table that scrolls already


def scrollable(content: str) -> Markup:
    """Return a text in which each table stands in an element that scrolls.

    Of tables in tables the innermost do; a table that does not begin a line stays as it is.
    """
    made, done, begin = [], 0, content.find(_START)
    while begin >= 0 and (end := content.find(_END, begin)) >= 0:
        begin, end = content.rfind(_START, begin, end), end + len(_END)
        if not content.endswith(_SCROLLS, done, begin):
            scroll = '\n<div class="scroll" role="group" aria-label="Table" tabindex="0">'
            made += [content[done:begin], scroll, content[begin:end], "\n</div>"]
            done = end
        begin = content.find(_START, end)
    # Safe to be HTML: it was.
    return Markup("".join([*made, content[done:]]))  # noqa: S704
