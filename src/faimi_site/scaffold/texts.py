"""Texts of old sites, in whatever encoding they were saved."""

from __future__ import annotations

from faimi_site.model import Source
from faimi_site.text import CONTROL, Text


def old_text(file: Source) -> tuple[Text, str]:
    """Return a file's text with `\n` at the ends of its lines, and what had to be mended in it, or nothing."""
    data = file.read()
    text, mended = _decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROL.search(text):
        text = CONTROL.sub("", text)
        mended = ", ".join(filter(None, (mended, "control characters taken out")))
    return Text(file.path, text), mended


def _decoded(data: bytes) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "read as UTF-16 and saved as UTF-8"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "read as Windows-1252 and saved as UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "read as Latin-1 and saved as UTF-8"
