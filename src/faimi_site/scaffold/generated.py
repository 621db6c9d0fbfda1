"""Addresses that plugins of Jekyll made of posts, without a file of their own: pages of a list, archives."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from faimi_site.scaffold.oldsite import Old
from faimi_site.scaffold.permalinks import categories, destination, slugged
from faimi_site.scaffold.settings import Settings

_NO_LISTS = "no list of posts is made here: add a page at this address, or a `redirect_from` to one"
_NO_DAY = "Jekyll took its day from the file's time stamp, which each copy changes; it came over as a draft"
_ARCHIVES = {
    "year": "/:year/",
    "month": "/:year/:month/",
    "day": "/:year/:month/:day/",
    "category": "/category/:name/",
    "tag": "/tag/:name/",
}
_PLURAL = {"category": "categories", "tag": "tags"}
# What these do leaves no address behind, or is done here too.
_UNDERSTOOD = frozenset(
    "jekyll-redirect-from jekyll-feed jekyll-sitemap jekyll-seo-tag jekyll-paginate jekyll-paginate-v2 jekyll-archives "
    "jekyll-readme-index jekyll-optional-front-matter jekyll-titles-from-headings jekyll-relative-links "
    "jekyll-default-layout jekyll-remote-theme jekyll-github-metadata jekyll-include-cache jekyll-mentions jekyll-gist "
    "jekyll-coffeescript jekyll-sass-converter jekyll-watch jemoji github-pages".split()
)


class Generated(NamedTuple):
    """An output path that no file stands for, what made it, and why there is none like it now."""

    path: str
    origin: str
    reason: str


def generated(olds: Iterable[Old], settings: Settings) -> Iterator[Generated]:
    """Yield the addresses that the old site made of its posts; a word in capitals stands for many."""
    olds = list(olds)
    posts = [old for old in olds if old.entry.label == "posts" and old.entry.kind == "document" and not old.reason]
    yield from _numbered(olds, posts, settings)
    yield from _numbered_v2(olds, settings)
    if "jekyll-archives" in settings.plugins:
        yield from _archived(posts, settings.mapping("jekyll-archives"))
    yield from (Generated(old.pattern, f"`{old.path}`", _NO_DAY) for old in olds if old.pattern)


def unknown_plugins(settings: Settings) -> Iterator[str]:
    """Yield in words each plugin that may have made addresses of which nothing is known, and the theme's files."""
    listed = (*settings.listed("plugins"), *settings.listed("gems"))
    compare = "compare with its last build: faimi-site check --against"
    yield from (
        f"`{name}`: what this plugin made has no counterpart; {compare}"
        for name in dict.fromkeys(listed)
        if name not in _UNDERSTOOD
    )
    if theme := settings.text("theme") or settings.text("remote_theme"):
        yield f"`{theme}`: what this theme brings, its files in assets/ too, did not come over; {compare}"


def _numbered(olds: Iterable[Old], posts: list[Old], settings: Settings) -> Iterator[Generated]:
    """Yield the second and later pages of jekyll-paginate, below the index.html that it repeats."""
    each = settings.text("paginate")
    if not (each.isdigit() and int(each) and settings.may_use("jekyll-paginate")):
        return
    template = settings.text("paginate_path") or "/page:num"
    above = posixpath.dirname(template.strip("/"))
    indexes = (posixpath.dirname(old.path) for old in olds if posixpath.basename(old.path) == "index.html")
    if not any(f"{above}/".startswith(f"{folder}/" if folder else "") for folder in indexes):
        return
    shown = sum(not post.given.get("hidden") for post in posts)
    for number in range(2, -(-shown // int(each)) + 1):
        path = destination(f"/{template.strip('/').replace(':num', str(number), 1)}/", "", "index.html")
        yield Generated(path, "jekyll-paginate", _NO_LISTS)


def _numbered_v2(olds: Iterable[Old], settings: Settings) -> Iterator[Generated]:
    """Yield a pattern of the later pages for each page that jekyll-paginate-v2 repeats."""
    given = settings.mapping("pagination")
    if given.get("enabled") is not True:
        return
    for old in olds:
        own = old.given.get("pagination")
        if isinstance(own, Mapping) and own.get("enabled") is True and not old.reason:
            template = str(own.get("permalink") or given.get("permalink") or "/page/:num/")
            folder = posixpath.dirname(old.output)
            url = f"/{folder}/{template.replace(':num', 'NUMBER')}".replace("//", "/")
            yield Generated(destination(url, "", "index.html"), "jekyll-paginate-v2", _NO_LISTS)


def _archived(posts: Iterable[Old], given: Mapping[str, Any]) -> Iterator[Generated]:
    """Yield the archives of jekyll-archives: by year, month and day, by category and tag."""
    enabled, templates = given.get("enabled"), given.get("permalinks")
    templates = {**_ARCHIVES, **(templates if isinstance(templates, Mapping) else {})}
    for kind in _ARCHIVES:
        name = _PLURAL.get(kind, kind)
        if enabled is True or enabled == "all" or (isinstance(enabled, list) and name in enabled):
            made = {_filled(str(templates[kind]), values) for post in posts for values in _values(kind, post)}
            yield from (Generated(path, "jekyll-archives", _NO_LISTS) for path in sorted(made))


def _values(kind: str, post: Old) -> Iterator[Mapping[str, str]]:
    if kind in _PLURAL:
        given = post.given
        tags = {"categories": given.get("tags"), "category": given.get("tag")}
        yield from ({":name": slugged(name)} for name in categories(given if kind == "category" else tags))
    elif post.day:
        yield {":year": f"{post.day:%Y}", ":month": f"{post.day:%m}", ":day": f"{post.day:%d}"}


def _filled(template: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        template = template.replace(key, value)
    return destination(template, "", "index.html")
