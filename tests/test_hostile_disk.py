"""Real builds on a disk that is full of traps: pipes, links, rubbish, strange names; and where nobody reads."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faimi_site.disk.output import refusal
from tests.systems import pipe

PAGE = "---\ntitle: Home\n---\n\nHello\n"
posix = pytest.mark.skipif(os.name != "posix", reason="there are no such files")


def build(site: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a site as its author does; no build takes longer than a minute, or ends with a traceback."""
    command = [sys.executable, "-m", "faimi_site", "build", "--source", str(site), *options]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=site.parent,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def published(site: Path) -> dict[str, bytes]:
    folder = site / "_site"
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site that has been built once."""
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Site\nurl: https://example.org\n")
    (folder / "content" / "index.md").write_text(PAGE)
    assert build(folder).returncode == 0
    return folder


def link_to_passwords(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.symlink_to("/etc/passwd")


def folder(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.mkdir()


def sparse(file: Path) -> None:
    file.unlink(missing_ok=True)
    with file.open("wb") as stream:
        stream.truncate(1 << 31)


def rubbish(file: Path) -> None:
    file.write_bytes(b"\x80\x04\x95cposix\nsystem\n(S'touch pwned'\ntR." * 10)


def unheard(file: Path) -> None:
    """Put a socket that nobody listens at where a file may stand."""
    file.unlink(missing_ok=True)
    here = os.getcwd()
    os.chdir(file.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(file.name)
    finally:
        os.chdir(here)


TRAPS = (pipe, link_to_passwords, folder, sparse, rubbish)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("name", ["memory", "output", "stamp"])
def test_whatever_stands_in_the_cache_the_site_is_the_same(site: Path, name: str, trap: Callable[[Path], None]) -> None:
    before = published(site)
    trap(site / ".faimi-cache" / name)
    done = build(site)
    assert (done.returncode, done.stderr) == (0, "")
    assert published(site) == before


@posix
@pytest.mark.slow
@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("name", ["manifest.json", "journal.json"])
def test_whatever_stands_in_place_of_a_note_nothing_hangs_and_nothing_is_lost(
    site: Path, name: str, trap: Callable[[Path], None]
) -> None:
    before = (site / "_site" / "index.html").read_bytes()
    trap(site / "_site" / ".faimi-site" / name)
    assert build(site, "--clean").returncode in (0, 1, 2)
    assert (site / "_site" / "index.html").read_bytes() == before


@posix
@pytest.mark.slow
@pytest.mark.parametrize("path", ["content/a.md", "assets/a.png", "templates/default.html", "content/schedule.yaml"])
@pytest.mark.parametrize("trap", [pipe, link_to_passwords])
def test_a_source_that_is_no_file_is_refused_by_name(site: Path, path: str, trap: Callable[[Path], None]) -> None:
    before = published(site)
    (site / path).parent.mkdir(exist_ok=True)
    trap(site / path)
    done = build(site)
    assert done.returncode == 1
    assert f"{path}: error: " in done.stderr
    assert published(site) == before


@posix
@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "a b.txt",
        "a#b.txt",
        "a%20b.txt",
        "a?b.txt",
        "😀.txt",
        "a" * 251 + ".txt",
        'a"b.txt',
        "<b>.txt",
        "{{x}}.txt",
        "-rf.txt",
    ],
)
def test_a_strange_name_is_a_file_or_a_problem_that_names_it(site: Path, name: str) -> None:
    (site / "content" / name).write_text("x")
    done = build(site)
    assert done.returncode in (0, 1)
    assert (name in done.stderr) if done.returncode else (site / "_site" / name).read_text() == "x"


@pytest.mark.slow
@posix
@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31mb.txt", "a\u202eb.txt", "a\u2028b.txt"])
def test_a_name_never_steers_the_terminal(site: Path, name: str) -> None:
    (site / "content" / name).write_text("x")
    (site / "content" / "b.md").write_text("---\ntitel: x\n---\n")
    done = build(site)
    assert all(letter == "\n" or letter.isprintable() for letter in done.stderr)


@posix
def test_names_of_files_are_utf_8_in_any_locale(site: Path) -> None:
    (site / "content" / "é.md").write_text("---\ntitle: É\n---\n\n[x](ü.txt)\n", encoding="utf-8")
    (site / "content" / "ü.txt").write_text("x")
    assert build(site, "--clean").returncode == 0
    before = published(site)
    done = build(site, "--clean", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert published(site) == before
    assert "é/index.html" in before


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such device")
def test_where_nothing_can_be_said_there_is_no_traceback(site: Path) -> None:
    command = f"{sys.executable} -m faimi_site build --clean --source {site} >/dev/full"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)
    said = "error: the end of it could not be said: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.slow
@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_build_needs_no_one_who_reads(site: Path, closed: str) -> None:
    (site / "content" / "b.md").write_text("---\ntitle: B\n---\n")
    command = f"{sys.executable} -m faimi_site build --source {site} {closed}"
    assert subprocess.run(command, shell=True, timeout=60, check=False).returncode == 0
    assert "b/index.html" in published(site)


@pytest.mark.parametrize("name", [".faimi-cache", ".faimi-cache/site", "content", "templates/a", "."])
def test_a_folder_of_the_site_is_never_its_output(site: Path, name: str) -> None:
    assert refusal(site / name, site) is not None


@posix
@pytest.mark.parametrize(
    "trap",
    [pipe, *(pytest.param(trap, marks=pytest.mark.slow) for trap in (unheard, link_to_passwords, folder, sparse))],
)
def test_what_stands_where_files_are_staged_is_removed_unread(site: Path, trap: Callable[[Path], None]) -> None:
    trap(site / "_site" / ".faimi-site" / "staged")
    (site / "content" / "index.md").write_text(PAGE.replace("Hello", "Good day"))
    done = build(site)
    assert (done.returncode, done.stderr) == (0, "")
    assert b"Good day" in published(site)["index.html"]
    assert not os.path.lexists(site / "_site" / ".faimi-site" / "staged")


@posix
@pytest.mark.slow
def test_a_pipe_in_a_folder_of_staged_files_is_removed_unread(site: Path) -> None:
    staged = site / "_site" / ".faimi-site" / "staged"
    staged.mkdir()
    pipe(staged / "0")
    (site / "content" / "index.md").write_text(PAGE.replace("Hello", "Good day"))
    assert build(site).returncode == 0
    assert not staged.exists()
