"""The preview as its author sees it, in a real browser."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.previews import SITE, Preview, previewed, write

HOME = "---\ntitle: Home\n---\n\n{}\n"
LONG = "".join(f"Paragraph {number} of a long page.\n\n" for number in range(200))
POLICY = (
    '{% extends "theme/default.html" %}{% block head %}<meta http-equiv="Content-Security-Policy" content="default-src '
    "'self'; script-src 'self'; style-src 'self'; connect-src 'self'\">{{ super() }}{% endblock %}"
)


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    write(tmp_path, SITE)
    with previewed(tmp_path) as running:
        yield running


def opened(page: Page, address: str) -> None:
    """Open a page, and wait until it listens for changes."""
    with page.expect_websocket() as socket:
        page.goto(address)
    if not socket.value.is_closed():
        # The greeting of the server: from now on it tells this page.
        with socket.value.expect_event("framereceived"):
            pass


def broken(preview: Preview, text: str = "Broken.") -> None:
    """Put a mistake into the home page."""
    preview.write("content/index.md", f"---\ntitel: Home\n---\n\n{text}\n")


def test_a_save_is_seen_without_a_hand(preview: Preview, page: Page) -> None:
    opened(page, f"{preview.address}/")
    preview.write("content/index.md", HOME.format("A new text."))
    expect(page.get_by_text("A new text.")).to_be_visible()


def test_a_mistake_lies_over_the_last_good_page_and_goes_when_it_is_mended(preview: Preview, page: Page) -> None:
    opened(page, f"{preview.address}/")
    broken(preview)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("1 error")
    expect(told).to_contain_text("content/index.md:2:1: error: ")
    expect(told).to_contain_text("titel: Home")
    expect(told).to_contain_text("did you mean 'title'?")
    expect(page.get_by_text("First text.")).to_be_attached()
    preview.write("content/index.md", HOME.format("Mended."))
    expect(page.get_by_text("Mended.")).to_be_visible()
    expect(told).to_have_count(0)


def test_a_mistake_that_is_taken_back_goes_without_a_reload(preview: Preview, page: Page) -> None:
    opened(page, f"{preview.address}/")
    page.evaluate("window.stays = true")
    broken(preview)
    expect(page.get_by_role("alert")).to_be_visible()
    preview.write("content/index.md", SITE["content/index.md"])
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.evaluate("window.stays")


def test_a_page_that_is_opened_while_a_mistake_stands_shows_it(preview: Preview, page: Page) -> None:
    broken(preview)
    preview.wait_for_line("error: ")
    page.goto(f"{preview.address}/a/")
    expect(page.get_by_role("alert")).to_contain_text("content/index.md:2:1: error: ")


def test_what_is_told_of_a_mistake_is_text(preview: Preview, page: Page) -> None:
    opened(page, f"{preview.address}/")
    preview.write(
        "content/index.md", "---\n<img src=x onerror=alert(1)>: <script>window.ran = true</script>\ntitel: A\n---\n"
    )
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate("window.ran") is None
    assert page.locator("faimi-site-problems img").count() == 0


def test_what_is_told_can_be_hidden(preview: Preview, page: Page) -> None:
    opened(page, f"{preview.address}/")
    broken(preview)
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_page_stays_where_it_was_scrolled_to(preview: Preview, page: Page) -> None:
    preview.write("content/index.md", HOME.format(LONG))
    preview.wait("/", "Paragraph 199")
    opened(page, f"{preview.address}/")
    page.evaluate("scrollTo(0, 1500)")
    preview.write("content/index.md", HOME.format(LONG + "The end.\n"))
    expect(page.get_by_text("The end.")).to_be_attached()
    page.wait_for_function("() => Math.abs(scrollY - 1500) < 2")


def test_a_style_sheet_is_swapped_and_the_page_stays(preview: Preview, page: Page) -> None:
    opened(page, f"{preview.address}/")
    page.evaluate("window.stays = true")
    preview.write("static/own.css", "p { color: rgb(9, 8, 7) }\n")
    page.wait_for_function("() => getComputedStyle(document.querySelector('main p')).color === 'rgb(9, 8, 7)'")
    assert page.evaluate("window.stays")
    assert page.locator("link[href*='own.css']").count() == 1


def test_a_strict_policy_of_the_pages_is_kept(preview: Preview, page: Page) -> None:
    preview.write("templates/default.html", POLICY)
    preview.wait("/", "Content-Security-Policy")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    opened(page, f"{preview.address}/")
    broken(preview)
    expect(page.get_by_role("alert")).to_be_visible()
    preview.write("content/index.md", HOME.format("Mended."))
    expect(page.get_by_text("Mended.")).to_be_visible()
    assert [text for text in said if "Content Security Policy" in text or "Content-Security-Policy" in text] == []


def test_a_page_finds_a_preview_that_was_started_anew(tmp_path: Path, page: Page) -> None:
    write(tmp_path, SITE)
    with previewed(tmp_path) as first:
        opened(page, f"{first.address}/")
    write(tmp_path, {"content/index.md": HOME.format("Written meanwhile.")})
    with previewed(tmp_path, "--port", str(first.port)):
        expect(page.get_by_text("Written meanwhile.")).to_be_visible(timeout=15_000)


def test_a_site_that_could_not_be_built_yet_appears_when_it_can(tmp_path: Path, page: Page) -> None:
    write(tmp_path, {**SITE, "content/index.md": "---\ntitel: Home\n---\n"})
    with previewed(tmp_path) as running:
        opened(page, f"{running.address}/")
        expect(page.get_by_role("heading", name="The site is not built yet")).to_be_visible()
        running.write("content/index.md", HOME.format("Mended."))
        expect(page.get_by_text("Mended.")).to_be_visible()


@pytest.mark.slow
def test_fifty_saves_at_any_time_all_reach_the_browser(preview: Preview, page: Page) -> None:
    chance = random.Random(11)
    opened(page, f"{preview.address}/")
    for number in range(50):
        preview.write("content/index.md", HOME.format(f"Save number {number}."))
        if number % 5 == 4:
            expect(page.get_by_text(f"Save number {number}.")).to_be_visible()
        time.sleep(chance.uniform(0, 0.5))
    expect(page.get_by_text("Save number 49.")).to_be_visible()
