"""What a visitor sees, in a real Chromium from a real server on loopback."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_stub_leads_on_with_query_and_fragment(page: Page, address: str) -> None:
    page.goto(f"{address}/old/?from=mail#part")
    page.wait_for_url(f"{address}/moved/?from=mail#part")
    assert page.title().startswith("Moved")


def test_a_stub_leads_on_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/older.html")
    page.wait_for_url(f"{address}/moved/")
    context.close()


@pytest.mark.parametrize("path", ["/", "/2025-miccai-tutorial/", "/404.html"])
def test_a_page_has_no_error_and_asks_no_other_host(page: Page, address: str, path: str) -> None:
    errors: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: errors.append(response.url) if response.status >= 400 else None)
    page.goto(address + path, wait_until="networkidle")
    assert errors == []
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", ["/", "/2025-miccai-tutorial/", "/404.html"])
def test_a_page_never_scrolls_sideways(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_skip_link_is_the_first_stop_of_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/2025-miccai-tutorial/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#page-content")


def test_a_material_can_be_fetched(page: Page, address: str) -> None:
    page.goto(f"{address}/2025-miccai-tutorial/")
    link = page.get_by_role("link", name="Slides (PDF)", exact=True).first
    answer = page.request.get(address + str(link.get_attribute("href")))
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


def test_the_current_page_is_marked_in_the_navigation(page: Page, address: str) -> None:
    page.goto(f"{address}/2025-miccai-tutorial/")
    assert page.locator("nav a[aria-current=page]").inner_text() == "MICCAI 2025 tutorial"


def test_every_link_of_the_site_leads_somewhere(page: Page, address: str) -> None:
    left, seen = ["/"], {"/"}
    while left:
        page.goto(address + left.pop())
        found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        for url in (url.partition("#")[0] for url in found if url.startswith(address)):
            path = url.removeprefix(address)
            if path not in seen:
                seen.add(path)
                assert page.request.get(url).status == 200, path
                left += [path] if path.endswith(("/", ".html")) else []
    assert "/2025-miccai-tutorial/" in seen
