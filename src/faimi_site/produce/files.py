"""Files that are copied; in those that name others, what they name gets the base path."""

from __future__ import annotations

from collections.abc import Iterator

from faimi_site.memory import Memory
from faimi_site.model import Output, Site
from faimi_site.problem import Place
from faimi_site.produce.carried import carried


def files(site: Site, memory: Memory) -> Iterator[Output]:
    """Yield every file of content/, static/ and assets/."""
    carry = carried(site, memory)
    for path, source in site.files:
        yield Output(path, carry(path, source), "file", Place(source.path))
