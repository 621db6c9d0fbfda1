"""One build for the preview, and what came of it."""

from __future__ import annotations

import sys
import time
import traceback
from datetime import date
from pathlib import Path

from faimi_site import report
from faimi_site.build import Built, build
from faimi_site.disk.sources import folders, read_sources
from faimi_site.disk.stamp import timed
from faimi_site.exhausted import SAID, is_exhausted
from faimi_site.frozen import frozen
from faimi_site.problem import Level, Place, Problem, in_order, show, tally
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
    manifest: str = ""  # the signature of what it wrote
    folders: frozenset[str] = frozenset()  # that it was built from


class Rebuild:
    """Builds a site again and again, but never without a folder that it had: what is moved away comes back.

    Git and programs that keep folders in step do that for a moment, and a site without its pages or looks is nobody's.
    """

    def __init__(self, site: Path, output: Path, drafts: bool) -> None:
        self._site, self._output, self._drafts = site, output, drafts
        self._had: frozenset[str] = frozenset()  # folders, when a build last succeeded

    def __call__(self) -> Outcome:
        """Return what came of building the site as it stands now."""
        made = outcome(self._site, self._output, self._drafts, self._had)
        if not made.problems:
            self._had = made.folders
        return made


def outcome(site: Path, output: Path, drafts: bool, needed: frozenset[str] = frozenset()) -> Outcome:
    """Return what came of building a site as it stands now, if it has the folders that are needed.

    A fault of the program is told like any other problem.
    """
    started = time.perf_counter()
    progress = Progress(sys.stderr)
    try:
        standing = folders(site)
        sources, found = read_sources(site, date.today(), "", drafts)
        # What goes while it is read leaves its files out, or some of them.
        if refused := report.refused(site, output, ""):
            # Without its site.yaml a folder is no site, and the last good one stays.
            message = f"error: {refused}"
            return Outcome(problems=(message,), count="1 error", findings=f"{message}\n")
        standing &= folders(site)
        if not any(path.startswith("content/") for path in sources.files):
            standing -= {"content"}
        gone = [_gone(site, folder) for folder in sorted(needed - standing)]
        built = Built([], gone, None) if gone else build(site, output, sources, found, False, False, progress.report)
    except Exception as error:  # whatever it is, the preview goes on
        if is_exhausted(error):
            return Outcome(problems=(SAID,), count="1 error", findings=f"{SAID}\n")
        message = f"error: the build came to an unexpected end ({type(error).__name__}: {error})"
        return Outcome(problems=(message,), count="1 error", findings=traceback.format_exc())
    finally:
        progress.end()
    findings = report.findings(built, site, verbose=False, strict=False)
    if built.written is None:
        return _stopped(built, findings)
    summary = timed(report.summary(built), started)
    written = built.written
    return Outcome(written.changed, built.base_path, (), "", findings, summary, written.manifest, standing)


def _stopped(built: Built, findings: str) -> Outcome:
    errors = [problem for problem in in_order(built.problems) if problem.level is Level.ERROR]
    return Outcome((), built.base_path, tuple(_shown(errors)), tally(errors), findings)


def _gone(site: Path, folder: str) -> Problem:
    what = "nothing is left in the folder" if (site / folder).is_dir() else "the folder has gone since the last build"
    message = f"{what}, and the site stays as it was"
    hint = "put it back; to go on without it, end the preview and start it again"
    return Problem("preview/folder-gone", Level.ERROR, Place(f"{folder}/"), message, hint)


def _shown(errors: list[Problem]) -> list[str]:
    shown = [show(problem) for problem in errors[:SHOWN]]
    return shown if len(errors) <= SHOWN else [*shown, f"and {len(errors) - SHOWN} more, which the terminal shows"]
