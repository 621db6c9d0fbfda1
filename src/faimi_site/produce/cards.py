"""Social cards: a picture of each event for those who link to its page, where the page has none of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from faimi_site import paths
from faimi_site.cards import BOLD, HEIGHT, REGULAR, WIDTH, Card, drawable, drawn, letters_of
from faimi_site.frozen import frozen
from faimi_site.memory import Memory, Result, digest
from faimi_site.model import Event, Image, Output, Page, Site, Source
from faimi_site.palette import INK, LIGHT, QUIET
from faimi_site.phrases import date_span, plain_text
from faimi_site.problem import Fault, Level, Place, Problem

_STATUS = {"postponed": "Postponed", "cancelled": "Cancelled", "moved-online": "Moved online"}
_WORDS = {"name": "name", "place": "place", "site": "title of the site"}


@frozen
class Drawing:
    """A card that can be drawn, with the image that pages name, and where its event stands."""

    card: Card
    image: Image
    place: Place


@frozen
class Cards:
    """The cards of a site by the source of their event's page, and what had to be left out of them."""

    by_source: Mapping[str, Drawing]
    notes: tuple[Problem, ...]
    first: str = ""

    def image(self, page: Page) -> Image | None:
        """Return the card for a page: of its own event, or that of its folder; for the home page of the first."""
        source = page.source if page.event else f"{page.folder}/index.md"
        if source not in self.by_source and page.path == "index.html" and not page.event:
            source = self.first
        return self.by_source[source].image if source in self.by_source else None


def cards(site: Site, events: Iterable[Page], memory: Memory) -> Cards:
    """Return the cards of some pages' events; none where the theme brings no fonts."""
    events = list(events)
    if not {BOLD, REGULAR} <= site.fonts.keys():
        return Cards({}, ())
    fonts = [memory.digest(site.fonts[name]) for name in (BOLD, REGULAR)]
    made: dict[str, Drawing] = {}
    notes: list[Problem] = []
    for page in events:
        if not page.event or page.image:
            continue
        place = page.event.place if page.event.place.file else page.place
        card, missing = _as_drawable(_card(page, page.event, site.config.title), site.fonts, fonts, memory)
        if missing:
            notes.append(_note(missing, card, place))
        if card:
            made[page.source] = Drawing(card, _image(card, site, fonts), place)
    return Cards(made, tuple(notes), events[0].source if events else "")


def drawn_cards(named: Collection[str], of: Cards, site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield the picture of each card whose address pages name, and the notes on all of them."""
    yield from of.notes
    yielded: set[str] = set()
    for one in of.by_source.values():
        address = one.image.path
        # Two pages of one event have the same card.
        if address in named and address not in yielded:
            yielded.add(address)
            made = memory.keep("card", (address, json.dumps(_inputs(one.card, site))), _drawing(one.card, site))
            if isinstance(made, Fault):
                yield Problem("file/unreadable", Level.ERROR, one.place, made.message, made.hint)
            else:
                decoded = paths.decode(address)
                yield Output(str(decoded).removeprefix("/"), made, "file", one.place)


def _drawing(card: Card, site: Site) -> Callable[[], bytes | Fault]:
    def make() -> bytes | Fault:
        try:
            bold, regular = (site.fonts[name].read() for name in (BOLD, REGULAR))
        except OSError as error:
            return Fault(f"the font of the theme cannot be read: {error.strerror}", "install the program anew")
        return drawn(card, _accent(site), INK, QUIET, bold, regular)

    return make


def _card(page: Page, event: Event, site_name: str) -> Card:
    """Return what stands on the card of an event."""
    first = [session.start for session in page.programme.sessions]  # one past midnight is on the day that it starts
    start, end = (event.start, event.end) if event.start or not first else (min(first), max(first))
    days = date_span(start, end) if start else ""
    days = " · ".join(filter(None, (_STATUS.get(event.status, ""), days)))
    where = "Online" if event.is_online else ", ".join(filter(None, (event.venue, event.city, event.country)))
    name = plain_text(event.name or page.title)
    return Card(name, days, where, "" if site_name == name else site_name)


def _as_drawable(
    card: Card, fonts: Mapping[str, Source], digests: Iterable[str], memory: Memory
) -> tuple[Card | None, str]:
    """Return what of a card can be drawn, if its name can, and which part of it cannot, if one cannot."""

    def make() -> Result:
        try:
            letters = frozenset.intersection(*(letters_of(fonts[name].read()) for name in (BOLD, REGULAR)))
        except OSError:
            letters = frozenset()
        given = {"name": card.name, "days": card.days, "place": card.place, "site": card.site}
        return {part: drawable(text, letters) if text else "" for part, text in given.items()}

    inputs = (card.name, card.days, card.place, card.site, *digests)
    parts = memory.recall("card words", inputs, make)
    missing = next((part for part, text in parts.items() if text is None), "")
    if not parts["name"]:
        return None, missing
    return replace(card, **{part: text or "" for part, text in parts.items()}), missing


def _note(part: str, card: Card | None, place: Place) -> Problem:
    what = "is left out of" if card else "cannot be drawn, so the event has no"
    message = (
        f"the {_WORDS.get(part, part)} {what} {'its ' if card else ''}social card: the font has not all of its letters"
    )
    return Problem(
        "card/letters", Level.NOTE, place, message, "draw a picture of 1200 x 630 pixels, and name it as image:"
    )


def _image(card: Card, site: Site, fonts: Iterable[str]) -> Image:
    """Return a card by its address, which tells what stands on it."""
    made_of = digest(json.dumps([_inputs(card, site), *fonts]).encode())
    return Image(paths.address(paths.derived(f"{card.name}.card", made_of, WIDTH, "png")), card.alt, WIDTH, HEIGHT)


def _inputs(card: Card, site: Site) -> list[str]:
    return [card.name, card.days, card.place, card.site, _accent(site)]


def _accent(site: Site) -> str:
    return site.config.theme.light or LIGHT["accent"]
