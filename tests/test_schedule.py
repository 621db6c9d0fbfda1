"""schedule.yaml: what the table of a programme shows, and what is said of times that cannot be."""

from __future__ import annotations

import pytest

from tests.sites import Planned, front, planned

EVENT = "title: T\nevent: {start: 2025-09-23, timezone: Asia/Seoul, room: R1}"


def programme(schedule: str, matter: str = EVENT, **more: str) -> Planned:
    files = {"content/t/index.md": front(matter, "[SCHEDULE]\n"), "content/t/schedule.yaml": schedule}
    return planned({**files, **{f"content/t/{name}.yaml": text for name, text in more.items()}})


def session(lines: str) -> str:
    return "sessions:\n  - " + lines.replace("\n", "\n    ")


def test_a_session_is_a_row_with_its_instants() -> None:
    table = programme(session("start: 08:00\nend: 10:00\ntitle: Lecture")).main("t/index.html")
    assert '<time datetime="2025-09-23T08:00+09:00">08:00</time>' in table
    assert '<time datetime="2025-09-23T10:00+09:00">10:00</time>' in table
    assert '<tr id="lecture">' in table


def test_the_caption_names_day_zone_and_the_one_room() -> None:
    table = programme(session("start: 08:00\nend: 10:00\ntitle: Lecture")).main("t/index.html")
    assert "<caption>23 September 2025, room R1. Times are those of Asia/Seoul (UTC+9).</caption>" in table


def test_rooms_that_differ_have_a_column() -> None:
    schedule = "sessions:\n- {start: 8:00, end: 9:00, title: A}\n- {start: 9:00, end: 10:00, title: B, room: R2}\n"
    table = programme(schedule).main("t/index.html")
    assert '<th scope="col">Room</th>' in table
    assert [table.count(f'<td class="room"><span>Room </span>{room}</td>') for room in ("R1", "R2")] == [1, 1]


def test_sessions_stand_in_order_of_their_start() -> None:
    schedule = "sessions:\n- {start: 10:00, end: 11:00, title: Second}\n- {start: 8:00, end: 9:00, title: First}\n"
    table = programme(schedule).main("t/index.html")
    assert table.index("First") < table.index("Second")


def test_a_duration_says_when_a_session_ends_also_after_midnight() -> None:
    table = programme(session("start: 22:30\nduration: 2 h 30 min\ntitle: Dinner")).main("t/index.html")
    assert '<time datetime="2025-09-24T01:00+09:00">01:00</time>' in table


def test_sessions_at_one_time_in_two_rooms_share_the_cell_of_their_time() -> None:
    schedule = "sessions:\n- {start: 8:00, end: 9:00, title: A}\n- {start: 8:00, end: 9:00, title: B, room: R2}\n"
    table = programme(schedule).main("t/index.html")
    assert table.count('<th scope="rowgroup" rowspan="2">') == 1
    assert table.count(">08:00</time>") == 1


def test_a_session_across_midnight_is_marked() -> None:
    table = programme(session("start: 22:00\nduration: 4 h\ntitle: Dinner")).main("t/index.html")
    assert "02:00</time> (next day)</span>" in table


def test_a_duration_is_of_hours_that_pass_also_where_the_clocks_change() -> None:
    schedule = "date: 2025-03-29\ntimezone: Europe/Athens\n" + session("start: 23:00\nduration: 6:00\ntitle: Night")
    assert '<time datetime="2025-03-30T06:00+03:00">06:00</time>' in programme(schedule, "title: T").main(
        "t/index.html"
    )


def test_a_speaker_by_id_can_have_the_affiliation_of_that_year() -> None:
    files = {
        "content/people.yaml": "ada: {name: Ada L, affiliation: Now}\n",
        "content/t/index.md": front(EVENT, "[SCHEDULE]\n"),
        "content/t/schedule.yaml": session(
            "start: 8:00\nend: 9:00\ntitle: A\nspeakers: [{person: ada, affiliation: Then}]"
        ),
    }
    assert "Ada L (Then)</p>" in planned(files).main("t/index.html")


def test_a_long_title_makes_a_short_id() -> None:
    site = programme(session(f"start: 8:00\nend: 9:00\ntitle: {'한' * 300}"))
    (path,) = [path for path in site.paths if path.startswith("t/sessions/")]
    assert len(path.rpartition("/")[2].encode()) <= 255
    assert site.shown == []


def test_days_have_a_table_each_in_order() -> None:
    schedule = (
        "timezone: Europe/Athens\ndays:\n"
        "- {date: 2024-05-31, sessions: [{start: 9:00, end: 10:00, title: B}]}\n"
        "- {date: 2024-05-30, sessions: [{start: 9:00, end: 10:00, title: A}]}\n"
    )
    table = programme(schedule, "title: T").main("t/index.html")
    assert table.index("<caption>30 May 2024") < table.index("<caption>31 May 2024")


def test_the_zone_can_come_from_site_yaml() -> None:
    files = {
        "site.yaml": "title: T\nurl: https://example.org\ntimezone: Europe/Paris\n",
        "content/index.md": front("title: T", "[SCHEDULE]\n"),
        "content/schedule.yaml": "date: 2025-07-01\nsessions: [{start: 9:00, end: 10:00, title: A}]",
    }
    assert "2025-07-01T09:00+02:00" in planned(files).main("index.html")


def test_speakers_are_organizers_by_exact_name_shared_people_by_id_or_written_out() -> None:
    files = {
        "content/people.yaml": "ada: {name: Ada L, affiliation: Shared, url: https://ada.org}\n",
        "content/t/index.md": front(EVENT, "[SCHEDULE]\n\n[ORGANIZERS]\n"),
        "content/t/organizers.yaml": "- {name: Bob O, affiliation: Org}\n",
        "content/t/schedule.yaml": session(
            "start: 8:00\nend: 9:00\ntitle: A\nspeakers: [ada, Bob O, Guest, {name: Cy D, affiliation: Away}]"
        ),
    }
    assert (
        '<a href="https://ada.org">Ada L</a> (Shared), <a href="#person-bob-o">Bob O</a> (Org), Guest, Cy D (Away)</p>'
        in planned(files).main("t/index.html")
    )


def test_materials_and_recordings_are_linked_to_their_session() -> None:
    schedule = session("start: 8:00\nend: 9:00\ntitle: A\nresources: slides\nrecording: https://video.org/1")
    table = programme(schedule, resources="- {id: slides, title: Slides, url: https://x.org/s.pdf}").main(
        "t/index.html"
    )
    assert '<a href="https://x.org/s.pdf">Slides</a>, <a href="https://video.org/1">Recording</a>' in table


def test_an_abstract_is_markdown_that_unfolds() -> None:
    table = programme(session("start: 8:00\nend: 9:00\ntitle: A\nabstract: About *bias*.")).main("t/index.html")
    assert ">Abstract</summary><p>About <em>bias</em>.</p></details>" in table


def test_a_title_is_text() -> None:
    table = programme(session('start: 8:00\nend: 9:00\ntitle: "<b>no</b>"')).main("t/index.html")
    assert "&lt;b&gt;no&lt;/b&gt;" in table


def test_a_session_that_ends_before_it_starts_is_an_error() -> None:
    assert programme(session("start: 10:00\nend: 08:30\ntitle: A")).shown == [
        "content/t/schedule.yaml:3:10: error: session ends 08:30, before it starts 10:00 "
        "[schedule/ends-before-start]\n"
        "     3 |     end: 08:30\n"
        "       |          ^^^^^\n"
        "       = hint: swap start and end? For one that runs past midnight, write its duration"
    ]


@pytest.mark.parametrize(
    ("lines", "rule", "said"),
    [
        ("start: 8:00\ntitle: A", "schedule/end", "a session needs 'end' or 'duration'"),
        ("start: 8:00\nend: 9:00\nduration: 60 min\ntitle: A", "schedule/end", "a session has both"),
        ("start: 8:00\nend: 8:00\ntitle: A", "schedule/ends-before-start", "ends 08:00, as soon as it starts"),
        ("start: 8.00\nend: 9:00\ntitle: A", "field/value", "start: '8.00' is not a time"),
        ("start: 8:00\nend: 9:00", "field/missing", "a session needs 'title'"),
        ("start: 8:00\nend: 9:00\ntitle: '?!'", "data/no-id", "no id can be made of the title '?!'"),
        ("start: 8:00\nend: 9:00\ntitle: A\nresources: [slide]", "schedule/resource", "has no id 'slide'"),
        ("start: 8:00\nend: 9:00\ntitle: A\nspeakers: [{affiliation: X}]", "field/missing", "a speaker needs 'name'"),
        ("start: 8:00\nend: 9:00\ntitle: A\nurl: javascript:x", "field/value", "url: 'javascript:x' is not an address"),
    ],
)
def test_a_session_that_cannot_be_is_one_error(lines: str, rule: str, said: str) -> None:
    site = programme(session(lines))
    assert site.rules == [rule]
    assert said in site.shown[0]


def test_the_second_break_of_a_day_needs_an_id_and_is_told_so() -> None:
    schedule = (
        "sessions:\n"
        "- {start: 8:00, end: 9:00, title: Coffee break}\n"
        "- {start: 10:00, end: 11:00, title: Coffee break}\n"
    )
    assert programme(schedule).shown == [
        "content/t/schedule.yaml:3:37: error: two sessions have the id 'coffee-break'; line 2 has it too "
        "[data/same-id]\n"
        "     3 | - {start: 10:00, end: 11:00, title: Coffee break}\n"
        "       |                                     ^^^^^^^^^^^^\n"
        "       = hint: give this one an id of its own, such as id: coffee-break-2"
    ]


def test_a_schedule_without_a_date_is_an_error() -> None:
    assert programme(session("start: 8:00\nend: 9:00\ntitle: A"), "title: T\nevent: {timezone: Asia/Seoul}").rules == [
        "schedule/no-date"
    ]


def test_a_schedule_without_a_time_zone_is_an_error() -> None:
    assert programme(session("start: 8:00\nend: 9:00\ntitle: A"), "title: T\nevent: {start: 2025-09-23}").rules == [
        "schedule/no-timezone"
    ]


def test_an_unknown_time_zone_gets_a_guess_and_is_reported_once() -> None:
    schedule = "timezone: Asia/Soul\n" + session("start: 8:00\nend: 9:00\ntitle: A")
    site = programme(schedule, "title: T\nevent: {start: 2025-09-23}")
    assert site.shown == [
        "content/t/schedule.yaml:1:11: error: timezone: 'Asia/Soul' is not a time zone [field/value]\n"
        "     1 | timezone: Asia/Soul\n"
        "       |           ^^^^^^^^^\n"
        "       = hint: did you mean 'Asia/Seoul'?"
    ]


@pytest.mark.parametrize("schedule", ["", "sessions: []", "date: 2025-09-23", "days: []", "# nothing\n"])
def test_a_schedule_without_a_session_is_an_error(schedule: str) -> None:
    assert programme(schedule).rules == ["data/empty"]


def test_a_day_without_a_session_is_an_error() -> None:
    schedule = "days:\n- date: 2025-09-23\n- sessions: [{start: 8:00, end: 9:00, title: A}]\n"
    assert programme(schedule).rules == ["data/empty"]


def test_a_session_that_cannot_be_leaves_no_hole_that_is_a_second_error() -> None:
    assert programme("days: [{date: 2025-09-23, sessions: [{start: 8:00, end: 9:00}]}]").rules == ["field/missing"]


def test_sessions_beside_days_are_an_error() -> None:
    schedule = (
        "sessions: [{start: 8:00, end: 9:00, title: A}]\ndays: [{sessions: [{start: 8:00, end: 9:00, title: B}]}]"
    )
    assert programme(schedule).rules == ["schedule/days"]


def test_a_marker_without_its_file_is_an_error_at_its_line() -> None:
    assert planned({"content/t/index.md": front("title: T", "Text\n\n[SCHEDULE]\n")}).shown == [
        "content/t/index.md:7:1: error: [SCHEDULE] needs content/t/schedule.yaml, and there is none [section/no-data]\n"
        "     7 | [SCHEDULE]\n"
        "       | ^^^^^^^^^^\n"
        "       = hint: write the file, or take the marker out"
    ]


def test_a_marker_in_a_fence_is_code() -> None:
    site = planned({"content/t/index.md": front("title: T", "```\n[SCHEDULE]\n```\n")})
    assert site.main("t/index.html") == (
        '<h1>T</h1>\n<div class="language-plaintext highlighter-rouge"><div class="highlight"><pre class="highlight">'
        "<code>[SCHEDULE]\n</code></pre></div></div>"
    )
    assert site.rules == []


def test_a_broken_schedule_is_not_said_to_be_missing() -> None:
    assert programme("sessions: [").rules == ["yaml/syntax"]
