"""The order in which people expect names: numbers in them count as numbers."""

from __future__ import annotations

from faimi_site.lazily import pattern

Natural = tuple[tuple[str | int, ...], str]

_NUMBER = pattern(r"(\d{1,18})")  # a longer one is several: to read it would take long


def natural(name: str) -> Natural:
    """Return what to sort a name by: `Page 2` comes before `Page 10`."""
    parts = _NUMBER.split(name)
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), name
