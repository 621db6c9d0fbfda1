"""The Markdown of notebooks is read as Jupyter reads it, where pages read it as kramdown does."""

from __future__ import annotations

import pytest

from faimi_site.markdown import render
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions
from tests.notebooks import book, markdown, shown, site_with
from tests.sites import faimi

REAL = "2025-miccai-tutorial/classification_fitzpatrick/index.html"


def cell(text: str) -> str:
    return render(text, MarkdownOptions(), Memory(), notebook=True).html


def page(text: str) -> str:
    return render(text, MarkdownOptions(), Memory()).html


def said(text: str) -> list[tuple[str, int, str]]:
    flaws = render(text, MarkdownOptions(), Memory(), notebook=True).flaws
    return [(flaw.rule, flaw.line, flaw.message) for flaw in flaws]


def test_each_folded_solution_of_the_real_notebook_has_its_code_highlighted() -> None:
    main = faimi().main(REAL)
    solutions = [one.partition("</details>")[0] for one in main.split("<summary>Solution</summary>")[1:]]
    assert len(solutions) == 6
    assert [one.count('<pre class="highlight">') for one in solutions] == [1] * 6
    assert all("</div>\n<p>" in one for one in solutions)  # and text below it


def test_the_real_notebook_shows_no_fence() -> None:
    assert "```" not in faimi().main(REAL)


def test_markdown_after_a_blank_line_within_html_is_markdown() -> None:
    text = "<details>\n<summary>Solution</summary>\n\n```python\nx = 1\n```\n\nSo **x** is 1.\n\n</details>\n\nText."
    made = shown(markdown(text))
    assert made.startswith('<details>\n<summary>Solution</summary>\n<div class="language-python highlighter-rouge">')
    assert made.endswith("<p>So <strong>x</strong> is 1.</p>\n</details>\n<p>Text.</p>")


def test_a_box_of_jupyter_keeps_its_look_and_its_markdown() -> None:
    text = '<div class="alert alert-block alert-info" id="i" style="margin: 9em">\n\n**Note:** read on.\n\n</div>'
    made = '<div class="alert" id="i">\n<p><strong>Note:</strong> read on.</p>\n</div>'
    assert shown(markdown(text)) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("text\n<center>\n\n*x*\n\n</center>", "<p>text</p>\n<center>\n<p><em>x</em></p>\n</center>"),
        ("- a\n\n  <div>\n\n  *x*\n\n  </div>", "<ul>\n<li>\n<p>a</p>\n<div>\n<p><em>x</em></p>\n</div>\n</li>\n</ul>"),
        ("> <div>\n>\n> *x*\n>\n> </div>", "<blockquote>\n<div>\n<p><em>x</em></p>\n</div>\n</blockquote>"),
        ("<font color='red'>**x**</font> y", "<p><font color='red'><strong>x</strong></font> y</p>"),
        ("<u>*x*</u>\n<sketch>\n*y*", "<p><u><em>x</em></u>\n<sketch>\n<em>y</em></sketch></p>"),
        ("1) one\n2) two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("in May\n14. It", "<p>in May\n14. It</p>"),
        ("P(A|B) is\nP(B|A)", "<p>P(A|B) is\nP(B|A)</p>"),
        (
            "Text:\n| a |\n|---|\n| 1 |\nand",
            "<p>Text:</p>\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>\n<p>and</p>",
        ),
        ("| a |\n|---|\n", "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>"),
        ("see https://a.org/x_(y)).", '<p>see <a href="https://a.org/x_(y)">https://a.org/x_(y)</a>).</p>'),
        ("[at https://a.org/b]", '<p>[at <a href="https://a.org/b">https://a.org/b</a>]</p>'),
        ("(www.a.org, ftp)", '<p>(<a href="http://www.a.org">www.a.org</a>, ftp)</p>'),
        ("5\\% of \\&", "<p>5% of &amp;</p>"),
        ("a\n***\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("  ## Part", '<h2 id="part">Part</h2>'),
        ("Term\n: text", "<p>Term\n: text</p>"),
        ("a\n\n^\n\nb", "<p>a</p>\n<p>^</p>\n<p>b</p>"),
    ],
)
def test_a_cell_is_read_as_commonmark_where_a_page_is_not(text: str, made: str) -> None:
    assert cell(text) == made
    assert page(text) != made


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n**x**\n</div>\n\n**y**",
        "<pre>\na\n\n*b*\n</pre>\n*c*",
        "<!-- a\n\n*b* -->\n*c*",
        "in the year\n2025. It",
        "[https://a.org](/b) `https://c.org` <a href='/d'>https://d.org</a>",
        "https:// is no address",
        "- a\n  - b\n- [ ] c[^1]\n\n[^1]: Note.",
    ],
)
def test_a_cell_is_read_as_a_page_is_in_all_else(text: str) -> None:
    assert cell(text) == page(text)


def test_a_formula_with_a_bar_is_no_table() -> None:
    made = cell("With $P(A|B)$ here")
    assert made.startswith("<p>With <math")
    assert "<table" not in made


def test_a_fence_without_an_end_goes_to_the_end_of_its_cell() -> None:
    made = shown(markdown("```\n**x**"), markdown("*y*"))
    assert "<code>**x**\n</code>" in made
    assert made.endswith("<p><em>y</em></p>")


def test_an_element_that_a_cell_never_closes_is_told_with_its_line() -> None:
    assert said("<div>\n\n*x*\n\n</div>\n\n<details>\n<summary>S</summary>\n\ny") == [
        ("markdown/tags", 7, "'<details>' is never closed")
    ]
    assert said("<center>\n\n**x**</center>\n\n<p>a\n\n<!-- <div> -->\n") == []


def test_an_element_that_a_cell_leaves_open_ends_with_it() -> None:
    assert shown(markdown("<details>\n\n*x*"), markdown("*y*")) == (
        "<details>\n<p><em>x</em></p></details>\n<p><em>y</em></p>"
    )


def test_a_bare_address_in_a_notebook_is_checked_as_every_link() -> None:
    (told,) = site_with(book(markdown("# A\n\nsee https://example.org/absent/."))).briefly
    assert "cell 1, line 3: 'https://example.org/absent/' is an address of this site" in told
