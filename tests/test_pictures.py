"""Raster images: what their bytes say, limits, and smaller ones that show the same."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageOps

from faimi_site.pictures import Facts, Original, facts
from faimi_site.problem import Fault
from tests.drawn import LATITUDE, animation, exif, heic, photo, picture

BROKEN = Fault(
    "the image cannot be read: it is broken, or no image", "open it in a program for images and save it anew"
)
CUT_OFF = Fault("the image cannot be read: it is cut off", "open it in a program for images and save it anew")
ORIENTATION = 0x0112


def smaller(body: bytes, width: int, form: str) -> bytes:
    made = Original(lambda: body).smaller(width, form)
    assert isinstance(made, bytes), made
    return made


def opened(body: bytes) -> Image.Image:
    image = Image.open(BytesIO(body))
    image.load()
    return image


def saved(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


def png_header(width: int, height: int) -> bytes:
    """Return a PNG whose header claims a size, and that has hardly a pixel."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


# Facts


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP"])
def test_an_image_says_its_size_and_format(form: str) -> None:
    assert facts(picture(40, 30, form)) == Facts(40, 30, form)


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))])
def test_the_size_is_that_of_the_image_as_it_is_shown(orientation: int, size: tuple[int, int]) -> None:
    assert facts(photo(40, 30, {ORIENTATION: orientation})) == Facts(*size, "JPEG")


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_an_animation_moves(form: str) -> None:
    assert facts(animation(form)) == Facts(20, 20, form, moves=True)


def test_a_position_in_exif_is_told() -> None:
    assert facts(photo(40, 30, LATITUDE)) == Facts(40, 30, "JPEG", position=True)


def test_a_position_in_xmp_is_told() -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>36,22N</exif:GPSLatitude></x:xmpmeta>'
    assert facts(photo(40, 30, xmp=xmp)) == Facts(40, 30, "JPEG", position=True)


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (heic(), "HEIC"),
        (heic(brand=b"mif1"), "HEIC"),
        (heic(brand=b"crx "), "RAW"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\xff\x0a\0", "JPEG XL"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"8BPS\0\1", "Photoshop"),
    ],
)
def test_an_image_that_cannot_be_read_says_its_format(body: bytes, form: str) -> None:
    assert facts(body) == Facts(0, 0, form)


@pytest.mark.parametrize("mark", [b"Exif\0\0", b""])
def test_a_position_in_the_photo_of_a_phone_is_told(mark: bytes) -> None:
    camera = {0x010F: "Camera"}
    assert facts(heic({**camera, **LATITUDE}, mark=mark)) == Facts(0, 0, "HEIC", position=True)
    assert facts(heic(camera, mark=mark)) == Facts(0, 0, "HEIC")


def test_a_position_in_the_raw_photo_of_a_camera_is_told() -> None:
    assert facts(exif(LATITUDE), "RAW") == Facts(0, 0, "RAW", position=True)
    assert facts(exif({0x010F: "Camera"}), "RAW") == Facts(0, 0, "RAW")


@pytest.mark.parametrize("form", ["AVIF", "PNG", "WEBP"])
def test_a_position_is_told_in_other_formats(form: str) -> None:
    body = photo(40, 30, {0x010F: "Camera", **LATITUDE}, form=form)
    assert facts(body) == Facts(40, 30, form, position=True)


@pytest.mark.parametrize("body", [picture(40, 30, "AVIF")[:200], b"\0\0\0\x18ftypisom\0\0\0\0isom", b"\0\0\0\x18ftyp"])
def test_a_cut_off_avif_and_a_film_are_faults(body: bytes) -> None:
    assert isinstance(facts(body), Fault)


def test_where_pillow_reads_no_avif_it_is_told_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faimi_site.pictures._FORMATS", ("JPEG",))
    monkeypatch.setattr("faimi_site.pictures._reads_avif", lambda: False)
    assert facts(picture(40, 30, "AVIF")) == Facts(0, 0, "AVIF")


def test_other_exif_is_no_position() -> None:
    assert facts(photo(40, 30, {0x010F: "Camera"})) == Facts(40, 30, "JPEG")


@pytest.mark.parametrize(
    "body", [b"", b"jpeg", b"<svg/>", b"\xff\xd8\xff\xe0", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF"]
)
def test_what_is_no_image_is_a_fault(body: bytes) -> None:
    assert facts(body) == BROKEN


@pytest.mark.parametrize(
    ("size", "pixels"), [((20_000, 6_000), "120"), ((60_000, 60_000), "3,600"), ((2_000_000_000, 1), "2,000")]
)
def test_a_decompression_bomb_is_a_fault(size: tuple[int, int], pixels: str) -> None:
    found = facts(png_header(*size))
    assert isinstance(found, Fault)
    assert found.message == f"the image has {pixels} megapixels, and the most is 100 megapixels"
    assert Original(lambda: png_header(*size)).smaller(100, "WEBP") == found


def test_an_image_with_just_the_most_pixels_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faimi_site.pictures.MOST_PIXELS", 1200)
    assert facts(picture(40, 30)) == Facts(40, 30, "PNG")
    assert isinstance(facts(picture(41, 30)), Fault)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_cut_off_image_is_a_fault(form: str) -> None:
    body = picture(200, 150, form)
    assert isinstance(Original(lambda: body[: len(body) // 2]).smaller(100, "WEBP"), Fault)


def test_a_cut_off_photo_is_said_to_be() -> None:
    body = photo(400, 300)
    assert Original(lambda: body[: len(body) // 2]).smaller(100, "WEBP") == CUT_OFF


def test_an_error_of_the_disk_is_none_of_the_image() -> None:
    def read() -> bytes:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        Original(read).smaller(100, "WEBP")


# Smaller ones


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_a_smaller_one_has_the_width_and_the_proportions(form: str, mode: str) -> None:
    body = saved(Image.linear_gradient("L").resize((200, 150)).convert("RGB").convert(mode))
    made = opened(smaller(body, 100, form))
    assert (made.format, made.size) == (form, (100, 75))


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "P"), ("GIF", "P"), ("WEBP", "RGB")]
)
def test_what_is_made_twice_has_the_same_bytes(form: str, mode: str) -> None:
    body = picture(300, 200, "PNG" if mode == "P" else "JPEG", mode)
    one, other = Original(lambda: body), Original(lambda: body)
    other.smaller(280, "WEBP")
    assert one.smaller(120, form) == other.smaller(120, form)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_applied_as_pillow_applies_it(orientation: int) -> None:
    image = Image.new("RGB", (80, 60), "white")
    image.paste("black", (0, 0, 80, 20))
    image.paste("red", (0, 0, 30, 60))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    body = saved(image, "PNG", exif=exif)
    upright = ImageOps.exif_transpose(opened(body))
    made = opened(smaller(body, upright.width, "PNG"))
    assert made.tobytes() == upright.tobytes()
    assert not made.getexif()


def test_an_image_with_broken_exif_is_shown_all_the_same() -> None:
    body = saved(Image.new("RGB", (40, 30)), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert facts(body) == Facts(40, 30, "JPEG")
    assert opened(smaller(body, 20, "JPEG")).size == (20, 15)


def test_an_image_without_a_pixel_is_a_fault() -> None:
    empty = b"GIF89a\0\0\0\0\0\0\0,\0\0\0\0\0\0\0\0\0\2\0;"
    assert isinstance(facts(empty), Fault)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_a_smaller_one_has_no_metadata(form: str) -> None:
    body = photo(200, 150, {0x010F: "Camera", **LATITUDE}, comment=b"secret", xmp=b"<x>secret</x>")
    made = smaller(body, 100, form)
    assert not opened(made).getexif()
    assert [word for word in (b"Camera", b"secret", b"Exif") if word in made] == []


def test_transparency_is_kept() -> None:
    body = saved(Image.new("RGBA", (100, 100), (255, 0, 0, 0)))
    assert opened(smaller(body, 50, "WEBP")).convert("RGBA").getpixel((25, 25))[3] == 0  # type: ignore[index]


def test_colours_of_a_profile_become_those_of_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    for profile in (srgb.tobytes(), lab.tobytes(), b"no profile"):
        body = saved(Image.new("RGB", (100, 100), (200, 30, 90)), "PNG", icc_profile=profile)
        made = opened(smaller(body, 50, "PNG"))
        assert made.getpixel((25, 25)) == (200, 30, 90)
        assert "icc_profile" not in made.info


def test_an_image_for_print_becomes_one_for_screens() -> None:
    body = saved(Image.new("CMYK", (100, 100), (0, 0, 0, 0)), "JPEG")
    assert opened(smaller(body, 50, "JPEG")).getpixel((25, 25)) == (255, 255, 255)


def test_sixteen_bits_of_grey_become_eight() -> None:
    body = saved(Image.new("I;16", (100, 100), 0x8000))
    assert opened(smaller(body, 50, "PNG")).getpixel((25, 25)) in (127, 128)


def test_lines_stay_sharp_where_that_takes_no_more_room() -> None:
    image = Image.new("RGB", (200, 100), "white")
    image.paste("red", (50, 0, 100, 100))
    made = opened(smaller(saved(image), 200, "WEBP")).convert("RGB")
    assert {made.getpixel((x, 50)) for x in range(200)} == {(255, 255, 255), (255, 0, 0)}


def noise(width: int, height: int, form: str, **options: Any) -> bytes:
    return saved(Image.effect_noise((width, height), 64).convert("RGB"), form, **options)


@pytest.mark.parametrize("form", ["WEBP", "JPEG"])
@pytest.mark.parametrize("size", [(1600, 1200), (1200, 1600)])
def test_a_photo_of_noise_takes_no_more_bytes_than_a_page_has_for_it(size: tuple[int, int], form: str) -> None:
    made = smaller(noise(*size, "JPEG"), 1104, form)
    assert 30_000 < len(made) <= 58_000
    assert opened(made).width == 1104


def encodings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the form of each image is added that is encoded from now on."""
    encoded: list[str] = []
    from faimi_site import pictures

    save = pictures._saved

    def spy(image: Image.Image, form: str, **options: Any) -> bytes:
        encoded.append(form)
        return save(image, form, **options)

    monkeypatch.setattr(pictures, "_saved", spy)
    return encoded


@pytest.mark.parametrize("form", ["WEBP", "JPEG"])
@pytest.mark.parametrize(("grain", "most"), [(4, 1), (20, 3), (64, 6)])
def test_what_fits_is_found_in_few_attempts(form: str, grain: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    body = saved(Image.effect_noise((1500, 1000), grain), "JPEG", quality=95)
    encoded = encodings(monkeypatch)
    made = smaller(body, 900, form)
    assert encoded.count(form) <= most
    assert len(made) <= 58_000


@pytest.mark.parametrize(("orientation", "width"), [(1, 3000), (6, 2000), (7, 2000)])
def test_a_large_photo_that_is_decoded_at_less_shows_the_same(orientation: int, width: int) -> None:
    body = photo(3000, 2000, {ORIENTATION: orientation})
    upright = ImageOps.exif_transpose(opened(body))
    assert upright.width == width
    exact = upright.resize((1000, round(1000 * upright.height / width)))
    made = opened(smaller(body, 1000, "JPEG"))
    assert made.size == exact.size
    assert max(high for _, high in ImageChops.difference(made, exact).getextrema()) < 12  # type: ignore[misc]


def test_a_photo_in_png_takes_no_more_bytes_than_a_page_has_for_it() -> None:
    assert len(smaller(noise(900, 600, "PNG"), 736, "WEBP")) <= 58_000


def confetti() -> bytes:
    """Return a photo that takes more bytes as WebP than as JPEG of the same look."""
    return saved(Image.frombytes("RGB", (400, 300), random.Random(1).randbytes(400 * 300 * 3)), "JPEG")


@pytest.mark.parametrize("width", [368, 400])
def test_the_webp_of_a_picture_is_never_larger_than_what_is_there_for_older_browsers(width: int) -> None:
    body = confetti()
    assert len(smaller(body, width, "WEBP")) <= len(smaller(body, width, "JPEG"))


def test_the_webp_of_a_picture_is_the_same_after_its_fallback_and_without_it() -> None:
    body = confetti()
    after = Original(lambda: body)
    assert after.smaller(368, "JPEG") == smaller(body, 368, "JPEG")
    assert after.smaller(368, "WEBP") == smaller(body, 368, "WEBP")


def figure(width: int, height: int) -> Image.Image:
    """Return a figure as of a notebook: lines, points and words on white."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for step in range(0, height, 40):
        draw.line([(20, step), (width - 20, step * 2 // 3)], fill=(31, 119, 180), width=2)
        draw.text((2, step), f"{step / height:.2f}", fill="black")
    for point in range(60):
        x, y = point * 37 % width, point * 53 % height
        draw.ellipse([x, y, x + 4, y + 4], fill=(255, point, 14))
    return image


def test_a_figure_in_its_own_size_loses_nothing() -> None:
    image = figure(613, 455)
    assert opened(smaller(saved(image), 613, "WEBP")).convert("RGB").tobytes() == image.tobytes()


def test_a_figure_made_smaller_loses_nothing_where_there_is_room() -> None:
    image = figure(1226, 910)
    exact = image.resize((368, 273), Image.Resampling.LANCZOS)
    assert opened(smaller(saved(image), 368, "WEBP")).convert("RGB").tobytes() == exact.tobytes()


def test_what_is_transparent_is_white_where_a_format_has_no_transparency() -> None:
    body = saved(Image.new("RGBA", (100, 100), (0, 0, 0, 0)))
    assert opened(smaller(body, 50, "CARD")).getpixel((25, 25)) == (255, 255, 255)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_too_much(body: bytes) -> None:
    assert isinstance(facts(body), Facts | Fault)
    assert isinstance(Original(lambda: body).smaller(10, "WEBP"), bytes | Fault)


BODIES = [
    *(picture(40, 30, form) for form in ("PNG", "JPEG", "GIF", "WEBP")),
    *(picture(40, 30, form) for form in ("AVIF", "TIFF", "BMP")),
    *(heic({0x010F: "Camera", **LATITUDE}), exif(LATITUDE)),
    *(photo(40, 30, {ORIENTATION: 6, **LATITUDE}), animation("GIF"), animation("PNG"), animation("WEBP")),
]


@settings(deadline=None)
@given(
    st.sampled_from(BODIES), st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=4)), max_size=4)
)
def test_an_image_with_wrong_bytes_is_read_or_a_fault(body: bytes, changes: list[tuple[int, bytes]]) -> None:
    for at, new in changes:
        at %= len(body)
        body = body[:at] + new + body[at + len(new) :]
    found = facts(body)
    assert isinstance(found, Facts | Fault)
    assert isinstance(Original(lambda: body).smaller(10, "WEBP"), bytes | Fault)


@settings(deadline=None)
@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.integers(1, 60),
    st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]),
    st.sampled_from(["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16"]),
)
def test_any_image_has_smaller_ones(size: tuple[int, int], width: int, form: str, mode: str) -> None:
    image = Image.new(mode, size)
    body = saved(image, "TIFF" if mode == "CMYK" else "PNG")
    made = smaller(body, width, form)
    assert opened(made).size == (width, max(1, round(size[1] * width / size[0])))
    assert made == smaller(body, width, form)
