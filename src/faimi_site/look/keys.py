"""What an element of a page is looked for by in its sources."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from faimi_site.wording import folded

# Its kind, and what it says in few words. "" is one whose words a template makes.
Key = tuple[str, str]


def key(kind: str, words: str) -> Key:
    """Return what an element is looked for by."""
    return kind, folded(words)


def name_of(address: str) -> str:
    """Return the part of an address that stays as it is when the address is resolved."""
    path = unquote(address).partition("#")[0].partition("?")[0].rstrip("/")
    return posixpath.basename(path) or address
