"""A preview in a process of its own, as its users run it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

SITE = "title: Test site\nurl: https://example.org\n"
WAIT = 30.0  # seconds after which a test fails: far more than anything takes


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


@dataclass
class Preview:
    """A running preview: the site's folder, what it has printed, and how to ask it."""

    site: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return the address that it has printed, with the slash at its end."""
        found = [line.split()[0] for line in self.said if line.startswith("http")]
        return found[0] if found else ""

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        return int(re.findall(r":(\d+)/", self.address)[0])

    @property
    def builds(self) -> list[str]:
        """Return what it has said of each build that changed something."""
        return [line for line in self.said if " written, " in line]

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Return what it answers; `_` in a header's name stands for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in sent, skip_accept_encoding=True)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        made = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return made

    def write(self, path: str, text: str | bytes) -> None:
        """Write a source."""
        write(self.site / path, text)

    def shows(self, path: str, text: str) -> None:
        """Wait until a page holds a text."""
        until(lambda: text in self.ask(path).text)

    def calm(self) -> None:
        """Wait until it watches, and has nothing left to build."""
        name = f"content/calm-{time.time_ns()}.txt"
        self.write(name, "calm")
        until(lambda: self.ask("/" + name.removeprefix("content/")).status == 200)
        time.sleep(0.4)

    def end(self, sign: int = signal.SIGINT) -> int:
        """End it by a signal, and return its exit code."""
        self.process.send_signal(sign)
        return self.process.wait(WAIT)


def write(file: Path, text: str | bytes) -> None:
    """Write a file and the folders it is in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; a test fails where it never does."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "this never came to hold"
        time.sleep(0.02)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def started(site: Path, *options: str, **environment: str) -> Preview:
    """Start a preview of a site, and read what it prints."""
    command = [sys.executable, "-m", "faimi_site", "serve", "--source", str(site), *options]
    pipe, env = subprocess.PIPE, {**os.environ, **environment}
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env=env)
    preview = Preview(site, process)
    for stream, lines in ((process.stdout, preview.said), (process.stderr, preview.errors)):
        assert stream
        threading.Thread(target=_read, args=(stream, lines), daemon=True).start()
    return preview


def _read(stream: IO[str], lines: list[str]) -> None:
    with stream:
        lines.extend(stream)


@contextmanager
def previewed(site: Path, *options: str, **environment: str) -> Iterator[Preview]:
    """Yield a preview of a site, on a free port unless one is named; it answers by then."""
    preview = started(site, *(() if "--port" in options else ("--port", "0")), *options, **environment)
    try:
        until(lambda: preview.address or preview.process.poll() is not None)
        assert preview.address, preview.errors
        yield preview
    finally:
        preview.process.kill()
        preview.process.wait()
