"""What builds remember, kept between them in a folder that can be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from pathlib import Path

from faimi_site.memory import Memory

FOLDER = ".faimi-cache"
FILE = "memory"


def load_memory(site: Path) -> Memory:
    """Return what builds by this very program remembered; empty where that is nothing, unreadable or damaged."""
    file = site / FOLDER / FILE
    try:
        seal, _, text = file.read_bytes().partition(b"\n") if file.is_file() else (b"", b"", b"")
        return Memory(json.loads(text)) if seal == _seal(text) else Memory()
    except (OSError, ValueError, RecursionError):
        return Memory()


def save_memory(site: Path, memory: Memory) -> None:
    """Keep what a build used; a folder that cannot be written costs the next build some time, and nothing else."""
    text = json.dumps(memory.used, ensure_ascii=True, sort_keys=True).encode()
    sealed = _seal(text) + b"\n" + text
    folder = site / FOLDER
    # Named after the process: two builds of one site may keep what they know at the same time.
    beside = folder / f"{FILE}.{os.getpid()}"
    with contextlib.suppress(OSError):
        if folder.is_symlink() or ((folder / FILE).is_file() and (folder / FILE).read_bytes() == sealed):
            return
        folder.mkdir(exist_ok=True)
        try:
            beside.write_bytes(sealed)
            os.replace(beside, folder / FILE)
        finally:
            beside.unlink(missing_ok=True)


def _seal(text: bytes) -> bytes:
    """Return what only this very program writes above this very text."""
    return hashlib.sha256(_program() + text).hexdigest().encode()


def _program() -> bytes:
    """Return a digest of the program's own code, so that another version's results are never taken."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        digest.update(file.read_bytes())
    digest.update(" ".join(_libraries()).encode())
    return digest.digest()


def _libraries() -> list[str]:
    """Return the names and versions of what is installed: another version of a library may make something else."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    return sorted(name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info"))
