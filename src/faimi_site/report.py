"""What the command line says about a call and about a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from faimi_site import paths
from faimi_site.disk.output import refusal
from faimi_site.disk.sources import is_site
from faimi_site.problem import Fault, Level, Problem, counted, in_order, show, tally, visible

if TYPE_CHECKING:
    from faimi_site.build import Built
    from faimi_site.model import Output

# What the disk refused or left half done, it may grant or have whole when the next build asks.
_OF_THE_MOMENT = {
    "output/busy",
    "output/failed",
    "output/finished",
    "output/foreign-file",
    "output/repaired",
    "file/unreadable",
}


def refused(source: Path, output: Path | None, base_url: str) -> str:
    """Return why a call cannot lead to a site, or to a look at one that writes none; nothing where it can."""
    if not is_site(source):
        message = f"there is no site in {visible(str(source.resolve()))}: it holds no site.yaml."
        return f"{message} Name the site's folder with --source."
    if base_url:
        from faimi_site.load.config import base

        address = paths.web_address(base_url)
        host, path = base(base_url)
        mapped = paths.output_path(path + "/") if path else ""
        if isinstance(address, Fault) or isinstance(mapped, Fault) or base_url.startswith("/") or not host:
            return (
                f"--base-url: '{visible(base_url)}' is not the full address of a site, such as https://example.org/2025"
            )
    wrong = refusal(output, source) if output else None
    return f"{visible(wrong.message)}. Hint: {wrong.hint}." if wrong else ""


def findings(built: Built, source: Path, verbose: bool, strict: bool) -> str:
    """Return the problems of a build, notes only where they are asked for, and their count, as lines."""
    shown = shown_problems(built.problems, source, verbose)
    end = ""
    if built.written is None:
        warned = all(problem.level is not Level.ERROR for problem in shown)
        why = " (--strict lets warnings stop the build)" if strict and warned else ""
        end = f"; nothing was written{why}"
    return _left_in_drafts(built.problems, source, verbose) + _lines(shown, end)


def check_findings(
    problems: list[Problem], source: Path, verbose: bool, strict: bool, stopped: bool, compared: int | None = None
) -> str:
    """Return the problems that a check found, and their count, as lines; `stopped` if they would stop a build.

    `compared` is the number of old addresses that were looked for, if any were to be.
    """
    shown = shown_problems(problems, source, verbose)
    warned = stopped and strict and all(problem.level is not Level.ERROR for problem in shown)
    why = " (--strict lets warnings stop the build)" if warned else ""
    end = _compared(compared, "; ") if stopped else ""
    return _left_in_drafts(problems, source, verbose) + _lines(shown, f"{why}{end}")


def shown_problems(problems: Iterable[Problem], source: Path, verbose: bool) -> list[Problem]:
    """Return problems in order, notes only where they are asked for, with places as they are seen from here."""
    shown_from = "" if source == Path() else f"{source.as_posix()}/"
    ordered = in_order(problems, shown_from)
    return [problem for problem in ordered if verbose or problem.level is not Level.NOTE]


def _left_in_drafts(problems: Iterable[Problem], source: Path, verbose: bool) -> str:
    """Return a line for each folder with a draft that says how much is left to do there; none where each is shown."""
    marks = [one for one in problems if one.rule == "draft/to-do" and one.level is Level.NOTE]
    counts = Counter((source / one.place.file).parent.as_posix() for one in ([] if verbose else marks))
    told = (
        f"{folder}/: note: {counted(number, 'thing is', 'things are')}" for folder, number in sorted(counts.items())
    )
    return "".join(f"{visible(one)} left to do in a draft; -v shows each [draft/to-do]\n" for one in told)


def _lines(shown: list[Problem], end: str) -> str:
    lines = [show(problem) for problem in shown]
    lines += [f"{tally(shown)}{end}"] if shown or end else []
    return "".join(f"{line}\n" for line in lines)


def checked_summary(outputs: Iterable[Output], compared: int | None = None) -> str:
    """Return what a check has looked at, with the number of old addresses if any were to be."""
    return f"{', '.join(_counts(outputs))} checked{_compared(compared, ', ')}"


def _compared(number: int | None, before: str) -> str:
    return "" if number is None else f"{before}{counted(number, 'old address', 'old addresses')} compared"


def _counts(outputs: Iterable[Output]) -> list[str]:
    kinds = [output.kind for output in outputs]
    return [counted(kinds.count(kind), kind) for kind in ("page", "redirect", "file")]


def summary(built: Built) -> str:
    """Return what a build made and how much of it is new, without the time it took."""
    written = built.written
    counts = _counts(built.outputs)
    if written:
        counts += [f"{written.written} written", f"{written.unchanged} unchanged"]
        counts += [f"{written.removed} removed"] if written.removed else []
    return ", ".join(counts)


def again(built: Built) -> Built:
    """Return what comes of building the same site once more."""
    written = built.written
    if written is None:
        return built
    return replace(built, written=replace(written, written=0, unchanged=written.written + written.unchanged, removed=0))


def is_repeated(built: Built) -> bool:
    """Return whether the next build of the same site is sure to find the same."""
    return all(problem.rule not in _OF_THE_MOMENT for problem in built.problems)


def outputs(built: Built) -> tuple[list[str] | None, str]:
    """Return the paths of what was written and the signature of its manifest; None and nothing if nothing was."""
    return ([output.path for output in built.outputs], built.written.manifest) if built.written else (None, "")
