"""What builds remember: costly results by what they were made from, and nothing that could do harm."""

from __future__ import annotations

import io
import os
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from faimi_site import parallel, plan
from faimi_site.build import Built, build
from faimi_site.disk import memory as disk
from faimi_site.disk import sources as reading
from faimi_site.disk.memory import load_memory, save_memory
from faimi_site.disk.signatures import TICK, settled_at
from faimi_site.disk.sources import read_sources
from faimi_site.markdown import Rendered
from faimi_site.memory import Asked, Batch, Memory, digest
from faimi_site.model import Kept, MarkdownOptions, Source
from faimi_site.parallel import Crashed
from faimi_site.problem import Fault
from tests.drawn import pdf, photo
from tests.systems import pipe


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
    disk._program.cache_clear()
    before = disk._program()
    (tmp_path / "markdown.py").write_text("VERSION = 2")
    disk._program.cache_clear()
    assert disk._program() != before
    disk._program.cache_clear()


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
    pipe(cache / "memory")


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
    """Return a list to which each text is added that is rendered from now on, all by this process."""
    rendered: list[str] = []
    monkeypatch.setattr(parallel, "_cores", lambda: 1)
    from faimi_site import markdown

    render = markdown.render

    def spy(text: str, options: MarkdownOptions, memory: Memory, notebook: bool = False) -> Rendered:
        rendered.append(text)
        return render(text, options, memory, notebook)

    monkeypatch.setattr(markdown, "render", spy)
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


def test_a_page_is_rendered_once_for_a_template_that_asks_for_its_html_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_once(site)
    (site / "templates").mkdir()
    (site / "templates/default.html").write_text("{{ page.html }}{{ page.html }}{{ content }}")
    rendered = renderings(monkeypatch)
    build_once(site)
    assert len(rendered) == len(set(rendered)) == 2


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


# Bytes


def unmakeable() -> bytes:
    raise AssertionError("this was known")


def pictured(site: Path, make: Callable[[], bytes | Fault] = lambda: b"anew", clean: bool = False) -> bytes:
    """Return the bytes that a new build has of one input."""
    found = load_memory(site, clean=clean).keep("smaller", ("digest", "736"), make)
    assert not isinstance(found, Fault)
    return found.read()


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A site's folder whose builds keep one picture."""
    memory = load_memory(tmp_path)
    memory.keep("smaller", ("digest", "736"), lambda: b"a picture")
    save_memory(tmp_path, memory)
    return tmp_path


def the_file(site: Path) -> Path:
    (file,) = (site / ".faimi-cache" / "bytes").iterdir()
    return file


def test_bytes_are_made_once() -> None:
    memory = Memory()
    memory.keep("smaller", ("a",), lambda: b"one")
    again = memory.keep("smaller", ("a",), unmakeable)
    assert not isinstance(again, Fault)
    assert (again.read(), again.size) == (b"one", 3)


def test_bytes_are_known_to_the_next_build(drawn: Path) -> None:
    assert pictured(drawn, unmakeable) == b"a picture"


def test_bytes_are_whole_as_soon_as_they_are_made(tmp_path: Path) -> None:
    load_memory(tmp_path).keep("smaller", ("digest", "736"), lambda: b"a picture")
    assert pictured(tmp_path, unmakeable) == b"a picture"


def test_a_fault_is_not_remembered(tmp_path: Path) -> None:
    memory = load_memory(tmp_path)
    assert memory.keep("smaller", ("digest", "736"), lambda: Fault("broken")) == Fault("broken")
    save_memory(tmp_path, memory)
    assert pictured(tmp_path) == b"anew"


def test_bytes_that_a_build_did_not_use_are_removed(drawn: Path) -> None:
    memory = load_memory(drawn)
    memory.keep("smaller", ("other",), lambda: b"other")
    (drawn / ".faimi-cache" / "bytes" / "left.123").write_bytes(b"cut off")
    save_memory(drawn, memory)
    assert the_file(drawn).read_bytes().endswith(b"other")


def test_no_empty_folder_is_left_of_them(drawn: Path) -> None:
    save_memory(drawn, load_memory(drawn))
    assert os.listdir(drawn / ".faimi-cache") == ["memory"]


def test_bytes_cut_off_or_changed_anywhere_are_made_anew(drawn: Path) -> None:
    file = the_file(drawn)
    whole = file.read_bytes()
    for at in range(len(whole)):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            file.write_bytes(damaged)
            assert pictured(drawn) == b"anew", at


def test_bytes_whose_digest_is_known_are_not_read_before_they_are_wanted(
    drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = load_memory(drawn)
    found = memory.keep("smaller", ("digest", "736"), unmakeable)
    assert isinstance(found, Source)
    memory.digest(found)
    save_memory(drawn, memory)
    monkeypatch.setattr(disk.Files, "get", unmakeable)
    again = load_memory(drawn)
    known = again.keep("smaller", ("digest", "736"), unmakeable)
    assert isinstance(known, Source)
    assert (known.size, again.digest(known)) == (len(b"a picture"), digest(b"a picture"))


def test_bytes_cut_off_are_made_anew_also_where_their_digest_is_known(drawn: Path) -> None:
    memory = load_memory(drawn)
    found = memory.keep("smaller", ("digest", "736"), unmakeable)
    assert isinstance(found, Source)
    memory.digest(found)
    save_memory(drawn, memory)
    the_file(drawn).write_bytes(the_file(drawn).read_bytes()[:-1])
    assert pictured(drawn) == b"anew"


def test_bytes_of_another_key_are_not_taken(drawn: Path) -> None:
    memory = load_memory(drawn)
    memory.keep("smaller", ("other",), lambda: b"other")
    one, other = sorted((drawn / ".faimi-cache" / "bytes").iterdir())
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert pictured(drawn) == b"anew"


def test_bytes_of_another_program_are_not_taken(drawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_program", lambda: b"another version")
    assert pictured(drawn) == b"anew"


def test_a_clean_build_takes_no_bytes_but_its_own(drawn: Path) -> None:
    memory = load_memory(drawn, clean=True)
    found = memory.keep("smaller", ("digest", "736"), lambda: b"anew")
    again = memory.keep("smaller", ("digest", "736"), unmakeable)
    assert not isinstance(found, Fault)
    assert not isinstance(again, Fault)
    assert (found.read(), again.read()) == (b"anew", b"anew")


def test_bytes_that_vanish_during_a_build_are_made_anew(drawn: Path) -> None:
    found = load_memory(drawn).keep("smaller", ("digest", "736"), lambda: b"anew")
    the_file(drawn).unlink()
    assert not isinstance(found, Fault)
    assert found.read() == b"anew"


def test_bytes_that_vanish_and_cannot_be_made_anew_are_an_error_of_the_disk(drawn: Path) -> None:
    found = load_memory(drawn).keep("smaller", ("digest", "736"), lambda: Fault("the image is gone"))
    the_file(drawn).unlink()
    assert not isinstance(found, Fault)
    with pytest.raises(OSError, match="the image is gone"):
        found.read()


@pytest.mark.parametrize("put", [put_file, put_link_to_nothing, put_link_to_itself])
def test_where_no_bytes_can_be_kept_they_last_as_long_as_the_build(tmp_path: Path, put: Callable[[Path], None]) -> None:
    put(tmp_path / ".faimi-cache")
    memory = load_memory(tmp_path)
    memory.keep("smaller", ("digest", "736"), lambda: b"a picture")
    save_memory(tmp_path, memory)
    again = memory.keep("smaller", ("digest", "736"), unmakeable)
    assert not isinstance(again, Fault)
    assert again.read() == b"a picture"


def test_bytes_are_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".faimi-cache").mkdir()
    (tmp_path / ".faimi-cache" / "bytes").symlink_to("../elsewhere")
    memory = load_memory(tmp_path)
    memory.keep("smaller", ("digest", "736"), lambda: b"a picture")
    save_memory(tmp_path, memory)
    assert os.listdir(tmp_path / "elsewhere") == []


def test_a_site_with_pictures_is_built_from_its_cache_without_decoding_any(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "content" / "a.jpg").write_bytes(photo(900, 600))
    (site / "content" / "a.pdf").write_bytes(pdf())
    (site / "content" / "index.md").write_text("# A\n\n![x](a.jpg)\n\n[RESOURCES]\n")
    (site / "content" / "resources.yaml").write_text("- {title: P, file: a.pdf}")
    first = build_once(site)
    assert first.written
    made = {file: file.read_bytes() for file in (site / "_site").rglob("*") if file.is_file()}
    monkeypatch.setattr("faimi_site.pictures._opened", None)
    monkeypatch.setattr("faimi_site.pdfs._opened", None)
    second = build_once(site)
    assert second.written
    assert (second.written.written, second.written.removed) == (0, 0)
    monkeypatch.undo()
    assert build_once(site, clean=True).written
    assert {file: file.read_bytes() for file in (site / "_site").rglob("*") if file.is_file()} == made
    for file in (site / ".faimi-cache" / "bytes").iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    assert build_once(site).written
    assert {file: file.read_bytes() for file in (site / "_site").rglob("*") if file.is_file()} == made


def test_a_build_that_a_problem_stops_forgets_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_once(site)
    page = site / "content" / "a.md"
    right = page.read_text()
    page.write_text("---\ntitel: A\n---\n\n# A\n")
    assert build_once(site).written is None
    page.write_text(right)
    rendered = renderings(monkeypatch)
    build_once(site)
    assert rendered == []


def test_what_a_build_made_that_a_problem_stops_is_known_to_the_next(site: Path) -> None:
    (site / "content" / "b.md").write_text("---\ntitel: B\n---\n\nText\n")
    assert build_once(site).written is None
    assert dict(load_memory(site).texts(used_alone=False))


# Many at once


def test_of_many_results_those_that_are_known_are_not_made_again() -> None:
    first = Memory()
    first.recall("page", ("1",), lambda: {"n": 1})
    memory = Memory(dict(first.texts()))
    asked = [Asked(("1",), never), Asked(("2",), lambda: {"n": 2})]
    assert memory.recall_all("page", asked) == [{"n": 1}, {"n": 2}]
    assert memory.recall_all("page", asked[1:]) == [{"n": 2}]


def test_what_holds_no_more_is_made_again_and_kept() -> None:
    first = Memory()
    first.recall("page", ("1",), lambda: {"n": 1})
    memory = Memory(dict(first.texts()))
    asked = [Asked(("1",), lambda: {"n": 2})]
    assert memory.recall_all("page", asked, lambda _, known: known["n"] != 1) == [{"n": 2}]
    assert Memory(dict(memory.texts())).recall_all("page", asked) == [{"n": 2}]


def test_what_is_of_one_build_alone_is_not_kept() -> None:
    memory = Memory()
    memory.recall_all("page", [Asked(("1",), lambda: {"n": 1, "_body": b"bytes"})])
    assert Memory(dict(memory.texts())).recall("page", ("1",), never) == {"n": 1}


def test_a_part_of_what_is_remembered_as_a_whole_can_be_kept() -> None:
    first = Memory()
    first.recall("pdf", ("1",), lambda: {"pages": 3})
    second = Memory(dict(first.texts()))
    second.touch("pdf", ("1",))
    second.touch("pdf", ("2",))
    assert Memory(dict(second.texts())).recall("pdf", ("1",), never) == {"pages": 3}


# Bytes of many at once


@pytest.fixture(params=[1, 2])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(parallel, "_cores", lambda: request.param)
    assert isinstance(request.param, int)
    return request.param


def batch(name: str, *bodies: bytes | Fault) -> Batch:
    return Batch([(name, str(nth)) for nth in range(len(bodies))], lambda: lambda nth: bodies[nth])


def all_read(found: Sequence[Sequence[Source | Fault] | Crashed]) -> list[list[bytes | Fault] | Crashed]:
    return [
        one if isinstance(one, Crashed) else [body.read() if isinstance(body, Source) else body for body in one]
        for one in found
    ]


BATCHES = [batch("a", b"1", b"2"), batch("b", Fault("broken", "mend it")), batch("c", b"3"), batch("d")]
BODIES = [[b"1", b"2"], [Fault("broken", "mend it")], [b"3"], []]


@pytest.mark.usefixtures("cores")
@pytest.mark.parametrize("clean", [False, True])
def test_bytes_of_many_are_made_once_in_their_order(tmp_path: Path, clean: bool) -> None:
    memory = load_memory(tmp_path, clean=clean)
    found = memory.keep_all("smaller", BATCHES)
    assert all_read(found) == BODIES
    again = [Batch(batch.inputs, unopenable) for batch in (BATCHES[0], BATCHES[2])]
    assert all_read(memory.keep_all("smaller", again)) == [BODIES[0], BODIES[2]]
    save_memory(tmp_path, memory)
    assert all_read(load_memory(tmp_path).keep_all("smaller", again)) == [BODIES[0], BODIES[2]]


def unopenable() -> Callable[[int], bytes | Fault]:
    raise AssertionError("this was known")


@pytest.mark.usefixtures("cores")
def test_a_clean_build_takes_no_bytes_of_many_but_its_own(tmp_path: Path) -> None:
    load_memory(tmp_path).keep_all("smaller", BATCHES)
    anew = [batch("a", b"anew", b"anew"), batch("c", b"anew")]
    found = load_memory(tmp_path, clean=True).keep_all("smaller", anew)
    assert all_read(found) == [[b"anew", b"anew"], [b"anew"]]


@pytest.mark.usefixtures("cores")
def test_bytes_of_many_that_no_file_can_hold_last_as_long_as_the_build(tmp_path: Path) -> None:
    put_file(tmp_path / ".faimi-cache")
    for memory in (Memory(), load_memory(tmp_path), load_memory(tmp_path, clean=True)):
        found = memory.keep_all("smaller", BATCHES)
        assert all_read(found) == BODIES
        again = [Batch(batch.inputs, unopenable) for batch in (BATCHES[0], BATCHES[2])]
        assert all_read(memory.keep_all("smaller", again)) == [BODIES[0], BODIES[2]]


@pytest.mark.usefixtures("cores")
def test_of_a_batch_only_what_is_missing_is_made(tmp_path: Path) -> None:
    load_memory(tmp_path).keep("smaller", ("a", "0"), lambda: b"known")
    found = load_memory(tmp_path).keep_all("smaller", [batch("a", b"1", b"2"), batch("c", b"3")])
    assert all_read(found) == [[b"known", b"2"], [b"3"]]


@pytest.mark.usefixtures("forks")
def test_a_batch_that_kills_its_process_is_named(tmp_path: Path) -> None:
    here = os.getpid()

    def kill() -> Callable[[int], bytes | Fault]:
        assert os.getpid() != here
        os.kill(os.getpid(), signal.SIGKILL)
        return lambda _: b""

    asked = [batch("a", b"1"), Batch([("b", "0")], kill), batch("c", b"3"), batch("d", b"4")]
    first, second, *others = load_memory(tmp_path).keep_all("smaller", asked)
    assert isinstance(second, Crashed)
    assert all_read([first, *others]) == [[b"1"], [b"3"], [b"4"]]


# Files by their stamps


def counted(body: bytes, stamp: str, read: list[str]) -> Source:
    def opened() -> BinaryIO:
        read.append(stamp)
        return io.BytesIO(body)

    return Source("a.bin", opened, len(body), stamp)


def test_a_file_with_a_known_stamp_is_not_read() -> None:
    read: list[str] = []
    memory = Memory()
    known = memory.digest(counted(b"one", "stamp", read))
    assert memory.digest(counted(b"one", "stamp", read)) == known == digest(b"one")
    assert read == ["stamp"]


def test_a_file_with_another_stamp_is_read() -> None:
    read: list[str] = []
    memory = Memory()
    memory.digest(counted(b"one", "stamp", read))
    assert memory.digest(counted(b"two", "other", read)) == digest(b"two")


def test_a_file_without_a_stamp_is_read_each_time() -> None:
    read: list[str] = []
    memory = Memory()
    assert {memory.digest(counted(b"one", "", read)) for _ in range(2)} == {digest(b"one")}
    assert len(read) == 2


def test_a_file_that_cannot_be_read_has_no_digest() -> None:
    def refuse() -> BinaryIO:
        raise PermissionError

    assert Memory().digest(Source("a.bin", refuse, 1)) == ""


def test_a_file_changed_just_now_has_no_stamp(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    assert settled_at(str(file)) == ""
    assert settled_at(str(tmp_path / "absent")) == ""


def test_a_file_that_has_settled_has_one_and_another_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    time.sleep(3 * TICK / 1e9)
    before = settled_at(str(file))
    file.write_bytes(b"two")
    time.sleep(3 * TICK / 1e9)
    assert "" != before != settled_at(str(file)) != ""


def test_a_file_with_a_time_in_whole_seconds_settles_later(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    whole = time.time_ns() // 1_000_000_000 * 1_000_000_000
    os.utime(file, ns=(whole, whole))
    time.sleep(3 * TICK / 1e9)
    assert settled_at(str(file)) == ""


# What the output holds


@pytest.fixture
def holding(site: Path) -> Path:
    """A built site whose output has settled."""
    build_once(site)
    time.sleep(3 * TICK / 1e9)
    build_once(site)
    return site


def test_a_page_that_the_output_holds_is_not_made_again(holding: Path) -> None:
    kinds = {output.path: type(output.body) for output in build_once(holding).outputs}
    assert kinds["index.html"] is kinds["a/index.html"] is Kept


def test_a_page_that_somebody_changed_in_the_output_is_made_again(holding: Path) -> None:
    page = holding / "_site" / "index.html"
    right = page.read_bytes()
    page.write_bytes(right.replace(b"Welcome", b"Welcyme"))
    built = build_once(holding)
    assert built.written
    assert (built.written.written, page.read_bytes()) == (1, right)


def test_a_page_that_is_gone_from_the_output_is_made_again(holding: Path) -> None:
    page = holding / "_site" / "index.html"
    right = page.read_bytes()
    page.unlink()
    build_once(holding)
    assert page.read_bytes() == right


def test_what_one_folder_holds_is_not_what_another_does(holding: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    sources, found = read_sources(holding, date(2025, 9, 1), "", drafts=False)
    build(holding, other, sources, found, strict=False, clean=False)
    assert (other / "index.html").read_bytes() == (holding / "_site" / "index.html").read_bytes()


def test_a_build_that_another_overtook_makes_the_whole_site_all_the_same(
    holding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = {file: file.read_bytes() for file in (holding / "_site").rglob("*.html")}
    other = tmp_path / "other"
    shutil.copytree(holding, other, ignore=shutil.ignore_patterns("_site", ".faimi-cache"))
    (other / "content" / "index.md").write_text("---\ntitle: Home\n---\n\nAnother edition\n")
    overtaken: list[bool] = []

    def slowly_planned(*given: Any) -> plan.Planned:
        made = planned(*given)
        if not overtaken:
            overtaken.append(True)
            theirs, found = read_sources(other, date(2025, 9, 1), "", drafts=False)
            assert build(other, holding / "_site", theirs, found, strict=False, clean=False).written
        return made

    planned = plan.planned
    monkeypatch.setattr(plan, "planned", slowly_planned)
    (holding / "content" / "a.md").write_text("---\ntitle: A\n---\n\n# A\n\n")
    assert build_once(holding).written
    assert overtaken
    assert {file: file.read_bytes() for file in (holding / "_site").rglob("*.html")} == right


def test_a_changed_text_makes_its_own_page_again_and_no_other(holding: Path) -> None:
    (holding / "content" / "a.md").write_text("---\ntitle: A\n---\n\nOther words\n")
    kinds = {output.path: type(output.body) for output in build_once(holding).outputs}
    assert (kinds["index.html"], kinds["a/index.html"]) == (Kept, bytes)


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the name of each source is added that is opened from now on."""
    names: list[str] = []

    def spy(file: str) -> BinaryIO:
        names.append(os.path.basename(file))
        return open(file, "rb")

    monkeypatch.setattr(reading, "_open", spy)
    return names


def test_no_other_page_is_read_for_a_changed_text(holding: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (holding / "content" / "a.md").write_text("---\ntitle: A\n---\n\nOther words\n")
    names = opened(monkeypatch)
    build_once(holding)
    assert {name for name in names if name.endswith(".md")} == {"a.md"}


def looked_at(monkeypatch: pytest.MonkeyPatch, site: Path) -> list[str]:
    """Return a list to which each output is added whose stamp is looked up from now on."""
    paths: list[str] = []

    def spy(file: str) -> str:
        paths.append(Path(file).relative_to(site / "_site").as_posix())
        return settled_at(file)

    monkeypatch.setattr(disk, "settled_at", spy)
    return paths


def test_what_is_noted_of_other_outputs_is_noted_again(holding: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in ("Other", "Yet other"):
        (holding / "content" / "a.md").write_text(f"---\ntitle: A\n---\n\n{words} words\n")
        paths = looked_at(monkeypatch, holding)
        build_once(holding)
    assert paths == ["a/index.html"]


def test_a_changed_title_makes_all_pages_again_that_can_show_it(holding: Path) -> None:
    (holding / "content" / "a.md").write_text("---\ntitle: B\n---\n\n# A\n")
    kinds = {output.path: type(output.body) for output in build_once(holding).outputs}
    assert kinds["index.html"] is kinds["a/index.html"] is bytes


def test_a_file_that_changes_while_it_is_read_leaves_no_memory(site: Path) -> None:
    build_once(site)
    time.sleep(3 * TICK / 1e9)
    sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False)
    (site / "content" / "a.md").write_text("---\ntitle: A\n---\n\nChanged meanwhile\n")
    before = (site / ".faimi-cache" / "memory").read_bytes()
    build(site, site / "_site", sources, found, strict=False, clean=False)
    assert (site / ".faimi-cache" / "memory").read_bytes() == before
