"""A real browser follows every link: of a site below a base path on a server, and of a copy in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.conftest import served
from tests.every_link import build, write
from tests.sites import REPOSITORY

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINKS = "Array.from(document.querySelectorAll('a[href], area[href]'), link => link.href.baseVal || link.href)"


def _is_wrong(said: ConsoleMessage) -> bool:
    """Return whether the browser tells of a mistake; that pages may embed no object is the theme's own policy."""
    return said.type == "error" and "object-src 'none'" not in said.text


def crawled(page: Page, start: str, exists: Callable[[str], bool]) -> tuple[set[str], list[str]]:
    """Follow every link of a site from its home page on; return the pages that were seen, and all that went wrong.

    The home page is `start`, and what is below its folder is the site; `exists` says it of what is no page.
    """
    below = start.rpartition("/")[0] + "/"
    wrong: list[str] = []
    page.on("requestfailed", lambda asked: wrong.append(f"failed: {asked.url}") if not _is_left(asked) else None)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if _is_wrong(said) else None)
    page.on("response", lambda got: wrong.append(f"{got.status}: {got.url}") if got.status >= 400 else None)
    page.on("request", lambda asked: wrong.append(f"asked: {asked.url}") if _is_outside(asked.url, below) else None)
    waiting, seen = [start], set[str]()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        if not url.endswith((".html", "/")):
            wrong += [] if exists(url) else [f"dead: {url}"]
            continue
        page.goto(url, wait_until="commit")
        if page.locator("meta[http-equiv=refresh]").count():
            page.wait_for_url(lambda now, old=url: now != old, wait_until="commit")  # type: ignore[misc]
        page.wait_for_load_state("load")
        if not page.url.startswith(below):
            wrong.append(f"{url} leads to {page.url}")
        found = [str(one).partition("#")[0].partition("?")[0] for one in page.evaluate(LINKS)]
        waiting += [one for one in found if one.startswith(below)]
        own = urlsplit(below)
        wrong += [
            f"{url} leads out: {one}" for one in found if not one.startswith(below) and urlsplit(one)[:2] == own[:2]
        ]
    return {unquote(url.removeprefix(below)) for url in seen}, wrong


def _is_left(asked: Request) -> bool:
    """Return whether a browser gave up a request itself, since the page led on to another one."""
    return asked.failure == "net::ERR_ABORTED"


def _is_outside(url: str, below: str) -> bool:
    """Return whether an address is none of the site; the viewer of PDFs is the browser's own."""
    return not url.startswith((below, "data:", "blob:", "chrome:", "chrome-extension:"))


def _on_disk(url: str) -> bool:
    return Path(unquote(urlsplit(url).path)).is_file()


@pytest.fixture(params=["every", pytest.param("faimi", marks=pytest.mark.slow)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the sources of the site with every kind of link, and of that of this repository."""
    folder = tmp_path / "site"
    if request.param == "every":
        write(folder)
        return folder
    for name in ("content", "templates", "static", "assets"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "site.yaml", folder)
    return folder


def pages_of(folder: Path) -> set[str]:
    """Return the pages and stubs of an output that some link leads to: all but the one for what is not found."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")} - {"404.html"}


def test_a_site_below_a_base_path_has_no_dead_link_in_a_browser(page: Page, site: Path, tmp_path: Path) -> None:
    folder = build(site, tmp_path / "www/repo", "--base-url", "https://u.github.io/repo/")
    # For what is no page, a browser asks for it by itself.
    (tmp_path / "www/favicon.ico").touch()
    with served(tmp_path / "www") as at:
        seen, wrong = crawled(page, f"{at}/repo/", lambda url: page.request.head(url).status == 200)
    assert wrong == []
    missed = pages_of(folder) - {f"{one}index.html" if one.endswith("/") or not one else one for one in seen}
    assert missed <= UNLINKED


def test_a_copy_in_a_folder_has_no_dead_link_in_a_browser(page: Page, site: Path, tmp_path: Path) -> None:
    folder = build(site, tmp_path / "a stick/copy", "--portable")
    seen, wrong = crawled(page, (folder / "index.html").as_uri(), _on_disk)
    assert wrong == []
    assert pages_of(folder) - seen <= UNLINKED


# Old addresses that nothing in the site leads to any more.
UNLINKED = {"older.html", "a/b/c.html"}
