"""A site in which nothing changed is recognised before anything is loaded, and is answered as a full build would."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faimi_site import build as story
from faimi_site import paths
from faimi_site.__main__ import main
from faimi_site.disk import journal, memory, output, signatures, stamp
from faimi_site.disk import sources as read
from faimi_site.disk.lock import locked
from faimi_site.model import Output
from faimi_site.problem import Place
from tests.systems import pipe

STAMP = Path(stamp.FOLDER, stamp.FILE)
LATER = 3600 * 1_000_000_000


@dataclass(frozen=True)
class Said:
    """What a call printed, but for the seconds, and its exit code; whether it was answered without a build."""

    code: int
    out: str
    err: str
    recognised: bool = field(compare=False)


def say(cwd: Path, *arguments: str, encoding: str = "utf-8") -> Said:
    """Call the program in this process, as if from a folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, errors="backslashreplace", newline="\n") for _ in range(2))
    before = Path.cwd()
    os.chdir(cwd)
    try:
        with (
            patch.object(sys, "argv", ["faimi-site", *arguments]),
            patch.object(story, "build", wraps=story.build) as built,
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    finally:
        os.chdir(before)
    code = ended.value.code or 0
    assert isinstance(code, int)
    printed = re.sub(r"\d+\.\d\d seconds", "some seconds", text(out))
    return Said(code, printed, text(err), recognised=not built.called)


def text(stream: io.TextIOWrapper) -> str:
    """Return what was printed, byte for byte."""
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8", "backslashreplace")


def write(file: Path, text: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def bodies(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    write(folder / "site.yaml", "title: T\nurl: https://example.org\n")
    write(folder / "content/index.md", "# Hello\n\n[a](deep/a.md)\n")
    write(folder / "content/deep/a.md", "# Page A\n")
    write(folder / "static/a.css", "p { color: #000 }\n")
    write(folder / "static/b.css", "p { color: #111 }\n")
    (folder / "static/link.css").symlink_to("a.css")
    return folder


@pytest.fixture
def known(site: Path) -> Path:
    """Return a site whose next build is recognised."""
    assert not say(site, "build").recognised
    assert say(site, "build").recognised
    return site


def test_a_site_and_its_portable_copy_are_recognised_in_turns(known: Path) -> None:
    assert not say(known, "build", "--portable").recognised
    assert [say(known, "build", *options).recognised for options in ((), ("--portable",), ())] == [True] * 3


def test_an_edit_is_seen_by_a_site_and_by_its_portable_copy(known: Path) -> None:
    say(known, "build", "--portable")
    write(known / "content/index.md", "# Edited\n")
    assert [say(known, "build", *options).recognised for options in ((), ("--portable",))] == [False, False]
    assert b"Edited" in (known / "_portable/index.html").read_bytes()


# What is said

WARNED = "no title\n"
NOTED = "---\ntitle: A\nredirect_from: /\n---\n"
WRONG = "---\ntitel: Größe\nweight: x\n---\n# 대전\n"


@pytest.mark.parametrize("page", ["# Hello\n", WARNED, NOTED, WRONG], ids=["right", "warned", "noted", "wrong"])
@pytest.mark.parametrize(
    "arguments",
    [
        *((), ("-v",), ("-q",), ("--strict",), ("--strict", "-v"), ("--output", "public"), ("--output=../public",)),
        *(("--drafts",), ("--base-url", "https://u.github.io/repo/")),
    ],
    ids=" ".join,
)
def test_an_unchanged_site_is_answered_as_a_full_build_answers(
    site: Path, page: str, arguments: tuple[str, ...]
) -> None:
    write(site / "content/index.md", page)
    say(site, "build", *arguments)
    (site / STAMP).unlink()
    full, again = say(site, "build", *arguments), say(site, "build", *arguments)
    assert (full.recognised, again.recognised) == (False, True)
    assert again == full
    assert say(site, "build", *arguments) == full


@pytest.mark.parametrize("arguments", [("--source", "site"), ("--source=site",), ("--source", "./site/", "-v")])
def test_places_start_with_the_folder_that_was_named(site: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(site / "content/index.md", WRONG)
    full = say(tmp_path, "build", *arguments)
    again = say(tmp_path, "build", *arguments)
    assert again.recognised
    assert again == full
    assert again.err.startswith("site/content/index.md:2:1: error:")


def test_the_second_build_counts_nothing_as_written(site: Path) -> None:
    first, second = say(site, "build").out, say(site, "build").out
    assert re.search(r"files, \d+ written, 0 unchanged, some", first)
    assert second == re.sub(r"(\d+) written, 0 unchanged", r"0 written, \1 unchanged", first)


def test_a_build_that_removed_something_says_so_once(known: Path) -> None:
    (known / "static/b.css").unlink()
    assert "1 removed" in say(known, "build").out
    again = say(known, "build")
    assert again.recognised
    assert "removed" not in again.out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_letters_outside_ascii_are_said_as_click_says_them(site: Path, encoding: str) -> None:
    write(site / "content/index.md", WARNED + "Antón\n\n[x](größe.md)\n")
    say(site, "build")
    (site / STAMP).unlink()
    full, again = say(site, "build", encoding=encoding), say(site, "build", encoding=encoding)
    assert "größe" in full.err or encoding == "latin-1"
    assert again.recognised == (encoding != "ascii")
    assert again == full


def test_a_pipe_that_nobody_reads_ends_it_without_a_word(known: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "faimi_site", "build"]
    for _ in range(2):  # the second is recognised
        done = subprocess.run(command, cwd=known, stdout=writer, stderr=subprocess.PIPE, check=False)
        assert (done.returncode, done.stderr) == (1, b"")
    os.close(writer)


def test_an_unchanged_site_is_answered_before_anything_is_loaded(known: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "faimi_site", "build"]
    for _ in range(2):  # sys.path is another one than in this process
        done = subprocess.run(command, cwd=known, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {name for name in imported if name.startswith("faimi_site")} == {
        *("faimi_site", "faimi_site.disk", "faimi_site.disk.stamp", "faimi_site.disk.signatures"),
        "faimi_site.exhausted",  # where memory has run out, nothing can be loaded any more
    }
    heavy = {"click", "jinja2", "yaml", "pydantic", "markdown", "json", "dataclasses", "pathlib", "datetime", "re"}
    assert imported & heavy == set()


# What is seen


def in_place(file: Path, body: bytes) -> None:
    """Write other bytes of the same length into a file and set back the time of its content."""
    status = file.stat()
    assert status.st_size == len(body)
    with file.open("r+b") as stream:
        stream.write(body)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def edited_page(site: Path) -> None:
    in_place(site / "content/deep/a.md", b"# Page B\n")


def edited_site_file(site: Path) -> None:
    in_place(site / "site.yaml", b"title: S\nurl: https://example.org\n")


def second_site_file(site: Path) -> None:
    write(site / "site.yml", "title: S\n")


def new_page(site: Path) -> None:
    write(site / "content/b.md", "# B\n")


def new_template(site: Path) -> None:
    write(site / "templates/default.html", "{% extends 'theme/default.html' %}")


def new_folder(site: Path) -> None:
    (site / "content/empty").mkdir()


def removed_page(site: Path) -> None:
    (site / "content/deep/a.md").unlink()


def removed_folder(site: Path) -> None:
    shutil.rmtree(site / "static")


def renamed_page(site: Path) -> None:
    (site / "content/deep/a.md").rename(site / "content/deep/b.md")


def replaced_page(site: Path) -> None:
    write(site / "other", "# Page B\n")
    shutil.copystat(site / "content/deep/a.md", site / "other")
    (site / "other").replace(site / "content/deep/a.md")


def page_for_folder(site: Path) -> None:
    shutil.rmtree(site / "content/deep")
    write(site / "content/deep", "a file")


def link_led_elsewhere(site: Path) -> None:
    (site / "static/link.css").unlink()
    (site / "static/link.css").symlink_to("b.css")


def link_for_file(site: Path) -> None:
    (site / "static/a.css").rename(site / "static/c.css")
    (site / "static/a.css").symlink_to("c.css")


def link_to_folder(site: Path) -> None:
    (site / "static/more").symlink_to("../content/deep")


def link_to_nothing(site: Path) -> None:
    (site / "static/link.css").unlink()
    (site / "static/link.css").symlink_to("none.css")


def permissions(site: Path) -> None:
    (site / "content/index.md").chmod(0o600)


def permissions_of_a_folder(site: Path) -> None:
    (site / "content").chmod(0o700)


def output_edited(site: Path) -> None:
    file = site / "_site/index.html"
    in_place(file, file.read_bytes().replace(b"Hello", b"hello"))


def output_removed(site: Path) -> None:
    (site / "_site/deep/a/index.html").unlink()


def output_of_the_theme_removed(site: Path) -> None:
    (site / "_site/static/style.css").unlink()


def output_folder_removed(site: Path) -> None:
    shutil.rmtree(site / "_site")


def manifest_edited(site: Path) -> None:
    file = site / "_site/.faimi-site/manifest.json"
    in_place(file, file.read_bytes().replace(b"sitemap", b"SITEMAP"))


def cut_off(site: Path) -> None:
    write(site / "_site/.faimi-site/journal.json", '{"write": [], "remove": [], "files": []}')


def notes_staged(site: Path) -> None:
    """A folder that stands where the output's own folder of notes belongs."""
    (site / "_site/.faimi-site/manifest.json").rename(site / "manifest.json")
    (site / "_site/.faimi-site/manifest.json").symlink_to(site / "manifest.json")


CHANGES = [
    *(edited_page, edited_site_file, second_site_file, new_page, new_template, new_folder, removed_page),
    *(removed_folder, renamed_page, replaced_page, page_for_folder, link_led_elsewhere, link_for_file),
    *(link_to_folder, link_to_nothing, permissions, permissions_of_a_folder, output_edited, output_removed),
    *(output_of_the_theme_removed, output_folder_removed, manifest_edited, cut_off, notes_staged),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_seen(known: Path, change: Callable[[Path], None]) -> None:
    change(known)
    said = say(known, "build")
    assert not said.recognised
    if said.code == 0:
        clean = say(known, "build", "--clean", "--output", "clean")
        assert clean.err == said.err
        assert bodies(known / "_site") == bodies(known / "clean")


def output_linked(site: Path) -> None:
    (site / "_site/index.html").rename(site / "index.html")
    (site / "_site/index.html").symlink_to(site / "index.html")


def output_folder_linked(site: Path) -> None:
    (site / "_site/deep").rename(site / "deep")
    (site / "_site/deep").symlink_to(site / "deep")


def manifest_removed(site: Path) -> None:
    (site / "_site/.faimi-site/manifest.json").unlink()


def site_file_removed(site: Path) -> None:
    (site / "site.yaml").unlink()


@pytest.mark.parametrize(
    ("change", "code"),
    [(output_linked, 1), (output_folder_linked, 1), (manifest_removed, 2), (site_file_removed, 2)],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_change_that_leaves_no_way_to_build_is_seen_each_time(
    known: Path, change: Callable[[Path], None], code: int
) -> None:
    change(known)
    one, other = say(known, "build"), say(known, "build")
    assert (one.code, other.code, other.recognised) == (code, code, False if code == 1 else other.recognised)
    assert one == other
    assert one.err != ""


def test_what_is_added_to_the_output_by_hand_is_left_alone(known: Path) -> None:
    write(known / "_site/mine.txt", "mine")
    assert say(known, "build").recognised
    assert (known / "_site/mine.txt").exists()


def test_the_output_may_be_a_link_until_it_leads_elsewhere(site: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (site / "_site").symlink_to(tmp_path / "one")
    say(site, "build")
    assert say(site, "build").recognised
    (site / "_site").unlink()
    (site / "_site").symlink_to(tmp_path / "two")
    assert not say(site, "build").recognised
    assert bodies(tmp_path / "one") == bodies(tmp_path / "two")


@pytest.mark.parametrize("arguments", [("-v",), ("--strict",), ("--drafts",), ("--output", "_site"), ("--clean",)])
def test_another_call_is_not_answered(known: Path, arguments: tuple[str, ...]) -> None:
    assert not say(known, "build", *arguments).recognised


def test_the_same_call_from_another_folder_is_not_answered(known: Path, tmp_path: Path) -> None:
    arguments = ("build", "--source", str(known), "--output", "public")
    say(tmp_path, *arguments)
    assert say(tmp_path, *arguments).recognised
    assert not say(known, *arguments).recognised


def test_a_build_with_other_options_in_between_is_seen(known: Path) -> None:
    write(known / "content/draft.md", "---\ntitle: D\npublished: false\n---\n")
    before = say(known, "build")
    say(known, "build", "--drafts")
    said = say(known, "build")
    assert not said.recognised
    assert "1 removed" in said.out
    assert not (known / "_site/draft").exists()
    assert before.code == 0


def test_a_clean_build_is_never_answered_from_the_stamp(known: Path) -> None:
    for _ in range(2):
        said = say(known, "build", "--clean")
        assert not said.recognised
        assert " 0 unchanged" in said.out


@pytest.mark.parametrize(
    "arguments", [("build", "--help"), ("build", "-h"), ("build", "--nope"), ("build", "-v", "-q")]
)
def test_other_calls_leave_no_stamp(site: Path, arguments: tuple[str, ...]) -> None:
    assert say(site, *arguments).code in (0, 2)
    assert not (site / stamp.FOLDER).exists()


def test_another_day_is_seen(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "localtime", lambda: (2031, 1, 1))
    assert not say(known, "build").recognised


def test_another_zone_file_is_seen(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONTZPATH", str(known / "zones"))
    assert not say(known, "build").recognised
    assert say(known, "build").recognised
    write(known / "zones/tzdata.zi", "# version 2031a\n")
    assert not say(known, "build").recognised


def test_another_program_is_seen(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    write(package / "markdown.py", "VERSION = 1\n")
    write(package / "theme/static/style.css", "p {}\n")
    monkeypatch.setattr(stamp, "PACKAGE", str(package))
    say(site, "build")
    write(package / "__pycache__/markdown.pyc", "compiled")
    assert say(site, "build").recognised
    in_place(package / "markdown.py", b"VERSION = 2\n")
    assert not say(site, "build").recognised
    in_place(package / "theme/static/style.css", b"q {}\n")
    assert not say(site, "build").recognised


def test_a_program_in_a_store_of_an_installer_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "store/theme/a.css", "p {}\n")
    (tmp_path / "store/theme/back").symlink_to("..")
    (tmp_path / "package").mkdir()
    (tmp_path / "package/theme").symlink_to("../store/theme")
    before = signatures.walk(str(tmp_path / "package"), follow=True)
    in_place(tmp_path / "store/theme/a.css", b"q {}\n")
    assert signatures.walk(str(tmp_path / "package"), follow=True) != before


def test_another_version_of_a_library_is_seen(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib/markdown-3.10.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    say(site, "build")
    assert say(site, "build").recognised
    (tmp_path / "lib/markdown-3.10.dist-info").rename(tmp_path / "lib/markdown-3.11.dist-info")
    assert not say(site, "build").recognised


def test_the_names_are_those_of_the_modules_that_make_the_files() -> None:
    assert stamp.FOLDER == memory.FOLDER
    assert (*read.SITE_FILES, *read.SITE_FOLDERS) == stamp.SITE
    assert (paths.RESERVED, journal.MANIFEST, journal.JOURNAL) == (stamp.NOTES, stamp.MANIFEST, stamp.JOURNAL)


# Within the clock's grain


def title(number: int) -> bytes:
    return f"# Page {number:04}\n".encode()


def follow_edits(site: Path, count: int) -> None:
    """Edit a page in place right after each build, and look whether each edit is in the output."""
    page = site / "content/deep/a.md"
    write(page, title(0))
    say(site, "build")
    for number in range(1, count):
        with page.open("r+b") as stream:
            stream.write(title(number))
        said = say(site, "build")
        assert not said.recognised, number
        assert title(number)[2:-1] in (site / "_site/deep/a/index.html").read_bytes()


def test_each_edit_right_after_a_build_is_seen(site: Path) -> None:
    follow_edits(site, 50)


@pytest.fixture
def whole_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file system know every second second alone, as that of a memory stick."""
    exact = signatures.of_status

    def coarse(status: os.stat_result) -> str:
        parts = exact(status).split(" ")
        return " ".join(
            [*parts[:3], *(str(int(part) // signatures.SECONDS * signatures.SECONDS) for part in parts[3:])]
        )

    monkeypatch.setattr(signatures, "of_status", coarse)


def test_each_edit_is_seen_where_the_file_system_knows_seconds_alone(site: Path, whole_seconds: None) -> None:
    follow_edits(site, 12)


def test_each_edit_of_an_output_is_seen_where_the_file_system_knows_seconds_alone(
    site: Path, whole_seconds: None
) -> None:
    write(site / "other.txt", "")
    for number in range(8):
        write(site / "content/deep/a.md", title(number))
        say(site, "build")
        file = site / "_site/deep/a/index.html"
        whole = file.read_bytes()
        with file.open("r+b") as stream:
            stream.write(whole.replace(b"Page", b"PAGE"))
        assert not say(site, "build").recognised
        assert file.read_bytes() == whole


def test_an_unchanged_site_is_recognised_right_after_a_build_by_what_is_in_its_files(
    site: Path, whole_seconds: None
) -> None:
    say(site, "build")
    assert say(site, "build").recognised


def kept(site: Path) -> stamp.Stamp:
    found = stamp._read(str(site), stamp.FILE)
    assert found
    return found


def test_files_that_are_old_enough_are_read_no_more(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(known).fresh != {}
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + LATER)
    assert say(known, "build").recognised
    assert kept(known).fresh == {}
    monkeypatch.setattr(signatures, "digest", lambda _: "nothing is read")
    monkeypatch.setattr(stamp, "digest", lambda _: "nothing is read")
    assert say(known, "build").recognised
    edited_page(known)
    assert not say(known, "build").recognised


@pytest.mark.parametrize(
    ("at", "fresh"),
    [
        ("5_000_000_001", True),
        ("4_990_000_001", True),
        ("4_970_000_001", False),
        ("4_000_000_000", True),
        ("3_000_000_000", False),
        ("9_000_000_001", True),
    ],
)
def test_a_file_is_fresh_for_a_tick_or_for_two_whole_seconds_and_in_the_future(at: str, fresh: bool) -> None:
    at = at.replace("_", "")
    assert signatures.is_fresh(f"33188 5 7 1 {at}", 5_000_000_001) == fresh
    assert signatures.is_fresh(f"33188 5 7 {at} 1", 5_000_000_001) == fresh


def test_the_clock_of_the_file_system_is_the_one_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + LATER)
    ahead = signatures.skew(str(tmp_path / "probe"))
    assert -LATER - 1_000_000_000 < ahead < -LATER + 1_000_000_000
    assert os.listdir(tmp_path) == []


# While a build runs


def during(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Let something happen right after the next build has written, and before it is remembered."""
    build, done = story.build, False

    def interrupted(*arguments: object) -> story.Built:
        nonlocal done
        built = build(*arguments)  # type: ignore[arg-type]
        if not done:
            done = True
            time.sleep(0.05)  # longer than a tick of the clock of files
            work()
        return built

    monkeypatch.setattr(story, "build", interrupted)


@pytest.mark.parametrize(
    "change", [edited_page, new_page, removed_page, link_led_elsewhere], ids=lambda one: one.__name__
)
def test_a_change_of_the_site_while_it_is_built_is_seen(
    site: Path, monkeypatch: pytest.MonkeyPatch, whole_seconds: None, change: Callable[[Path], None]
) -> None:
    during(monkeypatch, lambda: change(site))
    say(site, "build")
    assert not say(site, "build").recognised


@pytest.mark.parametrize("change", [output_edited, output_removed, cut_off], ids=lambda one: one.__name__)
def test_a_change_of_the_output_while_a_build_ends_is_seen(
    site: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    during(monkeypatch, lambda: change(site))
    say(site, "build")
    assert not say(site, "build").recognised


def test_what_another_build_wrote_meanwhile_is_not_taken_for_ones_own(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site / "content/draft.md", "---\ntitle: D\npublished: false\n---\n")
    command = [sys.executable, "-m", "faimi_site", "build", "--drafts", "-q"]
    during(monkeypatch, lambda: subprocess.run(command, cwd=site, check=True))
    say(site, "build")
    assert (site / "_site/draft/index.html").exists()
    assert not say(site, "build").recognised
    assert not (site / "_site/draft/index.html").exists()


def test_an_output_that_another_build_wrote_under_the_same_name_is_seen(
    site: Path, monkeypatch: pytest.MonkeyPatch, whole_seconds: None
) -> None:
    say(site, "build")
    names = journal.manifest(site / "_site")
    others = [Output(name, b"other", "file", Place("content/index.md")) for name in names]
    during(monkeypatch, lambda: output.write_outputs(others, site / "_site"))
    edited_page(site)
    say(site, "build")
    assert (site / "_site/index.html").read_bytes() == b"other"
    assert not say(site, "build").recognised
    assert (site / "_site/index.html").read_bytes() != b"other"


def test_a_build_that_found_the_output_in_use_is_not_remembered(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(site, "build")
    (site / STAMP).unlink()
    monkeypatch.setattr(output, "locked", lambda file: locked(file, patience=0.01))
    with locked(site / "_site/.faimi-site/lock"):
        assert "[output/busy]" in say(site, "build").err
        assert not (site / STAMP).exists()
    assert say(site, "build").code == 0


def test_a_build_that_could_not_write_is_not_remembered(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(output, "stage", full)
        assert "[output/failed]" in say(site, "build").err
        assert not (site / STAMP).exists()
    assert say(site, "build").code == 0


def test_a_build_that_finished_another_is_not_remembered(known: Path) -> None:
    cut_off(known)
    assert "[output/finished]" in say(known, "build", "-v").err
    said = say(known, "build", "-v")
    assert ("[output/finished]" in said.err, said.recognised) == (False, False)


# A stamp that is none


def answered(site: Path) -> bool:
    call = stamp.asked(["build", "--source", str(site)])
    return call is not None and call.answer() is not None


@pytest.fixture
def stamped(site: Path) -> Path:
    say(site, "build", "--source", str(site))
    assert not answered(site)  # from another folder
    say(Path.cwd(), "build", "--source", str(site))
    assert answered(site)
    return site


def test_a_stamp_cut_off_anywhere_is_not_taken(stamped: Path) -> None:
    whole = (stamped / STAMP).read_bytes()
    for length in [*range(30), *range(30, len(whole), len(whole) // 50), len(whole) - 1]:
        (stamped / STAMP).write_bytes(whole[:length])
        assert not answered(stamped), length
        (stamped / STAMP).write_bytes(whole[:length] + bytes(len(whole) - length))
        assert not answered(stamped), length


def test_a_stamp_with_one_changed_byte_is_not_taken(stamped: Path) -> None:
    whole = (stamped / STAMP).read_bytes()
    for at in [*range(30), *range(30, len(whole), len(whole) // 50), len(whole) - 1]:
        (stamped / STAMP).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert not answered(stamped), at


SEALED = [b"", b"\x00", b"3", b"3\x00a\x00b\x000", b"-1", b"99999999999", b"x\x00y", b"\xff\xfe", b"0" + b"\x000" * 9]


@pytest.mark.parametrize("rubbish", SEALED, ids=range(len(SEALED)))
@pytest.mark.parametrize("sealed", [False, True])
def test_a_stamp_of_rubbish_is_not_taken_and_is_made_anew(known: Path, rubbish: bytes, sealed: bool) -> None:
    seal = b"%08x" % zlib.crc32(rubbish) if sealed else b""
    write(known / STAMP, seal + rubbish)
    said = say(known, "build")
    assert (said.code, said.recognised) == (0, False)
    assert say(known, "build").recognised


def forged(site: Path, was: bytes, now: bytes) -> None:
    """Change what a stamp says, below a checksum that is right."""
    body = (site / STAMP).read_bytes()[8:]
    assert was in body
    body = body.replace(was, now)
    (site / STAMP).write_bytes(b"%08x" % zlib.crc32(body) + body)


FORGED = [b"\x1b[31mPWN", b"a\tb", b"a\rb", "a\x9bb".encode(), "a\u202eb".encode(), "a\u2028b".encode()]


@pytest.mark.parametrize("text", FORGED)
def test_a_stamp_that_would_steer_the_terminal_is_not_taken(stamped: Path, text: bytes) -> None:
    forged(stamped, b"2 pages", text)
    assert not answered(stamped)


def test_a_stamp_with_a_code_that_no_build_ends_with_is_not_taken(stamped: Path) -> None:
    forged(stamped, b"\x003\x000\x00", b"\x003\x0077\x00")
    assert not answered(stamped)


def test_a_stamp_that_says_what_a_build_could_have_said_is_taken(stamped: Path) -> None:
    forged(stamped, b"2 pages", "2\xa0pages, ünï".encode())
    assert answered(stamped)


def put_file_for_cache(site: Path) -> None:
    shutil.rmtree(site / stamp.FOLDER)
    write(site / stamp.FOLDER, "a file")


def put_link_for_cache(site: Path) -> None:
    (site / stamp.FOLDER).rename(site / "elsewhere")
    (site / stamp.FOLDER).symlink_to("elsewhere")


def put_folder(site: Path) -> None:
    (site / STAMP).unlink()
    (site / STAMP).mkdir()


def put_pipe(site: Path) -> None:
    pipe(site / STAMP)


def put_link(site: Path) -> None:
    (site / STAMP).rename(site / "stamp")
    (site / STAMP).symlink_to("../stamp")


def put_link_to_itself(site: Path) -> None:
    (site / STAMP).unlink()
    (site / STAMP).symlink_to(STAMP.name)


@pytest.mark.parametrize(
    "put",
    [put_file_for_cache, put_link_for_cache, put_folder, put_pipe, put_link, put_link_to_itself],
    ids=lambda put: put.__name__,
)
def test_what_cannot_be_a_stamp_is_neither_followed_nor_in_the_way(known: Path, put: Callable[[Path], None]) -> None:
    put(known)
    beyond = {path: path.read_bytes() for path in known.glob("*") if path.is_file()}
    said = say(known, "build")
    assert (said.code, said.recognised) == (0, False)
    assert {path: path.read_bytes() for path in known.glob("*") if path.is_file()} == beyond


def test_a_stamp_that_cannot_be_written_costs_time_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stamp.Stamp, "body", full)
    for _ in range(2):
        said = say(site, "build")
        assert (said.code, said.err, said.recognised) == (0, "", False)
    assert sorted(os.listdir(site / stamp.FOLDER)) == ["bytes", "memory", "output"]


def test_nothing_else_is_left_in_the_cache(known: Path) -> None:
    assert sorted(os.listdir(known / stamp.FOLDER)) == ["bytes", "memory", "output", "stamp"]


def test_a_folder_that_cannot_be_listed_is_signed_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signatures.walk(str(tmp_path))

    def locked_folder(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "listdir", locked_folder)
    assert signatures.walk(str(tmp_path)) != before


# After any edits

TEXTS = [b"# Aaaa\n", b"# Bbbb\n", b"[x](b.md)\n", b"---\nwrong: [\n---\n", b"#\n"]
PATHS = ["content/index.md", "content/b.md", "content/c/index.md", "static/a.css", "content/x.txt", "_site/index.html"]
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.tuples(st.just("in place"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.tuples(st.just("remove"), st.sampled_from(PATHS[1:]), st.just(b"")),
    st.tuples(st.just("rename"), st.sampled_from(PATHS[1:5]), st.sampled_from([b"content/d.md", b"content/e/f.md"])),
    st.tuples(st.just("nothing"), st.just(""), st.just(b"")),
)


def edit(site: Path, kind: str, path: str, body: bytes) -> None:
    file = site / path
    if kind == "write" or (kind == "in place" and not file.exists()):
        write(file, body)
    elif kind == "in place":
        times = file.stat()
        with file.open("r+b") as stream:
            stream.write(body)
            stream.truncate()
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif kind == "remove":
        file.unlink(missing_ok=True)
    elif kind == "rename" and file.exists():
        (site / body.decode()).parent.mkdir(parents=True, exist_ok=True)
        file.rename(site / body.decode())


@pytest.fixture(scope="module")
def somewhere() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@settings(max_examples=15, derandomize=True, deadline=None, database=None)
@given(edits=st.lists(EDITS, min_size=1, max_size=6))
def test_after_any_edits_the_site_is_that_of_a_clean_build(
    somewhere: Path, edits: list[tuple[str, str, bytes]]
) -> None:
    site, again = somewhere / "site", somewhere / "again"
    for folder in (site, again):
        shutil.rmtree(folder, ignore_errors=True)
    write(site / "site.yaml", b"title: S\n")
    write(site / "content/index.md", TEXTS[0])
    say(site, "build")
    for kind, path, body in edits:
        edit(site, kind, path, body)
        said = say(site, "build")
        shutil.rmtree(again, ignore_errors=True)
        shutil.copytree(site, again, ignore=shutil.ignore_patterns("_site", ".faimi-cache"))
        clean = say(again, "build", "--clean")
        assert (said.code, said.err) == (clean.code, clean.err)
        if said.code == 0:
            assert bodies(site / "_site") == bodies(again / "_site")
        repeated = say(site, "build")
        assert repeated.recognised
        assert (repeated.code, repeated.err) == (said.code, said.err)
