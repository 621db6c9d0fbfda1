"""Blocks as elements: what is Markdown becomes a tree, what is HTML already is put aside as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from faimi_site.frozen import frozen
from faimi_site.kramdown.code import Highlight, code_block, highlighted, why_plain
from faimi_site.kramdown.flaws import Flaw
from faimi_site.kramdown.formulas import mathml
from faimi_site.kramdown.nodes import Node, Nodes, fill
from faimi_site.kramdown.outline import HEADINGS
from faimi_site.kramdown.rawhtml import with_attributes
from faimi_site.kramdown.spanreader import Reading, TangledError, has_spans
from faimi_site.kramdown.spans import read_spans
from faimi_site.kramdown.tree import Block, Definitions
from faimi_site.problem import Fault

PLACEHOLDER = '<div data-section="{}"></div>'
_WITH_SPANS = frozenset(("p", "dt", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_EXCERPT = 60  # letters of a block that show which one it is
_PLAIN = _WITH_SPANS | {"table", "thead", "tbody", "tfoot", "tr", "li", "dd"}  # nothing but elements, most of a page


@frozen
class Converter:
    """Turns the blocks of one page into elements; `stash` puts HTML aside and returns what stands for it."""

    known: Definitions
    stash: Callable[[str], str]
    smart: bool
    math: bool
    highlight: Highlight = highlighted
    in_html: bool = False
    notebook: bool = False

    def nodes(self, blocks: Sequence[Block]) -> Iterator[Node]:
        """Yield what blocks become, each on a line of its own."""
        shown = [block for block in blocks if block.kind not in ("blank", "end")]
        for block in shown:
            if block.kind in _PLAIN and not block.bare:
                yield self._element(block, self.known.resolved(block.attributes, block.extra))
            else:
                yield from self._block(block)
            if not block.bare or block is not shown[-1]:
                yield "\n"

    def _block(self, block: Block) -> Iterator[Node]:
        given = self.known.resolved(block.attributes, block.extra)
        kind = block.kind
        if kind == "p" and block.bare:
            yield from self._spans(block)
        elif kind == "html":
            yield from self._html(block, given)
        elif kind == "raw":
            yield self.stash(with_attributes(block.text, given))
        elif kind == "code":
            if why := why_plain(block.text, given):
                hint = "show the part that matters, and link to a file with all of it"
                self.known.flaws.append(Flaw("markdown/long-code", block.line, why, hint))
            yield self.stash(code_block(block.text, given, self.highlight))
        elif kind == "math":
            yield self.stash(with_attributes(self._formula(block.text, block.line, as_block=True), given))
        elif kind == "section":
            yield self.stash(PLACEHOLDER.format(block.text))
        elif kind == "toc" or self._is_contents(block):
            yield Element("toc", {**given, "list": "ul" if kind == "toc" else kind})
        else:
            yield self._element(block, given)

    def _is_contents(self, block: Block) -> bool:
        """Return whether the table of contents takes the place of a list: of the first that asks for it."""
        wanted = block.kind in ("ul", "ol") and block.extra is not None and "toc" in block.extra.names
        if not wanted or self.known.contents:
            return False
        self.known.contents = True
        return True

    def _element(self, block: Block, given: dict[str, str]) -> Element:
        element = Element(block.kind, given)
        if block.kind not in _WITH_SPANS:
            if block.children and not block.children[0].bare:
                element.text = "\n"
            return fill(element, self.nodes(block.children))
        if self.in_html and block.kind in HEADINGS:
            element.set("in-html", "")
        if has_spans(block.text, self.smart, self.notebook):
            return fill(element, self._spans(block))
        element.text = block.text
        return element

    def _html(self, block: Block, given: dict[str, str]) -> Iterator[Node]:
        """Yield an element of HTML: the pieces that it is made of, or its tags around Markdown."""
        if block.text:
            yield self.stash(with_attributes(block.text, given))
            if block.children and not block.children[0].bare:
                yield "\n"
            yield from replace(self, in_html=True).nodes(block.children)
            yield self.stash(block.close)
            return
        for piece in block.children:
            yield from (
                self._html(piece, given) if piece.kind == "html" else [self.stash(with_attributes(piece.text, given))]
            )
            given = {}

    def _spans(self, block: Block) -> Nodes:
        if not has_spans(block.text, self.smart, self.notebook):
            return Nodes([block.text] if block.text else [])
        reading = Reading(
            self.known, lambda tex: self._formula(tex, block.line), self.smart, self.math, block.line, self.notebook
        )
        try:
            return read_spans(block.text, reading)
        except TangledError:
            message = "stars, brackets or quotes open and never close, too many to be read"
            shown = block.text.lstrip()[:_EXCERPT].partition("\n")[0]
            self.known.flaws.append(
                Flaw("markdown/failed", block.line, message, "write \\* or \\[ for the sign", shown)
            )
            return Nodes()

    def _formula(self, tex: str, line: int, as_block: bool = False) -> str:
        made = mathml(tex, as_block)
        if isinstance(made, Fault):
            shown = next(iter(re.findall(r"'(\\[A-Za-z]+)'", made.message)), "")
            line += tex.count("\n", 0, max(tex.find(shown), 0))
            shown = shown or tex.partition("\n")[0]
            self.known.flaws.append(Flaw("markdown/formula", line, made.message, made.hint, shown))
            return ""
        return made
