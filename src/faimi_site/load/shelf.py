"""What records are read with."""

from __future__ import annotations

from faimi_site.frozen import frozen
from faimi_site.load.files import Published
from faimi_site.markdown import Render
from faimi_site.memory import Memory


@frozen
class Shelf:
    """What records of one file are resolved against: where it stands, the files there are, the results remembered."""

    folder: str
    files: Published
    render: Render
    memory: Memory
