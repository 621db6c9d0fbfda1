"""A lock that one process holds on a file, and that ends with the process whatever happens."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

LOCK = "lock"
PATIENCE = 20.0  # seconds: longer than any build writes, shorter than anybody waits
_PAUSE = 0.05


class Busy(Exception):  # noqa: N818  (no error of the program: somebody else is at work)
    """Another process holds the lock; `holder` says which, as far as it is known."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def locked(file: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock on a file; Busy where another process keeps it for longer than our patience, in seconds."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        end = time.monotonic() + patience
        while not _take(descriptor):
            if time.monotonic() >= end:
                raise Busy(os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown")
            time.sleep(_PAUSE)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, b"%d\n" % os.getpid())
        try:
            yield
        finally:
            # The name of the last builder is of no use to anyone, and would make two equal outputs differ.
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            # One byte far behind the text, so that others can still read who holds the lock.
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
