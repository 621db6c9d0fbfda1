"""Budgets: what no page comes near that people write is a flaw with its line; what they write is not."""

from __future__ import annotations

import math
import tracemalloc

import pytest

from faimi_site.kramdown import reader
from faimi_site.markdown import LONGEST
from tests.kramdown_tree import html, rendered
from tests.timing import LINEAR, growth

DEEP = "lists and quotes are nested more than 400 levels deep"
TANGLED = "stars, brackets or quotes open and never close, too many to be read"


def nested(levels: int) -> str:
    """Return a list in a list in a list ..., each on a line of its own."""
    return "\n".join(f"{'  ' * level}- a" for level in range(levels))


@pytest.mark.parametrize(
    ("text", "line", "message", "hint", "shown"),
    [
        ("a\n\n" + "> " * 500 + "b", 3, DEEP, "take some levels out", ""),
        ("- " * 500 + "a", 1, DEEP, "take some levels out", ""),
        (nested(450), 401, DEEP, "take some levels out", ""),
        ("a\n[" + "[" * 1500, 2, "more than 1000 '[' are never closed", "write \\[ for the sign", "["),
        ("[a]\n" * 9 + "[a\n" * 30_000, 10, "more than 1000 '[' are never closed", "write \\[ for the sign", "["),
        ("a\n\n" + "*a **b " * 20_000, 3, TANGLED, "write \\* or \\[ for the sign", ("*a **b " * 9)[:60]),
        ("a\n\n" + "[a " * 900 + "]" * 900, 3, TANGLED, "write \\* or \\[ for the sign", "[a " * 20),
        ("- a\n\n  " + "<b>" * 500 + "</b>" * 500, 3, TANGLED, "write \\* or \\[ for the sign", "<b>" * 20),
        (
            "a" * (LONGEST + 1),
            1,
            "the text is longer than 4,000,000 letters",
            "make several pages of it",
            "",
        ),
    ],
    ids=["quotes", "items", "lists", "brackets", "late", "stars", "links", "spans", "length"],
)
def test_what_is_beyond_a_budget_is_a_flaw_at_its_line(
    text: str, line: int, message: str, hint: str, shown: str
) -> None:
    (flaw,) = rendered(text).flaws
    assert (flaw.rule, flaw.line, flaw.message) == ("markdown/failed", line, message)
    assert (flaw.hint, flaw.shown) == (hint, shown)


@pytest.mark.parametrize(
    "text",
    ["```\n" + "x[\n" * 1500 + "```", "    x[\n" * 1500, "`[`\n" * 1500, "a < b\n" * 1500, "```\ncout << x\n```"],
)
def test_signs_in_code_open_nothing(text: str) -> None:
    assert rendered(text).flaws == ()


@pytest.mark.parametrize("text", ["- a\n\n  - b\n    " + "c" * 500 + "\n", "a\n\n> > > " + "c" * 500])
def test_text_that_is_too_long_for_how_deep_it_is_nested_is_a_flaw_at_its_line(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_READ", 4 * reader.LINE + 700)
    (flaw,) = rendered(text).flaws
    assert (flaw.rule, flaw.line) == ("markdown/failed", 3)
    assert flaw.message == "lists and quotes are nested too deep for so much text"
    assert flaw.hint == "take some levels out, or make several pages of it"


def test_text_counts_as_often_as_it_is_nested_and_not_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_READ", 4 * reader.LINE + 700)
    assert rendered("c" * 5000 + "\n\n> " + "c" * 500).flaws == ()


@pytest.mark.parametrize("marker", ["- ", "1. ", "> "])
def test_what_is_nested_is_held_once_and_not_at_each_level(marker: str) -> None:
    deep = (marker if marker == "> " else " " * len(marker)) * 100
    text = marker * 100 + "a\n" + f"{deep}x\n" * 150
    tracemalloc.start()
    try:
        assert rendered(text).flaws == ()
        assert tracemalloc.get_traced_memory()[1] < 12 * len(text)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("before", ["- a\n" * 50, "> a\n" * 50, "a\n" + ": b\n" * 49])
def test_lines_are_counted_behind_what_is_no_longer_held(before: str) -> None:
    flaws = rendered(f"{before}\n<!-- c -->\n\n<b>d</b>\n\n<div>\n<p>e</p></i>\n").flaws
    assert sorted((flaw.line, flaw.shown) for flaw in flaws) == [(56, "<div>"), (57, "</i>")]


@pytest.mark.parametrize("lines", ["  " + "x" * 998 + "\n", "\t" + "x" * 998 + "\n", "x" * 999 + "\n"])
def test_lines_of_an_item_are_read_in_proportion(lines: str) -> None:
    assert any(growth(lambda times: rendered("- a\n" + lines * times), 800) < LINEAR for _ in "12")


@pytest.mark.slow
def test_lines_of_deeply_nested_items_are_read_in_proportion() -> None:
    assert any(
        growth(lambda times: rendered(f"{nested(390)}\n" + ("  " * 391 + "x\n") * times), 800) < LINEAR for _ in "12"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("indent", "lines"), [("\t", "{}- a\n"), ("\t", "{}a\n{}: b\n"), ("  > ", "{}- a\n")], ids=["list", "dl", "mixed"]
)
def test_more_levels_than_there_can_be_are_refused_in_proportion_to_the_text(indent: str, lines: str) -> None:
    def steps(letters: int) -> str:
        return "".join(lines.replace("{}", indent * at) for at in range(math.isqrt(letters)))

    assert "nested" in rendered(steps(360_000)).flaws[0].message
    assert any(growth(lambda letters: rendered(steps(letters)), 360_000) < LINEAR for _ in "12")


def test_a_formula_has_a_length_too() -> None:
    (flaw,) = rendered("a\n\nb $" + "\\sqrt" * 1001 + "$").flaws
    assert (flaw.rule, flaw.line) == ("markdown/formula", 3)
    assert flaw.message == "the formula is longer than 5,000 letters"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["{::options ", "{::comment x\n", "{: x\n", "[TOC]\n\n## a\n\n", "<http://a ", "<!-- "]
)
def test_what_opens_and_never_ends_takes_time_in_proportion(piece: str) -> None:
    assert growth(lambda length: rendered(piece * length), 1000) < LINEAR


def test_definitions_of_attributes_that_name_each_other_are_no_explosion() -> None:
    chain = "".join(f"{{:a{number}: a{number + 1} a{number + 1}}}\n" for number in range(60))
    assert rendered(f"{chain}\nx\n{{: a0}}\n").html == "<p>x</p>"


def test_three_hundred_nested_quotes_are_read() -> None:
    made = html(">" * 300 + " a")
    assert (made.count("<blockquote>"), made.count("</blockquote>"), made.count("<p>a</p>")) == (300, 300, 1)


def test_fifty_nested_lists_are_read() -> None:
    made = html(nested(50))
    assert (made.count("<ul>"), made.count("<li>a"), made.count("</ul>")) == (50, 50, 50)


def test_a_huge_paragraph_is_read() -> None:
    assert html("word *word* " * 50_000).count("<em>word</em>") == 50_000


def test_thousands_of_brackets_that_close_are_read() -> None:
    assert html("[a](b) " * 5000).count('<a href="b">a</a>') == 5000


def test_thousands_of_stars_that_never_close_are_text() -> None:
    assert html("*a " * 5000).count("*a") == 5000


@pytest.mark.parametrize("sign", ["\x02", "\x03", "\x02wzxhzdk:0\x03", "klzzwxh:0000", "\x00", "\x1b", "\ufeff"])
def test_signs_that_python_markdown_uses_itself_do_no_harm(sign: str) -> None:
    made = html(f"a {sign} *b*\n\n<div>c</div>\n\n`{sign}`")
    assert "<em>b</em>" in made
    assert made.count("<div>c</div>") == 1


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('"a" -- b---c...', '<p>"a" -- b---c...</p>'),
        ("it's '26 << a >>", "<p>it's '26 &lt;&lt; a &gt;&gt;</p>"),
        ('*"a"* `--` [b](c "d")', '<p><em>"a"</em> <code>--</code> <a href="c" title="d">b</a></p>'),
        ("a  \n'b'", "<p>a<br>\n'b'</p>"),
        ("# a -- b", '<h1 id="a----b">a -- b</h1>'),
    ],
)
def test_a_site_without_typographic_signs_has_the_ones_that_were_written(text: str, made: str) -> None:
    found = rendered(text, smart=False)
    assert (found.html, found.flaws) == (made, ())


def table(width: int, height: int) -> str:
    return "|a" * width + "|\n" + "|-" * width + "|\n" + "|x\n" * height


def test_tables_of_fifty_thousand_cells_are_shown() -> None:
    made = rendered(table(250, 199))
    assert (made.html.count("<td") + made.html.count("<th>"), made.flaws) == (50_000, ())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (table(250, 200), 1),
        (f"a\n\n{table(6000, 6000)}", 3),
        (f"{table(250, 100)}\n{table(250, 100)}", 104),
        ("|a" * 50_001 + "|\n", 1),
        (f"- a\n\n  {table(250, 100)}\n\n{table(250, 200)}", 107),
    ],
)
def test_tables_of_more_cells_are_a_flaw_at_the_table_that_is_too_much(text: str, line: int) -> None:
    made = rendered(text)
    assert [(flaw.rule, flaw.line, flaw.message) for flaw in made.flaws] == [
        ("markdown/failed", line, "the tables of the text have more than 50,000 cells, with those that short rows lack")
    ]


def test_tables_of_any_shape_are_given_up_in_proportion_to_the_text() -> None:
    assert any(growth(lambda times: rendered(table(times, times)), 2000) < LINEAR for _ in "12")
