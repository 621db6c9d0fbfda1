"""sitemap.xml, robots.txt, .nojekyll, and the feed."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sites import Files, front, planned

FILES = {
    "content/index.md": front("title: Home"),
    "content/b.md": front("title: B\nlast_modified_at: 2025-09-01T10:00"),
    "content/a&b.md": front("title: Amp"),
    "content/x.md": front("title: X\npermalink: /x.html"),
    "content/hidden.md": front("title: Hidden\nsitemap: false"),
    "content/404.md": front("title: Lost\npermalink: /404.html"),
    "content/away.md": front("title: Away\nredirect_to: /b/"),
}


def test_the_sitemap_names_the_pages_in_order_of_their_addresses() -> None:
    assert planned(FILES).text("sitemap.xml") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "  <url><loc>https://example.org/</loc></url>\n"
        "  <url><loc>https://example.org/a&amp;b/</loc></url>\n"
        "  <url><loc>https://example.org/b/</loc><lastmod>2025-09-01</lastmod></url>\n"
        "  <url><loc>https://example.org/x.html</loc></url>\n"
        "</urlset>\n"
    )


def test_the_sitemap_is_xml() -> None:
    assert ElementTree.fromstring(planned(FILES).text("sitemap.xml")).tag.endswith("urlset")


def test_robots_txt_lets_everyone_in_and_names_the_sitemap() -> None:
    assert planned(FILES).text("robots.txt") == "User-agent: *\nAllow: /\n\nSitemap: https://example.org/sitemap.xml\n"


def test_github_pages_is_told_to_leave_the_site_as_it_is() -> None:
    assert planned(FILES).text(".nojekyll") == ""


EDITION = "title: Bias <2025>\ndescription: On *bias*.\nevent: {start: 2025-09-23, updated: 2025-08-15T10:00+09:00}"
DATED = {
    "content/index.md": front("title: Home"),
    "content/2025/index.md": front(EDITION),
    "content/news.md": front("title: News\ndate: 2025-08-20 12:00:00 +0200"),
}
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(files: Files) -> list[str]:
    root = ElementTree.fromstring(planned(files).text("feed.xml"))
    return [one.findtext(f"{ATOM}title") or "" for one in root.iter(f"{ATOM}entry")]


def test_the_feed_has_editions_and_dated_pages_the_newest_first() -> None:
    assert planned(DATED).text("feed.xml") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        "  <title>Test site</title>\n"
        "  <id>https://example.org/</id>\n"
        "  <updated>2025-08-20T12:00:00+02:00</updated>\n"
        '  <link rel="self" type="application/atom+xml" href="https://example.org/feed.xml" />\n'
        '  <link rel="alternate" type="text/html" href="https://example.org/" />\n'
        "  <author>\n"
        "    <name>Test site</name>\n"
        "  </author>\n"
        "  <entry>\n"
        "    <title>News</title>\n"
        "    <id>https://example.org/news/</id>\n"
        "    <updated>2025-08-20T12:00:00+02:00</updated>\n"
        "    <published>2025-08-20T12:00:00+02:00</published>\n"
        '    <link rel="alternate" href="https://example.org/news/" />\n'
        "  </entry>\n"
        "  <entry>\n"
        "    <title>Bias &lt;2025&gt;</title>\n"
        "    <id>https://example.org/2025/</id>\n"
        "    <updated>2025-08-15T10:00:00+09:00</updated>\n"
        '    <link rel="alternate" href="https://example.org/2025/" />\n'
        "    <summary>On bias.</summary>\n"
        "  </entry>\n"
        "</feed>\n"
    )


def test_an_edition_that_says_no_change_has_its_day() -> None:
    text = planned({"content/2025.md": front("title: A\nevent: {start: 2025-09-23}")}).text("feed.xml")
    assert "<updated>2025-09-23T00:00:00+00:00</updated>" in text


def test_a_day_and_a_time_without_an_offset_are_in_the_zone_of_the_site() -> None:
    site = "url: https://example.org\ntimezone: Europe/Berlin\n"
    made = planned({"site.yaml": site, "content/a.md": front("title: A\ndate: 2025-08-20T10:00")})
    assert "<updated>2025-08-20T10:00:00+02:00</updated>" in made.text("feed.xml")


def test_editions_elsewhere_are_in_the_feed() -> None:
    site = "url: https://example.org\neditions: [{title: Old, url: 'https://old.example.org/', start: 2020-01-02}]\n"
    assert entries({"site.yaml": site, "content/index.md": front("title: Home")}) == ["Old"]


def test_the_feed_has_no_page_that_the_sitemap_has_not() -> None:
    files = {
        "content/a.md": front("title: Shown\ndate: 2025-01-01"),
        "content/b.md": front("title: Left out\ndate: 2025-01-01\nsitemap: false"),
        "content/c.md": front("title: Draft\ndate: 2025-01-01\npublished: false"),
        "content/d.md": front("title: Away\ndate: 2025-01-01\nredirect_to: /a/"),
    }
    assert entries(files) == ["Shown"]


def test_pages_name_the_feed() -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="/feed.xml" title="Test site">'
    assert link in planned(DATED).text("news/index.html")


@pytest.mark.parametrize(
    "files",
    [
        {"content/index.md": front("title: Home")},
        {**DATED, "site.yaml": "title: No address\n"},
        {"content/a.md": front("title: A\ndate: soon")},
    ],
    ids=["nothing to tell", "no address", "no date"],
)
def test_where_there_is_no_feed_no_page_names_one(files: Files) -> None:
    made = planned(files)
    assert not any(output.path == "feed.xml" for output in made.outputs)
    assert not any("atom+xml" in made.text(output.path) for output in made.outputs if output.path.endswith(".html"))


def test_a_feed_of_the_sites_own_stays() -> None:
    made = planned({**DATED, "content/feed.xml": "<mine/>"})
    assert made.text("feed.xml") == "<mine/>"


@given(st.text())
def test_the_feed_is_xml_whatever_a_title_holds(title: str) -> None:
    page = front(f"title: {json.dumps(title)}\ndate: 2025-01-01")
    made = planned({"content/a.md": page})
    for output in made.outputs:
        if output.path == "feed.xml":
            ElementTree.fromstring(made.text("feed.xml"))
