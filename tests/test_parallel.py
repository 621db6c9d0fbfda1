"""Calls on several cores: in order, the same as on one, and honest about what went wrong."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from faimi_site import parallel
from faimi_site.parallel import Crashed, mapped


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "FEWEST", 1)


def process(_: int) -> int:
    return os.getpid()


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 100])
def test_results_come_in_the_order_of_the_calls(number: int) -> None:
    assert mapped(lambda at: at * at, number) == [at * at for at in range(number)]


@pytest.mark.usefixtures("forks")
def test_two_cores_are_two_processes() -> None:
    assert len(set(mapped(process, 10))) == 2


@pytest.mark.usefixtures("forks")
def test_what_a_first_short_call_has_prepared_all_processes_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "FEWEST", 2)
    prepared: list[int] = []

    def call(at: int) -> int:
        if not prepared:
            prepared.append(at)
        return prepared[0]

    assert mapped(call, 10) == [0] * 10


@pytest.mark.usefixtures("forks")
def test_processes_are_waited_for_also_where_children_are_to_be_forgotten() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert len(set(mapped(process, 10))) == 2
    finally:
        signal.signal(signal.SIGCHLD, before)


@pytest.mark.usefixtures("forks")
def test_few_calls_stay_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "FEWEST", 8)
    assert set(mapped(process, 15)) == {os.getpid()}


def test_beside_other_threads_nothing_is_forked() -> None:
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert set(mapped(process, 10)) == {os.getpid()}
    finally:
        wait.set()
        thread.join()


@pytest.mark.usefixtures("forks")
def test_bytes_and_nested_data_come_back_as_they_were() -> None:
    given = {"a": [1, None, True, {"b": "é\ud800"}], "_body": b"\x00\xff"}
    assert mapped(lambda _: given, 4) == [given] * 4


@pytest.mark.usefixtures("forks")
def test_many_calls_are_shared_out_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MOST", 3)
    said: list[tuple[int, int]] = []
    assert mapped(lambda at: at * at, 8, lambda *told: said.append(told)) == [at * at for at in range(8)]
    assert said == sorted(said)
    assert said[-1] == (8, 8)


@pytest.mark.usefixtures("forks")
def test_more_than_a_pipe_holds_comes_back() -> None:
    assert mapped(lambda at: bytes([at]) * 1_000_000, 4) == [bytes([at]) * 1_000_000 for at in range(4)]


@pytest.mark.usefixtures("forks")
def test_a_call_that_raises_raises_here() -> None:
    def call(at: int) -> int:
        if at == 3:
            raise ValueError(f"call {at}")
        return at

    with pytest.raises(ValueError, match="call 3"):
        mapped(call, 6)


@pytest.mark.usefixtures("forks")
def test_what_ends_the_work_here_ends_it_in_the_other_processes_too(tmp_path: Path) -> None:
    here = os.getpid()

    def call(_: int) -> None:
        if os.getpid() == here:
            raise SystemExit(143)
        time.sleep(1)
        (tmp_path / "done").touch()

    with pytest.raises(SystemExit):
        mapped(call, 10, fewest=1)
    assert not (tmp_path / "done").exists()


@pytest.mark.usefixtures("forks")
def test_a_signal_while_the_other_processes_are_waited_for_ends_them(tmp_path: Path) -> None:
    here, other = os.getpid(), tmp_path / "other"

    def call(_: int) -> None:
        if os.getpid() != here:
            other.write_text(str(os.getpid()))
            os.kill(here, signal.SIGTERM)  # it is held back while Python forks, and would be lost there
            time.sleep(60)

    def end(*_: object) -> None:
        raise SystemExit(143)

    before = signal.signal(signal.SIGTERM, end)
    try:
        with pytest.raises(SystemExit):
            mapped(call, 10)
    finally:
        signal.signal(signal.SIGTERM, before)
    with pytest.raises(ProcessLookupError):
        os.kill(int(other.read_text()), 0)


@pytest.mark.usefixtures("forks")
def test_a_call_that_kills_its_process_is_named_and_the_others_are_made() -> None:
    here = os.getpid()

    def call(at: int) -> int:
        if at == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return at

    made = mapped(call, 8)
    assert [at for at, one in enumerate(made) if isinstance(one, Crashed)] == [3]
    assert [one for one in made if not isinstance(one, Crashed)] == [0, 1, 2, 4, 5, 6, 7]


@pytest.mark.usefixtures("forks")
def test_how_far_the_work_is_is_told_as_it_goes() -> None:
    said: list[tuple[int, int]] = []
    mapped(lambda at: at, 5, lambda done, total: said.append((done, total)))
    assert said[-1] == (5, 5)
    assert all(total == 5 for _, total in said)
