"""New folders of sources: written whole beside their place and put there in one step, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from faimi_site.model import Source


def create_folder(target: Path, files: Mapping[str, bytes | Source]) -> str:
    """Return why a folder with these files could not be made; an empty text where it was. Nothing is overwritten."""
    if os.path.lexists(target):
        return "it exists, and nothing is overwritten"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name with a dot before it: no build takes it for a source.
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        return error.strerror or "unknown reason"
    try:
        stage.chmod(0o755)
        for path, body in files.items():
            file = stage / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as stream:
                if isinstance(body, bytes):
                    stream.write(body)
                else:
                    with body.open() as given:
                        shutil.copyfileobj(given, stream)
        if os.path.lexists(target):
            return "it exists, and nothing is overwritten"
        stage.rename(target)
    except OSError as error:
        return error.strerror or "unknown reason"
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return ""


def skeleton() -> dict[str, bytes]:
    """Return the files of a new site by their paths in it."""
    folder = Path(__file__).parent.parent / "scaffold" / "skeleton"
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix().replace("dot-", "."): file.read_bytes() for file in files}
