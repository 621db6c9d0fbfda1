"""What the program depends on: bounds on both sides, the lowest and the newest of which are tested."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import pytest

from tests.sites import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCY = re.compile(r"([A-Za-z0-9_.-]+)>=([\d.]+),<([\d.]+)")


def pins(name: str) -> dict[str, str]:
    """Return the versions that a file of requirements pins, by names in lower case."""
    lines = (REPOSITORY / "requirements" / name).read_text(encoding="utf-8").splitlines()
    pinned = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {name.lower().replace("_", "-"): version for name, version in pinned}


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def at_least(version: str, lowest: str) -> bool:
    return number(version) + (0,) * 9 >= number(lowest) + (0,) * 9


BOUNDS: Mapping[str, tuple[str, str]] = {
    found[1].lower(): (found[2], found[3])
    for found in map(DEPENDENCY.fullmatch, PROJECT["dependencies"])
    if found is not None
}


def test_each_dependency_has_a_lower_and_an_upper_bound() -> None:
    assert len(BOUNDS) == len(PROJECT["dependencies"])


def test_the_lowest_versions_that_are_tested_are_those_that_are_taken() -> None:
    assert pins("lowest.txt") == {name: lowest for name, (lowest, _) in BOUNDS.items()}


@pytest.mark.parametrize("name", BOUNDS)
def test_the_locked_version_is_within_the_bounds(name: str) -> None:
    lowest, above = BOUNDS[name]
    locked = pins("ci.txt")[name]
    assert at_least(locked, lowest)
    assert not at_least(locked, above)


@pytest.mark.parametrize("group", ["dev", "materials"])
def test_the_tools_of_the_workflows_are_locked_too(group: str) -> None:
    wanted = {re.split(r"[><=\[]", one)[0].lower() for one in PROJECT["optional-dependencies"][group]}
    assert wanted - pins("ci.txt").keys() == set()


@pytest.mark.parametrize(
    ("name", "lowest"),
    [("jinja2", "3.1.6"), ("markdown", "3.10.1"), ("pillow", "12.1.1")],
)
def test_versions_with_known_faults_are_not_taken(name: str, lowest: str) -> None:
    assert at_least(BOUNDS[name][0], lowest)


def test_workflows_install_what_is_locked() -> None:
    for file in sorted((REPOSITORY / ".github" / "workflows").glob("*.yml")):
        assert "PIP_CONSTRAINT: requirements/ci.txt" in file.read_text(encoding="utf-8"), file.name
