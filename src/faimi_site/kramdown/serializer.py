"""The elements of a page as HTML, as Python-Markdown's own serializer writes them, in half its time."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from faimi_site.lazily import pattern

_AMPERSAND = pattern(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
_VOID = frozenset(("br", "hr", "img", "input"))
# Whose presence alone says what they say.
_BOOLEAN = frozenset(
    "allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden inert "
    "ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed "
    "selected".split()
)


def serialized(root: Element) -> str:
    """Return elements as HTML; of one without a tag, its content. What looks like an entity is one."""
    pieces: list[str] = []
    _write(root, pieces.append)
    return "".join(pieces)


def _write(element: Element, write: Callable[[str], object]) -> None:
    tag, attributes = element.tag, element.attrib
    if tag is not None:
        write(f"<{tag}{_attributes(attributes)}>" if attributes else f"<{tag}>")
    if element.text:
        write(_escaped(element.text))
    for child in element:
        _write(child, write)
    if tag is not None and tag not in _VOID:
        write(f"</{tag}>")
    if element.tail:
        write(_escaped(element.tail))


def _attributes(attributes: dict[str, str]) -> str:
    made = ""
    for name, value in sorted(attributes.items()):
        text = _escaped(value).replace('"', "&quot;")
        made += f" {name}" if name == text and name in _BOOLEAN else f' {name}="{text}"'
    return made


def _escaped(text: str) -> str:
    if "&" in text:
        text = _AMPERSAND.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text
