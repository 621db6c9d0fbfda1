"""Where an address of a finished page was written: in the page's text, its data, site.yaml or a template."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import field
from typing import NamedTuple

from faimi_site.charrefs import unescape
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.model import Page, Site
from faimi_site.problem import Place
from faimi_site.text import Text, read_text

_CODE = pattern(
    r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)|<!--.*?(?:-->|\Z)",
    re.DOTALL | re.MULTILINE,
)
_NEAR = 40  # how far before an address what makes it one can stand
_LINK = pattern(r"""(?:\]\(\s*<?|\]:\s*<?|=\s*["']?|<|url\(\s*["']?)\Z""")
_BEFORE = pattern(r"""(?:\]\(\s*<?|\]:\s*<?|["'=<]|:\s+|^[ \t]*-[ \t]+|url\(\s*["']?|\[\s*)\Z""", re.MULTILINE)
_AFTER = pattern(r"""[\s"'<>()\[\]{},]|\Z""")
_LOOSELY_BEFORE = pattern(r"(?:\A|[\s,(\[|])\Z")
_LOOSELY_AFTER = pattern(r"""[.,;:!?]*(?:[\s"'<>()\[\]{}]|\Z)""")
# What holds references of HTML, the first of them near its start: what follows a "=" may be such a start as well.
_CODED = pattern(r"""(?<![^\s"'<>()\[\]=])[^\s"'<>()\[\]&]{0,500}+&[^\s"'<>()\[\]]*""")
_SHARED = ("content/people.yaml", "content/people.yml", "site.yaml", "site.yml")


class _Found(NamedTuple):
    """Where an address stands in a text, and whether as a link or in an attribute, or in what may be mere text."""

    places: list[Place]
    as_link: bool


@frozen
class Origins:
    """The texts that an address in a page can come from, beside the page's own; what was found is kept."""

    others: tuple[Text, ...] = ()
    _here: dict[tuple[str, str], list[Place]] = field(default_factory=dict, compare=False, repr=False)
    _texts: dict[str, tuple[Text, str]] = field(default_factory=dict, compare=False, repr=False)
    _there: dict[tuple[str, str], _Found | None] = field(default_factory=dict, compare=False, repr=False)

    def place(self, written: str, page: Page, nth: int) -> Place:
        """Return where an address stands that a page shows for the nth time, counted from 0.

        The nth time that an address is met is its nth place in the page's text; one that is not there comes from
        elsewhere. Where it cannot be found at all, the place is the page's file.
        """
        here = self._of_page(written, page)
        if nth < len(here):
            return here[nth]
        return self._elsewhere(written, page) or (here[-1] if here else Place(page.source))

    def _of_page(self, written: str, page: Page) -> list[Place]:
        key = (page.source, written)
        if key not in self._here:
            if page.source not in self._texts:
                self._texts[page.source] = Text(page.source, page.text), _prose(page)
            text, prose = self._texts[page.source]
            # What stands in code or a comment is no address, if it stands elsewhere.
            found = _places(written, text, prose, page.body) or _places(written, text, page.text, page.body)
            self._here[key] = found
        return self._here[key]

    def _elsewhere(self, written: str, page: Page) -> Place | None:
        """Return where an address stands that is not in a page's text: in its front matter, or the nearest file.

        What is written as a link in the data of its folder counts before what may be mere text, as its title.
        """
        # Of a notebook, what is not in its Markdown is in its outputs.
        matter = Text(page.source, page.notebook.rest if page.notebook else page.text[: page.body])
        key = (page.folder, written)
        if key not in self._there:
            near = sorted(self.others, key=lambda text: (_distance(text.file, page.folder), text.file))
            self._there[key] = next((found for text in near if (found := _first(written, text))), None)
        here, there = _first(written, matter), self._there[key]
        in_data = there and there.as_link and not _distance(there.places[0].file, page.folder)
        best = there if in_data and here and not here.as_link else here or there
        return best.places[0] if best else None


def origins(site: Site) -> Origins:
    """Return the texts of a site that addresses in its pages can come from: YAML and templates."""
    yaml = [Text(path, site.texts[path]) for path in site.texts if not path.endswith(".md")]
    templates = [read_text(file) for file in site.templates.values() if file.path.startswith("templates/")]
    return Origins((*yaml, *(text for text in templates if isinstance(text, Text))))


def places(written: str, text: Text, start: int = 0) -> list[Place]:
    """Return where an address stands as one: in a link or an attribute, or as the value of a key."""
    return _places(written, text, text.text, start)


def _prose(page: Page) -> str:
    """Return a page's text with its code and comments blanked: not cut, so that the offsets stay."""
    return page.text[: page.body] + _CODE.sub(lambda code: " " * len(code.group()), page.text[page.body :])


def _first(written: str, text: Text) -> _Found | None:
    """Return where an address stands in a text, or nothing where it does not."""
    found = _found(written, text, text.text, 0)
    return found if found.places else None


def _places(written: str, text: Text, searched: str, start: int) -> list[Place]:
    return _found(written, text, searched, start).places


def _found(written: str, text: Text, searched: str, start: int) -> _Found:
    # What is written as a link counts before what is only quoted; a bare "/" is a sign of prose as well.
    loosely = ((_LOOSELY_BEFORE, _LOOSELY_AFTER),) if re.search(r"\w", written) else ()
    for before, after in ((_LINK, _AFTER), (_BEFORE, _AFTER), *loosely):
        found = [
            text.place(at, width)
            for at, width in sorted(_stands(written, searched, start))
            if before.search(searched, max(start, at - _NEAR), at) and after.match(searched, at + width)
        ]
        if found:
            return _Found(found, as_link=before is _LINK)
    coded = ((found, unescape(found.group()).strip()) for found in _CODED.finditer(searched, start))
    within = [text.place(one.start(), len(one.group())) for one, read in coded if read and written.startswith(read)]
    return _Found(within, as_link=False)


def _stands(written: str, searched: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where an address stands, in any form of HTML, and how wide it is there."""
    for form in _forms(written):
        at = searched.find(form, start)
        while at >= 0:
            yield at, len(form)
            at = searched.find(form, at + 1)
        if "\\" in searched and ("_" in form or "*" in form):
            # Markdown takes a backslash before what would be emphasis.
            escaped = "".join(rf"\\?{re.escape(sign)}" if sign in "_*" else re.escape(sign) for sign in form)
            for found in re.compile(escaped).finditer(searched, start):
                if "\\" in found.group():
                    yield found.start(), len(found.group())


def _forms(written: str) -> list[str]:
    # <ada@example.org> is an address of mail without its scheme.
    mail = written.removeprefix("mailto:")
    return sorted({written, html.escape(written), html.escape(written, quote=False), mail} - {""})


def _distance(file: str, folder: str) -> int:
    if file.rpartition("/")[0] == folder and file not in _SHARED:
        return 0
    return 1 if file in _SHARED else 2 if file.startswith("templates/") else 3
