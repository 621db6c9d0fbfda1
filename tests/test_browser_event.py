"""What a visitor sees of an event, in two time zones, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TUTORIAL = "/2025-miccai-tutorial/"
Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    contexts = []

    def opened(zone: str, path: str = TUTORIAL, scripts: bool = True, now: str = "") -> Page:
        context = browser.new_context(timezone_id=zone, java_script_enabled=scripts, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        if now:
            page.clock.set_fixed_time(now)
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def rows(page: Page) -> list[str]:
    return page.locator("table.schedule tbody th").all_inner_texts()


VENUE = ["08:00–10:00", "10:00–10:30", "10:30–12:30"]


def test_the_venues_times_stand_there_without_javascript(visit: Visit) -> None:
    page = visit("America/Los_Angeles", scripts=False)
    assert rows(page) == VENUE
    assert page.locator(".zone-switch").count() == 0
    assert "Asia/Seoul (UTC+9)" in page.locator("caption").inner_text()


def test_the_venues_times_stand_there_before_the_switch(visit: Visit) -> None:
    page = visit("America/Los_Angeles")
    assert rows(page) == VENUE
    assert page.locator(".zone-switch").inner_text().strip() == "Show my time too (America/Los_Angeles)"


def test_the_switch_adds_the_visitors_time_and_its_other_day(visit: Visit) -> None:
    page = visit("America/Los_Angeles")
    page.get_by_label("Show my time too").check()
    assert rows(page) == [
        "08:00–10:00\nMon, Sep 22, 16:00 – 18:00 your time",
        "10:00–10:30\nMon, Sep 22, 18:00 – 18:30 your time",
        "10:30–12:30\nMon, Sep 22, 18:30 – 20:30 your time",
    ]


def test_a_visitor_on_the_same_day_sees_no_day(visit: Visit) -> None:
    page = visit("Europe/Copenhagen")
    page.get_by_label("Show my time too").check()
    assert rows(page)[0] == "08:00–10:00\n01:00 – 03:00 your time"


def test_a_session_across_the_visitors_midnight_names_each_day(visit: Visit) -> None:
    page = visit("Atlantic/Azores")  # UTC+0 in September: 10:00 in Seoul is 01:00
    page.get_by_label("Show my time too").check()
    assert rows(page)[0] == "08:00–10:00\nMon, Sep 22, 23:00 – Tue, Sep 23, 01:00 your time"


def test_a_visitor_a_whole_day_ahead_is_told_the_day(visit: Visit) -> None:
    page = visit("Pacific/Kiritimati", "/hawaii/")
    page.get_by_label("Show my time too").check()
    assert rows(page) == ["22:00–02:00 (next day)\nWed, Sep 24, 22:00 – Thu, Sep 25, 02:00 your time"]


def test_the_switch_can_be_taken_back(visit: Visit) -> None:
    page = visit("America/Los_Angeles")
    page.get_by_label("Show my time too").check()
    page.get_by_label("Show my time too").uncheck()
    assert rows(page) == VENUE


def test_a_visitor_at_the_venue_is_offered_no_switch(visit: Visit) -> None:
    assert visit("Asia/Seoul").locator(".zone-switch").count() == 0


def test_the_switch_works_by_keyboard(visit: Visit) -> None:
    page = visit("America/Los_Angeles")
    page.get_by_label("Show my time too").focus()
    page.keyboard.press("Space")
    assert "your time" in rows(page)[0]


@pytest.mark.parametrize(
    ("now", "marked"),
    [
        ("2025-05-01T00:00:00Z", ["1 July 2025 2 July 2025, 23:59 (Anywhere on Earth, UTC-12) next", "1 August 2025"]),
        ("2025-07-03T11:58:00Z", ["1 July 2025 2 July 2025, 23:59 (Anywhere on Earth, UTC-12) next", "1 August 2025"]),
        (
            "2025-07-03T12:00:00Z",
            ["1 July 2025 2 July 2025, 23:59 (Anywhere on Earth, UTC-12) closed", "1 August 2025 next"],
        ),
        (
            "2026-01-01T00:00:00Z",
            ["1 July 2025 2 July 2025, 23:59 (Anywhere on Earth, UTC-12) closed", "1 August 2025 closed"],
        ),
    ],
)
def test_deadlines_are_marked_by_the_visitors_clock(visit: Visit, now: str, marked: list[str]) -> None:
    assert visit("Asia/Seoul", "/call/", now=now).locator(".deadline dd").all_inner_texts() == marked


def test_deadlines_stand_unmarked_without_javascript(visit: Visit) -> None:
    page = visit("Asia/Seoul", "/call/", scripts=False)
    assert page.locator(".mark").count() == 0
    assert page.locator(".deadline del").inner_text() == "1 July 2025"


def test_the_citation_can_be_unfolded(visit: Visit) -> None:
    page = visit("Asia/Seoul")
    page.get_by_text("Cite this tutorial").click()
    assert page.locator("details.cite pre").inner_text().startswith("@misc{feragen2025fairness,")


def test_the_citation_can_be_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + TUTORIAL)
    page.get_by_text("Cite this tutorial").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{feragen2025fairness,")
    context.close()


def test_a_session_can_be_linked_to(visit: Visit, address: str) -> None:
    page = visit("Asia/Seoul")
    page.get_by_role("link", name="Link to Coffee Break").click()
    assert page.url == f"{address}{TUTORIAL}#coffee-break"


def test_a_calendar_can_be_fetched_from_the_page(visit: Visit, address: str) -> None:
    page = visit("Asia/Seoul")
    for link in page.locator(".calendar a").all():
        answer = page.request.get(address + str(link.get_attribute("href")))
        assert answer.status == 200
        assert answer.body().startswith(b"BEGIN:VCALENDAR")


def test_a_printed_programme_has_its_times_and_no_switch(visit: Visit) -> None:
    page = visit("America/Los_Angeles")
    page.emulate_media(media="print")
    assert not page.locator(".zone-switch").is_visible()
    assert page.locator("table.schedule").is_visible()
