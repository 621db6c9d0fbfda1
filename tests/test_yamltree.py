from __future__ import annotations

import pytest

from faimi_site.problem import Level, Place, Problem
from faimi_site.text import Text
from faimi_site.yamltree import Mapping, Scalar, Sequence, Tree, entries, parse


def tree(text: str, start: int = 0, end: int | None = None) -> Tree:
    found = parse(Text("x.yaml", text), start, end)
    assert isinstance(found, Tree)
    return found


def problems(text: str, start: int = 0, end: int | None = None) -> list[Problem]:
    found = parse(Text("x.yaml", text), start, end)
    assert isinstance(found, list)
    return found


def only(text: str, start: int = 0, end: int | None = None) -> Problem:
    (found,) = problems(text, start, end)
    return found


def scalar(text: str) -> str:
    node = tree(f"a: {text}\n").node("a")
    assert isinstance(node, Scalar)
    return node.text


@pytest.mark.parametrize(
    "text",
    [
        *("13:30", "no", "1.10", "2025-02-30", "0123", "1e3", "0x1F", "1_000", ".inf", "-7", "=", "12:30:45"),
        *("2025-09-23T08:00", "Yes", "TRUE", "50% off", "C#", "a,b", "~a", "https://a.org/b", "a 'b' c", "日本語 – é"),
    ],
)
def test_a_plain_text_is_kept_as_it_is_written(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"13:30"', "13:30"),
        ("'it''s'", "it's"),
        ('"a\\tb \\u00e9"', "a\tb é"),
        ("|\n  one\n  two", "one\ntwo\n"),
        (">\n  one\n  two", "one two\n"),
        ("one\n  two", "one two"),
        ("x # said aside", "x"),
        ("x#y", "x#y"),
    ],
)
def test_quotes_blocks_and_comments_are_read_as_yaml_says(written: str, text: str) -> None:
    assert scalar(written) == text


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_an_empty_value_is_null(written: str) -> None:
    node = tree(f"a: {written}\n").root
    assert isinstance(node, Mapping)
    assert not node.gives("a")
    assert list(entries(node)) == []


@pytest.mark.parametrize("written", ['""', "'null'", '"~"', "nULL", "no", "0"])
def test_a_quoted_text_and_a_word_are_not_null(written: str) -> None:
    node = tree(f"a: {written}\n").root
    assert isinstance(node, Mapping)
    assert node.gives("a")


def test_a_mapping_gives_no_key_that_it_has_not() -> None:
    assert not Mapping(0).gives("a")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_a_document_without_a_value_is_null(text: str) -> None:
    root = tree(text).root
    assert isinstance(root, Scalar)
    assert root.null


def test_keys_keep_their_order() -> None:
    root = tree("c: 1\na: 2\nb: 3\n").root
    assert isinstance(root, Mapping)
    assert list(root.values) == ["c", "a", "b"]


def test_an_alias_stands_for_its_value() -> None:
    assert tree("a: &x [1, 2]\nb: *x\n").node("b", 1) == Scalar(10, 11, "2", plain=True)


def test_a_quoted_sign_of_a_merge_key_is_a_key() -> None:
    root = tree("'<<': x\n").root
    assert isinstance(root, Mapping)
    assert list(root.values) == ["<<"]


def test_a_path_of_keys_and_indexes_leads_to_a_node() -> None:
    node = tree("a:\n  - b: 1\n  - b: [x, y]\n").node("a", 1, "b", 0)
    assert isinstance(node, Scalar)
    assert node.text == "x"


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [(("a", 5), 2, 3), (("a", 0, "c"), 2, 5), (("a", "b"), 2, 3), (("z",), 1, 1), ((0,), 1, 1)],
)
def test_a_path_that_leads_nowhere_ends_at_the_deepest_node_on_it(
    path: tuple[str | int, ...], line: int, column: int
) -> None:
    assert tree("a:\n  - 1\n").place(*path) == Place("x.yaml", line, column)


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a: x\nlong: 'two words'\n", ("long",), Place("x.yaml", 2, 7, 11)),
        ("a: x\nlong: y\n", (), Place("x.yaml", 1, 1, 1)),
        ("a:\n  - name: x\n", ("a", 0), Place("x.yaml", 2, 5, 4)),
        ("a:\n  - name: x\n", ("a",), Place("x.yaml", 2, 3, 1)),
        ("日本: 'é😀'\n", ("日本",), Place("x.yaml", 1, 5, 4)),
        ("é: [日, 😀, x]\n", ("é", 2), Place("x.yaml", 1, 11, 1)),
        ("# 😀\né: ü\nb: x\n", ("b",), Place("x.yaml", 3, 4, 1)),
    ],
)
def test_a_value_has_a_place_counted_in_characters(text: str, path: tuple[str | int, ...], place: Place) -> None:
    found = tree(text).place(*path)
    assert (found, found.width) == (place, place.width)


@pytest.mark.parametrize(
    ("path", "column", "width"), [(("é", "long"), 5, 4), (("é", "none"), 4, 4), (("é",), 1, 1), ((), 1, 1)]
)
def test_a_key_has_a_place_of_its_own(path: tuple[str, ...], column: int, width: int) -> None:
    found = tree("é: {long: x}\n").key_place(*path)
    assert (found.column, found.width) == (column, width)


def test_a_value_of_a_mapping_has_the_place_of_the_mapping_where_it_is_absent() -> None:
    found = tree("- name: x\n  url: y\n")
    assert found.place_of(found.node(0), "url") == Place("x.yaml", 2, 8)
    assert found.place_of(found.node(0), "none") == Place("x.yaml", 1, 3)


PAGE = "---\ntitle: é😀\nname: x\n---\ntext: [\n"


def test_a_stretch_of_a_page_has_places_in_the_page() -> None:
    found = tree(PAGE, 4, 22).place("name")
    assert (found, found.excerpt) == (Place("x.yaml", 3, 7), "name: x")


def test_a_mistake_in_a_stretch_of_a_page_has_its_place_in_the_page() -> None:
    assert only("---\ntitle: é😀\nname: x: y\n---\n", 4, 26).place == Place("x.yaml", 3, 8)


def test_what_stands_outside_of_a_stretch_is_not_read() -> None:
    assert only("\x00\n---\na: \x00\n---\n\x00\n", 6, 11).place == Place("x.yaml", 3, 4)


SLIPS = [
    ("a: 1\n\tb: 2\n", 2, 1, "a tab stands where YAML indents with spaces", "replace the tab by spaces"),
    ("a:\n  \t- x\n", 2, 3, "a tab stands where YAML indents with spaces", "replace the tab by spaces"),
    ("- a\n-\tb: c\n", 2, 2, "a tab stands where YAML indents with spaces", "replace the tab by spaces"),
    ("a: 1\n\t\nb: 2\n", 2, 1, "a tab stands where YAML indents with spaces", "replace the tab by spaces"),
    (
        *("title: Bias: an introduction\n", 1, 12, "a second ': ' stands in one line"),
        'put the text in quotes, as in title: "Bias: an introduction"',
    ),
    (
        *("title: x\n  name: y\n", 2, 7, "a key stands deeper than the line above it, which has its value already"),
        "indent it like its neighbours, or put a text of several lines in quotes",
    ),
    (
        *("- start: 8:00\n    end: 9:00\n", 2, 8),
        "a key stands deeper than the line above it, which has its value already",
        "indent it like its neighbours, or put a text of several lines in quotes",
    ),
    (
        *("- name Ada\n  url: /a\n", 2, 6, "a key stands here, and the line above it has none"),
        "write the line above as key: value",
    ),
    (
        *("key:value\nother: 1\n", 2, 6, "a key stands here, and the line above it has none"),
        "write the line above as key: value",
    ),
    ("a: x\nb\nc: d\n", 2, 1, "a key has no ':' after it", "write it as key: value, the space included"),
    ('a: "x\nb: 2\n', 1, 4, "the quote that opens here is never closed", "close it, or leave quotes out"),
    ("é: 'x\nb: 2\n", 1, 4, "the quote that opens here is never closed", "close it, or leave quotes out"),
    ("a: [1, 2\nb: 3\n", 1, 4, "the list that opens here is not closed", "close it, or put the text in quotes"),
    ("a: {b: c\n", 1, 4, "the mapping that opens here is not closed", "close it, or put the text in quotes"),
    (
        *("a: [Draft] My talk\n", 1, 12, "text follows a closing quote or bracket"),
        "put the whole text in quotes, and close each one",
    ),
    (
        *("a: 'it's'\n", 1, 8, "text follows a closing quote or bracket"),
        "put the whole text in quotes, and close each one",
    ),
    (
        *('a: "x\nb: "y"\n', 2, 5, "text follows a closing quote or bracket"),
        "put the whole text in quotes, and close each one",
    ),
    ("a: *Foo* bar\n", 1, 4, "a text cannot start with '*'", "put the text in quotes"),
    ("a: & Friends\n", 1, 4, "a text cannot start with '&'", "put the text in quotes"),
    ("a: @ada\n", 1, 4, "a text cannot start with '@'", "put the text in quotes"),
    ("a: `x`\n", 1, 4, "a text cannot start with '`'", "put the text in quotes"),
    ("a: %x\n", 1, 4, "a text cannot start with '%'", "put the text in quotes"),
    ("a: >b\n", 1, 4, "a text cannot start with '>'", "put the text in quotes"),
    ("a: |b\n", 1, 4, "a text cannot start with '|'", "put the text in quotes"),
    ("a: }\n", 1, 4, "a text cannot start with '}'", "put the text in quotes"),
    ("a: ? b\n", 1, 4, "a text cannot start with '?'", "put the text in quotes"),
    (
        *("a: - b\n", 1, 4, "a list starts on the line of its key"),
        "start it on the next line, or put the text in quotes",
    ),
    (
        *('a: "$\\alpha$"\nb: "\\q"\n', 2, 5, "a backslash in double quotes has a meaning of its own"),
        "take single quotes, or double the backslash",
    ),
    (
        *('a: "C:\\Users"\n', 1, 7, "a backslash in double quotes has a meaning of its own"),
        "take single quotes, or double the backslash",
    ),
    (
        *("- a\nb: 1\n", 2, 1, "this line does not continue what stands above it"),
        "is it indented like its neighbours, and is every quote closed?",
    ),
    (
        *("s:\n  - a: 1\n   b: 2\n", 3, 4, "this line does not continue what stands above it"),
        "is it indented like its neighbours, and is every quote closed?",
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "said", "hint"), SLIPS)
def test_a_frequent_slip_is_told_in_an_authors_words(text: str, line: int, column: int, said: str, hint: str) -> None:
    place = Place("x.yaml", line, column)
    assert problems(text) == [Problem("yaml/syntax", Level.ERROR, place, f"not YAML: {said}", hint)]


def test_a_key_that_stands_twice_is_an_error_that_names_the_first() -> None:
    message = "the key 'title' stands twice: line 1 has it too"
    found = only("title: a\nname: b\ntitle: c\n")
    assert found == Problem("yaml/duplicate-key", Level.ERROR, Place("x.yaml", 3, 1), message, "keep one of them")
    assert found.place.width == 5


def test_a_key_that_stands_thrice_is_two_errors() -> None:
    assert [found.place.line for found in problems("a: 1\na: 2\na: 3\n")] == [2, 3]


def test_equal_keys_of_two_mappings_are_no_error() -> None:
    assert isinstance(tree("- a: 1\n- a: 2\n").root, Sequence)


def test_keys_are_equal_whether_quoted_or_not() -> None:
    assert only("a: 1\n'a': 2\n").rule == "yaml/duplicate-key"


def test_a_key_in_another_unicode_form_is_the_same_key() -> None:
    assert only("e\u0301: 1\n\u00e9: 2\n").message == "the key '\u00e9' stands twice: line 1 has it too"


def test_a_key_holds_no_control_character() -> None:
    found = only('"\\e[31m": 1\n')
    assert (found.rule, found.place, found.message) == (
        "yaml/key",
        Place("x.yaml", 1, 1),
        "a key holds a control character",
    )


def test_a_merge_key_is_an_error() -> None:
    message = "merge keys ('<<') are not taken"
    found = problems("a: &x {b: 1}\nc:\n  <<: *x\n")
    assert found == [Problem("yaml/merge", Level.ERROR, Place("x.yaml", 3, 3), message, "write the keys out")]


@pytest.mark.parametrize(
    ("text", "column", "tag"),
    [
        ("a: !!int 3\n", 4, "!!int"),
        ("a: !mine x\n", 4, "!mine"),
        ("!!python/object:os.system {}\n", 1, "!!python/object:os.system"),
        ("é: [!!str x]\n", 5, "!!str"),
        ("a: ! x\n", 4, "!"),
    ],
)
def test_a_tag_is_an_error(text: str, column: int, tag: str) -> None:
    message = f"a tag ('{tag}') is not taken"
    assert problems(text) == [
        Problem("yaml/tag", Level.ERROR, Place("x.yaml", 1, column), message, "write the value alone")
    ]


def test_a_second_document_is_an_error_and_is_not_read() -> None:
    message = "the file holds a second YAML document"
    found = problems("a: 1\n---\na: !x 1\na: 2\n---\nb: 1\n")
    assert found == [Problem("yaml/documents", Level.ERROR, Place("x.yaml", 2, 1), message, "keep one")]


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [("[a]: 1\n", 1, "list"), ("{a: b}: 1\n", 1, "mapping"), ("a: {{ x }}\n", 5, "mapping")],
)
def test_a_key_that_is_no_text_is_an_error(text: str, column: int, shown: str) -> None:
    found = only(text)
    assert (found.rule, found.place) == ("yaml/key", Place("x.yaml", 1, column))
    assert (found.message, found.hint) == ("a key must be a text", "is a quote missing around { or [?")


@pytest.mark.parametrize("text", ["a: *x\n", "a: [*x]\n", "a: &x\n  b: *x\n"])
def test_an_alias_that_names_no_anchor_before_it_is_an_error(text: str) -> None:
    found = problems(text)[0]
    assert (found.rule, found.message) == ("yaml/alias", "'*x' names no anchor that ends before it")
    assert found.hint == "put the text in quotes"


def test_an_anchor_that_nothing_uses_is_an_error_for_it_would_vanish_from_the_text() -> None:
    found = only("title: &Friends and others\n")
    assert (found.rule, found.place, found.place.width) == ("yaml/alias", Place("x.yaml", 1, 8), 8)
    assert found.message == "'&Friends' is an anchor that nothing uses, and no part of the text"
    assert found.hint == "put it in quotes"


def test_an_alias_of_aliases_is_an_error() -> None:
    found = problems("a: &a [1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: *c\n")
    assert {(one.rule, one.message) for one in found} == {
        ("yaml/alias", "'*b' stands for a value with aliases in it"),
        ("yaml/alias", "'*c' stands for a value with aliases in it"),
    }
    assert found[0].place == Place("x.yaml", 3, 8)
    assert found[0].hint == "write the value out"


def test_more_than_thirty_aliases_are_one_error_at_the_thirty_first() -> None:
    thirty = "a: &x 1\n" + "- *x\n".join(["b:\n", *[""] * 30])
    assert isinstance(tree(thirty), Tree)
    found = only(f"{thirty}- *x\n- *x\n")
    message = "the file uses more than 30 aliases"
    assert found == Problem("yaml/alias", Level.ERROR, Place("x.yaml", 33, 3), message, "write the values out")


def test_more_than_thirty_levels_are_one_error_at_the_thirty_first() -> None:
    assert isinstance(tree("[" * 30 + "]" * 30), Tree)
    found = only("[" * 32 + "]" * 32)
    assert (found.rule, found.place) == ("yaml/depth", Place("x.yaml", 1, 31))
    assert found.message == "the YAML is nested more than 30 levels deep"
    assert found.hint == "put a text that holds brackets in quotes"


@pytest.mark.parametrize("text", ["[" * 20_000, "{" * 20_000, "- " * 20_000, "? " * 20_000, "[" * 9999 + "]" * 9999])
def test_no_depth_is_too_deep_for_an_answer(text: str) -> None:
    assert problems(text)


def test_a_file_with_hundreds_of_mistakes_is_not_read_to_its_end() -> None:
    assert 30 < len(problems("a: 1\n" * 500)) < 40


@pytest.mark.parametrize(("character", "name"), [("\x00", "U+0000"), ("\x1b", "U+001B"), ("\ufffe", "U+FFFE")])
def test_a_control_character_is_the_only_error_of_its_line(character: str, name: str) -> None:
    message = f"the character {name} is a control character, which no page can hold"
    place = Place("x.yaml", 2, 6)
    assert problems(f"a: 1\né: [!{character}\n") == [
        Problem("file/control-character", Level.ERROR, place, message, "delete it")
    ]


def test_a_mistake_hides_no_other_before_it() -> None:
    found = problems("a: 1\na: !x 2\nb: *c\n")
    assert [one.rule for one in found] == ["yaml/duplicate-key", "yaml/tag", "yaml/alias"]


def test_a_list_without_an_entry_is_empty() -> None:
    assert [tree(text).is_empty for text in ("[]", "- a\n", "{}", "")] == [True, False, False, False]
