"""PDFs: what their bytes say of them, and a picture of the first page."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from faimi_site import pictures
from faimi_site.frozen import frozen
from faimi_site.problem import Fault

if TYPE_CHECKING:
    import pypdfium2

T = TypeVar("T")

LARGEST = 200_000_000  # bytes of a PDF that is opened
_LARGEST_SIDE = 14_400  # points, of a page (PDF 1.7, Annex C)
_LONGEST = 4000  # bytes of a language tag that are read


@frozen
class Facts:
    """How many pages a PDF has, its title and language, whether it is tagged; the first page's size in points."""

    pages: int
    title: str
    lang: str
    tagged: bool
    width: float
    height: float


def facts(body: bytes) -> Facts | Fault:
    """Return what a PDF says of itself, or why it cannot be opened."""
    return _opened(body, _facts)


def cover(body: bytes, width: int, height: int) -> bytes | Fault:
    """Return a picture of a PDF's first page as WebP, with a width and a height in pixels."""
    return _opened(body, lambda document: _cover(document, width, height))


def _opened(body: bytes, work: Callable[[pypdfium2.PdfDocument], T]) -> T | Fault:
    import pypdfium2  # heavy, and an unchanged site needs none of it

    try:
        with closing(pypdfium2.PdfDocument(body)) as document:
            if not len(document):
                return Fault("the PDF has no page", "export it anew")
            return work(document)
    except (pypdfium2.PdfiumError, ValueError) as error:
        if "password" in str(error).lower():
            return Fault("the PDF cannot be opened without a password", "save it without one")
        return Fault("the PDF cannot be opened: it is broken, cut off, or no PDF", "export it anew")


def _facts(document: pypdfium2.PdfDocument) -> Facts:
    from pypdfium2 import raw

    width, height = document.get_page_size(0)
    return Facts(
        pages=len(document),
        title=document.get_metadata_value("Title").strip(),
        lang=_lang(document),
        tagged=bool(raw.FPDFCatalog_IsTagged(document.raw)),
        width=_side(width),
        height=_side(height),
    )


def _lang(document: pypdfium2.PdfDocument) -> str:
    from pypdfium2 import raw

    needed = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)  # bytes of UTF-16, with the 0 at the end
    if not 2 < needed <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(needed)
    raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), needed)
    return buffer.raw.decode("utf-16-le", "ignore").partition("\0")[0].strip()


def _cover(document: pypdfium2.PdfDocument, width: int, height: int) -> bytes | Fault:
    with closing(document[0]) as page:
        sides = page.get_size()
        if not all(map(math.isfinite, sides)):
            return Fault("the first page of the PDF has no size", "export it anew")
        # Drawn at twice the size and made smaller: thin lines and small letters stay. The page that is drawn has its
        # own size, which may be larger than any that PDF knows: by that one alone the picture is as large as is meant.
        scale = 2 * min(wanted / max(side, 1.0) for wanted, side in zip((width, height), sides, strict=True))
        image = page.render(scale=scale, may_draw_forms=False).to_pil()
    sized = image.convert("RGB").resize((width, height))
    # It is too small to be read: the fewest bytes do.
    return min(pictures.webp(sized, drawn=True), pictures.webp(sized), key=len)


def _side(points: float) -> float:
    return min(max(round(points, 2), 1.0), float(_LARGEST_SIDE))
