"""Markdown within data: abstracts, biographies, descriptions."""

from __future__ import annotations

from markupsafe import Markup

from faimi_site import markdown
from faimi_site.memory import Memory
from faimi_site.problem import Fault, Level, Place, Problem


def prose(text: str, place: Place, memory: Memory) -> Markup | Problem:
    """Return a field's Markdown as HTML, or the problem that it cannot be rendered."""
    if not text:
        return Markup("")
    rendered = markdown.render(text, memory)
    if isinstance(rendered, Fault):
        return Problem("markdown/failed", Level.ERROR, place, rendered.message, rendered.hint)
    return Markup(rendered.html)  # noqa: S704  (made by our Markdown; raw HTML is the author's right)
