"""The spans of a block's text: emphasis, code, links, footnote marks, formulas, raw tags, typography."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html.entities import html5
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from faimi_site.kramdown import rawhtml
from faimi_site.kramdown.attributes import BODY, NAME, attribute_list
from faimi_site.kramdown.patterns import WHITE
from faimi_site.kramdown.quotes import quotes
from faimi_site.kramdown.tree import Attributes, Definitions, link_label, merge

Node = str | Element

# Where a span can start; a quotation mark is read with the character before it.
_START = re.compile(r"""[*_`<\[{$&~\]\\]|!\[|[^\\]?["']|--|\.\.\.|>>|[ ](?=[ ]\n|<<|>>)""", re.DOTALL)
_PLAIN_START = re.compile(r"[*_`<\[{$&~\]\\]|!\[|[ ](?=[ ]\n)")
_ESCAPED = re.compile(r"""\\([\\.*_+`<>()\[\]{}#!:|"'$=\-~])""")
_AUTOLINK = re.compile(r"<((mailto|https?|ftps?):.+?|[\w.-]+?@[\w.-]+?)>")
_ENTITY = re.compile(r"&([\w:][\-\w.:]*);|&#(\d+);|&#x([0-9a-fA-F]+);")
_NOTE = re.compile(rf"\[\^({NAME})\]")
_LABEL = re.compile(r"\s*?\[([^\]]+)?\]")
_POINTED = re.compile(r"\(<(.*?)>")
_TITLE = re.compile(r"""\s*?(["'])(.{1,4000}?)\1\s*?\)""", re.DOTALL)
_PAREN = re.compile(r"(\()|(\))|\s(?=['\"])")
_STRUCK = re.compile(r"~~(?!(?a:\s)|~)(.*?(?a:\S)(?<!~))~~", re.DOTALL)
_MATH = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
# As Pandoc has it, so that prices stay: no space within the signs, no digit (here: no word) right outside of them.
_DOLLARS = re.compile(r"(?<![\w$\\])\$(?![\s$])((?:[^$\\\n]|\\.|\n(?!\s*\n))*?)(?<![\s\\])\$(?![\w$])")
_ATTRIBUTES = re.compile(rf"\{{:({BODY})\}}")
_EXTENSION = re.compile(rf"\{{::(\w+)(?:\s({BODY}?)|)(/)?\}}")
_LETTER_BEFORE = re.compile(r"[^\W\d_]-?\Z")
_TYPOGRAPHY = {
    "---": "—",
    "--": "–",
    "...": "…",
    "<< ": "«\u00a0",
    " >>": "\u00a0»",
    "<<": "«",
    ">>": "»",
}
_TYPED = re.compile("|".join(map(re.escape, _TYPOGRAPHY)))
# The elements whose text is Markdown where they stand in a line.
_HOLD = rawhtml.HOLD_SPANS | rawhtml.HOLD_BLOCKS
LEVELS = 200  # how deep spans may be nested in each other
STEPS = 4  # looks at a block for each of its letters, beyond 50,000: more needs only what is made to be slow


class TangledError(Exception):
    """Raised where the signs of a block open and never close so often that reading them would take too long."""


@dataclass(frozen=True)
class Reading:
    """What the spans of a page share: its definitions, how a formula is made, and what the page wants."""

    known: Definitions
    formula: Callable[[str], str]
    smart: bool = True
    math: bool = True
    line: int = 1


class Sign(str):
    """A sign that was made of others: an attribute list behind it is its own and says nothing, but is no text."""

    __slots__ = ()


class Nodes(list[Node]):
    """What a stretch of text becomes: texts and elements."""

    def text(self, text: str) -> None:
        """Add a text, if there is any."""
        if text:
            self.append(text)


def read_spans(text: str, reading: Reading) -> Nodes:
    """Return the spans of a block's text."""
    return _Spans(text, reading).run()[0]


def fill(element: Element, nodes: Iterable[Node]) -> Element:
    """Return an element with texts and elements put into it."""
    texts = [element.text or ""]
    last = None
    for node in nodes:
        if isinstance(node, str):
            texts.append(node)
            continue
        _put(element, last, texts)
        element.append(node)
        last, texts = node, [node.tail or ""]
    _put(element, last, texts)
    return element


def _put(element: Element, last: Element | None, texts: list[str]) -> None:
    """Set the text behind an element's last child, or its own first text."""
    if last is None:
        element.text = "".join(texts)
    else:
        last.tail = "".join(texts)


@cache
def _stop(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


class _Spans:
    def __init__(self, text: str, reading: Reading) -> None:
        self.text = text
        self.reading = reading
        self.at = 0
        self.open: list[str] = []
        self._raw = False  # within an element whose text is not Markdown: only tags are read then
        self._brackets: list[int] = []
        self._closers: dict[str, list[int]] = {}
        self._steps = 0
        self._ends: list[int] | None = None
        self._unended: set[str] = set()
        self._start = _START if reading.smart else _PLAIN_START
        self._most = 50_000 + STEPS * len(text)

    def run(self, stop: str = "", accept: Callable[[Nodes], bool] | None = None) -> tuple[Nodes, bool]:
        """Return what is read up to a pattern that is accepted, and whether one was; or up to the end."""
        made = Nodes()
        pattern = _stop(stop) if stop else None
        while start := self._start.search(self.text, self.at):
            made.text(self.text[self.at : start.start()])
            self.at = start.start()
            self._steps += 1
            if self._steps > self._most:
                raise TangledError
            if pattern and (found := pattern.match(self.text, self.at)) and (not accept or accept(made)):
                self._found = found
                return made, True
            self._one(made)
        made.text(self.text[self.at :])
        self.at = len(self.text)
        return made, False

    def _one(self, made: Nodes) -> None:
        """Read the span that starts here, or take its first sign as text."""
        sign = self.text[self.at]
        if self._raw:
            if sign != "<" or not self._tag(made):
                self.literal(made, 1)
            return
        if (read := _FIRST.get(sign)) and read(self, made):
            return
        if self.reading.smart and self._is_quote():
            printed, self.at = quotes(self.text, self.at)
            made.append(Sign(printed))
            return
        if (read := _THEN.get(sign)) and read(self, made):
            return
        if self.reading.smart and (found := _TYPED.match(self.text, self.at)):
            made.append(Sign(_TYPOGRAPHY[found.group()]))
            self.at = found.end()
            return
        self.literal(made, 1)

    def literal(self, made: Nodes, length: int) -> bool:
        """Take signs as text."""
        made.text(self.text[self.at : self.at + length])
        self.at += length
        return True

    def _is_quote(self) -> bool:
        sign = self.text[self.at]
        return sign in "\"'" or (sign != "\\" and self.text[self.at + 1 : self.at + 2] in ("'", '"'))

    def emphasis(self, made: Nodes) -> bool:
        text, start = self.text, self.at
        sign = text[start]
        delimiter = sign * 2 if text.startswith(sign * 2, start) else sign
        kind = "strong" if len(delimiter) == 2 else "em"
        behind = text[start + len(delimiter) : start + len(delimiter) + 1]
        in_word = sign == "_" and _LETTER_BEFORE.search(text, max(start - 2, 0), start)
        if in_word or (behind and behind in WHITE) or kind in self.open:
            return self.literal(made, len(delimiter))
        tries = [(delimiter, kind)]
        if kind == "strong" and self.open[-1:] != ["em"]:
            tries.append((sign, "em"))
        for one, tag in tries:
            self.at = start + len(one)
            if not self._can_close(one):
                continue
            nodes, found = self.inside(tag, re.escape(one), lambda inner, one=one: self._closes(one, inner))  # type: ignore[misc]
            if found:
                self.at += len(one)
                made.append(fill(Element(tag), nodes))
                return True
        self.at = start
        return self.literal(made, len(delimiter))

    def inside(self, kind: str, stop: str, accept: Callable[[Nodes], bool] | None = None) -> tuple[Nodes, bool]:
        """Return what stands within a span, up to its end."""
        if len(self.open) > LEVELS:
            raise TangledError
        self.open.append(kind)
        made = self.run(stop, accept)
        self.open.pop()
        return made

    def _can_close(self, delimiter: str) -> bool:
        """Return whether an end of emphasis stands somewhere ahead: without one nothing needs to be read twice."""
        if delimiter not in self._closers:
            word = r"(?![^\W_])" if delimiter[0] == "_" else ""
            alone = "(?<!~)" if delimiter[0] == "~" else ""
            pattern = rf"(?<=(?a:\S)){alone}(?={re.escape(delimiter)}{word})"
            self._closers[delimiter] = [found.start() for found in re.finditer(pattern, self.text)]
        places = self._closers[delimiter]
        return bisect_left(places, self.at + 1) < len(places)

    def _closes(self, delimiter: str, inner: Nodes) -> bool:
        before, after = self.text[self.at - 1], self.text[self.at + len(delimiter) :]
        if before in WHITE or not inner:
            return False
        sign = delimiter[0]
        if len(delimiter) == 1 and after[:1] == sign and after[1:2] != sign:
            return False
        return not (sign == "_" and after[:1].isalnum())

    def code(self, made: Nodes) -> bool:
        ticks, content, end = code_at(self.text, self.at)
        if not end:
            return self.literal(made, ticks)
        made.append(code_span(content if ticks == 1 else content.removeprefix(" ").removesuffix(" ")))
        self.at = end
        return True

    def tag(self, made: Nodes) -> bool:
        text = self.text
        if found := _AUTOLINK.match(text, self.at):
            link = Element("a", {"href": found[1] if found[2] else f"mailto:{found[1]}"})
            link.text = AtomicString(found[1].removeprefix("mailto:"))
            made.append(link)
            self.at = found.end()
            return True
        return self._tag(made)

    def _tag(self, made: Nodes) -> bool:
        text = self.text
        if text.startswith("<!--", self.at) and (found := rawhtml.COMMENT.match(text, self.at)):
            made.append(_kept(found.group()))
            self.at = found.end()
        elif text.startswith("<!--", self.at):
            made.append(self._shown("<!", "unclosed"))
        elif found := rawhtml.CLOSING.match(text, self.at):
            made.append(self._shown(found.group(), "stray"))
        elif found := rawhtml.TAG.match(text, self.at):
            self._element(found, made)
        else:
            return False
        return True

    def _element(self, tag: re.Match[str], made: Nodes) -> None:
        name = rawhtml.tag_name(tag)
        if name in rawhtml.BLOCKS:
            made.append(self._shown(tag.group(), "inline"))
            return
        start, self.at = self.at, tag.end()
        if name in rawhtml.VOID:
            made.append(_kept(rawhtml.opening(tag)))
            return
        if name in rawhtml.TEXT_ONLY:
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text, self.at)
            stop, self.at = (end.start(), end.end()) if end else (len(self.text), len(self.text))
            flaw = {} if end else {"flaw": f"unclosed {self._line(start)}"}
            made.append(_kept(f"{rawhtml.opening(tag)}{self.text[tag.end() : stop]}</{name}>", **flaw))
            return
        # An element that ends at once gets a closing tag of its own: HTML knows no other end.
        element = Element("span", {"kept": rawhtml.opening(tag, closed=False), "closed": f"</{name}>"})
        made.append(element)
        if tag["closed"]:
            return
        outside = self._raw
        self._raw = outside or (name not in _HOLD and rawhtml.mode(name, tag) != "spans")
        nodes, found = self.inside(f"<{name}>", rf"</{re.escape(name)}\s*>")
        fill(element, nodes)
        if found:
            self.at = self._found.end()
        else:
            element.set("flaw", f"unclosed {self._line(start)}")
        if self._raw:  # abbreviations are not for it either
            element.text = AtomicString(element.text or "")
            for child in element:
                child.tail = AtomicString(child.tail or "")
        self._raw = outside

    def _shown(self, tag: str, flaw: str) -> Element:
        """Return what stands for a tag that fits nothing and is shown as text, and go on behind it."""
        made = _kept(html.escape(tag, quote=False), says=tag, flaw=f"{flaw} {self._line(self.at)}")
        self.at += len(tag)
        return made

    def _line(self, at: int) -> int:
        """Return the page's line at a place of the text."""
        if self._ends is None:
            self._ends = [found.start() for found in re.finditer("\n", self.text)]
        return self.reading.line + bisect_left(self._ends, at)

    def note(self, made: Nodes) -> bool:
        found = _NOTE.match(self.text, self.at)
        if not found:
            return False
        if found[1] not in self.reading.known.notes:
            return self.literal(made, len(found.group()))
        made.append(Element("sup", {"note": found[1]}))
        self.at = found.end()
        return True

    def bracket(self, made: Nodes) -> bool:
        return self.note(made) or self.link(made)

    def link(self, made: Nodes) -> bool:
        text, start = self.text, self.at
        sign = "![" if text[start] == "!" else "["
        if not text.startswith(sign, start) or not text[start + len(sign) : start + len(sign) + 1]:
            return False
        if text.startswith("^", start + len(sign)):
            return False
        self.at = start + len(sign)
        inner = self.at
        kind = "img" if sign == "![" else "a"
        if kind == "a" and ("a" in self.open or "img" in self.open):
            self.at = start
            return self.literal(made, 1)
        if text.find("]", inner) >= 0:
            self._brackets.append(1)
            nodes, found = self.inside(kind, r"\]|!?\[", self._closes_bracket)
            self._brackets.pop()
            if found:
                words = _ESCAPED.sub(r"\1", text[inner : self.at])
                self.at += 1
                if self._target(kind, nodes, words, made):
                    if kind == "img" and self.open[-1:] in (["a"], ["img"]):
                        self._brackets[-1] -= 1  # the image took its closing bracket
                    return True
        self.at = start
        return self.literal(made, len(sign))

    def _closes_bracket(self, _: Nodes) -> bool:
        """Count the bracket here, and return whether it is the one that closes the innermost link or image."""
        self._brackets[-1] += -1 if self.text[self.at] == "]" else 1
        return self._brackets[-1] == 0

    def _target(self, kind: str, nodes: Nodes, words: str, made: Nodes) -> bool:
        """Read where a link leads, behind its words, and add it; return whether there was anything."""
        text = self.text
        label = _LABEL.match(text, self.at)
        if label or not text.startswith("(", self.at):
            link = self.reading.known.links.get(link_label((label and label[1]) or words))
            if not link:
                return False
            self.at = label.end() if label else self.at
            made.append(_link(kind, link.address, link.title, nodes, words, link.attributes))
            return True
        if found := _POINTED.match(text, self.at):
            self.at = found.end()
            address, closed = found[1], text.startswith(")", self.at)
            self.at += closed
        else:
            address, closed = self._address()
        title = None
        if not closed:
            if not (found := _TITLE.match(text, self.at)):
                return False
            title, self.at = found[2], found.end()
        made.append(_link(kind, address, title, nodes, words))
        return True

    def _address(self) -> tuple[str, bool]:
        """Return the address in parentheses here, and whether they close behind it."""
        start, depth = self.at + 1, 0
        while found := _PAREN.search(self.text, self.at):
            self._steps += 1
            self.at = found.end()
            if found[1]:
                depth += 1
            elif found[2]:
                depth -= 1
                if not depth:
                    return self.text[start : found.start()].strip(), True
            else:
                return self.text[start : found.start()].strip(), False
        self.at = len(self.text)
        return "", False

    def strike(self, made: Nodes) -> bool:
        if not self._can_close("~~") or not (found := _STRUCK.match(self.text, self.at)):
            return False
        made.append(fill(Element("del"), read_spans(found[1], self.reading)))
        self.at = found.end()
        return True

    def dollar(self, made: Nodes) -> bool:
        if not self.reading.math:
            return False
        found = _MATH.match(self.text, self.at) or _DOLLARS.match(self.text, self.at)
        if not found:
            return False
        made.append(_kept(self.reading.formula(found[1].strip()), says=found[1].strip()))
        self.at = found.end()
        return True

    def brace(self, made: Nodes) -> bool:
        if self.text.startswith("{::", self.at):
            found = _EXTENSION.match(self.text, self.at)
            return bool(found and self._extension(found, made))
        last = made[-1] if made else ""
        if isinstance(last, str) and not isinstance(last, Sign):
            return False
        found = _ATTRIBUTES.match(self.text, self.at)
        if not found:
            return False
        if isinstance(last, str):
            self.at = found.end()
            return True
        attributes = attribute_list(found[1])
        given = self.reading.known.resolved(last.attrib, attributes)
        if "kept" in last.attrib:
            last.set("more", " ".join(filter(None, (last.get("more", ""), found[1]))))
        else:
            last.attrib.clear()
            last.attrib.update(given)
        self.at = found.end()
        return True

    def _extension(self, found: re.Match[str], made: Nodes) -> bool:
        name, end, body = found[1], found.end(), ""
        if not found[3]:
            closing = re.compile(rf"\{{:/(?:{name})?\}}")
            stop = closing.search(self.text, end) if name not in self._unended else None
            if not stop:
                self._unended.add(name)  # nothing ends a later one either
                return False
            body, end = self.text[end : stop.start()], stop.end()
        if name == "nomarkdown":
            made.append(_kept(body))
        elif name not in ("comment", "options"):
            return False
        self.at = end
        return True

    def entity(self, made: Nodes) -> bool:
        found = _ENTITY.match(self.text, self.at)
        if not found:
            return False
        known = not found[1] or f"{found[1]};" in html5
        made.append(Sign(found.group()) if known else f"&amp;{found.group()[1:]}")
        self.at = found.end()
        return True

    def space(self, made: Nodes) -> bool:
        if not self.text.startswith("  \n", self.at):
            return False
        made.append(Element("br"))
        self.at += 2
        return True

    def backslash(self, made: Nodes) -> bool:
        text = self.text
        for ending in ("\\\\\n", "\\\n"):
            if text.startswith(ending, self.at):
                made.append(Element("br"))
                self.at += len(ending) - 1
                return True
        if found := _ESCAPED.match(text, self.at):
            made.text(found[1])
            self.at = found.end()
            return True
        return False


_Read = Callable[[_Spans, Nodes], bool]
# What is tried before a sign is taken for the letter before a quotation mark, and what after.
_FIRST: dict[str, _Read] = {
    "*": _Spans.emphasis,
    "_": _Spans.emphasis,
    "`": _Spans.code,
    "<": _Spans.tag,
    "[": _Spans.bracket,
    "!": _Spans.link,
}
_THEN: dict[str, _Read] = {
    "$": _Spans.dollar,
    "{": _Spans.brace,
    "&": _Spans.entity,
    " ": _Spans.space,
    "\\": _Spans.backslash,
    "~": _Spans.strike,
}


def code_at(text: str, at: int) -> tuple[int, str, int]:
    """Return how many ticks stand at a place, the code between them and the next as many, and its end; 0 for none."""
    start = at
    while text.startswith("`", start):
        start += 1
    ticks = text[at:start]
    alone = len(ticks) == 1 and (at == 0 or text[at - 1] in WHITE) and text[start : start + 1] in tuple(WHITE)
    end = -1 if alone else text.find(ticks, start)
    return (len(ticks), text[start:end], end + len(ticks)) if end >= 0 else (len(ticks), "", 0)


def code_span(text: str) -> Element:
    """Return code within a line, as it stands."""
    made = Element("code")
    made.text = AtomicString(html.escape(text, quote=False))
    return made


def _kept(text: str, **attributes: str) -> Element:
    """Return an element that stands for HTML put aside, so that an attribute list behind it is one of its own."""
    return Element("span", {"kept": text, "closed": "", **attributes})


def _link(
    kind: str, address: str, title: str | None, nodes: Nodes, words: str, attributes: Attributes | None = None
) -> Element:
    given: dict[str, str] = {}
    if attributes:
        merge(given, attributes.given)
    given["href" if kind == "a" else "src"] = address
    if kind == "img":
        given["alt"] = words
    if title is not None:
        given["title"] = title
    made = Element(kind, given)
    return fill(made, nodes) if kind == "a" else made
