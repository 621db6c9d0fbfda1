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
    as_written = _as_written(document, written)
    scripts = (document.elements[at].raw for at in document.tagged("script"))
    return Look(
        references=tuple(_addresses(document, written)),
        anchors=document.anchors,
        doubled=tuple(sorted(name for name, times in document.ids.items() if times > 1)),
        findings=(*findings(as_written), *blocked(as_written), *leading_away(as_written)),
        mentions=tuple(dict.fromkeys(_mentions(document))),
        scripts=tuple(script for script in scripts if _PICTURE.search(script)),
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


def _as_written(document: Document, written: Mapping[str, Sequence[str]]) -> Document:
    """Return a page whose pictures have the names that their authors gave them, not those of smaller ones."""
    elements = document.elements
    renamed = {at: _own_name(elements[at], written) for at in document.tagged("img") if _is_smaller(elements[at])}
    return Document(tuple(renamed.get(at, one) for at, one in enumerate(elements))) if renamed else document


def _is_smaller(picture: Element) -> bool:
    return f"/{DERIVED}" in picture.attrs.get("src", "")


def _own_name(picture: Element, written: Mapping[str, Sequence[str]]) -> Element:
    form = next(filter(None, written.get(picture.attrs["src"], ())), picture.attrs["src"])
    return replace(picture, attrs={**picture.attrs, "src": form})


def _mentions(document: Document) -> Iterator[str]:
    """Yield whatever may be the address of a picture; too many do no harm."""
    for element in document.telling:
        for name, value in element.attrs.items():
            if _PICTURE.search(value):
                yield from (one for one in addresses(name, value) or [value] if _PICTURE.search(one))
        if element.tag == "style" and _PICTURE.search(element.raw):
            yield from addresses("style", element.raw)
