"""Frames of other hosts: a page loads none by itself, but links to what each shows, and loads it when asked to."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from urllib.parse import parse_qs, urlsplit

from faimi_site.htmlpass import tag_attributes
from faimi_site.lazily import pattern
from faimi_site.paths import is_external

# A frame, or a stretch in which "<" opens none.
_FRAME = pattern(
    r"""<!--.*?(?:-->|\Z)
      | <(?P<raw>script|style|textarea|title)(?=[\s/>]).*?(?:</(?P=raw)[\s/>]|\Z)
      | <iframe(?P<attributes>(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*+)>.*?(?:</iframe\s*>|\Z)
      | <iframe(?=[\s/>])[^>]*\Z                                  # a tag without an end takes all that follows""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_SOME_FRAME = pattern("<iframe", re.IGNORECASE)
_KEPT = ("title", "width", "height", "allow", "sandbox")


def links_for_frames(page: str, hosts: Collection[str]) -> tuple[str, list[str]]:
    """Return HTML with a link in the place of each frame of another host, and the addresses of unnamed hosts.

    A link to one of the named hosts, or a host below it, says in `data-embed` what a script can put in its place.
    """
    unnamed: list[str] = []
    if not _SOME_FRAME.search(page):
        return page, unnamed

    def link(found: re.Match[str]) -> str:
        given = tag_attributes(found["attributes"] or "")
        address = given.get("src", "").strip()
        if found["attributes"] is None or not is_external(address) or not _host(address):
            return found.group()
        named = any(_host(address) == host or _host(address).endswith(f".{host}") for host in hosts)
        if not named:
            unnamed.append(address)
        kept = {"data-embed": address, **{f"data-{name}": given[name] for name in _KEPT if given.get(name)}}
        data = "".join(f' {name}="{escape(value)}"' for name, value in kept.items()) if named else ""
        words = f"{given['title']} ({_host(address)})" if given.get("title", "").strip() else _host(address)
        return f'<a class="embed" href="{escape(shown_at(address))}"{data}>{escape(words)}</a>'

    return _FRAME.sub(link, page), unnamed


def shown_at(address: str) -> str:
    """Return where a visitor sees what a frame shows: the video's own page, where the frame is a known player."""
    parts = urlsplit(address)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if re.fullmatch(r"(?:www\.)?youtube(?:-nocookie)?\.com", _host(address)) and parts.path.startswith("/embed/"):
        start = parse_qs(parts.query).get("start", [""])[0]
        return f"https://www.youtube.com/watch?v={last}{f'&t={start}s' if start.isdigit() else ''}"
    if _host(address) == "player.vimeo.com" and parts.path.startswith("/video/"):
        return f"https://vimeo.com/{last}"
    return f"https:{address}" if address.startswith("//") else address


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
