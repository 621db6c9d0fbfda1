"""An old site as Jekyll sees it: its files with what they say and where Jekyll publishes them."""

from __future__ import annotations

import posixpath
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from faimi_site.frozen import frozen
from faimi_site.model import Source
from faimi_site.scaffold import permalinks
from faimi_site.scaffold.defaults import defaults
from faimi_site.scaffold.entries import Entry, entries, is_about_the_repository, is_markdown
from faimi_site.scaffold.psych import Matter, parted
from faimi_site.scaffold.settings import Settings
from faimi_site.scaffold.texts import old_text

_TEXTS = (".html", ".htm", ".xhtml")
_ISO = re.compile(r"\s*(\d{2,4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:\.\d+)?\s*(.*)")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")


@frozen
class Old:
    """A file of the old site: where it is published (`output`, empty where it is not, with the `reason`).

    `also` are output paths that it has as well; `matter` is None for a file that is copied as it is. `pattern` tells
    how an output path looked that had a day in it which nobody wrote.
    """

    entry: Entry
    output: str
    matter: Matter | None = None
    values: Mapping[str, Any] | None = None
    reason: str = ""
    mended: str = ""
    also: tuple[str, ...] = ()
    day: date | None = None
    makes: str = ""
    pattern: str = ""

    @property
    def path(self) -> str:
        """Return the path of the file in the old site."""
        return self.entry.path

    @property
    def given(self) -> Mapping[str, Any]:
        """Return the page's values, with those of the site's defaults."""
        return self.values or {}

    @property
    def is_markdown(self) -> bool:
        """Return whether the file is written in Markdown."""
        return self.makes == "markdown"


def old_site(files: Mapping[str, Source], settings: Settings, today: date) -> Iterator[Old]:
    """Yield each file that the old site publishes or holds back, in the order in which Jekyll writes them."""
    for entry in entries(files, settings):
        if entry.kind == "document":
            yield _document(entry, settings, today)
        elif entry.kind == "page":
            yield _page(entry, settings)
        elif entry.raw:
            yield _raw(entry, settings)
        else:
            yield _static(entry, settings)


def _page(entry: Entry, settings: Settings) -> Old:
    text, mended = old_text(entry.file)
    matter = parted(text)
    values = {**defaults(entry.path, "pages", settings), **matter.values}
    permalink = values.get("permalink")
    output = permalinks.page_path(entry.path, permalink if isinstance(permalink, str) else "", settings)
    return Old(
        entry,
        output,
        matter,
        values,
        # The defaults hide no page, as Jekyll asks its own front matter alone.
        _hidden(matter.values, settings),
        mended,
        makes=_kind(entry.path, settings),
    )


def _raw(entry: Entry, settings: Settings) -> Old:
    """Return Markdown without front matter: at the address of its copy, and at that of a page where one may be."""
    text, mended = old_text(entry.file)
    matter = parted(text)  # a byte order mark before it hides it from Jekyll
    values = {**defaults(entry.path, "pages", settings), **matter.values}
    copy = permalinks.static_path(entry.path)
    plugin = "jekyll-readme-index" if entry.index else "jekyll-optional-front-matter"
    kept = is_about_the_repository(entry.path) and not entry.index and entry.path not in settings.include
    output = copy
    also: tuple[str, ...] = ()
    is_read = permalinks.extname(entry.path).lower() in settings.markdown
    if matter.values or (is_read and settings.may_use(plugin) and not kept):
        name = f"{posixpath.dirname(entry.path)}/index.md".lstrip("/") if entry.index else entry.path
        permalink = values.get("permalink")
        output = permalinks.page_path(name, permalink if isinstance(permalink, str) else "", settings)
        also = () if settings.surely_uses(plugin) else (copy,)
    if matter.values:
        mended = "hidden from Jekyll by a byte order mark, and copied as it is; its front matter counts now"
    reason = _hidden(matter.values, settings)
    return Old(entry, output, matter, values, reason, mended, also, makes="markdown")


def _static(entry: Entry, settings: Settings) -> Old:
    hidden = defaults(f"/{entry.path}", entry.label, settings).get("published") is False
    reason = "`published: false` in the defaults" if hidden else ""
    if entry.label:
        return Old(entry, permalinks.static_in_collection(_inner(entry.path, settings), entry.label, settings))
    return Old(entry, permalinks.static_path(entry.path), reason=reason)


def _document(entry: Entry, settings: Settings, today: date) -> Old:
    text, mended = old_text(entry.file)
    matter, path = parted(text), _inner(entry.path, settings)
    values = {**defaults(path, entry.label, settings), **matter.values}
    named = permalinks.dated(path)
    zone = _zone(settings)
    moment = read_moment(values.get("date"), zone) or (named and read_moment(named[0], zone))
    if entry.label == "posts":
        folders = re.split("_posts|_drafts", path, maxsplit=1)[0].split("/")
        values["_folders"] = [one for one in folders if one]
    if values.get("slug") is None:
        values["_slug"] = named[1] if named else permalinks.stem(posixpath.basename(path))
    written = values.get("permalink")
    permalink = written if isinstance(written, str) else ""
    built = datetime(today.year, today.month, today.day)
    output = permalinks.document_path(path, entry.label, permalink, values, moment or built, settings)
    reason, pattern = _hidden(values, settings), ""
    if output is None:
        reason = "its permalink names a value that Jekyll does not know"
    elif moment and moment.date() > today and settings.values.get("future") is not True:
        reason = reason or f"its date, {moment.date()}, is still to come"
    elif entry.draft and not moment and not reason:
        undated = permalinks.document_path(path, entry.label, permalink, values, None, settings) or ""
        if undated != output:
            output, pattern, reason = "", undated, "a draft without a date; `show_drafts` published it"
    kind = _kind(entry.path, settings)
    day = moment.date() if moment else None
    return Old(entry, output or "", matter, values, reason, mended, day=day, makes=kind, pattern=pattern)


def _hidden(values: Mapping[str, Any], settings: Settings) -> str:
    """Return why a text with some values is not published; nothing where it is."""
    published = values.get("published", True)
    if published not in (False, None) or settings.values.get("unpublished") is True:
        return ""
    return "`published: false`" if published is False else "`published` is empty, which hides a page"


def _inner(path: str, settings: Settings) -> str:
    inside = settings.text("collections_dir").strip("/")
    return path.removeprefix(f"{inside}/") if inside else path


def _kind(path: str, settings: Settings) -> str:
    """Return what a file with front matter is: markdown, html, sass, or other."""
    ending = permalinks.extname(path).lower()
    if is_markdown(path, settings):
        return "markdown"
    return "html" if ending in _TEXTS else "sass" if ending in (".scss", ".sass") else "other"


def _zone(settings: Settings) -> zoneinfo.ZoneInfo:
    """Return the site's time zone; that of GitHub Pages, UTC, where it names none."""
    try:
        return zoneinfo.ZoneInfo(settings.text("timezone") or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")


def read_moment(value: object, zone: zoneinfo.ZoneInfo) -> datetime | None:
    """Return a date as Jekyll reads it, in the site's time zone; None where it is none."""
    if isinstance(value, datetime):
        # Psych takes a time without an offset for UTC.
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    if not isinstance(value, str):
        return None
    found = _ISO.fullmatch(value)
    try:
        if not found:
            moment = parsedate_to_datetime(value)
            return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        year += 0 if year > 99 else 2000 if year < 69 else 1900
        offset = _OFFSET.fullmatch(found[7].strip())
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        if offset:
            moment = datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S}{offset[1]}{offset[2]}:{offset[3]}")
        elif found[7].strip().upper() in ("UTC", "GMT", "Z"):
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(zone)
    except (ValueError, TypeError, OverflowError):
        return None
