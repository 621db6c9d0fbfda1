"""The FAIMI site of 2025: what a visitor of the tutorial must find. test_content.py is about the site as it is."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import html5lib
import pytest

from tests.sites import REPOSITORY, body_bytes, faimi

TUTORIAL = "2025-miccai-tutorial/index.html"
PEOPLE = [
    ("Aasa Feragen", "DTU Compute, Technical University of Denmark"),
    ("Andrew King", "King's College London"),
    ("Ben Glocker", "Imperial College London"),
    ("Enzo Ferrante", "CONICET, Universidad Nacional del Litoral"),
    ("Eike Petersen", "Fraunhofer Institute for Digital Medicine MEVIS"),
    ("Esther Puyol-Antón", "HeartFlow and King's College London"),
    ("Melanie Ganz-Benjaminsen", "University of Copenhagen & Neurobiology Research Unit, Rigshospitalet"),
    ("Veronika Cheplygina", "IT University Copenhagen"),
    ("Tareen Dawood", "DTU Compute, Technical University of Denmark"),
    ("Joris Fournel", "DTU Compute, Technical University of Denmark"),
    ("Miguel Lopez Perez", "DTU Compute, Technical University of Denmark"),
]


def words(html: str) -> str:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def test_every_sentence_of_the_seed_is_on_the_page() -> None:
    seed = (REPOSITORY / "tests/seed/2025-miccai-tutorial.md").read_text(encoding="utf-8")
    shown = words(faimi().main(TUTORIAL))
    body = seed.split("---\n", 2)[2]
    prose = re.sub(r"<!--.*?-->|<div.*?</div>", "", body, flags=re.DOTALL)
    lines = [line for line in prose.splitlines() if line.strip() and "|" not in line and "**" not in line]
    for line in lines:
        text = re.sub(r"\[(.*?)\]\(.*?\)|_(.*?)_|<.*?>", lambda found: found[1] or found[2] or "", line)
        assert text.strip(" -#") in shown


def test_the_sections_stand_in_the_order_of_the_seed() -> None:
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", faimi().main(TUTORIAL))
    assert headings == ["TL;DR", "Scope", "Resources", "Schedule", "Organizers", "Contact"]


def test_eleven_organizers_are_there_with_their_affiliations() -> None:
    main = faimi().main(TUTORIAL)
    people = re.findall(r"<strong>(.*?)</strong>.*?<p class=\"affiliation\">(.*?)</p>", main, re.DOTALL)
    assert [tuple(words(part) for part in person) for person in people] == PEOPLE


def test_an_organizer_of_both_editions_has_the_affiliation_of_each() -> None:
    person = r"<strong>Eike Petersen</strong>.*?<p class=\"affiliation\">(.*?)</p>"
    (then,) = re.findall(person, faimi().main("2024-isbi/index.html"), re.DOTALL)
    assert then == "DTU Compute, Technical University of Denmark"
    assert ("Eike Petersen", "Fraunhofer Institute for Digital Medicine MEVIS") in PEOPLE


def test_the_site_is_without_a_warning() -> None:
    assert faimi().shown == []


def test_three_sessions_are_there_in_order() -> None:
    table = faimi().main(TUTORIAL)
    times = re.findall(r'<time datetime="2025-09-23T[^"]*">(\d\d:\d\d)</time>', table)
    titles = re.findall(r'<p class="session-title"[^>]*>(.*?)<a class="anchor"', table)
    assert list(zip(times[::2], times[1::2], titles, strict=True)) == [
        ("08:00", "10:00", "Lecture on Fairness of AI in Medical Imaging"),
        ("10:00", "10:30", "Coffee Break"),
        ("10:30", "12:30", "Hands-on session on Fairness of AI in Medical Imaging"),
    ]


@pytest.mark.parametrize("name", ["slides.pdf", "slides_notes.pdf", "classification_fitzpatrick.ipynb"])
def test_a_material_is_linked_and_copied_byte_for_byte(name: str) -> None:
    path = f"assets/FAIMI_Tutorial_2025/{name}"
    (body,) = (output.body for output in faimi().outputs if output.path == path)
    assert f'href="/{path}"' in faimi().main(TUTORIAL)
    assert not isinstance(body, bytes)
    assert body_bytes(body) == (REPOSITORY / path).read_bytes()


def test_the_sitemap_holds_the_pages_but_not_the_404_page() -> None:
    root = ElementTree.fromstring(faimi().text("sitemap.xml"))
    assert [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        "https://faimi-workshop.github.io/",
        "https://faimi-workshop.github.io/2024-isbi/",
        "https://faimi-workshop.github.io/2025-miccai-tutorial/",
        "https://faimi-workshop.github.io/2025-miccai-tutorial/classification_fitzpatrick/",
    ]
