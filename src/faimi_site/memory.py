"""Costly pure results, remembered by what they were made from; empty, it changes no result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO, Protocol

from faimi_site.model import Source
from faimi_site.problem import Fault

Make = Callable[[], "bytes | Fault"]


class Store(Protocol):
    """Where bytes are kept by a key, between builds or for one alone."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key, whole and unchanged, or None."""

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes under a key, if that can be done."""


class Shelves:
    """A store that lasts as long as its build."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key, or None."""
        return self._bodies.get(key)

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes under a key."""
        self._bodies[key] = body


class Memory:
    """A mapping from the digest of a step's inputs to its result: plain JSON data, or bytes, which a store keeps."""

    def __init__(self, known: Mapping[str, Any] | None = None, store: Store | None = None) -> None:
        self._known = known or {}
        self._store = store or Shelves()
        self.used: dict[str, Any] = {}
        self.kept: set[str] = set()

    def recall(self, step: str, inputs: tuple[str, ...], make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return what a step once made of these inputs, or what it makes now."""
        key = _key(step, inputs)
        if key not in self.used:
            known = self._known.get(key)
            self.used[key] = known if isinstance(known, dict) else make()
        result: dict[str, Any] = self.used[key]
        return result

    def keep(self, step: str, inputs: tuple[str, ...], make: Make) -> Source | Fault:
        """Return the bytes that a step once made of these inputs, or makes now, as a source that holds none of them.

        A fault is not remembered.
        """
        key = _key(step, inputs)
        known = self._store.get(key)
        body = make() if known is None else known
        if isinstance(body, Fault):
            return body
        if known is None:
            self._store.put(key, body)
        self.kept.add(key)
        return Source("", partial(self._open, key, make), len(body))

    def _open(self, key: str, make: Make) -> BinaryIO:
        # The store may have lost it since, or could never keep it.
        body = self._store.get(key)
        made = make() if body is None else body
        if isinstance(made, Fault):
            raise OSError(made.message)
        return BytesIO(made)


def digest(body: bytes) -> str:
    """Return what tells these bytes from all others."""
    return hashlib.sha256(body).hexdigest()


def _key(step: str, inputs: tuple[str, ...]) -> str:
    return digest(json.dumps([step, *inputs]).encode())
