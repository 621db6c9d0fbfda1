"""Pictures of notebooks: their bytes as files named by content, their sizes, SVG without what runs or loads."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from xml.etree import ElementTree

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.pictures import Original, facts
from faimi_site.problem import Fault

ENDINGS = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}

_STARTS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "gif": b"GIF8", "webp": b"RIFF"}
_DATA = pattern(r"data:(image/[a-z+]+)(?:;[\w=-]+)*?;base64,(.*)", re.DOTALL | re.IGNORECASE)
_LARGEST = 20_000_000  # letters of a picture as text
_DOCTYPE = pattern(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_DROPPED = frozenset(
    "script foreignObject iframe object embed audio video handler listener metadata animate animateMotion "
    "animateTransform set discard a".split()
)
_LOADS = pattern(r"@import|url\(\s*[\"']?(?!#)[^)\s]|expression\(|javascript:", re.IGNORECASE)
_LENGTH = pattern(r"\s*([0-9.]+)\s*(px|pt|in|cm|mm)?\s*")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"


@frozen
class Picture:
    """A picture as a file beside the page, with its size in pixels (0 where it does not tell)."""

    name: str
    body: bytes
    width: int = 0
    height: int = 0
    moves: bool = False


def picture(kind: str, written: str) -> Picture | Fault | None:
    """Return the picture that data of a media type holds, a fault where it cannot be read, or None where it is none."""
    ending = ENDINGS.get(kind)
    if not ending or len(written) > _LARGEST:
        return None
    if ending == "svg":
        return _svg(written)
    try:
        body = base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        return Fault("it is not in base64")
    if not body.startswith(_STARTS[ending]):
        return Fault(f"it is no {ending.upper()}")
    return _raster(body, ending)


def picture_of_address(address: str) -> Picture | Fault | None:
    """Return the picture that an address of the scheme `data:` holds."""
    found = _DATA.match(address)
    return picture(found[1].lower(), found[2]) if found and found[1].lower() != "image/svg+xml" else None


def _name(body: bytes, ending: str) -> str:
    return f"figure-{hashlib.sha256(body).hexdigest()[:16]}.{ending}"


def _raster(body: bytes, ending: str) -> Picture | Fault:
    """Return a raster image with its size; a fault where it cannot be decoded, which is the cell's to tell."""
    read = facts(body)
    if isinstance(read, Fault):
        return read
    # Of a PNG, the pixels have been read with its facts.
    decoded = b"" if ending == "png" else Original(lambda: body).smaller(1, "PNG")
    if isinstance(decoded, Fault):
        return decoded
    return Picture(_name(body, ending), body, read.width, read.height, read.moves)


def _svg(written: str) -> Picture | None:
    """Return an SVG without scripts, handlers, links, and what it would load; None where it is not well-formed."""
    text = _DOCTYPE.sub("", written, count=1)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        return None
    try:
        # Entities are refused above: nothing in it can grow.
        root = ElementTree.fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).strip())  # noqa: S314
        if root.tag not in (f"{{{_SVG}}}svg", "svg"):
            return None
        if root.tag == "svg":
            return _svg(text.replace("<svg", f'<svg xmlns="{_SVG}"', 1)) if "xmlns=" not in text else None
        _strip(root)
        ElementTree.register_namespace("", _SVG)
        ElementTree.register_namespace("xlink", _XLINK)
        body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    except (ElementTree.ParseError, RecursionError, ValueError):
        return None
    return Picture(_name(body, "svg"), body, *_svg_size(root))


def _strip(root: ElementTree.Element) -> None:
    for element in list(root.iter()):
        for child in list(element):
            name = str(child.tag).rpartition("}")[2]
            loads = name == "style" and _LOADS.search("".join(child.itertext()))
            if not isinstance(child.tag, str) or not child.tag.startswith(f"{{{_SVG}}}") or name in _DROPPED or loads:
                element.remove(child)
        for name, value in list(element.attrib.items()):
            plain = name.rpartition("}")[2].lower()
            inside = value.startswith("#") or re.match(r"data:image/(?:png|jpeg|gif|webp);", value)
            if plain.startswith("on") or (plain in ("href", "src") and not inside) or _LOADS.search(value):
                del element.attrib[name]


def _svg_size(root: ElementTree.Element) -> tuple[int, int]:
    lengths = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        sides = [float(one[1]) * _PIXELS[one[2] or ""] for one in lengths if one]
        if len(sides) < 2:
            sides = [float(one) for one in box[2:4]]
        width, height = (round(side) for side in sides)
    except (ValueError, OverflowError):
        return 0, 0
    return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else (0, 0)
