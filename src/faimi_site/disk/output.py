"""The output folder: changed as a whole or not at all, and never beyond what earlier builds put there."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TypeVar

from faimi_site import paths
from faimi_site.disk.journal import CHUNK, JOURNAL, MANIFEST, finish, manifest, read_note, stage, write_manifest
from faimi_site.disk.lock import LOCK, Busy, locked
from faimi_site.disk.repair import in_the_way, is_damaged, still_ours
from faimi_site.disk.signatures import signature
from faimi_site.disk.sources import SITE_FOLDERS
from faimi_site.disk.stamp import FOLDER as CACHE
from faimi_site.disk.standing import FOLDER, LINK, Standing
from faimi_site.frozen import frozen
from faimi_site.memory import digest
from faimi_site.model import Kept, Output, Source
from faimi_site.problem import Level, Place, Problem, counted

OUTPUTS = ("_site", "_portable")  # where builds write that are told no other folder
ANOTHER = "name a new folder with --output"
STILL_WHOLE = "what is published is still whole, or made whole by the next build"
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
    if on_the_way := next((str(path) for path in folder.parents if os.path.lexists(path) and not path.is_dir()), ""):
        return _refused(folder, f"{on_the_way} on the way to it is a file, or a link that leads to no folder")
    if real in (root, home) or real in root.parents or real in home.parents:
        return _refused(folder, "a build would fill it with its files, and it holds others")
    for name in (*SITE_FOLDERS, CACHE):
        source = Path(os.path.realpath(root / name))
        if real == source or source in real.parents or real in source.parents:
            return _refused(folder, f"it is, or is in, the site's own {name}/")
    below = real.relative_to(root).parts if real.is_relative_to(root) else ("",)
    if below[0].startswith("."):
        return _refused(folder, f"{below[0]}/ beside site.yaml is for what other programs keep there")
    if below[0] in OUTPUTS and below[1:]:
        return _refused(folder, f"{below[0]}/ is an output folder itself, and would be published with this in it")
    try:
        names = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
        if names - {paths.RESERVED} and not _is_ours(folder):
            # What lies elsewhere may be anybody's: nobody is told to remove it.
            hint = f"{ANOTHER}, or remove this one if all in it can go" if real.is_relative_to(root) else ANOTHER
            return _refused(folder, "it holds files that no build of faimi-site made", hint)
    except OSError as error:
        return _refused(folder, _reason(error))
    return None


def is_as_written(folder: Path, written: Written) -> bool:
    """Return whether no other build has written, or writes, since one has."""
    at_work = os.path.lexists(folder / paths.RESERVED / JOURNAL)
    return not at_work and manifest_signature(folder) == written.manifest


def finish_interrupted(folder: Path, left: Callable[[], Mapping[str, str]] = dict) -> list[Problem]:
    """Finish what a build that was cut off had noted, and make damaged notes whole; say so, or nothing where all is.

    `left` returns the digests of what the last build is known to have left in the folder, by path.
    """
    if not os.path.lexists(folder / paths.RESERVED / JOURNAL) and not is_damaged(folder):
        return []
    return _within(folder, lambda: list(_mended(folder, left)))


def _mended(folder: Path, left: Callable[[], Mapping[str, str]]) -> Iterator[Problem]:
    was_there = os.path.lexists(folder / paths.RESERVED / JOURNAL)
    if finish(folder):
        message = "an earlier build was cut off while it wrote; what it had begun is finished now"
        yield Problem("output/finished", Level.NOTE, Place(""), message)
    elif was_there:
        yield _repaired(
            "the note of what an earlier build had begun was damaged; it is gone, and this build begins anew"
        )
    if is_damaged(folder):
        files = still_ours(folder, left())
        write_manifest(folder, files)
        known = counted(len(files), "file")
        yield _repaired(
            f"the note of what builds have made was damaged; it is made anew, of the {known} known to be theirs"
        )


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
        from shlex import quote

        blocking = in_the_way(notes)
        cure = f"remove what stands in the place of a note of builds: rm -r {quote(str(blocking))}"
        return [_failed(_reason(error), cure if blocking else STILL_WHOLE)]


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
        return [_not_ours(folder / obstacle, output, folder)]
    kind = standing.kind(output.path)
    target = folder / output.path
    if kind == LINK:
        return [_not_ours(target, output, folder)]
    if kind == FOLDER:
        left = [file for file in target.rglob("*") if not file.is_dir() or file.is_symlink()]
        others = [file for file in left if not _is_known(file, folder, known)]
        return [_not_ours(min(others), output, folder)] if others else []
    if not kind or _is_known(target, folder, known) or _holds(target, output.body):
        return []
    return [_not_ours(target, output, folder)]


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
    return not notes.is_symlink() and any(_is_note(notes / name) for name in (MANIFEST, JOURNAL))


def _is_note(file: Path) -> bool:
    # Also one that a power cut has emptied: of what stands beside it, nothing is overwritten but what is ours.
    return read_note(file) is not None or (file.is_file() and not file.is_symlink())


def _reason(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{reason}: {error.filename}" if error.filename else reason


def _refused(folder: Path, reason: str, hint: str = ANOTHER) -> Problem:
    message = f"{folder} cannot be the output folder: {reason}"
    return Problem("output/refused", Level.ERROR, Place(""), message, hint)


def _repaired(message: str) -> Problem:
    return Problem("output/repaired", Level.NOTE, Place(""), message)


def _failed(reason: str, hint: str = STILL_WHOLE) -> Problem:
    message = f"the output could not be written ({reason})"
    return Problem("output/failed", Level.ERROR, Place(""), message, hint)


def _not_ours(file: Path, output: Output, folder: Path) -> Problem:
    from shlex import quote

    message = f"{file} was not made by a build, and {output.path} belongs there (from {output.owner.file})"
    hint = f"move it out of the output folder, or remove that if all in it can go: rm -r {quote(str(folder))}"
    return Problem("output/foreign-file", Level.ERROR, Place(""), message, hint)
