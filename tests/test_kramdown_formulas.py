"""Formulas: which dollar signs make one, and what it becomes."""

from __future__ import annotations

import re

import pytest

from tests.kramdown_tree import html, rendered

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
BLOCK = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
X = f"{MATH}<mi>x</mi></math>"
X_BLOCK = f"{BLOCK}<mi>x</mi></math>"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("$$x^2$$", f"{BLOCK}<msup><mi>x</mi><mn>2</mn></msup></math>"),
        (
            "a\n\n$$\n\\frac{a}{b}\n$$\n\nb",
            f"<p>a</p>\n{BLOCK}<mfrac><mi>a</mi><mi>b</mi></mfrac></math>\n<p>b</p>",
        ),
        (
            "$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$",
            f'{BLOCK}<mtable class="ams-align"><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr>'
            "<mtr><mtd><mi>c</mi></mtd><mtd><mo>=</mo><mi>d</mi></mtd></mtr></mtable></math>",
        ),
        ("- $$x$$", f"<ul>\n<li>\n{X_BLOCK}\n</li>\n</ul>"),
        ("> $$\n> x\n> $$", f"<blockquote>\n{X_BLOCK}\n</blockquote>"),
        (
            "$$a|b$$",
            f'{BLOCK}<mi>a</mi><mo stretchy="false">|</mo><mi>b</mi></math>',
        ),
        ("$$x$$\n{: .y #z}", X_BLOCK.replace(">", ' class="y" id="z">', 1)),
    ],
)
def test_two_dollars_on_lines_of_their_own_make_a_block(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a $$x$$ b", f"<p>a {X} b</p>"),
        ("a $x$ b", f"<p>a {X} b</p>"),
        ("a\n$$\nx\n$$\nb", f"<p>a\n{X}\nb</p>"),
        ("($x$), $x$-axis.", f"<p>({X}), {X}-axis.</p>"),
        ("**$x$** [$x$](b)", f'<p><strong>{X}</strong> <a href="b">{X}</a></p>'),
        ("# A $x$", f'<h1 id="a-x">A {X}</h1>'),
        ("- $x$", f"<ul>\n<li>{X}</li>\n</ul>"),
        ("| $x$ |", f"<table>\n<tbody>\n<tr>\n<td>{X}</td>\n</tr>\n</tbody>\n</table>"),
        ("a[^1]\n\n[^1]: $x$", None),
        ("costs $5, $x$, and $10", f"<p>costs $5, {X}, and $10</p>"),
    ],
)
def test_a_formula_stands_within_a_line(text: str, made: str | None) -> None:
    assert html(text) == made if made else X in html(text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("$5 and $10", "<p>$5 and $10</p>"),
        ("between $1,000 and $2,000.", "<p>between $1,000 and $2,000.</p>"),
        ("US$5 and US$10", "<p>US$5 and US$10</p>"),
        ("$x$5", "<p>$x$5</p>"),
        ("a$x$", "<p>a$x$</p>"),
        ("$ x $", "<p>$ x $</p>"),
        ("$x", "<p>$x</p>"),
        ("$a\n\nb$", "<p>$a</p>\n<p>b$</p>"),
        ("\\$x\\$ \\$\\$x\\$\\$", "<p>$x$ $$x$$</p>"),
        ("`$x$ $$x$$`", "<p><code>$x$ $$x$$</code></p>"),
        ("<div>$x$</div>", "<div>$x$</div>"),
        ("[a]($b$)", '<p><a href="$b$">a</a></p>'),
    ],
)
def test_other_dollars_stay(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "$x_1*y_2*z_3$",
            "<msub><mi>x</mi><mn>1</mn></msub><mo>*</mo><msub><mi>y</mi><mn>2</mn></msub><mo>*</mo>"
            "<msub><mi>z</mi><mn>3</mn></msub>",
        ),
        ("$a--b$", "<mi>a</mi><mo>−</mo><mo>−</mo><mi>b</mi>"),
        ("$\\text{a -- \"b\" 'c'...}$", "<mtext>a -- \"b\" 'c'...</mtext>"),
        ("$a<b>c$", "<mi>a</mi><mo>&lt;</mo><mi>b</mi><mo>&gt;</mo><mi>c</mi>"),
        ("$\\text{<script>alert(1)</script>}$", "<mtext>&lt;script&gt;alert(1)&lt;/script&gt;</mtext>"),
    ],
)
def test_tex_is_no_markdown_and_no_html(text: str, made: str) -> None:
    assert html(text) == f"<p>{MATH}{made}</math></p>"


@pytest.mark.parametrize(
    ("text", "line", "message", "shown"),
    [
        ("a\n\nb $\\foo$", 3, "unknown LaTeX command '\\foo'", "\\foo"),
        ("$$\n\\nope{x}\n$$", 2, "unknown LaTeX command '\\nope'", "\\nope"),
        ("a\n\n- b\n\n  $$\\nope$$", 5, "unknown LaTeX command '\\nope'", "\\nope"),
        ("| a |\n|---|\n| $\\nope$ |", 3, "unknown LaTeX command '\\nope'", "\\nope"),
        ("$a < b & c$", 1, "it is not complete", "a < b & c"),
    ],
)
def test_a_formula_that_cannot_be_set_is_a_flaw_at_its_line(text: str, line: int, message: str, shown: str) -> None:
    (flaw,) = rendered(text).flaws
    assert (flaw.rule, flaw.line, flaw.shown) == ("markdown/formula", line, shown)
    assert flaw.message == f"the formula cannot be set: {message}"


@pytest.mark.parametrize(
    "tex",
    [
        "\\href{javascript:alert(1)}{x}",
        "\\url{javascript:alert(1)}",
        "\\style{background:url(javascript:alert(1))}{x}",
        "\\class{x}{y}",
        "\\unicode{<script>}",
        "\\html{<img src=x onerror=alert(1)>}",
    ],
)
@pytest.mark.parametrize("sign", ["$", "$$"])
def test_a_command_that_leads_or_runs_is_a_flaw_and_never_gets_through(tex: str, sign: str) -> None:
    made = rendered(f"{sign}{tex}{sign}")
    assert [flaw.rule for flaw in made.flaws] == ["markdown/formula"]
    assert not re.search("href|javascript|script|style|onerror", made.html)


def test_a_command_within_text_is_text() -> None:
    made = html("$\\text{\\href{javascript:x}{y}}$")
    assert made == f"<p>{MATH}<mtext>\\href{{javascript:x}}{{y}}</mtext></math></p>"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a $x$ b $$y$$", "<p>a $x$ b $$y$$</p>"),
        ("$$\nx\n$$", "<p>$$\nx\n$$</p>"),
        ("$\\nope$", "<p>$\\nope$</p>"),
        ("$x_1*y*z$", "<p>$x_1<em>y</em>z$</p>"),
    ],
)
def test_a_site_without_formulas_has_text(text: str, made: str) -> None:
    found = rendered(text, math=False)
    assert (found.html, found.flaws) == (made, ())
