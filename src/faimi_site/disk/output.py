"""The output folder: changed as a whole or not at all, and never beyond what earlier builds put there.

All that changes is first staged beside the published files, then noted in a journal, then moved into place. A build
cut off before the journal has changed nothing; one cut off after it is finished by the next, from the journal alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faimi_site import paths
from faimi_site.disk.lock import Busy, locked
from faimi_site.disk.sources import SITE_FOLDERS
from faimi_site.model import Output, Source
from faimi_site.problem import Level, Place, Problem

MANIFEST, JOURNAL, LOCK, STAGED = "manifest.json", "journal.json", "lock", "staged"
CHUNK = 1 << 18


@dataclass(frozen=True)
class Written:
    """How many files a build wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def refusal(folder: Path, site: Path) -> Problem | None:
    """Return why a folder cannot be a site's output, or None where it can."""
    real, home = folder.resolve(), Path.home().resolve()
    root = site.resolve()
    if folder.exists() and not folder.is_dir():
        return _refused(folder, "it is a file")
    if real in (root, home) or real in root.parents or real in home.parents:
        return _refused(folder, "a build would fill it with its files, and it holds others")
    for name in SITE_FOLDERS:
        source = (root / name).resolve()
        if real == source or source in real.parents or real in source.parents:
            return _refused(folder, f"it is, or is in, the site's own {name}/")
    try:
        names = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
        if names - {paths.RESERVED} and not _is_ours(folder):
            return _refused(folder, "it holds files that no build of faimi-site made")
    except OSError as error:
        return _refused(folder, _reason(error))
    return None


def finish_interrupted(folder: Path) -> list[Problem]:
    """Finish what a build that was cut off had noted in its journal, and say so; an empty list where there was none."""
    if not (folder / paths.RESERVED / JOURNAL).exists():
        return []
    done = _within(folder, lambda: Written(0, 0, 0))
    if isinstance(done, list):
        return done
    message = "an earlier build was cut off while it wrote; what it had begun is finished now"
    return [Problem("output/finished", Level.NOTE, Place(""), message)]


def write_outputs(outputs: Iterable[Output], folder: Path, anew: bool = False) -> Written | list[Problem]:
    """Make a folder hold these outputs and nothing of earlier builds; `anew` writes even what has not changed."""
    wanted = {output.path: output for output in outputs}
    return _within(folder, lambda: _write(wanted, folder, anew))


def _within(folder: Path, work: Any) -> Written | list[Problem]:
    """Do some work on an output folder that is locked and whole; an error of the disk becomes a problem."""
    notes = folder / paths.RESERVED
    try:
        notes.mkdir(parents=True, exist_ok=True)
        if notes.is_symlink():
            return [_failed(f"{notes} is a link")]
        with locked(notes / LOCK):
            _finish(folder)
            done: Written | list[Problem] = work()
            return done
    except Busy as busy:
        message = f"another build (process {busy.holder}) is writing into {folder}"
        return [Problem("output/busy", Level.ERROR, Place(""), message, "wait for it to end, then build again")]
    except OSError as error:
        return [_failed(_reason(error))]


def _write(wanted: Mapping[str, Output], folder: Path, anew: bool) -> Written | list[Problem]:
    known = set(_manifest(folder))
    foreign = [problem for output in wanted.values() for problem in _foreign(output, folder, known)]
    if foreign:
        return foreign
    changed = [output for output in wanted.values() if anew or not _holds(folder / output.path, output.body)]
    gone = sorted(known - wanted.keys())
    counts = Written(len(changed), len(wanted) - len(changed), len(gone))
    if changed or known != wanted.keys():
        _stage(changed, gone, sorted(wanted), folder)
        _finish(folder)
    return counts


def _stage(changed: list[Output], gone: list[str], files: list[str], folder: Path) -> None:
    """Put what changes beside the published files, then note in one step what is to be done with it."""
    notes = folder / paths.RESERVED
    _discard(notes / STAGED)
    (notes / STAGED).mkdir()
    try:
        for number, output in enumerate(changed):
            _put(notes / STAGED / str(number), output.body)
        journal = {"write": [output.path for output in changed], "remove": gone, "files": files}
        _replace(notes / JOURNAL, journal)
    except BaseException:
        if not (notes / JOURNAL).exists():
            _discard(notes / STAGED)
        raise


def _finish(folder: Path) -> None:
    """Carry out the journal, if there is one; any part of it may have been carried out before."""
    notes = folder / paths.RESERVED
    journal = _read(notes / JOURNAL)
    if journal is None:
        return
    # Prune first: a file may have become a folder.
    for path in _inside(journal.get("remove")):
        _remove(folder, path)
    for number, path in enumerate(journal.get("write") or []):
        staged, target = notes / STAGED / str(number), folder / str(path)
        if _inside([path]) and staged.exists() and not _leads_away(folder, path):
            _clear_way(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, target)
    _replace(notes / MANIFEST, {"files": list(_inside(journal.get("files")))})
    (notes / JOURNAL).unlink()
    _discard(notes / STAGED)


def _foreign(output: Output, folder: Path, known: set[str]) -> list[Problem]:
    """Return the problem that something which no build made stands where an output belongs."""
    target = folder / output.path
    way = [folder.joinpath(*parts) for parts in _prefixes(output.path)]
    for parent in way:
        inner = parent.relative_to(folder).as_posix()
        if parent.is_symlink() or (parent.exists() and not parent.is_dir() and inner not in known):
            return [_not_ours(parent, output)]
    if target.is_symlink():
        return [_not_ours(target, output)]
    if target.is_dir():
        left = [file for file in target.rglob("*") if not file.is_dir() or file.is_symlink()]
        others = [file for file in left if file.relative_to(folder).as_posix() not in known]
        return [_not_ours(others[0], output)] if others else []
    if output.path in known or not target.exists() or _holds(target, output.body):
        return []
    return [_not_ours(target, output)]


def _clear_way(folder: Path, path: str) -> None:
    """Take away empty folders that stand where a file belongs."""
    target = folder / path
    if target.is_dir() and not target.is_symlink():
        for inner in sorted((file for file in target.rglob("*")), reverse=True):
            inner.rmdir()
        target.rmdir()


def _remove(folder: Path, path: str) -> None:
    target = folder / path
    if _leads_away(folder, path) or (target.is_dir() and not target.is_symlink()):
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        target.unlink()
    for parent in target.parents:
        if parent == folder:
            break
        try:
            parent.rmdir()
        except OSError:
            break


def _leads_away(folder: Path, path: str) -> bool:
    """Return whether a link stands on the way to a path, so that it may end outside the folder."""
    return any(folder.joinpath(*parts).is_symlink() for parts in _prefixes(path))


def _prefixes(path: str) -> list[list[str]]:
    parts = path.split("/")
    return [parts[:length] for length in range(1, len(parts))]


def _put(file: Path, body: bytes | Source) -> None:
    with file.open("wb") as target:
        if isinstance(body, bytes):
            target.write(body)
        else:
            with body.open() as stream:
                shutil.copyfileobj(stream, target, CHUNK)


def _holds(file: Path, body: bytes | Source) -> bool:
    """Return whether a file holds just this body; a large one is never held in memory."""
    try:
        if not file.is_file() or file.is_symlink():
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
    return not notes.is_symlink() and any(_read(notes / name) is not None for name in (MANIFEST, JOURNAL))


def _manifest(folder: Path) -> list[str]:
    manifest = _read(folder / paths.RESERVED / MANIFEST)
    return _inside(manifest.get("files")) if manifest else []


def _read(file: Path) -> dict[str, Any] | None:
    """Return what one of our notes says, or None where it is absent or none of ours."""
    try:
        noted = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return noted if isinstance(noted, dict) else None


def _inside(noted: Any) -> list[str]:
    """Return the paths of a note that stay inside the output, whatever somebody has written into it."""
    listed = noted if isinstance(noted, list) else []
    return [path for path in listed if isinstance(path, str) and path and paths.below("", path) == path != "."]


def _replace(file: Path, noted: dict[str, Any]) -> None:
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(noted, ensure_ascii=False, indent=0), encoding="utf-8", newline="\n")
    os.replace(beside, file)


def _discard(folder: Path) -> None:
    if folder.exists() or folder.is_symlink():
        shutil.rmtree(folder)


def _reason(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{reason}: {error.filename}" if error.filename else reason


def _refused(folder: Path, reason: str) -> Problem:
    message = f"{folder} cannot be the output folder: {reason}"
    return Problem("output/refused", Level.ERROR, Place(""), message, "name a new folder with --output")


def _failed(reason: str) -> Problem:
    message = f"the output could not be written ({reason})"
    hint = "what is published is still whole, or made whole by the next build"
    return Problem("output/failed", Level.ERROR, Place(""), message, hint)


def _not_ours(file: Path, output: Output) -> Problem:
    message = f"{file} was not made by a build, and {output.path} belongs there (from {output.owner.file})"
    return Problem("output/foreign-file", Level.ERROR, Place(""), message, "move it out of the output folder")
