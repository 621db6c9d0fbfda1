"""A plain call of a build is read as click reads it, and answered without click."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site.building import Call, plain
from faimi_site.cli import build_command

WORDS = [
    *("--drafts", "--portable", "--strict", "--clean", "-v", "--verbose", "-q", "--quiet"),
    "-vq",
    "--dra",
    "x",
    "",
]


@given(st.lists(st.sampled_from(WORDS), max_size=4))
def test_a_plain_call_is_read_as_click_reads_it(options: list[str]) -> None:
    if call := plain(["build", *options]):
        assert build_command.make_context("build", [*options]).params == call._asdict() | {"base_url": call.base_url}


@given(st.lists(st.sampled_from(WORDS), max_size=4))
def test_what_click_refuses_is_no_plain_call(options: list[str]) -> None:
    try:
        build_command.make_context("build", [*options])
    except click.UsageError:
        assert plain(["build", *options]) is None


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["build", "--help"],
        ["build", "--source", "x"],
        ["build", "--output=x"],
        ["build", "--base-url", "https://example.org"],
        ["build", "-q", "-v"],
        ["-q", "build"],
    ],
)
def test_all_else_is_for_click_to_read(arguments: list[str]) -> None:
    assert plain(arguments) is None


def test_a_build_without_options_is_a_plain_call() -> None:
    assert plain(["build"]) == Call()


@pytest.mark.parametrize("options", [[], ["-q"], ["--strict", "-v", "--portable"], ["--clean"]])
def test_a_plain_build_loads_no_click(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "site.yaml").write_text("title: T\nurl: https://example.org\n")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/index.md").write_text("# Hello\n")
    code = "import sys; from faimi_site.__main__ import main\ntry: main()\nfinally: print('click' in sys.modules)"
    command = [sys.executable, "-c", code, "build", *options]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout.endswith("False\n")
