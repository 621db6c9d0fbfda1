"""YAML as Jekyll's reader (Psych) understands it: YAML 1.1, whose plain values may be numbers or dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.problem import Fault
from faimi_site.text import CONTROL, Text

# Jekyll's own expression: a file without an end to its front matter has none.
_MATTER = pattern(r"\A(---\s*\n(.*?)\n?)^((?:---|\.\.\.)\s*$\n?)", re.DOTALL | re.MULTILINE)
_LARGEST = 20_000  # values, with those that aliases repeat
_HEADER = re.compile(rb"\A---\s*\r?\n")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads a date that no calendar has as the text that it is."""


def _moment(loader: Any, node: Any) -> date | datetime | str:
    try:
        made: date | datetime = loader.construct_yaml_timestamp(node)
    except ValueError:
        return str(node.value)
    return made


def _text(loader: Any, node: Any) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _moment)
_Loader.add_constructor("tag:yaml.org,2002:value", _text)


class _Dumper(yaml.SafeDumper):
    """Writes each value out, also one that stands twice."""

    def ignore_aliases(self, _: Any) -> bool:
        """Return that nothing is an alias."""
        return True

    def increase_indent(self, flow: bool = False, *_: Any, **__: Any) -> None:
        """Indent lists below their key."""
        super().increase_indent(flow, False)


@frozen
class Matter:
    """A text with front matter: its values, the top ones as they are written, and the text below, from a line on.

    `fault` tells why it could not be read; `written` is what stands between the lines of dashes.
    """

    values: Mapping[str, Any]
    plain: Mapping[str, str]
    body: str
    line: int
    written: str = ""
    fault: str = ""


def has_header(body: bytes) -> bool:
    """Return whether Jekyll takes a file for a page: its first bytes are a line of three dashes."""
    return _HEADER.match(body.partition(b"\n")[0] + b"\n") is not None


def load(text: str) -> tuple[Any, dict[str, str]] | Fault:
    """Return what a YAML text says and its top values as they are written, or why it cannot be read."""
    try:
        value = yaml.load(text, Loader=_Loader)  # noqa: S506  (a safe loader)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" (line {mark.line + 1} of it)" if mark else ""
        return Fault(f"{error.problem or error.context}{where}")
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError, AttributeError) as error:
        return Fault(" ".join(str(error).split())[:200] or "it cannot be read")
    if _size(value) > _LARGEST:
        return Fault("it holds too many values")
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    plain = {str(key.value): str(one.value) for key, one in pairs if isinstance(one, yaml.ScalarNode)}
    return _keyed(value), plain


def dump(values: Mapping[str, Any]) -> str:
    """Return values as YAML, in their order."""
    if not values:
        return ""
    dumped: str = yaml.dump(dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return dumped


def parted(text: Text) -> Matter:
    """Return a text's front matter and what stands below it, as Jekyll parts them."""
    found = _MATTER.match(text.text)
    if not found:
        return Matter({}, {}, text.text, 1)
    body, line = text.text[found.end() :], text.text.count("\n", 0, found.end()) + 1
    loaded = load(found[2])
    if isinstance(loaded, Fault):
        return Matter({}, {}, body, line, found[2], loaded.message)
    values, plain = loaded
    if isinstance(values, dict) or values is None:
        return Matter(values or {}, plain, body, line, found[2])
    return Matter({}, {}, body, line, found[2], "it is not a mapping of keys to values")


def _keyed(value: Any) -> Any:
    """Return a value whose mappings have texts as keys, without control characters, which no page can hold."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, dict):
        return {_key(key): _keyed(inner) for key, inner in value.items()}
    return [_keyed(inner) for inner in value] if isinstance(value, list | tuple | set) else value


def _key(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _size(value: Any, counted: int = 0) -> int:
    """Return how many values a value holds, as far as that is no more than too many."""
    waiting = [value]
    while waiting and counted <= _LARGEST:
        one = waiting.pop()
        counted += 1
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return counted
