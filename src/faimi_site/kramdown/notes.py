"""Footnotes: a number for each mark, in the page's order, and the notes at the page's end."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from faimi_site.kramdown.convert import Converter
from faimi_site.kramdown.flaws import Flaw
from faimi_site.kramdown.nodes import fill

_NBSP = "\u00a0"


def put_notes(root: Element, converter: Converter) -> None:
    """Give the marks of a page numbers, and add the notes that they lead to; one without a mark is not shown."""
    numbers: dict[str, int] = {}
    known = converter.known
    times: dict[str, int] = {}
    items: list[Element] = []
    waiting = [root]
    while waiting:
        part = waiting.pop(0)
        for mark in [one for one in part.iter("sup") if "note" in one.attrib]:
            name = mark.attrib.pop("note")
            if name not in numbers:
                numbers[name] = len(numbers) + 1
                times[name] = 0
                note = known.notes[name]
                item = fill(Element("li", {"id": f"fn:{name}"}), converter.nodes(note.children))
                items.append(item)
                waiting.append(item)
            else:
                times[name] += 1
            _number(mark, name, numbers[name], times[name])
    for name, note in known.notes.items():
        if name not in numbers:
            message = f"nothing leads to the footnote [^{name}], so that it is not shown"
            hint = f"write [^{name}] where it belongs, or take it out"
            known.flaws.append(Flaw("markdown/footnote", note.line, message, hint, f"[^{name}]"))
    if not items:
        return
    for name, item in zip(numbers, items, strict=True):
        _lead_back(item, name, times[name])
    around = SubElement(root, "div", {"class": "footnotes", "role": "doc-endnotes"})
    around.text = around.tail = "\n"
    fill(SubElement(around, "ol"), items)


def _number(mark: Element, name: str, number: int, again: int) -> None:
    mark.set("id", f"fnref:{name}:{again}" if again else f"fnref:{name}")
    # The role is the link's: a <sup> may not have it.
    link = SubElement(mark, "a", {"href": f"#fn:{name}", "class": "footnote", "rel": "footnote", "role": "doc-noteref"})
    link.text = str(number)


def _lead_back(item: Element, name: str, again: int) -> None:
    """Add links from a note to each of its marks, to its last paragraph or to one of their own."""
    last = item[-1] if len(item) else None
    # What has been put aside, such as code, stands as text behind the element before it.
    paragraph = last if last is not None and last.tag == "p" and not (last.tail or "").strip() else None
    space = _NBSP if paragraph is not None else ""
    if paragraph is None:
        paragraph = SubElement(item, "p")
    for number in range(again + 1):
        text = space if number == 0 else _NBSP
        if len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + text
        else:
            paragraph.text = (paragraph.text or "") + text
        where = f"#fnref:{name}:{number}" if number else f"#fnref:{name}"
        link = SubElement(paragraph, "a", {"href": where, "class": "reversefootnote", "role": "doc-backlink"})
        link.text = "↩"
        if number:
            SubElement(link, "sup").text = str(number + 1)
