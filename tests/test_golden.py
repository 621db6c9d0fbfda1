"""Golden sites become what stands beside them, byte for byte; `make golden` writes that anew."""

from __future__ import annotations

import html5lib
import pytest

from tests.golden import expected, made, names


@pytest.mark.parametrize("name", names())
def test_a_golden_site_becomes_what_it_did(name: str) -> None:
    assert made(name) == expected(name)


def test_the_pages_of_the_golden_workshop_are_html_without_a_fault() -> None:
    pages = [body for path, body in expected("workshop").items() if path.endswith(".html")]
    assert len(pages) == 7
    for page in pages:
        html5lib.HTMLParser(strict=True).parse(page.decode())
