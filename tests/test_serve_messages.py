"""What the preview tells browsers through its WebSocket."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from faimi_site.serve import server
from faimi_site.serve.rebuild import Rebuild
from tests.previews import SITE, WAIT, Preview, previewed, write

HOME = "---\ntitle: Home\n---\n\n{}\n"


class Listener:
    """A browser's end of the WebSocket."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self._connection.write_message(json.dumps(message))

    async def hear(self, command: str, patience: float = WAIT) -> dict[str, Any]:
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


def listen(preview: Preview, work: Callable[[Listener], Awaitable[Any]]) -> Any:
    """Return what some work on a WebSocket returns, opened as a page of the preview that is up to date opens it."""
    build = re.search(r'data-build="([^"]*)"', preview.ask("/").text)

    async def run() -> Any:
        host = f"127.0.0.1:{preview.port}"
        asked = HTTPRequest(f"ws://{host}/.faimi-site/livereload", headers={"Origin": f"http://{host}"})
        connection = await websocket_connect(asked)
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


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    site = tmp_path / "site"
    write(site / "site.yaml", SITE)
    write(site / "content/index.md", HOME.format("First text."))
    write(site / "static/own.css", "p { color: blue }\n")
    with previewed(site) as running:
        running.calm()
        yield running


def test_each_save_is_one_reload(preview: Preview) -> None:
    async def work(listener: Listener) -> bool:
        preview.write("content/index.md", HOME.format("Once."))
        await listener.hear("reload")
        return await listener.hears_nothing("reload", 1.0)

    assert listen(preview, work)


@pytest.mark.slow
def test_two_saves_at_200_milliseconds_are_two_reloads(preview: Preview) -> None:
    async def work(listener: Listener) -> None:
        preview.write("content/index.md", HOME.format("One."))
        time.sleep(0.2)
        preview.write("content/index.md", HOME.format("Two."))
        await listener.hear("reload")
        await listener.hear("reload")

    listen(preview, work)
    assert "Two." in preview.ask("/").text


@pytest.mark.slow
def test_a_build_that_changes_nothing_is_no_reload(preview: Preview) -> None:
    async def work(listener: Listener) -> bool:
        os.utime(preview.site / "content/index.md")
        return await listener.hears_nothing("reload", 1.0)

    assert listen(preview, work)


def test_a_change_of_style_sheets_alone_is_said_to_be_one(preview: Preview) -> None:
    async def work(listener: Listener) -> list[object]:
        preview.write("static/own.css", "p { color: red }\n")
        css = await listener.hear("reload")
        preview.write("content/index.md", HOME.format("A text."))
        text = await listener.hear("reload")
        return [css["liveCSS"], css["path"], text["liveCSS"]]

    assert listen(preview, work) == [True, "static/own.css", False]


def test_a_page_of_an_older_build_is_told_at_once(preview: Preview) -> None:
    async def work(listener: Listener) -> dict[str, object]:
        await listener.say(command="info", url="", build="an older one")
        return await listener.hear("reload")

    assert listen(preview, work)["command"] == "reload"


def test_problems_are_told_with_place_and_hint_and_taken_back_when_mended(preview: Preview) -> None:
    async def work(listener: Listener) -> tuple[dict[str, object], dict[str, object]]:
        preview.write("content/index.md", "---\ntitel: Home\n---\n\nBroken.\n")
        told = await listener.hear("problems")
        preview.write("content/index.md", HOME.format("Mended."))
        return told, await listener.hear("problems")

    told, mended = listen(preview, work)
    assert told["count"] == "1 error"
    (problem,) = told["problems"]
    assert problem.startswith("content/index.md:2:1: error: ")
    assert "did you mean 'title'?" in problem
    assert mended["problems"] == []


def test_nonsense_is_not_heard(preview: Preview) -> None:
    async def work(listener: Listener) -> None:
        for message in ("", "[", "[1]", '"a"', '{"command": 1}', "{}", "[" * 5000):
            await listener._connection.write_message(message)
        preview.write("content/index.md", HOME.format("Still there."))
        await listener.hear("reload")

    listen(preview, work)


def test_what_another_build_has_written_reaches_the_browser(preview: Preview) -> None:
    async def work(listener: Listener) -> None:
        other = [sys.executable, "-m", "faimi_site", "build", "-q", "--drafts", "--source", str(preview.site)]
        subprocess.run([*other, "--base-url", "https://other.example/x"], check=True)
        await listener.hear("reload")

    listen(preview, work)


@pytest.mark.slow
def test_two_previews_of_one_site_both_tell_of_each_save(preview: Preview) -> None:
    with previewed(preview.site) as second:
        second.calm()

        def told(of: Preview, listening: threading.Event) -> None:
            async def work(listener: Listener) -> None:
                listening.set()
                while "Save 4." not in of.ask("/").text:
                    await listener.hear("reload")

            listen(of, work)

        ready = [threading.Event(), threading.Event()]
        with ThreadPoolExecutor(2) as both:
            heard = [both.submit(told, of, at) for of, at in zip((preview, second), ready, strict=True)]
            for event in ready:
                assert event.wait(WAIT)
            for number in range(5):
                preview.write("content/index.md", HOME.format(f"Save {number}."))
                time.sleep(0.5)
            for one in heard:
                one.result(WAIT)


class Told:
    """A browser that notes what it is told."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def write_message(self, message: str) -> None:
        """Note a message."""
        self.messages.append(json.loads(message))


@pytest.fixture
def told(tmp_path: Path) -> tuple[server.Preview, Rebuild, Told, list[str]]:
    """Return a preview in this process whose site is built, how it is built again, a browser, and the terminal."""
    write(tmp_path / "site.yaml", SITE)
    write(tmp_path / "content/index.md", HOME.format("First text."))
    write(tmp_path / "static/own.css", "p { color: blue }\n")
    said: list[str] = []
    preview = server.Preview("127.0.0.1", tmp_path / "_site", lambda errors, lines: said.append(errors + lines))
    rebuild, browser = Rebuild(tmp_path, tmp_path / "_site", drafts=False), Told()
    preview.begin()
    preview.take(rebuild())
    preview.join(browser, preview.build)  # type: ignore[arg-type]
    said.clear()
    return preview, rebuild, browser, said


def test_a_style_sheet_that_is_told_late_hides_no_page_that_was_built_meanwhile(
    told: tuple[server.Preview, Rebuild, Told, list[str]], tmp_path: Path
) -> None:
    preview, rebuild, browser, _ = told
    write(tmp_path / "static/own.css", "p { color: red }\n")
    first = rebuild()
    write(tmp_path / "content/index.md", HOME.format("Second text."))
    second = rebuild()
    preview.take(first)
    preview.take(second)
    assert [message["liveCSS"] for message in browser.messages] == [False]


def test_a_build_that_has_begun_is_at_work_when_the_one_before_is_taken(
    told: tuple[server.Preview, Rebuild, Told, list[str]],
) -> None:
    preview, rebuild, *_ = told
    preview.begin()
    made = rebuild()
    preview.begin()
    preview.take(made)
    assert preview.building


def test_the_terminal_says_that_a_problem_is_mended_though_nothing_is_new(
    told: tuple[server.Preview, Rebuild, Told, list[str]], tmp_path: Path
) -> None:
    preview, rebuild, _, said = told
    write(tmp_path / "content/index.md", "---\ntitel: A\n---\n")
    preview.take(rebuild())
    write(tmp_path / "content/index.md", HOME.format("First text."))
    preview.take(rebuild())
    assert "nothing was written" in said[0]
    assert said[1].startswith("1 page, ")


def test_another_base_path_is_told_to_browsers_and_its_address_to_the_terminal(
    told: tuple[server.Preview, Rebuild, Told, list[str]], tmp_path: Path
) -> None:
    preview, rebuild, browser, said = told
    preview.welcome("http://127.0.0.1:8000{}/".format, opened=False)
    write(tmp_path / "site.yaml", SITE + "base_path: /new\n")
    preview.take(rebuild())
    assert (browser.messages[-1]["base"], browser.messages[-1]["liveCSS"]) == ("/new", False)
    assert said[-1] == "http://127.0.0.1:8000/new/ shows the site from now on\n"
