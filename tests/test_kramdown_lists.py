"""Lists, as kramdown's GFM parser reads them."""

from __future__ import annotations

import pytest

from tests.kramdown_tree import html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Bring:\n- a laptop\n- a badge", "<p>Bring:</p>\n<ul>\n<li>a laptop</li>\n<li>a badge</li>\n</ul>"),
        ("Bring:\n* a laptop", "<p>Bring:</p>\n<ul>\n<li>a laptop</li>\n</ul>"),
        ("Bring:\n+ a laptop", "<p>Bring:</p>\n<ul>\n<li>a laptop</li>\n</ul>"),
        ("Steps:\n1. install\n2. run", "<p>Steps:</p>\n<ol>\n<li>install</li>\n<li>run</li>\n</ol>"),
        ("Steps:\n12. run", "<p>Steps:</p>\n<ol>\n<li>run</li>\n</ol>"),
        ("Bring:\n   - a laptop", "<p>Bring:</p>\n<ul>\n<li>a laptop</li>\n</ul>"),
        ("**Bring**:\n- a\n\nThen go.", "<p><strong>Bring</strong>:</p>\n<ul>\n<li>a</li>\n</ul>\n<p>Then go.</p>"),
    ],
)
def test_a_list_starts_directly_after_a_line_of_text(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("It began in\n1990. Then it grew.", "<p>It began in\n1990. Then it grew.</p>"),
        ("The room holds\n2025. people", "<p>The room holds\n2025. people</p>"),
        ("> since\n> 1990. x", "<blockquote>\n<p>since\n1990. x</p>\n</blockquote>"),
    ],
)
def test_a_wrapped_line_that_starts_with_a_year_is_no_list(text: str, made: str) -> None:
    assert html(text) == made


def test_a_number_of_four_digits_starts_a_list_after_a_blank_line() -> None:
    assert html("Years:\n\n1990. the first") == "<p>Years:</p>\n<ol>\n<li>the first</li>\n</ol>"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("08:00 - 10:00 Lecture", "<p>08:00 - 10:00 Lecture</p>"),
        ("a\n-b", "<p>a\n-b</p>"),
        ("a\n*b*", "<p>a\n<em>b</em></p>"),
        ("1.5 hours", "<p>1.5 hours</p>"),
        ("a\n1.b", "<p>a\n1.b</p>"),
        ("Room 1. Then room 2.", "<p>Room 1. Then room 2.</p>"),
        ("a\n1) b", "<p>a\n1) b</p>"),
        ("a\n    - b", "<p>a\n    - b</p>"),
        ("a\n–  b", "<p>a\n–  b</p>"),
    ],
)
def test_a_sign_without_a_space_or_within_a_line_is_no_list(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("3. a\n4. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("1. a\n1. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    ],
)
def test_a_number_says_only_that_there_is_a_list(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("- a\n   - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("- a\n    - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("- a\n\t- b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("1. a\n   - b\n2. c", "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>"),
        ("1. a\n    1. b", "<ol>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ol>"),
        (
            "- a\n  - b\n    - c\n- d",
            "<ul>\n<li>a\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>",
        ),
        ("* a\n    + b\n        - c", "<ul>\n<li>a\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n</ul>"),
        ("- a\n  1. b\n  2. c", "<ul>\n<li>a\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n</li>\n</ul>"),
    ],
)
def test_a_list_is_nested_by_two_three_or_four_spaces_or_a_tab(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("1. a\n  - b", "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>"),
        ("1. a\n\n  b", "<ol>\n<li>a</li>\n</ol>\n<p>b</p>"),
    ],
)
def test_two_spaces_below_a_number_are_too_few(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("- a\n\n  b", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>"),
        ("1. a\n\n   b", "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>"),
        ("- a\n\n    b\n\n- c", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>"),
        (
            "- a\n\n      code",
            (
                "<ul>\n<li>\n<p>a</p>\n"
                '<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre'
                ' class="highlight"><code>code\n</code></pre></div></div>\n</li>\n</ul>'
            ),
        ),
        ("- a\n\n  > q", "<ul>\n<li>\n<p>a</p>\n<blockquote>\n<p>q</p>\n</blockquote>\n</li>\n</ul>"),
        ("- a\n\n  b\n\n  - c", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
        ("10. a\n\n    b", "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>"),
        ("- a\n  b", "<ul>\n<li>a\nb</li>\n</ul>"),
        ("- a\nb", "<ul>\n<li>a\nb</li>\n</ul>"),
        ("- # H", '<ul>\n<li>\n<h1 id="h">H</h1>\n</li>\n</ul>'),
        (
            "- a\n\n  | b | c |",
            (
                "<ul>\n<li>\n<p>a</p>\n<table>\n<tbody>\n<tr>\n<td>b</td>\n<td>c</td>\n</tr>\n</tbody>\n"
                "</table>\n</li>\n</ul>"
            ),
        ),
    ],
)
def test_what_has_the_indent_of_an_item_belongs_to_it(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("- a\n\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>"),
        ("- a\n\n- b\n\nc", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n<p>c</p>"),
        ("- a\n^\n- b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
        ("- a\n\n# b", '<ul>\n<li>a</li>\n</ul>\n<h1 id="b">b</h1>'),
    ],
)
def test_what_has_no_indent_ends_a_list(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
        ("- a\n- b\n\n- c", "<ul>\n<li>a</li>\n<li>\n<p>b</p>\n</li>\n<li>c</li>\n</ul>"),
        ("- a\n\n- b\n- c", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>b</li>\n<li>c</li>\n</ul>"),
        ("- a\n\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
        ("- a\n  - b\n\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
        ("- a\n\n  - b", "<ul>\n<li>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("1. a\n\n   b\n2. c", "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ol>"),
    ],
)
def test_each_item_is_tight_or_loose_by_itself(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "- [ ] a\n- [x] b",
            (
                '<ul class="task-list">\n'
                '<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox"'
                ' disabled="disabled" aria-label="Incomplete task" />a</li>\n'
                '<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox"'
                ' disabled="disabled" checked="checked" aria-label="Completed task" />b</li>\n</ul>'
            ),
        ),
        (
            "- [X] a",
            (
                '<ul class="task-list">\n'
                '<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox"'
                ' disabled="disabled" checked="checked" aria-label="Completed task" />a</li>\n</ul>'
            ),
        ),
        (
            "1. [ ] a",
            (
                '<ol class="task-list">\n'
                '<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox"'
                ' disabled="disabled" aria-label="Incomplete task" />a</li>\n</ol>'
            ),
        ),
        (
            "- [ ] a\n  - [x] b",
            (
                '<ul class="task-list">\n'
                '<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox"'
                ' disabled="disabled" aria-label="Incomplete task" />a\n<ul class="task-list">\n'
                '<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox"'
                ' disabled="disabled" checked="checked" aria-label="Completed task" />b</li>\n</ul>\n</li>\n</ul>'
            ),
        ),
    ],
)
def test_a_box_in_brackets_makes_a_task(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("- [ ]a", "<ul>\n<li>[ ]a</li>\n</ul>"),
        ("- []", "<ul>\n<li>[]</li>\n</ul>"),
        ("[ ] a", "<p>[ ] a</p>"),
        ("- [y] a", "<ul>\n<li>[y] a</li>\n</ul>"),
    ],
)
def test_a_box_needs_its_space_and_its_list(text: str, made: str) -> None:
    assert html(text) == made
