"""Footnotes and tables of contents, as kramdown reads them."""

from __future__ import annotations

import pytest

from faimi_site.kramdown.flaws import Flaw
from tests.kramdown_tree import html, rendered


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "a[^1]\n\n[^1]: b",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "[^1]: b\n\na[^1]",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "a[^x-y]\n\n[^x-y]: b",
            (
                '<p>a<sup id="fnref:x-y"><a class="footnote" href="#fn:x-y"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:x-y"><p>b\xa0<a class="reversefootnote"'
                ' href="#fnref:x-y" role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "*a[^1]*\n\n[^1]: *b*",
            (
                '<p><em>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></em></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p><em>b</em>\xa0<a class="reversefootnote"'
                ' href="#fnref:1" role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "a[^1]: b\n\n[^1]: c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup>: b</p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>c\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "- a[^1]\n\n[^1]: b",
            (
                '<ul>\n<li>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></li>\n</ul>\n'
                '<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "| a[^1] |\n\n[^1]: b",
            (
                "<table>\n<tbody>\n<tr>\n"
                '<td>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></td>\n</tr>\n</tbody>\n</table>\n'
                '<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
    ],
)
def test_a_footnote_stands_at_the_end_and_leads_back(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "a[^2] b[^1]\n\n[^1]: c\n[^2]: d",
            (
                '<p>a<sup id="fnref:2"><a class="footnote" href="#fn:2"'
                ' rel="footnote" role="doc-noteref">1</a></sup> b<sup id="fnref:1"><a class="footnote"'
                ' href="#fn:1" rel="footnote" role="doc-noteref">2</a></sup></p>\n'
                '<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:2"><p>d\xa0<a class="reversefootnote" href="#fnref:2"'
                ' role="doc-backlink">↩</a></p>\n'
                '</li><li id="fn:1"><p>c\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "a[^1]\n\n[^1]: b[^2]\n[^2]: c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b<sup id="fnref:2"><a'
                ' class="footnote" href="#fn:2" rel="footnote" role="doc-noteref">2</a></sup>\xa0<a'
                ' class="reversefootnote"'
                ' href="#fnref:1" role="doc-backlink">↩</a></p>\n'
                '</li><li id="fn:2"><p>c\xa0<a class="reversefootnote" href="#fnref:2"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
    ],
)
def test_footnotes_are_numbered_by_their_marks(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "a[^1] b[^1]\n\n[^1]: c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup> b<sup id="fnref:1:1"><a class="footnote"'
                ' href="#fn:1" rel="footnote" role="doc-noteref">1</a></sup></p>\n'
                '<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>c\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a>\xa0<a class="reversefootnote" href="#fnref:1:1"'
                ' role="doc-backlink">↩<sup>2</sup></a></p>\n</li></ol></div>'
            ),
        ),
        (
            "a[^1][^1][^1]\n\n[^1]: b\n\n    ```\n    c\n    ```",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup><sup id="fnref:1:1"><a class="footnote"'
                ' href="#fn:1" rel="footnote" role="doc-noteref">1</a></sup><sup id="fnref:1:2"><a'
                ' class="footnote" href="#fn:1" rel="footnote" role="doc-noteref">1</a></sup></p>\n'
                '<div class="footnotes" role="doc-endnotes">\n<ol><li id="fn:1"><p>b</p>\n'
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>c\n</code></pre></div></div>\n'
                '<p><a class="reversefootnote" href="#fnref:1" role="doc-backlink">↩</a>\xa0<a'
                ' class="reversefootnote" href="#fnref:1:1" role="doc-backlink">↩<sup>2</sup></a>\xa0<a'
                ' class="reversefootnote" href="#fnref:1:2" role="doc-backlink">↩'
                "<sup>3</sup></a></p></li></ol></div>"
            ),
        ),
    ],
)
def test_a_mark_that_stands_again_leads_to_the_same_note(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "a[^1]\n\n[^1]: b\n    c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\n'
                'c\xa0<a class="reversefootnote" href="#fnref:1" role="doc-backlink">↩</a></p>\n'
                "</li></ol></div>"
            ),
        ),
        (
            "a[^1]\n\n[^1]: b\n\n    c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b</p>\n'
                '<p>c\xa0<a class="reversefootnote" href="#fnref:1" role="doc-backlink">↩</a></p>\n'
                "</li></ol></div>"
            ),
        ),
        (
            "a[^1]\n\n[^1]: - b\n    - c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><ul>\n<li>b</li>\n<li>c</li>\n</ul>\n'
                '<p><a class="reversefootnote" href="#fnref:1" role="doc-backlink">↩</a></p></li></ol></div>'
            ),
        ),
        (
            "a[^1]\n\n[^1]: b\n\n        c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b</p>\n'
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>c\n</code></pre></div></div>\n'
                '<p><a class="reversefootnote" href="#fnref:1" role="doc-backlink">↩</a></p></li></ol></div>'
            ),
        ),
        (
            "a[^1]\n\n[^1]: b\n\n    > c",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b</p>\n<blockquote>\n<p>c</p>\n</blockquote>\n'
                '<p><a class="reversefootnote" href="#fnref:1" role="doc-backlink">↩</a></p></li></ol></div>'
            ),
        ),
        (
            "a[^1]\n\n[^1]: b\n\nc",
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<p>c</p>\n'
                '<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
    ],
)
def test_a_note_holds_several_blocks(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a[^1]", "<p>a[^1]</p>"),
        ("a[^b c]\n\n[^b c]: d", "<p>a[^b c]</p>"),
    ],
)
def test_a_mark_without_a_note_is_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[^1]: a", ""),
        ("[^1]: a\\[^1]", ""),
        ("[^1]: b\n\n`[^1]`", "<p><code>[^1]</code></p>"),
    ],
)
def test_a_note_without_a_mark_is_not_shown_and_is_a_flaw(text: str, made: str) -> None:
    page = rendered(text)
    assert page.html == made
    message = "nothing leads to the footnote [^1], so that it is not shown"
    assert page.flaws == (Flaw("markdown/footnote", 1, message, "write [^1] where it belongs, or take it out", "[^1]"),)


def test_a_second_note_of_one_name_is_a_flaw() -> None:
    (flaw,) = rendered("a[^1]\n\n[^1]: b\n\n[^1]: c").flaws
    assert (flaw.line, flaw.message) == (5, "[^1] is the footnote of line 3 too, which is not shown")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "- x\n{:toc}\n\n# a\n\n## b\n\n# c",
            (
                '<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a><ul><li><a href="#b"'
                ' id="markdown-toc-b">b</a></li></ul></li><li><a href="#c"'
                ' id="markdown-toc-c">c</a></li></ul>\n<h1 id="a">a</h1>\n<h2 id="b">b</h2>\n<h1 id="c">c</h1>'
            ),
        ),
        (
            "1. x\n{:toc}\n\n# a\n\n### b\n\n## c",
            (
                '<ol id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a><ol><li><a href="#b"'
                ' id="markdown-toc-b">b</a></li><li><a href="#c"'
                ' id="markdown-toc-c">c</a></li></ol></li></ol>\n<h1 id="a">a</h1>\n<h3 id="b">b</h3>\n'
                '<h2 id="c">c</h2>'
            ),
        ),
        (
            "* x\n{:toc #y .z}\n\n# *a* `b` [c](d)",
            (
                '<ul class="z" id="y"><li><a href="#a-b-c" id="y-a-b-c"><em>a</em> <code>b</code>'
                ' c</a></li></ul>\n<h1 id="a-b-c"><em>a</em> <code>b</code> <a href="d">c</a></h1>'
            ),
        ),
        (
            "# a\n{: .no_toc}\n\n- x\n{:toc}\n\n## b",
            (
                '<h1 class="no_toc" id="a">a</h1>\n'
                '<ul id="markdown-toc"><li><a href="#b" id="markdown-toc-b">b</a></li></ul>\n<h2 id="b">b</h2>'
            ),
        ),
        (
            "> - x\n> {:toc}\n\n# a",
            (
                '<blockquote>\n<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a></li></ul>\n'
                '</blockquote>\n<h1 id="a">a</h1>'
            ),
        ),
        (
            "- x\n{:toc}\n\na\n===\n\nb\n---",
            (
                '<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a><ul><li><a href="#b"'
                ' id="markdown-toc-b">b</a></li></ul></li></ul>\n<h1 id="a">a</h1>\n<h2 id="b">b</h2>'
            ),
        ),
        (
            "- x\n{:toc}\n\n## a[^1]\n\n[^1]: b",
            (
                '<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a></li></ul>\n'
                '<h2 id="a">a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></h2>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        (
            "- x\n{:toc}\n\n# a\n\n# a",
            (
                '<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a></li><li><a href="#a-1"'
                ' id="markdown-toc-a-1">a</a></li></ul>\n<h1 id="a">a</h1>\n<h1 id="a-1">a</h1>'
            ),
        ),
    ],
)
def test_a_list_named_toc_is_the_table_of_contents(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("- x\n{:toc}\n\na", "<p>a</p>"),
        ("[TOC]\n\na", "<p>a</p>"),
        ("# a\n{: .no_toc}\n\n- x\n{:toc}", '<h1 class="no_toc" id="a">a</h1>'),
        ('- x\n{:toc}\n\n<h2 id="y">a</h2>', '<h2 id="y">a</h2>'),
    ],
)
def test_a_table_of_contents_without_headings_is_nothing(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "[TOC]\n\n# a\n\n## b",
            (
                '<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a><ul><li><a href="#b"'
                ' id="markdown-toc-b">b</a></li></ul></li></ul>\n<h1 id="a">a</h1>\n<h2 id="b">b</h2>'
            ),
        ),
        (
            "a\n[TOC]\n\n# b",
            ('<p>a</p>\n<ul id="markdown-toc"><li><a href="#b" id="markdown-toc-b">b</a></li></ul>\n<h1 id="b">b</h1>'),
        ),
        (
            "# a\n{: .no_toc}\n\n[TOC]\n\n## b\n\n#### c\n\n### d",
            (
                '<h1 class="no_toc" id="a">a</h1>\n'
                '<ul id="markdown-toc"><li><a href="#b" id="markdown-toc-b">b</a><ul><li><a href="#c"'
                ' id="markdown-toc-c">c</a></li><li><a href="#d"'
                ' id="markdown-toc-d">d</a></li></ul></li></ul>\n<h2 id="b">b</h2>\n<h4 id="c">c</h4>\n'
                '<h3 id="d">d</h3>'
            ),
        ),
        (
            "> [TOC]\n\n# a",
            (
                '<blockquote>\n<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a></li></ul>\n'
                '</blockquote>\n<h1 id="a">a</h1>'
            ),
        ),
        (
            "[TOC]\n{: .x}\n\n# a",
            ('<ul class="x" id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a></li></ul>\n<h1 id="a">a</h1>'),
        ),
        (
            "[TOC]\n\n# a\n\n[TOC]",
            (
                '<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">a</a></li></ul>\n'
                '<h1 id="a">a</h1>\n<p>[TOC]</p>'
            ),
        ),
    ],
)
def test_the_marker_toc_is_the_table_of_contents(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("see [TOC] below", "<p>see [TOC] below</p>"),
        ("`[TOC]`", "<p><code>[TOC]</code></p>"),
        (
            "    [TOC]",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>[TOC]\n</code></pre></div></div>'
            ),
        ),
        ("[toc]", "<p>[toc]</p>"),
        ("\\[TOC]", "<p>[TOC]</p>"),
    ],
)
def test_the_marker_toc_elsewhere_is_text(text: str, made: str) -> None:
    assert html(text) == made
