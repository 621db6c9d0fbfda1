"""`faimi-site new edition` and `faimi-site new site`: what is carried over, moved, emptied, and left to do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from faimi_site.cli import cli
from faimi_site.disk.create import create_folder
from faimi_site.disk.sources import read_sources
from faimi_site.memory import Memory
from faimi_site.model import Source, source
from faimi_site.plan import plan
from faimi_site.problem import Fault, Level
from faimi_site.scaffold.edition import NewEdition, new_edition
from faimi_site.scaffold.emptied import emptied, is_of_one_year
from faimi_site.scaffold.names import wrong_name
from faimi_site.scaffold.yamledit import Document
from faimi_site.scaffold.years import Change
from tests.sites import Planned, copy_faimi, front, planned, sources

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


def done(made: NewEdition, name: str) -> list[str]:
    return [one.partition(f"/2026/{name}:")[2].partition(": ")[2] for one in made.to_do if f"/{name}:" in one]


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
        "      # TODO(edition): room of this year, as in room: R1\n"
        "      # TODO(edition): recording of this year, as in recording: https://v.org\n"
        "      - {start: 09:00, end: 10:00, title: Talk}\n"
    )


def test_what_cannot_be_edited_surely_stays_and_is_marked() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}  venue: &hall Hall\n  room: *hall")})
    assert "  # TODO(edition): by hand: room of this year\n  room: *hall\n" in text(made, "index.md")
    assert "content/2026/index.md:12: by hand: room of this year" in made.to_do


@pytest.mark.parametrize("start", [None, date(2026, 10, 1)])
def test_dates_that_could_not_be_moved_are_marked_and_not_told_as_moved(start: date | None) -> None:
    made = edition({"index.md": front("event:\n  start: &d 2025-12-31\n  end: *d")}, start=start)
    assert text(made, "index.md").endswith(
        "event:\n"
        "  # TODO(edition): by hand: start of this year\n  start: &d 2025-12-31\n"
        "  # TODO(edition): by hand: end of this year\n  end: *d\n---\n\nText.\n"
    )
    assert made.told[1] == "the event still starts on 31 December 2025"


def test_a_folded_text_gets_the_new_year_and_stays_folded() -> None:
    page = front(f"description: >-\n  The tutorial\n  of 2025\n{HEAD}{DATES}")
    assert "description: >-\n  The tutorial\n  of 2026\ntitle: Bias 2026\n" in text(
        edition({"index.md": page}), "index.md"
    )


def test_what_a_mark_cannot_stand_beside_is_marked_above_the_text() -> None:
    document = Document("{a: 'x\n y', b: &z one, c: *z}\n")
    document.drop(("b",), "b")
    document.mark_left()
    assert document.text == "# TODO(edition): by hand: b\n{a: 'x\n y', b: &z one, c: *z}\n"


def test_a_value_whose_line_takes_no_comment_is_marked_above_the_text() -> None:
    document = Document("a: 1\nb: {x: 'p\n q', y: 2}\nc: 3\n")
    document.mark_values(lambda path, text: f"{path[0]}{text}" if text in "123" else "")
    assert document.text == (
        "# TODO(edition): b2\n# TODO(edition): a1\na: 1\nb: {x: 'p\n q', y: 2}\n# TODO(edition): c3\nc: 3\n"
    )


def test_values_that_name_the_old_year_are_asked_about_where_they_stand() -> None:
    schedule = (
        "sessions:\n  - start: 09:00\n    end: 10:00\n    title: Opening '25\n    url: https://t.org/2025\n"
        "    speakers: [{name: A B, affiliation: X 2025}]\n"
    )
    deadlines = "  deadlines: [{title: Papers 2025, date: 2025-05-01}]"
    page = front(f"image: {{path: a.png, alt: Poster 2025}}\n{HEAD}{DATES}{deadlines}")
    people = "- name: A B\n  affiliation: X (until 2025)\n"
    made = edition({"index.md": page, "schedule.yaml": schedule, "organizers.yaml": people})
    assert [one.partition("/2026/")[2] for one in made.to_do if "of 2025?" in one] == [
        "index.md:4: of 2025? alt: Poster 2025",
        "index.md:12: of 2025? title: Papers 2025",
        "schedule.yaml:5: of 2025? title: Opening '25",
        "schedule.yaml:7: of 2025? url: https://t.org/2025",
        "schedule.yaml:9: of 2025? affiliation: X 2025",
        "organizers.yaml:3: of 2025? affiliation: X (until 2025)",
    ]
    assert "  # TODO(edition): of 2025? affiliation: X (until 2025)\n  affiliation" in text(made, "organizers.yaml")


def test_materials_stay_as_comments_and_their_files_behind() -> None:
    files = {"index.md": front(f"{HEAD}{DATES}", "[RESOURCES]\n\n![A map](map.svg)\n"), "map.svg": "<svg/>"}
    files |= {"resources.yaml": "- title: Slides\n  file: slides.txt\n", "slides.txt": "x"}
    made = edition(files)
    assert sorted(made.files) == ["index.md", "map.svg", "resources.yaml"]
    assert "# - title: Slides\n#   file: slides.txt\n" in text(made, "resources.yaml")
    assert not [one for one in both(files, made).problems if one.level is Level.ERROR]


def test_lines_of_the_text_that_speak_of_the_old_edition_are_told_and_not_changed() -> None:
    given = {
        "content/index.md": "# Home\n",
        "content/ws/index.md": front(
            "event: {start: 2025-09-23}\npermalink: /spring/",
            "In '25.\n\n[a](/spring/#x) [b](https://example.org/spring) [c](../ws/index.md).\n\n"
            "[d](/springs/) Since 2025.\n",
        ),
    }
    made = new_edition(sources(given), "ws-2026", "ws", "", None)
    assert isinstance(made, NewEdition)
    assert text(made, "index.md").endswith("\n\nIn '25.\n" + given["content/ws/index.md"].partition("In '25.\n")[2])
    assert [one for one in made.to_do if "of 2025?" in one] == [
        "content/ws-2026/index.md:10: of 2025? In '25.",
        "content/ws-2026/index.md:12: of 2025? [a](/spring/#x) [b](https://example.org/spring) [c](../ws/index.md).",
    ]
    assert "# TODO(edition): 2 lines of the text that may speak of 2025 or of the last edition\n" in text(
        made, "index.md"
    )


@pytest.mark.parametrize("link", ["/spring/", "https://example.org/spring/", "../ws/", "/ws/", "/spring/index.html"])
def test_a_link_to_a_page_of_the_old_edition_is_told(link: str) -> None:
    page = front("event: {start: 2025-09-23}\npermalink: /spring/", f"[a]({link})\n")
    made = new_edition(sources({"content/ws/index.md": page}), "ws-2026", "ws", "", None)
    assert isinstance(made, NewEdition)
    assert made.to_do[-1].endswith(f"of 2025? [a]({link})")


def test_results_give_way_to_a_mark_and_what_others_need_of_them_stays() -> None:
    body = (
        "See [b].\n\n## Results\n\nJane won.\n\n### Papers\n\n[b]: https://b.org\n[c]: https://c.org\n\n"
        "[SCHEDULE]\n\n## Contact\n\nMe.\n"
    )
    made = edition({"index.md": front(f"{HEAD}{DATES}", body)})
    assert text(made, "index.md").partition("See [b].")[2] == (
        "\n\n## Results\n\n<!-- TODO(edition): what is to stand here of this year -->\n\n"
        "[b]: https://b.org\n\n[SCHEDULE]\n\n## Contact\n\nMe.\n"
    )
    assert "taken out: 'Results', which is in content/2025/index.md:14-23" in made.told


def test_photos_of_an_emptied_section_stay_behind() -> None:
    files = {"index.md": front(f"{HEAD}{DATES}", "## Photos\n\n![A dog](dog.png)\n"), "dog.png": "x"}
    made = edition(files)
    assert sorted(made.files) == ["index.md"]
    assert "not taken over, as nothing that was kept names them: dog.png" in made.told


@pytest.mark.parametrize(
    "heading",
    [
        *("Results", "Results and winners", "Challenge results", "The winners 2025", "Best paper awards", "Report"),
        *("Workshop report", "Photos from the day", "Photo gallery", "Recordings", "**Results** {#r}", "Preisträger"),
        *("Outcomes", "Workshop outcomes", "Leaderboard 2025", "Challenge leaderboard", "Accepted papers", "Recap"),
        *("List of accepted papers", "Watch again", "<a>Results</a>"),
    ],
)
def test_a_heading_of_one_year_is_known(heading: str) -> None:
    assert is_of_one_year(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("How to report", "Reporting", "Award criteria", "Photo policy", "Resultados", "Schedule", "2025"),
        *("Learning outcomes", "How to submit to the leaderboard", "Notes for authors of accepted papers", "Watch"),
    ],
)
def test_a_heading_of_every_year_is_left_alone(heading: str) -> None:
    assert not is_of_one_year(heading)


def test_headings_in_code_are_none() -> None:
    text = "```\n## Results\n\nA\n```\n"
    assert emptied(text).text == text


def test_a_heading_at_the_end_of_a_text_stays() -> None:
    assert emptied("A\n\n## Results").text == "A\n\n## Results"


def test_underlined_headings_count_too() -> None:
    assert "Jane" not in emptied("Results\n-------\n\nJane\n").text


def test_html_around_a_section_stays_whole() -> None:
    assert emptied("<div>\n\n## Results\n\nJane\n\n</div>\n\nEnd\n").text == (
        "<div>\n\n## Results\n\n<!-- TODO(edition): what is to stand here of this year -->\n\n</div>\n\nEnd\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<h2>Results</h2>\nJane\n\n<h2>End</h2>\n", "<h2>Results</h2>\n\n{}\n\n<h2>End</h2>\n", "Results"),
        ("<h2>\n  <b>Results</b>\n</h2>\n\nJane\n", "<h2>\n  <b>Results</b>\n</h2>\n\n{}\n", "Results"),
        (
            "<section><h2 id='r'>Results</h2>\nJane\n</section>\n",
            "<section><h2 id='r'>Results</h2>\n\n{}\n\n</section>\n",
            "Results",
        ),
    ],
)
def test_headings_of_html_count_too(old: str, new: str, words: str) -> None:
    shorter = emptied(old)
    assert shorter.text == new.format("<!-- TODO(edition): what is to stand here of this year -->")
    assert [gone[0] for gone in shorter.gone] == [words]


def test_what_stands_on_the_line_of_a_heading_is_listed() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}", "<h2>Results</h2><p>Jane</p>\nJoe\n")})
    assert "of 2025? <h2>Results</h2><p>Jane</p>" in done(made, "index.md")
    assert "Joe" not in text(made, "index.md")


def test_what_stands_in_a_block_that_ends_elsewhere_is_marked_and_not_cut() -> None:
    assert emptied("## Results\n\n<div>\nJane\n\n## End\n\n</div>\n").text == (
        "## Results\n\n<!-- TODO(edition): what stands here, which seems to be of the last edition -->\n\n"
        "\n<div>\nJane\n\n## End\n\n</div>\n"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [("winners.md", "Who"), ("winners/index.md", "Who"), ("who.md", "Winners"), ("who.md", "Photos 2025")],
)
def test_a_page_of_winners_is_emptied_whole(name: str, title: str) -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}"), name: front(f"title: {title}", "Jane won.\n")})
    assert text(made, name).endswith("---\n\n<!-- TODO(edition): what is to stand here of this year -->\n")


MARKED = {"content/index.md": "# A\n", "content/b/index.md": front(f"published: false\n{HEAD}{DATES}", "[SCHEDULE]\n")}
MARKED["content/b/index.md"] += "\n<!-- TODO(edition): the winners -->\n"
MARKED["content/b/schedule.yaml"] = f"timezone: UTC\n# TODO(edition): sessions\n{SCHEDULE}"


def test_what_is_left_to_do_in_a_draft_is_a_note_and_stops_no_strict_build() -> None:
    assert [problem.partition(" | ")[0] for problem in planned(MARKED).briefly] == [
        "content/b/index.md:14:1: note: the new edition is not ready: the winners [draft/to-do]",
        "content/b/schedule.yaml:2:1: note: the new edition is not ready: sessions [draft/to-do]",
    ]


def test_what_is_left_to_do_is_a_warning_with_drafts() -> None:
    assert planned(MARKED, drafts=True).rules == ["draft/to-do"] * 2


def test_what_is_left_to_do_is_a_warning_once_the_page_is_published() -> None:
    published = MARKED["content/b/index.md"].replace("published: false\n", "")
    assert planned({**MARKED, "content/b/index.md": published}).rules == ["draft/to-do"] * 2


def test_data_that_a_published_page_shows_beside_a_draft_is_warned_of() -> None:
    shown = front("title: Programme", "[SCHEDULE]\n")
    assert planned({**MARKED, "content/b/programme.md": shown}).rules == ["draft/to-do"]


def test_an_error_in_a_draft_stays_one() -> None:
    assert planned({**MARKED, "content/b/schedule.yaml": "sessions: [{titel: A}]\n"}).rules != []


def test_a_site_can_make_more_of_what_is_left_to_do_in_drafts() -> None:
    settings = "title: T\nurl: https://example.org\nchecks: {draft/to-do: error}\n"
    assert planned({**MARKED, "site.yaml": settings}).rules == ["draft/to-do"] * 2


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_plain_build_says_how_much_is_left_and_the_verbose_one_each(tmp_path: Path, command: str) -> None:
    for name, body in {"site.yaml": "title: T\nurl: https://example.org\n", **MARKED}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(body, encoding="utf-8")
    call = [command, "--strict", "--source", str(tmp_path)]
    plain, verbose = CliRunner().invoke(cli, call), CliRunner().invoke(cli, [*call, "-v"])
    assert (plain.exit_code, verbose.exit_code) == (0, 0)
    said = f"{tmp_path.as_posix()}/content/b/: note: 2 things are left to do in a draft; -v shows each [draft/to-do]\n"
    assert said in plain.output
    assert verbose.output.count("[draft/to-do]") == 2
    assert "left to do in a draft" not in verbose.output
    assert CliRunner().invoke(cli, [*call, "--drafts"]).exit_code == 1


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


@pytest.mark.parametrize(
    "name",
    ["", "../x", "a/../b", "/a", "a/", "a//b", "a\\b", ".", "..", "A b", "-x", "a\nb", ".x", "a" * 101, "content/a"],
)
def test_a_name_that_is_no_slug_is_refused(name: str) -> None:
    assert wrong_name(name)


@pytest.mark.parametrize("name", ["con", "aux", "nul", "events/com1", "lpt9", "2026.", "2026/x."])
def test_a_name_that_windows_cannot_hold_is_refused(name: str) -> None:
    assert wrong_name(name)


@pytest.mark.parametrize("name", ["2026", "events/2026/ws", "console", "a_b-c"])
def test_a_name_may_have_folders(name: str) -> None:
    assert wrong_name(name) == ""


def test_the_hint_for_a_name_keeps_its_folders() -> None:
    assert wrong_name("Events/2026 WS").endswith("did you mean 'events/2026-ws'?")


DEEP = {"content/index.md": "# Home\n", "content/events/2025/ws/index.md": front(f"{HEAD}{DATES}", "[a](../x.md)\n")}


def test_an_edition_below_folders_is_found_by_its_last_name() -> None:
    made = new_edition(sources(DEEP), "events/2026/ws", "ws", "", None)
    assert made == Fault("there is no content/ws/index.md", "did you mean 'events/2025/ws'?")


def test_the_editions_that_there_are_are_named_by_their_whole_folders() -> None:
    given = {**DEEP, "content/about/index.md": "# About\n", "content/event/index.md": front(f"{HEAD}{DATES}")}
    made = new_edition(sources(given), "2026", "else", "", None)
    assert made == Fault("there is no content/else/index.md", "there are: event, events/2025/ws")


@pytest.mark.parametrize("old", ["", "content", "content/index.md"])
def test_the_home_page_is_no_edition_to_start_from(old: str) -> None:
    made = new_edition(sources(DEEP), "2026", old, "", None)
    assert made == Fault("the home page is no folder of its own to start from", "there are: events/2025/ws")


@pytest.mark.parametrize(
    "old", ["events/2025/ws", "content/events/2025/ws/", "events\\2025\\ws", "events/2025/ws/index.md"]
)
def test_an_edition_below_folders_can_be_started_from(old: str) -> None:
    made = new_edition(sources(DEEP), "events/2026/ws", old, "", None)
    assert isinstance(made, NewEdition)
    assert made.told[0] == "content/events/2026/ws/ was made from content/events/2025/ws/: index.md"
    assert made.to_do[-1].startswith("content/events/2026/ws/index.md:7: the dates")


def test_relative_links_are_told_where_the_new_edition_is_at_another_depth() -> None:
    made = new_edition(sources(DEEP), "2026", "events/2025/ws", "", None)
    assert isinstance(made, NewEdition)
    assert made.to_do[-1] == "content/2026/index.md:13: of 2025? [a](../x.md)"


@pytest.mark.parametrize("new", ["Events/2026", "EVENTS/2025/b"])
def test_a_folder_that_differs_by_case_alone_is_in_the_way(new: str) -> None:
    assert isinstance(new_edition(sources(DEEP), new, "events/2025/ws", "", None), Fault)


@pytest.mark.parametrize("new", ["events/2025/ws/2026", "Events/2025/ws/x/2026"])
def test_a_new_edition_inside_the_old_one_is_refused(new: str) -> None:
    made = new_edition(sources(DEEP), new, "events/2025/ws", "", None)
    message = f"content/{new}/ would be inside the old edition, content/events/2025/ws/"
    assert made == Fault(message, "put it beside the old one: 'events/2025/2026'")


def test_a_new_edition_whose_name_only_begins_as_the_old_one_is_made() -> None:
    assert isinstance(new_edition(sources(DEEP), "events/2025/ws-2", "events/2025/ws", "", None), NewEdition)


def test_a_start_in_another_year_than_the_name_is_a_contradiction() -> None:
    made = new_edition(sources(DEEP), "2030", "events/2025/ws", "", date(2023, 1, 1))
    assert isinstance(made, Fault)
    assert made.message == "--start 2023-01-01 is not in 2030, the year in the name '2030'"


def test_a_start_needs_one_to_move_from() -> None:
    given = {"content/2025/index.md": front("event: {name: E}")}
    assert isinstance(new_edition(sources(given), "2026", "2025", "", date(2026, 1, 1)), Fault)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bias 2025", "Bias 2027"),
        ("2024-2025", "2026-2027"),
        ("2025–2026", "2027–2028"),
        ("2025/26", "2027/28"),
        ("2024-25", "2026-27"),
        ("2020-2024", "2020-2024"),
        ("MICCAI'25 and ’25", "MICCAI'27 and ’27"),
        ("2025-10", "2027-10"),
        ("2025-09-23", "2027-09-21"),
        ("Since 2025", "Since 2025"),
        (
            "seit 2025, depuis 2025, from 2025, established in 2025",
            "seit 2025, depuis 2025, from 2025, established in 2025",
        ),
        ("© 2025 and (c)2025", "© 2025 and (c)2025"),
        ("Held in 2025", "Held in 2027"),
        ("Room 12025", "Room 12025"),
    ],
)
def test_years_in_titles_move_with_their_ranges_and_origins_stay(old: str, new: str) -> None:
    assert Change("2025", "2027", "2025", "2027", 728).year(old) == new


@pytest.mark.parametrize(
    ("old", "new"), [("/ws/", "/ws-2/"), ("/news/", "/ws-2/"), ("/a/ws.html", "/a/ws-2.html"), ("/x/", "/ws-2/")]
)
def test_an_address_moves_by_whole_names(old: str, new: str) -> None:
    assert Change("ws", "ws-2", "", "", 0).permalink(old, "index.md") == new


def test_windows_line_ends_stay() -> None:
    files = {
        "index.md": front(f"{HEAD}{DATES}").replace("\n", "\r\n"),
        "organizers.yaml": "- name: A B\r\n  affiliation: X\r\n",
    }
    made = edition({**files, "schedule.yaml": SCHEDULE})
    for name in files:
        assert text(made, name).count("\n") == text(made, name).count("\r\n") > 2
    assert "\r" not in text(made, "schedule.yaml")


def test_a_given_title_leaves_nothing_to_do_about_the_old_one() -> None:
    made = edition({"index.md": front(f"title: &t Bias 2025\nnav: *t\nevent:\n{DATES}")}, title="Bias")
    assert [one.partition("md:")[2] for one in made.to_do if "by hand" in one] == [
        "4: by hand: title: Bias",
        "6: by hand: nav of this year",
    ]


def test_a_title_is_given_to_a_page_that_has_none() -> None:
    assert 'title: "New"\n' in text(edition({"index.md": front(f"event:\n{DATES}")}, title="New"), "index.md")


@pytest.mark.parametrize("name", ["travel.md", "travel/index.md"])
def test_a_subpage_gets_an_address_of_its_own(name: str) -> None:
    files = {"index.md": front(f"{HEAD}{DATES}"), name: front("title: T\npermalink: /travel/")}
    assert "permalink: /2026/travel/\n" in text(edition(files), name)


def test_the_folder_is_told_by_its_whole_name() -> None:
    made = new_edition(sources({"content/t/index.md": front(f"{HEAD}{DATES}")}), "u", "t", "", None)
    assert isinstance(made, NewEdition)
    assert made.told[0] == "content/u/ was made from content/t/: index.md"


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


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(LINES, SESSIONS, st.sampled_from(["", "\n", "# c\n"]), st.booleans())
def test_of_any_event_the_new_edition_is_without_errors(
    lines: list[str], session: list[str], between: str, last: bool
) -> None:
    fields = [*session, "title: T"] if last else ["title: T", *session]
    rows = [*fields, "start: 09:00", "end: 10:00"]
    schedule = "sessions:\n  - " + between.join(f"{'' if not at else '    '}{row}\n" for at, row in enumerate(rows))
    event = "event:\n" + between.join(f"  {line}\n" for line in ["start: 2025-09-23", "timezone: Asia/Seoul", *lines])
    body = "[SCHEDULE]\n\n## Results\n\nJane\n\n[RESOURCES]\n"
    files = {
        "index.md": front(f"title: T\npermalink: /2025/\nredirect_from: [/x/]\n{event}", body),
        "schedule.yaml": schedule,
        "resources.yaml": "- {id: a, title: A, url: https://a.org}\n",
    }
    made = edition(files)
    assert "Jane" not in text(made, "index.md")
    emptied_fields = {line.partition(":")[0] for line in session} & {"room", "recording", "resources"}
    marks = re.findall(r"# TODO\(edition\): (?:by hand: )?(\w+) of this year", text(made, "schedule.yaml"))
    assert emptied_fields <= set(marks)
    wrong = {problem.message for problem in both(files, made).problems if problem.level is Level.ERROR}
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


def test_folders_above_a_failure_are_taken_back(tmp_path: Path) -> None:
    assert create_folder(tmp_path / "a/b/c", {"x" * 300: b"x"})
    assert list(tmp_path.iterdir()) == []


def test_a_link_on_the_way_does_not_lead_out_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "content/events").symlink_to(tmp_path / "outside")
    target = tmp_path / "content/events/2026"
    assert create_folder(target, {"a": b"x"}, within=tmp_path / "content") == "a link on the way leads out of the site"
    assert list((tmp_path / "outside").iterdir()) == []


def test_files_are_copied_as_they_are(tmp_path: Path) -> None:
    assert create_folder(tmp_path / "new", {"a/b": source("x", b"\x00")}) == ""
    assert (tmp_path / "new/a/b").read_bytes() == b"\x00"


@pytest.mark.slow
def test_the_new_edition_of_the_tutorial_builds_and_a_second_one_changes_nothing(tmp_path: Path) -> None:
    copy_faimi(tmp_path)
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


@pytest.mark.parametrize(
    ("name", "head", "body"),
    [
        ("index.md", f"title: Bias\nevent:\n{DATES}", "Text.\n"),
        ("index.md", f"event:\n{DATES}", "# Bias\n"),
        ("index.md", f"event:\n  name: Bias 2025\n{DATES}", "Bias\n====\n"),
        ("index.md", f"event:\n  name: Bias\n{DATES}", "Text.\n"),
        ("travel.md", "title: Bias", "Text.\n"),
    ],
)
def test_a_title_that_would_stand_twice_is_marked(name: str, head: str, body: str) -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}"), name: front(head, body)})
    assert "a title of its own: the old page is called 'Bias' too" in done(made, name)


def test_a_given_title_that_is_the_old_one_is_marked() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}")}, title="Bias 2025")
    assert "a title of its own: the old page is called 'Bias 2025' too" in done(made, "index.md")


def test_a_title_with_another_year_is_not_marked() -> None:
    assert "title" not in "".join(edition({"index.md": front(f"{HEAD}{DATES}")}).to_do)


def test_the_mark_of_emptied_materials_says_that_the_file_can_go() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}"), "resources.yaml": "- {title: A, url: https://a.org}\n"})
    assert done(made, "resources.yaml") == [
        "the materials of this year: write them here, or remove the file and the page's [RESOURCES]; "
        "these are the last ones"
    ]


HELD = (date(2025, 9, 23), date(2025, 9, 24))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("23 September 2025 (23-24 September 2025)", "22 September 2026 (22-23 September 2026)"),
        ("September 23, 2025 and Sept 23–24, 2025", "September 22, 2026 and Sept 22–23, 2026"),
        ("23 September – 24 September 2025", "22 September – 23 September 2026"),
        ("23rd and 24th of September", "22nd and 23rd of September"),
        ("Tuesday, 23. SEPTEMBER 2025", "Tuesday, 22. SEPTEMBER 2026"),
        ("Bias '25, 23 Sep. '25", "Bias '26, 22 Sep. '26"),
        ("September 2025; 2025-09-23", "September 2026; 2026-09-22"),
        ("It may 23 times", "It may 23 times"),
        ("since 1 May 2010", "since 1 May 2010"),
    ],
)
def test_written_days_of_the_event_move_with_it(old: str, new: str) -> None:
    change = Change("2025", "2026", "2025", "2026", 364, held=HELD)
    assert (change.words(old), list(change.unsure_days(old))) == (new, [])


@pytest.mark.parametrize(
    ("old", "days", "unsure"),
    [
        ("1 July 2025", 364, ["1 July 2025"]),
        ("by July 1", 364, ["July 1"]),
        ("22-23 September 2025", 364, ["22-23 September 2025"]),
        ("23.09.2025 or 2025/09/23", 364, ["23.09.2025", "2025/09/23"]),
        ("le 23 septembre 2025", 364, ["23 septembre 2025"]),
        ("Tuesday, 23 September 2025", 365, ["23 September 2025"]),
        ("23-24 September 2025", 372, ["23-24 September 2025"]),
    ],
)
def test_written_days_that_cannot_be_moved_surely_stay_whole(old: str, days: int, unsure: list[str]) -> None:
    change = Change("2025", "2026", "2025", "2026", days, held=HELD)
    assert (change.words(old), list(change.unsure_days(old))) == (old, unsure)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Sept. 23, 2025", "Oct. 3, 2026"), ("23rd SEP 2025", "3rd OCT 2026"), ("23 September", "3 October")],
)
def test_a_month_is_written_as_the_one_before_it_was(old: str, new: str) -> None:
    assert Change("2025", "2026", "2025", "2026", 375, held=HELD).words(old) == new


@given(
    st.dates(date(2020, 1, 1), date(2029, 1, 1)), st.integers(1, 1500), st.sampled_from(["{1} {0} {2}", "{0} {1}, {2}"])
)
def test_a_day_moves_as_the_calendar_says(day: date, days: int, form: str) -> None:
    old, new = (form.format(f"{one:%B}", one.day, one.year) for one in (day, day + timedelta(days=days)))
    change = Change("a", "b", str(day.year), str(day.year + 1), days, held=(day,))
    assert change.words(old) == new


def test_days_of_a_description_move_and_those_of_which_nobody_is_sure_are_marked() -> None:
    made = edition({"index.md": front(f"description: On 23 September 2025, papers by 1 July 2025\n{HEAD}{DATES}")})
    assert (
        "# TODO(edition): 1 July 2025: which day now?\n"
        "description: On 22 September 2026, papers by 1 July 2025\n" in text(made, "index.md")
    )


def test_days_of_the_programme_are_days_of_the_event() -> None:
    page = front(f"description: On 25 September\n{HEAD}  start: 2025-09-23\n")
    days = "days:\n  - date: 2025-09-25\n    sessions:\n      - {start: 09:00, end: 10:00, title: Talk}\n"
    assert "description: On 24 September\n" in text(edition({"index.md": page, "schedule.yaml": days}), "index.md")


def test_lines_of_the_text_that_hold_a_day_are_listed() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}", "On 23 September.\n\nPapers by July 1.\n\nIn May.\n")})
    assert [one for one in done(made, "index.md") if "of 2025?" in one] == [
        "of 2025? On 23 September.",
        "of 2025? Papers by July 1.",
    ]


MEETING = "  room: Hall 3\n  online_url: https://zoom.us/j/99\n  registration: {url: https://reg.org/x, fee: 50 EUR}"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Join by https://zoom.us/j/99",
            "[register](https://reg.org/x/#now)",
            "<http://reg.org/x>",
            "It costs 50 EUR.",
        ),
        *(
            "In hall 3.",
            "Upstairs in room&nbsp;5",
            "[Watch](https://v.org/abc)",
            "[Slides](/assets/s.pdf)",
            "The Aula:",
        ),
    ],
)
def test_lines_of_the_text_that_hold_what_was_emptied_are_listed_and_counted(line: str) -> None:
    schedule = (
        "room: '5'\nsessions:\n  - {start: 09:00, end: 10:00, title: Talk, recording: https://v.org/abc, room: Aula}\n"
    )
    made = edition(
        {
            "index.md": front(f"{HEAD}{DATES}{MEETING}", f"Text.\n\n{line}\n"),
            "schedule.yaml": schedule,
            "resources.yaml": "- {title: S, file: /assets/s.pdf}\n",
        }
    )
    assert [one for one in done(made, "index.md") if "of 2025?" in one] == [f"of 2025? {line}"]
    assert "1 line of the text that may speak of 2025 or of the last edition" in done(made, "index.md")


@pytest.mark.parametrize(
    "line", ["https://zoom.us/j/991", "Hall 31", "5 talks", "150 EUR", "the aula", "https://zoom.us/", "/assets/s.pdfs"]
)
def test_lines_that_hold_something_like_what_was_emptied_are_left_alone(line: str) -> None:
    schedule = "room: '5'\nsessions:\n  - {start: 09:00, end: 10:00, title: Talk, room: Aula}\n"
    page = front(f"{HEAD}{DATES}{MEETING}", f"{line}\n")
    assert "of 2025?" not in "".join(edition({"index.md": page, "schedule.yaml": schedule}).to_do)


def test_values_that_hold_what_was_emptied_are_asked_about() -> None:
    page = front(
        f"description: In Hall 3\n{HEAD}{DATES}{MEETING}\n  venue: Hall 3 House\n  accessibility: Hall 3 is flat"
    )
    assert [one for one in done(edition({"index.md": page}), "index.md") if "Hall 3" in one] == [
        "Hall 3: what now?",
        "room of this year, as in room: Hall 3",
        "of 2025? accessibility: Hall 3 is flat",
    ]


@pytest.mark.parametrize("shared", ["room", "abstract"])
def test_a_room_that_others_share_by_an_alias_is_marked(shared: str) -> None:
    rows = "  - start: 09:00\n    end: 10:00\n    title: A\n    room: &h Hall 3\n"
    rows += f"  - start: 10:00\n    {shared}: *h\n    end: 11:00\n    title: B\n"
    made = edition({"index.md": front(f"{HEAD}{DATES}"), "schedule.yaml": f"sessions:\n{rows}"})
    assert "    # TODO(edition): by hand: room of this year\n    room: &h Hall 3\n" in text(made, "schedule.yaml")


def test_a_room_of_all_days_is_marked_or_emptied() -> None:
    days = "days:\n  - date: 2025-09-23\n    room: {}\n    sessions:\n      - {{start: 09:00, end: 10:00, title: A}}\n"
    for room, shared, mark in (("&h Hall 3", "*h", "by hand: room of this year"), ("Hall 3", "B", "room of this year")):
        schedule = f"room: {room}\n{days.format(shared)}"
        made = edition({"index.md": front(f"{HEAD}{DATES}"), "schedule.yaml": schedule})
        assert f"# TODO(edition): {mark}" in text(made, "schedule.yaml").partition("days:")[0]
        assert "of 2025?" not in text(made, "schedule.yaml")


def test_a_mark_says_which_alias_was_taken_out() -> None:
    document = Document("a: &h Hall 3\nb: *h\nc: *h\n")
    document.drop(("b",), "room")
    assert document.text == "a: &h Hall 3\n# TODO(edition): room, as in b: *h\nc: *h\n"


def test_data_that_cannot_be_read_is_marked_as_a_whole() -> None:
    made = edition({"index.md": front(f"{HEAD}{DATES}"), "schedule.yaml": "sessions:\n  - room: &h Hall 3\n"})
    assert text(made, "schedule.yaml").startswith(
        "# TODO(edition): the sessions, speakers and times of this year\n"
        "# TODO(edition): by hand: all of it, with its rooms and days; it cannot be read: '&h' is an anchor"
    )


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("7th Workshop 2025", "7th: the 8th now?"),
        ("The Seventh Workshop 2025", "Seventh: the Eighth now?"),
        ("20th and twentieth 2025", "20th: the 21st now?; twentieth: the 21st now?"),
        ("On 23rd September 2025, in the 21st century", ""),
    ],
)
def test_ordinal_numbers_are_asked_about(title: str, asked: str) -> None:
    made = edition({"index.md": front(f"title: {title}\nevent:\n{DATES}")})
    assert [one for one in done(made, "index.md") if "now?" in one] == [asked] * bool(asked)


def test_ordinal_numbers_in_a_description_are_asked_about_where_they_are_of_digits() -> None:
    made = edition({"index.md": front(f"description: The 7th, first come first served\n{HEAD}{DATES}")})
    assert [one for one in done(made, "index.md") if "now?" in one] == ["7th: the 8th now?"]


def test_lines_of_the_text_that_count_the_edition_are_listed() -> None:
    page = front(f"event:\n  name: 7th Workshop\n{DATES}", "# Our 7th time\n\nThe 2nd floor.\n")
    assert "of 2025? # Our 7th time" in done(edition({"index.md": page}), "index.md")
    assert not [one for one in edition({"index.md": page}).to_do if "floor" in one]
