"""The output folder: changed as a whole or not at all, and never beyond what earlier builds put there."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TypeVar

from faimi_site import paths
from faimi_site.disk.journal import CHUNK, JOURNAL, MANIFEST, finish, manifest, read_note, stage
from faimi_site.disk.lock import Busy, locked
from faimi_site.disk.signatures import signature
from faimi_site.disk.sources import SITE_FOLDERS
from faimi_site.disk.stamp import FOLDER as CACHE
from faimi_site.disk.standing import FOLDER, LINK, Standing
from faimi_site.frozen import frozen
from faimi_site.memory import digest
from faimi_site.model import Kept, Output, Source
from faimi_site.problem import Level, Place, Problem

LOCK = "lock"
T = TypeVar("T")


@frozen
class Written:
    """How many files a build wrote, left as they were, and removed; the signature of its manifest, and what changed."""

    written: int
    unchanged: int
    removed: int
    manifest: str = field(default="", compare=False)
    changed: tuple[str, ...] = field(default=(), compare=False)  # the paths that were written or removed


def refusal(folder: Path, site: Path) -> Problem | None:
    """Return why a folder cannot be a site's output, or None where it can."""
    real, root, home = (Path(os.path.realpath(path)) for path in (folder, site, os.path.expanduser("~")))
    if os.path.lexists(folder) and not os.path.isdir(folder):
        return _refused(folder, "it is a file, or a link that leads to no folder")
    if real in (root, home) or real in root.parents or real in home.parents:
        return _refused(folder, "a build would fill it with its files, and it holds others")
    for name in (*SITE_FOLDERS, CACHE):
        source = Path(os.path.realpath(root / name))
        if real == source or source in real.parents or real in source.parents:
            return _refused(folder, f"it is, or is in, the site's own {name}/")
    try:
        names = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
        if names - {paths.RESERVED} and not _is_ours(folder):
            return _refused(folder, "it holds files that no build of faimi-site made")
    except OSError as error:
        return _refused(folder, _reason(error))
    return None


def is_as_written(folder: Path, written: Written) -> bool:
    """Return whether no other build has written, or writes, since one has."""
    at_work = os.path.lexists(folder / paths.RESERVED / JOURNAL)
    return not at_work and manifest_signature(folder) == written.manifest


def finish_interrupted(folder: Path) -> list[Problem]:
    """Finish what a build that was cut off had noted in its journal, and say so; an empty list where there was none."""
    if not os.path.lexists(folder / paths.RESERVED / JOURNAL):
        return []
    done = _within(folder, lambda: finish(folder))
    if isinstance(done, list):
        return done
    if not done:
        return []
    message = "an earlier build was cut off while it wrote; what it had begun is finished now"
    return [Problem("output/finished", Level.NOTE, Place(""), message)]


def manifest_signature(folder: Path) -> str:
    """Return what tells the manifest of an output folder from all it was before: each build that writes changes it."""
    return signature(str(folder / paths.RESERVED / MANIFEST))


def write_outputs(
    outputs: Iterable[Output], folder: Path, anew: bool = False, same: Collection[str] = (), as_of: str = ""
) -> Written | list[Problem] | None:
    """Make a folder hold these outputs and nothing of earlier builds; `anew` writes even what has not changed.

    What stood at the paths that are the `same` when the manifest had the signature `as_of` was what belongs there.
    Nothing is done, and None returned, where another build has written since.
    """
    wanted = {output.path: output for output in outputs}
    return _within(folder, lambda: _write(wanted, folder, anew, same, as_of))


def _within(folder: Path, work: Callable[[], T]) -> T | list[Problem]:
    """Do some work on an output folder that is locked; an error of the disk becomes a problem."""
    notes = folder / paths.RESERVED
    try:
        notes.mkdir(parents=True, exist_ok=True)
        if notes.is_symlink():
            return [_failed(f"{notes} is a link")]
        with locked(notes / LOCK):
            return work()
    except Busy as busy:
        message = f"another build (process {busy.holder}) is writing into {folder}"
        return [Problem("output/busy", Level.ERROR, Place(""), message, "wait for it to end, then build again")]
    except OSError as error:
        return [_failed(_reason(error))]


def _write(
    wanted: Mapping[str, Output], folder: Path, anew: bool, same: Collection[str], as_of: str
) -> Written | list[Problem] | None:
    finish(folder)
    if same and not anew and manifest_signature(folder) != as_of:
        return None
    known = set(manifest(folder))
    standing = Standing(folder)
    others = (output for output in wanted.values() if output.path not in same or output.path not in known)
    foreign = [problem for output in others for problem in _foreign(output, standing, known)]
    if foreign:
        return foreign
    gone = sorted(known - wanted.keys())
    # Where a file system tells no case apart, to remove the old name of a file is to remove the file.
    renamed = {paths.claim(path) for path in gone}
    changed = [
        output
        for output in wanted.values()
        if anew
        or (renamed and paths.claim(output.path) in renamed)
        or (output.path not in same and not (standing.kind(output.path) and _holds(folder / output.path, output.body)))
    ]
    if changed or read_note(folder / paths.RESERVED / MANIFEST) != {"files": sorted(wanted)}:
        stage(changed, gone, sorted(wanted), folder)
        finish(folder)
    noted = manifest_signature(folder)
    touched = (*(output.path for output in changed), *gone)
    return Written(len(changed), len(wanted) - len(changed), len(gone), noted, touched)


def _foreign(output: Output, standing: Standing, known: set[str]) -> list[Problem]:
    """Return the problem that something which no build made stands where an output belongs."""
    folder = standing.folder
    obstacle, kind = standing.obstacle(output.path)
    if kind == LINK or (kind and not _is_known(folder / obstacle, folder, known)):
        return [_not_ours(folder / obstacle, output)]
    kind = standing.kind(output.path)
    target = folder / output.path
    if kind == LINK:
        return [_not_ours(target, output)]
    if kind == FOLDER:
        left = [file for file in target.rglob("*") if not file.is_dir() or file.is_symlink()]
        others = [file for file in left if not _is_known(file, folder, known)]
        return [_not_ours(min(others), output)] if others else []
    if not kind or _is_known(target, folder, known) or _holds(target, output.body):
        return []
    return [_not_ours(target, output)]


def _is_known(file: Path, folder: Path, known: set[str]) -> bool:
    """Return whether a build made a file, perhaps by a name that differs only where this file system sees no case."""
    path = file.relative_to(folder).as_posix()
    if path in known:
        return True
    alike = [folder / other for other in known if paths.claim(other) == paths.claim(path)]
    return any(other.exists() and other.samefile(file) for other in alike)


def _holds(file: Path, body: bytes | Source | Kept) -> bool:
    """Return whether a file holds just this body; a large one is never held in memory."""
    try:
        if isinstance(body, Kept):
            return file.is_file() and digest(file.read_bytes()) == body.digest
        if not file.is_file():
            return False
        if isinstance(body, bytes):
            return file.stat().st_size == len(body) and file.read_bytes() == body
        with file.open("rb") as one, body.open() as other:
            while True:
                chunk = one.read(CHUNK)
                if chunk != other.read(CHUNK):
                    return False
                if not chunk:
                    return True
    except OSError:
        return False


def _is_ours(folder: Path) -> bool:
    notes = folder / paths.RESERVED
    return not notes.is_symlink() and any(read_note(notes / name) is not None for name in (MANIFEST, JOURNAL))


def _reason(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{reason}: {error.filename}" if error.filename else reason


def _refused(folder: Path, reason: str) -> Problem:
    message = f"{folder} cannot be the output folder: {reason}"
    return Problem(
        "output/refused",
        Level.ERROR,
        Place(""),
        message,
        "name a new folder with --output, or remove this one if all in it can go",
    )


def _failed(reason: str) -> Problem:
    message = f"the output could not be written ({reason})"
    hint = "what is published is still whole, or made whole by the next build"
    return Problem("output/failed", Level.ERROR, Place(""), message, hint)


def _not_ours(file: Path, output: Output) -> Problem:
    message = f"{file} was not made by a build, and {output.path} belongs there (from {output.owner.file})"
    return Problem("output/foreign-file", Level.ERROR, Place(""), message, "move it out of the output folder")
