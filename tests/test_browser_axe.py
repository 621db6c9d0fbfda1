"""What axe-core finds on each kind of page: nothing, in either scheme, on a phone and a desk, folded and unfolded."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.kinds import KINDS, PAGES, site
from tests.looks import SCHEMES, SIZES, Scheme, Size, unfold, violations, visited

pytestmark = pytest.mark.browser

COMBINATIONS: tuple[tuple[Scheme, Size], ...] = tuple(product(SCHEMES, SIZES))
# Each combination once; all kinds of pages in all of them take long.
TURNS = [(kind, *combination) for kind, combination in zip(KINDS, COMBINATIONS, strict=False)]
OTHERS = [one for kind in PAGES for combination in COMBINATIONS if (one := (kind, *combination)) not in TURNS]


@pytest.mark.parametrize(
    ("kind", "scheme", "size"), [*TURNS, *(pytest.param(*one, marks=pytest.mark.slow) for one in OTHERS)]
)
def test_a_page_has_no_violation_folded_or_unfolded(browser: Browser, kind: str, scheme: Scheme, size: Size) -> None:
    of, path = PAGES[kind]
    with visited(browser, of(), path, scheme, size) as (page, _):
        folded = violations(page)
        unfold(page)
        assert {"folded": folded, "unfolded": violations(page)} == {"folded": [], "unfolded": []}


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_asks_no_other_host(browser: Browser, kind: str) -> None:
    of, path = PAGES[kind]
    with visited(browser, of(), path) as (page, outside):
        unfold(page)
        assert outside == []


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    with visited(browser, site(), KINDS["draft"], "dark", "phone") as (page, _):
        pale = '<p style="color: #777; background: #666">pale</p>'
        page.evaluate("(made) => document.querySelector('main').innerHTML += made", f"{pale}<img src=x>")
        assert {one.partition(":")[0] for one in violations(page)} == {"color-contrast", "image-alt"}
