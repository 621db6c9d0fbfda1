"""What the blocks of a Markdown text are, before their spans are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from faimi_site.kramdown.flaws import Flaw


@dataclass
class Attributes:
    """What an attribute list says: attributes, of which classes add up, and names of attribute definitions."""

    given: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def add(self, other: Attributes) -> None:
        """Take what another list says as well; where both give an attribute, the other's counts."""
        self.names += other.names
        merge(self.given, other.given)


def merge(given: dict[str, str], more: Mapping[str, str]) -> None:
    """Put attributes into others: classes are added, everything else is replaced."""
    for name, value in more.items():
        given[name] = f"{given[name]} {value}" if name == "class" and given.get(name) else value


@dataclass
class Block:
    """A block of a text: its kind is the name of its element, or one of those that become none.

    `blank` and `end` only separate; `raw` is HTML as it was written, `html` an element around other blocks, of which
    `text` is the opening tag; `code`, `math`, `section` and `toc` become elements of their own.
    """

    kind: str
    text: str = ""
    line: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    extra: Attributes | None = None
    children: list[Block] = field(default_factory=list)
    close: str = ""
    bare: bool = False  # a paragraph without an element of its own, in a tight list

    def take(self, attributes: Attributes) -> None:
        """Add an attribute list to the block's own."""
        self.extra = self.extra or Attributes()
        self.extra.add(attributes)


class TooMuchError(Exception):
    """Raised where a text has more of something than any that people write: says where, what, and what helps."""

    def __init__(self, line: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.flaw = Flaw("markdown/failed", line, message, hint)


# What can be wrong with a tag: what is said of it, and what helps.


@dataclass
class Link:
    """What a link definition says."""

    address: str
    title: str | None
    attributes: Attributes | None = None


@dataclass
class Definitions:
    """What a text defines at any place for all of it, its sections by line, and what was found to be wrong with it."""

    links: dict[str, Link] = field(default_factory=dict)
    notes: dict[str, Block] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Attributes] = field(default_factory=dict)
    cells: int = 0  # of all its tables so far
    read: int = 0  # letters of what is nested, as often as they were read
    contents: bool = False  # a place for the table of contents has been found: a page has one
    sections: list[tuple[str, int]] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    def resolved(self, given: dict[str, str], attributes: Attributes | None) -> dict[str, str]:
        """Return attributes with those of an attribute list, and of the definitions that it names, put in."""
        made = dict(given)
        if attributes:
            self._add(made, attributes, set())
        return made

    def _add(self, made: dict[str, str], attributes: Attributes, seen: set[str]) -> None:
        for name in attributes.names:
            if name in self.attributes and name not in seen:
                seen.add(name)
                self._add(made, self.attributes[name], seen)
        merge(made, attributes.given)


def link_label(text: str) -> str:
    """Return the name under which a link definition is known: white space and case do not tell two apart."""
    return " ".join(text.split()).lower() if text.strip() else text
