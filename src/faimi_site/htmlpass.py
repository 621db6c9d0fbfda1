"""The one pass over finished HTML: every address in it is read, and written anew where it changes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

# A tag, or a stretch in which "<" opens none: comments, and elements whose content is text (HTML, 13.2.5).
_TOKEN = re.compile(
    r"""<!--(?:>|->|.*?(?:--!?>|\Z))
      | <(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)
        (?P<rawattrs>(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*+)>
        (?P<text>.*?)(?=</(?P=raw)[\s/>]|\Z)
      | <(?P<name>[a-zA-Z][^\s/>]*+)(?P<attrs>(?:[^>"']|"[^"]*"|'[^']*')*+)>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<before>(?:[\s/]+|(?<=["']))(?P<name>[^\s/>=]+)\s*=\s*)
        (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>][^\s>]*))""",
    re.VERBOSE,
)
_ADDRESSES = frozenset(
    {"href", "src", "poster", "action", "formaction", "cite", "data", "background", "longdesc", "xlink:href"}
)
_ADDRESS_SETS = frozenset({"srcset", "imagesrcset"})
_CSS_URL = re.compile(r"""(url\(\s*)(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]*))(\s*\))""", re.IGNORECASE)
_CANDIDATE = re.compile(r"(\s*)(\S*[^\s,])((?:\s+[^,]*)?(?:,|$))")

Resolve = Callable[[str], str]


def resolve_addresses(page: str, resolve: Resolve) -> str:
    """Return HTML with each address of its links, media, forms and inline styles put through a function."""

    def token(found: re.Match[str]) -> str:
        name, attrs = found["name"], found["attrs"]
        if found["raw"]:
            name, attrs = found["raw"], found["rawattrs"]
        if not name:
            return found.group()
        made = _ATTRIBUTE.sub(lambda attribute: _attribute(attribute, resolve), attrs)
        text = found["text"] or ""
        return f"<{name}{made}>{css_addresses(text, resolve) if name.lower() == 'style' else text}"

    return _TOKEN.sub(token, page)


def css_addresses(css: str, resolve: Resolve) -> str:
    """Return a style sheet with each address in `url(...)` put through a function."""

    def address(found: re.Match[str]) -> str:
        before, double, single, bare, after = found.groups()
        for quote, text in (('"', double), ("'", single), ("", bare)):
            if text is not None:
                return f"{before}{quote}{resolve(text)}{quote}{after}"
        return found.group()

    return _CSS_URL.sub(address, css)


def _quoted(value: str) -> str:
    return html.escape(value, quote=False).replace('"', "&quot;")


def _attribute(found: re.Match[str], resolve: Resolve) -> str:
    name = found["name"].lower()
    written = next(text for text in (found["double"], found["single"], found["bare"]) if text is not None)
    value = html.unescape(written)
    if name in _ADDRESSES:
        address = value.strip()
        made = resolve(address)
        made = value if made == address else made
    elif name in _ADDRESS_SETS:
        made = _CANDIDATE.sub(lambda part: part[1] + resolve(part[2]) + part[3], value)
    elif name == "style":
        made = css_addresses(value, resolve)
    else:
        return found.group()
    # What does not change stays as its author wrote it, to the byte.
    return found.group() if made == value else f'{found["before"]}"{_quoted(made)}"'
