"""Code, and what is left out of a page."""

from __future__ import annotations

import pytest

from tests.kramdown_tree import html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "```\na\n```",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            "~~~\na\n~~~",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            "````\n```\n````",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>```\n</code></pre></div></div>'
            ),
        ),
        (
            "~~~~\n~~~\n~~~~",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>~~~\n</code></pre></div></div>'
            ),
        ),
        (
            "```\na\n~~~\n```",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n~~~\n</code></pre></div></div>'
            ),
        ),
        (
            "```\n\na\n\n\nb\n```",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>\na\n\n\nb\n</code></pre></div></div>'
            ),
        ),
        (
            '```\n- "a" -- *b* $c$ <d> &amp; [SCHEDULE]\n```',
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>- "a" -- *b* $c$ &lt;d&gt; &amp;amp; [SCHEDULE]\n'
                "</code></pre></div></div>"
            ),
        ),
        (
            "```\n{: .x}\n```",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>{: .x}\n</code></pre></div></div>'
            ),
        ),
        (
            "```\na\n```\nb",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>\n<p>b</p>'
            ),
        ),
        (
            "a\n```\nb\n```\nc",
            (
                '<p>a</p>\n<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>b\n</code></pre></div></div>\n<p>c</p>'
            ),
        ),
        (
            "a\n~~~\nb\n~~~",
            (
                '<p>a</p>\n<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>b\n</code></pre></div></div>'
            ),
        ),
    ],
)
def test_a_fence_is_code_as_it_stands(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "> ```\n> a\n> ```",
            (
                '<blockquote>\n<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>\n</blockquote>'
            ),
        ),
        (
            "> ~~~ py\n> a\n> ~~~",
            (
                '<blockquote>\n<div class="language-py highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code><span class="n">a</span>\n</code></pre></div></div>\n</blockquote>'
            ),
        ),
        (
            "- ```\n  a\n  ```",
            (
                '<ul>\n<li>\n<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>\n</li>\n</ul>'
            ),
        ),
        (
            "- a\n  ```\n  b\n  ```",
            (
                '<ul>\n<li>a\n<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>b\n</code></pre></div></div>\n</li>\n</ul>'
            ),
        ),
        (
            "1. a\n\n   ```\n   b\n   ```\n\n2. c",
            (
                "<ol>\n<li>\n<p>a</p>\n"
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>b\n</code></pre></div></div>\n</li>\n<li>\n<p>c</p>\n</li>\n</ol>'
            ),
        ),
        (
            "   ```\n   a\n   ```",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>   a\n</code></pre></div></div>'
            ),
        ),
        (
            "  ```\n  a\n    b\n  ```",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>  a\n    b\n</code></pre></div></div>'
            ),
        ),
        (
            "> - a\n>   ```\n>   b\n>   ```",
            (
                "<blockquote>\n<ul>\n<li>a\n"
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>b\n</code></pre></div></div>\n</li>\n</ul>\n</blockquote>'
            ),
        ),
    ],
)
def test_a_fence_stands_in_quotes_and_items_and_at_a_small_indent(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "```text\na\n```",
            (
                '<div class="language-text highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            "``` text\na\n```",
            (
                '<div class="language-text highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            "~~~ plaintext\na\n~~~",
            (
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            "```nolexer\n<a>\n```",
            (
                '<div class="language-nolexer highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>&lt;a&gt;\n</code></pre></div></div>'
            ),
        ),
        (
            "```nolexer?x=1\na\n```",
            (
                '<div class="language-nolexer highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>a\n</code></pre></div></div>'
            ),
        ),
        (
            '``` a "b c"\nd\n```',
            (
                '<div class="language-a highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>d\n</code></pre></div></div>'
            ),
        ),
    ],
)
def test_a_fence_names_its_language(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            '```py\nx = "a"  # b\n```',
            (
                '<div class="language-py highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code><span class="n">x</span> <span class="o">=</span> <span'
                ' class="s2">"a"</span>  <span class="c1"># b</span>\n</code></pre></div></div>'
            ),
        ),
        (
            "```Python\nx = 1\n```",
            (
                '<div class="language-Python highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code><span class="n">x</span> <span class="o">=</span> <span'
                ' class="mi">1</span>\n</code></pre></div></div>'
            ),
        ),
        (
            "```yaml\na: 1\n```",
            (
                '<div class="language-yaml highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code><span class="nt">a</span><span class="p">:</span><span'
                ' class="w"> </span><span class="l l-Scalar l-Scalar-Plain">1</span>\n</code></pre></div></div>'
            ),
        ),
        (
            "~~~ html\n<a>\n~~~",
            (
                '<div class="language-html highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code><span class="p">&lt;</span><span class="nt">a</span><span'
                ' class="p">&gt;</span>\n</code></pre></div></div>'
            ),
        ),
        (
            "```js\nlet a;\n```",
            (
                '<div class="language-js highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code><span class="kd">let</span><span class="w"> </span><span'
                ' class="nx">a</span><span class="p">;</span>\n</code></pre></div></div>'
            ),
        ),
        (
            "    x = 1\n{: .language-py}",
            (
                '<div class="language-py highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code><span class="n">x</span> <span class="o">=</span> <span'
                ' class="mi">1</span>\n</code></pre></div></div>'
            ),
        ),
    ],
)
def test_known_languages_are_coloured(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("```\na", "<p>```\na</p>"),
        ("~~~\na\n~~", "<p>~~~\na\n~~</p>"),
        ("```\na\n``", "<p>```\na\n``</p>"),
    ],
)
def test_a_fence_that_does_not_close_is_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("`a`", "<p><code>a</code></p>"),
        ("`` a`b ``", "<p><code>a`b</code></p>"),
        ('`*a* "b" -- <c> &amp; $d$`', '<p><code>*a* "b" -- &lt;c&gt; &amp;amp; $d$</code></p>'),
        ("`a\nb`", "<p><code>a\nb</code></p>"),
        ("a ` b", "<p>a ` b</p>"),
        ("`a", "<p>`a</p>"),
        ("``a", "<p>``a</p>"),
        ("`a\\`", "<p><code>a\\</code></p>"),
        ("`[^1]` `{: .x}`", "<p><code>[^1]</code> <code>{: .x}</code></p>"),
    ],
)
def test_code_in_a_line_is_as_it_stands(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[comment]: # (x)", ""),
        ('[comment]: # "x"', ""),
        ("[//]: # (x)", ""),
        ("[//]: <> (x)", ""),
        ("[comment]: # (x)\n[comment]: # (y)", ""),
        ('a\n\n[comment]: # (x "y")\n\nb', "<p>a</p>\n<p>[comment]: # (x “y”)</p>\n<p>b</p>"),
        ("{::comment}\nx\n{:/comment}", ""),
        ("{::comment}\n*x*\n\ny\n{:/}\n\na", "<p>a</p>"),
        ("a{::comment}x{:/}b", "<p>ab</p>"),
    ],
)
def test_a_comment_vanishes(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('{::options toc_levels="2" /}\n\na', "<p>a</p>"),
        ("{::nomarkdown}\n<b>*a*</b>\n{:/}", "<b>*a*</b>"),
        ("a{::nomarkdown}*b*{:/}", "<p>a*b*</p>"),
    ],
)
def test_what_kramdown_is_told_vanishes(text: str, made: str) -> None:
    assert html(text) == made
