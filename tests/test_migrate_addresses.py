"""`faimi-site migrate`: addresses within the old site, its base path, and pages that lead to themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from faimi_site.problem import Level
from faimi_site.scaffold.migrate import Migrated
from faimi_site.scaffold.own import Own
from faimi_site.scaffold.report import report
from tests.drawn import photo
from tests.jekyll_site import built, write
from tests.test_migrate import CONFIG, moved, page, run, text

REPO = f"{CONFIG}baseurl: /repo\n"
HOME = {"index.md": "---\ntitle: Home\n---\nText.\n"}


def at_repo(files: dict[str, str | bytes]) -> Migrated:
    """Return what a site below /repo becomes."""
    return moved({"_config.yml": REPO, **HOME, **files})


def leading(**pages: str) -> dict[str, str | bytes]:
    """Return pages `/NAME/`, each with its front matter and, after a bar, its text."""
    made = {}
    for name, given in pages.items():
        matter, _, body = given.partition("|")
        made[f"{name}.md"] = f"---\ntitle: {name}\npermalink: /{name}/\n{matter}\n---\n{body}"
    return {**HOME, **made}


def test_a_page_that_leads_to_itself_shows_its_text() -> None:
    result = moved(leading(self="redirect_to: /self/|Text.\n"))
    assert text(result, "content/self.md") == "---\ntitle: self\n---\nText.\n"
    assert result.lost == {}
    assert [problem for problem in result.problems if problem.level is Level.ERROR] == []
    assert (
        "- `self.md:4`: `redirect_to: /self/` was dropped: it leads to the page itself; `/self/` shows its text now"
    ) in report(result)


@pytest.mark.parametrize(
    "target", ["/self", "/self/index.html", "https://example.org/self/", "[null, /self/]", "/self/#part"]
)
def test_a_page_that_leads_to_itself_by_another_spelling_is_mended_too(target: str) -> None:
    assert "redirect_to" not in text(moved(leading(self=f"redirect_to: {target}|Text.\n")), "content/self.md")


def test_of_pages_in_a_circle_the_one_with_a_text_shows_it_and_the_others_lead_there() -> None:
    result = moved(leading(la="redirect_to: /lb/", lb="redirect_to: /la/|Text.\n"))
    assert "redirect_to: /lb/\n" in text(result, "content/la.md")
    assert text(result, "content/lb.md") == "---\ntitle: lb\n---\nText.\n"
    assert "`lb.md:4`: `redirect_to: /la/` was dropped: it leads in a circle (/la/ -> /lb/ -> /la/)" in report(result)
    assert (result.lost, [one for one in result.problems if one.level is Level.ERROR]) == ({}, [])


def test_a_page_that_leads_to_an_old_address_of_its_own_shows_its_text() -> None:
    result = moved(leading(a="redirect_from: /old/\nredirect_to: /old/|Text.\n"))
    assert text(result, "content/a.md") == "---\ntitle: a\nredirect_from:\n  - /old/\n---\nText.\n"


def test_a_page_that_leads_into_a_circle_still_leads_there() -> None:
    result = moved(leading(a="redirect_to: /b/", b="redirect_to: /b/|Text.\n"))
    assert "redirect_to: /b/\n" in text(result, "content/a.md")


def test_a_circle_that_the_defaults_make_is_cut_with_the_name_of_their_file() -> None:
    defaults = "defaults:\n  - {scope: {path: a.md}, values: {redirect_to: /a/}}\n"
    result = moved({"_config.yml": f"{CONFIG}{defaults}", **leading(a="|Text.\n")})
    assert "`_config.yml`: `redirect_to: /a/` was dropped" in report(result)


@pytest.mark.slow
def test_a_site_with_circles_builds_and_keeps_the_addresses_that_jekyll_gave(tmp_path: Path) -> None:
    files = leading(
        self="redirect_to: /self/|Text.\n", la="redirect_to: /lb/", lb="redirect_to: /la/", l1="redirect_to: /la/"
    )
    old = write(tmp_path / "old", {"_config.yml": f"{CONFIG}plugins: [jekyll-redirect-from]\n", **files})
    output = tmp_path / "out"
    built(old, output)
    assert run("migrate", old, tmp_path / "new").returncode == 0
    assert run("build", "--source", tmp_path / "new").returncode == 0
    assert run("check", "--source", tmp_path / "new", "--against", output).returncode == 0


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[x]({{ site.url }}/repo/a.pdf)", "[x](/a.pdf)"),
        ("[x]({{ site.url }}{{ site.baseurl }}/a.pdf)", "[x](/a.pdf)"),
        ("[x]({{ site.baseurl }}/a.pdf)", "[x](/a.pdf)"),
        ("[x]({{ '/a.pdf' | relative_url }})", "[x](/a.pdf)"),
        ("[x]({{ '/repo/a.pdf' | absolute_url }})", "[x](/a.pdf)"),
        ("[x]({{ '/a.pdf' | prepend: site.baseurl | prepend: site.url }})", "[x](/a.pdf)"),
        ("[x](https://example.org/repo/a.pdf)", "[x](/a.pdf)"),
        ("[x](http://EXAMPLE.org/repo)", "[x](/)"),
        ("[x](//example.org/repo/?a#b)", "[x](/?a#b)"),
        ("[x](/repo/a.pdf 'T')", "[x](/a.pdf 'T')"),
        ("[x]\n\n[x]: /repo/a.pdf", "[x]\n\n[x]: /a.pdf"),
        ('<a href="{{ site.baseurl }}">', '<a href="/">'),
        (
            '<img src="/repo/a.png" srcset="/repo/b.png 2x, /repo/c.png 3x">',
            '<img src="/a.png" srcset="/b.png 2x, /c.png 3x">',
        ),
        ('<video poster="/repo/a.png">', '<video poster="/a.png">'),
        ('<object data="/repo/a.pdf">', '<object data="/a.pdf">'),
        ('<form action="/repo/a">', '<form action="/a">'),
        ('<p style="background: url(/repo/a.png)">', '<p style="background: url(/a.png)">'),
    ],
)
def test_an_address_of_the_site_itself_starts_at_its_root(written: str, becomes: str) -> None:
    assert page(f"{written}\n", config=REPO) == f"{becomes}\n"


@pytest.mark.parametrize(
    "written",
    [
        "[x](https://example.org/other/a.pdf)",
        "[x](https://example.org.evil.net/repo/a.pdf)",
        "[x](repo/a.pdf)",
        "`[x](/repo/a.pdf)`",
        '```html\n<a href="/repo/a.pdf">\n```',
        '- a\n\n  ```html\n  x\n\n  <a href="/repo/a.pdf">\n  ```',
        "See https://example.org/repo/a.pdf for more.",
        "<script>fetch('/repo/a.json'); x = '<a href=\"/repo/\">'</script>",
        "<!-- [x](/repo/) -->",
    ],
)
def test_what_is_no_link_of_the_site_stays_as_it_is(written: str) -> None:
    assert page(f"{written}\n", config=REPO) == f"{written}\n"


def test_in_a_text_the_full_address_is_written_out() -> None:
    assert page("{{ site.url }}{{ site.baseurl }}/a\n", config=REPO) == "https://example.org/repo/a\n"


def test_a_script_in_a_page_keeps_the_base_path() -> None:
    script = '<script>var base = "{{ site.baseurl }}"</script>\n'
    assert page(script, config=REPO) == '<script>var base = "/repo"</script>\n'
    assert page(script) == '<script>var base = ""</script>\n'


def test_addresses_that_were_written_by_hand_are_told() -> None:
    result = at_repo({"a.md": "---\ntitle: A\n---\n[x](/repo/) [y]({{ site.baseurl }}/)\n"})
    assert "`content/a.md`: addresses of the site start with `/` now" in report(result)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a.html", '<a href="/repo/b/" x>', '<a href="/b/" x>'),
        ("css/a.css", "a { background: url(/repo/a.png) }", "a { background: url(/a.png) }"),
        ("a.svg", '<svg><image href="/repo/a.png"/></svg>', '<svg><image href="/a.png"/></svg>'),
        ("site.webmanifest", '{"start_url": "/repo/"}', '{\n  "start_url": "/"\n}\n'),
    ],
)
@pytest.mark.parametrize("matter", ["", "---\n---\n"])
def test_a_file_to_which_a_build_adds_the_base_path_loses_it(name: str, old: str, new: str, matter: str) -> None:
    whole = "<!DOCTYPE html>\n" if name == "a.html" else ""
    result = at_repo({name: f"{matter}{whole}{old}"})
    assert text(result, f"content/{name}") == f"{whole}{new}"
    assert "link/base-path" not in text(result, "site.yaml")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("assets/a.js", 'var base = "{{ site.baseurl }}";', 'var base = "/repo";'),
        ("js/a.js", 'fetch("{{ site.baseurl }}/a.json")', 'fetch("/repo/a.json")'),
        ("assets/a.css", "a { background: url({{ site.baseurl }}/a.png) }", "a { background: url(/repo/a.png) }"),
    ],
)
def test_a_file_to_which_no_build_adds_the_base_path_keeps_it_and_is_named(name: str, old: str, new: str) -> None:
    result = at_repo({name: f"---\n---\n{old}", "a.png": b"x"})
    at = name if name.startswith("assets/") else f"content/{name}"
    assert text(result, at) == new
    assert f"- `{at}`: the base path stays written out in it" in report(result)


def test_files_of_a_site_below_a_base_path_are_what_jekyll_made_of_them(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "assets/a.js": "---\n---\nvar base = '{{ site.baseurl }}', full = '{{ site.url }}{{ site.baseurl }}';\n",
        "assets/a.css": "---\n---\na { background: url({{ '/y.png' | relative_url }}) }\n",
        "css/a.css": "---\n---\na { background: url({{ site.baseurl }}/y.png) }\n",
        "css/b.css": "a { background: url(/repo/y.png) }\n",
        "js/a.js": "---\n---\nfetch('{{ '/a.json' | absolute_url }}')\n",
        "a.json": '---\n---\n{"home": "{{ site.baseurl }}/", "page": "{% link index.md %}"}\n',
        "w.html": '<!DOCTYPE html>\n<html lang="en"><title>W</title><a href="/repo/">Home</a></html>\n',
        "y.png": photo(4, 3),
    }
    old = write(tmp_path / "old", {"_config.yml": REPO, **HOME, **files})
    built(old, tmp_path / "out")
    assert run("migrate", old, tmp_path / "new").returncode == 0
    assert run("build", "--source", tmp_path / "new").returncode == 0
    for name in files:
        assert (tmp_path / "new/_site" / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name


def test_a_script_of_a_site_without_a_base_path_gets_none() -> None:
    result = moved({**HOME, "a.js": '---\n---\nvar base = "{{ site.baseurl }}";'})
    assert text(result, "content/a.js") == 'var base = "";'


def test_a_picture_that_is_named_by_its_full_address_is_a_file_of_the_site() -> None:
    result = at_repo({"a.md": "---\ntitle: A\nimage: https://example.org/repo/p.jpg\n---\n", "p.jpg": photo(4, 3)})
    assert "image:\n  path: /p.jpg\n" in text(result, "content/a.md")


@pytest.mark.parametrize("baseurl", ["", "baseurl: /sub\n"])
@pytest.mark.parametrize(
    "written",
    [
        "{{ site.url }}{{ site.baseurl }}/a/",
        "{{ '/a/' | absolute_url }}",
        "{{ '/a/' | relative_url }}",
        "{% link a.md %}",
        "{{ site.baseurl }}/a/",
    ],
)
def test_a_base_path_may_stand_in_the_url(written: str, baseurl: str) -> None:
    config = f"title: T\nurl: https://example.org/repo\n{baseurl}"
    files: dict[str, str | bytes] = {"a.md": "---\ntitle: A\npermalink: /a/\n---\n"}
    result = moved({"_config.yml": config, "index.md": f"---\ntitle: P\n---\n[x]({written})\n", **files})
    assert text(result, "content/index.md").endswith("[x](/a/)\n")


def test_in_a_text_the_url_has_its_path() -> None:
    config = "title: T\nurl: https://example.org/repo\n"
    assert page("See {{ site.url }}/x\n", config=config) == "See https://example.org/repo/x\n"


@pytest.mark.parametrize(
    ("url", "base", "address", "local"),
    [
        ("https://e.org", "", "https://e.org", "/"),
        ("https://e.org", "", "/a", "/a"),
        ("", "", "https://e.org/a", "https://e.org/a"),
        ("https://e.org:8080", "/r", "//e.org:8080/r?x", "/?x"),
        ("https://e.org", "/r", "/r", "/"),
    ],
)
def test_an_address_is_the_site_s_own_by_host_and_base_path(url: str, base: str, address: str, local: str) -> None:
    assert Own(url, base).local(address) == local


def post(day: str, matter: str = "") -> dict[str, str | bytes]:
    return {f"_posts/2024-05-{day}-p{day}.md": f"---\ntitle: Post {day}\n{matter}\n---\nText.\n"}


POSTS = {**post("01", "tags: [A b, c]"), **post("02", "category: News"), **post("03"), **post("04", "hidden: true")}


def lost_lists(config: str, files: dict[str, str | bytes]) -> list[str]:
    """Return the addresses that are lost, and are no posts'."""
    return sorted(moved({"_config.yml": CONFIG + config, **HOME, **POSTS, **files}).lost)


def test_the_later_pages_of_a_list_of_posts_are_named_as_lost() -> None:
    config = "plugins: [jekyll-paginate]\npaginate: 1\n"
    template = "---\ntitle: Blog\n---\n<p>Text</p>\n"
    assert lost_lists(config, {}) == []
    assert lost_lists(config, {"index.html": template}) == ["page2/index.html", "page3/index.html"]
    inside = f"{config}paginate_path: /blog/:num/\n"
    assert lost_lists(inside, {"blog/index.html": template}) == ["blog/2/index.html", "blog/3/index.html"]


def test_the_lists_of_another_plugin_are_named_by_a_pattern() -> None:
    config = "plugins: [jekyll-paginate-v2]\npagination: {enabled: true}\n"
    template = "---\ntitle: Blog\npermalink: /blog/\npagination: {enabled: true}\n---\nText.\n"
    assert lost_lists(config, {"blog.md": template}) == ["blog/page/NUMBER/index.html"]


def test_archives_are_named_as_lost() -> None:
    config = "plugins: [jekyll-archives]\njekyll-archives: {enabled: ENABLED, permalinks: {tag: '/t/:name.html'}}\n"
    some = config.replace("ENABLED", "[year, month, categories, tags]")
    assert lost_lists(some, {}) == [
        *("2024/05/index.html", "2024/index.html", "category/news/index.html", "t/a-b.html", "t/c.html")
    ]
    assert len(lost_lists(config.replace("ENABLED", "all"), {})) == 9
    assert lost_lists(config.replace("ENABLED", "[]"), {}) == []


def test_a_page_at_the_address_of_an_archive_keeps_it() -> None:
    config = "plugins: [jekyll-archives]\njekyll-archives: {enabled: [year]}\n"
    assert lost_lists(config, {"y.md": "---\ntitle: Y\npermalink: /2024/\n---\n"}) == []


def test_a_draft_that_was_published_is_there_or_named_as_lost() -> None:
    files = {"_drafts/a.md": "---\ntitle: A\ndate: 2020-01-01\n---\n", "_drafts/b.md": "---\ntitle: B\n---\n"}
    result = moved({"_config.yml": f"{CONFIG}show_drafts: true\n", **HOME, **files})
    assert "permalink: /2020/01/01/a.html\n" in text(result, "content/drafts/a.md")
    assert list(result.lost) == ["YEAR/MONTH/DAY/b.html"]
    assert "published: false\n" in text(result, "content/drafts/b.md")


def test_a_page_that_the_old_site_published_against_its_word_is_published() -> None:
    result = moved({"_config.yml": f"{CONFIG}unpublished: true\n", "p.md": "---\ntitle: P\npublished: false\n---\n"})
    assert text(result, "content/p.md") == "---\ntitle: P\npermalink: /p.html\n---\n"
    assert result.lost == {}


def test_a_plugin_and_a_theme_that_may_have_made_addresses_are_told() -> None:
    result = moved({"_config.yml": f"{CONFIG}plugins: [jekyll-feed, jekyll-x]\ntheme: minima\n", **HOME})
    assert [told.partition(":")[0] for told in result.site_told] == ["`jekyll-x`", "`minima`"]


def test_what_programs_ask_a_site_for_keeps_its_address() -> None:
    files = {".well-known/security.txt": "Contact: mailto:a@example.org\n"}
    result = moved({"_config.yml": f"{CONFIG}include: [.well-known]\n", **HOME, **files})
    assert result.lost == {}
    assert text(result, "content/.well-known/security.txt") == files[".well-known/security.txt"]


def test_a_page_at_an_address_of_data_is_what_jekyll_makes_of_it_without_a_layout(tmp_path: Path) -> None:
    data = '{"a": "{{ site.baseurl }}/x"}\n'
    files: dict[str, str | bytes] = {
        "page.md": "---\ntitle: P\nlayout: null\npermalink: /p.json\n---\n*a*\n",
        "data.html": f"---\nlayout: null\npermalink: /d.json\n---\n{data}",
    }
    old = write(tmp_path / "old", {"_config.yml": REPO, **HOME, **files})
    built(old, tmp_path / "out")
    assert run("migrate", old, tmp_path / "new").returncode == 0
    assert run("build", "--source", tmp_path / "new").returncode == 0
    for name in ("p.json", "d.json"):
        assert (tmp_path / "new/_site" / name).read_text() == (tmp_path / "out" / name).read_text()


@pytest.mark.parametrize(("permalink", "layout"), [("/v1.2", "null"), ("/x.html", "null"), ("/x.php", "page")])
def test_a_page_at_an_address_of_a_page_has_the_theme(permalink: str, layout: str) -> None:
    result = moved({**HOME, "v.md": f"---\ntitle: V\npermalink: {permalink}\nlayout: {layout}\n---\nText.\n"})
    assert "layout" not in text(result, "content/v.md")
    assert not [path for path in result.files if path.startswith("templates/")]
