"""Style sheets, pages, drawings and manifests that a site brings as files: what they name carries its address too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from faimi_site import paths
from faimi_site.filelinks import is_carried, is_html, with_addresses
from faimi_site.memory import Memory, Result, digest
from faimi_site.model import Site, Source
from faimi_site.relative import Copy, copy_of, relative_html

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

    made = relative_html(text, path, copy) if copy and is_html(path) else with_addresses(path, text, resolve)
    return {} if made == text else {"text": made}
