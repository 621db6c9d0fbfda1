"""The site with a page of each kind: it is whole, and has what it is there for."""

from __future__ import annotations

import re

import pytest

from tests.kinds import KINDS, site
from tests.sites import REPOSITORY


def test_its_problems_are_the_letters_that_were_pasted_broken() -> None:
    assert {*site().rules} == {"content/mojibake"}


def test_it_has_a_page_of_each_kind() -> None:
    paths = {
        address: f"{address[1:]}index.html" if address.endswith("/") else address[1:] for address in KINDS.values()
    }
    assert [path for path in paths.values() if path not in site().paths] == []


def test_its_plain_page_has_each_element_that_markdown_can_make() -> None:
    docs = (REPOSITORY / "docs" / "markdown.md").read_text(encoding="utf-8")
    shown = "".join(re.findall(r"^```html\n(.*?)^```$", docs, re.MULTILINE | re.DOTALL))
    made = {*re.findall(r"<([a-z]+\d?)", site().main("guide/index.html"))}
    assert {*re.findall(r"<([a-z]+\d?)", shown)} - made == set()


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("home", "The first meeting"),
        ("tutorial", "Add the whole programme to a calendar"),
        ("days", "Remedies"),
        ("cancelled event", "This event is cancelled."),
        ("pasted", 'style="display: inline-block; padding: 10px 15px'),
        ("notebook", "ZeroDivisionError"),
        ("archive", "The second meeting"),
        ("draft", "This is a draft."),
    ],
)
def test_a_page_has_what_makes_it_one_of_its_kind(kind: str, part: str) -> None:
    assert part in site().main(f"{KINDS[kind][1:]}index.html")
