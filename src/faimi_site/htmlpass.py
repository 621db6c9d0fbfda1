"""The one pass over finished HTML: every address in it is read, and written anew where it changes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping

from faimi_site.charrefs import unescape
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern

# A tag with attributes, or a stretch in which "<" opens none: comments, and elements whose content is text (HTML,
# 13.2.5). Of tags without any, which are most, those of pictures alone are looked at, and names that hold a "<".
_TOKEN = pattern(
    r"""<!--(?:>|->|.*?(?:--!?>|\Z))
      | <(?=[stxin])(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)
        (?P<rawattrs>(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*+)>
        (?P<text>.*?)(?=</(?P=raw)[\s/>]|\Z)
      | </(?P<end>picture)(?=[\s/>])
      | <(?P<name>picture(?=>)|[a-zA-Z][^\s/<>]*+(?:<[^\s/>]*+|(?![<>])))(?P<attrs>(?:[^>"']|"[^"]*"|'[^']*')*+)>
      | <[a-zA-Z][^>]*\Z                                          # a tag without an end takes all that follows""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ATTRIBUTE = pattern(
    r"""(?P<before>(?:(?<![\s/])[\s/]++|(?<=["']))(?P<name>[^\s/>=]+)\s*=\s*)
        (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>][^\s>]*))""",
    re.VERBOSE,
)
_ADDRESSES = frozenset(
    {"href", "src", "poster", "action", "formaction", "cite", "data", "background", "longdesc", "xlink:href"}
)
_ADDRESS_SETS = frozenset({"srcset", "imagesrcset"})
_ADDRESS_LISTS = frozenset({"ping", "attributionsrc"})
# Of a drawing, each with a value as in a style sheet (SVG 2, 6.6).
_DRAWN = frozenset(
    "clip-path cursor fill filter marker marker-end marker-mid marker-start mask mask-image stroke".split()
)
ADDRESS_ATTRIBUTES = _ADDRESSES | _ADDRESS_SETS | _ADDRESS_LISTS | _DRAWN | {"style"}
LOADING_ATTRIBUTES = _ADDRESS_SETS | _ADDRESS_LISTS | _DRAWN | {"style", "background", "poster"}  # of any element
_REFRESHED = "content"  # of a meta element that refreshes; else no attribute of addresses
# Of an element that animates an address of a drawing (SMIL 3.0, 12.4); else no attributes of addresses.
_ANIMATED = frozenset({"to", "from", "by"})
_ANIMATED_LIST = "values"
# Within each of these stands one of these words; a tag without any is not read further.
_SOME_ADDRESS = pattern(r"href|src|poster|action|cite|data|background|longdesc|style|refresh|ping|url\(")
_LOOKED_AT = frozenset({"img", "picture", "style"})
_ANIMATING = frozenset({"animate", "set"})
_WITH_FURTHER = _ANIMATING | {"meta"}
_URL = r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]*))(?=\s*\))"""
_STRING = r"""(?:"([^"\n]*)"|'([^'\n]*)')"""
# A comment, an address, the rule that imports one, or a set of pictures with one (CSS Images 4, 2.4) and more in it.
_CSS = pattern(
    rf"""/\*.*?(?:\*/|\Z) | {_URL} | @import\s+{_STRING}
      | image-set\((?P<set>(?:[^()"']|"[^"\n]*"|'[^'\n]*'|\((?:[^()"']|"[^"\n]*"|'[^'\n]*')*\))*+)\)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_IN_SET = pattern(rf"type\([^()]*\) | {_URL} | {_STRING}", re.IGNORECASE | re.VERBOSE)
# What the `content` of a meta element says that leads on to another page (HTML, 4.2.5.3).
_REFRESH = pattern(
    r"""(?P<before>\s*+\d*+(?:\.\d*+)?\s*+[;,]\s*+(?:url\s*+=\s*+)?(?P<quote>["']?))
        (?P<address>(?:(?!(?P=quote))[^\s]|[^\s"'])+)(?P<after>.*)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_CANDIDATE = pattern(r"(?<!\s)(\s*+)((?!,)\S*[^\s,])((?:\s+[^,]*)?(?:,|$))")
_LISTED = pattern(r"\S+")

_SLASH = pattern(r"""(?:(?<!\s)\s++|(?<=["'])|\A)/\Z""")

Resolve = Callable[[str], str]
ResolveOf = Callable[[str, str], Resolve]


@frozen
class Shown:
    """How a picture is shown: what stands before and behind its `img`, and what attributes this gets."""

    before: str
    attributes: Mapping[str, str]
    after: str


Show = Callable[[Mapping[str, str]], "Shown | None"]


def resolve_addresses(page: str, resolve: Resolve, show: Show = lambda _: None) -> str:
    """Return HTML with each address of its links, media, forms and inline styles put through a function.

    `show` says of the attributes of an `img` that is in no `picture` how it is shown, or None: as any other element.
    """
    return resolve_elements(page, lambda *_: resolve, show)


def resolve_elements(page: str, resolve_of: ResolveOf, show: Show = lambda _: None) -> str:
    """Return HTML with each address put through the function for its element: by name and the text of its attributes.

    `show` is as above.
    """
    in_picture = False

    def token(found: re.Match[str]) -> str:
        nonlocal in_picture
        name, attrs = found.group("name", "attrs")
        if name is None:
            name, attrs = found.group("raw", "rawattrs")
        if not name:
            in_picture = in_picture and not found["end"]
            return found.group()
        tag = name.lower()
        if tag not in _LOOKED_AT and not (attrs and _SOME_ADDRESS.search(attrs.lower())):
            return found.group()
        in_picture = in_picture or tag == "picture"
        resolve = resolve_of(tag, attrs)
        if tag == "img" and not in_picture and (shown := show(tag_attributes(attrs))):
            return _shown(name, attrs, shown, resolve)
        more = further_addresses(tag, tag_attributes(attrs)) if tag in _WITH_FURTHER else frozenset()
        made = _ATTRIBUTE.sub(lambda attribute: _attribute(attribute, resolve, more), attrs)
        text = found["text"] or ""
        return f"<{name}{made}>{css_addresses(text, resolve) if tag == 'style' else text}"

    return _TOKEN.sub(token, page)


def _shown(name: str, attrs: str, shown: Shown, resolve: Resolve) -> str:
    """Return an `img` with the attributes that it gets, behind those of its author that stay."""

    def attribute(found: re.Match[str]) -> str:
        return "" if found["name"].lower() in shown.attributes else _attribute(found, resolve)

    kept = _ATTRIBUTE.sub(attribute, attrs).rstrip()
    slash = _SLASH.search(kept)
    kept = kept[: slash.start()] if slash else kept
    made = "".join(f' {key}="{_quoted(value)}"' for key, value in shown.attributes.items())
    return f"{shown.before}<{name}{kept}{made}{' /' if slash else ''}>{shown.after}"


def css_addresses(css: str, resolve: Resolve) -> str:
    """Return a style sheet with each address in it put through a function."""
    pieces, at = [], 0
    for start, end in css_stretches(css):
        pieces += [css[at:start], resolve(css[start:end])]
        at = end
    return "".join([*pieces, css[at:]])


def css_stretches(css: str) -> Iterator[tuple[int, int]]:
    """Yield where each address in a style sheet starts and ends: in `url()`, `@import` and `image-set()`."""
    for found in _CSS.finditer(css):
        for one in _IN_SET.finditer(css, *found.span("set")) if found["set"] else [found]:
            if one.lastindex and one.lastgroup != "set":
                yield one.span(one.lastindex)


def refreshes(tag: str, attributes: Mapping[str, str]) -> bool:
    """Return whether an element makes a browser go on to the address in its `content`."""
    return tag == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh"


def further_addresses(tag: str, attributes: Mapping[str, str]) -> frozenset[str]:
    """Return the attributes of an element that hold addresses for what others of its attributes say."""
    if refreshes(tag, attributes):
        return frozenset({_REFRESHED})
    if tag in _ANIMATING and attributes.get("attributename", "").strip().lower() in ("href", "xlink:href"):
        return _ANIMATED | {_ANIMATED_LIST}
    return frozenset()


def addresses(name: str, value: str) -> list[str]:
    """Return the addresses in the value of an attribute, as the pass meets them; those of a style sheet as `style`."""
    if name in _ADDRESSES or name in _ANIMATED:
        return [value.strip()]
    found: list[str] = []

    def note(address: str) -> str:
        found.append(address)
        return address

    attribute_value(name, value, note)
    return found


def tag_attributes(text: str) -> dict[str, str]:
    """Return the attributes that have a value in the text of a tag behind its name, by name in lower case."""
    found = _ATTRIBUTE.finditer(text)
    return {one["name"].lower(): unescape(one["double"] or one["single"] or one["bare"] or "") for one in found}


def _quoted(value: str) -> str:
    return html.escape(value, quote=False).replace('"', "&quot;")


def _attribute(found: re.Match[str], resolve: Resolve, more: frozenset[str] = frozenset()) -> str:
    name = found["name"].lower()
    if name not in ADDRESS_ATTRIBUTES and name not in more:
        return found.group()
    value = unescape(found["double"] or found["single"] or found["bare"] or "")
    made = attribute_value(name, value, resolve)
    # What does not change stays as its author wrote it, to the byte.
    return found.group() if made == value else f'{found["before"]}"{_quoted(made)}"'


def attribute_value(name: str, value: str, resolve: Resolve) -> str:
    """Return the value of an attribute of addresses with each of them put through a function."""
    if name in _ADDRESSES or name in _ANIMATED:
        address = value.strip()
        made = resolve(address)
        return value if made == address else made
    if name == _REFRESHED:
        found = _REFRESH.match(value)
        return f"{found['before']}{resolve(found['address'])}{found['after']}" if found else value
    if name in _ADDRESS_SETS:
        return _CANDIDATE.sub(lambda part: part[1] + resolve(part[2]) + part[3], value)
    if name == _ANIMATED_LIST:
        return ";".join(attribute_value("to", one, resolve) for one in value.split(";"))
    if name in _ADDRESS_LISTS:
        return _LISTED.sub(lambda part: resolve(part.group()), value)
    return css_addresses(value, resolve)
