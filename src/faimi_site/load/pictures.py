"""What raster images and PDFs among the files say of themselves, remembered by their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from faimi_site import foreign
from faimi_site.memory import Memory, digest
from faimi_site.model import Pdf, Picture, Source
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
    """Return what a raster image says of itself."""
    body, form = _body(file), foreign.form_of_name(file.path)
    if isinstance(body, Fault):
        return body

    def make() -> dict[str, Any]:
        from faimi_site.pictures import facts

        return _plain(facts(body, form))

    known = memory.recall("picture", (key := digest(body), form), make)
    return _fault(known) or Picture(digest=key, **known)


def pdf(file: Source, memory: Memory) -> Pdf | Fault:
    """Return what a PDF says of itself."""
    body = _body(file)
    if isinstance(body, Fault):
        return body

    def make() -> dict[str, Any]:
        from faimi_site.pdfs import facts

        return _plain(facts(body))

    known = memory.recall("pdf", (key := digest(body),), make)
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
