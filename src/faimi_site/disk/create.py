"""New folders of sources: written whole beside their place and put there in one step, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from faimi_site.model import Source

_TAKEN = "it is there already, and nothing is overwritten"


def why_not(target: Path) -> str:
    """Return why no folder can be made there; an empty text where nothing is, or an empty folder."""
    try:
        empty = target.is_dir() and not target.is_symlink() and not any(target.iterdir())
    except OSError as error:
        return error.strerror or "unknown reason"
    return _TAKEN if os.path.lexists(target) and not empty else ""


def create_folder(target: Path, files: Mapping[str, bytes | Source], within: Path | None = None) -> str:
    """Return why a folder with these files could not be made; an empty text where it was. Nothing is overwritten.

    A link on the way to it must not lead out of the folder that it is to be `within`.
    """
    if taken := why_not(target):
        return taken
    if within and not target.parent.resolve().is_relative_to(within.resolve()):
        return "a link on the way leads out of the site"
    stage = None
    above = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name with a dot before it: no build takes it for a source.
        stage = tempfile.mkdtemp(prefix=f".{target.name[:100]}-", dir=target.parent)
        for path, body in files.items():
            file = Path(stage, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as stream:
                if isinstance(body, bytes):
                    stream.write(body)
                else:
                    with body.open() as given:
                        shutil.copyfileobj(given, stream)
        os.chmod(stage, 0o755)  # noqa: S103  (as any folder that a person makes; a temporary one is closed to others)
        if os.path.lexists(target):
            target.rmdir()  # fails where somebody has put something there meanwhile
        os.rename(stage, target)
    except OSError as error:
        if stage:
            shutil.rmtree(stage, ignore_errors=True)
        for folder in above:
            with suppress(OSError):  # one that is not there, or in which somebody has put something meanwhile
                folder.rmdir()
        return f"{error.strerror or 'unknown reason'}{f': {error.filename}' if error.filename else ''}"
    return ""


def skeleton(requirement: str) -> dict[str, bytes]:
    """Return the files of a new site by their paths in it; `requirement` is what pip installs this program by."""
    folder = Path(__file__).parent.parent / "scaffold" / "skeleton"
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    made = {file.relative_to(folder).as_posix().replace("dot-", "."): file.read_bytes() for file in files}
    # Where it is not known, nothing is installed: whoever has the name on a registry may be somebody else.
    line = requirement or "# faimi-site @ git+https://github.com/OWNER/REPOSITORY"
    return {**made, "requirements.txt": f"# Where the program comes from that builds this site.\n{line}\n".encode()}
