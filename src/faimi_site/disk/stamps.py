"""What tells without reading a file that it is still the same."""

from __future__ import annotations

import os
import time
from pathlib import Path

GRAIN = 50_000_000  # nanoseconds: more than any tick of a kernel's clock
COARSE = 2_000_000_000  # where times are kept in seconds, or in pairs of them


def stamp(status: os.stat_result) -> str:
    """Return size, times and number of a file as one word."""
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"


def settled_stamp(status: os.stat_result) -> str:
    """Return the stamp of a file; empty while another change within the grain of its clock would leave it the same."""
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    whole = status.st_mtime_ns % 1_000_000_000 == 0
    return stamp(status) if changed < time.time_ns() - (COARSE if whole else GRAIN) else ""


def stamp_of(file: Path) -> str:
    """Return the stamp of a file, or of what a link leads to, if it has settled; empty where it has not, or is none."""
    try:
        return settled_stamp(os.stat(file))
    except OSError:
        return ""
