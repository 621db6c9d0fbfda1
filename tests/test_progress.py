"""How far a long build is, on a terminal and in a pipe."""

from __future__ import annotations

import io

from faimi_site.progress import PATIENCE, PAUSE, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_pipe_gets_nothing() -> None:
    pipe, clock = io.StringIO(), Clock()
    progress = Progress(pipe, clock)
    clock.now = 100
    progress.report("page", 1, 10)
    progress.end()
    assert pipe.getvalue() == ""


def test_what_is_done_soon_is_not_shown() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(terminal, clock)
    clock.now = PATIENCE / 2
    progress.report("page", 1, 10)
    progress.end()
    assert terminal.getvalue() == ""


def test_long_work_is_one_line_that_goes_at_the_end() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(terminal, clock)
    clock.now = PATIENCE
    progress.report("page", 3, 10)
    progress.report("page", 4, 10)
    clock.now += 2 * PAUSE
    progress.report("page", 5, 10)
    progress.end()
    clear = "\r\x1b[K"
    assert terminal.getvalue() == f"{clear}making pages: 3 of 10{clear}making pages: 5 of 10{clear}"


def test_pictures_are_counted_one_by_one() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(terminal, clock)
    progress.report("smaller", 1, 0)
    clock.now = PATIENCE
    progress.report("smaller", 1, 0)
    assert terminal.getvalue().endswith("resizing pictures: 2")


def test_small_steps_are_not_shown() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(terminal, clock)
    clock.now = PATIENCE
    progress.report("parts", 1, 0)
    assert terminal.getvalue() == ""


def test_a_terminal_that_has_been_closed_is_no_error() -> None:
    class Closed(Terminal):
        def write(self, _: str) -> int:
            raise OSError(5, "Input/output error")

    clock = Clock()
    progress = Progress(Closed(), clock)
    clock.now = PATIENCE
    progress.report("page", 3, 10)
    progress.end()
