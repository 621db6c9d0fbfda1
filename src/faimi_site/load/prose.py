"""Markdown within data: abstracts, biographies, descriptions."""

from __future__ import annotations

from markupsafe import Markup

from faimi_site import markdown
from faimi_site.load.schema import Record
from faimi_site.memory import Memory
from faimi_site.model import NO_TEXT
from faimi_site.problem import Fault, Level, Problem
from faimi_site.yamltree import Tree


def prose(record: Record, key: str, tree: Tree, memory: Memory) -> tuple[Markup, list[Problem]]:
    """Return the Markdown that a record has at a key as HTML, and the problem, if any, that it cannot be rendered."""
    text = getattr(record, key)
    rendered = markdown.render(text, memory) if text else markdown.Rendered("")
    if isinstance(rendered, Fault):
        place = tree.place_of(record.node, key)
        return NO_TEXT, [Problem("markdown/failed", Level.ERROR, place, rendered.message, rendered.hint)]
    return Markup(rendered.html), []  # noqa: S704  (made by our Markdown; raw HTML is the author's right)
