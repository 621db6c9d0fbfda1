"""`faimi-site new edition` and `faimi-site new site`: what is carried over, moved, emptied, and left to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from faimi_site.build import plan
from faimi_site.cli import cli
from faimi_site.disk.create import create_folder
from faimi_site.disk.sources import read_sources
from faimi_site.memory import Memory
from faimi_site.model import Source, source
from faimi_site.problem import Fault, Level
from faimi_site.scaffold.edition import NewEdition, new_edition, wrong_name
from faimi_site.scaffold.yamledit import Document
from tests.sites import REPOSITORY, Planned, front, planned, sources

HEAD = "title: Bias 2025\npermalink: /2025/\nredirect_from: /old/\nevent:\n"
DATES = "  start: 2025-09-23\n  end: 2025-09-24\n"
SCHEDULE = "date: 2025-09-23\nsessions:\n  - start: 09:00\n    end: 10:00\n    title: Talk\n"


def edition(files: dict[str, str], title: str = "", start: date | None = None) -> NewEdition:
    given = {f"content/2025/{name}": text for name, text in files.items()}
    made = new_edition(sources(given), "2026", "2025", title, start)
    assert isinstance(made, NewEdition)
    return made


def text(made: NewEdition, name: str) -> str:
    body = made.files[name]
    return (body.read() if isinstance(body, Source) else body).decode()


def both(files: dict[str, str], made: NewEdition, drafts: bool = True) -> Planned:
    new = {f"content/2026/{name}": text(made, name) for name in made.files}
    return planned({**{f"content/2025/{name}": body for name, body in files.items()}, **new}, drafts=drafts)


def test_a_page_moves_its_dates_title_and_address_and_keeps_its_comments() -> None:
    page = front(f"{HEAD}  # When\n{DATES}  room: R1  # upstairs\n  city: Daejeon", "Text.\n")
    assert text(edition({"index.md": page}), "index.md") == (
        "---\n"
        "# TODO(edition): publish the page with published: true\n"
        "published: false\n"
        "title: Bias 2026\n"
        "permalink: /2026/\n"
        "event:\n"
        "  # When\n"
        "  # TODO(edition): the dates, which were moved by whole weeks\n"
        "  start: 2026-09-22\n"
        "  end: 2026-09-23\n"
        "  # TODO(edition): room of this year, as in room: R1  # upstairs\n"
        "  # TODO(edition): the place, and whose guest it is\n"
        "  city: Daejeon\n"
        "---\n\nText.\n"
    )


def test_with_a_start_all_dates_move_by_as_many_days() -> None:
    page = front(f"{HEAD}{DATES}  deadlines: [{{title: A, date: 2025-05-02, was: 2025-05-01}}]")
    made = text(edition({"index.md": page}, start=date(2026, 10, 1)), "index.md")
    assert "start: 2026-10-01\n" in made
    assert "end: 2026-10-02\n" in made
    assert "deadlines: [{title: A, date: 2026-05-10}]" in made


def test_the_title_can_be_given() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}")}, title="Bias: what now?")
    assert 'title: "Bias: what now?"\n' in text(made, "index.md")


def test_days_of_a_schedule_move_and_lose_rooms_and_recordings() -> None:
    session = "{start: 09:00, end: 10:00, title: Talk, room: R1, recording: https://v.org}"
    schedule = f"days:\n  - date: 2025-09-23\n    sessions:\n      - {session}\n"
    assert text(edition({"index.md": front(f"{HEAD}{DATES}"), "schedule.yaml": schedule}), "schedule.yaml") == (
        "# TODO(edition): the sessions, speakers and times of this year\n"
        "days:\n  - date: 2026-09-22\n    sessions:\n"
        "      # TODO(edition): room of this year: room\n"
        "      - {start: 09:00, end: 10:00, title: Talk}\n"
    )


def test_what_cannot_be_edited_surely_stays_and_is_left_to_do() -> None:
    page = front(f"{HEAD}{DATES}  venue: &hall Hall\n  room: *hall")
    assert text(edition({"index.md": page}), "index.md").count("*hall") == 1
    assert edition({"index.md": page}).to_do[-1] == "content/2026/index.md:12: by hand: room of this year"


def test_materials_stay_as_comments_and_their_files_behind() -> None:
    files = {"index.md": front(f"{HEAD}{DATES}", "[RESOURCES]\n\n![A map](map.svg)\n"), "map.svg": "<svg/>"}
    files |= {"resources.yaml": "- title: Slides\n  file: slides.txt\n", "slides.txt": "x"}
    made = edition(files)
    assert sorted(made.files) == ["index.md", "map.svg", "resources.yaml"]
    assert "# - title: Slides\n#   file: slides.txt\n" in text(made, "resources.yaml")
    assert not [one for one in both(files, made).problems if one.level is Level.ERROR]


def test_the_text_is_left_as_it_is_and_its_lines_of_that_year_are_told() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}", "In 2025.\n\n## Results\n")})
    assert text(made, "index.md").endswith("---\n\nIn 2025.\n\n## Results\n")
    assert made.to_do[-2:] == (
        "content/2026/index.md:12: of 2025? In 2025.",
        "content/2026/index.md:14: of 2025? ## Results",
    )


def test_what_is_left_to_do_is_a_warning_of_each_build() -> None:
    files = {"index.md": front(f"{HEAD}{DATES}  room: R1")}
    assert both(files, edition(files), drafts=False).rules == ["draft/to-do"] * 3


def test_data_that_a_hidden_page_shows_is_not_called_unseen() -> None:
    page = front(f"{HEAD}{DATES}", "[SCHEDULE]\n")
    files = {"content/2025/index.md": page.replace("title", "published: false\ntitle", 1)}
    assert (
        planned(
            {**files, "content/index.md": "# A\n", "content/2025/schedule.yaml": f"timezone: UTC\n{SCHEDULE}"}
        ).shown
        == []
    )


def test_an_edition_that_is_not_there_gets_a_guess() -> None:
    made = new_edition(sources({"content/2025-bias/index.md": front(f"{HEAD}{DATES}")}), "2026", "2025-bais", "", None)
    assert isinstance(made, Fault)
    assert made.hint == "did you mean '2025-bias'?"


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".", "..", "A b", "-x", "a\nb", ".x", "a" * 101])
def test_a_name_that_is_no_slug_is_refused(name: str) -> None:
    assert wrong_name(name)


def test_a_subpage_gets_an_address_of_its_own() -> None:
    files = {"index.md": front(f"{HEAD}{DATES}"), "travel.md": front("title: T\npermalink: /travel/")}
    assert "permalink: /2026/travel/\n" in text(edition(files), "travel.md")


EVENT = [
    *(
        "room: R1",
        "room: |\n    R\n    1\n",
        "venue: 'Hall # 1'",
        'city: "Daejeon"',
        "status: postponed",
        "revision: 3",
    ),
    *("registration: {url: 'https://r.org', deadline: 2025-08-01}", "registration:\n    fee: >\n      none\n\n    # x"),
    *("online_url: https://m.org # x", "updated: 2025-01-01", "host:\n    name: H 2025", "mode: hybrid"),
    "deadlines:\n    - date: 2025-05-02\n      was: 2025-05-01\n      title: A\n    - {title: B, date: 2025-01-31}",
]
SESSION = [
    *("room: R1", "room: |\n      R\n      1\n", "resources: [a]", "resources:\n    - a\n    # c", "kind: talk"),
    *("recording: https://v.org", "abstract: >-\n      In *2025*\n\n      # no comment\n"),
]
LINES, SESSIONS = (
    st.lists(st.sampled_from(of), unique_by=lambda line: line.partition(":")[0]) for of in (EVENT, SESSION)
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(LINES, SESSIONS, st.sampled_from(["", "\n", "# c\n"]), st.booleans())
def test_of_any_event_the_new_edition_is_without_errors(
    lines: list[str], session: list[str], between: str, last: bool
) -> None:
    fields = [*session, "title: T"] if last else ["title: T", *session]
    rows = [*fields, "start: 09:00", "end: 10:00"]
    schedule = "sessions:\n  - " + between.join(f"{'' if not at else '    '}{row}\n" for at, row in enumerate(rows))
    event = "event:\n" + between.join(f"  {line}\n" for line in ["start: 2025-09-23", "timezone: Asia/Seoul", *lines])
    files = {
        "index.md": front(f"title: T\npermalink: /2025/\nredirect_from: [/x/]\n{event}", "[SCHEDULE]\n\n[RESOURCES]\n"),
        "schedule.yaml": schedule,
        "resources.yaml": "- {id: a, title: A, url: https://a.org}\n",
    }
    wrong = {problem.message for problem in both(files, edition(files)).problems if problem.level is Level.ERROR}
    unreadable = planned({f"content/2025/{name}": body for name, body in files.items()}).problems
    assert wrong <= {problem.message for problem in unreadable if problem.level is Level.ERROR}


def test_an_edit_that_would_change_more_than_it_should_is_not_made() -> None:
    document = Document("a: &x one\nb: *x\n")
    document.replace(("a",), "two", "a")
    assert document.text == "a: &x one\nb: *x\n"
    assert document.left == [(("a",), "a")]


def test_a_folder_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/mine").touch()
    os.symlink("nowhere", tmp_path / "link")
    assert create_folder(tmp_path / "there", {"a": b"x"}) == "it is there already, and nothing is overwritten"
    assert create_folder(tmp_path / "link", {"a": b"x"}) == "it is there already, and nothing is overwritten"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["link", "mine", "there"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert create_folder(tmp_path / "empty", {"a": b"x"}) == ""
    assert [path.name for path in tmp_path.rglob("*")] == ["empty", "a"]


def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> None:
        raise OSError("gone")

    broken = Source("b", fails, 1)  # type: ignore[arg-type]
    assert create_folder(tmp_path / "new", {"a": b"x", "b": broken}) == "unknown reason"
    assert list(tmp_path.iterdir()) == []


def test_files_are_copied_as_they_are(tmp_path: Path) -> None:
    assert create_folder(tmp_path / "new", {"a/b": source("x", b"\x00")}) == ""
    assert (tmp_path / "new/a/b").read_bytes() == b"\x00"


def test_the_new_edition_of_the_tutorial_builds_and_a_second_one_changes_nothing(tmp_path: Path) -> None:
    for name in ("content", "templates", "static", "assets"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "site.yaml", tmp_path)
    call = ["new", "edition", "2026-miccai-tutorial", "--from", "2025-miccai-tutorial", "--source", str(tmp_path)]
    first = CliRunner().invoke(cli, call)
    assert first.exit_code == 0
    assert "23 September 2025 is 22 September 2026 now" in first.output
    before = {path: path.read_bytes() for path in (tmp_path / "content").rglob("*") if path.is_file()}
    assert CliRunner().invoke(cli, call).exit_code == 1
    assert {path: path.read_bytes() for path in (tmp_path / "content").rglob("*") if path.is_file()} == before
    for drafts in (False, True):
        given, found = read_sources(tmp_path, date(2025, 9, 1), "", drafts)
        _, problems = plan(given, Memory())
        assert [one for one in (*found, *problems) if one.level is Level.ERROR] == []


def test_a_wrong_call_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: T\n")
    for more in (["../x", "--from", "a"], ["x", "--from", "a"], ["x", "--from", "a", "--start", "soon"]):
        assert CliRunner().invoke(cli, ["new", "edition", *more, "--source", str(tmp_path)]).exit_code == 2


def test_a_new_site_builds_at_once_without_a_problem(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    assert CliRunner().invoke(cli, ["new", "site", str(target)]).exit_code == 0
    assert CliRunner().invoke(cli, ["new", "site", str(target)]).exit_code == 1
    build = [sys.executable, "-m", "faimi_site", "build", "--strict", "-v", "--source", str(target)]
    done = subprocess.run(build, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert (target / ".gitignore").read_text() == "_site/\n.faimi-cache/\n"
    assert (target / ".github/workflows/pages.yml").exists()
