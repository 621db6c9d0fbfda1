"""What the program depends on: bounds on both sides, the lowest and the newest of which are tested."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sites import REPOSITORY

WHOLE = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = WHOLE["project"]
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


@pytest.mark.parametrize("wanted", WHOLE["build-system"]["requires"])
def test_what_builds_the_package_has_bounds_and_is_locked(wanted: str) -> None:
    found = DEPENDENCY.fullmatch(wanted)
    assert found
    locked = pins("ci.txt")[found[1]]
    assert at_least(locked, found[2])
    assert not at_least(locked, found[3])


@pytest.mark.parametrize("setting", ["PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"])
def test_workflows_install_what_is_locked(setting: str) -> None:
    for file in sorted((REPOSITORY / ".github" / "workflows").glob("*.yml")):
        assert f"\n  {setting}: requirements/ci.txt" in file.read_text(encoding="utf-8"), file.name


@pytest.mark.skipif(os.name != "posix", reason="there is no bash")
@pytest.mark.parametrize("setting", ["PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"])
def test_what_ci_runs_installs_what_is_locked(setting: str, tmp_path: Path) -> None:
    # The script as far as its first command of make, which says instead what it was told.
    (tmp_path / "make").write_text(f'#!/bin/sh\necho "${setting}"\nexit 1\n')
    for name in ("make", "timeout", "chromium", "jekyll", "ruby"):
        if name != "make":
            (tmp_path / name).write_text("#!/bin/sh\nexit 0\n")
        (tmp_path / name).chmod(0o755)
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
    environment["PATH"] = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(REPOSITORY / ".ci" / "run")], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (1, f"{REPOSITORY}/requirements/ci.txt\n"), done.stderr
