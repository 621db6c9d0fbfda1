"""A site as it was built before, by whatever program: the files in its folder, or a sitemap."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from faimi_site.problem import Fault

# What hosts and builds read, and no visitor.
_NOT_SERVED = frozenset({"CNAME", "_headers", "_redirects", "Thumbs.db"})


def old_files(folder: Path) -> Iterator[str]:
    """Yield the path of each file in a folder, but dot-files; an OSError where it is unreadable."""
    for below, folders, names in os.walk(folder, onerror=_raised):
        folders[:] = sorted(name for name in folders if not name.startswith(".") or name == ".well-known")
        for name in sorted(names):
            path = Path(below, name).relative_to(folder).as_posix()
            if not name.startswith(".") and path not in _NOT_SERVED:
                yield path.encode("utf-8", "replace").decode()


def old_file(file: Path, most: int) -> bytes | Fault:
    """Return the bytes of a file of no more than `most`, or why they cannot be had."""
    try:
        with file.open("rb") as stream:
            body = stream.read(most + 1)
    except OSError as error:
        return Fault(f"{file} cannot be read: {error.strerror or 'unknown reason'}", "mend its permissions")
    return body if len(body) <= most else Fault(f"{file} is larger than {most} bytes, which no sitemap is")


def _raised(error: OSError) -> None:
    raise error
