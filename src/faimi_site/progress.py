"""How far a long build is, on a terminal: one line that is written over, and gone at the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

PATIENCE = 0.5  # seconds before anything is shown: most builds are done by then
PAUSE = 0.1  # seconds between two looks of the line
_WORK = {
    "head": "reading front matter",
    "body": "reading pages",
    "page": "making pages",
    "redirect": "writing redirects",
    "text": "checking texts",
    "smaller": "resizing pictures",
    "cover": "drawing covers",
    "card": "drawing cards",
    "external": "asking other sites",
}
_CLEAR = "\r\x1b[K"

Report = Callable[[str, int, int], None]


class Progress:
    """Shows on a terminal what is being done, once that takes long; elsewhere, or without a stream, nothing."""

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._next = clock() + PATIENCE
        self._shown = False
        self._counts: dict[str, int] = {}
        self._on = stream is not None and stream.isatty()

    def report(self, step: str, done: int, total: int) -> None:
        """Take note of a step's work: how much of it is done, of how much; of 0 where that is counted up one by one."""
        if not self._on or step not in _WORK:
            return
        if not total:
            done = self._counts[step] = self._counts.get(step, 0) + done
        if self._clock() < self._next:
            return
        self._next = self._clock() + PAUSE
        self._shown = True
        self._write(f"{_CLEAR}{_WORK[step]}: {done}{f' of {total}' if total else ''}")

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write(_CLEAR)
            self._shown = False

    def _write(self, text: str) -> None:
        # A terminal that has been closed is no reason to stop, nor to forget the reason there is.
        with suppress(OSError):
            print(text, end="", file=self._stream, flush=True)
