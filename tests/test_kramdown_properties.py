"""Whatever stands in a Markdown text: it is read, always to the same HTML, which stays within its own element."""

from __future__ import annotations

import re

import html5lib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kramdown_tree import html, outline, rendered

EACH = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

BLOCKS = (
    *(
        "# A",
        "## A {#x}",
        "A\n---",
        "---",
        "- a",
        "- a\n  - b",
        "- a\n\n  b",
        "1. a",
        "1990. a",
        "- [ ] a",
        "> a",
        "> - a",
    ),
    *(
        "```\na\n```",
        "```py",
        "~~~",
        "    a",
        "| a | b |",
        "|---|:-:|",
        "a | b",
        "a\n: b",
        ": a",
        "{: .a}",
        "{: #a b='c'}",
    ),
    *(
        "- a\n{:toc}",
        "[TOC]",
        "[SCHEDULE]",
        "[^1]: a",
        "    a\n\n    b",
        "[a]: b 'c'",
        "*[A]: b",
        "{:a: .b}",
        "{::comment}",
    ),
    *("{:/}", "^", "$$", "$$\nx\n$$", "[comment]: # (a)", "a", "a b\nc", "a  \nb", "a\\\nb", "\ta", "   a", ""),
)
TAGS = (
    *(
        "<div>",
        "</div>",
        "<div markdown='1'>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href='b'>",
        "</a>",
        "<br>",
        "<hr>",
        "<i",
    ),
    *("<details>", "<summary>", "</details>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "<form>"),
    *(
        "<main>",
        "</main>",
        "</main",
        "<span>",
        "</span>",
        "<span markdown='1'>",
        "<pre>",
        "</pre>",
        "<!--",
        "-->",
        "<h1>",
    ),
    *("<select>", "<option>", "<button>", "</button>", "<section>", "</section>", "<svg>", "<g/>", "</svg>", "</body>"),
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<img src='a'>",
        "<iframe>",
        "</iframe>",
    ),
)
SPANS = (
    *(
        "*",
        "**",
        "_",
        "__",
        "***",
        "`",
        "``",
        "~~",
        "[",
        "]",
        "](a)",
        "](<a",
        "](a 'b",
        "![",
        "[^1]",
        "[a][b]",
        "<a@b.c>",
    ),
    *(
        "<http://a.b>",
        "$",
        "$$",
        "$x$",
        "$\\foo$",
        "{: .a}",
        "{::nomarkdown}",
        "'",
        '"',
        "--",
        "...",
        "<<",
        ">>",
        "&amp;",
    ),
    *("&", "<", ">", "\\", "\\*", "|", "a", "A", "word", "  \n", " ", "\n", "\x02", "\u00a0", "é", "\U0001f600"),
)
# What can stand within a block: nothing that is for the whole page.
QUOTABLE = (
    *(
        "# A",
        "## B c {#x}",
        "A\n---",
        "---",
        "- a\n- b",
        "- a\n  - b",
        "- a\n\n  b",
        "1. a\n2. b",
        "> a",
        "```\na\n\nb\n```",
    ),
    *(
        "    a",
        "| a | b |\n|---|---|\n| c | d |",
        "a\n: b",
        "a *b* [c](d)\ne",
        "a  \nb",
        "a\n{: .b}",
        "$$x$$",
        "<div>\na\n</div>",
    ),
)


def scrambled(*pieces: str) -> st.SearchStrategy[str]:
    """Return texts of pieces with chance between them."""
    part = st.tuples(st.sampled_from(pieces), st.sampled_from(("\n", "\n\n", " ", "", "\n  ", "\n> ")))
    return st.lists(part, max_size=16).map(lambda parts: "".join(part for pair in parts for part in pair))


ANY = st.one_of(
    scrambled(*BLOCKS), scrambled(*SPANS), scrambled(*BLOCKS, *SPANS, *TAGS), scrambled(*TAGS, "a", "*a*", "# A")
)


@EACH
@given(text=ANY, smart=st.booleans(), math=st.booleans())
def test_any_text_can_be_read_and_gives_the_same_twice(text: str, smart: bool, math: bool) -> None:
    made = rendered(text, smart=smart, math=math)
    assert made == rendered(text, smart=smart, math=math)
    assert [flaw for flaw in made.flaws if "cannot be read" in flaw.message] == []


@EACH
@given(text=ANY)
def test_every_flaw_stands_at_a_line_of_the_text_that_shows_it(text: str) -> None:
    lines = text.split("\n")
    for flaw in rendered(text).flaws:
        assert 1 <= flaw.line <= len(lines)
        if flaw.rule == "markdown/tags" and flaw.shown.startswith("</"):
            assert flaw.shown in lines[flaw.line - 1]


@EACH
@given(text=ANY)
def test_the_html_of_any_text_stays_within_the_element_around_it(text: str) -> None:
    made = rendered(text).html
    whole = f'<main id="x">{made}</main><i id="y"></i>'
    root = html5lib.parseFragment(whole, container="div", namespaceHTMLElements=False)
    assert [child.get("id") for child in root if isinstance(child.tag, str)] == ["x", "y"]


@EACH
@given(text=ANY)
def test_nothing_of_what_stands_for_html_is_left(text: str) -> None:
    assert not re.search("[\x02\x03]|wzxhzdk|klzzwxh", rendered(text).html)


@EACH
@given(words=st.lists(st.text(alphabet="abcXYZéßñ日本", min_size=1, max_size=8), min_size=1, max_size=30))
def test_words_alone_are_one_paragraph(words: list[str]) -> None:
    assert html(" ".join(words)) == f"<p>{' '.join(words)}</p>"
    assert html("\n".join(words)) == "<p>" + "\n".join(words) + "</p>"


@EACH
@given(text=st.text(alphabet="ab*_~`[]()!#<>&\"'\\{}|:$-+.^=1 \n", max_size=60))
def test_no_sign_with_a_backslash_does_anything(text: str) -> None:
    escaped = re.sub(r"[^\sab1]", r"\\\g<0>", text.replace("^", "").replace("&", "").replace("%", ""))
    words = " ".join(escaped.split())
    made = html(words)
    assert re.findall(r"<(?!/?p>)[^>]*>", made) == []


@EACH
@given(blocks=st.lists(st.sampled_from(QUOTABLE), min_size=1, max_size=5))
def test_a_quote_around_blocks_keeps_them(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    assert outline(html(quoted)) == ["<blockquote>", *outline(html(text)), "</blockquote>"]


# A rule below it ends a list, as in kramdown: no item holds one.
@EACH
@given(blocks=st.lists(st.sampled_from(QUOTABLE).filter(lambda block: block != "---"), min_size=1, max_size=5))
def test_an_item_around_blocks_keeps_them(blocks: list[str]) -> None:
    text = "\n\n".join(["first", *blocks])
    item = "- " + "\n".join(f"  {line}" if line else line for line in text.split("\n")).lstrip()
    assert outline(html(item)) == ["<ul>", "<li>", *outline(html(text)), "</li>", "</ul>"]


@EACH
@given(
    blocks=st.lists(st.sampled_from(QUOTABLE), max_size=5), ends=st.sampled_from(("\n", "\n\n\n", "\n   \n", "\n \t\n"))
)
def test_blank_lines_around_a_text_change_nothing(blocks: list[str], ends: str) -> None:
    text = "\n\n".join(blocks)
    assert html(f"\n\n{text}{ends}") == html(text)
