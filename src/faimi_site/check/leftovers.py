"""Words that stand in for facts, left in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from faimi_site.model import Event, Page, Site, day_of
from faimi_site.problem import Problem
from faimi_site.rules import found
from faimi_site.text import Text
from faimi_site.wording import prose_of_markdown
from faimi_site.yamltree import Mapping, Node, Scalar, Sequence, parse

_LATE = timedelta(days=31)
_STAND_IN = re.compile(
    r"(?<![^\W_])(?:TB[ACD]|TODO|FIXME|XXX)(?![^\W_]|[-_=]\w)"
    r"|\b(?i:to\s+be\s+(?:confirmed|announced|determined|decided)|coming\s+soon|lorem\s+ipsum)\b"
)
_SIGNS = re.compile("TB|TODO|FIXME|XXX")  # some of each of the words in capitals
_TO_BE = re.compile(r"to\s+be")
# Addresses, and definitions of links, in which comments hide: [comment]: # (TODO).
_ADDRESSES = re.compile(r"https?://\S+|\]\([^()\s]*|^ {0,3}\[(?!\^)[^\[\]\n]+\]:[^\n]*", re.MULTILINE)


def placeholders_are_filled(site: Site) -> Iterator[Problem]:
    """Yield a note for each word that stands in for a fact, and a warning where the event is near or over."""
    pages = {page.source: page for page in site.pages}
    events = {page.folder: page.event for page in site.pages if page.source == f"{page.folder}/index.md"}
    for path, written in site.texts.items():
        if (
            not _may_hold_stand_ins(written)
            or not _STAND_IN.search(written)
            or (path.endswith(".md") and path not in pages)
        ):
            continue
        page, text = pages.get(path), Text(path, written)
        event = (page.event if page else None) or events.get(path.rpartition("/")[0])
        for start, stretch in _stretches(text, page):
            for word in _STAND_IN.finditer(stretch):
                yield _stand_in(text, start + word.start(), " ".join(word.group().split()), event, site.today)


def _may_hold_stand_ins(text: str) -> bool:
    """Return whether some part stands in a text that each word has which stands in for a fact: most have none."""
    lowered = text.lower()
    some = bool(_SIGNS.search(text)) or "oon" in lowered or "lorem" in lowered
    return some or _TO_BE.search(lowered) is not None


def _stand_in(text: Text, at: int, word: str, event: Event | None, today: date) -> Problem:
    place, hint = text.place(at, len(word)), "write what is known by now, or take it out"
    start = day_of(event.start) if event and event.start else None
    if event is None or start is None or start - today > _LATE or event.status in ("postponed", "cancelled"):
        return found("content/to-do", place, f"'{word}' is still to be filled in", hint)
    when = "starts" if start >= today else "was"
    return found(
        "content/to-do-late", place, f"'{word}' is still to be filled in, and the event {when} on {start}", hint
    )


def _stretches(text: Text, page: Page | None) -> Iterator[tuple[int, str]]:
    """Yield what an author wrote as prose, each with where it starts: a page's Markdown, the values of YAML."""
    start, end = 0, len(text.text)
    if page:
        yield page.body, _ADDRESSES.sub(_spaces, prose_of_markdown(text.text[page.body :]))
        start, end = (text.text.find("\n") + 1, page.text.rfind("\n", 0, max(page.body - 1, 0)) + 1)
    tree = parse(text, start, end) if start < end else []
    if not isinstance(tree, list):
        for scalar in _scalars(tree.root):
            yield scalar.start, _ADDRESSES.sub(_spaces, text.text[scalar.start : scalar.end])


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for value in node.values.values():
            yield from _scalars(value)
