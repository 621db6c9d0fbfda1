"""The extension: Python-Markdown with its blocks and spans read as kramdown reads them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, cast
from xml.etree.ElementTree import Element, ElementTree

import markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER, STX, Registry

from faimi_site.charrefs import unescape
from faimi_site.kramdown.abbreviations import put_abbreviations
from faimi_site.kramdown.attributes import attribute_list
from faimi_site.kramdown.blocks import cell_blocks, page_blocks
from faimi_site.kramdown.code import Highlight, highlighted
from faimi_site.kramdown.convert import Converter
from faimi_site.kramdown.flaws import tag_flaw
from faimi_site.kramdown.nodes import fill
from faimi_site.kramdown.notes import put_notes
from faimi_site.kramdown.outline import give_ids, put_contents
from faimi_site.kramdown.rawhtml import with_attributes
from faimi_site.kramdown.serializer import serialized
from faimi_site.kramdown.tree import Definitions, TooMuchError
from faimi_site.lazily import pattern

_STASHED = pattern(HTML_PLACEHOLDER % r"(\d+)")


class Kramdown(Extension):
    """Reads one page, or one cell of a notebook; what was found to be wrong with it is in `known.flaws` then."""

    def __init__(
        self, smart: bool = True, math: bool = True, highlight: Highlight = highlighted, notebook: bool = False
    ) -> None:
        super().__init__()
        self.known = Definitions()
        self.smart, self.math, self.highlight, self.notebook = smart, math, highlight, notebook

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  (the library's name)
        """Put our reader in the place of Python-Markdown's own blocks and inline patterns."""
        stash = md.htmlStash.store
        converter = Converter(self.known, stash, self.smart, self.math, self.highlight, notebook=self.notebook)
        md.parser = _Parser(md, converter)
        md.treeprocessors.register(_Finish(md, converter), "kramdown", 20)
        md.postprocessors.register(_Unstash(md), "kramdown", 20)


class _Library(markdown.Markdown):
    """Python-Markdown without its own readers of blocks and spans, which would be built for every page anew."""

    output_formats: ClassVar = {"html": serialized}

    def build_parser(self) -> _Library:
        self.preprocessors = Registry()
        self.parser = BlockParser(self)
        self.inlinePatterns = Registry()
        self.treeprocessors = Registry()
        self.postprocessors = Registry()
        return self


class _Parser(BlockParser):
    def __init__(self, md: markdown.Markdown, converter: Converter) -> None:
        super().__init__(md)
        self.converter = converter

    def parseDocument(self, lines: list[str]) -> ElementTree:  # type: ignore[override]  # noqa: N802
        # These two mark what has been put aside: a text that holds them itself means nothing by them.
        text = "\n".join(lines).replace(STX, "").replace(ETX, "")
        read = cell_blocks if self.converter.notebook else page_blocks
        blocks = read(text, self.converter.known, self.converter.math)
        root = fill(Element(self.md.doc_tag), self.converter.nodes(blocks))
        return ElementTree(root)


class _Finish(Treeprocessor):
    """What needs the whole page: footnotes, abbreviations, ids of headings, the table of contents."""

    def __init__(self, md: markdown.Markdown, converter: Converter) -> None:
        super().__init__(md)
        self.converter = converter

    def run(self, root: Element) -> None:
        put_notes(root, self.converter)
        put_abbreviations(root, self.converter.known.abbreviations)
        give_ids(root)
        put_contents(root)
        for element in root.iter():
            if "kept" in element.attrib:
                self._keep(element)

    def _keep(self, element: Element) -> None:
        """Make an element that stands for tags as their author wrote them into those tags."""
        known = self.converter.known
        tag = with_attributes(element.attrib["kept"], known.resolved({}, attribute_list(element.get("more", ""))))
        closed = element.attrib["closed"]
        if flaw := element.get("flaw"):
            kind, line = flaw.split()
            written = unescape(element.attrib["kept"])
            shown = "<!--" if written == "<!" else re.sub(r"(?s)(?<=[\w>])[\s>].*", "", written).rstrip(">") + ">"
            known.flaws.append(tag_flaw(kind, shown, int(line)))
        element.attrib.clear()
        element.tag = cast(Any, None)  # the serializer writes no tags then
        element.text = self.converter.stash(tag) + (element.text or "")
        if closed and len(element):
            element[-1].tail = (element[-1].tail or "") + self.converter.stash(closed)
        elif closed:
            element.text += self.converter.stash(closed)


class _Unstash(Postprocessor):
    def run(self, text: str) -> str:
        stashed = self.md.htmlStash.rawHtmlBlocks
        return _STASHED.sub(lambda found: str(stashed[int(found[1])]), text)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Allow as many nested calls as LEVELS of nesting need, on any caller's stack."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 20_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def convert(text: str, extension: Kramdown) -> str:
    """Return a text as HTML, or an empty text where it has too much of something: then a flaw says so."""
    try:
        with deep_recursion():
            return _Library(extensions=[extension], output_format="html").convert(text)
    except TooMuchError as error:
        extension.known.flaws.append(error.flaw)
        return ""
