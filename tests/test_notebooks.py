"""Notebooks as pages: what a reader finds there, and what of a notebook never gets there."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from faimi_site.load.notebookhtml import LETTERS, LINES
from faimi_site.memory import Memory
from faimi_site.model import Kept
from faimi_site.plan import plan
from tests.drawn import animation, photo
from tests.notebooks import (
    HOSTILE,
    SITE,
    book,
    code,
    display,
    error,
    markdown,
    png,
    shown,
    site_with,
    stream,
)
from tests.sites import Planned, body_bytes, front, planned, sources

PAGE = "t/lab/index.html"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# A picture of 3.6 gigapixels in 70 bytes.
HUGE = base64.b64encode(
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0"))
    + _chunk(b"IEND", b"")
).decode()


def output_of(*outputs: dict[str, Any], source: str = "x") -> str:
    made = shown(code(source, *outputs))
    return "\n".join(re.findall(r'<div class="output">(.*?)</div>(?=\n<div class="output">|\n</div>)', made, re.DOTALL))


def test_a_notebook_is_a_page_below_the_page_that_names_it() -> None:
    site = site_with(book(markdown("# My *lab*\n\nText.")))
    assert site.paths[-2:] == ["t/index.html", "t/lab/index.html"]
    page = site.text(PAGE)
    assert "<title>My lab | T</title>" in page
    assert '<h1 id="my-lab">My <em>lab</em></h1>' in page
    assert '<link rel="canonical" href="https://example.org/t/lab/">' in page
    assert "<loc>https://example.org/t/lab/</loc>" in site.text("sitemap.xml")
    assert site.shown == []


def test_a_notebook_without_a_heading_has_the_title_of_its_material() -> None:
    assert "<h1>Lab</h1>" in site_with(book(markdown("Text."))).main(PAGE)


def test_the_page_leads_back_and_offers_the_file_and_two_services() -> None:
    page = site_with(book(markdown("Text."))).main(PAGE)
    assert '<a href="/t/">Course</a>' in page
    assert '<a class="button" href="/assets/lab.ipynb" download>Download the notebook (' in page
    assert '"https://colab.research.google.com/github/ada/course/blob/main/assets/lab.ipynb">Open in Colab</a>' in page
    assert '"https://mybinder.org/v2/gh/ada/course/main?labpath=assets%2Flab.ipynb">Open in Binder</a>' in page


def test_without_a_repository_there_is_only_the_download() -> None:
    page = site_with(book(markdown("Text.")), **{"site.yaml": "title: T\nurl: https://example.org\n"}).main(PAGE)
    assert "Open in" not in page


def test_the_materials_lead_to_the_page_and_to_the_file() -> None:
    page = site_with(book(markdown("Text."))).main("t/index.html")
    assert '<a href="/assets/lab.ipynb">Lab</a>' in page
    assert '<a href="/t/lab/" aria-label="Read it as a page: Lab">Read it as a page</a>' in page


def test_a_notebook_beside_its_page_is_a_page_and_a_file() -> None:
    site = site_with(
        "",
        **{
            "content/t/index.md": front("title: Course", "[RESOURCES]\n\n[the file](own.ipynb)\n"),
            "content/t/resources.yaml": "- {title: Own, file: own.ipynb}",
            "content/t/own.ipynb": book(markdown("# Own\n\n[back](index.md), [too](../), [itself](own.ipynb)")),
            "assets/lab.ipynb": "1",
        },
    )
    assert '<a href="/t/own.ipynb">the file</a>' in site.main("t/index.html")
    assert '<a href="/t/">back</a>, <a href="/t/">too</a>, <a href="/t/own.ipynb">itself</a>' in site.main(
        "t/own/index.html"
    )
    assert site.shown == []


def test_links_work_from_the_notebooks_own_place() -> None:
    site = site_with(
        book(markdown("# A\n\n[data](data.csv) [page](../content/t/index.md)")), **{"assets/data.csv": "1"}
    )
    assert '<a href="/assets/data.csv">data</a> <a href="/t/">page</a>' in site.main(PAGE)
    assert site.shown == []


def test_a_dead_link_has_the_line_of_the_notebook() -> None:
    (said,) = site_with(book(markdown("# A\n\nSee [that](gone.csv)."))).shown
    assert said.startswith(
        "assets/lab.ipynb:9:17: error: cell 1, line 3: 'gone.csv' leads to no file [link/dead]\n"
        '     9 |     "See [that](gone.csv)."\n'
        "       |                 ^^^^^^^^\n"
    )


def minified(*cells: dict[str, Any]) -> str:
    return json.dumps(json.loads(book(*cells)), separators=(",", ":"))


def test_a_dead_link_in_a_notebook_on_one_line_has_its_cell_and_the_words_around_it() -> None:
    (said,) = site_with(minified(markdown("# A\n\nSee [rel](other.ipynb)."), markdown("x " * 999))).shown
    first, line, caret, _ = said.split("\n")
    assert first == "assets/lab.ipynb:1:83: error: cell 1, line 3: 'other.ipynb' leads to no file [link/dead]"
    at = caret.index("^")
    assert line[at : at + caret.count("^")] == "other.ipynb"
    assert len(line) < 120


def test_each_fault_of_a_notebook_on_one_line_names_its_cell() -> None:
    site = site_with(
        minified(
            markdown("# A\n\n[here](https://a.org)"),
            markdown("### C\n\n<img src='x.png'>"),
            code("x", display(html="<a href='https://c.org'></a><p>d</p>")),
        )
    )
    assert [re.sub(r": (error|warning|note): ([^:]*):.* (\[\S+\]) \|.*", r" \2 \3", one) for one in site.briefly] == [
        "assets/lab.ipynb:1:73 cell 1, line 3 [a11y/link-text]",
        "assets/lab.ipynb:1:147 cell 2, line 1 [a11y/heading-order]",
        "assets/lab.ipynb:1:162 cell 2, line 3 [a11y/no-alt]",
        "assets/lab.ipynb:1:172 cell 2, line 3 [link/dead]",
        "assets/lab.ipynb:1:314 an output of cell 3 [a11y/empty-link]",
    ]


def test_a_heading_that_comes_back_names_the_cell_where_it_was() -> None:
    (said,) = (
        one for one in site_with(minified(markdown("## A\n\nB"), markdown("## A\n\nB"))).briefly if "twice" in one
    )
    assert "cell 2, line 1: '## A' and all below it stand in cell 1, line 1 too" in said


def test_a_broken_letter_in_a_notebook_is_told_wherever_it_is_shown() -> None:
    cells = markdown("# A\n\nCafÃ©"), code("'CafÃ©'", stream("CafÃ©\n"))
    said = [one for one in site_with(book(*cells)).briefly if "mojibake" in one]
    assert [one.partition("'")[0] for one in said] == [
        "assets/lab.ipynb:9:6: warning: cell 1, line 3: ",
        "assets/lab.ipynb:16:6: warning: cell 2: ",
        "assets/lab.ipynb:24:8: warning: an output of cell 2: ",
    ]


def test_a_stand_in_for_a_fact_is_told_in_markdown_and_not_in_code() -> None:
    cells = markdown("# A\n\nThe room is TBC."), code("# TODO: your code here")
    assert site_with(book(*cells)).notes == [
        "assets/lab.ipynb:9:18: note: cell 1, line 3: 'TBC' is still to be filled in [content/to-do]\n"
        '     9 |     "The room is TBC."\n'
        "       |                  ^^^\n"
        "       = hint: write what is known by now, or take it out"
    ]


def test_a_stand_in_in_a_notebook_of_an_event_that_is_near_is_a_warning() -> None:
    page = front("title: Course\nevent: {name: E, start: 2025-09-03, timezone: Asia/Seoul}", "[RESOURCES]\n")
    site = site_with(book(markdown("# A\n\nThe room is TBC.")), **{"content/t/index.md": page})
    assert "content/to-do-late" in site.rules


OLD = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {},
    "worksheets": [
        {
            "cells": [
                {"cell_type": "heading", "level": 1, "source": ["Old"]},
                {"cell_type": "markdown", "source": ["See [that](gone.csv)."]},
                {
                    "cell_type": "code",
                    "input": ["1 + 1"],
                    "prompt_number": 3,
                    "outputs": [{"output_type": "pyout", "prompt_number": 3, "text": ["2"]}],
                },
            ]
        }
    ],
}


def test_a_notebook_of_format_3_is_a_page_with_its_outputs() -> None:
    page = site_with(json.dumps(OLD, indent=1)).main(PAGE)
    assert '<h1 id="old">Old</h1>' in page
    assert '<p class="prompt">In [3]</p>' in page
    assert '<p class="prompt">Out [3]</p><pre>2</pre>' in page


def test_a_fault_in_a_notebook_of_format_3_has_its_place() -> None:
    (said,) = site_with(json.dumps(OLD, indent=1)).briefly
    assert said.startswith("assets/lab.ipynb:18:19: error: cell 2: 'gone.csv' leads to no file")


def test_a_notebook_of_format_2_keeps_its_outputs() -> None:
    output = {"output_type": "pyout", "prompt_number": 3, "output_text": "2"}
    cells = [{"cell_type": "code", "input": "1 + 1", "language": "python", "prompt_number": 3, "outputs": [output]}]
    old = {"nbformat": 2, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert '<p class="prompt">Out [3]</p><pre>2</pre>' in site_with(json.dumps(old)).main(PAGE)


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        ('{"nbformat":1,"cells":[]}', "the notebook is of the old format 1 and has no cells"),
        ('{"nbformat":3,"worksheets":[]}', "the notebook is of the old format 3 and has no cells"),
        ('{"worksheets":[]}', "the notebook is of the old format 3 and has no cells"),
        ('{"nbformat":4,"cells":[]}', "the notebook has no cells"),
        ('{"nbformat":5,"cells":[]}', "the notebook is of the unknown format 5"),
    ],
)
def test_a_notebook_without_cells_or_of_an_unknown_format_says_so(notebook: str, said: str) -> None:
    assert [one.partition(": error: ")[2].partition(" [")[0] for one in site_with(notebook).shown] == [said]


def test_a_draft_page_has_no_notebooks() -> None:
    site = site_with(
        book(markdown("# A")), **{"content/t/index.md": front("title: Course\npublished: false", "[RESOURCES]\n")}
    )
    assert PAGE not in site.paths


def test_markdown_is_the_sites_own_with_formulas() -> None:
    made = shown(markdown("- [ ] *a* $x^2$\n\n\\begin{align}\na &= b\n\\end{align}\n"))
    assert "<em>a</em> <math" in made
    assert 'display="block"' in made
    assert "begin" not in made


def test_a_formula_that_cannot_be_set_names_its_cell_and_line() -> None:
    (said,) = [p for p in site_with(book(markdown("# A"), markdown("B\n\n$\\nonsense$"))).shown if "formula" in p]
    assert said.startswith("assets/lab.ipynb:16:")
    assert "cell 2, line 3: the formula cannot be set" in said


def test_headings_of_all_cells_have_ids_of_their_own_and_make_the_contents() -> None:
    page = site_with(book(markdown("# A"), markdown("## Part"), markdown("## Part\n\n### Deep"))).main(PAGE)
    assert '<h2 id="part">Part</h2>' in page
    assert '<h2 id="part-1">Part</h2>' in page
    assert '<li><a href="#part-1">Part</a></li>\n        <li class="deeper"><a href="#deep">Deep</a></li>' in page


def test_several_headings_of_the_first_level_are_one_level_lower_below_the_title() -> None:
    page = site_with(book(markdown("# A"), markdown("# B\n\n## C"))).main(PAGE)
    assert page.count("<h1") == 1
    assert re.findall(r'<h2 id="b">B</h2>|<h3 id="c">C</h3>', page) == ['<h2 id="b">B</h2>', '<h3 id="c">C</h3>']


def test_links_to_headings_may_be_written_as_jupyter_names_them() -> None:
    site = site_with(book(markdown("# A\n\n[on](#Load-the-Data)"), markdown("## Load the Data")))
    assert '<a href="#load-the-data">on</a>' in site.main(PAGE)
    assert site.shown == []


def test_footnotes_of_two_cells_stay_apart() -> None:
    made = shown(markdown("a[^1]\n\n[^1]: one"), markdown("b[^1]\n\n[^1]: two"))
    assert 'href="#fn:1-1"' in made
    assert 'id="fn:1-1"' in made
    assert 'href="#fnref:1-1"' in made


def test_an_attachment_becomes_a_picture() -> None:
    cell = markdown("![a plot](attachment:p%20q.png)", attachments={"p q.png": {"image/png": png()}})
    site = site_with(book(cell))
    (name,) = [path for path in site.paths if path.endswith(".png")]
    assert f'<img alt="a plot" src="/{name}" srcset="/{name} 3w" sizes="3px" width="3" height="2">' in site.main(PAGE)


def test_a_section_marker_in_a_notebook_is_text() -> None:
    site = site_with(book(markdown("# A\n\n[SCHEDULE]\n")))
    assert "<p>[SCHEDULE]</p>" in site.main(PAGE)
    assert site.shown == []


def test_code_is_highlighted_below_its_number() -> None:
    made = shown(code("import x", count=3))
    assert '<div class="cell" id="cell-1">\n<p class="prompt">In [3]</p>\n<div class="language-python' in made
    assert '<span class="kn">import</span>' in made


def test_the_language_is_that_of_the_metadata_or_of_a_cell_magic() -> None:
    metadata = {"language_info": {"name": "R"}}
    assert "language-r " in shown(code("x <- 1"), metadata=metadata)
    assert "language-bash " in shown(code("%%bash\nls"), metadata=metadata)


@pytest.mark.parametrize(
    ("output", "made"),
    [
        (stream("a\x1b[31mred\x1b[0m\n"), "<pre>ared</pre>"),
        (stream("10%\r50%\r100%\ndone\n"), "<pre>100%\ndone</pre>"),
        (stream("<b>&"), "<pre>&lt;b&gt;&amp;</pre>"),
        (stream("careful", "stderr"), '<p class="prompt">Messages</p><pre class="stderr">careful</pre>'),
        (error(), '<p class="prompt">Error</p><pre class="error">ValueError: no</pre>'),
        (display(plain="1", html="<b onclick='x'>2</b>"), 'tabindex="0"><b>2</b></div>'),
        (display(plain="Figure()", html="<script>1</script>"), "This output is interactive"),
        (display(plain="LR()", html="<div class='sk-top-container'>x</div>"), "<pre>LR()</pre>"),
        (display(text__latex="$$x^2$$", plain="x"), "<msup><mi>x</mi><mn>2</mn></msup></math>"),
        (display(text__latex="\\foo", plain="x"), "<pre>\\foo</pre>"),
        (display(application__json={"a": [1]}, plain="x"), '<pre>{\n  "a": [\n    1\n  ]\n}</pre>'),
        (display(application__json="\ud800"), '<pre>"\ufffd"</pre>'),
        (display(text__markdown="## *a*", plain="x"), "<p><em>a</em></p>"),
        (display(plain="x", png="no picture"), "<pre>x</pre>"),
    ],
)
def test_an_output_shows_the_best_of_its_formats(output: dict[str, Any], made: str) -> None:
    assert made in output_of(output)


NESTED = "This output is left out, as its elements are nested too deeply"


@pytest.mark.parametrize(
    ("output", "made"),
    [
        (display(html="<div>" * 1000 + "deep"), "deep"),
        (display(html="<div>" * 1001 + "deep"), NESTED),
        (display(html="<div></p></b>" * 1001 + "deep"), NESTED),
        (display(plain="In words", html="<div>" * 1001), f'<pre>In words</pre><p class="left-out">{NESTED}'),
        (display(html="<br>" * 1001 + "<p>a<p>b</p>" * 1001 + "wide"), "wide"),
    ],
)
def test_an_output_of_a_thousand_levels_is_shown_and_no_deeper_one(output: dict[str, Any], made: str) -> None:
    shown_ = output_of(output)
    assert made in shown_
    assert (NESTED in shown_) == (NESTED in made)


def test_a_cell_of_more_than_a_thousand_levels_is_an_error_at_its_line() -> None:
    deep = markdown("<div>" * 1001 + "a" + "</div>" * 1001)
    (told,) = site_with(book(markdown("# N"), deep)).briefly
    message, _, hint = told.partition(": error: ")[2].partition(" | ")
    assert message == "cell 2: HTML is nested more than 1,000 levels deep [markdown/failed]"
    assert hint == "take some levels out"


def test_a_widget_is_one_sentence() -> None:
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "HBox(children=())"}
    output: dict[str, Any] = {"output_type": "display_data", "data": widget, "metadata": {}}
    assert output_of(output) == (
        '<p class="left-out">This output is interactive and runs only in the notebook itself: '
        '<a href="/assets/lab.ipynb">lab.ipynb</a></p>'
    )


def test_a_picture_is_a_file_of_its_own_with_size_and_words() -> None:
    site = site_with(book(code("x", display({"image/png": {"alt": 'a "grey" box'}}, png=png(30, 20)))))
    (name,) = [path for path in site.paths if path.endswith(".png")]
    img = f'<img alt="a &quot;grey&quot; box" src="/{name}" srcset="/{name} 30w" sizes="30px" width="30" height="20">'
    assert img in site.main(PAGE)
    assert [path for path in site.paths if "figure" in path] == [f"{name[:-4]}.png", f"{name[:-4]}.webp"]
    assert site.notes == []


def test_a_large_picture_of_an_output_comes_in_the_widths_that_are_shown() -> None:
    made = output_of(display({"image/png": {"alt": "grey"}}, png=png(3000, 2000)))
    assert re.findall(r" (\d+)w", made) == ["368", "736", "1104", "1472"] * 2
    assert 'type="image/webp"' in made
    assert 'width="3000" height="2000"' in made


def test_the_size_that_a_notebook_gives_a_picture_is_the_one_that_is_shown() -> None:
    sharp = {"image/png": {"alt": "grey", "width": 200, "height": 100}}
    made = output_of(display(sharp, png=png(400, 200)))
    assert 'width="200" height="100"' in made
    assert re.findall(r" (\d+)w", made) == ["200", "400"] * 2


def test_of_a_broad_figure_a_phone_takes_what_it_scrolls() -> None:
    made = output_of(display(png=png(1400, 400)))
    assert 'sizes="(max-width: 34rem) 32rem, (max-width: 46rem) calc(100vw - 2rem), 42rem"' in made


def test_a_picture_that_moves_stays_as_it_is_and_has_its_room() -> None:
    data = {"image/gif": base64.b64encode(animation()).decode()}
    output = {"output_type": "display_data", "metadata": {"image/gif": {"alt": "a box that turns"}}, "data": data}
    site = site_with(book(code("x", output)))
    (name,) = [path for path in site.paths if "figure" in path]
    assert name.endswith(".gif")
    assert f'<img src="/{name}" alt="a box that turns" width="20" height="20">' in site.main(PAGE)


def test_a_photo_in_an_output_says_nothing_of_its_camera() -> None:
    taken = Image.Exif()
    taken[0x0110] = "Camera 3000"
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(file, "JPEG", exif=taken)
    assert b"Camera 3000" in file.getvalue()
    data = {"image/jpeg": base64.b64encode(file.getvalue()).decode()}
    output = {"output_type": "display_data", "metadata": {"image/jpeg": {"alt": "teal"}}, "data": data}
    site = site_with(book(code("x", output)))
    (name,) = [path for path in site.paths if path.endswith(".jpg")]
    assert f'alt="teal" src="/{name}"' in site.main(PAGE)
    pictures = [body_bytes(one.body) for one in site.outputs if "figure" in one.path and not isinstance(one.body, Kept)]
    assert len(pictures) == 2
    assert not any(b"Camera" in body for body in pictures)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("image/png", "!!notbase64"),
        ("image/png", base64.b64encode(b"\x89PNG\r\n\x1a\nxx").decode()),
        ("image/png", HUGE),
        ("image/jpeg", base64.b64encode(photo(400, 300)[:-2000]).decode()),
    ],
)
def test_a_picture_that_cannot_be_decoded_is_a_warning(kind: str, written: str) -> None:
    output = {"output_type": "display_data", "metadata": {}, "data": {kind: written}}
    site = site_with(book(code("x", output)))
    assert site.rules == ["notebook/picture"]
    assert not [path for path in site.paths if "figure" in path]


def test_a_picture_within_html_becomes_a_file_too() -> None:
    made = output_of(display(html=f"<p>Plot <img src='data:image/png;base64,{png()}'></p>"))
    picture = r"/images/figure-[0-9a-f]{16}-[0-9a-f]{10}-3\.png"
    assert re.search(rf'<img alt="Picture" src="{picture}" srcset="{picture} 3w" [^>]*width="3" height="2">', made)


def test_all_pictures_of_a_notebook_but_the_first_are_loaded_late() -> None:
    html = "".join(f"<img alt='x' src='data:image/png;base64,{png(width)}'>" for width in (3, 4))
    made = shown(code("x", display(html=html), display({"image/png": {"alt": "y"}}, png=png(5))))
    assert ['loading="lazy" decoding="async"' in img for img in re.findall("<img[^>]*>", made)] == [False, True, True]


def test_a_long_output_is_folded_and_a_very_long_one_cut() -> None:
    folded = output_of(stream("line\n" * 50))
    assert folded.startswith("<details><summary>Output of 50 lines</summary><pre>line\n")
    cut = output_of(stream("line\n" * (LINES + 1234)))
    assert cut.count("line\n") == LINES - 1
    assert '<p class="left-out">1,234 more lines are left out: <a href="/assets/lab.ipynb">lab.ipynb</a></p>' in cut
    assert len(output_of(stream("x" * (LETTERS * 3)))) < LETTERS + 500


def test_a_long_table_is_folded() -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(40))
    made = output_of(display(html=f"<table><tr><th>n</th></tr>{rows}</table>"))
    assert made.startswith("<details><summary>Table of [1], 41 rows</summary>")


def test_nothing_of_a_hostile_notebook_runs_or_loads() -> None:
    site = site_with(HOSTILE)
    page = site.main(PAGE)
    tags = re.findall(r"<[a-zA-Z](?:[^<>\"]|\"[^\"]*\")*>", page)
    for sign in ("<script", "<style", "<iframe", "<form", "<meta", "<link", "<base", "<object", "<embed", "<svg"):
        assert not [tag for tag in tags if tag.lower().startswith(sign)]
    assert not [tag for tag in tags if re.search(r"\s(?:on\w+|style|srcdoc|action)=|javascript:", tag)]
    assert not [tag for tag in tags if re.search(r"\ssrc=\"(?:https?:)?//", tag)]
    svg = next(site.text(path) for path in site.paths if path.endswith(".svg"))
    assert svg.endswith('width="40" height="20"><rect width="40" height="20" fill="teal" /><image /></svg>')
    assert site.rules == ["notebook/error-output"]


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        (
            "{",
            "assets/lab.ipynb:1:1: error: the notebook is not JSON: Expecting property name enclosed in double quotes",
        ),
        ("[]", "error: the file is JSON, and no notebook"),
        ("[" * 100_000, "error: the notebook has lists and mappings nested more than 100 levels deep"),
        (
            book(code("a", display(x="[" * 9)), big=0).replace('"big": 0', '"big": ' + "9" * 5000),
            "a number that is too long",
        ),
        (book(), "error: the notebook has no cells"),
        ('{"nbformat": 4}', "error: the notebook has no cells"),
        (book(markdown("a"), nbformat=7), "error: the notebook is of the unknown format 7"),
        (book(markdown("a"), {"cell_type": "heading"}), ":10:3: error: cell 2 is of the unknown type 'heading'"),
        (book(markdown("a"), {"source": "b"}), "error: cell 2 has no type"),
        (book({"cell_type": "markdown", "source": 5}), "error: the source of cell 1 is no text"),
        (book(code("a", {"output_type": "pyout"})), "error: cell 1 has an output of the unknown type 'pyout'"),
        (book({**code("a"), "execution_count": "3"}), "error: cell 1 is not as the format has it: '3' is not of type"),
        (b"\xff\xfe", "error: the file is not UTF-8"),
    ],
)
def test_a_broken_notebook_is_an_error_with_its_cell(notebook: str | bytes, said: str) -> None:
    (problem,) = site_with(notebook).shown
    assert said in problem


def test_what_colab_and_older_programs_leave_out_does_no_harm() -> None:
    cells = [
        {"cell_type": "code", "source": "x = 1", "id": "a b", "extra": 1},
        {"cell_type": "markdown", "source": "b"},
    ]
    metadata = {"widgets": {"application/vnd.jupyter.widget-state+json": {"a": {}}}, "colab": {"provenance": []}}
    site = site_with(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 0}))
    assert site.shown == []
    assert "<p>b</p>" in site.main(PAGE)


def test_a_notebook_of_format_3_is_upgraded() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Old"},
        {
            "cell_type": "code",
            "input": "1",
            "language": "python",
            "prompt_number": 2,
            "outputs": [{"output_type": "pyout", "text": "1", "prompt_number": 2, "metadata": {}}],
        },
    ]
    worksheets = [{"cells": cells, "metadata": {}}]
    site = site_with(
        json.dumps({"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": worksheets})
    )
    assert site.shown == []
    page = site.main(PAGE)
    assert '<h1 id="old">Old</h1>' in page
    assert '<p class="prompt">Out [2]</p><pre>1</pre>' in page


def test_a_notebook_that_is_too_large_gets_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faimi_site.load.notebooks.LARGEST", 100)
    site = site_with(book(markdown("a" * 100)))
    assert site.rules == ["notebook/too-large"]
    assert PAGE not in site.paths
    assert "Read it" not in site.main("t/index.html")


def test_a_notebook_is_read_once_as_long_as_it_stays() -> None:
    given = sources(
        {
            "site.yaml": SITE,
            "content/t/index.md": front("title: Course", "[RESOURCES]\n"),
            "content/t/resources.yaml": "- title: Lab\n  file: /assets/lab.ipynb\n",
            "assets/lab.ipynb": HOSTILE,
        }
    )
    first = Memory()
    made, found = plan(given, first)
    known = Memory(dict(first.texts()))
    again, found_again = plan(given, known)
    assert dict(known.texts()) == dict(first.texts())
    assert found == found_again
    bodies = [[(o.path, body_bytes(o.body)) for o in each] for each in (made, again)]
    assert bodies[0] == bodies[1]


def two_of_one_name(second: str = "") -> Planned:
    return planned(
        {
            "content/t/index.md": front("title: Course", "[RESOURCES]\n"),
            "content/t/resources.yaml": f"- {{title: A, file: /assets/a/n.ipynb, id: a}}\n"
            f"- {{title: Part B, file: /assets/b/N.ipynb{second}}}",
            "assets/a/n.ipynb": book(markdown("# A")),
            "assets/b/N.ipynb": book(markdown("# B")),
        }
    )


def test_two_notebooks_of_one_name_are_one_page_too_many_with_a_way_out() -> None:
    assert two_of_one_name().briefly == [
        "content/t/resources.yaml:2:25: error: two notebooks are called N.ipynb, and each would be the page /t/N/ "
        "[output/two-owners] | give this one an id, which names its page: id: part-b for /t/part-b/"
    ]


def test_the_id_of_the_second_of_two_notebooks_of_one_name_names_its_page() -> None:
    site = two_of_one_name(", id: part-b")
    assert site.paths[-4:] == ["sitemap.xml", "t/index.html", "t/n/index.html", "t/part-b/index.html"]
    assert site.shown == []


def test_a_notebook_of_two_events_is_a_page_of_each() -> None:
    more = {
        "content/u/index.md": front("title: Other", "[RESOURCES]\n"),
        "content/u/resources.yaml": "- {title: Lab, file: /assets/lab.ipynb}",
    }
    site = site_with(book(markdown("# Lab\n\n[own](#lab)"), code("x", display(png=png(400, 200), alt="a"))), **more)
    assert [path for path in site.paths if path.endswith("lab/index.html")] == [PAGE, "u/lab/index.html"]
    assert 'Part of <a href="/t/">Course</a>' in site.main(PAGE)
    assert 'Part of <a href="/u/">Other</a>' in site.main("u/lab/index.html")
    assert 'href="/u/lab/"' in site.main("u/index.html")
    assert site.shown == []


def test_a_fault_of_a_notebook_of_two_events_is_told_once() -> None:
    more = {
        "content/u/index.md": front("title: Other", "[RESOURCES]\n"),
        "content/u/resources.yaml": "- {title: Lab, file: /assets/lab.ipynb}",
    }
    assert len(site_with(book(markdown("# Lab\n\n[a](gone.csv)")), **more).shown) == 1


def test_the_card_of_a_notebook_shows_its_first_figure() -> None:
    site = site_with(book(markdown("# A"), code("x", display(png=png(20, 20)), display(png=png(800, 400)))))
    page = site.main("t/index.html")
    assert re.search(
        r'<img class="cover" alt="" width="160" height="80"[^>]* src="/images/figure[\w-]*-320\.png"', page
    )
    assert re.findall(r"-(\d+)\.webp", page) == ["160", "320"]


def test_the_card_of_a_notebook_without_figures_has_a_sign() -> None:
    assert '<span class="cover icon" aria-hidden="true">' in site_with(book(markdown("# A"))).main("t/index.html")


WORDS = "Two bars: light 0.7, dark 0.4. " * 5


def test_words_that_are_printed_below_a_picture_as_its_description_are_its_caption() -> None:
    given = display({"image/png": {"alt": WORDS}}, png=png())
    made = output_of(given, stream(f"{WORDS}\n"))
    assert f'<figcaption aria-hidden="true">{WORDS.strip()}</figcaption></figure>' in made
    assert f'alt="{WORDS.strip()}"' in made
    assert "<pre" not in made


def test_other_words_below_a_picture_stay_text() -> None:
    made = output_of(display({"image/png": {"alt": WORDS}}, png=png()), stream("done\n"))
    assert "<figure" not in made
    assert "<pre>done</pre>" in made


def test_long_sentences_of_an_output_are_wrapped() -> None:
    assert output_of(stream(f"{WORDS}\n")) == f"<pre>{WORDS}</pre>"


def test_columns_of_an_output_are_scrolled_by_keyboard_too() -> None:
    row = "light     0.71     0.65     0.80     0.90"
    assert output_of(stream(f"{row}\n")) == (f'<pre role="group" aria-label="Output of [1]" tabindex="0">{row}</pre>')


def test_a_wide_formula_stands_in_what_can_be_scrolled() -> None:
    made = shown(markdown(f"$$a = {' + '.join('bcdefghijklmnopqr' * 2)}$$"))
    assert '<span class="scroll" role="group" aria-label="Formula" tabindex="0"><math' in made


def test_a_broad_figure_stands_in_what_can_be_scrolled() -> None:
    assert '<div class="scroll broad" role="group" aria-label="Figure of [1]" tabindex="0"><picture>' in output_of(
        display(png=png(600, 200))
    )
    assert "scroll" not in output_of(display(png=png(600, 500)))


def test_long_code_is_folded_below_its_first_line() -> None:
    made = shown(code("def f(x):\n" + "    x += 1\n" * 15))
    assert "<details><summary>Code: 16 lines, <code>def f(x):</code></summary><div" in made
    assert "<details>" not in shown(code("x += 1\n" * 15))


def test_a_header_without_words_is_a_plain_cell_in_markdown_too() -> None:
    made = shown(markdown("|   | a |\n|---|---|\n| b | 1 |"))
    assert "<td></td>" in made
    assert "<th></th>" not in made
