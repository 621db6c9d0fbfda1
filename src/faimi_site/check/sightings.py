"""Where the elements of a built page stand in its sources: in its Markdown, its data, or a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from faimi_site.charrefs import unescape
from faimi_site.frozen import frozen
from faimi_site.htmlpass import refreshes
from faimi_site.lazily import pattern
from faimi_site.look.keys import Key, key, name_of
from faimi_site.model import Page, Site
from faimi_site.problem import Place, Problem
from faimi_site.text import Text, read_text
from faimi_site.wording import prose_of_markdown

_TAG = pattern(r"""<([a-zA-Z][\w-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""")
_ATTRIBUTE = pattern(r"""(?<![\w:-])([\w:-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ELEMENT = pattern(r"<(a|button|h[1-6]|t[dh])\b[^<>]*>((?:[^<]|<(?!/?(?:a|button|h[1-6]|t[dh])\b))*)", re.IGNORECASE)
_LINK = pattern(r"(!?)\[((?:[^\[\]\n]|\n(?![ \t]*\n)|!\[[^\[\]\n]*\]\([^()\n]*\)){0,300})\](?:\(\s*<?([^\s()<>]*))?")
_HEADING = pattern(r"^[ \t>]*+(?:#{1,6}[ \t]*([^\n]*)|([^\n]+)\n[ \t>]*(?:=+|-{3,})[ \t]*$)", re.MULTILINE)
_CELL = pattern(r"^[ \t>]*+\|?([^|\n]+)\|", re.MULTILINE)
_MARKUP = pattern(r"<[^<>]*>|\{:?[^{}\n]*\}|\]\([^()\n]*\)|[#*_\[\]!]")
_SOUGHT = frozenset({"alt", "content", "lang", "style", "xml:lang"})
_DECIDED_LATER = pattern(r"\{[{%]")


@frozen
class Sightings:
    """What stands in one text, and where."""

    text: Text
    places: Mapping[Key, list[tuple[int, int]]]

    def place(self, wanted: Key, number: int) -> Place | None:
        """Return the place of an element that is the nth of its key; the last one where there are fewer."""
        here = self.places.get(wanted)
        if not here:
            return None
        start, end = here[min(number, len(here) - 1)]
        return self.text.place(start, end - start)


@lru_cache(maxsize=500)
def sightings(text: Text, start: int = 0, markdown: bool = True) -> Sightings:
    """Return what stands in a text from an offset on."""
    shown = " " * start + (prose_of_markdown(text.text[start:]) if markdown else text.text[start:])
    places: dict[Key, list[tuple[int, int]]] = {}
    for wanted, where in sorted(_seen(shown, text.text), key=lambda seen: seen[1]):
        places.setdefault(wanted, []).append(where)
    return Sightings(text, places)


def _seen(text: str, written: str) -> Iterator[tuple[Key, tuple[int, int]]]:
    for tag in _TAG.finditer(text):
        name, where = tag[1].lower(), (tag.start(), tag.end())
        attributes = {found[1].lower(): found for found in _ATTRIBUTE.finditer(tag[2])}
        values = {name: found[2] or found[3] or found[4] or "" for name, found in attributes.items()}
        address = values.get("src") or values.get("href") or ""
        late = _DECIDED_LATER.search(tag[2])
        yield key(name, "" if late or not address else name_of(unescape(address))), where
        if refreshes(name, values):
            yield key("refresh", ""), where
        for attribute in _SOUGHT & values.keys():
            start, end = attributes[attribute].span()
            yield key(attribute, unescape(values[attribute])), (tag.start(2) + start, tag.start(2) + end)
    for element in _ELEMENT.finditer(text):
        name = element[1].lower()
        kind = "heading" if name[0] == "h" else "cell" if name[0] == "t" else "text"
        words = "" if _DECIDED_LATER.search(element[2]) else _MARKUP.sub("", unescape(element[2]))
        yield key(kind, words), (element.start(), element.end())
    for link in _LINK.finditer(text):
        picture, words, address = link[1], _MARKUP.sub("", written[link.start(2) : link.end(2)]), link[3]
        where = (link.start(), link.end() + (text[link.end() : link.end() + 1] == ")"))
        yield key("alt" if picture else "text", words), where
        if address is not None:
            yield key("img" if picture else "a", name_of(address)), where
    for heading in _HEADING.finditer(text):
        # Code is blank in the text that is looked at, and part of a heading all the same.
        words = written[slice(*heading.span(1 if heading[1] is not None else 2))]
        lead = len(heading.group()) - len(heading.group().lstrip(" \t>"))
        first = heading.start() + lead
        yield (
            key("heading", _MARKUP.sub("", unescape(words))),
            (first, first + len(heading.group().partition("\n")[0]) - lead),
        )
    for cell in _CELL.finditer(text):
        yield key("cell", _MARKUP.sub("", unescape(cell[1]))), (cell.start(1), cell.end(1))


class ElementOrigins:
    """The sources of a site's pages, each looked through when an element of it is first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        templates = [read_text(file) for file in site.templates.values()]
        self._templates = {
            name: text for name, text in zip(site.templates, templates, strict=True) if not isinstance(text, Problem)
        }

    def own(self, page: Page) -> Sightings:
        """Return what stands in a page's own Markdown."""
        return sightings(Text(page.source, page.text), page.body)

    def place(self, page: Page, wanted: Key, number: int) -> Place:
        """Return where an element stands: in the page, the data of its folder, other data, its template, or no line."""
        for seen in self._of(page):
            if found := seen.place(wanted, number):
                return found
        if page.notebook:  # its template is the theme's: what is wrong is the notebook's, wherever it stands there
            return Place(page.source)
        made = (sightings(text, 0, markdown=False) for _, text in self._in_templates(page))
        return next((found for seen in made if (found := seen.place((wanted[0], ""), 0))), Place(page.source))

    def _of(self, page: Page) -> Iterator[Sightings]:
        yield self.own(page)
        if page.notebook:
            yield sightings(Text(page.source, page.notebook.rest), 0, markdown=False)
            return
        near = f"{page.folder}/"
        yaml = (path for path in self._site.texts if not path.endswith(".md"))
        for path in sorted(yaml, key=lambda path: (not path.startswith(near), path)):
            yield sightings(Text(path, self._site.texts[path]), 0)
        for _, text in self._in_templates(page):
            yield sightings(text, 0, markdown=False)

    def _in_templates(self, page: Page) -> Iterator[tuple[str, Text]]:
        """Yield the templates, that of the page first, then the site's before the theme's."""
        ranked = sorted(
            self._templates.items(),
            key=lambda one: (one[0] != f"{page.layout}.html", one[0].startswith("theme/"), one[0]),
        )
        seen: set[str] = set()
        for name, text in ranked:
            if text.file not in seen:
                seen.add(text.file)
                yield name, text
