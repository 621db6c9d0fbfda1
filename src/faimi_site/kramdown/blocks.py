"""The blocks of a text: paragraphs, headings, lists, quotes, code, tables, raw HTML, definitions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from faimi_site.kramdown import rawhtml
from faimi_site.kramdown.attributes import BODY, NAME, attribute_list
from faimi_site.kramdown.lists import Item, list_items
from faimi_site.kramdown.patterns import (
    BLANK,
    BLOCK_ATTRIBUTES,
    BOUNDARY,
    CODE,
    DEFINITION,
    END,
    HEADING,
    INDENT,
    LIST_ATTRIBUTES,
    LIST_ITEM,
    MARKER,
    PARAGRAPH_END,
    QUOTE,
    QUOTE_END,
    RULE,
    WHITE,
    fence,
)
from faimi_site.kramdown.tables import table
from faimi_site.kramdown.tree import Attributes, Block, Definitions, Link, link_label, tag_flaw

LEVELS = 400  # how deep lists and quotes may be nested in each other

_QUOTED = re.compile(f"^{QUOTE.pattern}", re.MULTILINE)
_SETEXT = re.compile(r" {0,3}([^ \t\n].*)\n(-[-=]*|=[-=]*)[ \t]*\n")
_HEADING_ID = re.compile(r"[\t ]\{#([A-Za-z_:][\w:.-]*)\}\Z")
_MATH = re.compile(r" {0,3}\$\$(.*?)\$\$([ \t]*\n)?", re.DOTALL)
_NOTE = re.compile(rf" {{0,3}}\[\^({NAME})\]:(.*\n)")
_LINK = re.compile(
    r""" {0,3}\[([^\n\]]+)\]:[ \t]*(?:<(.*?)>|([^\n]*?\S[^\n]*?))"""
    r"""(?:(?:[ \t]*?\n|[ \t]+?)[ \t]*?(["'])(.+?)\4)?[ \t]*?\n"""
)
_ABBREVIATION = re.compile(r" {0,3}\*\[(.+?)\]:(.*)\n")
_DEFINED = re.compile(rf" {{0,3}}\{{:({NAME}):({BODY})\}}\s*?\n")
_EXTENSION = re.compile(rf" {{0,3}}\{{::(\w+)(?:\s({BODY}?)|)(/)?\}}\s*?\n")
_INDENTED = re.compile(r" {0,3}(?=<)")
_TRAILING = re.compile(r"[ \t]*\n")
_QUOTED = re.compile(rf"^{QUOTE.pattern}", re.MULTILINE | re.ASCII)
# The elements of which the line's rest counts as a blank line: what follows is not theirs, and can be a table.
_ENDS_WITH_TAG = rawhtml.VOID | {"script", "style"}
_TASK = re.compile(r"\A\s*\[([ xX])\]\s+")


class TooDeepError(Exception):
    """Raised where blocks are nested deeper than LEVELS."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Context:
    """What the readers of a text's blocks share: its definitions, and how deep they are."""

    known: Definitions
    math: bool = True
    top: bool = True
    depth: int = 0

    def deeper(self) -> Context:
        """Return the context of what stands within a block."""
        return replace(self, top=False, depth=self.depth + 1)


def read_blocks(text: str, line: int, context: Context) -> list[Block]:
    """Return the blocks of a text that starts at a line; what they define is put into the context."""
    if context.depth > LEVELS:
        raise TooDeepError(line)
    return _Blocks(text if text.endswith("\n") else f"{text}\n", line, context).read()


class _Blocks:
    """Reads one text from its start to its end; each reader takes what is its own, or leaves it to the next."""

    def __init__(self, text: str, line: int, context: Context) -> None:
        self.text = text
        self.at = 0
        self.context = context
        self.made: list[Block] = []
        self.pending: Attributes | None = None
        self._line = line
        self._counted = 0
        self._unclosed: dict[str, int] = {}

    def read(self) -> list[Block]:
        while self.at < len(self.text):
            if not any(read(self) for read in _READERS):
                self._paragraph()
        return self.made

    @property
    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def add(self, block: Block) -> None:
        if self.pending:
            block.take(self.pending)
            self.pending = None
        self.made.append(block)

    def inside(self, text: str, line: int) -> list[Block]:
        return read_blocks(text, line, self.context.deeper())

    def after_boundary(self) -> bool:
        if not self.made or self.pending is not None:
            return True
        return self.made[-1].kind == "blank" or (self.made[-1].kind == "end" and not self.made[-1].text)

    def _blank(self) -> bool:
        if not (found := BLANK.match(self.text, self.at)):
            return False
        self.at = found.end()
        if self.made and self.made[-1].kind == "blank":
            self.made[-1].text += found.group()
        else:
            self.add(Block("blank", found.group()))
        return True

    def _code(self) -> bool:
        if not (found := CODE.match(self.text, self.at)) or not found.group():
            return False
        text = re.sub(r"\n( {0,3}\S)", r" \1", found.group())
        self.add(Block("code", INDENT.sub("", text), self.line))
        self.at = found.end()
        return True

    def _fence(self) -> bool:
        if not (found := fence(self.text, self.at, self._unclosed)):
            return False
        language, code, end = found
        block = Block("code", code, self.line)
        if language:
            block.attributes["class"] = f"language-{language.partition('?')[0]}"
        self.add(block)
        self.at = end
        return True

    def _quote(self) -> bool:
        if not QUOTE.match(self.text, self.at):
            return False
        line, end = self.line, self._end_of_line(self.at)
        while end < len(self.text) and not QUOTE_END[self.context.top].match(self.text, end):
            end = self._end_of_line(end)
        block = Block("blockquote", line=line)
        self.add(block)
        inner = _QUOTED.sub("", self.text[self.at : end])
        self.at = end
        block.children = self.inside(inner, line)
        return True

    def _heading(self) -> bool:
        if not (found := HEADING.match(self.text, self.at)):
            return False
        text, name = _named(found[2])
        text = re.sub(r"[\t ]#+\Z", "", text).rstrip(WHITE)
        return self._headed(len(found[1]), text, name, found.end())

    def _underlined(self) -> bool:
        found = _SETEXT.match(self.text, self.at)
        if not found or not self.after_boundary():
            return False
        return self._headed(2 if found[2].startswith("-") else 1, *_named(found[1]), found.end())

    def _headed(self, level: int, text: str, name: str, end: int) -> bool:
        if not text:
            return False
        self.add(Block(f"h{level}", text, self.line, {"id": name} if name else {}))
        self.at = end
        return True

    def _rule(self) -> bool:
        if not (found := RULE.match(self.text, self.at)):
            return False
        self.add(Block("hr", line=self.line))
        self.at = found.end()
        return True

    def _list(self) -> bool:
        if not (found := LIST_ITEM.match(self.text, self.at)):
            return False
        kind = "ul" if found[1].strip() in "+*-" else "ol"
        block = Block(kind, line=self.line)
        items, self.at, ended = list_items(kind, self.text, self.at, self.line, self.context.top)
        for item in items:
            block.children.append(self._item("li", item))
        self.add(block)
        _tighten(block.children, ended)
        last = _without_last_blank(block.children)
        _tasks(block)
        if last and not ended:
            self.made.append(last)
        return True

    def _item(self, kind: str, item: Item) -> Block:
        block = Block(kind, line=item.line, extra=item.attributes)
        line = item.line
        for chunk in filter(None, item.chunks):
            block.children += self.inside(chunk, line)
            line += chunk.count("\n")
        return block

    def _definitions(self) -> bool:
        if not DEFINITION.match(self.text, self.at):
            return False
        blank = bool(self.made) and self.made[-1].kind == "blank" and self.made[-1].text == "\n"
        before = self.made[:-1] if blank else self.made
        if not before or before[-1].kind != "p":
            return False
        term = before[-1]
        self.made = before[:-1]
        block = Block("dl", line=term.line, extra=term.extra)
        block.children += [_term(words, term.line) for words in term.text.split("\n")]
        items, self.at, _ = list_items("dl", self.text, self.at, self.line, self.context.top, blank)
        last = None
        for item in items:
            one = self._item("dd", item)
            last = one.children.pop() if one.children and one.children[-1].kind == "blank" else None
            if one.children and one.children[0].kind == "p" and not item.apart:
                one.children[0].bare = True
            block.children.append(one)
        behind = self.made[:-1] if self.made and self.made[-1].kind == "blank" else self.made
        if behind and behind[-1].kind == "dl":
            self.made = behind
            behind[-1].children += block.children
        else:
            self.made.append(block)
        if last:
            self.made.append(last)
        return True

    def _html(self) -> bool:
        if self.text.startswith("<!--", self.at) and (comment := rawhtml.COMMENT.match(self.text, self.at)):
            self.add(Block("raw", comment.group(), self.line))
            self._after_html(comment.end())
            return True
        start = _INDENTED.match(self.text, self.at)
        tag = rawhtml.TAG.match(self.text, start.end()) if start else None
        if not tag or rawhtml.tag_name(tag) in rawhtml.SPANS:
            return False
        found = rawhtml.element(self.text, tag)
        self._note_tags(found)
        pieces = [
            Block("raw", piece, self.line) if isinstance(piece, str) else self._inner(piece) for piece in found.pieces
        ]
        self.add(Block("html", line=self.line, children=pieces))
        if tag["closed"] or rawhtml.tag_name(tag) in _ENDS_WITH_TAG:
            self.at = found.end
        else:
            self._after_html(found.end)
        return True

    def _inner(self, piece: rawhtml.Inner) -> Block:
        line = self.line + self.text.count("\n", self.at, piece.start)
        block = Block("html", piece.open, line, close=piece.close)
        if piece.mode == "blocks":
            block.children = self.inside(piece.text.removeprefix("\n"), line + piece.text.startswith("\n"))
        else:
            block.children = [Block("p", piece.text, line, bare=True)]
        return block

    def _note_tags(self, found: rawhtml.Element) -> None:
        for kind, places in (("unclosed", found.unclosed), ("stray", found.stray)):
            for tag, start in places:
                line = self.line + self.text.count("\n", self.at, start)
                self.context.known.flaws.append(tag_flaw(kind, tag, line))

    def _after_html(self, end: int) -> None:
        rest = _TRAILING.match(self.text, end)
        self.at = rest.end() if rest else end

    def _formula(self) -> bool:
        found = _MATH.match(self.text, self.at) if self.context.math else None
        if not found or not self.after_boundary():
            return False
        if found.end() < len(self.text) and not BOUNDARY.match(self.text, found.end()):
            return False
        self.add(Block("math", found[1].strip(), self.line))
        self.at = found.end()
        return True

    def _table(self) -> bool:
        if not self.after_boundary():
            return False
        found = table(self.text, self.at, self.line)
        if not found:
            return False
        block, self.at = found
        self.add(block)
        return True

    def _note(self) -> bool:
        if not (found := _NOTE.match(self.text, self.at)):
            return False
        more = CODE.match(self.text, found.end())
        end = more.end() if more else found.end()
        text = INDENT.sub("", self.text[found.start(2) : end])
        line = self.line
        self.at = end
        note = Block("note", line=line, children=self.inside(text, line))
        self.context.known.notes[found[1]] = note
        self._defined()
        return True

    def _link(self) -> bool:
        found = _LINK.match(self.text, self.at)
        if not found or re.search(r"[ \t]+[\"']", found[3] or ""):
            return False
        address = found[2] if found[2] is not None else found[3]
        self.at = found.end()
        self._defined()
        self.made[-1].extra = Attributes()
        self.context.known.links[link_label(found[1])] = Link(address, found[5], self.made[-1].extra)
        return True

    def _abbreviation(self) -> bool:
        if not (found := _ABBREVIATION.match(self.text, self.at)):
            return False
        self.at = found.end()
        self.context.known.abbreviations[found[1]] = found[2].strip()
        self._defined()
        return True

    def _defined(self) -> None:
        self.add(Block("end", text="definition"))

    def _extension(self) -> bool:
        if found := _DEFINED.match(self.text, self.at):
            self.at = found.end()
            self.context.known.attributes.setdefault(found[1], Attributes()).add(attribute_list(found[2]))
            self.add(Block("end", text="attributes"))
        elif found := _EXTENSION.match(self.text, self.at):
            return self._extended(found)
        elif found := BLOCK_ATTRIBUTES.match(self.text, self.at):
            self.at = found.end()
            self._attributed(attribute_list(found[1]))
        else:
            return False
        return True

    def _extended(self, found: re.Match[str]) -> bool:
        name, end, body = found[1], found.end(), ""
        if not found[3]:
            closing = re.compile(rf"^ {{0,3}}\{{:/(?:{name})?\}}[ \t]*\n", re.MULTILINE)
            stop = closing.search(self.text, end) if name not in self._unclosed else None
            if not stop:
                self._unclosed[name] = end  # nothing ends a later one either
                return False
            body, end = self.text[end : stop.start()], stop.end()
        if name == "nomarkdown":
            self.add(Block("raw", body.rstrip("\n"), self.line))
        elif name not in ("comment", "options"):
            return False
        self.at = end
        return True

    def _attributed(self, attributes: Attributes) -> None:
        last = self.made[-1] if self.made else None
        if last and last.kind != "blank" and (last.kind != "end" or last.text == "definition"):
            last.take(attributes)
            if not BLOCK_ATTRIBUTES.match(self.text, self.at):
                self.add(Block("end", text="attributes"))
        else:
            self.pending = self.pending or Attributes()
            self.pending.add(attributes)

    def _end(self) -> bool:
        if not (found := END.match(self.text, self.at)):
            return False
        self.at = found.end()
        self.add(Block("end"))
        return True

    def _marker(self) -> bool:
        if not (found := MARKER[self.context.top].match(self.text, self.at)):
            return False
        if name := (found.groupdict().get("section") or "").lower():
            self.context.known.sections.append((name, self.line))
        self.add(Block("section" if name else "toc", name, self.line))
        self.at = found.end()
        return True

    def _paragraph(self) -> bool:
        line, start = self.line, self.at
        self.at = self._end_of_line(start)
        while self.at < len(self.text) and not PARAGRAPH_END[self.context.top].match(self.text, self.at):
            self.at = self._end_of_line(self.at)
        text = self.text[start : self.at].rstrip(WHITE)
        last = self.made[-1] if self.made else None
        if last and last.kind == "p":
            joint = "  \n" if self.text[max(start - 3, 0) : start] == "  \n" else "\n"
            last.text += f"{joint}{text}"
        else:
            self.add(Block("p", text.lstrip(WHITE), line))
        return True

    def _end_of_line(self, at: int) -> int:
        return self.text.find("\n", at) + 1 or len(self.text)


# In this order: what comes first takes a line that could be two things.
_READERS: tuple[Callable[[_Blocks], bool], ...] = (
    _Blocks._blank,
    _Blocks._code,
    _Blocks._fence,
    _Blocks._quote,
    _Blocks._heading,
    _Blocks._rule,
    _Blocks._list,
    _Blocks._definitions,
    _Blocks._html,
    _Blocks._marker,
    _Blocks._underlined,
    _Blocks._formula,
    _Blocks._table,
    _Blocks._note,
    _Blocks._link,
    _Blocks._abbreviation,
    _Blocks._extension,
    _Blocks._end,
)


def _named(text: str) -> tuple[str, str]:
    """Return a heading's text without the id in braces at its end, and that id."""
    text = text.rstrip(WHITE)
    if found := _HEADING_ID.search(text):
        return text[: found.start()].rstrip(WHITE), found[1]
    return text, ""


def _tighten(items: list[Block], ended: bool) -> None:
    """Make the first paragraph of each item bare that no blank line sets apart, as kramdown decides it for each."""
    for item in items:
        blocks = item.children
        if not blocks:
            continue
        if len(blocks) > 1 and blocks[0].kind == "p" and blocks[1].kind == "end" and blocks[0].extra:
            del blocks[1]
        last = item is items[-1]
        set_apart = len(blocks) > 1 and blocks[1].kind == "blank" and not (last and len(blocks) == 2 and not ended)
        # The last item cannot show by itself whether its list is loose: the ones before it do.
        follows = not last or len(items) == 1 or any(_is_tight(other) for other in items[:-1])
        blocks[0].bare = blocks[0].kind == "p" and not set_apart and follows


def _is_tight(item: Block) -> bool:
    return not item.children or item.children[0].kind != "p" or item.children[0].bare


def _term(words: str, line: int) -> Block:
    """Return a term of a definition list; an attribute list before it is its own."""
    given = LIST_ATTRIBUTES.match(words)
    return (
        Block("dt", words[given.end() :], line, extra=attribute_list(given[1])) if given else Block("dt", words, line)
    )


def _without_last_blank(items: list[Block]) -> Block | None:
    """Take the blank lines off the end of each item, and return those of the last."""
    last = None
    for item in items:
        last = item.children.pop() if item.children and item.children[-1].kind == "blank" else None
    return last


def _tasks(block: Block) -> None:
    """Turn items that start with `[ ]` or `[x]` into tasks."""
    box = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled"{} />'
    tasks = False
    for item in block.children:
        first = item.children[0] if item.children else None
        if not first or first.kind != "p":
            continue
        if found := _TASK.match(first.text):
            tasks = True
            first.text = box.format("" if found[1] == " " else ' checked="checked"') + first.text[found.end() :]
        if tasks:
            item.attributes["class"] = "task-list-item"
    if tasks:
        block.attributes["class"] = "task-list"
