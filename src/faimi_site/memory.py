"""Costly pure results, remembered by what they were made from; empty, it changes no result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any


class Memory:
    """A mapping from the digest of a step's inputs to its result, which is plain JSON data."""

    def __init__(self, known: Mapping[str, Any] | None = None) -> None:
        self._known = known or {}
        self.used: dict[str, Any] = {}

    def recall(self, step: str, inputs: tuple[str, ...], make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return what a step once made of these inputs, or what it makes now."""
        key = hashlib.sha256(json.dumps([step, *inputs]).encode()).hexdigest()
        if key not in self.used:
            known = self._known.get(key)
            self.used[key] = known if isinstance(known, dict) else make()
        result: dict[str, Any] = self.used[key]
        return result
