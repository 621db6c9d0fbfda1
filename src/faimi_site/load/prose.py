"""Markdown within data: abstracts, biographies, descriptions."""

from __future__ import annotations

from markupsafe import Markup

from faimi_site.load.schema import Record
from faimi_site.markdown import Render
from faimi_site.model import NO_TEXT
from faimi_site.problem import Problem
from faimi_site.rules import level_of
from faimi_site.yamltree import Tree


def prose(record: Record, key: str, tree: Tree, render: Render) -> tuple[Markup, list[Problem]]:
    """Return the Markdown that a record has at a key as HTML, and the problems of it."""
    text = getattr(record, key)
    if not text:
        return NO_TEXT, []
    rendered = render(text)
    place = tree.place_of(record.node, key)
    problems = [Problem(flaw.rule, level_of(flaw.rule), place, flaw.message, flaw.hint) for flaw in rendered.flaws]
    return Markup(rendered.html), problems  # noqa: S704  (made by our Markdown; raw HTML is the author's right)
