"""A site's folder on disk, as sources."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from faimi_site.disk.signatures import settled, settled_at
from faimi_site.lazily import pattern
from faimi_site.model import Source, Sources
from faimi_site.problem import Level, Place, Problem, split

SITE_FILES = ("site.yaml", "site.yml")
SITE_FOLDERS = ("content", "templates", "static", "assets")
DEEPEST = 100  # folders, one in another
Folders = tuple[str, ...]  # as real paths

THEME = Path(__file__).parent.parent / "theme"

# What editors and desktops leave behind; no author means to publish it. What programs ask a site for is in .well-known
# (RFC 8615).
_LEFT_BEHIND = pattern(
    r"^\.(?!(?-i:well-known)$)|~$|^#.*#$|\.(?:swp|swo|bak|orig|tmp)$|^(?:Thumbs\.db|desktop\.ini)$", re.IGNORECASE
)


def read_sources(
    folder: Path, today: date, base_url: str, drafts: bool, portable: bool = False
) -> tuple[Sources, list[Problem]]:
    """Return the sources of the site in a folder, and what stands there that cannot be one."""
    found, problems = split(_site_files(folder))
    # Some installers link a package's files to a store of theirs: the theme may lie anywhere.
    theme, _ = split(_below(os.fspath(THEME), "theme", (os.sep,), (os.path.realpath(THEME),)))
    return Sources(
        files={source.path: source for source in found},
        theme={source.path.removeprefix("theme/"): source for source in theme},
        today=today,
        base_url=base_url,
        drafts=drafts,
        portable=portable,
    ), problems


def is_site(folder: Path) -> bool:
    """Return whether a folder holds a `site.yaml`."""
    return any(os.path.exists(folder / name) for name in SITE_FILES)


def folders(folder: Path) -> frozenset[str]:
    """Return the names of the folders that a site has."""
    return frozenset(name for name in SITE_FOLDERS if (folder / name).is_dir())


def watched_folders(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the real paths of a site's folders, with what tells each from one that stood there before.

    None of them is a link: where one may lead is in these folders.
    """
    real = os.path.realpath(folder)
    found = {}
    for name in SITE_FOLDERS:
        path = os.path.join(real, name)
        status = os.lstat(path) if os.path.isdir(path) else None
        if status and stat.S_ISDIR(status.st_mode):
            found[path] = (status.st_dev, status.st_ino)
    return found


def may_be_source(folder: str, path: str) -> bool:
    """Return whether a file or folder at a real path below a site's folder can be one of its sources."""
    top, *below = os.path.relpath(path, folder).split(os.sep)
    if top in SITE_FILES:
        return not below
    return top in SITE_FOLDERS and not any(_LEFT_BEHIND.search(name) for name in below)


def is_left_behind(name: str) -> bool:
    """Return whether a file or folder of a name is passed over: an editor or a desktop has left it."""
    return _LEFT_BEHIND.search(name) is not None


def have_not_changed(folder: Path, sources: Sources) -> bool:
    """Return whether all files of a site are as they were when it was read: what was made of them can be remembered."""
    return all(settled_at(f"{folder}/{one.path}") == one.stamp for one in sources.files.values() if one.stamp)


def _site_files(folder: Path) -> Iterator[Source | Problem]:
    # Where the folders belong: one that is itself a link leads nowhere that a link may lead.
    within = tuple(os.path.join(os.path.realpath(folder), name) for name in SITE_FOLDERS)
    for name in (*SITE_FILES, *SITE_FOLDERS):
        file = os.path.join(folder, name)
        if not os.path.lexists(file):
            continue
        if os.path.exists(file) and os.path.isdir(file) != (name in SITE_FOLDERS):
            message = "a folder is meant here" if name in SITE_FOLDERS else "a file is meant here"
            yield _refused(name, "file/kind", message, "rename this, or remove it")
        else:
            yield from _entry(file, name, within, ())


def _below(folder: str, path: str, within: Folders, above: Folders) -> Iterator[Source | Problem]:
    """Yield the files of a folder and of those in it, in the order of their names.

    A link may lead into the folders `within`; `above` are the folders that this one is in, and itself.
    """
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield _unreadable(path, error)
        return
    for name in names:
        if not _LEFT_BEHIND.search(name):
            yield from _entry(os.path.join(folder, name), f"{path}/{name}", within, above)


def _entry(file: str, path: str, within: Folders, above: Folders) -> Iterator[Source | Problem]:
    shown = path.encode("utf-8", "backslashreplace").decode()
    if shown != path:
        yield _refused(shown, "file/name", "the file's name is not UTF-8", "rename it")
        return
    try:
        status = os.lstat(file)
        is_link = stat.S_ISLNK(status.st_mode)
        status = os.stat(file) if is_link else status
        # Where a folder really is, all in it is that is no link.
        real = os.path.realpath(file) if is_link or not above else os.path.join(above[-1], os.path.basename(file))
    except OSError as error:
        yield _unreadable(path, error)
        return
    if is_link and not any(_is_inside(real, folder) for folder in within):
        message = f"the link leads out of the folders of the site ({', '.join(SITE_FOLDERS)})"
        yield _refused(path, "file/link-outside", message, "put a copy of what it leads to in its place")
    elif stat.S_ISDIR(status.st_mode):
        if real in above:
            yield _refused(path, "file/link-loop", "the link leads back to a folder that it stands in", "remove it")
        elif is_link and _is_linked(path, above):
            message = "a link to a folder is followed once, and this one stands in a folder that is linked"
            yield _refused(path, "file/link-loop", message, "put a copy of what it leads to in its place")
        elif len(above) == DEEPEST:
            yield _refused(path, "file/kind", f"the folder lies below {DEEPEST} others", "move it further up")
        else:
            yield from _below(file, path, within, (*above, real))
    elif stat.S_ISREG(status.st_mode):
        yield Source(path, partial(_open, file), status.st_size, settled(status))
    else:
        yield _refused(path, "file/kind", "this is neither a file nor a folder", "remove it")


def _open(file: str) -> BinaryIO:
    return open(file, "rb")


def _is_linked(path: str, above: Folders) -> bool:
    """Return whether the way to a path from its first folder goes through a link."""
    return above != () and os.path.join(above[0], *path.split("/")[1:-1]) != above[-1]


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _unreadable(path: str, error: OSError) -> Problem:
    reason = error.strerror or "unknown reason"
    return _refused(path, "file/unreadable", f"this cannot be read: {reason}", "mend its permissions, or remove it")


def _refused(path: str, rule: str, message: str, hint: str) -> Problem:
    return Problem(rule, Level.ERROR, Place(path), message, hint)
