"""The BibTeX entry of an event."""

from __future__ import annotations

from html import unescape

from tests.sites import faimi, front, planned
from tests.test_faimi import TUTORIAL


def test_the_tutorial_can_be_cited() -> None:
    entry = unescape(faimi().main(TUTORIAL).partition("<code>")[2].partition("</code>")[0])
    assert entry == (
        "@misc{feragen2025fairness,\n"
        "  title = {{Fairness of AI in Medical Imaging, MICCAI 2025 Tutorial}},\n"
        "  author = {Aasa Feragen and Andrew King and Ben Glocker and Enzo Ferrante and Eike Petersen and "
        "Esther Puyol-Antón and Melanie Ganz-Benjaminsen and Veronika Cheplygina and Tareen Dawood and "
        "Joris Fournel and Miguel Lopez Perez},\n"
        "  year = {2025},\n"
        "  month = sep,\n"
        "  howpublished = {MICCAI 2025, Daejeon Convention Center, Daejeon, South Korea},\n"
        "  url = {https://faimi-workshop.github.io/2025-miccai-tutorial/},\n"
        "}"
    )


def test_signs_of_tex_are_escaped() -> None:
    files = {
        "content/index.md": front("title: T\nevent: {name: 'A & B_{c} 50 %', start: 2025-09-23}", "[ORGANIZERS]\n"),
        "content/organizers.yaml": "- name: Ada L\n",
    }
    assert r"title = {{A \&amp; B\_\{c\} 50 \%}}" in planned(files).main("index.html")


def test_an_event_without_people_is_not_cited() -> None:
    assert "Cite this" not in planned({"content/index.md": front("title: T\nevent: {start: 2025-09-23}")}).main(
        "index.html"
    )
