"""What is wrong, where, and what to do: the one way in which the program speaks of mistakes."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from faimi_site.frozen import frozen

T = TypeVar("T")

EXCERPT_WIDTH = 100


class Level(enum.Enum):
    """How bad a problem is: an error stops the build, a warning with `--strict`, a note never."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of a source: file, line and column from 1 (0 where there is none), its width and its whole line.

    Of a very long line only a part is kept, from the letter `start` on, counted from 0.
    """

    file: str
    line: int = 0
    column: int = 0
    width: int = field(default=1, compare=False)
    excerpt: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)


@frozen
class Problem:
    """One mistake of a site's author, under the slug of its rule in docs/rules.md."""

    rule: str
    level: Level
    place: Place
    message: str
    hint: str = ""


@frozen
class Fault:
    """What is wrong with a value, before anyone knows where it stands."""

    message: str
    hint: str = ""


def split(stream: Iterable[T | Problem]) -> tuple[list[T], list[Problem]]:
    """Part a stream into what was made and what was found, each in its order."""
    made: list[T] = []
    found: list[Problem] = []
    for item in stream:
        if isinstance(item, Problem):
            found.append(item)
        else:
            made.append(item)
    return made, found


def guess(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to this one, or an empty text."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """Return the known word most like this one, without regard to case and to `-` or `_`; empty if none is close."""
    import difflib  # of mistakes alone

    folded = {_fold(candidate): candidate for candidate in sorted(known)}
    close = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else ""


def in_order(problems: Iterable[Problem], shown_from: str = "") -> list[Problem]:
    """Sort problems by place, each mistake once, their files named from the folder they are shown from."""
    unique = dict.fromkeys(problems)
    moved = (
        replace(p, place=replace(p.place, file=shown_from + p.place.file)) if _is_of_site(p) else p for p in unique
    )
    return sorted(moved, key=lambda p: (p.place, p.level.value, p.rule, p.message))


def _is_of_site(problem: Problem) -> bool:
    return bool(problem.place.file) and not problem.place.file.startswith("theme/")


def show(problem: Problem) -> str:
    """Return a problem as lines for a terminal: place, level, message and rule, then the source's line with a caret."""
    place = problem.place
    where = ":".join(str(part) for part in (place.file, place.line, place.column) if part)
    lines = [f"{where}{': ' * bool(where)}{problem.level.value}: {problem.message} [{problem.rule}]"]
    margin = " " * 6
    if place.line and place.excerpt.strip():
        shown, column, width = _window(place)
        lines.append(f"{place.line:>6} | {shown}")
        lines.append(f"{margin} | {' ' * _cells(shown[:column])}{'^' * max(1, _cells(shown[column : column + width]))}")
    if problem.hint:
        lines.append(f"{margin} = hint: {problem.hint}")
    return "\n".join(visible(line) for line in lines)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 page`, `2 pages`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def tally(problems: Iterable[Problem]) -> str:
    """Return how many errors, warnings and notes there are, as in `2 errors, 1 warning`."""
    levels = [problem.level for problem in problems]
    counts = [(levels.count(level), level.value) for level in reversed(Level)]
    return ", ".join(counted(number, noun) for number, noun in counts if number)


def visible(text: str) -> str:
    """Return a text in which nothing steers a terminal or hides: control and direction characters as escapes."""
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")


def _window(place: Place) -> tuple[str, int, int]:
    """Return the part of a long line around its place, and the place's column and width in it."""
    line, column = place.excerpt.replace("\t", " "), max(place.column - 1 - place.start, 0)
    start = max(0, min(column - EXCERPT_WIDTH // 3, len(line) - EXCERPT_WIDTH))
    shown = line[start : start + EXCERPT_WIDTH]
    before, after = "…" if start or place.start else "", "…" if start + EXCERPT_WIDTH < len(line) else ""
    inside = column - start
    return f"{before}{shown}{after}", inside + len(before), max(1, min(place.width, len(shown) - inside))


def _cells(text: str) -> int:
    """Return how many cells of a terminal a text takes: East Asian wide characters take two, combining marks none."""
    return sum(map(_width, visible(text)))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fold(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")
