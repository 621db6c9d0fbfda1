"""Liquid in a page: the templates that Jekyll runs in Markdown, and which stay text here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faimi_site.check.written import Written
from faimi_site.lazily import pattern
from faimi_site.problem import Problem
from faimi_site.rules import found
from faimi_site.wording import prose_of_markdown

_LIQUID = pattern(
    r"""\{%-?\s*[a-z]\w*[^{}]*?-?%\}
      | \{\{-?\s*(?:[a-z_][\w.-]*(?:\[[^{}\[\]\n]*\][\w.-]*)*|"[^"{}\n]*"|'[^'{}\n]*')\s*(?:\|[^{}\n]*)?\}\}""",
    re.VERBOSE,
)
_MEANT = pattern(r"^render_with_liquid:[ \t]*false\b", re.MULTILINE)


def liquid_is_gone(written: Written) -> Iterator[Problem]:
    """Yield a warning for each tag and each value of Liquid in a page, but in code and where the page means it."""
    text, body = written.text, written.body
    if not written.is_page or written.lines or not ("{{" in text.text or "{%" in text.text):
        return
    if _MEANT.search(text.text, 0, body):
        return
    # Escaped, a pipe is no border of a table: Liquid it stays.
    prose = prose_of_markdown(text.text[body:].replace("\\|", " |"))
    for one in _LIQUID.finditer(prose):
        shown = " ".join(one.group().split())
        place = text.place(body + one.start(), len(one.group()))
        hint = "write what it stands for; where it is meant as text, put it in backticks"
        yield found("text/liquid", place, f"'{shown[:80]}' is Liquid, which nothing runs here", hint)
