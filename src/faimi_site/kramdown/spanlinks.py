"""Links, images and footnote marks."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from faimi_site.kramdown.attributes import NAME
from faimi_site.kramdown.nodes import Nodes, fill
from faimi_site.kramdown.patterns import WHITE
from faimi_site.kramdown.signs import ESCAPED
from faimi_site.kramdown.spanreader import SpanReader
from faimi_site.kramdown.tree import Attributes, link_label, merge
from faimi_site.lazily import pattern

_AUTOLINK = pattern(r"<((mailto|https?|ftps?):.+?|[\w.-]+?@[\w.-]+?)>")
_BARE = pattern(r"(?:https?://|www\.)\w[^\s<`\[\]]*")
_BEHIND = "?!.,:;*_~'\""  # what a sentence puts behind an address
_NOTE = pattern(rf"\[\^({NAME})\]")
_LABEL = pattern(r"\s*?\[([^\]]+)?\]")
_POINTED = pattern(r"\(<(.*?)>")
_TITLE = pattern(r"""\s*?(["'])(.{1,4000}?)\1\s*?\)""", re.DOTALL)
_PAREN = pattern(r"(\()|(\))|\s(?=['\"])")


def bracket(reader: SpanReader, made: Nodes) -> bool:
    """Take a footnote mark or a link."""
    return note(reader, made) or link(reader, made)


def note(reader: SpanReader, made: Nodes) -> bool:
    """Take a footnote mark."""
    found = _NOTE.match(reader.text, reader.at)
    if not found:
        return False
    if found[1] not in reader.reading.known.notes:
        return reader.literal(made, len(found.group()))
    made.append(Element("sup", {"note": found[1]}))
    reader.at = found.end()
    return True


def link(reader: SpanReader, made: Nodes) -> bool:
    """Take a link or an image."""
    text, start = reader.text, reader.at
    sign = "![" if text[start] == "!" else "["
    if not text.startswith(sign, start) or not text[start + len(sign) : start + len(sign) + 1]:
        return False
    if text.startswith("^", start + len(sign)):
        return False
    reader.at = start + len(sign)
    inner = reader.at
    kind = "img" if sign == "![" else "a"
    if kind == "a" and ("a" in reader.open or "img" in reader.open):
        reader.at = start
        return reader.literal(made, 1)
    if text.find("]", inner) >= 0:
        reader.brackets.append(1)
        nodes, found = reader.inside(kind, r"\]|!?\[", lambda _: _closes_bracket(reader))
        reader.brackets.pop()
        if found:
            words = ESCAPED.sub(r"\1", text[inner : reader.at])
            reader.at += 1
            if _target(reader, kind, nodes, words, made):
                if kind == "img" and reader.open[-1:] in (["a"], ["img"]):
                    reader.brackets[-1] -= 1  # the image took its closing bracket
                return True
    reader.at = start
    return reader.literal(made, len(sign))


def _closes_bracket(reader: SpanReader) -> bool:
    """Count the bracket here, and return whether it is the one that closes the innermost link or image."""
    reader.brackets[-1] += -1 if reader.text[reader.at] == "]" else 1
    return reader.brackets[-1] == 0


def _target(reader: SpanReader, kind: str, nodes: Nodes, words: str, made: Nodes) -> bool:
    """Read where a link leads, behind its words, and add it; return whether there was anything."""
    text = reader.text
    label = _LABEL.match(text, reader.at)
    if label or not text.startswith("(", reader.at):
        link = reader.reading.known.links.get(link_label((label and label[1]) or words))
        if not link:
            return False
        reader.at = label.end() if label else reader.at
        made.append(_linked(kind, link.address, link.title, nodes, words, link.attributes))
        return True
    if found := _POINTED.match(text, reader.at):
        reader.at = found.end()
        address, closed = found[1], text.startswith(")", reader.at)
        reader.at += closed
    else:
        address, closed = _address(reader)
    title = None
    if not closed:
        if not (found := _TITLE.match(text, reader.at)):
            return False
        title, reader.at = found[2], found.end()
    made.append(_linked(kind, address, title, nodes, words))
    return True


def _address(reader: SpanReader) -> tuple[str, bool]:
    """Return the address in parentheses here, and whether they close behind it."""
    start, depth = reader.at + 1, 0
    while found := _PAREN.search(reader.text, reader.at):
        reader.steps += 1
        reader.at = found.end()
        if found[1]:
            depth += 1
        elif found[2]:
            depth -= 1
            if not depth:
                return reader.text[start : found.start()].strip(), True
        else:
            return reader.text[start : found.start()].strip(), False
    reader.at = len(reader.text)
    return "", False


def _linked(
    kind: str, address: str, title: str | None, nodes: Nodes, words: str, attributes: Attributes | None = None
) -> Element:
    given: dict[str, str] = {}
    if attributes:
        merge(given, attributes.given)
    given["href" if kind == "a" else "src"] = address
    if kind == "img":
        given["alt"] = words
    if title is not None:
        given["title"] = title
    made = Element(kind, given)
    return fill(made, nodes) if kind == "a" else made


def address(reader: SpanReader, made: Nodes) -> bool:
    """Take an address between `<` and `>`."""
    found = _AUTOLINK.match(reader.text, reader.at) if reader.text.find(">", reader.at) >= 0 else None
    if not found:
        return False
    link = Element("a", {"href": found[1] if found[2] else f"mailto:{found[1]}"})
    link.text = AtomicString(found[1].removeprefix("mailto:"))
    made.append(link)
    reader.at = found.end()
    return True


def bare_address(reader: SpanReader, made: Nodes) -> bool:
    """Take an address that stands in the text as it is, without what the sentence puts behind it."""
    found = _BARE.match(reader.text, reader.at)
    before = reader.text[reader.at - 1 : reader.at]
    if not found or before not in ("", *WHITE, *"*_~(") or {"a", "<a>"} & set(reader.open):
        return False
    written = found.group()
    end, unopened = len(written), written.count(")") - written.count("(")
    while written[end - 1] in _BEHIND or (written[end - 1] == ")" and unopened > 0):
        end -= 1
        unopened -= written[end] == ")"
    written = written[:end]
    link = Element("a", {"href": f"http://{written}" if written.startswith("www.") else written})
    link.text = AtomicString(written)
    made.append(link)
    reader.at += len(written)
    return True
