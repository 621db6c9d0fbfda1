"""The benchmark of guards: each is truly taken away, and a site without trouble is built the same without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import hardening, sites
from benchmarks.hardening import ALL, GUARDS, Cost, rows
from tests.sites import REPOSITORY
from tests.test_output import published

posix = pytest.mark.skipif(os.name != "posix", reason="the time of children cannot be asked for")


def build(site: Path, guard: str) -> None:
    command = [sys.executable, "-m", "benchmarks.hardening", "--build", str(site), "--without", guard]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("guard", [*GUARDS, ALL])
def test_a_site_without_trouble_is_the_same_without_a_guard(tmp_path: Path, guard: str) -> None:
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
        sites.FORMS["faimi-site"].write(tmp_path / name, 3)
    build(tmp_path / "with", "")
    build(tmp_path / "without", guard)
    assert published(tmp_path / "without" / "_site") == published(tmp_path / "with" / "_site") != {}


def test_what_is_to_be_replaced_must_be_there() -> None:
    with pytest.raises(AttributeError):
        hardening.replaced("problem", "absent", None)


@posix
def test_a_build_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 2"):
        hardening.seconds(tmp_path, "")


def test_a_cost_is_the_median_of_the_pairs_and_the_middle_half() -> None:
    assert Cost((0.01, 0.02, 0.03, 0.04, 0.5)).shown == "+3.0% (+1.5% to +27.0%)"


@pytest.mark.parametrize(("middle", "within"), [(0.049, True), (0.051, False), (-0.2, True)])
def test_a_guard_may_cost_a_twentieth(middle: float, within: bool) -> None:
    assert Cost((-1.0, middle, 1.0)).is_within_goal is within


def test_the_table_has_a_row_for_each_guard() -> None:
    cost = Cost((0.0, 0.0))
    assert rows({"the lock": (cost, cost)}) == [
        "| what a guard adds to a build | cold | one page edited |",
        "|---|---|---|",
        "| the lock | +0.0% (+0.0% to +0.0%) | +0.0% (+0.0% to +0.0%) |",
    ]
