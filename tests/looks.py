"""Pages of the site with a page of each kind, in a browser as visitors have it: light or dark, on a phone or a desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Browser, Page, Route, ViewportSize

from faimi_site.serve.media import media_type
from faimi_site.serve.routes import Found, route
from tests.sites import Planned, body_bytes

Scheme = Literal["light", "dark"]
Size = Literal["phone", "desktop"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES: dict[Size, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
HOST = "https://example.org"
# Some days before the tutorial, so that scripts mark what is past and what is next.
NOW = datetime(2025, 9, 1, 9, tzinfo=UTC)
_AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
_UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
_FETCH = "document.querySelectorAll('img').forEach(one => { one.loading = 'eager' })"
_FETCHED = "() => [...document.images].every(one => one.complete)"
# Sizes of targets are new in WCAG 2.2, and axe asks for them only where it is told to.
_RUN = "axe.run({rules: {'target-size': {enabled: true}}}).then(result => result.violations)"


@contextmanager
def visited(
    browser: Browser, site: Planned, path: str, scheme: Scheme = "light", size: Size = "desktop"
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page of a site in memory, and yield it with the addresses of other hosts that it asked for."""
    context = browser.new_context(
        viewport=SIZES[size], color_scheme=scheme, timezone_id="Europe/Copenhagen", locale="en-GB"
    )
    page, outside = context.new_page(), list[str]()
    bodies = {output.path: output.body for output in site.outputs}
    arrived: list[str] = []

    def answer(asked: Route) -> None:
        url = asked.request.url.partition("#")[0].partition("?")[0]
        found = route(url.removeprefix(HOST), "", bodies)
        if not url.startswith(f"{HOST}/"):
            outside.append(url)
            asked.abort()
        elif asked.request.is_navigation_request() and arrived:
            # "No content" keeps a browser where it is: a page that leads on at once can be looked at.
            asked.fulfill(status=204)
        elif isinstance(found, Found):
            asked.fulfill(body=body_bytes(bodies[found.path]), content_type=media_type(found.path))
        else:
            asked.fulfill(status=404)
        arrived.append(url)

    page.route("**/*", answer)
    page.clock.set_fixed_time(NOW)
    page.goto(f"{HOST}{path}", wait_until="networkidle")
    yield page, outside
    context.close()


def unfold(page: Page) -> None:
    """Open all that is folded, and wait for the pictures in it."""
    page.evaluate(_UNFOLD)
    fetch_pictures(page)


def fetch_pictures(page: Page) -> None:
    """Wait for all pictures, also for those that a browser would fetch when they are scrolled to."""
    page.evaluate(_FETCH)
    page.wait_for_function(_FETCHED)


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on a page: each rule with the elements that break it, in a line each."""
    page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")
