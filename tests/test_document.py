"""The reader of finished pages: elements, attributes, texts and parents as a browser would find them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from html5lib._tokenizer import HTMLTokenizer
from html5lib.constants import tokenTypes
from hypothesis import given, settings
from hypothesis import strategies as st

from faimi_site.document import Element, read_document
from tests.timing import LINEAR, growth


def elements(html: str) -> list[Element]:
    return list(read_document(html).elements)


def outline(html: str) -> list[str]:
    """Return the elements as `parent>tag`, in order."""
    found = elements(html)
    return [f"{found[one.parent].tag}>{one.tag}" if one.parent >= 0 else one.tag for one in found]


def test_elements_come_in_order_with_attributes_text_and_parent() -> None:
    link, image, emphasis = elements('<A Href="/x?a&amp;b" hidden>to <img src=i.png alt=""> <em>it</em></A>')
    assert (link.tag, link.attrs, link.text, link.parent) == ("a", {"href": "/x?a&b", "hidden": ""}, "to it", -1)
    assert (image.tag, image.attrs, image.text, image.parent) == ("img", {"src": "i.png", "alt": ""}, "", 0)
    assert (emphasis.tag, emphasis.text, emphasis.parent) == ("em", "it", 0)


def test_the_first_of_two_attributes_of_one_name_counts() -> None:
    assert elements('<p id="a" id="b">')[0].attrs == {"id": "a"}


def test_white_space_is_collapsed_and_blocks_part_words() -> None:
    (outer, *_) = elements("<div>\n <p>one\n  two</p><p>three</p>four<br>five, s<b>i</b>x &amp; seven</div>")
    assert outer.text == "one two three four five, six & seven"


def test_scripts_styles_and_templates_hold_no_text() -> None:
    body, script, style, *_ = elements(
        "<body>a<script>b<p></script><style>c</style><template>d<p>e</template>f<iframe src=a><p>g</iframe></body>"
    )
    assert body.text == "af"
    assert (script.raw, style.raw, script.text) == ("b<p>", "c", "")


def test_end_tags_that_html_lets_one_leave_out_are_implied() -> None:
    assert outline("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>") == ["ul", "ul>li", "ul>li", "li>ul", "ul>li", "ul>li"]
    assert outline("<dl><dt>a<dd>b<dt>c</dl>") == ["dl", "dl>dt", "dl>dd", "dl>dt"]
    assert outline("<table><thead><tr><th>a<th>b<tbody><tr><td>c<tr><td>d</table><p>") == [
        *("table", "table>thead", "thead>tr", "tr>th", "tr>th"),
        *("table>tbody", "tbody>tr", "tr>td", "tbody>tr", "tr>td", "p"),
    ]
    assert outline("<select><option>a<option>b</select>") == ["select", "select>option", "select>option"]
    assert outline("<p>a<p>b<div>c</div><p>d<span>e</span>") == ["p", "p", "div", "p", "p>span"]


@pytest.mark.parametrize(
    "html",
    ["<h1>a<h2>b<h3>c", "<h1>a</h2><h2>b</h1><h3>c</h3>", "<h1>a<h2>b</h1><h3>c", "<h1>a<em></h1><h2>b</h2><h3>c"],
)
def test_a_heading_ends_with_the_next_one_and_with_the_end_tag_of_any(html: str) -> None:
    assert [one.text for one in read_document(html).elements if one.tag[0] == "h"] == ["a", "b", "c"]


def test_a_heading_in_an_element_of_a_heading_is_part_of_it() -> None:
    assert [one.text for one in read_document("<h1>a<span><h2>b</h2></span></h1>").elements] == ["a b", "b", "b"]


def test_a_table_in_a_cell_ends_no_row_of_the_outer_one() -> None:
    assert outline("<table><tr><td><table><tr><td>a</table><td>b</table>") == [
        *("table", "table>tr", "tr>td", "td>table", "table>tr", "tr>td", "tr>td")
    ]


def test_stray_end_tags_change_nothing() -> None:
    assert outline("</p><div></span><table><tr><td></div><b>a</table></br></div><i>") == [
        *("div", "div>table", "table>tr", "tr>td", "td>b", "i")
    ]


def test_a_slash_ends_an_element_in_svg_alone() -> None:
    assert outline("<iframe/><p></iframe><svg><script/><g/></svg>") == ["iframe", "svg", "svg>script", "svg>g"]
    assert outline("<div/><svg><path/><g/></svg><i/><hr/>") == ["div", "div>svg", "svg>path", "svg>g", "div>i", "i>hr"]


def test_anchors_are_ids_and_names_of_links() -> None:
    assert read_document('<p id=a><a name="b">c</a><input name=d><p id="">').anchors == {"a", "b"}


def test_what_is_cut_off_is_read_as_far_as_it_goes() -> None:
    assert outline("<div><p>a <b") == ["div", "div>p"]
    assert elements("<p>a &amp; b <!-- c")[0].text == "a & b"


def test_depth_and_length_are_no_limit() -> None:
    (outermost, *_) = elements("<div>" * 300 + "x" + "</div>" * 300)
    assert outermost.text == "x"
    assert len(elements("<ul>" + "<li><b>a" * 50_000)) == 100_001
    assert len(elements("<b>" * 50_000 + "</i>" * 50_000 + "<p></p>" * 1_000)) == 51_000
    assert len(elements("<p>" + "<a href=x " * 20_000)) == 1


def test_quotes_keep_what_ends_a_tag_only_around_a_value() -> None:
    assert elements('<a b = \'c>\' d="e>" f=g"h>i').pop().attrs == {"b": "c>", "d": "e>", "f": 'g"h'}
    assert elements("<a b=c/d/ e=/>")[0].attrs == {"b": "c/d/", "e": "/"}
    assert outline("<p><a b='c></p><i>") == ["p"]


def test_comments_end_as_the_standard_says() -> None:
    assert outline("<!--><a><!---><b><!-- > -- > --!><i><!-- --><u><!x -- '><s><?x y><q></ x><em></><!--") == [
        *("a", "a>b", "b>i", "i>u", "u>s", "s>q", "q>em")
    ]


def test_titles_and_text_areas_hold_text_alone() -> None:
    (title, area, drawing, inner, bold) = elements(
        "<title>a <b>&amp;</title x><textarea>c <i></textarea><svg><title><b>d</b></title></svg>"
    )
    assert (title.text, area.text, drawing.text) == ("a <b>&", "c <i>", "d")
    assert (inner.tag, bold.tag) == ("title", "b")


def test_a_raw_element_ends_at_its_own_end_tag_or_never() -> None:
    (script, style) = elements("<script>a</ script></b></scripts></SCRIPT\n><style>b</style")
    assert (script.raw, style.raw) == ("a</ script></b></scripts>", "b</style")


def test_a_sign_that_opens_nothing_is_text() -> None:
    assert elements("<p>a < b <3 </")[0].text == "a < b <3 </"
    assert elements("<math><![CDATA[a <b> &amp;]]></math>")[0].text == "a <b> &amp;"


_PIECES = st.sampled_from(
    [
        *("<a ", "<p>", "</p>", "<B c", "d=e", "f='g'", 'h="i>"', "j =\n'", "=", '"', "'", ">", "/>", "/", " ", "k"),
        *("<", "</", "</a", "<!--", "-->", "--!>", "-", "<!", "<?", "<br/>", "\t", "\x0c", "\xa0", "<script>"),
        *("</script", "<title>", "</title ", "<style>", "</STYLE>", "<textarea l>", "</textarea>", "<iframe>"),
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_start_tags_are_those_that_html5lib_finds(pieces: list[str]) -> None:
    html = "".join(pieces)
    assert [(one.tag, dict(one.attrs)) for one in read_document(html).elements] == list(_start_tags(html))


def _start_tags(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the start tags that html5lib's tokenizer finds, where its tree builder would let it look for them."""
    reader = HTMLTokenizer(html)
    for token in reader:
        if token["type"] == tokenTypes["StartTag"]:
            attrs = token["data"]
            assert isinstance(attrs, dict)
            yield str(token["name"]), dict(attrs)
            if token["name"] in ("title", "textarea"):
                reader.state = reader.rcdataState
            elif token["name"] in ("script", "style", "iframe"):
                reader.state = reader.rawtextState


@pytest.mark.parametrize(
    "piece",
    [
        "<li><b>a",
        "<b></i>",
        "<a href=x ",
        "<p>a</p>",
        "<!-- ",
        "</x>",
        "<a b='",
        '<a b="c" ',
        "<!x",
        "<a =",
        "</a ",
        "<svg><![CDATA[",
    ],
)
def test_reading_takes_time_in_proportion(piece: str) -> None:
    assert growth(lambda length: read_document(piece * length), 2000) < LINEAR
