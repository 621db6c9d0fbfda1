"""What builds remember, kept between them in a folder that can be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from faimi_site.disk.signatures import of_status, settled_at
from faimi_site.memory import Memory

FOLDER = ".faimi-cache"
FILE = "memory"
OUTPUT = "output"  # what the output folder holds
BYTES = "bytes"  # the folder of results that are no JSON, a file for each
NO_STAMP = "-"  # of a file that could change once more and keep its stamp
_SEAL = 64  # characters of a digest
_LARGEST = 1 << 28  # bytes; what is larger is none of ours, and never read


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
            sealed = file.read_bytes() if _may_be_ours(file) and not file.is_symlink() else b""
        except OSError:
            return None
        body = sealed[_SEAL:]
        return body if sealed and sealed[:_SEAL] == self._seal(key, body) else None

    def size(self, key: str) -> int | None:
        """Return how many bytes a key has if they are whole; None where there are none."""
        if key in self._unkept:
            return len(self._unkept[key])
        if self._fresh and key not in self._written:
            return None
        try:
            status = os.lstat(self.folder / key)
        except OSError:
            return None
        return max(0, status.st_size - _SEAL) if stat.S_ISREG(status.st_mode) else None

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

    def held(self, key: str) -> bytes | None:
        """Return the bytes of a key for which no file could be written."""
        return self._unkept.get(key)

    def take(self, key: str, body: bytes | None) -> None:
        """Have the bytes of a key that another process of this build has kept, or could not keep as a file."""
        if body is None:
            self._written.add(key)
        else:
            self._unkept[key] = body

    def _seal(self, key: str, body: bytes) -> bytes:
        return hashlib.sha256(self._program + key.encode() + body).hexdigest().encode()


def load_memory(
    site: Path,
    output: Path | None = None,
    clean: bool = False,
    report: Callable[[str, int, int], None] = lambda *_: None,
    portable: bool = False,
) -> Memory:
    """Return what builds by this very program remembered; nothing where it is to be `clean`, unreadable or damaged.

    The memory knows what the output folder holds. A site and its portable copy are remembered each by itself, but for
    bytes; the first build of one starts from what is known of the other.
    """
    store = Files(site / FOLDER / BYTES, _program(), fresh=clean)
    names = () if clean else (named(FILE, portable), named(FILE, not portable))
    known = next(filter(None, (dict(_entries(read_sealed(site / FOLDER / name))) for name in names)), {})
    output = output or site / "_site"
    holds = Holdings(output, {} if clean else read_holdings(site, output, portable)).digest
    return Memory(known, store, holds, report, may_fork=True)


def named(name: str, portable: bool) -> str:
    """Return the name of a note of the site's builds, or of those of its portable copy."""
    return f"{name}-portable" if portable else name


def save_memory(site: Path, memory: Memory, whole: bool = True, portable: bool = False) -> None:
    """Keep what a build used; a folder that cannot be written costs the next build some time, and nothing else.

    One that a problem stopped is not the `whole` of the site: what earlier builds knew is kept as well.
    """
    with contextlib.suppress(OSError):
        if whole and not (site / FOLDER).is_symlink():
            _forget(site / FOLDER / BYTES, memory.kept)
    file = site / FOLDER / named(FILE, portable)
    if memory.is_as_before() and file.is_file():
        return
    lines = (b'"%b": %b' % (key.encode(), text) for key, text in sorted(memory.texts(whole)))
    write_sealed(file, b"{\n" + b",\n".join(lines) + b"\n}")


def _entries(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a memory says, as the JSON text of each result by its key: most are never looked into."""
    for line in text.split(b"\n")[1:-1]:
        key, _, result = line.partition(b": ")
        yield key[1:-1].decode("utf-8", "replace"), result.removesuffix(b",")


def read_holdings(site: Path, output: Path, portable: bool = False) -> dict[str, tuple[str, str]]:
    """Return the stamp and the digest of each file that the last build left in an output folder, by its path."""
    folder, *lines = read_sealed(site / FOLDER / named(OUTPUT, portable)).decode("utf-8", "replace").split("\n")
    if folder != os.path.realpath(output):
        return {}
    parts = (line.split("\0", 2) for line in lines)
    return {part[2]: (part[0], part[1]) for part in parts if len(part) == 3}


def left_by_builds(site: Path, output: Path, portable: bool = False) -> dict[str, str]:
    """Return the digest of each file that the last build left in an output folder, by its path."""
    return {path: digest for path, (_, digest) in read_holdings(site, output, portable).items()}


def save_holdings(
    site: Path,
    output: Path,
    digests: Mapping[str, str],
    changed: Collection[str],
    still: Callable[[], bool],
    portable: bool = False,
) -> None:
    """Note what an output folder holds, by path the digests of its files, so that the next build need not read it.

    What is noted of a file that has not `changed` is noted again. Nothing is noted unless the folder `still` holds
    all of it when its files have been looked at.
    """
    folder, changed = os.path.realpath(output), set(changed)
    noted = read_holdings(site, output, portable)

    def stamp(path: str, digest: str) -> str:
        before, was = noted.get(path, (NO_STAMP, ""))
        known = was == digest and before != NO_STAMP and path not in changed
        return before if known else settled_at(f"{folder}/{path}") or NO_STAMP

    signed = ((stamp(path, digest), digest, path) for path, digest in sorted(digests.items()))
    text = "\n".join([folder, *map("\0".join, signed)]).encode("utf-8", "replace")
    if still():
        write_sealed(site / FOLDER / named(OUTPUT, portable), text)


class Holdings:
    """What an output folder holds: by what was noted of a file while its stamp is the same, else by its bytes."""

    def __init__(self, folder: Path, noted: Mapping[str, tuple[str, str]]) -> None:
        self._folder, self._noted = os.fspath(folder), noted
        self._own: dict[str, bool] = {"": True}

    def digest(self, path: str) -> str:
        """Return the digest of the file at an output path; empty where none is, or only by way of a link."""
        file = f"{self._folder}/{path}"
        stamp, digest = self._noted.get(path, ("", ""))
        try:
            if not self._is_own(path.rpartition("/")[0]):
                return ""
            status = os.stat(file, follow_symlinks=False)
            if stamp == of_status(status):
                return digest
            if not stat.S_ISREG(status.st_mode):
                return ""
            with open(file, "rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""

    def _is_own(self, folder: str) -> bool:
        """Return whether no link is on the way to a folder of the output."""
        if folder not in self._own:
            above = self._is_own(folder.rpartition("/")[0])
            self._own[folder] = above and not os.path.islink(f"{self._folder}/{folder}")
        return self._own[folder]


def read_sealed(file: Path) -> bytes:
    """Return a note of this very program, empty where it is absent, damaged or another's."""
    try:
        seal, _, text = file.read_bytes().partition(b"\n") if _may_be_ours(file) else (b"", b"", b"")
    except OSError:
        return b""
    return text if seal and seal == _seal(text) else b""


def write_sealed(file: Path, text: bytes) -> None:
    """Write a note as a whole, below its seal, if that can be done."""
    # Named after the process: two builds of one site may keep what they know at the same time.
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        if file.parent.is_symlink():
            return
        file.parent.mkdir(exist_ok=True)
        try:
            beside.write_bytes(_seal(text) + b"\n" + text)
            os.replace(beside, file)
        finally:
            beside.unlink(missing_ok=True)


def _may_be_ours(file: Path) -> bool:
    return file.is_file() and file.stat().st_size <= _LARGEST


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


@cache
def _program() -> bytes:
    """Return a digest of the program's own code, so that another version's results are never taken."""
    digest = hashlib.sha256()
    for file in sorted(_code(os.path.dirname(os.path.dirname(__file__)))):
        with open(file, "rb", buffering=0) as stream:
            digest.update(stream.read())
    digest.update(" ".join(_libraries()).encode())
    return digest.digest()


def _code(folder: str) -> Iterator[str]:
    """Yield the files of Python in a folder and in those below it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _code(entry.path)
            elif entry.name.endswith(".py"):
                yield entry.path


def _libraries() -> list[str]:
    """Return the names and versions of what is installed: another version of a library may make something else."""
    found: list[str] = []
    for folder in sys.path:
        with contextlib.suppress(OSError):  # one that is not there, or that nobody but its owner can read
            found += (name for name in os.listdir(folder) if name.endswith(".dist-info"))
    return sorted(found)
