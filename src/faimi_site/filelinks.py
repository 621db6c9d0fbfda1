"""Addresses in the files that a site brings: style sheets, HTML, drawings, web manifests."""

from __future__ import annotations

import json
from typing import Any

from faimi_site.htmlpass import Resolve, css_addresses, resolve_addresses
from faimi_site.model import Source

LARGEST = 5_000_000  # bytes of a file that is read for addresses; what people write is far smaller
_HTML = (".html", ".htm", ".xhtml", ".svg")
_MANIFESTS = (".webmanifest", "manifest.json")
_NAMED = frozenset({"src", "url", "start_url", "scope", "id", "action"})  # of a web manifest


def is_carried(path: str, source: Source) -> bool:
    """Return whether addresses in a file get the base path; all of assets/ is published as it is."""
    known = path.lower().endswith((".css", *_HTML, *_MANIFESTS))
    return known and not source.path.startswith("assets/") and source.size <= LARGEST


def is_html(path: str) -> bool:
    """Return whether a file holds elements with attributes."""
    return path.lower().endswith(_HTML)


def with_addresses(path: str, text: str, resolve: Resolve) -> str:
    """Return the text of a file, by the ending of its path, with each address in it put through a function."""
    if path.lower().endswith(".css"):
        return css_addresses(text, resolve)
    return resolve_addresses(text, resolve) if is_html(path) else _manifest(text, resolve)


def _manifest(text: str, resolve: Resolve) -> str:
    """Return a web manifest with its addresses put through a function; what is none stays."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return text
    made = _resolved(data, resolve)
    return text if made == data else json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _resolved(value: Any, resolve: Resolve) -> Any:
    if isinstance(value, list):
        return [_resolved(one, resolve) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: resolve(one) if name in _NAMED and isinstance(one, str) else _resolved(one, resolve)
        for name, one in value.items()
    }
