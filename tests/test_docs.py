"""README and docs/: YAML examples are valid, commands are ours, tables are complete, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import socket
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from faimi_site import elsewhere
from faimi_site.cli import cli
from faimi_site.disk.create import skeleton
from faimi_site.load.schema import FrontMatter, SiteFile
from faimi_site.serve import server
from faimi_site.web import Answer
from tests.drawn import pdf
from tests.sites import REPOSITORY, planned

PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
TEXTS = {page.relative_to(REPOSITORY).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
THEME = REPOSITORY / "src" / "faimi_site" / "theme" / "templates"
# Markers that a page needs to show the data beside it.
MARKERS = {"schedule": "[SCHEDULE]", "organizers": "[ORGANIZERS]", "resources": "[RESOURCES]"}


def blocks(language: str) -> list[tuple[str, str]]:
    """Return each block of a language with the page it is in."""
    found = (
        (name, re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
        for name, text in TEXTS.items()
    )
    return [(name, text) for name, texts in found for text in texts]


def kind(text: str) -> str:
    """Return what kind of file a YAML example is of: what its first line says, or else its keys."""
    if named := re.match(r"# (?:content/)?(site|schedule|organizers|people|resources)\.yaml", text):
        return named[1]
    keys = yaml.safe_load(text)
    if isinstance(keys, list):
        return "resources" if {"file", "url", "kind"} & {*keys[0]} and "title" in keys[0] else "organizers"
    if {*keys} <= {*SiteFile.fields()}:
        return "site"
    return "page" if {*keys} & {*FrontMatter.fields()} else "schedule"


def site_with(text: str) -> dict[str, str]:
    """Return the files of a site in which an example stands where it belongs."""
    event = "title: A\nevent: {start: 2025-09-23, timezone: Asia/Seoul, mode: in-person, venue: Hall}\n"
    what = kind(text)
    if what == "site":
        return {
            "site.yaml": text if "title:" in text else f"title: S\n{text}",
            "content/a/index.md": f"---\n{event}---\n",
        }
    if what == "page":
        return {"content/a/index.md": f"---\n{text if 'title:' in text else 'title: A' + chr(10) + text}---\n"}
    if what == "people":
        return {"content/people.yaml": text, "content/a/index.md": f"---\n{event}---\n"}
    return {f"content/a/{what}.yaml": text, "content/a/index.md": f"---\n{event}---\n\n{MARKERS[what]}\n"}


@pytest.mark.parametrize(("page", "text"), blocks("yaml"))
def test_a_yaml_example_is_valid(page: str, text: str) -> None:
    errors = [one for one in planned(site_with(text)).shown if ": error: " in one]
    # What an example refers to is shown elsewhere.
    assert [one for one in errors if not re.search(r"\[(link|file|schedule/resource|people|site/lead)\b", one)] == [], (
        page
    )


def commands() -> list[tuple[str, str]]:
    """Return each line of a shell example with the page it is in."""
    lines = ((page, line.split(" #")[0].strip()) for page, text in blocks("sh") for line in text.splitlines())
    return [(page, line) for page, line in lines if line]


@pytest.mark.parametrize(
    ("page", "line"), [(page, line) for page, line in commands() if line.startswith("faimi-site ")]
)
def test_a_command_is_one_of_ours_with_options_that_it_has(page: str, line: str) -> None:
    command: click.Command = cli
    context = click.Context(cli)
    _, *words = shlex.split(line)
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found, f"{page}: {name}"
        command = found
    command.make_context(command.name, words)


SITEMAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/</loc></url></urlset>
"""


class Web:
    """Stands for all other hosts: each has the page that is asked for, and one has a sitemap."""

    def ask_all(self, urls: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        yield from ((url, Answer(200)) for url in urls)

    def fetch(self, _: str, __: int) -> bytes:
        return SITEMAP.encode()


def ended_at_once(_: Path, __: Path, ___: str, sockets: list[socket.socket], *____: object) -> tuple[int, bool]:
    """Stand for a preview that Ctrl-C ends when it has been started."""
    for one in sockets:
        one.close()
    return 130, True


# A port that is taken leaves a socket behind, which Python tells of.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("page", sorted({page for page, _ in commands()} - {"docs/start.md"}))
def test_each_command_of_ours_does_what_it_is_shown_for(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(elsewhere, "web_of", lambda _: Web())
    monkeypatch.setattr(server, "run", ended_at_once)
    here = {path: body for path, body in skeleton("").items() if path.startswith("content/")}
    files: Mapping[str, bytes] = {
        **{path.replace("tutorial/", "2025-tutorial/"): body for path, body in here.items()},
        "site.yaml": b"title: T\nurl: https://example.org\n",
        "old/_site/index.html": b"<title>Old</title>",
        "old/sitemap.xml": SITEMAP.encode(),
        "old-site/_config.yml": b"title: Old\n",
        "old-site/index.md": b"---\ntitle: Home\n---\n\nHello.\n",
    }
    for path, body in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(body.replace(b"(tutorial/", b"(2025-tutorial/"))
    for line in [line for of, line in commands() if of == page and line.startswith("faimi-site ")]:
        done = CliRunner().invoke(cli, shlex.split(line)[1:])
        assert done.exit_code == (130 if line.startswith("faimi-site serve") else 0), f"{line}\n{done.output}"


def test_the_start_leads_to_a_site_that_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    start = TEXTS["docs/start.md"]
    written = {kind(text): text for page, text in blocks("yaml") if page == "docs/start.md"}
    places = {"site": "site.yaml", **{name: f"content/tutorial/{name}.yaml" for name in MARKERS}}
    for page, line in commands():
        if page != "docs/start.md" or line.startswith("pip "):
            continue
        if line.startswith("cd "):
            monkeypatch.chdir(line.removeprefix("cd "))
        elif not line.startswith("faimi-site serve"):
            if line.startswith("faimi-site build"):
                for name, path in places.items():
                    assert Path(path).name in start
                    Path(path).write_text(written[name], encoding="utf-8")
                page_text = f"---\n{written['page']}---\n\n## Programme\n\n" + "\n\n".join(MARKERS.values()) + "\n"
                Path("content/tutorial/index.md").write_text(page_text, encoding="utf-8")
                Path("assets").mkdir()
                Path("assets/slides.pdf").write_bytes(pdf())
            done = CliRunner().invoke(cli, shlex.split(line)[1:])
            assert (done.exit_code, "warning" in done.output) == (0, False), done.output
    assert "What a number says" in Path("_site/tutorial/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "line"), [(page, line) for page, line in commands() if line.startswith("make ")])
def test_a_target_of_make_is_there(page: str, line: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(line.split()[1])}:", makefile, re.MULTILINE), page


@pytest.mark.parametrize("page", TEXTS)
def test_each_link_to_a_file_leads_somewhere(page: str) -> None:
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL)
    linked = [one for one in re.findall(r"\]\(([^)\s]+)\)", prose) if not one.startswith(("http", "#", "mailto:"))]
    folder = (REPOSITORY / page).parent
    assert [one for one in linked if not (folder / one.partition("#")[0]).exists()] == []


def headings(text: str) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    found = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", TEXTS)
def test_each_link_to_a_heading_leads_there(page: str) -> None:
    linked = re.findall(r"\]\(([^)\s#:]*)#([^)\s]+)\)", TEXTS[page])
    folder = Path(page).parent
    known = {name: headings(text) for name, text in TEXTS.items()}
    lost = [
        f"{file}#{anchor}"
        for file, anchor in linked
        if (target := (folder / file).as_posix() if file else page) in known and anchor not in known[target]
    ]
    assert lost == []


THEMES = TEXTS["docs/templates.md"]


def table(heading: str) -> set[str]:
    """Return the names in the first column of the table below a line of docs/templates.md."""
    rows = THEMES.partition(heading)[2].partition("\n\n## ")[0]
    first = re.findall(r"^\| (`.*?`) \|", rows, re.MULTILINE)
    return {name for cell in first for name in re.findall(r"`(\w+)`", cell)}


def blocks_of(template: str) -> set[str]:
    return {*re.findall(r"{% block (\w+) %}", (THEME / template).read_text(encoding="utf-8"))}


def test_each_block_of_the_theme_is_in_the_table() -> None:
    assert table("## Blocks") == blocks_of("default.html") >= blocks_of("notebook.html")


def test_each_block_of_the_stub_is_named() -> None:
    told = THEMES.partition("has the blocks ")[2].partition(".\n")[0]
    assert {*re.findall(r"`(\w+)`", told)} == blocks_of("redirect.html")


def test_each_section_of_the_theme_is_in_the_table() -> None:
    told = re.findall(r"^\| `(sections/.*?)` \|", THEMES, re.MULTILINE)
    assert sorted(told) == sorted(f"sections/{one.name}" for one in (THEME / "sections").iterdir())


def test_each_script_of_the_theme_is_in_the_table() -> None:
    told = re.findall(r"^\| `static/(.*?)` \|", THEMES, re.MULTILINE)
    assert sorted(told) == sorted(one.name for one in (THEME.parent / "static").glob("*.js"))


def test_each_test_of_ours_is_named() -> None:
    written = (REPOSITORY / "src/faimi_site/templates.py").read_text(encoding="utf-8")
    told = THEMES.partition("Tests, beside those of Jinja:")[2].partition("\n\n")[0]
    assert {*re.findall(r'"(\w+)": (?:lambda|phrases\.is_)', written)} == {*re.findall(r"`(\w+)`", told)}


def test_a_section_can_be_replaced_alone() -> None:
    example = THEMES.partition("{# sections/person.html #}\n")[2].partition("```")[0]
    page = "---\ntitle: A\nevent: {start: 2025-09-23}\n---\n\n[ORGANIZERS]\n"
    people = "- {name: Ada Example, affiliation: Example University}\n"
    files = {"content/a/index.md": page, "content/a/organizers.yaml": people}
    html = planned({**files, "templates/sections/person.html": example}).text("a/index.html")
    assert (
        '<ul class="people">\n<li id="person-ada-example"><strong>Ada Example</strong>, Example University</li>' in html
    )


@pytest.mark.parametrize("name", sorted(table("Filters, beside those of Jinja:")))
def test_a_filter_of_the_table_is_there(name: str) -> None:
    page = {"templates/default.html": f"{{{{ 'a' | {name} }}}}", "content/index.md": "---\ntitle: A\n---\n"}
    assert [one for one in planned(page).shown if "No filter named" in one] == []


def test_each_filter_of_ours_is_in_the_table() -> None:
    written = (REPOSITORY / "src/faimi_site/templates.py").read_text(encoding="utf-8")
    ours = written.partition("environment.filters.update(")[2].partition("**{name:")[0]
    assert {*re.findall(r'"(\w+)":', ours)} - table("Filters, beside those of Jinja:") == set()


def test_the_theme_in_three_files_makes_what_it_says() -> None:
    files = {}
    for language in ("html", "css"):
        for page, text in blocks(language):
            named = re.match(r"(?:{#|/\*) ((?:templates|static)/\S+) (?:#}|\*/)\n", text)
            if page == "docs/templates.md" and named:
                files[named[1]] = text[named.end() :]
    assert len(files) == 3
    site = planned(
        {
            "site.yaml": "title: Our workshop\n",
            "content/a/index.md": "---\ntitle: A\nevent: {start: 2025-09-23, venue: Hall}\n---\n\n[ORGANIZERS]\n",
            "content/a/organizers.yaml": "- {name: Ada Example, affiliation: Example University}\n",
            **files,
        }
    )
    html = site.text("a/index.html")
    assert "Our workshop, a workshop of volunteers" in html
    assert '<p id="person-ada-example"><strong>Ada Example</strong>, Example University</p>' in html
    assert html.index("/static/style.css") < html.index("/static/ours.css")
