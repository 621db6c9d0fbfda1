"""The feed that people subscribe to: editions, and pages with a `date:` of their own (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.memory import Memory
from faimi_site.model import Output, Page, Site
from faimi_site.phrases import plain_text
from faimi_site.problem import Place
from faimi_site.produce.addresses import absolute_url

PATH = "feed.xml"
_MOST = 50  # entries; what is older is found on the site
# What is no character of XML (XML 1.0, 2.2); to name those that are takes ten times as long to compile.
_NO_CHARACTER = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@frozen
class _Entry:
    """One page as readers of the feed see it; `changed` orders them."""

    changed: datetime
    title: str
    url: str
    summary: str
    written: datetime | None = None


def feed_address(site: Site) -> str:
    """Return where our feed is; empty without a full address, without entries, or with a feed of the site's own."""
    own = any(path == PATH for path, _ in site.files) or any(page.path == PATH for page in site.pages)
    return f"/{PATH}" if site.config.url and not own and any(_entries(site)) else ""


def feed(site: Site, _: Memory) -> Iterator[Output]:
    """Yield feed.xml, its newest entries first, where the site has one."""
    address = feed_address(site)
    if not address:
        return
    entries = sorted(_entries(site), key=lambda one: (one.changed, one.url), reverse=True)[:_MOST]
    config = site.config
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": config.lang})
    _add(root, "title", config.title or config.url)
    _add(root, "id", absolute_url("/", config))
    _add(root, "updated", entries[0].changed.isoformat())
    SubElement(root, "link", rel="self", type="application/atom+xml", href=absolute_url(address, config))
    SubElement(root, "link", rel="alternate", type="text/html", href=absolute_url("/", config))
    _add(SubElement(root, "author"), "name", config.author or config.title or config.url)
    for one in entries:
        entry = SubElement(root, "entry")
        _add(entry, "title", one.title)
        _add(entry, "id", one.url)
        _add(entry, "updated", one.changed.isoformat())
        if one.written:
            _add(entry, "published", one.written.isoformat())
        SubElement(entry, "link", rel="alternate", href=one.url)
        if one.summary:
            _add(entry, "summary", one.summary)
    indent(root)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
    yield Output(PATH, text.encode(), "file", Place("site.yaml"))


def _entries(site: Site) -> Iterator[_Entry]:
    """Yield the pages that have a day, as those of the sitemap are chosen, and the editions on other sites."""
    zone = ZoneInfo(site.config.timezone) if site.config.timezone else UTC
    for page in site.pages:
        written = _moment(page.params.get("date"))
        changed = _changed(page) or written
        if changed and page.sitemap and not (page.draft or page.redirect_to):
            url, since = absolute_url(page.url, site.config), written and _instant(written, zone)
            yield _Entry(_instant(changed, zone), _plain(page.title), url, _plain(page.description), since)
    for one in site.config.editions:
        if one.start:
            yield _Entry(_instant(one.start, zone), _plain(one.title), one.url, one.place)


def _changed(page: Page) -> date | datetime | None:
    """Return when an edition was last changed, or the day it is on; of a page without either, when it was changed."""
    if page.event and page.event.start:
        return page.event.updated or page.last_modified_at or page.event.start
    return page.last_modified_at if _moment(page.params.get("date")) else None


def _moment(written: object) -> datetime | None:
    """Return an instant as ISO 8601 and Jekyll write it, with its offset if it has one; None for what is none."""
    if not isinstance(written, str):
        return None
    try:
        return datetime.fromisoformat(written.strip().replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None


def _instant(moment: date | datetime, zone: tzinfo) -> datetime:
    """Return an instant; a day begins, and a time without an offset is, in the site's own zone."""
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return whole if whole.tzinfo else whole.replace(tzinfo=zone)


def _plain(text: str) -> str:
    return plain_text(text).strip()


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NO_CHARACTER.sub("", text)
