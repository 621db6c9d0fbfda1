"""Work that another process does ahead: taken where it is missing here, and no different from what is made here."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faimi_site import parallel
from faimi_site.build import Built, build
from faimi_site.disk.memory import load_memory
from faimi_site.disk.sources import read_sources
from faimi_site.load.site import load_site
from faimi_site.memory import Asked, Memory, Result
from faimi_site.problem import Fault

pytestmark = pytest.mark.usefixtures("forks")


def by() -> Result:
    return {"by": os.getpid()}


def is_made_here(result: Result) -> bool:
    return bool(result["by"] == os.getpid())


def one(memory: Memory) -> Result:
    return memory.recall("one", ("1",), by)


def many(memory: Memory) -> list[Result]:
    results = memory.recall_all("many", [Asked((str(at),), by) for at in range(3)])
    return [result for result in results if isinstance(result, dict)]


def test_what_is_missing_is_taken_from_the_process_ahead() -> None:
    memory = Memory(may_fork=True)
    with memory.ahead(one, ["one"]) as is_beside:
        assert is_beside
        assert not is_made_here(one(memory))


def test_many_results_are_taken_as_well() -> None:
    memory = Memory(may_fork=True)
    with memory.ahead(many, ["many", "one"]):
        assert not any(map(is_made_here, many(memory)))


def test_what_is_taken_is_remembered_as_if_it_had_been_made_here() -> None:
    memory = Memory(may_fork=True)
    with memory.ahead(many, ["many", "one"]):
        many(memory)
    assert not memory.is_as_before()
    assert len(dict(memory.texts())) == 3


def test_what_is_known_here_is_not_waited_for() -> None:
    memory = Memory(may_fork=True)
    one(memory)
    with memory.ahead(lambda _: time.sleep(60), ["one"]):
        assert is_made_here(one(memory))


def test_what_another_step_makes_is_not_waited_for() -> None:
    memory = Memory(may_fork=True)
    with memory.ahead(lambda _: time.sleep(60), ["many"]):
        assert is_made_here(one(memory))


def test_what_the_process_never_makes_is_made_here() -> None:
    memory = Memory(may_fork=True)
    with memory.ahead(many, ["many", "one"]):
        assert is_made_here(one(memory))
        # And what came before it was told is still there.
        assert not any(map(is_made_here, many(memory)))


@pytest.mark.parametrize("end", [lambda _: os.kill(os.getpid(), signal.SIGKILL), lambda _: 1 / 0])
def test_where_the_process_dies_all_is_made_here(end: Callable[[Memory], object]) -> None:
    memory = Memory(may_fork=True)
    with memory.ahead(end, ["one"]):
        assert is_made_here(one(memory))


def test_a_part_that_only_the_process_ahead_asked_for_is_kept_where_it_is_touched() -> None:
    def whole(memory: Memory) -> Result:
        def make() -> Result:
            return memory.recall("part", ("1",), by)

        return memory.recall("whole", ("1",), make)

    memory = Memory(may_fork=True)
    with memory.ahead(whole, ["whole"]):
        whole(memory)
        memory.touch("part", ("1",))
    assert not is_made_here(Memory(dict(memory.texts())).recall("part", ("1",), by))


def test_bytes_that_the_process_kept_are_found_here(tmp_path: Path) -> None:
    memory = load_memory(tmp_path)
    with memory.ahead(lambda there: there.keep("icon", ("1",), lambda: b"drawn there"), ["icon"]):
        found = memory.keep("icon", ("1",), lambda: b"drawn here")
    assert not isinstance(found, Fault)
    assert found.read() == b"drawn there"


def test_bytes_that_no_file_can_hold_are_handed_over(tmp_path: Path) -> None:
    (tmp_path / ".faimi-cache").write_text("in the way")
    memory = load_memory(tmp_path)
    with memory.ahead(lambda there: there.keep("icon", ("1",), lambda: b"drawn there"), ["icon"]):
        found = memory.keep("icon", ("1",), lambda: b"drawn here")
    assert not isinstance(found, Fault)
    assert found.read() == b"drawn there"


def test_a_fault_is_found_here_again() -> None:
    memory = Memory(may_fork=True)
    with memory.ahead(lambda there: there.keep("icon", ("1",), lambda: Fault("broken there", "")), ["icon"]):
        assert memory.keep("icon", ("1",), lambda: Fault("broken", "")) == Fault("broken", "")


def test_what_the_process_has_done_is_reported_here() -> None:
    reported: list[tuple[str, int, int]] = []
    memory = Memory(may_fork=True, report=lambda *done: reported.append(done))
    with memory.ahead(many, ["many", "one"]):
        many(memory)
    assert reported == [("many", 2, 3), ("many", 3, 3)]


def test_the_process_ends_with_what_it_was_for() -> None:
    memory = Memory(may_fork=True)
    with pytest.raises(KeyError), memory.ahead(lambda _: time.sleep(60), ["one"]):
        raise KeyError
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def no_process() -> int:
    raise BlockingIOError(errno.EAGAIN, "no process more")


@pytest.mark.parametrize("why", ["one core", "no room", "not asked"])
def test_where_there_is_no_second_process_all_is_made_here(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "one core":
        monkeypatch.setattr(parallel, "_cores", lambda: 1)
    if why == "no room":
        monkeypatch.setattr(os, "fork", no_process)
    memory = Memory(may_fork=why != "not asked")
    with memory.ahead(one, ["one"]) as is_beside:
        assert not is_beside
        assert is_made_here(one(memory))


def forever(_: int) -> int:
    time.sleep(60)
    return 0


def test_what_the_process_has_forked_ends_with_it() -> None:
    reading, writing = os.pipe()
    memory = Memory(may_fork=True)
    with memory.ahead(lambda _: parallel.mapped(forever, 2, fewest=1), ["one"]):
        os.close(writing)
        time.sleep(0.3)
    # Nobody has the other end any more.
    assert os.read(reading, 1) == b""
    os.close(reading)


# In a build


def built(site: Path) -> Built:
    sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False)
    return build(site, site / "_site", sources, found, strict=False, clean=False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "site.yaml": "title: A workshop\nurl: https://example.org\n",
        "content/index.md": "---\nevent: {name: A workshop, start: 2025-09-23, timezone: UTC}\n---\n\n[SCHEDULE]\n",
        "content/schedule.yaml": "sessions: [{start: 09:00, duration: 1 h, title: A}]\n",
        "content/a.md": "---\ntitle: A\nredirect_from: /b/\n---\n\nWords\n",
    }
    (tmp_path / "content").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("file", ["content/a.md", "content/schedule.yaml", "site.yaml", "content/index.md"])
def test_with_a_process_ahead_a_site_becomes_the_same(site: Path, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for change in ("", "# a comment\n"):
        with (site / file).open("a") as stream:
            stream.write(change)
        assert built(site).written
        made = bytes_of(site / "_site")
        with monkeypatch.context() as alone:
            alone.setattr(parallel, "_cores", lambda: 1)
            sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False)
            assert build(site, site / "_site", sources, found, strict=False, clean=True).written
        assert bytes_of(site / "_site") == made


def test_a_process_ahead_that_fails_is_no_fault_of_a_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def fails_there(*given: object, **named: object) -> object:
        if os.getpid() != here:
            raise ValueError
        return load_site(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("faimi_site.build.load_site", fails_there)
    made = built(site)
    assert made.written
    assert not [problem for problem in made.problems if problem.rule == "build/crashed"]
