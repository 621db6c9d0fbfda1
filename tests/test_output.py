"""The output folder: what a build writes into it, leaves alone, refuses, and how it survives being cut off."""

from __future__ import annotations

import errno
import inspect
import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from faimi_site.disk import lock
from faimi_site.disk.journal import CHUNK
from faimi_site.disk.lock import Busy, locked
from faimi_site.disk.output import Written, finish_interrupted, refusal, write_outputs
from faimi_site.model import Output, Source, source
from faimi_site.problem import Level, Place, show

NOTES = ".faimi-site"
FINISHED = "note: an earlier build was cut off while it wrote; what it had begun is finished now [output/finished]"

Files = dict[str, str]
State = dict[str, bytes | str | None]


def outputs(files: Files) -> list[Output]:
    return [Output(path, text.encode(), "file", Place("content/index.md")) for path, text in files.items()]


def write(files: Files, folder: Path, anew: bool = False) -> Written:
    """Write a site that nothing is wrong with."""
    written = write_outputs(outputs(files), folder, anew)
    assert isinstance(written, Written), written
    return written


def problems(found: object) -> list[str]:
    """Return problems as a terminal shows them, each in its first line."""
    assert isinstance(found, list)
    return [show(problem).partition("\n")[0] for problem in found]


def state(folder: Path) -> State:
    """Return all that a folder holds: the bytes of files, the targets of links, None for folders."""
    return {file.relative_to(folder).as_posix(): _content(file) for file in sorted(folder.rglob("*"))}


def _content(file: Path) -> bytes | str | None:
    if file.is_symlink():
        return os.readlink(file)
    return None if file.is_dir() else file.read_bytes()


def published(folder: Path) -> State:
    """Return all that a folder holds but the builder's notes."""
    return {path: content for path, content in state(folder).items() if path.split("/")[0] != NOTES}


def fresh(files: Files, folder: Path) -> State:
    """Return what a folder holds when a site is built into it for the first time."""
    write(files, folder)
    return state(folder)


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the inode and the time of change of each file."""
    found = {file.relative_to(folder).as_posix(): file.stat() for file in folder.rglob("*") if file.is_file()}
    return {path: (status.st_ino, status.st_mtime_ns) for path, status in found.items() if path != f"{NOTES}/lock"}


# What is written


def test_a_first_build_writes_everything(tmp_path: Path) -> None:
    assert write({"index.html": "home", "a/b/c.html": "deep"}, tmp_path / "_site") == Written(2, 0, 0)
    assert published(tmp_path / "_site") == {
        "index.html": b"home",
        "a": None,
        "a/b": None,
        "a/b/c.html": b"deep",
    }


def test_the_folder_of_the_output_may_be_deep_in_folders_that_are_not_there(tmp_path: Path) -> None:
    write({"index.html": "home"}, tmp_path / "a" / "b" / "_site")
    assert published(tmp_path / "a" / "b" / "_site") == {"index.html": b"home"}


@pytest.mark.parametrize("path", ["two words.html", "a#b.html", "100%.html", "🎉.html", "n" * 255, "-rf", "a\\b"])
def test_a_path_is_written_as_it_is(tmp_path: Path, path: str) -> None:
    write({path: "text"}, tmp_path)
    assert published(tmp_path) == {path: b"text"}


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    files = {"index.html": "home", "a/b.html": "b"}
    write(files, tmp_path)
    before = stamps(tmp_path)
    assert write(files, tmp_path) == Written(0, 2, 0)
    assert stamps(tmp_path) == before


def test_what_changed_is_written_and_nothing_else(tmp_path: Path) -> None:
    write({"a.html": "a", "b.html": "b"}, tmp_path)
    before = stamps(tmp_path)
    assert write({"a.html": "a", "b.html": "B"}, tmp_path) == Written(1, 1, 0)
    after = stamps(tmp_path)
    assert published(tmp_path) == {"a.html": b"a", "b.html": b"B"}
    assert {path for path in before if path[0] != "." and before[path] != after[path]} == {"b.html"}


def test_a_changed_file_is_replaced_and_not_written_into(tmp_path: Path) -> None:
    write({"a.html": "old"}, tmp_path / "_site")
    with (tmp_path / "_site" / "a.html").open("rb") as reader:
        write({"a.html": "new"}, tmp_path / "_site")
        assert reader.read() == b"old"


def test_a_build_anew_writes_what_has_not_changed(tmp_path: Path) -> None:
    write({"a.html": "a"}, tmp_path)
    before = stamps(tmp_path)["a.html"]
    assert write({"a.html": "a"}, tmp_path, anew=True) == Written(1, 0, 0)
    assert stamps(tmp_path)["a.html"][0] != before[0]


def test_a_file_that_somebody_edited_or_deleted_is_made_right_again(tmp_path: Path) -> None:
    write({"a.html": "a", "b.html": "b"}, tmp_path)
    (tmp_path / "a.html").write_text("A")
    (tmp_path / "b.html").unlink()
    assert write({"a.html": "a", "b.html": "b"}, tmp_path) == Written(2, 0, 0)
    assert published(tmp_path) == {"a.html": b"a", "b.html": b"b"}


def test_a_removed_output_goes_with_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    write({"index.html": "home", "a/b/c.html": "c", "a/d.html": "d", "e/f/g.html": "g"}, tmp_path)
    assert write({"index.html": "home", "a/d.html": "d"}, tmp_path) == Written(0, 2, 2)
    assert published(tmp_path) == {"index.html": b"home", "a": None, "a/d.html": b"d"}


def test_a_removed_output_that_is_gone_already_leaves_no_folder_behind(tmp_path: Path) -> None:
    write({"index.html": "home", "a/b/c.html": "c"}, tmp_path)
    (tmp_path / "a/b/c.html").unlink()
    (tmp_path / "a/b").rmdir()
    write({"index.html": "home"}, tmp_path)
    assert published(tmp_path) == {"index.html": b"home"}


def test_a_site_without_outputs_empties_the_folder(tmp_path: Path) -> None:
    write({"index.html": "home", "a/b.html": "b"}, tmp_path)
    assert write({}, tmp_path) == Written(0, 0, 2)
    assert published(tmp_path) == {}


def test_a_file_becomes_a_folder(tmp_path: Path) -> None:
    write({"a": "file"}, tmp_path)
    write({"a/b/index.html": "page"}, tmp_path)
    assert published(tmp_path) == {"a": None, "a/b": None, "a/b/index.html": b"page"}


def test_a_folder_becomes_a_file(tmp_path: Path) -> None:
    write({"a/b/index.html": "page", "a/c.html": "c"}, tmp_path)
    write({"a": "file"}, tmp_path)
    assert published(tmp_path) == {"a": b"file"}


def test_a_folder_that_is_empty_but_for_folders_gives_way_to_a_file(tmp_path: Path) -> None:
    write({"index.html": "home"}, tmp_path)
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "d").mkdir()
    write({"index.html": "home", "a": "file"}, tmp_path)
    assert published(tmp_path) == {"index.html": b"home", "a": b"file"}


def test_a_name_may_change_its_case(tmp_path: Path) -> None:
    write({"Notes.html": "notes"}, tmp_path)
    write({"notes.html": "notes"}, tmp_path)
    assert published(tmp_path) == {"notes.html": b"notes"}


def alike(folder: Path, old: str, new: str) -> None:
    """Let two names be one file, as on a file system that tells no case apart."""
    (folder / new).hardlink_to(folder / old)


def test_where_case_is_not_told_apart_a_renamed_file_is_written_again(tmp_path: Path) -> None:
    write({"Notes.html": "notes"}, tmp_path)
    alike(tmp_path, "Notes.html", "notes.html")
    assert write({"notes.html": "notes"}, tmp_path) == Written(1, 0, 1)


def test_where_case_is_not_told_apart_a_renamed_file_is_known_as_ours(tmp_path: Path) -> None:
    write({"Notes.html": "notes"}, tmp_path)
    alike(tmp_path, "Notes.html", "notes.html")
    assert write({"notes.html": "other notes"}, tmp_path) == Written(1, 0, 1)


def test_where_case_is_told_apart_a_file_with_a_name_like_ours_is_not_ours(tmp_path: Path) -> None:
    write({"Notes.html": "notes"}, tmp_path)
    (tmp_path / "notes.html").write_text("mine")
    assert isinstance(write_outputs(outputs({"notes.html": "notes"}), tmp_path), list)
    assert published(tmp_path) == {"Notes.html": b"notes", "notes.html": b"mine"}


def test_where_case_is_not_told_apart_finishing_twice_does_not_remove_what_is_in_place(tmp_path: Path) -> None:
    (tmp_path / NOTES / "staged").mkdir(parents=True)
    journal = {"write": ["notes.html"], "remove": ["NOTES.html"], "files": ["notes.html"]}
    (tmp_path / NOTES / "journal.json").write_text(json.dumps(journal))
    (tmp_path / "NOTES.html").write_text("put in place before the cut, and found by either name")
    finish_interrupted(tmp_path)
    assert "NOTES.html" in published(tmp_path)


class Recorded(io.BytesIO):
    """A stream that knows how much of it was asked for at once."""

    asked: list[int] = []  # noqa: RUF012  (shared by all that are opened)

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked.append(-1 if size is None else size)
        return super().read(size)


def test_a_large_file_is_copied_and_compared_in_pieces(tmp_path: Path) -> None:
    body = os.urandom(3 * CHUNK + 1)
    large = [Output("large.bin", Source("assets/large.bin", lambda: Recorded(body), len(body)), "file", Place(""))]
    Recorded.asked.clear()
    assert write_outputs(large, tmp_path) == Written(1, 0, 0)
    assert write_outputs(large, tmp_path) == Written(0, 1, 0)
    assert (tmp_path / "large.bin").read_bytes() == body
    assert set(Recorded.asked) == {CHUNK}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"x" * CHUNK, b"x" * CHUNK + b"y"),
        (b"x" * CHUNK + b"y", b"x" * CHUNK),
        (b"x" * CHUNK + b"y", b"x" * CHUNK + b"z"),
        (b"x", b""),
        (b"", b"x"),
    ],
)
def test_a_copied_file_that_differs_anywhere_is_copied_again(tmp_path: Path, old: bytes, new: bytes) -> None:
    for body in (old, new):
        copied = Output("a.bin", source("assets/a.bin", body), "file", Place(""))
        assert write_outputs([copied], tmp_path) == Written(1, 0, 0)
    assert (tmp_path / "a.bin").read_bytes() == new


def test_two_folders_with_the_same_outputs_are_the_same_whatever_was_there_before(tmp_path: Path) -> None:
    files = {"index.html": "home", "a/b.html": "b"}
    write({"old.html": "old", "a": "file"}, tmp_path / "second")
    write(files, tmp_path / "second")
    write(dict(reversed(files.items())), tmp_path / "third")
    first = fresh(files, tmp_path / "first")
    assert first == state(tmp_path / "second")
    assert first == state(tmp_path / "third")


def test_the_notes_at_rest_are_a_manifest_and_an_empty_lock(tmp_path: Path) -> None:
    write({"b.html": "b", "a.html": "a"}, tmp_path)
    notes = state(tmp_path / NOTES)
    assert list(notes) == ["lock", "manifest.json"]
    assert json.loads(notes["manifest.json"] or "") == {"files": ["a.html", "b.html"]}
    assert notes["lock"] == b""


# What belongs to somebody else


def test_somebody_elses_file_stays(tmp_path: Path) -> None:
    write({"a/b.html": "b"}, tmp_path)
    (tmp_path / "a" / "mine.txt").write_text("mine")
    write({"index.html": "home"}, tmp_path)
    write({"index.html": "home"}, tmp_path, anew=True)
    assert published(tmp_path) == {"a": None, "a/mine.txt": b"mine", "index.html": b"home"}


def test_somebody_elses_file_is_not_overwritten(tmp_path: Path) -> None:
    write({"index.html": "home"}, tmp_path / "_site")
    (tmp_path / "_site" / "a.html").write_text("mine")
    before = state(tmp_path / "_site")
    found = write_outputs(outputs({"index.html": "HOME", "a.html": "ours"}), tmp_path / "_site")
    message = f"{tmp_path}/_site/a.html was not made by a build, and a.html belongs there (from content/index.md)"
    assert problems(found) == [f"error: {message} [output/foreign-file]"]
    assert state(tmp_path / "_site") == before


def test_somebody_elses_file_with_the_very_bytes_of_ours_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("a")
    assert write({"a.html": "a"}, tmp_path) == Written(0, 1, 0)


def test_somebody_elses_file_where_a_folder_belongs_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    found = write_outputs(outputs({"a/b/c.html": "c"}), tmp_path)
    message = f"{tmp_path}/a was not made by a build, and a/b/c.html belongs there (from content/index.md)"
    assert problems(found) == [f"error: {message} [output/foreign-file]"]
    assert published(tmp_path) == {"a": b"mine"}


def test_somebody_elses_file_in_a_folder_that_becomes_a_file_is_not_deleted(tmp_path: Path) -> None:
    write({"a/b.html": "b"}, tmp_path)
    (tmp_path / "a" / "mine.txt").write_text("mine")
    found = write_outputs(outputs({"a": "file"}), tmp_path)
    message = f"{tmp_path}/a/mine.txt was not made by a build, and a belongs there (from content/index.md)"
    assert problems(found) == [f"error: {message} [output/foreign-file]"]
    assert published(tmp_path) == {"a": None, "a/b.html": b"b", "a/mine.txt": b"mine"}


def test_each_foreign_file_is_named(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("mine")
    found = write_outputs(outputs({"a.html": "a", "b.html": "b", "c.html": "c"}), tmp_path)
    assert len(problems(found)) == 2
    assert published(tmp_path) == {"a.html": b"mine", "b.html": b"mine"}


@pytest.mark.parametrize("path", ["link", "link/page.html"])
def test_a_link_in_the_output_is_not_followed_when_writing(tmp_path: Path, path: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    write({"index.html": "home"}, tmp_path / "_site")
    (tmp_path / "_site" / "link").symlink_to(tmp_path / "elsewhere")
    found = write_outputs(outputs({"index.html": "home", path: "page"}), tmp_path / "_site")
    message = f"{tmp_path}/_site/link was not made by a build, and {path} belongs there (from content/index.md)"
    assert problems(found) == [f"error: {message} [output/foreign-file]"]
    assert state(tmp_path / "elsewhere") == {}


def test_a_link_in_place_of_our_file_is_not_written_through(tmp_path: Path) -> None:
    write({"a.html": "a"}, tmp_path / "_site")
    (tmp_path / "mine.html").write_text("mine")
    (tmp_path / "_site" / "a.html").unlink()
    (tmp_path / "_site" / "a.html").symlink_to("../mine.html")
    assert isinstance(write_outputs(outputs({"a.html": "new"}), tmp_path / "_site"), list)
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_a_link_in_place_of_our_folder_is_not_followed_when_removing(tmp_path: Path) -> None:
    write({"index.html": "home", "a/b.html": "b"}, tmp_path / "_site")
    (tmp_path / "_site" / "a").rename(tmp_path / "moved")
    (tmp_path / "_site" / "a").symlink_to("../moved")
    write({"index.html": "home"}, tmp_path / "_site")
    assert state(tmp_path / "moved") == {"b.html": b"b"}


def test_a_link_in_a_folder_that_becomes_a_file_is_not_followed(tmp_path: Path) -> None:
    write({"a/b.html": "b"}, tmp_path / "_site")
    (tmp_path / "mine").mkdir()
    (tmp_path / "_site" / "a" / "link").symlink_to("../../mine")
    found = write_outputs(outputs({"a": "file"}), tmp_path / "_site")
    message = f"{tmp_path}/_site/a/link was not made by a build, and a belongs there (from content/index.md)"
    assert problems(found) == [f"error: {message} [output/foreign-file]"]
    assert (tmp_path / "mine").is_dir()


def test_notes_that_are_a_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site" / NOTES).symlink_to("../elsewhere")
    found = write_outputs(outputs({"a.html": "a"}), tmp_path / "_site")
    assert problems(found) == [
        f"error: the output could not be written ({tmp_path}/_site/{NOTES} is a link) [output/failed]"
    ]
    assert state(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize("name", ["journal.new", "manifest.new", "journal.json", "manifest.json"])
def test_a_note_that_is_a_link_is_not_written_through(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine").write_text("mine")
    write({"a.html": "a"}, tmp_path / "_site")
    (tmp_path / "_site" / NOTES / name).unlink(missing_ok=True)
    (tmp_path / "_site" / NOTES / name).symlink_to("../../mine")
    write({"a.html": "a", "b.html": "b"}, tmp_path / "_site")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_link_in_place_of_the_manifest_of_a_cut_build_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "_site" / NOTES).mkdir(parents=True)
    (tmp_path / "_site" / NOTES / "journal.json").write_text('{"write": [], "remove": [], "files": []}')
    (tmp_path / "_site" / NOTES / "manifest.new").symlink_to("../../mine")
    finish_interrupted(tmp_path / "_site")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_lock_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "_site" / NOTES).mkdir(parents=True)
    (tmp_path / "_site" / NOTES / "lock").symlink_to("../../mine")
    assert isinstance(write_outputs(outputs({"a.html": "a"}), tmp_path / "_site"), list)
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize("made", ["link", "file"])
def test_what_stands_in_place_of_the_staged_files_is_taken_away_and_not_followed(tmp_path: Path, made: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "0").write_text("mine")
    staged = tmp_path / "_site" / NOTES / "staged"
    staged.parent.mkdir(parents=True)
    if made == "link":
        staged.symlink_to("../../mine")
    else:
        staged.write_text("")
    (staged.parent / "journal.json").write_text('{"write": ["a.html"], "remove": [], "files": ["a.html"]}')
    write({"a.html": "a"}, tmp_path / "_site")
    assert published(tmp_path / "_site") == {"a.html": b"a"}
    assert state(tmp_path / "mine") == {"0": b"mine"}


def test_a_staged_link_is_not_published(tmp_path: Path) -> None:
    (tmp_path / NOTES / "staged").mkdir(parents=True)
    (tmp_path / NOTES / "staged" / "0").symlink_to("/etc/hosts")
    (tmp_path / NOTES / "journal.json").write_text('{"write": ["a.html"], "remove": [], "files": ["a.html"]}')
    finish_interrupted(tmp_path)
    assert published(tmp_path) == {}


# Which folders are refused


def refused(folder: Path, site: Path) -> str:
    found = refusal(folder, site)
    assert found is None or (found.rule, found.level) == ("output/refused", Level.ERROR)
    return found.message.partition(": ")[2] if found else ""


OTHERS = "a build would fill it with its files, and it holds others"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site's folder, in a folder that is nobody's home."""
    folder = tmp_path / "work" / "site"
    (folder / "content" / "talks").mkdir(parents=True)
    (folder / "site.yaml").touch()
    return folder


@pytest.mark.parametrize("name", ["_site", "public/deep", "../out", "content2", "contents/content"])
def test_a_new_folder_is_taken(site: Path, name: str) -> None:
    assert refused(site / name, site) == ""


def test_an_empty_folder_is_taken(site: Path) -> None:
    (site / "_site").mkdir()
    assert refused(site / "_site", site) == ""


def test_a_folder_that_a_build_made_is_taken_with_whatever_else_is_in_it(site: Path) -> None:
    write({"index.html": "home"}, site / "_site")
    (site / "_site" / "mine.txt").touch()
    assert refused(site / "_site", site) == ""


def test_the_folder_of_a_first_build_that_was_cut_off_is_taken(site: Path) -> None:
    (site / "_site" / NOTES).mkdir(parents=True)
    (site / "_site" / NOTES / "journal.json").write_text('{"write": []}')
    (site / "_site" / "index.html").touch()
    assert refused(site / "_site", site) == ""


@pytest.mark.parametrize("name", ["content", "templates", "static", "assets"])
@pytest.mark.parametrize("below", ["", "/talks", "/talks/absent"])
def test_a_folder_of_sources_is_refused_and_all_in_it(site: Path, name: str, below: str) -> None:
    assert refused(site / (name + below), site) == f"it is, or is in, the site's own {name}/"


@pytest.mark.parametrize("name", [".git", ".github/pages", ".public"])
def test_a_folder_of_other_programs_beside_the_site_is_refused(site: Path, name: str) -> None:
    top = name.partition("/")[0]
    assert refused(site / name, site) == f"{top}/ beside site.yaml is for what other programs keep there"
    found = refusal(site / name, site)
    assert found
    assert found.hint == "name a new folder with --output"  # never to remove what a person keeps there


@pytest.mark.parametrize("name", ["_site/new/deep", "_portable/a"])
def test_a_folder_that_would_be_published_with_the_site_is_refused(site: Path, name: str) -> None:
    top = name.partition("/")[0]
    reason = f"{top}/ is an output folder itself, and would be published with this in it"
    assert refused(site / name, site) == reason


@pytest.mark.parametrize("name", ["public/.hidden", "../.hidden", "public/_site/a", "_portable"])
def test_a_folder_is_taken_whatever_a_part_of_its_name_is_elsewhere(site: Path, name: str) -> None:
    assert refused(site / name, site) == ""


def test_a_way_around_into_a_folder_of_sources_is_refused(site: Path) -> None:
    (site / "around").symlink_to("content/talks")
    assert refused(site / "around", site) == "it is, or is in, the site's own content/"
    assert refused(site / "_site" / ".." / "content", site) == "it is, or is in, the site's own content/"


@pytest.mark.parametrize("name", [".", "..", "../..", "content/..", "/"])
def test_the_site_itself_and_what_holds_it_are_refused(site: Path, name: str) -> None:
    assert refused(site / name, site) == OTHERS


def test_the_site_is_refused_by_whatever_name(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    assert [refused(Path(), site), refused(site, Path()), refused(Path(), Path())] == [OTHERS] * 3


@pytest.mark.parametrize("name", [".", ".."])
def test_the_home_folder_and_what_holds_it_are_refused(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    home = tmp_path / "homes" / "ada"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    assert refused(home / name, site) == OTHERS
    assert refused(home / "_site", site) == ""


def test_a_file_is_refused(site: Path) -> None:
    assert refused(site / "site.yaml", site) == "it is a file, or a link that leads to no folder"


@pytest.mark.parametrize("target", ["absent", "link"])
def test_a_link_to_nothing_or_to_itself_is_refused(site: Path, target: str) -> None:
    (site / "link").symlink_to(target)
    assert refused(site / "link", site) == "it is a file, or a link that leads to no folder"


def test_a_name_that_no_file_system_takes_is_refused(site: Path) -> None:
    assert refused(site / ("n" * 300), site).startswith("File name too long")


def test_a_folder_full_of_other_files_is_refused(site: Path) -> None:
    (site / "_site").mkdir()
    (site / "_site" / "thesis.tex").touch()
    assert refused(site / "_site", site) == "it holds files that no build of faimi-site made"


def test_a_folder_of_other_files_is_refused_though_its_notes_are_a_link_to_ours(site: Path) -> None:
    write({"index.html": "home"}, site / "_site")
    (site / "other").mkdir()
    (site / "other" / "thesis.tex").touch()
    (site / "other" / NOTES).symlink_to(f"../_site/{NOTES}")
    assert refused(site / "other", site) == "it holds files that no build of faimi-site made"


def test_a_refusal_says_what_to_do(site: Path) -> None:
    found = refusal(site, site)
    assert found
    assert show(found).splitlines() == [
        f"error: {site} cannot be the output folder: {OTHERS} [output/refused]",
        "       = hint: name a new folder with --output",
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("mine", "name a new folder with --output, or remove this one if all in it can go"),
        ("content", "name a new folder with --output"),
        ("..", "name a new folder with --output"),
        ("../other", "name a new folder with --output"),
        ("/", "name a new folder with --output"),
        ("n" * 300, "name a new folder with --output"),
    ],
)
def test_nobody_is_told_to_remove_what_is_not_within_the_site_or_is_its_own(site: Path, name: str, hint: str) -> None:
    for folder in (site / "mine", site.parent / "other"):
        folder.mkdir()
        (folder / "thesis.tex").touch()
    found = refusal(site / name, site)
    assert found
    assert found.hint == hint


@pytest.mark.parametrize("below", ["deep", "much/deeper"])
def test_a_folder_below_a_link_to_nothing_is_refused(site: Path, below: str) -> None:
    link = site / "link"
    link.symlink_to("absent")
    reason = f"{link} on the way to it is a file, or a link that leads to no folder"
    assert refused(link / below, site) == reason


# Notes that somebody has written into

RUBBISH = [
    b"",
    b"\x00\xff",
    b"[]",
    b"null",
    b"7",
    b"{",
    b"[" * 100_000,
    b"9" * 10_000,
    b'{"files": 5, "write": 5, "remove": 5}',
    b'{"files": "abc", "write": "abc", "remove": "abc"}',
    b'{"files": {"a": 1}, "write": {"a": 1}, "remove": {"a": 1}}',
    b'{"files": [1, null, [], {}], "write": [1, null, [], {}], "remove": [1, null, [], {}]}',
    rb'{"files": ["\ud800", "a\u0000b"], "write": ["\ud800", "a\u0000b"], "remove": ["\ud800", "a\u0000b"]}',
]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
@pytest.mark.parametrize("name", ["journal.json", "manifest.json"])
def test_a_note_of_rubbish_does_not_stop_a_build(tmp_path: Path, name: str, rubbish: bytes) -> None:
    files = {"index.html": "home", "a/b.html": "b"}
    write(files, tmp_path / "_site")
    (tmp_path / "_site" / NOTES / name).write_bytes(rubbish)
    write(files, tmp_path / "_site")
    assert state(tmp_path / "_site") == fresh(files, tmp_path / "clean")


@pytest.mark.parametrize("rubbish", RUBBISH[:8], ids=range(8))
def test_a_journal_of_rubbish_is_cleared_away_and_finishes_nothing(tmp_path: Path, rubbish: bytes) -> None:
    whole = fresh({"a.html": "a"}, tmp_path)
    (tmp_path / NOTES / "journal.json").write_bytes(rubbish)
    message = "the note of what an earlier build had begun was damaged; it is gone, and this build begins anew"
    assert problems(finish_interrupted(tmp_path)) == [f"note: {message} [output/repaired]"]
    assert state(tmp_path) == whole


LEADING_OUT = ["../mine.txt", "a/../../mine.txt", "./../mine.txt", "..", ".", "", "a/..", "//mine.txt", f"{NOTES}/lock"]


@pytest.mark.parametrize("path", [*LEADING_OUT, "/absolute"])
def test_a_manifest_never_leads_a_removal_out_of_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    path = str(tmp_path / "mine.txt") if path == "/absolute" else path
    write({"a/b.html": "b"}, tmp_path / "_site")
    (tmp_path / "_site" / NOTES / "manifest.json").write_text(json.dumps({"files": [path, "a/b.html"]}))
    assert write({"c.html": "c"}, tmp_path / "_site") == Written(1, 0, 1)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert state(tmp_path / "_site") == fresh({"c.html": "c"}, tmp_path / "clean")


@pytest.mark.parametrize("path", [*LEADING_OUT, "/absolute"])
def test_a_journal_never_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    path = str(tmp_path / "mine.txt") if path == "/absolute" else path
    write({"c.html": "c"}, tmp_path / "_site")
    notes = tmp_path / "_site" / NOTES
    (notes / "staged").mkdir()
    (notes / "staged" / "0").write_text("hostile")
    journal = {"write": [path], "remove": [path], "files": [path, "c.html"]}
    (notes / "journal.json").write_text(json.dumps(journal))
    assert problems(finish_interrupted(tmp_path / "_site")) == [FINISHED]
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert state(tmp_path / "_site") == fresh({"c.html": "c"}, tmp_path / "clean")


EMPTY: dict[str, list[str]] = {"write": [], "remove": [], "files": []}


@pytest.mark.parametrize("kind", ["write", "remove"])
def test_a_journal_never_leads_through_a_link(tmp_path: Path, kind: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.html").write_text("mine")
    notes = tmp_path / "_site" / NOTES
    (notes / "staged").mkdir(parents=True)
    (notes / "staged" / "0").write_text("hostile")
    (tmp_path / "_site" / "link").symlink_to("../mine")
    (notes / "journal.json").write_text(json.dumps({**EMPTY, kind: ["link/a.html"]}))
    assert problems(finish_interrupted(tmp_path / "_site")) == [FINISHED]
    assert state(tmp_path / "mine") == {"a.html": b"mine"}


# When the disk does not do what is asked


def test_a_disk_that_is_full_leaves_the_old_site_byte_for_byte(tmp_path: Path) -> None:
    old = fresh({"a.html": "old", "b.html": "b"}, tmp_path / "_site")
    with largest_file(1000):
        found = write_outputs(outputs({"a.html": "new", "c.html": "c" * 2000}), tmp_path / "_site")
    assert problems(found) == ["error: the output could not be written (File too large) [output/failed]"]
    assert state(tmp_path / "_site") == old


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond a size in bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_journal_that_does_not_fit_on_the_disk_leaves_the_old_site_byte_for_byte(tmp_path: Path) -> None:
    old = fresh({"a.html": "old"}, tmp_path)
    with largest_file(1000):
        found = write_outputs(outputs({"a" * 200 + str(number): "x" for number in range(9)}), tmp_path)
    assert problems(found) == ["error: the output could not be written (File too large) [output/failed]"]
    assert state(tmp_path) == old


class Torn(io.BytesIO):
    """A stream that breaks in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(errno.EIO, "Input/output error", "assets/torn.bin")
        return super().read(size)


def test_a_source_that_breaks_in_the_middle_leaves_the_old_site_byte_for_byte(tmp_path: Path) -> None:
    old = fresh({"a.html": "old"}, tmp_path)
    torn = Source("assets/torn.bin", lambda: Torn(b"x" * (CHUNK + 1)), CHUNK + 1)
    found = write_outputs([*outputs({"a.html": "new"}), Output("torn.bin", torn, "file", Place(""))], tmp_path)
    message = "the output could not be written (Input/output error: assets/torn.bin)"
    assert problems(found) == [f"error: {message} [output/failed]"]
    assert state(tmp_path) == old


def test_a_source_that_is_gone_leaves_the_old_site_byte_for_byte(tmp_path: Path) -> None:
    old = fresh({"a.html": "old"}, tmp_path / "_site")
    gone = Source("assets/gone.pdf", lambda: (tmp_path / "gone.pdf").open("rb"), 9)
    found = write_outputs([*outputs({"a.html": "new"}), Output("g.pdf", gone, "file", Place(""))], tmp_path / "_site")
    message = f"the output could not be written (No such file or directory: {tmp_path}/gone.pdf)"
    assert problems(found) == [f"error: {message} [output/failed]"]
    assert state(tmp_path / "_site") == old


def test_a_failure_says_that_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = write_outputs(outputs({"a.html": "a"}), tmp_path / "file" / "_site")
    assert isinstance(found, list)
    assert found[0].hint == "what is published is still whole, or made whole by the next build"


def test_a_name_longer_than_the_file_system_takes_leaves_the_old_site_byte_for_byte(tmp_path: Path) -> None:
    old = fresh({"a.html": "old"}, tmp_path)
    found = write_outputs(outputs({"a.html": "new", "/".join(["n" * 250] * 20): "x"}), tmp_path)
    assert len(problems(found)) == 1
    assert state(tmp_path) == old


# Being cut off at any step

OLD = {
    "index.html": "old home",
    "same.html": "same",
    "gone/deep/page.html": "gone",
    "gone/other.html": "gone too",
    "file": "becomes a folder",
    "folder/a/b.html": "becomes a file",
    "folder/c.html": "becomes a file",
    "Case.html": "case",
}
NEW = {
    "index.html": "new home",
    "same.html": "same",
    "fresh/deep/page.html": "fresh",
    "file/inside/index.html": "was a file",
    "folder": "was a folder",
    "case.html": "case",
    "last.html": "last",
}
STEPS = ("replace", "unlink", "rmdir", "mkdir", "ftruncate", "write")


class Cut(BaseException):
    """The end of a process, as by a power cut: nothing that it does afterwards reaches the disk."""


class Disk:
    """The calls that change the disk, of which so many are carried out; a file is cut off just when it was opened."""

    def __init__(self, last: int) -> None:
        self.last, self.calls = last, 0

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls > self.last:
                raise Cut
            done = call(*args, **kwargs)
            if self.calls == self.last and isinstance(done, io.IOBase):
                done.close()
                raise Cut
            return done

        return step

    def wrap_open(self, call: Callable[..., Any]) -> Callable[..., Any]:
        step = self.wrap(call)

        def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            return (step if set(mode) & set("wax+") else call)(file, mode, *args, **kwargs)

        return opened


def cut_off(work: Callable[[], object], last: int) -> bool:
    """Do some work on a disk that takes so many changes and no more; return whether there were more."""
    disk = Disk(last)
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, disk.wrap(getattr(os, name)))
        patch.setattr(io, "open", disk.wrap_open(io.open))
        try:
            work()
        except Cut:
            return True
    return False


def cuts(old: Files, new: Files, folder: Path) -> Iterator[Path]:
    """Yield a folder for each step of writing a new site over an old one, cut off after that step."""
    for last in range(1000):
        site = folder / f"cut-{last}"
        write(old, site)
        if not cut_off(partial(write_outputs, outputs(new), site), last):
            assert state(site) == fresh(new, folder / "uncut")
            return
        yield site


BUILDS = pytest.mark.parametrize(("old", "new"), [({}, NEW), (OLD, NEW), (NEW, OLD), (OLD, {})])


@BUILDS
def test_a_cut_at_any_step_leaves_the_old_or_the_new_site_once_it_is_finished(
    tmp_path: Path, old: Files, new: Files
) -> None:
    write(old, tmp_path / "old")
    write(new, tmp_path / "new")
    before, after = published(tmp_path / "old"), published(tmp_path / "new")
    reached = []
    for site in cuts(old, new, tmp_path):
        cut = published(site)
        said = problems(finish_interrupted(site))
        assert said in ([], [FINISHED]), site
        assert cut in (before, after) or said, f"{site}: a mixture of which nobody was told"
        reached.append(published(site))
        assert reached[-1] in (before, after), site
    assert before in reached
    assert after in reached


@BUILDS
def test_after_a_cut_at_any_step_the_next_build_leaves_what_a_clean_one_does(
    tmp_path: Path, old: Files, new: Files
) -> None:
    for files in (old, new):
        folder = tmp_path / f"{len(files)}"
        whole = fresh(files, folder / "clean")
        for site in cuts(old, new, folder):
            finish_interrupted(site)
            write(files, site)
            assert state(site) == whole, site


def test_finishing_can_itself_be_cut_at_any_step(tmp_path: Path) -> None:
    write(OLD, tmp_path / "old")
    write(NEW, tmp_path / "new")
    whole = (published(tmp_path / "old"), published(tmp_path / "new"))
    for site in cuts(OLD, NEW, tmp_path):
        for last in range(1, 1000, 3):
            if not cut_off(partial(finish_interrupted, site), last):
                break
        assert published(site) in whole, site


def test_a_folder_that_was_never_cut_has_nothing_to_finish(tmp_path: Path) -> None:
    write({"a.html": "a"}, tmp_path)
    before = stamps(tmp_path)
    assert finish_interrupted(tmp_path) == []
    assert stamps(tmp_path) == before


def test_to_finish_does_not_make_a_folder(tmp_path: Path) -> None:
    assert finish_interrupted(tmp_path / "_site") == []
    assert not (tmp_path / "_site").exists()


def test_what_was_finished_is_said_once(tmp_path: Path) -> None:
    cut_off(lambda: write_outputs(outputs(NEW), tmp_path), 20)
    assert problems(finish_interrupted(tmp_path)) == [FINISHED]
    assert finish_interrupted(tmp_path) == []


# The lock


@contextmanager
def held(file: Path, text: str) -> Iterator[None]:
    """Hold the lock on a file as another process would, with its id written there."""
    fcntl = pytest.importorskip("fcntl")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(text)
        other.flush()
        yield


def test_another_build_at_work_is_named_by_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    with held(tmp_path / NOTES / "lock", "4711\n"):
        found = write_outputs(outputs({"a.html": "a"}), tmp_path)
    assert problems(found) == [f"error: another build (process 4711) is writing into {tmp_path} [output/busy]"]
    assert published(tmp_path) == {}


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for a lock."""
    monkeypatch.setattr(inspect.unwrap(locked), "__defaults__", (0.0,))


def test_another_build_that_finishes_while_we_wait_is_not_taken_for_one_that_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"a.html": "a"}, tmp_path)
    journal = tmp_path / NOTES / "journal.json"
    journal.write_text("{}")
    take = lock._take

    def take_late(descriptor: int) -> bool:
        journal.unlink()
        return take(descriptor)

    monkeypatch.setattr(lock, "_take", take_late)
    assert finish_interrupted(tmp_path) == []


def test_a_process_that_has_not_said_its_name_is_unknown(tmp_path: Path) -> None:
    with held(tmp_path / "lock", ""), pytest.raises(Busy, match="unknown"), locked(tmp_path / "lock", patience=0):
        pass


def test_what_an_ended_process_left_in_the_lock_does_not_stop_a_build(tmp_path: Path) -> None:
    (tmp_path / NOTES).mkdir()
    (tmp_path / NOTES / "lock").write_bytes(b"\xff" * 1000)
    write({"a.html": "a"}, tmp_path)
    assert (tmp_path / NOTES / "lock").read_bytes() == b""


def test_the_lock_names_its_process_while_it_is_held(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1234567890123\n")
    with locked(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_the_lock_ends_with_the_work_even_when_that_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), locked(tmp_path / "lock"):
        raise KeyboardInterrupt
    assert (tmp_path / "lock").read_bytes() == b""
    with locked(tmp_path / "lock", patience=0):
        pass


def test_a_file_system_without_locks_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(pytest.importorskip("fcntl"), "flock", no_locks)
    found = write_outputs(outputs({"a.html": "a"}), tmp_path)
    assert problems(found) == ["error: the output could not be written (No locks available) [output/failed]"]
