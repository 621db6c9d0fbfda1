"""Files that are copied as they are."""

from __future__ import annotations

from collections.abc import Iterator

from faimi_site.memory import Memory
from faimi_site.model import Output, Site
from faimi_site.problem import Place


def files(site: Site, _: Memory) -> Iterator[Output]:
    """Yield a copy of every file of content/, static/ and assets/."""
    for path, source in site.files:
        yield Output(path, source, "file", Place(source.path))
