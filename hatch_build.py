"""Compiles the theme's templates when the package is made: Jinja needs 10 to 20 ms for one, in each build.

What is made is used for as long as the templates and Jinja are the same.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src", "faimi_site")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the modules that stand for the templates."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Write them anew."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from faimi_site.model import source
        from faimi_site.templates import precompiled

        theme = root / SOURCE / "theme" / "templates"
        files = {file.relative_to(theme).as_posix(): file.read_bytes() for file in sorted(theme.rglob("*.html"))}
        read = {name: source(f"theme/templates/{name}", body) for name, body in files.items()}
        folder = root / SOURCE / "compiled"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "__init__.py").write_text("", encoding="utf-8")
        for module, text in precompiled({**read, **{f"theme/{name}": body for name, body in read.items()}}):
            (folder / f"{module}.py").write_text(text, encoding="utf-8", newline="\n")
