"""What tests need of the system they run on, and are skipped without."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pipe(file: Path) -> None:
    """Put a named pipe where a file may stand; the test is skipped where there are none."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    file.unlink(missing_ok=True)
    os.mkfifo(file)
