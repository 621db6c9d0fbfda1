"""The theme's own words are English, and say so on pages in another language."""

from __future__ import annotations

import re

import html5lib
import pytest

from tests.sites import Files, planned

PAGE = """\
---
title: Werkstatt
lang: {lang}
event:
  name: Werkstatt
  start: 2025-09-23
  timezone: Asia/Seoul
  registration: {{deadline: 2025-08-01}}
  deadlines: [{{title: Texte, date: 2025-07-02, timezone: AoE}}]
---

## Programm

[SCHEDULE]

## Leute

[ORGANIZERS]

[RESOURCES]

| A |
|---|
| b |
"""
FILES: Files = {
    "content/a/schedule.yaml": "sessions:\n  - {start: 22:00, duration: 4 h, title: Vortrag, room: A, abstract: Ja., "
    "recording: 'https://example.org/r'}\n  - {start: 22:00, duration: 4 h, title: Anderes, room: B}\n",
    "content/a/organizers.yaml": "- {name: Eva, affiliation: Uni, bio: Forscht.}\n",
    "content/a/resources.yaml": "- {title: Folien, url: 'https://example.org/f', license: CC0}\n",
    "content/b.md": "# Zwei\n",
}
WORDS = (
    *("Recording", "(next day)", "About", "Licence:", "until", "Anywhere on Earth, UTC-12", "Abstract", "Room"),
    *("Pages", "On this page", "Link to", "Table", "Schedule of", "Add to calendar"),
)


def page(lang: str) -> str:
    return planned({**FILES, "content/a/index.md": PAGE.format(lang=lang)}).text("a/index.html")


def languages(html: str, word: str) -> set[str]:
    """Return the languages of the elements of a page that say a word themselves."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    found: set[str] = set()

    def visit(element: object, lang: str) -> None:
        lang = element.get("lang", lang)  # type: ignore[attr-defined]
        if (element.text or "").strip() == word:  # type: ignore[attr-defined]
            found.add(lang)
        for child in element:  # type: ignore[attr-defined]
            visit(child, lang)

    visit(root, "")
    return found


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_theme_is_english_on_a_page_in_another_language(word: str) -> None:
    assert languages(page("de"), word) == {"en"}


def test_no_label_is_read_in_another_language() -> None:
    labels = set(re.findall(r'aria-label="([^"]*)"', page("de")))
    assert labels == {"Colours", "Light", "Dark", "As the system"}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_whatever_names_an_element_is_on_the_page_once(lang: str) -> None:
    html = page(lang)
    named = {one for ids in re.findall(r'aria-labelledby="([^"]*)"', html) for one in ids.split()}
    assert named
    assert {one: html.count(f'id="{one}"') for one in named} == dict.fromkeys(named, 1)


def test_a_programme_that_ends_after_midnight_says_so_at_the_head_of_the_page() -> None:
    assert '22:00–02:00 <span lang="en">(next day)</span> (Asia/Seoul' in page("de")
