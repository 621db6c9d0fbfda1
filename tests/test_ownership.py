"""One owner for each output path."""

from __future__ import annotations

import pytest

from tests.sites import front, planned


@pytest.mark.parametrize(
    "files",
    [
        {"content/a.md": front("title: A\npermalink: /same/"), "content/b.md": front("title: B\npermalink: /same/")},
        {"content/a.md": front("title: A\npermalink: /Case/"), "content/b.md": front("title: B\npermalink: /case/")},
        {
            "content/a.md": front('title: A\npermalink: "/\u00fc/"'),
            "content/b.md": front('title: B\npermalink: "/u\u0308/"'),
        },
        {"content/a.md": front("title: A\npermalink: /v1.2"), "content/b.md": front("title: B\npermalink: /v1.2/")},
        {"content/a.md": front("title: A"), "content/a/index.md": front("title: B")},
        {"content/a.md": front("title: A\npermalink: /x.pdf"), "content/x.pdf": b"%PDF"},
        {"content/a.md": front("title: A\npermalink: /assets/x.pdf"), "assets/x.pdf": b"%PDF"},
        {"content/a.md": "# A\n", "content/assets/x.pdf": b"1", "assets/x.pdf": b"2"},
        {"content/a.md": front("title: A\npermalink: /sitemap.xml")},
        {"content/a.md": front("title: A\nredirect_from: /static/style.css")},
        {"content/a.md": front("title: A\nredirect_from: /assets"), "assets/x/y": b"", "assets.html": b""},
        {"content/a.md": front("title: A\npermalink: /assets/x"), "assets/x.html/y": b""},
    ],
    ids=[
        "two pages",
        "two pages by case",
        "two pages by Unicode form",
        "a file and a folder",
        "a page and an index",
        "a page and a file beside it",
        "a page and an asset",
        "content and assets",
        "a page and the sitemap",
        "a stub and a style sheet",
        "no claim at all",
        "a page and a folder of assets",
    ],
)
def test_two_sources_cannot_make_one_path(files: dict[str, str | bytes], request: pytest.FixtureRequest) -> None:
    expected = [] if "no claim" in request.node.name else ["output/two-owners"]
    assert planned(files).rules == expected


def test_both_owners_are_named() -> None:
    files = {
        "content/a.md": front("title: A\npermalink: /same/"),
        "content/b.md": front("title: B\npermalink: /same/"),
    }
    assert planned(files).shown == [
        "content/b.md:3:1: error: /same/index.html is made from content/a.md already [output/two-owners]\n"
        "     3 | permalink: /same/\n"
        "       | ^^^^^^^^^\n"
        "       = hint: give this one or content/a.md another address"
    ]


def test_a_file_where_another_needs_a_folder_is_named() -> None:
    files = {
        "content/a.md": front("title: A\npermalink: /v1.2"),
        "content/b.md": front("title: B\npermalink: /v1.2/"),
    }
    assert planned(files).shown == [
        "content/b.md:3:1: error: /v1.2/index.html needs a folder where content/a.md puts the file /v1.2 "
        "[output/two-owners]\n"
        "     3 | permalink: /v1.2/\n"
        "       | ^^^^^^^^^\n"
        "       = hint: give this one or content/a.md another address"
    ]


def test_a_robots_txt_of_the_sites_own_stands_in_for_ours() -> None:
    site = planned({"content/a.md": "# A\n", "content/robots.txt": "User-agent: *\nDisallow: /\n"})
    assert site.text("robots.txt") == "User-agent: *\nDisallow: /\n"
    assert site.rules == []


def test_a_static_file_of_the_sites_own_stands_in_for_the_themes() -> None:
    site = planned({"content/a.md": "# A\n", "static/style.css": "p {}"})
    assert site.text("static/style.css") == "p {}"
    assert site.rules == []


def test_a_difference_of_case_alone_is_said_to_be_none() -> None:
    files = {"content/a.md": front("title: A\npermalink: /Case/"), "content/b.md": front("title: B\npermalink: /case/")}
    assert "paths that differ by case or Unicode form alone are one on many machines" in planned(files).shown[0]


def test_an_address_gives_way_to_a_file() -> None:
    (shown,) = planned({"content/a.md": front("title: A\nredirect_from: /b.txt"), "content/b.txt": "b"}).shown
    assert shown.startswith("content/a.md:3:16: error: /b.txt is made from content/b.txt already")
