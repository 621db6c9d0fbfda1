"""Emphasis, links, typography and the other spans of a line, as kramdown reads them."""

from __future__ import annotations

import pytest

from tests.kramdown_tree import html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("*a* _b_", "<p><em>a</em> <em>b</em></p>"),
        ("**a** __b__", "<p><strong>a</strong> <strong>b</strong></p>"),
        ("***a***", "<p><strong><em>a</em></strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b** c*", "<p><em>a <strong>b</strong> c</em></p>"),
        ("a*b*c", "<p>a<em>b</em>c</p>"),
        ("**a**b", "<p><strong>a</strong>b</p>"),
        ("(_a_)", "<p>(<em>a</em>)</p>"),
        ("*a\nb*", "<p><em>a\nb</em></p>"),
        ("**Note:** a", "<p><strong>Note:</strong> a</p>"),
        ('"*a*"', "<p>“<em>a</em>”</p>"),
    ],
)
def test_stars_and_underscores_emphasize(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("a_b_c", "<p>a_b_c</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("__init__.py", "<p><strong>init</strong>.py</p>"),
        ("*a", "<p>*a</p>"),
        ("a*", "<p>a*</p>"),
        ("**a", "<p>**a</p>"),
        ("* a*", "<ul>\n<li>a*</li>\n</ul>"),
        ("a *Name**", "<p>a *Name**</p>"),
        ("\\*a\\*", "<p>*a*</p>"),
        ("*a\n\nb*", "<p>*a</p>\n<p>b*</p>"),
        ("_ a _", "<p>_ a _</p>"),
    ],
)
def test_stars_and_underscores_that_emphasize_nothing_stay(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("~~a~~", "<p><del>a</del></p>"),
        ("~~a *b*~~", "<p><del>a <em>b</em></del></p>"),
        ("a~~b~~c", "<p>a<del>b</del>c</p>"),
        ("~~a\nb~~", "<p><del>a\nb</del></p>"),
    ],
)
def test_two_tildes_strike(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("~~ a ~~", "<p>~~ a ~~</p>"),
        ("~a~", "<p>~a~</p>"),
        ("~~a", "<p>~~a</p>"),
        ("H~2~O", "<p>H~2~O</p>"),
        ("`~~a~~`", "<p><code>~~a~~</code></p>"),
    ],
)
def test_tildes_that_strike_nothing_stay(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("a    \nb", "<p>a  <br>\nb</p>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
        ("a\\\\\nb", "<p>a<br>\nb</p>"),
        ("*a*  \n**b**", "<p><em>a</em><br>\n<strong>b</strong></p>"),
        ("- a  \n  b", "<ul>\n<li>a<br>\nb</li>\n</ul>"),
        ("> a  \n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>"),
        ("[a](b)\\\nc", '<p><a href="b">a</a><br>\nc</p>'),
    ],
)
def test_two_spaces_or_a_backslash_break_a_line(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\nb", "<p>a\nb</p>"),
        ("a \nb", "<p>a \nb</p>"),
        ("a  ", "<p>a</p>"),
        ("a\\", "<p>a\\</p>"),
        ("# a  \nb", '<h1 id="a">a</h1>\n<p>b</p>'),
    ],
)
def test_nothing_breaks_a_line_otherwise(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[a](b)", '<p><a href="b">a</a></p>'),
        ("[a](b.md#c)", '<p><a href="b.md#c">a</a></p>'),
        ("[a](<b c>)", '<p><a href="b c">a</a></p>'),
        ('[a](b "t")', '<p><a href="b" title="t">a</a></p>'),
        ("[a](b 't')", '<p><a href="b" title="t">a</a></p>'),
        ("[a](b(c)d)", '<p><a href="b(c)d">a</a></p>'),
        ("[*a* `b`](c)", '<p><a href="c"><em>a</em> <code>b</code></a></p>'),
        ("*[a](b)*", '<p><em><a href="b">a</a></em></p>'),
        ("[a\nb](c)", '<p><a href="c">a\nb</a></p>'),
        ("[a [b] c](d)", '<p><a href="d">a [b] c</a></p>'),
        ("[a](/b_c_d)", '<p><a href="/b_c_d">a</a></p>'),
        ("[a](b&c=d)", '<p><a href="b&amp;c=d">a</a></p>'),
        ("[a](b&amp;c)", '<p><a href="b&amp;c">a</a></p>'),
        ("[a](é)", '<p><a href="é">a</a></p>'),
        ("[](b)", '<p><a href="b"></a></p>'),
        ("[a]()", '<p><a href="">a</a></p>'),
        ("[a](b)[c](d)", '<p><a href="b">a</a><a href="d">c</a></p>'),
        ('[a](b){: title="c"}', '<p><a href="b" title="c">a</a></p>'),
    ],
)
def test_a_link_leads_where_it_says(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('[a][b]\n\n[b]: c "d"', '<p><a href="c" title="d">a</a></p>'),
        ("[a][]\n\n[a]: c", '<p><a href="c">a</a></p>'),
        ("[A]\n\n[a]: c", '<p><a href="c">A</a></p>'),
        ("[a]\n\n[a]: <c d>", '<p><a href="c d">a</a></p>'),
        ('[a]\n\n[a]: c\n  "t"', '<p><a href="c" title="t">a</a></p>'),
        ("[a]: b\n\n> [a]", '<blockquote>\n<p><a href="b">a</a></p>\n</blockquote>'),
        ("[a][b\nc]\n\n[b c]: d", '<p><a href="d">a</a></p>'),
        ("[a] [b]\n\n[b]: c", '<p><a href="c">a</a></p>'),
    ],
)
def test_a_link_is_defined_at_any_place(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("![a](b)", '<p><img alt="a" src="b"></p>'),
        ('![a](b "t")', '<p><img alt="a" src="b" title="t"></p>'),
        ("![](b)", '<p><img alt="" src="b"></p>'),
        ('![a "b" *c*](d)', '<p><img alt="a &quot;b&quot; *c*" src="d"></p>'),
        ("![a][b]\n\n[b]: c", '<p><img alt="a" src="c"></p>'),
        ("[![a](b)](c)", '<p><a href="c"><img alt="a" src="b"></a></p>'),
        ("![a](b c.png)", '<p><img alt="a" src="b c.png"></p>'),
    ],
)
def test_a_picture_has_its_words_as_alternative(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[a]", "<p>[a]</p>"),
        ("[a][b]", "<p>[a][b]</p>"),
        ("[1] and [2]", "<p>[1] and [2]</p>"),
        ("[x] a", "<p>[x] a</p>"),
        ("\\[a](b)", "<p>[a](b)</p>"),
        ("[a\\](b)", "<p>[a](b)</p>"),
        ("![a", "<p>![a</p>"),
        ("[MICCAI 2024[(x)", "<p>[MICCAI 2024[(x)</p>"),
        ("[a](b", "<p>[a](b</p>"),
        ("[[a]]", "<p>[[a]]</p>"),
        ("a [b] (c)", "<p>a [b] (c)</p>"),
    ],
)
def test_brackets_that_lead_nowhere_are_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<https://a.b/c?d=e&f>", '<p><a href="https://a.b/c?d=e&amp;f">https://a.b/c?d=e&amp;f</a></p>'),
        ("<a@b.org>", '<p><a href="mailto:a@b.org">a@b.org</a></p>'),
        ("<mailto:a@b.org>", '<p><a href="mailto:a@b.org">a@b.org</a></p>'),
        ("<ftp://a.b>", '<p><a href="ftp://a.b">ftp://a.b</a></p>'),
        ("*<http://a_b_c.d>*", '<p><em><a href="http://a_b_c.d">http://a_b_c.d</a></em></p>'),
    ],
)
def test_an_address_in_pointed_brackets_is_a_link(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("https://a.b/c", "<p>https://a.b/c</p>"),
        ("www.a.b", "<p>www.a.b</p>"),
        ("a@b.org", "<p>a@b.org</p>"),
        ("http://a_b_c/d_e", "<p>http://a_b_c/d_e</p>"),
    ],
)
def test_a_bare_address_is_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("\\*a\\*", "<p>*a*</p>"),
        ("\\# a", "<p># a</p>"),
        ("1\\. a", "<p>1. a</p>"),
        ("\\- a", "<p>- a</p>"),
        ("\\`a\\`", "<p>`a`</p>"),
        ("\\\\", "<p>\\</p>"),
        ("\\|a|", "<table>\n<tbody>\n<tr>\n<td>|a</td>\n</tr>\n</tbody>\n</table>"),
        ("\\<b>", "<p>&lt;b&gt;</p>"),
        ('\\"a\\"', '<p>"a"</p>'),
        ("\\$a\\$", "<p>$a$</p>"),
        ("\\a", "<p>\\a</p>"),
        ("\\{: .x}", "<p>{: .x}</p>"),
    ],
)
def test_a_backslash_takes_a_sign_as_it_is(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a < b > c", "<p>a &lt; b &gt; c</p>"),
        ("a & b", "<p>a &amp; b</p>"),
        ("&copy; &nbsp; &#169; &#xA9;", "<p>&copy; &nbsp; &#169; &#xA9;</p>"),
        ("&foo; &;", "<p>&amp;foo; &amp;;</p>"),
        ("a <b", "<p>a &lt;b</p>"),
        ("AT&T", "<p>AT&amp;T</p>"),
        ("`<b>&amp;`", "<p><code>&lt;b&gt;&amp;amp;</code></p>"),
    ],
)
def test_entities_and_signs_of_html_are_safe(text: str, made: str) -> None:
    assert html(text) == made
