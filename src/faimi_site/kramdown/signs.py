"""Single signs that stand for something: formulas, attribute lists, entities, breaks, escapes."""

from __future__ import annotations

import re
from html.entities import html5
from xml.etree.ElementTree import Element

from faimi_site.kramdown.attributes import BODY, attribute_list
from faimi_site.kramdown.nodes import Nodes, Sign, kept
from faimi_site.kramdown.spanreader import SpanReader
from faimi_site.lazily import pattern

ESCAPED = pattern(r"""\\([\\.*_+`<>()\[\]{}#!:|"'$=\-~])""")
_ESCAPED_IN_CELLS = pattern(r"""\\([!-/:-@\[-`{-~])""")  # CommonMark: any punctuation of ASCII
_ENTITY = pattern(r"&([\w:][\-\w.:]*);|&#(\d+);|&#x([0-9a-fA-F]+);")
_MATH = pattern(r"\$\$(.*?)\$\$", re.DOTALL)
# As Pandoc has it, so that prices stay: no space within the signs, no digit (here: no word) right outside of them.
_DOLLARS = pattern(r"(?<![\w$\\])\$(?![\s$])((?:[^$\\\n]|\\.|\n(?!\s*\n))*?)(?<![\s\\])\$(?![\w$])")
_ATTRIBUTES = pattern(rf"\{{:({BODY})\}}")
_EXTENSION = pattern(rf"\{{::(\w+)(?:\s({BODY}?)|)(/)?\}}")


def dollar(reader: SpanReader, made: Nodes) -> bool:
    """Take a formula."""
    if not reader.reading.math:
        return False
    found = _MATH.match(reader.text, reader.at) or _DOLLARS.match(reader.text, reader.at)
    if not found:
        return False
    made.append(kept(reader.reading.formula(found[1].strip()), says=found[1].strip()))
    reader.at = found.end()
    return True


def brace(reader: SpanReader, made: Nodes) -> bool:
    """Take an attribute list behind a span, or an extension."""
    if reader.text.startswith("{::", reader.at):
        found = _EXTENSION.match(reader.text, reader.at)
        return bool(found and _extension(reader, found, made))
    last = made[-1] if made else ""
    if isinstance(last, str) and not isinstance(last, Sign):
        return False
    found = _ATTRIBUTES.match(reader.text, reader.at)
    if not found:
        return False
    if isinstance(last, str):
        reader.at = found.end()
        return True
    attributes = attribute_list(found[1])
    given = reader.reading.known.resolved(last.attrib, attributes)
    if "kept" in last.attrib:
        last.set("more", " ".join(filter(None, (last.get("more", ""), found[1]))))
    else:
        last.attrib.clear()
        last.attrib.update(given)
    reader.at = found.end()
    return True


def _extension(reader: SpanReader, found: re.Match[str], made: Nodes) -> bool:
    name, end, body = found[1], found.end(), ""
    if not found[3]:
        closing = re.compile(rf"\{{:/(?:{name})?\}}")
        stop = closing.search(reader.text, end) if name not in reader.unended else None
        if not stop:
            reader.unended[name] = end  # nothing ends a later one either
            return False
        body, end = reader.text[end : stop.start()], stop.end()
    if name == "nomarkdown":
        made.append(kept(body))
    elif name not in ("comment", "options"):
        return False
    reader.at = end
    return True


def entity(reader: SpanReader, made: Nodes) -> bool:
    """Take an entity; one that HTML does not know is text."""
    found = _ENTITY.match(reader.text, reader.at)
    if not found:
        return False
    known = not found[1] or f"{found[1]};" in html5
    made.append(Sign(found.group()) if known else f"&amp;{found.group()[1:]}")
    reader.at = found.end()
    return True


def space(reader: SpanReader, made: Nodes) -> bool:
    """Take two spaces at the end of a line, which break it."""
    if not reader.text.startswith("  \n", reader.at):
        return False
    made.append(Element("br"))
    reader.at += 2
    return True


def backslash(reader: SpanReader, made: Nodes) -> bool:
    """Take a backslash: a break at the end of a line, an escape before a sign."""
    text = reader.text
    for ending in ("\\\\\n", "\\\n"):
        if text.startswith(ending, reader.at):
            made.append(Element("br"))
            reader.at += len(ending) - 1
            return True
    if found := (_ESCAPED_IN_CELLS if reader.reading.notebook else ESCAPED).match(text, reader.at):
        made.text(found[1])
        reader.at = found.end()
        return True
    return False
