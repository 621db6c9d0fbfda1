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
BYTES = "bytes"  # the folder of results that are no JSON, a file for each
_SEAL = 64  # characters of a digest


class Files:
    """Bytes kept as files, each below a seal that tells whether it is whole and of this very program."""

    def __init__(self, folder: Path, program: bytes, fresh: bool = False) -> None:
        self.folder, self._program, self._fresh = folder, program, fresh
        self._written: set[str] = set()
        self._unkept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key, or None where they are absent, damaged or another program's."""
        if key in self._unkept or (self._fresh and key not in self._written):
            return self._unkept.get(key)
        file = self.folder / key
        try:
            sealed = file.read_bytes() if file.is_file() and not file.is_symlink() else b""
        except OSError:
            return None
        body = sealed[_SEAL:]
        return body if sealed and sealed[:_SEAL] == self._seal(key, body) else None

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes under a key, at once and as a whole; where no file can be written, until the build ends."""
        beside = self.folder / f"{key}.{os.getpid()}"
        try:
            if self.folder.is_symlink() or self.folder.parent.is_symlink():
                raise OSError(f"{self.folder} is a link")
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(self._seal(key, body) + body)
                os.replace(beside, self.folder / key)
            finally:
                beside.unlink(missing_ok=True)
            self._written.add(key)
        except OSError:
            self._unkept[key] = body

    def _seal(self, key: str, body: bytes) -> bytes:
        return hashlib.sha256(self._program + key.encode() + body).hexdigest().encode()


def load_memory(site: Path, clean: bool = False) -> Memory:
    """Return what builds by this very program remembered; nothing where it is to be `clean`, unreadable or damaged."""
    store = Files(site / FOLDER / BYTES, _program(), fresh=clean)
    file = site / FOLDER / FILE
    try:
        seal, _, text = file.read_bytes().partition(b"\n") if file.is_file() and not clean else (b"", b"", b"")
        return Memory(json.loads(text) if seal == _seal(text) else {}, store)
    except (OSError, ValueError, RecursionError):
        return Memory({}, store)


def save_memory(site: Path, memory: Memory) -> None:
    """Keep what a build used; a folder that cannot be written costs the next build some time, and nothing else."""
    text = json.dumps(memory.used, ensure_ascii=True, sort_keys=True).encode()
    sealed = _seal(text) + b"\n" + text
    folder = site / FOLDER
    # Named after the process: two builds of one site may keep what they know at the same time.
    beside = folder / f"{FILE}.{os.getpid()}"
    with contextlib.suppress(OSError):
        if folder.is_symlink():
            return
        _forget(folder / BYTES, memory.kept)
        if (folder / FILE).is_file() and (folder / FILE).read_bytes() == sealed:
            return
        folder.mkdir(exist_ok=True)
        try:
            beside.write_bytes(sealed)
            os.replace(beside, folder / FILE)
        finally:
            beside.unlink(missing_ok=True)


def _forget(folder: Path, kept: set[str]) -> None:
    """Remove the bytes that a build did not use, and what one that was cut off left beside them."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for name in sorted(set(os.listdir(folder)) - kept):
        with contextlib.suppress(OSError):
            (folder / name).unlink()
    if not kept:
        with contextlib.suppress(OSError):
            folder.rmdir()


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
