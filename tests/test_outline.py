"""Headings in the HTML of a text: what a table of contents lists, and the link beside each."""

from __future__ import annotations

import pytest

from faimi_site.model import Heading
from faimi_site.outline import headings, with_anchors


def test_headings_of_two_levels_are_listed_in_their_order() -> None:
    text = '<h2 id="a">A</h2>\n<p>x</p>\n<h3 id="b">B</h3>\n<h4 id="c">C</h4>\n<h2 id="d">D</h2>'
    assert headings(text) == [Heading(2, "a", "A"), Heading(3, "b", "B"), Heading(2, "d", "D")]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ('<h2 id="a">A &amp; B</h2>', "A & B"),
        ('<h2 id="a"><em>A</em> <code>b</code></h2>', "A b"),
        ('<h2 class="x" id="a">A</h2>', "A"),
        ('<h2 id="a">A<sup id="fnref:1" role="doc-noteref"><a href="#fn:1">1</a></sup></h2>', "A"),
    ],
)
def test_a_heading_is_listed_by_its_words(heading: str, title: str) -> None:
    assert headings(heading) == [Heading(2, "a", title)]


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>A</h2>",
        '<h2 class="no_toc" id="a">A</h2>',
        '<h1 id="a">A</h1>',
        '<details><summary><h2 id="a">A</h2></summary></details>',
        '<pre>&lt;h2 id="a">A&lt;/h2></pre>',
    ],
)
def test_what_is_no_heading_to_list_is_left_out(heading: str) -> None:
    assert headings(heading) == []


def test_a_link_stands_beside_a_heading_and_not_in_it() -> None:
    assert with_anchors('<p>x</p>\n<h3 id="a-b">A <em>"B"</em></h3>\n<p>y</p>') == (
        '<p>x</p>\n<div class="heading h3"><h3 id="a-b">A <em>"B"</em></h3>'
        '<a class="anchor" href="#a-b" aria-label="Link to A &quot;B&quot;"></a></div>\n<p>y</p>'
    )


@pytest.mark.parametrize(
    "text", ["", "<p>x</p>", "<h2>A</h2>", '<h5 id="a">A</h5>', '<h2 id="a">A</h3>', '<h2 id="a">']
)
def test_a_text_without_such_headings_stays_as_it_is(text: str) -> None:
    assert with_anchors(text) == text
