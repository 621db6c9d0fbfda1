"""What a browser makes of the policy of pages, and of the colours and fonts that a site chooses."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.drawn import picture
from tests.notebooks import book, code, stream
from tests.sites import Files, Planned, body_bytes, front, planned

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
}
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
TEXT = f"""\
<p style="color: #7a1f4b">Styled</p>

| A | B |
|---|--:|
| 1 | 2 |

![A dot](dot.png) <img src="{PIXEL}" alt="A pixel">

<iframe src="https://www.youtube.com/embed/abc" title="The lecture"></iframe>

<iframe src="/demo.html" title="A demo"></iframe>

$x^2$

[SCHEDULE]

[RESOURCES]
"""
EVENT = "event: {name: Tutorial, start: 2025-09-23, timezone: Asia/Seoul, venue: Hall, city: Daejeon}"
SITE = """\
title: T
url: https://example.org
media: [youtube.com]
theme: {accent: "#7a1f4b", font: serif, logo: /static/logo.svg}
"""
FILES: Files = {
    "site.yaml": SITE,
    "content/index.md": "# Home\n",
    "content/404.md": front("permalink: /404.html", "# Not here\n"),
    "content/t/index.md": front(f"title: Tutorial\nredirect_from: /old/\n{EVENT}", TEXT),
    "content/t/schedule.yaml": "sessions: [{start: 08:00, end: 09:00, title: Lecture, abstract: Text.}]\n",
    "content/t/resources.yaml": "- {title: Lab, file: /assets/lab.ipynb}\n",
    "content/t/dot.png": picture(40, 30),
    "content/demo.html": "<p>The demo</p>",
    "assets/lab.ipynb": book(code("1", stream("1"))),
    "static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 10'/>",
    "static/ours.js": 'document.documentElement.dataset.ours = "ran";',
}
WATCH = "addEventListener('securitypolicyviolation', e => { (window.told ||= []).push(e.violatedDirective); });"


def serve(context: BrowserContext, site: Planned) -> None:
    """Let a browser find a site in memory at its address, and a page at all others."""
    bodies = {output.path: output.body for output in site.outputs}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("https://example.org/")
        if path == route.request.url:
            route.fulfill(body="<p>Elsewhere</p>", content_type="text/html")
            return
        path = path.partition("?")[0].partition("#")[0]
        path = f"{path}index.html" if path.endswith("/") or not path else path
        if path in bodies:
            route.fulfill(body=body_bytes(bodies[path]), content_type=TYPES.get(path.rpartition(".")[2], "text/plain"))
        else:
            route.fulfill(status=404)

    context.add_init_script(WATCH)
    context.route("**/*", answer)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def visit(context: BrowserContext, files: Files, path: str) -> tuple[Page, list[str]]:
    """Return a page once it is loaded, and what a browser has said of its policy so far."""
    serve(context, planned({**FILES, **files}))
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"https://example.org/{path}")
    page.wait_for_load_state("networkidle")
    return page, said


@pytest.mark.parametrize("path", ["", "t/", "t/lab/", "404.html"])
def test_no_page_breaks_its_own_policy(context: BrowserContext, path: str) -> None:
    page, said = visit(context, {}, path)
    assert page.evaluate("window.told || []") == []
    assert said == []


def test_the_stub_at_an_old_address_leads_on_under_its_policy(context: BrowserContext) -> None:
    page, said = visit(context, {}, "old/?a=1#lecture")
    page.wait_for_url("https://example.org/t/?a=1#lecture")
    assert said == []


def test_all_of_a_page_is_there(context: BrowserContext) -> None:
    page, _ = visit(context, {}, "t/")
    widths = page.evaluate("Array.from(document.querySelectorAll('main img'), img => img.naturalWidth)")
    assert widths == [40, 1]
    assert page.get_by_text("Styled").evaluate("e => getComputedStyle(e).color") == "rgb(122, 31, 75)"
    assert page.frame_locator("iframe[title='A demo']").get_by_text("The demo").inner_text() == "The demo"
    assert json.loads(page.locator("script[type='application/ld+json']").inner_text())["name"] == "Tutorial"


def test_a_video_of_a_named_host_is_loaded_and_breaks_no_policy(context: BrowserContext) -> None:
    page, said = visit(context, {}, "t/")
    page.get_by_role("button", name="Load it here: The lecture (www.youtube.com)").click()
    frame = page.frame_locator("iframe[title='The lecture']")
    assert frame.get_by_text("Elsewhere").inner_text() == "Elsewhere"
    assert said == []


@pytest.mark.parametrize(
    ("body", "directive"),
    [
        ("<script>document.documentElement.dataset.ours = 'ran'</script>", "script-src-elem"),
        ('<img src="x.png" alt="" onerror="document.documentElement.dataset.ours = \'ran\'">', "script-src-attr"),
        ('<script src="https://example.net/x.js"></script>', "script-src-elem"),
        ('<img src="https://example.net/x.png" alt="">', "img-src"),
        ('<object data="/demo.html"></object>', "object-src"),
    ],
)
def test_what_is_not_the_sites_own_does_not_run(context: BrowserContext, body: str, directive: str) -> None:
    page, _ = visit(context, {"content/index.md": f"# Home\n\n{body}\n"}, "")
    assert page.evaluate("window.told") == [directive]
    assert page.evaluate("document.documentElement.dataset.ours") is None


def test_a_script_of_the_sites_own_that_a_template_names_runs(context: BrowserContext) -> None:
    scripts = '{% block scripts %}{{ super() }}<script src="/static/ours.js" defer></script>{% endblock %}'
    template = {"templates/default.html": f'{{% extends "theme/default.html" %}}{scripts}'}
    page, said = visit(context, template, "t/")
    assert page.evaluate("document.documentElement.dataset.ours") == "ran"
    assert said == []


@pytest.mark.parametrize(("scheme", "colour"), [("light", "rgb(122, 31, 75)"), ("dark", "rgb(230, 155, 191)")])
def test_links_have_the_accent_and_texts_the_font_that_a_site_chooses(
    browser: Browser, scheme: str, colour: str
) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page, _ = visit(context, {"content/index.md": "# Home\n\nTo [the tutorial](t/index.md).\n"}, "")
    link = page.get_by_role("link", name="the tutorial")
    assert link.evaluate("e => getComputedStyle(e).color") == colour
    assert link.evaluate("e => getComputedStyle(e).fontFamily").startswith("Charter, ")
    context.close()


def test_a_logo_is_shown_in_its_size(context: BrowserContext) -> None:
    page, _ = visit(context, {}, "")
    box = page.locator(".logo").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (120, 40)
