from __future__ import annotations

import pytest

from faimi_site.problem import Level, Place, Problem, counted, guess, in_order, nearest, show, split, tally

FILE = Place("f.md")


def shown(line: str, column: int, width: int = 1) -> list[str]:
    """Return the source's line and the line of carets that show() draws for a place."""
    excerpt, carets = show(Problem("a/rule", Level.ERROR, Place("f.md", 9, column, width, line), "wrong")).split("\n")[
        1:
    ]
    return [excerpt, carets]


def problem(level: Level = Level.ERROR, place: Place = FILE, message: str = "wrong") -> Problem:
    return Problem("a/rule", level, place, message)


def test_a_problem_shows_its_place_its_line_a_caret_and_a_hint() -> None:
    place = Place("content/2025-miccai-tutorial/schedule.yaml", 9, 5, 5, "    titel: Hands-on session")
    message, hint = "a session has no field 'titel'", "did you mean 'title'?"
    assert show(Problem("field/unknown", Level.ERROR, place, message, hint)) == (
        "content/2025-miccai-tutorial/schedule.yaml:9:5: error: a session has no field 'titel' [field/unknown]\n"
        "     9 |     titel: Hands-on session\n"
        "       |     ^^^^^\n"
        "       = hint: did you mean 'title'?"
    )


def test_a_problem_of_a_whole_file_shows_no_line() -> None:
    assert show(problem(Level.WARNING)) == "f.md: warning: wrong [a/rule]"


def test_a_problem_without_a_file_shows_its_message_alone() -> None:
    assert show(problem(Level.NOTE, Place(""))) == "note: wrong [a/rule]"


def test_a_problem_on_an_empty_line_shows_its_place_alone() -> None:
    assert show(problem(place=Place("f.md", 3, 1))) == "f.md:3:1: error: wrong [a/rule]"


def test_the_number_of_a_line_is_right_aligned() -> None:
    place = Place("f.md", 12345, 1, 1, "x")
    assert show(problem(place=place)) == "f.md:12345:1: error: wrong [a/rule]\n 12345 | x\n       | ^"


def test_a_long_line_is_cropped_at_its_end() -> None:
    assert shown("a" * 150, 1, 3) == ["     9 | " + "a" * 100 + "…", "       | ^^^"]


def test_a_long_line_is_cropped_at_its_start() -> None:
    assert shown("a" * 199 + "b", 200) == ["     9 | …" + "a" * 99 + "b", "       | " + " " * 100 + "^"]


def test_a_long_line_is_cropped_round_the_caret() -> None:
    excerpt, carets = shown("a" * 149 + "bcd" + "a" * 150, 150, 3)
    assert excerpt == "     9 | …" + "a" * 33 + "bcd" + "a" * 64 + "…"
    assert carets == "       |  " + " " * 33 + "^^^"


def test_a_caret_ends_with_its_line() -> None:
    assert shown("abc", 2, 50) == ["     9 | abc", "       |  ^^"]


def test_a_caret_can_stand_behind_the_end_of_its_line() -> None:
    assert shown("abc", 4) == ["     9 | abc", "       |    ^"]


def test_a_tab_is_shown_as_one_space() -> None:
    assert shown("\ta:\tb", 5) == ["     9 |  a: b", "       |     ^"]


def test_an_east_asian_wide_character_takes_two_carets() -> None:
    assert shown("日本: x", 1, 2) == ["     9 | 日本: x", "       | ^^^^"]


def test_what_stands_before_a_caret_is_counted_in_cells() -> None:
    assert shown("日本: x", 5) == ["     9 | 日本: x", "       |       ^"]


def test_a_combining_mark_takes_no_cell() -> None:
    assert shown("e\u0301te\u0301: x", 8) == ["     9 | e\u0301te\u0301: x", "       |      ^"]


@pytest.mark.parametrize(
    ("character", "escape"),
    [
        ("\x1b", "\\x1b"),
        ("\x07", "\\x07"),
        ("\x9b", "\\x9b"),
        ("\r", "\\r"),
        ("\n", "\\n"),
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\u200b", "\\u200b"),
        ("\u2028", "\\u2028"),
        ("\ufeff", "\\ufeff"),
        ("\udc80", "\\udc80"),
        ("\U000e0001", "\\U000e0001"),
    ],
)
def test_what_steers_a_terminal_or_hides_is_shown_as_an_escape(character: str, escape: str) -> None:
    place = Place(f"f{character}.md", 9, 1, 1, f"a{character}b")
    assert show(Problem("a/rule", Level.ERROR, place, f"m{character}", f"h{character}")) == (
        f"f{escape}.md:9:1: error: m{escape} [a/rule]\n     9 | a{escape}b\n       | ^\n       = hint: h{escape}"
    )


def test_a_caret_stands_below_its_character_behind_an_escape() -> None:
    assert shown("a\x1b[0mb", 6) == ["     9 | a\\x1b[0mb", "       |         ^"]


def test_spaces_of_other_scripts_stay() -> None:
    assert shown("a\xa0b\u3000c", 1)[0] == "     9 | a\xa0b\u3000c"


def test_a_tally_counts_errors_first_and_leaves_out_what_is_not_there() -> None:
    levels = (Level.NOTE, Level.ERROR, Level.WARNING, Level.ERROR)
    assert tally(problem(level) for level in levels) == "2 errors, 1 warning, 1 note"


def test_a_tally_of_nothing_is_empty() -> None:
    assert tally([]) == ""


def test_a_number_has_its_noun() -> None:
    assert [counted(1, "page"), counted(2, "page"), counted(0, "entry", "entries")] == [
        "1 page",
        "2 pages",
        "0 entries",
    ]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("titel", "did you mean 'title'?"),
        ("Title", "did you mean 'title'?"),
        ("redirect-from", "did you mean 'redirect_from'?"),
        ("redirect from", "did you mean 'redirect_from'?"),
        ("room", ""),
        ("", ""),
    ],
)
def test_a_guess_names_the_nearest_known_word_or_nothing(word: str, hint: str) -> None:
    assert guess(word, ["title", "redirect_from"]) == hint


def test_the_nearest_word_does_not_depend_on_the_order_of_the_known_ones() -> None:
    assert nearest("talk", {"tall", "tale"}) == nearest("talk", ["tall", "tale"]) == nearest("talk", ["tale", "tall"])


def test_a_stream_is_parted_in_its_order() -> None:
    first, second = problem(message="1"), problem(message="2")
    assert split([first, "a", second, "b"]) == (["a", "b"], [first, second])


def test_problems_are_in_order_of_their_places() -> None:
    places = [Place("b.md"), Place("a.md", 10, 1), Place("a.md", 9, 7), Place("a.md", 9, 2), Place("a.md")]
    ordered = in_order(problem(place=place) for place in places)
    assert [one.place for one in ordered] == [places[4], places[3], places[2], places[1], places[0]]


def test_a_mistake_is_kept_once() -> None:
    assert in_order([problem(), problem()]) == [problem()]


def test_files_are_named_from_the_folder_that_they_are_shown_from() -> None:
    ordered = in_order([problem(), problem(place=Place("theme/a.html")), problem(place=Place(""))], "site/")
    assert [one.place.file for one in ordered] == ["", "site/f.md", "theme/a.html"]
