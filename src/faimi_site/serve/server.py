"""The preview as a whole: it listens, builds, watches, and tells the browsers."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import json
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.websocket import WebSocketClosedError

from faimi_site.disk.output import finish_interrupted
from faimi_site.disk.published import Published
from faimi_site.disk.signatures import ABSENT
from faimi_site.serve import guard
from faimi_site.serve.ending import Ended, check, code, heeded
from faimi_site.serve.handlers import ROUTES, Addresses, Socket
from faimi_site.serve.rebuild import Outcome, Rebuild
from faimi_site.serve.watching import SourceWatcher

PORT = 8000
TRIED = 100  # ports, from the first one on
LOOK = 0.5  # seconds between two looks at what other builds have done to the output
PATIENCE = 0.5  # seconds for which a build may go on when the preview is ended
_SETTINGS: dict[str, Any] = {"websocket_max_message_size": 1 << 16, "websocket_ping_interval": 30}

Say = Callable[[str, str], None]


class Unavailable(Exception):  # noqa: N818  (no error of the program: the port is somebody else's)
    """No port could be had, for a reason that can be shown."""


class Preview:
    """What is served, and to whom: all of it changes in the server's own thread."""

    def __init__(self, host: str, output: Path, say: Say) -> None:
        self.names = guard.names(host, socket.gethostname())
        self.everywhere = host in guard.EVERYWHERE
        self.base_path, self.findings = "", ""
        self.published = Published(output)
        self._say = say
        self._start, self._number = secrets.token_hex(4), 0
        self._begun = self._taken = 0  # builds
        self._written = ""  # what the output was when browsers were last told
        self._at: Callable[[str], str] | None = None
        self._browsers: set[Socket] = set()
        self._problems: dict[str, Any] = {"command": "problems", "count": "", "problems": []}

    @property
    def build(self) -> str:
        """Return what tells the site as it is served from all that it was, in this preview and in those before."""
        return f"{self._start}-{self._number}"

    @property
    def building(self) -> bool:
        """Return whether a build is at work, or has ended and is not served yet."""
        return self._begun != self._taken

    def begin(self) -> None:
        """Know that a build begins: the only thing that another thread tells."""
        self._begun += 1

    def take(self, made: Outcome) -> None:
        """Serve what came of a build, say so, and tell the browsers what is new to them."""
        self._taken += 1
        is_first = not self._number
        # What stands there already need not be said again, nor that nothing was to be done.
        findings = "" if made.findings == self.findings else made.findings
        self.findings = made.findings
        moved = not made.problems and made.base_path != self.base_path
        if is_first or moved:
            self.base_path = made.base_path
        mended = bool(self._problems["problems"]) and not made.problems
        problems = {"command": "problems", "count": made.count, "problems": list(made.problems)}
        if problems != self._problems:
            self._problems = problems
            # Where nothing was ever built, the page itself is the list of problems, and it is loaded anew below.
            if self.published.paths:
                self._tell(problems)
        # Another build beside this one may have been the one that wrote.
        signature = self.published.signature
        if is_first or moved or signature != self._written or not self.published.paths:
            # A later build may have written by now: then what this one changed is not all that is new.
            self._renew(made.changed if signature == made.manifest and not moved else ())
        # Browsers come first: who reads the terminal may have gone.
        with contextlib.suppress(OSError):
            self._say(findings, made.summary if made.changed or is_first or mended else "")
            if moved and self._at:
                self._say("", f"{self._at(self.base_path)} shows the site from now on\n")

    def look(self) -> bool:
        """Tell browsers of what another build has written; return whether the output is still there."""
        signature = self.published.signature
        if not self.building and signature not in (self._written, ABSENT):
            self._renew(())
        return self.building or signature != ABSENT

    def welcome(self, at: Callable[[str], str], opened: bool) -> None:
        """Say where the preview is, by the base path, and open a browser there if that is asked for."""
        self._at, address = at, at(self.base_path)
        with contextlib.suppress(OSError):
            self._say("", f"{address} shows the site, and each change of it; Ctrl-C ends it\n")
        if opened:
            # Some browsers are waited for.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def join(self, browser: Socket, build: str) -> None:
        """Tell a browser from now on, and at once what it has missed since its page was sent."""
        self._browsers.add(browser)
        if build != self.build:
            self._send(browser, self._reload(()))
        elif self._problems["problems"] and self.published.paths:
            self._send(browser, self._problems)

    def leave(self, browser: Socket) -> None:
        """Tell a browser nothing more."""
        self._browsers.discard(browser)

    def _renew(self, changed: tuple[str, ...]) -> None:
        self._written = self.published.signature
        self._number += 1
        self._tell(self._reload(changed))

    def _reload(self, changed: tuple[str, ...]) -> dict[str, Any]:
        """Return livereload's message of a change, with the build that it leads to."""
        styles = bool(changed) and all(path.endswith(".css") for path in changed)
        path = changed[0] if changed else "*"
        told = {"build": self.build, "base": self.base_path}
        return {"command": "reload", "path": path, "liveCSS": styles, "liveImg": False, **told}

    def _tell(self, message: dict[str, Any]) -> None:
        for browser in list(self._browsers):
            self._send(browser, message)

    def _send(self, browser: Socket, message: dict[str, Any]) -> None:
        try:
            browser.write_message(json.dumps(message))
        except WebSocketClosedError:
            self.leave(browser)


def listening(host: str, port: int | None) -> list[socket.socket]:
    """Return sockets on a port of a host, on the next free one where none is named; Unavailable where none can be."""
    ports = [port] if port is not None else range(PORT, PORT + TRIED)
    for number in ports:
        try:
            return bind_sockets(number, host)
        except UnicodeError:
            raise Unavailable(f"port {number} of {host} cannot be had: this is no host's name") from None
        except OSError as error:
            taken = error.errno in (errno.EADDRINUSE, errno.EACCES) and port is None
            if not taken:
                in_use = error.errno == errno.EADDRINUSE
                reason = "it is taken" if in_use else error.strerror or str(error)
                raise Unavailable(f"port {number} of {host} cannot be had: {reason}") from None
    raise Unavailable(f"the ports {PORT} to {PORT + TRIED - 1} of {host} are all taken")


def address(host: str, port: int, base_path: str) -> str:
    """Return where a browser of this machine finds the preview."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (of all addresses, this computer's)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}{base_path}/"


def run(
    site: Path, output: Path, host: str, sockets: list[socket.socket], drafts: bool, opened: bool, say: Say
) -> tuple[int, bool]:
    """Preview a site until a signal ends it; return its exit code, and whether no build is at work any more.

    One that comes before the site is served raises Ended.
    """
    bound = str(sockets[0].getsockname()[0])
    host = bound if bound in guard.EVERYWHERE else host
    preview, rebuild = Preview(host, output, say), Rebuild(site, output, drafts)
    try:
        preview.begin()
        # While this is the only thread, the work is shared out to all cores.
        preview.take(rebuild())
        check()
    except Ended:
        # What it had begun to put in place is whole in a moment.
        finish_interrupted(output)
        raise
    # What a build has loaded lasts: to look through it after each one would cost more than the build.
    gc.collect()
    gc.freeze()
    watcher = SourceWatcher(site, gc.collect)
    try:
        ended = asyncio.run(_serve(preview, watcher, sockets, rebuild, host, opened))
    except Ended as error:
        ended = error.status
    return ended, watcher.stop(PATIENCE)


async def _serve(
    preview: Preview,
    watcher: SourceWatcher,
    sockets: list[socket.socket],
    rebuild: Callable[[], Outcome],
    host: str,
    opened: bool,
) -> int:
    """Serve until a signal ends it; return its exit code. Where the loop hears of no signals, as on Windows, Ended."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()
    for number in heeded():
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, _end, ended, code(number))
    check()

    def rebuilt() -> None:
        preview.begin()
        made = rebuild()
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(preview.take, made)

    watcher.watch("site", rebuilt)
    server = HTTPServer(Addresses(ROUTES, preview=preview, log_function=lambda _: None, **_SETTINGS))
    server.add_sockets(sockets)
    preview.welcome(partial(address, host, sockets[0].getsockname()[1]), opened)
    watcher.start(watcher.examine)
    try:
        while not ended.done():
            await asyncio.wait([ended], timeout=LOOK)
            if not preview.look():
                watcher.again()
    finally:
        server.stop()
    return ended.result()


def _end(ended: asyncio.Future[int], status: int) -> None:
    if not ended.done():
        ended.set_result(status)
