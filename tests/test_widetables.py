"""Tables scroll where a phone has no room for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site.widetables import scrollable
from tests.sites import planned

SCROLL = '<div class="scroll" role="group" aria-label="Table" tabindex="0">'
TABLE = "<table>\n<tr><td>A</td></tr>\n</table>"


def test_a_table_stands_in_an_element_that_scrolls_by_keyboard() -> None:
    assert scrollable(f"<p>x</p>\n{TABLE}\n<p>y</p>") == f"<p>x</p>\n{SCROLL}{TABLE}\n</div>\n<p>y</p>"


def test_each_table_of_a_text_does() -> None:
    assert scrollable(f"\n{TABLE}\n\n{TABLE}").count(SCROLL) == 2


@pytest.mark.parametrize("between", ["", "\n      "])
def test_of_tables_in_tables_the_outermost_does(between: str) -> None:
    outer = f"<table>{between}<tr><td>{between}{TABLE}{TABLE}{between}</td></tr></table>"
    assert scrollable(f"{outer}\n<p>after</p>") == f"{SCROLL}{outer}\n</div>\n<p>after</p>"


@pytest.mark.parametrize("around", ["<center>{}</center>", '<div align="center">{}</div>', "<ul><li>A {}</li></ul>"])
def test_a_table_does_wherever_it_stands(around: str) -> None:
    assert scrollable(around.format(TABLE)) == around.format(f"{SCROLL}{TABLE}\n</div>")


@pytest.mark.parametrize(
    "text",
    [
        *("", "<p>x</p>", "\n<table>\n<tr>", "\n</table>", f'\n<div tabindex="0">\n{TABLE}</div>'),
        *(f"<p>{TABLE}</p>", f"<pre>{TABLE}</pre>", f"<pre><code>{TABLE}</code></pre>", f"<!-- {TABLE} -->"),
        *(f"<script>{TABLE}</script>", f'<img alt="{TABLE}">', "</table><table></p>"),
    ],
)
def test_what_is_no_table_of_its_own_stays_as_it_is(text: str) -> None:
    assert scrollable(text) == text


def test_what_looks_like_a_table_hides_none() -> None:
    text = f'<img alt="<table>"><!-- <table> --></table>{TABLE}'
    assert scrollable(text) == text.replace(TABLE, f"{SCROLL}{TABLE}\n</div>")


LONG = f"<math><mi>{'a' * 21}</mi></math>"


def test_a_long_formula_within_a_line_scrolls_and_others_do_not() -> None:
    others = "<math><mi>a</mi></math>" + LONG.replace("<math", '<math display="block"')
    scrolling = f'<span class="scroll" role="group" aria-label="Formula" tabindex="0">{LONG}</span>'
    assert scrollable(f"<p>{LONG}{others}</p>") == f"<p>{scrolling}{others}</p>"


def test_on_a_page_in_another_language_both_are_called_by_words_in_english() -> None:
    assert [f'aria-labelledby="w.{one}"' in scrollable(TABLE + LONG, ' lang="en"') for one in ("table", "formula")] == [
        True,
        True,
    ]


@given(
    st.lists(
        st.sampled_from(["\n<table>", "<TABLE a='b'>", "</table>", "<p>", "</p>", '<div tabindex="0">', '"', "<!--"]),
        max_size=12,
    )
)
def test_nothing_of_a_text_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    assert str(scrollable(text)).replace(SCROLL, "").replace("\n</div>", "") == text


def test_a_table_of_markdown_scrolls_and_the_programme_does_so_once() -> None:
    event = (
        "---\ntitle: A\nevent: {start: 2025-09-23, timezone: Asia/Seoul}\n---\n\n| A |\n|---|\n| b |\n\n[SCHEDULE]\n"
    )
    schedule = "sessions: [{start: 08:00, end: 09:00, title: Talk}]\n"
    page = planned({"content/a/index.md": event, "content/a/schedule.yaml": schedule}).text("a/index.html")
    assert page.count('class="scroll"') == 2
    assert page.count("<table") == 2
