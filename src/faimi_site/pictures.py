"""Raster images: what their bytes say of them, and smaller ones that show the same."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

from faimi_site import foreign
from faimi_site.frozen import frozen
from faimi_site.problem import Fault

if TYPE_CHECKING:
    from PIL import Image

T = TypeVar("T")

MOST_PIXELS = 100_000_000  # a photo of 100 megapixels takes 300 MB of memory to decode
MOST_BYTES = 200_000_000
WIDEST = 1472  # pixels: twice the theme's measure, for screens of twice the density
MOST_SHOWN = 58_000  # bytes of a picture in a page: six of them and the page itself stay below 400 KB
MOST_OF_CARD = 250_000  # bytes of a picture for those who link to a page: some of them take no more than 300 KB
TALLEST = 16_383  # pixels that WebP can hold
CARD = "CARD"  # a JPEG for those who link to a page
ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", CARD: "card.jpg"}

TOO_MANY_BYTES = Fault(f"the image is larger than {MOST_BYTES // 1_000_000} MB", "make it smaller")
NO_MEMORY = Fault("the image cannot be read: memory ran out", "make it smaller, or close other programs")

_BEST, _LOWEST = 72, 20  # qualities of WebP; JPEG needs some more to look the same
_GROWTH = 0.022  # of the logarithm of the bytes, with each step of quality: as of most photos
_AIM = 0.97  # of the bytes that a picture may take: an estimate of its quality that is a little off still fits
_FINE = 90  # of WebP, for what is drawn or written
_SOFTER = 0.85  # how much of the detail is kept at most, where the lowest quality takes too many bytes
READ = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
DRAWN = ("PNG", "GIF", "TIFF", "BMP")  # formats of figures, rather than of photos

_FORMATS = (*READ, "MPO")  # MPO: a JPEG that a phone has put a second one behind
_TIFF = (b"II*\0", b"MM\0*")  # how a block of EXIF starts
_BLOCK = 1_000_000  # bytes of a block of EXIF that are read
_MOST_BLOCKS = 50  # of each order of bytes, that are looked for in a file
_LYING = (5, 6, 7, 8)  # orientations by which height becomes width
_ORIENTATION, _GPS, _LATITUDE = 0x0112, 0x8825, 2  # EXIF 2.32, 4.6.4 and 4.6.6


@frozen
class Facts:
    """What an image's header says: its size in pixels as it is shown, and whether it moves or tells a position.

    The size is 0 where the format is none of READ, or Pillow was built without it.
    """

    width: int
    height: int
    format: str
    moves: bool = False
    position: bool = False


def facts(body: bytes, form: str = "") -> Facts | Fault:
    """Return what the bytes of an image say of it, whose format may be known already; a fault of what is none."""
    found: Facts | Fault = Fault("") if form else _trying(partial(_facts, body))
    form = form or (foreign.form(body) if isinstance(found, Fault) else "")
    if not form or len(body) > MOST_BYTES or (form == "AVIF" and _reads_avif()):
        return found
    position = _trying(partial(_tells_position, body))
    return Facts(0, 0, form, position=position is True)


class Original:
    """An image to make smaller ones of, read and decoded when the first of them is asked for."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._decoded: Image.Image | Fault | None = None
        self._sized: Image.Image | None = None
        self._fallbacks: dict[int, int] = {}  # bytes by width

    def smaller(self, width: int, form: str) -> bytes | Fault:
        """Return the image at a width in pixels and in a form of ENDINGS, turned upright, in sRGB, without metadata.

        It is the same whatever else was asked for before. As WebP, which browsers take first, it has no more bytes than
        in the form that is there for browsers without WebP.
        """
        try:
            if self._decoded is None:
                self._decoded = _trying(lambda: _decoded(self._read()))
            image = self._decoded
            return image if isinstance(image, Fault) else _trying(lambda: self._encoded(image, width, form))
        except MemoryError:
            return NO_MEMORY

    def _encoded(self, image: Image.Image, width: int, form: str) -> bytes:
        sized = self._resized(image, width)
        fallback = fallback_form(image.info["format"])
        if form == "WEBP" and fallback != "WEBP":
            # Mostly it has just been made.
            most = self._fallbacks.get(width) or len(_encoded(sized, fallback))
            return webp(sized, image.info["format"] in DRAWN, min(most, MOST_SHOWN))
        made = _encoded(sized, form)
        if form == fallback:
            self._fallbacks[width] = len(made)
        return made

    def _resized(self, image: Image.Image, width: int) -> Image.Image:
        from PIL.Image import Resampling

        # All forms of one width are asked for one after another.
        if not self._sized or self._sized.width != width:
            height = max(1, round(image.height * width / image.width))
            self._sized = image.resize((width, height), Resampling.LANCZOS, reducing_gap=2)
        return self._sized


def fallback_form(form: str) -> str:
    """Return the form in which an image of a format of READ is shown where WebP is not."""
    return form if form in ENDINGS else "JPEG"


def webp(image: Image.Image, drawn: bool = False, most: int = MOST_SHOWN) -> bytes:
    """Return an image as WebP, in the best quality that fits into `most` bytes: what a page has for it.

    One that is drawn or written is kept without loss, where that takes not much more than a fine quality.
    """
    if drawn:
        exact = _saved(image, "WEBP", lossless=True, quality=30, method=3)
        fine = _saved(image, "WEBP", quality=_FINE, method=6)
        if len(exact) <= min(2 * len(fine), most):
            return exact
        # Where pixels are as many colours as a photo's, it is one.
        if len(exact) <= 3 * len(fine) and len(fine) <= most:
            return fine
    return _fitting(image, _lossy, most)


def _fitting(image: Image.Image, encoded: Callable[[Image.Image, int], bytes], most: int) -> bytes:
    """Return an image in the best quality that takes so many bytes; softer where none does, as with heavy noise."""
    quality, growth = _BEST, _GROWTH
    made = encoded(image, quality)
    while len(made) > most and quality > _LOWEST:
        before, size = quality, len(made)
        quality = max(quality - math.ceil(math.log(size / most / _AIM) / growth), _LOWEST)
        made = encoded(image, quality)
        growth = max(math.log(size / len(made)) / (before - quality), _GROWTH / 4)
    return made if len(made) <= most else _softer(image, encoded, most, len(made))


def _softer(image: Image.Image, encoded: Callable[[Image.Image, int], bytes], most: int, size: int) -> bytes:
    """Return an image in the lowest quality, which takes `size` bytes, with as much less detail as makes it fit."""
    from PIL.Image import Resampling

    few, kept, power, made = image, 1.0, 2.0, b""  # the bytes of noise are as many as its pixels
    while size > most and kept * max(image.size) > 1:
        before, kept = (kept, size), kept * min(max((_AIM * most / size) ** (1 / power), 0.5), _SOFTER)
        width, height = (max(1, round(side * kept)) for side in image.size)
        few = few.resize((width, height), Resampling.LANCZOS)
        made = encoded(few.resize(image.size, Resampling.BICUBIC), _LOWEST)
        size = len(made)
        # Where there is detail of every size, making it softer saves less.
        power = min(max(math.log(size / before[1]) / math.log(kept / before[0]), 0.4), 2.0)
    return made


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


def _trying(work: Callable[[], T]) -> T | Fault:
    """Return what comes of work on an image, or the fault that whatever Pillow raises is one of the image."""
    try:
        with warnings.catch_warnings():
            # What Pillow warns of (a size above its own limit, odd metadata) has limits of ours, or is no matter.
            warnings.simplefilter("ignore")
            return work()
    except MemoryError:
        raise  # the image may be sound: on a machine with more memory, or with more of it left
    except OSError as error:
        # An error of the disk has a number, one of the decoder has none.
        if error.errno is not None:
            raise
        return _broken(error)
    except Exception as error:  # Pillow's decoders raise what they please of a file that is wrong
        return _broken(error)


def _broken(error: Exception) -> Fault:
    if type(error).__name__ == "DecompressionBombError":
        # Its words alone tell what the header says: 'Image size (3600000000 pixels) exceeds ...'
        pixels = re.search(r"(\d+) pixels", str(error))
        return _too_large(int(pixels[1]) if pixels else 0)
    reason = "it is cut off" if "truncated" in str(error) else "it is broken, or no image"
    return Fault(f"the image cannot be read: {reason}", "open it in a program for images and save it anew")


def _too_large(pixels: int = 0) -> Fault:
    size = f"{round(pixels / 1_000_000):,} megapixels" if pixels else "so many pixels"
    most = f"the most is {MOST_PIXELS // 1_000_000} megapixels"
    return Fault(f"the image has {size}, and {most}", "make it smaller")


def _opened(body: bytes) -> Image.Image | Fault:
    from PIL import Image  # heavy, and an unchanged site needs none of it

    if len(body) > MOST_BYTES:
        return TOO_MANY_BYTES
    image = Image.open(BytesIO(body), formats=_FORMATS)
    pixels = image.width * image.height
    if not pixels:
        return Fault("the image has no pixel", "save it anew")
    return _too_large(pixels) if pixels > MOST_PIXELS else image


def _facts(body: bytes) -> Facts | Fault:
    image = _opened(body)
    if isinstance(image, Fault):
        return image
    if image.format == "PNG":
        image.load()  # what a PNG says of itself can stand behind its pixels
    exif = _exif(image)
    width, height = image.size
    if exif.get(_ORIENTATION) in _LYING:
        width, height = height, width
    form = "JPEG" if image.format == "MPO" else image.format or ""
    moves = bool(getattr(image, "is_animated", False)) and image.format in ("GIF", "PNG", "WEBP", "AVIF")
    position = _LATITUDE in exif.get(_GPS, ()) or b"GPSLatitude" in _xmp(image)
    return Facts(width, height, form, moves, position)


def _reads_avif() -> bool:
    from PIL import features

    return bool(features.check("avif"))


def _tells_position(body: bytes) -> bool:
    """Return whether a block of EXIF or XMP anywhere in the bytes of a file holds a position."""
    return b"GPSLatitude" in body or any(_is_located(body, at) for at in _blocks(body))


def _blocks(body: bytes) -> Iterator[int]:
    """Yield where blocks of EXIF may start."""
    for start in _TIFF:
        at = body.find(start)
        for _ in range(_MOST_BLOCKS):
            if at < 0:
                break
            yield at
            at = body.find(start, at + 1)


def _is_located(body: bytes, at: int) -> bool:
    from PIL import Image

    exif = Image.Exif()
    try:
        exif.load(body[at : at + _BLOCK] if at else body)
        # A CR3 of Canon has its position in a block of its own.
        return _LATITUDE in exif.get_ifd(_GPS) or (body[at - 4 : at] == b"CMT4" and _LATITUDE in exif)
    except Exception:  # what only starts as EXIF does, is none
        return False


def _exif(image: Image.Image) -> dict[int, Any]:
    """Return the orientation and the position that an image's EXIF tells; nothing where it is broken."""
    try:
        exif = image.getexif()
        return {_ORIENTATION: exif.get(_ORIENTATION), _GPS: dict(exif.get_ifd(_GPS))}
    except Exception:  # browsers show an image whatever its EXIF is
        return {}


def _xmp(image: Image.Image) -> bytes:
    packet = image.info.get("xmp", b"")
    return packet if isinstance(packet, bytes) else str(packet).encode()


def _decoded(body: bytes) -> Image.Image | Fault:
    """Return an image upright and in sRGB, large enough for the widest that is made of it."""
    from PIL.Image import Transpose

    turned = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    image = _opened(body)
    if isinstance(image, Fault):
        return image
    form = "JPEG" if image.format == "MPO" else image.format or ""
    orientation = _exif(image).get(_ORIENTATION)
    # A JPEG can be decoded at a half or less; what will be its width is its height where it lies on its side.
    image.draft(None, (1, WIDEST) if orientation in _LYING else (WIDEST, 1))
    image.load()
    upright = _in_srgb(_plain(image))
    if orientation in turned:
        upright = upright.transpose(turned[orientation])
    upright.info = {"format": form}
    return upright


def _plain(image: Image.Image) -> Image.Image:
    """Return an image in one of the modes that every format of ours can hold: L, RGB, RGBA (or CMYK, still)."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return an image with the colours of its profile in sRGB, which all that has no profile is taken for."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    mode = {"CMYK": "RGB"}.get(image.mode, image.mode)
    if profile and image.mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
            return made or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that is broken, or of other colours: browsers ignore it as well
    return image if image.mode == mode else image.convert(mode)


def _encoded(image: Image.Image, form: str) -> bytes:
    if form == "WEBP":
        return webp(image)
    if form in ("JPEG", CARD):
        return _fitting(_on_white(image), _jpeg, MOST_OF_CARD if form == CARD else MOST_SHOWN)
    return _saved(image, form, optimize=True)


def _lossy(image: Image.Image, quality: int) -> bytes:
    # A higher method takes four times as long, for hardly more: 0.2 dB of a photo.
    return _saved(image, "WEBP", quality=quality, method=1)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    return _saved(image, "JPEG", quality=quality + 6, optimize=True, progressive=True)


def _on_white(image: Image.Image) -> Image.Image:
    """Return an image without transparency, of which JPEG has none."""
    from PIL import Image

    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")
