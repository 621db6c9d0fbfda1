"""Values of the model as plain data and back: nothing is lost, and what is kept is JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from faimi_site.model import (
    Address,
    CheckLevel,
    Config,
    Day,
    Deadline,
    Event,
    Finding,
    Folder,
    Group,
    Look,
    NavItem,
    Pdf,
    Person,
    Redirect,
    Registration,
    Resource,
    Session,
)
from faimi_site.problem import Level, Place, Problem
from faimi_site.records import made, plain

SEOUL = datetime(2025, 9, 23, 13, 30, tzinfo=ZoneInfo("Asia/Seoul"))
ADA = Person("Ada", id="ada", bio=Markup("<p>x</p>"), place=Place("content/people.yaml", 2, 3, 4, "name: Ada"))


def there_and_back(value: Any) -> Any:
    return made(type(value), json.loads(json.dumps(plain(value))))


@pytest.mark.parametrize(
    "value",
    [
        Config(),
        Config(
            nav=(NavItem("A", "/a/"),), checks=(CheckLevel("**", "link/dead", None), CheckLevel("*", "x", Level.NOTE))
        ),
        Event("E", start=date(2025, 9, 23), end=SEOUL, registration=Registration("/r", deadline=date(2025, 1, 1))),
        Event("E", deadlines=(Deadline("D", date(2025, 1, 1), SEOUL, "AoE", was=date(2024, 12, 1)),)),
        Folder(),
        Folder(organizers=(Group("", (ADA,)),), schedule=(), calendars="/t/"),
        Folder(schedule=(Day(date(2025, 9, 23), "Asia/Seoul", (Session("a", "A", SEOUL, SEOUL, speakers=(ADA,)),)),)),
        Folder(resources=(Resource("r", "R", "/r", authors=("A", "B"), pdf=Pdf("d", 3, width=1.5)),)),
        Redirect("a/index.html", "/b/", "B", "en", Place("content/b.md", 3, 1)),
        Problem("link/dead", Level.ERROR, Place("a.md", 1, 2, 3, "text"), "message", "hint"),
        Look(
            (Address("/a", 1, None, 0, "a", "", False, True),),
            frozenset({"x"}),
            ("y",),
            (Finding("r", "m", "h", ("a", "b")),),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    back = there_and_back(value)
    assert back == value
    assert repr(back) == repr(value)


def test_places_come_back_with_their_line() -> None:
    assert there_and_back(ADA).place.excerpt == "name: Ada"


def test_html_comes_back_as_html() -> None:
    assert isinstance(there_and_back(ADA).bio, Markup)


def test_a_field_that_is_as_usual_takes_no_room() -> None:
    assert plain(replace(ADA, place=Place(""), bio=Markup(""))) == {"name": "Ada", "id": "ada"}


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (ZoneInfo("Europe/Paris"), "CEST"),
        (UTC, "UTC"),
        (timezone(timedelta(hours=-12), "AoE"), "AoE"),
        (timezone(timedelta(hours=5, minutes=30)), "UTC+05:30"),
        (None, None),
    ],
)
def test_an_instant_keeps_its_zone(zone: Any, name: str | None) -> None:
    moment = datetime(2025, 9, 23, 8, 0, tzinfo=zone)
    back = there_and_back(Deadline("D", date(2025, 9, 23), moment)).instant
    assert (back, back.tzname()) == (moment, name)


@given(st.datetimes(timezones=st.timezones() | st.none()))
def test_every_instant_comes_back(moment: datetime) -> None:
    back = there_and_back(Deadline("D", date(2025, 9, 23), moment)).instant
    assert (back.isoformat(), back.fold) == (moment.isoformat(), moment.fold)
