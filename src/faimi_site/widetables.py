"""Tables and formulas that a phone may not have the room for: they scroll by themselves, also without a mouse."""

from __future__ import annotations

import re
from collections import Counter

from markupsafe import Markup

from faimi_site.charrefs import unescape
from faimi_site.lazily import pattern

_SCROLL = '<{} class="scroll" role="group" {} tabindex="0">'
_SCROLLS = 'tabindex="0">'  # what ends the tag of an element around a table that scrolls already
_HOLDS_NONE = ("table", "p", "pre", "code")
# A tag that counts here; comments, what is text in HTML and what other tags quote hold none. What never ends takes all
# that follows, and is looked through once.
_TAG = pattern(
    r"""<!--.*?(?:-->|\Z) | <(script|style|textarea|template)(?=[\s/>]).*?(?:</\1\s*>|\Z)
      | <(?P<end>/?)(?P<name>table|p|pre|code)(?=[\s/>])[^<>"]*(?:"[^"]*"[^<>"]*)*>
      | <[a-z][^<>"]*"[^"]*"[^<>"]*(?:"[^"]*"[^<>"]*)*>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_FORMULA = pattern(r"<math([^>]*)>(.*?)(?:</math>|\Z)", re.DOTALL)
_OWN_LINE = ' display="block"'
_ANY_TAG = pattern(r"<[^>]*>")
_LONG = 20  # letters and signs of a formula: what has no more fits into a list on a screen of 320 pixels


def scrollable(content: str, in_english: str = "") -> Markup:
    """Return a text in which each table, but one within another, and each long formula stands in what scrolls.

    A table within a paragraph or code stays as it is; a formula on a line of its own scrolls by its style.
    On a page that is not in English, whose `in_english` is not empty, they are called by the words of the elements
    `w.table` and `w.formula`.
    """
    foreign = bool(in_english)
    table = _SCROLL.format("div", 'aria-labelledby="w.table"' if foreign else 'aria-label="Table"')
    formula = _SCROLL.format("span", 'aria-labelledby="w.formula"' if foreign else 'aria-label="Formula"')

    def scrolling(found: re.Match[str]) -> str:
        if _OWN_LINE in found[1] or not found[0].endswith("</math>"):
            return found[0]
        shown = unescape(_ANY_TAG.sub("", found[2]))
        return f"{formula}{found[0]}</span>" if len(shown) > _LONG else found[0]

    # Safe to be HTML: it was.
    return Markup(_FORMULA.sub(scrolling, _scrolling_tables(content, table)))  # noqa: S704


def _scrolling_tables(content: str, opened: str) -> str:
    made, done, begin = [], 0, -1  # no table is open that is to be wrapped
    depth: Counter[str] = Counter()
    for tag in _TAG.finditer(content) if "<table" in content.lower() else ():
        name = (tag["name"] or "").lower()
        if name and not tag["end"]:
            if name == "table" and not any(map(depth.get, _HOLDS_NONE)) and not _scrolls(content, tag.start()):
                begin = tag.start()
            depth[name] += 1
        elif name:
            # A stray end tag ends nothing.
            depth[name] = max(0, depth[name] - 1)
            if name == "table" and not depth[name] and begin >= 0:
                made += [content[done:begin], opened, content[begin : tag.end()], "\n</div>"]
                done, begin = tag.end(), -1
    return "".join([*made, content[done:]])


def _scrolls(content: str, begin: int) -> bool:
    """Return whether what stands right before a place is the tag of an element that scrolls."""
    return content[max(0, begin - 200) : begin].rstrip().endswith(_SCROLLS)
