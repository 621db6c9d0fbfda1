"""What is wrong with a template, by what Jinja or Python said of it: a problem with file, line and cure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import jinja2

from faimi_site import model
from faimi_site.lazily import pattern
from faimi_site.problem import Level, Place, Problem, guess, nearest
from faimi_site.text import Text
from faimi_site.weights import Refused

if TYPE_CHECKING:
    from traceback import FrameSummary

_TOKEN = pattern(
    r"(?P<lines>\n)|(?P<opens>[(\[]|\{%[-+]?\s*(?:if|for|block|macro|call|filter|with|autoescape)\b)"
    r"|(?P<closes>[)\]]|\{%[-+]?\s*end)|\w+|[^\w\s]"
)
_NO_FIELD = pattern(r"'([\w. ]+)' has no attribute '(\w+)'")
_NO_NAME = pattern(r"(?:No (?P<kind>filter|test) named|Encountered unknown (?P<tag>tag)) '(?P<name>[^']*)'")
_OPEN = pattern(r"The innermost block that needs to be closed is '(\w+)'")
_TAGS = frozenset(
    *("autoescape block call else elif extends filter for from if import include macro raw set with".split(),)
)
_KINDS = {
    "dict object": "a mapping",
    "str object": "a text",
    "markupsafe.Markup object": "a text",
    "list object": "a list",
    "tuple object": "a list",
    "int object": "a number",
    "jinja2.runtime.TemplateReference object": "this template",
}
_WHERE_JINJA_IS_TOLD = "https://jinja.palletsprojects.com/en/stable/templates/"
_WHEN_ABSENT = "write {% if NAME %}, or {% if page.params.KEY is defined %}, around what only some pages have"


class Verdict(NamedTuple):
    """What is said of an error: the rule, the message and the cure."""

    rule: str
    message: str
    hint: str


def problem_of(
    error: Exception, name: str, paths: Mapping[str, str], texts: Mapping[str, Text], known: Mapping[str, Iterable[str]]
) -> Problem:
    """Return the problem of a template that could not be compiled or rendered, at the line where it went wrong.

    `paths` has the source of each template by its name, `texts` the text of each source that was read, in that order,
    and `known` the names of all filters and tests.
    """
    path, line = _where(error, name, paths, texts)
    excerpt = texts[path].text.split("\n")[line - 1 : line] if path in texts and line else []
    indent = len(excerpt[0]) - len(excerpt[0].lstrip()) if excerpt else 0
    width = len(excerpt[0].strip()) if excerpt else 1
    place = Place(path, line, indent + 1 if excerpt else 0, width, excerpt[0] if excerpt else "")
    said = _said(error, paths, texts, known)
    return Problem(said.rule, Level.ERROR, place, said.message, said.hint)


def _said(
    error: Exception, paths: Mapping[str, str], texts: Mapping[str, Text], known: Mapping[str, Iterable[str]]
) -> Verdict:
    """Return what is said of an error."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        said = str(error.message)
        return Verdict("template/syntax", f"the template cannot be read: {said}", _unread(said, known))
    if isinstance(error, jinja2.UndefinedError):
        return Verdict("template/undefined", *_undefined(str(error.message)))
    if isinstance(error, jinja2.TemplateNotFound):
        wanted = str(error.name or error)
        stems = {one.removesuffix(".html"): one for one in paths}
        near = stems.get(nearest(wanted.removesuffix(".html"), stems))
        hint = f"did you mean '{near}'?" if near else f"there are {', '.join(sorted(paths))}"
        return Verdict("template/missing", f"there is no template '{wanted}'", hint)
    own = _ran(error, texts)
    if not own and isinstance(error, (RecursionError, SyntaxError, MemoryError)):
        message = "the template cannot be read: what is here is nested too deep, or too long"
        return Verdict("template/syntax", message, "take it apart, with {% set %} or {% include %}")
    if isinstance(error, RecursionError):
        files = _circle(own)
        circle = " -> ".join([*files, files[0]]) if len(files) > 1 else f"{files[0]} leads to itself"
        hint = f"{circle}: take one of these steps out, or end it with {{% if %}}"
        return Verdict("template/recursion", "the templates include, extend or call each other without end", hint)
    if isinstance(error, Refused):
        return Verdict("template/failed", str(error), error.hint)
    if isinstance(error, jinja2.exceptions.SecurityError):
        return Verdict(
            "template/failed", str(error), "templates can use what docs/templates.md names, and no name with _ first"
        )
    message = f"this cannot be rendered: {error} ({type(error).__name__})"
    return Verdict("template/failed", message, "docs/templates.md tells what each name holds")


def _unread(said: str, known: Mapping[str, Iterable[str]]) -> str:
    """Return a hint for what Jinja could not read."""
    if found := _NO_NAME.search(said):
        return guess(found["name"], known.get(found["kind"], _TAGS)) or f"{_WHERE_JINJA_IS_TOLD} lists them"
    if found := _OPEN.search(said):
        return f"close it with {{% end{found[1]} %}}"
    return f"{_WHERE_JINJA_IS_TOLD} tells how templates are written"


def _undefined(said: str) -> tuple[str, str]:
    """Return what is undefined, and a hint: of one of our values the field that is meant, else how to ask for it."""
    found = _NO_FIELD.match(said)
    if not found:
        return said, _WHEN_ABSENT
    holder, name = found.groups()
    kind = getattr(model, holder.removeprefix("faimi_site.model.").removesuffix(" object"), None)
    if kind and holder.startswith("faimi_site.model."):
        return f"a {kind.__name__.lower()} has no '{name}'", guess(name, [one.name for one in fields(kind)]) or (
            _WHEN_ABSENT
        )
    if holder == "None":
        return f"there is no '{name}' here: what stands before it is empty", _WHEN_ABSENT
    if holder.endswith("TemplateReference object"):
        return f"there is no block '{name}'", "write the name of a {% block %} of this template, or of one it extends"
    return f"{_KINDS.get(holder, f'a {holder}')} has no '{name}'", _WHEN_ABSENT


def _where(error: Exception, name: str, paths: Mapping[str, str], texts: Mapping[str, Text]) -> tuple[str, int]:
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.filename or error.name or name, error.lineno
    own = _ran(error, texts)
    if own:
        # A loop of includes ends wherever the stack did: its first step is the same on every machine.
        frame = own[0] if isinstance(error, RecursionError) else own[-1]
        return frame.filename, frame.lineno or 0
    # It was never run: what cannot be compiled is the last that was read.
    last = [*texts][-1:]
    if last:
        return last[0], _densest_line(texts[last[0]].text)
    return paths.get(name, f"templates/{name}"), 0


def _ran(error: Exception, texts: Mapping[str, Text]) -> list[FrameSummary]:
    """Return the lines of templates that were being run when an error was raised, the first of all calls first."""
    from traceback import extract_tb  # of mistakes alone

    return [frame for frame in extract_tb(error.__traceback__) if frame.filename in texts]


def _circle(steps: list[FrameSummary]) -> list[str]:
    """Return the files that steps go through until the first of them comes again."""
    at: dict[tuple[str, int | None], int] = {}
    for nth, step in enumerate(steps):
        first = at.setdefault((step.filename, step.lineno), nth)
        if first != nth:
            return [file for file, _ in groupby(steps[first:nth], key=lambda one: one.filename)]
    return [step.filename for step in steps[:1]]


def _densest_line(template: str) -> int:
    """Return the line of a template where it is nested deepest, or else longest: there Jinja or Python gives up."""
    depth = tokens = 0
    most = (0, 0, 1)
    line = 1
    for found in _TOKEN.finditer(template):
        line += found["lines"] is not None
        tokens = 0 if found["lines"] is not None else tokens + 1
        depth += (found["opens"] is not None) - (found["closes"] is not None)
        if (depth, tokens) > most[:2]:
            most = depth, tokens, line
    return most[2]
