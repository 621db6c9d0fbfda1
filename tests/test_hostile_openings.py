"""Many things that open and never close are read once each: the time grows as the text does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site.document import read_document
from faimi_site.elements import enclosed
from faimi_site.lazily import pattern
from faimi_site.load.notebookfindings import _DRIVE
from faimi_site.load.notebookhtml import _parts, _scrolling, _with_formulas, _without_title
from faimi_site.markdown import render
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions
from faimi_site.outline import headings, own_heading, with_anchors
from faimi_site.scaffold.pages import _DOCUMENT
from faimi_site.widetables import scrollable
from tests.kramdown_tree import rendered
from tests.sites import front, planned
from tests.timing import LINEAR, growth


def is_linear(work: Callable[[str], object], before: str, again: str, after: str, times: int) -> bool:
    return any(growth(lambda n: work(before + again * n + after), times) < LINEAR for _ in range(2))


def html(text: str) -> str:
    return render(text, MarkdownOptions(), Memory()).html


def first_heading(text: str) -> str:
    return render(text, MarkdownOptions(), Memory()).heading


@pytest.mark.parametrize(("again", "after"), [("<code>", "|b|"), ("<code ", "|b|"), ("<code ", "</code>|b|")])
def test_code_that_never_ends_in_a_row_is_looked_for_once(again: str, after: str) -> None:
    assert is_linear(rendered, "|a|b|\n|-|-|\n|", again, f"{after}\n", 300)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("|<code>a|b</code>|c|", ["<code>a|b</code>", "c"]),
        ("|<code class='x'>a|b</code>|<code>c|d</code>|", ["<code class='x'>a|b</code>", "<code>c|d</code>"]),
        ("|`a|b`|c|", ["<code>a|b</code>", "c"]),
    ],
)
def test_a_border_within_code_is_none(row: str, cells: list[str]) -> None:
    body = html(f"|a|b|\n|-|-|\n{row}\n").partition("<tbody>")[2]
    assert [cell.partition("</td>")[0] for cell in body.split("<td>")[1:]] == cells


@pytest.mark.parametrize("again", ["<h1>", "<h1>x\n</h2>\n\n", "<b></i>", "<div>\n</p>\n"])
def test_closing_tags_of_nothing_are_told_in_proportion(again: str) -> None:
    assert is_linear(first_heading, "", again, "", 800)


def test_a_closing_tag_ends_the_elements_within_its_own() -> None:
    assert html("<div><p><b>a</DIV>") == "<div><p><b>a</b></p></DIV>"


@pytest.mark.parametrize("again", ["<h1>", "<h1>x\n", "<h1 a='b'></h2>", "<template>", "<script>", "<!-- <h1>"])
def test_the_heading_of_a_page_is_looked_for_once(again: str) -> None:
    assert is_linear(own_heading, "<h2>a</h2>", again, "<h1>", 2000)


@pytest.mark.parametrize(
    ("content", "heading"),
    [
        ("<p>a</p>\n<h1 id='x'>b</h1>\n<p>c</p>", "<h1 id='x'>b</h1>"),
        ("<!-- <h1>a</h1> --><H1>b</H1 >", "<H1>b</H1 >"),
        ("<script-like>a</script-like><h1>b</h1>", "<h1>b</h1>"),
        ("<template-a><h1>b</h1>", ""),
        ("<template><h1>a</h1></template><h1>b</h1>", "<h1>b</h1>"),
        ("<h1>a", ""),
    ],
)
def test_the_heading_of_a_page_is_the_first_that_stands_freely(content: str, heading: str) -> None:
    assert own_heading(content)[0] == heading


@pytest.mark.parametrize("again", ['\n<h2 id="a"', '\n<h2 id="a" "', '<sup id="fnref:1"'])
@pytest.mark.parametrize("work", [headings, with_anchors])
def test_headings_are_listed_in_proportion(work: Callable[[str], object], again: str) -> None:
    assert is_linear(work, '<h2 id="b">', again, "</h2>", 1500)


def test_a_heading_with_signs_of_html_in_an_attribute_is_listed() -> None:
    assert [one.id for one in headings('<h2 id="a" title="b > c" lang=\'de\'>d</h2>')] == ["a"]


@pytest.mark.parametrize(
    ("before", "again"),
    [("<div>\n", "<math >x"), ("", "<math"), ('<math display="block" title="', "<math"), ("<table>", "<template>")],
)
def test_what_scrolls_is_found_in_proportion(before: str, again: str) -> None:
    assert is_linear(scrollable, before, again, "<table></table>\n", 1500)


@pytest.mark.parametrize("given", ["", ' display="inline"', ' class="display"'])
def test_a_long_formula_in_a_line_scrolls(given: str) -> None:
    formula = f"<math{given}><mi>{'x' * 30}</mi></math>"
    assert f">{formula}</span>" in scrollable(formula)


@pytest.mark.parametrize("formula", [f'<math display="block">{"x" * 30}</math>', f"<math>{'x' * 30}"])
def test_a_formula_on_its_own_line_or_without_end_stays(formula: str) -> None:
    assert scrollable(formula) == formula


@pytest.mark.parametrize("again", ["<h1>", "<h1></h2>", "<h1><h2><h3>"])
@pytest.mark.parametrize("work", [_without_title, lambda text: list(_parts(text))])
def test_headings_of_notebooks_are_found_in_proportion(work: Callable[[str], object], again: str) -> None:
    assert is_linear(work, "", again, "", 1500)


def test_formulas_of_notebooks_are_made_to_scroll_in_proportion() -> None:
    assert is_linear(_scrolling, "", "<math>", "", 2000)


@pytest.mark.parametrize(
    "again",
    [
        "\\begin{align}\n",
        "\\begin{align}x\\end{align*}\n",
        "$$a$$\n\\begin{align}x\\end{align}\n",
        "```\n\\begin{align}\n",
    ],
)
def test_environments_of_notebooks_are_found_in_proportion(again: str) -> None:
    assert is_linear(_with_formulas, "", again, "", 1000)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("a\n\\begin{align}x\\end{align}\nb", "a\n$$\\begin{aligned}x\\end{aligned}$$\nb"),
        ("\\begin{gather*}\nx\n\\end{gather*}", "$$\\begin{gathered}\nx\n\\end{gathered}$$"),
        ("\\begin{align}\n\\begin{gather}x\\end{gather}", "\\begin{align}\n$$\\begin{gathered}x\\end{gathered}$$"),
        ("$$\n\\begin{align}x\\end{align}\n$$", "$$\n\\begin{align}x\\end{align}\n$$"),
        ("```\n\\begin{align}x\\end{align}\n```", "```\n\\begin{align}x\\end{align}\n```"),
    ],
)
def test_an_environment_that_stands_alone_is_a_formula(source: str, made: str) -> None:
    assert _with_formulas(source) == made


def test_a_mounted_drive_is_looked_for_in_proportion() -> None:
    assert is_linear(_DRIVE.search, "", "\n", "", 2000)


def test_a_page_of_comments_alone_is_seen_to_be_no_document() -> None:
    assert is_linear(_DOCUMENT.match, "", "<!--a-->", "", 1000)


@pytest.mark.parametrize("body", ["<!doctype html>", " <!-- a -->\n<!-- b --> <HTML>"])
def test_a_document_is_seen_to_be_one(body: str) -> None:
    assert _DOCUMENT.match(body)


_BY_REGEX = pattern(r"<([ab])>(.*?)</\1>")
_OPENING = pattern("<([ab])>")


@given(st.lists(st.sampled_from(["<a>", "</a>", "<b>", "</b>", "c"]), max_size=12).map("".join))
def test_what_is_enclosed_is_what_the_plain_pattern_finds(text: str) -> None:
    found = enclosed(text, _OPENING, lambda opened: f"</{opened[1]}>")
    made = [(opened.start(), text[opened.end() : content_end], end) for opened, content_end, end in found]
    assert made == [(one.start(), one[2], one.end()) for one in _BY_REGEX.finditer(text)]


def test_what_is_too_tangled_to_be_read_is_shown_where_it_starts() -> None:
    row = f"| {'<code>' * 1500}|b|\n"
    told = planned({"content/index.md": front("title: A", f"|a|b|\n|-|-|\n{row}")}).briefly
    assert [one.partition(": error")[0] for one in told if "[markdown/failed]" in one] == ["content/index.md:7:3"]


def test_a_heading_ends_the_one_that_it_stands_right_in() -> None:
    texts = [one.text for one in read_document("<h1>a<h2>b</h2></h1><h2><i>c<h3>d").elements]
    assert texts == ["a", "b", "c d", "c d", "d"]


def test_headings_that_never_end_are_looked_at_in_proportion() -> None:
    assert is_linear(lambda text: [one.text for one in read_document(text).elements], "", "<h1>x\n", "", 1500)
