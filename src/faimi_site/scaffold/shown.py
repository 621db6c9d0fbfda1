"""What Markdown shows as it is written, or runs: an address in it is none of the page's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faimi_site.kramdown.blocks import page_blocks
from faimi_site.kramdown.tree import Block, Definitions, TooMuchError
from faimi_site.lazily import pattern

Span = tuple[int, int]
_SHOWN = pattern(
    r"""<script\b.*?</script\s*> | <!--.*?--> | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ ]*\n).)+?(?<!`)(?P=ticks)(?!`)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_BEFORE_CODE = " \t>*+-.:0123456789"  # marks of items and quotes, and white space


def shown(text: str) -> Iterator[Span]:
    """Yield where code, scripts and comments of a Markdown text start and end, in their order."""
    at, blocks, found = 0, _code(text), _SHOWN.search(text)
    while found or blocks:
        if blocks and not (found and found.start() < blocks[0][0]):
            start, end = blocks.pop(0)
        elif found:
            start, end = found.span()
        if start >= at:
            yield start, end
            at = end
        if found and found.start() < at:
            found = _SHOWN.search(text, at)


def tables(text: str) -> list[Span]:
    """Return where the tables of a Markdown text start and end."""
    starts = _starts(text)
    spans = []
    for table in (one for one in _blocks(text) if one.kind == "table"):
        rows = [row.line for part in table.children for row in part.children]
        spans.append((starts[table.line - 1], starts[max(rows)]))
    return spans


def _code(text: str) -> list[Span]:
    """Return where blocks of code start and end, with their fences."""
    lines, starts = text.split("\n"), _starts(text)
    spans = []
    for block in (one for one in _blocks(text) if one.kind == "code"):
        first = lines[block.line - 1].lstrip(_BEFORE_CODE).rstrip()
        end = block.line + block.text.count("\n")
        if not block.text.lstrip(_BEFORE_CODE).startswith(first):
            end += 1  # for the fences: the first line is none of the code
        else:
            end -= 1
            # Lines without an indent that go on with one of the code are joined to it.
            while end < len(lines) and _signs("".join(lines[block.line - 1 : end])) < _signs(block.text):
                end += 1
        spans.append((starts[block.line - 1], starts[end]))
    return sorted(spans)


def _signs(text: str) -> int:
    """Return how many signs a text has that are none of a mark of an item or a quote, and no white space."""
    return sum(sign not in _BEFORE_CODE and sign != "\n" for sign in text)


def _starts(text: str) -> list[int]:
    """Return where each line of a text starts, and where the last one ends."""
    return [0, *(found.end() for found in re.finditer("\n", text)), len(text)]


def _blocks(text: str) -> Iterator[Block]:
    """Yield each block of a Markdown text; none of one that has too much of something, which no build takes."""
    known = Definitions()
    try:
        blocks = page_blocks(text, known, True)
    except TooMuchError:
        return
    yield from _all([*blocks, *known.notes.values()])


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.children)
