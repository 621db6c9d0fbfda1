"""Emphasis, deletions and code."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from faimi_site.kramdown.nodes import Nodes, code_span, fill
from faimi_site.kramdown.patterns import WHITE
from faimi_site.kramdown.spanreader import SpanReader, read_with
from faimi_site.lazily import pattern

_STRUCK = pattern(r"~~(?!(?a:\s)|~)(.*?(?a:\S)(?<!~))~~", re.DOTALL)
_LETTER_BEFORE = pattern(r"[^\W\d_]-?\Z")


def emphasis(reader: SpanReader, made: Nodes) -> bool:
    """Take emphasis, or the signs of it as text."""
    text, start = reader.text, reader.at
    sign = text[start]
    delimiter = sign * 2 if text.startswith(sign * 2, start) else sign
    kind = "strong" if len(delimiter) == 2 else "em"
    behind = text[start + len(delimiter) : start + len(delimiter) + 1]
    in_word = sign == "_" and _LETTER_BEFORE.search(text, max(start - 2, 0), start)
    if in_word or (behind and behind in WHITE) or kind in reader.open:
        return reader.literal(made, len(delimiter))
    tries = [(delimiter, kind)]
    if kind == "strong" and reader.open[-1:] != ["em"]:
        tries.append((sign, "em"))
    for one, tag in tries:
        reader.at = start + len(one)
        if not reader.can_close(one):
            continue
        nodes, found = reader.inside(tag, re.escape(one), lambda inner, one=one: _closes(reader, one, inner))  # type: ignore[misc]
        if found:
            reader.at += len(one)
            made.append(fill(Element(tag), nodes))
            return True
    reader.at = start
    return reader.literal(made, len(delimiter))


def _closes(reader: SpanReader, delimiter: str, inner: Nodes) -> bool:
    end = reader.at + len(delimiter)
    before, after = reader.text[reader.at - 1], reader.text[end : end + 2]
    if before in WHITE or not inner:
        return False
    sign = delimiter[0]
    if len(delimiter) == 1 and after[:1] == sign and after[1:2] != sign:
        return False
    return not (sign == "_" and after[:1].isalnum())


def strike(reader: SpanReader, made: Nodes) -> bool:
    """Take a deletion between `~~`."""
    if not reader.can_close("~~") or not (found := _STRUCK.match(reader.text, reader.at)):
        return False
    made.append(fill(Element("del"), read_with(reader.kinds, found[1], reader.reading)))
    reader.at = found.end()
    return True


def code(reader: SpanReader, made: Nodes) -> bool:
    """Take code between ticks, or the ticks as text."""
    ticks, content, end = code_at(reader.text, reader.at)
    if not end:
        return reader.literal(made, ticks)
    made.append(code_span(content if ticks == 1 else content.removeprefix(" ").removesuffix(" ")))
    reader.at = end
    return True


def code_at(text: str, at: int) -> tuple[int, str, int]:
    """Return how many ticks stand at a place, the code between them and the next as many, and its end; 0 for none."""
    start = at
    while text.startswith("`", start):
        start += 1
    ticks = text[at:start]
    alone = len(ticks) == 1 and (at == 0 or text[at - 1] in WHITE) and text[start : start + 1] in tuple(WHITE)
    end = -1 if alone else text.find(ticks, start)
    return (len(ticks), text[start:end], end + len(ticks)) if end >= 0 else (len(ticks), "", 0)
