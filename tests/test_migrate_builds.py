"""`faimi-site migrate`: code and raw text in Liquid, and files of an old site that would stop the new one's build."""

from __future__ import annotations

from pathlib import Path

import pytest

from faimi_site.problem import Level
from faimi_site.scaffold.migrate import Migrated
from faimi_site.scaffold.report import report
from tests.jekyll_site import built, write
from tests.test_migrate import CONFIG, moved, page, run, text


def errors(result: Migrated) -> list[str]:
    """Return the rules of the errors that stop a build."""
    return [problem.rule for problem in result.problems if problem.level is Level.ERROR]


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("Use {% highlight sh %}ls -l{% endhighlight %} here.", "Use `ls -l` here."),
        ("Use {% highlight sh %}a `b`{% endhighlight %} here.", "Use `` a `b` `` here."),
        ("So: {% highlight sh %}\na\nb\n{% endhighlight %} and", "So: \n\n```sh\na\nb\n```\n\n and"),
        ("{% highlight ruby linenos %}\nx\n{% endhighlight %}", "```ruby\nx\n```"),
        ("{% highlight sh %}x{% endhighlight %}", "```sh\nx\n```"),
        ("- a\n\n  {% highlight sh %}\n  x\n  {% endhighlight %}", "- a\n\n  ```sh\n  x\n  ```"),
        ("{% highlight md %}\n```\n{% endhighlight %}", "~~~~md\n```\n~~~~"),
    ],
)
def test_code_stands_in_its_line_or_in_lines_of_its_own(written: str, becomes: str) -> None:
    assert page(f"{written}\n") == f"{becomes}\n"


def test_a_tag_that_takes_the_space_around_it_along_stays_and_is_told_once() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\n{%- highlight c -%}{{ x }}{%- endhighlight -%}\n"})
    assert [left for _, left in result.made[0].left] == [
        *("{%- highlight c -%} (`index.md:4`)", "{{ x }} (`index.md:4`)", "{%- endhighlight -%} (`index.md:4`)")
    ]


def test_code_in_html_is_html() -> None:
    result = moved({"p.html": "---\ntitle: P\n---\n<p>A</p>\n{% highlight c %}\na < b\n{% endhighlight %}\n"})
    assert '<p>A</p>\n<pre><code class="language-c">a &lt; b</code></pre>\n' in text(result, "content/p.md")


def test_liquid_that_a_page_shows_is_not_warned_of() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\nWrite {% raw %}{{ x }}{% endraw %}.\n"})
    assert text(result, "content/index.md") == "---\ntitle: P\nrender_with_liquid: false\n---\nWrite {{ x }}.\n"
    assert "text/liquid" not in [problem.rule for problem in result.problems]


def test_liquid_that_stays_is_warned_of_beside_what_a_page_shows() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\n{% raw %}{{ x }}{% endraw %}\n{% include y %}\n"})
    assert "render_with_liquid" not in text(result, "content/index.md")


def test_liquid_in_code_by_its_indent_is_not_warned_of() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\n    {% raw %}{{ x }}{% endraw %}\n"})
    assert "text/liquid" not in [problem.rule for problem in result.problems]


def test_liquid_in_code_needs_no_word_of_the_page() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\n`{% raw %}{{ x }}{% endraw %}`\n"})
    assert text(result, "content/index.md") == "---\ntitle: P\n---\n`{{ x }}`\n"


@pytest.mark.parametrize(
    ("config", "data", "told"),
    [
        ("header_pages: [index.md]\n", "- {title: P, url: /}\n", "the navigation comes from `_config.yml`"),
        ("", "- {title: P, url: /gone/}\n", "an entry in it is no page, or holds others"),
    ],
)
def test_a_navigation_that_did_not_come_over_is_named(config: str, data: str, told: str) -> None:
    files: dict[str, str | bytes] = {"index.md": "---\ntitle: P\n---\n", "_data/navigation.yml": data}
    result = moved({"_config.yml": CONFIG + config, **files})
    assert f"- `_data/navigation.yml` was left aside: {told}" in report(result)


def test_markdown_by_an_ending_that_jekyll_was_not_told_of_is_a_page_at_its_address() -> None:
    config = f'{CONFIG}gems: []\nmarkdown_ext: "md,txt"\n'
    result = moved({"_config.yml": config, "a.markdown": "A\n", "b.markdown": "---\ntitle: B\n---\n", "c.txt": "C\n"})
    assert (result.lost, errors(result)) == ({}, [])
    assert "permalink: /a.markdown\n" in text(result, "content/a.md")
    assert "permalink: /b.markdown\n" in text(result, "content/b.md")


def test_a_broken_picture_that_a_page_shows_is_lost_and_named_and_the_site_builds() -> None:
    result = moved({"index.md": "---\ntitle: P\nimage: /p.png\n---\n![x](p.png)\n", "p.png": b"no picture"})
    assert errors(result) == []
    assert text(result, "content/index.md") == "---\ntitle: P\n---\n![x](p.png)\n"
    assert result.lost == {"p.png": "a page shows it, and it is broken or no image: mend it, and put it there again"}
    assert "`image: /p.png` was left out: it is broken, or no image" in report(result)


def test_a_broken_picture_that_no_page_shows_keeps_its_address() -> None:
    result = moved({"index.md": "---\ntitle: P\nimage: /p.png\n---\n[x](p.png)\n", "p.png": b"no picture"})
    assert (result.lost, errors(result)) == ({}, [])


@pytest.mark.parametrize(
    ("name", "source"),
    [("ta\tb.md", "content/ta-b.md"), ("co:lon.md", "content/co-lon.md"), ("what?.md", "content/what-.md")],
)
def test_a_page_whose_name_no_address_can_hold_gets_another_one(name: str, source: str) -> None:
    result = moved({name: "---\ntitle: P\n---\n"})
    assert text(result, source) == "---\ntitle: P\n---\n"
    assert (len(result.lost), errors(result)) == (1, [])


@pytest.mark.parametrize("name", ["a:b.pdf", "a?b.pdf", "assets/a#b.pdf"])
def test_a_file_keeps_a_name_that_no_page_can_have(name: str) -> None:
    result = moved({"index.md": "---\ntitle: P\n---\n", name: b"%PDF"})
    assert (result.lost, errors(result)) == ({}, [])


def test_a_site_with_names_that_stop_a_build_builds_and_loses_what_is_named(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "_config.yml": f'{CONFIG}gems: []\nmarkdown_ext: "md,txt"\n',
        "index.md": "---\ntitle: Home\nimage: /p.png\n---\n![A](/p.png)\n",
        "p.png": b"no picture",
        "b.markdown": "B\n",
        "c.markdown": "---\ntitle: C\n---\n",
    }
    old = write(tmp_path / "old", files)
    written = built(old, tmp_path / "out")
    done = run("migrate", old, tmp_path / "new")
    assert (done.returncode, done.stderr.count("lost: ")) == (1, 1)
    assert run("build", "--source", tmp_path / "new").returncode == 0
    site = tmp_path / "new/_site"
    assert written - {path.relative_to(site).as_posix() for path in site.rglob("*")} == {"p.png"}
