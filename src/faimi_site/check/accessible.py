"""What keeps people from reading a page, or a page from doing what it says, shown where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faimi_site.model import Output, Site
from faimi_site.problem import Problem
from faimi_site.rules import found


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
                place = origins.place(page, one.wanted, one.number)
                yield found(one.rule, place, one.message, one.hint)
