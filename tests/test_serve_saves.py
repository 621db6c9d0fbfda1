"""Saves that reach the preview, however an editor makes them."""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.previews import SITE, Preview, files, previewed, until, write
from tests.sites import front

pytestmark = pytest.mark.slow


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    site = tmp_path / "site"
    write(site / "site.yaml", SITE)
    write(site / "content/index.md", "# Home\n")
    write(site / "content/old.md", "# Old\n")
    with previewed(site) as preview:
        preview.calm()
        yield preview


def test_a_page_that_is_saved_is_served_anew(preview: Preview) -> None:
    preview.write("content/index.md", "# New\n")
    preview.shows("/", "New")


def test_a_save_by_rename_counts(preview: Preview) -> None:
    preview.write("content/.index.md.tmp", "# New\n")
    os.replace(preview.site / "content/.index.md.tmp", preview.site / "content/index.md")
    preview.shows("/", "New")


def test_a_save_of_site_yaml_by_rename_counts_again_and_again(preview: Preview) -> None:
    for title in ("One", "Two", "Three"):
        preview.write("site.yaml.new", SITE.replace("Test site", title))
        os.replace(preview.site / "site.yaml.new", preview.site / "site.yaml")
        preview.shows("/", title)


def test_a_file_with_an_old_date_counts(preview: Preview) -> None:
    preview.write("slides.txt", "old slides")
    os.utime(preview.site / "slides.txt", (10**9, 10**9))
    shutil.copy2(preview.site / "slides.txt", preview.site / "content/slides.txt")
    until(lambda: preview.ask("/slides.txt").body == b"old slides")


def test_a_file_that_keeps_its_date_counts(preview: Preview) -> None:
    file = preview.site / "content/index.md"
    status = file.stat()
    preview.write("content/index.md", "# Hope\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    preview.shows("/", "Hope")


def test_a_deleted_file_is_gone(preview: Preview) -> None:
    (preview.site / "content/old.md").unlink()
    until(lambda: preview.ask("/old/").status == 404)


@pytest.mark.parametrize(("source", "address"), [("content/a/b/index.md", "/a/b/"), ("templates/default.html", "/")])
def test_a_new_folder_and_what_comes_into_it_later_count(preview: Preview, source: str, address: str) -> None:
    for text in ("First text", "Second text"):
        preview.write(source, f"{text}\n")
        preview.shows(address, text)


def test_a_folder_that_is_moved_in_counts(preview: Preview) -> None:
    preview.write("elsewhere/index.md", "# Moved\n")
    (preview.site / "elsewhere").rename(preview.site / "content/here")
    preview.shows("/here/", "Moved")
    preview.write("content/here/index.md", "# Again\n")
    preview.shows("/here/", "Again")


@pytest.mark.parametrize("name", ["content", "templates", "static", "assets", "site.yaml"])
def test_what_is_moved_away_for_a_moment_takes_nothing_away(preview: Preview, name: str) -> None:
    for path in ("templates/default.html", "static/own.css", "assets/a.txt"):
        preview.write(path, "{{ content }}\n")
    preview.calm()
    before = files(preview.site / "_site")
    shutil.move(preview.site / name, preview.site / "aside")
    until(lambda: any("the folder has gone" in line or "there is no site" in line for line in preview.errors))
    assert "Home" in preview.ask("/").text
    assert files(preview.site / "_site") == before
    shutil.move(preview.site / "aside", preview.site / name)
    preview.write("content/index.md", "# New\n")
    preview.shows("/", "New")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_that_is_linked_counts(preview: Preview) -> None:
    preview.write("assets/shared/a.txt", "One")
    (preview.site / "content/linked").symlink_to(preview.site / "assets/shared", target_is_directory=True)
    until(lambda: preview.ask("/linked/a.txt").body == b"One")
    preview.write("assets/shared/a.txt", "Two")
    until(lambda: preview.ask("/linked/a.txt").body == b"Two")


def test_what_an_editor_leaves_behind_is_no_change(preview: Preview) -> None:
    before = len(preview.builds)
    for name in (".index.md.swp", "index.md~", "#index.md#"):
        preview.write(f"content/{name}", "x")
    preview.write("notes.txt", "no source")
    time.sleep(0.5)
    assert len(preview.builds) == before


def test_two_saves_in_short_order_both_arrive(preview: Preview) -> None:
    before = len(preview.builds)
    preview.write("content/index.md", "# One\n")
    time.sleep(0.2)
    preview.write("content/old.md", "# Two\n")
    preview.shows("/", "One")
    preview.shows("/old/", "Two")
    until(lambda: len(preview.builds) >= before + 1)


def test_a_burst_of_500_files_gives_at_most_three_builds(preview: Preview) -> None:
    before = len(preview.builds)
    for number in range(500):
        preview.write(f"content/many/{number}.md", front(f"title: Page {number}", f"# Page {number}\n"))
    until(lambda: preview.ask("/many/499/").status == preview.ask("/many/0/").status == 200)
    time.sleep(1)
    assert preview.ask("/many/250/").status == 200
    assert 1 <= len(preview.builds) - before <= 3


def test_a_burst_of_deletions_gives_at_most_three_builds(preview: Preview) -> None:
    for number in range(500):
        preview.write(f"content/many/{number}.txt", f"{number}")
    until(lambda: preview.ask("/many/499.txt").status == 200)
    preview.calm()
    before = len(preview.builds)
    shutil.rmtree(preview.site / "content/many")
    until(lambda: preview.ask("/many/0.txt").status == preview.ask("/many/499.txt").status == 404)
    time.sleep(1)
    assert len(preview.builds) - before <= 3


def test_what_is_saved_while_a_build_runs_is_built_after_it(preview: Preview) -> None:
    for number in range(20):
        preview.write("content/index.md", f"# Number {number}\n")
        time.sleep(0.01)
    preview.shows("/", "Number 19")


def test_files_that_change_at_any_moment_are_never_missed(preview: Preview) -> None:
    chance = random.Random(5)
    for number in range(15):
        name = chance.choice(["index", "old", f"new-{number}"])
        preview.write(f"content/{name}.md", f"# Number {number}\n")
        time.sleep(chance.random() / 10)
    until(lambda: "Number" in preview.ask("/").text or "Number" in preview.ask("/old/").text)
    for file in (preview.site / "content").glob("*.md"):
        wanted = file.read_text(encoding="utf-8").removeprefix("# ").strip()
        preview.shows("/" if file.stem == "index" else f"/{file.stem}/", wanted)


def test_standing_warnings_are_printed_once(preview: Preview) -> None:
    for name in ("one", "two"):
        preview.write(f"content/{name}.md", front("title: Same"))
    until(lambda: "1 warning\n" in preview.errors)
    preview.write("content/old.md", "# New\n")
    preview.shows("/old/", "New")
    assert preview.errors.count("1 warning\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel is asked for the memory of a process")
def test_memory_does_not_grow_over_500_builds(preview: Preview) -> None:
    def resident() -> int:
        status = Path(f"/proc/{preview.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0])

    def build(numbers: range) -> None:
        for number in numbers:
            preview.write("content/index.md", f"# Number {number}\n\n" + f"Text {number}. " * 500)
            preview.shows("/", f"Number {number}<")
        time.sleep(1)

    # What is kept for the next builds is there by then.
    build(range(250))
    before = resident()
    build(range(250, 500))
    assert resident() < before * 1.1


def test_a_content_that_is_emptied_takes_nothing_away(preview: Preview) -> None:
    (preview.site / "content").rename(preview.site / "aside")
    preview.write("content/talks/.sync", "what a program leaves behind")
    until(lambda: any("nothing is left in the folder" in line for line in preview.errors))
    assert "Home" in preview.ask("/").text
    for name in ("old.md", "index.md"):
        (preview.site / "aside" / name).rename(preview.site / "content" / name)
    preview.write("content/index.md", "# Back\n")
    preview.shows("/", "Back")
    preview.shows("/old/", "Old")


def test_an_output_that_is_removed_is_built_again(preview: Preview) -> None:
    shutil.rmtree(preview.site / "_site")
    preview.shows("/", "Home")
