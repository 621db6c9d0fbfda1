"""Addresses of an old site that a new one would lose: told from a folder, a sitemap, or the address of one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from faimi_site.elsewhere import against
from faimi_site.memory import Memory
from faimi_site.plan import planned_site
from faimi_site.problem import Fault, Level, in_order
from faimi_site.sitemaps import LARGEST, Sitemap, read_sitemap
from tests.asked import said, serving
from tests.sites import Files, front, sources
from tests.test_web import web

NEW: Files = {
    "content/index.md": front("title: Home"),
    "content/2024/index.md": front("title: Then\nredirect_from: /old/"),
    "content/2024/programme.md": front("title: Programme of then"),
    "content/about.md": front("title: About\npermalink: /about.html"),
    "assets/slides.pdf": b"%PDF",
}


def lost(old: str | Path, files: Files | None = None, base_url: str = "") -> list[str]:
    """Return what would be lost, but notes: each message with its hint."""
    site = planned_site(sources({**NEW, **(files or {})}, base_url), Memory())
    found = in_order(against(str(old), site.site, site.outputs, web()).problems)
    return [f"{one.message} | {one.hint}" for one in found if one.level is not Level.NOTE]


def folder(at: Path, *names: str) -> Path:
    for name in names:
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text("x", encoding="utf-8")
    return at


def sitemap(at: Path, *urls: str) -> Path:
    file = at / "sitemap.xml"
    file.write_text(xml(*urls), encoding="utf-8")
    return file


def xml(*urls: str) -> str:
    entries = "".join(f"<url><loc>{url}</loc><lastmod>2024-05-30</lastmod></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def index(*urls: str) -> str:
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'


def test_a_site_that_keeps_all_addresses_loses_none(tmp_path: Path) -> None:
    old = folder(tmp_path, "index.html", "2024/index.html", "old/index.html", "about.html", "assets/slides.pdf")
    assert lost(old) == []


def test_a_page_that_is_gone_can_be_brought_back_by_the_page_with_its_name(tmp_path: Path) -> None:
    assert lost(folder(tmp_path, "talks/programme.html")) == [
        "the old address '/talks/programme.html' would lead to nothing | "
        "add redirect_from: /talks/programme.html to content/2024/programme.md"
    ]


def test_a_page_that_is_gone_can_be_brought_back_by_the_page_above(tmp_path: Path) -> None:
    assert lost(folder(tmp_path, "2024/venue/index.html")) == [
        "the old address '/2024/venue/' would lead to nothing | "
        "add redirect_from: /2024/venue/ to content/2024/index.md"
    ]


def test_a_page_that_is_like_none_can_be_brought_back_by_some_page(tmp_path: Path) -> None:
    assert lost(folder(tmp_path, "xyz.html")) == [
        "the old address '/xyz.html' would lead to nothing | "
        "add redirect_from: /xyz.html to the page that took its place"
    ]


def test_a_file_that_is_gone_is_to_be_kept(tmp_path: Path) -> None:
    assert lost(folder(tmp_path, "files/slides.pdf", "assets/notes.zip")) == [
        "the old address '/assets/notes.zip' would lead to nothing | keep assets/notes.zip",
        "the old address '/files/slides.pdf' would lead to nothing | "
        "keep the file at content/files/slides.pdf; is it '/assets/slides.pdf' now?",
    ]


def test_a_file_for_programs_can_be_kept_where_they_look_for_it(tmp_path: Path) -> None:
    old = folder(tmp_path, ".well-known/security.txt")
    assert lost(old) == [
        "the old address '/.well-known/security.txt' would lead to nothing | "
        "keep the file at content/.well-known/security.txt"
    ]
    assert lost(old, {"content/.well-known/security.txt": "x"}) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("About.html", "mend the links to it: '/about.html' differs from it by case alone"),
        ("q?x/index.html", "mend the links to it: '/q%3Fx/' holds a query ('?'), which no path of a site can hold"),
        ("a/notes.bak", "give it another name, and mend the links to it: a file of this name is taken for a file of"),
        ("schedule.yaml", "give it another name, and mend the links to it: a file of this name is data of a page"),
    ],
)
def test_what_no_site_can_bring_back_has_a_hint_that_does_not_promise_it(tmp_path: Path, name: str, hint: str) -> None:
    (found,) = lost(folder(tmp_path, name))
    assert found.partition(" | ")[2].startswith(hint)


def test_what_no_visitor_asks_for_is_not_missed(tmp_path: Path) -> None:
    names = (".faimi-site/manifest.json", ".nojekyll", "CNAME", ".git/config", "images/photo-0123456789-736.webp")
    assert lost(folder(tmp_path, *names)) == []


def test_the_look_of_the_old_site_is_a_note(tmp_path: Path) -> None:
    site = planned_site(sources(NEW), Memory())
    old = folder(tmp_path, "assets/css/style.css", "js/site.js")
    levels = [one.level for one in against(str(old), site.site, site.outputs, web()).problems]
    assert levels == [Level.NOTE, Level.NOTE]


def test_an_old_page_is_served_from_its_folder_by_the_address_without_a_slash(tmp_path: Path) -> None:
    urls = ("https://e.org/2024", "https://e.org/about", "https://e.org/", "https://e.org/old/?utm=1#x")
    assert lost(sitemap(tmp_path, *urls)) == []


def test_a_sitemap_tells_what_is_lost(tmp_path: Path) -> None:
    found = lost(sitemap(tmp_path, "https://e.org/", "https://e.org/2024/", "https://e.org/venue/?x=1&amp;y=2"))
    assert [one.partition(" | ")[0] for one in found] == ["the old address '/venue/' would lead to nothing"]


@pytest.mark.parametrize("base_url", ["", "https://e.org/new", "https://u.github.io/old"])
def test_the_base_paths_of_both_sites_do_not_count(tmp_path: Path, base_url: str) -> None:
    urls = [f"https://u.github.io/old/{name}" for name in ("", "2024/", "about.html", "gone/")]
    found = lost(sitemap(tmp_path, *urls), base_url=base_url)
    assert [one.partition(" | ")[0] for one in found] == ["the old address '/gone/' would lead to nothing"]


def test_a_folder_that_looks_like_a_base_path_is_none(tmp_path: Path) -> None:
    found = lost(sitemap(tmp_path, "https://e.org/2019/", "https://e.org/2019/venue/"))
    assert len(found) == 2


def test_a_sitemap_is_fetched_from_its_address() -> None:
    with serving({"/sitemap.xml": said(200, xml("https://e.org/gone/").encode())}) as server:
        (found,) = lost(f"{server.url}/sitemap.xml")
    assert "'/gone/'" in found


def test_the_sitemaps_of_an_index_are_fetched_too() -> None:
    with serving({"/b.xml": said(200, xml("https://e.org/gone/").encode())}) as server:
        server.acts["/a.xml"] = said(200, index(f"{server.url}/b.xml", f"{server.url}/a.xml").encode())
        (found,) = lost(f"{server.url}/a.xml")
    assert "'/gone/'" in found


def test_the_sitemaps_of_an_index_are_read_beside_it(tmp_path: Path) -> None:
    (tmp_path / "pages.xml").write_text(xml("https://e.org/gone/"), encoding="utf-8")
    (tmp_path / "index.xml").write_text(index("https://e.invalid/pages.xml"), encoding="utf-8")
    (found,) = lost(tmp_path / "index.xml")
    assert "'/gone/'" in found


def test_a_sitemap_that_cannot_be_fetched_is_an_error() -> None:
    with serving({}) as server:
        (found,) = lost(f"{server.url}/sitemap.xml")
    assert "could not be fetched: 404 Not Found" in found


def test_a_file_that_is_no_sitemap_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "s.xml").write_text("<html></html>", encoding="utf-8")
    (found,) = lost(tmp_path / "s.xml")
    assert "is no sitemap: its root is 'html', and not urlset or sitemapindex" in found


def test_a_sitemap_is_read_with_and_without_its_namespace() -> None:
    assert read_sitemap(xml("https://e.org/ ").encode()) == Sitemap(pages=("https://e.org/",))
    assert read_sitemap(b"<urlset><url><loc>https://e.org/</loc></url></urlset>") == Sitemap(("https://e.org/",))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset>&b;</urlset>', "document type or entities"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><urlset/>', "document type or entities"),
        (b"<urlset>", "it is no XML"),
        (b"", "it is no XML"),
        (b"<urlset>" + b"<url><loc>/</loc></url>" * 50_001 + b"</urlset>", "more than 50000 addresses"),
    ],
)
def test_what_is_no_honest_sitemap_is_refused(body: bytes, said: str) -> None:
    found = read_sitemap(body)
    assert isinstance(found, Fault)
    assert said in found.message


@pytest.mark.parametrize("named", ["/etc/passwd", "../secret.xml", "file:///etc/passwd", "http://[x/s.xml", ""])
def test_an_index_names_no_file_of_this_machine(tmp_path: Path, named: str) -> None:
    (tmp_path / "secret.xml").write_text(xml("https://e.org/secret/"), encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/index.xml").write_text(index(named), encoding="utf-8")
    with serving({"/index.xml": said(200, index(named).encode())}) as server:
        for old in (f"{server.url}/index.xml", str(tmp_path / "in/index.xml")):
            assert [one for one in lost(old) if "secret" in one or "passwd" in one] == []


def test_an_address_in_a_sitemap_that_is_none_stops_nothing(tmp_path: Path) -> None:
    (found,) = lost(sitemap(tmp_path, "http://[x/", "https://e.org/gone/", ""))
    assert "'/gone/'" in found


def test_addresses_of_another_host_are_not_compared_and_named(tmp_path: Path) -> None:
    urls = [f"https://u.github.io/group/site/{name}" for name in ("", "2024/", "about.html")]
    assert lost(sitemap(tmp_path, *urls, "https://cdn.example.com/group/site/x.html")) == [
        f"{tmp_path}/sitemap.xml names 1 address of another host, cdn.example.com: not compared | "
        "compare that site by itself"
    ]


def test_a_host_with_www_is_the_same(tmp_path: Path) -> None:
    assert lost(sitemap(tmp_path, "https://e.org/", "https://www.E.org/2024/", "/about.html")) == []


def test_of_two_hosts_with_as_many_addresses_the_site_s_own_counts(tmp_path: Path) -> None:
    (found,) = lost(sitemap(tmp_path, "https://a.org/gone/", "https://example.org/2024/"))
    assert "of another host, a.org" in found


@pytest.mark.parametrize("body", ["<urlset/>", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'])
def test_a_sitemap_without_an_address_is_an_error(tmp_path: Path, body: str) -> None:
    (tmp_path / "s.xml").write_text(body, encoding="utf-8")
    (found,) = lost(tmp_path / "s.xml")
    assert found.startswith(f"{tmp_path}/s.xml holds no address to compare | name the folder")


def test_a_folder_without_a_file_is_an_error(tmp_path: Path) -> None:
    (found,) = lost(folder(tmp_path, ".git/config"))
    assert found.startswith(f"{tmp_path} holds no address to compare | ")


def test_the_addresses_that_were_compared_are_counted(tmp_path: Path) -> None:
    site = planned_site(sources(NEW), Memory())
    old = sitemap(tmp_path, "https://e.org/", "https://e.org/2024/#a", "https://e.org/2024/", "https://e.org/gone/")
    assert against(str(old), site.site, site.outputs, web()).addresses == 3


def test_a_packed_sitemap_is_read_from_a_file_and_from_its_address(tmp_path: Path) -> None:
    packed = gzip.compress(xml("https://e.org/gone/").encode())
    (tmp_path / "sitemap.xml.gz").write_bytes(packed)
    (found,) = lost(tmp_path / "sitemap.xml.gz")
    assert "'/gone/'" in found
    assert read_sitemap(gzip.compress(b"<urlset>") + gzip.compress(b"</urlset>")) == Sitemap()
    with serving({"/s.xml.gz": said(200, packed)}) as server:
        server.acts["/i.xml"] = said(200, index(f"{server.url}/s.xml.gz").encode())
        (found,) = lost(f"{server.url}/i.xml")
    assert "'/gone/'" in found


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (gzip.compress(b"<urlset/>")[:-9], "cannot be unpacked"),
        (b"\x1f\x8bx", "cannot be unpacked"),
        (gzip.compress(bytes(LARGEST + 1)), "larger than"),
    ],
)
def test_a_packed_sitemap_that_is_broken_or_explodes_is_refused(body: bytes, said: str) -> None:
    found = read_sitemap(body)
    assert isinstance(found, Fault)
    assert said in found.message
