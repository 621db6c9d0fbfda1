"""What authors wrote: broken letters, titles, data that nobody sees, and sections that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faimi_site.model import Output, Page, Site
from faimi_site.problem import Place, Problem
from faimi_site.rules import found
from faimi_site.text import Text


def titles_tell_pages_apart(site: Site) -> Iterator[Problem]:
    """Yield a warning for each page without a title, and for each that has the title of another."""
    seen: dict[str, str] = {}
    for page in site.pages:
        if page.redirect_to:
            continue
        if not page.title:
            yield found(
                "page/no-title", Place(page.source), "the page has no title", "write title: in its front matter"
            )
        elif page.title in seen and not (page.notebook and seen[page.title] == page.source):
            message = f"the title '{page.title}' is also that of {seen[page.title]}"
            yield found("page/same-title", _titled(page), message, "say in the title what is different here")
        seen.setdefault(page.title, page.source)


def _titled(page: Page) -> Place:
    """Return where a page's title is written: in its front matter, or its first heading."""
    written = re.compile(r"^(?:title:|#[ \t]).*$", re.MULTILINE).search(page.text)
    return Text(page.source, page.text).place(written.start(), len(written.group())) if written else Place(page.source)


def data_is_shown(site: Site) -> Iterator[Problem]:
    """Yield a warning for each data file that no page of its folder shows, nor will once it is published."""
    shown = {(page.folder, section.name) for page in site.pages for section in page.sections}
    for file in site.data_files:
        hidden = (site.texts[path] for path in site.hidden if path.rpartition("/")[0] == file.folder)
        if (file.folder, file.section) not in shown and not any(f"[{file.section.upper()}]" in text for text in hidden):
            message = f"no page in {file.folder}/ shows this file"
            hint = f"write [{file.section.upper()}] alone on a line of {file.folder}/index.md"
            yield found("data/not-shown", Place(file.path), message, hint)


def sections_stand_once(site: Site) -> Iterator[Problem]:
    """Yield a warning for each marker that a page has a second time."""
    for page in site.pages:
        seen: set[str] = set()
        for section in page.sections:
            if section.name in seen:
                message = f"[{section.name.upper()}] stands twice in this page"
                yield found("section/twice", section.place, message, "keep one of them")
            seen.add(section.name)


def ids_are_unique(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a warning for each id that two elements of a page have, so that a link finds only the first."""
    doubled = {output.path: output.look.doubled for output in outputs if output.look and output.look.doubled}
    for page in site.pages if doubled else ():
        # A section that stands twice doubles all of its ids, and has been reported.
        once = len(page.sections) == len({section.name for section in page.sections})
        for name in doubled.get(page.path, ()) if once else ():
            message = f"two elements of the page have the id '{name}'"
            hint = "give a heading another one, as in ## Title {#other}, or a session an id of its own"
            yield found("page/duplicate-id", _second(name, page), message, hint)


def _second(name: str, page: Page) -> Place:
    """Return where an id is written for the second time in a page, or for the first, or the page."""
    written = re.compile(rf"""(?:\bid\s*=\s*["']?|\{{:?[^{{}}\n]*#){re.escape(name)}(?![\w-])["']?""")
    places = [*written.finditer(page.text, page.body)][:2]
    return (
        Text(page.source, page.text).place(places[-1].start(), len(places[-1].group()))
        if places
        else Place(page.source)
    )


def site_has_an_address(site: Site) -> Iterator[Problem]:
    """Yield a note where a site does not say where it is published."""
    if not site.config.url:
        message = "without a url there is no sitemap.xml, and no page or calendar names its full address"
        yield found("site/no-url", Place("site.yaml"), message, "write url: https://example.org")
