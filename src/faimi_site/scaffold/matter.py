"""The front matter of a page, from Jekyll's form to ours; what cannot come over is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from faimi_site import paths
from faimi_site.load.heads import head
from faimi_site.markdown import renderer
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions
from faimi_site.problem import Fault, split
from faimi_site.scaffold.own import Own
from faimi_site.scaffold.permalinks import redirect_path
from faimi_site.scaffold.psych import Matter, dump
from faimi_site.text import Text

_TEXT_KEYS = ("title", "description", "author", "lang", "canonical_url", "last_modified_at")


def front_matter(
    matter: Matter, given: Mapping[str, Any], output: str, natural: str, fixed: Mapping[str, Any], own: Own
) -> tuple[dict[str, Any], list[str]]:
    """Return the front matter of a page at an output path, and in words what of its own did not come over.

    `natural` is the path that the page would have without a permalink; `fixed` are values that it has in any case.
    """
    told: list[str] = []
    values: dict[str, Any] = {}
    for key, value in {**given, **matter.values}.items():
        if key == "permalink" or key.startswith("_") or value is None:
            continue
        text = matter.plain.get(key) if key in matter.values else None
        kept = _kept(key, _written(key, value, text), own)
        if isinstance(kept, Fault):
            told += [f"{_shown(key, value)} was left out: {kept.message}"] if kept.message else []
        elif kept is not None:
            values[key] = kept
    values = {**values, **fixed}
    if output != natural:
        values["permalink"] = written_address(output)
    if "title" in values:
        values = {"title": values.pop("title"), **values}
    return _valid(values, told), told


def written_address(path: str) -> str:
    """Return the permalink that maps to an output path."""
    return paths.address(path)


def _written(key: str, value: Any, text: str | None) -> Any:
    """Return a value as it is written where a text is meant: `1.10` is no number then."""
    if key in _TEXT_KEYS and text is not None and not isinstance(value, date):
        return " ".join(text.split())
    return value


def _kept(key: str, value: Any, own: Own) -> Any:
    """Return a value in our form, a fault for one that means nothing here; a fault without words is no loss."""
    if key in ("layout", "redirect_from"):
        return Fault("")  # the layouts and the old addresses are told by themselves
    if key == "published":
        # Whether a page is hidden is known by now: `fixed` says so.
        return Fault("" if isinstance(value, bool) else "only the word false hides a page")
    if key == "sitemap":
        return False if value is False else Fault("")
    if key == "weight":
        return int(value) if re.fullmatch(r"\s*[+-]?\d{1,9}\s*", str(value)) else Fault("it is no whole number")
    if key == "lang":
        return str(value).replace("_", "-")
    if key == "image":
        return _image(value, own)
    if key == "author":
        return _author(value)
    if key == "redirect_to":
        return target(value, own)
    if key in ("title", "description", "canonical_url"):
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else Fault("it is no text")
    if key in ("event", "nav"):
        return Fault("the key means something else here")
    return _without_nulls(value)


def _image(value: Any, own: Own) -> Any:
    given = value if isinstance(value, Mapping) else {"path": value}
    path = given.get("path")
    if not isinstance(path, str) or not path.strip():
        return Fault("it names no picture")
    path = own.local(path.strip())
    if paths.is_external(path):
        return Fault("the picture is on another host")
    alt = given.get("alt")
    return {"path": path, **({"alt": " ".join(alt.split())} if isinstance(alt, str) and alt.strip() else {})}


def _author(value: Any) -> Any:
    names = [one.get("name") if isinstance(one, Mapping) else one for one in _listed(value)]
    shown = [" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()]
    return ", ".join(shown) if shown else Fault("it names nobody")


def target(value: Any, own: Own) -> str | Fault:
    """Return the address that a value of `redirect_to` leads to, from `/` on where it is the site's own."""
    first = next((one for one in _listed(value) if one is not None), None)
    if not isinstance(first, str) or not first.strip():
        return Fault("it leads nowhere")
    given = first.strip()
    written = own.local(given if paths.is_external(given) or given.startswith("/") else f"/{given}")
    address = paths.web_address(written.replace(" ", "%20"))
    return Fault("a page can lead to a page of the web alone") if isinstance(address, Fault) else address


def redirects(value: Any) -> Iterator[tuple[str, str] | Fault]:
    """Yield the old addresses of `redirect_from`, each with its path in Jekyll; a fault for one that is none."""
    for one in _listed(value):
        if one is None:
            continue  # Jekyll drops it as well
        if isinstance(one, bool | float | Mapping | list | date | datetime):
            yield Fault(f"{_shown('redirect_from', one)} is no address")
        elif not str(one).strip():
            yield Fault("an empty one would have taken the place of the home page")
        else:
            yield str(one), redirect_path(str(one).strip())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nulls(one) for one in value if one is not None]
    if isinstance(value, Mapping):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    return value


def _valid(values: dict[str, Any], told: list[str]) -> dict[str, Any]:
    """Return values of which each is one that a build takes; those that are not are told."""
    while values:
        text = Text("page.md", page_text(values, ""))
        _, problems = split(head(text, "UTC", renderer(MarkdownOptions(), Memory())))
        at = _keys_by_line(values)
        wrong = {at[min(problem.place.line, len(at)) - 1]: problem.message for problem in problems}
        gone = [key for key in wrong if key in values]
        for key in gone:
            told.append(f"{_shown(key, values[key])} was left out: {wrong[key]}")
            del values[key]
        if not gone:
            break
    return values


def _keys_by_line(values: Mapping[str, Any]) -> list[str]:
    """Return the key that stands in each line of front matter, from its first line of dashes on."""
    lines = [(key, dump({key: value}).count("\n")) for key, value in values.items()]
    return [next(iter(values)), *(key for key, count in lines for _ in range(count))]


def page_text(values: Mapping[str, Any], body: str) -> str:
    """Return the text of a page's source."""
    return f"---\n{dump(values)}---\n{body}" if values or body.startswith("---") else body


def _shown(key: str, value: Any) -> str:
    """Return a key with its value in one line, as YAML shows it."""
    return f"`{' '.join(dump({key: value}).split())[:100]}`"
