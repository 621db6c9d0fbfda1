"""What shows nothing where it stands: definitions of links, footnotes and abbreviations, and attribute lists."""

from __future__ import annotations

import re

from faimi_site.kramdown.attributes import BODY, NAME, attribute_list
from faimi_site.kramdown.flaws import Flaw
from faimi_site.kramdown.patterns import BLOCK_ATTRIBUTES, CODE, INDENT
from faimi_site.kramdown.reader import Reader
from faimi_site.kramdown.tree import Attributes, Block, Link, link_label
from faimi_site.lazily import pattern

_NOTE = pattern(rf" {{0,3}}\[\^({NAME})\]:(.*\n)")
_LINK = pattern(
    r""" {0,3}\[([^\n\]]+)\]:[ \t]*(?:<(.*?)>|([^\n]*?\S[^\n]*?))"""
    r"""(?:(?:[ \t]*?\n|[ \t]+?)[ \t]*?(["'])(.+?)\4)?[ \t]*?\n"""
)
_ABBREVIATION = pattern(r" {0,3}\*\[(.+?)\]:(.*)\n")
_DEFINED = pattern(rf" {{0,3}}\{{:({NAME}):({BODY})\}}\s*?\n")
_EXTENSION = pattern(rf" {{0,3}}\{{::(\w+)(?:\s({BODY}?)|)(/)?\}}\s*?\n")


def footnote(reader: Reader) -> bool:
    """Take the text of a footnote."""
    if not (found := _NOTE.match(reader.text, reader.at)):
        return False
    more = CODE.match(reader.text, found.end())
    end = more.end() if more else found.end()
    text = [INDENT.sub("", reader.text[found.start(2) : end])]
    name, line = found[1], reader.line
    reader.at = end
    known = reader.context.known
    if name in known.notes:
        message = f"[^{name}] is the footnote of line {known.notes[name].line} too, which is not shown"
        known.flaws.append(Flaw("markdown/footnote", line, message, "give one of them another name", f"[^{name}]"))
    known.notes[name] = Block("note", line=line, children=reader.inside(text, line))
    _defined(reader)
    return True


def link_definition(reader: Reader) -> bool:
    """Take the definition of a link."""
    found = _LINK.match(reader.text, reader.at)
    if not found or re.search(r"[ \t]+[\"']", found[3] or ""):
        return False
    address = found[2] if found[2] is not None else found[3]
    reader.at = found.end()
    _defined(reader)
    reader.made[-1].extra = Attributes()
    reader.context.known.links[link_label(found[1])] = Link(address, found[5], reader.made[-1].extra)
    return True


def abbreviation(reader: Reader) -> bool:
    """Take the definition of an abbreviation."""
    if not (found := _ABBREVIATION.match(reader.text, reader.at)):
        return False
    reader.at = found.end()
    reader.context.known.abbreviations[found[1]] = found[2].strip()
    _defined(reader)
    return True


def attributes_or_extension(reader: Reader) -> bool:
    """Take an attribute list, the definition of one, or a block of an extension."""
    if found := _DEFINED.match(reader.text, reader.at):
        reader.at = found.end()
        reader.context.known.attributes.setdefault(found[1], Attributes()).add(attribute_list(found[2]))
        reader.add(Block("end", text="attributes"))
    elif found := _EXTENSION.match(reader.text, reader.at):
        return _extended(reader, found)
    elif found := BLOCK_ATTRIBUTES.match(reader.text, reader.at):
        reader.at = found.end()
        _attributed(reader, attribute_list(found[1]))
    else:
        return False
    return True


def _extended(reader: Reader, found: re.Match[str]) -> bool:
    name, end, body = found[1], found.end(), ""
    if not found[3]:
        closing = re.compile(rf"^ {{0,3}}\{{:/(?:{name})?\}}[ \t]*\n", re.MULTILINE)
        stop = closing.search(reader.text, end) if name not in reader.unclosed else None
        if not stop:
            reader.unclosed[name] = end  # nothing ends a later one either
            return False
        body, end = reader.text[end : stop.start()], stop.end()
    if name == "nomarkdown":
        reader.add(Block("raw", body.rstrip("\n"), reader.line))
    elif name not in ("comment", "options"):
        return False
    reader.at = end
    return True


def _attributed(reader: Reader, attributes: Attributes) -> None:
    last = reader.made[-1] if reader.made else None
    if last and last.kind != "blank" and (last.kind != "end" or last.text == "definition"):
        last.take(attributes)
        if not BLOCK_ATTRIBUTES.match(reader.text, reader.at):
            reader.add(Block("end", text="attributes"))
    else:
        reader.pending = reader.pending or Attributes()
        reader.pending.add(attributes)


def _defined(reader: Reader) -> None:
    reader.add(Block("end", text="definition"))
