"""The headings in the HTML of a page's text: what a table of contents lists, and what can be linked to."""

from __future__ import annotations

import re
from functools import partial
from itertools import islice

from markupsafe import Markup

from faimi_site.charrefs import unescape
from faimi_site.document import read_document
from faimi_site.lazily import pattern
from faimi_site.model import Heading

# A heading as Markdown writes it, on a line of its own. One within another element, as a `summary`, stays as it is.
_HEADING = pattern(r"""\n<h([2-4])((?: [\w-]+="[^"]*")*? id="([^"]+)"(?:[^<>"']|"[^"]*"|'[^']*')*)>([^\n]*?)</h\1>""")
_NOTE = pattern(r'<sup id="fnref.*?(?:</sup>|\Z)', re.DOTALL)
_TAG = pattern(r"<[^>]*>")
# A heading of level 1; comments and what is text in HTML hold none. What never ends takes all that follows, and is
# looked through once.
_TOP = pattern(
    r"""<!--.*?(?:-->|\Z) | <(script|style|textarea|template)(?=[\s/>]).*?(?:</\1\s*>|\Z)
      | <h1(?:\s[^>]*)?>.*?(?:(?P<end></h1\s*>)\n?|\Z)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_TRIED = 10  # for each of these the text before it is read
_NOT_LISTED = pattern(r'class="[^"]*\bno_toc\b')


def headings(content: str) -> list[Heading]:
    """Return the headings of the levels 2 and 3 that have an id, but those of the class `no_toc`."""
    return [
        Heading(int(level), unescape(anchor), unescape(_words(text)))
        for level, attributes, anchor, text in _HEADING.findall(f"\n{content}")
        if level != "4" and not _NOT_LISTED.search(attributes)
    ]


def own_heading(content: str) -> tuple[Markup, Markup]:
    """Return the first heading of level 1 in a text, which is empty where there is none, and the text without it.

    One within another element, as a quote, is none of the page.
    """
    for found in islice(_TOP.finditer(content), _TRIED) if "<h1" in content or "<H1" in content else ():
        if found["end"] and _stands_freely(content, found.start()):
            heading = content[found.start() : found.end("end")]
            # Safe to be HTML: both are parts of what was.
            return Markup(heading), Markup(content[: found.start()] + content[found.end() :])  # noqa: S704
    return Markup(), Markup(content)  # noqa: S704


def _stands_freely(content: str, start: int) -> bool:
    return read_document(f"{content[:start]}<h1>").elements[-1].parent < 0


def with_anchors(content: str, in_english: str = "") -> Markup:
    """Return a text with a link to itself beside each heading of the levels 2 to 4 that has an id.

    It stands outside of the heading, so that it is no part of its name. On a page that is not in English, whose
    `in_english` is not empty, it is called by the words of the element `w.link` and by those of the heading.
    """
    made = _HEADING.sub(partial(_with_anchor, bool(in_english)), f"\n{content}")[1:]
    # Safe to be HTML: it was, and what is added is made of it.
    return Markup(made)  # noqa: S704


def _with_anchor(is_foreign: bool, found: re.Match[str]) -> str:
    level, attributes, anchor, text = found.groups()
    name = _words(text).replace('"', "&quot;")
    named = f'aria-labelledby="w.link {anchor}"' if is_foreign else f'aria-label="Link to {name}"'
    link = f'<a class="anchor" href="#{anchor}" {named}></a>'
    return f'\n<div class="heading h{level}"><h{level}{attributes}>{text}</h{level}>{link}</div>'


def _words(text: str) -> str:
    """Return what a heading says, as HTML without elements and without the marks of its footnotes."""
    return " ".join(_TAG.sub("", _NOTE.sub("", text)).split()) if "<" in text else text
