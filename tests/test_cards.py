"""Social cards: what stands on them, which pages name them, and what a font cannot draw."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from faimi_site.cards import BOLD, HEIGHT, REGULAR, WIDTH, Card, drawable, drawn, letters_of, typeface
from faimi_site.memory import Memory
from faimi_site.model import Output
from faimi_site.plan import plan
from tests.drawn import picture
from tests.sites import Files, Planned, body_bytes, front, planned, sources, theme

FONTS = {name: theme()[f"fonts/{name}"].read() for name in (BOLD, REGULAR)}
LETTERS = letters_of(FONTS[BOLD]) & letters_of(FONTS[REGULAR])
EVENT = "title: A\nevent:\n  name: {name}\n  start: 2025-09-23\n  venue: Hall\n  city: Daejeon\n  country: South Korea"


def draw(card: Card, accent: str = "#14546b") -> bytes:
    return drawn(card, accent, "#1b2429", "#4c5a63", FONTS[BOLD], FONTS[REGULAR])


def cards(site: Planned) -> list[Output]:
    return [output for output in site.outputs if output.path.startswith("images/")]


def of_event(name: str = "Tutorial", files: Files | None = None) -> Planned:
    return planned({"content/a/index.md": front(EVENT.format(name=name)), **(files or {})})


def named(site: Planned, path: str) -> list[str]:
    """Return the cards that a page names, without the digests in their names."""
    found = re.findall(r'og:image" content="https://example.org(.*?)"', site.text(path))
    return [re.sub(r"-[0-9a-f]{10}-", "-", address) for address in found]


NAMES = [
    "Bias",
    "Fairness of AI in Medical Imaging",
    "Šížkovská škola Łódź: Đặng Ωμέγα Жизнь",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 9,
    "a word " * 200,
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_card_is_a_small_png_with_all_its_ink_within_the_margins(name: str) -> None:
    body = draw(Card(name, "30 September – 1 October 2025", name, name))
    assert len(body) < 60_000
    with Image.open(BytesIO(body)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        # But for the bar at the top.
        below = image.convert("RGB").crop((0, 30, WIDTH, HEIGHT)).convert("L").point(lambda value: 255 - value)
    left, _, right, bottom = below.getbbox() or (0, 0, 0, 0)
    assert left >= 70
    assert right <= WIDTH - 70
    assert bottom <= HEIGHT - 30 - 60


def test_a_card_is_the_same_each_time() -> None:
    made = draw(Card("Bias", "1 May 2025"))
    drawn.cache_clear()
    assert draw(Card("Bias", "1 May 2025")) == made


def test_the_name_is_in_the_accent_and_the_ground_is_plain() -> None:
    with Image.open(BytesIO(draw(Card("Bias"), "#7a1f4b"))) as image:
        colours = {colour for _, colour in sorted(image.convert("RGB").getcolors() or [])[-2:]}
    assert colours == {(255, 255, 255), (122, 31, 75)}


def test_an_event_without_an_image_is_told_by_its_card() -> None:
    site = of_event()
    assert named(site, "a/index.html") == ["/images/tutorial-1200.png"]
    assert [output.path for output in cards(site)] == re.findall(r"images/[\w-]+\.png", site.text("a/index.html"))[:1]
    page = site.text("a/index.html")
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="630">' in page
    assert 'og:image:alt" content="Tutorial, 23 September 2025, Hall, Daejeon, South Korea, Test site"' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert '"image":"https://example.org/images/tutorial-' in page


def test_an_event_with_an_image_has_no_card() -> None:
    page = front(EVENT.format(name="T") + "\nimage: {path: p.png, alt: A hall}")
    site = planned({"content/a/index.md": page, "content/a/p.png": picture(40, 30)})
    assert named(site, "a/index.html") == ["/images/p-40.card.jpg"]
    assert '<meta name="twitter:card" content="summary">' in site.text("a/index.html")


def test_a_page_of_the_events_folder_and_the_home_page_have_the_events_card_and_no_other_has_one() -> None:
    site = of_event(files={"content/a/more.md": "# M\n", "content/index.md": "# H\n", "content/b.md": "# B\n"})
    card = ["/images/tutorial-1200.png"]
    assert [named(site, path) for path in ("a/more/index.html", "index.html", "b/index.html")] == [card, card, []]


def test_two_pages_of_one_event_share_a_card() -> None:
    site = of_event(files={"content/b/index.md": front(EVENT.format(name="Tutorial"))})
    assert site.rules == ["page/same-title"]
    assert len(cards(site)) == 1


def test_a_card_that_no_template_names_is_not_made() -> None:
    assert cards(of_event(files={"templates/default.html": "<h1>{{ page.title }}</h1>"})) == []


@pytest.mark.parametrize(
    "edit", ["event: x", "  name: Other", "  city: Seoul", "  start: 2025-09-24", "  status: cancelled"]
)
def test_another_fact_is_another_address(edit: str) -> None:
    key = edit.partition(":")[0]
    before = EVENT.format(name="Tutorial")
    after = re.sub(rf"^{key}:.*$", edit, before, flags=re.MULTILINE) if f"{key}:" in before else f"{before}\n{edit}"
    if key == "event":
        after = f"weight: 3\n{before}"
    paths = [[one.path for one in cards(planned({"content/a/index.md": front(text)}))] for text in (before, after)]
    assert (paths[0] == paths[1]) == (key == "event")


def test_a_card_is_not_drawn_again() -> None:
    memory, given = Memory(), sources({"content/a/index.md": front(EVENT.format(name="Tutorial"))})
    first, _ = plan(given, memory)
    again = Memory(memory.used, memory._store)
    made: list[str] = []
    again.report = lambda step, *_: made.append(step)
    second, _ = plan(given, again)
    assert [step for step in made if step in ("card", "icon")] == []
    bodies = [[body_bytes(one.body) for one in some if one.path.startswith("images/")] for some in (first, second)]
    assert bodies[0] == bodies[1]
    assert len(bodies[0]) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Puyol-Anto\u0301n", "Puyol-Antón"),
        ("Tutorial 🩺 on AI", "Tutorial on AI"),
        ("a ❤️ b", "a b"),
        ("A‑B — C", "A-B — C"),
        ("ＡＢ", "AB"),
        ("医用画像", None),
        ("ورشة", None),
        ("Workshop 研究", None),
        ("🩺", None),
    ],
)
def test_what_a_font_cannot_draw_is_left_out_if_no_word_needs_it(text: str, expected: str | None) -> None:
    assert drawable(text, LETTERS) == expected


@given(st.text())
@example("\u0301")
def test_what_is_drawable_has_a_glyph_for_each_letter(text: str) -> None:
    assert {ord(letter) for letter in drawable(text, LETTERS) or ""} <= LETTERS


@pytest.mark.parametrize("name", [BOLD, REGULAR])
def test_letters_of_a_font_are_those_that_do_not_come_out_as_boxes(name: str) -> None:
    face = typeface(FONTS[name], 40)
    box = bytes(face.getmask("\U0010fffd"))
    sample = [*range(0x20, 0x250), *range(0x370, 0x530), *range(0x2000, 0x2200), *range(0x4E00, 0x4E20)]
    boxes = {code for code in sample if bytes(face.getmask(chr(code))) == box}
    assert boxes == set(sample) - letters_of(FONTS[name])


def test_an_event_whose_name_cannot_be_drawn_has_no_card_and_a_note() -> None:
    site = of_event("医用画像の公平性")
    assert cards(site) == []
    assert 'name="twitter:card"' not in site.text("a/index.html")
    assert [one for one in site.briefly if "[card/" in one] == [
        "content/a/index.md:5:10: note: the name cannot be drawn, so the event has no social card: the font has not "
        "all of its letters [card/letters] | draw a picture of 1200 x 630 pixels, and name it as image:"
    ]


def test_a_place_that_cannot_be_drawn_is_left_out_with_a_note() -> None:
    site = planned({"content/a/index.md": front(EVENT.format(name="T").replace("Hall", "서울"))})
    assert 'og:image:alt" content="T, 23 September 2025, Test site"' in site.text("a/index.html")
    assert "the place is left out of its social card" in site.notes[0]


def test_a_cancelled_event_says_so_on_its_card() -> None:
    page = front(EVENT.format(name="T") + "\n  status: cancelled")
    assert "T, Cancelled · 23 September 2025, " in planned({"content/a/index.md": page}).text("a/index.html")


def test_a_session_past_midnight_makes_the_event_no_day_longer() -> None:
    schedule = "sessions:\n  - {start: 20:00, duration: 300 min, title: Dinner}\n"
    event = EVENT.format(name="Tutorial").replace("  venue", "  timezone: Asia/Seoul\n  venue")
    files = {"content/a/index.md": front(event, "[SCHEDULE]\n"), "content/a/schedule.yaml": schedule}
    page = planned({"site.yaml": "title: S\nurl: https://example.org\n", **files}).text("a/index.html")
    (alt,) = re.findall(r'og:image:alt" content="([^"]*)"', page)
    assert "23 September 2025" in alt
    assert "24" not in alt
