"""A source's text, and the places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.memory import Memory
from faimi_site.model import Source
from faimi_site.problem import Level, Place, Problem

# What YAML and HTML refuse alike: C0 and C1 controls but tab and line feed, and the two non-characters.
CONTROL = pattern("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

# A line of more letters is no line that anybody reads: a problem keeps what is near its place, so that thousands of
# problems in one line do not each keep all of it.
LONG_LINE = 1000
NEAR = 400  # letters on both sides of a place
LARGEST = 32_000_000  # bytes of a text
MOST_CONTROLS = 100  # lines; a file with more is no text at all


@frozen
class Text:
    """The decoded text of a file, its line ends made one."""

    file: str
    text: str

    def place(self, offset: int, width: int = 1) -> Place:
        """Return the place of a stretch that starts at an offset into the text; it ends with its line at the latest."""
        starts = self._starts
        line = bisect_right(starts, offset)
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        near = (start, end) if end - start <= LONG_LINE else (max(start, offset - NEAR), min(end, offset + NEAR))
        width = max(1, min(width, end - offset))
        return Place(self.file, line, offset - start + 1, width, self.text[slice(*near)], near[0] - start)

    def line_start(self, line: int) -> int:
        """Return the offset of a line's first letter."""
        return self._starts[line - 1]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]


def read_text(source: Source) -> Text | Problem:
    """Return the text of a file in UTF-8, with or without a byte order mark, or the problem that it has none."""
    if source.size > LARGEST:
        message = f"the file is larger than {LARGEST // 1_000_000} MB, which no text of a site is"
        hint = "put what it holds into assets/, or make several files of it"
        return Problem("file/too-large", Level.ERROR, Place(source.path, 1, 1), message, hint)
    try:
        data = source.read()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        message, hint = f"the file cannot be read: {reason}", "may you read it, and is it still there?"
        return Problem("file/unreadable", Level.ERROR, Place(source.path), message, hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(source.path, data, error.start + 3 * data.startswith(b"\xef\xbb\xbf"))
    return Text(source.path, text.replace("\r\n", "\n").replace("\r", "\n"))


def digest_of_text(source: Source, memory: Memory) -> str:
    """Return what tells a text's file from others, empty where it cannot be read; what is too large is not read."""
    return f"larger than {LARGEST}" if source.size > LARGEST else memory.digest(source)


def control_characters(text: Text, allowed: str = "") -> Iterator[Problem]:
    """Yield a problem for the first control character of each line that holds one, of a hundred lines at most."""
    at = told = 0
    while at >= 0 and told < MOST_CONTROLS and (found := CONTROL.search(text.text, at)):
        if found.group() in allowed:
            at = found.end()
            continue
        message = f"the character U+{ord(found.group()):04X} is a control character, which no page can hold"
        yield Problem("file/control-character", Level.ERROR, text.place(found.start()), message, "delete it")
        told += 1
        at = text.text.find("\n", found.end())


def _not_utf8(path: str, data: bytes, at: int) -> Problem:
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    rest = data[at:].replace(b"\r", b"\n").partition(b"\n")[0]
    start = before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")
    place = Place(path, before.count(b"\n") + 1, len(start) + 1, 1, start + rest.decode("utf-8", "replace"))
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    seems = "UTF-16" if utf16 else "Windows-1252 or Latin-1" if b"\x00" not in data else "no text at all"
    message = f"the file is not UTF-8: byte 0x{data[at]:02X} stands where a character is meant; it seems to be {seems}"
    return Problem("file/encoding", Level.ERROR, place, message, "save it as UTF-8")


class Texts(Mapping[str, str]):
    """Texts by the paths of their files, each read when it is first asked for."""

    def __init__(self, readers: Mapping[str, Callable[[], str]]) -> None:
        self._readers = readers
        self._read: dict[str, str] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self._read:
            self._read[path] = self._readers[path]()
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)
