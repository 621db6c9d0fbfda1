"""What a visitor gets of a notebook in a real Chromium: nothing runs, nothing loads, all can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, Route

from tests.notebooks import HOSTILE, book, code, display, error, markdown, png, site_with, stream
from tests.sites import Planned, body_bytes

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
REAL = "/2025-miccai-tutorial/classification_fitzpatrick/"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ipynb": "application/json",
}
WIDE = "".join(f"<th>column number {number}</th>" for number in range(30))
LONG = "measure(" + ", ".join(f"group_{number}=scores[{number}]" for number in range(20)) + ")"
PLAIN = book(
    markdown(
        "# Lab\n\nA formula:\n\n$$\\sum_{i=1}^{100} x_i = a + b + c + d + e + f + g + h + i + j + k + l + m + n$$\n"
    ),
    markdown("## A table\n\n" + "| a " * 30 + "|\n" + "|---" * 30 + "|\n" + "| longer words " * 30 + "|\n"),
    code("x = '" + "long " * 60 + "'", stream("word" * 100 + "\n"), stream("careful " * 40, "stderr"), count=1),
    code("y", display(html=f"<table><thead><tr>{WIDE}</tr></thead><tr>{WIDE}</tr></table>"), count=2),
    code("z", display({"image/png": {"alt": "a grey box"}}, png=png(2000, 20)), stream("line\n" * 500), count=3),
    code("1/0", error("ZeroDivisionError", "division by zero " * 10), count=4),
    markdown(f"Run it:\n\n```python\n{LONG}\n```\n\n    {LONG}\n"),
    {"cell_type": "raw", "metadata": {}, "source": LONG},
)


class Visit:
    """A page of a site in memory, in a browser, with what it said and asked for."""

    def __init__(self, page: Page, site: Planned, path: str = "t/lab/") -> None:
        self.page = page
        self.errors: list[str] = []
        self.outside: list[str] = []
        self._outputs = {output.path: output.body for output in site.outputs}
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda raised: self.errors.append(str(raised)))
        page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        page.route("**/*", self._answer)
        page.goto(f"https://example.org/{path}", wait_until="networkidle")

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix("https://example.org/").partition("#")[0]
        path = f"{path}index.html" if path.endswith("/") or not path else path
        body = self._outputs.get(path)
        if path.startswith("https:") or body is None:
            self.outside.append(route.request.url)
            route.fulfill(status=404)
        else:
            content = body_bytes(body)
            route.fulfill(body=content, content_type=TYPES.get(Path(path).suffix, "application/octet-stream"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe-core finds on a page: its rule, and the elements that break it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [(one["id"], [json.dumps(node["html"])[:120] for node in one["nodes"]]) for one in found]


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate("document.querySelectorAll('img').forEach(one => { one.loading = 'eager' })")
    page.wait_for_function(
        "() => [...document.querySelectorAll('main img')].every(one => one.complete && one.naturalWidth > 0)"
    )


def test_a_hostile_notebook_runs_nothing_and_asks_nobody(page: Page) -> None:
    visit = Visit(page, site_with(HOSTILE))
    open_all(page)
    assert page.title() == "Lab | T"
    assert visit.errors == []
    assert visit.outside == []
    assert page.url == "https://example.org/t/lab/"
    assert page.locator("main script, main iframe, main form, main style, main svg").count() == 0
    assert page.evaluate(
        "[...document.querySelectorAll('main img')].every(one => one.complete && one.naturalWidth > 0)"
    )


def test_a_hostile_notebook_covers_nothing_of_the_page(page: Page) -> None:
    Visit(page, site_with(HOSTILE))
    page.get_by_role("main").get_by_role("link", name="Course").click()
    assert page.url == "https://example.org/t/"


def test_a_picture_of_a_hostile_notebook_runs_nothing_by_itself_either(page: Page) -> None:
    visit = Visit(page, site_with(HOSTILE))
    address = page.locator("img[src$='.svg']").get_attribute("src")
    page.goto(f"https://example.org{address}", wait_until="networkidle")
    assert page.evaluate("document.title") == ""
    assert [url for url in visit.outside if "favicon" not in url] == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_wide_code_tables_and_pictures_never_scroll_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    Visit(page, site_with(PLAIN))
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_scrolls_can_be_reached_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    Visit(page, site_with(PLAIN))
    open_all(page)
    unreached = page.evaluate(
        """[...document.querySelectorAll('.notebook *')].filter(one =>
            one.scrollWidth > one.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX)
            && one.tabIndex < 0).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert unreached == []


def test_the_contents_lead_to_their_headings(page: Page) -> None:
    Visit(page, site_with(HOSTILE))
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Part").nth(1).click()
    assert page.evaluate("document.querySelector(location.hash).textContent") == "Part"
    assert page.url.endswith("#part-1")


def test_the_notebook_of_this_site_has_no_error_and_asks_no_other_host(page: Page, address: str) -> None:
    errors: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: errors.append(response.url) if response.status >= 400 else None)
    page.goto(address + REAL, wait_until="networkidle")
    open_all(page)
    assert errors == []
    assert [url for url in asked if not url.startswith(address)] == []
    assert page.evaluate(
        "[...document.querySelectorAll('main img')].every(one => one.naturalWidth > 0 && one.alt.length > 20)"
    )


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("notebook", ["plain", "hostile"])
def test_a_notebooks_page_has_no_violation_of_accessibility(
    browser: Browser, notebook: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    Visit(page, site_with(PLAIN if notebook == "plain" else HOSTILE))
    open_all(page)
    found = violations(page)
    context.close()
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_long_lines_of_code_in_a_page_need_no_scrolling(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    text = f"# A\n\n```python\n{LONG}\n```\n\n    {LONG}\n\n<pre>{'word' * 100}</pre>\n"
    Visit(page, site_with(PLAIN, **{"content/code.md": text}), "code/")
    assert (
        page.evaluate("[...document.querySelectorAll('pre')].map(one => one.scrollWidth <= one.clientWidth)")
        == [True] * 3
    )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/2025-miccai-tutorial/", "/404.html", REAL])
def test_a_page_of_this_site_has_no_violation_of_accessibility(
    browser: Browser, address: str, path: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address + path)
    open_all(page)
    found = violations(page)
    context.close()
    assert found == []


@pytest.mark.parametrize("path", ["/", "/2025-miccai-tutorial/", "/404.html", REAL])
def test_a_page_of_this_site_is_never_wider_than_a_small_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address + path)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_three_panels_of_a_figure_stay_readable_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    Visit(page, site_with(book(markdown("# A"), code("x", display({"image/png": {"alt": "a"}}, png=png(605, 216))))))
    open_all(page)
    assert page.evaluate("document.querySelector('.output img').getBoundingClientRect().width") >= 500
    assert page.evaluate("document.documentElement.scrollWidth") == 390
