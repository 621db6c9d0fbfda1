"""The checks of a site's content: a case that fires, a case that must not, and the exact message."""

from __future__ import annotations

from tests.sites import front, planned


def test_letters_in_the_wrong_encoding_are_shown_mended() -> None:
    assert planned({"content/index.md": front("title: A", "By **Esther Puyol-Ant√≥n**.\n")}).shown == [
        "content/index.md:5:13: warning: 'Puyol-Ant√≥n**.' was read in the wrong encoding [content/mojibake]\n"
        "     5 | By **Esther Puyol-Ant√≥n**.\n"
        "       |             ^^^^^^^^^^^^^^^\n"
        "       = hint: it seems to be 'Puyol-Antón**.'"
    ]


def test_letters_in_data_files_are_looked_at_too() -> None:
    files = {"content/index.md": front("title: A", "[ORGANIZERS]\n"), "content/organizers.yaml": "- name: Ant√≥n P\n"}
    assert planned(files).rules == ["content/mojibake"]


def test_good_letters_are_left_alone() -> None:
    assert planned({"content/index.md": front("title: A", "Antón, «école», √2, 대전, „Größe“, 📄\n")}).shown == []


def test_a_page_without_a_title_is_a_warning() -> None:
    assert planned({"content/index.md": "Text\n"}).shown == [
        "content/index.md: warning: the page has no title [page/no-title]\n"
        "       = hint: write title: in its front matter"
    ]


def test_two_pages_of_one_title_are_a_warning() -> None:
    assert planned({"content/a.md": "# A\n", "content/b.md": "# A\n"}).shown == [
        "content/b.md:1:1: warning: the title 'A' is also that of content/a.md [page/same-title]\n"
        "     1 | # A\n"
        "       | ^^^\n"
        "       = hint: say in the title what is different here"
    ]


def test_data_that_no_page_shows_is_a_warning() -> None:
    files = {"content/t/index.md": "# A\n", "content/t/organizers.yaml": "- name: Ada L\n"}
    assert planned(files).shown == [
        "content/t/organizers.yaml: warning: no page in content/t/ shows this file [data/not-shown]\n"
        "       = hint: write [ORGANIZERS] alone on a line of content/t/index.md"
    ]


def test_data_that_another_page_of_the_folder_shows_is_shown() -> None:
    files = {
        "content/t/index.md": "# A\n",
        "content/t/people.md": "# B\n\n[ORGANIZERS]\n",
        "content/t/organizers.yaml": "- name: Ada L\n",
    }
    assert planned(files).shown == []


def test_a_marker_that_stays_text_is_a_warning() -> None:
    files = {"content/index.md": "# A\n\n<div>\n[ORGANIZERS]\n</div>\n", "content/organizers.yaml": "- name: Ada L\n"}
    assert planned(files).shown == [
        "content/index.md:4:1: warning: [ORGANIZERS] stays text here [section/not-placed]\n"
        "     4 | [ORGANIZERS]\n"
        "       | ^^^^^^^^^^^^\n"
        "       = hint: put it alone on a line, with an empty line before and after it",
        "content/organizers.yaml: warning: no page in content/ shows this file [data/not-shown]\n"
        "       = hint: write [ORGANIZERS] alone on a line of content/index.md",
    ]


def test_a_marker_in_a_sentence_or_in_code_is_no_warning() -> None:
    assert planned({"content/index.md": "# A\n\nWrite [SCHEDULE] or `[SCHEDULE]`.\n\n    [SCHEDULE]\n"}).shown == []


def test_a_section_that_stands_twice_is_a_warning_at_the_second() -> None:
    files = {
        "content/index.md": "# A\n\n[ORGANIZERS]\n\n## Again\n\n[ORGANIZERS]\n",
        "content/organizers.yaml": "- name: Ada L\n",
    }
    assert "section/twice" in planned(files).rules
    assert planned(files).shown[-1] == (
        "content/index.md:7:1: warning: [ORGANIZERS] stands twice in this page [section/twice]\n"
        "     7 | [ORGANIZERS]\n"
        "       | ^^^^^^^^^^^^\n"
        "       = hint: keep one of them"
    )


def test_two_sections_of_two_kinds_are_no_warning() -> None:
    files = {
        "content/index.md": "# A\n\n[ORGANIZERS]\n\n[RESOURCES]\n",
        "content/organizers.yaml": "- name: Ada L\n",
        "content/resources.yaml": "- {title: T, url: https://x.org}\n",
    }
    assert planned(files).shown == []


def test_a_data_file_of_nearly_the_right_name_is_an_error() -> None:
    assert planned({"content/index.md": "# A\n", "content/t/schedul.yaml": "x: y"}).shown == [
        "content/t/schedul.yaml: error: 'schedul.yaml' would be published as it is, and read by nothing "
        "[data/misnamed]\n"
        "       = hint: name it schedule.yaml, or give it a name of its own"
    ]


def test_two_data_files_of_one_name_are_an_error() -> None:
    files = {
        "content/index.md": "# A\n\n[ORGANIZERS]\n",
        "content/organizers.yaml": "- name: Ada L\n",
        "content/organizers.yml": "- name: Ada L\n",
    }
    assert planned(files).rules == ["data/two-files"]


def test_a_link_to_a_page_that_is_not_there_is_an_error_at_its_place() -> None:
    files = {"content/a.md": "# A\n\nSee [b](t/taks.md#third).\n", "content/t/tasks.md": "# B\n"}
    assert planned(files).shown == [
        "content/a.md:3:9: error: 't/taks.md#third' leads to no page [link/no-page]\n"
        "     3 | See [b](t/taks.md#third).\n"
        "       |         ^^^^^^^^^^^^^^^\n"
        "       = hint: did you mean '/t/tasks.md'?"
    ]


def test_each_place_of_a_link_to_nowhere_is_shown() -> None:
    page = "# A\n\nSee no.md: [x](no.md)\n\nand [y](no.md)\n"
    assert [shown.partition(" error")[0] for shown in planned({"content/a.md": page}).shown] == [
        "content/a.md:3:16:",
        "content/a.md:5:9:",
    ]


def test_a_link_to_nowhere_in_other_files_is_shown_there_and_once() -> None:
    files = {
        "site.yaml": "title: T\nurl: https://example.org\nnav: [{title: B, url: /nope.md}]\n",
        "content/a.md": front("title: A", "[ORGANIZERS]\n"),
        "content/b.md": front("title: B"),
        "content/organizers.yaml": "- name: Ada L\n  bio: see [x](gone.md)\n",
    }
    assert [shown.partition(" error")[0] for shown in planned(files).shown] == [
        "content/organizers.yaml:2:16:",
        "site.yaml:3:23:",
    ]


def test_a_link_to_a_draft_says_so() -> None:
    files = {"content/a.md": "# A\n\n[b](b.md)\n", "content/b.md": front("title: B\npublished: false")}
    assert "'b.md' leads to a page that is not published" in planned(files).shown[0]


def test_a_section_that_was_pasted_twice_is_a_warning() -> None:
    body = "# A\n\n## Part\n\nText.\n\n## Other\n\nText.\n\n## Part\n\nText.\n"
    assert planned({"content/a.md": body}).shown == [
        "content/a.md:11:1: warning: '## Part' and all below it stand in line 3 too [section/twice]\n"
        "    11 | ## Part\n"
        "       | ^^^^^^^\n"
        "       = hint: keep one of them"
    ]


def test_two_sections_of_one_name_and_other_texts_are_fine() -> None:
    assert planned({"content/a.md": "# A\n\n## Part\n\nOne.\n\n## Part\n\nTwo.\n\n## X\n\n## X\n"}).shown == []


def test_two_elements_of_one_id_are_a_warning() -> None:
    assert planned({"content/a.md": '# A\n\n## Part\n\n<p id="part">x</p>\n'}).shown == [
        "content/a.md:5:4: warning: two elements of the page have the id 'part' [page/duplicate-id]\n"
        '     5 | <p id="part">x</p>\n'
        "       |    ^^^^^^^^^\n"
        "       = hint: give a heading another one, as in ## Title {#other}, or a session an id of its own"
    ]


def test_a_misspelt_marker_is_a_warning_with_a_guess() -> None:
    assert "did you mean [SCHEDULE]?" in planned({"content/a.md": "# A\n\n[SHEDULE]\n"}).shown[0]


def test_a_site_without_a_page_is_a_warning() -> None:
    assert planned({"contents/index.md": "# A\n"}).rules == ["site/no-pages"]


def test_a_page_of_another_ending_is_an_error() -> None:
    assert planned({"content/a.md": "# A\n", "content/b.markdown": "# B\n"}).rules == ["page/misnamed"]


def test_a_heading_in_the_front_matter_is_an_error() -> None:
    assert planned({"content/a.md": "---\ntitle: A\n\n## Scope\n\nText\n\n---\n\nmore\n"}).rules == [
        "front-matter/heading"
    ]


def test_brackets_that_never_close_are_a_problem_and_take_no_time() -> None:
    assert planned({"content/a.md": "# A\n\n" + "[" * 20_000}).rules == ["markdown/failed"]


def test_a_path_too_deep_for_any_disk_is_an_error() -> None:
    assert planned({"content/a.md": front(f"title: A\npermalink: /{'a/' * 1200}")}).rules == ["field/value"]
