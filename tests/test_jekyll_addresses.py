"""Addresses of old pages are those that Jekyll gives, whatever their names and permalinks are."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from faimi_site.model import source
from faimi_site.scaffold.oldsite import Old, old_site
from faimi_site.scaffold.permalinks import redirect_path
from faimi_site.scaffold.settings import settings as read_settings
from tests.jekyll_site import built, write

TODAY = date(2025, 9, 1)


def olds(files: dict[str, str], config: str = "") -> dict[str, Old]:
    """Return the files of an old site by path, as Jekyll sees them."""
    sources = {path: source(path, text) for path, text in {"_config.yml": config, **files}.items()}
    return {old.path: old for old in old_site(sources, read_settings(sources), TODAY)}


def at(path: str, permalink: str = "", config: str = "gems: []") -> str:
    """Return the output path of a page with a permalink, in a site with a configuration."""
    return olds({path: f"---\npermalink: {permalink}\n---\n" if permalink else "---\n---\n"}, config)[path].output


@pytest.mark.parametrize(
    ("path", "permalink", "output"),
    [
        ("about.md", "", "about.html"),
        ("about.md", "/x/", "x/index.html"),
        ("about.md", "/x", "x.html"),
        ("about.md", "noslash", "noslash.html"),
        ("about.md", "/k/index", "k/index.html"),
        ("about.md", "/v1.2", "v1.2"),
        ("about.md", "//dd//ee/", "dd/ee/index.html"),
        ("about.md", "../../up/", "up/index.html"),
        ("about.md", "/a%20b/", "a b/index.html"),
        ("about.md", "/ünï/", "ünï/index.html"),
        ("a/b.md", "/:path/:basename/x.html", "a/b/x.html"),
        ("a/index.md", "", "a/index.html"),
        ("feed.xml", "", "feed.xml"),
        ("main.scss", "", "main.css"),
    ],
)
def test_a_page_is_where_jekyll_puts_it(path: str, permalink: str, output: str) -> None:
    assert at(path, permalink) == output


@pytest.mark.parametrize(
    ("style", "output"),
    [
        ("date", "a/b.html"),
        ("pretty", "a/b/index.html"),
        ("none", "a/b.html"),
        ("ordinal", "a/b.html"),
        ("/:title/", "a/b/index.html"),
        ("/x/:title:output_ext", "a/b.html"),
    ],
)
def test_a_page_follows_the_permalink_style_of_the_site(style: str, output: str) -> None:
    assert at("a/b.md", config=f"permalink: {style}") == output


@pytest.mark.parametrize(
    ("style", "output"),
    [
        ("date", "news/2024/03/01/First-One.html"),
        ("pretty", "news/2024/03/01/First-One/index.html"),
        ("ordinal", "news/2024/061/First-One.html"),
        ("none", "news/First-One.html"),
        ("/:year/:i_month/:slug.html", "2024/3/first-one.html"),
    ],
)
def test_a_post_follows_the_permalink_style_of_the_site(style: str, output: str) -> None:
    path = "_posts/2024-03-01-First One.md"
    assert olds({path: "---\ncategories: News\n---\n"}, f"permalink: {style}")[path].output == output


def test_the_narrower_scope_of_the_defaults_counts() -> None:
    wide = "  - {scope: {path: ''}, values: {permalink: /wide/}}\n"
    narrow = "  - {scope: {path: a}, values: {permalink: /narrow/}}\n"
    assert olds({"a/b.md": "---\n---\n"}, f"defaults:\n{narrow}{wide}")["a/b.md"].output == "narrow/index.html"


def test_a_post_of_the_future_is_held_back() -> None:
    path = "_posts/2026-01-01-later.md"
    assert olds({path: "---\n---\n"})[path].reason == "its date, 2026-01-01, is still to come"


def test_drafts_and_what_starts_with_an_underscore_are_not_published() -> None:
    assert list(olds({"_drafts/a.md": "---\n---\n", "_x/b.md": "---\n---\n", ".c.md": "---\n---\n"})) == []


def test_a_file_that_is_excluded_is_not_published() -> None:
    assert list(olds({"a/b.md": "---\n---\n", "c.md": "---\n---\n"}, "exclude: [a/]")) == ["c.md"]


def test_markdown_without_front_matter_may_be_a_page_and_a_copy() -> None:
    old = olds({"notes.md": "# Notes\n"})["notes.md"]
    assert (old.output, old.also) == ("notes.html", ("notes.md",))


def test_a_readme_is_the_home_page_where_there_is_no_other() -> None:
    assert olds({"README.md": "# Hello\n"})["README.md"].output == "index.html"


@pytest.mark.parametrize(
    ("written", "output"),
    [
        ("/old", "old.html"),
        ("/old/", "old/index.html"),
        ("old5.txt", "old5.txt"),
        ("//host/a", "host/a.html"),
        ("/", "index.html"),
    ],
)
def test_a_redirect_is_where_the_plugin_writes_it(written: str, output: str) -> None:
    assert redirect_path(written) == output


TAIL = st.text("abA1./%-_ ~é+&'(),;=@$!", min_size=1, max_size=9)
# Escapes of bytes that are no UTF-8 crash Jekyll.
NAMES = st.text("abA1.-_ ~é+&'(),;=@$!", min_size=1, max_size=8)
STYLES = st.sampled_from(
    ["date", "pretty", "ordinal", "none", "weekdate", "/:categories/:title/", "/x/:title:output_ext"]
)
TOKENS = (
    "year month day i_day i_month short_year y_day week title slug categories slugified_categories name path".split()
)
PARTS = st.lists(st.sampled_from([f":{name}" for name in TOKENS] + ["x", "yz", "-"]), min_size=1, max_size=4)
SUFFIX = st.sampled_from(["", "/", ".html", ":output_ext"])
ENDINGS = st.sampled_from([".md", ".markdown", ".html", ".txt", ".xml"])


@st.composite
def old_sites(draw: st.DrawFn) -> dict[str, str]:
    """Return a site whose files hold their own paths; each address has a folder of its own, so that none meet."""
    files = {"_config.yml": f"permalink: {draw(STYLES)}\ncollections: {{notes: {{output: true}}}}\n"}
    for number in range(40):
        name, kind = draw(NAMES).strip(), draw(st.sampled_from(["page", "permalink", "post", "note", "file"]))
        if not name.strip("."):
            continue
        ending, matter = draw(ENDINGS), ""
        path = f"f{number}/{name}{ending}"
        if kind == "permalink":
            tail = draw(TAIL).replace("%", "%20")
            matter = f"permalink: '/p{number}/{tail.replace(chr(39), chr(39) * 2)}'\n"
        elif kind == "post":
            path = f"g{number}/_posts/2024-{draw(st.integers(1, 12))}-{draw(st.integers(1, 28))}-{name}{ending}"
            matter = f"categories: [C{number} é, {draw(st.sampled_from(['News', 'Ä b', '1']))}]\n"
            if draw(st.booleans()):
                matter += f"permalink: /q{number}/{'/'.join(draw(PARTS))}{draw(SUFFIX)}\n"
        elif kind == "note":
            path = f"_notes/n{number}/{name}{ending}"
        files[path] = (
            f"{path}\n"
            if kind == "file" and ending != ".md"
            else f"---\n{matter}---\n{{% raw %}}{path}{{% endraw %}}\n"
        )
    return files


@pytest.mark.slow
@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(old_sites())
def test_every_output_path_is_the_one_that_jekyll_gives(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = write(Path(made, "old"), files)
        actual = built(folder, Path(made, "out"))
    sources = {path: source(path, text) for path, text in files.items()}
    found = list(old_site(sources, read_settings(sources), TODAY))
    raw = {path for old in found for path in (old.also or [])}
    expected = {old.output for old in found if not old.reason and not old.also} | raw
    assert sorted(actual - expected) == sorted(expected - actual) == []


HIDING = """\
collections: {talks: {output: true}}
defaults:
  - {scope: {path: page}, values: {published: false}}
  - {scope: {path: _talks, type: talks}, values: {published: false}}
"""
MAY_BE_HIDDEN = {
    "index.md": "---\n---\n",
    "page.md": "---\n---\n",
    "_talks/one.md": "---\n---\n",
    "_talks/two.md": "---\npublished: true\n---\n",
    "no.md": "---\npublished: false\n---\n",
    "empty.md": "---\npublished:\n---\n",
    "word.md": "---\npublished: 'false'\n---\n",
    "_posts/2024-01-02-post.md": "---\npublished: false\n---\n",
    "_drafts/dated.md": "---\ndate: 2020-01-01\n---\n",
    "blog/_drafts/2023-02-03-named.md": "---\n---\n",
    "_drafts/fixed.md": "---\npermalink: /fixed/\n---\n",
    "_drafts/undated.md": "---\n---\n",
}


@pytest.mark.parametrize("options", ["", "unpublished: true\n", "show_drafts: true\n"])
def test_what_is_hidden_is_what_jekyll_hides(options: str, tmp_path: Path) -> None:
    config = HIDING + options
    written = built(write(tmp_path / "old", {"_config.yml": config, **MAY_BE_HIDDEN}), tmp_path / "out")
    found = olds(MAY_BE_HIDDEN, config).values()
    undated = {path for path in written if path.endswith("/undated.html")}
    assert {old.output for old in found if not old.reason} == written - undated
    assert [old.pattern for old in found if old.pattern] == ["YEAR/MONTH/DAY/undated.html"] * len(undated)
