"""A finished page as its elements: what a browser would find in it, for checks that look at what visitors get."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from faimi_site.charrefs import unescape
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp"})
_ESCAPED = frozenset({"title", "textarea"})  # no tags within, but character references
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
# One ends where another starts right within it, and with the end tag of any of them (HTML, 13.2.6.4.7).
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "template", "body", "html"})
_ENDS_OTHERS = _ENDS_P | _ENDED_BY.keys()
_PARTS_WORDS = _BLOCKS | {"br"}
_DEEPEST = 1000  # levels that a search for an open element climbs: no page is deeper, and none takes long

# An end tag or a start tag as nearly all are written; behind the empty last choice stands what is left to `_odd`.
# No group in it is repeated possessively: Python before 3.11.5 matches some of those wrongly (gh-106052).
_TOKEN = pattern(
    r"""<(?: /([a-zA-Z][^\t\n\f\r />]*)>
           | ([a-zA-Z][^\t\n\f\r />]*)((?:[\t\n\f\r ]+[^\t\n\f\r <>"'/=]+(?:="[^"]*")?)*)[\t\n\f\r ]*(/?)>
           | (?=[a-zA-Z/!?]) )""",
    re.VERBOSE,
)
_PLAIN_ATTRIBUTE = pattern(r"""[\t\n\f\r ]+([^\t\n\f\r <>"'/=]+)(?:="([^"]*)")?""")
_NAME = pattern(r"</?([a-zA-Z][^\t\n\f\r />]*)")
_ATTRIBUTE = pattern(
    r"""[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)
        (?:[\t\n\f\r ]*=[\t\n\f\r ]*("[^"]*"?|'[^']*'?|[^\t\n\f\r >"'][^\t\n\f\r >]*|))?""",
    re.VERBOSE,
)
_TAG_END = pattern(r"[\t\n\f\r /]*>")
_COMMENT_END = pattern(r"--!?>")
_TEXT_END = {name: pattern(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in _RAW | _ESCAPED}
_REMEMBERED = 300  # characters of attributes that are remembered: pages share those of their templates


@dataclass
class Element:
    """One element: its attributes by lower-case name ("" without a value) and its parent's index (-1: none).

    It is never changed, but not frozen either: a page has hundreds, and freezing makes each four times as slow.
    `raw` is what stands in a script, a style or the like, which is no text that a visitor reads.
    """

    tag: str
    attrs: Mapping[str, str]
    parent: int = -1
    raw: str = field(default="", repr=False)
    _texts: Sequence[str] = field(default=(), repr=False)
    _start: int = field(default=0, repr=False)
    _end: int = field(default=0, repr=False)

    @cached_property
    def text(self) -> str:
        """Return all text inside, its white space collapsed."""
        return " ".join("".join(self._texts[self._start : self._end]).split())


@frozen
class Document:
    """The elements of a page in their order."""

    elements: tuple[Element, ...]

    @cached_property
    def _tagged(self) -> dict[str, list[int]]:
        tagged: defaultdict[str, list[int]] = defaultdict(list)
        for at, element in enumerate(self.elements):
            tagged[element.tag].append(at)
        return dict(tagged)

    @cached_property
    def _attributed(self) -> dict[str, list[int]]:
        attributed: defaultdict[str, list[int]] = defaultdict(list)
        for at, element in enumerate(self.elements):
            for name in element.attrs:
                attributed[name].append(at)
        return dict(attributed)

    def tagged(self, *tags: str) -> list[int]:
        """Return the elements of these tags, by their places in order."""
        found = [self._tagged[tag] for tag in tags if tag in self._tagged]
        return found[0] if len(found) == 1 else sorted(at for ats in found for at in ats)

    def attributed(self, *names: str) -> list[int]:
        """Return the elements that have one of these attributes, by their places in order."""
        found = [self._attributed[name] for name in names if name in self._attributed]
        return found[0] if len(found) == 1 else sorted({at for ats in found for at in ats})

    @cached_property
    def telling(self) -> list[Element]:
        """Return the elements that say more than their tag: by an attribute, or by what stands in a script or style."""
        return [element for element in self.elements if element.attrs or element.raw]

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Return the names of all attributes that elements have."""
        return frozenset(self._attributed)

    @cached_property
    def ids(self) -> Counter[str]:
        """Return how many elements have each id."""
        return Counter(filter(None, (self.elements[at].attrs["id"] for at in self.attributed("id"))))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Return what a fragment can name: each id, and each name of an `a`."""
        named = (self.elements[at] for at in self.attributed("name"))
        return frozenset([*self.ids, *(one.attrs["name"] for one in named if one.tag == "a" and one.attrs["name"])])


def read_document(html: str) -> Document:
    """Return the elements of a page, as forgiving as a browser: void elements, end tags left out, stray ones."""
    tree = _Tree()
    at: int | None = 0
    while at is not None:
        at = _read(tree, html, at)
    return tree.document()


def _read(tree: _Tree, html: str, at: int) -> int | None:
    """Read a page from a place on, up to a place where reading starts anew; None at its end."""
    for token in _TOKEN.finditer(html, at):
        start = token.start()
        if start > at:
            tree.add_text(html[at:start])
        at = token.end()
        ended, name, written, slash = token.groups()
        if ended:
            tree.end(ended.lower())
        elif name:
            tag = name.lower()
            read = _remembered_attributes if len(written) <= _REMEMBERED else _read_attributes
            tree.start(tag, read(written) if written else {}, bool(slash))
            if tag in _TEXT_END and tree.holds_text(tag):
                return _read_text(tree, html, at, tag)
        else:
            return _read_odd(tree, html, start)
    tree.add_text(html[at:])
    return None


def _read_text(tree: _Tree, html: str, at: int, tag: str) -> int | None:
    """Read what an element holds that has text alone, and return where its end tag starts."""
    found = _TEXT_END[tag].search(html, at)
    text = html[at : found.start() if found else len(html)]
    if tag in _RAW:
        tree.raws[len(tree.tags) - 1] = text
    else:
        tree.add_text(text)
    return found.start() if found else None


def _read_odd(tree: _Tree, html: str, at: int) -> int | None:
    """Read a comment, a declaration, or a tag in an unusual form, and return where it ends."""
    name = _NAME.match(html, at)
    if name:
        return _read_odd_tag(tree, html, name)
    if html.startswith("<!--", at):
        # <!--> and <!---> are whole comments.
        if html.startswith((">", "->"), at + 4):
            return html.index(">", at) + 1
        found = _COMMENT_END.search(html, at + 4)
        return found.end() if found else None
    if html.startswith("<![CDATA[", at) and tree.is_xml():
        end = html.find("]]>", at)
        tree.add_verbatim(html[at + 9 : end if end >= 0 else len(html)])
        return end + 3 if end >= 0 else None
    if html.startswith("</", at) and at + 2 == len(html):
        tree.add_text("</")
    return html.find(">", at) + 1 or None


def _read_odd_tag(tree: _Tree, html: str, name: re.Match[str]) -> int | None:
    values: dict[str, str] = {}
    at, tag = name.end(), name[1].lower()
    while found := _ATTRIBUTE.match(html, at):
        value = found[2] or ""
        if value[:1] in ("'", '"') and value:
            if len(value) == 1 or value[-1] != value[0]:
                return None  # a quote that never ends reaches to the end, and the tag is none
            value = value[1:-1]
        values.setdefault(found[1].lower(), unescape(value))
        at = found.end()
    end = _TAG_END.match(html, at)
    if end is None:
        return None
    if html.startswith("</", name.start()):
        tree.end(tag)
        return end.end()
    tree.start(tag, values, end.group().endswith("/>"))
    if tag in _TEXT_END and tree.holds_text(tag):
        return _read_text(tree, html, end.end(), tag)
    return end.end()


def _read_attributes(written: str) -> Mapping[str, str]:
    """Return the attributes in the text of a tag in its usual form."""
    values: dict[str, str] = {}
    for name, value in _PLAIN_ATTRIBUTE.findall(written):
        values.setdefault(name.lower(), unescape(value))
    return values


_remembered_attributes = lru_cache(maxsize=4096)(_read_attributes)


class _Tree:
    """Notes each element as it opens, and which of the page's texts come before its start and its end."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.attrs: list[Mapping[str, str]] = []
        self.parents: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []  # -1 while an element is open
        self.raws: dict[int, str] = {}
        self.texts: list[str] = []
        self.stack: list[int] = []
        self.open: defaultdict[str, int] = defaultdict(int)

    def start(self, tag: str, attrs: Mapping[str, str], slash: bool) -> None:
        """Open an element, which a slash ends at once in SVG and MathML; in HTML the slash of <div/> means nothing."""
        stack, counts = self.stack, self.open
        if tag in _ENDS_OTHERS:
            if tag in _ENDED_BY:
                self._end_what_ends(*_ENDED_BY[tag])
            if counts["p"] and tag in _ENDS_P:
                self._end_what_ends(_P, _SCOPE)
            if tag in _HEADINGS and stack and self.tags[stack[-1]] in _HEADINGS:
                self._close(len(stack) - 1)
        if tag in _PARTS_WORDS and not counts["template"]:
            self.texts.append(" ")
        self.parents.append(stack[-1] if stack else -1)
        self.attrs.append(attrs)
        self.starts.append(len(self.texts))
        if tag in _VOID:
            self.ends.append(len(self.texts))
        else:
            self.ends.append(-1)
            stack.append(len(self.tags))
            counts[tag] += 1
        self.tags.append(tag)
        if slash and self.is_xml():
            self.end(tag)

    def end(self, tag: str) -> None:
        """Close an element of that name, where one is open."""
        stack, counts = self.stack, self.open
        if stack and self.tags[stack[-1]] == tag:
            self.ends[stack.pop()] = len(self.texts)
            counts[tag] -= 1
        elif tag in _HEADINGS:
            self._end_what_ends(_HEADINGS, _TABLE_PARTS)  # whatever its level
        elif counts[tag]:
            at = self._nearest(frozenset((tag,)), frozenset() if tag in _TABLE_PARTS else _TABLE_PARTS)
            if at is not None:
                self._close(at)
        if tag in _PARTS_WORDS and not counts["template"]:
            self.texts.append(" ")

    def add_text(self, text: str) -> None:
        """Note text as it is written, with its character references."""
        if not self.open["template"]:
            self.texts.append(unescape(text) if "&" in text else text)

    def add_verbatim(self, text: str) -> None:
        """Note text that is what it says."""
        if not self.open["template"]:
            self.texts.append(text)

    def is_xml(self) -> bool:
        """Return whether this is the inside of a drawing or a formula, whose tags follow XML."""
        return self.open["svg"] > 0 or self.open["math"] > 0

    def holds_text(self, tag: str) -> bool:
        """Return whether what follows the start tag of such an element is its text: it is open, and no title of SVG."""
        return bool(self.stack) and self.tags[self.stack[-1]] == tag and (tag in _RAW or not self.is_xml())

    def document(self) -> Document:
        """Return what was noted."""
        texts, last, raws = self.texts, len(self.texts), self.raws
        noted = zip(self.tags, self.attrs, self.parents, self.starts, self.ends, strict=True)
        return Document(
            tuple(
                [
                    Element(tag, attrs, parent, raws.get(at, ""), texts, start, end if end >= 0 else last)
                    for at, (tag, attrs, parent, start, end) in enumerate(noted)
                ]
            )
        )

    def _end_what_ends(self, ended: frozenset[str], between: frozenset[str]) -> None:
        if any(map(self.open.get, ended)):
            at = self._nearest(ended, between)
            if at is not None:
                self._close(at)

    def _nearest(self, tags: frozenset[str], between: frozenset[str]) -> int | None:
        """Return the place in the stack of the innermost open element of these, unless another kind stands before."""
        for at in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _DEEPEST), -1):
            tag = self.tags[self.stack[at]]
            if tag in tags:
                return at
            if tag in between:
                return None
        return None

    def _close(self, at: int) -> None:
        for index in self.stack[at:]:
            self.ends[index] = len(self.texts)
            self.open[self.tags[index]] -= 1
        del self.stack[at:]
