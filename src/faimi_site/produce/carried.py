"""Style sheets, pages, drawings and manifests that a site brings as files: what they name carries its address too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from faimi_site import paths
from faimi_site.htmlpass import Resolve, css_addresses, resolve_addresses
from faimi_site.memory import Memory, Result, digest
from faimi_site.model import Site, Source
from faimi_site.relative import Copy, copy_of, relative_html

LARGEST = 5_000_000  # bytes of a file that is read for addresses; what people write is far smaller
_HTML = (".html", ".htm", ".xhtml", ".svg")
_MANIFESTS = (".webmanifest", "manifest.json")
_NAMED = frozenset({"src", "url", "start_url", "scope", "id", "action"})  # of a web manifest

Carry = Callable[[str, Source], bytes | Source]


def carried(site: Site, memory: Memory) -> Carry:
    """Return a function that says what a file is published as, by its output path: mostly as what it is."""
    base = site.config.base_path
    # Unlike a finished page, a file names things without the base path.
    copy = replace(copy_of(site), base_path="") if site.config.portable else None
    if not (base or copy):
        return lambda _, source: source
    world = json.dumps([sorted(copy.paths), copy.urls]) if copy else ""

    def carry(path: str, source: Source) -> bytes | Source:
        if not is_carried(path, source):
            return source
        inputs = (path, memory.digest(source), base, digest(world.encode()))
        made = memory.recall("carried", inputs, partial(_made, path, source, base, copy))
        return made["text"].encode() if "text" in made else source

    return carry


def is_carried(path: str, source: Source) -> bool:
    """Return whether addresses in a file get the base path; all of assets/ is published as it is."""
    known = path.lower().endswith((".css", *_HTML, *_MANIFESTS))
    return known and not source.path.startswith("assets/") and source.size <= LARGEST


def with_addresses(path: str, text: str, resolve: Resolve) -> str:
    """Return the text of a file, by the ending of its path, with each address in it put through a function."""
    name = path.lower()
    if name.endswith(".css"):
        return css_addresses(text, resolve)
    return resolve_addresses(text, resolve) if name.endswith(_HTML) else _manifest(text, resolve)


def _made(path: str, source: Source, base: str, copy: Copy | None) -> Result:
    """Return the text of a file as it is published, or nothing where that is what it is."""
    try:
        text = source.read().decode()
    except (OSError, UnicodeDecodeError):
        return {}  # the writer copies it, or says why it cannot

    def resolve(address: str) -> str:
        is_rooted = address.startswith("/") and not paths.is_external(address)
        if copy:
            return copy.relative(address, path) if is_rooted or paths.is_external(address) else address
        return base + address if is_rooted else address

    if copy and path.lower().endswith(_HTML):
        made = relative_html(text, path, copy)
    else:
        made = with_addresses(path, text, resolve)
    return {} if made == text else {"text": made}


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
