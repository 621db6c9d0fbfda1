"""The parts of the preview by themselves: who may ask, which file answers, what is added to a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site.serve.guard import is_allowed, is_own, names
from faimi_site.serve.injected import with_script
from faimi_site.serve.media import media_type
from faimi_site.serve.routes import Found, Moved, route

PUBLISHED = frozenset({"index.html", "404.html", "a/index.html", "b.html", "c d.txt", "x/y.pdf", ".well-known/z.txt"})


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", Found("index.html")),
        ("/a/", Found("a/index.html")),
        ("/a", Moved("/a/")),
        ("/a/index.html", Found("a/index.html")),
        ("/a/index", Found("a/index.html")),
        ("/b", Found("b.html")),
        ("/b.html", Found("b.html")),
        ("/b/", None),
        ("/c%20d.txt", Found("c d.txt")),
        ("/x/", None),
        ("/x", None),
        ("/x/y.pdf", Found("x/y.pdf")),
        ("/A/", None),
        ("/.well-known/z.txt", None),
        ("/../index.html", None),
        ("/a/../b.html", None),
        ("/%2e%2e/b.html", None),
        ("//a", None),
        ("//evil.example/a", None),
        ("/a//", None),
        ("/%00", None),
        ("/%ff", None),
        ("a", None),
    ],
)
def test_an_address_leads_to_the_file_that_pages_would_send(path: str, found: object) -> None:
    assert route(path, "", PUBLISHED) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", Moved("/repo/")),
        ("/repo", Moved("/repo/")),
        ("/repo/", Found("index.html")),
        ("/repo/a", Moved("/repo/a/")),
        ("/a/", None),
        ("/repository/", None),
    ],
)
def test_a_site_below_a_folder_is_found_there_alone(path: str, found: object) -> None:
    assert route(path, "/repo", PUBLISHED) == found


@given(st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: f"/{text}"))
def test_whatever_is_asked_for_only_what_is_published_is_found(path: str) -> None:
    found = route(path, "", PUBLISHED)
    assert found is None or (found.path in PUBLISHED if isinstance(found, Found) else found.address == "/a/")


@pytest.mark.parametrize(
    "header", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "localhost."]
)
def test_loopback_is_always_answered(header: str) -> None:
    assert is_allowed(header, names("127.0.0.1", "machine"))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "a,localhost",
        "machine",
    ],
)
def test_another_name_is_not_answered(header: str) -> None:
    assert not is_allowed(header, names("127.0.0.1", "machine"))


def test_the_name_that_was_asked_for_is_answered() -> None:
    assert is_allowed("laptop.example:8000", names("laptop.example", "machine"))
    assert not is_allowed("machine", names("laptop.example", "machine"))


@pytest.mark.parametrize(
    ("header", "allowed"), [("machine:8000", True), ("machine.local", True), ("evil.example", False)]
)
def test_on_all_addresses_the_names_of_this_machine_are_answered(header: str, allowed: bool) -> None:
    assert is_allowed(header, names("0.0.0.0", "machine")) is allowed


def test_on_all_addresses_the_one_that_was_reached_is_answered() -> None:
    assert is_allowed("192.0.2.7:8000", names("0.0.0.0", "machine"), "192.0.2.7")
    assert not is_allowed("192.0.2.8:8000", names("0.0.0.0", "machine"), "192.0.2.7")


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://127.0.0.1:9000", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_a_socket_is_opened_for_pages_of_the_preview_alone(origin: str, own: bool) -> None:
    assert is_own(origin, "127.0.0.1:8000") is own


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "application/javascript; charset=utf-8"),
        ("a.mjs", "application/javascript; charset=utf-8"),
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.ipynb", "application/x-ipynb+json"),
        ("a.webp", "image/webp"),
        ("a.svg", "image/svg+xml"),
        ("a.PDF", "application/pdf"),
        ("a.woff2", "font/woff2"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a", "application/octet-stream"),
        ("a.unknown", "application/octet-stream"),
    ],
)
def test_a_file_has_the_media_type_of_its_name(path: str, kind: str) -> None:
    assert media_type(path) == kind


def test_the_script_stands_at_the_end_of_a_page() -> None:
    made = with_script(b"<body><p>A</p></BODY></html>", "1-2")
    assert made == b'<body><p>A</p><script src="/.faimi-site/preview.js" data-build="1-2"></script></BODY></html>'
