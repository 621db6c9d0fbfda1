"""Which lines are an item of a list, and what of their indent is the item's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from faimi_site.kramdown.attributes import attribute_list
from faimi_site.kramdown.patterns import BLANK, END, LAZY, LIST_ATTRIBUTES, LIST_ITEM, ORDERED, RULE, WHITE
from faimi_site.kramdown.tree import Attributes
from faimi_site.lazily import pattern

_SIGN = {notebook: {"ul": "[+*-]", "ol": number, "dl": ":"} for notebook, number in ORDERED.items()}
_ONLY_ATTRIBUTES = pattern(rf"(?:{LIST_ATTRIBUTES.pattern})?\s*\n", re.ASCII)
_LEADING_TABS = pattern(r"( *)(\t+)")


@dataclass
class Item:
    """An item: its text without its indent, in parts that are read one after the other, and its first line.

    A part is kept as its lines: an item can hold all the rest of a page, and would be copied for each line of it.
    """

    line: int
    parts: list[list[str]]
    attributes: Attributes | None = None
    apart: bool = False  # a blank line stands before it
    notebook: bool = False
    _nested: bool = field(default=False, repr=False)

    def take(self, line: str, indent: int, nests: bool) -> None:
        """Add a line that belongs to the item; where it `nests`, a list in it starts a part of its own."""
        if line.startswith("\t"):
            tabs = len(line) - len(line.lstrip("\t"))
            line = "    " * tabs + line[tabs:]
        indented = line.startswith(" " * indent)
        line = line[indent:] if indented else line
        starts_list = nests and LIST_ITEM[self.notebook].match(line)
        if starts_list and indented and not self._nested:
            self.parts.append([])
            self._nested = True
        elif starts_list and not indented and self._nested:
            line = " " * (indent + 4) + line
        self.parts[-1].append(line)


@cache
def _start(kind: str, indent: int, notebook: bool) -> re.Pattern[str]:
    """Return what starts the next item, after one whose text is indented so far."""
    return re.compile(rf"( {{0,{min(indent, 4) - 1}}}{_SIGN[notebook][kind]})(?=[\t ])")


@cache
def _content(indent: int) -> re.Pattern[str]:
    """Return what a line looks like that is indented as an item's text."""
    tab, rest = r"(?:\t| {4})", indent % 4
    whole = indent // 4
    return re.compile(rf"(?:{tab}{{{whole}}} {{{rest}}}|{tab}{{{whole + 1}}})[^\n]*\S[^\n]*\n", re.ASCII)


def list_items(
    kind: str, text: str, at: int, line: int, top: bool, apart: bool = False, notebook: bool = False
) -> tuple[list[Item], int, bool]:
    """Return the items of the list at a place, where it ends, and whether a line with `^` ended it."""
    items: list[Item] = []
    start = _start(kind, 4, notebook)
    indent, blank, defines = 4, False, kind == "dl"
    while at < len(text):
        if blank and not defines and RULE.match(text, at):
            break
        if found := END.match(text, at):
            return items, at if defines else found.end(), not defines
        end = text.find("\n", at) + 1 or len(text)
        if found := start.match(text, at):
            item, indent = _first_line(found[1], text[found.end() : end], line, notebook)
            item.apart = apart
            items.append(item)
            start, blank, apart = _start(kind, indent, notebook), False, False
        elif not items:
            break
        elif _content(indent).match(text, at) or (not blank and LAZY[top].match(text, at)):
            items[-1].take(text[at:end], indent, nests=not defines)
            blank = apart = False
        elif found := BLANK.match(text, at):
            end = found.end()
            items[-1].parts[-1].append(found.group())
            items[-1]._nested = True
            blank = apart = True
        else:
            break
        line += text.count("\n", at, end)
        at = end
    return items, at, False


def _first_line(marker: str, content: str, line: int, notebook: bool) -> tuple[Item, int]:
    """Return the item that a marker and the rest of its line start, and how far its text is indented."""
    if _ONLY_ATTRIBUTES.match(content):
        indent = 4
    else:
        indent = len(marker)
        while found := _LEADING_TABS.match(content):
            spaces = len(found[1])
            wide = 4 - (spaces + indent) % 4 + (len(found[2]) - 1) * 4
            content = found[1] + " " * wide + content[found.end() :]
        indent += len(content) - len(content.lstrip(" "))
    content = content.lstrip(WHITE)
    item = Item(line if content else line + 1, [[content]], notebook=notebook)
    if found := LIST_ATTRIBUTES.match(content):
        item.attributes = attribute_list(found[1])
        content = content[found.end() :]
        item.parts = [[content]]
    item._nested = bool(LIST_ITEM[notebook].match(content))
    return item, indent
