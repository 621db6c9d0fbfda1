"""Attribute lists, as kramdown reads them."""

from __future__ import annotations

import pytest

from faimi_site.kramdown.attributes import with_values
from tests.kramdown_tree import html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n{: .x}", '<p class="x">a</p>'),
        ("# a\n{: .x #y}", '<h1 class="x" id="y">a</h1>'),
        ("- a\n- b\n{: .x}", '<ul class="x">\n<li>a</li>\n<li>b</li>\n</ul>'),
        ("1. a\n{: .x}", '<ol class="x">\n<li>a</li>\n</ol>'),
        ("> a\n{: .x}", '<blockquote class="x">\n<p>a</p>\n</blockquote>'),
        ("| a |\n{: .x}", '<table class="x">\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>'),
        (
            "```\na\n```\n{: .x}",
            (
                '<div class="language-plaintext x highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            "```py\na\n```\n{: .x #y}",
            (
                '<div class="language-py x highlighter-rouge" id="y"><div class="highlight"><pre'
                ' class="highlight"><code><span class="n">a</span>\n</code></pre></div></div>'
            ),
        ),
        (
            "    a\n{: .x}",
            (
                '<div class="language-plaintext x highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        ("---\n{: .x}", '<hr class="x">'),
        ("a\n: b\n{: .x}", '<dl class="x">\n<dt>a</dt>\n<dd>b</dd>\n</dl>'),
        ("<div>a</div>\n{: .x}", '<div class="x">a</div>'),
        ('<div class="a" id="b">c</div>\n{: .x #y}', '<div class="a x" id="y">c</div>'),
    ],
)
def test_an_attribute_list_below_a_block_is_its_own(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{: .x}\na", '<p class="x">a</p>'),
        ("a\n\n{: .x}\nb", '<p>a</p>\n<p class="x">b</p>'),
        ("{: .x}\n- a", '<ul class="x">\n<li>a</li>\n</ul>'),
        ("{: .x}\n> a", '<blockquote class="x">\n<p>a</p>\n</blockquote>'),
        ("{: .x}\n# a", '<h1 class="x" id="a">a</h1>'),
        (
            "{: .x}\n```\na\n```",
            (
                '<div class="language-plaintext x highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        ("{: .x}\n| a |", '<table class="x">\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>'),
        ("a\n\n{: .x}\n\nb", '<p>a</p>\n<p class="x">b</p>'),
    ],
)
def test_an_attribute_list_above_a_block_is_its_own(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("> a\n> {: .x}", '<blockquote>\n<p class="x">a</p>\n</blockquote>'),
        ("> a\n> {: .x}\n{: .y}", '<blockquote class="y">\n<p class="x">a</p>\n</blockquote>'),
        ("> - a\n> {: .x}", '<blockquote>\n<ul class="x">\n<li>a</li>\n</ul>\n</blockquote>'),
        (
            "> ```\n> a\n> ```\n> {: .x}",
            (
                '<blockquote>\n<div class="language-plaintext x highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>\n</blockquote>'
            ),
        ),
        ("- a\n\n  b\n  {: .x}", '<ul>\n<li>\n<p>a</p>\n<p class="x">b</p>\n</li>\n</ul>'),
        ("- a\n  {: .x}", "<ul>\n<li>a</li>\n</ul>"),
        ("- {: .x} a\n- b", '<ul>\n<li class="x">a</li>\n<li>b</li>\n</ul>'),
        ("1. {: .x} a", '<ol>\n<li class="x">a</li>\n</ol>'),
        ("a\n: {: .x} b", '<dl>\n<dt>a</dt>\n<dd class="x">b</dd>\n</dl>'),
        ("{:.x} a\n: b", '<dl>\n<dt class="x">a</dt>\n<dd>b</dd>\n</dl>'),
    ],
)
def test_an_attribute_list_belongs_to_a_block_within_a_quote_or_an_item(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n{: .x}\n{: #y}\n{: .z}", '<p class="x z" id="y">a</p>'),
        ("{: .x}\n{: #y}\na", '<p class="x" id="y">a</p>'),
        ("*a*{: .x}{: #y}", '<p><em class="x" id="y">a</em></p>'),
        ("a\n{: .x .y #z k=\"v\" l='w'}", '<p class="x y" id="z" k="v" l="w">a</p>'),
        ("a\n{: #x}\n{: #y}", '<p id="y">a</p>'),
    ],
)
def test_several_attribute_lists_add_up(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n{:.x}", '<p class="x">a</p>'),
        ("a\n{:#x}", '<p id="x">a</p>'),
        ("a\n{: .x#y}", '<p class="x" id="y">a</p>'),
        ("a\n   {: .x}", '<p class="x">a</p>'),
        ('a\n{: k="a b"}', '<p k="a b">a</p>'),
        ('a\n{: k="a\\"b"}', '<p k="a&quot;b">a</p>'),
        ('a\n{: k="a\\}b"}', '<p k="a}b">a</p>'),
        ('a\n{: data-x="1" aria-label="é & <b>"}', '<p aria-label="é &amp; &lt;b&gt;" data-x="1">a</p>'),
    ],
)
def test_an_attribute_list_is_written_in_many_ways(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("*a*{: .x}", '<p><em class="x">a</em></p>'),
        ("**a**{:.x}", '<p><strong class="x">a</strong></p>'),
        ("`a`{: .x}", '<p><code class="x">a</code></p>'),
        ('[a](b){: .x target="_blank"}', '<p><a class="x" href="b" target="_blank">a</a></p>'),
        ('![a](b){: width="3"}', '<p><img alt="a" src="b" width="3"></p>'),
        ("<b>a</b>{: .x}", '<p><b class="x">a</b></p>'),
        ("<http://a.b>{: .x}", '<p><a class="x" href="http://a.b">http://a.b</a></p>'),
        ("[a]{: .x}\n\n[a]: b", '<p><a class="x" href="b">a</a></p>'),
        ("> ![a](b){: .x}", '<blockquote>\n<p><img alt="a" class="x" src="b"></p>\n</blockquote>'),
        ("| *a*{: .x} |", '<table>\n<tbody>\n<tr>\n<td><em class="x">a</em></td>\n</tr>\n</tbody>\n</table>'),
    ],
)
def test_an_attribute_list_behind_a_span_is_its_own(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{:x: .y}\n\na\n{: x}", '<p class="y">a</p>'),
        ('a\n{: x}\n\n{:x: .y k="v"}', '<p class="y" k="v">a</p>'),
        ("{:x: .y}\n\na\n{: x .z}", '<p class="y z">a</p>'),
        ("{:x: .y}\n{:x: #z}\n\n*a*{:x}", '<p><em class="y" id="z">a</em></p>'),
    ],
)
def test_an_attribute_list_of_its_own_name_is_put_in_where_it_is_named(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[a]\n\n[a]: b\n{: .x}", '<p><a class="x" href="b">a</a></p>'),
        ('[a] [c][a]\n\n[a]: b "t"\n{: .x}', '<p>[a] <a class="x" href="b" title="t">c</a></p>'),
    ],
)
def test_a_link_definition_has_attributes_for_all_its_links(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a{: .x}", "<p>a{: .x}</p>"),
        ("a {: .x}", "<p>a {: .x}</p>"),
        ("{a: b}", "<p>{a: b}</p>"),
        ("{{ a }}", "<p>{{ a }}</p>"),
        ("{% a %}", "<p>{% a %}</p>"),
        ("*a*{b}", "<p><em>a</em>{b}</p>"),
        ("a {: .b", "<p>a {: .b</p>"),
        ("\\{: .x}", "<p>{: .x}</p>"),
    ],
)
def test_what_is_no_attribute_list_is_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{: .x}", ""),
        ("a\n\n{: .x}", "<p>a</p>"),
    ],
)
def test_an_attribute_list_without_a_block_says_nothing(text: str, made: str) -> None:
    assert html(text) == made


def test_the_values_of_a_list_are_written_anew_with_their_quotes_and_all_else_stays() -> None:
    written = r""".a key="x \"y\"" #b other='z' name"""
    anew = {'x "y"': '{"u"}'}
    assert with_values(written, lambda _, value: anew.get(value, value)) == (r""".a key="{\"u\"\}" #b other='z' name""")
