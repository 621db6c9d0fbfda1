"""What an output folder holds for its visitors: the files that builds have put there, and nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path

from faimi_site.disk.journal import manifest
from faimi_site.disk.output import manifest_signature
from faimi_site.disk.signatures import of_status


class Published:
    """The files of an output folder, as the manifest of the last build names them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._signature, self._paths = "", frozenset[str]()

    @property
    def signature(self) -> str:
        """Return what tells the output by now from all it was before; ABSENT where there is none."""
        return manifest_signature(self._folder)

    @property
    def paths(self) -> Collection[str]:
        """Return the output paths by now: each build that writes changes the manifest, also one that others started."""
        signature = self.signature
        if signature != self._signature:
            self._signature, self._paths = signature, frozenset(manifest(self._folder))
        return self._paths

    @property
    def root(self) -> str:
        """Return the real path of the folder."""
        return os.path.realpath(self._folder)

    def file(self, path: str) -> str:
        """Return where the file of an output path lies; empty where none is, or only by way of a link."""
        file = os.path.join(self.root, *path.split("/"))
        return file if os.path.normcase(os.path.realpath(file)) == os.path.normcase(file) and _is_file(file) else ""


def signed(file: str) -> str:
    """Return what tells a file from what stood in its place before, or an empty text where none is."""
    try:
        return of_status(os.stat(file))
    except OSError:
        return ""


def read(file: str) -> bytes | None:
    """Return the bytes of a file; None where it has just gone."""
    try:
        return Path(file).read_bytes()
    except OSError:
        return None


def _is_file(file: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(file).st_mode)
    except OSError:
        return False
