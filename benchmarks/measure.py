"""One run of one command: its wall time, or its memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LIMIT = 900.0  # seconds that a command may take
PAUSE = 0.1  # seconds before a run: longer than the grain of time stamps, as when a person builds
_LOOK = 0.01  # seconds between two looks at memory


@dataclass(frozen=True)
class Run:
    """How long a command took in seconds, its peak memory in bytes (0 where not watched), and why it failed."""

    seconds: float = 0.0
    memory: int = 0
    fault: str = ""


def run(command: tuple[str, ...], folder: Path, watch: bool = False) -> Run:
    """Run a command in a folder, and time it; or watch its memory, which costs it time."""
    # What the runs before have written is on its way to the disk, and this run should not wait for it.
    os.sync()
    time.sleep(PAUSE)
    # Python keeps what it has compiled, as it does wherever it is not told otherwise: nobody compiles for each build.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        except OSError as error:
            return Run(fault=error.strerror or str(error))
        with _ends(process) as late:
            code, memory = _wait(process, watch)
            seconds = time.perf_counter() - started
        if late.is_set():
            return Run(fault=f"no end within {LIMIT:.0f} seconds")
        return Run(fault=f"exit code {code}{_last_line(said)}") if code else Run(seconds, memory)


@contextlib.contextmanager
def _ends(process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """End a command and its children after the limit, which sets the event, or when we are stopped ourselves."""
    late = threading.Event()

    def end() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def end_late() -> None:
        late.set()
        end()

    clock = threading.Timer(LIMIT, end_late)
    clock.daemon = True
    clock.start()
    try:
        yield late
    except BaseException:
        end()
        raise
    finally:
        clock.cancel()


def _wait(process: subprocess.Popen[bytes], watch: bool) -> tuple[int, int]:
    """Return a command's exit code, and if watched the peak memory of it and its children together, in bytes."""
    peak = 0
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG if watch else 0)
        if ended:
            break
        # All of them first: what a process shares with one that is forked in between would count twice.
        family = list(_family(process.pid))
        peak = max(peak, sum(map(_memory, family)))
        time.sleep(_LOOK)
    process.returncode = os.waitstatus_to_exitcode(status)
    # A peak between two looks is seen by the system, though of the largest process alone.
    largest = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return process.returncode, max(peak, largest) if watch else 0


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all that it started, where the system has /proc."""
    yield pid
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))


def _memory(pid: int) -> int:
    """Return the memory of a process in bytes; what several share counts in parts, so that a sum is true."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _last_line(said: IO[bytes]) -> str:
    """Return the last line that a command printed, for the reader of a table."""
    said.seek(0)
    lines = said.read().decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {last[:200]}" if last else ""
