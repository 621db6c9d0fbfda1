"""Reading the spans of one block's text from its start to its end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cache

from faimi_site.frozen import frozen
from faimi_site.kramdown.nodes import Nodes, Sign
from faimi_site.kramdown.quotes import quotes
from faimi_site.kramdown.tree import Definitions
from faimi_site.lazily import pattern

# Where a span can start. Each choice starts with one sign and no set: Python looks for those alone, ten times as fast.
_SIGNS = r"\*|_|`|<|\[|\{|\$|&|~|\]|\\|!\["
_START = pattern(rf"""{_SIGNS}|"|'|--|\.\.\.|>>|\ (?=[ ]\n|<<|>>)""")
_PLAIN_START = pattern(rf"{_SIGNS}|\ (?=[ ]\n)")
_ADDRESS = r"https?://|www\."
# By whether punctuation becomes typographic, and whether an address is a link by itself.
_STARTS = {
    (smart, notebook): pattern(f"{start.pattern}|{_ADDRESS}" if notebook else start.pattern, re.VERBOSE if smart else 0)
    for smart, start in ((True, _START), (False, _PLAIN_START))
    for notebook in (False, True)
}
_TYPOGRAPHY = {
    "---": "—",
    "--": "–",
    "...": "…",
    "<< ": "«\u00a0",
    " >>": "\u00a0»",
    "<<": "«",
    ">>": "»",
}
_TYPED = pattern("|".join(map(re.escape, _TYPOGRAPHY)))
LEVELS = 200  # how deep spans may be nested in each other
STEPS = 4  # looks at a block for each of its letters, beyond 50,000: more needs only what is made to be slow


class TangledError(Exception):
    """Raised where the signs of a block open and never close so often that reading them would take too long."""


@frozen
class Reading:
    """What the spans of a page share: its definitions, how a formula is made, and what the page wants."""

    known: Definitions
    formula: Callable[[str], str]
    smart: bool = True
    math: bool = True
    line: int = 1
    notebook: bool = False


Take = Callable[["SpanReader", Nodes], bool]


@frozen
class Kinds:
    """The kinds of spans by the sign that they start with, and tags, which are read where nothing else is.

    `first` is tried before a sign is taken for the letter before a quotation mark, `then` after.
    """

    first: Mapping[str, Take]
    then: Mapping[str, Take]
    tag: Take


def has_spans(text: str, smart: bool, notebook: bool = False) -> bool:
    """Return whether something in a text may start a span; without that it is text as it stands."""
    return _STARTS[smart, notebook].search(text) is not None


def read_with(kinds: Kinds, text: str, reading: Reading) -> Nodes:
    """Return the spans of a text."""
    return SpanReader(text, reading, kinds).run()[0]


@cache
def _closer(delimiter: str) -> re.Pattern[str]:
    """Return what the start of a delimiter looks like that can end emphasis."""
    sign, others = re.escape(delimiter[0]), re.escape(delimiter[1:])
    word = r"(?![^\W_])" if sign == "_" else ""
    alone = "(?<!~~)" if delimiter[0] == "~" else ""
    return re.compile(rf"{sign}(?<=(?a:\S){sign}){alone}(?={others}{word})")


@cache
def _stop(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


class SpanReader:
    """A block's text with the place that has been read so far, and the spans that are open there."""

    def __init__(self, text: str, reading: Reading, kinds: Kinds) -> None:
        self.text = text
        self.reading = reading
        self.kinds = kinds
        self.at = 0
        self.open: list[str] = []
        self.raw = False  # within an element whose text is not Markdown: only tags are read then
        self.brackets: list[int] = []
        self._closers: dict[str, list[int]] = {}
        self.steps = 0
        self._ends: list[int] | None = None
        self.unended: dict[str, int] = {}  # what was looked for to the end of the text, and not found
        self._start = _STARTS[reading.smart, reading.notebook]
        self._most = 50_000 + STEPS * len(text)

    def run(self, stop: str = "", accept: Callable[[Nodes], bool] | None = None) -> tuple[Nodes, bool]:
        """Return what is read up to a pattern that is accepted, and whether one was; or up to the end."""
        made = Nodes()
        pattern = _stop(stop) if stop else None
        while start := self._start.search(self.text, self.at):
            at = start.start()
            if at > self.at and self.text[at] in "\"'":
                at -= 1  # a quotation mark is read with the character before it
            made.text(self.text[self.at : at])
            self.at = at
            self.steps += 1
            if self.steps > self._most:
                raise TangledError
            if pattern and (found := pattern.match(self.text, self.at)) and (not accept or accept(made)):
                self.found = found
                return made, True
            self._one(made)
        made.text(self.text[self.at :])
        self.at = len(self.text)
        return made, False

    def _one(self, made: Nodes) -> None:
        """Read the span that starts here, or take its first sign as text."""
        sign = self.text[self.at]
        if self.raw:
            if sign != "<" or not self.kinds.tag(self, made):
                self.literal(made, 1)
            return
        if (read := self.kinds.first.get(sign)) and read(self, made):
            return
        if self.reading.smart and self._is_quote():
            printed, self.at = quotes(self.text, self.at)
            made.append(Sign(printed))
            return
        if (read := self.kinds.then.get(sign)) and read(self, made):
            return
        if self.reading.smart and (found := _TYPED.match(self.text, self.at)):
            made.append(Sign(_TYPOGRAPHY[found.group()]))
            self.at = found.end()
            return
        self.literal(made, 1)

    def literal(self, made: Nodes, length: int) -> bool:
        """Take signs as text."""
        made.text(self.text[self.at : self.at + length])
        self.at += length
        return True

    def _is_quote(self) -> bool:
        sign = self.text[self.at]
        return sign in "\"'" or (sign != "\\" and self.text[self.at + 1 : self.at + 2] in ("'", '"'))

    def inside(self, kind: str, stop: str, accept: Callable[[Nodes], bool] | None = None) -> tuple[Nodes, bool]:
        """Return what stands within a span, up to its end."""
        if len(self.open) > LEVELS:
            raise TangledError
        self.open.append(kind)
        made = self.run(stop, accept)
        self.open.pop()
        return made

    def can_close(self, delimiter: str) -> bool:
        """Return whether an end of emphasis stands somewhere ahead: without one nothing needs to be read twice."""
        if delimiter not in self._closers:
            self._closers[delimiter] = [found.start() for found in _closer(delimiter).finditer(self.text)]
        places = self._closers[delimiter]
        return bisect_left(places, self.at + 1) < len(places)

    def line(self, at: int) -> int:
        """Return the page's line at a place of the text."""
        if self._ends is None:
            self._ends = [found.start() for found in re.finditer("\n", self.text)]
        return self.reading.line + bisect_left(self._ends, at)
