"""The materials: the notebook runs for real, and the slides are set again byte for byte."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import REPOSITORY

MATERIALS = REPOSITORY / "materials" / "FAIMI_Tutorial_2025"
ASSETS = REPOSITORY / "assets" / "FAIMI_Tutorial_2025"
NOTEBOOK = ASSETS / "classification_fitzpatrick.ipynb"


def test_the_notebook_was_committed_with_its_outputs_and_no_error() -> None:
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert len(cells) >= 5
    assert all(cell["execution_count"] for cell in cells)
    assert {output["output_type"] for output in outputs} >= {"display_data"}
    assert [output for output in outputs if output["output_type"] == "error"] == []


def test_the_notebook_says_that_its_images_are_synthetic() -> None:
    assert "synthetic" in "".join(json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"][0]["source"])


@pytest.mark.slow
def test_the_notebook_runs_from_top_to_bottom(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("sklearn")
    code = (
        "import sys, nbformat, nbclient\n"
        "book = nbformat.read(sys.argv[1], as_version=4)\n"
        "nbclient.NotebookClient(book, kernel_name='python3', timeout=120).execute()\n"
        "nbformat.write(book, sys.argv[2])\n"
    )
    executed = tmp_path / "executed.ipynb"
    subprocess.run([sys.executable, "-c", code, str(NOTEBOOK), str(executed)], cwd=tmp_path, check=True)
    book = nbformat.read(executed, as_version=4)
    assert [output for cell in book.cells for output in cell.get("outputs", []) if output.output_type == "error"] == []


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("typst") is None, reason="Typst is not installed")
def test_the_slides_are_set_again_byte_for_byte(tmp_path: Path) -> None:
    copy = tmp_path / "materials" / MATERIALS.name
    copy.mkdir(parents=True)
    for file in MATERIALS.iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(file.read_bytes())
    subprocess.run([sys.executable, str(copy / "build.py")], cwd=tmp_path, check=True)
    for name in ("slides.pdf", "slides_notes.pdf"):
        assert (tmp_path / "assets" / MATERIALS.name / name).read_bytes() == (ASSETS / name).read_bytes()
