"""All kinds of blocks, and the reading of a page's."""

from __future__ import annotations

from faimi_site.kramdown.definitions import abbreviation, attributes_or_extension, footnote, link_definition
from faimi_site.kramdown.htmlblocks import raw_html
from faimi_site.kramdown.items import definition_list, list_of_items
from faimi_site.kramdown.reader import Context, read_blocks
from faimi_site.kramdown.textblocks import (
    blank,
    code,
    end,
    fenced_code,
    formula,
    heading,
    marker,
    paragraph,
    quote,
    rule,
    table,
    underlined_heading,
)
from faimi_site.kramdown.tree import Block, Definitions

# In this order: what comes first takes a line that could be two things.
KINDS = (
    *(blank, code, fenced_code, quote, heading, rule, list_of_items, definition_list, raw_html, marker),
    *(underlined_heading, formula, table, footnote, link_definition, abbreviation, attributes_or_extension, end),
    paragraph,
)
OF_LETTERS = (underlined_heading, table, paragraph)  # all others start with a sign, a digit or white space


def page_blocks(text: str, known: Definitions, math: bool) -> list[Block]:
    """Return the blocks of a page; what they define, and what is wrong with them, is put into `known`."""
    return read_blocks(text, 1, Context(KINDS, OF_LETTERS, known, math))
