"""What builds remember, kept between them in a folder that can be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from faimi_site.memory import Memory

FOLDER = ".faimi-cache"
FILE = "memory.json"


def load_memory(site: Path) -> Memory:
    """Return what earlier builds by this very program remembered; empty where that is nothing, or unreadable."""
    try:
        kept = json.loads((site / FOLDER / FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return Memory()
    usable = isinstance(kept, dict) and kept.get("program") == _program() and isinstance(kept.get("results"), dict)
    return Memory(kept["results"]) if usable else Memory()


def save_memory(site: Path, memory: Memory) -> None:
    """Keep what a build used; a folder that cannot be written costs the next build some time, and nothing else."""
    kept: dict[str, Any] = {"program": _program(), "results": memory.used}
    text = json.dumps(kept, ensure_ascii=True, sort_keys=True).encode()
    folder = site / FOLDER
    with contextlib.suppress(OSError):
        if (folder / FILE).is_file() and (folder / FILE).read_bytes() == text:
            return
        folder.mkdir(exist_ok=True)
        # Named after the process: two builds of one site may keep what they know at the same time.
        beside = folder / f"{FILE}.{os.getpid()}"
        beside.write_bytes(text)
        os.replace(beside, folder / FILE)


def _program() -> str:
    """Return a digest of the program's own code, so that another version's results are never taken."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
