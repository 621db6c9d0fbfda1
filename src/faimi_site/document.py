"""A finished page as its elements: what a browser would find in it, for checks that look at what visitors get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
        *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header"),
        *("hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"),
        *("option", "p", "pre", "search", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "title", "tr", "ul"),
    }
)
# What ends where another starts, unless one of the others stands between them (HTML, 13.1.2.4).
_ROWS = frozenset({"thead", "tbody", "tfoot", "caption", "colgroup"})
_SCOPE = frozenset({"table", "td", "th", "caption", "object", "template", "html", "button"})
_ENDED_BY = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"}) | _SCOPE),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl"}) | _SCOPE)),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th"}), frozenset({"tr", "table", "template"}))),
    "tr": (
        frozenset({"tr", "caption", "colgroup"}),
        frozenset({"table", "template"}) | (_ROWS - {"caption", "colgroup"}),
    ),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (_ROWS, frozenset({"table", "template"}))),
    "option": (frozenset({"option"}), frozenset({"select", "datalist", "optgroup"}) | _SCOPE),
    "optgroup": (frozenset({"optgroup"}), frozenset({"select"}) | _SCOPE),
}
_ENDS_P = _BLOCKS - {"body", "caption", "head", "html", "legend", "option", "title"}
_P = frozenset({"p"})
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "template", "body", "html"})
_DEEPEST = 1000  # levels that a search for an open element climbs: no page is deeper, and none takes long


@dataclass(frozen=True)
class Element:
    """One element: its attributes by lower-case name ("" without a value) and its parent's index (-1: none).

    `raw` is what stands in a script, a style or the like, which is no text that a visitor reads.
    """

    tag: str
    attrs: Mapping[str, str]
    parent: int = -1
    raw: str = field(default="", repr=False)
    _content: str = field(default="", repr=False)
    _span: tuple[int, int] = field(default=(0, 0), repr=False)

    @cached_property
    def text(self) -> str:
        """Return all text inside, its white space collapsed."""
        start, end = self._span
        return " ".join(self._content[start:end].split())


@dataclass(frozen=True)
class Document:
    """The elements of a page in their order."""

    elements: tuple[Element, ...]

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Return what a fragment can name: each id, and each name of an `a`."""
        ids = {element.attrs["id"] for element in self.elements if element.attrs.get("id")}
        names = {one.attrs["name"] for one in self.elements if one.tag == "a" and one.attrs.get("name")}
        return frozenset(ids | names)


def read_document(html: str) -> Document:
    """Return the elements of a page, as forgiving as a browser: void elements, end tags left out, stray ones."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.document()


class _Reader(HTMLParser):
    """Notes each element as it opens; its text is a stretch of the whole page's, cut when it is asked for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str], int]] = []
        self.starts: list[int] = []
        self.ends: dict[int, int] = {}
        self.raws: dict[int, list[str]] = {}
        self.chunks: list[str] = []
        self.length = 0
        self.stack: list[int] = []
        self.open: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_what_ends(tag)
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")
        self._space(tag)
        self.found.append((tag, values, self.stack[-1] if self.stack else -1))
        self.starts.append(self.length)
        if tag not in _VOID:
            self.stack.append(len(self.found) - 1)
            self.open[tag] += 1
        if tag in _RAW:
            self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # In HTML the slash of <div/> means nothing; in SVG and MathML it ends the element.
        if self.open["svg"] or self.open["math"]:
            self.clear_cdata_mode()
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[tag] and tag not in _VOID:
            at = self._nearest(frozenset({tag}), frozenset() if tag in _TABLE_PARTS else _TABLE_PARTS)
            if at is not None:
                self._close(at)
        self._space(tag)

    def handle_data(self, data: str) -> None:
        inside = self.stack[-1] if self.stack else -1
        if inside >= 0 and self.found[inside][0] in _RAW:
            self.raws.setdefault(inside, []).append(data)
        elif not self.open["template"]:
            self._add(data)

    def document(self) -> Document:
        content = "".join(self.chunks)
        return Document(
            tuple(
                Element(
                    tag,
                    attrs,
                    parent,
                    "".join(self.raws.get(at, ())),
                    content,
                    (self.starts[at], self.starts[at] if tag in _VOID else self.ends.get(at, self.length)),
                )
                for at, (tag, attrs, parent) in enumerate(self.found)
            )
        )

    def _end_what_ends(self, tag: str) -> None:
        ended, between = _ENDED_BY.get(tag, (frozenset(), frozenset()))
        if self._is_open(ended):
            at = self._nearest(ended, between)
            if at is not None:
                self._close(at)
        if tag in _ENDS_P and self.open["p"]:
            at = self._nearest(_P, _SCOPE)
            if at is not None:
                self._close(at)

    def _is_open(self, tags: Iterable[str]) -> bool:
        return any(self.open[tag] for tag in tags)

    def _nearest(self, tags: frozenset[str], between: frozenset[str]) -> int | None:
        """Return the place in the stack of the innermost open element of these, unless another kind stands before."""
        for at in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _DEEPEST), -1):
            tag = self.found[self.stack[at]][0]
            if tag in tags:
                return at
            if tag in between:
                return None
        return None

    def _close(self, at: int) -> None:
        for index in self.stack[at:]:
            self.ends[index] = self.length
            self.open[self.found[index][0]] -= 1
        del self.stack[at:]

    def _space(self, tag: str) -> None:
        # The words of two blocks, or on both sides of a break, are two words.
        if (tag in _BLOCKS or tag == "br") and not self.open["template"]:
            self._add(" ")

    def _add(self, text: str) -> None:
        self.chunks.append(text)
        self.length += len(text)
