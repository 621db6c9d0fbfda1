"""A page's own file: its front matter, and its Markdown as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faimi_site.kramdown.tree import Flaw
from faimi_site.load.files import is_page
from faimi_site.load.schema import FrontMatter
from faimi_site.load.validate import validated
from faimi_site.markdown import Render, Rendered
from faimi_site.model import Source
from faimi_site.problem import Level, Problem, guess, split
from faimi_site.rules import level_of
from faimi_site.text import Text, control_characters, read_text
from faimi_site.yamltree import Scalar, Tree, parse

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_HEADING = re.compile(r"^#{2,6} .*", re.MULTILINE)
_LATE = re.compile(r"\s+---[ \t]*\n[A-Za-z_]+:")


@dataclass(frozen=True)
class Draft:
    """A page as far as its own file tells: its text, where its Markdown starts, its front matter, its HTML."""

    source: str
    text: Text
    body: int
    tree: Tree
    matter: FrontMatter
    rendered: Rendered
    readable: bool

    @property
    def folder(self) -> str:
        """Return the folder of the page, below the site's folder."""
        return self.source.rpartition("/")[0]


def drafts(sources: Mapping[str, Source], render: Render) -> Iterator[Draft | Problem]:
    """Yield what each page's own file tells, with the problems of its text."""
    for path in sorted(filter(is_page, sources)):
        yield from _draft(sources[path], render)


def _draft(source: Source, render: Render) -> Iterator[Draft | Problem]:
    text = read_text(source)
    if isinstance(text, Problem):
        yield text
        return
    tree, body, problems = _front_matter(text)
    # What stands in the front matter has been reported with it.
    controls = [p for p in control_characters(text, allowed="\f\v\x02\x03") if p.place.line >= text.place(body).line]
    records, wrong = split(validated(FrontMatter, tree))
    matter, misspelt = records[0] if records else FrontMatter.model_validate({}), list(_misspelt(tree))
    rendered = render(text.text[body:])
    unrendered = not rendered.html and bool(rendered.flaws)
    yield from (_flawed(flaw, text, body) for flaw in rendered.flaws)
    yield from [*problems, *controls, *wrong, *misspelt]
    yield Draft(
        source.path, text, body, tree, matter, rendered, readable=not (problems or misspelt or wrong or unrendered)
    )


def _flawed(flaw: Flaw, text: Text, body: int) -> Problem:
    """Return the problem of a flaw in a page's Markdown."""
    line = text.place(body).line - 1 + flaw.line
    start = text.line_start(line)
    at = max(text.text.find(flaw.shown, start), start) if flaw.shown else start
    width = len(flaw.shown) or len(text.place(start).excerpt)
    return Problem(flaw.rule, level_of(flaw.rule), text.place(at, width), flaw.message, flaw.hint)


def _front_matter(text: Text) -> tuple[Tree, int, list[Problem]]:
    """Return the tree of a page's front matter, where its body starts, and what is wrong with the former."""
    none = Tree(text, Scalar(0, 0, "", plain=True))
    opening = _OPENING.match(text.text)
    if not opening:
        if late := _LATE.match(text.text):
            place = text.place(late.group().index("---"), 3)
            message = "front matter starts on the first line of a file, or it is text"
            problem = Problem("front-matter/late", Level.ERROR, place, message, "take out what stands above it")
            return none, 0, [problem]
        return none, 0, []
    closing = _CLOSING.search(text.text, opening.end())
    if not closing:
        message, hint = (
            "the front matter that starts here is never closed",
            "end it with a line of three dashes: ---",
        )
        return (
            none,
            opening.end(),
            [Problem("front-matter/unclosed", Level.ERROR, text.place(0, 3), message, hint)],
        )
    heading = _HEADING.search(text.text, opening.end(), closing.start())
    if heading:
        message = "a heading stands in the front matter, where '#' starts a comment"
        hint = "is the line of three dashes above it missing? A comment starts with one '#'"
        place = text.place(heading.start(), len(heading.group()))
        return none, closing.end(), [Problem("front-matter/heading", Level.ERROR, place, message, hint)]
    tree = parse(text, opening.end(), closing.start())
    if isinstance(tree, list):
        return none, closing.end(), tree
    return tree, closing.end(), []


def _misspelt(tree: Tree) -> Iterator[Problem]:
    """Yield a problem for each key of a page's own that is nearly a known one."""
    known = FrontMatter.model_fields
    for key in getattr(tree.root, "keys", {}):
        if key in known:
            continue
        near = [name for name in known if _same_but_for_form(key, name) or one_edit_apart(key, name)]
        if near:
            message = f"front matter has no field '{key}'"
            yield Problem("field/unknown", Level.ERROR, tree.key_place(key), message, guess(near[0], near))


def one_edit_apart(one: str, other: str) -> bool:
    """Return whether one letter added, taken away, changed or swapped with its neighbour makes one word the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:] and len(one) > 1
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped


def _same_but_for_form(one: str, other: str) -> bool:
    return one.replace("-", "_").casefold().replace("_", "") == other.replace("_", "")
