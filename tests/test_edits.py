"""After any series of edits the site is what a clean build makes of it, whatever was remembered and on any cores."""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faimi_site import parallel
from faimi_site.build import Built, build
from faimi_site.disk import memory as disk
from faimi_site.disk.output import Written
from faimi_site.disk.sources import read_sources
from faimi_site.problem import in_order
from tests.drawn import LATITUDE, animation, pdf, photo, picture
from tests.notebooks import book, code, markdown
from tests.sites import front

PAGES = [
    front("title: A", "Text\n"),
    front("title: A", "![x](/assets/p.jpg) [large](/assets/p.jpg)\n"),
    front("title: A", '<img src="/assets/p.jpg" width="20" alt="x">\n\n![y](/assets/p.jpg)\n'),
    front("title: A", "![x](/assets/p.jpg)\n\n[RESOURCES]\n"),
    front("title: A\nimage: {path: /assets/p.jpg}", "![x](/assets/p.jpg)\n"),
]
PHOTOS = [
    photo(60, 40),
    photo(50, 90, {0x0112: 6, **LATITUDE}),
    picture(30, 30),
    animation(),
    b"none",
    photo(60, 40)[:-9],
]
PDFS = [pdf(), pdf(title="", lang="", tagged=False), pdf(size=(180, 320)), b"none"]
EDITS = st.one_of(
    st.tuples(
        st.sampled_from(["content/index.md", "content/b.md"]), st.sampled_from([page.encode() for page in PAGES])
    ),
    st.tuples(st.just("assets/p.jpg"), st.sampled_from(PHOTOS)),
    st.tuples(st.just("assets/p.pdf"), st.sampled_from(PDFS)),
    st.tuples(st.just("static/a.css"), st.sampled_from([b"", b"p { background: url(../assets/p.jpg) }"])),
)


def built(site: Path, clean: bool = False, portable: bool = False) -> Built:
    sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False, portable=portable)
    return build(site, site / _output(portable), sources, found, strict=False, clean=clean)


def _output(portable: bool) -> str:
    return "_portable" if portable else "_site"


def bodies(site: Path, portable: bool = False) -> dict[str, bytes]:
    output = site / _output(portable)
    return {file.relative_to(output).as_posix(): file.read_bytes() for file in output.rglob("*") if file.is_file()}


@settings(max_examples=15, derandomize=True, deadline=None, database=None)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_after_any_edits_the_site_is_that_of_a_clean_build(edits: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site, again = Path(folder, "site"), Path(folder, "again")
        first = {"site.yaml": b"title: S\n", "content/index.md": PAGES[3].encode(), "assets/p.jpg": PHOTOS[0]}
        first |= {"content/resources.yaml": b"- {title: P, file: /assets/p.pdf}", "assets/p.pdf": PDFS[0]}
        for path, body in first.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(body)
        built(site)
        last = None
        for path, body in edits:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(body)
            last = built(site)
        assert last
        shutil.copytree(site, again, ignore=shutil.ignore_patterns("_site", ".faimi-cache"))
        clean = built(again, clean=True)
        assert clean.problems == last.problems
        assert (clean.written is None) == (last.written is None)
        if last.written:
            assert bodies(site) == bodies(again)
            unchanged = built(site).written
            assert unchanged
            assert (unchanged.written, unchanged.removed) == (0, 0)
            kept = {file.name for file in (site / ".faimi-cache" / "bytes").glob("*")}
            assert kept == {file.name for file in (again / ".faimi-cache" / "bytes").glob("*")}


@settings(max_examples=6, derandomize=True, deadline=None, database=None)
@given(st.lists(st.tuples(EDITS, st.booleans()), min_size=2, max_size=4))
def test_after_any_edits_a_site_and_its_copy_are_those_of_clean_builds(
    edits: list[tuple[tuple[str, bytes], bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site, again = Path(folder, "site"), Path(folder, "again")
        files = {
            "site.yaml": b"title: S\nbase_path: /b\n",
            "content/index.md": PAGES[3].encode(),
            "assets/p.jpg": PHOTOS[0],
        }
        for (path, body), portable in [*((one, True) for one in files.items()), *edits]:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(body)
            if (site / "assets/p.jpg").exists():
                built(site, portable=portable)
        shutil.copytree(site, again, ignore=shutil.ignore_patterns("_*", ".faimi-cache"))
        for portable in (True, False):
            last, clean = built(site, portable=portable), built(again, clean=True, portable=portable)
            assert clean.problems == last.problems
            assert (clean.written is None) == (last.written is None)
            if last.written:
                assert bodies(site, portable) == bodies(again, portable)


SITE = {
    "site.yaml": b"title: S\nurl: https://example.org\n",
    "content/index.md": front("title: Home", "Text with [a link](t/index.md) and [another](/t/b/#part)\n").encode(),
    "content/t/index.md": front(
        "title: T\nevent:\n  start: 2025-09-23\n  timezone: Asia/Seoul", "[SCHEDULE]\n\n[ORGANIZERS]\n\n[RESOURCES]\n"
    ).encode(),
    "content/t/b.md": front("title: B\nredirect_from: /old/", "## Part\n\nTBC ![x](p.jpg)\n").encode(),
    "content/t/p.jpg": PHOTOS[0],
    "content/t/schedule.yaml": b'sessions:\n  - {start: "08:00", end: "09:00", title: One}\n',
    "content/t/organizers.yaml": b"- {name: Ada, affiliation: A, photo: p.jpg}\n",
    "content/t/resources.yaml": b"- {title: P, file: /assets/p.pdf}\n",
    "assets/p.pdf": PDFS[0],
}
ANY = {
    "site.yaml": [
        SITE["site.yaml"],
        b"title: Other\n",
        b"title: S\nurl: https://example.org\nbase_path: /x\nmarkdown: {smart_punctuation: false}\n",
        b"title: S\nnav:\n  - {title: T, url: /t/}\nchecks: {content/to-do-late: off}\n",
        b"title: S\nlead: /t/\neditions: [{title: Old, url: https://old.org, start: 2019-05-01}]\n",
        b"titel: S\n",
    ],
    "content/index.md": [
        SITE["content/index.md"],
        front("title: Home", 'Other "text" and [a link](t/index.md)\n').encode(),
        front("title: Home", "[EDITIONS]\n").encode(),
        front("title: Start\nweight: 1", "[dead](/nowhere/) [mail](t/b.md#none)\n").encode(),
        front("title: Home\npublished: false", "Hidden\n").encode(),
        b"---\ntitle: Home\n",
    ],
    "content/t/b.md": [
        SITE["content/t/b.md"],
        front("title: B", "# Heading\n\n<img src=p.jpg>\n\n[](/t/)\n").encode(),
        front("title: B\nredirect_to: /t/", "").encode(),
        front("title: B\nevent: {start: 2024-05-01, status: postponed}").encode(),
        front("title: B\nredirect_from: [/old/, /older/]\nimage: {path: p.jpg, alt: x}", "## Part {#other}\n").encode(),
    ],
    "content/t/schedule.yaml": [
        SITE["content/t/schedule.yaml"],
        b'sessions:\n  - {start: "09:00", duration: 30, title: Two, speakers: [Ada, Nobody], abstract: "*x* TBC"}\n',
        b"sessions: [",
    ],
    "content/t/organizers.yaml": [SITE["content/t/organizers.yaml"], b"- {name: Ada, affiliation: B}\n- {person: x}\n"],
    "content/people.yaml": [b"x: {name: Grace, affiliation: C}\n", b"x: {name: Grace, bio: '[l](/t/)'}\n"],
    "content/t/p.jpg": PHOTOS,
    "assets/p.pdf": PDFS,
    "assets/a b.txt": [b"a", b"b"],
    "assets/lab.ipynb": [book(markdown("# Lab\\n\\n[x](/t/)")).encode(), book(code("1")).encode(), b"{"],
    "content/t/resources.yaml": [
        SITE["content/t/resources.yaml"],
        b"- {title: Lab, file: /assets/lab.ipynb, license: MIT}\n",
        b"- {title: Practice, file: /assets/lab.ipynb, license: CC0, lang: de, authors: [Ada]}\n",
    ],
    "static/style.css": [b"", b"p { background: url(../t/p.jpg) }"],
    "templates/default.html": [b"{{ page.title }}|{{ nav | length }}|{{ content }}", b"{{ pages | length }}{{ nope }}"],
    "templates/unused.html": [b"x", b"{% if %}"],
    "templates/sections/schedule.html": [b"{% for day in page.data.schedule %}{{ day.date }}{% endfor %}"],
}
CHANGES = st.one_of(
    st.sampled_from(sorted(ANY)).flatmap(lambda path: st.tuples(st.just(path), st.sampled_from(ANY[path]))),
    st.tuples(st.sampled_from(sorted({*ANY, *SITE} - {"site.yaml"})), st.none()),  # removed
    st.tuples(st.sampled_from(["content/t/b.md", "content/t/p.jpg"]), st.sampled_from(["content/c", "content/t/d"])),
)
HARM = st.sampled_from(["", "", "cut", "rubbish", "gone", "another version", "touched output"])


def change(site: Path, path: str, to: bytes | str | None) -> None:
    """Write a file, remove it, or give it another name with the same ending."""
    file = site / path
    if isinstance(to, bytes):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(to)
    elif to is None:
        file.unlink(missing_ok=True)
    elif file.exists():
        file.replace((site / to).with_suffix(file.suffix))


def harm(site: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do to the memory, or to the output, what may happen to it between two builds."""
    monkeypatch.setattr(disk, "_program", lambda: b"another" if how == "another version" else b"this one")
    for name in ("memory", "output"):
        file = site / ".faimi-cache" / name
        if file.exists() and how == "cut":
            file.write_bytes(file.read_bytes()[:-20])
        elif file.exists() and how == "rubbish":
            file.write_bytes(b"\x00rubbish\n" * 9)
        elif how == "gone":
            file.unlink(missing_ok=True)
    if how == "touched output":
        for file in (site / "_site").glob("**/*.html"):
            file.write_bytes(file.read_bytes()[::-1])


def always_the_same(steps: list[tuple[tuple[str, bytes | str | None], str]], cores: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(parallel, "_cores", lambda: cores)
        monkeypatch.setattr(parallel, "FEWEST", 1)
        # A browser of other tests leaves a thread that only waits.
        monkeypatch.setattr(parallel, "_can_fork", lambda: sys.platform == "linux")
        site, again = Path(folder, "site"), Path(folder, "again")
        for path, body in SITE.items():
            change(site, path, body)
        built(site)
        for edit, how in steps:
            change(site, *edit)
            harm(site, how, monkeypatch)
            last = built(site)
            shutil.rmtree(again, ignore_errors=True)
            shutil.copytree(site, again, ignore=shutil.ignore_patterns("_site", ".faimi-cache"))
            monkeypatch.setattr(parallel, "_cores", lambda: 3 - cores)
            clean = built(again, clean=True)
            monkeypatch.setattr(parallel, "_cores", lambda: cores)
            assert in_order(clean.problems) == in_order(last.problems)
            assert (clean.written is None) == (last.written is None)
            if last.written:
                assert bodies(site) == bodies(again)
                unchanged = built(site)
                assert unchanged.written == Written(0, last.written.written + last.written.unchanged, 0)
                assert in_order(unchanged.problems) == in_order(last.problems)


STEPS = st.lists(st.tuples(CHANGES, HARM), min_size=1, max_size=4)


@pytest.mark.slow
@settings(max_examples=8, derandomize=True, deadline=None, database=None)
@given(STEPS, st.sampled_from([1, 2]))
def test_a_build_that_remembers_makes_what_a_clean_one_does(
    steps: list[tuple[tuple[str, bytes | str | None], str]], cores: int
) -> None:
    always_the_same(steps, cores)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.sampled_from([1, 2]))
def test_hundreds_of_builds_that_remember_make_what_clean_ones_do(
    steps: list[tuple[tuple[str, bytes | str | None], str]], cores: int
) -> None:
    always_the_same(steps, cores)
