"""One build for the preview, and what came of it."""

from __future__ import annotations

import sys
import time
import traceback
from datetime import date
from pathlib import Path

from faimi_site import report
from faimi_site.build import Built, build
from faimi_site.disk.sources import read_sources
from faimi_site.disk.stamp import timed
from faimi_site.exhausted import SAID, is_exhausted
from faimi_site.frozen import frozen
from faimi_site.load.config import config
from faimi_site.model import Config, Sources
from faimi_site.problem import Level, Problem, in_order, show, tally
from faimi_site.progress import Progress

SHOWN = 50  # problems in the browser; the terminal has them all


@frozen
class Outcome:
    """What a build changed, by output path, and what it says; `problems` are those that stopped it, as texts."""

    changed: tuple[str, ...] = ()
    base_path: str = ""
    problems: tuple[str, ...] = ()
    count: str = ""
    findings: str = ""
    summary: str = ""


def outcome(site: Path, output: Path, drafts: bool) -> Outcome:
    """Return what came of building a site as it stands now; a fault of the program is told like any other problem."""
    started = time.perf_counter()
    if refused := report.refused(site, output, ""):
        # Without its site.yaml a folder is no site, and the last good one stays.
        message = f"error: {refused}"
        return Outcome(problems=(message,), count="1 error", findings=f"{message}\n")
    progress = Progress(sys.stderr)
    try:
        sources, found = read_sources(site, date.today(), "", drafts)
        built = build(site, output, sources, found, False, False, progress.report)
        base_path = _base_path(sources)
    except Exception as error:  # whatever it is, the preview goes on
        if is_exhausted(error):
            return Outcome(problems=(SAID,), count="1 error", findings=f"{SAID}\n")
        message = f"error: the build came to an unexpected end ({type(error).__name__}: {error})"
        return Outcome(problems=(message,), count="1 error", findings=traceback.format_exc())
    finally:
        progress.end()
    findings = report.findings(built, site, verbose=False, strict=False)
    if built.written is None:
        return _stopped(built, base_path, findings)
    summary = timed(report.summary(built), started)
    return Outcome(built.written.changed, base_path, findings=findings, summary=summary)


def _stopped(built: Built, base_path: str, findings: str) -> Outcome:
    errors = [problem for problem in in_order(built.problems) if problem.level is Level.ERROR]
    return Outcome((), base_path, tuple(_shown(errors)), tally(errors), findings)


def _shown(errors: list[Problem]) -> list[str]:
    shown = [show(problem) for problem in errors[:SHOWN]]
    return shown if len(errors) <= SHOWN else [*shown, f"and {len(errors) - SHOWN} more, which the terminal shows"]


def _base_path(sources: Sources) -> str:
    return next((item.base_path for item in config(sources) if isinstance(item, Config)), "")
