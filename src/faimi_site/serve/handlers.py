"""What the preview answers: built files as GitHub Pages sends them, its own script, and livereload's socket."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Protocol, cast

from livereload.handlers import LiveReloadHandler
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketHandler

from faimi_site.disk.published import Published, read, signed
from faimi_site.serve import guard
from faimi_site.serve.injected import NOTHING_THERE, SCRIPT, SOCKET, STYLES, with_script, without_site
from faimi_site.serve.media import media_type
from faimi_site.serve.routes import NOT_FOUND, Moved, route


class Preview(Protocol):
    """What the handlers ask of the preview."""

    names: frozenset[str]
    everywhere: bool  # whether it listens on all of this machine's addresses
    base_path: str
    build: str
    findings: str
    published: Published

    def join(self, browser: Socket, build: str) -> None:
        """Tell a browser all that is later than the build its page is of."""

    def leave(self, browser: Socket) -> None:
        """Tell a browser nothing more."""


class _Guarded(RequestHandler):
    """Answers those alone who ask for the preview by its own name."""

    @property
    def preview(self) -> Preview:
        """Return the preview that is asked."""
        return cast("Preview", self.settings["preview"])

    def prepare(self) -> None:
        """Refuse a request that names another host."""
        for host in {self.request.headers.get("Host", ""), self.request.host}:
            if not guard.is_allowed(host, self.preview.names, self._reached()):
                raise HTTPError(403)

    def set_default_headers(self) -> None:
        """Let no browser show what it kept without asking."""
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-cache")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say in a line what is wrong, in words that hold nothing of the request."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if status_code == 405:
            self.set_header("Allow", "GET, HEAD")
        refused = "This preview does not answer to that name; faimi-site serve --host gives it another."
        self.finish(f"{refused if status_code == 403 else f'{status_code} {self._reason}'}\n")

    def log_exception(self, *_: Any) -> None:
        """Print nothing: a request that goes wrong is the browser's to show."""

    def _reached(self) -> str:
        """Return the address of this machine that a request came to, where any of them will do."""
        connected = getattr(getattr(self.request.connection, "stream", None), "socket", None)
        return str(connected.getsockname()[0]) if connected and self.preview.everywhere else ""


class Pages(_Guarded, StaticFileHandler):
    """Sends the files of the site."""

    def initialize(self) -> None:  # type: ignore[override]  # the folder is the preview's
        """Have no file yet."""
        self.root, self.file = self.preview.published.root, ""

    async def head(self) -> None:  # type: ignore[override]  # the address is the request's
        """Send what is told of a file, and not the file."""
        await self.get(include_body=False)

    async def get(self, include_body: bool = True) -> None:  # type: ignore[override]
        """Send the file that is asked for, or 404.html where there is none."""
        published, preview = self.preview.published, self.preview
        if not published.paths:
            self.set_status(503)
            self._send(without_site(preview.findings, preview.build, preview.base_path))
            return
        found = route(self.request.path, preview.base_path, published.paths)
        if isinstance(found, Moved):
            self.redirect(f"{found.address}?{self.request.query}".removesuffix("?"), status=301)
            return
        self.file = published.file(found.path) if found else ""
        if not self.file:
            self.set_status(404)
            self._send_page(published.file(NOT_FOUND) if NOT_FOUND in published.paths else "")
        elif self.get_content_type().startswith("text/html"):
            self._send_page(self.file)
        else:
            # A part of the file as it was before is no part of this one.
            if self.request.headers.get("If-Range", self.compute_etag()) != self.compute_etag():
                del self.request.headers["Range"]
            await super().get(found.path if found else "", include_body)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:  # noqa: ARG002
        """Return the file that was found."""
        return self.file

    def get_content_type(self) -> str:
        """Return the media type that GitHub Pages gives the file."""
        return media_type(self.file)

    def get_cache_time(self, *_: Any) -> int:
        """Let nothing be kept, whatever the query says."""
        return 0

    def compute_etag(self) -> str | None:
        """Return what tells a file from what it was before; of a page, which is never sent as it is, its bytes."""
        of_page = not self.file or self.get_content_type().startswith("text/html")
        return RequestHandler.compute_etag(self) if of_page else f'"{signed(self.file).replace(" ", "-")}"'

    def _send_page(self, file: str) -> None:
        # The build is asked for first: a page that is newer than it says is loaded once more, an older one never.
        build, page = self.preview.build, (read(file) or b"") if file else NOTHING_THERE
        self._send(with_script(page, build, self.preview.base_path))

    def _send(self, page: bytes) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page)


class Client(_Guarded):
    """Sends the preview's own script and styles."""

    def head(self) -> None:
        """Send what is told of the file."""
        self.get()

    def get(self) -> None:
        """Send the file of this name."""
        name = self.request.path.rpartition("/")[2]
        self.set_header("Content-Type", media_type(name))
        self.finish((files("faimi_site.serve") / "client" / name).read_bytes())


class Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """Livereload's WebSocket, for the preview's own pages alone."""

    def prepare(self) -> None:
        """Refuse a page of another origin, before Tornado lets one pass for what else its browser says of it."""
        super().prepare()
        for name in ("Origin", "Sec-Websocket-Origin"):
            for origin in self.request.headers.get_list(name):
                if not guard.is_own(origin, self.request.host):
                    raise HTTPError(403)

    def check_origin(self, _: str) -> bool:
        """Return that a page of this preview asks: others were refused."""
        return True

    async def head(self) -> None:
        """Say that this is a WebSocket, which HEAD opens for nobody."""
        self.request.headers.pop("Upgrade", None)
        await WebSocketHandler.get(self)

    def on_message(self, message: str | bytes) -> None:
        """Greet a browser, and hear which build its page is of."""
        try:
            said = json.loads(message)
        except (ValueError, RecursionError):
            return
        command = said.get("command") if isinstance(said, dict) else None
        if command == "hello":
            super().on_message(message)
        elif command == "info":
            self.preview.join(self, str(said.get("build", "")))

    def on_close(self) -> None:
        """Forget the browser."""
        self.preview.leave(self)


class Addresses(Application):
    """Leads each request to its handler, whether its target is a path or names the host as well."""

    def find_handler(self, request: HTTPServerRequest, **options: Any) -> Any:
        """Return what answers a request, whose target is a path from here on."""
        if named := guard.absolute(request.uri or ""):
            request.host, request.uri = named
            request.headers.setdefault("Host", request.host)
            request.path, _, request.query = request.uri.partition("?")
        return super().find_handler(request, **options)


ROUTES = [(SOCKET, Socket), (SCRIPT, Client), (STYLES, Client), (".*", Pages)]
