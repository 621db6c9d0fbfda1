"""A page's text without what was of one year alone: its results, winners, photos, recordings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faimi_site.check.leftovers import MARK
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.model import SECTIONS
from faimi_site.wording import prose_of_markdown

_ALONE = (
    r"results|winners?|prize\s?winners|awards|prizes|recordings?|videos|photos|photographs|pictures|gallery|report|"
    r"ergebnisse|preisträger(?:innen)?|gewinner(?:innen)?|auszeichnungen|aufzeichnungen|fotos|bildergalerie|bericht|"
    r"résultats|lauréats|enregistrements|vidéos|galerie|compte[\s-]rendu|"
    r"leader[\s-]?boards?|rankings?|standings|recap|rangliste|rückblick|classement|palmarès|rétrospective|"
    r"accepted\s+(?:papers|abstracts|posters|talks|contributions|submissions)|"
    r"angenommene\s+beiträge|articles\s+acceptés"
)
# Of one year where they stand first, or behind the event's name: learning outcomes are of every year.
_AT_FIRST = r"outcomes?|highlights|(?:re-?)?watch(?:\s+(?:it|us|them))?\s+again|re-?watch|looking\s+back"
_OF_EVENT = r"(?:workshop|tutorial|challenge|competition|event|meeting)\s+(?:outcomes?|highlights)"
_FIRST = pattern(
    rf"(?:the\s+)?(?:{_ALONE}|{_AT_FIRST}|{_OF_EVENT})"
    r"(?=$|\s+(?:of|from|at|in|and|de|du|des|der|und|et|&|\d)|\s*[:,&(–—-])",
    re.IGNORECASE,
)
_LAST = pattern(
    rf"(?!.*\b(?:for|how|submit(?:ting)?)\b).*?(?<!\bto)(?<!\bcase)\s(?:{_ALONE}|{_OF_EVENT})$", re.IGNORECASE
)
_AFTER = pattern(r"\s*(?:\{[^{}]*\}|#+|[\s(,:-]*(?:19|20|21)\d\d\)?)\s*$")
_ATX = pattern(r"^ {0,3}(#{1,6})[ \t]+(.+)$", re.MULTILINE)
_SETEXT = pattern(r"^ {0,3}(?![ \t]|#|>|[-*+][ \t]|\|)(\S.*)\n(-+|=+)[ \t]*$", re.MULTILINE)
_HTML = pattern(
    r"^[ \t]*(?:<[^<>]*>[ \t]*){0,5}?<h([1-6])\b[^<>]*>([^<]*(?:<(?!/?h[1-6]\b)[^<]*)*)</h\1\s*>",
    re.MULTILINE | re.IGNORECASE,
)
_KEPT = pattern(rf"^ {{0,3}}\[(?:TOC|{'|'.join(SECTIONS).upper()})\][ \t]*$")
_DEFINITION = pattern(r"^ {0,3}(\[[^\]\n]+\]):")
_BLOCK = pattern(r"<(/?)(?:div|section|article|aside|main|details|figure|table|ul|ol|center)\b", re.IGNORECASE)
_TAG = pattern(r"<[^<>]*>")
_DRAWN = pattern(r"[*_`]+")


@frozen
class Emptied:
    """A text without the sections that were of one year alone, and what was taken out: headings with their lines."""

    text: str
    gone: tuple[tuple[str, int, int], ...]


@frozen
class _Heading:
    """Where a heading starts, where the line below it does, and what it says."""

    start: int
    below: int
    level: int
    words: str


def is_of_one_year(heading: str) -> bool:
    """Return whether what stands below a heading is of one year alone, as far as its words tell."""
    words = _DRAWN.sub("", _said(heading))
    while (shorter := _AFTER.sub("", words)) != words and shorter:
        words = shorter
    return bool(_FIRST.match(words) or _LAST.match(words))


def _said(heading: str) -> str:
    """Return the words of a heading, without tags."""
    return " ".join(_TAG.sub("", heading).split())


def first_title(text: str) -> str:
    """Return what the first heading of the highest level says; empty where there is none."""
    found = sorted(_headings(text), key=lambda one: one.start)
    return next((_said(one.words) for one in found if one.level == 1), "")


def emptied(text: str, whole: str = "") -> Emptied:
    """Return a page's Markdown with a mark in place of each section of one year; of all of it under the title `whole`.

    Headings, markers and definitions that other text needs stay.
    """
    found = sorted(_headings(text), key=lambda one: one.start)
    stretches = [(0, len(text), whole)] if whole else list(_stretches(text, found))
    lines = text.split("\n")
    made: list[str] = []
    gone: list[tuple[str, int, int]] = []
    done = 0
    for start, end, words in stretches:
        first, last = text.count("\n", 0, start), text.count("\n", 0, end)
        last = len(lines) if end == len(text) else last
        part = lines[first : first + _whole_blocks(lines[first:last])]
        others = lines[first + len(part) : last]
        # Behind the end of a block that was open before, another text goes on.
        rest = "" if others and others[0].lstrip().startswith("</") else _TAG.sub("", "\n".join(others))
        if start == end or first < done or not "".join([*part, rest]).strip():
            continue
        made += [*lines[done:first], ""]
        done = first
        if "".join(part).strip():
            done = first + len(part)
            mark = f"<!-- {MARK} what is to stand here of this year -->"
            made += [mark, "", *_needed(part, [*lines[:first], *lines[done:]])]
            gone.append((words, first + 1, done))
        if rest.strip():
            made += [f"<!-- {MARK} what stands here, which seems to be of the last edition -->", ""]
    return Emptied("\n".join([*made, *lines[done:]]), tuple(gone))


def _stretches(text: str, headings: list[_Heading]) -> Iterator[tuple[int, int, str]]:
    """Yield where what stands below each heading of one year starts and ends, with the heading's words."""
    for number, heading in enumerate(headings):
        if is_of_one_year(heading.words):
            after = (one.start for one in headings[number + 1 :] if one.level <= heading.level)
            yield heading.below, next(after, len(text)), _said(heading.words)


def _headings(text: str) -> Iterator[_Heading]:
    prose = prose_of_markdown(text)
    for found in _ATX.finditer(prose):
        yield _Heading(found.start(), _next_line(text, found.end()), len(found[1]), text[found.start(2) : found.end(2)])
    for found in _SETEXT.finditer(prose):
        level = 1 if found[2][0] == "=" else 2
        yield _Heading(found.start(), _next_line(text, found.end()), level, text[found.start(1) : found.end(1)])
    for found in _HTML.finditer(prose):
        yield _Heading(found.start(), _next_line(text, found.end()), int(found[1]), found[2])


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _whole_blocks(lines: list[str]) -> int:
    """Return how many lines come before the first that opens or closes a block of HTML without its other end."""
    opened: list[int] = []
    for number, line in enumerate(lines):
        for tag in _BLOCK.finditer(line):
            if not tag[1]:
                opened.append(number)
            elif not opened:
                return number
            else:
                opened.pop()
    return opened[0] if opened else len(lines)


def _needed(lines: list[str], others: list[str]) -> Iterator[str]:
    """Yield those of some lines that stay: markers of sections, and definitions of what the other lines name."""
    rest = "\n".join(others).casefold()
    for line in lines:
        definition = _DEFINITION.match(line)
        if _KEPT.match(line) or (definition and definition[1].casefold() in rest):
            yield from (line, "")
