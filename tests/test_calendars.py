"""Calendars: what they say, read again by an independent reader."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from tests.sites import Planned, front, planned

SCHEDULE = """\
sessions:
  - {start: 8:00, end: 10:00, title: "Lecture, with; signs", kind: lecture, speakers: Ada L, abstract: "On *bias*."}
  - {start: 10:00, end: 10:30, title: Coffee, kind: break}
"""
EVENT = """\
title: T
event:
  name: Tutorial
  start: 2025-09-23
  timezone: Asia/Seoul
  venue: Hall
  room: R1
  city: Daejeon
  country: South Korea
"""


def programme(matter: str = EVENT, schedule: str = SCHEDULE) -> Planned:
    return planned({"content/t/index.md": front(matter, "[SCHEDULE]\n"), "content/t/schedule.yaml": schedule})


def entries(site: Planned, path: str = "t/schedule.ics") -> list[Any]:
    return list(vobject.readOne(site.text(path)).vevent_list)


@cache
def lecture() -> Any:
    return entries(programme())[0]


def test_a_calendar_has_the_sessions_in_order() -> None:
    assert [entry.summary.value for entry in entries(programme())] == ["Lecture, with; signs", "Coffee"]


def test_a_session_starts_at_eight_in_korea_and_at_one_in_copenhagen_the_same_day() -> None:
    start = lecture().dtstart.value
    assert start == datetime(2025, 9, 23, 8, tzinfo=ZoneInfo("Asia/Seoul"))
    assert start.astimezone(ZoneInfo("Europe/Copenhagen")).strftime("%Y-%m-%d %H:%M") == "2025-09-23 01:00"


def test_a_session_has_a_file_of_its_own() -> None:
    (entry,) = entries(programme(), "t/sessions/lecture-with-signs.ics")
    assert entry.summary.value == "Lecture, with; signs"


def test_an_entry_says_where_by_whom_and_about_what() -> None:
    assert lecture().location.value == "R1, Hall, Daejeon, South Korea"
    assert lecture().description.value == "Ada L\n\nOn bias."
    assert lecture().url.value == "https://example.org/t/#lecture-with-signs"


def test_an_id_is_made_of_session_page_and_host() -> None:
    assert lecture().uid.value == "lecture-with-signs.t@example.org"


def test_an_id_stays_when_time_and_order_change() -> None:
    moved = programme(schedule=SCHEDULE.replace("8:00", "11:00").replace("10:00, title", "12:00, title"))
    assert [entry.uid.value for entry in entries(moved)] == ["coffee.t@example.org", "lecture-with-signs.t@example.org"]


def test_the_stamp_is_the_events_first_day_and_never_the_clock() -> None:
    assert lecture().dtstamp.value == datetime(2025, 9, 23, tzinfo=UTC)
    assert lecture().sequence.value == "0"


def test_the_stamp_and_the_sequence_can_be_given() -> None:
    entry = entries(programme(EVENT + "  updated: 2025-08-01T12:00+09:00\n  revision: 3\n"))[0]
    assert entry.dtstamp.value == datetime(2025, 8, 1, 3, tzinfo=UTC)
    assert entry.sequence.value == "3"


@pytest.mark.parametrize(
    ("status", "shown"), [("scheduled", "CONFIRMED"), ("postponed", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_the_status_of_the_event_is_that_of_its_entries(status: str, shown: str) -> None:
    assert entries(programme(EVENT + f"  status: {status}\n"))[0].status.value == shown


def test_an_event_that_moved_online_is_at_its_address() -> None:
    event = EVENT + "  status: moved-online\n  online_url: https://meet.example.org/x\n"
    assert entries(programme(event))[0].location.value == "https://meet.example.org/x"


def test_the_zone_is_there_for_the_years_that_matter() -> None:
    text = programme(EVENT.replace("Asia/Seoul", "Europe/Athens")).text("t/schedule.ics")
    assert "TZID:Europe/Athens" in text
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")].replace("\r\n ", "")
    assert set(re.findall(r"\b(\d{4})\d{4}T", zone)) == {"2024", "2025"}


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_asks() -> None:
    long = SCHEDULE.replace("On *bias*.", "대전 " * 100)
    raw = programme(schedule=long).text("t/schedule.ics").encode()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_line_break_in_a_title_starts_no_new_property() -> None:
    site = programme(schedule='sessions: [{start: 8:00, end: 9:00, title: "A\\nATTENDEE:mailto:x@y.org"}]')
    (entry,) = entries(site)
    assert entry.summary.value == "A ATTENDEE:mailto:x@y.org"
    assert "attendee" not in entry.contents


def test_a_deadline_anywhere_on_earth_is_an_instant_in_utc() -> None:
    deadline = "  deadlines: [{title: Papers, date: 2025-07-10, timezone: AoE}]\n"
    entry = entries(programme(EVENT + deadline))[-1]
    assert entry.summary.value == "Deadline: Papers"
    assert entry.dtstart.value == datetime(2025, 7, 11, 11, 59, tzinfo=UTC)


def test_a_deadline_without_a_time_is_a_whole_day() -> None:
    entry = entries(programme(EVENT + "  deadlines: [{title: Papers, date: 2025-07-10}]\n"))[-1]
    assert entry.dtstart.value == date(2025, 7, 10)


def test_an_event_without_a_programme_is_a_whole_day_with_its_deadlines() -> None:
    event = (
        EVENT + "  deadlines: [{title: Papers, date: 2025-07-10, timezone: AoE}, {title: Papers, date: 2025-08-10}]\n"
    )
    itself, *deadlines = entries(planned({"content/t/index.md": front(event)}))
    assert (itself.dtstart.value, itself.dtend.value) == (date(2025, 9, 23), date(2025, 9, 24))
    assert [entry.uid.value for entry in deadlines] == [
        "deadline:papers:1.t@example.org",
        "deadline:papers:2.t@example.org",
    ]


def test_a_page_without_an_event_has_no_calendar() -> None:
    assert not [path for path in planned({"content/t/index.md": front("title: T")}).paths if path.endswith(".ics")]


def test_an_entry_says_how_to_register_and_to_get_in_and_what_has_changed() -> None:
    event = "  status: postponed\n  registration: {url: https://r.org, fee: free}\n  accessibility: Step-*free*.\n"
    assert entries(programme(EVENT + event))[1].description.value == (
        "This event is postponed.\n\nRegistration: https://r.org, free\n\nAccessibility: Step-free."
    )


def test_a_preview_has_the_ids_of_the_site() -> None:
    files = {"content/t/index.md": front(EVENT, "[SCHEDULE]\n"), "content/t/schedule.yaml": SCHEDULE}
    (entry, *_) = entries(planned(files, base_url="https://preview.org/pr-1"))
    assert entry.uid.value == "lecture-with-signs.t@example.org"
    assert entry.url.value == "https://preview.org/pr-1/t/#lecture-with-signs"


def test_without_an_address_of_the_site_an_entry_leads_nowhere() -> None:
    files = {"site.yaml": "title: T", "content/t/index.md": front(EVENT)}
    assert "url" not in entries(planned(files))[0].contents


def test_a_late_deadline_does_not_stretch_the_zone() -> None:
    event = EVENT.replace("Asia/Seoul", "Europe/Athens") + "  deadlines: [{title: A, date: 2099-01-01, time: 1:00}]\n"
    text = programme(event).text("t/schedule.ics")
    assert "2098" not in text[: text.index("END:VTIMEZONE")]


def test_changing_one_time_changes_table_calendars_and_data_and_nothing_else() -> None:
    before, after = programme(), programme(schedule=SCHEDULE.replace("end: 10:30", "end: 10:45"))
    changed = [
        path for path in before.paths if path.endswith((".html", ".ics")) and before.text(path) != after.text(path)
    ]
    assert before.paths == after.paths
    assert changed == ["t/index.html", "t/schedule.ics", "t/sessions/coffee.ics"]
