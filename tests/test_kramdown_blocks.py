"""Headings, quotes and the other blocks of a text, as kramdown's GFM parser reads them."""

from __future__ import annotations

import pytest

from tests.kramdown_tree import html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("# a", '<h1 id="a">a</h1>'),
        ("## a ##", '<h2 id="a">a</h2>'),
        ("###### a", '<h6 id="a">a</h6>'),
        ("a\n===", '<h1 id="a">a</h1>'),
        ("a\n---", '<h2 id="a">a</h2>'),
        ("a *b*\n-----", '<h2 id="a-b">a <em>b</em></h2>'),
        ("# a\nb", '<h1 id="a">a</h1>\n<p>b</p>'),
        ("a\n# b", '<p>a</p>\n<h1 id="b">b</h1>'),
        ("# a\n## b", '<h1 id="a">a</h1>\n<h2 id="b">b</h2>'),
        ("# C#", '<h1 id="c">C#</h1>'),
        ("> # a", '<blockquote>\n<h1 id="a">a</h1>\n</blockquote>'),
        ("- # a", '<ul>\n<li>\n<h1 id="a">a</h1>\n</li>\n</ul>'),
    ],
)
def test_a_heading_has_signs_before_it_or_a_line_below(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("#Word", "<p>#Word</p>"),
        ("#1", "<p>#1</p>"),
        ("####### a", "<p>####### a</p>"),
        ("  # a", "<p># a</p>"),
        ("\\# a", "<p># a</p>"),
    ],
)
def test_signs_without_a_space_or_too_many_of_them_are_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("# Keynote - Dr. Judy Gichoya", '<h1 id="keynote---dr-judy-gichoya">Keynote - Dr. Judy Gichoya</h1>'),
        ("# a  b", '<h1 id="a--b">a  b</h1>'),
        ('# "a" & b', '<h1 id="a--b">“a” &amp; b</h1>'),
        ("# A -- b", '<h1 id="a--b">A – b</h1>'),
        ("# Straße Ü 日本", '<h1 id="straße-ü-日本">Straße Ü 日本</h1>'),
        ("# 1. a", '<h1 id="1-a">1. a</h1>'),
        ("# a_b_c", '<h1 id="a_b_c">a_b_c</h1>'),
        ("# *a* `b` [c](d)", '<h1 id="a-b-c"><em>a</em> <code>b</code> <a href="d">c</a></h1>'),
        ("# a.b:c/d", '<h1 id="abcd">a.b:c/d</h1>'),
        ("# It's", '<h1 id="its">It’s</h1>'),
        ("# -a-", '<h1 id="-a-">-a-</h1>'),
        ("# <b>a</b> b", '<h1 id="a-b"><b>a</b> b</h1>'),
        ("# 😀 a", '<h1 id="-a">😀 a</h1>'),
        ("# ?", "<h1>?</h1>"),
    ],
)
def test_the_id_of_a_heading_is_its_text_without_signs(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("# A\n\n# A\n\n# a!", '<h1 id="a">A</h1>\n<h1 id="a-1">A</h1>\n<h1 id="a-2">a!</h1>'),
        ("## a-1\n\n## a\n\n## a", '<h2 id="a-1">a-1</h2>\n<h2 id="a">a</h2>\n<h2 id="a-1">a</h2>'),
        ("# ?\n\n# !", '<h1>?</h1>\n<h1 id="-1">!</h1>'),
    ],
)
def test_a_heading_whose_id_is_taken_gets_a_number(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("# a {#x}", '<h1 id="x">a</h1>'),
        ("a {#x}\n---", '<h2 id="x">a</h2>'),
        ("# a\n{: #x}", '<h1 id="x">a</h1>'),
        ("{: #x}\n# a", '<h1 id="x">a</h1>'),
        ("# a\n{: #x .y}", '<h1 class="y" id="x">a</h1>'),
        ("## a {#x}\n\n## x", '<h2 id="x">a</h2>\n<h2 id="x">x</h2>'),
    ],
)
def test_the_author_gives_a_heading_its_id(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<h2>a b</h2>", "<h2>a b</h2>"),
        ('<h2 id="x" class="y">a</h2>', '<h2 id="x" class="y">a</h2>'),
        ('<h2 align="center">a</h2>\n\n## a', '<h2 align="center">a</h2>\n<h2 id="a">a</h2>'),
    ],
)
def test_a_heading_in_html_keeps_what_it_has(text: str, made: str) -> None:
    assert html(text) == made


def test_a_footnote_mark_is_no_part_of_an_id() -> None:
    assert html("# a[^1]\n\n[^1]: b") == (
        '<h1 id="a">a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
        ' rel="footnote" role="doc-noteref">1</a></sup></h1>\n<div class="footnotes" role="doc-endnotes">\n'
        '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
        ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
    )


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("---", "<hr>"),
        ("***", "<hr>"),
        ("_ _ _", "<hr>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    ],
)
def test_a_rule_is_three_signs(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n---", '<h2 id="a">a</h2>'),
        ("a\n***", "<p>a\n***</p>"),
        ("--", "<p>–</p>"),
    ],
)
def test_a_rule_directly_below_text_is_a_heading_or_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        (">a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("> a\nb", "<blockquote>\n<p>a\nb</p>\n</blockquote>"),
        ("> a\nb > c", "<blockquote>\n<p>a\nb &gt; c</p>\n</blockquote>"),
        ("> a\n<b>c</b>", "<blockquote>\n<p>a\n<b>c</b></p>\n</blockquote>"),
        ("> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"),
        ("> a\n\n> b", "<blockquote>\n<p>a</p>\n</blockquote>\n<blockquote>\n<p>b</p>\n</blockquote>"),
        ("> - a\n> - b", "<blockquote>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</blockquote>"),
        ("> > a", "<blockquote>\n<blockquote>\n<p>a</p>\n</blockquote>\n</blockquote>"),
        ("> a\n> # b", '<blockquote>\n<p>a</p>\n<h1 id="b">b</h1>\n</blockquote>'),
        ("a\n> b", "<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>"),
        ("> a\n- b", "<blockquote>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</blockquote>"),
        ("> 1. a\n>    - b", "<blockquote>\n<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>\n</blockquote>"),
    ],
)
def test_a_quote_holds_blocks(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "    a\n\n    b",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n\nb\n</code></pre></div></div>'
            ),
        ),
        (
            "\ta",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            '    <b> "c" -- *d*',
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>&lt;b&gt; "c" -- *d*\n</code></pre></div></div>'
            ),
        ),
    ],
)
def test_an_indent_of_four_is_code(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n    b", "<p>a\n    b</p>"),
        ("a\n        b", "<p>a\n        b</p>"),
        ("  a\n   b", "<p>a\n   b</p>"),
    ],
)
def test_an_indent_within_a_paragraph_is_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ""),
        ("\n\n", ""),
        ("   \n", ""),
        ("a\n\n\n\nb", "<p>a</p>\n<p>b</p>"),
        ("^", ""),
        ("#", "<p>#</p>"),
        ("-", "<p>-</p>"),
        (">", "<blockquote>\n</blockquote>"),
        ("|", "<table>\n<tbody>\n<tr></tr>\n</tbody>\n</table>"),
        ("1.", "<p>1.</p>"),
        ("``", "<p>``</p>"),
        ("$$", "<p>$$</p>"),
        ("[", "<p>[</p>"),
        ("!", "<p>!</p>"),
        ("\\", "<p>\\</p>"),
    ],
)
def test_white_space_and_signs_make_no_blocks(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[a]: b\nc\n---", "<p>c\n—</p>"),
        ("*[A]: b\n| c |", "<p>| c |</p>"),
        ("[a]: b\n\nc\n---", '<h2 id="c">c</h2>'),
        ("[a]: b\n# c", '<h1 id="c">c</h1>'),
    ],
)
def test_a_definition_is_no_blank_line(text: str, made: str) -> None:
    assert html(text) == made
