"""Texts and YAML that are broken or made to explode: each is a problem at its line, and none takes the machine down."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from faimi_site.model import Source, Sources
from faimi_site.problem import Problem
from faimi_site.text import LARGEST, MOST_CONTROLS, Text, control_characters, read_text
from faimi_site.yamltree import MAX_LETTERS
from tests.sites import Planned, front, planned, sources


def errors(site: Planned) -> list[str]:
    return [one for one in site.shown if ": error: " in one]


def never_opened() -> io.BytesIO:
    raise AssertionError("it is read")


def test_a_text_of_hundreds_of_megabytes_is_refused_and_never_read() -> None:
    refused = read_text(Source("content/a.md", never_opened, 200_000_000))
    assert isinstance(refused, Problem)
    assert (refused.rule, refused.place.file, refused.place.line) == ("file/too-large", "content/a.md", 1)


def test_the_largest_text_is_read() -> None:
    assert isinstance(read_text(Source("content/a.md", io.BytesIO, LARGEST)), Text)


@pytest.mark.parametrize(
    "path",
    [
        "content/p.md",
        "site.yaml",
        "content/people.yaml",
        "content/organizers.yaml",
        "templates/default.html",
        "templates/a.html",
    ],
)
def test_a_huge_file_stops_a_build_at_its_name_unread(path: str) -> None:
    from faimi_site.memory import Memory
    from faimi_site.plan import plan

    given = sources({"content/index.md": front("title: Home", "[ORGANIZERS]\n")})
    huge = {**given.files, path: Source(path, never_opened, LARGEST + 1)}
    planned_ = Planned(*plan(Sources(huge, given.theme, given.today), Memory()))
    assert [one.partition(" error")[0] for one in errors(planned_) if "file/too-large" in one] == [f"{path}:1:1:"]


def test_a_file_of_nothing_but_nul_is_one_problem_of_each_line() -> None:
    found = [*control_characters(Text("a.md", "\0" * 1_000_000 + "\n\0\0"))]
    assert [(one.place.line, one.place.column) for one in found] == [(1, 1), (2, 1)]


def test_a_file_of_control_characters_is_not_told_line_by_line_to_its_end() -> None:
    assert len([*control_characters(Text("a.md", "\0\n" * 100_000))]) == MOST_CONTROLS


def test_a_control_character_behind_one_that_is_allowed_is_found() -> None:
    (found,) = control_characters(Text("a.md", "\fa\0"), allowed="\f")
    assert found.place.column == 3


def test_yaml_has_a_length() -> None:
    (problem,) = errors(planned({"content/p.md": front("title: " + "a" * MAX_LETTERS)}))
    assert problem.startswith("content/p.md:2:1: error: the YAML is longer than 2,000,000 letters [yaml/length]")


LAUGHS = "a: &a [x,x,x]\n" + "".join(
    f"{to}: &{to} [{','.join([f'*{of}'] * 9)}]\n" for of, to in zip("abcdefg", "bcdefgh", strict=True)
)
BROKEN: Mapping[str, str | bytes] = {
    "UTF-16": "title: A\n".encode("utf-16"),
    "UTF-16 without a mark": "title: A\n".encode("utf-16-le"),
    "UTF-32": "title: A\n".encode("utf-32"),
    "Latin-1": "title: Andr\xe9\n".encode("latin-1"),
    "NUL": "title: A\0\n",
    "an escaped NUL": 'title: "a\\0b"\n',
    "an escaped surrogate": 'title: "\\ud800"\n',
    "an escape sequence": "title: A\x1b[31m\n",
    "aliases that explode": LAUGHS,
    "a list that holds itself": "title: &a [*a]\n",
    "a mapping that holds itself": "title: &a {b: *a}\n",
    "brackets": "title: " + "[" * 5000,
    "closed brackets": "title: " + "[" * 50_000 + "]" * 50_000,
    "braces": "title: " + "{a: " * 20_000,
    "dashes": "- " * 20_000 + "a",
    "question marks": "? " * 20_000 + "a",
    "an object of Python": "title: !!python/object/apply:os.system ['touch pwned']\n",
    "a name of Python": "title: !!python/name:os.system\n",
    "a binary": "title: !!binary aGVsbG8=\n",
    "two documents": "title: S\n---\ntitle: T\n",
    "a key twice": "title: S\ntitle: T\n",
    "a key that is a list": "? [a, b]\n: c\n",
    "a merge": "a: &a {b: c}\ntitle: {<<: *a}\n",
    "a version of YAML that is none": "%YAML 99.1\n---\ntitle: S\n",
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_yaml_is_a_problem_with_its_line_and_shows_no_escape(what: str) -> None:
    found = errors(planned({"site.yaml": BROKEN[what], "content/index.md": "# Home\n"}))
    assert found
    for one in found:
        assert one.startswith("site.yaml:")
        assert one.split(":")[1].isdigit()
        assert all(letter == "\n" or letter.isprintable() for letter in one)


@pytest.mark.parametrize(
    "matter",
    [
        "event: {start: 2025-02-30}",
        "event: {start: 2025-13-01}",
        "event: {start: 0000-01-01}",
        "event: {start: ２０２５-12-01}",
        "event: {start: 2025-02-03, timezone: ../../etc/passwd}",
        "event: {start: 2025-02-03, timezone: /etc/localtime}",
        'event: {start: 2025-02-03, timezone: "a\\x07b"}',
        "weight: .inf",
        "weight: ²",
        "weight: 1:30",
        "weight: true",
        "title: [a]",
        "redirect_from: 2022",
        "published: 'no'",
    ],
)
def test_a_value_that_is_none_is_a_problem_at_its_line(matter: str) -> None:
    (problem,) = errors(planned({"content/p.md": f"---\n{matter}\n---\n\n# A\n"}))
    assert problem.startswith("content/p.md:2:")


@pytest.mark.parametrize("title", ["no", "on", "1.10", "2025-02-30", "13:30", "1e9", "0x1F", "1_000", ".inf", "0o7"])
def test_a_title_is_what_was_written(title: str) -> None:
    assert f"<title>{title} |" in planned({"content/p.md": front(f"title: {title}")}).text("p/index.html")


def test_thousands_of_short_names_are_not_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("they are compared")

    monkeypatch.setattr("difflib.SequenceMatcher", never)
    people = "".join(f"- name: Ada {number}\n" for number in range(300))
    assert (
        planned({"content/index.md": front("title: H", "[ORGANIZERS]\n"), "content/organizers.yaml": people}).shown
        == []
    )


@pytest.mark.parametrize("ending", ["png", "pdf", "mp4"])
def test_what_data_says_of_a_file_of_gigabytes_is_known_without_reading_it(ending: str) -> None:
    from faimi_site.load.site import load_site
    from faimi_site.memory import Memory

    resources = f"- {{title: R, file: /assets/a.{ending}}}\n"
    given = sources({"content/index.md": front("title: Home", "[RESOURCES]\n"), "content/resources.yaml": resources})
    huge = {**given.files, f"assets/a.{ending}": Source(f"assets/a.{ending}", never_opened, 2_000_000_000)}
    site, _ = load_site(Sources(huge, given.theme, given.today), Memory())
    (resource,) = site.pages[0].data.resources or ()
    assert resource.title == "R"
