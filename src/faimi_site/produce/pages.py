"""Pages: the text of each with its sections, in its layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from faimi_site import markdown, paths
from faimi_site.citation import bibtex
from faimi_site.embeds import links_for_frames
from faimi_site.htmlpass import resolve_addresses
from faimi_site.jsonld import event_data, script_text
from faimi_site.links import Targets, resolver, targets
from faimi_site.memory import Memory
from faimi_site.model import Config, Event, Listed, NavItem, Output, Page, Site
from faimi_site.origin import Origins, origins
from faimi_site.problem import Problem
from faimi_site.produce.addresses import absolute_url
from faimi_site.produce.shown import Album, Smaller, album, card, show, smaller_pictures
from faimi_site.rules import found
from faimi_site.templates import Render, renderer, unreadable


def pages(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield every page that has a text of its own, and the pictures that are made for them."""
    yield from unreadable(site.templates)
    render = site_renderer(site)
    common = {"site": site.config, "pages": site.pages, "nav": navigation(site), "events": listed_events(site)}
    to, of = targets(site), origins(site)
    pictures, smaller = album(site, to), set[Smaller]()
    for page in site.pages:
        if not page.redirect_to:
            yield from _page(page, render, common, to, of, pictures, smaller)
    yield from smaller_pictures(smaller, pictures, memory)


def site_renderer(site: Site) -> Render:
    """Return the site's templates as a function, with the filters for an address that no pass over HTML sees."""
    base = site.config.base_path
    return renderer(
        site.templates,
        {
            "absolute_url": lambda address: absolute_url(address, site.config),
            "with_base_path": lambda address: address if paths.is_external(address) else f"{base}{address}",
        },
    )


def navigation(site: Site) -> tuple[NavItem, ...]:
    """Return the entries of site.yaml's `nav`, or the pages by weight (0 last), date (newest first) and title."""
    if site.config.nav is not None:
        return site.config.nav
    shown = [
        page
        for page in site.pages
        if page.in_nav and not page.redirect_to and page.path not in ("index.html", "404.html")
    ]
    return tuple(
        NavItem(page.nav or page.title, page.url) for page in sorted(shown, key=_rank) if page.nav or page.title
    )


def listed_events(site: Site) -> tuple[Listed, ...]:
    """Return the events of the site's pages and those elsewhere, by weight (0 last), date (newest first) and title."""
    own = [
        (_rank(page), Listed(event.name or page.title, page.url, event.start, event.end, _place(event), event.status))
        for page in site.pages
        if (event := page.event) and not page.redirect_to
    ]
    elsewhere = [
        (
            (True, 0, -one.start.toordinal() if one.start else 0, one.title),
            Listed(one.title, one.url, one.start, one.end, one.place),
        )
        for one in site.config.editions
    ]
    return tuple(event for _, event in sorted([*own, *elsewhere], key=lambda ranked: ranked[0]))


def _place(event: Event) -> str:
    return "online" if event.is_online else ", ".join(filter(None, (event.venue, event.city, event.country)))


def _rank(page: Page) -> tuple[bool, int, int, str]:
    start = page.event.start if page.event else None
    return (page.weight == 0, page.weight, -start.toordinal() if start else 0, page.title)


def _event_values(page: Page, config: Config) -> dict[str, Any]:
    """Return a page's event as data for search engines and as a BibTeX entry; both empty where it has none."""
    if not page.event:
        return {"jsonld": "", "bibtex": ""}
    data = event_data(page, page.event, lambda address: absolute_url(address, config))
    return {"jsonld": script_text(data), "bibtex": bibtex(page, page.event, absolute_url(page.url, config))}


def _page(
    page: Page,
    render: Render,
    common: dict[str, Any],
    to: Targets,
    of: Origins,
    pictures: Album,
    smaller: set[Smaller],
) -> Iterator[Output | Problem]:
    problems: list[Problem] = []
    image, made_of_it = card(page, pictures, problems)
    told = _event_values(replace(page, image=image), common["site"])
    values = {**common, **told, "page": page, "card": image}

    def section(name: str) -> str:
        made = render(f"sections/{name}.html", values) if getattr(page.data, name) is not None else ""
        if isinstance(made, Problem):
            problems.append(made)
            return ""
        return made

    content = markdown.PLACEHOLDER.sub(lambda marker: section(marker.group(1)), page.html)
    content, unnamed = links_for_frames(content, common["site"].media)
    for address in unnamed:
        message = f"the frame of '{address}' becomes a link: its host is not named under media:"
        hint = f"write media: [{urlsplit(address).hostname}] in site.yaml, so that visitors can load it in the page"
        problems.append(found("media/not-named", of.place(address, page, 0), message, hint))
    # Safe to be HTML: our Markdown and our templates made it.
    rendered = render(f"{page.layout}.html", {**values, "content": Markup(content)})  # noqa: S704
    if isinstance(rendered, Problem):
        yield rendered
    else:
        written: dict[str, list[str]] = {}
        own: set[Smaller] = set()
        resolve = resolver(page, to, of, problems, written)
        body = resolve_addresses(rendered, resolve, show(page, pictures, problems, written, own))
        if image and made_of_it and image.path in rendered:
            own.add(made_of_it)
        noted = {address: tuple(forms) for address, forms in written.items()}
        smaller |= own
        yield Output(page.path, body.encode(), "page", page.place, noted, frozenset(one.path for one in own))
    yield from problems
