"""The house: a lower layer never imports a higher one, nor another folder of its own layer (shared design)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "faimi_site"
LAYERS = (
    {"frozen"},
    {"problem"},
    {"model"},
    {
        "cards",
        "charrefs",
        "citation",
        "colours",
        "disk",
        "document",
        "elements",
        "embeds",
        "exhausted",
        "filelinks",
        "foreign",
        "htmlpass",
        "icons",
        "jsonld",
        "kramdown",
        "lazily",
        "links",
        "look",
        "markdown",
        "memory",
        "mojibake",
        "natural",
        "origin",
        "outline",
        "palette",
        "parallel",
        "paths",
        "pdfs",
        "phrases",
        "pictures",
        "policy",
        "records",
        "references",
        "relative",
        "rules",
        "sandbox",
        "sitemaps",
        "templatefaults",
        "templates",
        "text",
        "web",
        "weights",
        "widetables",
        "wording",
        "yamltree",
    },
    {"load"},
    {"produce", "check"},
    {"plan"},
    {"build"},
    {"building", "elsewhere", "progress", "report", "scaffold", "serve"},
    {"cli"},
    {"__main__"},
)
HEAVY = {
    "icalendar": {"produce"},
    "pydantic": {"load"},
    "click": {"cli"},
    "yaml": {"scaffold", "yamltree"},
    "jinja2": {"sandbox", "templatefaults", "templates"},
    "markdown": {"kramdown"},
    "pygments": {"kramdown"},
    "docutils": {"kramdown"},
    "nbformat": {"load"},
    "nh3": {"kramdown", "load"},
    "PIL": {"cards", "colours", "icons", "pictures"},
    "pypdfium2": {"pdfs"},
    "livereload": {"serve"},
    "tornado": {"serve"},
    "watchfiles": {"serve"},
}


def room(module: str) -> str:
    return module.removeprefix("faimi_site.").partition(".")[0]


def level(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if name in names)


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (
                f"{node.module}.{name.name}" if node.module == "faimi_site" else node.module for name in node.names
            )
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file.parent.name != "compiled"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_imports_go_down(file: Path) -> None:
    own = file.relative_to(PACKAGE).with_suffix("").parts[0]
    if own == "__init__":
        return
    for module in imports(file):
        other = room(module)
        if module.startswith("faimi_site.") and other not in ("__version__", own):
            # Single files of one layer may use each other: they are pure helpers, and no circle can come of it.
            same_layer = (PACKAGE / own).is_dir() and (PACKAGE / other).is_dir()
            below = level(other) < level(own) or (level(other) == level(own) and not same_layer)
            assert below, f"{file.name} imports {module}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_library_is_imported_in_its_room_alone(file: Path) -> None:
    own = file.relative_to(PACKAGE).with_suffix("").parts[0]
    for module in imports(file):
        assert own in HEAVY.get(module.partition(".")[0], {own}), f"{file.name} imports {module}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_files_are_touched_by_the_disk_layer_alone(file: Path) -> None:
    own = file.relative_to(PACKAGE).with_suffix("").parts[0]
    if own in ("disk", "elsewhere", "report", "cli", "build", "__main__"):
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open"
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = {node.module} if isinstance(node, ast.ImportFrom) else {name.name for name in node.names}
            # BytesIO is memory that reads like a file.
            in_memory = isinstance(node, ast.ImportFrom) and {name.name for name in node.names} == {"BytesIO"}
            processes = own == "parallel" and names == {"os"}
            # The site's folder is handed on, to those who touch files.
            handed_on = own in ("building", "serve") and names == {"pathlib"}
            held = own in ("cards", "icons", "memory", "pictures") and in_memory
            allowed = processes or handed_on or held or own == "model"
            assert not names & {"os", "pathlib", "shutil", "io"} or allowed
