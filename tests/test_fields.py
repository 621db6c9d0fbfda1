from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from faimi_site.load import fields
from faimi_site.problem import Fault
from faimi_site.yamltree import Scalar

DATE = "write it as 2025-09-23"
MOMENT = "write 2025-09-23, or 2025-09-23T08:00"
INSTANT = "write it as 2025-09-23T08:00"
TIME = "write it as 08:30, in the venue's own time"
DURATION = "write it as 1:30 or as 90 min"
ZONE = "write a name like Asia/Seoul or Europe/Athens"
LANGUAGE = "write it as en or pt-BR"
EMAIL = "write it as name@example.org"
ORCID = "write it as 0000-0002-1825-0097"
ID = "write it with letters, digits, '-' and '_'"
HOST = "write it as www.youtube.com"
TRUTH = "write true or false, without quotes"
WHOLE = "write it in digits, without quotes"
ANEW = "write the text anew: such signs come along when it is copied"
KINDS = "write one of: lecture, hands-on, keynote, talk, panel, break, social, other"

SEOUL = timezone(timedelta(hours=9))
NIGHT = datetime(2025, 9, 23, 8, 0)

session_kind = fields.one_of(
    "kind of session", "lecture", "hands-on", "keynote", "talk", "panel", "break", "social", "other"
)


def plain(text: str) -> Scalar:
    return Scalar(0, len(text), text, plain=True)


def quoted(text: str) -> Scalar:
    return Scalar(0, len(text) + 2, text, plain=False)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (fields.parse_text, "  a\n b ", "a\n b"),
        (fields.parse_text, "a\tb", "a\tb"),
        (fields.parse_line, " a\n  b ", "a b"),
        (fields.parse_line, "", ""),
        (fields.parse_name, "Enzo Ferrante", "Enzo Ferrante"),
        (fields.parse_name, "李", "李"),
        (fields.parse_name, "C3", "C3"),
        (fields.parse_date, "2025-09-23", date(2025, 9, 23)),
        (fields.parse_date, "2024-02-29", date(2024, 2, 29)),
        (fields.parse_moment, "2025-09-23", date(2025, 9, 23)),
        (fields.parse_moment, "2025-09-23T08:00", NIGHT),
        (fields.parse_moment, "2025-09-23 08:00", NIGHT),
        (fields.parse_moment, "2025-09-23T08:00:30", NIGHT.replace(second=30)),
        (fields.parse_moment, "2025-09-23T08:00+09:00", NIGHT.replace(tzinfo=SEOUL)),
        (fields.parse_moment, "2025-09-23 08:00 +0900", NIGHT.replace(tzinfo=SEOUL)),
        (fields.parse_moment, "2025-09-23T08:00Z", NIGHT.replace(tzinfo=UTC)),
        (fields.parse_moment, "2025-09-23 08:00 Z", NIGHT.replace(tzinfo=UTC)),
        (fields.parse_time, "08:30", time(8, 30)),
        (fields.parse_time, "8:30", time(8, 30)),
        (fields.parse_time, "00:00", time(0, 0)),
        (fields.parse_time, "23:59", time(23, 59)),
        (fields.parse_duration, "1:30", timedelta(minutes=90)),
        (fields.parse_duration, "0:05", timedelta(minutes=5)),
        (fields.parse_duration, "90 min", timedelta(minutes=90)),
        (fields.parse_duration, "90min", timedelta(minutes=90)),
        (fields.parse_duration, "2 h", timedelta(hours=2)),
        (fields.parse_duration, "2h", timedelta(hours=2)),
        (fields.parse_duration, "1 h 30 min", timedelta(minutes=90)),
        (fields.parse_timezone, "Asia/Seoul", "Asia/Seoul"),
        (fields.parse_timezone, "UTC", "UTC"),
        (fields.parse_language, "en", "en"),
        (fields.parse_language, "pt-BR", "pt-BR"),
        (fields.parse_language, "zh-Hant", "zh-Hant"),
        (fields.parse_email, "faimi-organizers@googlegroups.com", "faimi-organizers@googlegroups.com"),
        (fields.parse_email, "a.b+c@d-e.co.uk", "a.b+c@d-e.co.uk"),
        (fields.parse_orcid, "0000-0002-1825-0097", "0000-0002-1825-0097"),
        (fields.parse_orcid, "0000-0002-1694-233X", "0000-0002-1694-233X"),
        (fields.parse_orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (fields.parse_identifier, "coffee-2.b_C", "coffee-2.b_C"),
        (fields.parse_identifier, "7", "7"),
        (fields.parse_identifier, "a" * 100, "a" * 100),
        (fields.parse_permalink, "/2025-miccai-tutorial/index.html", "/2025-miccai-tutorial/index.html"),
        (fields.parse_permalink, "noslash", "noslash"),
        (fields.parse_old_address, "/2025-miccai-tutorial/", "/2025-miccai-tutorial/"),
        (fields.parse_host, "www.youtube.com", "www.youtube.com"),
        (session_kind, "hands-on", "hands-on"),
    ],
)
def test_a_good_text_has_its_value(parse: Callable[[str], Any], text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "message", "hint"),
    [
        (fields.parse_text, "a\x1bb", "the text holds the control character U+001B", ANEW),
        (fields.parse_line, "a\x00", "the text holds the control character U+0000", ANEW),
        (fields.parse_line, "\x9b", "the text holds the control character U+009B", ANEW),
        (fields.parse_name, "a\x07", "the text holds the control character U+0007", ANEW),
        (fields.parse_name, "7 – !", "'7 – !' is not a name: it has no letter", "write it as the person does"),
        (fields.parse_name, "", "'' is not a name: it has no letter", "write it as the person does"),
        (fields.parse_date, "23.9.2025", "'23.9.2025' is not a date", DATE),
        (fields.parse_date, "2025-9-3", "'2025-9-3' is not a date", DATE),
        (fields.parse_date, "2025-09-23T08:00", "'2025-09-23T08:00' is not a date", DATE),
        (fields.parse_date, "2025-09-23\n", "'2025-09-23\n' is not a date", DATE),
        (fields.parse_date, "２０２５-09-23", "'２０２５-09-23' is not a date", DATE),
        (fields.parse_date, "", "'' is not a date", DATE),
        (fields.parse_date, "2025-02-30", "'2025-02-30' is not a day of the calendar", "look at the month's length"),
        (fields.parse_date, "2025-13-01", "'2025-13-01' is not a day of the calendar", "look at the month's length"),
        (
            fields.parse_date,
            "0001-01-01",
            "'0001-01-01' is not in the years that events take place in",
            "look at the year",
        ),
        (
            fields.parse_date,
            "9999-12-31",
            "'9999-12-31' is not in the years that events take place in",
            "look at the year",
        ),
        (fields.parse_moment, "soon", "'soon' is not a date", MOMENT),
        (fields.parse_moment, "2025-09-23T08", "'2025-09-23T08' is not a date", MOMENT),
        (fields.parse_moment, "2025-02-30", "'2025-02-30' is not a day of the calendar", MOMENT),
        (
            *(fields.parse_moment, "2025-02-30T08:00", "'2025-02-30' is not a day of the calendar"),
            "look at the month's length",
        ),
        (
            *(fields.parse_moment, "2025-09-23T25:00"),
            *("'2025-09-23T25:00' is no instant of the calendar and the clock", INSTANT),
        ),
        (
            *(fields.parse_moment, "2025-09-23T08:00+99:00"),
            *("'2025-09-23T08:00+99:00' is no instant of the calendar and the clock", INSTANT),
        ),
        (
            *(fields.parse_moment, "9999-12-31T23:59-12:00"),
            *("'9999-12-31' is not in the years that events take place in", "look at the year"),
        ),
        (
            fields.parse_time,
            "24:00",
            "24:00 is the 00:00 of the next day",
            "for a session up to midnight, write its duration",
        ),
        (fields.parse_time, "8:60", "'8:60' is not a time", TIME),
        (fields.parse_time, "8.30", "'8.30' is not a time", TIME),
        (fields.parse_time, "830", "'830' is not a time", TIME),
        (fields.parse_time, "8:30 am", "'8:30 am' is not a time", TIME),
        (fields.parse_time, "０８:30", "'０８:30' is not a time", TIME),
        (fields.parse_time, "", "'' is not a time", TIME),
        (fields.parse_duration, "90", "'90' is not a duration", DURATION),
        (fields.parse_duration, "1:75", "'1:75' is not a duration", DURATION),
        (fields.parse_duration, "0:00", "'0:00' is not a duration", DURATION),
        (fields.parse_duration, "0 min", "'0 min' is not a duration", DURATION),
        (fields.parse_duration, "1.5 h", "'1.5 h' is not a duration", DURATION),
        (fields.parse_duration, " ", "' ' is not a duration", DURATION),
        (fields.parse_duration, "", "'' is not a duration", DURATION),
        (fields.parse_timezone, "Asia/Soul", "'Asia/Soul' is not a time zone", "did you mean 'Asia/Seoul'?"),
        (fields.parse_timezone, "KST", "'KST' is not a time zone", ZONE),
        (
            fields.parse_timezone,
            "+09:00",
            "'+09:00' is an offset and no time zone",
            "write the place's zone, such as Asia/Seoul",
        ),
        (fields.parse_timezone, "Asia", "'Asia' is not a time zone", ZONE),
        (fields.parse_timezone, "../../etc/passwd", "'../../etc/passwd' is not a time zone", ZONE),
        (fields.parse_timezone, "/etc/localtime", "'/etc/localtime' is not a time zone", ZONE),
        (fields.parse_timezone, "localtime", "'localtime' is not a time zone", ZONE),
        (fields.parse_timezone, "a\x00b", "'a\x00b' is not a time zone", ZONE),
        (fields.parse_timezone, "x" * 300, f"'{'x' * 300}' is not a time zone", ZONE),
        (fields.parse_timezone, "", "'' is not a time zone", ZONE),
        (fields.parse_language, "english", "'english' is not a language tag", LANGUAGE),
        (fields.parse_language, "en_US", "'en_US' is not a language tag", LANGUAGE),
        (fields.parse_language, "", "'' is not a language tag", LANGUAGE),
        (fields.parse_email, "mailto:a@b.org", "'mailto:a@b.org' is not an e-mail address", EMAIL),
        (fields.parse_email, "a at b.org", "'a at b.org' is not an e-mail address", EMAIL),
        (fields.parse_email, "a@b", "'a@b' is not an e-mail address", EMAIL),
        (fields.parse_email, 'a@b.org"x', "'a@b.org\"x' is not an e-mail address", EMAIL),
        (fields.parse_orcid, "0000000218250097", "'0000000218250097' is not an ORCID iD", ORCID),
        (
            *(fields.parse_orcid, "0000-0002-1825-0098"),
            *(
                "'0000-0002-1825-0098' is not an ORCID iD: its check digit would be 7",
                "compare it with the person's page on orcid.org",
            ),
        ),
        (
            *(fields.parse_orcid, "0000-0002-1694-2330"),
            *(
                "'0000-0002-1694-2330' is not an ORCID iD: its check digit would be X",
                "compare it with the person's page on orcid.org",
            ),
        ),
        (fields.parse_orcid, "０000-0002-1825-0097", "'０000-0002-1825-0097' is not an ORCID iD", ORCID),
        (fields.parse_identifier, "a b", "'a b' is not an id", ID),
        (fields.parse_identifier, "-a", "'-a' is not an id", ID),
        (fields.parse_identifier, "../a", "'../a' is not an id", ID),
        (fields.parse_identifier, "é", "'é' is not an id", ID),
        (fields.parse_identifier, "", "'' is not an id", ID),
        (fields.parse_identifier, "a" * 101, f"'{'a' * 101}' is not an id", ID),
        (fields.parse_permalink, "../a", "'../a' leaves the output folder by '..'", "write the whole path from / on"),
        (fields.parse_old_address, "2022", "'2022' is not an address of this site", "write it from / on: /2022"),
        (
            *(fields.parse_old_address, "https://a.org/x", "'https://a.org/x' is not an address of this site"),
            "write it from / on, without scheme and host",
        ),
        (fields.parse_old_address, "", "'' is not an address of this site", "take it out"),
        (
            *(fields.parse_old_address, "//a", "'//a' starts with two slashes, so it names another host"),
            "write one slash",
        ),
        (fields.parse_host, "https://www.youtube.com", "'https://www.youtube.com' is not a host's name", HOST),
        (fields.parse_host, "youtube.com/x", "'youtube.com/x' is not a host's name", HOST),
        (fields.parse_host, "youtube", "'youtube' is not a host's name", HOST),
        (session_kind, "lectur", "'lectur' is no kind of session", "did you mean 'lecture'?"),
        (session_kind, "nap", "'nap' is no kind of session", KINDS),
        (session_kind, "", "'' is no kind of session", KINDS),
    ],
)
def test_a_bad_text_is_refused_with_what_to_write(
    parse: Callable[[str], Any], text: str, message: str, hint: str
) -> None:
    assert parse(text) == Fault(message, hint)


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False)],
)
def test_a_truth_is_yamls_own(text: str, value: bool) -> None:
    assert fields.parse_boolean(plain(text)) is value


@pytest.mark.parametrize(
    "scalar", [quoted("false"), plain("no"), plain("yes"), plain("off"), plain("0"), plain("tRUE")]
)
def test_another_truth_is_refused(scalar: Scalar) -> None:
    assert fields.parse_boolean(scalar) == Fault(f"'{scalar.text}' is not true or false", TRUTH)


@pytest.mark.parametrize(("text", "value"), [("-1", -1), ("0", 0), ("+7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_a_whole_number_is_written_in_digits(text: str, value: int) -> None:
    assert fields.parse_integer(plain(text)) == value


@pytest.mark.parametrize(
    "scalar",
    [
        *(quoted("1"), plain("1.0"), plain("1e3"), plain("0x1"), plain("1_000"), plain("1000000000"), plain("٣")),
        *(plain("true"), plain("one"), plain("- 1")),
    ],
)
def test_another_number_is_refused(scalar: Scalar) -> None:
    assert fields.parse_integer(scalar) == Fault(f"'{scalar.text}' is not a whole number", WHOLE)


def refusal(kind: Any, value: object) -> tuple[str, str]:
    """Return the message and the hint with which a field refuses a value."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    (error,) = refused.value.errors()
    return error["msg"], str(error["ctx"].get("hint", ""))


@pytest.mark.parametrize("kind", [fields.Line, fields.Date, fields.Boolean, fields.Integer, fields.NavName])
def test_a_field_of_one_value_takes_no_list_and_no_mapping_and_no_null(kind: Any) -> None:
    hint = "write one value; a text that starts with [ or { needs quotes"
    assert refusal(kind, []) == ("a list stands where one value is meant", hint)
    assert refusal(kind, {}) == ("a mapping stands where one value is meant", hint)
    assert refusal(kind, plain("~")) == ("an entry of the list is empty", "write it, or delete its line")


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (fields.Mode, "virtual", "'virtual' is no mode of an event"),
        (fields.Status, "moved", "'moved' is no status of an event"),
        (fields.SessionKind, "nap", "'nap' is no kind of session"),
        (fields.DeadlineZone, "aoe", "'aoe' is not a time zone"),
        (fields.Address, "x.org", "'x.org' is not an address"),
        (fields.Paragraphs, "\x07", "the text holds the control character U+0007"),
    ],
)
def test_a_field_refuses_what_its_parser_refuses(kind: Any, text: str, message: str) -> None:
    assert refusal(kind, plain(text))[0] == message


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (fields.Mode, "hybrid", "hybrid"),
        (fields.Status, "moved-online", "moved-online"),
        (fields.DeadlineZone, "AoE", "AoE"),
        (fields.DeadlineZone, "Asia/Seoul", "Asia/Seoul"),
        (fields.Address, "/x", "/x"),
        (fields.Line, "13:30", "13:30"),
        (fields.Line, "no", "no"),
        (fields.Line, "1.10", "1.10"),
        (fields.NavName, "Tutorial", "Tutorial"),
        (fields.NavName, "False", False),
    ],
)
def test_a_field_takes_what_its_parser_takes(kind: Any, text: str, value: object) -> None:
    assert TypeAdapter(kind).validate_python(plain(text)) == value


def test_a_page_whose_short_name_is_true_is_told_to_choose_one() -> None:
    assert refusal(fields.NavName, plain("true")) == (
        "'true' is no short name for the navigation",
        "write the name, or false, or leave nav out",
    )


def test_a_quoted_word_is_a_short_name() -> None:
    assert TypeAdapter(fields.NavName).validate_python(quoted("false")) == "false"


def test_a_pages_own_values_are_truths_whole_numbers_and_texts() -> None:
    given = {"a": [plain("true"), quoted("true"), plain("7"), quoted("7")], "b": {"c": plain("1.10"), "d": plain("no")}}
    assert TypeAdapter(fields.Free).validate_python(given) == {
        "a": [True, "true", 7, "7"],
        "b": {"c": "1.10", "d": "no"},
    }
