"""The tests themselves, on a system that is not at hand."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.sites import REPOSITORY

# What Python has on no Windows, and what a test that asks for it as it is read would end the whole run by.
AS_ON_WINDOWS = """
import os, signal, sys
import asyncio, multiprocessing, platformdirs, pytest, tornado, faimi_site.disk.lock  # which ask what system this is
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for name in ("fork", "geteuid", "getuid", "mkfifo", "sched_getaffinity", "wait4"):
    delattr(os, name)
del signal.SIGKILL, signal.pthread_sigmask
raise SystemExit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "tests"]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="this is Windows, which has said so already")
def test_all_tests_can_be_read_on_windows() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
