"""Notes of builds that a power cut or a person has damaged: the next build makes them whole, and no file is lost."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faimi_site.build import Built, build
from faimi_site.disk.output import Written, refusal, write_outputs
from faimi_site.disk.repair import in_the_way, is_damaged
from faimi_site.disk.sources import read_sources
from faimi_site.problem import show
from tests.test_output import NOTES, RUBBISH, outputs, problems, state

JOURNAL_GONE = (
    "note: the note of what an earlier build had begun was damaged; it is gone, and this build begins anew"
    " [output/repaired]"
)


def repaired(files: str) -> str:
    text = f"the note of what builds have made was damaged; it is made anew, of the {files} known to be theirs"
    return f"note: {text} [output/repaired]"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site that has been built, with a page that has since gone and one that has changed."""
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Site\nurl: https://example.org\n")
    for name in ("index", "old", "changed"):
        (folder / "content" / f"{name}.md").write_text(f"---\ntitle: Page {name}\n---\n\nText.\n")
    assert isinstance(built(folder).written, Written)
    (folder / "content" / "old.md").unlink()
    (folder / "content" / "changed.md").write_text("---\ntitle: Another title\n---\n\nAnother text.\n")
    return folder


def built(site: Path) -> Built:
    sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False)
    assert refusal(site / "_site", site) is None
    return build(site, site / "_site", sources, found, strict=False, clean=False)


def said(made: Built) -> list[str]:
    return [show(one).partition("\n")[0] for one in made.problems if one.rule.startswith("output/")]


def clean(site: Path) -> dict[str, bytes | str | None]:
    """Return what a build of the site into a new folder leaves there."""
    sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False)
    assert build(site, site.parent / "clean", sources, found, strict=False, clean=True).written
    return state(site.parent / "clean")


DAMAGED = [*RUBBISH[:4], RUBBISH[8], b"{}", b'{"files": [1]}', b'{"write":5,"remove":{},"files":null}']


@pytest.mark.parametrize("rubbish", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_manifest_is_made_anew_of_what_the_last_build_left(site: Path, rubbish: bytes) -> None:
    (site / "_site" / NOTES / "manifest.json").write_bytes(rubbish)
    made = built(site)
    files = sum(len(names) for _, _, names in os.walk(site / "_site")) - 2
    assert said(made) == [repaired(f"{files + made.written.removed if made.written else 0} files")]
    assert state(site / "_site") == clean(site)


def test_a_repair_is_said_once(site: Path) -> None:
    (site / "_site" / NOTES / "manifest.json").write_bytes(b"")
    assert said(built(site)) != []
    assert said(built(site)) == []


@pytest.mark.parametrize("rubbish", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_journal_is_left_out_and_the_manifest_kept(site: Path, rubbish: bytes) -> None:
    (site / "_site" / NOTES / "journal.json").write_bytes(rubbish)
    assert said(built(site)) == [JOURNAL_GONE]
    assert state(site / "_site") == clean(site)


def test_what_a_build_leaves_is_noted_also_where_another_program_had_left_the_same(site: Path) -> None:
    built(site)
    (site / ".faimi-cache" / "output").write_bytes(b"of another program")
    built(site)
    (site / "content" / "changed.md").write_text("---\ntitle: A third title\n---\n\nText.\n")
    (site / "_site" / NOTES / "manifest.json").write_bytes(b"")
    assert built(site).written
    assert state(site / "_site") == clean(site)


def test_after_a_damaged_manifest_a_file_of_somebody_else_stays(site: Path) -> None:
    (site / "_site" / "mine.txt").write_text("mine")
    (site / "_site" / "old" / "index.html").write_text("mine too")
    (site / "_site" / NOTES / "manifest.json").write_bytes(b"")
    assert built(site).written
    assert (site / "_site" / "mine.txt").read_text() == "mine"
    assert (site / "_site" / "old" / "index.html").read_text() == "mine too"


def test_a_manifest_that_cannot_be_made_anew_leads_to_one_command(site: Path) -> None:
    (site / "_site" / NOTES / "manifest.json").write_bytes(b"")
    shutil.rmtree(site / ".faimi-cache")
    made = built(site)
    assert made.written is None
    (problem,) = {one.hint for one in made.problems if one.rule == "output/foreign-file"}
    command = f"rm -r {shlex.quote(str(site / '_site'))}"
    assert problem == f"move it out of the output folder, or remove that if all in it can go: {command}"
    subprocess.run(command, shell=True, check=True)
    assert built(site).written
    assert state(site / "_site") == clean(site)


@pytest.mark.parametrize("name", ["lock", "journal.json", "journal.new", "manifest.json", "manifest.new"])
def test_a_folder_in_the_place_of_a_note_leads_to_one_command(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "_site"
    write_outputs(outputs({"a.html": "a"}), folder)
    note = folder / NOTES / name
    note.unlink(missing_ok=True)
    (note / "mine").mkdir(parents=True)
    found = write_outputs(outputs({"a.html": "a", "b.html": "b"}), folder)
    assert isinstance(found, list)
    command = f"rm -r {shlex.quote(str(note))}"
    assert [one.hint for one in found] == [f"remove what stands in the place of a note of builds: {command}"]
    subprocess.run(command, shell=True, check=True)
    assert isinstance(write_outputs(outputs({"a.html": "a", "b.html": "b"}), folder), Written)
    assert (folder / "b.html").read_text() == "b"


def test_what_stands_beside_the_notes_is_not_blamed_for_a_failure(tmp_path: Path) -> None:
    (tmp_path / NOTES / "mine").mkdir(parents=True)
    found = write_outputs(outputs({"n" * 300: "a"}), tmp_path)
    assert len(problems(found)) == 1
    assert isinstance(found, list)
    assert found[0].hint == "what is published is still whole, or made whole by the next build"


def settled(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> list[str]:
    """Return the steps by which notes are put in place, and have reached the disk."""
    steps: list[str] = []
    replace, fsync = os.replace, os.fsync

    def replacing(old: Path | str, new: Path | str) -> None:
        steps.append(Path(new).name)
        replace(old, new)

    def settling(descriptor: int) -> None:
        steps.append("settle")
        fsync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replacing)
        patch.setattr(os, "fsync", settling)
        work()
    return steps


def test_each_note_has_reached_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = settled(monkeypatch, lambda: write_outputs(outputs({"a.html": "a"}), tmp_path))
    assert steps == ["settle", "journal.json", "a.html", "settle", "manifest.json"]


def test_notes_that_cannot_be_looked_at_are_neither_damaged_nor_in_the_way() -> None:
    nowhere = Path("n" * 300)
    assert not is_damaged(nowhere)
    assert in_the_way(nowhere) is None
