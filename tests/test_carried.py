"""Files that name others by addresses from the root: these get the base path, or become relative."""

from __future__ import annotations

import pytest

from tests.sites import Files, body_bytes, front, planned

FILES: Files = {
    "content/index.md": front("title: Home"),
    "content/a/notes.html": '<a href="/assets/x.pdf">x</a> <a href="../">home</a> <code>/assets/x.pdf</code>',
    "static/own.css": (
        '@import "/static/two.css";\n/* url(/no) */ p { background: url("/static/i.svg#x") url(i.svg) }\n'
    ),
    "static/two.css": "p { color: url(i.svg) }\n",
    "static/i.svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="/static/j.svg"/><use href="#a"/></svg>',
    "static/j.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "static/site.webmanifest": '{"start_url": "/", "name": "/", "icons": [{"src": "/static/i.svg"}]}',
    "assets/x.pdf": b"%PDF",
    "assets/slides/s.css": "p { background: url(/static/i.svg) }\n",
    "assets/slides/s.html": '<a href="/assets/x.pdf">x</a>',
}


def made(path: str, base_url: str = "", portable: bool = False) -> str:
    site = planned(FILES, base_url, portable=portable)
    (output,) = [output for output in site.outputs if output.path == path]
    return body_bytes(output.body).decode()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "static/own.css",
            '@import "/r/static/two.css";\n/* url(/no) */ p { background: url("/r/static/i.svg#x") url(i.svg) }\n',
        ),
        (
            "static/i.svg",
            '<svg xmlns="http://www.w3.org/2000/svg"><image href="/r/static/j.svg"/><use href="#a"/></svg>',
        ),
        ("a/notes.html", '<a href="/r/assets/x.pdf">x</a> <a href="../">home</a> <code>/assets/x.pdf</code>'),
    ],
)
def test_what_a_file_names_gets_the_base_path(path: str, text: str) -> None:
    assert made(path, "https://e.org/r") == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "static/own.css",
            '@import "two.css";\n/* url(/no) */ p { background: url("i.svg#x") url(i.svg) }\n',
        ),
        ("static/i.svg", '<svg xmlns="http://www.w3.org/2000/svg"><image href="j.svg"/><use href="#a"/></svg>'),
        (
            "a/notes.html",
            '<a href="../assets/x.pdf">x</a> <a href="../index.html">home</a> <code>/assets/x.pdf</code>',
        ),
    ],
)
def test_what_a_file_names_is_relative_in_a_portable_copy(path: str, text: str) -> None:
    assert made(path, portable=True) == text


def test_a_manifest_names_its_start_and_icons_below_the_base_path() -> None:
    manifest = made("static/site.webmanifest", "https://e.org/r")
    assert '"start_url": "/r/"' in manifest
    assert '"src": "/r/static/i.svg"' in manifest
    assert '"name": "/"' in manifest


@pytest.mark.parametrize("path", ["static/own.css", "static/i.svg", "a/notes.html", "static/site.webmanifest"])
def test_a_site_at_the_root_publishes_its_files_as_they_are(path: str) -> None:
    assert made(path) == FILES[path if path.startswith("static/") else f"content/{path}"]


@pytest.mark.parametrize("path", ["assets/slides/s.css", "assets/slides/s.html"])
def test_assets_are_published_as_they_are(path: str) -> None:
    assert made(path, "https://e.org/r") == FILES[path]


def test_a_file_that_is_no_utf_8_stays() -> None:
    body = b'p { background: url(/static/i.svg); content: "\xe9" }'
    site = planned({**FILES, "static/old.css": body}, "https://e.org/r")
    (output,) = [output for output in site.outputs if output.path == "static/old.css"]
    assert body_bytes(output.body) == body


def test_a_page_that_leads_on_carries_the_base_path() -> None:
    body = '<meta http-equiv="refresh" content="0; url=/assets/x.pdf">\n'
    page = planned({**FILES, "content/m.md": front("title: M", body)}, "https://e.org/r").text("m/index.html")
    assert '<meta http-equiv="refresh" content="0; url=/r/assets/x.pdf">' in page


def test_a_page_that_leads_on_to_nothing_is_told() -> None:
    body = '<meta http-equiv="refresh" content="0; url=/assets/y.pdf">\n'
    assert planned({**FILES, "content/m.md": front("title: M", body)}).rules == ["link/dead"]


def test_a_canonical_address_has_the_base_path_once_where_the_site_has_no_url() -> None:
    page = front("title: M\ncanonical_url: /a/notes.html\nredirect_from: /old/")
    site = planned({**FILES, "site.yaml": "title: T\nbase_path: /r\n", "content/m.md": page})
    assert '<link rel="canonical" href="/r/a/notes.html">' in site.text("m/index.html")
    assert '<link rel="canonical" href="/r/m/">' in site.text("old/index.html")


def test_a_redirect_of_a_portable_copy_is_relative() -> None:
    site = planned({**FILES, "content/m.md": front("title: M\nredirect_from: /x/old/")}, portable=True)
    stub = site.text("x/old/index.html")
    assert '<meta http-equiv="refresh" content="0; url=../../m/index.html">' in stub
    assert '<a id="target" href="../../m/index.html">' in stub
    assert '<script src="../../static/redirect.js">' in stub
    assert '<link rel="canonical" href="https://example.org/m/">' in stub
