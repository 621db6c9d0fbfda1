"""Pipes of Liquid that stays in a page: where it ran, no `|` was left to make a table of its line."""

from __future__ import annotations

from dataclasses import replace

from faimi_site.lazily import pattern
from faimi_site.scaffold.liquid import Left, Translated
from faimi_site.scaffold.shown import shown, tables

_IN_TAG = pattern(r"<[a-zA-Z][^<>\n]*\Z")


def without_borders(result: Translated) -> Translated:
    """Return Markdown in which no pipe of the Liquid that stayed is a border of a table."""
    if not any("|" in one.text for one in result.left):
        return result
    text, left, shift = result.text, list[Left](), 0
    at_borders, literal = tables(text), list(shown(text))
    for one in result.left:
        is_border = any(start <= one.start < end for start, end in at_borders)
        is_literal = any(start <= one.start < end for start, end in literal)
        line = text[: one.start + shift].rpartition("\n")[2]
        # Within a tag a pipe is no border, and a backslash is one letter more.
        escaped = is_border and not is_literal and not _IN_TAG.search(line)
        written = one.text.replace("|", "\\|") if escaped else one.text
        start = one.start + shift
        text = text[:start] + written + text[start + len(one.text) :]
        left.append(Left(start, one.was, written))
        shift += len(written) - len(one.text)
    return replace(result, text=text, left=tuple(left))
