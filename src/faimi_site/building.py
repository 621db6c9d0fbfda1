"""A build as it is asked for: what it prints, and its exit code."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from faimi_site.disk.stamp import Answer, Asked

_OPTIONS = {
    "--drafts": "drafts",
    "--portable": "portable",
    "--strict": "strict",
    "--clean": "clean",
    "-v": "verbose",
    "--verbose": "verbose",
    "-q": "quiet",
    "--quiet": "quiet",
}


class Call(NamedTuple):
    """What `faimi-site build` was called with."""

    source: str = "."
    output: str | None = None
    base_url: str = ""
    drafts: bool = False
    portable: bool = False
    strict: bool = False
    clean: bool = False
    verbose: bool = False
    quiet: bool = False


def plain(arguments: list[str]) -> Call | None:
    """Return the call of a build with options alone that take no value; None for all others, which click reads.

    To load click takes a tenth of the time of a build after an edit.
    """
    command, *options = arguments or [""]
    if command != "build" or not all(one in _OPTIONS for one in options):
        return None
    given: dict[str, Any] = {_OPTIONS[one]: True for one in options}
    return None if {"verbose", "quiet"} <= given.keys() else Call(**given)


def answer(call: Call, asked: Asked | None) -> Answer | str:
    """Return what a build says, its summary without the time that it took; why it is refused, where no site can be had.

    What was `asked`, before anything was read, is remembered with the answer.
    """
    from faimi_site import report

    site = Path(call.source)
    folder = site / ("_portable" if call.portable else "_site") if call.output is None else Path(call.output)
    if refused := report.refused(site, folder, call.base_url):
        return refused
    from faimi_site.build import build
    from faimi_site.disk.sources import read_sources
    from faimi_site.progress import Progress

    # Before anything is read: what changes from here on is seen by the next build.
    recognised = asked if asked and asked.site == call.source and not call.clean else None
    if recognised:
        recognised.look()
    sources, found = read_sources(site, date.today(), call.base_url, call.drafts, call.portable)
    progress = Progress(sys.stderr)
    try:
        built = build(site, folder, sources, found, call.strict, call.clean, progress.report)
    finally:
        progress.end()
    code = 1 if built.written is None else 0
    findings = report.findings(built, site, call.verbose, call.strict)
    silent = bool(code) or call.quiet
    if recognised and report.is_repeated(built):
        again = "" if silent else report.summary(report.again(built))
        recognised.remember(Answer(code, findings, again), str(folder), *report.outputs(built))
    return Answer(code, findings, "" if silent else report.summary(built))
