"""Addresses in the texts of an old site, as ours wants them: from `/` on, where a build adds the base path."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from faimi_site.filelinks import is_carried, with_addresses
from faimi_site.frozen import frozen
from faimi_site.htmlpass import ADDRESS_ATTRIBUTES, attribute_value, resolve_addresses
from faimi_site.kramdown.attributes import BODY, with_values
from faimi_site.lazily import pattern
from faimi_site.model import Source
from faimi_site.scaffold.leads import Leads, Way
from faimi_site.scaffold.own import Own
from faimi_site.scaffold.shown import shown

_OF_MARKDOWN = pattern(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)([^\s<>()]+)", re.MULTILINE)
_ATTRIBUTES = pattern(rf"(?<=\{{:)(?!:|/){BODY}(?=\}})")
_RUN_OR_STYLED = (".js", ".mjs", ".css", ".json", ".webmanifest", ".html", ".htm", ".xhtml", ".svg")
# Stands before each address that leads out of the site until its text is done: a noncharacter (Unicode, 23.7), which
# no text is to hold.
_MARK = "\ufdd0"
_ADDRESS = pattern(r"[^\s\"'<>()]*")


@frozen
class Addressed:
    """A text with the addresses of the new site: how many start at its root now, and how many name pages anew."""

    text: str
    at_root: int = 0
    renamed: int = 0


class _Now:
    """Writes addresses as they lead from the new site, marks those that lead out of it, and counts what it did."""

    def __init__(self, leads: Leads) -> None:
        self.leads, self.done = leads, Counter[Way]()

    def __call__(self, address: str) -> str:
        made, way = self.leads.now(address)
        self.done[way] += 1
        return f"{_MARK}{made}" if way is Way.OUTSIDE else made

    def addressed(self, text: str) -> Addressed:
        """Return a text with what was done in it."""
        return Addressed(text, self.done[Way.AT_ROOT], self.done[Way.RENAMED])


def local_markdown(text: str, leads: Leads) -> Addressed:
    """Return Markdown whose links, elements and attribute lists lead to the same places from the new site.

    An address that leads out of the site has a mark before it, which `unmarked` takes away.
    """
    now, made, at = _Now(leads), [], 0
    for start, end in (*shown(text), (len(text), len(text))):
        part = _OF_MARKDOWN.sub(lambda link: link[1] + now(link[2]), text[at:start])
        part = _ATTRIBUTES.sub(lambda found: _listed(found.group(), now), part)
        made += [resolve_addresses(part, now), text[start:end]]
        at = end
    return now.addressed("".join(made))


def _listed(attributes: str, now: _Now) -> str:
    """Return an attribute list whose addresses lead to the same places."""

    def value(key: str, written: str) -> str:
        name = key.lower()
        return attribute_value(name, written, now) if name in ADDRESS_ATTRIBUTES else written

    return with_values(attributes, value)


def local_html(text: str, leads: Leads) -> Addressed:
    """Return HTML whose elements lead to the same places from the new site, with marks as above."""
    now = _Now(leads)
    return now.addressed(resolve_addresses(text, now))


def unmarked(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return a text without marks, and each address that had one, with its offset."""
    first, *rest = text.split(_MARK)
    made, outside = first, []
    for part in rest:
        found = _ADDRESS.match(part)
        outside.append((len(made), found.group() if found else ""))
        made += part
    return made, tuple(outside)


def local_file(path: str, file: Source, leads: Leads) -> Addressed | None:
    """Return the text of a file whose addresses lead to the same places from the new site, with marks as above.

    None stands for a file in which a build changes no address, and for one in which none has to change.
    """
    if not (is_carried(path, file) and (leads.own.base_path or leads.renamed)):
        return None
    try:
        text = file.read().decode()
    except (OSError, UnicodeDecodeError):
        return None  # a build leaves it alone as well
    now = _Now(replace(leads, own=replace(leads.own, url="")))  # full addresses are right as they are
    made = with_addresses(path, text, now)
    return now.addressed(made) if made != text else None


def keeps_base_path(path: str, file: Source, own: Own) -> bool:
    """Return whether a file names the base path where no build adds it: in a script, or in what is in assets/."""
    if not own.base_path or not path.lower().endswith(_RUN_OR_STYLED) or is_carried(path, file):
        return False
    written = re.compile(rb"(?<![\w./:-])" + re.escape(own.base_path.encode()) + rb"(?![\w.-])")
    try:
        return written.search(file.read()) is not None
    except OSError:
        return False
