"""The theme in a real Chromium where there is little room: narrow screens, long formulas, other directions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from faimi_site.colours import contrast
from tests.conftest import served
from tests.sites import Files, body_bytes, front, planned

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARITY = r"P(\hat{Y}=1 \mid A=0, Y=y) = P(\hat{Y}=1 \mid A=1, Y=y)"
NAME = "Wolfeschlegelsteinhausenbergerdorff" * 3
DARK_GROUND = """\
<div style="background-color:#222;color:#fff">Text, <a href="/">a link</a>, <code>code</code> and
<a id="own" href="/" style="background:#fffbe6">a link on a ground of its own</a>
<pre>Preformatted</pre></div>
"""
FILES: Files = {
    "content/index.md": front("title: Home"),
    "content/formula.md": front(
        "title: Formula", f"A long ${PARITY}$.\n\n- One ${PARITY}$ in a list\n\nA short $a_b$.\n"
    ),
    "content/form.md": front(
        "title: Form",
        f'<div><input size="200" value="x"> <select><option>{"long " * 60}</option></select></div>\n',
    ),
    "content/tables.md": front(
        "title: Tables",
        f"<center><table><tr>{'<td>Unbreakable</td>' * 12}</tr></table></center>\n\n"
        f"<table><tr><td>\n<table><tr>{'<td>Unbreakable</td>' * 12}</tr></table>\n</td></tr></table>\n\n"
        '<p id="after">After</p>\n',
    ),
    "content/dark.md": front("title: Dark", DARK_GROUND),
    "content/list.md": front("title: List", '<nav><ul id="own"><li>One</li></ul></nav>\n'),
    **{
        f"content/{lang}/index.md": front(
            f"title: A\nlang: {lang}\nevent: {{name: A, start: 2025-09-23, timezone: Asia/Riyadh}}", "[SCHEDULE]\n"
        )
        for lang in ("en", "ar", "he")
    },
    **{
        f"content/{lang}/schedule.yaml": f"sessions: [{{start: 08:00, end: 10:00, title: Talk, speakers: "
        f"[{{name: {NAME}}}]}}, {{start: 08:00, end: 10:00, title: Other, room: B}}]\n"
        for lang in ("en", "ar", "he")
    },
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("narrow")
    for output in planned(FILES).outputs:
        target = folder / Path(output.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body_bytes(output.body))
    with served(folder) as at:
        yield at


@pytest.fixture
def opened(opened: Callable[..., Page]) -> Callable[..., Page]:
    def on_a_phone(url: str, width: int = 320, **options: Any) -> Page:
        return opened(url, width, **options)

    return on_a_phone


Opened = Callable[..., Page]


def width(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found


@pytest.mark.parametrize("path", ["formula", "form", "tables", "dark", "en", "ar"])
@pytest.mark.parametrize("screen", [320, 390])
def test_a_page_is_no_wider_than_the_screen(opened: Opened, site: str, path: str, screen: int) -> None:
    assert width(opened(f"{site}/{path}/", screen)) == screen


@pytest.mark.parametrize("path", ["", "formula/", "en/", "ar/"])
def test_a_page_with_text_of_twice_the_size_is_no_wider_than_a_phone(opened: Opened, site: str, path: str) -> None:
    page = opened(f"{site}/{path}")
    page.add_style_tag(content="html { font-size: 200% }")
    assert width(page) == 320


def test_a_long_formula_scrolls_by_keyboard_and_stands_on_the_line(opened: Opened, site: str) -> None:
    page = opened(f"{site}/formula/")
    formula = page.get_by_role("group", name="Formula").first
    formula.focus()
    moved = formula.evaluate_handle("""one => ({ by: new Promise((done) => {
        one.onscroll = () => done(one.scrollLeft);
        setTimeout(done, 9000, 0);
    }) })""")
    page.keyboard.press("ArrowRight")
    assert moved.evaluate("({ by }) => by") > 0
    assert formula.evaluate("one => getComputedStyle(one).display") == "inline-grid"


def test_a_formula_looks_the_same_whether_it_can_scroll_or_not(opened: Opened, site: str) -> None:
    page = opened(f"{site}/formula/", 1280)
    box = "one => JSON.stringify(one.getBoundingClientRect())"
    before = page.locator("math").first.evaluate(box)
    page.locator(".scroll").first.evaluate("one => one.replaceWith(...one.childNodes)")
    assert page.locator("math").first.evaluate(box) == before


def test_what_follows_a_table_in_a_table_stands_outside_of_it(opened: Opened, site: str) -> None:
    assert opened(f"{site}/tables/").locator(".scroll #after").count() == 0


COLOURS = """one => {
    const ground = (of) => {
        const { backgroundColor } = getComputedStyle(of);
        return backgroundColor === 'rgba(0, 0, 0, 0)' ? ground(of.parentElement) : backgroundColor;
    };
    return [getComputedStyle(one).color, ground(one)].map((it) => it.match(/[0-9]+/g).map(Number));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("what", ["a:not([style])", "code", "#own", "pre"])
def test_words_on_a_dark_ground_that_was_pasted_can_be_read(opened: Opened, site: str, scheme: str, what: str) -> None:
    page = opened(f"{site}/dark/", color_scheme=scheme)
    text, ground = page.locator(f"main div {what}").evaluate(COLOURS)
    assert contrast(tuple(text), tuple(ground)) >= 4.5


def test_a_link_on_a_ground_that_was_pasted_is_underlined(opened: Opened, site: str) -> None:
    link = opened(f"{site}/dark/").locator("main div a").first
    assert link.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
def test_a_session_starts_at_the_left_of_its_end_in_every_direction(opened: Opened, site: str, lang: str) -> None:
    times = opened(f"{site}/{lang}/", 1280).locator(".slot").first.locator("time").all()
    start, end = (time.bounding_box() for time in times)
    assert start
    assert end
    assert start["x"] < end["x"]


def test_the_name_of_a_speaker_breaks_in_a_programme(opened: Opened, site: str) -> None:
    scroll = opened(f"{site}/en/", 768).locator(".scroll")
    assert scroll.evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_a_list_in_a_navigation_of_the_authors_own_is_a_list(opened: Opened, site: str) -> None:
    assert opened(f"{site}/list/").locator("#own").evaluate("one => getComputedStyle(one).listStyleType") == "disc"


def test_a_ground_that_was_pasted_is_printed(opened: Opened, site: str) -> None:
    page = opened(f"{site}/dark/")
    page.emulate_media(media="print")
    assert page.locator("main div").first.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"
