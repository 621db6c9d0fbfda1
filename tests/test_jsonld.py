"""What search engines are told of an event."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.sites import Planned, faimi, front, planned
from tests.test_faimi import PEOPLE, TUTORIAL

EVENT = "title: T\nevent: {name: Tutorial, start: 2025-09-23, timezone: Asia/Seoul, venue: Hall"


def data(site: Planned, path: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', site.text(path), re.DOTALL)
    assert found
    return json.loads(found.group(1))


def of(event: str = "}", **more: str) -> Any:
    files = {
        "content/t/index.md": front(EVENT + event),
        **{f"content/t/{name}.yaml": text for name, text in more.items()},
    }
    return data(planned(files), "t/index.html")


@pytest.mark.parametrize("name", ["name", "startDate", "endDate", "location", "organizer", "eventStatus", "url"])
def test_the_tutorial_has_what_search_engines_require(name: str) -> None:
    assert data(faimi(), TUTORIAL)[name]


def test_the_tutorial_has_eleven_organizers_and_three_sub_events() -> None:
    found = data(faimi(), TUTORIAL)
    assert found["@type"] == "EducationEvent"
    assert [(one["name"], one["affiliation"]["name"]) for one in found["organizer"]] == PEOPLE
    assert [one["startDate"] for one in found["subEvent"]] == [
        "2025-09-23T08:00+09:00",
        "2025-09-23T10:00+09:00",
        "2025-09-23T10:30+09:00",
    ]


def test_the_tutorial_starts_and_ends_with_its_sessions_with_an_offset() -> None:
    found = data(faimi(), TUTORIAL)
    assert (found["startDate"], found["endDate"]) == ("2025-09-23T08:00+09:00", "2025-09-23T12:30+09:00")


def test_the_tutorial_is_part_of_its_conference_in_person_with_its_materials() -> None:
    found = data(faimi(), TUTORIAL)
    assert found["superEvent"]["name"] == "MICCAI 2025"
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert [work["name"] for work in found["workFeatured"]] == [
        "Slides (PDF)",
        "Detailed Notes (PDF)",
        "Jupyter Notebook (.ipynb)",
    ]
    assert found["workFeatured"][0]["url"].startswith("https://faimi-workshop.github.io/assets/")


@pytest.mark.parametrize(
    ("event", "name", "value"),
    [
        (", status: cancelled}", "eventStatus", "https://schema.org/EventCancelled"),
        (", status: postponed}", "eventStatus", "https://schema.org/EventPostponed"),
        (", status: moved-online}", "eventStatus", "https://schema.org/EventMovedOnline"),
        (", status: moved-online}", "eventAttendanceMode", "https://schema.org/OnlineEventAttendanceMode"),
        (", mode: hybrid}", "eventAttendanceMode", "https://schema.org/MixedEventAttendanceMode"),
        (", registration: {url: https://r.org, fee: free}}", "isAccessibleForFree", True),
        (", registration: {url: https://r.org, fee: 50 EUR}}", "isAccessibleForFree", False),
        ("}", "startDate", "2025-09-23"),
        ("}", "location", {"@type": "Place", "name": "Hall"}),
        (
            ", mode: online, online_url: https://m.org}",
            "location",
            {"@type": "VirtualLocation", "url": "https://m.org"},
        ),
        (
            ", host: {name: Conf, url: https://c.org}}",
            "superEvent",
            {"@type": "Event", "name": "Conf", "url": "https://c.org"},
        ),
    ],
)
def test_a_fact_of_the_event_is_told(event: str, name: str, value: object) -> None:
    assert of(event)[name] == value


def test_speakers_perform_each_once() -> None:
    schedule = "sessions:\n" + "".join(
        f"- {{start: '{hour}:00', end: '{hour}:30', title: T{hour}, speakers: [{{name: Ada L}}]}}\n" for hour in (8, 9)
    )
    found = of(schedule=schedule)
    assert found["performer"] == [{"@type": "Person", "name": "Ada L"}]
    assert [one["performer"] for one in found["subEvent"]] == [[{"@type": "Person", "name": "Ada L"}]] * 2


def test_a_session_tells_what_the_event_does_not() -> None:
    event = ", room: A, mode: in-person, city: Oslo}"
    found = of(
        event, schedule="sessions: [{start: 8:00, end: 9:00, title: T}, {start: 9:00, end: 10:00, title: U, room: B}]"
    )
    assert found["subEvent"] == [
        {
            "@type": "Event",
            "@id": f"#{title.lower()}",
            "name": title,
            "startDate": f"2025-09-23T{start:02}:00+09:00",
            "endDate": f"2025-09-23T{start + 1:02}:00+09:00",
            **room,
        }
        for title, start, room in (("T", 8, {}), ("U", 9, {"location": "B"}))
    ]


def test_an_event_names_a_dozen_of_its_speakers_and_each_session_its_own() -> None:
    sessions = (f"{{start: '8:{n}', end: '8:{n + 1}', title: T{n}, speakers: [{{name: P{n}}}]}}" for n in range(10, 30))
    found = of(schedule=f"sessions: [{', '.join(sessions)}]")
    assert (len(found["performer"]), found["subEvent"][-1]["performer"][0]["name"]) == (12, "P29")


def test_a_recording_is_where_a_session_is_recorded() -> None:
    found = of(schedule="sessions: [{start: 8:00, end: 9:00, title: A, recording: https://v.org/1}]")
    assert found["subEvent"][0]["recordedIn"] == {"@type": "VideoObject", "url": "https://v.org/1"}


def test_nothing_in_a_title_can_leave_the_script_element() -> None:
    page = front('title: T\nevent: {name: "</script><!-- <b>\u2028&", start: 2025-09-23}')
    site = planned({"content/index.md": page})
    assert data(site, "index.html")["name"] == "</script><!-- <b>\u2028&".replace("\u2028", " ")
    assert site.text("index.html").count("</script>") == 3


def test_a_page_without_an_event_tells_nothing() -> None:
    assert "ld+json" not in planned({"content/index.md": front("title: T")}).text("index.html")
