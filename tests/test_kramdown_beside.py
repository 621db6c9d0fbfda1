"""Side by side with kramdown itself and with Jekyll: every page in tests/kramdown becomes the same tree."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.kramdown_tree import PAGES, kramdown, outline, rendered

NO_BREAK_SPACE = "\u00a0"


def page_id(page: Path) -> str:
    return page.stem


def expected(made: str) -> list[str]:
    """Return kramdown's HTML as lines, with the things that are otherwise here on purpose wherever they stand."""
    # An empty cell is empty: kramdown puts a no-break space into it, for browsers of its early days.
    made = made.replace(f"<td>{NO_BREAK_SPACE}</td>", "<td></td>").replace(f"<th>{NO_BREAK_SPACE}</th>", "<th></th>")
    # A footnote's mark has its role on the link, a note none that is deprecated, and the boxes of tasks have names.
    made = re.sub(r'(<sup id="fnref:[^"]*") role="doc-noteref"><a', r'\1><a role="doc-noteref"', made)
    made = made.replace(' role="doc-endnote"', "")
    made = re.sub(r'(disabled="disabled" checked="checked") />', r'\1 aria-label="Completed task" />', made)
    made = made.replace('disabled="disabled" />', 'disabled="disabled" aria-label="Incomplete task" />')
    made = made.replace(f'style="text-align: left">{NO_BREAK_SPACE}<', 'style="text-align: left"><')
    # What an author takes out by {::comment} is not published: kramdown makes an HTML comment of it.
    gone = ("<!--gone-->", "<!--All of this vanishes. - a list-->")
    return [line for line in outline(made) if line not in gone]


def ours(page: Path) -> list[str]:
    return outline(rendered(page.read_text(encoding="utf-8")).html)


@pytest.fixture(scope="module")
def theirs() -> dict[Path, list[str]]:
    made = kramdown([page.read_text(encoding="utf-8") for page in PAGES])
    return {page: expected(html) for page, html in zip(PAGES, made, strict=True)}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_page_is_what_kramdown_makes_of_it(page: Path, theirs: dict[Path, list[str]]) -> None:
    assert ours(page) == theirs[page]


def test_there_are_pages_for_each_family_of_rules() -> None:
    assert len(PAGES) >= 10
    assert all(len(page.read_bytes()) < 4096 for page in PAGES)


# Where we depart from kramdown: the text, what it becomes here, and what kramdown makes of it.
DEPARTURES = {
    "a wrapped line that starts with a year is no list": (
        "It began in\n1990. It grew.",
        "<p>It began in\n1990. It grew.</p>",
        "<p>It began in</p><ol><li>It grew.</li></ol>",
    ),
    "a fence with more than a word behind it is a fence, as on GitHub": (
        '``` a title="b"\nc\n```',
        '<pre class="language-a">c\n</pre>',
        "<p><code>a title=“b”\nc\n</code></p>".replace("“", '"').replace("”", '"'),
    ),
    "single dollars make a formula": ("a $x$ b", "<p>a <math></math> b</p>", "<p>a $x$ b</p>"),
    "the marker of a table of contents, as in Python-Markdown": (
        "[TOC]\n\n## A",
        '<ul id="markdown-toc"><li><a href="#a" id="markdown-toc-a">A</a></li></ul><h2 id="a">A</h2>',
        '<p>[TOC]</p><h2 id="a">A</h2>',
    ),
    "a table of contents without headings is nothing, but for its marker": (
        "[TOC]\n\na",
        "<p>a</p>",
        "<p>[TOC]</p><p>a</p>",
    ),
    "the marker of a section is its place": (
        "[SCHEDULE]",
        '<div data-section="schedule"></div>',
        "<p>[SCHEDULE]</p>",
    ),
    "an empty cell is empty": (
        "| a | b |\n| c |",
        "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td></td></tr></tbody></table>",
        f"<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>{NO_BREAK_SPACE}</td></tr></tbody></table>",
    ),
    "a comment of kramdown's own is not published": ("a\n\n{::comment}\nb\n{:/}", "<p>a</p>", "<p>a</p><!-- b -->"),
    "an element with markdown=1 ends on its own line": (
        '<div markdown="1">*a*</div>',
        "<div><p><em>a</em></p></div>",
        "<div><p><em>a</em>&lt;/div&gt;</p></div>",
    ),
    "a closing tag ends what is open within it": (
        "<div><b>a</div>\n\nc",
        "<div><b>a</b></div><p>c</p>",
        "<div><b>a&lt;/div&gt;\n\nc</b></div>",
    ),
    "an abbreviation that means nothing is left alone": (
        "*[AI]:\n\nAI",
        "<p>AI</p>",
        "<p><abbr>AI</abbr></p>",
    ),
    "a footnote's name can have letters of any language": (
        "a[^é]\n\n[^b]: c\n\n[^é]: d",
        '<p>a<sup id="fnref:é"><a href="#fn:é" class="footnote" rel="footnote" role="doc-noteref">1</a></sup></p>'
        '<div class="footnotes" role="doc-endnotes"><ol><li id="fn:é"><p>d'
        f'{NO_BREAK_SPACE}<a href="#fnref:é" class="reversefootnote" role="doc-backlink">↩</a></p></li></ol></div>',
        "<p>a[^é]</p>",
    ),
}


@pytest.mark.parametrize(("text", "made", "_"), DEPARTURES.values(), ids=DEPARTURES)
def test_a_departure_is_what_it_says(text: str, made: str, _: str) -> None:
    assert outline(rendered(text).html) == outline(made)


def test_kramdown_makes_of_a_departure_what_it_says() -> None:
    made = kramdown([text for text, _, _ in DEPARTURES.values()])
    found = {name: outline(html) for name, html in zip(DEPARTURES, made, strict=True)}
    assert found == {name: outline(theirs) for name, (_, _, theirs) in DEPARTURES.items()}


@pytest.fixture(scope="module")
def jekyll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site that Jekyll built of the pages; skip the test where Jekyll is not installed."""
    if not shutil.which("jekyll"):
        pytest.skip("jekyll is not installed (apt-get install jekyll)")
    folder = tmp_path_factory.mktemp("jekyll")
    (folder / "_config.yml").write_text("kramdown: {input: GFM, hard_wrap: false}\n", encoding="utf-8")
    for page in PAGES:
        front = "---\nrender_with_liquid: false\n---\n"
        (folder / page.name).write_text(front + page.read_text(encoding="utf-8"), encoding="utf-8")
    arguments = ["jekyll", "build", "--disable-disk-cache", "--quiet", "--source", ".", "--destination", "_site"]
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder / "_site"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_page_is_what_jekyll_makes_of_it(page: Path, jekyll: Path) -> None:
    built = (jekyll / f"{page.stem}.html").read_text(encoding="utf-8")
    assert ours(page) == expected(built)
