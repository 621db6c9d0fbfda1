"""How editions are marked by the visitor's clock, and reached by keyboard, on a phone and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import served
from tests.sites import body_bytes, front, planned

pytestmark = [pytest.mark.browser, pytest.mark.slow]
YEARS = range(2020, 2027)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("editions")
    files = {"content/index.md": front("title: Home", "[EDITIONS]\n")}
    for year in YEARS:
        dates = f"start: {year}-05-01, end: {year}-05-02, timezone: Asia/Seoul, city: Daejeon"
        files[f"content/{year}.md"] = front(f"title: Meeting of all who measure things in {year}\nevent: {{{dates}}}")
    for output in planned(files).outputs:
        target = folder / Path(output.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body_bytes(output.body))
    with served(folder) as at:
        yield at


@pytest.mark.parametrize(
    ("now", "marked"),
    [
        ("2025-04-30T14:59:59Z", ["upcoming", "next", "past", "past", "past", "past", "past"]),
        ("2025-04-30T15:00:00Z", ["next", "running now", "past", "past", "past", "past", "past"]),
        ("2025-05-02T14:59:59Z", ["next", "running now", "past", "past", "past", "past", "past"]),
        ("2025-05-02T15:00:00Z", ["next", "past", "past", "past", "past", "past", "past"]),
        ("2030-01-01T00:00:00Z", ["past"] * 7),
    ],
)
def test_editions_are_marked_by_the_visitors_clock(browser: Browser, site: str, now: str, marked: list[str]) -> None:
    context = browser.new_context(timezone_id="America/Los_Angeles")
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.goto(site)
    assert page.locator(".events .mark").all_inner_texts() == [f" ({mark})" for mark in marked]
    in_nav = [f" ({mark})" for mark in marked if mark in ("next", "running now")]
    assert page.locator("nav .mark").all_inner_texts() == in_nav
    context.close()


def test_without_javascript_every_edition_can_be_reached(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_text("Earlier editions").click()
    shown = [link.get_attribute("href") for link in page.locator("nav a").all() if link.is_visible()]
    assert shown == [f"/{year}/" for year in reversed(YEARS)]
    assert page.locator(".mark").count() == 0
    context.close()


def test_the_keyboard_opens_the_fold_and_reaches_all(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site)
    page.locator("nav summary").focus()
    page.keyboard.press("Enter")
    for year in (2023, 2022, 2021, 2020):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == f"/{year}/"
    context.close()


@pytest.mark.parametrize("path", ["/", "/2020/"])
def test_nothing_overflows_on_a_small_phone(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()
