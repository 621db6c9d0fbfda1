r"""Attribute lists: `{: .class #id key="value" name}`."""

from __future__ import annotations

import re
from collections.abc import Callable

from faimi_site.kramdown.tree import Attributes, merge
from faimi_site.lazily import pattern

NAME = r"\w[\w-]*"
BODY = r"(?:\\\}|[^}]){1,1000}"  # with a limit, so that what never closes is not read to the end each time

_ITEM = pattern(
    rf"""(?:\A|(?<=\s))(?:
        (?P<key>{NAME})=(?P<quote>["'])(?P<value>(?:\\\}}|\\(?P=quote)|(?!(?P=quote))[^}}])*)(?P=quote)
      | (?P<name>{NAME})
      | (?P<marks>(?:\#[A-Za-z][\w:-]*|\.[^\s.\#]+)+)
    )(?=\s|\Z)""",
    re.VERBOSE,
)
_MARK = pattern(r"([#.])([^\s.#]+)")


def attribute_list(text: str) -> Attributes:
    """Return what the text between the braces of an attribute list says; what is none of it is passed over."""
    made = Attributes()
    for item in _ITEM.finditer(text):
        if item["key"]:
            merge(made.given, {item["key"]: _value(item)})
        elif item["name"]:
            made.names.append(item["name"])
        else:
            for sign, word in _MARK.findall(item["marks"]):
                merge(made.given, {"class" if sign == "." else "id": word})
    return made


def with_values(text: str, change: Callable[[str, str], str]) -> str:
    """Return the text between the braces of an attribute list with each value put through a function, with its key."""

    def item(found: re.Match[str]) -> str:
        if not found["key"]:
            return found.group()
        value, quote = _value(found), found["quote"]
        made = change(found["key"], value)
        written = made.replace("}", "\\}").replace(quote, f"\\{quote}") if made != value else found["value"]
        return f"{found['key']}={quote}{written}{quote}"

    return _ITEM.sub(item, text)


def _value(item: re.Match[str]) -> str:
    return re.sub(rf"\\(\}}|{item['quote']})", r"\1", item["value"])
