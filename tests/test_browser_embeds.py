"""What a visitor sees of a video: nothing is loaded before it is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.sites import planned

pytestmark = pytest.mark.browser

VIDEO = '<iframe src="https://www.youtube.com/embed/abc" title="The lecture" width="560" height="315"></iframe>'
SITE = "title: T\nurl: https://example.org\nmedia: [youtube.com]\n"


@pytest.fixture
def asked(browser: Browser) -> tuple[Page, list[str]]:
    """Return a page with a video, and the addresses of other hosts that its browser has asked so far."""
    site = planned({"site.yaml": SITE, "content/index.md": f"# A\n\n{VIDEO}\n"})
    page, outside = browser.new_page(), list[str]()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("https://example.org/")
        if path == route.request.url:
            outside.append(route.request.url)
            route.fulfill(body="<p>The video</p>", content_type="text/html")
        else:
            if path.endswith(".png"):
                route.fulfill(status=404)
                return
            kind = "text/javascript" if path.endswith(".js") else "text/css" if path.endswith(".css") else "text/html"
            route.fulfill(body=site.text(path or "index.html"), content_type=kind)

    page.route("**/*", answer)
    page.goto("https://example.org/")
    return page, outside


def test_a_video_is_a_link_and_no_other_host_is_asked(asked: tuple[Page, list[str]]) -> None:
    page, outside = asked
    link = page.get_by_role("link", name="The lecture (www.youtube.com)")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=abc"
    assert page.locator("iframe").count() == 0
    assert outside == []


def test_a_video_is_loaded_in_the_page_once_its_button_is_pressed(asked: tuple[Page, list[str]]) -> None:
    page, outside = asked
    page.get_by_role("button", name="Load it here: The lecture (www.youtube.com)").press("Enter")
    assert page.frame_locator("iframe[title='The lecture']").get_by_text("The video").inner_text() == "The video"
    assert outside == ["https://www.youtube.com/embed/abc"]
