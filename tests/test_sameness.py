"""The same sources make the same bytes: on another day, in another zone, language, folder, process."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from faimi_site.memory import Memory
from faimi_site.model import Output
from faimi_site.plan import CHECKS, OUTPUT_CHECKS, PRODUCERS, plan
from faimi_site.problem import in_order
from tests.sites import REPOSITORY, body_bytes, faimi, front, on, sources

FILES = {
    "content/index.md": front("title: Home", "[b](t/index.md)\n"),
    "content/t/index.md": front("title: T\nredirect_from: [/old/, /older]\nevent: {start: 2025-09-23}", "[SCHEDULE]\n"),
    "content/t/schedule.yaml": "timezone: Asia/Seoul\nsessions: [{start: 8:00, end: 9:00, title: A}]",
    "content/c.md": "no title\n",
}


def bodies(outputs: list[Output]) -> dict[str, bytes]:
    return {output.path: body_bytes(output.body) for output in outputs}


def test_a_build_on_another_day_is_the_same() -> None:
    given = sources(FILES)
    one, two = (plan(on(day, given), Memory())[0] for day in (date(2020, 2, 29), date(2031, 1, 1)))
    assert bodies(one) == bodies(two)


def test_a_build_from_memory_is_the_same() -> None:
    memory = Memory()
    one, two = plan(sources(FILES), memory)[0], plan(sources(FILES), Memory(memory.used))[0]
    assert bodies(one) == bodies(two)


def test_the_order_of_producers_and_checks_has_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    given = sources({**FILES, "content/d.md": "no title, By Ant√≥n\n"})
    outputs, problems = plan(given, Memory())
    monkeypatch.setattr("faimi_site.plan.PRODUCERS", PRODUCERS[::-1])
    monkeypatch.setattr("faimi_site.plan.CHECKS", CHECKS[::-1])
    monkeypatch.setattr("faimi_site.plan.OUTPUT_CHECKS", OUTPUT_CHECKS[::-1])
    shuffled, others = plan(given, Memory())
    assert bodies(shuffled) == bodies(outputs)
    assert in_order(others) == in_order(problems)


def test_planning_touches_no_file() -> None:
    given = sources(FILES)
    opened: list[str] = []
    watching = False
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" and watching else None)
    plan(given, Memory())  # imports and zone files are read once
    watching = True
    plan(given, Memory())
    watching = False
    assert opened == []


@pytest.mark.slow
def test_another_zone_language_hash_seed_and_folder_make_the_same_site(tmp_path: Path) -> None:
    environments = (
        {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "2"},
    )
    built = []
    for number, environment in enumerate(environments):
        output = tmp_path / f"folder-{number}" / "_site"
        output.parent.mkdir()
        command = [sys.executable, "-m", "faimi_site", "build", "--clean", "-q"]
        command += ["--source", str(REPOSITORY), "--output", str(output)]
        subprocess.run(command, cwd=output.parent, env={**os.environ, **environment}, check=True)
        built.append({file.relative_to(output): file.read_bytes() for file in output.rglob("*") if file.is_file()})
    assert built[0] == built[1]
    assert len(built[0]) > 10


def test_the_faimi_site_is_planned_without_a_warning() -> None:
    assert [problem.rule for problem in faimi().problems] == ["redirect/own-address"]


@pytest.mark.skipif(sys.platform != "linux", reason="no other system says on which cores a process runs")
def test_the_order_of_files_on_the_disk_and_the_number_of_cores_make_no_difference(tmp_path: Path) -> None:
    pages = {f"content/p{number}.md": front(f"title: Page {number}", f"Text {number}.\n") for number in range(40)}
    built = []
    for number, names in enumerate((sorted(pages), sorted(pages, reverse=True))):
        site = tmp_path / f"site-{number}"
        for name in ("site.yaml", *names):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(pages.get(name, "title: S\nurl: https://example.org\n"))
            os.utime(site / name, (number * 1e9, number * 1e9))
        cores = [*os.sched_getaffinity(0)][: 1 + 9 * number]
        for options in (["--clean"], []):  # a build that remembers all makes the same
            command = [sys.executable, "-m", "faimi_site", "build", "-q", "--source", str(site), *options]
            subprocess.run(command, preexec_fn=partial(os.sched_setaffinity, 0, cores), check=True)
            output = site / "_site"
            built.append({file.relative_to(output): file.read_bytes() for file in output.rglob("*") if file.is_file()})
    assert built[0] == built[1] == built[2] == built[3]
    assert len(built[0]) > 40
