"""Typographic signs: what becomes of quotes, dashes and dots, and where nothing does."""

from __future__ import annotations

import pytest

from tests.kramdown_tree import html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('"a"', "<p>“a”</p>"),
        ("'a'", "<p>‘a’</p>"),
        ('He said "a," and "b".', "<p>He said “a,” and “b”.</p>"),
        ('("a")', "<p>(“a”)</p>"),
        ('"a\nb"', "<p>“a\nb”</p>"),
        ('"*a*"', "<p>“<em>a</em>”</p>"),
        ('*"a"*', "<p><em>“a”</em></p>"),
        ('"[a](b)"', '<p>“<a href="b">a</a>”</p>'),
        ('"**a** b"', "<p>“<strong>a</strong> b”</p>"),
        ("\"'a' b\"", "<p>“‘a’ b”</p>"),
        ('"é" "日本"', "<p>“é” “日本”</p>"),
        ('"1990"', "<p>“1990”</p>"),
        ('"A" & "B"', "<p>“A” &amp; “B”</p>"),
        ('a "b"-c', "<p>a “b”-c</p>"),
        ('"`a`"', "<p>“<code>a</code>”</p>"),
        ('"...a"', "<p>“…a”</p>"),
    ],
)
def test_quotes_turn_by_what_stands_around_them(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("it's", "<p>it’s</p>"),
        ("don't, can't", "<p>don’t, can’t</p>"),
        ("'26", "<p>‘26</p>"),
        ("the '90s", "<p>the ’90s</p>"),
        ("rock 'n' roll", "<p>rock ‘n’ roll</p>"),
        ("the organizers' room", "<p>the organizers’ room</p>"),
        ("*Ada*'s", "<p><em>Ada</em>’s</p>"),
        ("[Ada](b)'s", '<p><a href="b">Ada</a>’s</p>'),
        ("`a`'s", "<p><code>a</code>’s</p>"),
    ],
)
def test_an_apostrophe_is_one(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a -- b", "<p>a – b</p>"),
        ("a---b", "<p>a—b</p>"),
        ("2013--2015", "<p>2013–2015</p>"),
        ("a...b", "<p>a…b</p>"),
        ("...", "<p>…</p>"),
        ("a ----b", "<p>a —-b</p>"),
        ("<<a>>", "<p>«a»</p>"),
        ("<< a >>", "<p>«\xa0a\xa0»</p>"),
        ("\"a\" -- 'b'...", "<p>“a” – ‘b’…</p>"),
    ],
)
def test_dashes_and_dots_become_signs(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a - b", "<p>a - b</p>"),
        ("a-b", "<p>a-b</p>"),
        ("a..b", "<p>a..b</p>"),
        (". . .", "<p>. . .</p>"),
        ("08:00 - 10:00", "<p>08:00 - 10:00</p>"),
    ],
)
def test_one_dash_two_dots_and_spaced_dots_stay(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('# "a" -- b', '<h1 id="a--b">“a” – b</h1>'),
        ('- "a"...', "<ul>\n<li>“a”…</li>\n</ul>"),
        ("> 'a'", "<blockquote>\n<p>‘a’</p>\n</blockquote>"),
        ('| "a" | b...c |', "<table>\n<tbody>\n<tr>\n<td>“a”</td>\n<td>b…c</td>\n</tr>\n</tbody>\n</table>"),
        ('"a"\n: b -- c', "<dl>\n<dt>“a”</dt>\n<dd>b – c</dd>\n</dl>"),
        (
            'a[^1]\n\n[^1]: "b"',
            (
                '<p>a<sup id="fnref:1"><a class="footnote" href="#fn:1"'
                ' rel="footnote" role="doc-noteref">1</a></sup></p>\n<div class="footnotes" role="doc-endnotes">\n'
                '<ol><li id="fn:1"><p>“b”\xa0<a class="reversefootnote" href="#fnref:1"'
                ' role="doc-backlink">↩</a></p>\n</li></ol></div>'
            ),
        ),
        ('<div markdown="1">\n"a"\n</div>', "<div>\n<p>“a”</p>\n</div>"),
        ('<span>"a"</span>', "<p><span>“a”</span></p>"),
    ],
)
def test_headings_items_and_cells_have_typographic_signs(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('`"a" -- b...`', '<p><code>"a" -- b...</code></p>'),
        (
            '```\n"a" -- b...\n```',
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>"a" -- b...\n</code></pre></div></div>'
            ),
        ),
        (
            '    "a" -- b...',
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>"a" -- b...\n</code></pre></div></div>'
            ),
        ),
        ('[a](b--c "d -- e")', '<p><a href="b--c" title="d -- e">a</a></p>'),
        ("[a](b...c)", '<p><a href="b...c">a</a></p>'),
        ('![a "b" -- c](d)', '<p><img alt="a &quot;b&quot; -- c" src="d"></p>'),
        ("<http://a.b/c--d...>", '<p><a href="http://a.b/c--d...">http://a.b/c--d...</a></p>'),
        ('<b title="a -- b...">c</b>', '<p><b title="a -- b...">c</b></p>'),
        ('<div>"a" -- b...</div>', '<div>"a" -- b...</div>'),
        ('<!-- "a" -- b... -->', '<!-- "a" -- b... -->'),
        ('*a*{: title="b -- c"}', '<p><em title="b -- c">a</em></p>'),
        ('a <!-- "b" -- --> c', '<p>a <!-- "b" -- --> c</p>'),
        ('<code>"a" -- b</code>', '<p><code>"a" -- b</code></p>'),
        ("<kbd>--</kbd>", "<p><kbd>--</kbd></p>"),
        ('<script>"a" -- b...</script>', '<script>"a" -- b...</script>'),
    ],
)
def test_code_attributes_addresses_and_html_keep_their_signs(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('\\"a\\"', '<p>"a"</p>'),
        ("it\\'s", "<p>it's</p>"),
        ("a \\-- b", "<p>a -- b</p>"),
        ("a\\...b", "<p>a...b</p>"),
    ],
)
def test_a_backslash_keeps_a_sign_straight(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a – “b” … ‘c’ — d", "<p>a – “b” … ‘c’ — d</p>"),
        ("&quot;a&quot; &ndash; b", "<p>&quot;a&quot; &ndash; b</p>"),
    ],
)
def test_a_sign_that_is_typographic_already_stays(text: str, made: str) -> None:
    assert html(text) == made
