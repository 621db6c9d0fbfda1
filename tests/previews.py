"""A real preview of a small site: its process, what it answers and what it says to browsers."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

LATE = 20.0  # seconds after which what was waited for is lost

SITE = {
    "site.yaml": "title: Preview\nurl: https://example.org\nnav: [{title: A, url: /a/}]\n",
    "content/index.md": "---\ntitle: Home\n---\n\nFirst text. [A](a/index.md)\n",
    "content/a/index.md": "---\ntitle: A\nredirect_from: /old/\n---\n\nPage A.\n",
    "content/c.md": "---\ntitle: C\n---\n\nPage C.\n",
    "content/404.md": "---\ntitle: Lost\npermalink: /404.html\n---\n\nNothing is here.\n",
    "static/own.css": "p { color: rgb(1, 2, 3) }\n",
    "templates/default.html": (
        '{% extends "theme/default.html" %}{% block styles %}{{ super() }}'
        '<link rel="stylesheet" href="/static/own.css">{% endblock %}\n'
    ),
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files into a folder."""
    for path, body in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body if isinstance(body, bytes) else body.encode())


@dataclass
class Answer:
    """What a server answers: the status, the headers by their names in lower case, and the body."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Preview:
    """A preview that runs: where, of which site, and all that it has printed so far."""

    folder: Path
    host: str
    port: int
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return the address of its root, without a slash."""
        return f"http://{self.host}:{self.port}"

    def write(self, path: str, body: str | bytes) -> None:
        """Write a file of the site."""
        write(self.folder, {path: body})

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Return the answer to a request, whose path is sent as it is."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=LATE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
        for name, value in named.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        connection.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    def wait(self, path: str, words: str) -> None:
        """Return when a page has some words."""
        until(lambda: words in self.ask(path).body, words)

    def wait_for_line(self, words: str) -> None:
        """Return when some words have been printed."""
        until(lambda: words in "".join(self.lines), words)

    def builds(self) -> int:
        """Return how many builds have changed something so far, the first one included."""
        return sum(" written, " in line for line in self.lines)


def until(holds: Callable[[], bool], what: str = "") -> None:
    """Return when something holds; an error when it never does."""
    end = time.monotonic() + LATE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.01)


@contextmanager
def previewed(folder: Path, *options: str) -> Iterator[Preview]:
    """Preview the site in a folder on a free port, and end it afterwards."""
    port = () if "--port" in options else ("--port", "0")
    command = [sys.executable, "-m", "faimi_site", "serve", "--source", str(folder), *port, *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        preview = Preview(folder, "127.0.0.1", 0, process)

        def read() -> None:
            for line in process.stdout or ():
                preview.lines.append(line)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        try:
            until(lambda: process.poll() is not None or any("http://" in line for line in preview.lines), "an address")
            found = re.search(r"http://\S+", "".join(preview.lines))
            assert found, "".join(preview.lines)
            preview.port = urlsplit(found[0]).port or 0
            yield preview
        finally:
            process.kill()
            process.wait()
            reader.join(LATE)


class Listener:
    """A browser's end of the preview's WebSocket."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self._connection.write_message(json.dumps(message))

    async def hear(self, command: str, patience: float = LATE) -> dict[str, Any]:
        """Return the next message with a command."""
        while True:
            said = await asyncio.wait_for(self._connection.read_message(), patience)
            assert said is not None, "the socket was closed"
            message = json.loads(said)
            if message["command"] == command:
                return dict(message)

    async def hears_nothing(self, command: str, patience: float) -> bool:
        """Return whether no message with a command comes within some seconds."""
        try:
            await self.hear(command, patience)
        except TimeoutError:
            return True
        return False


def listen(preview: Preview, work: Callable[[Listener], Awaitable[Any]], **headers: str) -> Any:
    """Return what some work on a WebSocket returns, opened as a page of the preview that is up to date opens it."""
    build = re.search(r'data-build="([^"]*)"', preview.ask("/").body)

    async def run() -> Any:
        own = {"Origin": preview.address, **{name.replace("_", "-"): value for name, value in headers.items()}}
        url = f"ws://{preview.host}:{preview.port}/.faimi-site/livereload"
        connection = await websocket_connect(HTTPRequest(url, headers=own))
        try:
            listener = Listener(connection)
            await listener.say(command="hello", protocols=["http://livereload.com/protocols/official-7"])
            await listener.say(command="info", url=preview.address, build=build[1] if build else "")
            return await work(listener)
        finally:
            connection.close()
            with suppress(asyncio.TimeoutError):
                # Until the other end has closed it too.
                while await asyncio.wait_for(connection.read_message(), 1) is not None:
                    pass

    # In a thread of its own: a browser that other tests use has a loop in this one.
    with ThreadPoolExecutor(1) as other:
        return other.submit(lambda: asyncio.run(run())).result()
