"""Redirects: stubs at old addresses, pages that lead elsewhere, and circles."""

from __future__ import annotations

import pytest

from faimi_site.problem import Level
from tests.sites import front, planned


def stub(matter: str, path: str = "old/index.html", base_url: str = "") -> str:
    return planned({"content/new.md": front(f"title: New page\n{matter}")}, base_url).text(path)


def test_a_stub_leads_to_the_page_in_every_way() -> None:
    page = stub("redirect_from: /old/")
    assert "<title>This page has moved: New page</title>" in page
    assert '<link rel="canonical" href="https://example.org/new/">' in page
    assert '<meta http-equiv="refresh" content="0; url=/new/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<a id="target" href="/new/">New page</a>' in page
    assert '<script src="/static/redirect.js"></script>' in page


def test_a_stub_carries_the_base_path() -> None:
    page = stub("redirect_from: /old/", base_url="https://example.github.io/repo/")
    assert '<link rel="canonical" href="https://example.github.io/repo/new/">' in page
    assert '<meta http-equiv="refresh" content="0; url=/repo/new/">' in page
    assert 'href="/repo/new/"' in page
    assert 'src="/repo/static/redirect.js"' in page


@pytest.mark.parametrize(
    ("address", "path"),
    [("/old/", "old/index.html"), ("/old", "old.html"), ("/old5.txt", "old5.txt"), ("/a%20b/", "a b/index.html")],
)
def test_an_old_address_maps_to_a_file_as_a_permalink_does(address: str, path: str) -> None:
    assert "This page has moved" in stub(f"redirect_from: {address}", path)


def test_several_old_addresses_get_a_stub_each() -> None:
    site = planned({"content/new.md": front("title: New\nredirect_from: [/a/, /b/]")})
    assert {"a/index.html", "b/index.html"} <= set(site.paths)


def test_an_address_of_the_pages_own_is_a_note_and_no_stub() -> None:
    matter = "title: A\npermalink: /2025-miccai-tutorial/index.html\nredirect_from: /2025-miccai-tutorial/"
    site = planned({"content/a.md": front(matter)})
    assert "<p>Text.</p>" in site.text("2025-miccai-tutorial/index.html")
    assert [(problem.rule, problem.level) for problem in site.problems] == [("redirect/own-address", Level.NOTE)]


def test_a_stub_never_overwrites_a_page() -> None:
    files = {"content/new.md": front("title: New\nredirect_from: /taken/"), "content/taken.md": front("title: Taken")}
    assert planned(files).shown == [
        "content/new.md:3:16: error: /taken/index.html is made from content/taken.md already [output/two-owners]\n"
        "     3 | redirect_from: /taken/\n"
        "       |                ^^^^^^^\n"
        "       = hint: give this one or content/taken.md another address"
    ]


def test_two_pages_cannot_share_an_old_address() -> None:
    files = {
        "content/a.md": front("title: A\nredirect_from: /old/"),
        "content/b.md": front("title: B\nredirect_from: /old/"),
    }
    assert planned(files).rules == ["output/two-owners"]


def test_a_page_that_leads_elsewhere_has_no_text_and_is_not_in_the_sitemap() -> None:
    site = planned({"content/away.md": front("title: Away\nredirect_to: https://other.org/x")})
    assert '<a id="target" href="https://other.org/x">Away</a>' in site.text("away/index.html")
    assert "<p>Text.</p>" not in site.text("away/index.html")
    assert "away" not in site.text("sitemap.xml")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "JavaScript:alert(1)", "//host/a", "mailto:a@b.org", "data:text/html,x", "old"]
)
def test_a_page_leads_to_nothing_but_web_addresses(target: str) -> None:
    site = planned({"content/away.md": front(f'title: Away\nredirect_to: "{target}"')})
    assert site.shown == [
        f"content/away.md:3:14: error: redirect_to: '{target}' is not an address [field/value]\n"
        f'     3 | redirect_to: "{target}"\n'
        f"       |              {'^' * (len(target) + 2)}\n"
        "       = hint: write it from / or from https:// on"
    ]


def test_an_old_address_that_is_a_number_is_an_error() -> None:
    assert planned({"content/a.md": front("title: A\nredirect_from: 2022")}).shown == [
        "content/a.md:3:16: error: redirect_from: '2022' is not an address of this site [field/value]\n"
        "     3 | redirect_from: 2022\n"
        "       |                ^^^^\n"
        "       = hint: write it from / on: /2022"
    ]


def test_an_empty_old_address_in_a_list_is_an_error() -> None:
    assert planned({"content/a.md": front("title: A\nredirect_from: [/x/, ]\n")}).rules == []
    assert planned({"content/a.md": front("title: A\nredirect_from:\n  - /x/\n  -\n")}).rules == ["field/value"]


def test_redirects_in_a_circle_are_one_error_that_shows_the_way() -> None:
    files = {
        "content/a.md": front("title: A\nredirect_to: /b/"),
        "content/b.md": front("title: B\nredirect_to: /c/"),
        "content/c.md": front("title: C\nredirect_to: /a/"),
    }
    assert planned(files).shown == [
        "content/a.md:3:14: error: the redirects lead in a circle: /a/ -> /b/ -> /c/ -> /a/ [redirect/circle]\n"
        "     3 | redirect_to: /b/\n"
        "       |              ^^^\n"
        "       = hint: let one of them lead to a page"
    ]


def test_each_circle_is_told_once_from_its_first_page_on_however_many_lead_into_it() -> None:
    leads = {"a": "q", "b": "q", "p": "q", "q": "r", "r": "p", "x": "y", "y": "x", "z": "end", "c": "z"}
    files = {f"content/{page}.md": front(f"title: {page}\nredirect_to: /{to}/") for page, to in leads.items()}
    told = planned({**files, "content/end.md": front("title: End")}).shown
    assert [one.partition(" [")[0] for one in told if "[redirect/circle]" in one] == [
        "content/p.md:3:14: error: the redirects lead in a circle: /p/ -> /q/ -> /r/ -> /p/",
        "content/x.md:3:14: error: the redirects lead in a circle: /x/ -> /y/ -> /x/",
    ]


def test_a_page_that_leads_to_itself_is_a_circle() -> None:
    assert planned({"content/a.md": front("title: A\nredirect_to: /a/")}).rules == ["redirect/circle"]


def test_a_title_in_a_stub_is_text() -> None:
    page = planned({"content/a.md": front('title: "<b>"\nredirect_from: /old/')}).text("old/index.html")
    assert '<a id="target" href="/a/">&lt;b&gt;</a>' in page


def test_a_site_can_have_a_stub_of_its_own() -> None:
    files = {
        "content/a.md": front("title: A\nredirect_from: /old/"),
        "templates/redirect.html": "to {{ redirect.target }}",
    }
    assert planned(files).text("old/index.html") == "to /a/"


@pytest.mark.parametrize("target", ["/p", "/p/", "https://example.org/p/"])
def test_a_page_that_leads_to_itself_in_another_form_is_a_circle(target: str) -> None:
    assert planned({"content/p.md": front(f"title: P\nredirect_to: {target}")}).rules == ["redirect/circle"]


def test_a_page_can_lead_to_the_source_of_another() -> None:
    files = {"content/a.md": front("title: A\nredirect_to: /b.md#part"), "content/b.md": "# B\n"}
    assert 'href="/b/#part"' in planned(files).text("a/index.html")


def test_a_page_cannot_lead_to_a_source_that_is_not_there() -> None:
    assert planned({"content/a.md": front("title: A\nredirect_to: /b.md")}).rules == ["link/no-page"]
