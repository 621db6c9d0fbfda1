"""site.yaml: the site's address, its navigation, the levels of its checks."""

from __future__ import annotations

import pytest

from faimi_site.problem import Level
from tests.sites import front, planned

PAGE = {"content/index.md": front("title: A", "[b](/b/ 'B') <img src='/x.png' alt=''>")}


def test_a_minimal_site_is_one_file_and_one_page() -> None:
    site = planned({"site.yaml": "", "content/index.md": "# Hello\n"})
    assert site.shown == []
    assert site.paths == [".nojekyll", "index.html", "robots.txt"]


def test_the_base_path_stands_before_every_address_of_the_site() -> None:
    files = {**PAGE, "site.yaml": "title: T\nurl: https://example.org\nbase_path: /repo/\n"}
    page = planned(files).text("index.html")
    assert '<a href="/repo/b/" title="B">b</a> <img src="/repo/x.png" alt=\'\'>' in page
    assert '<link rel="stylesheet" href="/repo/static/style.css">' in page
    assert '<link rel="canonical" href="https://example.org/repo/">' in page
    assert planned(files).text("robots.txt").endswith("\nSitemap: https://example.org/repo/sitemap.xml\n")


def test_a_base_path_is_encoded_as_every_address_is() -> None:
    files = {**PAGE, "site.yaml": "title: T\nurl: https://example.org\nbase_path: /ünï\n"}
    assert "<loc>https://example.org/%C3%BCn%C3%AF/</loc>" in planned(files).text("sitemap.xml")


def test_base_url_stands_for_url_and_base_path_together() -> None:
    files = {**PAGE, "site.yaml": "title: T\nurl: https://example.org\nbase_path: /repo\n"}
    page = planned(files, base_url="https://preview.org/42/").text("index.html")
    assert '<link rel="canonical" href="https://preview.org/42/">' in page
    assert 'href="/42/static/style.css"' in page


def test_without_an_address_there_is_a_note_and_no_sitemap() -> None:
    site = planned({"site.yaml": "title: T\n", "content/index.md": "# A\n"})
    assert [(problem.rule, problem.level) for problem in site.problems] == [("site/no-url", Level.NOTE)]
    assert 'rel="canonical"' not in site.text("index.html")


def test_nav_names_its_entries() -> None:
    files = {**PAGE, "site.yaml": "title: T\nurl: https://example.org\nnav: [{title: Away, url: https://x.org}]\n"}
    assert '<li><a href="https://x.org">Away</a></li>' in planned(files).text("index.html")


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("titel: T", "field/unknown", "site.yaml has no field 'titel'"),
        ("title: T\nurl: example.org", "field/value", "url: 'example.org' is not an address"),
        ("title: T\nurl: https://example.org/repo", "site/url", "is more than a scheme and a host"),
        ("title: T\nbase_path: repo", "site/base-path", "base_path: 'repo' is not a path"),
        ("title: T\nbase_path: /../x", "site/base-path", "base_path: '/../x' is not a path"),
        ("title: T\ntimezone: Mars/Base", "field/value", "timezone: 'Mars/Base' is not a time zone"),
        ("title: T\nnav: [{title: A}]", "field/missing", "an entry of nav needs 'url'"),
        ("title: T\nlang: x", "field/value", "lang: 'x' is not a language tag"),
        ("- title", "field/value", "a mapping of keys and values is expected here"),
        ("title: [", "yaml/syntax", "not YAML"),
        ("title: T\nchecks: {content/mojibak: off}", "field/unknown", "there is no rule 'content/mojibak'"),
        ("title: T\nchecks: {content/mojibake: silent}", "field/value", "content/mojibake: this is no level"),
        ("title: T\nchecks: [{path: 'content/**'}]", "field/value", "an entry of checks is a 'path' and its 'rules'"),
        ("title: T\nchecks: {file/missing: off}", "field/unknown", "there is no rule 'file/missing'"),
    ],
)
def test_a_mistake_in_site_yaml_is_one_error(text: str, rule: str, said: str) -> None:
    site = planned({"site.yaml": text, "content/index.md": "# A\n"})
    assert site.rules == [rule]
    assert said in site.shown[0]


def test_two_site_files_are_an_error() -> None:
    assert planned({"site.yml": "title: T\n", "content/index.md": "# A\n"}).rules == ["data/two-files"]


def test_a_rule_can_be_an_error_for_the_whole_site() -> None:
    files = {"site.yaml": "title: T\nchecks: {page/no-title: error}\n", "content/index.md": "Text"}
    assert planned(files).shown[0].startswith("content/index.md: error: the page has no title [page/no-title]")


def test_a_rule_can_be_off_for_some_files() -> None:
    files = {
        "site.yaml": "title: T\nchecks:\n- path: content/old/**\n  rules: {page/no-title: off}\n",
        "content/old/a.md": "Text",
        "content/new/b.md": "Text",
    }
    assert [line.partition(":")[0] for line in planned(files).shown] == ["content/new/b.md"]


def test_an_edition_elsewhere_ends_after_it_starts() -> None:
    edition = "{title: Old, url: 'https://e.org/', start: 2020-12-31, end: 2020-01-01}"
    site = f"url: https://example.org\neditions: [{edition}]\n"
    assert planned({"site.yaml": site, "content/index.md": front("title: A")}).briefly == [
        "site.yaml:2:72: error: the edition ends on 2020-01-01, before it starts on 2020-12-31"
        " [event/ends-before-start] | swap start and end?"
    ]


def test_an_edition_elsewhere_is_named_once() -> None:
    site = "url: https://example.org\neditions:\n  - {title: Old, url: 'https://e.org/'}\n  - {title: Older, url: 'https://e.org/'}\n"
    assert planned({"site.yaml": site, "content/index.md": front("title: A")}).briefly == [
        "site.yaml:4:25: error: 'https://e.org/' is the address of another edition above [site/edition-twice]"
        " | take one out"
    ]


def test_an_edition_elsewhere_is_no_page_of_this_site() -> None:
    site = "url: https://example.org\neditions: [{title: Old, url: 'https://example.org/a/'}]\n"
    assert planned({"site.yaml": site, "content/a.md": front("title: A")}).briefly == [
        "site.yaml:2:31: error: 'https://example.org/a/' is a page of this site [site/edition-twice]"
        " | take the entry out, and give the page an event:"
    ]
