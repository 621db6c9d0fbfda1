"""Formats of images that are not read here, told by their first bytes or by the names of their files."""

from __future__ import annotations

RAW = (".arw", ".cr2", ".cr3", ".crw", ".dng", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".srw")
OTHERS = (".heic", ".heif", ".hif", ".jxl", ".jp2", ".j2k", ".jpx", ".jpf", ".psd")

_STARTS = {
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\0\0\0\x0cjP  ": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"8BPS": "Photoshop",
    b"FUJIFILMCCD-RAW": "RAW",
}
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF", b"crx ": "RAW"}  # of ISO base media files (ISO/IEC 14496-12, 4.3)
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def form(body: bytes) -> str:
    """Return the format of an image that Pillow may not know; empty where the bytes are of none."""
    if body[4:8] == b"ftyp":
        end = min(int.from_bytes(body[:4], "big"), 400)
        brands = [body[at : at + 4] for at in range(8, end, 4) if at != 12]  # at 12 stands a version
        known = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
        return known[0] if known else "HEIC" if not _HEIF.isdisjoint(brands) else ""
    return next((name for start, name in _STARTS.items() if body.startswith(start)), "")


def form_of_name(path: str) -> str:
    """Return the format that the name of a file tells alone: a RAW of a camera is a TIFF by its first bytes."""
    return "RAW" if path.lower().endswith(RAW) else ""
