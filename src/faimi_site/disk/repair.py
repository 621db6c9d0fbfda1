"""The notes that builds leave in an output folder, where a power cut or a person has damaged them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from faimi_site import paths
from faimi_site.disk.journal import JOURNAL, MANIFEST, beside, is_list_of_texts, read_note
from faimi_site.disk.lock import LOCK
from faimi_site.disk.memory import Holdings


def is_damaged(folder: Path) -> bool:
    """Return whether the manifest of an output folder is there, and does not say what builds have put into it."""
    file = folder / paths.RESERVED / MANIFEST
    if os.path.islink(file) or not os.path.isfile(file):
        return False
    noted = read_note(file)
    return noted is None or not is_list_of_texts(noted.get("files"))


def still_ours(folder: Path, left: Mapping[str, str]) -> list[str]:
    """Return the paths of an output folder at which the bytes are those that a build is known to have left there."""
    holdings = Holdings(folder, {})
    return sorted(path for path, digest in left.items() if digest and holdings.digest(path) == digest)


def in_the_way(notes: Path) -> Path | None:
    """Return what stands in the place of one of a build's notes and can be none; None where nothing does."""
    places = [notes / LOCK, *(note for name in (JOURNAL, MANIFEST) for note in (notes / name, beside(notes / name)))]
    blocking = (one for one in places if os.path.lexists(one) and (os.path.islink(one) or not os.path.isfile(one)))
    return next(blocking, None)
