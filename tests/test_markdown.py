from __future__ import annotations

import pytest

from faimi_site.kramdown.outline import heading_id
from faimi_site.markdown import Rendered, markers_left, render
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions

DEEP = "- " * 3000 + "a"
PLACE = '<div data-section="schedule"></div>'


def rendered(text: str) -> Rendered:
    return render(text, MarkdownOptions(), Memory())


def html(text: str) -> str:
    return rendered(text).html


def code(text: str, language: str = "plaintext") -> str:
    return (
        f'<div class="language-{language} highlighter-rouge"><div class="highlight"><pre class="highlight">'
        f"<code>{text}\n</code></pre></div></div>"
    )


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[SCHEDULE]", PLACE),
        ("a\n\n[SCHEDULE]\n\nb", f"<p>a</p>\n{PLACE}\n<p>b</p>"),
        ("a\n[SCHEDULE]\nb", f"<p>a</p>\n{PLACE}\n<p>b</p>"),
        ("## H\n[SCHEDULE]", f'<h2 id="h">H</h2>\n{PLACE}'),
        ("- a\n[SCHEDULE]", f"<ul>\n<li>a</li>\n</ul>\n{PLACE}"),
        ("a\n\n   [SCHEDULE] \t\n", f"<p>a</p>\n{PLACE}"),
        ("[SCHEDULE]\n[SCHEDULE]", f"{PLACE}\n{PLACE}"),
    ],
)
def test_a_marker_alone_on_a_line_is_a_place_for_its_section(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("```\n[SCHEDULE]\n```", code("[SCHEDULE]")),
        ("~~~\n[SCHEDULE]\n~~~", code("[SCHEDULE]")),
        ("```md\n[SCHEDULE]\n```", code("[SCHEDULE]", "md")),
        ("~~~~\n[SCHEDULE]\n~~~", code("[SCHEDULE]")),
        ("    [SCHEDULE]", code("[SCHEDULE]")),
        ("a\n\n    [SCHEDULE]\n\nb", f"<p>a</p>\n{code('[SCHEDULE]')}\n<p>b</p>"),
        ("see [SCHEDULE] below", "<p>see [SCHEDULE] below</p>"),
        ("[SCHEDULE].", "<p>[SCHEDULE].</p>"),
        ("`[SCHEDULE]`", "<p><code>[SCHEDULE]</code></p>"),
        ("\\[SCHEDULE]", "<p>[SCHEDULE]</p>"),
        ("[schedule]", "<p>[schedule]</p>"),
        ("[SCHEDULES]", "<p>[SCHEDULES]</p>"),
        ("- [SCHEDULE]", "<ul>\n<li>[SCHEDULE]</li>\n</ul>"),
        ("> [SCHEDULE]", "<blockquote>\n<p>[SCHEDULE]</p>\n</blockquote>"),
        ("<div>\n[SCHEDULE]\n</div>", "<div>\n[SCHEDULE]\n</div>"),
        ("<!--\n[SCHEDULE]\n-->", "<!--\n[SCHEDULE]\n-->"),
    ],
)
def test_a_marker_elsewhere_is_text(text: str, made: str) -> None:
    assert html(text) == made


def test_the_sections_of_a_text_are_in_its_order() -> None:
    text = "[RESOURCES]\n\n[SCHEDULE]\n\n`[ORGANIZERS]`\n\n[RESOURCES]"
    assert rendered(text).sections == (("resources", 1), ("schedule", 3), ("resources", 7))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("- [SCHEDULE]", ["[SCHEDULE]"]),
        ("> [SCHEDULE]", ["[SCHEDULE]"]),
        ("<div>\n[SCHEDULE]\n</div>", ["[SCHEDULE]"]),
        ('<div markdown="1">\n\n[SCHEDULE]\n\n</div>', ["[SCHEDULE]"]),
        ("[SCHEDULE]", []),
        ("    [SCHEDULE]", []),
        ("`[SCHEDULE]`", []),
        ("<!--\n[SCHEDULE]\n-->", []),
        ("see [SCHEDULE] below", []),
    ],
)
def test_a_marker_that_stayed_text_outside_of_code_is_found(text: str, left: list[str]) -> None:
    assert markers_left(html(text)) == left


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Schedule", "schedule"),
        ("Hello, *World*! (2025)", "hello-world-2025"),
        ("Q&A", "qa"),
        ("A – b", "a--b"),
        ("A - b", "a---b"),
        ("snake_case and kebab-case", "snake_case-and-kebab-case"),
        ("Übung für 日本", "übung-für-日本"),
        ("[Link](x)", "link"),
        ("`code`", "code"),
        ("1. First", "1-first"),
        ("TL;DR", "tldr"),
        ("CO₂ and m²", "co-and-m"),
    ],
)
def test_a_heading_has_the_id_that_kramdown_gives_it(heading: str, name: str) -> None:
    assert html(f"## {heading}").startswith(f'<h2 id="{name}">')


def test_a_heading_that_stands_again_has_a_number_as_in_kramdown() -> None:
    made = html("## Q&A\n\n## QA\n\n## Q&A")
    assert [part.partition('"')[0] for part in made.split('id="')[1:]] == ["qa", "qa-1", "qa-2"]


def test_a_footnote_mark_is_no_part_of_a_headings_id_nor_of_the_contents() -> None:
    made = html("- x\n{:toc}\n\n# A[^1]\n\n[^1]: b")
    assert '<a href="#a" id="markdown-toc-a">A</a>' in made
    assert '<h1 id="a">A<sup' in made


def test_the_ids_of_one_page_do_not_count_those_of_another() -> None:
    assert html("## A") == html("## A") == '<h2 id="a">A</h2>'


def test_a_heading_keeps_the_id_that_its_author_gives_it() -> None:
    assert html("## A {#mine}") == '<h2 id="mine">A</h2>'


def test_an_id_is_made_of_a_text_alone() -> None:
    assert heading_id("A b_C-d!") == "a-b_c-d"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("# A *b* & c\n\n# D", "A b & c"),
        ("## A", ""),
        ("text", ""),
        ("<h1 class='x'>A <b>c</b></h1>", "A c"),
        ("# `<x>`", "<x>"),
    ],
)
def test_the_first_heading_of_the_first_rank_is_known_as_text(text: str, heading: str) -> None:
    assert rendered(text).heading == heading


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("a\nb", "<p>a\nb</p>"),
        ("**a**, b  \n**c**, d", "<p><strong>a</strong>, b<br>\n<strong>c</strong>, d</p>"),
        ("term\n: one\n: two", "<dl>\n<dt>term</dt>\n<dd>one</dd>\n<dd>two</dd>\n</dl>"),
        ("*[AI]: artificial intelligence\n\nAI", '<p><abbr title="artificial intelligence">AI</abbr></p>'),
        ('![a](b.png){: width="3"}', '<p><img alt="a" src="b.png" width="3"></p>'),
        (" - a\n - b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ('<a href="mailto:a@b.org">x</a>', '<p><a href="mailto:a@b.org">x</a></p>'),
        (
            '<div>\n  <a href="/x"\n     style="a: b">x</a>\n</div>',
            '<div>\n  <a href="/x"\n     style="a: b">x</a>\n</div>',
        ),
        ('<div markdown="1">\n*a*\n</div>', "<div>\n<p><em>a</em></p>\n</div>"),
        ("{{ x }} {% y %}", "<p>{{ x }} {% y %}</p>"),
        ("a – “b” … 日本", "<p>a – “b” … 日本</p>"),
        ("", ""),
    ],
)
def test_markdown_is_what_its_authors_expect(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("> a\nb -> c", "<blockquote>\n<p>a\nb -&gt; c</p>\n</blockquote>"),
        ("- \n  a", "<ul>\n<li>a</li>\n</ul>"),
        ("1. \n   - a\n   - b", "<ol>\n<li>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</li>\n</ol>"),
        ("a\n{: .x}\nb\n---", '<p class="x">a</p>\n<p>b\n—</p>'),
        ('"a"{: .x}', "<p>“a”</p>"),
        ('<a id="x"/>b', '<p><a id="x"></a>b</p>'),
        ("<a id='x'>[b](c)</a>", "<p><a id='x'><a href=\"c\">b</a></a></p>"),
        ("a <code><div> & <b>*c*</b></code> d", "<p>a <code>&lt;div&gt; &amp; <b>*c*</b></code> d</p>"),
        ("# <code>a</code> b", '<h1 id="a-b"><code>a</code> b</h1>'),
        ("a < b | c > d", "<table>\n<tbody>\n<tr>\n<td>a &lt; b</td>\n<td>c &gt; d</td>\n</tr>\n</tbody>\n</table>"),
        ("- \n{: .x}", '<ul class="x">\n<li></li>\n</ul>'),
        ("a\n: - b\n- c", "<dl>\n<dt>a</dt>\n<dd>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</dd>\n</dl>"),
        ("<hr>\na\n---", '<hr>\n<h2 id="a">a</h2>'),
        (
            '<div markdown="1">\n| a |\n</div>',
            "<div>\n<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>\n</div>",
        ),
    ],
)
def test_what_looks_odd_is_read_as_kramdown_reads_it(text: str, made: str) -> None:
    assert html(text) == made


def test_a_table_keeps_its_alignment() -> None:
    made = html("| Time | Title |\n|:-----|------:|\n| 08:00 - 10:00 | Lecture |")
    assert '<td style="text-align: left">08:00 - 10:00</td>' in made
    assert '<th style="text-align: right">Title</th>' in made


def test_a_footnote_stands_at_the_end_and_leads_back() -> None:
    made = html("a[^1]\n\n[^1]: note\n\nb")
    mark = '<sup id="fnref:1"><a class="footnote" href="#fn:1" rel="footnote" role="doc-noteref">1</a></sup>'
    assert f"<p>a{mark}</p>\n<p>b</p>" in made
    assert '<li id="fn:1"><p>note\N{NO-BREAK SPACE}<a class="reversefootnote" href="#fnref:1"' in made


def test_a_footnote_that_does_not_end_with_a_paragraph_leads_back_from_one_of_its_own() -> None:
    for note in ("b\n\n        code", "b\n    <div>c</div>", "b\n\n    # c"):
        assert '<p><a class="reversefootnote"' in html(f"a[^1]\n\n[^1]: {note}")


def test_a_table_of_contents_leads_to_the_headings() -> None:
    assert '<li><a href="#a-b" id="markdown-toc-a-b">A b</a></li>' in html("[TOC]\n\n## A b")


@pytest.mark.parametrize(
    "text", ["<!", "<![", "<![CDATA[", "<!DOCTYPE", "<?", "</", "<a", "a <!b", "<!-", "&#", "\x02\x03"]
)
def test_markup_that_is_cut_off_is_no_flaw(text: str) -> None:
    assert rendered(text).flaws == ()


def test_what_was_rendered_once_is_remembered() -> None:
    memory = Memory()
    first = render("# A\n\n[SCHEDULE]", MarkdownOptions(), memory)
    assert render("# A\n\n[SCHEDULE]", MarkdownOptions(), Memory(memory.used)) == first


def test_a_flaw_is_remembered_too() -> None:
    memory = Memory()
    first = render(DEEP, MarkdownOptions(), memory)
    assert first.flaws
    assert render(DEEP, MarkdownOptions(), Memory(memory.used)) == first
