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
from faimi_site.frozen import changed
from faimi_site.htmlpass import resolve_addresses
from faimi_site.jsonld import event_data, script_text
from faimi_site.links import resolver, targets
from faimi_site.look.page import look
from faimi_site.memory import Asked, Memory, Result, digest
from faimi_site.model import EDITIONS, Config, Folder, Look, Output, Page, Site
from faimi_site.origin import Origins, origins
from faimi_site.problem import Problem
from faimi_site.produce.addresses import absolute_url
from faimi_site.produce.cards import cards, drawn_cards
from faimi_site.produce.editions import by_year, editions, navigation, pages_have_room
from faimi_site.produce.feed import feed_address
from faimi_site.produce.icons import look as look_of_site
from faimi_site.produce.kept import Wanted, body, results, templates_key
from faimi_site.produce.known import known
from faimi_site.produce.shown import Smaller, album, card, show, smaller_pictures
from faimi_site.records import made, plain
from faimi_site.relative import Copy, copy_of, relative_html
from faimi_site.rules import found
from faimi_site.templates import Render, renderer, unreadable


def pages(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield every page that has a text of its own, and the pictures and cards that are made for them."""
    yield from unreadable(site.templates)
    finished = _Finished(site, memory)
    yield from pages_have_room(finished.nav)
    shown = [page for page in site.pages if not page.redirect_to]
    world, settings, data = _world(site, memory, finished), str(site.config.markdown), _digests_of_data(shown)

    def asked(page: Page) -> Asked:
        inputs = (world, page.path, page.source, page.key, data[page.folder], settings)
        return Asked(inputs, partial(finished.page, page))

    wanted = [Wanted(page.path, page.source, asked(page)) for page in shown]
    smaller: set[Smaller] = set()
    cards_named: set[str] = set()
    for page, result in zip(shown, results("page", wanted, memory), strict=True):
        if isinstance(result, Problem):
            yield result
            continue
        yield from (made(Problem, problem) for problem in result["problems"])
        if "digest" in result:
            own = [Smaller(*one) for one in result["smaller"]]
            smaller.update(own)
            cards_named.add(result["card"])
            shows = frozenset(one.path for one in own)
            yield Output(page.path, body(result), "page", page.place, made(Look, result["look"]), shows)
    yield from smaller_pictures(smaller, finished.pictures, memory)
    yield from drawn_cards(cards_named, finished.cards, site, memory)


def drawn_ahead(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield the card of each event, as soon as that can be: whether a page names it is not known before it is made."""
    of = _Finished(site, memory).cards
    yield from drawn_cards({one.image.path for one in of.by_source.values()}, of, site, memory)


def _world(site: Site, memory: Memory, finished: _Finished) -> str:
    """Return a digest of all that a page's HTML depends on beside the page: it is made anew where this changes."""
    to = finished.to
    drawn = {source: one.image for source, one in finished.cards.by_source.items()}
    addresses = (to.by_source, sorted(to.drafts), drawn)
    told = (site.config, finished.nav, finished.events, *addresses, site.pictures, finished.look, finished.feed)
    faces = [(one.path, one.source, one.face, one.title, one.description, one.calendar) for one in site.pages]
    copied = sorted(finished.copy.paths) if site.config.portable else []
    return digest(json.dumps([templates_key(site, memory), faces, plain(told), copied]).encode())


def _digests_of_data(shown: Iterable[Page]) -> dict[str, str]:
    """Return the digest of the data of each folder of pages, which its pages share."""
    datas = {page.folder: page.data for page in shown}
    return {folder: digest(json.dumps(plain(data)).encode()) for folder, data in datas.items()}


def site_renderer(site: Site) -> Render:
    """Return the site's templates as a function, with the filter for an address that no pass over HTML sees."""
    return renderer(site.templates, {"absolute_url": lambda address: absolute_url(address, site.config)})


def _event_values(page: Page, config: Config) -> dict[str, Any]:
    """Return a page's event as data for search engines and as a BibTeX entry; both empty where it has none."""
    if not page.event:
        return {"jsonld": "", "bibtex": ""}
    data = event_data(page, page.event, lambda address: absolute_url(address, config))
    return {"jsonld": script_text(data), "bibtex": bibtex(page, page.event, absolute_url(page.url, config))}


def _in_english(lang: str) -> Markup:
    """Return the attribute that tells the language of the theme's own words on a page in another one."""
    return Markup() if lang.lower().partition("-")[0] == "en" else Markup(' lang="en"')


class _Finished:
    """Makes the pages of one site: what they have in common is found once, and when it is first needed."""

    def __init__(self, site: Site, memory: Memory) -> None:
        self.site = site
        self.events = editions(site)
        self.nav = navigation(site, self.events)
        self.look = look_of_site(site)
        self.feed = feed_address(site)
        at = {page.url: page for page in site.pages if page.event}
        self.cards = cards(site, [at[event.url] for event in self.events if event.url in at], memory)
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
        faces = tuple(changed(page, read=str, render=str, sections=(), data=Folder()) for page in self.site.pages)
        return {
            "site": self.site.config,
            "pages": faces,
            "nav": self.nav.shown,
            "navigation": self.nav,
            "known": known(self.site),
            "events": self.events,
            "years": by_year(self.events),
            "feed": self.feed,
            **self.look,
        }

    def page(self, page: Page) -> Result:
        """Return a page as plain data: its bytes, its look, the pictures it shows, and its problems."""
        problems: list[Problem] = []
        config = self.site.config
        image, made_of_it = card(page, self.pictures, problems)
        drawn = None if page.image else self.cards.image(page)
        image = image or drawn
        told = _event_values(replace(page, image=image), config)
        # A template that asks for its HTML again and again has it made once.
        page = changed(page, render=partial(str, page.html))
        values = {**self.common, **told, "page": page, "card": image, "in_english": _in_english(page.lang)}

        def section(name: str) -> str:
            has_data = name == EDITIONS or getattr(page.data, name) is not None
            made = self.render(f"sections/{name}.html", values) if has_data else ""
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
            "card": drawn.path if drawn and drawn.path in rendered else "",
            "problems": plain(problems),
            "_body": encoded,
        }
