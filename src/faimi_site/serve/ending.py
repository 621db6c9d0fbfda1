"""What ends a preview from outside: Ctrl-C, a terminal that is closed, and whoever stops processes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # the last is unknown to Windows
_asked: list[int] = []  # signals that have come


class Ended(SystemExit):
    """A signal asks for the end, with the exit code that shells give to it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def heeded() -> list[int]:
    """Return the signals that end the preview: not those that whoever started it wants ignored, as nohup does."""
    known = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    return [number for number in known if signal.getsignal(number) is not signal.SIG_IGN]


def code(number: int) -> int:
    """Return the exit code of what a signal has ended."""
    return 128 + number


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let signals raise Ended meanwhile, wherever the program is."""
    _asked.clear()
    before = {number: signal.signal(number, _raise) for number in heeded()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def check() -> None:
    """Raise Ended if a signal has asked for the end while Python could not raise it, as in the end of an object."""
    if _asked:
        raise Ended(code(_asked[0]))


def _raise(number: int, _: object) -> NoReturn:
    _asked.append(number)
    raise Ended(code(number))
