"""The journal: all that changes is staged beside the published files, noted in one step, then moved into place.

A build cut off before the journal has changed nothing; one cut off after it is finished by the next, from the
journal alone. What a note says is never trusted to stay inside the folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faimi_site import paths
from faimi_site.model import Kept, Output, Source

MANIFEST, JOURNAL, STAGED = "manifest.json", "journal.json", "staged"
CHUNK = 1 << 18  # bytes that are held in memory while a file is copied


def stage(changed: list[Output], gone: list[str], files: list[str], folder: Path) -> None:
    """Put what changes beside the published files, then note in one step what is to be done with it."""
    notes = folder / paths.RESERVED
    (notes / STAGED).mkdir()
    try:
        staged = str(notes / STAGED)
        for number, output in enumerate(changed):
            _put(f"{staged}/{number}", output.body, folder / output.path)
        journal = {"write": [output.path for output in changed], "remove": gone, "files": files}
        _replace(notes / JOURNAL, journal)
    except BaseException:
        if not (notes / JOURNAL).exists():
            _tidy(notes)
        raise


def finish(folder: Path) -> bool:
    """Carry out the journal, if there is a whole one, and tidy up; return whether there was."""
    notes = folder / paths.RESERVED
    journal = read_note(notes / JOURNAL) or {}
    is_whole = all(is_list_of_texts(journal.get(name)) for name in ("write", "remove", "files"))
    if is_whole:
        _carry_out(journal, folder)
        write_manifest(folder, _inside(journal["files"]))
    _tidy(notes)
    return is_whole


def write_manifest(folder: Path, files: list[str]) -> None:
    """Note the paths that builds have put into a folder."""
    _replace(folder / paths.RESERVED / MANIFEST, {"files": files})


def is_list_of_texts(noted: Any) -> bool:
    """Return whether a part of a note is what we write: a list of paths."""
    return isinstance(noted, list) and all(isinstance(one, str) for one in noted)


def manifest(folder: Path) -> list[str]:
    """Return the paths that earlier builds have put into a folder."""
    noted = read_note(folder / paths.RESERVED / MANIFEST)
    return _inside(noted.get("files")) if noted else []


def read_note(file: Path) -> dict[str, Any] | None:
    """Return what one of our notes says, or None where it is absent or none of ours."""
    try:
        # A pipe in its place would never end.
        noted = json.loads(file.read_bytes()) if file.is_file() else None
    except (OSError, ValueError, RecursionError):
        return None
    return noted if isinstance(noted, dict) else None


def parents(path: str) -> list[str]:
    """Return the folders that a path is in, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def _carry_out(journal: Mapping[str, Any], folder: Path) -> None:
    """Remove and put in place what a journal notes; any part of it may have been carried out before."""
    staged = folder / paths.RESERVED / STAGED
    write = [] if staged.is_symlink() else journal["write"]
    places = {path: str(number) for number, path in enumerate(write) if _is_inside(path)}
    left = _files(staged) if places else set()
    waiting = {path: name for path, name in places.items() if name in left}
    # Prune first: a file may have become a folder. But where a file system tells no case apart, the name to remove
    # may by now be that of a file in its place.
    in_place = {paths.claim(path) for path in places.keys() - waiting.keys()}
    for path in _inside(journal["remove"]):
        if paths.claim(path) not in in_place:
            _remove(folder, path)
    ready = {""}
    for path, name in waiting.items():
        if _is_ready(path.rpartition("/")[0], folder, ready):
            _put_in_place(f"{staged}/{name}", folder, path)


def _files(folder: Path) -> set[str]:
    """Return the names of the files in a folder, but of no links."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
    except (FileNotFoundError, NotADirectoryError):
        return set()


def _is_ready(path: str, folder: Path, ready: set[str]) -> bool:
    """Make a folder of the output, and return whether no link stands on the way to it; `ready` has those that are."""
    if path in ready:
        return True
    if not _is_ready(path.rpartition("/")[0], folder, ready):
        return False
    try:
        os.mkdir(f"{folder}/{path}")
    except FileExistsError:
        if os.path.islink(f"{folder}/{path}"):
            return False
        if not os.path.isdir(f"{folder}/{path}"):
            raise
    ready.add(path)
    return True


def _put_in_place(file: str, folder: Path, path: str) -> None:
    try:
        os.replace(file, f"{folder}/{path}")
    except (IsADirectoryError, PermissionError):  # the second is what Windows says of a folder
        _clear_way(folder, path)
        os.replace(file, f"{folder}/{path}")


def _tidy(notes: Path) -> None:
    """Leave nothing of a build but its manifest, not even of one that was cut off before it had a journal."""
    for note in (notes / JOURNAL, beside(notes / JOURNAL), beside(notes / MANIFEST)):
        note.unlink(missing_ok=True)
    _discard(notes / STAGED)


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
    return any((folder / parent).is_symlink() for parent in parents(path))


def _put(file: str, body: bytes | Source | Kept, there: Path) -> None:
    with open(file, "wb") as target:
        if isinstance(body, bytes):
            target.write(body)
        elif isinstance(body, Kept):
            target.write(there.read_bytes())
        else:
            with body.open() as stream:
                shutil.copyfileobj(stream, target, CHUNK)


def _inside(noted: Any) -> list[str]:
    """Return the paths of a note that stay inside the output, whatever somebody has written into it."""
    listed = noted if isinstance(noted, list) else []
    return [path for path in listed if _is_inside(path)]


def _is_inside(path: Any) -> bool:
    return isinstance(path, str) and paths.below("", path) == path != "." and paths.fitting(path) == path


def _replace(file: Path, noted: dict[str, Any]) -> None:
    new = beside(file)
    new.unlink(missing_ok=True)
    text = json.dumps(noted, ensure_ascii=False, separators=(",\n", ": "))
    with new.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        # So that a power cut leaves no empty note. Names need no wait of their own: file systems keep them in order.
        os.fsync(stream.fileno())
    os.replace(new, file)


def beside(note: Path) -> Path:
    """Return where a note is written before it takes its place."""
    return note.with_suffix(".new")


def _discard(path: Path) -> None:
    """Remove what stands at a path, whatever it is; nothing but a folder is opened: a pipe would never end."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
