"""HTML within Markdown: which tags open a block, where an element ends, and what of it is Markdown again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from typing import cast

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern

# The elements that stand in a line of text; every other one, known or not, opens a block (kramdown's manual, "HTML").
SPANS = frozenset(
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb rbc rp rt rtc "
    "ruby samp select small span strong sub sup tt u var".split()
)
BLOCKS = frozenset(
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset figcaption footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li main map nav ol optgroup p pre section "
    "summary table tbody td th thead tfoot tr ul".split()
)
VOID = frozenset("area base br col command embed hr img input keygen link meta param source track wbr".split())
# What `markdown="1"` makes of an element's content: blocks, one run of spans, or nothing.
HOLD_BLOCKS = frozenset(
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption footer form header "
    "hgroup iframe li main map menu nav noscript object section summary td".split()
)
HOLD_SPANS = frozenset(
    "a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins label legend optgroup p q rb "
    "rbc rp rt rtc ruby select small span strong sub sup th tt".split()
)
HOLD_TEXT = frozenset("script style math option textarea pre code kbd samp var".split())
_KNOWN = SPANS | BLOCKS | VOID | HOLD_BLOCKS | HOLD_TEXT
# Elements whose end tag may be left out (HTML, 13.1.2.4): closing what is around them says nothing about a mistake.
END_OPTIONAL = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup colgroup caption rp rt body".split())

_NAME = r"[A-Za-z_:][\w:.-]*"
_ATTRIBUTE = r"""\s+[A-Za-z_:@][\w:.@-]*+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
TAG = pattern(rf"<(?P<name>{_NAME})(?P<attributes>(?:{_ATTRIBUTE})*)\s*(?P<closed>/)?>")
CLOSING = pattern(rf"</(?P<name>{_NAME})\s*>")
_ONE_ATTRIBUTE = pattern(r"""\s+([A-Za-z_:@][\w:.@-]*+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_TOKEN = pattern(
    rf"(?P<comment><!--|<\?)|(?P<close>{CLOSING.pattern.replace('?P<name>', '')})"
    rf"|(?P<tag>{re.sub(r'[?]P<[a-z]+>', '', TAG.pattern)})|<"
)
_ENDS = {"<!--": "-->", "<?": "?>"}
TEXT_ONLY = frozenset(("script", "style", "textarea"))


@frozen
class Inner:
    """A stretch of Markdown within HTML: between which tags, in which mode (`blocks`, `spans`), and where it starts."""

    open: str
    text: str
    close: str
    mode: str
    start: int


@frozen
class Element:
    """An element as far as it goes: HTML and Markdown in turn, its end, and the places of tags that fit nothing."""

    pieces: tuple[str | Inner, ...]
    end: int
    unclosed: tuple[tuple[str, int], ...] = ()
    stray: tuple[tuple[str, int], ...] = ()


def comment_end(text: str, at: int, unended: dict[str, int]) -> int:
    """Return where the comment at a place ends; 0 where none starts there, or none ends.

    `unended` is kept by the caller for one text: from which place on no end was found for what starts with some signs.
    """
    return _end_of("<!--", text, at, unended) if text.startswith("<!--", at) else 0


def _end_of(start: str, text: str, at: int, unended: dict[str, int]) -> int:
    """Return where what starts with two signs at a place ends; 0 where it does not."""
    end = text.find(_ENDS[start], at + len(start)) if at < unended.get(start, len(text)) else -1
    if end < 0:
        unended[start] = min(at, unended.get(start, at))
        return 0
    return end + len(_ENDS[start])


def tag_name(tag: re.Match[str]) -> str:
    """Return a tag's name, in lower case where HTML knows it."""
    name = tag["name"]
    return lower if (lower := name.lower()) in _KNOWN else name


def mode(name: str, tag: re.Match[str]) -> str:
    """Return how an element's content is read by its `markdown` attribute: `blocks`, `spans`, or empty for HTML."""
    wanted = next((_value(one) for one in _ONE_ATTRIBUTE.finditer(tag["attributes"]) if one[1] == "markdown"), "")
    if wanted in ("block", "span"):
        return f"{wanted}s"
    if wanted != "1":
        return ""
    return "blocks" if name in HOLD_BLOCKS else "spans" if name in HOLD_SPANS else ""


def opening(tag: re.Match[str], closed: bool = True) -> str:
    """Return an opening tag as its author wrote it, without a `markdown` attribute and, if so wanted, its slash."""
    slash = tag["closed"] and not closed
    if "markdown" not in tag["attributes"] and not slash:
        return tag.group()
    kept = _ONE_ATTRIBUTE.sub(lambda one: "" if one[1] == "markdown" else one.group(), tag["attributes"])
    return f"<{tag['name']}{kept}{' /' if tag['closed'] and closed else ''}>"


def _value(attribute: re.Match[str]) -> str:
    return attribute[2] or attribute[3] or attribute[4] or ""


def element(text: str, tag: re.Match[str], unended: dict[str, int]) -> Element:
    """Return the element that a tag opens: to its closing tag or, where there is none, to the end of the text.

    `unended` is as above.
    """
    reader = _Reader(text, unended)
    reader.open(tag)
    while reader.open_tags and (token := _TOKEN.search(text, reader.at)):
        reader.take(token)
    return reader.made()


class _Reader:
    def __init__(self, text: str, unended: dict[str, int]) -> None:
        self.text = text
        self.at = 0
        self._unended = unended
        self.open_tags: list[tuple[str, int]] = []
        self._open: Counter[str] = Counter()  # how many of each name, in lower case
        self._pieces: list[str | Inner] = []
        self._unclosed: list[tuple[str, int]] = []
        self._stray: list[tuple[str, int]] = []

    def open(self, tag: re.Match[str]) -> None:
        name, how = tag_name(tag), mode(tag_name(tag), tag)
        self.at = tag.end()
        if tag["closed"] or name in VOID:
            self._pieces.append(opening(tag))
        elif name in TEXT_ONLY:
            closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text, self.at)
            self.at = closing.end() if closing else len(self.text)
            self._pieces.append(opening(tag) + self.text[tag.end() : self.at] + ("" if closing else f"</{name}>"))
            if not closing:
                self._unclosed.append((f"<{name}>", tag.start()))
        elif how:
            start, end, self.at = _content(self.text, name, self.at, self._unended)
            if end == self.at:
                self._unclosed.append((f"<{name}>", tag.start()))
            self._pieces.append(Inner(opening(tag), self.text[start:end], f"</{name}>", how, start))
        else:
            self._pieces.append(opening(tag))
            self.open_tags.append((name, tag.start()))
            self._open[name.lower()] += 1

    def take(self, token: re.Match[str]) -> None:
        self._pieces.append(self.text[self.at : token.start()])
        self.at = token.end()
        if token["comment"] and (end := _end_of(token["comment"], self.text, token.start(), self._unended)):
            self.at = end
            self._pieces.append(self.text[token.start() : end])
        elif token["close"]:
            self._close(token)
        elif token["tag"]:
            self.open(cast("re.Match[str]", TAG.match(self.text, token.start())))
        else:
            self.at = token.start() + 1
            self._pieces.append("&lt;")
            if self.text.startswith("<!--", token.start()):
                self._unclosed.append(("<!--", token.start()))

    def _close(self, token: re.Match[str]) -> None:
        written = re.sub(r"[</>\s]", "", token.group()).lower()
        if not self._open[written]:
            self._stray.append((token.group(), token.start()))
            self._pieces.append(escape(token.group(), quote=False))
            return
        while (last := self._pop())[0].lower() != written:
            self._end(*last)
        self._pieces.append(token.group())

    def _pop(self) -> tuple[str, int]:
        name, start = self.open_tags.pop()
        self._open[name.lower()] -= 1
        return name, start

    def _end(self, name: str, start: int) -> None:
        self._pieces.append(f"</{name}>")
        if name not in END_OPTIONAL:
            self._unclosed.append((f"<{name}>", start))

    def made(self) -> Element:
        if self.open_tags:
            self._pieces.append(self.text[self.at :])
            self.at = len(self.text)
        while self.open_tags:
            name, start = self.open_tags.pop()
            self._pieces.append(f"</{name}>")
            self._unclosed.append((f"<{name}>", start))
        return Element(tuple(_joined(self._pieces)), self.at, tuple(self._unclosed), tuple(self._stray))


def _joined(pieces: list[str | Inner]) -> list[str | Inner]:
    """Return pieces with neighbouring texts as one."""
    made: list[str | Inner] = []
    for is_text, run in groupby(pieces, lambda piece: isinstance(piece, str)):
        if not is_text:
            made += run
        elif text := "".join(cast("Iterator[str]", run)):
            made.append(text)
    return made


def _content(text: str, name: str, at: int, unended: dict[str, int]) -> tuple[int, int, int]:
    """Return where an element's content starts and ends, and where what follows the element starts."""
    token = re.compile(rf"<!--|<(/?){name}\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>", re.IGNORECASE)
    depth, here = 1, at
    if text.find("</", at) < 0:
        return at, len(text), len(text)
    while found := token.search(text, here):
        here = found.end()
        if found.group() == "<!--":
            here = _end_of("<!--", text, found.start(), unended) or here
        elif not found.group().endswith("/>"):
            depth += -1 if found[1] else 1
            if not depth:
                return at, found.start(), found.end()
    return at, len(text), len(text)


def with_attributes(tag: str, more: Mapping[str, str]) -> str:
    """Return HTML that starts with a tag, with attributes put into it: classes are added, all else is replaced."""
    found = TAG.match(tag)
    if not more or not found:
        return tag
    old = {name: double or single or bare for name, double, single, bare in _ONE_ATTRIBUTE.findall(found["attributes"])}
    new = {**old, **more}
    if "class" in more and old.get("class"):
        new["class"] = f"{old['class']} {more['class']}"
    return f"<{found['name']}{attributes_text(new)}{' /' if found['closed'] else ''}>{tag[found.end() :]}"


def attributes_text(given: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag."""
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items())
