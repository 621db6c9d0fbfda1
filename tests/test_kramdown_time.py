"""The time that a text takes grows as the text does: eight times as much of anything takes no twentyfold of it."""

from __future__ import annotations

import gc
import time

import pytest

from tests.kramdown_tree import rendered

SHORT = 3000
FACTOR = 8
MOST = 20  # what is linear stays near 8, what is quadratic comes to 64: between them is room for a busy machine
NOISE = 0.02  # seconds below which nothing is measured

# What stands again and again, one of each.
AGAIN = (
    "word ",
    "word\n",
    "word\n\n",
    "# a\n",
    "# a {#b}\n",
    "a\n---\n\n",
    "a\n===\n\n",
    "* * *\n",
    "a  \n",
    "a\\\n",
    "\n",
    " ",
    "\t",
    "- a\n",
    "- a\n\n",
    "- a\n  - b\n",
    "1. a\n",
    "- a\nb\n",
    "- a\n\n  b\n",
    "- [ ] a\n",
    "- a\n^\n",
    "a\n- b\n",
    "1990. a\n",
    "> a\n",
    "> a\n\n",
    "> a\nb\n",
    "> - a\n",
    "> > a\n\n",
    ">\n",
    "    a\n",
    "    a\n\n",
    "    a\nb\n",
    "```\na\n```\n",
    "```\na\n\n",
    "```a\n",
    "~~~\n",
    "`a ",
    "`a` ",
    "``a ",
    "`` a` ",
    "| a | b |\n",
    "| a | b |\n|---|---|\n",
    "a|b\n",
    "|",
    "a|",
    "|---|\n",
    "a\n: b\n\n",
    ": a\n",
    "a\n: b\n",
    "[^1]\n\n[^1]: a\n\n",
    "[^1] ",
    "[^1]: a\n",
    "*[A]: b\n\nA ",
    "*[A]: b\n",
    "A ",
    "[a]: b\n",
    '[a]: b "c\n',
    "[a] ",
    "[a][b] ",
    "[a](b) ",
    "[a](b ",
    '[a](b "c ',
    "![a](b) ",
    "![](",
    "[a][",
    "[]",
    "[](",
    "[[]] ",
    "](a) ",
    "<a@b.c> ",
    "<http://a ",
    "<a@b ",
    "*a* ",
    "*a ",
    "a* ",
    "*a*b",
    "**a *b* ",
    "_a_ ",
    "_a ",
    "a_b_c ",
    "***a ",
    "*a _b* c_ ",
    "~~a~~ ",
    "~~a ",
    "~~",
    "**",
    "__",
    "$a$ ",
    "$a ",
    "$$a$$ ",
    "$$a ",
    "$$\n",
    "$$\na\n$$\n\n",
    "$\\a",
    "'a ",
    '"a" ',
    "'\"",
    "a -- b ",
    "...",
    "<<",
    "&amp;",
    "&",
    "&#1",
    "{: .a}\n",
    "a\n{: .a}\n",
    "*a*{: .b}",
    "{:a: .b}\n",
    "{: ",
    "{::comment}\n",
    "{::comment}a{:/}",
    "{:/}\n",
    "{::nomarkdown}\n",
    "<div>a</div>\n",
    "<div>\na\n\n</div>\n",
    "</div>\n",
    "</b> ",
    "<b>a</b> ",
    "<br>",
    "<!-- a -->\n",
    "<!-- a --> ",
    "-->",
    "<div>a",
    "<div markdown='1'>\na\n</div>\n",
    "<a b='c'>d</a> ",
    '<a b="',
    "<p>a\n",
    "<hr>\n",
    "<pre>a</pre>\n",
    "<script>a</script>\n",
    "<div a ",
    "<span markdown='1'>*a*</span> ",
    "<?a?>",
    "<!a>",
    "<svg><g/></svg>\n",
    "a < b > c ",
    "<ul><li>a</ul>\n",
    "<td>\n",
    "[TOC]\n",
    "[SCHEDULE]\n",
    "- a\n{:toc}\n",
    "\\",
    "\\* ",
    "-",
    "=",
    "#",
    "\u00a0",
    "é",
    "\x02",
    "\u2028",
    "\x00",
)


def took(text: str, notebook: bool = False) -> float:
    """Return the seconds of this process's time that a text takes, without those of the garbage collector.

    It comes more often to a long text than to a short one, and looks at all that the process holds, other tests' too.
    """
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        rendered(text, notebook=notebook)
        return time.process_time() - start
    finally:
        gc.enable()


def growth(again: str, notebook: bool = False) -> float:
    return took(again * SHORT * FACTOR, notebook) / max(took(again * SHORT, notebook), NOISE)


@pytest.mark.slow
@pytest.mark.parametrize("again", AGAIN)
def test_eight_times_the_text_takes_no_twentyfold_of_the_time(again: str) -> None:
    assert any(growth(again) < MOST for _ in range(3))


OF_CELLS = (
    "1) a\n",
    "1)",
    "a|b\n|-|\n",
    "https://a.b ",
    "www.a.",
    "www.a)",
    "https://",
    "<div>\n\n",
    "<a-b>\n",
    "* *",
    "\\%",
)


@pytest.mark.slow
@pytest.mark.parametrize("again", [*AGAIN, *OF_CELLS])
def test_the_time_of_a_cell_of_a_notebook_grows_no_faster(again: str) -> None:
    assert any(growth(again, notebook=True) < MOST for _ in range(3))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "again", "after"),
    [
        ("", "[", "]"),
        ("", "[a ", "](b)"),
        ("", "![", "](b)"),
        ("", "<b>", "</b>"),
        ("", "<div>", "</div>"),
        ("", "<div markdown='1'>\n", "</div>\n"),
        ("", "*a **b ", "** *"),
        ("", "> ", "a"),
        ("", "- ", "a"),
        ("", "(", ")"),
        ("[a](", "(", ")"),
        ("$", "{", "}$"),
    ],
)
def test_what_is_nested_within_itself_takes_no_more_either(before: str, again: str, after: str) -> None:
    def nested(times: int) -> str:
        return before + again * times + after * times

    ratios = (took(nested(SHORT * FACTOR)) / max(took(nested(SHORT)), NOISE) for _ in range(3))
    assert any(ratio < MOST for ratio in ratios)


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        "[^{}]: a\n\nb[^{}]\n\n",
        "*[A{}]: b\n\nA{}\n\n",
        "[a{}]: b\n\n[a{}]\n\n",
        "{{:a{}: .b}}\n\nc\n{{: a{}}}\n\n",
        "# a {}\n\n{}\n\n",
        "`{}` {}\n",
        "<x{}>a</x{}>\n",
    ],
)
def test_definitions_that_are_all_different_take_no_more_either(lines: str) -> None:
    def text(times: int) -> str:
        return "".join(lines.format(number, number) for number in range(times))

    ratios = (took(text(1000 * FACTOR)) / max(took(text(1000)), NOISE) for _ in range(3))
    assert any(ratio < MOST for ratio in ratios)
