"""What machines read of the site: sitemap.xml, robots.txt, and .nojekyll for GitHub Pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from faimi_site.memory import Memory
from faimi_site.model import Output, Page, Site, day_of
from faimi_site.problem import Place
from faimi_site.produce.addresses import absolute_url

_SITE = Place("site.yaml")


def feeds(site: Site, _: Memory) -> Iterator[Output]:
    """Yield the three, but none that the site has a file of its own for, and no sitemap without a full address."""
    own = {path for path, _ in site.files}
    made = {".nojekyll": "", "robots.txt": _robots(site)}
    if site.config.url:
        made["sitemap.xml"] = _sitemap(site)
    for path, text in made.items():
        if path not in own:
            yield Output(path, text.encode(), "file", _SITE)


def _robots(site: Site) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if site.config.url:
        lines += ["", f"Sitemap: {absolute_url('/sitemap.xml', site.config)}"]
    return "\n".join(lines) + "\n"


def _sitemap(site: Site) -> str:
    """Return the sitemap of all pages that a search engine is to show (sitemaps.org, protocol 0.9)."""
    shown = [page for page in site.pages if page.sitemap and not (page.draft or page.redirect_to)]
    urls = [_url(page, site) for page in sorted(shown, key=lambda page: page.url) if page.path != "404.html"]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *urls,
            "</urlset>",
            "",
        ]
    )


def _url(page: Page, site: Site) -> str:
    changed = page.last_modified_at
    lastmod = f"<lastmod>{day_of(changed)}</lastmod>" if changed else ""
    return f"  <url><loc>{escape(absolute_url(page.url, site.config), quote=False)}</loc>{lastmod}</url>"
