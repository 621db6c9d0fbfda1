"""Editions: the events of a site and those elsewhere, in order, by year, and in the navigation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.model import Elsewhere, Event, Listed, NavItem, Page, Site, Year, day_of
from faimi_site.natural import Natural, natural
from faimi_site.problem import Place, Problem
from faimi_site.rules import found

SHOWN = 3  # editions that stand in the navigation by themselves
PAGES = 6  # other entries that do
LISTED = 60  # entries that are folded below these: who looks for one of more pages has no use for a list of them
# Where a day begins first, and where it ends last: what is known of a day in no zone.
_FIRST, _LAST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
_NOT_PAGES = ("index.html", "404.html")


@frozen
class Navigation:
    """The entries of the navigation: those that are always shown, more pages, and editions by year under a title.

    Of few pages, and of few editions, none are folded. `left_out` are the pages for which there is no room.
    """

    shown: tuple[NavItem, ...]
    more: tuple[NavItem, ...] = ()
    left_out: tuple[NavItem, ...] = ()
    folded: tuple[Year, ...] = ()
    title: str = ""


def editions(site: Site) -> tuple[Listed, ...]:
    """Return all editions: the one that leads the site, then by weight (0 last), date (newest first) and title."""
    own = [(_rank(page), _of_page(page, event)) for page in site.pages if (event := page.event) and _is_shown(page)]
    elsewhere = [
        ((True, 0, _newest_first(one.start), natural(one.title)), _of_elsewhere(one)) for one in site.config.editions
    ]
    ranked = [event for _, event in sorted([*own, *elsewhere], key=lambda each: each[0])]
    return tuple(sorted(ranked, key=lambda event: not leads(event, site.config.lead)))


def leads(event: Listed, lead: str) -> bool:
    """Return whether an edition is the one that `lead:` of site.yaml names, in any of the forms of its address."""
    return bool(lead) and event.url == paths.as_shown(lead)


def by_year(events: Iterable[Listed]) -> tuple[Year, ...]:
    """Return editions by the years they start in, the newest first; those without a date come last."""
    ranked = sorted(events, key=lambda event: -_year(event))
    return tuple(Year(year, tuple(group)) for year, group in groupby(ranked, key=_year))


def navigation(site: Site, events: tuple[Listed, ...]) -> Navigation:
    """Return what `nav:` of site.yaml adds, the pages by weight and title, and the editions; but what is hidden.

    Of many pages, the first are shown.
    """
    added, hidden = site.config.nav, {paths.as_shown(address) for address in site.config.nav_hidden}
    gone = hidden | {paths.as_shown(item.url) for item in added}
    named = {page.url: page.nav or page.title for page in site.pages}
    not_there = {page.url for page in site.pages if not page.in_nav} | gone
    plain = [page for page in site.pages if page.in_nav and not page.event and _is_shown(page)]
    pages = [
        NavItem(page.nav or page.title, page.url)
        for page in sorted(plain, key=_rank)
        if page.path not in _NOT_PAGES and page.url not in gone and (page.nav or (page.title and _is_at_the_top(page)))
    ]
    entries = (*added, *pages)
    kept = len(entries) if len(entries) <= PAGES + 1 else PAGES
    first, more, left_out = entries[:kept], entries[kept : kept + LISTED], entries[kept + LISTED :]
    items = [NavItem(named.get(one.url) or one.title, one.url, one) for one in events if one.url not in not_there]
    items = _told_apart([item for item in items if item.url != "/"])
    if len(items) <= SHOWN + 1:
        return Navigation((*first, *items), more, left_out)
    shown, rest = items[:SHOWN], items[SHOWN:]
    folded = [replace(item.event, title=item.title) for item in rest if item.event]
    return Navigation((*first, *shown), more, left_out, by_year(folded), _title_of_rest(shown, folded))


def pages_have_room(of: Navigation) -> Iterator[Problem]:
    """Yield a warning where a navigation has no room for some of its pages."""
    if of.left_out:
        count, first = len(of.left_out), of.left_out[0]
        are = f"{count} more are" if count > 1 else "one more is"
        message = f"the navigation shows {PAGES + LISTED} pages, and {are} not in it, from '{first.url}' on"
        hint = (
            "write nav: false into pages that need no entry, or move them into a folder, below a page that lists them"
        )
        yield found("site/long-navigation", Place("site.yaml"), message, hint)


def _title_of_rest(shown: Iterable[NavItem], rest: Iterable[Listed]) -> str:
    """Return what the folded editions are called: earlier ones only where each of them is."""
    first = min((day_of(item.event.start) for item in shown if item.event and item.event.start), default=date.min)
    earlier = all(event.start and day_of(event.start) < first for event in rest)
    return "Earlier editions" if earlier else "More editions"


def _told_apart(items: list[NavItem]) -> list[NavItem]:
    """Return entries in which those of one title have their years as well."""
    times = Counter(item.title for item in items)
    years = [str(item.event.start)[:4] if item.event and item.event.start else "" for item in items]
    return [
        replace(item, title=f"{item.title} ({year})") if times[item.title] > 1 and year not in item.title else item
        for item, year in zip(items, years, strict=True)
    ]


def _is_shown(page: Page) -> bool:
    return not page.redirect_to


def _is_at_the_top(page: Page) -> bool:
    """Return whether a page's address has one part: what lies below it is found from there, and may be much."""
    return page.url.strip("/").count("/") == 0


def _rank(page: Page) -> tuple[bool, int, int, Natural]:
    since = _newest_first(page.event.start if page.event else None)
    return (page.weight == 0, page.weight, since, natural(page.title))


def _newest_first(start: date | None) -> int:
    return -start.toordinal() if start else 0


def _year(event: Listed) -> int:
    return event.start.year if event.start else 0


def _of_page(page: Page, event: Event) -> Listed:
    place = "online" if event.is_online else ", ".join(filter(None, (event.venue, event.city, event.country)))
    first, last = instants(event.start, event.end, event.timezone)
    title = event.name or page.title
    return Listed(title, page.url, event.start, event.end, place, event.status, first, last)


def _of_elsewhere(one: Elsewhere) -> Listed:
    first, last = instants(one.start, one.end, "")
    return Listed(one.title, one.url, one.start, one.end, one.place, begins=first, ends=last)


def instants(
    start: date | datetime | None, end: date | datetime | None, zone: str
) -> tuple[datetime | None, datetime | None]:
    """Return when an event begins and when it is over: a day ends with itself there, or everywhere."""
    if start is None:
        return None, None
    last = end or day_of(start)
    there: tzinfo | None = ZoneInfo(zone) if zone else None
    begins = start if isinstance(start, datetime) else datetime.combine(start, time(), there or _FIRST)
    if isinstance(last, datetime):
        return begins, last
    # Of an instant that has an offset and no zone, the day ends where its clock says so.
    clock = there or (start.tzinfo if isinstance(start, datetime) else None) or _LAST
    return begins, datetime.combine(last + timedelta(days=1), time(), clock)
