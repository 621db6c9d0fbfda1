"""Whether time grows with the length of what is worked on, and not with its square: without any absolute time."""

from __future__ import annotations

import time
from collections.abc import Callable

LINEAR = 9.0  # four times as much may take so much longer: 16 times would be the square


def growth(work: Callable[[int], object], length: int) -> float:
    """Return how many times longer work of four times the length takes; the best of three runs of each."""
    short = min(_seconds(work, length) for _ in range(3))
    long = min(_seconds(work, 4 * length) for _ in range(3))
    return long / max(short, 1e-9)


def _seconds(work: Callable[[int], object], length: int) -> float:
    start = time.process_time()
    work(length)
    return time.process_time() - start
