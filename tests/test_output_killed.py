"""Builds that are killed at two hundred random moments, one after another, while their sources change in turn."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_output_slow import Editions, files, interrupted, published, run

pytestmark = pytest.mark.slow

KILLS = 200


def test_a_folder_over_which_two_hundred_builds_were_killed_holds_a_whole_site_or_is_mended_at_once(
    tmp_path: Path,
) -> None:
    editions = Editions(tmp_path / "editions")
    output, chance = editions.publish_first(tmp_path), random.Random(0)
    mended = 0
    for number in range(KILLS):
        which = number % 2
        interrupted(editions, output, signal.SIGKILL, chance, writing=number % 4 < 2, edition=which)
        if published(output) not in editions.published:
            mended += 1
            said = run(editions.sites[1 - which], output, "--verbose")
            assert "[output/finished]" in said, number
            assert files(output) == editions.clean[1 - which], number
    # A build in which nothing changed looks at no note that a killed one has left.
    run(editions.sites[0], output, "--clean")
    assert files(output) == editions.clean[0]
    assert mended > 0, "no kill met a builder at work on the folder"


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9])
def test_a_limit_of_file_sizes_leaves_the_old_site_and_says_so(tmp_path: Path, share: float) -> None:
    resource = pytest.importorskip("resource")
    editions = Editions(tmp_path / "editions")
    output = editions.publish_first(tmp_path)
    largest = max(len(body) for body in editions.published[1].values() if body is not None)
    limit = max(1, int(largest * share))
    process = subprocess.run(
        [sys.executable, "-m", "faimi_site", "build", "--source", str(editions.sites[1]), "--output", str(output)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 1
    assert "the output could not be written (File too large" in process.stderr
    assert "Traceback" not in process.stderr
    assert published(output) == editions.published[0]
    run(editions.sites[1], output)
    assert files(output) == editions.clean[1]
