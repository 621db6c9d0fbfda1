"""A folder, served on loopback as GitHub Pages serves a site: its addresses, media types, caching and compression."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from faimi_site.serve.media import media_type
from faimi_site.serve.routes import NOT_FOUND, Moved, route

_COMPRESSED = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")


class _Folder:
    """What is published; it is looked at when it is first asked for, so that a site can be built for its address."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def paths(self) -> frozenset[str]:
        """Return the paths of all files."""
        return frozenset(file.relative_to(self._root).as_posix() for file in self._root.rglob("*") if file.is_file())

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""
        return (self._root / path).read_bytes()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: _Folder, *arguments: Any) -> None:
        self._folder = folder
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Send the file at the path that is asked for, or 404.html."""
        found = route(self.path.partition("?")[0], "", self._folder.paths)
        if isinstance(found, Moved):
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": found.address})
        elif found:
            self._send_file(HTTPStatus.OK, found.path)
        elif NOT_FOUND in self._folder.paths:
            self._send_file(HTTPStatus.NOT_FOUND, NOT_FOUND)
        else:
            self._send(HTTPStatus.NOT_FOUND, b"", {})

    def do_HEAD(self) -> None:
        """Send what is told of the file, and not the file."""
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Print nothing."""

    def _send_file(self, status: HTTPStatus, path: str) -> None:
        body, kind = self._folder.read(path), media_type(path)
        headers = {"Content-Type": kind, "Cache-Control": "max-age=600"}
        if kind.startswith(_COMPRESSED):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
        self._send(status, body, headers)

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        # A browser that is closed takes no more of what it asked for.
        with suppress(ConnectionError):
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """Serve a folder until the end of the context, and yield its address; it may be filled before the first request."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, _Folder(folder))) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
