"""A server of the tests' own on loopback, which answers as the worst of the web does."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
Act = Callable[["Handler"], Answer | None]


class Handler(BaseHTTPRequestHandler):
    """Answers by what the server's `acts` say of a path, and notes each request."""

    server: Server

    def _answer(self) -> None:
        self.server.requests.append((self.command, self.path, dict(self.headers)))
        act = self.server.acts.get(self.path)
        answer = act(self) if act else (404, {}, b"")
        if answer is None:
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = _answer  # noqa: N815  (the names that http.server asks for)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Serves acts by path; `requests` are those that came: method, path and headers."""

    daemon_threads = True

    def __init__(self, acts: dict[str, Act]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.acts = acts
        self.requests: list[tuple[str, str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """Return its address, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def asked(self) -> list[str]:
        """Return the requests that came, as `HEAD /path`."""
        return [f"{method} {path}" for method, path, _ in self.requests]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: that a client goes away is part of some tests."""


def said(status: int, body: bytes = b"", **headers: str) -> Act:
    """Return an act that always answers the same."""
    return lambda _: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def in_turn(*acts: Act) -> Act:
    """Return an act that does one after the other, and the last for good."""
    waiting = list(acts)
    return lambda handler: (waiting.pop(0) if len(waiting) > 1 else waiting[0])(handler)


def no_head(then: Act) -> Act:
    """Return an act that refuses HEAD with 405."""
    return lambda handler: (405, {}, b"") if handler.command == "HEAD" else then(handler)


def reset(handler: Handler) -> None:
    """End the connection at once, with a packet that says so."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def slow(handler: Handler) -> None:
    """Answer nothing until the client has gone."""
    handler.connection.settimeout(20)
    handler.connection.recv(1)


def dripping(handler: Handler) -> None:
    """Answer a letter at a time, without end."""
    for _ in range(400):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


@contextmanager
def serving(acts: dict[str, Act], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve acts by path until the test is over."""
    with Server(acts) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
