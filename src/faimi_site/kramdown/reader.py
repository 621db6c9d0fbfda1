"""Reading the blocks of one text from its start to its end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from faimi_site.frozen import frozen
from faimi_site.kramdown.tree import Attributes, Block, Definitions, TooMuchError

LEVELS = 400  # how deep lists and quotes may be nested in each other
# What is nested is read once more at each level. A line takes the time of about so many letters, whatever it holds.
MOST_READ, LINE = 1_000_000_000, 250  # letters, at all levels together


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


def read_blocks(pieces: list[str], line: int, context: Context) -> list[Block]:
    """Return the blocks of a text that starts at a line; what they define is put into the context.

    The text is taken out of the list of its pieces, so that at each level no more of it is held than is still to be
    read. Raises TooMuchError where blocks are nested deeper than LEVELS, or so deep that there is too much to read.
    """
    if context.depth > LEVELS:
        message = f"lists and quotes are nested more than {LEVELS} levels deep"
        raise TooMuchError(line, message, "take some levels out")
    reader = Reader("".join(pieces), line, context)
    pieces.clear()
    if context.depth:
        context.known.read += len(reader.text) + LINE * reader.text.count("\n")
    if context.known.read > MOST_READ:
        message = "lists and quotes are nested too deep for so much text"
        raise TooMuchError(line, message, "take some levels out, or make several pages of it")
    while reader.at < len(reader.text):
        # The last kind, a paragraph, takes whatever is left.
        for take in context.of_letters if reader.text[reader.at].isalpha() else context.kinds:
            if take(reader):
                break
    return reader.made


class Reader:
    """A text with the place that has been read so far; each kind of block takes what is its own, or nothing."""

    def __init__(self, text: str, line: int, context: Context) -> None:
        self.text = text if text.endswith("\n") else f"{text}\n"
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

    def inside(self, pieces: list[str], line: int) -> list[Block]:
        """Return the blocks of a text within a block; the list of its pieces is empty then."""
        return read_blocks(pieces, line, self.context.deeper())

    def forget(self) -> None:
        """Let go of what has been read, where it is most of the text: places in it have no meaning any more."""
        if self.at > len(self.text) // 2:
            self._first = self.line
            self.text = self.text[self.at :]
            self.at = self._counted = 0
            self._ends = None
            self.unclosed.clear()  # to be looked for again in a text of half the length is cheap

    def after_boundary(self) -> bool:
        """Return whether nothing stands right before the place to which it could belong."""
        if not self.made or self.pending is not None:
            return True
        return self.made[-1].kind == "blank" or (self.made[-1].kind == "end" and not self.made[-1].text)

    def end_of_line(self, at: int) -> int:
        """Return where the line at a place ends."""
        return self.text.find("\n", at) + 1 or len(self.text)
