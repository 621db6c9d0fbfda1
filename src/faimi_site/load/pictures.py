"""What raster images and PDFs among the files say of themselves, remembered by their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from faimi_site import foreign
from faimi_site.memory import Memory
from faimi_site.model import Pdf, Picture, Source
from faimi_site.pictures import MOST_BYTES, NO_MEMORY, TOO_MANY_BYTES
from faimi_site.problem import Fault

_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".dib"),
    *(*foreign.OTHERS, *foreign.RAW),
)


def pictures(files: Iterable[tuple[str, Source]], memory: Memory) -> dict[str, Picture | Fault]:
    """Return the raster images among the site's own files by output path; a fault for one that cannot be read."""
    return {
        path: picture(file, memory)
        for path, file in files
        if path.lower().endswith(_SUFFIXES) and not file.path.startswith("theme/")
    }


def picture(file: Source, memory: Memory) -> Picture | Fault:
    """Return what a raster image says of itself; one that is too large is not read."""
    if file.size > MOST_BYTES:
        return TOO_MANY_BYTES
    form = foreign.form_of_name(file.path)

    def make() -> dict[str, Any]:
        from faimi_site.pictures import facts

        body = _body(file)
        return _plain(body if isinstance(body, Fault) else facts(body, form))

    key = memory.digest(file)
    try:
        known = memory.recall("picture", (key, form), make) if key else make()
    except MemoryError:  # which the memory does not keep: it says nothing of the image
        return NO_MEMORY
    return _fault(known) or Picture(digest=key, **known)


def pdf(file: Source, memory: Memory) -> Pdf | Fault:
    """Return what a PDF says of itself."""

    def make() -> dict[str, Any]:
        from faimi_site.pdfs import facts

        body = _body(file)
        return _plain(body if isinstance(body, Fault) else facts(body))

    key = memory.digest(file)
    known = memory.recall("pdf", (key,), make) if key else make()
    return _fault(known) or Pdf(digest=key, **known)


def _body(file: Source) -> bytes | Fault:
    try:
        return file.read()
    except OSError as error:
        return Fault(f"the file cannot be read: {error.strerror or 'unknown reason'}", "mend its permissions")


def _plain(found: Any) -> dict[str, Any]:
    return {"fault": [found.message, found.hint]} if isinstance(found, Fault) else asdict(found)


def _fault(known: Mapping[str, Any]) -> Fault | None:
    return Fault(*known["fault"]) if "fault" in known else None
