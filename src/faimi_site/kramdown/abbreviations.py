"""Abbreviations: each place where one stands as a word of its own says what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from markdown.util import ETX, STX, AtomicString

from faimi_site.kramdown.nodes import Node, fill


def put_abbreviations(root: Element, meanings: Mapping[str, str]) -> None:
    """Put the abbreviations of a page into elements, outside of code and addresses."""
    if not meanings:
        return
    names = "|".join(re.escape(name) for name in sorted(meanings, key=len, reverse=True))
    # What has been put aside, and a character's name, are no words.
    pattern = re.compile(rf"{STX}[^{ETX}]*{ETX}|&#?\w+;|(?<!\w)(?:{names})(?!\w)")
    for element in list(root.iter()):
        children = list(element)
        texts = [element.text, *(child.tail for child in children)]
        if isinstance(element.text, AtomicString) or not any(pattern.search(text) for text in texts if text):
            continue
        nodes: list[Node] = list(_parts(element.text or "", pattern, meanings))
        for child in children:
            nodes += [child, *_parts(child.tail or "", pattern, meanings)]
            child.tail = None
        element.text = None
        del element[:]
        fill(element, nodes)


def _parts(text: str, pattern: re.Pattern[str], meanings: Mapping[str, str]) -> Iterator[Node]:
    at = 0
    for found in pattern.finditer(text):
        if meaning := meanings.get(found.group()):
            yield text[at : found.start()]
            at = found.end()
            made = Element("abbr", {"title": meaning})
            made.text = found.group()
            yield made
    yield text[at:]
