"""What builds remember: costly results by what they were made from, and nothing that could do harm."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from faimi_site.build import Built, build
from faimi_site.disk import memory as disk
from faimi_site.disk.memory import load_memory, save_memory
from faimi_site.disk.sources import read_sources
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions


def never() -> dict[str, Any]:
    raise AssertionError("this was known")


def made(text: str) -> Callable[[], dict[str, Any]]:
    return lambda: {"html": text}


def remembered(site: Path) -> dict[str, Any]:
    """Return what a new build recalls of one input, or makes."""
    return load_memory(site).recall("markdown", ("text",), made("made anew"))


def build_once(site: Path, clean: bool = False) -> Built:
    sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False)
    return build(site, site / "_site", sources, found, strict=False, clean=clean)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A site's folder whose builds remember one result."""
    memory = Memory()
    memory.recall("markdown", ("text",), made("remembered"))
    save_memory(tmp_path, memory)
    return tmp_path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The smallest site of two pages."""
    (tmp_path / "content").mkdir()
    (tmp_path / "site.yaml").write_text("title: Site\nurl: https://example.org\n")
    (tmp_path / "content" / "index.md").write_text("---\ntitle: Home\n---\n\n*Welcome*\n")
    (tmp_path / "content" / "a.md").write_text("---\ntitle: A\n---\n\n# A\n")
    return tmp_path


# Recall


def test_what_is_not_known_is_made() -> None:
    assert Memory().recall("markdown", ("text",), made("one")) == {"html": "one"}


def test_what_was_made_is_not_made_again() -> None:
    memory = Memory()
    memory.recall("markdown", ("text",), made("one"))
    assert memory.recall("markdown", ("text",), never) == {"html": "one"}


def test_what_another_build_made_is_not_made_again() -> None:
    first = Memory()
    first.recall("markdown", ("text",), made("one"))
    assert Memory(first.used).recall("markdown", ("text",), never) == {"html": "one"}


@pytest.mark.parametrize(
    ("step", "inputs"),
    [
        ("math", ("a", "b")),
        ("markdown", ("a", "c")),
        ("markdown", ("b", "a")),
        ("markdown", ("ab",)),
        ("markdown", ("a", "b", "")),
        ("markdown", ('a", "b',)),
    ],
)
def test_another_step_or_other_inputs_are_something_else(step: str, inputs: tuple[str, ...]) -> None:
    memory = Memory()
    memory.recall("markdown", ("a", "b"), made("one"))
    assert memory.recall(step, inputs, made("two")) == {"html": "two"}


@pytest.mark.parametrize("known", [None, 5, "text", [], True])
def test_a_known_result_of_another_shape_is_made_anew(known: Any) -> None:
    first = Memory()
    first.recall("markdown", ("text",), made("one"))
    damaged = dict.fromkeys(first.used, known)
    assert Memory(damaged).recall("markdown", ("text",), made("two")) == {"html": "two"}


def test_inputs_of_any_characters_are_taken() -> None:
    assert Memory().recall("markdown", ("\ud800\x00\U0001f389",), made("one")) == {"html": "one"}


# Between builds


def test_what_a_build_made_is_known_to_the_next(kept: Path) -> None:
    assert remembered(kept) == {"html": "remembered"}


def test_without_a_cache_nothing_is_known(tmp_path: Path) -> None:
    assert remembered(tmp_path) == {"html": "made anew"}


def test_the_cache_is_text_below_one_seal(kept: Path) -> None:
    seal, _, text = (kept / ".faimi-cache" / "memory").read_text("ascii").partition("\n")
    assert (len(seal), text[0], text[-1]) == (64, "{", "}")


def test_results_that_a_build_did_not_use_are_dropped(kept: Path) -> None:
    memory = load_memory(kept)
    memory.recall("markdown", ("other",), made("other"))
    save_memory(kept, memory)
    assert remembered(kept) == {"html": "made anew"}


def test_results_that_a_build_used_are_kept(kept: Path) -> None:
    memory = load_memory(kept)
    memory.recall("markdown", ("text",), never)
    save_memory(kept, memory)
    assert remembered(kept) == {"html": "remembered"}


def test_results_of_another_program_are_not_taken(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_program", lambda: b"another version")
    assert remembered(kept) == {"html": "made anew"}


def test_a_program_with_one_other_letter_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "markdown.py").write_text("VERSION = 1")
    monkeypatch.setattr(disk, "__file__", str(tmp_path / "disk" / "memory.py"))
    before = disk._program()
    (tmp_path / "markdown.py").write_text("VERSION = 2")
    assert disk._program() != before


def test_a_cache_cut_off_anywhere_is_not_taken(kept: Path) -> None:
    file = kept / ".faimi-cache" / "memory"
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert remembered(kept) == {"html": "made anew"}, length


def test_a_cache_with_one_changed_byte_is_not_taken(kept: Path) -> None:
    file = kept / ".faimi-cache" / "memory"
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert remembered(kept) == {"html": "made anew"}, at


RUBBISH = [b"", b"\n", b"\x00\xff\n\xfe", b"{}", b"null", b"[" * 200_000, b"\x80\x04cos\nsystem\n(S'true'\ntR."]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
@pytest.mark.parametrize("sealed", [False, True])
def test_a_cache_of_rubbish_is_an_empty_memory(tmp_path: Path, rubbish: bytes, sealed: bool) -> None:
    (tmp_path / ".faimi-cache").mkdir()
    seal = disk._seal(rubbish) + b"\n" if sealed else b""
    (tmp_path / ".faimi-cache" / "memory").write_bytes(seal + rubbish)
    assert remembered(tmp_path) == {"html": "made anew"}


def test_the_same_memory_is_not_written_again(kept: Path) -> None:
    file = kept / ".faimi-cache" / "memory"
    memory = load_memory(kept)
    memory.recall("markdown", ("text",), never)
    before = (file.stat().st_ino, file.stat().st_mtime_ns)
    save_memory(kept, memory)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before


def test_nothing_else_is_left_in_the_cache(kept: Path) -> None:
    assert os.listdir(kept / ".faimi-cache") == ["memory"]


def test_a_cache_that_could_not_be_put_in_place_is_cleared_away(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    save_memory(kept, Memory())
    assert os.listdir(kept / ".faimi-cache") == ["memory"]


# A cache that is none


def put_file(cache: Path) -> None:
    cache.write_text("a file")


def put_folder_for_file(cache: Path) -> None:
    (cache / "memory").mkdir(parents=True)


def put_pipe(cache: Path) -> None:
    cache.mkdir()
    os.mkfifo(cache / "memory")


def put_link_to_nothing(cache: Path) -> None:
    cache.symlink_to("absent")


def put_link_to_itself(cache: Path) -> None:
    cache.symlink_to(cache.name)


@pytest.mark.parametrize("put", [put_file, put_folder_for_file, put_pipe, put_link_to_nothing, put_link_to_itself])
def test_a_cache_that_cannot_be_one_does_not_stop_a_build(site: Path, put: Callable[[Path], None]) -> None:
    put(site / ".faimi-cache")
    assert build_once(site).written
    assert "<em>Welcome</em>" in (site / "_site" / "index.html").read_text()


def test_a_cache_that_cannot_be_written_does_not_stop_a_build(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_folder = Path.mkdir

    def mkdir(folder: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        if folder.name == ".faimi-cache":
            raise PermissionError(13, "Permission denied", str(folder))
        made_folder(folder, mode, parents, exist_ok)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    assert build_once(site).written


def test_a_cache_that_cannot_be_read_is_an_empty_memory(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def read_unless_locked(file: Path) -> bytes:
        if file.name == "memory":
            raise PermissionError(13, "Permission denied", str(file))
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", read_unless_locked)
    assert remembered(kept) == {"html": "made anew"}


def test_a_cache_that_is_a_link_is_not_written_into(kept: Path) -> None:
    (kept / "elsewhere").mkdir()
    (kept / "site").mkdir()
    (kept / "site" / ".faimi-cache").symlink_to("../elsewhere")
    save_memory(kept / "site", Memory())
    assert os.listdir(kept / "elsewhere") == []


# In a build


def renderings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which each text is added that is rendered from now on."""
    rendered: list[str] = []
    from faimi_site import markdown

    render = markdown._render

    def spy(text: str, options: MarkdownOptions) -> dict[str, Any]:
        rendered.append(text)
        return render(text, options)

    monkeypatch.setattr(markdown, "_render", spy)
    return rendered


def test_an_unchanged_site_renders_nothing_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_once(site)
    rendered = renderings(monkeypatch)
    build_once(site)
    assert rendered == []


def test_an_edited_page_alone_is_rendered_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_once(site)
    (site / "content" / "a.md").write_text("---\ntitle: A\n---\n\n# B\n")
    rendered = renderings(monkeypatch)
    build_once(site)
    assert [text.strip() for text in rendered] == ["# B"]


def test_a_clean_build_takes_nothing_from_the_cache(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_once(site)
    rendered = renderings(monkeypatch)
    build_once(site, clean=True)
    assert len(rendered) == 2


def test_a_build_with_a_cache_makes_the_same_bytes_as_one_without(site: Path) -> None:
    build_once(site)
    first = {file: file.read_bytes() for file in (site / "_site").rglob("*.html")}
    assert build_once(site).written
    assert build_once(site, clean=True).written
    assert {file: file.read_bytes() for file in (site / "_site").rglob("*.html")} == first
