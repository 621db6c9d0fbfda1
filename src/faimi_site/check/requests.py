"""No page makes a visitor's browser ask another host: what is loaded stands in the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from faimi_site.check.links import css_places, style_sheets
from faimi_site.model import Config, Output, Site
from faimi_site.origin import origins
from faimi_site.problem import Place, Problem
from faimi_site.relative import Copy, copy_of
from faimi_site.rules import found

_HINTS = {
    "a": "take it out, or name a file of this site",
    "iframe": "link to it instead",
    "link": "put a copy of the file into static/, or take it out",
    "script": "put a copy of the file into static/",
    "style": "put a copy of the file into static/",
}


def nothing_is_loaded_from_elsewhere(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a problem for each thing that a page or a style sheet loads from another host, without being asked."""
    outputs = list(outputs)
    pages = {page.path: page for page in site.pages}
    of, copy = origins(site), copy_of(site) if site.config.portable else None
    unplaced: set[str] = set()
    for output in outputs:
        for reference in output.look.references if output.look and output.path in pages else ():
            host = _other_host(reference.address, site.config, copy) if reference.loads else ""
            if host:
                place = of.place(reference.address, pages[output.path], reference.nth)
                if place.line or reference.address not in unplaced:
                    yield _loaded(reference.address, host, place, _HINTS.get(reference.tag, ""))
                if not place.line:
                    unplaced.add(reference.address)
    for _, text in style_sheets(site):
        for address, place in css_places(text):
            host = _other_host(address, site.config, copy)
            if host:
                yield _loaded(address, host, place, _HINTS["style"])


def _loaded(address: str, host: str, place: Place, hint: str) -> Problem:
    message = f"'{address}' makes each visitor's browser ask {host}"
    hint = hint or "put a copy of the file into assets/, or beside the page"
    if place.file.startswith(("templates/", "static/")):
        return found("template/third-party", place, message, hint)
    return found("page/third-party", place, message, hint)


def _other_host(address: str, config: Config, copy: Copy | None) -> str:
    """Return the host that a browser would ask at an address; empty where it is the site's own, or none.

    A portable copy has only what is in it, and asks also the host where it is published for all else.
    """
    if not address.lower().startswith(("http://", "https://", "//")):
        return ""
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return ""
    if copy and copy.relative(address, "index.html") == address:
        return host
    return "" if host in {urlsplit(own).netloc for own in (config.url, config.home)} else host
