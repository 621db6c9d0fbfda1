"""HTML within Markdown, as kramdown reads it."""

from __future__ import annotations

import pytest

from tests.kramdown_tree import html, rendered


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            '<div>\n  <p\n     class="a">b</p>\n\n  <p>*c*</p>\n</div>',
            '<div>\n  <p\n     class="a">b</p>\n\n  <p>*c*</p>\n</div>',
        ),
        (
            '<form action="/x">\n  <input name="a">\n\n  <button>b</button>\n</form>',
            '<form action="/x">\n  <input name="a">\n\n  <button>b</button>\n</form>',
        ),
        ('<div\n  class="a">\n    b\n</div>', '<div\n  class="a">\n    b\n</div>'),
        ("<ul>\n<li>*a*</li>\n\n<li>b</li>\n</ul>", "<ul>\n<li>*a*</li>\n\n<li>b</li>\n</ul>"),
        ("<p>a\n\nb</p>", "<p>a\n\nb</p>"),
        ("<table>\n<tr><td>*a*</td></tr>\n</table>", "<table>\n<tr><td>*a*</td></tr>\n</table>"),
        ("<DIV>a</DIV>", "<DIV>a</DIV>"),
        ("<div class='a' id=b hidden>c</div>", "<div class='a' id=b hidden>c</div>"),
        ("  <div>a</div>", "<div>a</div>"),
        ("<center>\n*a*\n</center>", "<center>\n*a*\n</center>"),
        ('<video controls>\n<source src="a.mp4">\n</video>', '<video controls>\n<source src="a.mp4">\n</video>'),
        ('<iframe src="https://a.b/c" width="1"></iframe>', '<iframe src="https://a.b/c" width="1"></iframe>'),
        ('<svg viewBox="0 0 1 1"><path d="M0"/></svg>', '<svg viewBox="0 0 1 1"><path d="M0"/></svg>'),
        ("<blockquote>\n# a\n</blockquote>", "<blockquote>\n# a\n</blockquote>"),
    ],
)
def test_a_block_of_html_stays_as_it_is(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n<div>b</div>\nc", "<p>a</p>\n<div>b</div>\n<p>c</p>"),
        ("<div>a</div>\n# b", '<div>a</div>\n<h1 id="b">b</h1>'),
        ("<div>a</div> *b*", "<div>a</div>\n<p><em>b</em></p>"),
        ("# a\n<div>b</div>", '<h1 id="a">a</h1>\n<div>b</div>'),
        ("<div>a</div>\n- b", "<div>a</div>\n<ul>\n<li>b</li>\n</ul>"),
        ("<div>a</div>\n<div>b</div>", "<div>a</div>\n<div>b</div>"),
        ("<!-- a -->\n<div>b</div>", "<!-- a -->\n<div>b</div>"),
        ("<hr>\na", "<hr>\n<p>a</p>"),
    ],
)
def test_markdown_stands_directly_before_and_after_html(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("> <div>a</div>", "<blockquote>\n<div>a</div>\n</blockquote>"),
        ("- <div>a</div>", "<ul>\n<li>\n<div>a</div>\n</li>\n</ul>"),
        ("- a\n  <div>b</div>\n- c", "<ul>\n<li>a\n<div>b</div>\n</li>\n<li>c</li>\n</ul>"),
        (
            "- a\n\n  <details>\n  <summary>b</summary>\n\n  c\n\n  </details>",
            "<ul>\n<li>\n<p>a</p>\n<details>\n<summary>b</summary>\n\nc\n\n</details>\n</li>\n</ul>",
        ),
    ],
)
def test_html_stands_in_quotes_and_items(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<style>\na > b { c: d }\n\ne {}\n</style>", "<style>\na > b { c: d }\n\ne {}\n</style>"),
        ('<script>\nif (a < b && c) { "x" }\n\n</script>', '<script>\nif (a < b && c) { "x" }\n\n</script>'),
        ('<script src="a"></script>', '<script src="a"></script>'),
        ("<pre>\n*a*\n\n  b\n</pre>", "<pre>\n*a*\n\n  b\n</pre>"),
        ("<pre><code>a\n\n*b*</code></pre>", "<pre><code>a\n\n*b*</code></pre>"),
        ("<textarea>\n*a*\n\n</textarea>", "<textarea>\n*a*\n\n</textarea>"),
    ],
)
def test_scripts_styles_and_code_stay_as_they_are(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<!-- a -->", "<!-- a -->"),
        ("a <!-- b --> c", "<p>a <!-- b --> c</p>"),
        ("<!--\n*a*\n\n- b\n-->", "<!--\n*a*\n\n- b\n-->"),
        ("a\n<!-- b -->\nc", "<p>a\n<!-- b -->\nc</p>"),
        ("<!-- a --> b", "<!-- a -->\n<p>b</p>"),
        ("<div><!-- </div> --></div>", "<div><!-- </div> --></div>"),
    ],
)
def test_a_comment_stays(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "<details>\n<summary>a</summary>\n\n*b*\n\n</details>",
            "<details>\n<summary>a</summary>\n\n*b*\n\n</details>",
        ),
        ("<details open>\n<summary>a</summary>\nb\n</details>", "<details open>\n<summary>a</summary>\nb\n</details>"),
    ],
)
def test_a_fold_stays(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('<div markdown="1">\n# a\n\n- b\n</div>', '<div>\n<h1 id="a">a</h1>\n<ul>\n<li>b</li>\n</ul>\n</div>'),
        ('<div markdown="block">\n*a*\n</div>', "<div>\n<p><em>a</em></p>\n</div>"),
        ('<div markdown="span">\n*a*\n</div>', "<div>\n<em>a</em>\n</div>"),
        ('<div class="a" markdown="1">\n\n*b*\n\n</div>', '<div class="a">\n<p><em>b</em></p>\n</div>'),
        (
            '<details markdown="1">\n<summary>*a*</summary>\n\n*b*\n\n</details>',
            "<details>\n<summary>*a*</summary>\n<p><em>b</em></p>\n</details>",
        ),
        ('<p markdown="1">*a*</p>', "<p><em>a</em></p>"),
        ('<div>\n<div markdown="1">\n*a*\n</div>\n</div>', "<div>\n<div>\n<p><em>a</em></p>\n</div>\n</div>"),
        ('<div markdown="1">\n<div>*a*</div>\n*b*\n</div>', "<div>\n<div>*a*</div>\n<p><em>b</em></p>\n</div>"),
        (
            (
                '<div class="row" markdown="1">\n<div class="col" markdown="1">\n## a\n- b\n</div>\n'
                '<div class="col" markdown="1">\n## a\nc\n</div>\n</div>'
            ),
            (
                '<div class="row">\n<div class="col">\n<h2 id="a">a</h2>\n<ul>\n<li>b</li>\n</ul>\n</div>\n'
                '<div class="col">\n<h2 id="a-1">a</h2>\n<p>c</p>\n</div>\n</div>'
            ),
        ),
        (
            '<div markdown="1">\n```\n<b>\n```\n</div>',
            (
                '<div>\n<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>&lt;b&gt;\n</code></pre></div></div>\n</div>'
            ),
        ),
        (
            '<details>\n<summary markdown="span">*a*</summary>\n\nb\n</details>',
            "<details>\n<summary><em>a</em></summary>\n\nb\n</details>",
        ),
        (
            '<section markdown="1">\na[^1]\n</section>\n\n[^1]: b',
            (
                '<section>\n<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n</section>\n'
                '<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>b\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        ('<div markdown="1">*a*</div>', "<div>\n<p><em>a</em></p>\n</div>"),
        ('<div markdown="1">\na\n</div>\n{: .b}', '<div class="b">\n<p>a</p>\n</div>'),
        (
            '<table>\n<tr>\n<td markdown="1">*a*</td>\n</tr>\n</table>',
            "<table>\n<tr>\n<td>\n<p><em>a</em></p>\n</td>\n</tr>\n</table>",
        ),
    ],
)
def test_html_with_markdown_is_read_inside(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<div>\n*a*\n</div>", "<div>\n*a*\n</div>"),
        ('<div markdown="0">\n*a*\n</div>', "<div>\n*a*\n</div>"),
        ("<main>\n\n# a\n\n</main>", "<main>\n\n# a\n\n</main>"),
        ('<section class="a">\n\n## b\n\n</section>', '<section class="a">\n\n## b\n\n</section>'),
    ],
)
def test_html_without_it_is_not(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<b>*a*</b>", "<p><b><em>a</em></b></p>"),
        ("a<br>b<br/>c", "<p>a<br>b<br/>c</p>"),
        ('<span class="a">*b*\nc</span>', '<p><span class="a"><em>b</em>\nc</span></p>'),
        ('<a href="b">*c*</a>', '<p><a href="b"><em>c</em></a></p>'),
        ('<A HREF="a">b</A>', '<p><A HREF="a">b</a></p>'),
        ('<img src="a" alt="b">', '<p><img src="a" alt="b"></p>'),
        ("<kbd>*a*</kbd>", "<p><kbd>*a*</kbd></p>"),
        ("<sub>a</sub>*b*", "<p><sub>a</sub><em>b</em></p>"),
        ("<u>a</u> <small>*b*</small>", "<p><u>a</u> <small><em>b</em></small></p>"),
        ("**<b>a</b>**", "<p><strong><b>a</b></strong></p>"),
        ('<a href="a&b">c</a>', '<p><a href="a&b">c</a></p>'),
        ('<button type="button">*a*</button>', '<p><button type="button"><em>a</em></button></p>'),
        ("<mark>a</mark>", "<p><mark>a</mark></p>"),
        ('<a name="x"></a>\n# b', '<p><a name="x"></a></p>\n<h1 id="b">b</h1>'),
    ],
)
def test_tags_within_a_line_hold_markdown(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<ul>\n<li>a\n<li>b\n</ul>", "<ul>\n<li>a\n<li>b\n</li></li></ul>"),
        ("<div>\n<p>a\n<p>b\n</div>", "<div>\n<p>a\n<p>b\n</p></p></div>"),
        ("<table>\n<tr><td>a<td>b\n</table>", "<table>\n<tr><td>a<td>b\n</td></td></tr></table>"),
    ],
)
def test_an_end_tag_that_html_leaves_out_is_no_flaw(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ("<div>\na", [(1, "'<div>' is never closed", "<div>")]),
        ("a\n\n<section>\n<div>\nb\n</div>\n", [(3, "'<section>' is never closed", "<section>")]),
        ("<div>\n<section>\na\n</div>", [(2, "'<section>' is never closed", "<section>")]),
        ("> a\n> <div>\n> b", [(2, "'<div>' is never closed", "<div>")]),
        ("- a\n- b\n\n  <div>", [(4, "'<div>' is never closed", "<div>")]),
        ("<div>\n</p>\n</div>", [(2, "'</p>' closes nothing and is shown as text", "</p>")]),
        ("<div>a</div>\n\n</div>\n\nb", [(3, "'</div>' closes nothing and is shown as text", "</div>")]),
        ("a\n\nb <b>c\n\nd", [(3, "'<b>' is never closed", "<b>")]),
        ("a </b> c", [(1, "'</b>' closes nothing and is shown as text", "</b>")]),
        ('<div markdown="1">\na', [(1, "'<div>' is never closed", "<div>")]),
        ("<script>\na", [(1, "'<script>' is never closed", "<script>")]),
        ("<style>\na\n\nb", [(1, "'<style>' is never closed", "<style>")]),
        ("a\n\n<!-- b\n\nc", [(3, "'<!--' is never closed", "<!--")]),
        ("<div>\n\n<!-- a\n\n</div>", [(3, "'<!--' is never closed", "<!--")]),
        ("| a |\n|---|\n| <b>c |", [(3, "'<b>' is never closed", "<b>")]),
        ("*a\n**b <i>c***", [(2, "'<i>' is never closed", "<i>")]),
        (
            "a\nb <div>c</div>",
            [
                (2, "'<div>' within a line is shown as text", "<div>"),
                (2, "'</div>' closes nothing and is shown as text", "</div>"),
            ],
        ),
        ("a</br>\nb", [(1, "'</br>' closes nothing and is shown as text", "</br>")]),
    ],
)
def test_a_tag_that_fits_nothing_is_a_flaw_at_its_line(text: str, flaws: list[tuple[int, str, str]]) -> None:
    found = rendered(text).flaws
    assert [(flaw.line, flaw.message, flaw.shown) for flaw in found] == flaws
    assert {flaw.rule for flaw in found} == {"markdown/tags"}


def test_a_tag_that_fits_nothing_is_shown_as_text() -> None:
    assert rendered("a</br>\nb</div> <!-- c").html == "<p>a&lt;/br&gt;\nb&lt;/div&gt; &lt;!– c</p>"


def test_an_element_that_is_never_closed_ends_with_its_block() -> None:
    assert rendered("a <b>*c*\n\nd").html == "<p>a <b><em>c</em></b></p>\n<p>d</p>"


@pytest.mark.parametrize("text", ["`</div>`", "\\</div>", "```\n<div>\n```", "&lt;/div&gt;", "a < b", "[</b>]: c"])
def test_a_tag_in_code_or_behind_a_backslash_is_no_flaw(text: str) -> None:
    assert rendered(text).flaws == ()
