"""Addresses that lead out of the site, onto another host or into what is not the site's: refused with their line."""

from __future__ import annotations

import json

import pytest

from faimi_site import paths
from faimi_site.problem import Fault
from tests.sites import front, planned

REFUSED_PATHS = (
    *("../x", "/../x", "/a/../../x", "%2e%2e/x", "/%2E%2e/x", "/a/%2E%2E/%2E%2E/b", "..%2fx", "/..%5cx"),
    *("..\\x", "/a\\..\\b", "C:/x", "C:\\x", "/c:/x", "//host/x", "///x", "/a//b", "/./a", "/.", "/.."),
    *("https://e.org/x", "javascript:alert(1)", "/a?b", "/a#b", "/a%3fb", "/a%23b", "/a%00b", "/a%0ab", "/a%0d%0ab"),
    *("/a\0b", "/a\nb", "/a\u2028b", "/%ff%fe", "/%c0%ae%c0%ae/x", "/" + "a" * 256, "/" + "é" * 128, "/" + "a/" * 2000),
    *("/.faimi-site/x", "/.FAIMI-site/manifest.json", "/.git/config", "/a/.GIT/hooks/x", "/.hg/hgrc", "/%2egit/config"),
)
REFUSED_TARGETS = (
    *("javascript:alert(1)", "JavaScript:x", "java\tscript:x", "data:text/html,x", "vbscript:x", "//host/x", "///x"),
    *("/\\host", "\\\\host", "https://", "https:///x", "https://[", "http://a b", "https://a\0b", "https://a\r\nX: y"),
    *("mailto:a@b.c", "ftp://x", "#x", "?x", "https://h:0/", "https://h:99999/"),
)


def errors(matter: str) -> list[str]:
    """Return the errors of a page with some front matter, without its files' lines."""
    return [one for one in planned({"content/p.md": front(f"title: P\n{matter}")}).shown if "error:" in one]


@pytest.mark.parametrize("key", ["permalink", "redirect_from"])
@pytest.mark.parametrize("path", REFUSED_PATHS)
def test_a_path_that_no_site_can_have_is_refused_at_its_line(key: str, path: str) -> None:
    found = errors(f"{key}: {json.dumps(path)}")
    assert found
    assert all(one.startswith("content/p.md:3:") for one in found)


@pytest.mark.parametrize("target", REFUSED_TARGETS)
def test_a_page_leads_to_no_code_and_no_other_scheme(target: str) -> None:
    found = errors(f"redirect_to: {json.dumps(target)}")
    assert found
    assert all(one.startswith("content/p.md:3:") for one in found)


@pytest.mark.parametrize("target", REFUSED_TARGETS)
def test_a_person_has_no_address_that_is_none(target: str) -> None:
    people = f"- name: Ada\n  url: {json.dumps(target)}\n"
    site = planned({"content/index.md": front("title: Home", "[ORGANIZERS]\n"), "content/organizers.yaml": people})
    found = [one for one in site.shown if "error:" in one]
    assert found
    assert all(one.startswith("content/organizers.yaml:2:") for one in found)


@pytest.mark.parametrize("path", [".git", "a/.Git/b", ".svn/entries", ".HG/x"])
def test_what_belongs_to_version_control_is_no_path_of_a_site(path: str) -> None:
    assert isinstance(paths.fitting(path), Fault)


@pytest.mark.parametrize("path", [".gitignore", ".github/x.html", "a.git/x.html", ".well-known/security.txt"])
def test_other_names_with_a_point_are_paths(path: str) -> None:
    assert paths.fitting(path) == path


PAGE = front("title: T\npermalink: /x/")
WAYS = {
    "page": {"content/one.md": PAGE},
    "asset": {"content/x/index.html": "<title>x</title>"},
    "stub": {"content/two.md": front("title: U\nredirect_from: /x/")},
    "redirect": {"content/three.md": front("title: V\npermalink: /x/\nredirect_to: https://example.org/")},
    "other case": {"content/four.md": front("title: W\npermalink: /X/")},
    "folder": {"content/five.md": front("title: Y\npermalink: /x/index.html/z/")},
}
BOTH = [(one, other) for one in WAYS for other in WAYS if one < other]


@pytest.mark.parametrize(("one", "other"), BOTH)
def test_two_sources_of_one_path_are_an_error_that_names_both(one: str, other: str) -> None:
    files = {path: text for way in (one, other) for path, text in WAYS[way].items()}
    clashes = [shown for shown in planned(files).shown if "error:" in shown]
    named = " ".join(clashes)
    assert clashes
    assert all(path in named for path in files)


def test_a_page_where_a_folder_of_files_is_meant_is_an_error() -> None:
    files = {"content/six.md": front("title: Z\npermalink: /v1.2"), "content/v1.2/a.txt": "a"}
    (clash,) = (one for one in planned(files).shown if "output/two-owners" in one)
    assert "content/six.md" in clash
    assert "content/v1.2/a.txt" in clash
