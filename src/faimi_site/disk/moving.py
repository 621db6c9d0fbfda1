"""Files of an old site, which are only read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from faimi_site.model import Source
from faimi_site.problem import Fault, Level, Place, Problem

# What no site publishes: the memory of tools, and the libraries that they load.
_TOOLS = frozenset({".git", ".hg", ".svn", ".jekyll-cache", ".sass-cache", "node_modules", "_site", "__pycache__"})


def refused_move(old: Path, new: Path) -> Fault | None:
    """Return why a site cannot be moved from one folder to the other; None where it can."""
    if not old.is_dir():
        return Fault(f"there is no folder {old}", "name the folder that holds _config.yml")
    here, there = Path(os.path.realpath(old)), Path(os.path.realpath(new))
    if there.is_relative_to(here):
        return Fault(f"{new} lies within {old}, which would publish it", "name a folder beside it")
    return None


def old_files(folder: Path) -> Iterator[Source | Problem]:
    """Yield all files of a folder by their paths in it; a problem for each that is not read."""
    root = os.path.realpath(folder)
    yield from _below(folder, "", root, (root,))


def _below(folder: Path, path: str, root: str, above: tuple[str, ...]) -> Iterator[Source | Problem]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield _not_read(path, error.strerror or "unknown reason")
        return
    for name in names:
        inner, file = f"{path}{name}", folder / name
        shown = inner.encode("utf-8", "backslashreplace").decode()
        try:
            real, kind = os.path.realpath(file), file.stat()
        except OSError as error:
            yield _not_read(shown, error.strerror or "unknown reason")
            continue
        if name in _TOOLS and stat.S_ISDIR(kind.st_mode):
            continue
        if shown != inner:
            yield _not_read(shown, "its name is not UTF-8")
        elif not real.startswith(root.rstrip(os.sep) + os.sep):
            yield _not_read(inner, "it is a link that leads out of the site")
        elif stat.S_ISDIR(kind.st_mode):
            if real in above or len(above) > 100:
                yield _not_read(inner, "it is a link that leads back, or nested more than a hundred deep")
            else:
                yield from _below(file, f"{inner}/", root, (*above, real))
        elif stat.S_ISREG(kind.st_mode):
            yield Source(inner, partial(_open, file), kind.st_size)
        else:
            yield _not_read(inner, "it is neither a file nor a folder")


def _open(file: Path) -> BinaryIO:
    return file.open("rb")


def _not_read(path: str, reason: str) -> Problem:
    return Problem("file/unreadable", Level.WARNING, Place(path), f"it was not moved: {reason}", "move it yourself")
