from __future__ import annotations

from typing import Any

import pytest

from faimi_site.load.schema import (
    DayRecord,
    FrontMatter,
    PersonRecord,
    ResourceRecord,
    ScheduleFile,
    SharedPerson,
    SiteFile,
)
from faimi_site.load.validate import read_tree, validated
from faimi_site.model import source
from faimi_site.problem import Problem, show, split
from faimi_site.yamltree import Tree


def checked(kind: Any, text: str) -> tuple[list[Any], list[Problem]]:
    tree = read_tree(source("x.yaml", text))
    assert isinstance(tree, Tree)
    return split(validated(kind, tree))


def record(kind: Any, text: str) -> Any:
    (made,), problems = checked(kind, text)
    assert problems == []
    return made


def told(kind: Any, text: str) -> list[str]:
    """Return the first line of each problem, without the file's name, in the order of their places."""
    _, problems = checked(kind, text)
    ordered = sorted(problems, key=lambda problem: (problem.place, problem.message))
    return [show(problem).split("\n")[0].removeprefix("x.yaml:") for problem in ordered]


MANY = """\
date: 23.9.2025
timezone: Asia/Soul
sessions:
  - start: 25:00
    end: 8:61
    title: [a]
    kind: lectur
    speaker: Ada
  - end: 9:00
    title: ok
    speakers: [Ada, {nam: Bob}]
    url: a b
"""


def test_all_bad_fields_are_reported_at_once_and_each_once() -> None:
    assert told(ScheduleFile, MANY) == [
        "1:7: error: date: '23.9.2025' is not a date [field/value]",
        "2:11: error: timezone: 'Asia/Soul' is not a time zone [field/value]",
        "4:12: error: start: '25:00' is not a time [field/value]",
        "5:10: error: end: '8:61' is not a time [field/value]",
        "6:12: error: title: a list stands where one value is meant [field/value]",
        "7:11: error: kind: 'lectur' is no kind of session [field/value]",
        "8:5: error: a session has no field 'speaker' [field/unknown]",
        "9:5: error: a session needs 'start' [field/missing]",
        "11:22: error: a speaker has no field 'nam' [field/unknown]",
        "12:10: error: url: an address holds no space and no control character [field/value]",
    ]


def test_a_bad_field_is_left_out_and_the_others_stay() -> None:
    (made,), _ = checked(ScheduleFile, "date: soon\nroom: 101\nsessions: [{start: 8:00, title: A, url: x}]\n")
    assert (made.date, made.room) == (None, "101")
    assert [(one.title, one.url) for one in made.sessions] == [("A", "")]


def test_an_item_goes_as_a_whole_where_a_field_that_it_needs_is_bad() -> None:
    (made,), problems = checked(ScheduleFile, "sessions:\n  - {start: 25:00, title: A}\n  - {start: 8:00, title: B}\n")
    assert [one.title for one in made.sessions] == ["B"]
    assert [problem.message for problem in problems] == ["start: '25:00' is not a time"]


def test_items_that_go_leave_the_right_others() -> None:
    items = ["{start: 8:00}", "{start: 8:00, title: B}", "~", "{start: 9, title: D}", "{start: 9:00, title: E}"]
    (made,), problems = checked(DayRecord, f"sessions: [{', '.join(items)}]\n")
    assert [one.title for one in made.sessions] == ["B", "E"]
    assert len(problems) == 3


def test_a_record_goes_from_a_mapping_of_records() -> None:
    (made,), problems = checked(dict[str, SharedPerson], "ada: {name: 1}\nbob: {name: Bob}\ncy: {}\ndi:\n")
    assert [(key, one.name) for key, one in made.items()] == [("bob", "Bob")]
    assert [problem.message for problem in problems] == [
        "name: '1' is not a name: it has no letter",
        "a person needs 'name'",
    ]


def test_a_missing_field_is_reported_at_its_mapping() -> None:
    assert told(list[ResourceRecord], "- title: a\n- url: /a\n") == [
        "2:3: error: a resource needs 'title' [field/missing]"
    ]


def test_a_missing_field_of_an_empty_mapping_has_a_place() -> None:
    assert told(list[ResourceRecord], "- {}\n") == ["1:3: error: a resource needs 'title' [field/missing]"]


def test_a_misspelt_field_gets_a_guess() -> None:
    _, (problem,) = checked(SiteFile, "title: S\ndescripton: x\n")
    assert show(problem) == (
        "x.yaml:2:1: error: site.yaml has no field 'descripton' [field/unknown]\n"
        "     2 | descripton: x\n"
        "       | ^^^^^^^^^^\n"
        "       = hint: did you mean 'description'?"
    )


def test_a_field_that_is_missing_for_a_misspelling_is_one_mistake() -> None:
    assert told(list[ResourceRecord], "- titel: a\n") == ["1:3: error: a resource has no field 'titel' [field/unknown]"]


def test_a_misspelling_of_one_field_hides_no_other_that_is_missing() -> None:
    assert told(DayRecord, "sessions:\n  - titel: a\n  - start: 8:00\n") == [
        "2:5: error: a session has no field 'titel' [field/unknown]",
        "2:5: error: a session needs 'start' [field/missing]",
        "3:5: error: a session needs 'title' [field/missing]",
    ]


def test_an_unknown_field_like_no_other_is_told_which_there_are() -> None:
    _, (problem,) = checked(SiteFile, "nav: [{title: a, url: /a, colour: red}]\n")
    assert (problem.message, problem.hint) == ("an entry of nav has no field 'colour'", "it can have: hide, title, url")


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("event: {nmae: x}", "an event"),
        ("event: {host: {name: x, nmae: x}}", "a host"),
        ("event: {registration: {nmae: x}}", "registration"),
        ("event: {deadlines: [{title: x, date: 2025-01-01, nmae: x}]}", "a deadline"),
        ("image: {path: x, nmae: x}", "an image"),
    ],
)
def test_an_unknown_field_names_the_mapping_that_it_stands_in(text: str, noun: str) -> None:
    _, (problem,) = checked(FrontMatter, text)
    assert problem.message == f"{noun} has no field 'nmae'"


def test_a_page_may_have_keys_of_its_own() -> None:
    made = record(FrontMatter, "title: A\nlevel: 7\ntags: [a, 'no', true]\nx: {y: 1.10}\n")
    assert made.__pydantic_extra__ == {"level": 7, "tags": ["a", "no", True], "x": {"y": "1.10"}}


def test_null_is_absent() -> None:
    made = record(FrontMatter, "title:\nweight: ~\nredirect_from: null\nevent:\npublished: null\nlayout:\n")
    assert (made.title, made.weight, made.redirect_from, made.event) == ("", 0, [], None)
    assert (made.published, made.layout) == (True, "default")


def test_null_in_a_list_is_an_error() -> None:
    assert told(FrontMatter, "redirect_from:\n  - /a\n  -\n  - ~\n") == [
        "3:4: error: redirect_from: an entry of the list is empty [field/value]",
        "4:5: error: redirect_from: an entry of the list is empty [field/value]",
    ]


def test_texts_are_kept_as_they_are_written() -> None:
    made = record(SiteFile, "title: 13:30\ndescription: no\nauthor: 1.10\n")
    assert (made.title, made.description, made.author) == ("13:30", "no", "1.10")


def test_one_value_stands_for_a_list_of_one() -> None:
    assert record(FrontMatter, "redirect_from: /a\n").redirect_from == ["/a"]


def test_a_speaker_is_a_name_or_a_mapping() -> None:
    made = record(DayRecord, "sessions: [{start: 8:00, title: A, speakers: [Ada, {name: Bob, affiliation: X}]}]\n")
    assert [(one.ref, one.name, one.affiliation) for one in made.sessions[0].speakers] == [
        ("Ada", "", ""),
        ("", "Bob", "X"),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (ScheduleFile, "- a\n", "1:1: error: a mapping of keys and values is expected here [field/value]"),
        (ScheduleFile, "text\n", "1:1: error: a mapping of keys and values is expected here [field/value]"),
        (list[PersonRecord], "name: x\n", "1:1: error: a list is expected here [field/value]"),
        (list[PersonRecord], "text\n", "1:1: error: a list is expected here [field/value]"),
        (
            dict[str, SharedPerson],
            "- name: x\n",
            "1:1: error: a mapping of keys and values is expected here [field/value]",
        ),
    ],
)
def test_a_file_of_the_wrong_shape_is_one_error_and_no_record(kind: Any, text: str, message: str) -> None:
    made, _ = checked(kind, text)
    assert made == []
    assert told(kind, text) == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sessions: x", "1:11: error: a list is expected here [field/value]"),
        ("sessions: {a: b}", "1:11: error: a list is expected here [field/value]"),
        ("days: [[]]", "1:8: error: days: a mapping of keys and values is expected here [field/value]"),
        ("room: {a: b}", "1:7: error: room: a mapping stands where one value is meant [field/value]"),
    ],
)
def test_a_field_of_the_wrong_shape_is_one_error_at_its_value(text: str, message: str) -> None:
    assert told(ScheduleFile, text) == [message]


def test_an_empty_file_makes_a_record_of_defaults() -> None:
    assert record(ScheduleFile, "# nothing yet\n") == ScheduleFile()


def test_a_record_knows_where_it_stands() -> None:
    made = record(list[PersonRecord], "- name: Ada\n- name: Bob\n")
    assert [one.node.start for one in made] == [2, 14]


def test_a_value_behind_foreign_letters_has_its_place() -> None:
    assert told(list[PersonRecord], "- name: 李 😀\n  bio: 'é'\n  affiliation: ü\n  email: ö\n") == [
        "4:10: error: email: 'ö' is not an e-mail address [field/value]"
    ]


def test_a_value_that_an_alias_brings_is_reported_at_its_anchor_once() -> None:
    text = "sessions:\n  - {start: &when 25:00, title: A}\n  - {start: *when, title: B}\n"
    _, problems = checked(DayRecord, text)
    assert {(problem.place.line, problem.message) for problem in problems} == {(2, "start: '25:00' is not a time")}


def test_a_file_that_is_no_yaml_is_its_problems() -> None:
    found = read_tree(source("x.yaml", "a: [\n"))
    assert isinstance(found, list)
    assert [problem.rule for problem in found] == ["yaml/syntax"]


def test_a_file_that_is_no_text_is_its_problem() -> None:
    found = read_tree(source("x.yaml", b"\xff"))
    assert isinstance(found, list)
    assert [problem.rule for problem in found] == ["file/encoding"]


@pytest.mark.parametrize(("keys", "last"), [(21, "1 more field that"), (500, "480 more fields that")])
def test_of_many_unknown_fields_twenty_are_told_and_the_rest_is_counted(keys: int, last: str) -> None:
    found = told(SiteFile, "title: S\n" + "".join(f"key{at}: a\n" for at in range(keys)))
    assert len(found) == 21
    assert found[19:] == [
        "21:1: error: site.yaml has no field 'key19' [field/unknown]",
        f"22:1: error: site.yaml has {last} it cannot have [field/unknown]",
    ]


def test_unknown_fields_are_counted_in_each_mapping_by_itself() -> None:
    keys = ", ".join(f"key{at}: a" for at in range(20))
    text = (
        f"sessions:\n- {{title: A, start: 8:00, end: 9:00, {keys}}}\n- {{title: B, start: 9:00, end: 9:30, {keys}}}\n"
    )
    assert len(told(ScheduleFile, text)) == 40
