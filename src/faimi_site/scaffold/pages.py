"""The sources of the new site's pages and of the files that Jekyll made from texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.model import Source, source
from faimi_site.problem import counted
from faimi_site.scaffold.addressed import keeps_base_path, local_file, local_html, local_markdown, unmarked
from faimi_site.scaffold.leads import Leads
from faimi_site.scaffold.liquid import Known, Left, Translated, tags, translated
from faimi_site.scaffold.matter import front_matter, page_text, written_address
from faimi_site.scaffold.pipes import without_borders
from faimi_site.scaffold.places import Placed, file_source
from faimi_site.text import Text
from faimi_site.wording import prose_of_markdown

_DOCUMENT = pattern(r"\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype|html)\b", re.IGNORECASE | re.DOTALL)
_OPENING, _CLOSING = "{::nomarkdown}\n", "\n{:/nomarkdown}\n"
_OF_SASS = pattern(r"[$&]|#\{|@(?:import|use|include|mixin|extend|if|for|each|function)\b|^\s*//", re.MULTILINE)
_TO_MARKDOWN = pattern(
    r"(\]\(\s*<?|\]:\s*<?|\bhref\s*=\s*[\"']?)([^\s()<>\"'#?:]+\.(?:md|markdown|mkdn?))(?=[\s)>#?\"'])"
)
_OF_DATA = (".json", ".xml", ".txt", ".csv", ".js", ".css", ".svg", ".ics", ".atom", ".rss", ".webmanifest")
BARE = "none"  # the layout that adds nothing, as Jekyll has it
_FROM_ROOT = "addresses of the site start with `/` now, without its host and base path, which each build adds"
_WRITTEN_OUT = "the base path stays written out in it, since no build adds it there: change it where the site moves"
_RENAMED = "to pages that have other addresses now lead there"
_TO_DO = "a template makes it, which nothing runs here"


@frozen
class Made:
    """What became of a file: its source in the new site, or None where none could be made, with the reason.

    `told` is what a person must know, `left` the Liquid that stayed with its place, `outside` the links that lead to
    other sites of the same host with theirs, `done` what was replaced.
    """

    placed: Placed
    path: str = ""
    body: bytes | Source | None = None
    reason: str = ""
    told: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    done: tuple[str, ...] = ()


def made(placed: Placed, known: Known) -> Made:
    """Return what becomes of a file of the old site."""
    old = placed.old
    if old.matter is None:
        return _carried(placed, placed.source, old.entry.file, known)
    if old.makes == "sass":
        return _style(placed, known)
    # What is held back, or leads elsewhere, is a page in any case: a file would be published as it is.
    is_whole = is_bare(placed) or _DOCUMENT.match(old.matter.body)
    is_document = old.makes == "html" and is_whole and not old.reason
    if old.makes == "other" or (is_document and not old.given.get("redirect_to")):
        return _file(placed, known)
    return _page(placed, known)


def _carried(placed: Placed, path: str, file: Source, known: Known) -> Made:
    """Return a file for a path of the new site, in which no build doubles the base path."""
    file = replace(file, path=path)
    made = local_file(path, file, _leads(placed, known))
    if made is None:
        return Made(placed, path, file, told=(_WRITTEN_OUT,) if keeps_base_path(path, file, known.own) else ())
    text, marked = unmarked(made.text)
    told = [f"{_FROM_ROOT}: {made.at_root}"] if made.at_root else []
    told += [f"{counted(made.renamed, 'link')} {_RENAMED}"] if made.renamed else []
    return Made(
        placed, path, source(path, text), told=tuple(told), outside=tuple(_outside(Text(path, text), marked, known))
    )


def _leads(placed: Placed, known: Known) -> Leads:
    """Return where addresses in a file of the old site lead from."""
    at = written_address(placed.old.output or placed.output)
    return Leads(known.own, known.own.url, at, known.renamed, known.files)


def _outside(text: Text, marked: Iterable[tuple[int, str]], known: Known) -> Iterator[tuple[str, str]]:
    """Yield where links out of the site stand in a new text, and what became of them."""
    what = "is written in full, since it led" if known.own.url else "led to the same host, of which `url` says nothing,"
    for at, address in marked:
        yield f"{text.file}:{text.place(at).line}", f"`{address}` {what} out of the site"


def is_bare(placed: Placed) -> bool:
    """Return whether no theme is wanted: at an address of data (`/feed.json`), or of another kind without a layout."""
    ending = posixpath.splitext(placed.output)[1].lower()
    if ending in _OF_DATA:
        return True
    has_layout = placed.old.given.get("layout") not in (None, False, "none")
    return ending[1:2].isalpha() and ending not in (".html", ".htm", ".xhtml") and not has_layout


def leading_to(one: Made) -> tuple[str, bytes] | None:
    """Return the source of a page that leads from old addresses to a file, which has no front matter to name them."""
    addresses = one.placed.redirects
    if not addresses or one.body is None or one.path == one.placed.source:
        return None
    values = {"permalink": addresses[0], "redirect_to": written_address(one.placed.output), "nav": False}
    rest = {"redirect_from": list(addresses[1:])} if addresses[1:] else {}
    return one.placed.source, page_text({**values, **rest}, "").encode()


def _page(placed: Placed, known: Known) -> Made:
    old, matter = placed.old, placed.old.matter
    assert matter is not None  # noqa: S101  (only such files are pages)
    told = [f"it was {old.mended}"] if old.mended else []
    if matter.fault:
        quoted = " / ".join(line.strip() for line in matter.written.splitlines() if line.strip())
        told.append(
            f"its front matter cannot be read and was left out, as Jekyll does: {matter.fault}; it says: {quoted}"
        )
    values, not_moved = front_matter(matter, old.given, placed.output, placed.natural, dict(_fixed(placed)), known.own)
    leads = _leads(placed, known)
    if "redirect_to" in values:
        values = {**values, "redirect_to": leads.page(values["redirect_to"])}
    values, lost_picture = _with_picture(values, placed, known)
    told += lost_picture
    runs = old.given.get("render_with_liquid") is not False
    result = translated(matter.body, replace(known, is_html=old.makes == "html")) if runs else Translated(matter.body)
    if old.makes != "html":
        result = without_borders(result)
    local = local_html if old.makes == "html" else local_markdown
    addressed = local(result.text, leads)
    by_hand = local(matter.body, leads).at_root
    body, renamed = _with_sources(addressed.text, placed.old.path, known.moved)
    exact = body == result.text
    left = result.left
    told += [*not_moved, *(f"a comment of Liquid was left out: {comment}" for comment in result.comments)]
    if by_hand:
        told.append(f"{_FROM_ROOT}: {by_hand}")
    if renamed:
        told.append(
            f"{counted(renamed, 'link')} to files that have other names now lead to the addresses of their pages"
        )
    if addressed.renamed:
        told.append(f"{counted(addressed.renamed, 'link')} {_RENAMED}")
    if old.makes == "html":
        body = f"{_OPENING}{body}{_CLOSING}"
        left = tuple(Left(one.start + len(_OPENING), one.was, one.text) for one in left)
    if runs and not left and any(tags(prose_of_markdown(result.text))):
        values["render_with_liquid"] = False  # it was in {% raw %}, and means itself
    body, marked = unmarked(body)
    text = page_text(values, body)
    start = len(text) - len(body)
    return Made(
        placed,
        placed.source,
        text.encode("utf-8", "replace"),
        told=tuple(told),
        left=(*_in_front_matter(placed, text, body), *_placed(placed, text, body, left, exact)),
        outside=tuple(_outside(Text(placed.source, text), ((start + at, one) for at, one in marked), known)),
        done=result.done,
    )


def _with_picture(values: dict[str, Any], placed: Placed, known: Known) -> tuple[dict[str, Any], list[str]]:
    """Return front matter whose picture is one of the site's files, written from `/` on; told where there is none."""
    if "image" not in values:
        return values, []
    written = str(values["image"]["path"])
    decoded = unquote(written)
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(placed.old.path), decoded))
    found = next((path for path in (beside, decoded.lstrip("/")) if path in known.files), "")
    if found and known.files[found] not in known.broken:
        return {**values, "image": {**values["image"], "path": known.files[found]}}, []
    kept = {key: value for key, value in values.items() if key != "image"}
    why = "it is broken, or no image" if found else "the site has no such file"
    return kept, [f"`image: {written}` was left out: {why}"]


def _fixed(placed: Placed) -> Iterator[tuple[str, Any]]:
    """Yield the values that a page has whatever its front matter says."""
    old = placed.old
    if placed.redirects:
        yield "redirect_from", list(placed.redirects)
    if old.reason:
        yield "published", False
    if old.entry.kind == "document":
        yield "nav", False
        if old.day and "date" not in old.given:
            yield "date", old.day
        if "title" not in old.given and old.matter and not re.search(r"^# ", old.matter.body, re.MULTILINE):
            slug = str(old.given.get("slug") or old.given.get("_slug", ""))
            yield "title", " ".join(word.capitalize() for word in slug.split("-"))
    elif posixpath.splitext(placed.output)[1] not in (".html", ".htm", ".xhtml"):
        yield "nav", False
        yield "sitemap", False
    if is_bare(placed):
        yield "layout", BARE


def _in_front_matter(placed: Placed, text: str, body: str) -> Iterator[tuple[str, str]]:
    for one in tags(text[: len(text) - len(body)]):
        place = Text(placed.source, text).place(one.start)
        yield f"{placed.source}:{place.line}", f"{one.text} in its front matter"


def _placed(placed: Placed, text: str, body: str, left: tuple[Left, ...], exact: bool) -> Iterator[tuple[str, str]]:
    """Yield where Liquid stands in the new file, and how it is written, with where it was in the old one."""
    new, matter = Text(placed.source, text), placed.old.matter
    start, at = len(text) - len(body), 0
    for one in left:
        # Addresses that have become shorter have moved it.
        at = start + one.start if exact else max(text.find(one.text, max(at, start)), 0)
        line = matter.line + matter.body.count("\n", 0, one.was) if matter else 0
        yield f"{placed.source}:{new.place(at).line}", f"{' '.join(one.text.split())} (`{placed.old.path}:{line}`)"
        at += 1


def _file(placed: Placed, known: Known) -> Made:
    """Return a text that Jekyll publishes as it is once its Liquid has run; nothing where some cannot be run here."""
    old, matter = placed.old, placed.old.matter
    assert matter is not None  # noqa: S101  (only such files are made)
    result = translated(matter.body, known)
    if result.left:
        where = matter.line + matter.body.count("\n", 0, result.left[0].was)
        first = " ".join(result.left[0].text.split())
        return Made(placed, reason=f"{_TO_DO}: {first} (`{old.path}:{where}`)")
    path = file_source(placed.output)
    made = _carried(placed, path, source(path, result.text.encode("utf-8", "replace")), known)
    told = (f"it was {old.mended}",) if old.mended else ()
    return replace(made, told=(*told, *made.told), done=result.done)


def _style(placed: Placed, known: Known) -> Made:
    """Return a style sheet of Sass: as it is where it is CSS as well, or one that leads to that of the new site."""
    old, matter = placed.old, placed.old.matter
    assert matter is not None  # noqa: S101  (only such files are made)
    is_plain = not _OF_SASS.search(matter.body) and not any(tags(matter.body)) and not _is_nested(matter.body)
    if old.path.endswith(".scss") and is_plain:
        css = source(placed.source, matter.body.encode("utf-8", "replace"))
        return _carried(placed, placed.source, css, known)
    up = posixpath.relpath("static/style.css", posixpath.dirname(placed.output) or ".")
    text = f'/* The style sheet of the old site stood here; its rules were written in Sass. */\n@import url("{up}");\n'
    lost = "its rules are written in Sass and did not come over: its address leads to the theme's style sheet"
    return Made(placed, placed.source, text.encode(), told=(lost,))


def _is_nested(text: str) -> bool:
    """Return whether a rule of a style sheet stands within another one that is no `@media` or the like."""
    open_rules: list[bool] = []
    for found in re.finditer(r"([^{};]*)\{|\}", text):
        if found.group() == "}":
            open_rules = open_rules[:-1]
        else:
            is_rule = not found[1].strip().startswith("@")
            if is_rule and any(open_rules):
                return True
            open_rules.append(is_rule)
    return False


def _with_sources(text: str, path: str, moved: Mapping[str, str]) -> tuple[str, int]:
    """Return a text whose links to Markdown files lead to pages also where these have other names, and how many do."""
    renamed = 0

    def address(found: re.Match[str]) -> str:
        nonlocal renamed
        written = unquote(found[2])
        inner = written.lstrip("/") if written.startswith("/") else posixpath.join(posixpath.dirname(path), written)
        target = moved.get(posixpath.normpath(inner))
        renamed += target is not None
        return found.group() if target is None else f"{found[1]}{target}"

    return _TO_MARKDOWN.sub(address, text), renamed
