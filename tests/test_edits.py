"""After any series of edits of pages, photos and PDFs the site is what a clean build makes of it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from faimi_site.build import Built, build
from faimi_site.disk.sources import read_sources
from tests.drawn import LATITUDE, animation, pdf, photo, picture
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


def built(site: Path, clean: bool = False) -> Built:
    sources, found = read_sources(site, date(2025, 9, 1), "", drafts=False)
    return build(site, site / "_site", sources, found, strict=False, clean=clean)


def bodies(site: Path) -> dict[str, bytes]:
    output = site / "_site"
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
