"""`faimi-site migrate`: where each link led in the old site, and that it leads there from the new one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faimi_site.markdown import renderer
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions
from faimi_site.scaffold.addressed import local_markdown
from faimi_site.scaffold.leads import Leads, Way
from faimi_site.scaffold.own import Own
from faimi_site.scaffold.report import report
from faimi_site.scaffold.shown import shown
from tests.drawn import photo
from tests.jekyll_site import built, write
from tests.test_migrate import CONFIG, moved, page, run, text
from tests.test_migrate_addresses import HOME, REPO, at_repo


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("P\n{: style='background:url(/repo/i.png)'}", "P\n{: style='background:url(/i.png)'}"),
        ('P\n{: style="background:url(\\"/repo/i.png\\")"}', 'P\n{: style="background:url(\\"/i.png\\")"}'),
        (
            '![x](/repo/i.png){: .a style="background: url(/repo/i.png)" }',
            '![x](/i.png){: .a style="background: url(/i.png)" }',
        ),
        ('[x](/repo/a/){: href="/repo/b/" data-x="/repo/c/"}', '[x](/a/){: href="/b/" data-x="/repo/c/"}'),
        ('[x](/repo/a/){:r}\n\n{:r: href="/repo/b/"}', '[x](/a/){:r}\n\n{:r: href="/b/"}'),
        ('- {: href="https://example.org/repo/b/"} a', '- {: href="/b/"} a'),
    ],
)
def test_an_attribute_list_names_addresses_from_the_root_on(written: str, becomes: str) -> None:
    assert page(f"{written}\n", config=REPO) == f"{becomes}\n"


def test_an_address_in_an_attribute_list_gets_the_base_path_once() -> None:
    result = at_repo({"a.md": "---\ntitle: A\n---\nP\n{: style='background:url(/repo/i.png)'}\n", "i.png": photo(4, 3)})
    assert "link/base-path" not in [problem.rule for problem in result.problems]


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[x](/otherrepo/)", "[x](https://example.org/otherrepo/)"),
        ("[x](/repository/a.pdf?b#c)", "[x](https://example.org/repository/a.pdf?b#c)"),
        ("[root](/)", "[root](https://example.org/)"),
        ("[x](../otherrepo/)", "[x](https://example.org/otherrepo/)"),
        ("[x]\n\n[x]: /otherrepo/", "[x]\n\n[x]: https://example.org/otherrepo/"),
        ("<a href='/otherrepo/'>x</a>", '<a href="https://example.org/otherrepo/">x</a>'),
        ('[x](/repo/){: href="/otherrepo/"}', '[x](/){: href="https://example.org/otherrepo/"}'),
        ("[x]({{ page.url }})", "[x](https://example.org/)"),
    ],
)
def test_a_link_to_another_site_of_the_host_still_leads_there(written: str, becomes: str) -> None:
    assert page(f"{written}\n", config=REPO) == f"{becomes}\n"


@pytest.mark.parametrize(
    "written",
    [
        *("[x](a/)", "[x](./)", "[x](#a)", "[x](?a)", "[x](mailto:a@example.org)", "[x](//example.com/a/)"),
        *("[x](/{{page.x}}/)", "[x](/a/b.md)", "<a href='http://[/'>x</a>"),
    ],
)
def test_a_link_that_stays_within_the_site_or_names_its_host_stays_as_it_is(written: str) -> None:
    assert page(f"{written}\n", config=REPO) == f"{written}\n"


def test_a_site_at_the_root_of_its_host_has_no_links_out_of_it() -> None:
    assert page("[x](/otherrepo/)\n") == "[x](/otherrepo/)\n"


def test_each_link_out_of_the_site_is_told_with_its_line() -> None:
    written = "---\ntitle: A\nlayout: x\n---\n[x](/other/)\n\n<a href='/'>y</a>\n"
    result = at_repo(
        {"a.md": written, "s.css": "a {\n  background: url(/x.png)\n}\n", "b.html": "---\n---\n<a href='/'>\n"}
    )
    assert {one.path: one.outside for one in result.made if one.outside} == {
        "content/a.md": (
            ("content/a.md:5", "`https://example.org/other/` is written in full, since it led out of the site"),
            ("content/a.md:7", "`https://example.org/` is written in full, since it led out of the site"),
        ),
        "content/b.md": (
            ("content/b.md:5", "`https://example.org/` is written in full, since it led out of the site"),
        ),
        "content/s.css": (
            ("content/s.css:2", "`https://example.org/x.png` is written in full, since it led out of the site"),
        ),
    }
    told = "- `content/a.md:5`: `https://example.org/other/` is written in full, since it led out of the site\n"
    assert f"## Links out of the site\n\n{told}" in report(result)


def test_a_link_out_of_a_site_of_which_no_host_is_known_stays_and_is_told() -> None:
    result = moved({"_config.yml": "title: T\nbaseurl: /repo\n", "a.md": "---\ntitle: A\n---\n[x](/other/)\n"})
    assert text(result, "content/a.md").endswith("[x](/other/)\n")
    assert "- `content/a.md:5`: `/other/` led to the same host, of which `url` says nothing, out of the site" in report(
        result
    )


@pytest.mark.parametrize("address", ["/old/?q=1", "/old#frag", "/ol\\\\d/"])
def test_an_old_address_that_no_site_here_can_have_is_lost(address: str) -> None:
    result = moved({"index.md": f'---\ntitle: P\nredirect_from: [/kept/, "{address}"]\n---\n'})
    assert "redirect_from:\n  - /kept/\n" in text(result, "content/index.md")
    assert len(result.lost) == 1
    assert set(result.lost) < set(result.addresses)


@pytest.mark.slow
def test_what_is_lost_by_migration_is_what_the_comparison_finds(tmp_path: Path) -> None:
    files = {"index.md": '---\ntitle: P\nredirect_from: [/oldb4/?q=1, "/oldb5#frag", /kept/]\n---\nText.\n'}
    old = write(tmp_path / "old", {"_config.yml": f"{CONFIG}plugins: [jekyll-redirect-from]\n", **files})
    built(old, tmp_path / "out")
    done = run("migrate", old, tmp_path / "new")
    against = run("check", "--source", tmp_path / "new", "--against", tmp_path / "out")
    assert (done.returncode, against.returncode) == (1, 1)
    assert re.findall("^lost: (.*?): ", done.stderr, re.MULTILINE) == ["/oldb4/%3Fq=1.html", "/oldb5%23frag.html"]
    assert re.findall("old address '(.*?)'", against.stderr) == ["/oldb4/%3Fq=1.html", "/oldb5%23frag.html"]


@pytest.mark.parametrize(
    "written",
    [
        "A\n\n    [code](/repo/p.html)\n",
        "\t[code](/repo/p.html)\n",
        "- a\n\n      [code](/repo/p.html)\n",
        ">     [code](/repo/p.html)\n",
        "A\n\n    a\n\n    [code](/repo/p.html)\n",
        "    a\n[code](/repo/p.html)\n",
        '    ```\n    <a href="/repo/p.html">\n',
        "[^1]\n\n[^1]: A\n\n        [code](/repo/p.html)\n",
    ],
)
def test_code_by_its_indent_stays_as_it_is(written: str) -> None:
    assert page(written, config=REPO) == written


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("-     [x](/repo/p/)\n", "-     [x](/p/)\n"),
        ("A\n    [x](/repo/p/)\n", "A\n    [x](/p/)\n"),
        ("- a\n\n    [x](/repo/p/)\n", "- a\n\n    [x](/p/)\n"),
        ("    code\n\n[x](/repo/p/)\n", "    code\n\n[x](/p/)\n"),
        ("    ```\n\n[x](/repo/p/)\n", "    ```\n\n[x](/p/)\n"),
        (
            "1. a\n\n   ```\n   [x](/repo/p/)\n   ```\n\n   [x](/repo/p/)\n",
            "1. a\n\n   ```\n   [x](/repo/p/)\n   ```\n\n   [x](/p/)\n",
        ),
    ],
)
def test_what_is_indented_and_no_code_leads_into_the_site(written: str, becomes: str) -> None:
    assert page(written, config=REPO) == becomes


@given(st.text(alphabet="`~ \n\t->1.|a[](){:}<!&^", max_size=60))
def test_what_a_text_shows_is_a_part_of_it_in_order(written: str) -> None:
    at = 0
    for start, end in shown(written):
        assert at <= start < end <= len(written)
        at = end


@given(
    st.text(alphabet="/.repoh[]:?#%{}@\\\ufdd0 \xe4", max_size=30),
    st.sampled_from([("", ""), ("/repo", ""), ("/repo", "/repo")]),
)
def test_an_address_that_is_written_anew_differs_and_one_out_of_the_site_is_full_then(
    written: str, base: tuple[str, str]
) -> None:
    leads = Leads(Own("https://example.org", *base), "https://example.org", "/a/b.html", {"h/index.html": "/new/"})
    made, way = leads.now(written)
    assert way is Way.SAME or made != written
    assert way is not Way.OUTSIDE or leads.now(made) == (made, Way.SAME)


LINK = "[x](/repo/p/)"
LINES = [
    *("", "text", "# h", "- a", "1. b", ": d", "> a", "| a |", '{: href="/repo/q/"}', f"a `{LINK}`"),
    *(f"{before}{LINK}" for before in ("", "  ", "   ", "    ", "\t", "      ", "        ", "- ", "> ", ">     ")),
    *(f"```\n{LINK}\n```", f"  ~~~\n  {LINK}\n  ~~~"),
]


@given(st.lists(st.sampled_from(LINES), max_size=9))
def test_whatever_is_code_stays_and_whatever_is_a_link_loses_the_base_path(lines: list[str]) -> None:
    written = "\n".join(lines)
    own = Own("https://example.org", "/repo")
    rendered = renderer(MarkdownOptions(), Memory())
    old, new = (rendered(one).html for one in (written, local_markdown(written, Leads(own)).text))
    assert re.findall("<code.*?</code>", new, re.DOTALL) == re.findall("<code.*?</code>", old, re.DOTALL)
    assert re.findall('href="(/.*?)"', new) == [own.local(one) for one in re.findall('href="(/.*?)"', old)]


RENAMED: dict[str, str | bytes] = {
    "what.md": '---\ntitle: W\npermalink: "/what%3F/"\n---\n',
    "a/hash#name.md": "---\ntitle: H\npermalink: pretty#x\n---\n# Part\n",
    "b/c.md": "---\ntitle: C\n---\n[w](LINK)\n",
}


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("/repo/what%3F/", "/what/"),
        ("/repo/what%3F", "/what/"),
        ("https://example.org/repo/what%3F/?q#f", "/what/?q#f"),
        ("../what%3F/", "/what/"),
        ("../pretty%23x.html#part", "/a/hash-name/#part"),
        ("/repo/what/", "/what/"),
        ("what%3F/", "what%3F/"),
    ],
)
def test_a_link_to_a_page_that_had_to_be_renamed_leads_to_it(written: str, becomes: str) -> None:
    files = {**RENAMED, "b/c.md": f"---\ntitle: C\n---\n[w]({written})\n"}
    assert text(at_repo(files), "content/b/c.md").endswith(f"\n[w]({becomes})\n")


def test_a_link_to_a_renamed_page_is_mended_in_a_file_and_told() -> None:
    result = at_repo({**RENAMED, "w.html": "<!DOCTYPE html>\n<a href='/repo/what%3F/'>x</a>\n"})
    assert text(result, "content/w.html") == '<!DOCTYPE html>\n<a href="/what/">x</a>\n'
    assert "- `content/w.html`: 1 link to pages that have other addresses now lead there" in report(result)


def test_a_link_to_a_renamed_page_is_mended_in_a_file_of_a_site_at_the_root_too() -> None:
    result = moved(
        {**RENAMED, "w.html": "<!DOCTYPE html>\n<a href='what%3F/'>x</a> <a href='https://example.org/'>y</a>\n"}
    )
    assert text(result, "content/w.html").endswith("<a href=\"/what/\">x</a> <a href='https://example.org/'>y</a>\n")


def test_a_page_leads_on_to_one_that_had_to_be_renamed() -> None:
    result = at_repo({**RENAMED, "r.md": '---\ntitle: R\nredirect_to: "/what%3F/#a"\n---\n'})
    assert "redirect_to: /what/#a\n" in text(result, "content/r.md")


def test_a_link_to_an_address_that_another_page_has_now_leads_to_that() -> None:
    files = {"a.md": "---\ntitle: A\npermalink: /x/\n---\n", "b.md": "---\ntitle: B\npermalink: /x/\n---\n[x](/x/)\n"}
    assert text(moved({**HOME, **files}), "content/b.md").endswith("[x](/x/)\n")


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ('One {{ "x" | upcase }} two', 'One {{ "x" \\| upcase }} two'),
        ("{{ site.time | date: '%Y' | x }}", "{{ site.time \\| date: '%Y' \\| x }}"),
        ('| a | {{ "x" | upcase }} |', '| a | {{ "x" \\| upcase }} |'),
        ('- A {{ "x" | upcase }}', '- A {{ "x" \\| upcase }}'),
        ('{{ "x" | upcase }} `{{ "y" | upcase }}`', '{{ "x" \\| upcase }} `{{ "y" | upcase }}`'),
        ('a {{ b | c }} <b title="{{ x | y }}">', 'a {{ b \\| c }} <b title="{{ x | y }}">'),
        ('`{{ "x" | upcase }}`', '`{{ "x" | upcase }}`'),
        ('<div>{{ "x" | upcase }}</div>', '<div>{{ "x" | upcase }}</div>'),
        ('# A {{ "x" | upcase }}', '# A {{ "x" | upcase }}'),
    ],
)
def test_a_pipe_of_liquid_that_stays_makes_no_table(written: str, becomes: str) -> None:
    assert page(f"{written}\n") == f"{becomes}\n"


def test_liquid_with_an_escaped_pipe_is_told_and_warned_of_at_its_line() -> None:
    result = moved({"index.md": "---\ntitle: P\n---\nA {{ 'a' | b }} {{ 'a' | b }}\n\n{{ 'c' | d }}\n"})
    assert [place for one in result.made for place, _ in one.left] == [
        *("content/index.md:4", "content/index.md:4", "content/index.md:6")
    ]
    found = [problem.place.line for problem in result.problems if problem.rule == "text/liquid"]
    assert found == [4, 4, 6]


def addresses(html: str, at: str) -> list[str]:
    """Return where the links and pictures of HTML and backgrounds in HTML lead from an address."""
    links = re.findall(r'<a[^>]*? href="([^"]*)"', html)
    styles = re.findall(r'style="background:url\(([^)]*)\)"', html)
    return [urljoin(at, one) for one in (*links, *styles)]


def test_each_link_leads_where_it_led_in_jekyll(tmp_path: Path) -> None:
    body = """\
[a](/repo/b/) [b](b/) [c](/otherrepo/) [d](/) [e](../otherrepo/) [f](https://example.org/repo/b/#p) [g](#x)
<a href="/">h</a> <a href="/repo/">i</a> [j](https://example.org/) {{ "x" | upcase }}

Text.
{: style="background:url(/repo/i.png)"}

    [code](/repo/b/)

[k](/repo/b/){: href="/repo/i.png"} [l]

[l]: /otherrepo/x?y#z
"""
    files: dict[str, str | bytes] = {
        "_config.yml": REPO,
        "index.md": f"---\ntitle: Home\n---\n{body}",
        "b.md": "---\ntitle: B\npermalink: /b/\n---\n# P\n{: #p}\n",
        "i.png": photo(4, 3),
    }
    old = write(tmp_path / "old", files)
    built(old, tmp_path / "out")
    assert run("migrate", old, tmp_path / "new").returncode == 0
    assert run("build", "--source", tmp_path / "new").returncode == 0
    before = (tmp_path / "out/index.html").read_text()
    after = (tmp_path / "new/_site/index.html").read_text()
    after = after[after.index("</h1>") : after.index("</main>")]
    assert addresses(after, "https://example.org/repo/") == addresses(before, "https://example.org/repo/")
    assert "[code](/repo/b/)" in after
    assert "<table" not in after
