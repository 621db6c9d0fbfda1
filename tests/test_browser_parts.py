"""Parts of the theme in a real Chromium: long navigations, names of links, symbols, scripts that stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import served
from tests.sites import Files, body_bytes, front, planned

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROGRAMME = """\
sessions:
  - {start: 8:00, end: 10:00, title: Lecture}
  - {start: 10:00, end: 10:30, title: Coffee, kind: break}
  - {start: 10:30, end: 12:00, title: Hands-on session}
"""
FILES: Files = {
    "content/index.md": front("title: Home"),
    "content/404.md": front("title: Nothing is here\npermalink: /404.html"),
    "content/event/index.md": front(
        "title: Event\nevent: {name: Event, start: 2025-09-23, timezone: Asia/Seoul}", "[SCHEDULE]\n\n[RESOURCES]\n"
    ),
    "content/event/schedule.yaml": PROGRAMME,
    "content/event/resources.yaml": '- {title: Recording, url: "https://example.org/r", kind: recording}\n',
    **{f"content/guide-{number:02}.md": front(f"title: Guide number {number}") for number in range(30)},
}
# Markup as the theme would not write it, in which each part of the script misses something.
BARE = """\
<!doctype html>
<html lang="en">
<head><title>Bare</title><script src="{root}static/page.js" defer></script></head>
<body>
<p data-begins="2001-01-01" data-ends="x">Edition</p>
<time data-deadline datetime="2001-02-03">3 February</time>
<table data-timezone="No/Where"><tr><th class="slot"><time datetime="2025-09-23T08:00+09:00">8</time>–<time
 datetime="2025-09-23T10:00+09:00">10</time></th></tr><tr><th class="slot">noon</th></tr></table>
<p><a data-embed="/a/">Film</a></p>
<ul class="known"></ul>
</body>
</html>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a host on which one site is built for two folders."""
    folder = tmp_path_factory.mktemp("parts")
    for name in ("one", "two"):
        for output in planned(FILES, base_url=f"https://example.org/{name}").outputs:
            target = folder / name / Path(output.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body_bytes(output.body))
    with served(folder) as at:
        yield at


Opened = Callable[..., Page]


@pytest.mark.parametrize("width", [320, 1280])
def test_many_pages_are_unfolded_by_keyboard_and_without_scripts(opened: Opened, site: str, width: int) -> None:
    page = opened(f"{site}/one/", width, java_script_enabled=False)
    last = page.get_by_role("link", name="Guide number 29")
    assert not last.is_visible()
    page.get_by_text("More pages").press("Enter")
    assert last.is_visible()


@pytest.mark.parametrize(("width", "most"), [(320, 0.5), (1280, 0.25)])
def test_a_folded_navigation_leaves_the_screen_to_the_page(opened: Opened, site: str, width: int, most: float) -> None:
    page = opened(f"{site}/one/guide-29/", width)
    box = page.locator("header").bounding_box()
    assert box
    assert box["height"] < most * 800
    assert page.get_by_role("link", name="Guide number 29").is_visible()


def test_a_long_navigation_is_not_printed(opened: Opened, site: str) -> None:
    page = opened(f"{site}/one/")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()


def test_each_link_of_a_programme_has_a_name_of_its_own(opened: Opened, site: str) -> None:
    page = opened(f"{site}/one/event/")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    links = [node["name"]["value"] for node in nodes if not node["ignored"] and node["role"]["value"] == "link"]
    assert [name for name in links if "Lecture" in name] == ["Link to Lecture", "Add to calendar: Lecture"]
    assert [name for name in links if "Coffee" in name] == ["Link to Coffee"]
    assert [name for name in links if "Hands-on" in name] == [
        "Link to Hands-on session",
        "Add to calendar: Hands-on session",
    ]


def test_a_link_in_a_row_is_told_by_the_title_in_its_cell(opened: Opened, site: str) -> None:
    page = opened(f"{site}/one/event/")
    titles = "all => all.map(one => one.closest('td').querySelector('.session-title').innerText.trim())"
    found = page.locator("td").get_by_role("link", name="Add to calendar").evaluate_all(titles)
    assert found == ["Lecture", "Hands-on session"]


def test_a_link_is_called_by_the_words_that_are_seen(opened: Opened, site: str) -> None:
    page = opened(f"{site}/one/event/")
    unlike = "all => all.filter(one => one.ariaLabel && !one.ariaLabel.includes(one.innerText.trim())).length"
    assert page.locator("a").evaluate_all(unlike) == 0


STROKE = "one => [getComputedStyle(one).stroke, getComputedStyle(document.body).color]"


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_a_symbol_has_the_colour_of_the_text(opened: Opened, site: str, look: dict[str, str]) -> None:
    stroke, text = opened(f"{site}/one/event/", **look).locator(".resources svg").evaluate(STROKE)
    assert stroke == text


def test_a_symbol_is_not_announced(opened: Opened, site: str) -> None:
    page = opened(f"{site}/one/event/")
    assert page.locator(".resources").aria_snapshot() == (
        '- list:\n  - listitem:\n    - paragraph:\n      - link "Recording":\n        - /url: https://example.org/r\n'
        "    - paragraph: recording"
    )


def test_a_scheme_is_chosen_for_one_site_of_a_host(opened: Opened, site: str) -> None:
    page = opened(f"{site}/one/", color_scheme="light")
    page.get_by_role("button", name="Dark").click()
    chosen = []
    for path in ("/one/guide-01/", "/two/"):
        page.goto(f"{site}{path}")
        chosen.append(page.evaluate("document.documentElement.dataset.scheme"))
    assert chosen == ["dark", ""]
    assert page.evaluate("({...localStorage})") == {"scheme /one/": "dark"}


def lost(page: Page, site: str, path: str) -> list[tuple[str, str]]:
    """Return what a visitor of an address where nothing is may have meant: addresses and titles."""
    body = page.request.get(f"{site}/one/404.html").text()
    page.route(f"{site}{path}", lambda route: route.fulfill(body=body, status=404, content_type="text/html"))
    page.goto(f"{site}{path}", wait_until="networkidle")
    return [(str(one.get_attribute("href")), one.inner_text()) for one in page.locator(".near a").all()]


def test_a_lost_visitor_is_told_of_a_page_that_the_page_itself_does_not_name(opened: Opened, site: str) -> None:
    page = opened("about:blank")
    for asked in ("guid-29", "GUIDE-29", "29.html", "guide_29/index"):
        assert lost(page, site, f"/one/{asked}")[0] == ("/one/guide-29/", "Guide number 29")


@pytest.mark.parametrize(
    ("asked", "near"), [("event", "ev/"), ("workshops.html", "workshop/"), ("wrokshop", "workshop/")]
)
def test_a_lost_visitor_is_told_of_a_page_of_nearly_that_name(opened: Opened, site: str, asked: str, near: str) -> None:
    page = opened("about:blank")
    page.route("**/pages.json", lambda route: route.fulfill(json=[["ev/", "E"], ["people/", "P"], ["workshop/", "W"]]))
    assert [address for address, _ in lost(page, site, f"/one/{asked}")] == [f"/one/{near}"]


def test_a_stub_without_its_link_breaks_no_script(opened: Opened, site: str) -> None:
    page = opened("about:blank")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    body = '<!doctype html><title>Moved</title><script src="/one/static/redirect.js"></script>'
    page.route("**/one/old", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{site}/one/old", wait_until="networkidle")
    assert errors == []


@pytest.mark.parametrize("answers", [True, False])
def test_a_lost_visitor_can_go_on_where_the_addresses_cannot_be_had(opened: Opened, site: str, answers: bool) -> None:
    page = opened("about:blank")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/pages.json", lambda route: route.fulfill(status=500, body="Sorry") if answers else route.abort())
    assert lost(page, site, "/one/guid-29") == []
    assert errors == []
    assert page.locator(".known a").count() == 30


def test_each_part_of_the_script_works_where_others_find_nothing(opened: Opened, site: str) -> None:
    page = opened("about:blank")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    body = BARE.format(root="/one/")
    page.route("**/one/events", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{site}/one/events", wait_until="networkidle")
    assert page.locator(".mark").all_inner_texts() == [" (running now)", " closed"]
    assert page.get_by_role("button", name="Load it here: Film").is_visible()
    assert page.locator(".known + .near a").first.inner_text() == "Event"
    assert [one.partition(":")[0] for one in errors] == ["Invalid time zone specified"]
