"""The command line: what it prints, where, and the exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    write(folder / "site.yaml", "title: T\nurl: https://example.org\n")
    write(folder / "content/index.md", "# Hello\n")
    return folder


@pytest.fixture
def run(site: Path) -> Run:
    def call(*arguments: str, cwd: Path = site, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "faimi_site", *arguments]
        env = {**os.environ, **environment}
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)

    return call


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_build_ends_with_one_line_of_what_it_did(run: Run) -> None:
    done = run("build")
    assert (done.returncode, done.stderr) == (0, "")
    pattern = r"1 page, 0 redirects, 10 files, 11 written, 0 unchanged, \d+\.\d\d seconds\n"
    assert re.fullmatch(pattern, done.stdout)


def test_a_second_build_writes_nothing(run: Run) -> None:
    run("build")
    assert "0 written, 11 unchanged" in run("build").stdout


def test_a_removed_page_is_removed_from_the_output(run: Run, site: Path) -> None:
    write(site / "content/old.md", "# Old\n")
    run("build")
    (site / "content/old.md").unlink()
    assert "1 removed" in run("build").stdout
    assert not (site / "_site/old").exists()


def test_clean_writes_every_file_anew(run: Run) -> None:
    run("build")
    assert "11 written, 0 unchanged" in run("build", "--clean").stdout


def test_a_site_is_built_from_any_folder(run: Run, site: Path, tmp_path: Path) -> None:
    assert run("build", "--source", "site", cwd=tmp_path).returncode == 0
    assert (site / "_site/index.html").exists()


def test_output_names_another_folder(run: Run, site: Path, tmp_path: Path) -> None:
    assert run("build", "--output", str(tmp_path / "public")).returncode == 0
    assert (tmp_path / "public/index.html").exists()
    assert not (site / "_site").exists()


def test_problems_are_shown_on_stderr_with_a_count_and_nothing_is_written(run: Run, site: Path) -> None:
    run("build")
    before = files(site / "_site")
    write(site / "content/index.md", "---\ntitel: A\nweight: x\n---\n# New\n")
    done = run("build")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "content/index.md:2:1: error: front matter has no field 'titel' [field/unknown]\n"
        "     2 | titel: A\n"
        "       | ^^^^^\n"
        "       = hint: did you mean 'title'?\n"
        "content/index.md:3:9: error: weight: 'x' is not a whole number [field/value]\n"
        "     3 | weight: x\n"
        "       |         ^\n"
        "       = hint: write it in digits, without quotes\n"
        "2 errors; nothing was written\n"
    )
    assert files(site / "_site") == before


def test_places_start_with_the_folder_that_was_named(run: Run, site: Path, tmp_path: Path) -> None:
    write(site / "content/index.md", "---\ntitel: A\n---\n# New\n")
    assert run("build", "--source", "site", cwd=tmp_path).stderr.startswith("site/content/index.md:2:1: error:")


def test_warnings_are_shown_and_stop_nothing(run: Run, site: Path) -> None:
    write(site / "content/index.md", "no title\n")
    done = run("build")
    assert done.returncode == 0
    assert done.stderr.endswith("1 warning\n")


def test_a_build_of_an_unchanged_site_repeats_its_warnings(run: Run, site: Path) -> None:
    write(site / "content/index.md", "no title\n")
    assert run("build").stderr == run("build").stderr != ""


def test_strict_lets_warnings_stop_the_build(run: Run, site: Path) -> None:
    write(site / "content/index.md", "no title\n")
    done = run("build", "--strict")
    assert done.returncode == 1
    assert done.stderr.endswith("1 warning; nothing was written (--strict lets warnings stop the build)\n")
    assert not (site / "_site/index.html").exists()


def test_notes_are_shown_with_v_alone(run: Run, site: Path) -> None:
    write(site / "content/index.md", "---\ntitle: A\nredirect_from: /\n---\n")
    assert run("build").stderr == ""
    assert "note: '/' is the page's own address" in run("build", "-v").stderr


def test_q_prints_no_summary(run: Run) -> None:
    done = run("build", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_drafts_are_built_when_asked_for(run: Run, site: Path) -> None:
    write(site / "content/d.md", "---\ntitle: D\npublished: false\n---\n")
    run("build")
    assert not (site / "_site/d").exists()
    run("build", "--drafts")
    assert (site / "_site/d/index.html").exists()


def test_base_url_stands_for_the_sites_own(run: Run, site: Path) -> None:
    run("build", "--base-url", "https://u.github.io/repo/")
    assert 'href="/repo/static/style.css"' in (site / "_site/index.html").read_text(encoding="utf-8")


def test_a_portable_copy_is_written_beside_the_site(run: Run, site: Path) -> None:
    assert run("build", "--portable").returncode == 0
    assert 'href="static/style.css"' in (site / "_portable/index.html").read_text(encoding="utf-8")
    assert not (site / "_site").exists()


def test_a_portable_copy_is_written_where_it_is_asked_for(run: Run, site: Path) -> None:
    run("build", "--portable", "--output", "stick")
    assert (site / "stick/index.html").exists()


def test_a_site_and_its_copy_are_built_in_turns_without_a_change(run: Run, site: Path) -> None:
    calls = (("build",), ("build", "--portable"))
    for call in calls:
        run(*call)
    before = files(site / "_site"), files(site / "_portable")
    assert ["0 written" in run(*call).stdout for call in (*calls, *calls)] == [True] * 4
    assert (files(site / "_site"), files(site / "_portable")) == before


def test_an_edit_reaches_a_site_and_its_copy(run: Run, site: Path) -> None:
    calls = (("build",), ("build", "--portable"))
    for call in calls:
        run(*call)
    write(site / "content/index.md", "---\ntitle: H\n---\n\nEdited.\n")
    for call in calls:
        run(*call)
    texts = [(site / name / "index.html").read_text(encoding="utf-8") for name in ("_site", "_portable")]
    assert ["Edited." in text for text in texts] == [True, True]
    assert ['href="/"' in text for text in texts] == [True, False]


def test_the_output_of_a_site_can_become_its_copy_and_the_site_again(run: Run, site: Path) -> None:
    run("build")
    before = files(site / "_site")
    run("build", "--portable", "--output", "_site")
    assert 'href="index.html"' in (site / "_site/index.html").read_text(encoding="utf-8")
    run("build")
    assert files(site / "_site") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "--base-url", "example.org"), "'example.org' is not the full address of a site"),
        (("build", "--base-url", "/repo"), "'/repo' is not the full address of a site"),
        (("build", "--source", "nowhere"), "it holds no site.yaml"),
        (("build", "--output", "content/out"), "it is, or is in, the site's own content/"),
        (("build", "--output", "."), "cannot be the output folder"),
        (("build", "--output", "site.yaml"), "it is a file"),
        (("build", "--nope"), "No such option"),
        (("build", "--portable", "--base-url", "https://e.org"), "--portable and --base-url cannot both be given"),
        (("build", "-v", "-q"), "-v and -q cannot both be given"),
        (("check", "-v", "-q"), "-v and -q cannot both be given"),
        (("check", "--source", "nowhere"), "it holds no site.yaml"),
        (("check", "--against", "nowhere.xml"), "'nowhere.xml' is neither a folder, nor a sitemap"),
        (("build", "--base-url", ""), "--base-url names no address."),
        (("check", "--base-url", "example.org"), "is not the full address of a site"),
        (("bild",), "No such command"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_full_of_somebody_elses_files_is_left_alone(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "mine/letter.txt", "dear")
    done = run("build", "--output", str(tmp_path / "mine"))
    assert done.returncode == 2
    assert files(tmp_path / "mine") == {"letter.txt": b"dear"}


def test_terminal_sequences_in_a_source_never_reach_the_terminal(run: Run, site: Path) -> None:
    write(site / "content/index.md", '---\n"\\e[2Jti\\u202Etel": A\n"title\\e[2J": B\n---\n\x1b]0;pwned\x07\n')
    done = run("build")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr


def test_a_module_in_the_current_folder_is_never_imported(run: Run, site: Path) -> None:
    for name in ("yaml", "markdown", "jinja2", "click", "json"):
        write(site / f"{name}.py", "raise SystemExit('hijacked')")
    script = Path(sys.executable).with_name("faimi-site")
    done = subprocess.run([str(script), "build"], cwd=site, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    done = run("build")
    assert (done.returncode, done.stderr) == (0, "")


def test_help_and_version_answer(run: Run) -> None:
    assert run("--version").stdout.startswith("faimi-site ")
    assert "--base-url" in run("build", "--help").stdout


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("build", "--nope"), ("bild",)])
def test_help_and_wrong_usage_are_answered_before_anything_is_loaded(site: Path, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "faimi_site", *arguments]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in imported
    assert imported & {"faimi_site.build", "faimi_site.model", "jinja2", "yaml", "pydantic", "markdown"} == set()


def test_a_locale_without_utf_8_is_no_obstacle(run: Run, site: Path) -> None:
    write(site / "content/index.md", "---\ntïtle: Ü\n---\n# 대전\n")
    done = run("build", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_check_writes_no_site_and_says_what_it_has_looked_at(run: Run, site: Path) -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"1 page, 0 redirects, 10 files checked, \d+\.\d\d seconds\n", done.stdout)
    assert sorted(file.name for file in site.iterdir()) == [".faimi-cache", "content", "site.yaml"]


@pytest.mark.parametrize("options", [(), ("--strict",), ("-v",), ("--drafts",), ("--base-url", "https://e.org/r")])
def test_a_check_finds_what_a_build_finds(run: Run, site: Path, options: tuple[str, ...]) -> None:
    write(site / "content/a.md", "---\ntitle: A\n---\n\n[x](/gone/) <img src='/static/favicon.svg'>\n")
    write(site / "content/d.md", "---\ntitle: A\npublished: false\n---\n")
    built, checked = run("build", *options), run("check", *options)
    assert built.stderr.replace("; nothing was written", "") == checked.stderr
    assert (checked.returncode, checked.stdout) == (built.returncode, built.stdout) == (1, "")


def test_a_check_lets_warnings_fail_only_where_it_is_asked_to(run: Run, site: Path) -> None:
    write(site / "content/a.md", "---\ntitle: A\n---\n\n<img src='/static/favicon.svg'>\n")
    assert run("check").returncode == 0
    strict = run("check", "--strict")
    assert strict.returncode == 1
    assert strict.stderr.endswith("1 warning (--strict lets warnings stop the build)\n")


def test_a_check_leaves_the_output_of_a_build_as_it_is(run: Run, site: Path) -> None:
    run("build")
    before = files(site / "_site")
    write(site / "content/index.md", "---\ntitle: H\n---\n\nEdited.\n")
    run("check")
    assert files(site / "_site") == before
    run("build")
    assert "Edited." in (site / "_site/index.html").read_text(encoding="utf-8")


def test_an_old_address_that_would_be_lost_fails_the_check(run: Run, site: Path) -> None:
    write(site / "old/2019/index.html", "")
    done = run("check", "--against", "old")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: the old address '/2019/' would lead to nothing [address/lost]\n"
        "       = hint: add redirect_from: /2019/ to the page that took its place\n"
        "1 error; 1 old address compared\n"
    )


def test_the_sites_own_output_is_an_old_site_too(run: Run) -> None:
    run("build")
    done = run("check", "--against", "_site")
    assert done.returncode == 0
    assert re.search(r"checked, \d+ old addresses compared, ", done.stdout)


def test_what_other_sites_answer_never_fails_the_check(run: Run, site: Path) -> None:
    levels = "title: T\nurl: https://example.org\nchecks:\n  external/private: error\n"
    write(site / "site.yaml", levels)
    write(site / "content/a.md", "---\ntitle: A\n---\n\n[x](http://127.0.0.1:9/)\n")
    done = run("check", "--external", "--strict")
    assert done.returncode == 0
    assert "content/a.md:5:5: error: 'http://127.0.0.1:9/' was not asked" in done.stderr
    assert "checked" in done.stdout
    assert "asking" not in done.stderr


def test_links_to_other_sites_are_asked_only_where_it_is_asked_to(run: Run, site: Path) -> None:
    write(site / "content/a.md", "---\ntitle: A\n---\n\n[x](http://127.0.0.1:9/)\n")
    assert run("check").stderr == ""
