"""Which file answers an address, and what is added to it."""

from __future__ import annotations

import pytest

from faimi_site.serve.injected import with_script, without_site
from faimi_site.serve.media import media_type
from faimi_site.serve.routes import Found, Moved, route

PUBLISHED = {
    *("index.html", "404.html", "foo.html", "foo/index.html", "bar/index.html", "a b/index.html", "CNAME", "v1.2"),
    *("slides.pdf", "ünï.html", ".faimi-site/manifest.json", "x/.secret", ".well-known/a", "evil.com/index.html"),
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/index", "index.html"),
        ("/foo", "foo.html"),
        ("/foo.html", "foo.html"),
        ("/foo/", "foo/index.html"),
        ("/bar/index.html", "bar/index.html"),
        ("/a%20b/", "a b/index.html"),
        ("/CNAME", "CNAME"),
        ("/.well-known/a", ".well-known/a"),
        ("/v1.2", "v1.2"),
        ("/%C3%BCn%C3%AF", "ünï.html"),
        ("/u%CC%88ni%CC%88", "ünï.html"),
    ],
)
def test_an_address_leads_to_its_file(path: str, found: str) -> None:
    assert route(path, "", PUBLISHED) == Found(found)


@pytest.mark.parametrize(("path", "address"), [("/bar", "/bar/"), ("/a%20b", "/a%20b/"), ("/evil.com", "/evil.com/")])
def test_a_folder_without_its_slash_redirects(path: str, address: str) -> None:
    assert route(path, "", PUBLISHED) == Moved(address)


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.com", "//evil.com/", "/\\evil.com", "///bar", "http://evil.com/bar", "*", "", "bar"),
        *("/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/bar/../foo", "/..%2f..%2fetc%2fpasswd", "/..\\..\\x"),
        *(
            "/.faimi-site/manifest.json",
            "/.FAIMI-SITE/manifest.json",
            "/x/.secret",
            "/.Well-Known/a",
            "/x/.well-known.d",
        ),
        *("/FOO", "/slides.pdf/", "/none", "/bar//", "/%ff", "/a%00b", "/C:/windows", "/index.html/", "/v1"),
    ],
)
def test_nothing_else_is_found(path: str) -> None:
    assert route(path, "", PUBLISHED) is None


@pytest.mark.parametrize("path", ["/", "/2025"])
def test_a_base_path_is_led_to(path: str) -> None:
    assert route(path, "/2025", PUBLISHED) == Moved("/2025/")


def test_a_site_lies_below_its_base_path_alone() -> None:
    assert route("/2025/", "/2025", PUBLISHED) == Found("index.html")
    assert route("/2025/bar", "/2025", PUBLISHED) == Moved("/2025/bar/")
    assert route("/%32025/foo", "/2025", PUBLISHED) == Found("foo.html")
    assert route("/foo", "/2025", PUBLISHED) is None
    assert route("/20256/foo", "/2025", PUBLISHED) is None
    assert route("/ünï/foo", "/%C3%BCn%C3%AF", PUBLISHED) == Found("foo.html")


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "application/javascript; charset=utf-8"),
        ("a.mjs", "application/javascript; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.ipynb", "application/x-ipynb+json"),
        ("a.webp", "image/webp"),
        ("a.avif", "image/avif"),
        ("a.JPG", "image/jpeg"),
        ("a.svg", "image/svg+xml"),
        ("a.pdf", "application/pdf"),
        ("a.mp4", "video/mp4"),
        ("a.woff2", "font/woff2"),
        ("CNAME", "application/octet-stream"),
        ("v1.2", "application/octet-stream"),
        ("a.b/c", "application/octet-stream"),
    ],
)
def test_a_file_has_the_media_type_of_its_name(path: str, known: str) -> None:
    assert media_type(path) == known


SCRIPT = b'<script src="/.faimi-site/preview.js" data-build="b1" data-base="/a"></script>'


def test_the_script_is_the_last_of_the_body() -> None:
    assert with_script(b"<p></body> is an end</p></BODY></html>", "b1", "/a") == (
        b"<p></body> is an end</p>" + SCRIPT + b"</BODY></html>"
    )


def test_a_page_without_an_end_has_the_script_at_its_end() -> None:
    assert with_script(b"<p>Text", "b1", "/a") == b"<p>Text" + SCRIPT


def test_problems_stand_as_text_in_the_page_for_no_site() -> None:
    page = without_site("<script>alert(1)</script>", "b1", "/a")
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count(b"<script") == 1
