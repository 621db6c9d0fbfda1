"""`faimi-site migrate`: what a Jekyll site becomes, what is told of it, and that nothing is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from faimi_site.model import source
from faimi_site.problem import Level, Problem
from faimi_site.scaffold.migrate import Migrated, migrated
from faimi_site.scaffold.report import report
from tests.drawn import photo
from tests.jekyll_site import SITE, built, write
from tests.sites import planned, sources

CONFIG = "title: T\nurl: https://example.org\n"


def moved(files: dict[str, str | bytes]) -> Migrated:
    """Return what a Jekyll site in memory becomes; without a configuration of its own, one with an address."""
    given = {"_config.yml": CONFIG, **files}
    return migrated({path: source(path, body) for path, body in given.items()}, [], sources({}))


def text(result: Migrated, path: str) -> str:
    """Return a file of a new site as text."""
    body = result.files[path]
    return (body if isinstance(body, bytes) else body.read()).decode()


def page(body: str, matter: str = "title: P", config: str = CONFIG) -> str:
    """Return what the Markdown of a page becomes."""
    files: dict[str, str | bytes] = {"_config.yml": config, "a/b.md": "---\ntitle: B\n---\n"}
    files |= {"index.md": f"---\n{matter}\n---\n{body}", "_posts/2024-01-02-news.md": "---\ntitle: N\n---\n"}
    return text(moved(files), "content/index.md").partition("\n---\n")[2]


def front(matter: str, name: str = "p.md") -> str:
    """Return what the front matter of a page becomes, without a permalink."""
    result = moved({name: f"---\n{matter}\npermalink: /p/\n---\n", "photo.jpg": photo(4, 3)})
    return text(result, "content/p.md").removeprefix("---\n").partition("---\n")[0]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "faimi_site", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("liquid", "becomes"),
    [
        ("[x]({{ site.baseurl }}/a/)", "[x](/a/)"),
        ("[x]({{site.url}}{{site.baseurl}}/a/)", "[x](/a/)"),
        ("[x]({{ '/a/' | relative_url }})", "[x](/a/)"),
        ('[x]({{ "a/" | absolute_url }})', "[x](/a/)"),
        ('[x]({{ "/a/" | prepend: site.baseurl }})', "[x](/a/)"),
        ('<a href="{{ site.baseurl }}">', '<a href="/">'),
        ("[x]({% link a/b.md %})", "[x](/a/b.html)"),
        ("[x]({{ site.baseurl }}{% link a/b.md %})", "[x](/a/b.html)"),
        ("[x]({% post_url 2024-01-02-news %})", "[x](/2024/01/02/news.html)"),
        ("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}"),
        ("{{ site.title }} {{ page.title }}", "T P"),
        ("{% highlight python %}\nx = 1\n{% endhighlight %}", "```python\nx = 1\n```"),
        ("a{% comment %}secret{% endcomment %}b", "ab"),
    ],
)
def test_liquid_that_is_sure_is_replaced(liquid: str, becomes: str) -> None:
    assert page(f"{liquid}\n") == f"{becomes}\n"


@pytest.mark.parametrize(
    "liquid",
    [
        "{% include x.html %}",
        "{{ page.unknown }}",
        "{% for p in site.pages %}",
        "{% link gone.md %}",
        "{% raw %} without an end",
    ],
)
def test_other_liquid_stays_as_it_is(liquid: str) -> None:
    assert page(f"{liquid}\n") == f"{liquid}\n"


def test_liquid_that_is_left_is_told_with_its_line_before_and_now() -> None:
    result = moved({"index.md": "---\ntitle: P\nlayout: home\n---\nText.\n\n{% include x.html %}\n"})
    assert [left for one in result.made for left in one.left] == [
        ("content/index.md:6", "{% include x.html %} (`index.md:7`)")
    ]


def test_a_page_that_means_its_liquid_keeps_it() -> None:
    assert page("{{ site.title }}\n", "title: P\nrender_with_liquid: false") == "{{ site.title }}\n"


def test_a_base_path_that_is_written_out_is_taken_off() -> None:
    config = f"{CONFIG}baseurl: /repo\n"
    assert page('[x](/repo/a/) <a href="/repo/b/">\n', config=config) == '[x](/a/) <a href="/b/">\n'


def test_a_link_to_a_file_with_another_name_now_leads_to_its_page() -> None:
    result = moved(
        {
            "a/b.md": "---\ntitle: B\n---\n[Home](../README.md#top) [C](c.markdown) [B](b.md)\n",
            "a/c.markdown": "---\n---\n",
            "README.md": "# Home\n",
        }
    )
    assert text(result, "content/a/b.md").endswith("[Home](/#top) [C](/a/c.html) [B](b.md)\n")


WHOLE = "<!DOCTYPE html>\n<html lang='en'><title>W</title></html>\n"


def test_a_whole_document_is_copied_and_its_old_addresses_lead_to_it() -> None:
    result = moved({"w.html": f"---\ntitle: W\nredirect_from: [/old/, /older/]\n---\n{WHOLE}"})
    assert text(result, "content/w.html") == WHOLE
    assert "permalink: /old/\nredirect_to: /w.html\n" in text(result, "content/w.md")
    assert result.lost == {}


def test_a_whole_document_that_is_not_published_stays_so() -> None:
    result = moved({"w.html": f"---\ntitle: W\npublished: false\n---\n{WHOLE}"})
    assert [path for path in result.files if "w." in path] == ["content/w.md"]
    assert "published: false\n" in text(result, "content/w.md")


def test_an_old_address_that_differs_from_a_page_by_case_alone_is_told_as_lost() -> None:
    result = moved({"a.md": "---\ntitle: A\npermalink: /a/\n---\n", "b.md": "---\ntitle: B\nredirect_from: /A/\n---\n"})
    assert result.lost == {"A/index.html": "`a.md` has `/a/index.html`, and many machines do not tell the two apart"}


def test_a_page_gets_a_permalink_only_where_its_address_is_another() -> None:
    result = moved({"a.md": "---\ntitle: A\npermalink: /a/\n---\n", "b.md": "---\ntitle: B\n---\n"})
    assert text(result, "content/a.md") == "---\ntitle: A\n---\n"
    assert text(result, "content/b.md") == "---\ntitle: B\npermalink: /b.html\n---\n"


@pytest.mark.parametrize(
    ("matter", "becomes"),
    [
        ("title: 1.10", "title: '1.10'\n"),
        ("layout: null\nweight: -1", "weight: -1\n"),
        ('published: "false"', ""),
        ("published: false", "published: false\n"),
        ("image: photo.jpg", "image:\n  path: /photo.jpg\n"),
        ("image: /gone.jpg", ""),
        ("image: https://example.com/x.jpg", ""),
        ("redirect_from: [null, '', /old/, /p/]", "redirect_from:\n  - /old/\n"),
        ("redirect_from: 2022", "redirect_from:\n  - /2022.html\n"),
        ("redirect_to: [/x/, /y/]", "redirect_to: /x/\n"),
        ("redirect_to: 'mailto:a@example.org'", ""),
        ("author: {name: Ada}", "author: Ada\n"),
        ("lang: en_GB", "lang: en-GB\n"),
        ("date: 2024-01-02\nown: {a: 1}", "date: 2024-01-02\nown:\n  a: 1\n"),
        ("titel: x\nlast_modified_at: someday", ""),
        ("tags: [a, null]", "tags:\n  - a\n"),
    ],
)
def test_front_matter_becomes_ours(matter: str, becomes: str) -> None:
    assert front(matter) == becomes


def test_what_is_left_out_of_front_matter_is_told() -> None:
    result = moved({"p.md": '---\ntitle: P\nweight: many\npublished: "false"\n---\n'})
    assert result.made[0].told == (
        "`weight: many` was left out: it is no whole number",
        "`published: 'false'` was left out: only the word false hides a page",
    )


def test_front_matter_that_cannot_be_read_is_quoted_in_the_report() -> None:
    result = moved({"p.md": "---\ntitle: a: b\n---\nText.\n"})
    assert text(result, "content/p.md") == "---\npermalink: /p.html\n---\nText.\n"
    assert "it says: title: a: b" in report(result)


def test_a_text_in_latin_1_is_saved_as_utf_8() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\nAntón\n".encode("latin-1")})
    assert text(result, "content/index.md").endswith("Antón\n")
    assert "it was read as Windows-1252" in report(result)


def test_of_two_pages_at_one_address_the_one_that_was_shown_keeps_it() -> None:
    result = moved({name: f"---\ntitle: {name}\npermalink: /same/\n---\n" for name in ("a.md", "b.md")})
    assert {one.path: one.placed.output for one in result.made} == {
        "content/a.md": "a/index.html",
        "content/b.md": "same/index.html",
    }


def test_addresses_that_differ_by_case_alone_are_told_as_lost() -> None:
    result = moved(
        {"a.md": "---\ntitle: A\npermalink: /Case/\n---\n", "b.md": "---\ntitle: B\npermalink: /case/\n---\n"}
    )
    assert list(result.lost) == ["Case/index.html"]
    assert [one.path for one in result.made] == ["content/a.md", "content/b.md"]


def test_an_address_that_no_site_can_have_is_lost_and_its_page_is_not() -> None:
    result = moved({"a.md": "---\ntitle: A\npermalink: /q?x=1\n---\nText.\n"})
    assert list(result.lost) == ["q?x=1.html"]
    assert result.made[0].placed.output == "a/index.html"


def test_a_feed_that_a_template_makes_is_lost_with_the_place_of_the_template() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\n", "feed.xml": "---\n---\n<x>\n{% for p in site.posts %}\n"})
    assert result.lost["feed.xml"].endswith("{% for p in site.posts %} (`feed.xml:4`)")


def test_pictures_keep_their_addresses_though_pages_show_them_smaller() -> None:
    result = moved(
        {"index.md": "---\ntitle: P\n---\n![A photo](/photo.jpg)\n", "photo.jpg": SITE["assets/img/photo.jpg"]}
    )
    assert result.lost == {}
    assert text(result, "content/kept-pictures.txt").endswith("\n/photo.jpg\n")


def test_a_dead_link_of_the_old_site_does_not_stop_the_build() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\n[Gone](/gone/)\n"})
    assert [problem.level for problem in result.problems if problem.rule == "link/dead"] == [Level.WARNING]
    assert "link/dead: warning" in text(result, "site.yaml")


def test_the_navigation_comes_over_where_each_entry_is_a_page() -> None:
    files: dict[str, str | bytes] = {"index.md": "---\ntitle: P\n---\n", "a.md": "---\ntitle: A\n---\n"}
    sure = moved({**files, "_data/navigation.yml": "- {title: A, url: /a}\n"})
    unsure = moved({**files, "_data/navigation.yml": "- {title: A, url: /b}\n"})
    assert "nav:\n  - title: A\n    url: /a.html\n" in text(sure, "site.yaml")
    assert "nav:" not in text(unsure, "site.yaml")


def test_settings_without_a_counterpart_are_told() -> None:
    config = "title: T\nurl: https://example.org/\nbaseurl: /repo/\ntimezone: Nowhere\ngoogle_analytics: x\n"
    result = moved({"_config.yml": config, "index.md": "---\ntitle: P\n---\n"})
    assert text(result, "site.yaml") == "title: T\nurl: https://example.org\nbase_path: /repo\n"
    assert [told.partition(":")[0] for told in result.site_told] == [
        "`timezone",
        "`google_analytics` has no counterpart",
    ]


def test_aliases_that_explode_are_not_followed() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    result = moved({"p.md": "---\n" + "\n".join(lines) + "\n---\nText.\n"})
    assert "it holds too many values" in result.made[0].told[0]


def test_a_tag_in_yaml_runs_nothing() -> None:
    result = moved({"p.md": "---\nx: !!python/object/apply:os.system ['false']\n---\nText.\n"})
    assert "could not determine a constructor" in result.made[0].told[0]


def test_a_new_folder_is_made_and_builds(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"_config.yml": CONFIG, "index.md": "---\ntitle: Home\n---\nText.\n"})
    done = run("migrate", old, tmp_path / "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert run("build", "--strict", "--source", tmp_path / "new").returncode == 0
    assert (tmp_path / "new/MIGRATION.md").read_text().startswith("# Moved over from Jekyll\n")


def test_an_address_that_is_lost_is_told_with_exit_code_1(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"_config.yml": CONFIG, "feed.xml": "---\n---\n{{ site.posts | size }}\n"})
    done = run("migrate", old, tmp_path / "new")
    assert (done.returncode, done.stderr.partition(":")[0]) == (1, "lost")
    assert (tmp_path / "new/MIGRATION.md").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"index.md": "---\ntitle: Home\n---\n"})
    new = write(tmp_path / "new", {"mine.txt": "mine"})
    done = run("migrate", old, new)
    assert (done.returncode, os.listdir(new)) == (1, ["mine.txt"])
    assert "nothing is overwritten" in done.stderr


@pytest.mark.parametrize(("old", "new"), [("old", "old/new"), ("old", "old"), ("absent", "new")])
def test_a_wrong_call_writes_nothing(old: str, new: str, tmp_path: Path) -> None:
    write(tmp_path / "old", {"index.md": "---\ntitle: Home\n---\n"})
    done = run("migrate", tmp_path / old, tmp_path / new)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.rglob("*")] == ["old", "index.md"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_out_of_the_site_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\n")
    old = write(tmp_path / "old", {"_config.yml": CONFIG, "index.md": "---\ntitle: Home\n---\n"})
    (old / "linked.md").symlink_to(tmp_path / "secret.md")
    run("migrate", old, tmp_path / "new")
    assert not (tmp_path / "new/content/linked.md").exists()
    assert "`linked.md`: it was not moved: it is a link" in (tmp_path / "new/MIGRATION.md").read_text()


@pytest.mark.slow
def test_a_site_with_all_faults_keeps_every_address_and_builds(tmp_path: Path) -> None:
    old = write(tmp_path / "old", SITE)
    before = {path.relative_to(old): path.read_bytes() for path in old.rglob("*") if path.is_file()}
    addresses = built(old, tmp_path / "out")
    moved_over = run("migrate", old, tmp_path / "new")
    assert moved_over.returncode == 0, moved_over.stderr
    assert {path.relative_to(old): path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    assert run("build", "--source", tmp_path / "new").returncode == 0
    site = tmp_path / "new/_site"
    kept = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert sorted({unicodedata.normalize("NFC", path) for path in addresses} - kept) == []


def liquid(body: str, matter: str = "title: P") -> list[Problem]:
    site = planned({"content/index.md": f"---\n{matter}\n---\n{body}\n"})
    return [problem for problem in site.problems if problem.rule == "text/liquid"]


@pytest.mark.parametrize("written", ["{% include x.html %}", "{{ page.title }}", "{{ 'a' | upcase }}", "{%- if a -%}"])
def test_a_build_warns_of_liquid(written: str) -> None:
    (problem,) = liquid(f"Text {written} here.")
    assert (problem.place.line, problem.message) == (4, f"'{written}' is Liquid, which nothing runs here")


@pytest.mark.parametrize(
    "written", ["`{{ page.title }}`", "```\n{% if a %}\n```", "{: .lead}", "$\\frac{{a}}{b}$", "{ % x % }"]
)
def test_what_is_no_liquid_is_left_alone(written: str) -> None:
    assert liquid(written) == []


def test_liquid_that_a_page_means_is_left_alone() -> None:
    assert liquid("{{ page.title }}", "title: P\nrender_with_liquid: false") == []
