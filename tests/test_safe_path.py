"""Modules in the current folder: which of them Python runs by itself, and that SECURITY.md names them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import REPOSITORY

SAID = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8").partition("## Modules in the current folder")[2]
NAMED = re.findall(r"`(\w+)\.py`", SAID)


def run(folder: Path, module: str, *call: str) -> str:
    """Return what a call prints in a folder that holds a module which says that it runs, and ends the program."""
    (folder / f"{module}.py").write_text("import os\nos.write(1, b'mine')\nos._exit(0)\n")
    command = [sys.executable, *call]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False).stdout


def test_what_is_named_is_what_python_loads_before_a_module_that_it_is_told_to_run() -> None:
    command = [sys.executable, "-I", "-X", "importtime", "-c", "import runpy"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.split("site\n", 1)[-1].splitlines()}
    of_files = {name for name in loaded if "." not in name and not name.startswith("_")} & sys.stdlib_module_names
    assert of_files - set(sys.builtin_module_names) - {"runpy", "site"} <= set(NAMED)


@pytest.mark.parametrize("module", NAMED)
def test_none_that_is_named_is_run_where_python_is_told_so(tmp_path: Path, module: str) -> None:
    assert run(tmp_path, module, "-P", "-m", "faimi_site", "--version").startswith("faimi-site ")


@pytest.mark.parametrize("module", ["click", "json", "pathlib", "yaml"])
def test_no_other_is_run_at_all(tmp_path: Path, module: str) -> None:
    assert module not in NAMED
    assert run(tmp_path, module, "-m", "faimi_site", "--version").startswith("faimi-site ")


def test_what_users_are_told_to_call_is_safe() -> None:
    told = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md"), REPOSITORY / "Makefile"]
    told += [*REPOSITORY.glob(".github/workflows/*"), REPOSITORY / ".ci" / "run"]
    unsafe = [file.name for file in told if re.search(r"python3? -m faimi_site", file.read_text(encoding="utf-8"))]
    assert unsafe == ["SECURITY.md"]  # which says why
