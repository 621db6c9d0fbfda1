from __future__ import annotations

import pytest

from faimi_site.paths import (
    address,
    below,
    claim,
    clean_path,
    decode,
    fitting,
    is_external,
    output_path,
    web_address,
)
from faimi_site.problem import Fault

TWO_SLASHES = "starts with two slashes, so it names another host"
LEAVES = "leaves the output folder by '..'"
SEGMENT = "has an empty or '.' segment"
WITHOUT = "write the address without it"
NO_COLON = "write the path alone, from / on, with - for each colon"
PLAIN = "write its letters as they are, without %"
SLASHES = "write / between folders"
WINDOWS = "has a name that ends with a dot or a space, which Windows drops"
ONE_SLASH = "write each folder's name once, with one slash between"
WHOLE_PATH = "write the whole path from / on"


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/x/", "x/index.html"),
        ("/x", "x.html"),
        ("/x.html", "x.html"),
        ("noslash", "noslash.html"),
        ("noslash/", "noslash/index.html"),
        ("/w/index.html", "w/index.html"),
        ("/k/index", "k/index.html"),
        ("/feed.json", "feed.json"),
        ("/x.htm", "x.htm"),
        ("/old5.txt", "old5.txt"),
        ("/v1.2", "v1.2"),
        ("/v1.2/", "v1.2/index.html"),
        ("/a%20b/", "a b/index.html"),
        ("/a b/", "a b/index.html"),
        ("/ünï/", "ünï/index.html"),
        ("/%C3%BCn%c3%af/", "ünï/index.html"),
        ("/e\u0301/", "é/index.html"),
        ("/%65%CC%81/", "é/index.html"),
        ("/a%2Fb", "a/b.html"),
        ("/100%/", "100%/index.html"),
        ("/100%25/", "100%/index.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
        ("/x/.faimi-site/", "x/.faimi-site/index.html"),
    ],
)
def test_a_permalink_maps_to_a_file_as_jekyll_maps_it(permalink: str, path: str) -> None:
    assert output_path(permalink) == path


@pytest.mark.parametrize(
    ("permalink", "message", "hint"),
    [
        ("", "the address is empty", "write / for the home page"),
        ("//dd//ee/", f"'//dd//ee/' {TWO_SLASHES}", "write one slash"),
        ("//", f"'//' {TWO_SLASHES}", "write one slash"),
        ("/%2f%2fevil/", f"'/%2f%2fevil/' {TWO_SLASHES}", "write one slash"),
        ("../../up/", f"'../../up/' {LEAVES}", WHOLE_PATH),
        ("/..", f"'/..' {LEAVES}", WHOLE_PATH),
        ("/a/../../b/", f"'/a/../../b/' {LEAVES}", WHOLE_PATH),
        ("/%2e%2e/x", f"'/%2e%2e/x' {LEAVES}", WHOLE_PATH),
        ("/%2E%2E%2Fx", f"'/%2E%2E%2Fx' {LEAVES}", WHOLE_PATH),
        ("/.%2e/x", f"'/.%2e/x' {LEAVES}", WHOLE_PATH),
        ("/%252e%252e/x", f"'/%252e%252e/x' {LEAVES}", WHOLE_PATH),
        ("/a./", f"'/a./' {WINDOWS}", "take it out"),
        ("/...", f"'/...' {WINDOWS}", "take it out"),
        ("/a%20/b", f"'/a%20/b' {WINDOWS}", "take it out"),
        ("/a\u202eb", "'/a\u202eb' holds the sign U+202E, which nobody sees", "write the address anew"),
        ("/a\u00adb", "'/a\u00adb' holds the sign U+00AD, which nobody sees", "write the address anew"),
        ("/a\u00a0b", "'/a\u00a0b' holds the sign U+00A0, which nobody sees", "write the address anew"),
        ("/\U000e0041/", "'/\U000e0041/' holds the sign U+E0041, which nobody sees", "write the address anew"),
        ("/con/a", "'con' is the name of a device on Windows, and of no file", "choose another name"),
        ("/NUL.html", "'NUL.html' is the name of a device on Windows, and of no file", "choose another name"),
        ("/.git\u200c/x/", "a folder in it belongs to a version control system", "choose another name"),
        ("/GIT~1/x/", "a folder in it belongs to a version control system", "choose another name"),
        ("/%e2%80%8bb", "'/%e2%80%8bb' holds the sign U+200B, which nobody sees", "write the address anew"),
        ("/a//b/", f"'/a//b/' {SEGMENT}", ONE_SLASH),
        ("/a/./b/", f"'/a/./b/' {SEGMENT}", ONE_SLASH),
        ("/.", f"'/.' {SEGMENT}", ONE_SLASH),
        ("./x", f"'./x' {SEGMENT}", ONE_SLASH),
        ("/q?x=1", "'/q?x=1' holds a query ('?'), which no path of a site can hold", WITHOUT),
        ("/%3Fx", "'/%3Fx' holds a query ('?'), which no path of a site can hold", WITHOUT),
        ("/a#b", "'/a#b' holds a fragment ('#'), which no path of a site can hold", WITHOUT),
        (
            "/:title/foo/",
            "'/:title/foo/' holds a colon (':'), which no path of a site can hold",
            NO_COLON,
        ),
        (
            "C:/x",
            "'C:/x' holds a colon (':'), which no path of a site can hold",
            NO_COLON,
        ),
        (
            "/c%3A/x",
            "'/c%3A/x' holds a colon (':'), which no path of a site can hold",
            NO_COLON,
        ),
        (
            "https://a.org/",
            "'https://a.org/' holds a colon (':'), which no path of a site can hold",
            NO_COLON,
        ),
        ("/a\\b", "'/a\\b' holds a backslash ('\\'), which no path of a site can hold", SLASHES),
        (
            "/%5c..%5cx",
            "'/%5c..%5cx' holds a backslash ('\\'), which no path of a site can hold",
            SLASHES,
        ),
        ("/a\x00b", "the address holds a control character", "delete it"),
        ("/a%00b", "the address holds a control character", "delete it"),
        ("/a%0Ab/", "the address holds a control character", "delete it"),
        ("/a\u2028b/", "the address holds a control character", "delete it"),
        ("/%ff/", "'/%ff/' is not UTF-8 once its %-escapes are read", PLAIN),
        (
            "/%c0%ae%c0%ae/",
            "'/%c0%ae%c0%ae/' is not UTF-8 once its %-escapes are read",
            PLAIN,
        ),
        ("/.faimi-site/x", "'.faimi-site' is where builds keep their own notes", "choose another name"),
        ("/.FAIMI-Site/x", "'.faimi-site' is where builds keep their own notes", "choose another name"),
    ],
)
def test_a_permalink_that_no_site_can_have_is_refused(permalink: str, message: str, hint: str) -> None:
    assert output_path(permalink) == Fault(message, hint)


@pytest.mark.parametrize("name", ["a" * 251 + ".txt", "é" * 125 + ".html", "日" * 83 + ".html"])
def test_a_name_of_255_bytes_fits(name: str) -> None:
    assert output_path(f"/{name}") == name
    assert len(name.encode()) <= 255


@pytest.mark.parametrize(
    "permalink", ["/" + "a" * 252 + ".txt", "/" + "a" * 251, "/" + "é" * 126 + ".txt", "/" + "a" * 256 + "/"]
)
def test_a_name_of_256_bytes_is_refused(permalink: str) -> None:
    assert output_path(permalink) == Fault("a name in it is longer than 255 bytes", "shorten it")


def test_a_path_is_put_into_one_unicode_form() -> None:
    assert fitting("e\u0301/a.png") == "é/a.png"


def test_a_file_with_a_control_character_in_its_name_is_refused() -> None:
    assert fitting("a\nb.png") == Fault("the name holds a control character", "rename it")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("index.html", "/"),
        ("x/index.html", "/x/"),
        ("x.html", "/x.html"),
        ("feed.json", "/feed.json"),
        ("x/index.htm", "/x/index.htm"),
        ("myindex.html", "/myindex.html"),
        ("a b/index.html", "/a%20b/"),
        ("ünï/index.html", "/%C3%BCn%C3%AF/"),
        ("100%.html", "/100%25.html"),
        ("~a/b-c_d.html", "/~a/b-c_d.html"),
    ],
)
def test_an_output_path_is_shown_as_a_clean_and_encoded_address(path: str, shown: str) -> None:
    assert address(path) == shown


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("index.md", "index.html"),
        ("about.md", "about/index.html"),
        ("a/index.md", "a/index.html"),
        ("a/b.md", "a/b/index.html"),
        ("v1.2.md", "v1.2/index.html"),
        ("404.md", "404/index.html"),
    ],
)
def test_a_page_without_a_permalink_has_a_clean_address(page: str, path: str) -> None:
    assert clean_path(page) == path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Case/index.html", "case/index.html"),
        ("é", "e\u0301"),
        ("É", "e\u0301"),
        ("straße", "STRASSE"),
        ("ﬁle", "file"),
        ("Σ", "ς"),
    ],
)
def test_paths_that_a_file_system_mixes_up_have_one_claim(one: str, other: str) -> None:
    assert claim(one) == claim(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("é", "e"), ("a/b", "a-b"), ("１", "1")])
def test_paths_that_differ_have_two_claims(one: str, other: str) -> None:
    assert claim(one) != claim(other)


@pytest.mark.parametrize(
    ("folder", "path", "joined"),
    [
        ("content/a", "b.png", "content/a/b.png"),
        ("content/a", "./b.png", "content/a/b.png"),
        ("content/a", "../b.md", "content/b.md"),
        ("content/a", "../../assets/x.pdf", "assets/x.pdf"),
        ("content", "a/../../site.yaml", "site.yaml"),
        ("content", "../..", None),
        ("content", "../../etc/passwd", None),
        ("", "..", None),
        ("content", "/etc/passwd", None),
        ("content", "..a", "content/..a"),
    ],
)
def test_a_relative_path_stays_in_the_site_or_is_none(folder: str, path: str, joined: str | None) -> None:
    assert below(folder, path) == joined


@pytest.mark.parametrize(
    ("written", "external"),
    [
        ("https://a.org", True),
        ("HTTPS://a.org", True),
        ("//a.org/x", True),
        ("mailto:a@b.org", True),
        ("tel:+45", True),
        ("javascript:x", True),
        ("/x:y", False),
        ("a/b:c", False),
        ("#a:b", False),
        ("?a:b", False),
        ("", False),
    ],
)
def test_an_address_with_a_scheme_or_a_host_is_external(written: str, external: bool) -> None:
    assert is_external(written) is external


@pytest.mark.parametrize(
    "text",
    ["/", "/x", "/x?a=1#b", "https://a.org", "http://localhost:8000/", "HTTPS://A.ORG", "https://é.org/ü", "/a%20b"],
)
def test_an_address_that_a_page_may_lead_to_is_taken_as_it_is(text: str) -> None:
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("javascript:alert(1)", "data:text/html,x", "mailto:a@b.org", "ftp://a.org", "//a.org", "/\\a.org", "a.org"),
        *("", "http:", "http://", "http:///x", "https://[", "https://a:b/", "https://a:99999/", "https://a:0/"),
    ],
)
def test_an_address_that_leads_nowhere_or_runs_is_refused(text: str) -> None:
    assert web_address(text) == Fault(f"'{text}' is not an address", "write it from / or from https:// on")


@pytest.mark.parametrize("text", ["/a b", "https://a.org/a b", "/a\tb", "/a\nb", "https://a.org/\u2028"])
def test_an_address_with_a_space_or_a_control_character_is_refused(text: str) -> None:
    assert web_address(text) == Fault("an address holds no space and no control character", "write %20 for a space")


@pytest.mark.parametrize("text", ["/a%00b", "/a%0ab", "/a%0Ab?x=%0a"])
def test_an_address_of_the_site_hides_no_control_character(text: str) -> None:
    assert web_address(text) == Fault("the address holds a control character", "delete it")


def test_an_address_holds_no_sign_that_nobody_sees() -> None:
    message = "'http://\u202eabc/' holds the sign U+202E, which nobody sees"
    assert web_address("http://\u202eabc/") == Fault(message, "write the address anew")


@pytest.mark.parametrize("text", ["/\u0645\u06cc\u200c\u062e\u0648/", "/\u2764\ufe0f/", "/console/", "/nullam.html"])
def test_joiners_and_emoji_are_in_addresses_and_so_is_what_starts_as_a_device(text: str) -> None:
    assert not isinstance(output_path(text), Fault)


def test_an_address_of_the_site_is_utf_8_behind_its_escapes() -> None:
    assert web_address("/%ff") == Fault("'/%ff' is not UTF-8 once its %-escapes are read", PLAIN)


def test_an_address_is_decoded_once() -> None:
    assert decode("/a%2520b") == "/a%20b"
