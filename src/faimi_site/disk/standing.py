"""What stands in an output folder, looked up once for each path."""

from __future__ import annotations

import os
import stat
from pathlib import Path

ABSENT, FILE, FOLDER, LINK = "", "file", "folder", "link"

_LONG = 200  # letters; below, no path is too long for a file system


class Standing:
    """What stands at the paths of a folder, for as long as nobody writes there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = f"{folder}/"
        self._kinds = {"": FOLDER}
        self._obstacles = {"": ("", ABSENT)}

    def kind(self, path: str) -> str:
        """Return what stands at a path: a FILE (or what is neither folder nor link), a FOLDER, a LINK, or ABSENT."""
        kind = self._kinds.get(path)
        if kind is None:
            # Nothing stands below what is not there, unless the way is longer than a file system takes.
            there = self.kind(path.rpartition("/")[0]) or len(path) > _LONG
            kind = self._kinds[path] = self._seen(path) if there else ABSENT
        return kind

    def obstacle(self, path: str) -> tuple[str, str]:
        """Return the first on the way to a path that is no folder, with its kind; ABSENT where all of them are."""
        parent = path.rpartition("/")[0]
        known = self._obstacles.get(parent)
        if known is None:
            known = self.obstacle(parent)
            if not known[1] and (kind := self.kind(parent)) in (FILE, LINK):
                known = parent, kind
            self._obstacles[parent] = known
        return known

    def _seen(self, path: str) -> str:
        try:
            mode = os.lstat(self._root + path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return ABSENT
        return FOLDER if stat.S_ISDIR(mode) else LINK if stat.S_ISLNK(mode) else FILE
