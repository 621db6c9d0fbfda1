"""What an author sees of the preview, in a real Chromium."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.previews import SITE, WAIT, Preview, previewed, write
from tests.sites import front

pytestmark = pytest.mark.browser

LONG = "\n\n".join(f"Paragraph {number}." for number in range(300))
# Counts loads, and notes every text that was ever shown, across reloads.
SEEN = """\
sessionStorage.loads = Number(sessionStorage.loads || 0) + 1;
addEventListener("DOMContentLoaded", function () {
  sessionStorage.seen = (sessionStorage.seen || "") + document.querySelector("h1").textContent + ";";
});
"""
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
)
LAYOUT = f"""\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>
<meta http-equiv="Content-Security-Policy" content="{STRICT}">
<link rel="stylesheet" href="/static/site.css"><script src="/static/seen.js"></script></head>
<body>{{{{ content }}}}</body></html>
"""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    site = tmp_path / "site"
    write(site / "site.yaml", SITE)
    write(site / "content/index.md", f"# Home\n\n{LONG}\n")
    write(site / "templates/default.html", LAYOUT)
    write(site / "static/site.css", "h1 { color: rgb(1, 2, 3) }\n")
    write(site / "static/seen.js", SEEN)
    with previewed(site) as preview:
        preview.calm()
        yield preview


def shown(page: Page, preview: Preview, text: str = "Home") -> None:
    """Open the home page, and wait until it hears of changes."""
    sent: list[str] = []
    page.once("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    page.goto(preview.address)
    end = time.monotonic() + WAIT
    while not any('"info"' in frame for frame in sent):
        assert time.monotonic() < end, "the page has not asked to hear of changes"
        page.wait_for_timeout(20)
    expect(page.locator("h1").first).to_have_text(text)


def loads(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.loads)"))


def home(preview: Preview, title: str) -> None:
    preview.write("content/index.md", f"# {title}\n\n{LONG}\n")


BROKEN = front("titel: <img src=x onerror=alert(1)>", "# Broken\n")


def test_a_save_reaches_the_browser_once_below_a_strict_policy(page: Page, preview: Preview) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    shown(page, preview)
    home(preview, "New")
    expect(page.locator("h1")).to_have_text("New")
    time.sleep(0.5)
    assert loads(page) == 2
    assert [error for error in errors if "Policy" in error] == []


@pytest.mark.slow
def test_two_saves_200_ms_apart_both_arrive(page: Page, preview: Preview) -> None:
    shown(page, preview)
    home(preview, "One")
    time.sleep(0.2)
    home(preview, "Two")
    expect(page.locator("h1")).to_have_text("Two")
    assert loads(page) <= 3


@pytest.mark.slow
def test_a_page_that_missed_a_build_catches_up(page: Page, preview: Preview) -> None:
    page.route("**/preview.js", lambda route: (time.sleep(1), route.continue_()))  # type: ignore[func-returns-value]
    page.goto(preview.address, wait_until="commit")
    home(preview, "New")
    expect(page.locator("h1")).to_have_text("New", timeout=20_000)


def test_the_scroll_position_survives(page: Page, preview: Preview) -> None:
    shown(page, preview)
    page.evaluate("scrollTo(0, 3000)")
    home(preview, "New")
    expect(page.locator("h1")).to_have_text("New")
    page.wait_for_function("scrollY === 3000")


def test_a_style_sheet_is_swapped_without_a_reload(page: Page, preview: Preview) -> None:
    shown(page, preview)
    preview.write("static/site.css", "h1 { color: rgb(7, 8, 9) }\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(7, 8, 9)")
    preview.write("static/site.css", "h1 { color: rgb(10, 11, 12) }\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(10, 11, 12)")
    assert loads(page) == 1
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)


@pytest.mark.slow
def test_a_style_sheet_that_is_imported_is_swapped_too(page: Page, preview: Preview) -> None:
    preview.write("static/part.css", "h1 { color: rgb(1, 1, 1) }\n")
    preview.write("static/site.css", '@import "part.css";\n')
    preview.shows("/static/site.css", "@import")
    shown(page, preview)
    preview.write("static/part.css", "h1 { color: rgb(2, 2, 2) }\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(2, 2, 2)")
    assert loads(page) == 1


def test_problems_lie_over_the_last_good_page_and_go_by_themselves(page: Page, preview: Preview) -> None:
    shown(page, preview)
    preview.write("content/index.md", BROKEN)
    panel = page.locator("faimi-site-problems")
    expect(panel.get_by_role("alert")).to_be_visible()
    expect(panel.locator("h1")).to_have_text("1 error")
    problem = panel.locator("pre").text_content() or ""
    assert "content/index.md:2:1: error: front matter has no field 'titel' [field/unknown]" in problem
    assert (
        "     2 | titel: <img src=x onerror=alert(1)>\n       | ^^^^^\n       = hint: did you mean 'title'?" in problem
    )
    expect(page.locator("body h1")).to_have_text("Home")
    home(preview, "Home")
    expect(panel).to_have_count(0)
    assert loads(page) == 1


@pytest.mark.slow
def test_a_content_that_is_moved_away_lies_over_the_page_until_it_is_back(page: Page, preview: Preview) -> None:
    shown(page, preview)
    (preview.site / "content").rename(preview.site / "aside")
    panel = page.locator("faimi-site-problems")
    expect(panel.locator("pre")).to_contain_text("content/: error: the folder has gone since the last build")
    expect(page.locator("body h1")).to_have_text("Home")
    (preview.site / "aside").rename(preview.site / "content")
    expect(panel).to_have_count(0)
    assert loads(page) == 1


@pytest.mark.slow
def test_problems_are_shown_on_a_page_that_is_opened_later(page: Page, preview: Preview) -> None:
    preview.write("content/index.md", BROKEN)
    preview.shows("/", "Home")
    page.goto(preview.address)
    expect(page.locator("faimi-site-problems").locator("h1")).to_have_text("1 error")
    expect(page.locator("body h1")).to_have_text("Home")


@pytest.mark.slow
def test_what_is_mended_with_a_change_is_a_new_page_without_problems(page: Page, preview: Preview) -> None:
    shown(page, preview)
    preview.write("content/index.md", BROKEN)
    expect(page.locator("faimi-site-problems").get_by_role("alert")).to_be_visible()
    home(preview, "Mended")
    expect(page.locator("body h1")).to_have_text("Mended")
    expect(page.locator("faimi-site-problems")).to_have_count(0)


@pytest.mark.slow
def test_problems_can_be_hidden(page: Page, preview: Preview) -> None:
    shown(page, preview)
    preview.write("content/index.md", BROKEN)
    page.locator("faimi-site-problems").get_by_role("button", name="Hide").click()
    expect(page.locator("faimi-site-problems").get_by_role("alert")).to_have_count(0)


@pytest.mark.slow
def test_a_site_that_was_never_built_comes_once_it_is_mended(page: Page, tmp_path: Path) -> None:
    site = tmp_path / "never"
    write(site / "site.yaml", SITE)
    write(site / "content/index.md", BROKEN)
    with previewed(site) as preview:
        page.goto(preview.address)
        expect(page.locator("pre")).to_contain_text("front matter has no field 'titel'")
        preview.write("content/index.md", front("tilte: A", ""))
        expect(page.locator("pre")).to_contain_text("front matter has no field 'tilte'")
        preview.write("content/index.md", "# Mended\n")
        expect(page.locator("h1")).to_have_text("Mended")


@pytest.mark.slow
def test_a_preview_that_is_started_again_is_found_again(page: Page, preview: Preview) -> None:
    shown(page, preview)
    port = str(preview.port)
    preview.end()
    home(preview, "New")
    with previewed(preview.site, "--port", port):
        expect(page.locator("h1")).to_have_text("New", timeout=20_000)


@pytest.mark.slow
def test_a_page_moves_along_with_the_base_path(page: Page, preview: Preview) -> None:
    preview.write("content/b.md", "# Part\n")
    preview.shows("/b/", "Part")
    shown(page, preview)
    page.goto(preview.address + "b/?x=1#part")
    expect(page.locator("h1")).to_have_text("Part")
    preview.write("site.yaml", SITE + "base_path: /new\n")
    expect(page).to_have_url(f"http://127.0.0.1:{preview.port}/new/b/?x=1#part")
    expect(page.locator("h1")).to_have_text("Part")


@pytest.mark.slow
def test_50_saves_at_random_intervals_all_arrive(page: Page, preview: Preview) -> None:
    chance = random.Random(1)
    shown(page, preview)
    for number in range(50):
        home(preview, f"Save {number}")
        expect(page.locator("h1")).to_have_text(f"Save {number}", timeout=20_000)
        time.sleep(chance.random() * 0.6)
    seen = str(page.evaluate("sessionStorage.seen"))
    assert [number for number in range(50) if f"Save {number};" not in seen] == []
    assert loads(page) == 51
