"""All kinds of spans, and the reading of a block's."""

from __future__ import annotations

from dataclasses import replace

from faimi_site.kramdown.emphasis import code, emphasis, strike
from faimi_site.kramdown.nodes import Nodes
from faimi_site.kramdown.signs import backslash, brace, dollar, entity, space
from faimi_site.kramdown.spanlinks import address, bare_address, bracket, link
from faimi_site.kramdown.spanreader import Kinds, Reading, SpanReader, read_with
from faimi_site.kramdown.spantags import raw_tag


def _pointed(reader: SpanReader, made: Nodes) -> bool:
    return address(reader, made) or raw_tag(reader, made)


KINDS = Kinds(
    first={"*": emphasis, "_": emphasis, "`": code, "<": _pointed, "[": bracket, "!": link},
    then={"$": dollar, "{": brace, "&": entity, " ": space, "\\": backslash, "~": strike},
    tag=raw_tag,
)
# In notebooks an address is a link also without `<` and `>`.
CELL_KINDS = replace(KINDS, first={**KINDS.first, "h": bare_address, "w": bare_address})


def read_spans(text: str, reading: Reading) -> Nodes:
    """Return the spans of a block's text."""
    return read_with(CELL_KINDS if reading.notebook else KINDS, text, reading)
