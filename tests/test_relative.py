"""Addresses of a portable copy: relative, and named by their files."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site import paths
from faimi_site.relative import Copy, relative_html

PATHS = frozenset({"index.html", "a/index.html", "a/b/index.html", "about.html", "assets/s.pdf", "ünï/c d/index.html"})
COPY = Copy(PATHS, "/repo", ("https://example.org/repo", "https://own.org"))


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/repo/", "../index.html"),
        ("/repo", "../index.html"),
        ("/repo/a/", "index.html"),
        ("/repo/a/b/", "b/index.html"),
        ("/repo/a/b", "b/index.html"),
        ("/repo/about", "../about.html"),
        ("/repo/about.html?x=1#y", "../about.html?x=1#y"),
        ("/repo/#s", "../index.html#s"),
        ("/repo/assets/s.pdf#page=2", "../assets/s.pdf#page=2"),
        ("/repo/%C3%BCn%C3%AF/c%20d/", "../%C3%BCn%C3%AF/c%20d/index.html"),
        ("/repo/images/x-0123456789-736.webp", "../images/x-0123456789-736.webp"),
        ("b/", "b/index.html"),
        ("../about", "../about.html"),
        ("https://example.org/repo/a/b/#s", "b/index.html#s"),
        ("https://own.org/about.html", "../about.html"),
        ("https://own.org", "../index.html"),
    ],
)
def test_an_address_leads_from_its_file_to_another(address: str, written: str) -> None:
    assert COPY.relative(address, "a/index.html") == written


@pytest.mark.parametrize(
    "address",
    [
        *("", "#s", "?x=1", "mailto:a@e.org", "https://other.org/a/", "//other.org/x", "data:,x"),
        # Below the same host there is more than this site.
        *("https://own.org/elsewhere/", "https://own.organic/about.html", "/outside/", "/repository/"),
    ],
)
def test_what_leads_elsewhere_stays(address: str) -> None:
    assert COPY.relative(address, "a/index.html") == address


def test_a_canonical_link_says_where_the_page_is_published() -> None:
    html = '<link rel="canonical" href="https://own.org/a/"><a href="https://own.org/a/">x</a>'
    made = '<link rel="canonical" href="https://own.org/a/"><a href="a/index.html">x</a>'
    assert relative_html(html, "index.html", COPY) == made


def test_a_style_sheet_by_its_full_address_is_loaded_from_the_copy() -> None:
    copy = Copy(PATHS | {"static/s.css"}, "", ("https://own.org",))
    html = '<link rel=stylesheet href="https://own.org/static/s.css">'
    assert relative_html(html, "a/index.html", copy) == '<link rel=stylesheet href="../static/s.css">'


def test_a_base_element_leads_nowhere() -> None:
    assert relative_html('<base href="/repo/">', "index.html", COPY) == '<base href="">'


def test_code_and_scripts_stay() -> None:
    html = '<pre>&lt;a href="/repo/a/"&gt;</pre><script>go("/repo/a/")</script><!-- <a href="/repo/a/"> -->'
    assert relative_html(html, "index.html", COPY) == html


NAMES = st.text("ab. ü%?#&'\"", min_size=1, max_size=4).filter(lambda name: name.strip(".") != "")
SOME_PATHS = (
    st.lists(NAMES, min_size=1, max_size=4).map("/".join).filter(lambda path: isinstance(paths.fitting(path), str))
)


@given(SOME_PATHS, SOME_PATHS)
def test_a_browser_finds_every_file_from_every_other(of: str, target: str) -> None:
    copy = Copy(frozenset({of, target}), "", ())
    written = copy.relative(f"/{paths.encoded(target)}", of)
    assert not written.startswith("/")
    found = unquote(urljoin(f"file:///stick/{paths.encoded(of)}", written).removeprefix("file:///stick/"))
    assert posixpath.normpath(found) == target
