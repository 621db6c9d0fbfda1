"""What spans become: texts and elements, on their way into an element."""

from __future__ import annotations

import html
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

Node = str | Element


class Sign(str):
    """A sign that was made of others: an attribute list behind it is its own and says nothing, but is no text."""

    __slots__ = ()


class Nodes(list[Node]):
    """What a stretch of text becomes: texts and elements."""

    def text(self, text: str) -> None:
        """Add a text, if there is any."""
        if text:
            self.append(text)


def fill(element: Element, nodes: Iterable[Node]) -> Element:
    """Return an element with texts and elements put into it."""
    texts = [element.text or ""]
    last = None
    for node in nodes:
        if isinstance(node, str):
            texts.append(node)
            continue
        if last is None:
            element.text = "".join(texts)
        else:
            last.tail = "".join(texts)
        element.append(node)
        last, texts = node, [node.tail or ""]
    if last is None:
        element.text = "".join(texts)
    else:
        last.tail = "".join(texts)
    return element


def code_span(text: str) -> Element:
    """Return code within a line, as it stands."""
    made = Element("code")
    made.text = AtomicString(html.escape(text, quote=False))
    return made


def kept(text: str, **attributes: str) -> Element:
    """Return an element that stands for HTML put aside, so that an attribute list behind it is one of its own."""
    return Element("span", {"kept": text, "closed": "", **attributes})
