"""Pages: the text of each with its sections, in its layout."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from faimi_site import markdown
from faimi_site.citation import bibtex
from faimi_site.embeds import links_for_frames
from faimi_site.htmlpass import resolve_addresses
from faimi_site.jsonld import event_data, script_text
from faimi_site.links import resolver, targets
from faimi_site.look.page import look
from faimi_site.memory import Asked, Memory, Result, digest
from faimi_site.model import Config, Event, Folder, Listed, Look, NavItem, Output, Page, Site
from faimi_site.origin import Origins, origins
from faimi_site.problem import Problem
from faimi_site.produce.addresses import absolute_url
from faimi_site.produce.kept import Wanted, body, results, templates_key
from faimi_site.produce.shown import Smaller, album, card, show, smaller_pictures
from faimi_site.records import made, plain
from faimi_site.relative import Copy, copy_of, relative_html
from faimi_site.rules import found
from faimi_site.templates import Render, renderer, unreadable


def pages(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield every page that has a text of its own, and the pictures that are made for them."""
    yield from unreadable(site.templates)
    finished = _Finished(site)
    shown = [page for page in site.pages if not page.redirect_to]
    world, settings, data = _world(site, memory, finished), str(site.config.markdown), _digests_of_data(shown)

    def asked(page: Page) -> Asked:
        inputs = (world, page.path, page.source, page.key, data[page.folder], settings)
        return Asked(inputs, partial(finished.page, page))

    wanted = [Wanted(page.path, page.source, asked(page)) for page in shown]
    smaller: set[Smaller] = set()
    for page, result in zip(shown, results("page", wanted, memory), strict=True):
        if isinstance(result, Problem):
            yield result
            continue
        yield from (made(Problem, problem) for problem in result["problems"])
        if "digest" in result:
            own = [Smaller(*one) for one in result["smaller"]]
            smaller.update(own)
            shows = frozenset(one.path for one in own)
            yield Output(page.path, body(result), "page", page.place, made(Look, result["look"]), shows)
    yield from smaller_pictures(smaller, finished.pictures, memory)


def _world(site: Site, memory: Memory, finished: _Finished) -> str:
    """Return a digest of all that a page's HTML depends on beside the page: it is made anew where this changes."""
    to = finished.to
    told = (site.config, finished.nav, finished.events, to.by_source, sorted(to.drafts), site.pictures)
    faces = [(one.path, one.source, one.face, one.title, one.description, one.calendar) for one in site.pages]
    copied = sorted(finished.copy.paths) if site.config.portable else []
    return digest(json.dumps([templates_key(site, memory), faces, plain(told), copied]).encode())


def _digests_of_data(shown: Iterable[Page]) -> dict[str, str]:
    """Return the digest of the data of each folder of pages."""
    return {page.folder: digest(json.dumps(plain(page.data)).encode()) for page in shown}


def site_renderer(site: Site) -> Render:
    """Return the site's templates as a function, with the filter for an address that no pass over HTML sees."""
    return renderer(site.templates, {"absolute_url": lambda address: absolute_url(address, site.config)})


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


class _Finished:
    """Makes the pages of one site: what they have in common is found once, and when it is first needed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.nav, self.events = navigation(site), listed_events(site)
        self.to = targets(site)
        self.pictures = album(site, self.to)

    @cached_property
    def copy(self) -> Copy:
        return copy_of(self.site)

    @cached_property
    def origins(self) -> Origins:
        return origins(self.site)

    @cached_property
    def render(self) -> Render:
        return site_renderer(self.site)

    @cached_property
    def common(self) -> dict[str, Any]:
        faces = tuple(replace(page, read=str, render=str, sections=(), data=Folder()) for page in self.site.pages)
        return {"site": self.site.config, "pages": faces, "nav": self.nav, "events": self.events}

    def page(self, page: Page) -> Result:
        """Return a page as plain data: its bytes, its look, the pictures it shows, and its problems."""
        problems: list[Problem] = []
        config = self.site.config
        image, made_of_it = card(page, self.pictures, problems)
        told = _event_values(replace(page, image=image), config)
        values = {**self.common, **told, "page": page, "card": image}

        def section(name: str) -> str:
            made = self.render(f"sections/{name}.html", values) if getattr(page.data, name) is not None else ""
            if isinstance(made, Problem):
                problems.append(made)
                return ""
            return made

        content = markdown.PLACEHOLDER.sub(lambda marker: section(marker.group(1)), page.html)
        content, unnamed = links_for_frames(content, config.media)
        for address in unnamed:
            message = f"the frame of '{address}' becomes a link: its host is not named under media:"
            hint = f"write media: [{urlsplit(address).hostname}] in site.yaml, so that visitors can load it in the page"
            problems.append(found("media/not-named", self.origins.place(address, page, 0), message, hint))
        # Safe to be HTML: our Markdown and our templates made it.
        rendered = self.render(f"{page.layout}.html", {**values, "content": Markup(content)})  # noqa: S704
        if isinstance(rendered, Problem):
            return {"problems": plain([rendered, *problems])}
        written: dict[str, list[str]] = {}
        smaller: set[Smaller] = set()
        resolve = resolver(page, self.to, self.origins, problems, written)
        html = resolve_addresses(rendered, resolve, show(page, self.pictures, problems, written, smaller))
        if image and made_of_it and image.path in rendered:
            smaller.add(made_of_it)
        encoded = (relative_html(html, page.path, self.copy) if config.portable else html).encode()
        return {
            "digest": digest(encoded),
            "look": plain(look(html, written)),
            "smaller": [list(one) for one in sorted(smaller)],
            "problems": plain(problems),
            "_body": encoded,
        }
