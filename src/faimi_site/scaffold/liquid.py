"""Liquid in the text of a page: what says surely what it becomes is replaced, the rest stays and is told."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.scaffold.own import Own

_TAG = pattern(r"\{%(?P<trim>-?)\s*(?P<name>\w+)?(?P<rest>.*?)(?P<end>-?)%\}|\{\{(-?)(?P<value>.*?)(-?)\}\}", re.DOTALL)
_PIPE = pattern(r"""\|(?=(?:[^"']|"[^"]*"|'[^']*')*$)""", re.DOTALL)
_QUOTED = pattern(r"""(["'])(.*)\1""", re.DOTALL)
_NAME = pattern(r"(site|page)\.([\w-]+(?:\.[\w-]+)*)")
_BASED_FOLLOWS = pattern(r"\{%-?\s*(?:link|post_url)\b|\{\{-?\s*(?:site\.baseurl|[^{}]*relative_url)")
_UNBASED_FOLLOWS = pattern(r"\{\{-?\s*page\.url")
_ADDRESS_ENDS = pattern(r"""(?:\]\(\s*<?|\b(?:href|src|action)\s*=\s*["']?)\Z""")
_COMPUTED = frozenset("time pages posts data github static_files collections tags categories html_pages".split())
_SCHEME = pattern(r"[a-zA-Z][\w+.-]*:|//")


@frozen
class Known:
    """What Liquid in a page can name: values of the site and the page, the page's address, addresses by file and post.

    `moved` has the addresses of pages by the old paths that their sources do not have any more, `renamed` by the output
    paths that they could not keep; `broken` the pictures that cannot be read. A page that `is_html` holds no Markdown.
    """

    site: Mapping[str, Any]
    page: Mapping[str, Any]
    url: str
    files: Mapping[str, str]
    posts: Mapping[str, str]
    own: Own = Own()
    moved: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    is_html: bool = False


@frozen
class Left:
    """Liquid that stayed in a text: its offset there, the offset where it was, and how it is written."""

    start: int
    was: int
    text: str


@frozen
class Translated:
    """A text without the Liquid that could be replaced, what was replaced and how often, and what is left."""

    text: str
    left: tuple[Left, ...] = ()
    done: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def tags(text: str) -> Iterator[Left]:
    """Yield each piece of Liquid in a text."""
    for found in _TAG.finditer(text):
        yield Left(found.start(), found.start(), found.group())


def translated(text: str, known: Known) -> Translated:
    """Return a text with what its Liquid surely says."""
    made, at, length = [], 0, 0
    left: list[Left] = []
    done: list[str] = []
    comments: list[str] = []
    while found := _TAG.search(text, at):
        made.append(text[at : found.start()])
        length += found.start() - at
        at = found.end()
        inner, end = _block(found, text)
        value: str | None = None
        if "-" in (found[1], found["end"], found[5], found[7]):
            pass  # it takes the white space around it along, which is not sure to be of no matter
        elif end and found["name"] == "raw":
            value = inner
        elif end and found["name"] == "comment":
            value = ""
            comments.append(" ".join(inner.split()))
        elif end and found["name"] == "highlight":
            opening = len(inner) - len(inner.lstrip("\n"))
            code = translated(inner[opening:].rstrip(), known)
            head, tail = _around_code(found, code.text, text[end:].partition("\n")[0], known.is_html)
            start, was = length + len(head), found.end() + opening
            left += [Left(start + one.start, was + one.was, one.text) for one in code.left]
            shown = html.escape(code.text, quote=False) if known.is_html else code.text
            value = f"{head}{shown}{tail}"
        else:
            end, value = found.end(), _value(found, text, known)
        if value is None:
            left.append(Left(length, found.start(), found.group()))
            value, end = found.group(), found.end()
        else:
            done.append(found["name"] or "value")
        made.append(value)
        length += len(value)
        at = end
    made.append(text[at:])
    return Translated("".join(made), tuple(left), tuple(done), tuple(comments))


def _block(found: re.Match[str], text: str) -> tuple[str, int]:
    """Return what stands between a tag and its end, and where that ends; nothing and 0 where it has none."""
    if found["name"] not in ("raw", "comment", "highlight"):
        return "", 0
    closing = re.compile(rf"\{{%-?\s*end{found['name']}\s*-?%\}}").search(text, found.end())
    return (text[found.end() : closing.start()], closing.end()) if closing else ("", 0)


def _around_code(found: re.Match[str], code: str, after: str, is_html: bool) -> tuple[str, str]:
    """Return what stands before and behind code: a fence, where it has lines of its own, or what fits into a line."""
    lang = next((word for word in found["rest"].split() if word.isalnum()), "")
    if is_html:
        return f'<pre><code class="language-{lang}">', "</code></pre>"
    fence = "~~~~" if "```" in code else "```"
    before = found.string[: found.start()].rpartition("\n")[2]
    if not (before.strip() or after.strip()):
        # The closing one stands below the opening one, in an item of a list too.
        return f"{fence}{lang}\n", f"\n{before}{fence}"
    if "\n" in code:
        return f"\n\n{fence}{lang}\n", f"\n{fence}\n\n"
    return ("`` ", " ``") if "`" in code else ("`", "`")


def _value(found: re.Match[str], text: str, known: Known) -> str | None:
    named = found["rest"].strip().strip("\"'").lstrip("/") if found["name"] else ""
    if found["name"] in ("link", "post_url"):
        address = (known.files if found["name"] == "link" else known.posts).get(named)
        return None if address is None else f"{known.own.baseurl}{address}"
    before, after = text[max(0, found.start() - 20) : found.start()], text[found.end() : found.end() + 80]
    return _expression(found["value"], before, after, known) if found["value"] else None


def _expression(written: str, before: str, after: str, known: Known) -> str | None:
    """Return what an expression says; None where that is not sure."""
    first, *filters = (" ".join(part.split()) for part in _PIPE.split(written.strip()))
    if filters == ["append: site.baseurl"] and first == "site.url":
        return known.own.root or None
    if first in ("site.url", "site.baseurl") and not filters:
        return _base(first, before, after, known.own)
    value = _named(first, known)
    for name in filters:
        value = _filtered(value, name, known.own) if value is not None else None
    return value


def _filtered(value: str, name: str, own: Own) -> str | None:
    """Return what a filter makes of an address; None for a filter that is none of addresses."""
    if name in ("relative_url", "absolute_url"):
        if _SCHEME.match(value):
            return value
        # Where the base path is there already, Jekyll writes it twice, which nobody means.
        path = f"{own.baseurl}/{own.local(value).lstrip('/')}"
        return path if name == "relative_url" else f"{own.site_url}{path}"
    prepended = {"prepend: site.baseurl": own.baseurl, "prepend: site.url": own.site_url}
    return f"{prepended[name]}{value}" if name in prepended else None


def _base(name: str, before: str, after: str, own: Own) -> str | None:
    """Return what stands for the site's address or its base path, where it is sure."""
    if name == "site.url":
        if own.url:
            return own.root if _UNBASED_FOLLOWS.match(after) else own.site_url
        return "" if after.startswith("/") or _BASED_FOLLOWS.match(after) or _UNBASED_FOLLOWS.match(after) else None
    if _BASED_FOLLOWS.match(after):
        return ""
    if after[:1].isalnum():
        return None
    is_whole_address = not after.startswith("/") and _ADDRESS_ENDS.search(before)
    return own.baseurl or ("/" if is_whole_address and not _UNBASED_FOLLOWS.match(after) else "")


def _named(first: str, known: Known) -> str | None:
    if quoted := _QUOTED.fullmatch(first):
        return None if quoted[1] in quoted[2] else quoted[2]
    if first == "page.url":
        return known.url
    name = _NAME.fullmatch(first)
    if not name or name[2].partition(".")[0] in _COMPUTED:
        return None
    value: Any = known.site if name[1] == "site" else known.page
    for key in name[2].split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    is_sure = isinstance(value, str | int) and not isinstance(value, bool) and "{{" not in str(value)
    return str(value) if is_sure and not (name[1] == "page" and name[2] in ("date", "path", "content")) else None
