"""Fixtures for tests in a real browser: the system's Chromium, and a server of the built site on loopback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from faimi_site import parallel
from tests.sites import copy_faimi, front

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = os.environ.get("FAIMI_REQUIRE_BROWSER") == "1"

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


CALL = """\
title: Call
nav: false
event:
  name: Call for papers
  start: 2025-10-01
  deadlines:
    - {title: Papers, date: 2025-07-02, timezone: AoE, was: 2025-07-01}
    - {title: Posters, date: 2025-08-01}"""


HAWAII = "{date: 2025-09-23, timezone: Pacific/Honolulu, sessions: [{start: 22:00, duration: 4 h, title: Night}]}"


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds share their work out to two processes, also where a browser has left a thread that only waits."""
    if sys.platform != "linux":
        pytest.skip("processes are forked on Linux alone")
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    monkeypatch.setattr(parallel, "_can_fork", lambda: True)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, and yield its address.

    The server is a process and no thread, so that no request waits for a test.
    """
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        told = re.search(r"port (\d+)", server.stdout.readline())
        assert told
        yield f"http://127.0.0.1:{told[1]}"
        server.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield the system's Chromium; the test is skipped where there is none, unless the environment requires one."""
    if not CHROMIUM and not REQUIRED:
        pytest.skip("there is no Chromium on this machine")
    assert CHROMIUM, "a browser is required here, and there is none"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the built FAIMI site of 2025, with a page that has moved and one with deadlines."""
    folder = copy_faimi(tmp_path_factory.mktemp("site"))
    moved = front("title: Moved\nredirect_from: [/old/, /older]\nnav: false", "# Moved\n\n## Part\n")
    (folder / "content" / "moved.md").write_text(moved, encoding="utf-8")
    (folder / "content" / "call.md").write_text(front(CALL, "Text.\n"), encoding="utf-8")
    (folder / "content" / "hawaii").mkdir()
    (folder / "content" / "hawaii" / "index.md").write_text(front("title: Hawaii\nnav: false", "[SCHEDULE]\n"))
    (folder / "content" / "hawaii" / "schedule.yaml").write_text(HAWAII, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "faimi_site", "build", "-q", "--source", str(folder)], check=True)
    with served(folder / "_site") as at:
        yield at


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page of a browser without history."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield how an address is opened in a browser that has kept nothing: at a width, after a script, with options."""
    contexts = []

    def opened(url: str, width: int = 1280, init: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        if init:
            page.add_init_script(init)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
