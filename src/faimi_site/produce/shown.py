"""Pictures of pages in the sizes that are shown: how an `img` names them, and the files themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from itertools import groupby
from typing import NamedTuple

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.htmlpass import Show, Shown
from faimi_site.lazily import pattern
from faimi_site.links import Targets
from faimi_site.memory import Batch, Memory
from faimi_site.model import Image, Output, Page, Picture, Site, Source
from faimi_site.parallel import Crashed, crashed
from faimi_site.pictures import CARD, DRAWN, ENDINGS, TALLEST, Original, fallback_form
from faimi_site.problem import Fault, Level, Place, Problem

MEASURE = 736  # pixels of CSS: 46rem, the theme's --measure
LADDER = (368, 736, 1104, 1472)  # pixels: half the measure to twice of it
WIDEST_PHOTO = 1104  # pixels: on a screen of twice the density, more of them would be spent on noise
WIDEST_CARD = 1200  # pixels: what those show who preview links
_COLUMN = "calc(100vw - 2rem)"  # what the theme's --gap leaves of a narrow screen
_MEASURED = f"(max-width: 46rem) {_COLUMN}, 42rem"
_SMALL = 320  # pixels of CSS: what is no wider fits into the column of every screen

_LATER = {"loading": "lazy", "decoding": "async"}  # of all pictures of a page but the first
_PIXELS = pattern(r"\s*(\d{1,5}(?:\.\d+)?)(?:px)?\s*\Z", re.IGNORECASE)
_STYLE = pattern(r"(?:^|;)\s*(max-width|width|height)\s*:\s*(\d{1,5}(?:\.\d+)?)px\s*(?=;|!|\Z)", re.IGNORECASE)


class Smaller(NamedTuple):
    """A picture to be made: of the file at an output path, with a width in pixels, in a form."""

    path: str
    width: int
    form: str


@frozen
class Album:
    """The raster images of a site and their sources, by output path, and what addresses can name."""

    pictures: Mapping[str, Picture | Fault]
    sources: Mapping[str, Source]
    to: Targets


def album(site: Site, to: Targets) -> Album:
    """Return the raster images of a site."""
    return Album(site.pictures, {path: source for path, source in site.files if path in site.pictures}, to)


def show(page: Page, of: Album, problems: list[Problem], written_as: dict[str, list[str]], made: set[Smaller]) -> Show:
    """Return a function that says how an `img` of a page is shown, and notes what is to be made for it.

    What it names is noted as it was written; a picture that cannot be read stays, and its problem is added.
    """
    first = True

    def shown(given: Mapping[str, str]) -> Shown | None:
        nonlocal first
        path = _path(given, page, of.to)
        picture = of.pictures.get(path)
        if isinstance(picture, Fault):
            problems.append(_unreadable(of.sources[path], picture))
        if not isinstance(picture, Picture) or not picture.width:
            return None
        later = {} if first else {name: value for name, value in _LATER.items() if name not in given}
        # One that is loaded whatever comes, as a logo is, is not the first of the text.
        first = first and "loading" in given
        width = shown_width(given, picture)
        widths = widths_made(width, picture)
        if picture.moves or widths[-1] * picture.height / picture.width > TALLEST:
            return Shown("", room(given, picture) | later, "")
        name = of.sources[path].path

        def address(wide: int, form: str) -> str:
            made.add(Smaller(path, wide, form))
            return of.to.base_path + paths.address(paths.derived(name, picture.digest, wide, ENDINGS[form]))

        def addresses(form: str) -> str:
            named = {wide: address(wide, form) for wide in widths}
            for one in named.values():
                written_as.setdefault(one, []).append("")
            return ", ".join(f"{one} {wide}w" for wide, one in named.items())

        sizes = given.get("sizes") or sizes_shown(width, picture)
        form = fallback_form(picture.format)
        fallback = address(max((one for one in widths if one <= MEASURE), default=widths[0]), form)
        before = after = ""
        if picture.format != "WEBP":
            before = f'<picture><source type="image/webp" srcset="{addresses("WEBP")}" sizes="{escape(sizes)}">'
            after = "</picture>"
        written_as.setdefault(fallback, []).append(given["src"].strip())
        attributes = {"src": fallback, "srcset": addresses(form), "sizes": sizes}
        return Shown(before, attributes | room(given, picture) | later, after)

    return shown


def card(page: Page, of: Album, problems: list[Problem]) -> tuple[Image | None, Smaller | None]:
    """Return the image of a page as those get it who link to the page, and what is to be made for that.

    It is smaller and a JPEG, which all of them can read; one that moves or is no raster image stays as it is.
    """
    decoded = paths.decode(page.image.path) if page.image else ""
    path = "" if isinstance(decoded, Fault) else decoded.removeprefix("/")
    picture = of.pictures.get(path)
    if isinstance(picture, Fault):
        problems.append(_unreadable(of.sources[path], picture))
    if not page.image or not isinstance(picture, Picture) or picture.moves or not picture.width:
        return page.image, None
    width = min(picture.width, WIDEST_CARD)
    height = max(1, round(picture.height * width / picture.width))
    made = Smaller(path, width, CARD)
    derived = paths.derived(of.sources[path].path, picture.digest, width, ENDINGS[CARD])
    return Image(paths.address(derived), page.image.alt, width, height), made


def smaller_pictures(wanted: Iterable[Smaller], of: Album, memory: Memory) -> Iterator[Output | Problem]:
    """Yield each picture that pages name; one that cannot be decoded is a problem of its file."""
    groups = [
        (picture.digest, of.sources[path], [*group])
        for path, group in groupby(sorted(wanted), key=lambda one: one.path)
        if isinstance(picture := of.pictures[path], Picture)
    ]
    asked = [
        Batch([(digest, str(one.width), one.form) for one in group], partial(_drawing, source, group))
        for digest, source, group in groups
    ]
    yielded: set[str] = set()
    for (digest, source, group), made in zip(groups, memory.keep_all("smaller", asked), strict=True):
        if isinstance(made, Crashed):
            yield crashed(source.path, "Save the picture with fewer pixels")
        for one, body in zip(group, [None] * len(group) if isinstance(made, Crashed) else made, strict=True):
            if isinstance(body, Fault):
                yield _unreadable(source, body)
            output = paths.derived(source.path, digest, one.width, ENDINGS[one.form])
            if output not in yielded:
                yielded.add(output)
                # Nothing is written while an error stands; that the picture is not there is no other mistake.
                yield Output(output, body if isinstance(body, Source) else b"", "file", Place(source.path))


def _drawing(source: Source, wanted: Sequence[Smaller]) -> Callable[[int], bytes | Fault]:
    """Return a function that makes the nth of some pictures of one file, which is decoded once for all of them."""
    original = Original(source.read)
    return lambda nth: original.smaller(wanted[nth].width, wanted[nth].form)


def shown_width(given: Mapping[str, str], picture: Picture) -> int | None:
    """Return how wide a picture must be to fill the width and height in pixels that its `img` gives, if it does."""
    sides = {name.lower(): float(value) for name, value in _STYLE.findall(given.get("style", ""))}
    width = sides.get("width", sides.get("max-width")) or _pixels(given.get("width", ""))
    height = sides.get("height") or _pixels(given.get("height", ""))
    across = height * picture.width / picture.height if height else 0
    return round(max(width or 0, across)) or None


def widths_made(shown: int | None, picture: Picture) -> list[int]:
    """Return the widths in pixels that are made of a picture that is shown so wide: once and twice, or the measure's.

    None is wider than the picture itself, and none of a photo wider than WIDEST_PHOTO.
    """
    widest = min(picture.width, LADDER[-1] if picture.format in DRAWN else WIDEST_PHOTO)
    if shown and shown < MEASURE:
        return sorted({min(shown, widest), min(2 * shown, widest)})
    return [*(width for width in LADDER if width < 0.9 * widest), widest]


def sizes_shown(shown: int | None, picture: Picture) -> str:
    """Return what `sizes` says of a picture: how wide it is on a screen."""
    width = shown or picture.width
    if width <= _SMALL:
        return f"{width}px"
    return _MEASURED if width >= MEASURE - 64 else f"(max-width: {width + 32}px) {_COLUMN}, {width}px"


def room(given: Mapping[str, str], picture: Picture) -> dict[str, str]:
    """Return the attributes that keep room for a picture before it is loaded, beside those that its author gave."""
    width, height = _pixels(given.get("width", "")), _pixels(given.get("height", ""))
    styled = {name.lower(): float(value) for name, value in _STYLE.findall(given.get("style", ""))}
    if width and height:
        return {}
    if ("width" in given and not width) or ("height" in given and not height):
        # A share of the column, as 50%: the room is known by its proportions.
        ratio, style = f"aspect-ratio: {picture.width} / {picture.height}", given.get("style", "").rstrip("; ")
        return {} if "url(" in style or "aspect-ratio" in style else {"style": f"{style}; {ratio}".removeprefix("; ")}
    wide = width or (styled.get("width") if not height else None)
    if not wide and height:
        wide = height * picture.width / picture.height
    wide = wide or picture.width
    high = height or wide * picture.height / picture.width
    return {"width": str(max(1, round(wide))), "height": str(max(1, round(high)))}


def _path(given: Mapping[str, str], page: Page, to: Targets) -> str:
    """Return the output path that an `img` names in `src` alone; empty for another host's."""
    written = given.get("src", "").strip()
    if not written or "srcset" in given or paths.is_external(written):
        return ""
    resolved = to.resolve(written, page)
    decoded = paths.decode(resolved.partition("#")[0].partition("?")[0]) if isinstance(resolved, str) else resolved
    return "" if isinstance(decoded, Fault) else decoded.removeprefix(to.base_path).removeprefix("/")


def _pixels(written: str) -> float:
    """Return a length in pixels, or 0 for what is none."""
    found = _PIXELS.match(written)
    return float(found[1]) if found else 0


def _unreadable(source: Source, fault: Fault) -> Problem:
    return Problem("image/unreadable", Level.ERROR, Place(source.path), fault.message, fault.hint)
