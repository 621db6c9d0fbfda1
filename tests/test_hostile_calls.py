"""Wrong calls of every kind: what was typed is answered in a line, and never steers the terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faimi_site import cli

ESCAPE = "\x1b[31mPWN\n\x9b"
LONG = "a" * 5000
Called = tuple[int, str]

posix = pytest.mark.skipif(os.name != "posix", reason="a current folder cannot be removed there")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Site\nurl: https://example.org\n")
    (folder / "content" / "index.md").write_text("# Home\n")
    return folder


@pytest.fixture
def call(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Return a function that calls the program in the site's folder: the exit code, and all that was printed."""
    monkeypatch.chdir(site)

    def called(*arguments: str) -> Called:
        monkeypatch.setattr(sys, "argv", ["faimi-site", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out + said.err

    return called


PLACES = [
    ("--source", ("build", "--source", "*")),
    ("--output", ("build", "--output", "*")),
    ("--source", ("check", "--source", "*")),
    ("--against", ("check", "--against", "*")),
    ("--source", ("serve", "--source", "*")),
    ("FOLDER", ("new", "site", "*")),
    ("JEKYLL_DIR", ("migrate", "*", "new")),
    ("NEW_DIR", ("migrate", "content", "*")),
    ("--source", ("new", "edition", "b", "--from", "a", "--source", "*")),
    ("", ("new", "edition", "*", "--from", "a")),
    ("", ("new", "edition", "b", "--from", "*")),
    ("--output", ("schema", "--output", "*")),
]


@pytest.mark.parametrize("path", [LONG, "a\0b", "site.yaml/x"], ids=["long", "nul", "below a file"])
@pytest.mark.parametrize(("named", "arguments"), PLACES)
def test_a_path_that_no_file_can_have_is_a_wrong_call_in_one_line(
    call: Callable[..., Called], named: str, arguments: tuple[str, ...], path: str
) -> None:
    code, said = call(*(path if one == "*" else one for one in arguments))
    assert code == 2
    assert said.startswith(f"Error: {named}")
    assert said.count("\n") == 1
    assert "\0" not in said


def test_what_a_path_cannot_be_is_said_in_short(call: Callable[..., Called]) -> None:
    _, said = call("build", "--output", LONG)
    assert said == f"Error: --output: '{'a' * 60}…' can be no file or folder: File name too long. Hint: name another.\n"


TYPED = [
    ("build", ESCAPE),
    ("build", f"--{ESCAPE}"),
    (ESCAPE,),
    ("schema", ESCAPE),
    ("new", ESCAPE),
    ("new", "edition", ESCAPE, "--from", "a"),
    ("new", "edition", "b", "--from", ESCAPE),
    ("new", "edition", "b", "--from", "a", "--start", ESCAPE),
    ("new", "site", ESCAPE),
    ("migrate", ESCAPE, "new"),
    ("migrate", "content", ESCAPE),
    ("check", "--against", ESCAPE),
    ("check", "--source", ESCAPE),
    ("build", "--base-url", ESCAPE),
    ("build", "--output", f"site.yaml/{ESCAPE}"),
    ("build", "--output", f"content/{ESCAPE}"),
    ("serve", "--host", ESCAPE),
    ("serve", "--port", ESCAPE),
]


@posix
@pytest.mark.parametrize("arguments", TYPED, ids=lambda one: " ".join(one).replace(ESCAPE, "*"))
def test_what_was_typed_never_steers_the_terminal(call: Callable[..., Called], arguments: tuple[str, ...]) -> None:
    _, said = call(*arguments)
    # Older versions of click take a command that starts with a sign for an option of none, and show their help.
    assert "\\x1b[31mPWN\\n" in said or (arguments[-1] == ESCAPE and "Commands:" in said)
    assert all(line.isprintable() for line in said.split("\n"))


@posix
@pytest.mark.parametrize("arguments", [("build", "--source", "*"), ("check", "--source", "*"), ("build",)])
def test_a_current_folder_that_is_gone_is_said(tmp_path: Path, site: Path, arguments: tuple[str, ...]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    wanted = " ".join(str(site) if one == "*" else one for one in arguments)
    command = f"rmdir {gone}; exec {sys.executable} -m faimi_site {wanted}"
    done = subprocess.run(command, shell=True, cwd=gone, capture_output=True, text=True, timeout=60, check=False)
    said = "error: the current folder is gone, or cannot be read; change into another one, and call again\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@posix
def test_a_current_folder_that_cannot_be_listed_is_no_obstacle(tmp_path: Path, site: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    command = f"chmod 000 .; exec {sys.executable} -m faimi_site build --source {site}"
    done = subprocess.run(command, shell=True, cwd=closed, capture_output=True, text=True, timeout=60, check=False)
    closed.chmod(0o700)
    assert (done.returncode, done.stderr) == (0, "")


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_of_python_that_cannot_be_listed_is_no_obstacle(tmp_path: Path, site: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(closed))))
    command = [sys.executable, "-m", "faimi_site", "build", "--source", str(site)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=60, check=False
    )
    shutil.rmtree(closed)
    assert (done.returncode, done.stderr) == (0, "")
