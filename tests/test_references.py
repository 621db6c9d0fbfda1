"""What a page refers to, and where that was written."""

from __future__ import annotations

from faimi_site.document import read_document
from faimi_site.htmlpass import resolve_addresses
from faimi_site.model import Page
from faimi_site.origin import Origins
from faimi_site.problem import Place
from faimi_site.references import references
from faimi_site.text import Text

HTML = """<link rel=icon href=/i.png><a href=" /a ">x</a><img src=/b srcset="/b 1x, /c 2x"><p style="x:url('/d')">
<style>@import "/e.css"; p{x:url(/f)}</style><a href="/a">y</a>"""


def test_references_come_as_the_pass_over_the_page_meets_them() -> None:
    met: list[str] = []
    resolve_addresses(HTML, lambda address: met.append(address) or address)  # type: ignore[func-returns-value]
    found = list(references(read_document(HTML)))
    assert [one.address for one in found] == met
    assert [(one.address, one.nth) for one in found if one.nth] == [("/b", 1), ("/a", 1)]


def test_a_browser_loads_media_and_styles_and_follows_links() -> None:
    found = references(read_document(HTML))
    assert [one.address for one in found if not one.loads] == ["/a", "/a"]


def page(body: str) -> Page:
    text = f"---\nx: /matter/\n---\n{body}"
    return Page("content/t/a.md", "t/a/index.html", "/t/a/", "A", Place(""), len(text) - len(body), read=lambda: text)


def test_the_nth_time_is_the_nth_place_and_then_one_elsewhere() -> None:
    others = (Text("content/u/x.yaml", "url: /a"), Text("site.yaml", "url: /a"), Text("content/t/x.yaml", "url: /a\n"))
    shown = [Origins(others).place("/a", page("[x](/a) [y](/a)"), nth) for nth in range(3)]
    assert shown == [Place("content/t/a.md", 4, 5), Place("content/t/a.md", 4, 13), Place("content/t/x.yaml", 1, 6)]


def test_what_starts_or_ends_alike_is_another_address() -> None:
    body = "[x](/a.html) [x](/a/b) [x](/b/a) [x](/a#c) [x](/a 'title')"
    assert Origins().place("/a", page(body), 0) == Place("content/t/a.md", 4, 48)


def test_an_address_is_found_in_every_form_of_markdown_and_html() -> None:
    for before in ("[x]: ", "[x](<", "<a href='", "<a href=", "url(", "<img srcset='/b 1x, ", "see ", "<"):
        after = {"<": ">", "'": "'", "(": ")"}.get(before[-1], "")
        place = Origins().place("http:/a", page(f"{before}http:/a{after}\n"), 0)
        assert place == Place("content/t/a.md", 4, len(before) + 1), before


def test_an_address_is_found_with_the_backslashes_of_markdown() -> None:
    assert Origins().place("/a_b*c/", page(r"[x](/a\_b\*c/)"), 0) == Place("content/t/a.md", 4, 5)


def test_an_address_of_the_front_matter_is_found_there_and_one_of_nowhere_is_the_page_s() -> None:
    assert Origins().place("/matter/", page("x"), 0) == Place("content/t/a.md", 2, 4)
    assert Origins().place("/nowhere/", page("x"), 0) == Place("content/t/a.md")
