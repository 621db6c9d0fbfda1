"""Images and PDFs made in memory, for tests."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

LATITUDE = {0x8825: {1: "N", 2: (36.0, 22.0, 12.0), 3: "E", 4: (127.0, 23.0, 0.0)}}  # EXIF's GPS, of Daejeon


@cache
def picture(width: int = 40, height: int = 30, form: str = "PNG", mode: str = "RGB") -> bytes:
    """Return a small image with a gradient."""
    made = BytesIO()
    image = Image.linear_gradient("L").resize((width, height))
    image.convert("RGB").convert(mode).save(made, form)
    return made.getvalue()


def photo(
    width: int, height: int, exif: dict[int, Any] | None = None, noise: bool = False, form: str = "JPEG", **options: Any
) -> bytes:
    """Return a JPEG or an image of another form, with some EXIF."""
    made, noted = BytesIO(), Image.Exif()
    for tag, value in (exif or {}).items():
        if isinstance(value, dict):
            noted.get_ifd(tag).update(value)
        else:
            noted[tag] = value
    image = Image.effect_noise((width, height), 64) if noise else Image.linear_gradient("L").resize((width, height))
    image.convert("RGB").save(made, form, exif=noted, **options)
    return made.getvalue()


def exif(noted: dict[int, Any]) -> bytes:
    """Return a block of EXIF as cameras write it, from `II*` or `MM*` on."""
    made = photo(8, 8, noted)
    at = made.index(b"Exif\0\0") + 6
    return made[at : at + int.from_bytes(made[at - 8 : at - 6], "big") - 8]


def heic(noted: dict[int, Any] | None = None, brand: bytes = b"heic", mark: bytes = b"Exif\0\0") -> bytes:
    """Return what a phone's photo starts as, with some EXIF; its pixels are none."""

    def box(kind: bytes, body: bytes) -> bytes:
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    block = len(mark).to_bytes(4, "big") + mark + exif(noted) if noted else b""
    pixels = bytes(value * 37 % 251 for value in range(4000))
    kinds = box(b"ftyp", brand + b"\0\0\0\0" + b"mif1" + brand)
    return kinds + box(b"meta", b"\0" * 40) + box(b"mdat", pixels + block + pixels)


def animation(form: str = "GIF") -> bytes:
    """Return a moving picture of two frames."""
    made = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(made, form, save_all=True, append_images=frames[1:])
    return made.getvalue()


@cache
def pdf(
    title: str = "A title",
    lang: str = "en",
    tagged: bool = True,
    pages: int = 2,
    size: tuple[float, float] = (320, 180),
) -> bytes:
    """Return a PDF of some pages with a line on each."""
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    marked = "/MarkInfo << /Marked true >> " if tagged else ""
    language = f"/Lang ({lang}) " if lang else ""
    content = b"20 20 m 300 160 l S"
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {marked}{language}>>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        f"<< {f'/Title ({title})' if title else ''} >>".encode(),
    ]
    sheet = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {4 + pages} 0 R >>".encode()
    bodies += [sheet] * pages
    bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    made, starts = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + trailer.encode()
