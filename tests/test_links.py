from __future__ import annotations

import pytest

from faimi_site.links import Targets, resolver
from faimi_site.model import Page
from faimi_site.origin import Origins
from faimi_site.problem import Fault, Level, Place, Problem

PAGES = {
    "content/index.md": "/",
    "content/about.md": "/about/",
    "content/moved.md": "/elsewhere.html",
    "content/2025/index.md": "/2025/",
    "content/2025/notes.md": "/2025/notes/",
}
TARGETS = Targets(
    {
        **PAGES,
        "content/2025/photo one.jpg": "/2025/photo%20one.jpg",
        "content/ünï.pdf": "/%C3%BCn%C3%AF.pdf",
        "assets/2025/slides.pdf": "/assets/2025/slides.pdf",
        "assets/notes.md": "/assets/notes.md",
    },
    "/base",
)


def page(source: str, text: str = "") -> Page:
    return Page(source, PAGES[source].removeprefix("/"), PAGES[source], "T", Place(source), read=lambda: text)


def resolved(written: str, source: str) -> str | Fault:
    return TARGETS.resolve(written, page(source))


@pytest.mark.parametrize(
    ("source", "written", "address"),
    [
        ("content/index.md", "about.md", "/base/about/"),
        ("content/index.md", "./about.md", "/base/about/"),
        ("content/index.md", "2025/notes.md#results", "/base/2025/notes/#results"),
        ("content/index.md", "moved.md", "/base/elsewhere.html"),
        ("content/2025/notes.md", "index.md", "/base/2025/"),
        ("content/2025/notes.md", "../index.md", "/base/"),
        ("content/2025/notes.md", "../about.md?a=1#b", "/base/about/?a=1#b"),
        ("content/2025/notes.md", "../2025/index.md", "/base/2025/"),
        ("content/2025/notes.md", "/about.md", "/base/about/"),
        ("content/about.md", "/2025/notes.md#x", "/base/2025/notes/#x"),
        ("content/about.md", "about.md#top", "/base/about/#top"),
    ],
)
def test_a_link_to_a_source_leads_to_its_page_from_any_folder(source: str, written: str, address: str) -> None:
    assert resolved(written, source) == address


@pytest.mark.parametrize(
    ("source", "written", "address"),
    [
        ("content/2025/index.md", "photo one.jpg", "/base/2025/photo%20one.jpg"),
        ("content/2025/notes.md", "photo%20one.jpg", "/base/2025/photo%20one.jpg"),
        ("content/2025/notes.md", "./photo%20one.jpg#x", "/base/2025/photo%20one.jpg#x"),
        ("content/about.md", "2025/photo%20one.jpg", "/base/2025/photo%20one.jpg"),
        ("content/2025/notes.md", "../u\u0308ni\u0308.pdf", "/base/%C3%BCn%C3%AF.pdf"),
        ("content/about.md", "../assets/2025/slides.pdf", "/base/assets/2025/slides.pdf"),
        ("content/2025/notes.md", "../../assets/2025/slides.pdf#page=2", "/base/assets/2025/slides.pdf#page=2"),
        ("content/about.md", "../assets/notes.md", "/base/assets/notes.md"),
    ],
)
def test_a_relative_link_leads_to_a_file_as_it_does_on_github(source: str, written: str, address: str) -> None:
    assert resolved(written, source) == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/", "/base/"),
        ("/2025/", "/base/2025/"),
        ("/assets/2025/slides.pdf", "/base/assets/2025/slides.pdf"),
        ("/assets/notes.md", "/base/assets/notes.md"),
        ("/feed.xml?a#b", "/base/feed.xml?a#b"),
        ("/a/../b", "/base/b"),
        ("/../b", "/base/b"),
        ("/a%20b/", "/base/a%20b/"),
    ],
)
def test_an_address_from_the_root_gets_the_base_path(written: str, address: str) -> None:
    assert resolved(written, "content/2025/notes.md") == address


@pytest.mark.parametrize(
    "written",
    [
        *(
            "https://a.org/x.md",
            "HTTP://a.org",
            "//a.org/x.md",
            "mailto:a@b.org",
            "tel:+45",
            "data:image/png;base64,AA=",
        ),
        *("#x", "?a=1", ""),
    ],
)
def test_what_leads_elsewhere_or_within_the_page_stays(written: str) -> None:
    assert resolved(written, "content/2025/notes.md") == written


@pytest.mark.parametrize(
    ("source", "written", "address"),
    [
        ("content/2025/notes.md", ".", "/base/2025/notes/"),
        ("content/2025/notes.md", "..", "/base/2025/"),
        ("content/2025/notes.md", "../", "/base/2025/"),
        ("content/2025/notes.md", "more/", "/base/2025/notes/more/"),
        ("content/moved.md", "x.png", "/base/x.png"),
        ("content/2025/notes.md", "../../../../x.png", "/base/x.png"),
        ("content/index.md", "../..", "/base/"),
    ],
)
def test_another_relative_address_is_read_as_a_browser_reads_it(source: str, written: str, address: str) -> None:
    assert resolved(written, source) == address


@pytest.mark.parametrize(
    ("source", "written", "hint"),
    [
        ("content/index.md", "abuot.md", "did you mean '/about.md'?"),
        ("content/index.md", "About.md#x", "did you mean '/about.md'?"),
        ("content/2025/notes.md", "about.md", "did you mean '/about.md'?"),
        ("content/about.md", "notes.md", "did you mean '/2025/notes.md'?"),
        ("content/about.md", "/2025/note.md", "did you mean '/2025/notes.md'?"),
        ("content/about.md", "2024/index.md", "did you mean '/2025/index.md'?"),
        ("content/about.md", "xyz.md", ""),
        ("content/about.md", "../../xyz.md", ""),
        ("content/about.md", "/../xyz.md", ""),
    ],
)
def test_a_link_to_a_source_that_is_not_there_gets_a_guess(source: str, written: str, hint: str) -> None:
    assert resolved(written, source) == Fault(f"'{written}' leads to no page", hint)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("%ff.md", "'%ff.md' is not UTF-8 once its %-escapes are read"),
        ("a%00.md", "the address holds a control character"),
    ],
)
def test_an_address_that_cannot_be_decoded_is_a_fault(written: str, message: str) -> None:
    found = resolved(written, "content/about.md")
    assert isinstance(found, Fault)
    assert found.message == message


def test_a_site_without_a_base_path_has_none_in_its_links() -> None:
    assert Targets(PAGES, "").resolve("../about.md", page("content/2025/notes.md")) == "/about/"


def test_a_link_that_leads_nowhere_stays_and_is_a_problem_at_its_place() -> None:
    found: list[Problem] = []
    resolve = resolver(page("content/about.md", "Text.\n\nsee [a](notes.md)\n"), TARGETS, Origins(), found, {})
    assert resolve("notes.md") == "notes.md"
    place, hint = Place("content/about.md", 3, 9), "did you mean '/2025/notes.md'?"
    assert found == [Problem("link/no-page", Level.ERROR, place, "'notes.md' leads to no page", hint)]
    assert found[0].place.width == 8


def test_a_link_of_a_template_that_leads_nowhere_is_a_problem_of_the_page() -> None:
    found: list[Problem] = []
    resolver(page("content/about.md", "Text.\n"), TARGETS, Origins(), found, {})("notes.md")
    assert [problem.place for problem in found] == [Place("content/about.md")]
