"""The page that this program was asked for, just as it came: nothing of it may be lost or read otherwise."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import html5lib

from tests.sites import Planned, planned

SEED = Path(__file__).parent / "seed" / "2025-miccai-tutorial.md"
PAGE = "2025-miccai-tutorial/index.html"
ASSETS = ("slides.pdf", "slides_notes.pdf", "classification_fitzpatrick.ipynb")


@cache
def seed() -> Planned:
    assets = {f"assets/FAIMI_Tutorial_2025/{name}": b"x" for name in ASSETS}
    return planned({"content/2025-miccai-tutorial.md": SEED.read_bytes(), **assets})


def texts(fragment: str) -> list[str]:
    """Return the lines of a fragment's text, without those that are blank."""
    root = html5lib.parse(re.sub(r"<!--.*?-->", "", fragment, flags=re.DOTALL), namespaceHTMLElements=False)
    return [line.strip() for line in "".join(root.itertext()).splitlines() if line.strip()]


def between(start: str, end: str) -> str:
    main = seed().main(PAGE)
    return main[main.index(start) : main.index(end)]


def test_the_only_problems_are_its_broken_letters_and_two_pale_buttons() -> None:
    assert Counter(seed().rules) == {"content/mojibake": 4, "a11y/contrast": 2}


def test_its_broken_letters_are_shown_mended() -> None:
    mended = [shown.rpartition("seems to be ")[2] for shown in seed().shown if "[content/mojibake]" in shown]
    assert mended == [
        "'1.2em;\">📄</span>'",
        "'1.2em;\">📝</span>'",
        "'1.2em;\">💻</span>'",
        "'Puyol-Antón**,'",
    ]


def test_its_redirect_to_itself_writes_nothing() -> None:
    assert [path for path in seed().paths if "2025" in path and path.endswith(".html")] == [PAGE]


def test_its_headings_are_there_in_order_with_their_addresses() -> None:
    assert re.findall(r'<h2 id="(.*?)">(.*?)</h2>', seed().main(PAGE)) == [
        ("tldr", "TL;DR"),
        ("scope", "Scope"),
        ("resources", "Resources"),
        ("schedule", "Schedule"),
        ("organizers", "Organizers"),
        ("contact", "Contact"),
    ]


def test_its_list_is_a_list() -> None:
    assert re.findall(r"<li>(.*?)</li>", between('<h2 id="tldr">', '<h2 id="scope">')) == [
        'Fairness &amp; Medical Imaging Tutorial at <a href="https://conferences.miccai.org/2025/en/">MICCAI 2025</a> '
        "(South Korea)",
        "Date: Sept 23, 2025. Room: DCC1-1F-111",
        "Location: Daejeon Convention Center (<em>in person only</em>)",
    ]


def test_its_table_has_the_same_cells() -> None:
    table = between('<h2 id="schedule">', '<h2 id="organizers">')
    assert re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table) == [
        "Time",
        "Speaker and Title",
        "08:00 - 10:00",
        "Lecture on Fairness of AI in Medical Imaging",
        "10:00 - 10:30",
        "Coffee Break",
        "10:30 - 12:30",
        "Hands-on session on Fairness of AI in Medical Imaging",
    ]


def test_its_organizers_stand_on_a_line_each() -> None:
    organizers = between('<h2 id="organizers">', '<h2 id="contact">')
    assert organizers.count("<br>") == 10
    assert texts(organizers)[1:] == [
        "Aasa Feragen, DTU Compute, Technical University of Denmark",
        "Andrew King, King’s College London",
        "Ben Glocker, Imperial College London",
        "Enzo Ferrante, CONICET, Universidad Nacional del Litoral",
        "Eike Petersen, Fraunhofer Institute for Digital Medicine MEVIS",
        "Esther Puyol-Ant√≥n, HeartFlow and King’s College London",
        "Melanie Ganz-Benjaminsen, University of Copenhagen & Neurobiology Research Unit, Rigshospitalet",
        "Veronika Cheplygina, IT University Copenhagen",
        "Tareen Dawood, DTU Compute, Technical University of Denmark",
        "Joris Fournel, DTU Compute, Technical University of Denmark",
        "Miguel Lopez Perez, DTU Compute, Technical University of Denmark",
    ]


def test_its_raw_html_stays_as_it_was_written() -> None:
    written = SEED.read_text(encoding="utf-8")
    block = written[written.index("<div style") : written.index("</div>") + len("</div>")]
    assert block in seed().main(PAGE)


def test_its_comment_stays_a_comment() -> None:
    assert "<!-- * **Presentation Slides:**" in seed().main(PAGE)
    assert "Presentation Slides" not in "".join(texts(seed().main(PAGE)))


def test_its_links_lead_to_the_three_materials() -> None:
    assert re.findall(r'href="(/assets/.*?)"', seed().main(PAGE)) == [
        f"/assets/FAIMI_Tutorial_2025/{name}" for name in ASSETS
    ]


def test_no_sentence_of_it_is_lost() -> None:
    shown = " ".join(texts(seed().main(PAGE)))
    paragraphs = [
        line for line in SEED.read_text(encoding="utf-8").splitlines() if line.startswith(("As AI", "Through"))
    ]
    assert len(paragraphs) == 2
    assert all(paragraph in shown for paragraph in paragraphs)
