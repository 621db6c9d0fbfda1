"""What a site's folder gives to a build, and what it refuses."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from faimi_site.disk import sources as disk
from faimi_site.disk.sources import is_site, read_sources
from faimi_site.model import Sources
from faimi_site.problem import Problem, show
from tests.systems import pipe


def read(folder: Path) -> tuple[Sources, list[Problem]]:
    return read_sources(folder, date(2025, 9, 1), "", drafts=False)


def put(folder: Path, *paths: str) -> Path:
    """Write a file with its own path in it at each of these paths."""
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
    return folder


def files(folder: Path) -> list[str]:
    return list(read(folder)[0].files)


def shown(folder: Path) -> list[str]:
    """Return the problems with what is in a folder, each in its first line."""
    return [show(problem).partition("\n")[0] for problem in read(folder)[1]]


def test_a_site_is_its_configuration_and_four_folders(tmp_path: Path) -> None:
    put(tmp_path, "site.yaml", "content/index.md", "templates/default.html", "static/style.css", "assets/a.pdf")
    put(tmp_path, "README.md", "src/main.py", "_site/index.html", ".github/workflows/site.yaml")
    found, problems = read(tmp_path)
    assert list(found.files) == [
        "site.yaml",
        "content/index.md",
        "templates/default.html",
        "static/style.css",
        "assets/a.pdf",
    ]
    assert problems == []


def test_a_source_is_read_when_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "content/a.md")
    found = read(tmp_path)[0].files["content/a.md"]
    (tmp_path / "content/a.md").write_text("later")
    assert found.read() == b"later"


def test_a_source_knows_its_size(tmp_path: Path) -> None:
    put(tmp_path, "content/a.md")
    assert read(tmp_path)[0].files["content/a.md"].size == len("content/a.md")


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    assert not is_site(tmp_path)


def test_an_empty_folder_has_no_sources_and_no_problems(tmp_path: Path) -> None:
    found, problems = read(tmp_path)
    assert (dict(found.files), problems) == ({}, [])


@pytest.mark.parametrize("name", ["site.yaml", "site.yml"])
def test_a_folder_with_a_configuration_is_a_site(tmp_path: Path, name: str) -> None:
    assert is_site(put(tmp_path, name))


def test_the_configuration_may_end_in_yml(tmp_path: Path) -> None:
    assert files(put(tmp_path, "site.yml")) == ["site.yml"]


def test_both_configurations_are_read_so_that_a_check_can_name_them(tmp_path: Path) -> None:
    assert files(put(tmp_path, "site.yml", "site.yaml")) == ["site.yaml", "site.yml"]


def test_the_theme_comes_with_the_package(tmp_path: Path) -> None:
    assert {"templates/default.html", "static/style.css"} <= read(tmp_path)[0].theme.keys()


def test_a_theme_that_consists_of_links_to_a_store_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = put(tmp_path / "store", "1a2b", "3c4d/event.html")
    theme = tmp_path / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "templates" / "default.html").symlink_to(store / "1a2b")
    (theme / "templates" / "sections").symlink_to(store / "3c4d")
    monkeypatch.setattr(disk, "THEME", theme)
    assert list(read(tmp_path)[0].theme) == ["templates/default.html", "templates/sections/event.html"]


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        ".git/config",
        ".Well-Known/security.txt",
        ".index.md.swp",
        "index.md~",
        "#index.md#",
        "index.md.bak",
        "index.md.orig",
        "index.md.tmp",
        "index.md.SWP",
        "Thumbs.db",
        "desktop.ini",
    ],
)
def test_what_editors_and_desktops_leave_behind_is_not_read(tmp_path: Path, name: str) -> None:
    assert files(put(tmp_path, f"content/{name}", f"content/photos/{name}")) == []


def test_what_programs_ask_a_site_for_is_read(tmp_path: Path) -> None:
    assert files(put(tmp_path, "content/.well-known/security.txt", "content/.well-known/.x")) == [
        "content/.well-known/security.txt"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "two words.md",
        "a#b.md",
        "100%.md",
        "what?.md",
        "50%25.md",
        "🎉.md",
        "naïve.md",
        "#1.md",
        "a~b.md",
        "bak",
        "-rf",
        "n" * 252 + ".md",
        "a\\b.md",
    ],
)
def test_a_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    assert files(put(tmp_path, f"content/{name}")) == [f"content/{name}"]


def test_names_come_in_the_order_of_their_letters_whatever_the_disk_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "content/b.md", "content/a/z.md", "content/a.md", "content/C.md", "content/é.md")
    listed = os.listdir
    monkeypatch.setattr(os, "listdir", lambda folder: sorted(listed(folder), reverse=True))
    assert files(tmp_path) == ["content/C.md", "content/a/z.md", "content/a.md", "content/b.md", "content/é.md"]


def test_a_folder_may_be_named_like_a_page(tmp_path: Path) -> None:
    assert files(put(tmp_path, "content/talk.md/index.md")) == ["content/talk.md/index.md"]


@pytest.mark.parametrize("name", ["site.yaml", "site.yml"])
def test_a_folder_in_place_of_the_configuration_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path, f"{name}/a.md")
    assert (files(tmp_path), shown(tmp_path)) == ([], [f"{name}: error: a file is meant here [file/kind]"])


@pytest.mark.parametrize("name", ["content", "templates", "static", "assets"])
def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    assert (files(tmp_path), shown(tmp_path)) == ([], [f"{name}: error: a folder is meant here [file/kind]"])


def test_a_link_to_a_file_in_the_folders_of_the_site_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "assets/logo.svg", "content/index.md")
    (tmp_path / "content" / "logo.svg").symlink_to("../assets/logo.svg")
    assert read(tmp_path)[0].files["content/logo.svg"].read() == b"assets/logo.svg"


def test_a_link_to_a_folder_in_the_folders_of_the_site_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "assets/photos/a.jpg", "content/index.md")
    (tmp_path / "content" / "photos").symlink_to("../assets/photos")
    assert files(tmp_path) == ["content/index.md", "content/photos/a.jpg", "assets/photos/a.jpg"]


def test_a_folder_linked_from_two_places_is_read_in_both(tmp_path: Path) -> None:
    put(tmp_path, "assets/logos/a.svg", "content/2024/index.md", "content/2025/index.md")
    for year in ("2024", "2025"):
        (tmp_path / "content" / year / "logos").symlink_to("../../assets/logos")
    assert {"content/2024/logos/a.svg", "content/2025/logos/a.svg"} <= set(files(tmp_path))


def test_a_site_in_a_folder_that_is_a_link_is_read(tmp_path: Path) -> None:
    put(tmp_path, "real/site.yaml", "real/assets/a.pdf", "real/content/index.md")
    (tmp_path / "real" / "content" / "a.pdf").symlink_to("../assets/a.pdf")
    (tmp_path / "site").symlink_to("real")
    assert files(tmp_path / "site") == ["site.yaml", "content/a.pdf", "content/index.md", "assets/a.pdf"]


@pytest.mark.parametrize("target", ["/etc/hosts", "../../secret", "../site.yaml", "../content2/page.md", "/", ".."])
def test_a_link_out_of_the_folders_of_the_site_is_refused(tmp_path: Path, target: str) -> None:
    site = put(tmp_path / "site", "content/index.md", "site.yaml", "content2/page.md")
    put(tmp_path, "secret")
    (site / "content" / "x").symlink_to(target)
    message = "the link leads out of the folders of the site (content, templates, static, assets)"
    assert files(site) == ["site.yaml", "content/index.md"]
    assert shown(site) == [f"content/x: error: {message} [file/link-outside]"]


def test_a_link_to_a_link_out_of_the_site_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "secret")
    site = put(tmp_path / "site", "content/index.md", "assets/b.txt")
    (site / "assets" / "a").symlink_to("../../secret")
    (site / "content" / "a").symlink_to("../assets/a")
    assert [problem.place.file for problem in read(site)[1]] == ["content/a", "assets/a"]


@pytest.mark.parametrize("name", ["content", "templates", "static", "assets"])
def test_a_folder_of_the_site_that_is_itself_a_link_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path, "elsewhere/secret.txt")
    site = put(tmp_path / "site", "site.yaml")
    (site / name).symlink_to("../elsewhere")
    assert (files(site), [problem.rule for problem in read(site)[1]]) == (["site.yaml"], ["file/link-outside"])


def test_a_configuration_that_is_a_link_out_of_the_site_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "other.yaml", "site/content/index.md")
    (tmp_path / "site" / "site.yaml").symlink_to("../other.yaml")
    assert [problem.rule for problem in read(tmp_path / "site")[1]] == ["file/link-outside"]


@pytest.mark.parametrize("name", ["content/x", "content", "site.yaml"])
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).symlink_to("absent")
    assert shown(tmp_path) == [f"{name}: error: this cannot be read: No such file or directory [file/unreadable]"]


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "content/index.md")
    (tmp_path / "content" / "x").symlink_to("x")
    assert [(problem.place.file, problem.rule) for problem in read(tmp_path)[1]] == [("content/x", "file/unreadable")]


@pytest.mark.parametrize("target", [".", "..", "../..", "../../a"])
def test_a_link_to_a_folder_that_it_stands_in_is_refused(tmp_path: Path, target: str) -> None:
    put(tmp_path, "content/a/b/index.md")
    (tmp_path / "content" / "a" / "b" / "x").symlink_to(target)
    message = "the link leads back to a folder that it stands in"
    assert files(tmp_path) == ["content/a/b/index.md"]
    assert shown(tmp_path) == [f"content/a/b/x: error: {message} [file/link-loop]"]


def test_two_folders_that_link_to_each_other_end(tmp_path: Path) -> None:
    put(tmp_path, "content/a/1.md", "content/b/2.md")
    (tmp_path / "content" / "a" / "to-b").symlink_to("../b")
    (tmp_path / "content" / "b" / "to-a").symlink_to("../a")
    assert files(tmp_path) == ["content/a/1.md", "content/a/to-b/2.md", "content/b/2.md", "content/b/to-a/1.md"]


def test_links_that_double_at_each_step_are_followed_once(tmp_path: Path) -> None:
    for number in range(40):
        put(tmp_path, f"content/{number:02}/a.md")
        for name in ("x", "y"):
            (tmp_path / f"content/{number:02}/{name}").symlink_to(f"../{number + 1:02}")
    (tmp_path / "content" / "40").mkdir()
    found, problems = read(tmp_path)
    assert len(found.files) == 40 + 2 * 39
    assert {problem.rule for problem in problems} == {"file/link-loop"}


@pytest.mark.parametrize("path", ["content/x", "site.yaml"])
def test_a_pipe_is_refused_and_never_opened(tmp_path: Path, path: str) -> None:
    put(tmp_path, "content/index.md")
    pipe(tmp_path / path)
    assert files(tmp_path) == ["content/index.md"]
    assert shown(tmp_path) == [f"{path}: error: this is neither a file nor a folder [file/kind]"]


def test_a_link_to_a_pipe_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "assets/a.txt", "content/index.md")
    pipe(tmp_path / "assets" / "pipe")
    (tmp_path / "content" / "x").symlink_to("../assets/pipe")
    assert {problem.place.file: problem.rule for problem in read(tmp_path)[1]} == {
        "content/x": "file/kind",
        "assets/pipe": "file/kind",
    }


def test_a_folder_that_cannot_be_listed_is_refused_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "content/locked/a.md", "content/open/b.md")
    listed = os.listdir

    def list_unless_locked(folder: Path) -> list[str]:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "listdir", list_unless_locked)
    assert files(tmp_path) == ["content/open/b.md"]
    assert shown(tmp_path) == ["content/locked: error: this cannot be read: Permission denied [file/unreadable]"]


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root, and anybody on Windows, may read everything")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    folder = put(tmp_path, "content/locked/a.md") / "content" / "locked"
    folder.chmod(0)
    try:
        assert [problem.rule for problem in read(tmp_path)[1]] == ["file/unreadable"]
    finally:
        folder.chmod(stat.S_IRWXU)


def test_a_name_that_is_not_utf8_is_refused_and_shown_by_its_bytes(tmp_path: Path) -> None:
    put(tmp_path, "content/index.md")
    name = os.fsencode(tmp_path) + b"/content/caf\xe9.md"
    try:
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("this file system refuses names that are not UTF-8")
    assert files(tmp_path) == ["content/index.md"]
    assert shown(tmp_path) == [r"content/caf\udce9.md: error: the file's name is not UTF-8 [file/name]"]


def test_folders_too_deep_for_any_site_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "content/" + "a/" * 98 + "in.md", "content/" + "a/" * 700 + "out.md")
    found, problems = read(tmp_path)
    assert list(found.files) == ["content/" + "a/" * 98 + "in.md"]
    assert [problem.message for problem in problems] == ["the folder lies below 100 others"]
