"""The pages that a visitor of an address where nothing is may have meant: what its page lists, and asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator

from faimi_site.memory import Memory
from faimi_site.model import NavItem, Output, Site
from faimi_site.natural import natural
from faimi_site.problem import Place

NOT_FOUND = "404.html"
ADDRESSES = "static/pages.json"


def known(site: Site) -> tuple[NavItem, ...]:
    """Return the pages that can be found, by the names they have in the navigation.

    The home page comes first, then those with the shortest paths, by their names.
    """
    pages = [page for page in site.pages if page.sitemap and not page.redirect_to and page.path != NOT_FOUND]
    named = [
        NavItem(
            (site.config.title or "Home") if page.url == "/" else page.nav or page.title or page.file_name, page.url
        )
        for page in pages
    ]
    return tuple(sorted(named, key=lambda one: (one.url != "/", one.url.strip("/").count("/"), natural(one.title))))


def known_pages(site: Site, _: Memory) -> Iterator[Output]:
    """Yield a file of their addresses, without the site's own, and titles, where there is a page that asks for it.

    It is no part of that page, which would grow with the site; nor is it the sitemap, which has no titles.
    """
    own = {path for path, _ in site.files}
    lost = any(page.path == NOT_FOUND and not page.redirect_to for page in site.pages)
    if lost and ADDRESSES not in own:
        listed = [[one.url.removeprefix("/"), one.title] for one in known(site)]
        body = json.dumps(listed, ensure_ascii=False, separators=(",", ":")) + "\n"
        yield Output(ADDRESSES, body.encode(), "file", Place("site.yaml"))
