"""What Markdown shows as it is written, or runs: an address in it is none of the page's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faimi_site.kramdown.blocks import page_blocks
from faimi_site.kramdown.reader import TooDeepError
from faimi_site.kramdown.tree import Block, Definitions
from faimi_site.lazily import pattern

Span = tuple[int, int]
_SHOWN = pattern(
    r"""(<script\b.*?</script\s*> | <!--.*?-->
      | ^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)|\Z)
      | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ ]*\n).)+?(?<!`)(?P=ticks)(?!`))""",
    re.DOTALL | re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_BEFORE_CODE = " \t>*+-.:0123456789"  # marks of items and quotes, and white space


def shown(text: str) -> Iterator[Span]:
    """Yield where code, scripts and comments of a Markdown text start and end, in their order."""
    at, indented = 0, _indented(text)
    while True:
        found = _SHOWN.search(text, at)
        by_indent = next((one for one in indented if one[0] >= at), None)
        if by_indent and (not found or by_indent[0] <= found.start()):
            span = by_indent
        elif found:
            span = found.span()
        else:
            return
        yield span
        at = span[1]


def without_shown(text: str) -> str:
    """Return Markdown without code between fences or ticks, scripts and comments, in which no check sees Liquid."""
    return _SHOWN.sub("", text)


def tables(text: str) -> list[Span]:
    """Return where the tables of a Markdown text start and end."""
    starts = _starts(text)
    spans = []
    for table in (one for one in _blocks(text) if one.kind == "table"):
        rows = [row.line for part in table.children for row in part.children]
        spans.append((starts[table.line - 1], starts[max(rows)]))
    return spans


def _indented(text: str) -> list[Span]:
    """Return where code by its indent starts and ends."""
    if "    " not in text and "\t" not in text:
        return []
    lines, starts = text.split("\n"), _starts(text)
    spans = []
    for block in (one for one in _blocks(text) if one.kind == "code"):
        code = block.text.rstrip("\n").split("\n")
        # A fence's first line is none of its code.
        first = lines[block.line - 1].lstrip(_BEFORE_CODE).rstrip()
        if not code[0].lstrip(_BEFORE_CODE).startswith(first):
            continue
        end = block.line + len(code) - 1
        # Lines without an indent that go on with one of the code are joined to it.
        while end < len(lines) and not (lines[end - 1].strip() and code[-1].rstrip().endswith(lines[end - 1].strip())):
            end += 1
        spans.append((starts[block.line - 1], starts[end]))
    return sorted(spans)


def _starts(text: str) -> list[int]:
    """Return where each line of a text starts, and where the last one ends."""
    return [0, *(found.end() for found in re.finditer("\n", text)), len(text)]


def _blocks(text: str) -> Iterator[Block]:
    """Yield each block of a Markdown text; none of one that is nested too deep, which no build takes."""
    known = Definitions()
    try:
        blocks = page_blocks(text, known, True)
    except TooDeepError:
        return
    yield from _all([*blocks, *known.notes.values()])


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.children)
