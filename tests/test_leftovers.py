"""Words that stand in for facts: a note while there is time, a warning when there is none."""

from __future__ import annotations

import pytest

from tests.sites import TODAY, front, planned

LATE = "title: A\nevent: {name: E, start: 2025-09-23, end: 2025-09-24}"
FAR = "title: A\nevent: {name: E, start: 2026-09-23}"
PAST = "title: A\nevent: {name: E, start: 2024-09-23}"
HINT = "write what is known by now, or take it out"


def test_a_word_that_stands_in_is_a_note_long_before_the_event() -> None:
    assert planned({"content/index.md": front(FAR, "Room: TBC.\n")}).briefly == [
        f"content/index.md:6:7: note: 'TBC' is still to be filled in [content/to-do] | {HINT}"
    ]


def test_it_is_a_warning_when_the_event_is_near() -> None:
    assert planned({"content/index.md": front(LATE, "Room: TBC.\n")}).shown == [
        "content/index.md:6:7: warning: 'TBC' is still to be filled in, and the event starts on 2025-09-23 "
        "[content/to-do-late]\n"
        "     6 | Room: TBC.\n"
        "       |       ^^^\n"
        f"       = hint: {HINT}"
    ]


def test_it_is_a_warning_when_the_event_is_over() -> None:
    (warning,) = planned({"content/index.md": front(PAST, "Slides: coming soon\n")}).shown
    assert "'coming soon' is still to be filled in, and the event was on 2024-09-23 [content/to-do-late]" in warning


@pytest.mark.parametrize(("start", "rule"), [("2025-10-02", "content/to-do-late"), ("2025-10-03", "content/to-do")])
def test_an_event_is_near_for_31_days(start: str, rule: str) -> None:
    assert TODAY.isoformat() == "2025-09-01"
    page = front(f"title: A\nevent: {{name: E, start: {start}}}", "TBD\n")
    assert [problem.rule for problem in planned({"content/index.md": page}).problems] == [rule]


def test_the_event_of_the_folder_counts_for_its_other_pages_and_its_data() -> None:
    files = {
        "content/e/index.md": front(LATE, "[SCHEDULE]\n"),
        "content/e/travel.md": "# B\n\nTrains: to be announced.\n",
        "content/e/schedule.yaml": "timezone: Asia/Seoul\nsessions:\n- {start: 10:00, end: 11:00, title: Talk (TBA)}\n",
        "content/other.md": "# C\n\nTODO\n",
    }
    assert [problem.split(" is still")[0] for problem in planned(files).briefly] == [
        "content/e/schedule.yaml:3:43: warning: 'TBA'",
        "content/e/travel.md:3:9: warning: 'to be announced'",
        "content/other.md:3:1: note: 'TODO'",
    ]


def test_the_facts_of_an_event_are_looked_at_too() -> None:
    page = front("title: A\nevent:\n  name: E\n  start: 2025-09-23\n  room: TBA\n")
    assert [shown.split(" is still")[0] for shown in planned({"content/index.md": page}).shown] == [
        "content/index.md:6:9: warning: 'TBA'"
    ]


def test_an_event_that_was_put_off_may_wait() -> None:
    page = front("title: A\nevent: {name: E, start: 2025-09-23, status: postponed}", "New date: TBC\n")
    assert planned({"content/index.md": page}).shown == []


@pytest.mark.parametrize(
    "word", ["TBC", "TBD", "TBA", "TODO", "FIXME", "XXX", "To be  determined", "Lorem ipsum", "_TBC_"]
)
def test_each_of_these_words_stands_in(word: str) -> None:
    assert len(planned({"content/index.md": front("title: A", f"So {word}, so.\n")}).notes) == 1


@pytest.mark.parametrize(
    "text",
    [
        "`TODO`, <!-- TODO --> and <code>TBC</code>",
        "```\nTODO\n```",
        "[comment]: # (TODO)",
        "[x](https://other.example/TODO) and <https://other.example/TBC>",
        "todo, tbc, mastodon, TBDs, TODO_LIST, XXXL, STBC, the TODO-list",
        "A soon coming lorem.",
    ],
)
def test_code_comments_addresses_and_other_words_do_not(text: str) -> None:
    assert planned({"content/index.md": front("title: A\ntbc: x # TODO", f"{text}\n")}).briefly == []


def test_a_draft_may_have_gaps() -> None:
    files = {"content/index.md": "# A\n", "content/b.md": front("title: B\npublished: false", "TBC\n")}
    assert planned(files).briefly == []
