"""Parts of the theme's pages: their one heading, long navigations, rows, symbols, what is not found, old addresses."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from markupsafe import Markup

from faimi_site.outline import own_heading
from faimi_site.produce.editions import LISTED, PAGES
from tests.sites import Files, Planned, front, planned

EVENT = "event: {name: Fair tools, start: 2025-09-23, city: Oslo}"
LAYOUT = '{% extends "theme/default.html" %}\n'


def headings(site: Planned, path: str = "a/index.html") -> list[str]:
    """Return what the headings of level 1 of a page hold."""
    return re.findall(r"<h1[^>]*>(.*?)</h1>", site.text(path))


def of_event(body: str, matter: str = EVENT, **files: str) -> Planned:
    return planned({"content/a.md": front(matter, body), **files})


@pytest.mark.parametrize(
    ("matter", "body", "heading"),
    [
        (EVENT, "# Own\n\nText.\n", "Own"),
        (f"title: T\n{EVENT}", "# Own\n\nText.\n", "Own"),
        (f"title: Own\n{EVENT}", "# Own\n\nText.\n", "Own"),
        (f"title: T\n{EVENT}", "Welcome.\n\n# Own\n\nText.\n", "Own"),
        (f"title: T\n{EVENT}", '<H1 align="center">Own</H1>\n', None),
        (f"title: T\n{EVENT}", "Text.\n", "T"),
        (f"title: T\n{EVENT}", "<!-- <h1>Own</h1> -->\n\nText.\n", "T"),
        (EVENT, "Text.\n", "Fair tools"),
        ("title: T", "Welcome.\n\n# Own\n", "Own"),
        ("event: {start: 2025-09-23}", "Text.\n", "Test site"),
        ("author: A", "Text.\n", "Test site"),
    ],
)
def test_a_page_has_one_heading_of_the_first_level(matter: str, body: str, heading: str | None) -> None:
    page = of_event(body, matter).main("a/index.html")
    shown = re.sub(r"<!--.*?-->", "", page)
    assert len(re.findall("<h1", shown, re.IGNORECASE)) == 1
    assert heading is None or re.findall(r"<h1[^>]*>(.*?)</h1>", shown) == [heading]
    assert "event" not in matter or shown.lower().index("<h1") < shown.index('class="facts"')


def test_the_text_before_an_own_heading_stays_in_the_text() -> None:
    page = of_event("Welcome.\n\n# Own\n\nMore.\n").main("a/index.html")
    assert page.index("facts") < page.index("<p>Welcome.</p>") < page.index("<p>More.</p>")


def test_an_own_heading_stands_at_the_top_of_a_page_without_an_event() -> None:
    assert of_event("Welcome.\n\n# Own\n", "title: T").main("a/index.html") == '<h1 id="own">Own</h1>\n<p>Welcome.</p>'


@pytest.mark.parametrize("body", ["> # Quoted\n", "- # Listed\n"])
def test_a_heading_in_a_quote_or_a_list_is_not_the_pages_own(body: str) -> None:
    page = of_event(body, "title: T").main("a/index.html")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page)[0] == "T"


def test_an_own_heading_stands_above_the_event_that_the_home_page_leads_with() -> None:
    site = planned({"content/index.md": "# Own\n", "content/a.md": front(EVENT)})
    page = site.main("index.html")
    assert headings(site, "index.html") == ["Own"]
    assert page.index("<h1") < page.index("lead-event")


def test_an_own_heading_is_not_lost_in_a_heading_block_of_the_sites_own() -> None:
    layout = LAYOUT + "{% block heading %}<p>Ours</p>{% endblock %}\n"
    assert headings(of_event("# Own\n", **{"templates/default.html": layout})) == ["Own"]


def test_an_own_heading_is_not_repeated_by_a_content_block_of_the_sites_own() -> None:
    layout = LAYOUT + "{% block content %}<div>{{ content }}</div>{% endblock %}\n"
    assert headings(of_event("# Own\n", **{"templates/default.html": layout})) == ["Own"]


@pytest.mark.parametrize(
    ("text", "heading", "rest"),
    [
        ("<p>a</p>\n<h1 id='x'>B <em>c</em></h1>\n<p>d</p>", "<h1 id='x'>B <em>c</em></h1>", "<p>a</p>\n<p>d</p>"),
        ("<h1>A</h1><h1>B</h1>", "<h1>A</h1>", "<h1>B</h1>"),
        ("<!-- <h1>A</h1> --><h1>A</h1>", "<h1>A</h1>", "<!-- <h1>A</h1> -->"),
        ("<script>'<h1>A</h1>'</script>", "", "<script>'<h1>A</h1>'</script>"),
        ("<h10>A</h10><h2>B</h2>", "", "<h10>A</h10><h2>B</h2>"),
        ("<h1>A", "", "<h1>A"),
        ("<details><h1>A</h1></details><p>x<h1>B</h1>", "<h1>B</h1>", "<details><h1>A</h1></details><p>x"),
        ("<blockquote>\n<h1>A</h1>\n</blockquote>", "", "<blockquote>\n<h1>A</h1>\n</blockquote>"),
        ("<ul>\n<li><h1>A</h1></li>\n</ul>", "", "<ul>\n<li><h1>A</h1></li>\n</ul>"),
    ],
)
def test_the_heading_of_a_text_is_parted_from_it(text: str, heading: str, rest: str) -> None:
    assert own_heading(Markup(text)) == (heading, rest)


@pytest.mark.parametrize(
    ("path", "name"),
    [("call-for_papers.md", "Call for papers"), ("2024-isbi/index.md", "2024 isbi"), ("index.md", "Home")],
)
def test_a_page_without_any_title_is_called_by_its_file(path: str, name: str) -> None:
    site = planned({"site.yaml": "url: https://example.org\n", f"content/{path}": "Text.\n"})
    page = site.text(
        path.replace("/index.md", "/index.html").replace("papers.md", "papers/index.html").replace(".md", ".html")
    )
    assert f"<h1>{name}</h1>" in page
    assert f"<title>{name}</title>" in page
    assert f'<meta property="og:title" content="{name}">' in page


def test_numbers_in_titles_count_as_numbers_in_lists() -> None:
    files = {f"content/p{number}.md": front(f"title: Page {number}") for number in (10, 2, 1, 11)}
    site = planned({**files, "content/404.md": front("title: Nothing\npermalink: /404.html")})
    pages = [f"/p{number}/" for number in (1, 2, 10, 11)]
    assert navigation(site.text("404.html"))[0] == pages
    assert [f"/{path}" for path, _ in json.loads(site.text("static/pages.json"))] == pages


@cache
def many(pages: int) -> Planned:
    """Return a site with so many pages beside its home page and the one for what is not found."""
    files = {f"content/page-{number:04}.md": front(f"title: Page {number:04}") for number in range(pages)}
    lost = front("title: Nothing is here\npermalink: /404.html")
    return planned({"content/index.md": front("title: Home"), "content/404.md": lost, **files})


def navigation(page: str) -> tuple[list[str], list[str]]:
    """Return the addresses that a navigation shows, and those that it folds."""
    (nav,) = re.findall(r'<nav aria-label="Pages">.*?</nav>', page, re.DOTALL)
    shown, _, folded = nav.partition("<details")
    return re.findall(r'href="([^"]+)"', shown), re.findall(r'href="([^"]+)"', folded)


def test_a_few_pages_are_all_shown_in_the_navigation() -> None:
    shown, folded = navigation(many(PAGES + 1).text("index.html"))
    assert (len(shown), folded) == (PAGES + 1, [])


def test_more_pages_are_folded_in_the_navigation() -> None:
    page = many(30).text("index.html")
    shown, folded = navigation(page)
    assert (shown[-1], folded[0], len(shown) + len(folded)) == ("/page-0005/", "/page-0006/", 30)
    assert "<summary>More pages</summary>" in page


def test_the_page_that_is_read_is_shown_and_not_folded() -> None:
    page = many(30).text("page-0020/index.html")
    shown, folded = navigation(page)
    assert shown[-1] == "/page-0020/"
    assert "/page-0020/" not in folded
    assert '<a href="/page-0020/" aria-current="page">' in page
    assert "<details open" not in page


def test_pages_that_come_first_by_their_weight_are_not_folded() -> None:
    files = {f"content/page-{number}.md": front(f"title: Page {number}") for number in range(20)}
    site = planned({"content/index.md": "# A\n", **files, "content/z.md": front("title: Z\nweight: -1")})
    assert navigation(site.text("index.html"))[0][0] == "/z/"


def test_pages_for_which_a_navigation_has_no_room_are_a_warning() -> None:
    assert many(PAGES + LISTED).shown == []
    assert many(PAGES + LISTED + 2).shown == [
        "site.yaml: warning: the navigation shows 66 pages, and 2 more are not in it, from '/page-0066/' on "
        "[site/long-navigation]\n       = hint: write nav: false into pages that need no entry, or move them into a "
        "folder, below a page that lists them"
    ]


PROGRAMME = """\
sessions:
  - {start: 8:00, end: 10:00, title: Lecture, abstract: Text., url: "https://example.org/l"}
  - {start: 10:00, end: 10:30, title: Coffee, kind: break}
"""


def test_a_row_of_a_programme_names_its_title_once() -> None:
    files: Files = {
        "content/a/index.md": front(
            f"title: T\n{EVENT}".replace("city: Oslo", "timezone: Europe/Oslo"), "[SCHEDULE]\n"
        ),
        "content/a/schedule.yaml": PROGRAMME,
    }
    table = planned(files).main("a/index.html").partition("<tbody>")[2]
    said = [*re.findall(r'aria-label="([^"]*)"', table), *re.findall(r">([^<>]*\S[^<>]*)<", table)]
    called = re.findall(r'aria-labelledby="(\S+) (\S+)"', table)
    assert [sum(title in one for one in said) for title in ("Lecture", "Coffee")] == [1, 1]
    assert called == [("r.link", "r.1"), ("r.abstract", "r.1"), ("r.add", "r.1"), ("r.link", "r.2")]
    assert said.count("Add to calendar") == 1


def test_a_programme_of_three_days_in_two_rooms_is_within_the_budget_of_a_page() -> None:
    session = (
        "{{start: '{1}:00', end: '{1}:50', title: Talk {0}.{1} in {2}, room: {2}, speakers: [{{name: Ada Lovelace}}]}}"
    )
    days = [
        ", ".join(session.format(day, hour, room) for hour in range(9, 15) for room in ("Hall A", "Hall B"))
        for day in (23, 24, 25)
    ]
    schedule = "".join(f"- {{date: 2025-09-{23 + at}, sessions: [{rows}]}}\n" for at, rows in enumerate(days))
    event = "event: {name: Workshop, start: 2025-09-23, end: 2025-09-25, timezone: Asia/Seoul, venue: V, city: Oslo}"
    page = planned(
        {
            "content/w/index.md": front(f"title: Workshop\n{event}", "[SCHEDULE]\n"),
            "content/w/schedule.yaml": f"days:\n{schedule}",
        }
    ).text("w/index.html")
    assert page.count("<tr id=") == 36
    assert len(page.encode()) < 30_000


@pytest.mark.slow
def test_a_home_page_with_forty_editions_is_within_the_budget_of_a_page() -> None:
    facts = "timezone: Asia/Seoul, venue: International Convention Center, city: Daejeon, country: South Korea"
    files = {
        f"content/{year}-fairness/index.md": front(
            f"event: {{name: Workshop on the Fairness of AI in Medical Imaging {year}, start: {year}-09-23, "
            f"end: {year}-09-25, {facts}}}"
        )
        for year in range(1986, 2026)
    }
    page = planned({"content/index.md": front("title: Home"), **files}).text("index.html")
    assert page.count("data-begins") == 81
    assert len(page.encode()) < 30_000


@pytest.mark.parametrize("kind", ["notebook", "notes", "video", "recording", "slides", ""])
def test_a_material_without_a_picture_has_a_drawn_symbol(kind: str) -> None:
    resources = f'- {{title: A, url: "https://example.org/a"{f", kind: {kind}" if kind else ""}}}\n'
    site = planned({"content/a/index.md": front("title: T", "[RESOURCES]\n"), "content/a/resources.yaml": resources})
    (symbol,) = re.findall(
        r'<span class="cover icon" aria-hidden="true">(.*?)</span>', site.text("a/index.html"), re.DOTALL
    )
    assert re.fullmatch(r'<svg viewBox[^>]* stroke="currentColor"[^>]*>\n?<path d="[^"]+"/>\n?</svg>\n?', symbol)


def test_symbols_differ_by_kind() -> None:
    kinds = ("notebook", "notes", "video", "article")
    resources = "".join(f'- {{title: {kind}, url: "https://example.org/{kind}", kind: {kind}}}\n' for kind in kinds)
    site = planned({"content/a/index.md": front("title: T", "[RESOURCES]\n"), "content/a/resources.yaml": resources})
    assert len({*re.findall(r'<path d="([^"]+)"', site.text("a/index.html"))}) == 4


def test_the_page_for_what_is_not_found_lists_the_first_pages() -> None:
    (listed,) = re.findall(r'<ul class="known">.*?</ul>', many(PAGES + LISTED + 2).text("404.html"), re.DOTALL)
    addresses = re.findall(r'href="([^"]+)"', listed)
    assert (addresses[:2], addresses[-1]) == (["/", "/page-0000/"], "/page-0028/")


@pytest.mark.slow
def test_the_page_for_what_is_not_found_is_small_however_many_pages_there_are() -> None:
    site = many(2000)
    assert len(site.text("404.html").encode()) < 30_000
    assert len(json.loads(site.text("static/pages.json"))) == 2001


def test_the_addresses_of_all_pages_are_in_a_file_beside_it() -> None:
    listed = json.loads(many(PAGES + LISTED + 2).text("static/pages.json"))
    assert listed[:2] == [["", "Test site"], ["page-0000/", "Page 0000"]]
    assert len(listed) == PAGES + LISTED + 3


def test_the_file_of_addresses_holds_what_can_be_found() -> None:
    site = planned(
        {
            "content/404.md": front("title: N\npermalink: /404.html"),
            "content/deep/er/a.md": front("title: Deep"),
            "content/moved.md": front("redirect_to: https://example.net/"),
            "content/quiet.md": front("title: Q\nsitemap: false"),
            "content/ü.md": front("title: Über\nnav: Ü"),
        },
        base_url="https://example.org/base",
    )
    assert site.text("static/pages.json") == '[["%C3%BC/","Ü"],["deep/er/a/","Deep"]]\n'


@pytest.mark.parametrize(
    "files",
    [
        {"content/index.md": "# A\n"},
        {"content/404.md": front("redirect_to: https://example.net/\npermalink: /404.html")},
    ],
)
def test_a_site_without_a_page_for_what_is_not_found_needs_no_addresses(files: Files) -> None:
    assert [one.path for one in planned(files).outputs if one.path == "static/pages.json"] == []


def test_a_site_can_have_a_file_of_that_name() -> None:
    lost = front("title: N\npermalink: /404.html")
    site = planned({"content/404.md": lost, "static/pages.json": "[]\n"})
    assert site.text("static/pages.json") == "[]\n"


def stub(settings: str, matter: str = "title: T", **files: str) -> str:
    site = {"site.yaml": f"title: S\nurl: https://example.org\n{settings}", **files}
    return planned({**site, "content/a.md": front(f"{matter}\nredirect_from: /old/")}).text("old/index.html")


def test_a_stub_is_in_the_language_of_its_words() -> None:
    made = stub("lang: de\n", "title: مرحبا\nlang: ar")
    assert '<html lang="en">' in made
    assert '<a id="target" href="/a/" lang="ar" dir="rtl">مرحبا</a>' in made
    assert '<a class="site-name" href="/" lang="de">S</a>' in made


def test_an_address_in_a_stub_is_in_no_language_of_its_own() -> None:
    made = stub("", "redirect_to: https://example.net/x\nlang: de")
    assert '<a id="target" href="https://example.net/x">https://example.net/x</a>' in made


def test_a_stub_has_the_logo_and_the_colours_of_the_browsers_bars() -> None:
    drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 10'></svg>"
    made = stub("theme: {logo: /static/logo.svg}\n", **{"static/logo.svg": drawn})
    assert (
        '<a class="site-name" href="/"><img class="logo" src="/static/logo.svg" alt="" height="40" width="120">S</a>'
        in made
    )
    assert made.count('<meta name="theme-color"') == 2
