"""The same sources at the root of a domain, below a base path, and from a folder: no address leads to nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.every_link import PUBLISHED, addresses, build, dead, write
from tests.sites import REPOSITORY

STICK = "file:///stick/copy/"


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site with every kind of link."""
    return write(tmp_path_factory.mktemp("every"))


def test_a_site_at_the_root_of_a_domain_has_no_dead_address(every: Path) -> None:
    folder = build(every, every / "root", "--base-url", "https://e.invalid/")
    assert dead(folder, "https://e.invalid/", "https://e.invalid/") == []


@pytest.mark.parametrize("base", ["repo", "a/b", "ünï", "assets", "2025"])
def test_a_site_below_a_base_path_has_no_dead_address(every: Path, base: str) -> None:
    url = f"https://u.github.io/{base}/"
    encoded = url.replace("ünï", "%C3%BCn%C3%AF")
    folder = build(every, every / f"out-{base.replace('/', '-')}", "--base-url", url)
    assert dead(folder, encoded, encoded) == []


def test_a_portable_copy_has_no_dead_address(every: Path) -> None:
    folder = build(every, every / "copy", "--portable")
    assert dead(folder, STICK, f"{PUBLISHED}/", exact=True) == []


def test_a_portable_copy_of_a_site_with_a_base_path_has_no_dead_address(tmp_path: Path) -> None:
    site = write(tmp_path / "site")
    config = (site / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(f"{config}base_path: /repo\n", encoding="utf-8")
    # Below another path, the page at its root is none of the site.
    home = site / "content/index.md"
    home.write_text(home.read_text(encoding="utf-8").replace(PUBLISHED, f"{PUBLISHED}/repo"), encoding="utf-8")
    folder = build(site, tmp_path / "copy", "--portable")
    assert dead(folder, STICK, f"{PUBLISHED}/repo/", exact=True) == []
    assert [one for one in _followed(folder) if "/repo/" in one] == []


def test_a_portable_copy_leads_to_itself_and_never_to_where_it_is_published(every: Path) -> None:
    folder = build(every, every / "copy", "--portable")
    assert [one for one in _followed(folder) if one.startswith(PUBLISHED)] == []


def test_a_portable_copy_says_where_it_is_published(every: Path) -> None:
    folder = build(every, every / "copy", "--portable")
    page = (folder / "2025/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/2025/">' in page
    assert '<meta property="og:url" content="https://example.org/2025/">' in page
    assert '"url":"https://example.org/2025/"' in page
    assert "https://example.org/2025/" in (folder / "sitemap.xml").read_text(encoding="utf-8")


def test_code_text_other_sites_and_notebooks_are_never_touched(every: Path) -> None:
    for name, options in (("base", ("--base-url", "https://e.invalid/r")), ("copy", ("--portable",))):
        folder = build(every, every / name, *options)
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert "<code>/assets/code.pdf</code>" in page
        assert 'href="https://other.invalid/x"' in page
        assert (folder / "assets/n.ipynb").read_bytes() == (every / "assets/n.ipynb").read_bytes()


def test_a_portable_copy_has_the_files_of_the_site(every: Path) -> None:
    one, other = build(every, every / "root"), build(every, every / "copy", "--portable")
    names = [sorted(path.relative_to(at).as_posix() for path in at.rglob("*")) for at in (one, other)]
    assert names[0] == names[1]


def test_the_checker_sees_an_address_that_leads_to_nothing(every: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(build(every, every / "root"), folder)
    (folder / "about.html").unlink()
    (folder / "static/two.css").write_text("a { b: url(/static/no.svg) }", encoding="utf-8")
    found = dead(folder, f"{PUBLISHED}/", f"{PUBLISHED}/")
    assert "static/two.css: /static/no.svg: leads to nothing" in found
    assert "notes/page.html: ../about.html: leads to nothing" in found
    assert "sitemap.xml: https://example.org/about.html: leads to nothing" in found


@pytest.mark.slow
@pytest.mark.parametrize("base", ["", "repo/"])
def test_the_faimi_site_has_no_dead_address(tmp_path: Path, base: str) -> None:
    url = f"https://u.github.io/{base}"
    assert dead(build(_faimi(tmp_path), tmp_path / "out", "--base-url", url), url, url) == []


@pytest.mark.slow
def test_a_portable_copy_of_the_faimi_site_has_no_dead_address(tmp_path: Path) -> None:
    folder = build(_faimi(tmp_path), tmp_path / "out", "--portable")
    assert dead(folder, STICK, "https://faimi-workshop.github.io/", exact=True) == []


def _faimi(at: Path) -> Path:
    for name in ("content", "templates", "static", "assets"):
        shutil.copytree(REPOSITORY / name, at / "site" / name)
    shutil.copy(REPOSITORY / "site.yaml", at / "site")
    return at / "site"


def _followed(folder: Path) -> list[str]:
    """Return the addresses in pages that a visitor follows or a browser loads: all but those that tell of the page."""
    pages = folder.rglob("*.html")
    told = re.compile(r'<link rel="canonical"[^>]*>|<meta property="og:[^>]*>|<script type="application/ld.*?</script>')
    found = []
    for page in pages:
        bare = page.with_suffix(".bare.html")
        bare.write_text(told.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
        found += list(addresses(bare))
        bare.unlink()
    return found
