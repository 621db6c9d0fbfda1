"""Real builds that are killed, stopped or run against each other."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

KILLS = 40
PAGES = 60


def make_site(site: Path, edition: str) -> Path:
    """Write a site of many pages, every one of which names its edition."""
    for number in range(PAGES):
        page = site / "content" / f"talk-{number}-{edition if number % 3 == 0 else 'kept'}" / "index.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"---\ntitle: Talk {number}\n---\n\n" + f"Edition *{edition}* of talk {number}.\n\n" * 20)
    (site / "content" / "index.md").write_text(f"---\ntitle: Home\n---\n\nEdition {edition}\n")
    (site / "assets").mkdir(exist_ok=True)
    (site / "assets" / "recording.bin").write_bytes(edition.encode() * 500_000)
    (site / "site.yaml").write_text("title: Site\nurl: https://example.org\n")
    return site


def start(site: Path, output: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "faimi_site", "build", "--source", str(site), "--output", str(output), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def run(site: Path, output: Path, *options: str) -> str:
    """Build a site to its end, and return what is said of it."""
    process = start(site, output, *options)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out + err


def files(folder: Path) -> dict[str, bytes | None]:
    """Return all that a folder holds: the bytes of files, None for folders."""
    found = sorted(folder.rglob("*"))
    return {file.relative_to(folder).as_posix(): None if file.is_dir() else file.read_bytes() for file in found}


def published(folder: Path) -> dict[str, bytes | None]:
    return {path: body for path, body in files(folder).items() if path.split("/")[0] != ".faimi-site"}


class Editions:
    """Two editions of one site, a clean build of each, and how long one takes."""

    def __init__(self, folder: Path) -> None:
        self.sites = [make_site(folder / name, name) for name in ("first", "second")]
        self.built = [folder / "clean" / site.name for site in self.sites]
        for site, output in zip(self.sites, self.built, strict=True):
            started = time.monotonic()
            run(site, output)
            self.seconds = time.monotonic() - started
        self.clean = [files(output) for output in self.built]
        self.published = [published(output) for output in self.built]

    def publish_first(self, folder: Path) -> Path:
        """Return a folder that holds the first edition, as a build left it."""
        shutil.copytree(self.built[0], folder / "_site")
        return folder / "_site"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    return Editions(tmp_path_factory.mktemp("editions"))


def interrupted(
    editions: Editions, output: Path, number: signal.Signals, chance: random.Random, writing: bool, edition: int = 1
) -> int:
    """Build an edition over another and send the builder a signal, while it writes or at any moment."""
    process = start(editions.sites[edition], output)
    if writing:
        while process.poll() is None and not (output / ".faimi-site" / "staged").exists():
            time.sleep(0.0005)
    time.sleep(chance.uniform(0, editions.seconds / 20 if writing else editions.seconds))
    process.send_signal(number)
    _, err = process.communicate(timeout=120)
    assert process.returncode < 0 or "Traceback" not in err
    return process.returncode


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_build_leaves_a_whole_site_or_one_that_the_next_build_mends(
    editions: Editions, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    output = editions.publish_first(tmp_path)
    interrupted(editions, output, signal.SIGKILL, chance, writing=seed % 2 == 0)
    left = published(output)
    again = chance.randrange(2)
    said = run(editions.sites[again], output, "--verbose")
    assert left in editions.published or "[output/finished]" in said
    assert files(output) == editions.clean[again]


@pytest.mark.parametrize("seed", range(5))
def test_a_build_that_is_stopped_by_hand_leaves_nothing_that_the_next_one_does_not_mend(
    editions: Editions, tmp_path: Path, seed: int
) -> None:
    output = editions.publish_first(tmp_path)
    code = interrupted(editions, output, signal.SIGINT, random.Random(seed), writing=True)
    # Python itself answers a signal that comes while it ends, and the site is whole by then.
    assert code in (0, 130) or (code == -signal.SIGINT and published(output) == editions.published[1])
    run(editions.sites[0], output)
    assert files(output) == editions.clean[0]


def test_a_build_that_nothing_stops_after_a_first_one_that_was_killed_is_whole(
    editions: Editions, tmp_path: Path
) -> None:
    output = tmp_path / "_site"
    process = start(editions.sites[0], output)
    while process.poll() is None and not (output / ".faimi-site" / "journal.json").exists():
        time.sleep(0.0005)
    process.kill()
    process.communicate()
    run(editions.sites[0], output)
    assert files(output) == editions.clean[0]


@pytest.mark.parametrize("attempt", range(5))
def test_two_builds_of_one_site_at_once_end_with_the_whole_site(
    editions: Editions, tmp_path: Path, attempt: int
) -> None:
    processes = [start(editions.sites[1], tmp_path / "_site") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert files(tmp_path / "_site") == editions.clean[1]


@pytest.mark.parametrize("attempt", range(5))
def test_builds_of_two_editions_at_once_end_with_one_of_them_whole(
    editions: Editions, tmp_path: Path, attempt: int
) -> None:
    processes = [start(site, tmp_path / "_site") for site in (*editions.sites, *editions.sites)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0], said
    assert files(tmp_path / "_site") in editions.clean


def test_a_stopped_builder_that_holds_the_lock_ends_with_its_process(editions: Editions, tmp_path: Path) -> None:
    output = tmp_path / "_site"
    process = start(editions.sites[0], output)
    while process.poll() is None and not (output / ".faimi-site" / "staged").exists():
        time.sleep(0.0005)
    os.kill(process.pid, signal.SIGSTOP)
    waiting = start(editions.sites[0], output)
    process.kill()
    process.communicate()
    waiting.communicate(timeout=120)
    assert waiting.returncode == 0
    assert files(output) == editions.clean[0]
