"""Markdown to HTML: a pure function of the text alone."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from faimi_site.memory import Memory
from faimi_site.problem import Fault

SECTIONS = ("schedule", "organizers", "resources")
MARKER = re.compile(rf"^ {{0,3}}\[({'|'.join(SECTIONS).upper()})\][ \t]*$", re.MULTILINE)
PLACEHOLDER = re.compile(rf'<div data-section="({"|".join(SECTIONS)})"></div>')
UNCLOSED = 1000  # signs that open and never close: the most that a page can have
VERSION = f"3 {markdown.__version__}"

_CODE = re.compile(r"<(pre|code|script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_LEFT = re.compile(r"(?:^|>)\s*(\[[A-Za-z]+\])\s*(?:$|<)", re.MULTILINE)
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Rendered:
    """A text as HTML, in which sections are empty elements, and the text of its first `h1`."""

    html: str
    heading: str = ""

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the names of the sections that the text asks for, in its order."""
        return tuple(PLACEHOLDER.findall(self.html))


def render(text: str, memory: Memory) -> Rendered | Fault:
    """Return a Markdown text as HTML, or a fault where Python-Markdown cannot get through it."""
    made = memory.recall("markdown", (VERSION, text), lambda: _render(text))
    return Fault(made["fault"], made["hint"]) if "fault" in made else Rendered(**made)


def markers_left(rendered: str) -> list[str]:
    """Return the words in brackets that stayed text outside of code and stand alone between tags or on a line."""
    return [found.group(1) for found in _LEFT.finditer(_CODE.sub("", rendered))]


def heading_id(text: str, separator: str = "-") -> str:
    """Return the id of a heading by the rule of kramdown's GFM parser, which GitHub Pages uses."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", separator)


def _heading_ids() -> Callable[[str, str], str]:
    """Return a function that counts the headings of one page: the second `Q&A` is `qa-1`, as kramdown has it."""
    seen: Counter[str] = Counter()

    def numbered(text: str, separator: str) -> str:
        name = heading_id(text, separator)
        seen[name] += 1
        return name if seen[name] == 1 else f"{name}{separator}{seen[name] - 1}"

    return numbered


def _render(text: str) -> dict[str, Any]:
    for opening, closing in ("[]", "<>"):
        # Python-Markdown reads on from each opening one to the end of the text: time grows with their square.
        if text.count(opening) - text.count(closing) > UNCLOSED:
            return {
                "fault": f"more than {UNCLOSED} '{opening}' are never closed",
                "hint": f"write \\{opening} for the sign",
            }
    try:
        rendered = _engine().convert(text)
    except RecursionError:
        return {
            "fault": "the Markdown is nested too deeply",
            "hint": "take some levels of lists or quotes out",
        }
    except Exception as error:  # a crash of the library must name the page, not end the build
        return {
            "fault": f"Python-Markdown cannot read the page ({type(error).__name__})",
            "hint": "look for a stray '<!'",
        }
    heading = _HEADING.search(rendered)
    return {
        "html": rendered,
        "heading": html.unescape(_TAG.sub("", heading.group(1))).strip() if heading else "",
    }


def _engine() -> markdown.Markdown:
    return markdown.Markdown(
        extensions=[
            "abbr",
            "attr_list",
            "def_list",
            "fenced_code",
            "footnotes",
            "md_in_html",
            "tables",
            "toc",
            Markers(),
        ],
        extension_configs={"toc": {"slugify": _heading_ids(), "marker": "[TOC]"}},
        output_format="html",
    )


class Markers(Extension):
    """Turns `[SCHEDULE]` and its like, alone on a line, into places for sections."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  (the library's name)
        """Register the preprocessor, after fences (25) and raw HTML (20) have been put aside."""
        md.preprocessors.register(_Places(md), "faimi-sections", 15)


class _Places(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return list(self._placed(lines))

    def _placed(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            if found := MARKER.match(line):
                element = f'<div data-section="{found.group(1).lower()}"></div>'
                yield from ("", self.md.htmlStash.store(element), "")
            else:
                yield line
