"""`faimi-site new site`: where the new site's own program comes from."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from faimi_site.cli import cli
from faimi_site.disk.installed import requirement

COMMIT = "8f1b0e0c5d2f4a3b9c7e6d5f4a3b2c1d0e9f8a7b"


@dataclass
class Installed:
    """What the metadata of an installed package say."""

    noted: str | None
    version: str = "1.2.3"

    def read_text(self, _: str) -> str | None:
        return self.noted


def installed(monkeypatch: pytest.MonkeyPatch, noted: object) -> str:
    """Return the requirement of a program of which pip has noted this."""
    text = noted if isinstance(noted, str) or noted is None else json.dumps(noted)
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(text))
    return requirement()


def clone(folder: Path, remote: str) -> dict[str, object]:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "remote", "add", "origin", remote], check=True)
    return {"url": folder.as_uri(), "dir_info": {"editable": True}}


def test_a_program_of_a_registry_is_asked_of_one_in_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed(monkeypatch, None) == "faimi-site==1.2.3"


def test_a_program_of_a_repository_is_asked_of_it_at_its_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    noted = {"url": "https://github.com/ada/tool.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    assert installed(monkeypatch, noted) == f"faimi-site @ git+https://github.com/ada/tool.git@{COMMIT}"


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/ada/tool.git", "https://github.com/ada/tool.git"),
        ("https://ada:secret@github.com/ada/tool", "https://github.com/ada/tool"),
        ("git@github.com:ada/tool.git", "https://github.com/ada/tool.git"),
        ("ssh://git@gitlab.example.org/ada/tool.git", "https://gitlab.example.org/ada/tool.git"),
    ],
)
def test_a_program_of_a_clone_is_asked_of_what_it_was_cloned_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: str, address: str
) -> None:
    assert installed(monkeypatch, clone(tmp_path / "a b", remote)) == f"faimi-site @ git+{address}"


@pytest.mark.parametrize("noted", ["{", "[1]", '{"url": "file:///nowhere"}', '{"url": "ftp://example.org/a.zip"}'])
def test_where_it_is_not_known_nothing_is_made_up(monkeypatch: pytest.MonkeyPatch, noted: str) -> None:
    assert installed(monkeypatch, noted) == ""


def test_a_clone_of_a_folder_leads_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed(monkeypatch, clone(tmp_path / "clone", str(tmp_path))) == ""


def test_a_new_site_installs_nothing_of_an_unknown_place_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed("{"))
    told = CliRunner().invoke(cli, ["new", "site", str(tmp_path / "mine")]).output
    assert "write into its requirements.txt where faimi-site is installed from" in told
    lines = (tmp_path / "mine/requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == []


def test_a_new_site_installs_what_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(None))
    told = CliRunner().invoke(cli, ["new", "site", str(tmp_path / "mine")]).output
    assert "requirements.txt" not in told
    assert (tmp_path / "mine/requirements.txt").read_text(encoding="utf-8").endswith("\nfaimi-site==1.2.3\n")
