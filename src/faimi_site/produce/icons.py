"""The site's icons, and the style sheet of what site.yaml changes of the theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from faimi_site.cards import BOLD, drawable, letters_of
from faimi_site.frozen import frozen
from faimi_site.icons import bitmap, initials, svg
from faimi_site.memory import Memory, Result
from faimi_site.model import Output, Site, Source
from faimi_site.palette import DARK, LIGHT
from faimi_site.paths import address
from faimi_site.policy import policy
from faimi_site.problem import Fault, Level, Place, Problem

STYLES = "static/theme.css"
# Fonts that readers have: nothing is loaded.
FONTS = {
    "system": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    "sans": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif',
    "serif": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
}
_SITE = Place("site.yaml")
_FOLDERS = ("static/", "")  # where a site can put icons of its own
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon"}
_PHONE = "apple-touch-icon.png"


@frozen
class Icon:
    """A link to an icon: what it is for, its address, its type, and its size where it has but one."""

    rel: str
    href: str
    type: str = ""
    sizes: str = ""


_MADE = (
    Icon("icon", "/static/favicon.svg", _TYPES["svg"]),
    Icon("icon", "/static/favicon-32.png", _TYPES["png"], "32x32"),
    Icon("apple-touch-icon", f"/static/{_PHONE}", "", "180x180"),
)


def look(site: Site) -> Mapping[str, Any]:
    """Return what templates are told of the look of all pages."""
    own = _own(site)
    return {
        "icons": own or _MADE,
        # Safe to be HTML: it holds names of hosts, which have no other signs than letters, digits, dots and hyphens.
        "policy": Markup(policy(site.config.media)),  # noqa: S704
        "theme_styles": f"/{STYLES}" if _styles(site) else "",
        "theme_colors": {"light": LIGHT["shade"], "dark": DARK["shade"]},
    }


def icons(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield the icons of a site that has none of its own, and the style sheet where its theme is changed."""
    taken = {path for path, _ in site.files}
    if (styles := _styles(site)) and STYLES not in taken:
        yield Output(STYLES, styles.encode(), "file", _SITE)
    if not _own(site) and BOLD in site.fonts:
        for path, made in _drawn(site, memory):
            if isinstance(made, Fault):
                yield Problem("file/unreadable", Level.ERROR, _SITE, made.message, made.hint)
            elif path not in taken:
                yield Output(path, made, "file", _SITE)


def _own(site: Site) -> tuple[Icon, ...]:
    """Return the icons that a site brings itself, in static/ or in content/."""
    paths = {path for path, source in site.files if not source.path.startswith("theme/")}
    found = []
    for suffix, kind in _TYPES.items():
        path = next((f"{folder}favicon.{suffix}" for folder in _FOLDERS if f"{folder}favicon.{suffix}" in paths), "")
        found += [Icon("icon", address(path), kind)] if path else []
    phone = next((f"{folder}{_PHONE}" for folder in _FOLDERS if f"{folder}{_PHONE}" in paths), "")
    return (*found, *([Icon("apple-touch-icon", address(phone))] if phone else ()))


def _drawn(site: Site, memory: Memory) -> Iterator[tuple[str, bytes | Source | Fault]]:
    font, ground = site.fonts[BOLD], site.config.theme.light or LIGHT["accent"]
    key = memory.digest(font)

    def drawable_letters() -> Result:
        try:
            return {"": drawable(initials(site.config.title), letters_of(font.read())) or ""}
        except OSError:
            return {"": ""}

    letters = memory.recall("icon letters", (site.config.title, key), drawable_letters)[""]
    yield "static/favicon.svg", svg(letters, ground, LIGHT["on-accent"]).encode()
    for path, size, is_round in (("static/favicon-32.png", 32, True), (f"static/{_PHONE}", 180, False)):

        def make(size: int = size, is_round: bool = is_round) -> bytes | Fault:
            try:
                return bitmap(letters, ground, LIGHT["on-accent"], size, is_round, font.read())
            except OSError as error:
                return Fault(f"the font of the theme cannot be read: {error.strerror}", "install the program anew")

        yield path, memory.keep("icon", (letters, ground, str(size), key), make)


def _styles(site: Site) -> str:
    """Return the style sheet that sets what a site changes of its theme; nothing where it changes nothing."""
    theme = site.config.theme
    given = {
        "--accent-light": theme.light,
        "--accent-dark": theme.dark,
        "--font": FONTS[theme.font] if theme.font else "",
    }
    lines = [f"  {name}: {value};\n" for name, value in given.items() if value]
    return f":root {{\n{''.join(lines)}}}\n" if lines else ""
