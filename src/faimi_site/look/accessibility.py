"""What keeps people from reading a page, seen in the page as it is built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from faimi_site.colours import contrast, darkened, hex_code, luminance
from faimi_site.document import Element
from faimi_site.look.contrast import Pair, pairs
from faimi_site.look.keys import Key, key, name_of
from faimi_site.model import Finding
from faimi_site.wording import folded

_UNTOLD = frozenset({"here", "clickhere", "this", "thislink", "link", "more", "readmore", "thispage", "seehere"})
_FILE_NAME = re.compile(
    r"[\w .%()+@-]+\.(?:jpe?g|png|gif|svg|webp|avif|heic|tiff?|bmp|pdf)|(?:IMG|DSC|DSCN|DSCF|PXL|MVIMG)[_ -]?\d+\w*",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"(?:[a-z]{2,8}(?:-[a-z0-9]{1,8})*|x(?:-[a-z0-9]{1,8})+)", re.IGNORECASE | re.ASCII)
_HEADING = re.compile(r"h[1-6]")
_SHOWN = 40  # characters of a text in a message


@dataclass(frozen=True)
class Seen:
    """A built page, with what its elements are for people who do not see it."""

    elements: tuple[Element, ...]

    @cached_property
    def silent(self) -> frozenset[int]:
        """Return the elements that are not shown to anyone, or not to screen readers."""
        silent: set[int] = set()
        for at, element in enumerate(self.elements):
            own = element.attrs.get("aria-hidden") == "true" or "hidden" in element.attrs or element.tag == "template"
            if own or element.parent in silent:
                silent.add(at)
        return frozenset(silent)

    @cached_property
    def nearest(self) -> dict[str, list[int]]:
        """Return for some tags the nearest element of that kind around each element, or -1."""
        tags: dict[str, frozenset[str]] = {
            "link": frozenset({"a", "button"}),
            "table": frozenset({"table"}),
            "heading": frozenset({"h1", "h2", "h3", "h4", "h5", "h6"}),
        }
        around: dict[str, list[int]] = {name: [] for name in tags}
        for element in self.elements:
            for name, kinds in tags.items():
                parent = element.parent
                is_one = parent >= 0 and self.elements[parent].tag in kinds
                around[name].append(parent if is_one else around[name][parent] if parent >= 0 else -1)
        return around

    @cached_property
    def spoken(self) -> dict[int, str]:
        """Return what pictures and labels within links, buttons and headings say, by the element they are in."""
        said: dict[int, list[str]] = {}
        for at, element in enumerate(self.elements):
            # A picture without alt has a fault of its own, and some name.
            missing = element.tag == "img" and "alt" not in element.attrs
            label = (
                _label(element) or element.attrs.get("alt", "") or (element.attrs.get("src", "?") if missing else "")
            )
            for kind in ("link", "heading"):
                if label and self.nearest[kind][at] >= 0:
                    said.setdefault(self.nearest[kind][at], []).append(label)
        return {at: " ".join(labels) for at, labels in said.items()}

    def name(self, at: int) -> str:
        """Return the name of a link, a button or a heading, as a screen reader says it."""
        element = self.elements[at]
        label = element.attrs.get("aria-label", "").strip()
        text = " ".join(filter(None, (element.text, self.spoken.get(at, ""))))
        return label or text or _label(element)


def findings(elements: tuple[Element, ...]) -> Iterator[Finding]:
    """Yield what is wrong with a page for people who cannot see it well, or at all."""
    seen = Seen(elements)
    for fault in FAULTS:
        yield from fault(seen)


def pictures_have_words(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each picture without an alternative text, or with a file's name for one."""
    met: Counter[Key] = Counter()
    for at, element in enumerate(seen.elements):
        is_button = element.tag == "input" and element.attrs.get("type", "").lower() == "image"
        is_area = element.tag == "area" and "href" in element.attrs
        if not (element.tag == "img" or is_button or is_area):
            continue
        address = element.attrs.get("href" if is_area else "src", "")
        shown = name_of(address) if not address.startswith("data:") else "data:..."
        wanted = key(element.tag, shown)
        alt = element.attrs.get("alt")
        silent = at in seen.silent or element.attrs.get("role") in ("presentation", "none")
        if alt is None and not silent and not _label(element):
            message = f"the picture '{_short(shown)}' has no alt text"
            hint = 'say in alt="..." what it shows; write alt="" where it says nothing that the text does not'
            yield Finding("a11y/no-alt", message, hint, wanted, met[wanted])
        elif alt and _FILE_NAME.fullmatch(alt.strip()):
            named = key("alt", alt)
            message = f"the alt text '{_short(alt)}' is the name of a file"
            yield Finding("a11y/alt-is-file-name", message, "say what the picture shows", named, met[named])
        met[wanted] += 1
        met[key("alt", alt or "")] += 1


def links_say_where_they_lead(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each link or button without a name, and for each link whose name says nothing."""
    met: Counter[Key] = Counter()
    for at, element in enumerate(seen.elements):
        is_link = element.tag == "a" and "href" in element.attrs
        if at in seen.silent or not (is_link or element.tag == "button"):
            continue
        name = seen.name(at)
        wanted = key("text", element.text or name) if name else key(element.tag, name_of(element.attrs.get("href", "")))
        if not name and not element.attrs.get("aria-labelledby"):
            what = f"the link to '{_short(element.attrs['href'])}'" if is_link else "a button"
            hint = 'write a text into it, or aria-label="..."; an image in it needs an alt that says where it leads'
            yield Finding("a11y/empty-link", f"{what} has no name", hint, wanted, met[wanted])
        elif is_link and folded(name) in _UNTOLD:
            message = f"the link '{_short(name)}' does not say where it leads"
            hint = "let its text name what is there: [the programme](...), not [here](...)"
            yield Finding("a11y/link-text", message, hint, wanted, met[wanted])
        met[wanted] += 1


def headings_are_in_order(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each heading that is empty, skips a level, or is one more of the first level."""
    met: Counter[Key] = Counter()
    before, first = 0, ""
    for at, element in enumerate(seen.elements):
        if not _HEADING.fullmatch(element.tag) or at in seen.silent:
            continue
        level, name = int(element.tag[1]), seen.name(at)
        wanted = key("heading", element.text)
        if not name:
            hint = "write its text, or take it out"
            yield Finding("a11y/empty-heading", f"a heading of level {level} has no text", hint, wanted, met[wanted])
        elif before and level > before + 1:
            message = f"the heading '{_short(name)}' of level {level} comes after one of level {before}"
            hint = f"write {'#' * (before + 1)} {_short(name)}"
            yield Finding("a11y/heading-order", message, hint, wanted, met[wanted])
        elif level == 1 and first:
            message = f"'{_short(name)}' is a second heading of the first level, beside '{_short(first)}'"
            yield Finding("a11y/two-h1", message, f"write ## {_short(name)}", wanted, met[wanted])
        if level == 1 and name:
            first = first or name
        met[wanted] += 1
        before = level if name else before


def tables_have_headers(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each table of several rows and columns that has no header cell."""
    rows: Counter[int] = Counter()
    cells: dict[int, list[int]] = {}
    headed: set[int] = set()
    for at, element in enumerate(seen.elements):
        table = seen.nearest["table"][at]
        if element.tag == "tr":
            rows[table] += 1
        elif element.tag in ("td", "th"):
            cells.setdefault(table, []).append(at)
            if element.tag == "th" and element.text:
                headed.add(table)
    met: Counter[Key] = Counter()
    for table in sorted(cells):
        if table < 0:
            continue
        attrs = seen.elements[table].attrs
        words = next((seen.elements[at].text for at in cells[table] if seen.elements[at].text), "")
        wanted = key("cell", words)
        layout = attrs.get("role") in ("presentation", "none") or "highlighttable" in attrs.get("class", "").split()
        silent = table in seen.silent
        if rows[table] > 1 and len(cells[table]) > rows[table] and table not in headed and not layout and not silent:
            message = f"the table that starts with '{_short(words)}' has no header cells"
            hint = 'name columns above a line of dashes, or use th in HTML; a table for layout has role="presentation"'
            yield Finding("a11y/table-headers", message, hint, wanted, met[wanted])
        met[wanted] += 1


def languages_are_named(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for a page that does not say its language, and for each language that is no tag."""
    met: Counter[Key] = Counter()
    for element in seen.elements:
        if element.tag == "html" and not (element.attrs.get("lang") or element.attrs.get("xml:lang")):
            hint = 'write <html lang="{{ page.lang }}">'
            yield Finding("a11y/lang", "the page does not say what language it is in", hint, ("html", ""))
        for attribute in ("lang", "xml:lang"):
            value = element.attrs.get(attribute, "")
            wanted = key(attribute, value)
            if value and not _LANGUAGE.fullmatch(value):
                message = f"'{_short(value)}' is not a language tag"
                yield Finding("a11y/lang", message, "write it as en or pt-BR", wanted, met[wanted])
            met[wanted] += 1


def media_wait_for_visitors(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each frame without a title, each medium that starts by itself, and a page without zoom."""
    met: Counter[Key] = Counter()
    for at, element in enumerate(seen.elements):
        attrs = element.attrs
        wanted = key(element.tag, name_of(attrs.get("src", "")))
        if element.tag == "iframe" and at not in seen.silent and not _label(element):
            message = f"the frame of '{_short(attrs.get('src', ''))}' has no title"
            yield Finding("a11y/iframe-title", message, 'say in title="..." what it shows', wanted, met[wanted])
        elif element.tag in ("audio", "video") and "autoplay" in attrs and "muted" not in attrs:
            message = f"the {element.tag} '{_short(name_of(attrs.get('src', '')))}' starts by itself, with sound"
            message = message.replace(" ''", "")
            yield Finding("a11y/autoplay", message, "take autoplay out, or write muted beside it", wanted, met[wanted])
        elif element.tag == "meta" and attrs.get("name", "").lower() == "viewport" and _forbids_zoom(attrs):
            hint = 'write content="width=device-width, initial-scale=1"'
            yield Finding("a11y/zoom", "the page forbids visitors to zoom", hint, key("content", attrs["content"]))
        met[wanted] += 1


def colours_can_be_read(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each text whose colour and background, both written in the page, are too much alike."""
    met: Counter[Key] = Counter()
    for pair in pairs(seen.elements):
        style = key("style", seen.elements[pair.at].attrs["style"])
        ratio = contrast(pair.text, pair.background)
        if pair.at not in seen.silent and ratio < pair.least:
            message = f"the text '{_short(pair.words)}' has a contrast of {int(ratio * 10) / 10}:1 to its background"
            message += f", and needs {pair.least:g}:1"
            yield Finding("a11y/contrast", message, _darker(pair), style, met[style])
        met[style] += 1


def links_of_one_name_lead_to_one_place(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each link that is named as another is which leads elsewhere."""
    met: Counter[Key] = Counter()
    leads: dict[str, str] = {}
    for at, element in enumerate(seen.elements):
        address = element.attrs.get("href", "")
        if element.tag != "a" or not address or at in seen.silent:
            continue
        name = seen.name(at)
        wanted = key("text", element.text or name)
        if not folded(name) or folded(name) in _UNTOLD:
            continue
        other = leads.setdefault(folded(name), address)
        if other != address:
            message = f"the link '{_short(name)}' leads to '{address}', and another of this name to '{other}'"
            hint = "give each a name that tells them apart"
            yield Finding("a11y/same-link-text", message, hint, wanted, met[wanted])
        met[wanted] += 1


FAULTS: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    *(pictures_have_words, links_say_where_they_lead, headings_are_in_order, tables_have_headers),
    *(languages_are_named, media_wait_for_visitors, colours_can_be_read),
    links_of_one_name_lead_to_one_place,
)


def _darker(pair: Pair) -> str:
    """Return a hint with a colour that can be read: the darker one of the two, made darker."""
    is_text = luminance(pair.text) <= luminance(pair.background)
    darker, lighter = (pair.text, pair.background) if is_text else (pair.background, pair.text)
    shade = darkened(darker, lighter, pair.least)
    if not shade:
        return "take colours that are further apart, such as #222 on #fff"
    return f"darken the {'text' if is_text else 'background'}, to {hex_code(shade)} for example"


def _forbids_zoom(attrs: Mapping[str, str]) -> bool:
    values = dict(re.findall(r"([\w-]+)\s*=\s*([\w.]+)", attrs.get("content", "").lower()))
    largest = values.get("maximum-scale", "")
    small = re.fullmatch(r"\d+(?:\.\d+)?", largest) and float(largest) < 2
    return values.get("user-scalable") in ("no", "0") or bool(small)


def _label(element: Element) -> str:
    return element.attrs.get("aria-label", "").strip() or element.attrs.get("title", "").strip()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
