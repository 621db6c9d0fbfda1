"""sitemap.xml, robots.txt and .nojekyll."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.sites import front, planned

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
