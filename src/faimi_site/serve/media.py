"""Media types of files by their names, the same on every machine: what a system registers is not asked."""

from __future__ import annotations

import mimetypes

UNKNOWN = "application/octet-stream"

_OWN = {
    ".avif": "image/avif",
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".ico": "image/x-icon",
    ".ics": "text/calendar",
    ".ipynb": "application/x-ipynb+json",
    ".js": "application/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "application/javascript",
    ".mp4": "video/mp4",
    ".otf": "font/otf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".ttf": "font/ttf",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "text/yaml",
    ".yml": "text/yaml",
    ".zip": "application/zip",
}
_TEXTS = ("application/javascript", "application/json", "application/xml", "application/manifest+json")
_BUILT_IN = mimetypes.MimeTypes(filenames=())
# Types known to the machine are merged into every MimeTypes: these are Python's own.
_BUILT_IN.types_map = ({}, dict(getattr(mimetypes, "_types_map_default", {})))


def media_type(path: str) -> str:
    """Return the Content-Type of a file, with the one charset that builds write where it is a text."""
    ending = path[path.rfind(".") :].lower() if "." in path.rpartition("/")[2] else ""
    known = _OWN.get(ending) or _BUILT_IN.types_map[True].get(ending, UNKNOWN)
    return f"{known}; charset=utf-8" if known.startswith("text/") or known in _TEXTS else known
