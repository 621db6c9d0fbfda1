"""The event's facts in front matter, as the heading block shows them."""

from __future__ import annotations

import pytest

from tests.sites import front, planned


def heading(event: str) -> str:
    lines = "".join(f"\n  {line}" for line in event.splitlines())
    site = planned({"content/index.md": front(f"title: T\nevent:{lines}")})
    assert site.shown == []
    return site.main("index.html")


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        ("start: 2025-09-23", '<dt>When</dt><dd><time datetime="2025-09-23">23 September 2025</time></dd>'),
        ("start: 2025-09-23\nend: 2025-09-24", "23–24 September 2025"),
        ("start: 2025-09-30\nend: 2025-10-01", "30 September – 1 October 2025"),
        ("start: 2025-12-31\nend: 2026-01-01", "31 December 2025 – 1 January 2026"),
        ("start: 2025-09-23T08:00\ntimezone: Asia/Seoul", '<time datetime="2025-09-23T08:00:00+09:00">'),
        ("venue: Hall\naddress: 1 Road\ncity: Daejeon\ncountry: South Korea", "Hall, 1 Road, Daejeon, South Korea"),
        ("room: R1", "<dt>Room</dt><dd>R1</dd>"),
        ("mode: in-person", "In person only"),
        ("mode: hybrid\nonline_url: https://meet.org/x", 'In person and online: <a href="https://meet.org/x">'),
        ("status: cancelled", '<p class="status" role="note">This event is cancelled.</p>'),
        ("host: {name: Conf, url: https://conf.org}", '<dt>Part of</dt><dd><a href="https://conf.org">Conf</a></dd>'),
        (
            "registration: {url: https://reg.org, fee: 50 EUR, deadline: 2025-08-01}",
            "<dt>Registration</dt><dd>50 EUR, until <time data-deadline",
        ),
        ("registration: {url: https://reg.org}", '<a class="button" href="https://reg.org">Register</a>'),
        (
            "deadlines: [{title: Papers, date: 2025-07-10, time: 23:59, timezone: AoE, was: 2025-07-01}]",
            '<dt>Papers</dt><dd><del><time datetime="2025-07-01">1 July 2025</time></del> '
            '<time data-deadline datetime="2025-07-10T23:59:00-12:00">10 July 2025, 23:59</time> '
            "(Anywhere on Earth, UTC-12)</dd>",
        ),
        ("accessibility: Step-free *throughout*.", "<p>Step-free <em>throughout</em>.</p>"),
    ],
)
def test_a_fact_of_the_event_is_shown(event: str, shown: str) -> None:
    assert shown in heading(event)


@pytest.mark.parametrize(
    ("event", "rule", "said"),
    [
        ("{start: 2025-09-23, end: 2025-09-22}", "event/ends-before-start", "ends 2025-09-22, before it starts"),
        ("{end: 2025-09-22}", "event/no-start", "the event ends, and has no start"),
        ("{start: 2025-09-23T08:00}", "event/no-timezone", "start: the time is in no time zone"),
        ("{start: 2025-02-30}", "field/value", "start: '2025-02-30' is not a day of the calendar"),
        ("{start: 23.09.2025}", "field/value", "start: '23.09.2025' is not a date"),
        ("{timezone: CEST}", "field/value", "timezone: 'CEST' is not a time zone"),
        ("{mode: onsite}", "field/value", "mode: 'onsite' is no mode of an event"),
        ("{place: x}", "field/unknown", "an event has no field 'place'"),
        ("{revision: '2'}", "field/value", "revision: '2' is not a whole number"),
        ("{deadlines: [{title: A}]}", "field/missing", "a deadline needs 'date'"),
        ("soon", "field/value", "event: a mapping of keys and values is expected here"),
    ],
)
def test_a_fact_that_cannot_be_is_one_error(event: str, rule: str, said: str) -> None:
    site = planned({"content/index.md": front(f"title: T\nevent: {event}")})
    assert site.rules == [rule]
    assert said in site.shown[0]


def test_an_event_that_moved_online_is_nowhere_else() -> None:
    shown = heading("mode: in-person\nvenue: Hall\nroom: R1\nstatus: moved-online\nonline_url: https://m.org")
    assert '<dt>How</dt><dd>Online: <a href="https://m.org">join online</a></dd>' in shown
    assert "Hall" not in shown
    assert "R1" not in shown


def test_an_online_event_without_an_address_is_a_warning() -> None:
    site = planned({"content/index.md": front("title: T\nevent: {start: 2025-09-23, mode: online}")})
    assert site.rules == ["event/no-online-url"]


def test_an_event_with_times_shows_them_with_their_zone() -> None:
    shown = heading("start: 2025-09-23T08:00\nend: 2025-09-23T12:00\ntimezone: Asia/Seoul")
    assert '23 September 2025</time> <span class="detail">08:00–12:00 (Asia/Seoul, UTC+9)</span>' in shown


def test_deadlines_stand_in_order_of_their_dates() -> None:
    shown = heading("deadlines: [{title: Late, date: 2025-08-01}, {title: Early, date: 2025-07-01}]")
    assert shown.index("Early") < shown.index("Late")


def test_a_deadline_in_a_zone_lasts_to_the_end_of_its_day_there() -> None:
    shown = heading("deadlines: [{title: A, date: 2025-07-01, timezone: Europe/Athens}]")
    assert 'datetime="2025-07-01T23:59:00+03:00"' in shown


def test_the_home_page_of_a_site_without_templates_lists_its_events_and_those_elsewhere() -> None:
    files = {
        "site.yaml": "url: https://example.org\neditions: [{title: Old, url: https://old.org, start: 2019-05-01}]\n",
        "content/index.md": front("title: Home"),
        "content/t/index.md": front("title: T\nevent: {start: 2025-09-23, city: Daejeon}"),
    }
    page = planned(files).main("index.html")
    assert '<a href="/t/">T</a>' in page
    assert '<time datetime="2025-09-23">23 September 2025</time>, Daejeon' in page
    assert page.index('<a href="/t/">T</a>') < page.index('<a href="https://old.org">Old</a>')


def test_a_page_without_a_description_is_described_by_its_event() -> None:
    event = "name: Tutorial, start: 2025-09-23, venue: Hall, city: Daejeon, country: South Korea"
    page = planned({"content/index.md": front(f"event: {{{event}}}")}).text("index.html")
    assert "<title>Tutorial | Test site</title>" in page
    assert '<meta name="description" content="Tutorial, 23 September 2025, Hall, Daejeon, South Korea">' in page
