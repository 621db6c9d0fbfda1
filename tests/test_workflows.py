"""The workflows of GitHub Actions: what can be tried of them without GitHub."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sites import REPOSITORY

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
NEW_SITE = REPOSITORY / "src/faimi_site/scaffold/skeleton/dot-github/workflows/pages.yml"
# As GitHub has it for a repository `tutorial` of `ada`.
ADDRESS = "https://ada.github.io/tutorial"


def workflow(name: str) -> Any:
    """Return a workflow with all its values as texts, `on` among its keys."""
    return yaml.load((REPOSITORY / ".github" / "workflows" / name).read_text(encoding="utf-8"), yaml.BaseLoader)


def steps(name: str) -> list[dict[str, Any]]:
    """Return all steps of a workflow."""
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("file", [*WORKFLOWS, NEW_SITE], ids=lambda file: file.parts[-4] + file.name)
def test_a_workflow_is_what_its_schema_asks_for(file: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("file", [*WORKFLOWS, NEW_SITE], ids=lambda file: file.parts[-4] + file.name)
def test_a_workflow_uses_official_actions_by_their_release(file: Path) -> None:
    used = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
    assert used != []
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", one)] == []


@pytest.mark.parametrize("file", [*WORKFLOWS, NEW_SITE], ids=lambda file: file.parts[-4] + file.name)
def test_what_a_pull_request_keeps_is_never_given_to_main(file: Path) -> None:
    # GitHub keeps the caches of each pull request apart, but for those that `pull_request_target` and others run.
    triggers = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)["on"]
    assert set(triggers) == {"push", "pull_request", "workflow_dispatch"}


def test_a_workflow_of_a_new_site_runs_no_module_of_the_site() -> None:
    run = re.findall(r"python (.*)", "\n".join(re.findall(r"run: (.*)", NEW_SITE.read_text(encoding="utf-8"))))
    assert [command for command in run if not command.startswith("-P -m ")] == []
    assert run != []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_can_read_and_nothing_else_but_to_publish(file: Path) -> None:
    assert workflow(file.name)["permissions"] == {"contents": "read"}
    jobs = workflow(file.name)["jobs"]
    writing = {job: asked for job, asked in jobs.items() if "write" in asked.get("permissions", {}).values()}
    assert [*writing] == (["publish"] if file.name == "pages.yml" else [])


def test_what_is_published_is_never_that_of_a_pull_request() -> None:
    jobs = workflow("pages.yml")["jobs"]
    assert jobs["publish"]["if"] == "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_a_new_site_is_published_as_this_one_is_but_by_its_own_commands() -> None:
    new, own = yaml.load(NEW_SITE.read_text(encoding="utf-8"), yaml.BaseLoader), workflow("pages.yml")
    assert new["on"] == own["on"]
    assert new["concurrency"] == own["concurrency"]
    assert new["jobs"]["publish"] == own["jobs"]["publish"]
    used = [[step.get("uses") for step in one["jobs"]["build"]["steps"] if "uses" in step] for one in (new, own)]
    assert used[0] == used[1]
    assert [step["run"] for step in new["jobs"]["build"]["steps"] if "run" in step] == [
        "python -P -m pip install --requirement requirements.txt",
        "faimi-site build --strict",
        'faimi-site build --base-url "$ADDRESS"',
    ]


def test_one_run_at_a_time_publishes() -> None:
    concurrency = workflow("pages.yml")["concurrency"]
    assert concurrency["group"].startswith("pages-")
    assert concurrency["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


def test_no_command_of_a_workflow_holds_what_others_can_write() -> None:
    # What stands in ${{ }} is put into the command before a shell reads it: values come by the environment instead.
    run = [step["run"] for file in WORKFLOWS for step in steps(file.name) if "run" in step]
    assert [command for command in run if "${{" in command] == []


def test_publishing_calls_the_two_commands_of_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    run = [step["run"].split(" ARGS")[0] for step in steps("pages.yml") if "run" in step]
    assert {*run} == {"make test", "make site"}
    assert [command for command in run if f"\n{command} " not in readme] == []


def test_the_cache_holds_what_is_remembered_and_the_files_that_it_is_of() -> None:
    (cache,) = (step["with"] for step in steps("pages.yml") if step.get("uses", "").startswith("actions/cache@"))
    assert cache["path"].split() == [".faimi-cache", "_site"]
    assert cache["key"].startswith(cache["restore-keys"])


def test_the_tests_run_on_all_systems_and_versions() -> None:
    matrix = workflow("tests.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["system"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]


def test_the_oldest_version_is_the_one_that_the_package_asks_for() -> None:
    oldest = workflow("tests.yml")["jobs"]["test"]["strategy"]["matrix"]["python"][0]
    assert f'requires-python = ">={oldest}"' in (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_each_make_target_of_a_workflow_is_there(file: Path) -> None:
    for command in (step["run"] for step in steps(file.name) if step.get("run", "").startswith("make ")):
        asked = subprocess.run(["make", "-n", command.split()[1]], cwd=REPOSITORY, capture_output=True, check=False)
        assert asked.returncode == 0, command


@pytest.mark.slow
def test_the_steps_that_build_make_the_site_for_its_address(tmp_path: Path) -> None:
    clone = tmp_path / "tutorial"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)
    environment = {**os.environ, "ADDRESS": ADDRESS}
    for name in ("VIRTUAL_ENV", "PYTHONPATH"):
        environment.pop(name, None)
    for step in steps("pages.yml"):
        if step.get("run", "").startswith("make site"):
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=clone,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
    home = (clone / "_site" / "index.html").read_text(encoding="utf-8")
    assert f'href="{ADDRESS}/"' in home
    assert 'href="/tutorial/static/style.css"' in home
    assert re.findall(r'(?:href|src)="/(?!tutorial/)', home) == []
