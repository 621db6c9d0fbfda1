"""What records are read with."""

from __future__ import annotations

from dataclasses import dataclass

from faimi_site.load.files import Published
from faimi_site.markdown import Render
from faimi_site.memory import Memory


@dataclass(frozen=True)
class Shelf:
    """What records of one file are resolved against: where it stands, the files there are, the results remembered."""

    folder: str
    files: Published
    render: Render
    memory: Memory
