"""Editions: what site.yaml says of them by their addresses, and pages that show the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from faimi_site import paths
from faimi_site.model import EDITIONS, Config, Site
from faimi_site.problem import Level, Place, Problem, guess
from faimi_site.rules import found
from faimi_site.text import Text


def lead_is_an_edition(site: Site) -> Iterator[Problem]:
    """Yield an error where the edition that is to lead the site is none that is published."""
    lead = site.config.lead
    known = _editions(site)
    if lead and paths.as_shown(lead) not in known:
        drafts = "; is its page published?" if site.hidden else ""
        message = f"lead: no edition is at '{lead}'{drafts}"
        hint = guess(lead, known) or "write the address of a page with event:, or of an entry of editions:"
        yield found("site/lead", _place(site, "lead"), message, hint)


def editions_elsewhere_are_elsewhere(site: Site) -> Iterator[Problem]:
    """Yield an error for each entry of `editions:` that names a page of this site, which is an edition by itself."""
    config = site.config
    own = {f"{url}{base}{page.url}" for page in site.pages for url, base in _addresses(config)}
    for one in config.editions:
        if one.url in own:
            message, hint = f"'{one.url}' is a page of this site", "take the entry out, and give the page an event:"
            yield Problem("site/edition-twice", Level.ERROR, _place(site, "editions", one.url), message, hint)


def _addresses(config: Config) -> set[tuple[str, str]]:
    """Return where the site is: at the address that it is built for, and at its own."""
    both = {(config.url, config.base_path), (config.home, config.home_path)}
    return {(url, base) for url, base in both if url}


def what_is_hidden_is_there(site: Site) -> Iterator[Problem]:
    """Yield a warning for each address that the navigation is told to hide, and that no page or edition has."""
    known = {page.url for page in site.pages} | _editions(site)
    for address in site.config.nav_hidden:
        if paths.as_shown(address) not in known:
            message = f"hide: nothing of the site is at '{address}'"
            yield found(
                "site/hides-nothing", _place(site, "nav", address), message, guess(address, known) or "take it out"
            )


def lists_of_editions_have_some(site: Site) -> Iterator[Problem]:
    """Yield an error for each list of editions in a page of a site that has none."""
    if _editions(site):
        return
    for page in site.pages:
        for section in page.sections:
            if section.name == EDITIONS:
                message = "[EDITIONS] needs a page with event:, or editions: in site.yaml, and there is none"
                hint = "write event: into the front matter of a page, or take the marker out"
                yield Problem("section/no-data", Level.ERROR, section.place, message, hint)


def _editions(site: Site) -> set[str]:
    own = {page.url for page in site.pages if page.event and not page.redirect_to}
    return own | {one.url for one in site.config.editions}


def _place(site: Site, key: str, value: str = "") -> Place:
    """Return where a value stands in site.yaml: that of a key, or the first one after it that is as given."""
    path = next((name for name in ("site.yaml", "site.yml") if name in site.texts), "site.yaml")
    text = Text(path, site.texts.get(path, ""))
    at = max(text.text.find(f"{key}:"), 0)
    wanted = value or site.config.lead
    start = text.text.find(wanted, at)
    return text.place(start, len(wanted)) if start >= 0 else Place(path)
