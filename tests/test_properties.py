"""Whatever authors write, they get a site or problems, never an exception."""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faimi_site import markdown, paths
from faimi_site.disk.sources import read_sources
from faimi_site.htmlpass import css_addresses, resolve_addresses
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions, Output, Sources, source
from faimi_site.mojibake import broken_words
from faimi_site.plan import plan
from faimi_site.problem import Fault, Level, Place, Problem, in_order, show
from faimi_site.text import Text
from faimi_site.yamltree import parse
from tests.drawn import pdf, picture

WHOLE_SITE = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ONE_FUNCTION = settings(WHOLE_SITE, max_examples=200)

SITE: dict[str, str | bytes] = {
    "site.yaml": "title: S\nurl: https://example.org\ntimezone: Asia/Seoul\n",
    "content/people.yaml": "ada:\n  name: Ada Lovelace\n",
    "content/a/index.md": "---\ntitle: A\nevent:\n  start: 2025-09-23\n---\n[SCHEDULE]\n[ORGANIZERS]\n[RESOURCES]\n\n"
    "![P](/assets/p.png)\n",
    "content/a/schedule.yaml": "sessions:\n  - start: 8:00\n    end: 9:00\n    title: T\n    speakers: ada\n",
    "content/a/organizers.yaml": "- person: ada\n  affiliation: X\n",
    "content/a/resources.yaml": "- title: R\n  file: /assets/r.pdf\n",
    "assets/r.pdf": pdf(),
    "assets/p.png": picture(),
}

YAML_KEYS = (
    *("title", "layout", "permalink", "redirect_from", "redirect_to", "weight", "published", "nav", "image", "path"),
    *("event", "name", "start", "end", "timezone", "deadlines", "was", "registration", "mode", "status", "host"),
    *("sessions", "days", "date", "duration", "speakers", "kind", "id", "resources", "abstract", "room"),
    *("people", "person", "affiliation", "orcid", "email", "photo", "bio", "file", "url", "authors", "license"),
    *("base_path", "editions", "theme", "checks", "rules", "media", "markdown", "accessibility", "titel", "<<"),
)
YAML_VALUES = (
    *("2025-09-23", "2025-02-30", "2025-09-23T08:00", "2025-09-23T08:00+09:00", "0001-01-01", "9999-12-31T23:59"),
    *(
        "8:00",
        "24:00",
        "90 min",
        "99:99",
        "Asia/Seoul",
        "Asia",
        "AoE",
        "true",
        "'false'",
        "null",
        "~",
        "no",
        "-1",
        "1e9",
    ),
    *("/a/", "/a/index.html", "//h/a", "../x", "/%2e%2e/x", "https://example.org", "https://[", "javascript:x"),
    *("ada", "Ada Lovelace", "/assets/r.pdf", "../../..", "default", "nope", "in-person", "break", "cancelled"),
    *(
        "0000-0002-1825-0097",
        "a@example.org",
        "error",
        "off",
        "'**'",
        '""',
        "[]",
        "{}",
        "[a, null]",
        "{a: b}",
        "*a",
        "&a b",
    ),
    *(
        "|\n      **b**\n      [SCHEDULE]",
        "<script>",
        "{{ x }}",
        "Ant√≥n",
        "日本語",
        '"\\0"',
        "!!int 3",
        "a: b",
        "'open",
    ),
)
MARKDOWN_PIECES = (
    *("[SCHEDULE]", "[ORGANIZERS]", "[RESOURCES]", "[TOC]", "# H", "## H {#a .b}", "===", "```", "~~~ {.py}", "    x"),
    *("- a", "  - b", "1. a", "> q", "| a | b |", "|---|---|", "term", ": def", "[^1]", "[^1]: note", "*[A]: b", "  "),
    *(
        "[a](b.md)",
        "[a](../a/index.md#x)",
        "[a](<x y>)",
        "[a](/x)",
        "[a]: ../..",
        "![a](b.png){width=1}",
        "![a](/assets/p.png)",
        "<a@b.org>",
    ),
    *(
        "<div markdown='1'>",
        "</div>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<!",
        "<?",
        "<a href='%ff'>",
        "<img srcset='/a, b 2x'>",
    ),
    *(
        "<style>a{b:url(/x)}",
        "</style>",
        "<script>",
        "</script>",
        "<a href=x.md",
        "**",
        "__",
        "`",
        "\\",
        "&amp;",
        "&#0;",
    ),
    *("\x02", "\x03", "\x02wzxhzdk:0\x03", "klzzwxh:0000", "---", "...", "\u2028", "üìÑ", "\f", "\x00"),
)
TEMPLATE_PIECES = (
    *(
        "{{ content }}",
        "{{ page.title }}",
        "{{ page.nope }}",
        "{{ nope }}",
        "{{ site.url | absolute_url }}",
        "{{ 1 / 0 }}",
    ),
    *("{% extends 'theme/default.html' %}", "{% extends 'default.html' %}", "{% include 'sections/event.html' %}"),
    *("{% include 'default.html' %}", "{% include nope %}", "{% block content %}", "{% endblock %}", "{{ super() }}"),
    *(
        "{% for p in pages %}",
        "{% endfor %}",
        "{{ p.url }}",
        "{% if page.event %}",
        "{% else %}",
        "{% endif %}",
        "{#",
        "#}",
    ),
    *(
        "{% macro m() %}",
        "{{ m() }}",
        "{% endmacro %}",
        "{{ page.__class__ }}",
        "{{ 'a' | long_date }}",
        "{{ 1 | file_size }}",
    ),
    *("{% set x = pages %}", "{% raw %}", "{% endraw %}", "{{", "}}", "{%", "%}", "<a href='x.md'>", "\n", "\x00"),
)

ANY_TEXT = st.text(max_size=60)


def scrambled(pieces: tuple[str, ...], joints: tuple[str, ...] = ("\n", "\n\n", " ", "")) -> st.SearchStrategy[str]:
    """Return texts of real pieces of a language, with chance between them."""
    piece = st.one_of(st.sampled_from(pieces), st.sampled_from(pieces), st.text(max_size=8))
    return st.lists(st.tuples(piece, st.sampled_from(joints)), max_size=14).map(
        lambda chosen: "".join(part for pair in chosen for part in pair)
    )


def yaml_lines() -> st.SearchStrategy[str]:
    """Return texts that are often YAML: keys with values, in mappings and lists at some depth."""
    value = st.one_of(st.sampled_from(YAML_VALUES), st.sampled_from(YAML_VALUES), st.just(""), st.text(max_size=8))
    lead = st.sampled_from(("", "", "- ", "  ", "  - ", "    ", "    - ", "      "))
    line = st.tuples(lead, st.sampled_from(YAML_KEYS), value).map(lambda part: f"{part[0]}{part[1]}: {part[2]}")
    return st.lists(st.one_of(line, line, line, st.text(max_size=12)), max_size=9).map("\n".join)


def yaml_values() -> st.SearchStrategy[str]:
    """Return YAML in its flow form: always well-formed, and mostly of the wrong shape."""
    leaf = st.sampled_from(
        [value for value in YAML_VALUES if "\n" not in value and value not in ("*a", "'open", "a: b")]
    )
    node = st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
            st.dictionaries(st.sampled_from(YAML_KEYS), inner, max_size=4).map(
                lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
            ),
        ),
        max_leaves=12,
    )
    return st.dictionaries(st.sampled_from(YAML_KEYS), node, max_size=6).map(
        lambda pairs: "\n".join(f"{key}: {value}" for key, value in pairs.items())
    )


YAML = st.one_of(
    yaml_lines(), yaml_values(), yaml_values().map(lambda text: f"- {text}".replace("\n", "\n  ")), ANY_TEXT
)
PAGE_TEXT = st.one_of(scrambled(MARKDOWN_PIECES), scrambled(MARKDOWN_PIECES), ANY_TEXT)


@pytest.fixture(scope="session")
def theme() -> Sources:
    with tempfile.TemporaryDirectory() as folder:
        return read_sources(Path(folder), date(2025, 9, 1), "", drafts=True)[0]


def planned(theme: Sources, **changed: str | bytes) -> tuple[list[Output], list[Problem]]:
    """Return what a small whole site makes with some of its files changed, and show each problem as a terminal does."""
    named = SITE | {PATHS[name]: body for name, body in changed.items()}
    files = {path: source(path, body) for path, body in named.items()}
    outputs, problems = plan(replace(theme, files=files), Memory())
    for problem in in_order(problems):
        assert all(_is_harmless(character) for character in show(problem))
    return outputs, problems


PATHS = {
    "page": "content/a/index.md",
    "other": "content/b.md",
    "site": "site.yaml",
    "people": "content/people.yaml",
    "schedule": "content/a/schedule.yaml",
    "organizers": "content/a/organizers.yaml",
    "resources": "content/a/resources.yaml",
    "template": "templates/default.html",
    "section": "templates/sections/schedule.html",
    "redirect": "templates/redirect.html",
}


def test_the_site_that_the_properties_change_is_a_good_one(theme: Sources) -> None:
    outputs, problems = planned(theme)
    assert problems == []
    assert "a/index.html" in [output.path for output in outputs]


@WHOLE_SITE
@given(text=PAGE_TEXT)
def test_any_text_as_a_page_gives_problems_and_no_exception(theme: Sources, text: str) -> None:
    planned(theme, page=f"---\ntitle: A\n---\n{text}", other=text)


@WHOLE_SITE
@given(text=YAML)
def test_any_text_as_front_matter_gives_problems_and_no_exception(theme: Sources, text: str) -> None:
    planned(theme, page=f"---\n{text}\n---\n[SCHEDULE]\n", other="---\nredirect_from: /a\n---\n")


@WHOLE_SITE
@given(text=YAML)
def test_any_text_as_an_event_gives_problems_and_no_exception(theme: Sources, text: str) -> None:
    event = "".join(f"  {line}\n" for line in text.split("\n"))
    planned(theme, page=f"---\ntitle: A\nevent:\n{event}---\n[SCHEDULE]\n")


@WHOLE_SITE
@given(text=YAML, file=st.sampled_from(("schedule", "organizers", "resources", "people", "site")))
def test_any_text_as_a_data_file_gives_problems_and_no_exception(theme: Sources, text: str, file: str) -> None:
    planned(theme, **{file: text})


@WHOLE_SITE
@given(items=st.lists(yaml_values().map(lambda text: "  - " + text.replace("\n", "\n    ")), min_size=1, max_size=3))
def test_any_list_of_sessions_gives_problems_and_no_exception(theme: Sources, items: list[str]) -> None:
    planned(theme, schedule="date: 2025-09-23\nsessions:\n" + "\n".join(items))


@WHOLE_SITE
@given(text=st.one_of(scrambled(TEMPLATE_PIECES), ANY_TEXT), file=st.sampled_from(("template", "section", "redirect")))
def test_any_text_as_a_template_gives_problems_and_no_exception(theme: Sources, text: str, file: str) -> None:
    planned(theme, **{file: text}, other="---\ntitle: B\nredirect_from: /old/\n---\n")


@WHOLE_SITE
@given(
    data=st.binary(max_size=40),
    file=st.sampled_from(sorted(PATHS)),
    before=st.sampled_from((b"", b"---\n", b"\xef\xbb\xbf")),
)
def test_any_bytes_as_any_file_give_problems_and_no_exception(
    theme: Sources, data: bytes, file: str, before: bytes
) -> None:
    planned(theme, **{file: before + data})


@WHOLE_SITE
@given(text=YAML)
def test_every_problem_stands_within_its_file(theme: Sources, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    _, problems = planned(theme, schedule=text)
    for problem in problems:
        if problem.place.file == "content/a/schedule.yaml" and problem.place.line:
            assert lines[problem.place.line - 1].removeprefix("\ufeff") == problem.place.excerpt.removeprefix("\ufeff")
            assert 1 <= problem.place.column <= len(problem.place.excerpt) + 1


@WHOLE_SITE
@given(text=YAML)
def test_no_problem_is_reported_twice(theme: Sources, text: str) -> None:
    _, problems = planned(theme, schedule=text)
    assert len(problems) == len(set(problems))


@ONE_FUNCTION
@given(text=st.one_of(YAML, st.text()))
def test_any_text_is_a_tree_or_problems(text: str) -> None:
    found = parse(Text("x.yaml", text))
    assert found
    assert not isinstance(found, list) or all(problem.level is Level.ERROR for problem in found)


@ONE_FUNCTION
@given(text=PAGE_TEXT)
def test_any_markdown_renders_the_same_twice(text: str) -> None:
    rendered = markdown.render(text, MarkdownOptions(), Memory())
    assert rendered == markdown.render(text, MarkdownOptions(), Memory())
    assert not any(flaw.message.startswith("the Markdown cannot be read") for flaw in rendered.flaws)


HTML_PIECES = (
    *(
        "<a href='/x'>",
        '<a href="/x">',
        "<a href=/x>",
        "<A HREF = ' x '>",
        "<a title='>' href=x>",
        "<a/href=x/>",
        "<a href",
    ),
    *(
        "<img srcset=' /a 1x , /b'>",
        "<p style='b:url( \"x\" )'>",
        "<style>",
        "url(x)",
        "</style>",
        "<script",
        "</script >",
    ),
    *(
        "<textarea>",
        "</textarea>",
        "<!--",
        "-->",
        "--!>",
        "<!-->",
        "&quot;",
        "&amp",
        "'",
        '"',
        "=",
        ">",
        "<",
        "/",
        "<?",
        "</a>",
    ),
)


@ONE_FUNCTION
@given(text=st.one_of(scrambled(HTML_PIECES), st.text()))
def test_a_pass_that_changes_no_address_changes_no_byte(text: str) -> None:
    assert resolve_addresses(text, lambda address: address) == text


@ONE_FUNCTION
@given(text=st.one_of(scrambled(("url(", ")", "'", '"', " ", "x", "\\")), st.text()))
def test_a_style_sheet_whose_addresses_stay_is_the_same(text: str) -> None:
    assert css_addresses(text, lambda address: address) == text


ADDRESS_PIECES = (
    *("/", "//", "..", ".", "%2e", "%2E%2e", "%2f", "%5c", "\\", "a", "index", ".html", ".faimi-site", "%00", "%ff"),
    *("C:", "~", "%25", "?", "#", "é", "e\u0301", "index.html", " ", "%0a", "\u2028"),
)


@ONE_FUNCTION
@given(permalink=st.one_of(scrambled(ADDRESS_PIECES, ("", "/")), st.text()))
def test_an_output_path_stays_in_the_output(permalink: str) -> None:
    path = paths.output_path(permalink)
    if not isinstance(path, Fault):
        assert path
        assert not {"", ".", ".."} & set(path.split("/"))
        assert not set("\\:?#\x00\n") & set(path)
        assert paths.claim(path.split("/")[0]) != ".faimi-site"
        assert all(len(name.encode()) <= 255 for name in path.split("/"))


@ONE_FUNCTION
@given(permalink=st.one_of(scrambled(ADDRESS_PIECES, ("", "/")), st.text()))
def test_the_address_of_an_output_path_leads_back_to_it(permalink: str) -> None:
    path = paths.output_path(permalink)
    if not isinstance(path, Fault):
        assert paths.output_path(paths.address(path)) == path


@ONE_FUNCTION
@given(text=st.text())
def test_a_path_in_another_case_or_unicode_form_has_the_same_claim(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert (
        paths.claim(text) == paths.claim(decomposed) == paths.claim(paths.claim(text)) == paths.claim(text.casefold())
    )


LETTERS = "éèêëàâçîïôûùüöäÉÈÀÇÖÜñóáíúÑãõßøåæØłśżğšžč"


@ONE_FUNCTION
@given(
    word=st.text(alphabet=LETTERS + "abcxyzABC", min_size=1, max_size=12),
    codec=st.sampled_from(("mac_roman", "cp1252")),
)
def test_a_word_broken_at_its_letters_is_mended_wholly(word: str, codec: str) -> None:
    try:
        broken = f"Xa{word}".encode().decode(codec)
    except UnicodeDecodeError:
        return
    if set(broken) & set("“”‘’"):  # beside a letter they are good typography
        return
    mended = [found.mended for found in broken_words(broken)]
    assert mended == ([] if broken.isascii() else [f"Xa{word}"])


@ONE_FUNCTION
@given(
    line=st.text(max_size=300).map(lambda text: text.replace("\n", "")),
    column=st.integers(0, 400),
    width=st.integers(0, 400),
)
def test_whatever_a_line_holds_it_is_shown_on_one_line_with_a_caret_below_it(
    line: str, column: int, width: int
) -> None:
    problem = Problem("a/rule", Level.ERROR, Place("f.md", 3, column, width, line), line)
    _, *excerpt = show(problem).split("\n")
    assert len(excerpt) == (2 if line.strip() else 0)
    assert all(_is_harmless(character) for character in show(problem))
    if excerpt:
        assert set(excerpt[1].removeprefix("       | ")) <= {" ", "^"}
        assert excerpt[1].endswith("^")


def _is_harmless(character: str) -> bool:
    return character == "\n" or character.isprintable() or unicodedata.category(character) == "Zs"
