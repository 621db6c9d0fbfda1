"""HTML of notebooks without what runs, loads from elsewhere, looks like the site's own, or covers it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from faimi_site.charrefs import unescape
from faimi_site.document import read_document
from faimi_site.embeds import links_for_frames
from faimi_site.kramdown.formulas import ATTRIBUTES as MATH_ATTRIBUTES
from faimi_site.kramdown.formulas import ELEMENTS as MATH_ELEMENTS
from faimi_site.lazily import pattern
from faimi_site.paths import is_external

# Takes the address of a picture; returns that of a file of the page, or None where it cannot be one.
KeepPicture = Callable[[str], "str | None"]

_BASIC = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var wbr".split()
)
# What stands in these is no text for readers.
_GONE = frozenset(
    "script style iframe object embed noscript template svg title textarea select option button canvas audio video "
    "noembed noframes xmp plaintext frameset".split()
)
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "width", "height", "title"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "details": {"open"},
    "time": {"datetime"},
    "abbr": {"title"},
    "bdo": {"dir"},
}
# The classes that our own Markdown gives, and that of Jupyter's boxes; others could be those of the site's header.
_CLASS = pattern(
    r"highlight|highlighter-rouge|language-[\w+#.-]{1,30}|[a-z][a-z0-9]{0,2}|task-list(?:-item(?:-checkbox)?)?"
    r"|footnotes?|reversefootnote|embed|no_toc|alert"
)
_SCHEMES = {"http", "https", "mailto", "tel", "data", "attachment"}
_NUMBER = pattern(r"\d{1,5}")
DEEPEST = 1000  # elements in one another; the time that nh3 takes grows with the square of them
_TAG = pattern(r'<(/?)(a|img)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>')
_INPUT = pattern(r'<input(?![^>]*\stype="checkbox")(?:[^>"]|"[^"]*")*>')
_EMPTY_HEADER = pattern(r'<th((?:\s(?:colspan|rowspan)="\d{1,4}")*)(?:\sscope="\w*")?>\s*</th>')
_UNNAMED = pattern(r'<img(?!(?:[^>"]|"[^"]*")*\salt=)')
_HEADING = pattern(r"<(/?)h[1-6]>")
_VALUE = pattern(r'([\w:-]+)="([^"]*)"')


def clean_markdown(made: str, keep: KeepPicture) -> str:
    """Return the HTML of a Markdown cell: what our Markdown makes of it stays, formulas and ids included."""
    attributes = {name: {*given, "id", "class", "role", "lang"} for name, given in _ATTRIBUTES.items()}
    everywhere = {"id", "class", "role", "lang"}
    for tag in _BASIC:
        attributes.setdefault(tag, everywhere)
    attributes["a"] |= {"name"}
    attributes["input"] = {"type", "class", "disabled", "checked"}
    framed, _ = links_for_frames(made, ())
    return _EMPTY_HEADER.sub(_plain_cell, _cleaned(framed, {*_BASIC, "input"}, attributes, keep, _in_markdown))


def clean_output(made: str, keep: KeepPicture) -> str:
    """Return the HTML of an output: its tables and words, without ids, classes, styles and links within the page."""
    framed, _ = links_for_frames(made, ())
    clean = _cleaned(framed, set(_BASIC), {tag: set(given) for tag, given in _ATTRIBUTES.items()}, keep, _in_output)
    # Headings of an output are none of the page.
    clean = _HEADING.sub(lambda tag: f"<{tag[1]}p>", clean)
    clean = _EMPTY_HEADER.sub(_plain_cell, clean)
    # Nobody can write words for it into what a library made.
    return _UNNAMED.sub('<img alt="Picture"', clean)


def _plain_cell(header: re.Match[str]) -> str:
    """Return a plain cell for a header without words, which heads nothing: that of an index, or a corner."""
    return f"<td{header[1]}></td>"


def is_too_deep(made: str) -> bool:
    """Return whether HTML has more elements in one another than DEEPEST, so that it must not be cleaned."""
    if made.count("<") <= DEEPEST:
        return False
    depths: list[int] = []
    for element in read_document(made).elements:
        depths.append(1 + (depths[element.parent] if element.parent >= 0 else 0))
    return max(depths, default=0) > DEEPEST


def is_blank(clean: str) -> bool:
    """Return whether clean HTML shows nothing."""
    return "<img" not in clean and not unescape(re.sub(r"<[^>]*>", "", clean)).strip()


Filter = Callable[[str, str], "str | None"]


def _cleaned(made: str, tags: set[str], attributes: dict[str, set[str]], keep: KeepPicture, filtered: Filter) -> str:
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return keep(value.strip())
        if tag == "img" and name in ("width", "height"):
            return value if _NUMBER.fullmatch(value) else None
        if tag == "input" and name == "type":
            return value if value == "checkbox" else None
        return filtered(name, value)

    formulas = {tag: set(MATH_ATTRIBUTES) - {"class"} for tag in MATH_ELEMENTS}
    clean = nh3.clean(
        made,
        tags={*tags, *MATH_ELEMENTS},
        clean_content_tags=set(_GONE),
        attributes={**attributes, **formulas},
        attribute_filter=attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return _pictures(clean)


def _in_markdown(name: str, value: str) -> str | None:
    if name == "class":
        kept = [one for one in value.split() if _CLASS.fullmatch(one)]
        return " ".join(kept) or None
    if name == "role":
        return value if value in ("doc-noteref", "doc-endnote", "doc-endnotes", "doc-backlink") else None
    if name == "href":
        return None if value.strip().lower().startswith(("data:", "attachment:")) else value
    return value


def _in_output(name: str, value: str) -> str | None:
    if name == "href":
        # What a link means that is relative to where the notebook ran is nothing here.
        return value if value.strip().lower().startswith(("http://", "https://", "mailto:")) else None
    return value


def _pictures(clean: str) -> str:
    """Return HTML in which a picture of another host is a link to it, and one without an address its words."""
    links = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal links
        if found[2] == "a":
            links += -1 if found[1] else 1
            return found.group()
        given: dict[str, str] = dict(_VALUE.findall(found[3]))
        address, words = given.get("src", ""), given.get("alt", "").strip()
        if address and not is_external(unescape(address)):
            return found.group()
        if not address or links > 0:
            return words
        host = f"picture at {_host(address)}"
        return f'<a href="{address}">{f"{words} ({host})" if words else host}</a>'

    return _TAG.sub(tag, _INPUT.sub("", clean))


def _host(address: str) -> str:
    try:
        return html.escape(urlsplit(unescape(address)).hostname or "another host")
    except ValueError:
        return "another host"
