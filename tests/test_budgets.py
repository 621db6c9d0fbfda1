"""What pages may weigh, and what the theme may not write into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.kinds import FAIMI, KINDS
from tests.kinds import site as kinds
from tests.sites import REPOSITORY, Planned, body_bytes, faimi

PAGE, LOADED, STYLES, SCRIPTS = 30_000, 60_000, 20_000, 5_000  # bytes, as they are served but for compression
THEME = REPOSITORY / "src" / "faimi_site" / "theme"
NOTEBOOKS = (FAIMI["notebook"][1:], KINDS["notebook"][1:])
TEMPLATES = sorted((THEME / "templates").rglob("*.html"))
# Pages whose authors write no HTML of their own, nor Markdown that becomes styles.
PLAIN = [kind for kind in KINDS if kind not in ("plain", "pasted", "notebook", "right to left")]


def site(name: str) -> Planned:
    return faimi() if name == "faimi" else kinds()


def pages(of: Planned) -> Iterator[str]:
    yield from (path for path in of.paths if path.endswith(".html"))


def budgeted(of: Planned) -> list[str]:
    """Return the pages that have a budget: all but notebooks, which are as long as their authors made them."""
    return [path for path in pages(of) if not path.startswith(NOTEBOOKS)]


def parsed(html: str) -> Element:
    root: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return root


def loaded(page: Element) -> Iterator[str]:
    """Yield the addresses of what a page loads before its pictures: style sheets and scripts."""
    yield from (one.get("href", "") for one in page.iter("link") if one.get("rel") == "stylesheet")
    yield from (one.get("src", "") for one in page.iter("script") if one.get("src"))


def weight(of: Planned, address: str) -> int:
    """Return the size of an output at an address."""
    (body,) = (output.body for output in of.outputs if output.path == address.removeprefix("/").partition("?")[0])
    return len(body_bytes(body))


@pytest.mark.parametrize("name", ["faimi", "kinds"])
def test_a_page_but_notebooks_is_within_its_budget(name: str) -> None:
    found = {path: len(site(name).text(path).encode()) for path in budgeted(site(name))}
    assert "index.html" in found
    assert {path: size for path, size in found.items() if size >= PAGE} == {}


@pytest.mark.parametrize("name", ["faimi", "kinds"])
def test_a_page_is_within_its_budget_with_its_style_sheets_and_scripts(name: str) -> None:
    found: dict[str, int] = {}
    for path in budgeted(site(name)):
        html = site(name).text(path)
        parts = [weight(site(name), address) for address in loaded(parsed(html))]
        assert parts, path
        found[path] = len(html.encode()) + sum(parts)
    assert {path: size for path, size in found.items() if size >= LOADED} == {}


def test_the_style_sheet_is_within_its_budget() -> None:
    assert (THEME / "static" / "style.css").stat().st_size < STYLES


def test_all_scripts_together_are_within_their_budget() -> None:
    assert sum(file.stat().st_size for file in (THEME / "static").rglob("*.js")) < SCRIPTS


@pytest.mark.parametrize("name", ["faimi", "kinds"])
def test_nothing_is_loaded_from_another_host(name: str) -> None:
    for path in pages(site(name)):
        page = parsed(site(name).text(path))
        addresses = [*loaded(page), *(one.get("href", "") for one in page.iter("link") if "icon" in one.get("rel", ""))]
        addresses += [one.get("src", "") for tag in ("img", "iframe", "video", "audio") for one in page.iter(tag)]
        addresses += [part for one in page.iter("source") for part in re.split(r",\s+", one.get("srcset", ""))]
        assert [one for one in addresses if not one.startswith("/") or one.startswith("//")] == [], path


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_writes_no_style_and_no_script_into_a_page(file: Path) -> None:
    html = file.read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\")", html)
    assert scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=", html) == []


@pytest.mark.parametrize("kind", PLAIN)
def test_a_page_has_no_style_and_no_script_within(kind: str) -> None:
    path = f"{KINDS[kind][1:]}index.html" if KINDS[kind].endswith("/") else KINDS[kind][1:]
    page = parsed(kinds().text(path))
    scripts = [one.get("type") for one in page.iter("script") if not one.get("src")]
    assert {*scripts} <= {"application/ld+json"}
    assert [one.tag for one in page.iter() if "style" in one.attrib or one.tag == "style"] == []
