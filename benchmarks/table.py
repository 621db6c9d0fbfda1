"""Measurements in, Markdown out."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

OURS, RIVAL = "faimi-site", "Hugo"
KINDS = ("cold", "nothing changed", "one page edited")
# How many times Hugo's time each kind of build may take, by pages (issue 6).
GOALS = {20: (4.0, 0.8, 2.5), 200: (2.2, 0.3, 0.7), 2000: (1.2, 0.1, 0.15)}
HELP_GOAL = 0.06  # seconds


@dataclass(frozen=True)
class Cell:
    """The seconds of one kind of build, a number for each round, or why it failed."""

    seconds: tuple[float, ...] = ()
    fault: str = ""

    def __str__(self) -> str:
        return "failed" if self.fault else figure(statistics.median(self.seconds))


@dataclass(frozen=True)
class Builds:
    """What was measured of one tool and one site: a cell for each of KINDS, and the peak memory in bytes."""

    cells: tuple[Cell, ...]
    memory: int = 0

    def __str__(self) -> str:
        if all(cell.fault for cell in self.cells):
            return "failed"
        memory = f", {self.memory / 1e6:.0f} MB" if self.memory else ""
        return f"{' / '.join(map(str, self.cells))} s{memory}"


@dataclass(frozen=True)
class Row:
    """A tool with its version, and what was measured of it by pages; nothing where it is not installed."""

    title: str
    version: str = ""
    builds: dict[int, Builds] = field(default_factory=dict)


def figure(value: float) -> str:
    """Return a number with as many digits as a measurement has."""
    digits = 3 if value < 0.1 else 2 if value < 1 else 1 if value < 10 else 0
    return f"{value:.{digits}f}"


def comparison(rows: Sequence[Row], sizes: Sequence[int], help_cell: Cell | None = None) -> str:
    """Return the table of all tools, and below them how far ours is from its goals."""
    by_title = {row.title: row for row in rows}
    lines = [[f"seconds: {' / '.join(KINDS)}; peak memory", *(f"{size:,} pages" for size in sizes)]]
    lines += [[_named(row), *(_shown(row, size) for size in sizes)] for row in rows]
    if OURS in by_title and by_title[OURS].builds:
        ours = by_title[OURS].builds
        if RIVAL in by_title and by_title[RIVAL].builds:
            rival = by_title[RIVAL].builds
            lines += [
                [f"**{kind}, times {RIVAL}**", *(_beside(ours[size], rival[size], size, at) for size in sizes)]
                for at, kind in enumerate(KINDS)
            ]
        others = [row for row in rows if row.title not in (OURS, RIVAL) and row.builds]
        if others:
            lines += [["**cold, times the fastest other**", *(_first_of(ours[size], others, size) for size in sizes)]]
    if help_cell:
        within = help_cell.fault or f"{help_cell} s{_verdict(statistics.median(help_cell.seconds), HELP_GOAL, ' s')}"
        shown = f"failed ({within})" if help_cell.fault else within
        lines += [[f"**`{OURS} --help`**", shown, *("" for _ in sizes[1:])]]
    return markdown(lines)


def growth(rows: Iterable[tuple[str, int, Builds]]) -> str:
    """Return the table of how our time and memory grow: of what, how many, and what was measured."""
    lines = [["faimi-site alone", *KINDS, "cold, for each", "peak memory of all processes"]]
    for what, count, builds in rows:
        cold = builds.cells[0]
        each = "failed" if cold.fault else f"{statistics.median(cold.seconds) / count * 1000:.2f} ms"
        cells = (str(cell) if cell.fault else f"{cell} s" for cell in builds.cells)
        memory = f"{builds.memory / 1e6:.0f} MB" if builds.memory else "failed" if cold.fault else "not known"
        lines.append([f"{count:,} {what}", *cells, each, memory])
    return markdown(lines)


def faults(title: str, size: int, builds: Builds) -> Iterable[str]:
    """Yield a line of a list for each reason why builds failed."""
    for reason in dict.fromkeys(cell.fault for cell in builds.cells if cell.fault):
        kinds = ", ".join(kind for kind, cell in zip(KINDS, builds.cells, strict=True) if cell.fault == reason)
        yield f"- {title}, {size:,} ({kinds}): {reason}\n"


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose first line is its head."""
    head, *body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines]
    return head + "|---" * len(lines[0]) + "|\n" + "".join(body)


def replaced(text: str, block: str, start: str, end: str) -> str:
    """Return a text with a block between two of its lines instead of what is there."""
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        raise ValueError(f"the text needs one line {start} and below it one line {end}")
    before, after = text[: text.index(start)], text[text.index(end) :]
    return f"{before}{start}\n\n{block.strip()}\n\n{after}"


def _named(row: Row) -> str:
    return f"{row.title} {row.version}".strip()


def _shown(row: Row, size: int) -> str:
    return str(row.builds[size]) if row.builds else "not installed"


def _ratio(ours: Cell, other: Cell) -> float | None:
    """Return how many times the other's time ours is: the median over the rounds, since a machine has slow minutes."""
    if ours.fault or other.fault:
        return None
    return statistics.median(one / another for one, another in zip(ours.seconds, other.seconds, strict=True))


def _verdict(value: float, goal: float, unit: str) -> str:
    return f", goal {goal:g}{unit}: {'reached' if value <= goal else 'not reached'}"


def _beside(ours: Builds, rival: Builds, size: int, kind: int) -> str:
    ratio = _ratio(ours.cells[kind], rival.cells[kind])
    if ratio is None:
        return "failed"
    return f"{figure(ratio)} x" + (_verdict(ratio, GOALS[size][kind], " x") if size in GOALS else "")


def _first_of(ours: Builds, others: Sequence[Row], size: int) -> str:
    ratios = [(_ratio(ours.cells[0], row.builds[size].cells[0]), row.title) for row in others]
    known = [(ratio, title) for ratio, title in ratios if ratio is not None]
    if not known:
        return "failed"
    ratio, title = max(known)
    # The issue asks for this at 200 pages; at 20 it asks to be close to MkDocs.
    return f"{figure(ratio)} x {title}" + (_verdict(ratio, 1, " x") if size == 200 else "")
