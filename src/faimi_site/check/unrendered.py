"""Markdown that never became what its author meant, found in the text of a page and shown in its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from faimi_site.check.written import Written
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.problem import Problem, counted
from faimi_site.rules import found
from faimi_site.text import Text
from faimi_site.wording import fences, folded, prose_of_html, prose_of_markdown

_IN_HTML = 'inside of HTML, write markdown="1" into the element around it'
_SHOWN = 60  # characters of a text in a message
_WORDS = r"(?:[^\[\]\n]|\n(?![ \t]*\n))"
_TO = r"(?P<to>(?:https?://|www\.|mailto:)[^\s()\[\]]*)"


@frozen
class Kind:
    """One way in which Markdown stays text: how it looks in a page and in its source, and how it is written.

    `holds` is a part of all that looks so: where it does not stand, nothing has to be looked for.
    """

    holds: str
    looks: re.Pattern[str]
    noun: str
    hint: Callable[[re.Match[str]], str]
    counts: Callable[[re.Match[str]], bool] = lambda _: True

    def key(self, match: re.Match[str]) -> str:
        """Return what a stretch of a page and the one that it comes from have in common."""
        return folded(match["text"] if "text" in match.re.groupindex else match.group())

    def taken_out(self, prose: str) -> str:
        """Return a page's prose without what is of this kind, so that it is not taken for another one too."""
        if self.holds not in prose:
            return prose
        return self.looks.sub(lambda match: "\n" if self.counts(match) else match.group(), prose)


@frozen
class Origin:
    """What was written: a text that is Markdown from a place on, and its prose at the same places."""

    text: Text
    start: int

    @cached_property
    def prose(self) -> str:
        """Return the text without code, comments and formulas, and without what stands before its Markdown."""
        return " " * self.start + prose_of_markdown(self.text.text[self.start :])


def _as_link(match: re.Match[str]) -> str:
    return f"write [{' '.join(match['text'].split())}]({match['to'] or '...'})"


def _as_picture(match: re.Match[str]) -> str:
    words = f"write ![{' '.join(match['text'].split())}](picture.png)"
    return _IN_HTML if "](" in match.group() else f"{words}, without a space between"


def _as_attributes(match: re.Match[str]) -> str:
    written = re.sub(r"=([^\s\"']+)", r'="\1"', match.group().strip("{: }"))
    return f"write {{: {written}}} directly after a link or a picture, or on a line of its own below a block"


def _has_letter(match: re.Match[str]) -> bool:
    return any(map(str.isalpha, match["text"]))


def _names_a_definition(match: re.Match[str]) -> bool:
    """Return whether `[a][b]` can be a link: citations such as [1][2] and [Smith 2020][Jones 2021] are none."""
    year = r".*\b(?:19|20)\d\d[a-z]?"
    return _has_letter(match) and not (re.fullmatch(year, match["text"]) and re.fullmatch(year, match["id"]))


KINDS = (
    Kind(
        "![",
        pattern(rf"(?<!\w)!\[(?P<text>{_WORDS}{{0,200}})\](?:[ ]?\([^()\n]{{0,500}}\)?)?"),
        "a picture",
        _as_picture,
        _has_letter,
    ),
    Kind(
        "[",
        pattern(rf"\[(?P<text>{_WORDS}{{1,200}})[\[{{(|)}}]\({_TO}\)?"),
        "a link",
        _as_link,
    ),
    Kind(
        ")[",
        pattern(rf"\((?P<text>[^()\n]{{1,200}})\)\[{_TO}\]"),
        "a link",
        _as_link,
    ),
    Kind(
        "[",
        pattern(rf"\[(?P<text>{_WORDS}{{1,200}})\]\s\({_TO}\)"),
        "a link",
        _as_link,
        _has_letter,
    ),
    Kind(
        "](",
        pattern(rf"\[(?P<text>{_WORDS}{{1,200}})\]\((?!\[)[^\s()]{{0,500}}\)?"),
        "a link",
        lambda _: f"write [text](address), with no link in its text; {_IN_HTML}",
        _has_letter,
    ),
    Kind(
        "][",
        pattern(rf"(?<![\w\])])\[(?P<text>{_WORDS}{{1,200}})\]\[(?P<id>[^\[\]\n]{{0,100}})\]"),
        "a link",
        lambda match: f"write its address on a line of its own: [{match['id'] or match['text']}]: https://...",
        _names_a_definition,
    ),
    Kind(
        "[^",
        pattern(r"\[\^(?P<id>(?!.-.\])[\w-]+)\]"),
        "the mark of a footnote",
        lambda match: f"write the note on a line of its own: [^{match['id']}]: ...",
    ),
    Kind(
        "{",
        pattern(
            r"\{:\s*(?:[.#][A-Za-z]|toc\b|[\w-]+\s*=)[^{}\n]*\}|\{\s*[.#][A-Za-z][\w-]*(?:\s[^{}\n]*)?\}"
            r"|\{\s*(?:width|height|target|style|class|rel|align|id)\s*=[^{}\n]*\}"
        ),
        "a list of attributes",
        _as_attributes,
    ),
    Kind(
        "<http",
        pattern(r"<(?P<to>https?://[^\s<>]++)(?!>)"),
        "a link",
        lambda match: f"write <{match['to']}>",
    ),
)
# Stars that come in pairs, and a word in bold with a star of its own, which leads to a note.
_EVEN = {(1, 1), (2, 2), (3, 3), (2, 3)}
STARS = pattern(r"(?<![\\*\w])(\*{1,3})(?P<text>[\w\"'“(\[](?:[^*\n]{0,200}[^\s*])?)(\*{1,3})(?=[\s.,;:!?)\]]|\Z)")
NESTED = pattern(rf"\[(?P<text>{_WORDS}{{0,200}})\]\(\s?\[{_WORDS}{{0,200}}\]\((?P<to>[^\s()]*)\)\)?")
_NESTS = pattern(r"\]\(\s?\[")  # within all that is NESTED, in whatever way its surroundings are written
BARE = pattern(r"(?<![\w/<=\"'])(?<!\]\()(?:https?://|www\.(?=[\w-]+\.))(?:[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]'’*_])")


def markdown_became_html(written: Written) -> Iterator[Problem]:
    """Yield a warning for each piece of Markdown that stayed text, and a note for each address that is no link."""
    text = written.text
    for html, start in written.made:
        source = Origin(text, start)
        whole = prose = prose_of_html(html)
        for kind in KINDS:
            yield from _left(kind, prose, source)
            prose = kind.taken_out(prose)
        if _NESTS.search(text.text, start):
            yield from _nested(source)
        if "*" in prose:
            yield from _stars_left(prose, source)
        if "://" in whole or "www." in whole:
            unlinked = prose_of_html(html, frozenset({"a"}))
            for kind in KINDS:
                unlinked = kind.taken_out(unlinked)
            yield from _bare_addresses(unlinked, source)


def blocks_of_code_end(written: Written) -> Iterator[Problem]:
    """Yield a warning for each fence of a page that opens a block of code which never ends."""
    if not written.is_page:
        return
    text, body = written.text, written.body
    markdown = text.text[body:]
    for fence in fences(markdown):
        in_comment = markdown.rfind("<!--", 0, fence.start) > markdown.rfind("-->", 0, fence.start)
        if not fence.closed and not in_comment:
            place = text.place(body + fence.mark_at, len(fence.mark))
            message = "the block of code that starts here never ends"
            yield found("markdown/not-a-link", place, message, f"end it with a line of {fence.mark}")


def _left(kind: Kind, prose: str, source: Origin) -> Iterator[Problem]:
    """Yield a problem for each piece of one kind that stands in a page's prose and, as it is written, in its source."""
    if kind.holds not in prose:
        return
    text = source.text
    left = [match for match in kind.looks.finditer(prose) if kind.counts(match)]
    if not left:
        return
    written: dict[str, list[re.Match[str]]] = {}
    for match in kind.looks.finditer(source.prose):
        written.setdefault(kind.key(match), []).append(match)
    for match in left:
        # What its author wrote with backslashes, or in HTML's signs, is meant to be text.
        places = written.get(kind.key(match), [])
        if places:
            here = places.pop(0)
            shown = " ".join(text.text[here.start() : here.end()].split())
            place = text.place(here.start(), here.end() - here.start())
            message = f"'{_short(shown)}' stays text; it seems to be {kind.noun}"
            yield found("markdown/not-a-link", place, message, kind.hint(match))


def _nested(source: Origin) -> Iterator[Problem]:
    """Yield a problem for each link that stands where another's address belongs."""
    for match in NESTED.finditer(source.prose):
        place = source.text.place(match.start(), len(match.group()))
        message = f"'{_short(match.group())}' has a link for an address"
        yield found("markdown/not-a-link", place, message, _as_link(match))


def _stars_left(prose: str, source: Origin) -> Iterator[Problem]:
    """Yield a problem for each stretch between unequal stars of which some stand in the page."""
    candidates = [match for match in STARS.finditer(source.prose) if (len(match[1]), len(match[3])) not in _EVEN]
    if not candidates:
        return
    after = {folded(word) for word in re.findall(r"\*[\"'“(\[]?(\w+)", prose)}
    before = {folded(word) for word in re.findall(r"(?<!\w)(\w+)[.!?)\"'”\]]?\*", prose)}
    for match in candidates:
        words = re.findall(r"\w+", match["text"])
        if words and (folded(words[0]) in after or folded(words[-1]) in before):
            stars = "*" * max(1, min(len(match[1]), 2))
            place = source.text.place(match.start(), len(match.group()))
            message = (
                f"'{_short(match.group())}' has {counted(len(match[1]), 'star')} before it and {len(match[3])} after it"
            )
            yield found("markdown/not-a-link", place, message, f"write {stars}{match['text']}{stars}")


def _bare_addresses(prose: str, source: Origin) -> Iterator[Problem]:
    """Yield a note for each address in the prose outside of links, at its place in the source."""
    written: dict[str, list[int]] = {}
    for match in BARE.finditer(source.prose) if BARE.search(prose) else ():
        written.setdefault(folded(match.group()), []).append(match.start())
    for match in BARE.finditer(prose):
        places = written.get(folded(match.group()), [])
        if places:
            place = source.text.place(places.pop(0), len(match.group()))
            message = f"'{_short(match.group())}' is no link here"
            yield found("content/bare-address", place, message, f"write <{_with_scheme(match.group())}>")


def _with_scheme(address: str) -> str:
    return f"https://{address}" if address.startswith("www.") else address


def _short(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
