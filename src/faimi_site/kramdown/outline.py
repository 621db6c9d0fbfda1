"""Headings: the id of each, and the table of contents that is made of them."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, cast
from xml.etree.ElementTree import Element, SubElement

from faimi_site.charrefs import unescape

HEADINGS = {f"h{level}": level for level in range(1, 7)}


def heading_id(text: str) -> str:
    """Return the id of a heading by the rule of kramdown's GFM parser, which GitHub Pages uses."""
    kept = (sign for sign in text.lower() if sign in "- \t" or _is_word(sign))
    return re.sub(r"[ \t]", "-", "".join(kept))


def _is_word(sign: str) -> bool:
    """Return whether Ruby takes a sign for part of a word: letters, marks, digits of numbers, connectors."""
    category = unicodedata.category(sign)
    return category[0] in "LM" or category in ("Nd", "Nl", "Pc") or "\u24b6" <= sign <= "\u24e9"


def plain_heading_id(text: str) -> str:
    """Return the id of a heading within HTML by kramdown's own rule, which its GFM parser leaves in force there."""
    kept = re.sub(r"[^a-zA-Z0-9 -]", "", re.sub(r"\A[^a-zA-Z]+", "", text))
    return kept.replace(" ", "-").lower() or "section"


def headings(root: Element) -> list[tuple[int, Element]]:
    """Return the headings of a page that are Markdown, with their levels."""
    return [(HEADINGS[element.tag], element) for element in root.iter() if element.tag in HEADINGS]


def give_ids(root: Element) -> None:
    """Give each heading without an id one of its text; the second of one text gets `-1`."""
    seen: Counter[str] = Counter()
    in_html: Counter[str] = Counter()
    for _, heading in headings(root):
        within = heading.attrib.pop("in-html", None) is not None
        if "id" not in heading.attrib:
            text = words(heading)
            name, count = (plain_heading_id(text), in_html) if within else (heading_id(text), seen)
            if identity := f"{name}-{count[name]}" if count[name] else name:
                heading.set("id", identity)
            count[name] += 1


def words(element: Element) -> str:
    """Return the text of an element, with what HTML put aside in it says."""
    return "".join(_words(element))


def _words(element: Element) -> Iterator[str]:
    yield element.attrib.get("says", "")
    yield unescape(element.text or "")
    for child in element:
        if not _is_mark(child):
            yield from _words(child)
        yield unescape(child.tail or "")


def _is_mark(element: Element) -> bool:
    """Return whether an element leads to a footnote: no part of what a heading says."""
    return element.tag == "sup" and element.get("id", "").startswith("fnref:")


def put_contents(root: Element) -> None:
    """Put the list of a page's headings where one is asked for; those of the class `no_toc` are left out."""
    places = list(root.iter("toc"))
    shown = [(level, one) for level, one in headings(root) if "no_toc" not in one.get("class", "").split()]
    for number, place in enumerate(places):
        if not shown:
            place.tag = cast(Any, None)  # the serializer writes nothing of it then
            continue
        place.tag = place.attrib.pop("list")
        if number == 0:
            place.attrib.setdefault("id", "markdown-toc")
        _fill(place, shown, place.get("id", "") if number == 0 else "")


def _fill(place: Element, shown: Iterable[tuple[int, Element]], prefix: str) -> None:
    stack: list[tuple[int, Element]] = [(0, place)]
    for level, heading in shown:
        while stack[-1][0] >= level:
            stack.pop()
        parent = stack[-1][1]
        inner = parent if parent is place else _last_list(parent, place.tag)
        item = SubElement(inner, "li")
        name = heading.get("id", "")
        link = SubElement(item, "a", {"href": f"#{name}", **({"id": f"{prefix}-{name}"} if prefix else {})})
        _copy(heading, link)
        stack.append((level, item))


def _last_list(item: Element, kind: str) -> Element:
    return item[-1] if len(item) and item[-1].tag == kind else SubElement(item, kind)


def _copy(heading: Element, link: Element) -> None:
    """Put a heading's content into a link to it: other links in it become text, footnote marks go."""
    link.text = heading.text
    for child in heading:
        link.append(copy.deepcopy(child))
    for element in list(link.iter()):
        element.attrib.pop("id", None) if element is not link else None
        element.attrib.pop("flaw", None)
        if element is not link and element.tag == "a":
            element.tag, element.attrib = "span", {"kept": "", "closed": ""}
        for child in [one for one in element if _is_mark(one)]:
            _remove(element, child)


def _remove(parent: Element, child: Element) -> None:
    """Take an element out of its parent, and keep the text behind it."""
    at = list(parent).index(child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)
