"""What keeps people from reading a page, or a page from doing what it says, shown where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faimi_site.lazily import pattern
from faimi_site.model import Output, Page, Site
from faimi_site.problem import Place, Problem
from faimi_site.rules import found
from faimi_site.text import Text
from faimi_site.wording import fences

_SCRIPT = pattern(r"<script(?:\s(?![^<>]*\ssrc\s*=)(?!src\s*=)[^<>]*)?>", re.IGNORECASE)


def pages_are_accessible(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield what is wrong with each built page for people who cannot see it well, or at all, and what it cannot run."""
    faults = {output.path: output.look.findings for output in outputs if output.look and output.look.findings}
    if not faults:
        return
    from faimi_site.check.sightings import ElementOrigins  # heavy: needed where something is wrong

    origins = ElementOrigins(site)
    for page in site.pages:
        for one in faults.get(page.path, ()):
            # Links of one name are an author's choice only where the author wrote them both.
            written = origins.own(page).places.get(one.wanted, ()) if one.rule == "a11y/same-link-text" else ()
            if one.rule != "a11y/same-link-text" or len(written) > 1:
                place = _script(page, one.number) if one.wanted == ("script", "") else None
                yield found(one.rule, place or origins.place(page, one.wanted, one.number), one.message, one.hint)


def _script(page: Page, number: int) -> Place | None:
    """Return where a page's own Markdown has its nth script without an address, which is no prose."""
    text = list(page.text)
    for fence in fences(page.text):
        text[fence.start : fence.end] = " " * (fence.end - fence.start)
    written = [tag for tag in _SCRIPT.finditer("".join(text)) if tag.start() >= page.body]
    if not written:
        return None
    tag = written[min(number, len(written) - 1)]
    return Text(page.source, page.text).place(tag.start(), len(tag.group()))
