"""Audits of the built pages, with the tools of tools/audit: Lighthouse for the FAIMI site, html-validate for all pages.

`python -m tests.audit` runs both, and ends with 1 where a page is not valid or has less than 100 in a category.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median_low
from typing import Any

from tests.conftest import CHROMIUM
from tests.github_pages import published
from tests.golden import EXPECTED, GOLDEN, names
from tests.kinds import FAIMI, site, write
from tests.sites import REPOSITORY, faimi

TOOLS = REPOSITORY / "tools" / "audit"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MEASURED = {kind: FAIMI[kind] for kind in ("home", "tutorial", "notebook", "archive")}
RUNS = 3
GOLDEN_PAGES = [GOLDEN / name / EXPECTED for name in names() if (GOLDEN / name / EXPECTED / "index.html").exists()]

Report = Mapping[str, Any]


def what_lacks() -> str:
    """Return what the audits lack on this machine, or nothing."""
    if not shutil.which("node"):
        return "node is not installed"
    if not (TOOLS / "node_modules").is_dir():
        return "the tools are not installed (make audit installs them)"
    return ""


def invalid(folders: Sequence[Path]) -> list[str]:
    """Return what html-validate finds in the pages of folders: file, line, message and rule, in a line each."""
    command = ["node", "node_modules/html-validate/bin/html-validate.mjs"]
    command += ["--config", "htmlvalidate.mjs", "--formatter", "json", *map(str, folders)]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1) or not done.stdout.strip():
        raise RuntimeError(f"html-validate failed: {done.stderr.strip()}")
    return [
        f"{file['filePath']}:{said['line']}:{said['column']}: {said['message']} [{said['ruleId']}]"
        for file in json.loads(done.stdout)
        for said in file["messages"]
    ]


def report_of(address: str) -> Report:
    """Return Lighthouse's report on the page at an address, as of a phone."""
    command = ["node", "node_modules/lighthouse/cli/index.js", address, "--quiet", "--output=json"]
    command += ["--no-enable-error-reporting", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    # Lighthouse leaves the profiles of its browsers in the folder for temporary files.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        environment = {**os.environ, "CHROME_PATH": str(CHROMIUM), "TMPDIR": scratch}
        done = subprocess.run(
            command, cwd=TOOLS, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
        )
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed: {done.stderr.strip()}")
    report: Report = json.loads(done.stdout)
    return report


def score(report: Report, category: str) -> int:
    """Return the score of a category, of 100; 0 where it could not be measured."""
    return round(100 * (report["categories"][category]["score"] or 0))


def medians(reports: Sequence[Report]) -> dict[str, tuple[int, Report]]:
    """Return the median score of each category, and a report that has it."""
    found = {}
    for category in CATEGORIES:
        middle = median_low(score(report, category) for report in reports)
        found[category] = middle, next(report for report in reports if score(report, category) == middle)
    return found


def missing(report: Report, category: str) -> Iterator[str]:
    """Yield what keeps a category from 100: each audit that counts and is not passed, with what it is about."""
    for asked in report["categories"][category]["auditRefs"]:
        audit = report["audits"][asked["id"]]
        # One that does not apply to the page has no score either, and no fault.
        passed = "errorMessage" not in audit if audit["score"] is None else audit["score"] == 1
        if asked["weight"] and not passed:
            about = audit.get("errorMessage") or audit.get("displayValue") or "; ".join(_about(audit))
            yield f"{audit['id']}: {audit['title']}{f' ({about})' if about else ''}"


def _about(audit: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the first findings of an audit are about."""
    for item in audit.get("details", {}).get("items", [])[:5]:
        node = item.get("node") or {}
        if told := node.get("snippet") or item.get("description") or item.get("url") or item.get("source"):
            yield str(told)


def _measure(address: str) -> bool:
    """Tell the scores of the measured pages of a site, and return whether all of them are 100."""
    whole = True
    _say(f"{'':10}{''.join(f'{category:>16}' for category in CATEGORIES)}")
    for name, path in MEASURED.items():
        found = medians([report_of(address + path) for _ in range(RUNS)])
        _say(f"{name:10}{''.join(f'{found[category][0]:>16}' for category in CATEGORIES)}")
        for category, (middle, report) in found.items():
            if middle < 100:
                whole = False
                for line in missing(report, category):
                    _say(f"  {category}: {line}")
    if not whole and (busy := what_is_busy()):
        _say(busy)
    return whole


def what_is_busy() -> str:
    """Return that this machine has more to do than it can, which makes pages slower than they are, or nothing."""
    load, cores = (os.getloadavg()[0] if hasattr(os, "getloadavg") else 0), os.cpu_count() or 1
    return f"This machine is busy (load {load:.1f}, {cores} cores): measure performance again." if load > cores else ""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Audit all pages, and return the exit code."""
    lacks = what_lacks() or ("" if CHROMIUM else "Chromium is not installed")
    if lacks:
        _say(f"The pages cannot be audited: {lacks}.")
        return 1
    with tempfile.TemporaryDirectory() as scratch, published(Path(scratch, "faimi")) as address:
        folders = [write(faimi(address), Path(scratch, "faimi")), write(site(), Path(scratch, "kinds"))]
        try:
            found = invalid([*folders, *GOLDEN_PAGES])
            for line in found:
                _say(line.removeprefix(f"{scratch}/"))
            _say(f"html-validate: {len(found)} faults")
            measured = _measure(address)
        except (RuntimeError, subprocess.SubprocessError) as failed:
            _say(str(failed))
            return 1
    return 0 if measured and not found else 1


if __name__ == "__main__":
    sys.exit(main())
