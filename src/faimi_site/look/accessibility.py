"""What keeps people from reading a page, seen in the page as it is built."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from faimi_site.colours import contrast, darkened, hex_code, luminance
from faimi_site.document import Document, Element
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.look.contrast import Pair, pairs, sets_colour
from faimi_site.look.keys import Key, key, name_of
from faimi_site.model import Finding
from faimi_site.wording import folded

_UNTOLD = frozenset({"here", "clickhere", "this", "thislink", "link", "more", "readmore", "thispage", "seehere"})
_FILE_NAME = pattern(
    r"[\w .%()+@-]+\.(?:jpe?g|png|gif|svg|webp|avif|heic|tiff?|bmp|pdf)|(?:IMG|DSC|DSCN|DSCF|PXL|MVIMG)[_ -]?\d+\w*",
    re.IGNORECASE,
)
_LANGUAGE = pattern(r"(?:[a-z]{2,8}(?:-[a-z0-9]{1,8})*|x(?:-[a-z0-9]{1,8})+)", re.IGNORECASE | re.ASCII)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SHOWN = 40  # characters of a text in a message


@frozen
class Seen:
    """A built page, with what its elements are for people who do not see it."""

    page: Document

    @cached_property
    def silent(self) -> frozenset[int]:
        """Return the elements that are not shown to anyone, or not to screen readers."""
        elements = self.page.elements
        unseen = {at for at in self.page.attributed("aria-hidden") if elements[at].attrs["aria-hidden"] == "true"}
        silent = {*unseen, *self.page.attributed("hidden"), *self.page.tagged("template")}
        if silent:
            for at in range(min(silent), len(elements)):
                if elements[at].parent in silent:
                    silent.add(at)
        return frozenset(silent)

    @cached_property
    def around_link(self) -> list[int]:
        """Return the nearest link or button around each element, or -1."""
        return self._around("a", "button")

    @cached_property
    def around_table(self) -> list[int]:
        """Return the nearest table around each element, or -1."""
        return self._around("table")

    @cached_property
    def around_heading(self) -> list[int]:
        """Return the nearest heading around each element, or -1."""
        return self._around(*_HEADINGS)

    def _around(self, *tags: str) -> list[int]:
        kind = frozenset(self.page.tagged(*tags))
        around: list[int] = []
        for element in self.page.elements:
            parent = element.parent
            around.append(parent if parent < 0 or parent in kind else around[parent])
        return around

    @cached_property
    def spoken(self) -> dict[int, str]:
        """Return what pictures and labels within links, buttons and headings say, by the element they are in."""
        said: dict[int, list[str]] = {}
        for at in sorted({*self.page.attributed("aria-label", "title", "alt"), *self.page.tagged("img")}):
            element = self.page.elements[at]
            # A picture without alt has a fault of its own, and some name.
            missing = element.tag == "img" and "alt" not in element.attrs
            label = (
                _label(element) or element.attrs.get("alt", "") or (element.attrs.get("src", "?") if missing else "")
            )
            for around in (self.around_link[at], self.around_heading[at]):
                if label and around >= 0:
                    said.setdefault(around, []).append(label)
        return {at: " ".join(labels) for at, labels in said.items()}

    @cached_property
    def links(self) -> list[tuple[int, str, str]]:
        """Return the links and buttons that are read out, each with its name and the letters of that."""
        found: list[tuple[int, str, str]] = []
        for at in self.page.tagged("a", "button"):
            element = self.page.elements[at]
            if (element.tag == "button" or "href" in element.attrs) and at not in self.silent:
                name = self.name(at)
                found.append((at, name, folded(name)))
        return found

    def name(self, at: int) -> str:
        """Return the name of a link, a button or a heading, as a screen reader says it."""
        element = self.page.elements[at]
        label = element.attrs.get("aria-label", "").strip()
        text = " ".join(filter(None, (element.text, self.spoken.get(at, ""))))
        return label or text or _label(element)


def findings(page: Document) -> Iterator[Finding]:
    """Yield what is wrong with a page for people who cannot see it well, or at all."""
    seen = Seen(page)
    for fault in FAULTS:
        yield from fault(seen)


def _numbered(faults: list[tuple[int, Finding]], keys: Iterable[tuple[int, Key]]) -> Iterator[Finding]:
    """Yield findings of elements, each as the nth of its key; the keys of all elements are made only if there are any.

    Most pages have no fault, and keys are costly.
    """
    if not faults:
        return
    met: Counter[Key] = Counter()
    numbers: dict[tuple[int, Key], int] = {}
    for at, wanted in keys:
        numbers[at, wanted] = met[wanted]
        met[wanted] += 1
    for at, finding in faults:
        yield finding._replace(number=numbers[at, finding.wanted])


def pictures_have_words(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each picture without an alternative text, or with a file's name for one."""
    pictures = [at for at in seen.page.tagged("img", "input", "area") if _is_picture(seen.page.elements[at])]
    faults: list[tuple[int, Finding]] = []
    for at in pictures:
        element = seen.page.elements[at]
        alt = element.attrs.get("alt")
        silent = at in seen.silent or element.attrs.get("role") in ("presentation", "none")
        if alt is None and not silent and not _label(element):
            message = f"the picture '{_short(_shown(element))}' has no alt text"
            hint = 'say in alt="..." what it shows; write alt="" where it says nothing that the text does not'
            faults.append((at, Finding("a11y/no-alt", message, hint, key(element.tag, _shown(element)))))
        elif alt and _FILE_NAME.fullmatch(alt.strip()):
            message = f"the alt text '{_short(alt)}' is the name of a file"
            faults.append(
                (at, Finding("a11y/alt-is-file-name", message, "say what the picture shows", key("alt", alt)))
            )
    keys = ((at, wanted) for at in pictures for wanted in _keys_of_picture(seen.page.elements[at]))
    yield from _numbered(faults, keys)


def _keys_of_picture(element: Element) -> tuple[Key, Key]:
    return key(element.tag, _shown(element)), key("alt", element.attrs.get("alt", ""))


def _is_picture(element: Element) -> bool:
    if element.tag == "input":
        return element.attrs.get("type", "").lower() == "image"
    return element.tag == "img" or "href" in element.attrs


def _shown(picture: Element) -> str:
    address = picture.attrs.get("href" if picture.tag == "area" else "src", "")
    return name_of(address) if not address.startswith("data:") else "data:..."


def links_say_where_they_lead(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each link or button without a name, and for each link whose name says nothing."""
    faults: list[tuple[int, Finding]] = []
    for at, name, letters in seen.links:
        element = seen.page.elements[at]
        is_link = element.tag == "a"
        if not name and not element.attrs.get("aria-labelledby"):
            what = f"the link to '{_short(element.attrs['href'])}'" if is_link else "a button"
            hint = 'write a text into it, or aria-label="..."; an image in it needs an alt that says where it leads'
            finding = Finding("a11y/empty-link", f"{what} has no name", hint, _key_of_link(element, name))
            faults.append((at, finding))
        elif is_link and letters in _UNTOLD:
            message = f"the link '{_short(name)}' does not say where it leads"
            hint = "let its text name what is there: [the programme](...), not [here](...)"
            faults.append((at, Finding("a11y/link-text", message, hint, _key_of_link(element, name))))
    yield from _numbered(faults, ((at, _key_of_link(seen.page.elements[at], name)) for at, name, _ in seen.links))


def _key_of_link(element: Element, name: str) -> Key:
    if name:
        return key("text", element.text or name)
    return key(element.tag, name_of(element.attrs.get("href", "")))


def headings_are_in_order(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each heading that is empty, skips a level, or is one more of the first level."""
    headings = [at for at in seen.page.tagged(*_HEADINGS) if at not in seen.silent]
    keys = ((at, key("heading", seen.page.elements[at].text)) for at in headings)
    yield from _numbered(list(_disorder(seen, headings)), keys)


def _disorder(seen: Seen, headings: Iterable[int]) -> Iterator[tuple[int, Finding]]:
    before, first = 0, ""
    for at in headings:
        element = seen.page.elements[at]
        level, name = int(element.tag[1]), seen.name(at)
        if not name:
            message, hint = f"a heading of level {level} has no text", "write its text, or take it out"
            yield at, Finding("a11y/empty-heading", message, hint, key("heading", element.text))
        elif before and level > before + 1:
            message = f"the heading '{_short(name)}' of level {level} comes after one of level {before}"
            hint = f"write {'#' * (before + 1)} {_short(name)}"
            yield at, Finding("a11y/heading-order", message, hint, key("heading", element.text))
        elif level == 1 and first:
            message = f"'{_short(name)}' is a second heading of the first level, beside '{_short(first)}'"
            yield at, Finding("a11y/two-h1", message, f"write ## {_short(name)}", key("heading", element.text))
        if level == 1 and name:
            first = first or name
        before = level if name else before


def tables_have_headers(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each table of several rows and columns that has no header cell."""
    cells: defaultdict[int, list[int]] = defaultdict(list)
    for at in seen.page.tagged("td", "th"):
        cells[seen.around_table[at]].append(at)
    if not cells:
        return
    rows = Counter(seen.around_table[at] for at in seen.page.tagged("tr"))
    headed = {seen.around_table[at] for at in seen.page.tagged("th") if seen.page.elements[at].text}
    tables = [table for table in sorted(cells) if table >= 0]
    faults: list[tuple[int, Finding]] = []
    for table in tables:
        attrs = seen.page.elements[table].attrs
        layout = attrs.get("role") in ("presentation", "none") or "highlighttable" in attrs.get("class", "").split()
        silent = table in seen.silent
        if rows[table] > 1 and len(cells[table]) > rows[table] and table not in headed and not layout and not silent:
            words = _first_words(seen, cells[table])
            message = f"the table that starts with '{_short(words)}' has no header cells"
            hint = 'name columns above a line of dashes, or use th in HTML; a table for layout has role="presentation"'
            faults.append((table, Finding("a11y/table-headers", message, hint, key("cell", words))))
    yield from _numbered(faults, ((table, key("cell", _first_words(seen, cells[table]))) for table in tables))


def _first_words(seen: Seen, cells: Iterable[int]) -> str:
    return next((seen.page.elements[at].text for at in cells if seen.page.elements[at].text), "")


def languages_are_named(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for a page that does not say its language, and for each language that is no tag."""
    for at in seen.page.tagged("html"):
        attrs = seen.page.elements[at].attrs
        if not (attrs.get("lang") or attrs.get("xml:lang")):
            hint = 'write <html lang="{{ page.lang }}">'
            yield Finding("a11y/lang", "the page does not say what language it is in", hint, ("html", ""))
    met: Counter[Key] = Counter()
    for at in seen.page.attributed("lang", "xml:lang"):
        for attribute in ("lang", "xml:lang"):
            value = seen.page.elements[at].attrs.get(attribute, "")
            wanted = key(attribute, value)
            if value and not _LANGUAGE.fullmatch(value):
                message = f"'{_short(value)}' is not a language tag"
                yield Finding("a11y/lang", message, "write it as en or pt-BR", wanted, met[wanted])
            met[wanted] += 1


def media_wait_for_visitors(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each frame without a title, each medium that starts by itself, and a page without zoom."""
    for at in seen.page.tagged("meta"):
        attrs = seen.page.elements[at].attrs
        if attrs.get("name", "").lower() == "viewport" and _forbids_zoom(attrs):
            hint = 'write content="width=device-width, initial-scale=1"'
            yield Finding("a11y/zoom", "the page forbids visitors to zoom", hint, key("content", attrs["content"]))
    met: Counter[Key] = Counter()
    for at in seen.page.tagged("iframe", "audio", "video"):
        element = seen.page.elements[at]
        attrs = element.attrs
        wanted = key(element.tag, name_of(attrs.get("src", "")))
        if element.tag == "iframe":
            if at not in seen.silent and not _label(element):
                message = f"the frame of '{_short(attrs.get('src', ''))}' has no title"
                yield Finding("a11y/iframe-title", message, 'say in title="..." what it shows', wanted, met[wanted])
        elif "autoplay" in attrs and "muted" not in attrs:
            message = f"the {element.tag} '{_short(name_of(attrs.get('src', '')))}' starts by itself, with sound"
            message = message.replace(" ''", "")
            yield Finding("a11y/autoplay", message, "take autoplay out, or write muted beside it", wanted, met[wanted])
        met[wanted] += 1


def colours_can_be_read(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each text whose colour and background, both written in the page, are too much alike."""
    styles = (seen.page.elements[at].attrs["style"] for at in seen.page.attributed("style"))
    if not any(sets_colour(style) for style in styles):
        return
    met: Counter[Key] = Counter()
    for pair in pairs(seen.page.elements):
        style = key("style", seen.page.elements[pair.at].attrs["style"])
        ratio = contrast(pair.text, pair.background)
        if pair.at not in seen.silent and ratio < pair.least:
            message = f"the text '{_short(pair.words)}' has a contrast of {int(ratio * 10) / 10}:1 to its background"
            message += f", and needs {pair.least:g}:1"
            yield Finding("a11y/contrast", message, _darker(pair), style, met[style])
        met[style] += 1


def links_of_one_name_lead_to_one_place(seen: Seen) -> Iterator[Finding]:
    """Yield a finding for each link that is named as another is which leads elsewhere."""
    elements = seen.page.elements
    links = [(at, name, letters) for at, name, letters in seen.links if _may_share_its_name(elements[at], letters)]
    leads: dict[str, str] = {}
    apart: list[tuple[int, Finding]] = []
    for at, name, letters in links:
        address = elements[at].attrs["href"]
        other = leads.setdefault(letters, address)
        if other != address:
            message = f"the link '{_short(name)}' leads to '{address}', and another of this name to '{other}'"
            hint, wanted = "give each a name that tells them apart", _key_of_link(elements[at], name)
            apart.append((at, Finding("a11y/same-link-text", message, hint, wanted)))
    yield from _numbered(apart, ((at, _key_of_link(elements[at], name)) for at, name, _ in links))


def _may_share_its_name(element: Element, letters: str) -> bool:
    return element.tag == "a" and bool(element.attrs["href"]) and bool(letters) and letters not in _UNTOLD


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
