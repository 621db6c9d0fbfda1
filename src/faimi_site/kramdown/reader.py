"""Reading the blocks of one text from its start to its end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from faimi_site.frozen import frozen
from faimi_site.kramdown.tree import Attributes, Block, Definitions, TooMuchError

LEVELS = 400  # how deep lists and quotes may be nested in each other


@frozen
class Context:
    """What the readers of a page's texts share: the kinds of blocks, its definitions, and how deep they are.

    `of_letters` are those of the kinds that a line can be which starts with a letter. What stands in a notebook is
    read as CommonMark reads it, where kramdown reads it otherwise.
    """

    kinds: tuple[Callable[[Reader], bool], ...]
    of_letters: tuple[Callable[[Reader], bool], ...]
    known: Definitions
    math: bool = True
    top: bool = True
    depth: int = 0
    notebook: bool = False

    def deeper(self) -> Context:
        """Return the context of what stands within a block."""
        return replace(self, top=False, depth=self.depth + 1)


def read_blocks(text: str, line: int, context: Context) -> list[Block]:
    """Return the blocks of a text that starts at a line; what they define is put into the context.

    Raises TooMuchError where they are nested deeper than LEVELS.
    """
    if context.depth > LEVELS:
        message = f"lists and quotes are nested more than {LEVELS} levels deep"
        raise TooMuchError(line, message, "take some levels out")
    reader = Reader(text if text.endswith("\n") else f"{text}\n", line, context)
    while reader.at < len(reader.text):
        # The last kind, a paragraph, takes whatever is left.
        for take in context.of_letters if reader.text[reader.at].isalpha() else context.kinds:
            if take(reader):
                break
    return reader.made


class Reader:
    """A text with the place that has been read so far; each kind of block takes what is its own, or nothing."""

    def __init__(self, text: str, line: int, context: Context) -> None:
        self.text = text
        self.at = 0
        self.context = context
        self.made: list[Block] = []
        self.pending: Attributes | None = None  # an attribute list that waits for the next block
        self.unclosed: dict[str, int] = {}  # what was looked for to the end of the text, and not found
        self._first = self._line = line
        self._counted = 0
        self._ends: list[int] | None = None

    @property
    def line(self) -> int:
        """Return the page's line at the place."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def line_at(self, at: int) -> int:
        """Return the page's line at any place of the text."""
        if self._ends is None:
            self._ends = [found.start() for found in re.finditer("\n", self.text)]
        return self._first + bisect_left(self._ends, at)

    def add(self, block: Block) -> None:
        """Add a block, with the attributes that wait for it."""
        if self.pending:
            block.take(self.pending)
            self.pending = None
        self.made.append(block)

    def inside(self, text: str, line: int) -> list[Block]:
        """Return the blocks of a text within a block."""
        return read_blocks(text, line, self.context.deeper())

    def after_boundary(self) -> bool:
        """Return whether nothing stands right before the place to which it could belong."""
        if not self.made or self.pending is not None:
            return True
        return self.made[-1].kind == "blank" or (self.made[-1].kind == "end" and not self.made[-1].text)

    def end_of_line(self, at: int) -> int:
        """Return where the line at a place ends."""
        return self.text.find("\n", at) + 1 or len(self.text)
