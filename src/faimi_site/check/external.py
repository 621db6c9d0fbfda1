"""Links to other sites: which there are, where they stand, and what is to be said of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus

from faimi_site import paths
from faimi_site.check.malformed import malformed
from faimi_site.check.served import Served, served
from faimi_site.model import Address, Output, Page, Site
from faimi_site.origin import Origins, origins
from faimi_site.problem import Place, Problem
from faimi_site.rules import found
from faimi_site.web import Answer

Links = dict[str, list[tuple[str, Place]]]

_NOT_FOLLOWED = frozenset({"canonical", "preconnect", "dns-prefetch"})  # relations of link elements
# What a server says that lets no program in, whether or not there is a page for people.
_NO_PROGRAMS = frozenset({401, 402, 403, 407, 429, 451, 999})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def external_links(site: Site, outputs: Iterable[Output]) -> Links:
    """Return the addresses of other sites without their fragments, and as what and where each is written."""
    outputs = list(outputs)
    pages = {page.path: page for page in site.pages}
    at, of = served(site, outputs), origins(site)
    links: Links = {}
    for output in outputs:
        page = pages.get(output.path)
        for address in output.look.references if output.look and page else ():
            if page and _is_asked(address, page, at, site):
                _note(links, address.address, _place(address, page, of))
    for redirect in site.redirects:
        if _is_elsewhere(redirect.target, at, site):
            _note(links, redirect.target, redirect.place)
    return links


def answered(links: Links, answers: Mapping[str, Answer]) -> Iterator[Problem]:
    """Yield what is to be said of each link by the answer to it, once for each place."""
    for url, places in links.items():
        answer = answers.get(url)
        told = [place for _, place in places if place.line]
        for written, place in places if answer else ():
            # What stands in no text comes from a template; it is told where nothing else is.
            if answer and (place.line or (not told and place == places[0][1])):
                yield from _verdict(written, answer, place)


def _verdict(written: str, answer: Answer, place: Place) -> Iterator[Problem]:
    if answer.refused:
        message = f"'{written}' was not asked: {answer.failure}"
        yield found("external/private", place, message, "visitors cannot open it; take the link out")
    elif answer.status in _GONE:
        hint = "mend the link, or lead to a copy of the page in an archive"
        yield found("external/dead", place, f"'{written}' answers {answer.said}", hint)
    elif answer.status in _NO_PROGRAMS:
        message = f"'{written}' answers {answer.said}, which may be meant for programs alone"
        yield found("external/refused", place, message, "open it in a browser")
    elif not answer.status:
        yield found(
            "external/failed", place, f"'{written}': {answer.failure}", "open it in a browser, or mend the link"
        )
    elif not answer.is_fine:
        hint = "open it in a browser, or mend the link"
        yield found("external/failed", place, f"'{written}' answers {answer.said}", hint)
    elif answer.moved:
        fragment = written.partition("#")[1:]
        moved = answer.moved if "#" in answer.moved else answer.moved + "".join(fragment)
        yield found("external/moved", place, f"'{written}' has moved for good", f"write '{moved}'")


def _is_asked(address: Address, page: Page, at: Served, site: Site) -> bool:
    """Return whether an address in a page is a link to another site that somebody wrote."""
    book = page.notebook
    is_button = book is not None and address.address in (book.colab, book.binder)
    is_followed = address.tag != "form" and _NOT_FOLLOWED.isdisjoint(address.rel.split())
    return not is_button and is_followed and _is_elsewhere(address.address, at, site)


def _is_elsewhere(address: str, at: Served, site: Site) -> bool:
    """Return whether an address is one of the web, and none of the site's own pages and files."""
    if not address.lower().startswith(("http://", "https://", "//")) or malformed(address):
        return False
    config = site.config
    for own in {f"{config.url}{config.base_path}", f"{config.home}{config.home_path}"}:
        local = paths.below_base(address, own) if "://" in own else None
        there = at.find(local) if local else None
        if there and there.how != "dead":
            return False
    return True


def _note(links: Links, address: str, place: Place) -> None:
    full = f"https:{address}" if address.startswith("//") else address
    known = links.setdefault(full.partition("#")[0], [])
    if (address, place) not in known:
        known.append((address, place))


def _place(address: Address, page: Page, of: Origins) -> Place:
    return of.place(address.form or address.address, page, address.form_nth)
