"""What a stranger's text costs grows as the text does: of four times as much, no part of a build takes sixteenfold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from faimi_site.check.accessible import _scripts
from faimi_site.check.facts import dates_agree_with_the_event, names_have_one_spelling
from faimi_site.check.sightings import sightings
from faimi_site.embeds import links_for_frames
from faimi_site.htmlpass import resolve_addresses
from faimi_site.kramdown.code import MOST_IN_LINE, MOST_LETTERS, highlighted
from faimi_site.kramdown.rawhtml import comment_end
from faimi_site.load.site import load_site
from faimi_site.look.page import look
from faimi_site.markdown import markers_left
from faimi_site.memory import Memory
from faimi_site.model import Site
from faimi_site.origin import places
from faimi_site.phrases import plain_text
from faimi_site.plan import plan
from faimi_site.produce.redirects import redirects
from faimi_site.text import Text
from tests.kramdown_tree import rendered
from tests.notebooks import code, display, shown
from tests.sites import front, planned, sources
from tests.timing import LINEAR, growth


def is_linear(work: Callable[[int], object], length: int) -> bool:
    return any(growth(work, length) < LINEAR for _ in range(2))


def test_links_of_one_address_are_counted_once() -> None:
    class Form(str):
        compared = 0

        def __eq__(self, other: object) -> bool:
            Form.compared += 1
            return super().__eq__(other)

        __hash__ = str.__hash__

    look('<a href="/x">a</a>' * 300, {"/x": [Form("x") for _ in range(300)]})
    assert 0 < Form.compared <= 5 * 300


def test_each_link_of_one_address_knows_how_often_its_form_came_before() -> None:
    references = look('<a href="/x">a</a>' * 6, {"/x": ["x", "/x", "x", "/x"]}).references
    told = [(one.form, one.form_nth) for one in references]
    assert told == [("x", 0), ("/x", 0), ("x", 1), ("/x", 1), ("/x", 2), ("/x", 2)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "again", "after"),
    [
        ("<div>", "<!-- ", "</div>"),
        ("<div>", "<? ", "</div>"),
        ("", "<div><!-- </div>\n\n", ""),
        ("<div markdown='1'>\n", "<!-- ", "\n</div>\n"),
        ("<div markdown='1'>\n", "<div ", "\n</div>\n"),
    ],
)
def test_what_never_ends_is_looked_for_once(before: str, again: str, after: str) -> None:
    assert is_linear(lambda times: rendered(before + again * times + after), 1500)


def test_the_end_of_a_comment_that_has_none_is_looked_for_once() -> None:
    class Read(str):
        sought = 0

        def find(self, *sought: Any) -> int:
            Read.sought += 1
            return super().find(*sought)

    text, unended = Read("<!-- a --> " + "<!-- " * 100), dict[str, int]()
    ends = [comment_end(text, at, unended) for at in range(len(text)) if text.startswith("<!--", at)]
    assert (ends, Read.sought) == ([10, *[0] * 100], 2)


def test_a_comment_before_one_that_never_ends_has_its_end_also_when_it_is_read_later() -> None:
    text, unended = "<!-- a --> <!-- b", dict[str, int]()
    assert [comment_end(text, at, unended) for at in (11, 0)] == [0, 10]


@pytest.mark.parametrize("text", ["a <!-- b\n", "<!--\n\n", "<div>a <!-- b</div>\n\n"])
@pytest.mark.slow
def test_tens_of_thousands_of_comments_without_end_are_read_in_proportion(text: str) -> None:
    assert is_linear(lambda times: rendered(text * times), 10_000)


@pytest.mark.parametrize("again", ["<!-- ", "<pre ", "\n", "> "])
def test_markers_that_stayed_are_found_in_proportion(again: str) -> None:
    assert is_linear(lambda times: markers_left(again * times), 4000)


@pytest.mark.parametrize("again", ["[", "[a](", "*a", "`a", "__a", "<a"])
def test_a_title_is_made_plain_in_proportion(again: str) -> None:
    assert is_linear(lambda times: plain_text(again * times), 2000)


@pytest.mark.parametrize(
    ("before", "again", "after"), [("<a ", "a", ">"), ("", " ", "a"), ("", ">", "a"), ("", "\t", "")]
)
def test_elements_of_a_page_are_seen_in_proportion(before: str, again: str, after: str) -> None:
    assert is_linear(lambda times: sightings(Text("a.md", before + again * times + after)), 4000)


@pytest.mark.parametrize(
    ("before", "again", "after"),
    [
        ('<img srcset="', " ", '">'),
        ('<img srcset="', ",", '">'),
        ("<a href=x ", "/", ">"),
        ("", "<a ", ""),
        ("", "<title ", ""),
        ("", '<a "', ""),
        ("", "<a '\"", ""),
        ("", '<script "', ""),
        ("<a href=x", " ", ">"),
        ('<meta http-equiv="refresh" content="', " ", '">'),
    ],
)
def test_addresses_are_resolved_in_proportion(before: str, again: str, after: str) -> None:
    assert is_linear(lambda times: resolve_addresses(before + again * times + after, str), 4000)


def site_of(body: str) -> Site:
    matter = "title: A\nevent: {name: A, start: 2025-09-23, timezone: UTC}"
    return load_site(sources({"content/t/index.md": front(matter, body)}), Memory())[0]


@pytest.mark.slow
def test_a_chain_of_redirects_is_followed_in_proportion() -> None:
    def chain(times: int) -> Site:
        pages = {f"content/r{at}.md": front(f"title: A\nredirect_to: /r{at + 1}/") for at in range(times)}
        return load_site(sources({**pages, f"content/r{times}.md": front("title: B")}), Memory())[0]

    sites = {times: chain(times) for times in (500, 2000)}
    assert is_linear(lambda times: list(redirects(sites[times], Memory())), 500)


@pytest.mark.parametrize("again", ["<iframe ", '<iframe "'])
def test_frames_are_found_in_proportion(again: str) -> None:
    assert is_linear(lambda times: links_for_frames(again * times, ()), 2000)


def test_a_script_within_a_page_is_found_in_proportion() -> None:
    sites = {times: site_of("<script>a</script>\n" + "<script " * times) for times in (1000, 4000)}
    assert is_linear(lambda times: _scripts(sites[times].pages[0]), 1000)


@pytest.mark.parametrize("again", ["<!-- ", "~~~\n```\n", "A"])
def test_dates_are_found_in_proportion(again: str) -> None:
    sites = {times: site_of(again * times) for times in (2000, 8000)}
    assert is_linear(lambda times: list(dates_agree_with_the_event(sites[times])), 2000)


@pytest.mark.parametrize("path", ["content/x.html", "content/x.js", "assets/x.json"])
def test_names_of_files_are_found_in_proportion(path: str) -> None:
    def named(times: int) -> object:
        return plan(sources({"content/index.md": front("title: A"), path: "A" * times}), Memory())

    assert is_linear(named, 12_000)


def test_a_name_is_found_wherever_it_starts() -> None:
    files = {f"assets/{name}": "x" for name in ("a.png", "b-c.min.js", "d.e.pdf", "f.zip", "g.txt")}
    script = "const a = ['/assets/a.png', `b-c.min.js`, d.e.pdf];load(f.zip?v=1)//xg.txt"
    notes = planned({"content/index.md": front("title: A", "[x](/x.js)\n"), "content/x.js": script, **files}).notes
    assert [note.partition(":")[0] for note in notes if "file/not-used" in note] == ["assets/g.txt"]


@pytest.mark.parametrize("again", ["=", "=a", "&a=", "a"])
def test_where_an_address_stands_is_found_in_proportion(again: str) -> None:
    assert is_linear(lambda times: places("/x?a=1&b=2", Text("a.md", again * times)), 4000)


# What some lexers look through again and again, of each kind one: in a line, over lines, within itself.
OPENERS = [("perl", "s{"), ("cpp", 'R"a('), ("php", '"$a['), ("perl", "s{\n"), ("agda", "\n"), ("abap", '"')]


@pytest.mark.parametrize(("language", "again"), OPENERS)
def test_code_that_would_take_too_long_is_shown_without_colours(language: str, again: str) -> None:
    assert "<span" not in highlighted(again * 40_000, language)


CODE = "x = 1\n" * (MOST_LETTERS // 6)
LONG = [CODE + "y = 22\n" * 10, "x = 1  # " + "a" * MOST_IN_LINE + "\n"]
SHORT = [CODE, "x = 1  # " + "a" * (MOST_IN_LINE - 10) + "\n"]


@pytest.mark.parametrize("code", LONG)
def test_a_note_says_that_code_is_too_long_for_colours(code: str) -> None:
    site = planned({"content/index.md": front("title: A", f"Text.\n\n```python\n{code}```\n")})
    assert [note for note in site.notes if "content/index.md:7:" in note and "[markdown/long-code]" in note] != []
    assert "<span" not in site.main("index.html")


@pytest.mark.parametrize("code", LONG)
def test_a_note_says_so_of_a_cell_too(code: str) -> None:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "source": code, "outputs": []}
    about = {"kernelspec": {"display_name": "Python", "language": "python", "name": "python3"}}
    notebook = {"cells": [cell], "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    files = {"content/t/index.md": front("title: T", "[RESOURCES]\n"), "content/t/n.ipynb": json.dumps(notebook)}
    site = planned({**files, "content/t/resources.yaml": "- {title: N, file: n.ipynb}\n"})
    assert [note for note in site.notes if "cell 1" in note and "[markdown/long-code]" in note] != []
    assert "<span" not in site.text("t/n/index.html").partition("</pre>")[0].partition("<pre")[2]


@pytest.mark.parametrize("code", SHORT)
def test_code_that_people_write_has_colours(code: str) -> None:
    site = planned({"content/index.md": front("title: A", f"```python\n{code}```\n")})
    assert "markdown/long-code" not in "".join(site.notes)
    assert '<span class="n">x</span>' in site.main("index.html")


@pytest.mark.parametrize("language", ["", "text"])
def test_long_text_that_is_no_code_needs_no_note(language: str) -> None:
    site = planned({"content/index.md": front("title: A", f"```{language}\n{LONG[0]}```\n")})
    assert "markdown/long-code" not in "".join(site.notes)


@pytest.mark.parametrize(("language", "colours"), [("python", True), ("java", False)])
def test_languages_that_take_longest_have_colours_in_short_blocks_alone(language: str, colours: bool) -> None:
    assert ("<span" in highlighted("x = 1;\n" * 500, language)) is colours


def test_short_blocks_have_colours_in_each_language() -> None:
    assert "<span" in highlighted("int x = 1;\n" * 200, "java")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["A{}", "Ada A{:x}", "Ada Abcde{:b}"])
def test_names_are_compared_in_proportion(name: str) -> None:
    def site(times: int) -> Site:
        # All of one length: the shortest words are not compared at all.
        people = "".join(f"- name: {name.format(at)}\n" for at in range(0x10000, 0x10000 + times))
        files = {"content/index.md": front("title: A", "[ORGANIZERS]"), "content/organizers.yaml": people}
        return load_site(sources(files), Memory())[0]

    sites = {times: site(times) for times in (500, 2000)}
    assert is_linear(lambda times: list(names_have_one_spelling(sites[times])), 500)


def test_unknown_fields_are_told_in_proportion() -> None:
    def told(times: int) -> object:
        keys = "".join(f"key{at}: a\n" for at in range(times))
        return plan(sources({"site.yaml": f"title: S\n{keys}", "content/index.md": front("title: A")}), Memory())

    assert is_linear(told, 2000)


@pytest.mark.slow
@pytest.mark.parametrize("again", ["<div>", "<div></p>", "<table><tr><td>"])
def test_outputs_of_notebooks_are_given_up_in_proportion(again: str) -> None:
    assert is_linear(lambda times: shown(code("1", display(html=again * times))), 4000)


def test_scripts_without_an_address_are_looked_for_once_in_a_page() -> None:
    def work(times: int) -> object:
        return planned({"content/index.md": front("title: A", "<script>x</script>\n" * times)})

    assert is_linear(work, 500)
