"""What authors wrote in a text: broken letters, markers that nothing takes for one, sections that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from faimi_site import markdown
from faimi_site.check.written import Written
from faimi_site.lazily import pattern
from faimi_site.model import SECTIONS
from faimi_site.mojibake import broken_words
from faimi_site.problem import Place, Problem, nearest
from faimi_site.rules import found
from faimi_site.text import Text

_HEADING = pattern(r"^#{1,6}[ \t].*$", re.MULTILINE)


def letters_are_whole(written: Written) -> Iterator[Problem]:
    """Yield a warning for each word whose letters were once read in the wrong encoding."""
    for text in (written.text, Text(written.text.file, written.rest)):
        for word in broken_words(text.text):
            place = text.place(word.start, len(word.text))
            message = f"'{word.text}' was read in the wrong encoding"
            yield found("content/mojibake", place, message, f"it seems to be '{word.mended}'")


def markers_are_placed(written: Written) -> Iterator[Problem]:
    """Yield a warning for each marker of a page that stayed text: it stands in raw HTML, a list or a quote."""
    # A notebook has no sections: what looks like a marker there is text to all its readers.
    if not written.is_page or written.lines:
        return
    text = written.text
    for line in markdown.markers_left(written.made[0][0]):
        name = nearest(line[1:-1], SECTIONS, cutoff=0.8)
        if not name:
            continue
        at = text.text.find(line)
        place = text.place(at, len(line)) if at >= 0 else Place(text.file)
        right = line == f"[{name.upper()}]"
        hint = "put it alone on a line, with an empty line before and after it"
        hint = hint if right else f"did you mean [{name.upper()}]?"
        yield found("section/not-placed", place, f"{line} stays text here", hint)


def headings_stand_once(written: Written) -> Iterator[Problem]:
    """Yield a warning for each heading of a page that stands a second time above the same text."""
    if not written.is_page:
        return
    text = written.text
    seen: dict[str, int] = {}
    starts = [found.start() for found in _HEADING.finditer(text.text, written.body)]
    for start, end in pairwise([*starts, len(text.text)]):
        part = text.text[start:end].strip()
        heading, _, below = part.partition("\n")
        if below.strip() and part in seen:
            where = written.lines[seen[part] - 1].name if written.lines else f"line {seen[part]}"
            message = f"'{heading.strip()}' and all below it stand in {where} too"
            yield found("section/twice", text.place(start, len(heading)), message, "keep one of them")
        seen.setdefault(part, text.place(start).line)
