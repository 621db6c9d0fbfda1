"""Blocks of one kind of line: paragraphs, headings, rules, quotes, code, formulas, tables, markers."""

from __future__ import annotations

import re

from faimi_site.kramdown.patterns import (
    BLANK,
    BOUNDARY,
    CELL_PARAGRAPH_END,
    CODE,
    DELIMITED,
    END,
    HEADING,
    INDENT,
    MARKER,
    PARAGRAPH_END,
    QUOTE,
    QUOTE_END,
    RULE,
    WHITE,
    fence,
)
from faimi_site.kramdown.reader import Reader
from faimi_site.kramdown.tables import table as table_at
from faimi_site.kramdown.tree import Block
from faimi_site.lazily import pattern

_QUOTED = pattern(f"^{QUOTE.pattern}", re.MULTILINE)
_SETEXT = pattern(r" {0,3}([^ \t\n].*)\n(-[-=]*|=[-=]*)[ \t]*\n")
_HEADING_ID = pattern(r"[\t ]\{#([A-Za-z_:][\w:.-]*)\}\Z")
_MATH = pattern(r" {0,3}\$\$(.*?)\$\$([ \t]*\n)?", re.DOTALL)


def blank(reader: Reader) -> bool:
    """Take blank lines."""
    if not (found := BLANK.match(reader.text, reader.at)):
        return False
    reader.at = found.end()
    if reader.made and reader.made[-1].kind == "blank":
        reader.made[-1].text += found.group()
    else:
        reader.add(Block("blank", found.group()))
    return True


def code(reader: Reader) -> bool:
    """Take lines of code by their indent."""
    if not (found := CODE.match(reader.text, reader.at)) or not found.group():
        return False
    text = re.sub(r"\n( {0,3}\S)", r" \1", found.group())
    reader.add(Block("code", INDENT.sub("", text), reader.line))
    reader.at = found.end()
    return True


def fenced_code(reader: Reader) -> bool:
    """Take a fence with its code."""
    if not (found := fence(reader.text, reader.at, reader.unclosed, reader.context.notebook)):
        return False
    language, code, end = found
    block = Block("code", code, reader.line)
    if language:
        block.attributes["class"] = f"language-{language.partition('?')[0]}"
    reader.add(block)
    reader.at = end
    return True


def quote(reader: Reader) -> bool:
    """Take a quote, with the lines that go on without its sign."""
    if not QUOTE.match(reader.text, reader.at):
        return False
    line, end = reader.line, reader.end_of_line(reader.at)
    while end < len(reader.text) and not QUOTE_END[reader.context.top].match(reader.text, end):
        end = reader.end_of_line(end)
    block = Block("blockquote", line=line)
    reader.add(block)
    inner = [_QUOTED.sub("", reader.text[reader.at : end])]
    reader.at = end
    reader.forget()
    block.children = reader.inside(inner, line)
    return True


def heading(reader: Reader) -> bool:
    """Take a heading of a line that starts with `#`."""
    if not (found := HEADING[reader.context.notebook].match(reader.text, reader.at)):
        return False
    text, name = _named(found[2])
    text = re.sub(r"[\t ]#+\Z", "", text).rstrip(WHITE)
    return _headed(reader, len(found[1]), text, name, found.end())


def underlined_heading(reader: Reader) -> bool:
    """Take a heading with a line of `=` or `-` below it."""
    found = _SETEXT.match(reader.text, reader.at)
    if not found or not reader.after_boundary():
        return False
    return _headed(reader, 2 if found[2].startswith("-") else 1, *_named(found[1]), found.end())


def _headed(reader: Reader, level: int, text: str, name: str, end: int) -> bool:
    if not text:
        return False
    reader.add(Block(f"h{level}", text, reader.line, {"id": name} if name else {}))
    reader.at = end
    return True


def rule(reader: Reader) -> bool:
    """Take a horizontal rule."""
    if not (found := RULE.match(reader.text, reader.at)):
        return False
    reader.add(Block("hr", line=reader.line))
    reader.at = found.end()
    return True


def formula(reader: Reader) -> bool:
    """Take a formula that stands for itself, between `$$`."""
    found = _MATH.match(reader.text, reader.at) if reader.context.math else None
    if not found or not reader.after_boundary():
        return False
    if found.end() < len(reader.text) and not BOUNDARY.match(reader.text, found.end()):
        return False
    lead = found[1][: len(found[1]) - len(found[1].lstrip())]
    reader.add(Block("math", found[1].strip(), reader.line + lead.count("\n")))
    reader.at = found.end()
    return True


def table(reader: Reader) -> bool:
    """Take a table."""
    if reader.text.find("|", reader.at, reader.end_of_line(reader.at)) < 0:
        return False
    notebook = reader.context.notebook
    if not (DELIMITED.match(reader.text, reader.at) if notebook else reader.after_boundary()):
        return False
    found = table_at(reader.text, reader.at, reader.line, reader.context.known, delimited=notebook)
    if not found:
        return False
    block, reader.at = found
    reader.add(block)
    return True


def marker(reader: Reader) -> bool:
    """Take a marker: the place of a section or of the table of contents."""
    if not (found := MARKER[reader.context.top].match(reader.text, reader.at)):
        return False
    known = reader.context.known
    if name := (found.groupdict().get("section") or "").lower():
        known.sections.append((name, reader.line))
    elif known.contents:
        return False
    known.contents = known.contents or not name
    reader.add(Block("section" if name else "toc", name, reader.line))
    reader.at = found.end()
    return True


def end(reader: Reader) -> bool:
    """Take a line with `^`, which ends what stands above it."""
    if not (found := END.match(reader.text, reader.at)):
        return False
    reader.at = found.end()
    reader.add(Block("end"))
    return True


def paragraph(reader: Reader) -> bool:
    """Take lines of text; those right behind a paragraph go on with it."""
    line, start = reader.line, reader.at
    reader.at = reader.end_of_line(start)
    end = CELL_PARAGRAPH_END if reader.context.notebook else PARAGRAPH_END[reader.context.top]
    while reader.at < len(reader.text) and not end.match(reader.text, reader.at):
        reader.at = reader.end_of_line(reader.at)
    text = reader.text[start : reader.at].rstrip(WHITE)
    last = reader.made[-1] if reader.made else None
    if last and last.kind == "p":
        joint = "  \n" if reader.text[max(start - 3, 0) : start] == "  \n" else "\n"
        last.text += f"{joint}{text}"
    else:
        reader.add(Block("p", text.lstrip(WHITE), line))
    return True


def _named(text: str) -> tuple[str, str]:
    """Return a heading's text without the id in braces at its end, and that id."""
    text = text.rstrip(WHITE)
    if found := _HEADING_ID.search(text):
        return text[: found.start()].rstrip(WHITE), found[1]
    return text, ""
