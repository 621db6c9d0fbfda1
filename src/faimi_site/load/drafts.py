"""A page's own file: what its front matter says, and its Markdown as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from datetime import date, datetime
from functools import partial
from typing import Any

from faimi_site.frozen import frozen
from faimi_site.kramdown.flaws import Flaw
from faimi_site.lazily import pattern
from faimi_site.load.files import is_page
from faimi_site.markdown import renderer
from faimi_site.memory import Asked, Memory, Result, digest
from faimi_site.model import Config, Event, Image, MarkdownOptions, Section, Source, source
from faimi_site.parallel import Crashed, crashed
from faimi_site.problem import Place, Problem, split
from faimi_site.records import made, plain
from faimi_site.rules import level_of
from faimi_site.text import LARGEST, Text, control_characters, read_text

OPENING = pattern(r"---[ \t]*\n")
CLOSING = pattern(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
LATE = pattern(r"\s+---[ \t]*\n[A-Za-z_]+:")


@frozen
class OldAddress:
    """An address that leads to a page, as it is written, and where."""

    text: str
    place: Place


@frozen
class Head:
    """What a page's front matter says, and where it says what others may have to speak of.

    It is not `readable` where a part of it had to be left out.
    """

    place: Place
    title: str = ""
    description: str = ""
    layout: str = "default"
    layout_place: Place = field(default=Place(""))
    permalink: str = ""
    weight: int = 0
    redirect_from: tuple[OldAddress, ...] = ()
    redirect_to: str = ""
    redirect_place: Place = field(default=Place(""))
    published: bool = True
    sitemap: bool = True
    lang: str = ""
    image: Image | None = None
    image_place: Place = field(default=Place(""))
    nav: str = ""
    in_nav: bool = True
    last_modified_at: date | datetime | None = None
    canonical_url: str = ""
    author: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    event: Event | None = None
    readable: bool = True


@frozen
class Body:
    """What a page's Markdown says beside its HTML: its first heading, its sections, and what is wrong in it.

    It is not `readable` where nothing could be made of it.
    """

    heading: str = ""
    sections: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
    readable: bool = True


@frozen
class Draft:
    """A page as far as its own file tells: where its Markdown starts in its text, and what stands above and in it.

    `front` and `key` are digests of what stands above the Markdown, and of the whole.
    """

    source: str
    start: int
    head: Head
    body: Body
    front: str
    key: str
    file: Source
    options: MarkdownOptions
    html: bytes | None = None

    @property
    def folder(self) -> str:
        """Return the folder of the page, below the site's folder."""
        return self.source.rpartition("/")[0]

    def read(self) -> str:
        """Return the text of the page's file; empty where it cannot be read any more."""
        text = read_text(self.file)
        return text.text if isinstance(text, Text) else ""

    def render(self) -> str:
        """Return the page's Markdown as HTML."""
        if self.html is None:
            return renderer(self.options, Memory())(self.read()[self.start :]).html
        return self.html.decode("utf-8", "surrogatepass")


@frozen
class _Parts:
    """A page's file in two parts: where the second starts, and the digests of both."""

    file: Source
    start: int
    front: str
    body: str


_NO_TEXT: Result = {"body": {}, "codes": []}


def drafts(
    sources: Mapping[str, Source], config: Config, memory: Memory, texts: bool = True
) -> Iterator[Draft | Problem]:
    """Yield what each page's own file tells, with the problems of its text, or its front matter alone."""
    parts, unreadable = split(_parts(sources[path], memory) for path in sorted(filter(is_page, sources)))
    yield from unreadable
    options = config.markdown
    settings = (str(options.smart_punctuation), str(options.math))
    above = [
        Asked((one.file.path, one.front, config.timezone, *settings), partial(_head, one, config)) for one in parts
    ]
    below = [
        Asked((one.file.path, one.front, one.body, *settings), partial(_body, one, options, memory)) for one in parts
    ]
    # Another process may be reading what stands above them.
    bodies = memory.recall_all("body", below) if texts else [_NO_TEXT] * len(parts)
    heads = memory.recall_all("head", above)
    made_of = zip(parts, heads, bodies, strict=True)
    for part, upper, lower in made_of:
        if isinstance(upper, Crashed) or isinstance(lower, Crashed):
            yield crashed(part.file.path)
            continue
        memory.adopt(lower["codes"], lower.get("_codes", {}))
        head, body = made(Head, upper["head"]), made(Body, lower["body"])
        yield from (made(Problem, problem) for problem in upper["problems"])
        yield from body.problems
        key = f"{part.front} {part.body}"
        yield Draft(part.file.path, part.start, head, body, part.front, key, part.file, options, lower.get("_html"))


def _parts(file: Source, memory: Memory) -> _Parts | Problem:
    if not file.stamp and file.size <= LARGEST:
        # What may change at any moment is read once.
        with suppress(OSError):
            file = source(file.path, file.read())

    def parted() -> Result:
        text = read_text(file)
        if isinstance(text, Problem):
            return {"problem": plain(text)}
        start = _start(text.text)
        late = LATE.match(text.text) if not start else None
        front = late.group() if late else text.text[:start]
        return {"start": start, "front": _digest(front), "body": _digest(text.text[start:])}

    known = memory.recall("parts", (file.path, file.stamp), parted) if file.stamp else parted()
    if "problem" in known:
        return made(Problem, known["problem"])
    return _Parts(file, known["start"], known["front"], known["body"])


def _digest(text: str) -> str:
    return digest(text.encode("utf-8", "surrogatepass"))


def _start(text: str) -> int:
    """Return where a page's Markdown starts: behind its front matter."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end()) if opening else None
    return closing.end() if closing else opening.end() if opening else 0


def _head(part: _Parts, config: Config) -> Result:
    from faimi_site.load.heads import head  # heavy: not needed where everything is remembered

    text = read_text(part.file)
    if isinstance(text, Problem):
        return {"head": plain(Head(Place(part.file.path))), "problems": [plain(text)]}
    late = LATE.match(text.text) if not part.start else None
    front = late.group() if late else text.text[: part.start]
    heads, problems = split(head(Text(text.file, front), config.timezone, renderer(config.markdown, Memory())))
    return {"head": plain(heads[0]), "problems": plain(problems)}


def _body(part: _Parts, options: MarkdownOptions, memory: Memory) -> Result:
    text = read_text(part.file)
    if isinstance(text, Problem):
        return {"body": plain(Body(problems=(text,), readable=False)), "_html": b"", "codes": []}
    codes = memory.apart()
    rendered = renderer(options, codes)(text.text[part.start :])
    above = text.place(part.start).line - 1
    # What stands in the front matter is reported with it; these two are taken out before Markdown is read.
    controls = (one for one in control_characters(text, allowed="\x02\x03") if one.place.line > above)
    body = Body(
        heading=rendered.heading,
        sections=tuple(_section(name, text, above + line) for name, line in rendered.sections),
        problems=(*(_flawed(flaw, text, above) for flaw in rendered.flaws), *controls),
        readable=bool(rendered.html) or not rendered.flaws,
    )
    # As bytes it takes half the room of a text with one sign that is not Latin.
    html = rendered.html.encode("utf-8", "surrogatepass")
    return {"body": plain(body), "codes": list(codes.used), "_html": html, "_codes": codes.used}


def _section(name: str, text: Text, line: int) -> Section:
    start = text.text.index("[", text.line_start(line))
    return Section(name, text.place(start, len(name) + 2))


def _flawed(flaw: Flaw, text: Text, above: int) -> Problem:
    """Return the problem of a flaw in a page's Markdown."""
    start = text.line_start(above + flaw.line)
    at = max(text.text.find(flaw.shown, start), start) if flaw.shown else start
    to_its_end = len(text.text)
    place = text.place(at, len(flaw.shown) or to_its_end)
    return Problem(flaw.rule, level_of(flaw.rule), place, flaw.message, flaw.hint)
