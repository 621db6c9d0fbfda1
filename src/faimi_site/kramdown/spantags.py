"""HTML tags within a line."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from faimi_site.kramdown import rawhtml
from faimi_site.kramdown.nodes import Nodes, fill, kept
from faimi_site.kramdown.spanreader import SpanReader

# The elements whose text is Markdown where they stand in a line.
_HOLD = rawhtml.HOLD_SPANS | rawhtml.HOLD_BLOCKS


def raw_tag(reader: SpanReader, made: Nodes) -> bool:
    """Take a comment, or a tag with what stands within its element."""
    text = reader.text
    if end := rawhtml.comment_end(text, reader.at, reader.unended):
        made.append(kept(text[reader.at : end]))
        reader.at = end
    elif text.startswith("<!--", reader.at):
        made.append(_shown(reader, "<!", "unclosed"))
    elif found := rawhtml.CLOSING.match(text, reader.at):
        made.append(_passed(reader, found) if reader.reading.notebook else _shown(reader, found.group(), "stray"))
    elif found := rawhtml.TAG.match(text, reader.at):
        _element(reader, found, made)
    else:
        return False
    return True


def _element(reader: SpanReader, tag: re.Match[str], made: Nodes) -> None:
    name = rawhtml.tag_name(tag)
    if name in rawhtml.BLOCKS and reader.reading.notebook:
        made.append(_passed(reader, tag))
        return
    if name in rawhtml.BLOCKS:
        made.append(_shown(reader, tag.group(), "inline"))
        return
    start, reader.at = reader.at, tag.end()
    if name in rawhtml.VOID:
        made.append(kept(rawhtml.opening(tag)))
        return
    if name in rawhtml.TEXT_ONLY:
        end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(reader.text, reader.at)
        stop, reader.at = (end.start(), end.end()) if end else (len(reader.text), len(reader.text))
        flaw = {} if end else {"flaw": f"unclosed {reader.line(start)}"}
        made.append(kept(f"{rawhtml.opening(tag)}{reader.text[tag.end() : stop]}</{name}>", **flaw))
        return
    # An element that ends at once gets a closing tag of its own: HTML knows no other end.
    element = Element("span", {"kept": rawhtml.opening(tag, closed=False), "closed": f"</{name}>"})
    made.append(element)
    if tag["closed"]:
        return
    outside = reader.raw
    holds = reader.reading.notebook or name in _HOLD or rawhtml.mode(name, tag) == "spans"
    reader.raw = outside or not holds
    nodes, found = reader.inside(f"<{name}>", rf"</{re.escape(name)}\s*>")
    fill(element, nodes)
    if found:
        reader.at = reader.found.end()
    else:
        element.set("flaw", f"unclosed {reader.line(start)}")
    if reader.raw:  # abbreviations are not for it either
        element.text = AtomicString(element.text or "")
        for child in element:
            child.tail = AtomicString(child.tail or "")
    reader.raw = outside


def _passed(reader: SpanReader, tag: re.Match[str]) -> Element:
    """Return a tag as it stands, as CommonMark passes every one, and go on behind it."""
    reader.at = tag.end()
    return kept(tag.group())


def _shown(reader: SpanReader, tag: str, flaw: str) -> Element:
    """Return what stands for a tag that fits nothing and is shown as text, and go on behind it."""
    made = kept(html.escape(tag, quote=False), says=tag, flaw=f"{flaw} {reader.line(reader.at)}")
    reader.at += len(tag)
    return made
