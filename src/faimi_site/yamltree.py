"""YAML as a tree of texts with their places: nothing in it is guessed to be a number, a date or a truth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.problem import Level, Place, Problem
from faimi_site.text import CONTROL, Text, control_characters

MAX_ALIASES = 30
MAX_DEPTH = 30
MAX_LETTERS = 2_000_000
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TABS = pattern(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)

# What the parser says of a sign that means something else at the start of a text.
_STARTS = (
    "cannot start any token",
    "expected alphabetic or numeric character",
    "expected comment or line break",
    "mapping keys are not allowed",
    "expected node content",
)
_PAIR = pattern(r":\s")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A text, its stretch in the source, and whether it was written without quotes."""

    start: int
    end: int
    text: str
    plain: bool

    @property
    def null(self) -> bool:
        """Return whether the scalar stands for nothing at all."""
        return self.plain and self.text in NULLS


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    start: int
    end: int = 0
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys in their order, each with its own place and its value."""

    start: int
    end: int = 0
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)

    def gives(self, key: str) -> bool:
        """Return whether a key has a value here that is not null."""
        value = self.values.get(key)
        return value is not None and not (isinstance(value, Scalar) and value.null)


Node = Scalar | Sequence | Mapping


@frozen
class Tree:
    """What a YAML document says, and the text that it stands in."""

    text: Text
    root: Node

    @property
    def is_empty(self) -> bool:
        """Return whether the document is a list without an entry."""
        return isinstance(self.root, Sequence) and not self.root.items

    def node(self, *path: str | int) -> Node:
        """Return the node at a path of keys and indexes, or the deepest one on the way to it."""
        node = self.root
        for step in path:
            below = _below(node, step)
            if below is None:
                break
            node = below
        return node

    def place(self, *path: str | int) -> Place:
        """Return the place of the value at a path, or of the deepest node on the way to it."""
        return self.place_of(self.node(*path))

    def place_of(self, node: Node, key: str = "") -> Place:
        """Return the place of a node, or of the value that a mapping has at a key."""
        node = (_below(node, key) or node) if key else node
        return self.text.place(node.start, _width(node))

    def key_place(self, *path: str | int) -> Place:
        """Return the place of the key that ends a path, or of the value where it is not in a mapping."""
        parent = self.node(*path[:-1])
        key = parent.keys.get(str(path[-1])) if isinstance(parent, Mapping) and path else None
        return self.text.place(key.start, key.end - key.start) if key else self.place(*path)


def parse(text: Text, start: int = 0, end: int | None = None) -> Tree | list[Problem]:
    """Return the tree of the one YAML document in a stretch of a text, or what is wrong with it."""
    end = len(text.text) if end is None else end
    stretch = text.text[start:end]
    if CONTROL.search(stretch):
        lines = range(text.place(start).line, text.place(end).line + 1)
        return [problem for problem in control_characters(text) if problem.place.line in lines]
    if len(stretch) > MAX_LETTERS:
        message = f"the YAML is longer than {MAX_LETTERS:,} letters"
        return [Problem("yaml/length", Level.ERROR, text.place(start), message, "make several files of it")]
    builder = _Builder(text, start)
    try:
        for event in yaml.parse(stretch, Loader=_Loader):
            builder.take(event)
            if len(builder.problems) > MAX_ALIASES:
                break
    except yaml.YAMLError as error:
        builder.problems.append(_syntax(text, start, stretch, error))
    else:
        builder.problems.extend(builder.unused_anchors())
    return builder.problems or Tree(text, builder.root or Scalar(start, start, "", plain=True))


class _Builder:
    """Makes a tree from events one by one, without recursion: a document's depth must not be the program's."""

    def __init__(self, text: Text, shift: int) -> None:
        self.text = text
        self.shift = shift
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[tuple[Sequence | Mapping, str, int]] = []
        self._keys: list[Scalar | None] = []
        self._anchors: dict[str, Node] = {}
        self._unused: dict[str, tuple[int, int]] = {}
        self._nested: set[str] = set()
        self._aliases = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the document."""
        start, end = _index(event.start_mark) + self.shift, _index(event.end_mark) + self.shift
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self._problem("yaml/documents", start, end, "the file holds a second YAML document", "keep one")
        elif isinstance(event, yaml.NodeEvent) and self._documents == 1:
            self._node(event, start, end)
        elif isinstance(event, yaml.CollectionEndEvent) and self._open:
            node, anchor, aliases_before = self._open.pop()
            self._keys.pop()
            node.end = end
            if anchor:
                self._anchors[anchor] = node
                (self._nested.add if self._aliases > aliases_before else self._nested.discard)(anchor)

    def unused_anchors(self) -> Iterator[Problem]:
        """Yield a problem for each anchor without an alias: it is the start of a text that YAML would swallow."""
        for anchor, (start, end) in self._unused.items():
            message, hint = f"'&{anchor}' is an anchor that nothing uses, and no part of the text", "put it in quotes"
            yield Problem("yaml/alias", Level.ERROR, self.text.place(start, end - start), message, hint)

    def _node(self, event: yaml.NodeEvent, start: int, end: int) -> None:
        tag = getattr(event, "tag", None)
        if tag:
            shown = self.text.text[start:end].split()[0] if self.text.text[start:end].split() else tag
            self._problem("yaml/tag", start, end, f"a tag ('{shown}') is not taken", "write the value alone")
        if isinstance(event, yaml.AliasEvent):
            self._unused.pop(event.anchor or "", None)
            self._alias(event, start, end)
            return
        if event.anchor:
            self._unused[event.anchor] = start, start + len(event.anchor) + 1
        if isinstance(event, yaml.ScalarEvent):
            plain = bool(event.implicit[0])
            node = Scalar(start, end, event.value, plain)
            if event.anchor:
                self._anchors[event.anchor] = node
            self._add(node)
        else:
            opened = Sequence(start, end) if isinstance(event, yaml.SequenceStartEvent) else Mapping(start, end)
            self._add(opened)
            self._open.append((opened, event.anchor or "", self._aliases))
            self._keys.append(None)
            if len(self._open) == MAX_DEPTH + 1:
                message = f"the YAML is nested more than {MAX_DEPTH} levels deep"
                self._problem("yaml/depth", start, end, message, "put a text that holds brackets in quotes")

    def _alias(self, event: yaml.AliasEvent, start: int, end: int) -> None:
        self._aliases += 1
        node = self._anchors.get(event.anchor or "")
        if node is None:
            message = f"'*{event.anchor}' names no anchor that ends before it"
            self._problem("yaml/alias", start, end, message, "put the text in quotes")
        elif event.anchor in self._nested:
            # Aliases of aliases double at each level: thirty of them would make a billion values.
            message = f"'*{event.anchor}' stands for a value with aliases in it"
            self._problem("yaml/alias", start, end, message, "write the value out")
        if self._aliases == MAX_ALIASES + 1:
            message = f"the file uses more than {MAX_ALIASES} aliases"
            self._problem("yaml/alias", start, end, message, "write the values out")
        usable = node is not None and self._aliases <= MAX_ALIASES and not self.problems
        self._add(node if usable and node else Scalar(start, end, "", plain=True))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = self.root or node
            return
        parent = self._open[-1][0]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._key(parent, node)
            return
        self._keys[-1] = None
        parent.keys.setdefault(key.text, key)
        parent.values.setdefault(key.text, node)

    def _key(self, parent: Mapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._problem("yaml/key", node.start, node.end, "a key must be a text", "is a quote missing around { or [?")
            return Scalar(node.start, node.end, f"\x00{node.start}", plain=False)
        if node.text == "<<" and node.plain:
            self._problem("yaml/merge", node.start, node.end, "merge keys ('<<') are not taken", "write the keys out")
        elif CONTROL.search(node.text):
            self._problem("yaml/key", node.start, node.end, "a key holds a control character", "write the key anew")
        # The same letters can be written in two forms, which nobody sees.
        key = Scalar(node.start, node.end, unicodedata.normalize("NFC", node.text), node.plain)
        if key.text in parent.keys:
            first = self.text.place(parent.keys[key.text].start)
            message = f"the key '{key.text}' stands twice: line {first.line} has it too"
            self._problem("yaml/duplicate-key", key.start, key.end, message, "keep one of them")
        return key

    def _problem(self, rule: str, start: int, end: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(rule, Level.ERROR, self.text.place(start, end - start), message, hint))


def _index(mark: Any) -> int:
    """Return a mark's offset in characters; every event that is parsed from a text has one."""
    return int(mark.index)


def entries(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the keys and values of a mapping that are not null; nothing for another node."""
    if isinstance(node, Mapping):
        yield from ((key, value) for key, value in node.values.items() if node.gives(key))


def _below(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping):
        return node.values.get(str(step))
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def _width(node: Node) -> int:
    """Return how much of a node a caret underlines: a scalar whole, of a mapping its first key."""
    if isinstance(node, Mapping):
        return next((key.end - key.start for key in node.keys.values()), 1)
    return node.end - node.start if isinstance(node, Scalar) else 1


def _syntax(text: Text, shift: int, stretch: str, error: yaml.YAMLError) -> Problem:
    """Return what the YAML parser could not read."""
    mark, opening = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    opened = min(opening.index if opening else 0, len(stretch))
    offset = min(mark.index, len(stretch)) if mark else opened
    said = str(getattr(error, "problem", "") or "the text cannot be read as YAML")
    context = str(getattr(error, "context", "") or "")
    offset, said, hint = _slip(stretch, offset, opened, said, context)
    return Problem("yaml/syntax", Level.ERROR, text.place(shift + offset), f"not YAML: {said}", hint)


def _slip(stretch: str, offset: int, opened: int, said: str, context: str) -> tuple[int, str, str]:
    """Return where a slip is, what it is in an author's words (a rare one in the parser's), and what to do."""
    line_start = stretch.rfind("\n", 0, offset) + 1
    before, above = stretch[line_start:offset], stretch[:line_start].rstrip().rpartition("\n")[2]
    if (tab := _tab(stretch, offset)) is not None:
        return tab, "a tab stands where YAML indents with spaces", "replace the tab by spaces"
    if "mapping values are not allowed" in said and _PAIR.search(before):
        example = 'title: "Bias: an introduction"'
        return offset, "a second ': ' stands in one line", f"put the text in quotes, as in {example}"
    if "mapping values are not allowed" in said and _PAIR.search(above):
        what = "a key stands deeper than the line above it, which has its value already"
        return offset, what, "indent it like its neighbours, or put a text of several lines in quotes"
    if "mapping values are not allowed" in said:
        return offset, "a key stands here, and the line above it has none", "write the line above as key: value"
    if "block sequence entries are not allowed" in said:
        return offset, "a list starts on the line of its key", "start it on the next line, or put the text in quotes"
    if "escape" in said or "hexdecimal" in said:
        at = stretch.rfind("\\", 0, offset + 1)
        what = "a backslash in double quotes has a meaning of its own"
        return at, what, "take single quotes, or double the backslash"
    if "unexpected end of stream" in said and "quoted" in context:
        return opened, "the quote that opens here is never closed", "close it, or leave quotes out"
    if "could not find expected ':'" in said:
        return opened, "a key has no ':' after it", "write it as key: value, the space included"
    if "did not find expected ',' or" in said:
        what = "list" if stretch[opened : opened + 1] == "[" else "mapping"
        return opened, f"the {what} that opens here is not closed", "close it, or put the text in quotes"
    if any(words in said for words in _STARTS):
        at = opened if "scanning" in context else offset
        sign = stretch[at : at + 1]
        return at, f"a text cannot start with '{sign}'" if sign.strip() else said, "put the text in quotes"
    if "did not find expected" in said and before.rstrip().endswith(("'", '"', "]", "}")):
        return offset, "text follows a closing quote or bracket", "put the whole text in quotes, and close each one"
    if "did not find expected key" in said or "did not find expected '-' indicator" in said:
        what = "this line does not continue what stands above it"
        return offset, what, "is it indented like its neighbours, and is every quote closed?"
    return offset, said, "look at the quotes, brackets and colons here and on the line above"


def _tab(stretch: str, offset: int) -> int | None:
    """Return where a tab stands in the way of the parser, at an offset or on a line before it."""
    if stretch[offset : offset + 1] == "\t":
        return offset
    found = TABS.search(stretch)
    if found and stretch.count("\n", 0, found.start()) <= stretch.count("\n", 0, offset):
        return found.start() + found.group().index("\t")
    return None
