"""What tells a file from what it was before, without reading it; and by its content where the clock is too coarse.

Nothing is imported here that Python has not loaded by itself: an unchanged site is recognised before anything else.
"""

import os
import stat
import time

Signatures = dict[str, str]  # by path

ABSENT = "-"
TICK = 20_000_000  # nanoseconds: twice the longest step in which a kernel lets the time of files go on
SECONDS = 2_000_000_000  # nanoseconds: the step of a file system that knows no parts of a second

_CHUNK = 1 << 18


def signature(path: str) -> str:
    """Return what tells what stands at a path from what stood there before; a link's is also that of where it leads."""
    try:
        status = os.lstat(path)
        if not stat.S_ISLNK(status.st_mode):
            return of_status(status)
        leads = f"{os.readlink(path)}\n{os.path.realpath(path)}\n"
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    except OSError as error:
        return f"{error.errno}!"
    try:
        return leads + of_status(os.stat(path))
    except OSError as error:
        return f"{leads}{error.errno}!"


def is_file(signed: str) -> bool:
    """Return whether this is the signature of a file, and of no link."""
    return signed[-1:].isdigit() and "\n" not in signed


def changed_at(signed: str) -> tuple[int, ...]:
    """Return when a file changed, by its content and by any of its properties, in nanoseconds; nothing for a folder."""
    return tuple(map(int, signed.rsplit(" ", 2)[1:])) if signed[-1:].isdigit() else ()


def walk(path: str, follow: bool = False, leave: str = "") -> Signatures:
    """Return the signatures of a file, or of a folder and of all in it but what is named `leave`.

    A link is one entry, unless all of them are to be followed: what a site's link may lead to is in its own folders.
    """
    signed: Signatures = {}
    waiting, entered = [path], set()
    while waiting:
        path = waiting.pop()
        signed[path] = now = signature(path)
        if not now.endswith("/") or ("\n" in now and not follow):
            continue
        if follow:
            real = os.path.realpath(path)
            if real in entered:
                continue
            entered.add(real)
        try:
            names = sorted(os.listdir(path))
        except OSError as error:
            signed[path] = f"{now}{error.errno}!"
            continue
        waiting += [f"{path}/{name}" for name in names if name != leave]
    return signed


def fresh(signed: Signatures, now: int) -> Signatures:
    """Return digests of the files that may change once more and keep the signature that they had at a time."""
    return {path: digest(path) for path, one in signed.items() if is_fresh(one, now)}


def is_fresh(signed: str, now: int) -> bool:
    """Return whether a file changed so shortly before a time, in its file system's nanoseconds, that it may again."""
    return any(at > now - (TICK if at % 1_000_000_000 else SECONDS) for at in changed_at(signed))


def settled(status: os.stat_result) -> str:
    """Return the signature of a file by its status; empty while another change could leave it the same."""
    signed = of_status(status)
    return "" if is_fresh(signed, time.time_ns()) else signed


def settled_at(path: str) -> str:
    """Return the signature of the file that a path leads to; empty while it is not settled, or where there is none."""
    try:
        return settled(os.stat(path))
    except OSError:
        return ""


def digest(path: str) -> str:
    """Return what tells a file's content from all others, and nothing for what is no file."""
    import hashlib

    made = hashlib.sha256()
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return ""
        while chunk := os.read(descriptor, _CHUNK):
            made.update(chunk)
    finally:
        os.close(descriptor)
    return made.hexdigest()


def skew(probe: str) -> int:
    """Return how far the clock of a file system is ahead of ours, in nanoseconds; a file is made and removed there."""
    os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
    try:
        return max(changed_at(signature(probe))) - time.time_ns()
    finally:
        os.unlink(probe)


def of_status(status: os.stat_result) -> str:
    """Return the signature of what is no link by its status."""
    if stat.S_ISDIR(status.st_mode):
        return f"{status.st_mode}/"
    return f"{status.st_mode} {status.st_size} {status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns}"
