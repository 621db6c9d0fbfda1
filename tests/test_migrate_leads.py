"""`faimi-site migrate`: where each link led in the old site, and that it leads there from the new one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.jekyll_site import built, write
from tests.test_migrate import CONFIG, moved, run, text


@pytest.mark.parametrize("address", ["/old/?q=1", "/old#frag", "/ol\\\\d/"])
def test_an_old_address_that_no_site_here_can_have_is_lost(address: str) -> None:
    result = moved({"index.md": f'---\ntitle: P\nredirect_from: [/kept/, "{address}"]\n---\n'})
    assert "redirect_from:\n  - /kept/\n" in text(result, "content/index.md")
    assert len(result.lost) == 1
    assert set(result.lost) < set(result.addresses)


def test_what_is_lost_by_migration_is_what_the_comparison_finds(tmp_path: Path) -> None:
    files = {"index.md": '---\ntitle: P\nredirect_from: [/oldb4/?q=1, "/oldb5#frag", /kept/]\n---\nText.\n'}
    old = write(tmp_path / "old", {"_config.yml": f"{CONFIG}plugins: [jekyll-redirect-from]\n", **files})
    built(old, tmp_path / "out")
    done = run("migrate", old, tmp_path / "new")
    against = run("check", "--source", tmp_path / "new", "--against", tmp_path / "out")
    assert (done.returncode, against.returncode) == (1, 1)
    assert re.findall("^lost: (.*?): ", done.stderr, re.MULTILINE) == ["/oldb4/%3Fq=1.html", "/oldb5%23frag.html"]
    assert re.findall("old address '(.*?)'", against.stderr) == ["/oldb4/%3Fq=1.html", "/oldb5%23frag.html"]
