"""Front matter: what each key does, and what is said of one that is wrong."""

from __future__ import annotations

import re

import pytest

from faimi_site.load.heads import one_edit_apart
from tests.drawn import picture
from tests.sites import Files, front, planned


def test_a_page_without_front_matter_is_titled_by_its_heading() -> None:
    site = planned({"content/index.md": "# Hello *world*\n"})
    assert "<title>Hello world | Test site</title>" in site.text("index.html")
    assert site.shown == []


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain = front("title: A", "one\n\n- two\n")
    windows = b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()
    assert planned({"content/index.md": windows}).text("index.html") == planned({"content/index.md": plain}).text(
        "index.html"
    )


def test_the_title_is_shown_with_the_sites() -> None:
    site = planned({"content/index.md": front("title: Programme")})
    assert "<title>Programme | Test site</title>" in site.text("index.html")


def test_a_title_like_the_sites_is_shown_once() -> None:
    site = planned({"content/index.md": front("title: Test site")})
    assert "<title>Test site</title>" in site.text("index.html")


def test_the_pages_title_is_a_heading_unless_its_text_has_one() -> None:
    site = planned({"content/a.md": front("title: A"), "content/b.md": front("title: B", "# Own heading\n")})
    assert "<h1>A</h1>\n<p>Text.</p>" in site.text("a/index.html")
    assert "<h1>B</h1>" not in site.text("b/index.html")


def test_the_description_is_told_to_search_engines_and_those_who_link() -> None:
    page = planned({"content/index.md": front('title: A\ndescription: "B < C"')}).text("index.html")
    assert '<meta name="description" content="B &lt; C">' in page
    assert '<meta property="og:description" content="B &lt; C">' in page


def test_a_title_with_markup_is_text() -> None:
    page = planned({"content/index.md": front('title: "<script>alert(1)</script> {{ 7 * 7 }}"')}).text("index.html")
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}</h1>" in page


def test_template_code_in_a_page_is_text() -> None:
    assert "<p>{{ 7 * 7 }} {% x %}</p>" in planned({"content/index.md": front("title: A", "{{ 7 * 7 }} {% x %}")}).text(
        "index.html"
    )


def test_a_canonical_address_hides_the_file_name_of_an_index() -> None:
    page = planned({"content/index.md": front("title: A\npermalink: /w/index.html")}).text("w/index.html")
    assert '<link rel="canonical" href="https://example.org/w/">' in page


def test_a_canonical_url_of_the_pages_own_is_taken() -> None:
    page = planned({"content/index.md": front("title: A\ncanonical_url: https://other.org/a/")}).text("index.html")
    assert '<link rel="canonical" href="https://other.org/a/">' in page


def test_the_language_is_the_pages_or_the_sites() -> None:
    files = {
        "site.yaml": "title: T\nurl: https://example.org\nlang: de\n",
        "content/a.md": front("title: A\nlang: pt-BR"),
        "content/b.md": front("title: B"),
    }
    site = planned(files)
    assert '<html lang="pt-BR">' in site.text("a/index.html")
    assert '<meta property="og:locale" content="pt_BR">' in site.text("a/index.html")
    assert '<html lang="de">' in site.text("b/index.html")


def test_an_image_is_named_by_its_full_address() -> None:
    files: Files = {
        "content/x/index.md": front("title: A\nimage:\n  path: card.png\n  alt: A card"),
        "content/x/card.png": picture(),
    }
    page = planned(files).text("x/index.html")
    assert re.search('<meta property="og:image" content="https://example.org/images/card-[^"]*-40.card.jpg">', page)
    assert '<meta property="og:image:alt" content="A card">' in page


def test_an_image_that_is_a_plain_text_is_told_to_be_a_mapping() -> None:
    assert planned({"content/index.md": front("title: A\nimage: /card.png")}).shown == [
        "content/index.md:3:8: error: image: a mapping of keys and values is expected here [field/value]\n"
        "     3 | image: /card.png\n"
        "       |        ^^^^^^^^^\n"
        "       = hint: an image can have: alt, path"
    ]


def test_an_image_that_is_not_there_is_an_error() -> None:
    assert planned({"content/index.md": front("title: A\nimage: {path: card.png}")}).rules == ["file/missing"]


def test_an_unpublished_page_is_left_out_with_its_redirects() -> None:
    site = planned({"content/a.md": front("title: A\npublished: false\nredirect_from: /old/")})
    assert [path for path in site.paths if path.endswith(".html")] == []


def test_drafts_are_marked_and_kept_from_search_engines() -> None:
    site = planned({"content/a.md": front("title: A\npublished: false")}, drafts=True)
    assert '<meta name="robots" content="noindex">' in site.text("a/index.html")
    assert "This is a draft. It is not published." in site.text("a/index.html")
    assert "/a/" not in site.text("sitemap.xml")


def test_published_in_quotes_is_an_error() -> None:
    assert planned({"content/a.md": front('title: A\npublished: "false"')}).shown == [
        "content/a.md:3:12: error: published: 'false' is not true or false [field/value]\n"
        '     3 | published: "false"\n'
        "       |            ^^^^^^^\n"
        "       = hint: write true or false, without quotes"
    ]


def test_another_key_is_the_pages_own_and_reaches_its_template() -> None:
    files = {
        "content/index.md": front("title: A\ntags: [x, y]\nversion: 1.10\nshow: true\ncount: 3\nyes: no"),
        "templates/default.html": "{{ page.params.tags }} {{ page.params.version }} {{ page.params.show }} "
        "{{ page.params.count + 1 }} {{ page.params.yes }}",
    }
    assert planned(files).text("index.html") == "[&#39;x&#39;, &#39;y&#39;] 1.10 True 4 no"


def test_an_empty_entry_in_a_list_of_the_pages_own_is_an_error() -> None:
    assert planned({"content/a.md": front("title: A\ntags: [x, ~]")}).rules == ["field/value"]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("titel", "title"),
        ("redirect-from", "redirect_from"),
        ("Layout", "layout"),
        ("permalnk", "permalink"),
        ("redirectfrom", "redirect_from"),
        ("weigth", "weight"),
    ],
)
def test_a_key_that_is_nearly_a_known_one_is_an_error_with_a_guess(key: str, meant: str) -> None:
    site = planned({"content/a.md": front(f"title: A\n{key}: x" if meant != "title" else f"{key}: x", "# A\n")})
    line = 3 if meant != "title" else 2
    assert site.shown == [
        f"content/a.md:{line}:1: error: front matter has no field '{key}' [field/unknown]\n"
        f"     {line} | {key}: x\n"
        f"       | {'^' * len(key)}\n"
        f"       = hint: did you mean '{meant}'?"
    ]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("titel", "title", True),
        ("tite", "title", True),
        ("titlee", "title", True),
        ("tible", "title", True),
        ("title", "title", False),
        ("name", "nav", False),
        ("date", "title", False),
        ("tags", "lang", False),
    ],
)
def test_one_edit_is_a_letter_more_less_other_or_swapped(one: str, other: str, apart: bool) -> None:
    assert one_edit_apart(one, other) is apart
    assert one_edit_apart(other, one) is apart


def test_a_layout_that_does_not_exist_names_those_that_do() -> None:
    files = {"content/a.md": front("title: A\nlayout: nope"), "templates/slim.html": "x"}
    assert planned(files).shown == [
        "content/a.md:3:9: error: layout: there is no layout 'nope' [page/layout]\n"
        "     3 | layout: nope\n"
        "       |         ^^^^\n"
        "       = hint: there are: default, slim"
    ]


def test_front_matter_that_is_never_closed_is_an_error() -> None:
    assert planned({"content/a.md": "---\ntitle: A\n\nText\n"}).shown[0] == (
        "content/a.md:1:1: error: the front matter that starts here is never closed [front-matter/unclosed]\n"
        "     1 | ---\n"
        "       | ^^^\n"
        "       = hint: end it with a line of three dashes: ---"
    )


def test_front_matter_below_the_first_line_is_an_error() -> None:
    assert planned({"content/a.md": "\n---\ntitle: A\n---\n# A\n"}).shown == [
        "content/a.md:2:1: error: front matter starts on the first line of a file, or it is text [front-matter/late]\n"
        "     2 | ---\n"
        "       | ^^^\n"
        "       = hint: take out what stands above it"
    ]


def test_front_matter_that_is_a_list_is_an_error() -> None:
    assert planned({"content/a.md": "---\n- title\n---\n# A\n"}).rules == ["field/value"]


def test_a_tab_in_front_matter_is_shown_at_its_line() -> None:
    assert planned({"content/a.md": "---\ntitle: A\nevent:\n\tname: B\n---\n# A\n"}).shown == [
        "content/a.md:4:1: error: not YAML: a tab stands where YAML indents with spaces [yaml/syntax]\n"
        "     4 |  name: B\n"
        "       | ^\n"
        "       = hint: replace the tab by spaces"
    ]


def test_a_key_that_stands_twice_names_both_lines() -> None:
    assert planned({"content/a.md": "---\ntitle: A\ntitle: B\n---\n# A\n"}).shown == [
        "content/a.md:3:1: error: the key 'title' stands twice: line 2 has it too [yaml/duplicate-key]\n"
        "     3 | title: B\n"
        "       | ^^^^^\n"
        "       = hint: keep one of them"
    ]


def test_a_nul_in_a_page_is_an_error_and_no_crash() -> None:
    assert planned({"content/a.md": "# A\n\nb\x00c\n"}).shown == [
        "content/a.md:3:2: error: the character U+0000 is a control character, which no page can hold "
        "[file/control-character]\n"
        "     3 | b\\x00c\n"
        "       |  ^^^^\n"
        "       = hint: delete it"
    ]


@pytest.mark.parametrize(("sign", "name"), [("\f", "U+000C"), ("\v", "U+000B")])
def test_signs_that_turn_pages_of_paper_are_none_of_a_page(sign: str, name: str) -> None:
    (told,) = planned({"content/a.md": f"# A\n\n{sign}\nb\n"}).briefly
    message = f"error: the character {name} is a control character, which no page can hold [file/control-character]"
    assert told == f"content/a.md:3:1: {message} | delete it"


def test_a_page_in_latin_1_is_told_to_be_utf_8() -> None:
    assert planned({"content/a.md": "# Caf\xe9\n".encode("latin-1")}).shown == [
        "content/a.md:1:6: error: the file is not UTF-8: byte 0xE9 stands where a character is meant; "
        "it seems to be Windows-1252 or Latin-1 [file/encoding]\n"
        "     1 | # Caf\ufffd\n"
        "       |      ^\n"
        "       = hint: save it as UTF-8"
    ]


def test_all_mistakes_of_a_page_come_at_once() -> None:
    page = front("titel: A\nweight: heavy\nlayout: nope\npermalink: /../up/\npublished: maybe", "# A\n")
    rules = ["field/unknown", "field/value", "page/layout", "field/value", "field/value"]
    assert planned({"content/a.md": page}).rules == rules


def test_the_navigation_shows_pages_by_weight_then_title_and_editions_after_them_by_date() -> None:
    files = {
        "content/c.md": front("title: C"),
        "content/b.md": front("title: B"),
        "content/new.md": front("title: New\nevent: {start: 2025-05-01}"),
        "content/old.md": front("title: Old\nevent: {start: 2020-05-01}"),
        "content/last.md": front("title: Last\nweight: 9"),
        "content/first.md": front("title: First\nweight: -1\nnav: Start here"),
        "content/hidden.md": front("title: Hidden\nnav: false"),
    }
    page = planned(files).text("b/index.html")
    nav = page[page.index("<nav") : page.index("</nav>")]
    assert [line.partition("</a>")[0].rpartition(">")[2] for line in nav.splitlines() if "<li" in line] == [
        "Start here",
        "Last",
        "B",
        "C",
        "New",
        "Old",
    ]
    assert '<a href="/b/" aria-current="page">B</a>' in nav
