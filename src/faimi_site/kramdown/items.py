"""Lists of items and of definitions, with the blocks of each item."""

from __future__ import annotations

from faimi_site.kramdown.attributes import attribute_list
from faimi_site.kramdown.lists import Item, list_items
from faimi_site.kramdown.patterns import DEFINITION, LIST_ATTRIBUTES, LIST_ITEM
from faimi_site.kramdown.reader import Reader
from faimi_site.kramdown.tree import Block
from faimi_site.lazily import pattern

_TASK = pattern(r"\A\s*\[([ xX])\]\s+")


def list_of_items(reader: Reader) -> bool:
    """Take a list."""
    notebook = reader.context.notebook
    if not (sign := _sign(reader)):
        return False
    kind = "ul" if sign in "+*-" else "ol"
    block = Block(kind, line=reader.line)
    if notebook and kind == "ol" and (first := int(sign[:-1])) != 1:
        block.attributes["start"] = str(first)  # kramdown counts every list from 1
    items, reader.at, ended = list_items(
        kind, reader.text, reader.at, reader.line, reader.context.top, notebook=notebook
    )
    reader.forget()
    for item in items:
        block.children.append(_item(reader, "li", item))
    reader.add(block)
    _tighten(block.children, ended)
    last = _without_last_blank(block.children)
    _tasks(block)
    if last and not ended:
        reader.made.append(last)
    return True


def _sign(reader: Reader) -> str:
    """Return what an item of a list starts with at the reader's place, or nothing."""
    found = LIST_ITEM[reader.context.notebook].match(reader.text, reader.at)
    return found[1].strip() if found else ""


def _item(reader: Reader, kind: str, item: Item) -> Block:
    block = Block(kind, line=item.line, extra=item.attributes)
    line = item.line
    for part in item.parts:
        below = line + sum(piece.count("\n") for piece in part)
        if any(part):
            block.children += reader.inside(part, line)
        line = below
    return block


def definition_list(reader: Reader) -> bool:
    """Take definitions, and the paragraph before them as what they define."""
    if not DEFINITION.match(reader.text, reader.at):
        return False
    blank = bool(reader.made) and reader.made[-1].kind == "blank" and reader.made[-1].text == "\n"
    before = reader.made[:-1] if blank else reader.made
    if not before or before[-1].kind != "p":
        return False
    term = before[-1]
    reader.made = before[:-1]
    block = Block("dl", line=term.line, extra=term.extra)
    block.children += [_term(words, term.line) for words in term.text.split("\n")]
    items, reader.at, _ = list_items("dl", reader.text, reader.at, reader.line, reader.context.top, blank)
    reader.forget()
    last = None
    for item in items:
        one = _item(reader, "dd", item)
        last = one.children.pop() if one.children and one.children[-1].kind == "blank" else None
        if one.children and one.children[0].kind == "p" and not item.apart:
            one.children[0].bare = True
        block.children.append(one)
    behind = reader.made[:-1] if reader.made and reader.made[-1].kind == "blank" else reader.made
    if behind and behind[-1].kind == "dl":
        reader.made = behind
        behind[-1].children += block.children
    else:
        reader.made.append(block)
    if last:
        reader.made.append(last)
    return True


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
    box = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" {} />'
    # Named as on GitHub: a box without a name is announced as a box, and of what is not said.
    open_, done = 'aria-label="Incomplete task"', 'checked="checked" aria-label="Completed task"'
    tasks = False
    for item in block.children:
        first = item.children[0] if item.children else None
        if not first or first.kind != "p":
            continue
        if found := _TASK.match(first.text):
            tasks = True
            first.text = box.format(open_ if found[1] == " " else done) + first.text[found.end() :]
        if tasks:
            item.attributes["class"] = "task-list-item"
    if tasks:
        block.attributes["class"] = "task-list"
