"""Notebooks nobody would think of: none raises, and each is the same page every time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faimi_site.document import read_document
from tests.notebooks import HOSTILE, book, png, site_with
from tests.sites import Planned, body_bytes

TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        *(
            "# A\n",
            "$x$",
            "$$\\frac{a}{$$",
            "\\begin{align}a\\end{align}",
            "<script>",
            "<img src=x onerror=y>",
            "[a](#A)",
        ),
        *(
            "![a](attachment:a.png)",
            "<a name='x' id=\"y\">",
            "\x1b[31m",
            "a\rb\bc",
            "\ud800",
            "\x00",
            "[RESOURCES]",
            "---",
        ),
        *(
            "<h1>",
            "</div></div>",
            "<math><mtext>",
            '<svg xmlns="http://www.w3.org/2000/svg"/>',
            "<table><tr>",
            "[^1]\n\n[^1]: a",
        ),
        *("data:image/png;base64,AAAA", png(), "/home/a", "a@b.de", "%%bash\n", "{: #a}", "<details>", "{% raw %}"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
LINES = TEXTS | st.lists(TEXTS, max_size=3)
KINDS = st.sampled_from(
    [
        *("text/html", "text/plain", "text/latex", "text/markdown", "application/json", "image/png", "image/jpeg"),
        *("image/svg+xml", "image/gif", "application/javascript", "application/vnd.jupyter.widget-view+json", "x"),
    ]
)
OUTPUTS = st.fixed_dictionaries(
    {"output_type": st.sampled_from(["stream", "display_data", "execute_result", "error", "other"])},
    optional={
        "name": TEXTS | JSON,
        "text": LINES | JSON,
        "data": st.dictionaries(KINDS, LINES | JSON, max_size=3) | JSON,
        "metadata": st.dictionaries(KINDS, JSON, max_size=2) | JSON,
        "ename": TEXTS | JSON,
        "evalue": TEXTS | JSON,
        "traceback": st.lists(TEXTS, max_size=3) | JSON,
        "execution_count": JSON,
    },
)
CELLS = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["markdown", "code", "raw", "other"]), "source": LINES},
    optional={
        "metadata": JSON,
        "attachments": st.dictionaries(TEXTS, st.dictionaries(KINDS, TEXTS, max_size=2), max_size=2) | JSON,
        "outputs": st.lists(OUTPUTS | JSON, max_size=3) | JSON,
        "execution_count": st.none() | st.integers(0, 9) | JSON,
        "id": JSON,
    },
)
SHOWN = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["markdown", "code", "raw"]), "source": LINES},
    optional={
        "outputs": st.lists(
            st.fixed_dictionaries(
                {"output_type": st.just("display_data"), "data": st.dictionaries(KINDS, LINES, max_size=3)}
            ),
            max_size=3,
        )
    },
)
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": st.lists(CELLS, min_size=1, max_size=4) | st.lists(CELLS | JSON, max_size=2) | JSON},
    optional={"metadata": JSON, "nbformat": st.sampled_from([4, 4, 3, 2, 1]) | JSON, "nbformat_minor": JSON},
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outputs(site: Planned) -> list[tuple[str, bytes]]:
    return [(one.path, body_bytes(one.body)) for one in site.outputs]


@pytest.mark.slow
@QUICK
@given(NOTEBOOKS)
def test_a_notebook_of_any_content_is_a_page_or_a_problem(notebook: dict[str, Any]) -> None:
    text = json.dumps(notebook)
    site = site_with(text)
    assert ("t/lab/index.html" in site.paths) != ("notebook/invalid" in site.rules)
    again = site_with(text)
    assert outputs(again) == outputs(site)
    assert again.problems == site.problems


@QUICK
@given(st.binary(max_size=60) | TEXTS.map(lambda text: text.encode(errors="replace")))
def test_a_file_of_any_bytes_is_a_problem(body: bytes) -> None:
    site = site_with(body)
    assert any(problem.place.file == "assets/lab.ipynb" for problem in site.problems)


@QUICK
@given(st.integers(0, len(HOSTILE)), TEXTS)
def test_a_notebook_with_a_slip_anywhere_never_raises(at: int, slip: str) -> None:
    site_with((HOSTILE[:at] + slip + HOSTILE[at + 1 :]).encode(errors="replace"))


@QUICK
@given(st.lists(SHOWN, min_size=1, max_size=5))
def test_cells_of_any_content_are_a_page_where_no_id_stands_twice_and_nothing_runs(cells: list[dict[str, Any]]) -> None:
    site = site_with(book(*cells))
    elements = read_document(site.main("t/lab/index.html")).elements
    assert "page/duplicate-id" not in site.rules
    assert not {element.tag for element in elements} & {"script", "style", "iframe", "svg", "form"}
    assert not [name for element in elements for name in element.attrs if name.startswith("on") or name == "style"]
