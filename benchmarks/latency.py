"""How long a save takes to be served, and to be painted: the preview of a benchmark's sites, and of the FAIMI site.

`.venv/bin/python -m benchmarks.latency` prints medians of 20 edits in milliseconds. Nothing else should run.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import sites

REPOSITORY = Path(__file__).parent.parent
EDITS = 20
PAUSE = 0.5  # seconds between two edits, as a person at rest
LATE = 30.0  # seconds after which an edit has been lost
_LOOK = 0.001
# Notes by the browser's own clock when the whole page has been painted.
_PAINTED = """
addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(() => {
  window.paintedAt = performance.timeOrigin + performance.now();
})));
"""


@contextmanager
def preview(folder: Path) -> Iterator[str]:
    """Preview a site, and yield its address."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "faimi_site", "serve", "--source", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        try:
            said = iter(process.stdout or ())
            yield next(found[0].rstrip("/") for line in said if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()


@dataclass(frozen=True)
class Site:
    """A site that is previewed: what it is called, what writes it, the page that is edited, and its address."""

    title: str
    write: Callable[[Path], None]
    source: str
    path: str


def served(address: str, sentence: str) -> float:
    """Return when the page at an address has a sentence, in seconds since the epoch."""
    end = time.monotonic() + LATE
    while time.monotonic() < end:
        with urllib.request.urlopen(address) as answer:  # noqa: S310  (our own preview)
            if sentence.encode() in answer.read():
                return time.time()
        time.sleep(_LOOK)
    raise TimeoutError(sentence)


def painted(page: Page, sentence: str) -> float:
    """Return when a browser has painted the page with a sentence, in seconds since the epoch."""
    page.wait_for_function("said => window.paintedAt && document.body.textContent.includes(said)", arg=sentence)
    return float(page.evaluate("window.paintedAt")) / 1000


def median(file: Path, first: int, arrived: Callable[[str], float]) -> float:
    """Return the median of milliseconds from an edit of a page to its arrival; edits have numbers from a first one."""
    times = []
    for number in range(first, first + EDITS):
        time.sleep(PAUSE)
        sentence = sites.edit(file, number)
        saved = time.time()
        times.append(arrived(sentence) - saved)
    return statistics.median(times) * 1000


def main() -> None:
    """Measure, and print a line for each site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="*", default=[20, 200], help="sizes of the benchmark's site")
    asked = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    print(f"{'':24}{'served':>10}{'painted':>10}   (median of {EDITS} edits, ms)")
    for site in _sites(asked.pages):
        with tempfile.TemporaryDirectory() as folder:
            site.write(Path(folder))
            print(f"{site.title:24}{_line(site, Path(folder), chromium)}")


def _line(site: Site, folder: Path, chromium: str | None) -> str:
    file = folder / site.source
    with preview(folder) as host:
        address = f"{host}{site.path}"
        until_served = median(file, 0, partial(served, address))
        until_painted = f"{_until_painted(chromium, address, file):.0f}" if chromium else "-"
    return f"{until_served:>10.0f}{until_painted:>10}"


def _until_painted(chromium: str, address: str, file: Path) -> float:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.add_init_script(_PAINTED)
        page.goto(address)
        page.wait_for_timeout(500)
        made = median(file, EDITS, partial(painted, page))
        browser.close()
        return made


def _sites(pages: list[int]) -> Iterator[Site]:
    for number in pages:
        write = partial(sites.faimi, pages=number)
        yield Site(f"{number} pages", write, "content/pages/page-0.md", "/pages/page-0/")
    yield Site("the FAIMI site", _copy, "content/2025-miccai-tutorial/index.md", "/2025-miccai-tutorial/")


def _copy(folder: Path) -> None:
    """Copy the FAIMI site into a folder."""
    for name in ("site.yaml", "content", "templates", "static", "assets"):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder)


if __name__ == "__main__":
    main()
