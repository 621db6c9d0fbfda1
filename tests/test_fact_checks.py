"""The checks of programmes and people: a case that fires, a case that must not, and the exact message."""

from __future__ import annotations

import pytest

from tests.sites import Planned, front, planned

EVENT = "title: T\nevent: {start: 2025-09-23, end: 2025-09-24, timezone: Europe/Athens, room: R1}"


def programme(schedule: str, matter: str = EVENT) -> Planned:
    return planned({"content/t/index.md": front(matter, "[SCHEDULE]\n"), "content/t/schedule.yaml": schedule})


def test_two_sessions_in_one_room_at_one_time_are_a_warning() -> None:
    schedule = "sessions:\n- {start: 8:00, end: 9:30, title: A}\n- {start: 9:00, end: 10:00, title: B}\n"
    assert programme(schedule).shown == [
        "content/t/schedule.yaml:3:11: warning: 'B' starts 09:00 in R1, where 'A' runs until 09:30 [schedule/overlap]\n"
        "     3 | - {start: 9:00, end: 10:00, title: B}\n"
        "       |           ^^^^\n"
        "       = hint: mend a time, or give one of them its room"
    ]


def test_two_sessions_in_two_rooms_at_one_time_are_fine() -> None:
    schedule = "sessions:\n- {start: 8:00, end: 9:30, title: A}\n- {start: 8:00, end: 10:00, title: B, room: R2}\n"
    assert programme(schedule).shown == []


def test_a_session_on_another_day_is_a_warning() -> None:
    assert programme("date: 2025-09-25\nsessions: [{start: 8:00, end: 9:00, title: A}]").shown == [
        "content/t/schedule.yaml:2:20: warning: 'A' is on 2025-09-25, and the event is on 2025-09-23 to 2025-09-24 "
        "[schedule/outside-event]\n"
        "     2 | sessions: [{start: 8:00, end: 9:00, title: A}]\n"
        "       |                    ^^^^\n"
        "       = hint: mend the date here or in event:"
    ]


@pytest.mark.parametrize(
    ("day", "start", "said"),
    [
        ("2025-03-30", "3:30", "'A' starts 03:30 on 2025-03-30, a time that does not exist there"),
        ("2025-10-26", "3:30", "'A' starts 03:30 on 2025-10-26, a time that comes twice there"),
    ],
)
def test_a_time_that_the_clocks_skip_or_repeat_is_a_warning(day: str, start: str, said: str) -> None:
    schedule = f"date: {day}\ntimezone: Europe/Athens\nsessions: [{{start: {start}, duration: 2 h, title: A}}]"
    site = programme(schedule, "title: T")
    assert site.rules == ["schedule/daylight-saving"]
    assert said in site.shown[0]


def test_a_time_on_a_day_without_a_change_is_fine() -> None:
    assert programme("sessions: [{start: 3:30, end: 4:00, title: A}]").shown == []


def test_a_speaker_nobody_knows_gets_a_guess() -> None:
    files = {
        "content/t/index.md": front(EVENT, "[SCHEDULE]\n\n[ORGANIZERS]\n"),
        "content/t/organizers.yaml": "- name: Ada Lovelace\n",
        "content/t/schedule.yaml": "sessions:\n- start: 8:00\n  end: 9:00\n  title: A\n"
        "  speakers: [Bob, Ada Lovelance]\n",
    }
    assert [shown for shown in planned(files).shown if "unknown-speaker" in shown] == [
        "content/t/schedule.yaml:5:14: warning: nobody knows the speaker 'Bob' [schedule/unknown-speaker]\n"
        "     5 |   speakers: [Bob, Ada Lovelance]\n"
        "       |              ^^^\n"
        "       = hint: write it out: {name: Bob, affiliation: ...}",
        "content/t/schedule.yaml:5:19: warning: nobody knows the speaker 'Ada Lovelance' [schedule/unknown-speaker]\n"
        "     5 |   speakers: [Bob, Ada Lovelance]\n"
        "       |                   ^^^^^^^^^^^^^\n"
        "       = hint: did you mean 'Ada Lovelace'?",
    ]


def test_a_speaker_written_out_is_known() -> None:
    assert programme("sessions: [{start: 8:00, end: 9:00, title: A, speakers: [{name: Bob B}]}]").shown == []


def test_a_gap_is_a_note() -> None:
    site = programme("sessions:\n- {start: 8:00, end: 9:00, title: A}\n- {start: 9:30, end: 10:00, title: B}\n")
    assert site.shown == []
    assert [problem.message for problem in site.problems] == ["nothing is planned from 09:00 to 09:30"]


@pytest.mark.parametrize(
    "text",
    ["Sept 25, 2025", "September 25th, 2025", "25 September 2025", "25th of Sept. 2025", "2025-09-25", "23 Sep 2024"],
)
def test_a_date_that_contradicts_the_event_is_a_warning(text: str) -> None:
    site = planned({"content/index.md": front(EVENT, f"It takes place on {text}.\n")})
    assert site.rules == ["event/contradicted-date"]
    assert f"the text says '{text}', and the event is on 2025-09-23 to 2025-09-24" in site.shown[0]
    assert site.shown[0].startswith("content/index.md:6:19: warning:")


@pytest.mark.parametrize(
    "text",
    [
        "Sept 23, 2025",
        "24 September 2025",
        "2025-09-23",
        "1 May 2025",
        "Sept 31, 2025",
        "[x](https://a.org/2025-09-25/)",
        "photo-2025-09-25.jpg",
        "September 2025",
    ],
)
def test_a_date_that_agrees_or_is_of_something_else_is_fine(text: str) -> None:
    assert planned({"content/index.md": front(EVENT, f"It takes place on {text}.\n")}).shown == []


def test_a_date_of_a_deadline_is_fine() -> None:
    matter = "title: T\nevent: {start: 2025-09-23, deadlines: [{title: Slides, date: 2025-09-20, was: 2025-09-15}]}"
    assert planned({"content/index.md": front(matter, "Until 15 September 2025, now 20 September 2025.\n")}).shown == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Alceu Bissoto", "Alceu Bisotto", True),
        ("Miguel Lopez Perez", "Miguel López-Pérez", True),
        ("Esther Puyol-Antón", "Esther Puyol-Anton", True),
        ("Ada Lovelace", "Ada Byron", False),
        ("Kim Lee", "Kim Lea", False),
        ("Ben Glocker", "Andrew King", False),
        ("Person A1000", "Person A1001", False),
        ("Speaker10 Bissoto", "Speaker10 Bisotto", True),
    ],
)
def test_two_spellings_of_one_name_are_a_warning(one: str, other: str, same: bool) -> None:
    files = {
        "content/a/index.md": front("title: A", "[ORGANIZERS]\n"),
        "content/a/organizers.yaml": f"- name: {one}\n",
        "content/b/index.md": front("title: B", "[ORGANIZERS]\n"),
        "content/b/organizers.yaml": f"- name: {other}\n",
    }
    expected = [
        f"content/b/organizers.yaml:1:9: warning: '{other}' is '{one}' in content/a/organizers.yaml "
        "[people/two-spellings]\n"
        f"     1 | - name: {other}\n"
        f"       |         {'^' * len(other)}\n"
        "       = hint: write a name in one way on all pages"
    ]
    assert planned(files).shown == (expected if same else [])


def test_one_person_with_two_ids_is_a_warning() -> None:
    files = {
        "content/index.md": front("title: T"),
        "content/people.yaml": "ada: {name: Ada Lovelace}\nlovelace: {name: Ada Lovelace}\n",
    }
    assert planned(files).shown == [
        "content/people.yaml:2:18: warning: 'Ada Lovelace' has two ids: 'ada' and 'lovelace' [people/two-ids]\n"
        "     2 | lovelace: {name: Ada Lovelace}\n"
        "       |                  ^^^^^^^^^^^^\n"
        "       = hint: keep one of them"
    ]


def test_an_affiliation_of_another_year_is_no_second_spelling() -> None:
    files = {
        "content/people.yaml": "ada: {name: Ada Lovelace, affiliation: Now}\n",
        "content/a/index.md": front("title: A", "[ORGANIZERS]\n"),
        "content/a/organizers.yaml": "- {person: ada, affiliation: Then}\n",
    }
    assert planned(files).shown == []


def test_a_third_person_of_one_first_name_hides_no_second_spelling() -> None:
    files = {
        "content/index.md": front("title: A", "[ORGANIZERS]\n"),
        "content/organizers.yaml": "- name: Andrew King\n- name: Andrew Bissoto\n- name: Andrew Bisotto\n",
    }
    assert planned(files).rules == ["people/two-spellings"]


def test_one_orcid_with_two_ids_is_a_warning() -> None:
    people = "".join(f"{name}: {{name: {name} X, orcid: 0000-0002-1825-0097}}\n" for name in ("ada", "bob"))
    assert planned({"content/index.md": "# A\n", "content/people.yaml": people}).rules == ["people/two-ids"]


def test_an_affiliation_of_an_earlier_event_is_to_be_written_beside_the_id() -> None:
    files = {
        "content/people.yaml": "ada: {name: Ada Lovelace, affiliation: Now}\n",
        "content/a/index.md": front("title: A\nevent: {start: 2024-01-01}", "[ORGANIZERS]\n"),
        "content/a/organizers.yaml": "- person: ada\n",
        "content/b/index.md": front("title: B\nevent: {start: 2025-01-01}", "[ORGANIZERS]\n"),
        "content/b/organizers.yaml": "- person: ada\n",
    }
    assert planned(files).shown == [
        "content/a/organizers.yaml:1:11: warning: the affiliation of 'ada' here changes when people.yaml does "
        "[people/affiliation-not-kept]\n"
        "     1 | - person: ada\n"
        "       |           ^^^\n"
        "       = hint: write affiliation: Now beside it, as it was then"
    ]


def test_a_deadline_that_does_not_exist_is_a_warning() -> None:
    deadline = "{title: A, date: 2025-03-30, time: 3:30}"
    matter = f"title: T\nevent: {{start: 2025-05-01, timezone: Europe/Athens, deadlines: [{deadline}]}}"
    assert planned({"content/index.md": front(matter)}).rules == ["schedule/daylight-saving"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("The conference runs from 21 to 28 September 2025.", []),
        ("Last updated 3 September 2025.", []),
        ("`25 September 2025`", []),
        ("Sept 26-27, 2025", ["event/contradicted-date"]),
        ("23 and 24 September 2024", ["event/contradicted-date"]),
    ],
)
def test_spans_of_days_are_read_and_asides_are_not(text: str, rules: list[str]) -> None:
    assert planned({"content/index.md": front(EVENT, f"{text}\n")}).rules == rules
