"""What lines look like that start or end a block."""

from __future__ import annotations

import re

from faimi_site.kramdown.attributes import BODY, NAME
from faimi_site.kramdown.rawhtml import SPANS
from faimi_site.lazily import pattern
from faimi_site.model import SECTIONS

WHITE = " \t\n\r\f\v"  # what separates; a no-break space is a letter like any other

_HTML = rf" {{0,3}}</?(?!(?:{'|'.join(sorted(SPANS))}|script)\b)[A-Za-z_][\w.-]*"
_ATTRIBUTES = rf" {{0,3}}\{{:(?!:|/){BODY}\}}[ \t]*\n"
_END = r"\^[ \t]*\n"
_BLANK = r"[ \t\f\v]*\n"
_MARKER = rf" {{0,3}}\[(?:(?P<section>{'|'.join(SECTIONS).upper()})|TOC)\][ \t]*\n"
_TOC = r" {0,3}\[TOC\][ \t]*\n"
_ITEM = r" {0,3}(?:[+*-]|\d+\.)[\t ]"
# In notebooks, which CommonMark is read in, an item can also be numbered `1)`.
ORDERED = {False: r"\d+\.", True: r"\d{1,9}[.)]"}
# What can follow a line of a paragraph at once. A wrapped line that starts with a year is none of it.
_ITEM_AFTER_TEXT = r" {0,3}(?:[+*-]|\d{1,3}\.)[\t ]"
_FENCE = r" {0,3}(?:~~~|```)"
_LAZY_END = f"{_BLANK}|{_ATTRIBUTES}|{_END}|{_HTML}|{_TOC}"

BLANK = pattern(rf"(?:{_BLANK})+", re.ASCII)
BOUNDARY = pattern(f"{_BLANK}|{_END}|{_ATTRIBUTES}", re.ASCII)
END = pattern(_END, re.ASCII)
INDENT = pattern(r"^(?:\t| {4})", re.MULTILINE)
# Without possessive groups: Python before 3.11.5 matches some of them wrongly (gh-106052).
CODE = pattern(
    rf"(?:(?:{_BLANK})*(?:(?:\t| {{4}})[ \t]*\S.*\n)+(?:(?!{_ATTRIBUTES}|{_END}|{_HTML})[ \t]*\S.*\n)*)*",
    re.ASCII,
)
QUOTE = pattern(r" {0,3}> ?", re.ASCII)
HEADING = {
    False: pattern(r"(#{1,6})[\t ]+(.*)\n", re.ASCII),
    True: pattern(r" {0,3}(#{1,6})[\t ]+(.*)\n", re.ASCII),
}
RULE = pattern(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n", re.ASCII)
LIST_ITEM = {
    notebook: pattern(rf"( {{0,3}}(?:[+*-]|{number}))(?=[\t ])", re.ASCII) for notebook, number in ORDERED.items()
}
DEFINITION = pattern(r"( {0,3}:)(?=[\t ])", re.ASCII)
LIST_ATTRIBUTES = pattern(rf"\s*\{{:(?!(?:{NAME})?:|/)({BODY})\}}\s*", re.ASCII)
BLOCK_ATTRIBUTES = pattern(rf" {{0,3}}\{{:(?!:|/)({BODY})\}}[ \t]*\n", re.ASCII)
MARKER = {True: pattern(_MARKER, re.ASCII), False: pattern(_TOC, re.ASCII)}
_FENCE_START = pattern(r" {0,3}(?P<run>(?P<sign>[~`])(?P=sign){2,})[ \t]*(?P<language>[^\s`][^\n`]*)?\n", re.ASCII)

_TOP = f"{_LAZY_END}|{_MARKER}"
# The row below the header of a table, without which notebooks know none.
_DELIMITER = r" {0,3}(?=[^\n]*\|)(?=[^\n]*-)[|: \t-]+\n"
DELIMITED = pattern(rf"(?!{_DELIMITER}) {{0,3}}(?=\S)(?=[^\n]*\|)[^\n]*\n{_DELIMITER}", re.ASCII)
# By whether the text is a page's own, and not that of a block in it: only there a marker is one.
QUOTE_END = {True: pattern(_TOP, re.ASCII), False: pattern(_LAZY_END, re.ASCII)}
PARAGRAPH_END = {
    top: pattern(rf"{end}|{_ITEM_AFTER_TEXT}|#{{1,6}}[\t ]| {{0,3}}:[\t ]| {{0,3}}>|{_FENCE}", re.ASCII)
    for top, end in ((True, _TOP), (False, _LAZY_END))
}
# And in a notebook.
CELL_PARAGRAPH_END = pattern(
    rf"{_LAZY_END}|{DELIMITED.pattern}| {{0,3}}(?:[+*-]|1[.)])[\t ]| {{0,3}}#{{1,6}}[\t ]| {{0,3}}>|{_FENCE}"
    rf"| {{0,3}}([*_])[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n",
    re.ASCII,
)
LAZY = {
    top: pattern(rf"(?!{_ATTRIBUTES}|{_HTML}|{marker})[^\n]*\S[^\n]*\n", re.ASCII)
    for top, marker in ((True, _MARKER), (False, _TOC))
}


def _closing(sign: str, length: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{0,3}}({sign * length}{sign}*)[ \t]*$\n?", re.MULTILINE)


def fence(text: str, at: int, unclosed: dict[str, int], notebook: bool = False) -> tuple[str, str, int] | None:
    """Return the language and code of a fence at a place and where it ends, or nothing where it does not close.

    A fence that no line as long ends is ended by the longest one there is, as in kramdown; where there is none, by the
    end of a notebook's cell.
    `unclosed` is kept by the caller for one text: from which length on no end was found for a sign. Nothing ends a
    later fence with that either, and without it each would be looked for to the end of the text.
    """
    start = _FENCE_START.match(text, at)
    if not start:
        return None
    sign, behind = start["sign"], start.end()
    length = min(len(start["run"]), unclosed.get(sign, 1 << 30) - 1)
    end = _closing(sign, length).search(text, behind) if length >= 3 else None
    if not end and length >= 3:
        length = max((len(one[1]) for one in _closing(sign, 3).finditer(text, behind)), default=2)
        unclosed[sign] = length + 1
        end = _closing(sign, length).search(text, behind) if length >= 3 else None
    if not end and not notebook:
        return None
    language = (start["language"] or "").split()
    inner, behind = (end.start(), end.end()) if end else (len(text), len(text))
    return language[0] if language else "", text[start.end() : inner], behind
