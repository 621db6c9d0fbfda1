"""Sitemaps (sitemaps.org, protocol 0.9): the addresses in one, or the further sitemaps that an index names."""

from __future__ import annotations

import zlib
from xml.parsers import expat

from faimi_site.frozen import frozen
from faimi_site.problem import Fault

LARGEST = 52_428_800  # bytes of one sitemap, by the protocol
MOST = 50_000  # addresses in one, by the protocol
_LONGEST = 2048  # characters of an address, by the protocol


@frozen
class Sitemap:
    """The addresses in a sitemap, and those of further sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


class _Refused(Exception):  # noqa: N818  (it carries a reason through expat)
    pass


def _unpacked(body: bytes) -> bytes:
    """Return what gzip has packed, of which no more is unpacked than a sitemap can hold; zlib.error if it is broken."""
    made = b""
    while body and len(made) <= LARGEST:
        member = zlib.decompressobj(wbits=31)
        made += member.decompress(body, LARGEST + 1 - len(made))
        if not member.eof and len(made) <= LARGEST:
            raise zlib.error("it ends too early")
        body = member.unused_data
    return made


def read_sitemap(body: bytes) -> Sitemap | Fault:
    """Return what a sitemap says, or why it is none; entities are refused, so that it stays as small as its bytes.

    It can be packed with gzip, as the protocol has it.
    """
    if body[:2] == b"\x1f\x8b":
        try:
            body = _unpacked(body)
        except zlib.error as error:
            return Fault(f"it cannot be unpacked ({error})")
    if len(body) > LARGEST:
        return Fault(f"it is larger than {LARGEST} bytes, which no sitemap is")
    found: dict[str, list[str]] = {"urlset": [], "sitemapindex": []}
    path: list[str] = []
    text: list[str] = []

    def refuse(*_: object) -> None:
        raise _Refused("it declares a document type or entities, which no sitemap needs")

    def start(name: str, _: object) -> None:
        path.append(name.rpartition(" ")[2])
        text.clear()
        if path[0] not in found:
            raise _Refused(f"its root is '{path[0]}', and not urlset or sitemapindex")

    def end(_: str) -> None:
        if path[1:] in (["url", "loc"], ["sitemap", "loc"]):
            found[path[0]].append("".join(text).strip()[: _LONGEST + 1])
            if len(found[path[0]]) > MOST:
                raise _Refused(f"it holds more than {MOST} addresses, which no sitemap does")
        path.pop()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except _Refused as refused:
        return Fault(str(refused))
    except (expat.ExpatError, ValueError) as error:
        return Fault(f"it is no XML ({error})")
    return Sitemap(tuple(found["urlset"]), tuple(found["sitemapindex"]))
