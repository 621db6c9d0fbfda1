"""A text of the site as its author wrote it, and what was made of it."""

from __future__ import annotations

from faimi_site.frozen import frozen
from faimi_site.model import CellLine
from faimi_site.text import Text


@frozen
class Written:
    """A text, and each HTML that was made of Markdown in it with where that starts; a page's own starts at `body`.

    A text that is neither a page nor data is one that is not published. Of a notebook, the text is its Markdown, and
    `rest` its code and outputs; `lines` tells where each line comes from.
    """

    text: Text
    made: tuple[tuple[str, int], ...] = ()
    body: int = 0
    is_page: bool = False
    is_data: bool = False
    rest: str = ""
    lines: tuple[CellLine, ...] = ()
