"""Markdown that never became what its author meant: each kind of it, and text that only looks like it."""

from __future__ import annotations

from html import escape

import pytest

from faimi_site.check.unrendered import markdown_became_html
from faimi_site.check.written import Written
from faimi_site.problem import Problem
from faimi_site.text import Text
from tests.sites import front, planned
from tests.timing import LINEAR, growth


def found(body: str) -> list[str]:
    """Return the problems of a page's Markdown, from its fifth line on."""
    return [
        one.removeprefix("content/index.md:") for one in planned({"content/index.md": front("title: A", body)}).briefly
    ]


IN_HTML = 'inside of HTML, write markdown="1" into the element around it'
BELOW = "directly after a link or a picture, or on a line of its own below a block"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "At [MICCAI 2025[(https://x.org/a).",
            "5:4: warning: '[MICCAI 2025[(https://x.org/a)' stays text; it seems to be a link [markdown/not-a-link]"
            " | write [MICCAI 2025](https://x.org/a)",
        ),
        (
            "See [a]([b](https://c.org)).",
            "5:5: warning: '[a]([b](https://c.org))' has a link for an address [markdown/not-a-link]"
            " | write [a](https://c.org)",
        ),
        (
            "See [the *text*] (https://x.org).",
            "5:5: warning: '[the *text*] (https://x.org)' stays text; it seems to be a link [markdown/not-a-link]"
            " | write [the text](https://x.org)",
        ),
        (
            "See (the text)[https://x.org].",
            "5:5: warning: '(the text)[https://x.org]' stays text; it seems to be a link [markdown/not-a-link]"
            " | write [the text](https://x.org)",
        ),
        (
            "<div>\nSee [the text](/x/).\n</div>",
            "6:5: warning: '[the text](/x/)' stays text; it seems to be a link [markdown/not-a-link]"
            f" | write [text](address), with no link in its text; {IN_HTML}",
        ),
        (
            "By *Jane Doe** and others.",
            "5:4: warning: '*Jane Doe**' has 1 star before it and 2 after it [markdown/not-a-link] | write *Jane Doe*",
        ),
        (
            "By **Jane Doe* and others.",
            "5:4: warning: '**Jane Doe*' has 2 stars before it and 1 after it [markdown/not-a-link]"
            " | write **Jane Doe**",
        ),
        (
            "See the [docs][1].",
            "5:9: warning: '[docs][1]' stays text; it seems to be a link [markdown/not-a-link]"
            " | write its address on a line of its own: [1]: https://...",
        ),
        (
            "A claim[^1].",
            "5:8: warning: '[^1]' stays text; it seems to be the mark of a footnote [markdown/not-a-link]"
            " | write the note on a line of its own: [^1]: ...",
        ),
        (
            "Some words {.lead} here.",
            "5:12: warning: '{.lead}' stays text; it seems to be a list of attributes [markdown/not-a-link]"
            f" | write {{: .lead}} {BELOW}",
        ),
        (
            "A picture {width=50%} here.",
            "5:11: warning: '{width=50%}' stays text; it seems to be a list of attributes [markdown/not-a-link]"
            f' | write {{: width="50%"}} {BELOW}',
        ),
        (
            "See <https://x.org/a and more.",
            "5:5: warning: '<https://x.org/a' stays text; it seems to be a link [markdown/not-a-link]"
            " | write <https://x.org/a>",
        ),
        (
            "A ![map of it] here.",
            "5:3: warning: '![map of it]' stays text; it seems to be a picture [markdown/not-a-link]"
            " | write ![map of it](picture.png), without a space between",
        ),
        (
            "Text.\n\n```python\nprint([1])",
            "7:1: warning: the block of code that starts here never ends [markdown/not-a-link]"
            " | end it with a line of ```",
        ),
        (
            "See https://x.org/a-b_c.",
            "5:5: note: 'https://x.org/a-b_c' is no link here [content/bare-address] | write <https://x.org/a-b_c>",
        ),
    ],
)
def test_markdown_that_stays_text_is_shown_at_its_place(body: str, expected: str) -> None:
    assert found(body + "\n") == [expected]


@pytest.mark.parametrize(
    "body",
    [
        "As in [1], [2, 3], [1][2], [Smith 2020], [Smith 2020][Jones 2021] and [1] [2].",
        "The set [x], the matrix a[i][j], `[x](` and `{.class}`, int[][] too.",
        "2 ** 3 ** 4, *.py and **/*.md, a * b * c, f(**kwargs, *args), 5* and 6*.",
        "**Jane Doe**\\*, **John Roe***, \\*equal contribution.",
        "***bold and slanted***, *a **b** c*, **a *b* c**.",
        "Escaped \\[x\\](y), \\*Name**, \\![alt], &#91;x](y).",
        "A price of $5, {.5, 1}, {:d}, {:.2f}, {a, b}, the regex [^a-z].",
        "A formula $a[i](x)$ and $$b[^1]$$ in a sentence.",
        "    [code](x\n    {.class} *Name** https://x.org",
        "```\n[x[(https://x.org)\n~~~\n```",
        "~~~~ text\n```\n~~~\n~~~~",
        "``` in a line ``` is code",
        "- item\n\n    ```python\n    [x[(https://x.org)\n    ```\n\n  more\n\n      ~~~\n      x\n      ~~~",
        "<!--\n```python\n-->\n\nText.",
        "Write\n\n    ```python\n    x\n\nso.",
        "<!-- [x[(https://x.org) *Name** ![alt] -->",
        "<pre>[x](y) *Name** https://x.org</pre>",
        '<a href="https://x.org">https://x.org</a>, <https://y.org>, [https://z.org](https://z.org)',
        "[ref][id] and [id].\n\n[id]: https://x.org",
        "A claim[^1].\n\n[^1]: The note.",
        "Wow![1] Is it?",
        "- [ ] not yet\n- [x] done (really)",
    ],
)
def test_text_that_is_meant_is_left_alone(body: str) -> None:
    assert found(body + "\n") == []


def test_the_same_slip_is_shown_at_each_of_its_places() -> None:
    assert [one[:5] for one in found("[^1] a\n\n`[^1]` b\n\n[^1] c\n")] == ["5:1: ", "9:1: "]


def test_words_that_the_page_writes_otherwise_are_found_all_the_same() -> None:
    assert found('See ["it\'s" -- so...[(https://x.org).\n')[0].startswith("5:5: warning: '[\"it's\" -- so...[(")


def test_markdown_in_data_is_looked_at_too() -> None:
    files = {
        "content/index.md": front("title: A", "[ORGANIZERS]\n"),
        "content/organizers.yaml": "- name: Ada L\n  bio: see [her page] (https://x.org)\n",
    }
    assert planned(files).briefly == [
        "content/organizers.yaml:2:12: warning: '[her page] (https://x.org)' stays text; it seems to be a link "
        "[markdown/not-a-link] | write [her page](https://x.org)"
    ]


SLIPS = "*Name** [a[(https://x.org) [t] (https://x.org) [b][c] ![d] {.e} [^f] https://x.org <http://y $ ` \\[ \n\n"


@pytest.mark.parametrize("text", [SLIPS, "[" * 100, "```\n~~~a\n" * 10, "`a``b```" * 12, "](" * 50])
def test_a_long_page_of_slips_takes_time_in_proportion(text: str) -> None:
    def check(times: int) -> list[Problem]:
        long = text * times
        return list(markdown_became_html(Written(Text("content/a.md", long), ((f"<p>{escape(long)}</p>", 0),))))

    assert growth(check, 200) < LINEAR
