"""Tables, lists of definitions and abbreviations, as kramdown reads them."""

from __future__ import annotations

import pytest

from tests.kramdown_tree import html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "| a | b |\n|---|---|\n| c | d |",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n"
                "<td>d</td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
        (
            "a | b\n---|---\nc | d",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n"
                "<td>d</td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
        (
            "|a|b|\n|-|-|\n|c|d|",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n"
                "<td>d</td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
        ("| a | b |\n+---+---+\n| c | d |", "<p>| a | b |\n+—+—+\n| c | d |</p>"),
    ],
)
def test_a_table_has_a_head_and_a_body(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("| a | b |", "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>"),
        (
            "| a | b |\n| c | d |",
            (
                "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n"
                "</tbody>\n</table>"
            ),
        ),
        ("|---|---|\n| a | b |", "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>"),
        (
            "a | b\nc | d",
            (
                "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n"
                "</tbody>\n</table>"
            ),
        ),
    ],
)
def test_a_table_needs_no_head(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "| a | b | c | d |\n|:-|:-:|-:|---|\n| e | f | g | h |",
            (
                '<table>\n<thead>\n<tr>\n<th style="text-align: left">a</th>\n'
                '<th style="text-align: center">b</th>\n<th style="text-align: right">c</th>\n<th>d</th>\n'
                '</tr>\n</thead>\n<tbody>\n<tr>\n<td style="text-align: left">e</td>\n'
                '<td style="text-align: center">f</td>\n<td style="text-align: right">g</td>\n<td>h</td>\n'
                "</tr>\n</tbody>\n</table>"
            ),
        ),
        ("|:-|-:|\n| a | b |", "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>"),
    ],
)
def test_colons_align_a_column(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "| a | b |\n|---|---|\n| c |\n| d | e | f |",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n<th></th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
                "<td>c</td>\n<td></td>\n<td></td>\n</tr>\n<tr>\n<td>d</td>\n<td>e</td>\n<td>f</td>\n</tr>\n"
                "</tbody>\n</table>"
            ),
        ),
        (
            "| a | b |\n| c |",
            (
                "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n<td></td>\n</tr>\n"
                "</tbody>\n</table>"
            ),
        ),
        (
            "| a ||\n|---|---|\n|| b |",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n<th></th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td></td>\n"
                "<td>b</td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
        (
            "| a | b |\n|---|\n| c | d |",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n"
                "<td>d</td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
    ],
)
def test_rows_are_made_even(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "|a|\n|-|\n|b|\n|-|\n|c|",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n"
                "</tbody>\n<tbody>\n<tr>\n<td>c</td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
        (
            "|a|\n|-|\n|b|\n|=|\n|c|",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n"
                "</tbody>\n<tfoot>\n<tr>\n<td>c</td>\n</tr>\n</tfoot>\n</table>"
            ),
        ),
    ],
)
def test_lines_divide_a_table_and_set_its_foot_apart(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "| *a* | [b](c) | `d` |",
            (
                '<table>\n<tbody>\n<tr>\n<td><em>a</em></td>\n<td><a href="c">b</a></td>\n'
                "<td><code>d</code></td>\n</tr>\n</tbody>\n</table>"
            ),
        ),
        ("| `a|b` | c |", "<table>\n<tbody>\n<tr>\n<td><code>a|b</code></td>\n<td>c</td>\n</tr>\n</tbody>\n</table>"),
        ("| a \\| b | c |", "<table>\n<tbody>\n<tr>\n<td>a | b</td>\n<td>c</td>\n</tr>\n</tbody>\n</table>"),
        (
            "| a<br>b | <b>c</b> |",
            "<table>\n<tbody>\n<tr>\n<td>a<br>b</td>\n<td><b>c</b></td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "| ![a](b.png) | ~~c~~ |",
            (
                '<table>\n<tbody>\n<tr>\n<td><img alt="a" src="b.png"></td>\n<td><del>c</del></td>\n</tr>\n'
                "</tbody>\n</table>"
            ),
        ),
        (
            '| 08:00--09:00 | "a" |',
            "<table>\n<tbody>\n<tr>\n<td>08:00–09:00</td>\n<td>“a”</td>\n</tr>\n</tbody>\n</table>",
        ),
        ("| 1. a | - b |", "<table>\n<tbody>\n<tr>\n<td>1. a</td>\n<td>- b</td>\n</tr>\n</tbody>\n</table>"),
        ("| # a | > b |", "<table>\n<tbody>\n<tr>\n<td># a</td>\n<td>&gt; b</td>\n</tr>\n</tbody>\n</table>"),
    ],
)
def test_cells_hold_spans(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "> | a | b |\n> |---|---|\n> | c | d |",
            (
                "<blockquote>\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
                "<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n</blockquote>"
            ),
        ),
        (
            "- a\n\n  | b | c |\n  |---|---|\n  | d | e |",
            (
                "<ul>\n<li>\n<p>a</p>\n<table>\n<thead>\n<tr>\n<th>b</th>\n<th>c</th>\n</tr>\n</thead>\n"
                "<tbody>\n<tr>\n<td>d</td>\n<td>e</td>\n</tr>\n</tbody>\n</table>\n</li>\n</ul>"
            ),
        ),
        (
            "  | a |\n  |---|\n  | b |",
            (
                "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n"
                "</tbody>\n</table>"
            ),
        ),
    ],
)
def test_a_table_stands_in_quotes_and_items(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n| b | c |", "<p>a\n| b | c |</p>"),
        ("| a | b |\nc", "<p>| a | b |\nc</p>"),
        ("| a | b |\n|---|---|\n| c | d |\ne", "<p>| a | b |\n|—|—|\n| c | d |\ne</p>"),
        (
            "| a | b |\n|---|---|\n\n| c | d |",
            ("<p>| a | b |\n|—|—|</p>\n<table>\n<tbody>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>"),
        ),
        ("a\n\n| b |\n\nc", "<p>a</p>\n<table>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n<p>c</p>"),
    ],
)
def test_a_table_is_set_apart_by_blank_lines(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("| a | b |\n|---|---|", "<p>| a | b |\n|—|—|</p>"),
        ("|---|---|", "<p>|—|—|</p>"),
    ],
)
def test_a_head_alone_is_no_table(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("a\n:   b\n    c", "<dl>\n<dt>a</dt>\n<dd>b\nc</dd>\n</dl>"),
        ("a\n: b\n: c", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>c</dd>\n</dl>"),
        ("a\nb\n: c", "<dl>\n<dt>a</dt>\n<dt>b</dt>\n<dd>c</dd>\n</dl>"),
        ("a\n: b\n\nc\n: d", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dt>c</dt>\n<dd>d</dd>\n</dl>"),
        ("a\n : b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("*a*\n: **b**", "<dl>\n<dt><em>a</em></dt>\n<dd><strong>b</strong></dd>\n</dl>"),
        ("a\n: - b\n  - c", "<dl>\n<dt>a</dt>\n<dd>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</dd>\n</dl>"),
        ("a\n: > b", "<dl>\n<dt>a</dt>\n<dd>\n<blockquote>\n<p>b</p>\n</blockquote>\n</dd>\n</dl>"),
        ("a\n: b\nc", "<dl>\n<dt>a</dt>\n<dd>b\nc</dd>\n</dl>"),
        ("> a\n> : b", "<blockquote>\n<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n</blockquote>"),
        ("- a\n  : b", "<ul>\n<li>\n<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n</li>\n</ul>"),
        ("a\n: b\n\n  c", "<dl>\n<dt>a</dt>\n<dd>b\n<p>c</p>\n</dd>\n</dl>"),
        (
            "a\n: b\n\n      c",
            (
                "<dl>\n<dt>a</dt>\n<dd>b\n"
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>c\n</code></pre></div></div>\n</dd>\n</dl>'
            ),
        ),
    ],
)
def test_a_line_with_a_colon_defines_the_one_above(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n\n: b", "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n</dd>\n</dl>"),
        ("a\n\n: b\n\nc\n\n: d", "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n</dd>\n<dt>c</dt>\n<dd>\n<p>d</p>\n</dd>\n</dl>"),
        ("a\n: b\n\n: c", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>\n<p>c</p>\n</dd>\n</dl>"),
    ],
)
def test_a_blank_line_before_a_definition_makes_it_a_paragraph(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n:b", "<p>a\n:b</p>"),
        (": a", "<p>: a</p>"),
        ("a: b", "<p>a: b</p>"),
        ("a\n\n\n: b", "<p>a</p>\n<p>: b</p>"),
        ("::", "<p>::</p>"),
        ("# a\n: b", '<h1 id="a">a</h1>\n<p>: b</p>'),
    ],
)
def test_a_colon_elsewhere_defines_nothing(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "*[AI]: artificial intelligence\n\nAI and (AI), AI.",
            (
                '<p><abbr title="artificial intelligence">AI</abbr> and (<abbr title="artificial'
                ' intelligence">AI</abbr>), <abbr title="artificial intelligence">AI</abbr>.</p>'
            ),
        ),
        ("AI\n\n*[AI]: a", '<p><abbr title="a">AI</abbr></p>'),
        ("*[a b]: c\n\na b", '<p><abbr title="c">a b</abbr></p>'),
        ("*[C++]: a language\n\nC++ is", '<p><abbr title="a language">C++</abbr> is</p>'),
        ("*[D&D]: a game\n\nD&D", '<p><abbr title="a game">D&amp;D</abbr></p>'),
        (
            '*[AI]: "a" & b\n\n*AI* [AI](b) | AI',
            (
                "<table>\n<tbody>\n<tr>\n"
                '<td><em><abbr title="&quot;a&quot; &amp; b">AI</abbr></em> <a href="b"><abbr'
                ' title="&quot;a&quot; &amp; b">AI</abbr></a></td>\n'
                '<td><abbr title="&quot;a&quot; &amp; b">AI</abbr></td>\n</tr>\n</tbody>\n</table>'
            ),
        ),
        ("*[AI]: a\n\n# AI", '<h1 id="ai"><abbr title="a">AI</abbr></h1>'),
        ("*[A]: b\n*[A B]: c\n\nA B A", '<p><abbr title="c">A B</abbr> <abbr title="b">A</abbr></p>'),
        ("*[é]: a\n\né", '<p><abbr title="a">é</abbr></p>'),
        ("*[0]: zero\n\n<div>a</div>\n\n0", '<div>a</div>\n<p><abbr title="zero">0</abbr></p>'),
    ],
)
def test_an_abbreviation_says_what_it_means(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("*[AI]: a\n\nAIs xAI AI_b", "<p>AIs xAI AI_b</p>"),
        ("*[AI]: a\n\n`AI` ![AI](AI)", '<p><code>AI</code> <img alt="AI" src="AI"></p>'),
        (
            "*[AI]: a\n\n```\nAI\n```\n\n<div>AI</div>",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>AI\n</code></pre></div></div>\n<div>AI</div>'
            ),
        ),
        ("*[AI]:\n\nAI", "<p>AI</p>"),
        ("*[nbsp]: a\n\nb&nbsp;c", "<p>b&nbsp;c</p>"),
    ],
)
def test_an_abbreviation_is_a_word_of_its_own_outside_of_code(text: str, made: str) -> None:
    assert html(text) == made
