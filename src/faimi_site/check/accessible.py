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

_INLINE = ("script", "")  # a script without an address
_SCRIPT = pattern(r"<script(?:\s(?![^<>]*\ssrc\s*=)(?!src\s*=)[^<>]*)?>", re.IGNORECASE)


def pages_are_accessible(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield what is wrong with each built page for people who cannot see it well, or at all, and what it cannot run."""
    faults = {output.path: output.look.findings for output in outputs if output.look and output.look.findings}
    if not faults:
        return
    from faimi_site.check.sightings import ElementOrigins  # heavy: needed where something is wrong

    origins = ElementOrigins(site)
    for page in site.pages:
        wanted = faults.get(page.path, ())
        scripts = _scripts(page) if any(one.wanted == _INLINE for one in wanted) else []
        for one in wanted:
            # Links of one name are an author's choice only where the author wrote them both.
            written = origins.own(page).places.get(one.wanted, ()) if one.rule == "a11y/same-link-text" else ()
            if one.rule != "a11y/same-link-text" or len(written) > 1:
                own = scripts if one.wanted == _INLINE else []
                place = own[min(one.number, len(own) - 1)] if own else origins.place(page, one.wanted, one.number)
                yield found(one.rule, place, one.message, one.hint)


def _scripts(page: Page) -> list[Place]:
    """Return where a page's own Markdown has scripts without an address, which are no prose."""
    letters = list(page.text)
    for fence in fences(page.text):
        letters[fence.start : fence.end] = " " * (fence.end - fence.start)
    text = Text(page.source, page.text)
    tags = _SCRIPT.finditer("".join(letters))
    return [text.place(tag.start(), len(tag.group())) for tag in tags if tag.start() >= page.body]
