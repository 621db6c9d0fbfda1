"""The whole benchmark: makes the sites, runs all tools in turn, and writes one table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks import sites, table, tools
from benchmarks.measure import Run, run
from benchmarks.sites import Form
from benchmarks.table import KINDS, Builds, Cell, Row
from benchmarks.tools import TOOLS, Command, Tool

README = Path(__file__).resolve().parent.parent / "README.md"
START, END = "<!-- speed: make benchmark -->", "<!-- end of speed -->"
GROWTH = (
    ("pages", sites.FORMS["faimi-site"], (200, 2_000, 10_000)),
    ("sessions of one schedule", sites.SESSIONS, (100, 1_000)),
    ("links of one page", sites.LINKS, (1_000, 10_000)),
)


@dataclass
class Subject:
    """One tool with its site, and what has been measured of it so far."""

    tool: Tool
    command: Command
    form: Form
    size: int
    folder: Path
    edits: int = 0
    asides: int = 0
    sentence: str = ""
    memory: int = 0
    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    faults: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Write the site, and build it once: to see that it works, to see its memory, and to warm what is cached."""
        self.form.write(self.folder, self.size)
        first = self._checked(run((*self.command, *self.tool.build), self.folder, watch=True))
        self.memory = first.memory
        if first.fault:
            self.faults = dict.fromkeys(KINDS, first.fault)

    def measure(self, kind: str) -> None:
        """Run one kind of build once more, unless it has failed before."""
        if self.faults.get(kind):
            return
        if kind == "cold":
            self._put_aside()
        elif kind == "one page edited":
            self.edits += 1
            self.sentence = sites.edit(self.folder / self.form.source, self.edits)
        done = self._checked(run((*self.command, *self.tool.build), self.folder))
        self.seconds[kind].append(done.seconds)
        if done.fault:
            self.faults[kind] = done.fault

    def builds(self) -> Builds:
        """Return what was measured; a kind of build that failed once has no seconds."""
        return Builds(
            tuple(
                Cell(fault=self.faults[kind]) if kind in self.faults else Cell(tuple(self.seconds[kind]))
                for kind in KINDS
            ),
            0 if KINDS[0] in self.faults else self.memory,
        )

    def _put_aside(self) -> None:
        """Rename what builds left: a mass delete would slow the file system for what follows."""
        self.asides += 1
        for name in (self.tool.output, *self.tool.caches):
            if (self.folder / name).exists():
                aside = self.folder.parent / "aside" / f"{self.folder.name}-{self.asides}" / name
                aside.parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).rename(aside)

    def _checked(self, done: Run) -> Run:
        """Return a run, as failed if the output is not what it must be: a fast build of nothing is no build."""
        if done.fault:
            return done
        output = self.folder / self.tool.output
        missing = [path for path in self.form.built(self.size) if not (output / path).is_file()]
        if missing:
            return Run(fault=f"{len(missing)} files are missing in the output, such as {missing[0]}")
        if self.sentence not in (output / self.form.page).read_text(encoding="utf-8"):
            return Run(fault=f"{self.form.page} is not up to date")
        return done


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where a build failed, 2 where the call is wrong."""
    chosen = _arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="faimi-benchmark-", dir=chosen.folder) as folder:
        block, failed = measured(Path(folder), chosen)
    print(block, end="")
    if chosen.output:
        chosen.output.write_text(f"# Speed\n\n{block}", encoding="utf-8", newline="\n")
    if chosen.readme:
        text = table.replaced(README.read_text(encoding="utf-8"), block, START, END)
        README.write_text(text, encoding="utf-8", newline="\n")
    return 1 if failed else 0


def measured(folder: Path, chosen: argparse.Namespace) -> tuple[str, bool]:
    """Return the Markdown of all that is asked for, and whether a build failed."""
    commands = {name: tools.command(name, chosen.faimi_site) for name in chosen.tools}
    ours = tools.command("faimi-site", chosen.faimi_site)
    parts, failures = [_measured(chosen.runs)], list[str]()
    if chosen.pages:
        rows, help_cell = _compared(folder, commands, chosen.pages, chosen.runs)
        parts.append(table.comparison(rows, chosen.pages, help_cell))
        failures += [
            line
            for row in rows
            for size, builds in row.builds.items()
            for line in table.faults(row.title, size, builds)
        ]
    if chosen.linear:
        grown = [_grown(folder, ours, *of, chosen.runs) for of in _growths()]
        parts.append(table.growth((what, size, builds) for what, size, builds in grown))
        failures += [line for what, size, builds in grown for line in table.faults(what, size, builds)]
    if failures:
        parts.append("".join(failures))
    return "\n".join(parts), bool(failures)


def _compared(
    folder: Path, commands: dict[str, Command], sizes: Sequence[int], runs: int
) -> tuple[list[Row], Cell | None]:
    """Return a row for each tool, and how long the help of ours takes; each round runs every cell of a size once."""
    found: dict[str, dict[int, Builds]] = {name: {} for name in commands}
    installed = {name: command for name, command in commands.items() if command}
    for size in sizes:
        subjects = {
            name: Subject(TOOLS[name], command, sites.FORMS[name], size, folder / f"{name}-{size}")
            for name, command in installed.items()
        }
        in_rounds(list(subjects.values()), runs, f"{size:,} pages")
        for name, subject in subjects.items():
            found[name][size] = subject.builds()
    rows = [
        Row(TOOLS[name].title, tools.version(name, command) if command else "", found[name])
        for name, command in commands.items()
    ]
    ours = commands.get("faimi-site")
    return rows, _help(ours, folder, runs) if ours else None


def in_rounds(subjects: list[Subject], runs: int, what: str) -> None:
    """Measure all subjects in turn, so that a slow minute of the machine is a slow minute for all of them."""
    for subject in subjects:
        _tell(f"{what}: {subject.tool.title}, first build")
        subject.prepare()
    for number in range(runs):
        # Another tool is the first of each round, so that none always runs after the same one.
        turn = number % len(subjects) if subjects else 0
        for kind in KINDS:
            for subject in subjects[turn:] + subjects[:turn]:
                _tell(f"{what}: round {number + 1} of {runs}, {kind}, {subject.tool.title}")
                subject.measure(kind)
    _tell("")


def _help(command: Command, folder: Path, runs: int) -> Cell:
    done = [run((*command, "--help"), folder) for _ in range(runs + 1)][1:]
    fault = next((one.fault for one in done if one.fault), "")
    return Cell(fault=fault) if fault else Cell(tuple(one.seconds for one in done))


def _growths() -> Iterable[tuple[str, Form, int]]:
    return ((what, form, size) for what, form, counts in GROWTH for size in counts)


def _grown(folder: Path, command: Command, what: str, form: Form, size: int, runs: int) -> tuple[str, int, Builds]:
    if not command:
        return what, size, Builds(tuple(Cell(fault="faimi-site is not installed") for _ in KINDS))
    subject = Subject(TOOLS["faimi-site"], command, form, size, folder / f"grown-{what.split()[0]}-{size}")
    in_rounds([subject], runs, f"{size:,} {what}")
    return what, size, subject.builds()


def machine() -> str:
    """Return when and where numbers are taken."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"Measured on {date.today()}: {_cpu()}, {cores} cores, {system}, load {os.getloadavg()[0]:.1f} before."


def _measured(runs: int) -> str:
    """Return the paragraph that says when and where the numbers were taken, and how."""
    how = f"medians of {runs} runs, all tools in turn; a ratio is the median of the rounds' ratios."
    return f"{machine()}\nWhole processes, {how}\n"


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()


def _tell(line: str) -> None:
    """Show on a terminal what is measured now."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py", description="Compare the speed of faimi-site with that of other generators."
    )
    parser.add_argument(
        "--pages", type=int, nargs="*", default=[20, 200, 2000], metavar="N", help="sizes to compare; none: skip it"
    )
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS), metavar="NAME", help=", ".join(TOOLS))
    parser.add_argument("--runs", type=int, default=5, help="rounds, of which the median is shown")
    parser.add_argument("--linear", action="store_true", help="measure as well how the cost of faimi-site grows")
    parser.add_argument(
        "--faimi-site",
        default="",
        metavar="COMMAND",
        help="as '.venv/bin/python -P -m faimi_site'; the script of this Python",
    )
    parser.add_argument(
        "--folder", type=Path, help="where the sites are made, in a new folder that is removed at the end"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the tables into a Markdown file")
    parser.add_argument("--readme", action="store_true", help="put the tables into README.md, instead of those there")
    chosen = parser.parse_args(arguments)
    if chosen.runs < 1 or any(size < sites.FEWEST for size in chosen.pages):
        parser.error(f"a benchmark needs one run or more, and sites of {sites.FEWEST} pages or more")
    if chosen.folder and not chosen.folder.is_dir():
        parser.error(f"--folder: there is no folder {chosen.folder}")
    # Whatever would fail at the end is told before the hour of work.
    if chosen.output and not chosen.output.resolve().parent.is_dir():
        parser.error(f"--output: there is no folder for {chosen.output}")
    if chosen.readme:
        try:
            table.replaced(README.read_text(encoding="utf-8"), "", START, END)
        except (OSError, ValueError) as error:
            parser.error(f"--readme: {error}")
    return chosen
