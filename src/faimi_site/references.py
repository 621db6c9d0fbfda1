"""What a finished page refers to: the addresses of its links, media, forms and styles, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from faimi_site.document import Document
from faimi_site.htmlpass import ADDRESS_ATTRIBUTES, LOADING_ATTRIBUTES, addresses, further_addresses

_MEDIA = frozenset({"img", "source", "video", "audio", "track", "embed", "iframe", "frame", "input", "script"})
_IMAGES = frozenset({"img", "image", "feimage", "input"})
_DRAWN = frozenset({"image", "feimage", "use", "script"})  # of SVG, which name what they load by href
_LOADING = frozenset(
    {
        *("stylesheet", "icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "manifest"),
        *("preload", "modulepreload", "prefetch", "prerender", "preconnect", "dns-prefetch"),
    }
)


class Reference(NamedTuple):
    """One address in a page, for the nth time (from 0); a browser `loads` it at once, or a visitor follows it."""

    address: str
    nth: int
    tag: str
    attribute: str
    rel: str
    loads: bool

    @property
    def is_image(self) -> bool:
        """Return whether a picture is meant."""
        sets = self.attribute in ("srcset", "imagesrcset", "poster", "background")
        return sets or self.tag in _IMAGES or "icon" in self.rel


def references(document: Document) -> Iterator[Reference]:
    """Yield the references of a page in the order in which the pass over its HTML has met them."""
    met: dict[str, int] = {}
    for element in document.telling:
        more = further_addresses(element.tag, element.attrs)
        if ADDRESS_ATTRIBUTES.isdisjoint(element.attrs) and element.tag != "style" and not more:
            continue
        found = [
            (name, address)
            for name, value in element.attrs.items()
            if name in ADDRESS_ATTRIBUTES or name in more
            for address in addresses(name, value)
        ]
        found += [("style", address) for address in addresses("style", element.raw)] if element.tag == "style" else []
        rel = element.attrs.get("rel", "").lower()
        for name, address in found:
            nth = met.get(address, 0)
            met[address] = nth + 1
            yield Reference(address, nth, element.tag, name, rel, loads(element.tag, name, rel))


def loads(tag: str, name: str, rel: str) -> bool:
    """Return whether a browser loads at once what an attribute of an element names, and no visitor follows it."""
    if name in LOADING_ATTRIBUTES:
        return True
    if name == "src":
        return tag in _MEDIA
    if name == "data":
        return tag == "object"
    if name in ("href", "xlink:href"):
        return tag in _DRAWN or (tag == "link" and not _LOADING.isdisjoint(rel.split()))
    return False
