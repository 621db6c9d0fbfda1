"""The front matter of a page, checked and understood: all that its own first lines tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faimi_site.lazily import pattern
from faimi_site.load.drafts import CLOSING, LATE, OPENING, Head, OldAddress
from faimi_site.load.events import event
from faimi_site.load.schema import FrontMatter
from faimi_site.load.validate import validated
from faimi_site.markdown import Render
from faimi_site.model import Image
from faimi_site.problem import Level, Place, Problem, guess, split
from faimi_site.text import Text
from faimi_site.yamltree import Scalar, Sequence, Tree, parse

_HEADING = pattern(r"^#{2,6} .*", re.MULTILINE)


def head(text: Text, timezone: str, render: Render) -> Iterator[Head | Problem]:
    """Yield what the text above a page's Markdown says, and the problems of that."""
    tree, problems = _front_matter(text)
    records, wrong = split(validated(FrontMatter, tree))
    matter, misspelt = records[0] if records else FrontMatter.model_validate({}), list(_misspelt(tree))
    events, in_event = split(event(matter, tree, timezone, render))
    yield from [*problems, *wrong, *misspelt, *in_event]
    image = matter.image
    yield Head(
        place=tree.key_place("permalink") if matter.node.gives("permalink") else Place(text.file),
        title=matter.title,
        description=matter.description,
        layout=matter.layout,
        layout_place=tree.place("layout"),
        permalink=matter.permalink,
        weight=matter.weight,
        redirect_from=tuple(_old_addresses(matter, tree)),
        redirect_to=matter.redirect_to,
        redirect_place=tree.place("redirect_to"),
        published=matter.published,
        sitemap=matter.sitemap,
        lang=matter.lang,
        image=Image(image.path, image.alt) if image else None,
        image_place=tree.place_of(image.node, "path") if image else Place(""),
        nav=matter.nav or "",
        in_nav=matter.nav is not False,
        last_modified_at=matter.last_modified_at,
        canonical_url=matter.canonical_url,
        author=matter.author,
        params=dict(matter.__pydantic_extra__ or {}),
        event=events[0] if events else None,
        readable=not (problems or misspelt or wrong),
    )


def _old_addresses(matter: FrontMatter, tree: Tree) -> Iterator[OldAddress]:
    node = matter.node.values.get("redirect_from")
    for item in node.items if isinstance(node, Sequence) else [node]:
        if isinstance(item, Scalar) and not item.null:
            yield OldAddress(item.text, tree.place_of(item))


def _front_matter(text: Text) -> tuple[Tree, list[Problem]]:
    """Return the tree of a page's front matter, and what is wrong with it."""
    none = Tree(text, Scalar(0, 0, "", plain=True))
    opening = OPENING.match(text.text)
    if not opening:
        if late := LATE.match(text.text):
            place = text.place(late.group().index("---"), 3)
            message = "front matter starts on the first line of a file, or it is text"
            return none, [Problem("front-matter/late", Level.ERROR, place, message, "take out what stands above it")]
        return none, []
    closing = CLOSING.search(text.text, opening.end())
    if not closing:
        message = "the front matter that starts here is never closed"
        hint = "end it with a line of three dashes: ---"
        return none, [Problem("front-matter/unclosed", Level.ERROR, text.place(0, 3), message, hint)]
    heading = _HEADING.search(text.text, opening.end(), closing.start())
    if heading:
        message = "a heading stands in the front matter, where '#' starts a comment"
        hint = "is the line of three dashes above it missing? A comment starts with one '#'"
        place = text.place(heading.start(), len(heading.group()))
        return none, [Problem("front-matter/heading", Level.ERROR, place, message, hint)]
    tree = parse(text, opening.end(), closing.start())
    return (none, tree) if isinstance(tree, list) else (tree, [])


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
