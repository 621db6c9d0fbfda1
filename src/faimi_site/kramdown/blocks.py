"""All kinds of blocks, and the reading of a page's."""

from __future__ import annotations

from faimi_site.kramdown.cellblocks import cell_html, tags_left_open
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
# In notebooks a line that starts with `:` or `^` is text, and HTML ends at a blank line.
CELL_KINDS = tuple(cell_html if take is raw_html else take for take in KINDS if take not in (definition_list, end))


def page_blocks(text: str, known: Definitions, math: bool) -> list[Block]:
    """Return the blocks of a page; what they define, and what is wrong with them, is put into `known`."""
    return read_blocks([text], 1, Context(KINDS, OF_LETTERS, known, math))


def cell_blocks(text: str, known: Definitions, math: bool) -> list[Block]:
    """Return the blocks of a notebook's cell; what they define, and what is wrong with them, is put into `known`."""
    blocks = read_blocks([text], 1, Context(CELL_KINDS, OF_LETTERS, known, math, notebook=True))
    known.flaws += tags_left_open(text, blocks)
    return blocks
