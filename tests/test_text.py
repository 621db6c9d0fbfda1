from __future__ import annotations

from typing import BinaryIO

import pytest

from faimi_site.model import Source, source
from faimi_site.problem import Level, Place, Problem
from faimi_site.text import Text, control_characters, read_text


def read(data: bytes) -> str:
    text = read_text(source("a.md", data))
    assert isinstance(text, Text)
    return text.text


def refused(data: bytes) -> Problem:
    text = read_text(source("a.md", data))
    assert isinstance(text, Problem)
    return text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\n\rb\r\r\n", "a\n\nb\n\n"),
        (b"\xef\xbb\xbfa", "a"),
        (b"\xef\xbb\xbf", ""),
        ("é日😀".encode(), "é日😀"),
    ],
)
def test_a_text_is_read_without_its_mark_and_with_one_kind_of_line_end(data: bytes, text: str) -> None:
    assert read(data) == text


def test_a_text_in_latin_1_is_refused_at_its_first_foreign_byte() -> None:
    found = refused("title: x\nname: Antón\n".encode("latin-1"))
    assert (found.rule, found.level) == ("file/encoding", Level.ERROR)
    assert found.place == Place("a.md", 2, 10)
    assert found.place.excerpt == "name: Ant\ufffdn"
    assert found.message == (
        "the file is not UTF-8: byte 0xF3 stands where a character is meant; it seems to be Windows-1252 or Latin-1"
    )
    assert found.hint == "save it as UTF-8"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_utf_16_with_its_mark_is_said_to_be_that(codec: str) -> None:
    mark = b"" if codec == "utf-16" else "\ufeff".encode(codec)
    assert refused(mark + "abc".encode(codec)).message.endswith("it seems to be UTF-16")


def test_a_binary_file_is_said_to_be_no_text() -> None:
    assert refused(b"\x89PNG\x00\x01").message.endswith("it seems to be no text at all")


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"\xef\xbb\xbfa\xff", 1, 2),
        ("é日\n".encode() + "日é".encode() + b"\xff", 2, 3),
        (b"a\r\nb\rc\xff", 3, 2),
        (b"a\xc3", 1, 2),
        (b"\xed\xa0\x80", 1, 1),
        (b"\xc0\xaf", 1, 1),
    ],
)
def test_the_place_of_a_foreign_byte_is_counted_in_characters(data: bytes, line: int, column: int) -> None:
    assert refused(data).place == Place("a.md", line, column)


def test_a_file_that_cannot_be_read_is_a_problem() -> None:
    def vanished() -> BinaryIO:
        raise FileNotFoundError(2, "No such file or directory")

    found = read_text(Source("a.md", vanished, 1))
    message = "the file cannot be read: No such file or directory"
    hint = "may you read it, and is it still there?"
    assert found == Problem("file/unreadable", Level.ERROR, Place("a.md"), message, hint)


def test_a_read_error_without_a_reason_is_a_problem() -> None:
    def failing() -> BinaryIO:
        raise OSError

    found = read_text(Source("a.md", failing, 1))
    assert isinstance(found, Problem)
    assert found.message == "the file cannot be read: unknown reason"


@pytest.mark.parametrize(
    ("offset", "place", "excerpt"),
    [
        (0, Place("f", 1, 1), "ab"),
        (1, Place("f", 1, 2), "ab"),
        (2, Place("f", 1, 3), "ab"),
        (3, Place("f", 2, 1), ""),
        (4, Place("f", 3, 1), "日é😀x"),
        (7, Place("f", 3, 4), "日é😀x"),
        (8, Place("f", 3, 5), "日é😀x"),
    ],
)
def test_an_offset_is_a_line_and_a_column_in_characters(offset: int, place: Place, excerpt: str) -> None:
    found = Text("f", "ab\n\n日é😀x").place(offset)
    assert (found, found.excerpt) == (place, excerpt)


@pytest.mark.parametrize(("width", "shown"), [(0, 1), (1, 1), (2, 2), (9, 3)])
def test_a_place_is_at_least_one_wide_and_ends_with_its_line(width: int, shown: int) -> None:
    assert Text("f", "abcd\nef").place(1, width).width == shown


def test_the_first_control_character_of_each_line_is_a_problem() -> None:
    found = list(control_characters(Text("f", "a\x00\x01\nb\n\tc\x7f\ufffe")))
    assert [one.place for one in found] == [Place("f", 1, 2), Place("f", 3, 3)]
    assert found[0].message == "the character U+0000 is a control character, which no page can hold"
    assert (found[0].rule, found[0].hint) == ("file/control-character", "delete it")


@pytest.mark.parametrize("character", ["\t", "\n", "\x85", "\xa0", "\u2028", "\u200b", "é"])
def test_what_is_no_control_character_is_no_problem(character: str) -> None:
    assert list(control_characters(Text("f", character))) == []


def test_an_allowed_control_character_hides_no_other_of_its_line() -> None:
    found = list(control_characters(Text("f", "\f\x00\f"), allowed="\f"))
    assert [one.place.column for one in found] == [2]
