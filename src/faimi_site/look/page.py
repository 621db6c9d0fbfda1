"""A finished page as checks look at it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from faimi_site.document import Document, Element, read_document
from faimi_site.htmlpass import addresses
from faimi_site.lazily import pattern
from faimi_site.look.accessibility import findings
from faimi_site.look.blocked import blocked
from faimi_site.look.leading import leading_away
from faimi_site.model import Address, Look
from faimi_site.paths import DERIVED
from faimi_site.references import references

# What can name a picture, with its ending, or one that a server adds nothing to.
_PICTURE = pattern(r"\.(?:jpe?g|jpe|jfif|png|gif|webp|avif|tiff?|bmp|dib)(?![a-z0-9])", re.IGNORECASE)


def look(html: str, written: Mapping[str, Sequence[str]]) -> Look:
    """Return what checks look at in a page; `written` tells for each address as what it was written, each time."""
    document = read_document(html)
    ids = Counter(element.attrs["id"] for element in document.elements if element.attrs.get("id"))
    elements = tuple(_as_written(element, written) for element in document.elements)
    return Look(
        references=tuple(_addresses(document, written)),
        anchors=document.anchors,
        doubled=tuple(sorted(name for name, times in ids.items() if times > 1)),
        findings=(*findings(elements), *blocked(elements), *leading_away(elements)),
        mentions=tuple(dict.fromkeys(_mentions(document))),
        scripts=tuple(one.raw for one in document.elements if one.tag == "script" and _PICTURE.search(one.raw)),
    )


def _addresses(document: Document, written: Mapping[str, Sequence[str]]) -> Iterator[Address]:
    counted: dict[str, list[tuple[str, int]]] = {}
    for one in references(document):
        forms = written.get(one.address)
        form, form_nth = None, 0
        if forms:
            if one.address not in counted:
                counted[one.address] = list(_counted(forms))
            form, form_nth = counted[one.address][min(one.nth, len(forms) - 1)]
            form_nth += one.nth >= len(forms)
        yield Address(one.address, one.nth, form, form_nth, one.tag, one.rel, one.loads, one.is_image)


def _counted(forms: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each of some texts, with how often it has come before."""
    met: Counter[str] = Counter()
    for form in forms:
        yield form, met[form]
        met[form] += 1


def _as_written(element: Element, written: Mapping[str, Sequence[str]]) -> Element:
    """Return an element whose picture has the name that its author gave it, not that of a smaller one."""
    if element.tag != "img" or f"/{DERIVED}" not in element.attrs.get("src", ""):
        return element
    form = next(filter(None, written.get(element.attrs["src"], ())), element.attrs["src"])
    return replace(element, attrs={**element.attrs, "src": form})


def _mentions(document: Document) -> Iterator[str]:
    """Yield whatever may be the address of a picture; too many do no harm."""
    for element in document.elements:
        for name, value in element.attrs.items():
            if _PICTURE.search(value):
                yield from (one for one in addresses(name, value) or [value] if _PICTURE.search(one))
        if element.tag == "style" and _PICTURE.search(element.raw):
            yield from addresses("style", element.raw)
