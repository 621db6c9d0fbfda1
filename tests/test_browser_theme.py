"""The theme in a real Chromium: colour schemes, contents, phones, print, directions, and what authors paste."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from faimi_site.colours import contrast
from tests.conftest import served
from tests.drawn import picture
from tests.sites import body_bytes, front, planned

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TUTORIAL = "/2025-miccai-tutorial/"
NOTEBOOK = f"{TUTORIAL}classification_fitzpatrick/"
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG = f"https://example.org/{'a' * 150}"
HOSTILE = f"""\
## {WORD}

{WORD} {LONG} `{"x" * 150}` <{LONG}>

{"| A " * 12}|
{"|---" * 12}|
{"| value " * 12}|

| A | {WORD} |
|---|---|
| {WORD} | b |

<table border="1"><tr><td>{WORD}</td><td>{WORD}</td></tr></table>

```python
print("{"y" * 300}")
```

### {LONG}

$$ {"x + " * 60} y $$

- {WORD}
  - {WORD}

<div style="width: 900px; border: 1px solid gray">{WORD}</div>

[SCHEDULE]

[ORGANIZERS]

[RESOURCES]
"""
HOSTILE_EVENT = f"""\
title: {WORD} {WORD}
event:
  name: {WORD}
  start: 2025-09-23
  timezone: America/Argentina/ComodRivadavia
  venue: {WORD}
  room: {WORD}
  mode: hybrid
  online_url: {LONG}
  host: {{name: {WORD}, url: {LONG}}}
  registration: {{url: {LONG}, fee: {WORD}}}
  deadlines: [{{title: {WORD}, date: 2025-05-15, timezone: AoE, was: 2025-05-01}}]"""
PERSON = f"{{name: {WORD}, affiliation: {WORD}, role: {WORD}, url: {LONG}, email: {'b' * 60}@example.org, bio: {WORD}}}"
SESSIONS = f"""\
sessions:
  - {{start: 08:00, end: 10:00, title: {WORD}, room: {WORD}, speakers: [{{name: {WORD}, affiliation: {WORD}}}]}}
  - {{start: 08:00, end: 10:00, title: In parallel, room: B, abstract: {WORD}}}
"""
MATERIAL = f"{{title: {WORD}, url: {LONG}, kind: {WORD}, authors: [{WORD}], license: {WORD}, description: {WORD}}}"
PASTED = """\
<p id="ground" style="background: #fffbe6">Ground alone, <a href="/">a link</a></p>

<p id="text" style="text-align: center; color: #333">Text alone, <a href="/">a link</a></p>

<p id="both" style="background-color: #0062cc; color: white">Both</p>

<p id="neither" style="text-align: center">Neither</p>

<img src="photo.png" alt="" style="float: left; width: 150px">

Beside it.

## After it
"""
ARABIC = front(
    "title: ورشة\nlang: ar\nevent: {name: ورشة, start: 2025-09-23, timezone: Asia/Riyadh}",
    "## مقدمة\n\nنص `code`.\n\n## البرنامج\n\nنص.\n",
)
ACCENTS = "{light: '#7a1f4b', dark: '#ffcc00'}"
SITE = f"title: {WORD}\nemail: {'c' * 60}@example.org\nurl: https://example.org\ntheme: {{accent: {ACCENTS}}}\n"
FILES: dict[str, str | bytes] = {
    "site.yaml": SITE,
    "content/index.md": front("title: Home", "## One\n\nText.\n"),
    "content/404.md": front("title: Not found\npermalink: /404.html", "Nothing is here.\n"),
    "content/long/index.md": front(HOSTILE_EVENT, HOSTILE),
    "content/long/organizers.yaml": f"- title: {WORD}\n  people:\n    - {PERSON}\n",
    "content/long/schedule.yaml": SESSIONS,
    "content/long/resources.yaml": f"- {MATERIAL}\n",
    "content/pasted.md": front("title: Pasted", PASTED),
    "content/photo.png": picture(300, 200),
    "content/arabic.md": ARABIC,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("theme")
    for output in planned(FILES).outputs:
        target = folder / Path(output.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body_bytes(output.body))
    with served(folder) as at:
        yield at


Opened = Callable[..., Page]
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(18, 24, 28)"


def style(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    script = "([selector, name, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo)[name]"
    return str(page.evaluate(script, [selector, name, pseudo or None]))


def ground(page: Page) -> str:
    return style(page, "body", "backgroundColor")


def pressed(page: Page) -> list[str]:
    return [
        str(one.get_attribute("aria-label"))
        for one in page.get_by_role("group", name="Colours").get_by_role("button").all()
        if one.get_attribute("aria-pressed") == "true"
    ]


def bars(page: Page) -> list[str]:
    """Return the colours that the browser's own bars can have, of those that apply now."""
    script = "all => all.filter(one => !one.media || matchMedia(one.media).matches).map(one => one.content)"
    return [str(one) for one in page.eval_on_selector_all("meta[name=theme-color]", script)]


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_is_as_the_system_is(opened: Opened, site: str, scheme: str, colour: str, scripts: bool) -> None:
    page = opened(site, color_scheme=scheme, java_script_enabled=scripts)
    assert ground(page) == colour
    assert page.locator(".schemes").is_visible() == scripts


def test_the_switch_is_remembered_and_can_be_taken_back(opened: Opened, site: str) -> None:
    page = opened(site, color_scheme="light")
    assert (pressed(page), ground(page), bars(page)) == (["As the system"], LIGHT, ["#f2f5f7"])
    page.get_by_role("button", name="Dark").click()
    assert (pressed(page), ground(page), bars(page)) == (["Dark"], DARK, ["#1c252b"])
    page.goto(f"{site}/pasted/")
    assert (pressed(page), ground(page), bars(page)) == (["Dark"], DARK, ["#1c252b"])
    page.get_by_role("button", name="As the system").press("Enter")
    page.reload()
    assert (pressed(page), ground(page), bars(page)) == (["As the system"], LIGHT, ["#f2f5f7"])


def test_what_was_chosen_is_set_before_there_is_a_body(opened: Opened, site: str) -> None:
    watch = """
        window.seen = [];
        new MutationObserver(() => document.body && seen.push(document.documentElement.dataset.scheme))
          .observe(document, { childList: true, subtree: true });
    """
    page = opened(site, init=watch, color_scheme="light")
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.evaluate("seen[0]") == "dark"


def test_the_accents_of_a_site_hold_under_the_switch(opened: Opened, site: str) -> None:
    page = opened(site, color_scheme="dark")
    assert style(page, "nav a", "color") == "rgb(255, 204, 0)"
    page.get_by_role("button", name="Light").click()
    assert style(page, "nav a", "color") == "rgb(122, 31, 75)"


def test_the_switch_works_for_a_page_where_nothing_can_be_remembered(opened: Opened, site: str) -> None:
    forbid = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })"
    errors: list[str] = []
    page = opened("about:blank", init=forbid)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site)
    page.get_by_role("button", name="Dark").click()
    assert ground(page) == DARK
    assert errors == []


def test_a_browser_without_light_dark_shows_its_own_black_and_white(opened: Opened, site: str) -> None:
    page = opened("about:blank", color_scheme="dark")
    page.route(
        "**/style.css",
        lambda route: route.fulfill(
            body=route.fetch().text().replace("light-dark(", "unknown-function("), content_type="text/css"
        ),
    )
    page.goto(site)
    assert style(page, "h1", "color") == style(page, "nav a", "color") == "rgb(255, 255, 255)"
    assert ground(page) == "rgba(0, 0, 0, 0)"
    page.get_by_role("button", name="Light").click()
    assert style(page, "h1", "color") == style(page, "nav a", "color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("path", [TUTORIAL, NOTEBOOK])
def test_the_contents_stay_in_sight_beside_the_text_on_a_wide_screen(opened: Opened, address: str, path: str) -> None:
    page = opened(address + path)
    contents = page.locator(".contents")
    text = page.locator(".text").bounding_box()
    page.evaluate("scrollTo({ top: 1200, behavior: 'instant' })")
    box = contents.bounding_box()
    assert text
    assert box
    assert box["x"] >= text["x"] + text["width"]
    assert 0 <= box["y"] < 100


def test_the_contents_lead_to_the_headings_of_an_event(opened: Opened, address: str) -> None:
    page = opened(address + TUTORIAL)
    listed = page.locator(".contents a").all_inner_texts()
    assert listed == ["TL;DR", "Scope", "Resources", "Schedule", "Organizers", "Contact"]
    page.locator(".contents a").nth(3).click()
    assert page.url.endswith("#schedule")


def test_a_phone_shows_no_contents_of_an_event(opened: Opened, address: str) -> None:
    assert not opened(address + TUTORIAL, 390).locator(".contents").is_visible()


def test_the_name_of_a_heading_is_free_of_its_link(opened: Opened, address: str) -> None:
    page = opened(address + TUTORIAL)
    assert page.get_by_role("heading", name="Scope", exact=True).count() == 1
    link = page.get_by_role("link", name="Link to Scope", exact=True)
    link.click()
    assert page.url.endswith("#scope")


@pytest.mark.parametrize("name", ["Link to Scope", "Link to Coffee Break"])
def test_the_link_of_a_heading_or_a_session_is_shown_by_keyboard(opened: Opened, address: str, name: str) -> None:
    page = opened(address + TUTORIAL)
    link = page.get_by_role("link", name=name, exact=True).first
    assert link.evaluate("one => getComputedStyle(one).opacity") == "0"
    page.keyboard.press("Tab")
    link.focus()
    assert link.evaluate("one => getComputedStyle(one).opacity") == "1"


OWN = ["/", TUTORIAL, NOTEBOOK, "/2024-isbi/", "/404.html", "/call/", "/moved/", "/hawaii/"]


@pytest.mark.parametrize("width", [320, 640, 1600])
@pytest.mark.parametrize("path", OWN)
def test_no_page_of_the_site_scrolls_sideways(opened: Opened, address: str, path: str, width: int) -> None:
    page = opened(address + path, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 640, 1280])
@pytest.mark.parametrize("path", ["/", "/long/", "/pasted/", "/arabic/", "/404.html"])
def test_no_page_of_long_words_scrolls_sideways(opened: Opened, site: str, path: str, width: int) -> None:
    page = opened(site + path, width)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 1280])
def test_a_programme_is_a_table_at_every_width(opened: Opened, address: str, width: int) -> None:
    page = opened(address + TUTORIAL, width)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert roles.count("table") == 1
    assert roles.count("row") == 4
    assert roles.count("columnheader") == 2
    assert roles.count("rowheader") == 3
    assert roles.count("cell") == 3


def test_a_phone_shows_a_session_below_its_time_in_large_figures(opened: Opened, address: str) -> None:
    page = opened(address + TUTORIAL, 390)
    time = page.locator(".schedule tbody th").first.bounding_box()
    title = page.locator(".schedule tbody td").first.bounding_box()
    assert time
    assert title
    assert title["y"] >= time["y"] + time["height"]
    assert float(style(page, ".schedule tbody th", "fontSize").removesuffix("px")) > 20


def test_the_programme_of_the_tutorial_is_printed_on_its_first_page(opened: Opened, address: str) -> None:
    page = opened(address + TUTORIAL, color_scheme="dark")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = [one.get_textpage().get_text_range() for one in printed]
    width, height = printed[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    words = ("Fairness of AI in Medical Imaging", "23 September 2025", "DCC1-1F-111", "Schedule", "08:00–10:00")
    assert [word for word in (*words, "Coffee Break", "10:30–12:30", "Hands-on session") if word not in texts[0]] == []
    assert not re.search("calendar|Show my time|On this page|Cite", "".join(texts))


def test_the_heading_of_a_programme_is_on_the_sheet_of_its_first_session(opened: Opened, site: str) -> None:
    page = opened(f"{site}/long/", color_scheme="dark")
    page.evaluate("""() => {
        const heading = document.querySelector('.schedule').closest('.scroll');
        heading.insertAdjacentHTML('beforebegin', '<div class="heading h2"><h2>Its heading</h2></div>');
        heading.previousSibling.insertAdjacentHTML('beforebegin', '<p>Filler</p>'.repeat(9));
    }""")
    texts = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))]
    assert [("Its heading" in text) == ("In parallel" in text) for text in texts] == [True] * len(texts)


def test_print_is_dark_on_white_whatever_was_chosen(opened: Opened, site: str) -> None:
    page = opened(site, color_scheme="dark")
    page.get_by_role("button", name="Dark").click()
    page.emulate_media(media="print")
    assert style(page, "body", "color") == "rgb(27, 36, 41)"
    assert ground(page) == "rgba(0, 0, 0, 0)"


def test_a_language_from_right_to_left_mirrors_the_page(opened: Opened, site: str) -> None:
    page = opened(f"{site}/arabic/")
    boxes = [page.locator(one).bounding_box() for one in (".text", ".contents", ".site-name", ".schemes")]
    assert all(boxes)
    text, contents, name, switch = (box["x"] for box in boxes if box)
    assert contents < text
    assert switch < name
    assert style(page, "code", "direction") == "ltr"


def test_forced_colours_leave_the_chosen_scheme_and_the_edges_visible(opened: Opened, address: str) -> None:
    page = opened(address + TUTORIAL, forced_colors="active")
    grounds = [style(page, f".schemes [value={one}]", "backgroundColor") for one in ("''", "light")]
    assert grounds[0] != grounds[1]
    assert style(page, ".initials", "borderTopStyle") == "solid"
    assert style(page, ".event-head", "borderLeftStyle") == "solid"


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_who_asks_for_less(opened: Opened, site: str, motion: str, behaviour: str) -> None:
    assert style(opened(site, reduced_motion=motion), "html", "scrollBehavior") == behaviour


def test_quiet_words_are_as_dark_as_others_for_who_asks_for_contrast(opened: Opened, address: str) -> None:
    page = opened(address + TUTORIAL, contrast="more")
    assert style(page, ".affiliation", "color") == style(page, "body", "color")


@pytest.mark.parametrize("path", ["/", TUTORIAL, "/404.html"])
@pytest.mark.parametrize("width", [320, 1280])
def test_what_can_be_pressed_is_large_enough(opened: Opened, address: str, path: str, width: int) -> None:
    page = opened(address + path, width)
    small = page.eval_on_selector_all(
        "header :is(a, button), nav a, footer a, summary, button, .button, .heading > a, .schedule a, li > a, dd a",
        """all => all.filter(one => one.checkVisibility())
            .map(one => [one.getBoundingClientRect(), one])
            .filter(([box, one]) => box.width < 24 || box.height < 24 && getComputedStyle(one).display !== 'inline')
            .map(([box, one]) => `${one.outerHTML} ${box.width} x ${box.height}`)""",
    )
    assert small == []


def test_what_stands_on_a_pasted_ground_has_the_light_scheme(opened: Opened, site: str) -> None:
    page = opened(f"{site}/pasted/", color_scheme="dark")
    assert style(page, "#ground", "color") == "rgb(27, 36, 41)"
    assert style(page, "#ground a", "color") == "rgb(122, 31, 75)"


def test_a_pasted_colour_of_text_gets_a_white_ground_in_the_dark(opened: Opened, site: str) -> None:
    page = opened(f"{site}/pasted/", color_scheme="dark")
    assert (style(page, "#text", "color"), style(page, "#text", "backgroundColor")) == ("rgb(51, 51, 51)", LIGHT)
    assert style(page, "#text a", "color") == "rgb(122, 31, 75)"


@pytest.mark.parametrize(
    "written",
    [
        "background:#fff3cd; border:none",
        "BACKGROUND: #ffe; border: 1px solid transparent",
        "color:#333; background:none",
        "COLOR: #333; background-color:transparent",
    ],
)
def test_what_is_pasted_can_be_read_in_the_dark_however_it_is_written(opened: Opened, site: str, written: str) -> None:
    page = opened(f"{site}/pasted/", color_scheme="dark")
    page.evaluate("(made) => document.querySelector('main').insertAdjacentHTML('beforeend', made)", _made(written))
    assert contrast_of(page, "#made") >= 4.5


def _made(written: str) -> str:
    return f'<p id="made" style="{written}">Pasted</p>'


def contrast_of(page: Page, selector: str) -> float:
    """Return the contrast of a text with its own ground, which must be one."""
    found = [re.findall(r"\d+", style(page, selector, name)) for name in ("color", "backgroundColor")]
    assert [len(one) for one in found] == [3, 3], found
    text, ground = ((int(one[0]), int(one[1]), int(one[2])) for one in found)
    return contrast(text, ground)


def test_pasted_colours_that_are_whole_or_none_stay(opened: Opened, site: str) -> None:
    page = opened(f"{site}/pasted/", color_scheme="dark")
    both = (style(page, "#both", "color"), style(page, "#both", "backgroundColor"))
    assert both == ("rgb(255, 255, 255)", "rgb(0, 98, 204)")
    assert style(page, "#neither", "backgroundColor") == "rgba(0, 0, 0, 0)"


def test_a_heading_stands_below_a_picture_that_floats(opened: Opened, site: str) -> None:
    page = opened(f"{site}/pasted/")
    image, heading = page.locator("main img").bounding_box(), page.locator("h2").bounding_box()
    assert image
    assert heading
    assert heading["y"] >= image["y"] + image["height"]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("/2025-micai-tutorial/", ["/2025-miccai-tutorial/"]),
        ("/2024-isbi", ["/2024-isbi/"]),
        ("/2024-isbi.html", ["/2024-isbi/"]),
        *(
            (path, ["/2024-isbi/"])
            for path in ("/isbi", "/isbi/", "/2024-ISBI/", "/isbi-2024", "/2024/isbi.html", "/2024-isbi-tutorial/")
        ),
        *((path, [TUTORIAL]) for path in ("/tutorial.html", "/miccai", "/MICCAI_2025/", "/tutoral/", "/2025/")),
        (f"{TUTORIAL}fitzpatrick", [NOTEBOOK]),
        ("/wp-login.php", []),
    ],
)
def test_a_lost_visitor_is_told_of_pages_with_an_address_like_that(
    opened: Opened, address: str, asked: str, near: list[str]
) -> None:
    page = opened("about:blank")
    lost = page.request.get(f"{address}/404.html").text()
    page.route(address + asked, lambda route: route.fulfill(body=lost, status=404, content_type="text/html"))
    page.goto(address + asked, wait_until="networkidle")
    found = [str(one.get_attribute("href")) for one in page.locator(".near a").all()]
    assert found[: len(near)] == near
    assert bool(found) == bool(near)
    assert [one for one in page.locator(".near").all_inner_texts() if one.count(", ") != len(found) - 1] == []


def test_without_javascript_a_lost_visitor_sees_all_pages_and_editions(opened: Opened, address: str) -> None:
    page = opened(f"{address}/404.html", java_script_enabled=False)
    assert page.locator(".near").count() == 0
    known = [one.get_attribute("href") for one in page.locator(".known a").all()]
    assert {"/", TUTORIAL, NOTEBOOK, "/2024-isbi/"} <= {*known}
    assert page.locator(".years .events a").count() == 3
