"""The output folder: changed as a whole or not at all, and never beyond what earlier builds put there.

All that changes is first staged beside the published files, then noted in a journal, then moved into place. A build
cut off before the journal has changed nothing; one cut off after it is finished by the next, from the journal alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from faimi_site import paths
from faimi_site.disk.lock import Busy, locked
from faimi_site.disk.sources import SITE_FOLDERS
from faimi_site.model import Output, Source
from faimi_site.problem import Level, Place, Problem

MANIFEST, JOURNAL, LOCK, STAGED = "manifest.json", "journal.json", "lock", "staged"
CHUNK = 1 << 18
T = TypeVar("T")

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Written:
    """How many files a build wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def refusal(folder: Path, site: Path) -> Problem | None:
    """Return why a folder cannot be a site's output, or None where it can."""
    real, root, home = (Path(os.path.realpath(path)) for path in (folder, site, os.path.expanduser("~")))
    if os.path.lexists(folder) and not os.path.isdir(folder):
        return _refused(folder, "it is a file, or a link that leads to no folder")
    if real in (root, home) or real in root.parents or real in home.parents:
        return _refused(folder, "a build would fill it with its files, and it holds others")
    for name in SITE_FOLDERS:
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


def finish_interrupted(folder: Path) -> list[Problem]:
    """Finish what a build that was cut off had noted in its journal, and say so; an empty list where there was none."""
    if not os.path.lexists(folder / paths.RESERVED / JOURNAL):
        return []
    done = _within(folder, lambda: _finish(folder))
    if isinstance(done, list):
        return done
    if not done:
        return []
    message = "an earlier build was cut off while it wrote; what it had begun is finished now"
    return [Problem("output/finished", Level.NOTE, Place(""), message)]


def write_outputs(outputs: Iterable[Output], folder: Path, anew: bool = False) -> Written | list[Problem]:
    """Make a folder hold these outputs and nothing of earlier builds; `anew` writes even what has not changed."""
    wanted = {output.path: output for output in outputs}
    return _within(folder, lambda: _write(wanted, folder, anew))


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


def _write(wanted: Mapping[str, Output], folder: Path, anew: bool) -> Written | list[Problem]:
    _finish(folder)
    known = set(_manifest(folder))
    foreign = [problem for output in wanted.values() for problem in _foreign(output, folder, known)]
    if foreign:
        return foreign
    gone = sorted(known - wanted.keys())
    # Where a file system tells no case apart, to remove the old name of a file is to remove the file.
    renamed = {paths.claim(path) for path in gone}
    changed = [
        output
        for output in wanted.values()
        if anew or paths.claim(output.path) in renamed or not _holds(folder / output.path, output.body)
    ]
    counts = Written(len(changed), len(wanted) - len(changed), len(gone))
    if changed or _read(folder / paths.RESERVED / MANIFEST) != {"files": sorted(wanted)}:
        _stage(changed, gone, sorted(wanted), folder)
        _finish(folder)
    return counts


def _stage(changed: list[Output], gone: list[str], files: list[str], folder: Path) -> None:
    """Put what changes beside the published files, then note in one step what is to be done with it."""
    notes = folder / paths.RESERVED
    (notes / STAGED).mkdir()
    try:
        for number, output in enumerate(changed):
            _put(notes / STAGED / str(number), output.body)
        journal = {"write": [output.path for output in changed], "remove": gone, "files": files}
        _replace(notes / JOURNAL, journal)
    except BaseException:
        if not (notes / JOURNAL).exists():
            _tidy(notes)
        raise


def _finish(folder: Path) -> bool:
    """Carry out the journal, if there is one, and tidy up; return whether there was one."""
    notes = folder / paths.RESERVED
    journal = _read(notes / JOURNAL)
    if journal is not None:
        _carry_out(journal, folder)
        _replace(notes / MANIFEST, {"files": _inside(journal.get("files"))})
    _tidy(notes)
    return journal is not None


def _carry_out(journal: Mapping[str, Any], folder: Path) -> None:
    """Remove and put in place what a journal notes; any part of it may have been carried out before."""
    staged = folder / paths.RESERVED / STAGED
    noted = journal.get("write")
    write = [] if staged.is_symlink() or not isinstance(noted, list) else noted
    places = {path: staged / str(number) for number, path in enumerate(write) if _is_inside(path)}
    waiting = {path: file for path, file in places.items() if file.is_file() and not file.is_symlink()}
    # Prune first: a file may have become a folder. But where a file system tells no case apart, the name to remove
    # may by now be that of a file in its place.
    in_place = {paths.claim(path) for path in places.keys() - waiting.keys()}
    for path in _inside(journal.get("remove")):
        if paths.claim(path) not in in_place:
            _remove(folder, path)
    for path, file in waiting.items():
        if not _leads_away(folder, path):
            _clear_way(folder, path)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(file, folder / path)


def _tidy(notes: Path) -> None:
    """Leave nothing of a build but its manifest, not even of one that was cut off before it had a journal."""
    for note in (notes / JOURNAL, _beside(notes / JOURNAL), _beside(notes / MANIFEST)):
        note.unlink(missing_ok=True)
    _discard(notes / STAGED)


def _foreign(output: Output, folder: Path, known: set[str]) -> list[Problem]:
    """Return the problem that something which no build made stands where an output belongs."""
    target = folder / output.path
    way = [folder.joinpath(*parts) for parts in _prefixes(output.path)]
    for parent in way:
        if parent.is_symlink() or (parent.exists() and not parent.is_dir() and not _is_known(parent, folder, known)):
            return [_not_ours(parent, output)]
    if target.is_symlink():
        return [_not_ours(target, output)]
    if target.is_dir():
        left = [file for file in target.rglob("*") if not file.is_dir() or file.is_symlink()]
        others = [file for file in left if not _is_known(file, folder, known)]
        return [_not_ours(min(others), output)] if others else []
    if not target.exists() or _is_known(target, folder, known) or _holds(target, output.body):
        return []
    return [_not_ours(target, output)]


def _is_known(file: Path, folder: Path, known: set[str]) -> bool:
    """Return whether a build made a file, perhaps by a name that differs only where this file system sees no case."""
    path = file.relative_to(folder).as_posix()
    if path in known:
        return True
    alike = [folder / other for other in known if paths.claim(other) == paths.claim(path)]
    return any(other.exists() and other.samefile(file) for other in alike)


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
        except FileNotFoundError:
            continue
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
    return [path for path in listed if _is_inside(path)]


def _is_inside(path: Any) -> bool:
    if not isinstance(path, str) or _SURROGATE.search(path):
        return False
    return paths.below("", path) == path != "." and paths.fitting(path) == path


def _replace(file: Path, noted: dict[str, Any]) -> None:
    beside = _beside(file)
    beside.unlink(missing_ok=True)
    beside.write_text(json.dumps(noted, ensure_ascii=False, indent=0), encoding="utf-8", newline="\n")
    os.replace(beside, file)


def _beside(note: Path) -> Path:
    return note.with_suffix(".new")


def _discard(file: Path) -> None:
    if file.is_symlink() or file.is_file():
        file.unlink()
    elif file.exists():
        shutil.rmtree(file)


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
