"""What it costs a normal build that hostile sources and bad luck do no harm: builds with each guard, and without it.

`.venv/bin/python -m benchmarks.hardening` prints one table. A guard is replaced by nothing in the process that builds,
and the processor time of that process and its children, of the user and of the system, is compared with that of a
build as it is: in pairs, one after the other, each of the two first in turn.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import sites
from benchmarks.compare import machine

REPOSITORY = Path(__file__).parent.parent
PAGES, PAIRS = 200, 9
GOAL = 0.05  # of a build's time
KINDS = ("cold", "one page edited")
_FORM = sites.FORMS["faimi-site"]


def nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


def none(*_: Any, **__: Any) -> tuple[()]:
    """Return that nothing was found."""
    return ()


def same(value: Any, *_: Any) -> Any:
    """Return what was given."""
    return value


@contextlib.contextmanager
def unlocked(*_: Any) -> Iterator[None]:
    """Hold no lock."""
    yield


def replaced(module: str, name: str, by: Any) -> None:
    """Replace a function or a class of the program wherever a module has it; AttributeError where there is none."""
    home = import_module(f"faimi_site.{module}")
    import_module("faimi_site.build")
    import_module("faimi_site.plan")  # which the former imports later
    original = getattr(home, name)
    for each in [each for path, each in sys.modules.items() if path.startswith("faimi_site")]:
        for own in [own for own, value in vars(each).items() if value is original]:
            setattr(each, own, by)


def without_budgets_of_templates() -> None:
    """Let templates run in Jinja's own sandbox, which counts nothing."""
    import jinja2
    from jinja2.filters import do_join
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from faimi_site.sandbox import Sandbox

    @jinja2.pass_context
    def given(_: Sandbox, __: object, value: Any) -> Any:
        return value

    class Uncounted(Sandbox):
        concat = staticmethod("".join)  # type: ignore[assignment]
        call = ImmutableSandboxedEnvironment.call
        get_template = jinja2.Environment.get_template
        select_template = jinja2.Environment.select_template
        call_binop = ImmutableSandboxedEnvironment.call_binop
        is_safe_attribute = ImmutableSandboxedEnvironment.is_safe_attribute
        _looped = _part = _compared = _subscript = _shown = given  # type: ignore[assignment]
        _joined = staticmethod(do_join)

        def _measured(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ARG002
            return made

    replaced("sandbox", "Sandbox", Uncounted)


def without_checks_of_links() -> None:
    """Leave out the checks of what a page links to and loads."""
    from faimi_site import plan

    kept = [check for check in plan.OUTPUT_CHECKS if check.__module__ not in _OF_ADDRESSES]
    replaced("plan", "OUTPUT_CHECKS", tuple(kept))


_OF_ADDRESSES = ("faimi_site.check.links", "faimi_site.check.requests")


def without_journal() -> None:
    """Write each file into its place at once."""
    from faimi_site.disk import journal

    def at_once(changed: list[Any], gone: list[str], files: list[str], folder: Path) -> None:
        for output in changed:
            target = folder / output.path
            target.parent.mkdir(parents=True, exist_ok=True)
            journal._put(str(target), output.body, target)
        for path in gone:
            (folder / path).unlink()
        journal.write_manifest(folder, files)

    replaced("disk.journal", "stage", at_once)
    replaced("disk.journal", "finish", nothing)


def without_waiting_for_the_disk() -> None:
    """Leave it to the system when notes reach the disk."""
    os.fsync = nothing


def without_seals() -> None:
    """Take what builds remember as it is, whole or not."""
    from faimi_site.disk import memory

    replaced("disk.memory", "_seal", lambda _: b"0" * memory._SEAL)
    memory.Files._seal = lambda *_: b"0" * memory._SEAL  # type: ignore[method-assign]


GUARDS: dict[str, Callable[[], None]] = {
    "(none: what chance alone does)": nothing,
    "control characters in texts": lambda: replaced("text", "control_characters", none),
    "budgets of Markdown": lambda: replaced("markdown", "_too_much", nothing),
    "counts of what templates make": without_budgets_of_templates,
    "one owner for each path": lambda: replaced("produce.ownership", "contested", none),
    "checks of links and requests": without_checks_of_links,
    "messages that cannot steer a terminal": lambda: replaced("problem", "visible", same),
    "which folder is filled": lambda: replaced("disk.output", "refusal", nothing),
    "the lock": lambda: replaced("disk.lock", "locked", unlocked),
    "the journal": without_journal,
    "notes that reach the disk": without_waiting_for_the_disk,
    "seals of what is remembered": without_seals,
}
ALL = "all of them"


@dataclass(frozen=True)
class Cost:
    """What a guard adds to the processor time of a build, as a part of it without the guard: each pair's share."""

    shares: tuple[float, ...]

    @property
    def shown(self) -> str:
        """Return the median, and between what the middle half of the pairs lies."""
        low, middle, high = statistics.quantiles(self.shares, n=4)
        return f"{middle:+.1%} ({low:+.1%} to {high:+.1%})"

    @property
    def is_within_goal(self) -> bool:
        """Return whether a build is not longer by more than the goal."""
        return statistics.median(self.shares) <= GOAL


def build(site: Path, guard: str) -> None:
    """Build a site in this process, without a guard."""
    for name in [*GUARDS] if guard == ALL else [guard]:
        GUARDS.get(name, nothing)()
    from faimi_site import cli

    sys.argv = ["faimi-site", "build", "-q", "--source", str(site)]
    cli.main()


def seconds(site: Path, guard: str) -> float:
    """Return the processor time of a build and all its processes; a RuntimeError where it fails."""
    command = [sys.executable, "-P", "-m", "benchmarks.hardening", "--build", str(site), "--without", guard]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = os.pathsep.join([str(REPOSITORY), environment.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    process = subprocess.Popen(command, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the build without {guard!r} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def pairs(guard: str, kind: str, folder: Path, pages: int, number: int) -> Cost:
    """Return what a guard costs in so many pairs of builds of two equal sites, one with it and one without."""
    with_it, without_it = folder / "with", folder / "without"
    for site in (with_it, without_it):
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir(parents=True)
        _FORM.write(site, pages)
    called = {with_it: "", without_it: guard}
    for site, left_out in called.items():
        seconds(site, left_out)
    shares = []
    for nth in range(number):
        taken = {}
        for site in [*called][:: 1 if nth % 2 else -1]:
            if kind == "cold":
                for left in ("_site", ".faimi-cache"):
                    shutil.rmtree(site / left)
            else:
                sites.edit(site / _FORM.source, nth)
            taken[site] = seconds(site, called[site])
        shares.append(taken[with_it] / taken[without_it] - 1)
    return Cost(tuple(shares))


def rows(costs: dict[str, Sequence[Cost]]) -> list[str]:
    """Return the table, in Markdown."""
    told = [f"| what a guard adds to a build | {' | '.join(KINDS)} |", f"|---|{'---|' * len(KINDS)}"]
    return told + [f"| {guard} | {' | '.join(cost.shown for cost in each)} |" for guard, each in costs.items()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a guard costs more than the goal."""
    parser = argparse.ArgumentParser(prog="benchmarks.hardening", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of builds, for each guard and kind of build")
    parser.add_argument("--only", nargs="+", default=[*GUARDS, ALL], metavar="GUARD", help="the guards to measure")
    parser.add_argument("--build", type=Path, metavar="SITE", help=argparse.SUPPRESS)
    parser.add_argument("--without", default="", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.build:
        build(given.build, given.without)
    before = machine()
    costs: dict[str, Sequence[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for guard in given.only:
            costs[guard] = [pairs(guard, kind, Path(folder), given.pages, given.pairs) for kind in KINDS]
            print(rows({guard: costs[guard]})[-1], file=sys.stderr, flush=True)
    how = f"Processor time of user and system; {given.pages} pages, {given.pairs} pairs: medians, and the middle half."
    print("\n".join([f"{before}\n{how}", "", *rows(costs)]))
    return 0 if all(cost.is_within_goal for guard, each in costs.items() if guard != ALL for cost in each) else 1


if __name__ == "__main__":
    sys.exit(main())
