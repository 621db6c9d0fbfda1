"""Many calls of one pure function, on all cores where processes can be forked, and on one elsewhere."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from typing import IO, Any

from faimi_site.problem import Level, Place, Problem

FEWEST = 8  # calls for each process: with fewer, forking takes longer than it saves
MOST = 1000  # calls that are shared out at one time: until then their results are in the memory of two processes


class Crashed:
    """Stands for the result of a call that took its process down, twice."""


def crashed(source: str, hint: str = "Halve the page until you find what it is, and report it") -> Problem:
    """Return the problem that a process ended while it worked on a page or another file."""
    message = "the process that worked on this file ended before it was done"
    return Problem("build/crashed", Level.ERROR, Place(source), message, f"is there enough memory? {hint}")


def mapped(
    call: Callable[[int], Any],
    number: int,
    report: Callable[[int, int], None] = lambda *_: None,
    fewest: int | None = None,
) -> list[Any]:
    """Return what a function makes of 0, 1 and so on, in this order: plain data, or Crashed.

    It runs in forked processes, so that what it changes in memory is lost. A call that raises is made again here,
    where it raises again; one whose process died is made again in a process of its own. After each call made here,
    `report` is told how many are done, and how many there are. No process makes less than the `fewest` calls.
    """
    made: list[Any] = []
    for start in range(0, number, MOST):
        calls = range(start, min(number, start + MOST))
        with _shared_memory() if number > MOST else nullcontext():
            made += _shared_out(call, calls, lambda done: report(done, number), fewest or FEWEST)
    return made


@contextmanager
def _shared_memory() -> Iterator[None]:
    """Keep what is in memory where it is: processes share it for as long as no search for what can go writes to it."""
    gc.collect(1)  # what can go by now would stay as well
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class Ahead:
    """Another process, which does some work beside this one and tells of it as it goes; none where none can."""

    def __init__(self, work: Callable[[Callable[[Any], None]], object]) -> None:
        self._child, self._pipe = 0, None
        if _can_fork() and _cores() > 1:
            with suppress(OSError):  # there is no room for another process
                self._child, reading = _forked(partial(_tell, work))
                self._pipe = os.fdopen(reading, "rb")

    @property
    def lives(self) -> bool:
        """Return whether there is such a process, which may not have told all."""
        return self._pipe is not None

    def next(self) -> Any:
        """Return what it tells next, as plain data, once it does; None where it has told all, or died."""
        if self._pipe:
            with suppress(EOFError, ValueError, TypeError):
                # Written by a copy of this very process.
                return marshal.load(self._pipe)  # noqa: S302
            self.end()
        return None

    def end(self) -> None:
        """End it, wherever it is."""
        if self._pipe:
            self._pipe.close()
            self._pipe = None
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)


def _tell(work: Callable[[Callable[[Any], None]], object], pipe: IO[bytes]) -> None:
    def tell(told: Any) -> None:
        marshal.dump(told, pipe)
        pipe.flush()

    work(tell)


def _shared_out(call: Callable[[int], Any], calls: range, report: Callable[[int], None], fewest: int) -> list[Any]:
    """Return the results of some calls, of which each process makes an equal share."""
    number = len(calls)
    most = max(1, min(_cores(), number // fewest)) if _can_fork() else 1
    # What a first short call imports and prepares, each process has from the start; long ones all go on at once.
    first = calls[: fewest > 1]
    made: dict[int, Any] = {at: call(at) for at in first}
    ours, *theirs = (calls[len(first) + start :: most] for start in range(most))
    children: list[tuple[int, int]] = []
    received: list[list[Any] | None] = []
    try:
        children.extend(_forked(partial(_write_results, call, chunk)) for chunk in theirs)
        for at in ours:
            made[at] = call(at)
            # The others are about as far.
            report(min(calls.stop, at + most))
        for (child, reading), chunk in zip(children, theirs, strict=True):
            received.append(_received(child, reading, len(chunk)))
    except BaseException:
        # Nobody waits for what the others make.
        for child, reading in children[len(received) :]:
            with suppress(OSError):  # it has ended by itself
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            with suppress(OSError):  # it has been read
                os.close(reading)
        raise
    for chunk, results in zip(theirs, received, strict=True):
        for at, result in zip(chunk, results if results is not None else map(_alone(call), chunk), strict=True):
            made[at] = call(at) if result is None else Crashed() if isinstance(result, Crashed) else result[0]
    return [made[at] for at in calls]


def _alone(call: Callable[[int], Any]) -> Callable[[int], Any]:
    """Return a function that makes one call in a process of its own: a list of its result, None, or Crashed."""

    def alone(at: int) -> Any:
        received = _received(*_forked(partial(_write_results, call, [at])), 1)
        return Crashed() if received is None else received[0]

    return alone


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    """Return whether a copy of this process is sound: on Linux, and while it has one thread."""
    return sys.platform == "linux" and threading.active_count() == 1


def _forked(write: Callable[[IO[bytes]], object]) -> tuple[int, int]:
    """Return a new process that writes something to a pipe, and where that is read."""
    # Who started this one may have the system forget its children, and then none could be waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    reading, writing = os.pipe()
    parent = os.getpid()
    # Python loses a signal that comes while it forks.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
    if child:
        os.close(writing)
        return child, reading
    try:
        # What the parent has is shared for as long as nobody writes to it, and a search for what can go would.
        gc.freeze()
        _end_with(parent)
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            write(pipe)
        os._exit(0)
    finally:
        os._exit(1)


def _end_with(parent: int) -> None:
    """Have the system end this process with the one that started it, however that ends (prctl(2), PR_SET_PDEATHSIG).

    Else it would work on for nobody, and hold what that one writes to.
    """
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _write_results(call: Callable[[int], Any], chunk: Sequence[int], pipe: IO[bytes]) -> None:
    # Each by itself: as one they would be in memory three times.
    made = [marshal.dumps(_tried(call, at)) for at in chunk]
    made.reverse()
    while made:
        pipe.write(made.pop())


def _tried(call: Callable[[int], Any], at: int) -> list[Any] | None:
    try:
        return [call(at)]
    except Exception:  # it is made again where it can be seen
        return None


def _received(child: int, reading: int, number: int) -> list[Any] | None:
    """Return the results of a process, or None where it died."""
    results: list[Any] | None = None
    with os.fdopen(reading, "rb") as pipe, suppress(EOFError, ValueError, TypeError):
        # Written by a copy of this very process.
        results = [marshal.load(pipe) for _ in range(number)]  # noqa: S302
    _, status = os.waitpid(child, 0)
    return None if status else results
