"""What site.yaml changes of the theme: its accent, in which text can be read in both schemes, its font, its logo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from faimi_site.colours import hex_code, parse_colour
from faimi_site.lazily import pattern
from faimi_site.load.files import Published
from faimi_site.load.pictures import picture
from faimi_site.load.schema import ThemeRecord
from faimi_site.memory import Memory
from faimi_site.model import Config, Image, Picture, Source, Theme
from faimi_site.palette import DARK, LIGHT, dark_accent, readable_accent
from faimi_site.paths import is_external
from faimi_site.problem import Fault, Level, Place, Problem
from faimi_site.yamltree import Scalar, Tree

LOGO_HEIGHT = 40  # pixels of CSS
_LARGEST_SVG = 1_000_000  # bytes of a logo that are searched for its size
_COMMENTED = pattern(r":\s*(#(?:[0-9a-fA-F]{3}){1,2})\b")
_SVG = pattern(r"<svg\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_SIDE = pattern(r"\s(width|height)\s*=\s*[\"']\s*(\d+(?:\.\d+)?)(?:px)?\s*[\"']")
_BOX = pattern(r"\sviewBox\s*=\s*[\"']\s*\S+[\s,]+\S+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)\s*[\"']")


def theme(record: ThemeRecord, tree: Tree) -> Iterator[Theme | Problem]:
    """Yield the theme that site.yaml describes, with the theme's own accents for those that cannot be read."""
    yield from _taken_for_comments(tree)
    accent = record.accent
    wrong = False
    chosen = [("light", accent.light, LIGHT), ("dark", accent.dark, DARK)] if accent else []
    for name, written, scheme in chosen:
        found = parse_colour(written)
        if found and (fault := readable_accent(found, scheme)):
            wrong = True
            place = tree.place("theme", "accent", name)
            yield Problem("theme/contrast", Level.ERROR, place, f"accent: {fault.message}", fault.hint)
    light, dark = (parse_colour(accent.light), parse_colour(accent.dark)) if accent and not wrong else (None, None)
    if light and not dark:
        dark = dark_accent(light)
    yield Theme(
        light=hex_code(light) if light else "",
        dark=hex_code(dark) if dark else "",
        logo=Image(record.logo) if record.logo else None,
        logo_place=tree.place("theme", "logo") if record.logo else Place(""),
        font=record.font,
    )


def with_logo(settings: Config, files: Published, memory: Memory) -> tuple[Config, list[Problem]]:
    """Return the configuration with the address and the size of the site's logo, and what is wrong with that."""
    of = settings.theme
    logo = _logo(of.logo.path if of.logo else "", files, memory)
    made = replace(of, logo=None if isinstance(logo, Problem) else logo, logo_place=Place(""))
    problems = [replace(logo, place=of.logo_place)] if isinstance(logo, Problem) else []
    return replace(settings, theme=made), problems


def _logo(written: str, files: Published, memory: Memory) -> Image | Problem:
    def problem(rule: str, message: str, hint: str) -> Problem:
        return Problem(rule, Level.ERROR, Place(""), f"logo: {message}", hint)

    if is_external(written):
        return problem("file/missing", f"'{written}' is not a file of the site", "put a copy of it into static/")
    found = files.find(written, "content")
    if isinstance(found, Fault):
        return problem("file/missing", found.message, found.hint)
    address, source = found
    if source.path.lower().endswith(".svg"):
        size = _size_of_svg(source)
    else:
        facts = picture(source, memory)
        size = (facts.width, facts.height) if isinstance(facts, Picture) else (0, 0)
        if not size[1]:
            return problem(
                "field/value", f"'{written}' is no picture that browsers show", "take an SVG, a PNG or a JPEG"
            )
    width = max(1, round(LOGO_HEIGHT * size[0] / size[1])) if size[1] else 0
    return Image(address, "", width, LOGO_HEIGHT)


def _size_of_svg(source: Source) -> tuple[float, float]:
    """Return the width and height of an SVG, in whatever units; zeros where it does not tell."""
    try:
        with source.open() as stream:
            text = stream.read(_LARGEST_SVG).decode("utf-8", "replace")
    except OSError:
        return 0, 0
    root = _SVG.search(text)
    attributes = root[1] if root else ""
    sides = {name: float(value) for name, value in _SIDE.findall(attributes)}
    box = _BOX.search(attributes)
    if sides.keys() == {"width", "height"}:
        return sides["width"], sides["height"]
    return (float(box[1]), float(box[2])) if box else (0, 0)


def _taken_for_comments(tree: Tree) -> Iterator[Problem]:
    """Yield a problem for each colour that YAML takes for a comment, since no quotes stand around it."""
    for way in (("accent",), ("accent", "light"), ("accent", "dark")):
        node, place = tree.node("theme", *way), tree.key_place("theme", *way)
        written = _COMMENTED.search(place.excerpt[place.column - 1 :])
        if isinstance(node, Scalar) and node.null and written and place.excerpt.lstrip().startswith(way[-1]):
            message = f"{way[-1]}: YAML takes '{written[1]}' for a comment"
            yield Problem("field/value", Level.ERROR, place, message, f'write it in quotes: {way[-1]}: "{written[1]}"')
