"""Edits of YAML that keep all else as it was written: each is read again, and kept only if it did what it should."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from faimi_site.check.leftovers import MARK
from faimi_site.text import Text
from faimi_site.yamltree import Mapping, Node, Scalar, Sequence, Tree, parse

Path = tuple[str | int, ...]


@dataclass
class Document:
    """A YAML text that is being edited, and what could not be edited surely, as path and words."""

    text: str
    left: list[tuple[Path, str]] = field(default_factory=list)
    _read: tuple[str, Tree | None] | None = field(default=None, repr=False, compare=False)

    def tree(self) -> Tree | None:
        """Return the tree of the text as it is now; None where it cannot be read."""
        if self._read is None or self._read[0] != self.text:
            tree = parse(Text("", self.text))
            self._read = self.text, tree if isinstance(tree, Tree) else None
        return self._read[1]

    def wrong(self) -> str:
        """Return why the text cannot be read; empty where it can."""
        tree = parse(Text("", self.text))
        return tree[0].message if isinstance(tree, list) else ""

    def node(self, path: Path) -> Node | None:
        """Return the node at a path; None where there is none, or nothing but null."""
        tree = self.tree()
        node: Node | None = tree.root if tree else None
        for step in path:
            if isinstance(node, Mapping) and isinstance(step, str):
                node = node.values.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return None if isinstance(node, Scalar) and node.null else node

    def value(self, path: Path) -> str:
        """Return the text of the scalar at a path; empty where there is none."""
        node = self.node(path)
        return node.text if isinstance(node, Scalar) else ""

    def replace(self, path: Path, value: str, words: str, rewritten: str = "") -> None:
        """Give the scalar at a path another value; where that cannot be done surely, note that it is left to do.

        What was `rewritten` of it as it is written is taken where it says the same.
        """
        node = self.node(path)
        if not isinstance(node, Scalar) or node.text == value:
            return
        written = self.text[node.start : node.end]
        # A text of several lines ends behind its last line.
        quoted = json.dumps(value, ensure_ascii=False) + written[len(written.rstrip("\n")) :]
        forms = [rewritten, written.replace(node.text, value), quoted] if node.text in written else [rewritten, quoted]
        expected = _with(self._data(), path, value)
        if not any(self._accept(self.text[: node.start] + one + self.text[node.end :], expected) for one in forms):
            self.left.append((path, words))

    def edit(self, path: Path, change: Callable[[str], str], words: str) -> None:
        """Change the scalar at a path; where that cannot be done surely, note that it is left to do."""
        node = self.node(path)
        if isinstance(node, Scalar):
            self.replace(path, change(node.text), words, change(self.text[node.start : node.end]))

    def add(self, key: str, value: str) -> None:
        """Put a key that the text does not have before the others."""
        root = self.node(())
        if root is not None and self.text[root.start] == "{":
            self.text = f"{self.text[: root.start + 1]}{key}: {value}, {self.text[root.start + 1 :]}"
        else:
            self.insert(f"{key}: {value}")

    def drop(self, path: Path, words: str = "") -> None:
        """Take a key with its value out; with `words` they stand there as a comment that says what is left to do."""
        parent, key = self.node(path[:-1]), str(path[-1])
        if not isinstance(parent, Mapping) or key not in parent.keys:
            return
        expected = _without(self._data(), path)
        made = (candidate(parent, key, words) for candidate in (self._commented, self._cut))
        if not any(text is not None and self._accept(text, expected) for text in made):
            self.left.append((path, words or "take it out"))

    def insert(self, line: str) -> None:
        """Put a line before the text, but after the one that tells an editor what the file is."""
        at = self.text.find("\n") + 1 if self.text.startswith("# yaml-language-server:") else 0
        self.text = f"{self.text[:at]}{line}\n{self.text[at:]}"

    def mark(self, path: Path, words: str) -> None:
        """Put a comment above the key at a path that says what is left to do; above the text where none can stand."""
        parent, key = self.node(path[:-1]), str(path[-1])
        if isinstance(parent, Mapping) and key in parent.keys:
            self._mark_lines([(parent.keys[key].start, words)])
        else:
            self.insert(_comment(words))

    def mark_left(self) -> None:
        """Mark each thing that could not be edited."""
        for path, words in self.left:
            self.mark(path, f"by hand: {words}")
        self.left = []

    def mark_values(self, words: Callable[[Path, str], str]) -> None:
        """Put a comment above the line of each value of which there is something to say."""
        tree = self.tree()
        found = {} if tree is None else dict(_values(tree.root, ()))
        told = {(self._line(start), words(path, text)): start for path, (start, text) in found.items()}
        self._mark_lines([(start, said) for (_, said), start in told.items() if said])

    def _mark_lines(self, marks: list[tuple[int, str]]) -> None:
        """Put comments above the lines of some offsets: all at once, or else one by one, or above the text."""
        said = self._data()
        # From the last one on: what is put in moves only what stands below.
        ordered = sorted(marks, reverse=True)
        if self._accept(self._with_comments(ordered), said):
            return
        homeless = [mark for mark in ordered if not self._accept(self._with_comments([mark]), said)]
        for _, words in homeless:
            self.insert(_comment(words))

    def _with_comments(self, marks: Iterable[tuple[int, str]]) -> str:
        """Return the text with comments above the lines of some offsets, the last of which comes first."""
        text = self.text
        for start, words in marks:
            line = self._line(start)
            text = f"{text[:line]}{self._indent(line)}{_comment(words)}\n{text[line:]}"
        return text

    def _commented(self, parent: Mapping, key: str, words: str) -> str | None:
        """Return the text with the whole lines of a key as a comment, or without them; None where it shares a line."""
        start = parent.keys[key].start
        # What an alias stands for was written above it.
        end = max(start, self._end(parent.values[key]))
        first, last = self._line(start), self.text.find("\n", end)
        last = len(self.text) if last < 0 else last + 1
        indent = self.text[first:start]
        if indent.strip() or self.text[parent.start] == "{":
            return None
        lines = self.text[start:last].rstrip("\n").split("\n")
        told = f"{MARK} {words}, as in " + lines[0] if words else ""
        comment = "".join(f"{indent}# {line}\n" for line in (told, *lines[1:])) if words else ""
        return self.text[:first] + comment + self.text[last:]

    def _cut(self, parent: Mapping, key: str, words: str) -> str | None:
        """Return the text without a key that shares its line with others, and a comment above that line."""
        keys = list(parent.keys)
        at = keys.index(key)
        start, end = parent.keys[key].start, self._end(parent.values[key])
        if at + 1 < len(keys):
            end = parent.keys[keys[at + 1]].start
        elif at:
            start = self._end(parent.values[keys[at - 1]])
        if "#" in self.text[start:end]:
            return None
        own = parent.keys[key].start
        line, behind = self._line(start), self._end(parent.values[key])
        written = self.text[own : behind if behind > own else end].rstrip(", \n")
        comment = f"{self._indent(line)}# {MARK} {words}, as in {_one_line(written)}\n" if words else ""
        return self.text[:line] + comment + self.text[line:start] + self.text[end:]

    def _accept(self, text: str, expected: Any) -> bool:
        tree = parse(Text("", text))
        if not isinstance(tree, Tree) or plain(tree.root) != expected:
            return False
        self.text, self._read = text, (text, tree)
        return True

    def _data(self) -> Any:
        tree = self.tree()
        return plain(tree.root) if tree else None

    def _line(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _indent(self, line: int) -> str:
        return " " * (len(self.text[line:]) - len(self.text[line:].lstrip(" ")))

    def _end(self, node: Node) -> int:
        """Return where a node's own text ends: what a parser says of block style lies behind the comments after it."""
        if isinstance(node, Scalar) or self.text[node.start : node.start + 1] in ("{", "["):
            return node.start + len(self.text[node.start : node.end].rstrip())
        below = node.items if isinstance(node, Sequence) else list(node.values.values())
        return max((self._end(one) for one in below), default=node.end)


def _comment(words: str) -> str:
    return f"# {MARK} {_one_line(words)}"


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _values(node: Node, path: Path) -> Iterator[tuple[Path, tuple[int, str]]]:
    """Yield each scalar below a node by its path, with the offset of its key (or of its own) and its text."""
    below: Iterable[tuple[str | int, Node]] = ()
    if isinstance(node, Mapping):
        below = node.values.items()
    elif isinstance(node, Sequence):
        below = enumerate(node.items)
    for step, value in below:
        if isinstance(value, Scalar):
            key = node.keys[str(step)] if isinstance(node, Mapping) else value
            yield (*path, step), (key.start, value.text)
        else:
            yield from _values(value, (*path, step))


def plain(node: Node) -> Any:
    """Return what a node says, as plain data, in which a mapping without a key is the null that it is read as."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.values.items()} or None
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node.null else node.text


def _with(data: Any, path: Path, value: str) -> Any:
    return _changed(data, path, lambda parent, key: parent.__setitem__(key, value))


def _without(data: Any, path: Path) -> Any:
    return _changed(data, path, lambda parent, key: parent.__delitem__(key))


def _changed(data: Any, path: Path, change: Callable[[Any, str | int], None]) -> Any:
    made = copy.deepcopy(data)
    parent = made
    trail = []
    for step in path[:-1]:
        trail.append((parent, step))
        parent = parent[step]
    change(parent, path[-1])
    if parent == {} and trail:
        trail[-1][0][trail[-1][1]] = None
    return made if made != {} else None
