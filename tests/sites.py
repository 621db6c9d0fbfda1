"""Sites in memory, for tests that say in a few lines what a site is and look at what it becomes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from faimi_site.disk.sources import read_sources
from faimi_site.memory import Memory
from faimi_site.model import Kept, Output, Source, Sources, source
from faimi_site.plan import plan
from faimi_site.problem import Level, Problem, in_order, show

Files = Mapping[str, str | bytes]

REPOSITORY = Path(__file__).parent.parent
FAIMI = REPOSITORY / "tests" / "faimi"  # the texts and data of the FAIMI site in 2025, for tests that quote them
TODAY = date(2025, 9, 1)


@cache
def theme() -> dict[str, Source]:
    """Return the theme of the package, read once."""
    read, _ = read_sources(REPOSITORY / "absent", TODAY, "", drafts=False)
    return {path: source(file.path, file.read()) for path, file in read.theme.items()}


@cache
def faimi(base_url: str = "") -> Planned:
    """Return what the FAIMI site of 2025 becomes, with the templates, styles and materials of this repository."""
    now, _ = read_sources(REPOSITORY, TODAY, base_url, drafts=False)
    then, _ = read_sources(FAIMI, TODAY, base_url, drafts=False)
    kept = {path: file for path, file in now.files.items() if path.startswith(("templates/", "static/", "assets/"))}
    return Planned(*plan(replace(now, files={**kept, **then.files}), Memory()))


def copy_faimi(folder: Path) -> Path:
    """Return a folder that now holds the sources of the FAIMI site of 2025."""
    shutil.copytree(FAIMI, folder, dirs_exist_ok=True)
    for name in ("templates", "static", "assets"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


def sources(files: Files, base_url: str = "", drafts: bool = False, portable: bool = False) -> Sources:
    """Return the sources of a site in memory; where it has no site.yaml, of one with a title and an address."""
    given = {"site.yaml": "title: Test site\nurl: https://example.org\n", **files}
    own = {path: source(path, body) for path, body in given.items()}
    return Sources(own, theme(), TODAY, base_url, drafts, portable)


def body_bytes(body: bytes | Source | Kept) -> bytes:
    """Return the bytes of an output's body, which is none that an output folder holds already."""
    assert not isinstance(body, Kept)
    return body if isinstance(body, bytes) else body.read()


@dataclass(frozen=True)
class Planned:
    """What a build of a site in memory would write, and what it found."""

    outputs: list[Output]
    problems: list[Problem]

    def text(self, path: str) -> str:
        """Return an output as text."""
        (body,) = (output.body for output in self.outputs if output.path == path)
        return body_bytes(body).decode()

    def main(self, path: str) -> str:
        """Return what stands in a page's main element."""
        found = re.search(r"<main[^>]*>\n?(.*?)\s*</main>", self.text(path), re.DOTALL)
        assert found
        return found.group(1).strip()

    @property
    def paths(self) -> list[str]:
        """Return the output paths, without the theme's static files, in order."""
        return sorted(output.path for output in self.outputs if not output.path.startswith("static/"))

    @property
    def shown(self) -> list[str]:
        """Return the problems but notes, as a terminal shows them."""
        return [show(problem) for problem in in_order(self.problems) if problem.level is not Level.NOTE]

    @property
    def notes(self) -> list[str]:
        """Return the notes, as a terminal shows them."""
        return [show(problem) for problem in in_order(self.problems) if problem.level is Level.NOTE]

    @property
    def briefly(self) -> list[str]:
        """Return all problems in a line each: place, level, message, rule and hint, without the line of the source."""
        return [
            " | ".join((show(replace(one, hint="")).partition("\n")[0], one.hint)) for one in in_order(self.problems)
        ]

    @property
    def rules(self) -> list[str]:
        """Return the rules of the problems but notes."""
        return [problem.rule for problem in in_order(self.problems) if problem.level is not Level.NOTE]


def planned(files: Files, base_url: str = "", drafts: bool = False, portable: bool = False) -> Planned:
    """Return what a site in memory becomes."""
    return Planned(*plan(sources(files, base_url, drafts, portable), Memory()))


def front(matter: str, body: str = "Text.\n") -> str:
    """Return a page with front matter."""
    return f"---\n{matter}\n---\n\n{body}"


def on(day: date, given: Sources) -> Sources:
    """Return the same sources on another day."""
    return replace(given, today=day)
