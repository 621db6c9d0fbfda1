"""The materials: the notebook runs for real, and the slides are set again byte for byte."""

from __future__ import annotations

import csv
import importlib.util
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.sites import REPOSITORY

MATERIALS = REPOSITORY / "materials" / "FAIMI_Tutorial_2025"
ASSETS = REPOSITORY / "assets" / "FAIMI_Tutorial_2025"
NOTEBOOK = ASSETS / "classification_fitzpatrick.ipynb"
TABLES = ("results.csv", "intervals.csv", "reliability.csv", "mitigation.csv")
TOLERANCE = 0.05


def cells(kind: str) -> list[dict[str, Any]]:
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def outputs() -> list[dict[str, Any]]:
    return [output for cell in cells("code") for output in cell["outputs"]]


def builder() -> ModuleType:
    """Return the program that builds the notebook."""
    pytest.importorskip("nbclient")
    spec = importlib.util.spec_from_file_location("materials_notebook", MATERIALS / "notebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_notebook_was_committed_with_its_outputs_and_no_error() -> None:
    assert len(cells("code")) >= 12
    assert [cell["execution_count"] for cell in cells("code")] == list(range(1, len(cells("code")) + 1))
    assert {output["output_type"] for output in outputs()} >= {"display_data", "execute_result"}
    assert [output for output in outputs() if output["output_type"] == "error"] == []


def test_the_notebook_says_that_its_images_are_synthetic_and_what_they_cannot_show() -> None:
    introduction = source(cells("markdown")[0])
    assert "**The images are synthetic.**" in introduction
    assert "*What it cannot show:*" in introduction


def test_each_part_of_the_notebook_ends_with_questions_and_exercises_with_folded_solutions() -> None:
    parts = re.split(r"^## \d\. ", "\n".join(map(source, cells("markdown"))), flags=re.MULTILINE)[1:]
    assert len(parts) == 5
    for part in parts:
        assert "### Questions for discussion" in part
        assert part.count("### Exercise") == part.count("<details>\n<summary>Solution</summary>") >= 1


def test_every_figure_of_the_notebook_has_a_description() -> None:
    figures = [output for output in outputs() if "image/png" in output.get("data", {})]
    assert len(figures) >= 4
    for figure in figures:
        assert len(figure["metadata"]["image/png"]["alt"]) > 60


def test_the_notebook_is_small_valid_and_holds_no_address_or_path_of_ours() -> None:
    nbformat = pytest.importorskip("nbformat")
    text = NOTEBOOK.read_text(encoding="utf-8")
    book = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    nbformat.validate(book)
    assert len(text) < 600_000
    written = "\n".join(source(cell) for cell in [*cells("markdown"), *cells("code")])
    assert re.findall(r"\S+@\S+\.\w+|/(?:home|root|tmp|Users|content)/|drive\.mount|^[!%]", written, re.MULTILINE) == []


def test_the_committed_notebook_is_the_one_of_its_source() -> None:
    made = builder().notebook((MATERIALS / "notebook.md").read_text(encoding="utf-8"))
    committed = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert [(cell.id, cell.source) for cell in made.cells] == [(cell["id"], source(cell)) for cell in committed]


def test_the_figures_that_the_notebook_quotes_are_those_it_measured() -> None:
    text = "\n".join(map(source, cells("markdown")))
    last = cells("code")[-1]
    quoted = re.findall(r'^    "(.*?) / .*?": (-?[\d.]+),$', source(last), re.MULTILINE)
    assert len(quoted) > 20
    for measure, number in quoted:
        value = float(number)
        shown = f"{value:+.2f}".replace("-", "−") if measure == "calibration" else f"{value:.2f}"
        assert shown in text
    assert f"**no more than {TOLERANCE}**" in text
    assert "all within 0.05: True" in "".join(last["outputs"][0]["text"])


def numbers(table: str) -> Iterator[tuple[list[str], list[float]]]:
    """Yield each row of a table as its words and its measured numbers, the ones with four decimals."""
    for row in csv.reader(table.splitlines()[1:]):
        measured = [bool(re.fullmatch(r"-?\d+\.\d{4}", field)) for field in row]
        yield (
            [field for field, is_number in zip(row, measured, strict=True) if not is_number],
            [float(field) for field, is_number in zip(row, measured, strict=True) if is_number],
        )


@pytest.mark.slow
def test_the_notebook_and_its_solutions_run_and_measure_what_is_committed(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    program = builder()
    text = (MATERIALS / "notebook.md").read_text(encoding="utf-8")
    book, hidden = program.notebook(text), program.solutions(text)
    assert len(hidden) == 6
    printed = program.executed(book, [*hidden, *program.probes()], str(tmp_path))
    assert "all within 0.05: True" in "".join(output.get("text", "") for output in book.cells[-1].outputs)
    # One seed moves more than a mean: for those only the shape is compared.
    for name, table in zip(TABLES, printed[len(hidden) :], strict=False):
        committed = list(numbers((MATERIALS / name).read_text(encoding="utf-8")))
        assert len(committed) == len(list(numbers(table)))
        if name in ("intervals.csv", "mitigation.csv"):
            for (words, now), (known, then) in zip(numbers(table), committed, strict=True):
                assert words == known
                assert now == pytest.approx(then, abs=TOLERANCE)


@pytest.mark.slow
def test_the_notebook_uses_photographs_that_lie_beside_it(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from PIL import Image

    dice = random.Random(4)
    (tmp_path / "images").mkdir()
    rows = ["md5hash,fitzpatrick_scale,three_partition_label"]
    for number in range(1200):
        label = dice.choice(["malignant", "benign", "non-neoplastic", "non-neoplastic"])
        rows.append(f"{number:032x},{(-1, 1, 2, 5, 6, 1, 2, 5, 6, 3, 4)[number % 11]},{label}")
        colour = tuple(dice.randrange(256) for _ in range(3))
        photo = Image.new("RGB", (60, 50), colour)
        photo.paste(tuple(dice.randrange(256) for _ in range(3)), (20, 15, 20 + dice.randrange(10, 30), 40))
        photo.save(tmp_path / "images" / f"{number:032x}.{'png' if number % 2 else 'jpg'}")
    rows.append(f"{1200:032x},1,benign")  # listed, but its picture is not there
    (tmp_path / "fitzpatrick17k.csv").write_text("\n".join(rows), encoding="utf-8")

    program = builder()
    book = program.notebook((MATERIALS / "notebook.md").read_text(encoding="utf-8"))
    said = program.executed(book, ["print(len(images), source, images.max() <= 1)"], str(tmp_path))
    assert said == ["1200 photographs of Fitzpatrick17k True\n"]


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
