"""The pictures of `make shots`, and the one in README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from pypdfium2 import PdfDocument

from tests.drawn import pdf
from tests.kinds import KINDS, site
from tests.looks import visited
from tests.shots import README_PICTURE, index, printed, sheets, shot
from tests.sites import REPOSITORY


def test_the_picture_in_readme_is_one_of_a_desk_and_light_enough_to_be_loaded() -> None:
    assert README_PICTURE.stat().st_size < 150_000
    with Image.open(README_PICTURE) as picture:
        assert (picture.format, picture.width) == ("WEBP", 1280)


def test_readme_shows_its_picture_and_describes_it() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    (words,) = re.findall(r"!\[([^\]]+)\]\(docs/images/tutorial\.webp\)", readme)
    assert len(words) > 40
    assert REPOSITORY / "docs/images/tutorial.webp" == README_PICTURE


def test_the_index_shows_pictures_by_what_they_are_of() -> None:
    made = index({"kinds: a & b": ["a.png", "a.pdf"]})
    assert "<h2>kinds: a &amp; b</h2>" in made
    assert '<a href="a.png"><img src="a.png" alt="" loading="lazy">a.png</a>' in made
    assert '<a href="a.pdf">a.pdf</a>' in made


def test_each_page_of_a_pdf_is_a_picture() -> None:
    assert [sheet[:4] for sheet in sheets(pdf(pages=2))] == [b"\x89PNG", b"\x89PNG"]


@pytest.mark.browser
def test_a_page_is_taken_as_a_whole_or_in_part(browser: Browser, tmp_path: Path) -> None:
    sizes = []
    for height in (0, 500):
        (tmp_path / "a.png").write_bytes(shot(browser, site(), KINDS["tutorial"], "dark", "phone", height))
        with Image.open(tmp_path / "a.png") as picture:
            sizes.append(picture.size)
    (whole, part) = sizes
    assert (whole[0], part) == (390, (390, 500))
    assert whole[1] > 844


@pytest.mark.browser
def test_a_page_that_leads_on_at_once_stays_to_be_looked_at(browser: Browser) -> None:
    with visited(browser, site(), KINDS["stub"]) as (page, _):
        assert page.locator("h1").inner_text() == "This page has moved"


@pytest.mark.browser
def test_a_page_is_printed_on_a4(browser: Browser) -> None:
    made = PdfDocument(printed(browser, site(), KINDS["draft"]))
    assert made[0].get_size() == pytest.approx((595, 842), abs=1)
