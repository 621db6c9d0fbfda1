"""Links to other sites: each is asked once, and what is wrong is told where the link stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from faimi_site.check.external import external_links
from faimi_site.disk.memory import FOLDER
from faimi_site.elsewhere import external
from faimi_site.memory import Memory
from faimi_site.plan import planned_site
from faimi_site.problem import in_order, show
from faimi_site.web import Web, is_public
from tests.asked import Act, Server, said, serving
from tests.notebooks import book, markdown
from tests.sites import Files, front, sources
from tests.test_web import web

NOON = 1_760_000_000.0
ACTS: dict[str, Act] = {"/fine": said(200), "/moved": said(301, Location="/fine"), "/login": said(403)}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(dict(ACTS)) as server:
        yield server


def told(folder: Path, files: Files, now: float = NOON, asking: Web | None = None) -> list[str]:
    """Return what is told of the links of a site, as a terminal shows it."""
    site = planned_site(sources(files), Memory())
    return [show(one) for one in in_order(external(folder, site.site, site.outputs, asking or web(), now))]


def page(body: str, matter: str = "title: A") -> Files:
    return {"content/a.md": front(matter, body)}


def test_a_link_to_nothing_is_a_warning_with_its_line(tmp_path: Path, server: Server) -> None:
    url = f"{server.url}/gone"
    assert told(tmp_path, page(f"[x]({server.url}/fine) [y]({url}#part)\n")) == [
        f"content/a.md:5:{len(server.url) + 16}: warning: '{url}#part' answers 404 Not Found [external/dead]\n"
        f"     5 | [x]({server.url}/fine) [y]({url}#part)\n"
        f"       | {' ' * (len(server.url) + 15)}{'^' * (len(url) + 5)}\n"
        "       = hint: mend the link, or lead to a copy of the page in an archive"
    ]


def test_a_page_that_has_moved_is_a_note_with_its_new_address(tmp_path: Path, server: Server) -> None:
    (found,) = told(tmp_path, page(f"[x]({server.url}/moved#s)\n"))
    assert f"note: '{server.url}/moved#s' has moved for good [external/moved]" in found
    assert f"hint: write '{server.url}/fine#s'" in found


def test_a_server_that_lets_no_program_in_is_a_note(tmp_path: Path, server: Server) -> None:
    (found,) = told(tmp_path, page(f"[x]({server.url}/login)\n"))
    assert "answers 403 Forbidden, which may be meant for programs alone [external/refused]" in found


def test_a_host_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    (found,) = told(tmp_path, page("[x](https://nowhere.invalid/)\n"))
    assert "warning: 'https://nowhere.invalid/': there is no host 'nowhere.invalid' [external/failed]" in found


def test_a_host_in_a_private_network_is_a_warning_and_is_not_asked(tmp_path: Path, server: Server) -> None:
    asking = Web("tests", is_public, pause=0)
    (found,) = told(tmp_path, page(f"[x]({server.url}/fine)\n"), asking=asking)
    assert "was not asked: '127.0.0.1' is in a private network [external/private]" in found
    assert server.requests == []


def test_a_link_on_two_pages_is_asked_once_and_told_twice(tmp_path: Path, server: Server) -> None:
    files = {f"content/{name}.md": front(f"title: {name}", f"[x]({server.url}/gone#{name})\n") for name in "ab"}
    found = told(tmp_path, files)
    assert [one.partition(":")[0] for one in found] == ["content/a.md", "content/b.md"]
    assert server.asked() == ["HEAD /gone", "GET /gone"]


def test_links_in_data_and_front_matter_are_asked(tmp_path: Path, server: Server) -> None:
    matter = f"title: A\nevent: {{name: E, start: 2025-09-23, host: {{name: H, url: '{server.url}/host'}}}}"
    files = {
        **page("[ORGANIZERS]\n", matter),
        "content/organizers.yaml": f"- name: Ada\n  url: {server.url}/ada\n",
        "content/r.md": front(f"title: R\nredirect_to: {server.url}/away"),
    }
    places = [one.partition(": ")[0].rpartition(":")[0] for one in told(tmp_path, files)]
    assert places == ["content/a.md:3", "content/organizers.yaml:2", "content/r.md:3"]


def test_it_is_told_how_far_the_asking_is(tmp_path: Path, server: Server) -> None:
    site = planned_site(sources(page(f"[x]({server.url}/fine) [y]({server.url}/moved)\n")), Memory())
    reports: list[tuple[str, int, int]] = []
    list(external(tmp_path, site.site, site.outputs, web(), NOON, lambda *told: reports.append(told)))
    assert reports == [("external", 1, 2), ("external", 2, 2)]


def links(files: Files) -> list[str]:
    site = planned_site(sources(files), Memory())
    return sorted(external_links(site.site, site.outputs))


def test_what_is_no_link_to_another_site_is_not_asked() -> None:
    body = (
        "[own](https://example.org/a/) [mail](mailto:a@e.org) [here](/a/) `https://code.org` https:///broken\n\n"
        '<form action="https://forms.org/post"><input type="submit" value="Go"></form>\n'
    )
    assert links(page(body)) == []


def test_pictures_and_links_without_a_scheme_are_asked() -> None:
    body = "![x](https://e.org/x.png)\n\n<a href='//e.org/y'>y</a>\n"
    assert links(page(body)) == ["https://e.org/x.png", "https://e.org/y"]


def test_the_buttons_of_a_notebook_are_not_asked() -> None:
    files: Files = {
        "site.yaml": "title: T\nurl: https://example.org\nrepository: {name: o/r}\n",
        "content/index.md": front("title: A", "[RESOURCES]\n"),
        "content/resources.yaml": "- {title: N, file: /assets/n.ipynb}\n",
        "assets/n.ipynb": book(markdown("# Title")),
    }
    assert links(files) == []


def test_what_is_fine_is_not_asked_again_for_a_day(tmp_path: Path, server: Server) -> None:
    files = page(f"[x]({server.url}/fine)\n")
    counts = []
    for later in (0, 3_601, 86_399, 86_401):
        told(tmp_path, files, NOON + later)
        counts.append(len(server.requests))
    assert counts == [1, 1, 1, 2]


def test_what_has_failed_is_told_again_and_not_asked_for_an_hour(tmp_path: Path, server: Server) -> None:
    files = page(f"[x]({server.url}/gone)\n")
    first, again = told(tmp_path, files), told(tmp_path, files, NOON + 3_599)
    assert (again, len(server.requests)) == (first, 2)
    server.acts["/gone"] = said(200)
    assert told(tmp_path, files, NOON + 3_601) == []


@pytest.mark.parametrize("body", [b"", b"nothing", b'{"https://e.org": 1}'])
def test_a_damaged_memory_of_answers_costs_a_request(tmp_path: Path, server: Server, body: bytes) -> None:
    files = page(f"[x]({server.url}/fine)\n")
    told(tmp_path, files)
    (tmp_path / FOLDER / "external").write_bytes(body)
    assert told(tmp_path, files) == []
    assert len(server.requests) == 2


def test_the_memory_of_answers_is_data_alone(tmp_path: Path, server: Server) -> None:
    told(tmp_path, page(f"[x]({server.url}/fine)\n"))
    _, _, text = (tmp_path / FOLDER / "external").read_bytes().partition(b"\n")
    assert json.loads(text) == {f"{server.url}/fine": [int(NOON), {"status": 200}]}
