"""Pictures of the first pages of PDFs, for the cards of materials."""

from __future__ import annotations

from collections.abc import Iterator

from faimi_site import paths
from faimi_site.memory import Memory
from faimi_site.model import Cover, Output, Site, Source
from faimi_site.problem import Fault, Level, Place, Problem


def covers(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield a picture for each material that has one."""
    sources = {source.path: source for _, source in site.files}
    materials = (material for page in site.pages for material in page.data.resources or ())
    shown = {one.cover.url: one for one in materials if one.cover and one.pdf}
    for material in shown.values():
        if material.cover and material.pdf:
            made = _cover(sources[material.source], material.pdf.digest, material.cover, memory)
            place = Place(material.source)
            if isinstance(made, Fault):
                yield Problem("pdf/unreadable", Level.ERROR, place, made.message, made.hint)
            # Nothing is written while an error stands; that the picture is not there is no other mistake.
            yield Output(_path(material.cover), b"" if isinstance(made, Fault) else made, "file", place)


def _cover(source: Source, digest: str, cover: Cover, memory: Memory) -> Source | Fault:
    width, height = 2 * cover.width, 2 * cover.height

    def make() -> bytes | Fault:
        from faimi_site import pdfs

        return pdfs.cover(source.read(), width, height)

    return memory.keep("cover", (digest, str(width), str(height)), make)


def _path(cover: Cover) -> str:
    decoded = paths.decode(cover.url)
    return decoded.removeprefix("/") if isinstance(decoded, str) else ""
