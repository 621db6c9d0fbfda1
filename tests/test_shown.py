"""Pictures in pages: the sizes that are shown, what their authors wrote, and which originals are published."""

from __future__ import annotations

import os
import re
import signal

import pytest

from faimi_site.memory import Memory
from faimi_site.model import Picture, Source
from faimi_site.pictures import Facts, Original, facts
from faimi_site.plan import plan
from faimi_site.produce.shown import sizes_shown, widths_made
from tests.drawn import LATITUDE, animation, heic, photo, picture
from tests.sites import Files, Planned, body_bytes, front, planned, sources

LARGE = photo(2000, 1500)
REMEMBERED = Memory()  # by all tests of this file: a memory changes no result
SMALLER = re.compile(r"/images/([\w-]+)-[0-9a-f]{10}-(\d+(?:\.card)?\.\w+)")


def with_photo(body: str, files: Files | None = None, photo: bytes = LARGE, base_url: str = "") -> Planned:
    given = sources({"content/index.md": front("title: A", body), "assets/p.jpg": photo, **(files or {})}, base_url)
    return Planned(*plan(given, REMEMBERED))


def briefly(html: str) -> str:
    """Return HTML with the digests in the names of pictures left out."""
    return SMALLER.sub(r"/\1-\2", html)


def shown(body: str, photo: bytes = LARGE) -> str:
    return briefly(with_photo(f"{body}\n", photo=photo).main("index.html"))


# How an img becomes a picture


def test_a_picture_of_markdown_comes_in_three_widths_and_two_formats() -> None:
    sizes = 'sizes="(max-width: 46rem) calc(100vw - 2rem), 42rem"'
    assert shown("![A hall](/assets/p.jpg)").partition("\n")[2] == (
        '<p><picture><source type="image/webp" srcset="/p-368.webp 368w, /p-736.webp 736w, /p-1104.webp 1104w" '
        f'{sizes}><img alt="A hall" src="/p-736.jpg" srcset="/p-368.jpg 368w, /p-736.jpg 736w, '
        f'/p-1104.jpg 1104w" {sizes} width="2000" height="1500"></picture></p>'
    )


def test_what_is_named_is_there_in_its_width() -> None:
    site = with_photo("![A hall](/assets/p.jpg)\n")
    made = {output.path: output.body for output in site.outputs if output.path.startswith("images/")}
    named = set(re.findall(r"images/[^\s\"]+", site.text("index.html")))
    assert set(made) == named
    assert len(named) == 6
    for path, body in made.items():
        width = int(path.rpartition("-")[2].partition(".")[0])
        assert isinstance(body, Source)
        assert facts(body.read()) == Facts(width, width * 3 // 4, "WEBP" if path.endswith("webp") else "JPEG")


@pytest.mark.parametrize(
    ("img", "widths", "room"),
    [
        ('<img src="/assets/p.jpg" width="150" alt="">', "150 300", 'width="150" height="112"'),
        ('<img src="/assets/p.jpg" width=150 alt="">', "150 300", 'width="150" height="112"'),
        ('<img src="/assets/p.jpg" height="150" alt="">', "200 400", 'width="200" height="150"'),
        ('<img src="/assets/p.jpg" width="96" height="96" alt="">', "128 256", 'width="96" height="96"'),
        ('<img src="/assets/p.jpg" style="width: 200px" alt="">', "200 400", 'width="200" height="150"'),
        ('<img src="/assets/p.jpg" style="max-width:200px;border:0" alt="">', "200 400", 'width="2000" height="1500"'),
        ('<img src="/assets/p.jpg" width="5000" alt="">', "368 736 1104", 'width="5000" height="3750"'),
        ('<img src="/assets/p.jpg" style="width: 50%" alt="">', "368 736 1104", 'width="2000" height="1500"'),
        ('![](/assets/p.jpg){: width="150"}', "150 300", 'width="150" height="112"'),
    ],
)
def test_the_widths_are_those_that_are_shown(img: str, widths: str, room: str) -> None:
    page = shown(img)
    assert " ".join(re.findall(r"p-(\d+)\.webp", page)) == widths
    assert room in page


def test_a_share_of_the_column_keeps_room_by_its_proportions() -> None:
    page = shown('<img src="/assets/p.jpg" width="50%" style="border: 0;" alt="">')
    assert '<img width="50%" alt="" src=' in page
    assert 'style="border: 0; aspect-ratio: 2000 / 1500"' in page
    assert " height=" not in page


COLUMN = "(max-width: 46rem) calc(100vw - 2rem), 42rem"


@pytest.mark.parametrize(
    ("width", "original", "form", "widths", "sizes"),
    [
        (None, 4000, "JPEG", [368, 736, 1104], COLUMN),
        (None, 4000, "PNG", [368, 736, 1104, 1472], COLUMN),
        (None, 1200, "JPEG", [368, 736, 1104], COLUMN),
        (None, 1600, "PNG", [368, 736, 1104, 1472], COLUMN),
        (None, 1000, "JPEG", [368, 736, 1000], COLUMN),
        (None, 740, "JPEG", [368, 740], COLUMN),
        (None, 613, "PNG", [368, 613], "(max-width: 645px) calc(100vw - 2rem), 613px"),
        (None, 500, "JPEG", [368, 500], "(max-width: 532px) calc(100vw - 2rem), 500px"),
        (None, 1, "JPEG", [1], "1px"),
        (64, 4000, "JPEG", [64, 128], "64px"),
        (64, 100, "JPEG", [64, 100], "64px"),
        (64, 50, "JPEG", [50], "64px"),
        (600, 4000, "JPEG", [600, 1104], "(max-width: 632px) calc(100vw - 2rem), 600px"),
        (600, 4000, "PNG", [600, 1200], "(max-width: 632px) calc(100vw - 2rem), 600px"),
        (2000, 4000, "JPEG", [368, 736, 1104], COLUMN),
    ],
)
def test_no_width_is_larger_than_the_original(
    width: int | None, original: int, form: str, widths: list[int], sizes: str
) -> None:
    of = Picture("", original, original, form)
    assert widths_made(width, of) == widths
    assert sizes_shown(width, of) == sizes


def test_all_but_the_first_picture_are_loaded_late() -> None:
    page = shown(
        '<img src="/assets/p.jpg" alt="1">\n<img src="/assets/p.jpg" alt="2">\n<img src="/assets/p.jpg" alt="3">'
    )
    found = re.findall(r"<img [^>]*>", page)
    assert ['loading="lazy" decoding="async"' in img for img in found] == [False, True, True]


def test_what_the_author_says_of_loading_stays() -> None:
    page = shown('<img src="/assets/p.jpg" alt="1">\n<img src="/assets/p.jpg" loading="eager" alt="2">')
    assert page.count("loading=") == 1


def test_what_the_author_wrote_stays() -> None:
    page = shown(
        '<img id="i" class="c" src="/assets/p.jpg" alt="A &amp; B" title=\'T\' style="border:0" data-x=1 hidden />'
    )
    assert re.search(
        r'<img id="i" class="c" alt="A &amp; B" title=\'T\' style="border:0" data-x=1 hidden src="[^>]* />', page
    )


def test_a_picture_in_a_template_and_from_page_data_is_made_smaller() -> None:
    files: Files = {
        "content/index.md": front("title: A\nhero: /assets/p.jpg"),
        "assets/p.jpg": LARGE,
        "templates/default.html": '<main>\n<img src="{{ page.params.hero }}" alt="">\n</main>',
    }
    assert briefly(planned(files).main("index.html")).startswith('<picture><source type="image/webp"')


def test_addresses_of_pictures_have_the_base_path() -> None:
    site = with_photo("![x](/assets/p.jpg)\n", base_url="https://e.org/base")
    assert set(re.findall(r"[^\s\"]*images/", site.text("index.html"))) == {"/base/images/"}
    assert site.shown == []


def test_addresses_of_pictures_are_encoded() -> None:
    site = planned({"content/index.md": "# A\n\n![x](größe 1.png)\n", "content/größe 1.png": picture()})
    assert re.findall(r'src="/images/gr%C3%B6%C3%9Fe-1-[0-9a-f]{10}-40.png"', site.text("index.html")) != []
    assert site.shown == []


def test_a_picture_of_webp_needs_no_other_format() -> None:
    page = planned(
        {"content/index.md": front("title: A", "![x](a b.webp)\n"), "content/a b.webp": picture(100, 50, "WEBP")}
    )
    assert briefly(page.main("index.html")) == (
        '<h1>A</h1>\n<p><img alt="x" src="/a-b-100.webp" srcset="/a-b-100.webp 100w" sizes="100px" width="100" '
        'height="50"></p>'
    )


LEFT_ALONE: list[tuple[str, Files]] = [
    ('<img src="/x.svg" alt="">', {"content/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}),
    ('<img src="https://example.org/x.ico" alt="">', {"content/x.ico": b"\0\0\1\0"}),
    ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">', {}),
    ('<img src="/assets/p.jpg" srcset="/assets/p.jpg 2x" alt="">', {}),
    ('<picture><source srcset="/assets/p.jpg"><img src="/assets/p.jpg" alt=""></picture>', {}),
    ('<img src="/x.ico" alt="">', {"content/x.ico": b"\0\0\1\0"}),
    ('<!-- <img src="/assets/p.jpg" alt=""> -->', {}),
    ('<img alt="">', {}),
]


@pytest.mark.parametrize(("img", "files"), LEFT_ALONE)
def test_other_pictures_are_left_alone(img: str, files: Files) -> None:
    site = with_photo(f"<div>{img}</div>\n", files)
    assert f"<div>{img}</div>" in site.main("index.html")
    assert [path for path in site.paths if path.startswith("images/")] == []
    assert site.shown == []


@pytest.mark.parametrize(
    ("name", "body", "room"),
    [
        ("x.gif", animation(), 'width="20" height="20"'),
        ("x.webp", animation("WEBP"), 'width="20" height="20"'),
        ("x.png", picture(1, 40_000), 'width="1" height="40000"'),
    ],
)
def test_a_picture_that_moves_or_is_very_tall_stays_as_it_is_in_its_room(name: str, body: bytes, room: str) -> None:
    img = f'<img src="/{name}" alt="">'
    site = with_photo(f"<div>{img}{img}</div>\n", {f"content/{name}": body})
    first = img.replace(">", f" {room}>")
    later = first.replace(">", ' loading="lazy" decoding="async">')
    assert f"<div>{first}{later}</div>" in site.main("index.html")
    assert [path for path in site.paths if path.startswith("images/")] == []


def test_the_sizes_that_an_author_gives_stay() -> None:
    assert shown('<img src="/assets/p.jpg" sizes="50vw" alt="">').count('sizes="50vw"') == 2


def test_behind_a_picture_element_all_is_as_before() -> None:
    page = shown('<div><picture><img src="/assets/p.jpg" alt=""></picture> <img src="/assets/p.jpg" alt="x"></div>')
    assert page.count("<source") == 1


def test_two_files_of_one_name_have_two_pictures() -> None:
    files = {"content/p.jpg": photo(100, 50)}
    site = with_photo("![x](p.jpg) ![x](/assets/p.jpg)\n", files)
    assert len({path for path in site.paths if path.endswith("-100.webp")}) == 1
    assert len({path.split("-")[1] for path in site.paths if path.startswith("images/")}) == 2


# Problems


@pytest.mark.parametrize("body", [b"", b"jpeg", LARGE[:200]])
def test_a_picture_that_cannot_be_read_is_an_error_of_its_file(body: bytes) -> None:
    assert with_photo("![x](/assets/p.jpg) ![x](/assets/p.jpg)\n", photo=body).briefly == [
        "assets/p.jpg: error: the image cannot be read: it is broken, or no image [image/unreadable]"
        " | open it in a program for images and save it anew"
    ]


def test_a_picture_that_is_cut_off_is_an_error_of_its_file() -> None:
    assert with_photo("![x](/assets/p.jpg)\n", photo=LARGE[:-500]).briefly == [
        "assets/p.jpg: error: the image cannot be read: it is cut off [image/unreadable]"
        " | open it in a program for images and save it anew"
    ]


@pytest.mark.usefixtures("forks")
def test_a_picture_that_kills_its_process_is_an_error_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def kill_unless_here(_: Original, __: int, ___: str) -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"made"

    monkeypatch.setattr(Original, "smaller", kill_unless_here)
    files: Files = {"assets/a.jpg": photo(40, 30), "assets/b.jpg": photo(50, 30)}
    body = "![x](/assets/a.jpg) ![x](/assets/b.jpg)\n"
    assert planned({"content/index.md": front("title: A", body), **files}).briefly == [
        "assets/b.jpg: error: the process that worked on this file ended before it was done [build/crashed]"
        " | is there enough memory? Save the picture with fewer pixels"
    ]


def test_a_file_that_is_no_image_and_that_no_page_shows_is_published() -> None:
    assert with_photo("[x](/assets/p.jpg)\n", photo=b"jpeg").shown == []


def test_a_picture_without_alt_is_named_and_placed_as_its_author_wrote_it() -> None:
    site = with_photo('![x](/assets/p.jpg)\n\nText <img src="/assets/p.jpg">\n')
    assert site.briefly[0].startswith(
        "content/index.md:7:6: warning: the picture 'p.jpg' has no alt text [a11y/no-alt]"
    )


def test_a_link_around_a_picture_has_the_name_of_its_alt() -> None:
    assert with_photo("[![Our hall](/assets/p.jpg)](https://example.net/)\n").briefly == []


def test_a_link_beside_a_picture_is_placed_where_it_stands() -> None:
    site = with_photo("![x](/assets/p.jpg)\n\n[y](/assets/q.jpg)\n")
    assert site.briefly[0].startswith("content/index.md:7:5: error: '/assets/q.jpg' leads to no image [link/dead]")


UNSHOWN = "is in the format {}, which browsers do not show [image/format]"
EXPORT = "export it as JPEG, or a figure as PNG or SVG, and name that"


@pytest.mark.parametrize(
    ("name", "body", "form"),
    [
        ("x.heic", heic(), "HEIC"),
        ("x.jpg", heic(), "HEIC"),
        ("x.HEIF", heic(brand=b"mif1"), "HEIC"),
        ("x.nef", picture(40, 30, "TIFF"), "RAW"),
        ("x.jxl", b"\xff\x0a\0", "JPEG XL"),
        ("x.psd", b"8BPS\0\1", "Photoshop"),
        ("x.pdf", b"%PDF-1.7", "PDF"),
    ],
)
def test_an_image_that_browsers_do_not_show_is_an_error_where_it_is_named(name: str, body: bytes, form: str) -> None:
    site = planned({"content/index.md": f"# A\n\n![x]({name})\n", f"content/{name}": body})
    assert site.briefly == [f"content/index.md:3:6: error: '{name}' {UNSHOWN.format(form)} | {EXPORT}"]


def test_a_photo_of_a_person_that_browsers_do_not_show_is_an_error_where_it_is_named() -> None:
    files: Files = {
        "content/t/index.md": front("title: T", "[ORGANIZERS]\n"),
        "content/t/organizers.yaml": "- name: Ada L\n  affiliation: B\n  photo: /assets/ada.heic\n",
        "assets/ada.heic": heic(),
    }
    assert planned(files).briefly == [
        f"content/t/organizers.yaml:3:10: error: '/assets/ada.heic' {UNSHOWN.format('HEIC')} | {EXPORT}"
    ]


def test_an_image_of_a_page_that_browsers_do_not_show_is_an_error_where_it_is_named() -> None:
    site = planned({"content/index.md": front("title: A\nimage: {path: x.heic}"), "content/x.heic": heic()})
    assert site.briefly == [f"content/index.md:3:15: error: 'x.heic' {UNSHOWN.format('HEIC')} | {EXPORT}"]


@pytest.mark.parametrize(("name", "form"), [("x.tif", "TIFF"), ("x.bmp", "BMP"), ("x.avif", "AVIF")])
def test_an_image_that_only_some_browsers_show_becomes_one_for_all(name: str, form: str) -> None:
    site = planned({"content/index.md": f"# A\n\n![x]({name})\n", f"content/{name}": picture(100, 75, form)})
    assert site.briefly == []
    assert 'src="/x-100.jpg" srcset="/x-100.jpg 100w"' in briefly(site.main("index.html"))
    assert f"{name}" not in site.paths


@pytest.mark.parametrize(
    "body",
    [
        "[x](x.heic)",
        "<picture><source srcset='x.heic'><img src='/assets/p.jpg' alt=''></picture>",
    ],
)
def test_a_link_and_one_source_of_several_can_be_in_any_format(body: str) -> None:
    assert with_photo(f"{body}\n", {"content/x.heic": heic()}).shown == []


@pytest.mark.parametrize("name", ["assets/x.heic", "content/x.heic", "static/x.heic"])
def test_a_position_in_the_photo_of_a_phone_is_a_warning(name: str) -> None:
    site = planned({"content/index.md": front("title: A"), name: heic({0x010F: "Camera", **LATITUDE})})
    assert site.rules == ["image/position"]


# Originals


def published(site: Planned) -> bool:
    return "assets/p.jpg" in site.paths


def test_an_original_that_is_only_shown_is_not_published_and_not_unused() -> None:
    site = with_photo("![x](/assets/p.jpg)\n")
    assert not published(site)
    assert site.briefly == []


KEPT: list[tuple[str, Files]] = [
    ("![x](/assets/p.jpg) [large](/assets/p.jpg)", {}),
    ("![x](/assets/p.jpg) [large](/assets/p.jpg?x#y)", {}),
    ("![x](/assets/p.jpg) <span data-full='/assets/p.jpg'>x</span>", {}),
    ("![x](/assets/p.jpg) <video poster='/assets/p.jpg'></video>", {}),
    ("![x](/assets/p.jpg) <b style='background: url(/assets/p.jpg)'>x</b>", {}),
    ("![x](/assets/p.jpg) <style>b { background: url(/assets/p.jpg) }</style>", {}),
    ("![x](/assets/p.jpg) <picture><img src='/assets/p.jpg' alt=''></picture>", {}),
    ("![x](/assets/p.jpg)", {"static/a.css": "p { background: url(../assets/p.jpg) }"}),
    ("![x](/assets/p.jpg)", {"static/a.js": "show('p.jpg')"}),
    ("![x](/assets/p.jpg) <script>show('p.jpg')</script>", {}),
    ("![x](/assets/p.jpg)", {"content/old.html": "<img src=/assets/p.jpg>"}),
    ("![x](/assets/p.jpg)", {"content/b.md": front("title: B\nredirect_to: /assets/p.jpg")}),
    (
        "![x](/assets/p.jpg)",
        {
            "content/t/index.md": front("title: T", "[RESOURCES]\n"),
            "content/t/resources.yaml": "- {title: P, file: /assets/p.jpg}",
        },
    ),
]


@pytest.mark.parametrize(("body", "files"), KEPT)
def test_an_original_that_something_leads_to_is_published(body: str, files: Files) -> None:
    site = with_photo(f"{body}\n", files)
    assert published(site)
    assert "link/dead" not in site.rules


IMAGE: Files = {"content/b.md": front("title: B\nimage: {path: /assets/p.jpg, alt: A hall}")}


@pytest.mark.parametrize("base_url", ["https://example.org", "https://e.org/base"])
def test_an_image_of_a_page_is_told_smaller_and_its_original_stays_at_home(base_url: str) -> None:
    site = with_photo("Text\n", IMAGE, base_url=base_url)
    page = site.text("b/index.html")
    assert re.findall(r'"og:image[^>]*', briefly(page)) == [
        f'"og:image" content="{base_url}/p-1200.card.jpg"',
        '"og:image:width" content="1200"',
        '"og:image:height" content="900"',
        '"og:image:alt" content="A hall"',
    ]
    (made,) = (output.body for output in site.outputs if output.path.startswith("images/"))
    assert isinstance(made, Source)
    assert facts(made.read()) == Facts(1200, 900, "JPEG")
    assert not published(site)
    assert site.shown == []


def test_an_image_of_a_page_is_small_whatever_it_shows_and_has_no_position() -> None:
    noisy = photo(1600, 1200, LATITUDE, noise=True, quality=95)
    site = with_photo("Text\n", IMAGE, photo=noisy)
    (made,) = (output.body for output in site.outputs if output.path.startswith("images/"))
    assert isinstance(made, Source)
    assert made.size <= 250_000 < len(noisy)
    assert site.shown == []


def test_an_image_of_a_page_that_is_linked_as_well_is_published() -> None:
    assert published(with_photo("[large](/assets/p.jpg)\n", IMAGE))


def test_an_image_that_a_template_names_itself_is_published() -> None:
    own = "<meta property='og:image' content='{{ page.image.path | absolute_url }}'>"
    site = with_photo("Text\n", {**IMAGE, "templates/default.html": own})
    assert published(site)
    assert [path for path in site.paths if path.startswith("images/")] == []


def test_an_event_tells_the_smaller_image() -> None:
    event = front("title: B\nimage: {path: /assets/p.jpg}\nevent: {name: E, start: 2025-09-23}")
    page = briefly(with_photo("Text\n", {"content/b.md": event}).text("b/index.html"))
    assert '"image":"https://example.org/p-1200.card.jpg"' in page


@pytest.mark.parametrize(
    ("path", "body"),
    [("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("x.gif", animation())],
)
def test_an_image_that_moves_or_is_drawn_is_told_as_it_is(path: str, body: bytes) -> None:
    site = planned({"content/index.md": front(f"title: A\nimage: {{path: {path}}}"), f"content/{path}": body})
    assert f'"og:image" content="https://example.org/{path}"' in site.text("index.html")
    assert path in site.paths


def test_an_image_of_a_page_that_cannot_be_read_is_an_error_of_its_file() -> None:
    assert with_photo("Text\n", IMAGE, photo=b"jpeg").rules == ["image/unreadable"]


def test_an_original_is_found_below_the_base_path() -> None:
    site = with_photo("![x](/assets/p.jpg) [large](/assets/p.jpg)\n", base_url="https://e.org/base")
    assert published(site)
    assert site.shown == []


def test_an_image_that_no_page_shows_is_published_as_it_is() -> None:
    site = with_photo("Text\n")
    assert published(site)
    assert "file/not-used" in site.notes[0]


POSITION = "the image is published with the position where it was taken (in its EXIF) [image/position]"


@pytest.mark.parametrize("body", ["[x](/assets/p.jpg)", "Text", "![x](/assets/p.jpg) [x](/assets/p.jpg)"])
def test_an_original_with_a_position_is_a_warning(body: str) -> None:
    assert with_photo(f"{body}\n", photo=photo(40, 30, LATITUDE)).shown == [
        f"assets/p.jpg: warning: {POSITION}\n"
        "       = hint: take it out (exiftool -gps:all= -xmp:all= FILE), "
        "or show the image in a page without a link to it"
    ]


def test_an_original_in_content_with_a_position_is_a_warning() -> None:
    assert planned({"content/index.md": "# A\n\n[x](q.jpg)\n", "content/q.jpg": photo(40, 30, LATITUDE)}).rules == [
        "image/position"
    ]


def test_a_photo_with_a_position_that_is_only_shown_is_none() -> None:
    assert with_photo("![x](/assets/p.jpg)\n", photo=photo(40, 30, LATITUDE)).briefly == []


def test_an_original_without_a_position_is_none() -> None:
    assert with_photo("[x](/assets/p.jpg)\n", photo=photo(40, 30, {0x010F: "Camera"})).briefly == []


# Memory


def test_from_memory_nothing_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    given = sources({"content/index.md": front("title: A", "![x](/assets/p.jpg)\n"), "assets/p.jpg": LARGE})
    first = Memory()
    one, _ = plan(given, first)
    monkeypatch.setattr("PIL.Image.open", None)
    two, problems = plan(given, Memory(first.used, first._store))
    assert problems == []
    bodies = [[(o.path, body_bytes(o.body)) for o in made] for made in (one, two)]
    assert bodies[0] == bodies[1]


def test_pictures_are_the_same_whatever_else_a_page_shows() -> None:
    alone, beside = (
        {output.path: output.body for output in with_photo(body).outputs if output.path.startswith("images/")}
        for body in (
            '<img src="/assets/p.jpg" width="100" alt="">\n',
            '<img src="/assets/p.jpg" alt="1">\n\n<img src="/assets/p.jpg" width="100" alt="2">\n',
        )
    )
    assert len(beside) > len(alone) == 4
    for path, body in alone.items():
        other = beside[path]
        assert isinstance(body, Source)
        assert isinstance(other, Source)
        assert body.read() == other.read()
