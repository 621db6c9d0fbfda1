"""Words that stand in for facts, left in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from faimi_site.check.written import Written
from faimi_site.lazily import pattern
from faimi_site.model import Event, Site, day_of
from faimi_site.problem import Problem
from faimi_site.rules import found
from faimi_site.wording import prose_of_markdown

if TYPE_CHECKING:
    from faimi_site.yamltree import Node, Scalar

_LATE = timedelta(days=31)
_STAND_IN = pattern(
    r"(?<![^\W_])(?:TB[ACD]|TODO|FIXME|XXX)(?![^\W_]|[-_=]\w)"
    r"|\b(?i:to\s+be\s+(?:confirmed|announced|determined|decided)|coming\s+soon|lorem\s+ipsum)\b"
)
_SIGNS = pattern("TB|TODO|FIXME|XXX")  # some of each of the words in capitals
MARK = "TODO(edition):"  # what `new edition` writes before each thing that is left to do
_LEFT_TO_DO = pattern(r"(?:#|<!--)[ \t]*TODO\(edition\):(.*?)(?:-->|$)", re.MULTILINE)
_TO_BE = pattern(r"to\s+be")
# Addresses, and definitions of links, in which comments hide: [comment]: # (TODO).
_ADDRESSES = pattern(r"https?://\S+|\]\([^()\s]*|^ {0,3}\[(?!\^)[^\[\]\n]+\]:[^\n]*", re.MULTILINE)


def placeholders(written: Written) -> Iterator[Problem]:
    """Yield a note for each word in a published text that stands in for a fact."""
    text = written.text
    if not (written.is_page or written.is_data) or not _may_hold_stand_ins(text.text):
        return
    for start, stretch in _stretches(written):
        for word in _STAND_IN.finditer(stretch):
            place = text.place(start + word.start(), len(" ".join(word.group().split())))
            message = f"'{' '.join(word.group().split())}' is still to be filled in"
            yield found("content/to-do", place, message, "write what is known by now, or take it out")


def new_edition_is_filled_in(written: Written) -> Iterator[Problem]:
    """Yield a warning for each comment in which `new edition` has left something to do."""
    if MARK in written.text.text and not written.lines:
        for mark in _LEFT_TO_DO.finditer(written.text.text):
            message = f"the new edition is not ready: {mark[1].strip()}"
            place = written.text.place(mark.start(), len(mark.group()))
            yield found("draft/to-do", place, message, "do what it says, and take the comment out")


def _may_hold_stand_ins(text: str) -> bool:
    """Return whether some part stands in a text that each word has which stands in for a fact: most have none."""
    lowered = text.lower()
    some = bool(_SIGNS.search(text)) or "oon" in lowered or "lorem" in lowered
    return some or _TO_BE.search(lowered) is not None


def with_its_event(site: Site, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, the notes of placeholders as warnings where the event is near or over."""
    at = {page.url: page.event for page in site.pages}
    own = {page.source: at.get(page.notebook.home.url) if page.notebook else page.event for page in site.pages}
    of_folder = {page.folder: page.event for page in site.pages if page.source == f"{page.folder}/index.md"}
    for problem in problems:
        path = problem.place.file
        event = own.get(path) or of_folder.get(path.rpartition("/")[0])
        late = _late(event, site.today) if problem.rule == "content/to-do" else ""
        yield found("content/to-do-late", problem.place, problem.message + late, problem.hint) if late else problem


def _late(event: Event | None, today: date) -> str:
    """Return what makes a placeholder late; empty where nothing does."""
    start = day_of(event.start) if event and event.start else None
    if event is None or start is None or start - today > _LATE or event.status in ("postponed", "cancelled"):
        return ""
    return f", and the event {'starts' if start >= today else 'was'} on {start}"


def _stretches(written: Written) -> Iterator[tuple[int, str]]:
    """Yield what an author wrote as prose, each with where it starts: a page's Markdown, the values of YAML."""
    from faimi_site.yamltree import parse  # heavy, and few texts have such words

    text, body = written.text, written.body
    start, end = 0, len(text.text)
    if written.is_page:
        yield body, _ADDRESSES.sub(_spaces, prose_of_markdown(text.text[body:]))
        start, end = (text.text.find("\n") + 1, text.text.rfind("\n", 0, max(body - 1, 0)) + 1)
    tree = parse(text, start, end) if start < end else []
    if not isinstance(tree, list):
        for scalar in _scalars(tree.root):
            yield scalar.start, _ADDRESSES.sub(_spaces, text.text[scalar.start : scalar.end])


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _scalars(node: Node) -> Iterator[Scalar]:
    from faimi_site.yamltree import Mapping, Scalar, Sequence

    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for value in node.values.values():
            yield from _scalars(value)
