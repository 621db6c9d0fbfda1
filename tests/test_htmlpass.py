from __future__ import annotations

import pytest

from faimi_site.htmlpass import css_addresses, resolve_addresses


def based(address: str) -> str:
    """Return an address with a base path before it, where it starts with one slash."""
    return f"/base{address}" if address.startswith("/") else address


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<a href="/x">', '<a href="/base/x">'),
        ('<area href="/x">', '<area href="/base/x">'),
        ('<link rel="stylesheet" href="/x">', '<link rel="stylesheet" href="/base/x">'),
        ('<img src="/x" alt="/y">', '<img src="/base/x" alt="/y">'),
        ('<img src="/x"/>', '<img src="/base/x"/>'),
        ('<video poster="/p" src="/v">', '<video poster="/base/p" src="/base/v">'),
        ('<object data="/x">', '<object data="/base/x">'),
        ('<form action="/x"><button formaction="/y">', '<form action="/base/x"><button formaction="/base/y">'),
        ('<blockquote cite="/x">', '<blockquote cite="/base/x">'),
        ('<table background="/x">', '<table background="/base/x">'),
        ('<img longdesc="/x">', '<img longdesc="/base/x">'),
        ('<svg><use xlink:href="/x#a"/></svg>', '<svg><use xlink:href="/base/x#a"/></svg>'),
        ('<svg><image href="/x"/></svg>', '<svg><image href="/base/x"/></svg>'),
        ('<script src="/x"></script>', '<script src="/base/x"></script>'),
        ('<iframe src="/x"></iframe>', '<iframe src="/base/x"></iframe>'),
    ],
)
def test_each_kind_of_address_is_resolved(html: str, made: str) -> None:
    assert resolve_addresses(html, based) == made


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<a href='/x'>", '<a href="/base/x">'),
        ("<a href=/x>", '<a href="/base/x">'),
        ("<a href=/x/>", '<a href="/base/x/">'),
        ('<a href = "/x" >', '<a href = "/base/x" >'),
        ('<a\n  href="/x"\n  title="y">', '<a\n  href="/base/x"\n  title="y">'),
        ('<A HREF="/x">', '<A HREF="/base/x">'),
        ('<a/href="/x">', '<a/href="/base/x">'),
        ('<a href="/x"title="y">', '<a href="/base/x"title="y">'),
        ('<a title="y"href="/x">', '<a title="y"href="/base/x">'),
        ("<a title='y'href=/x>", "<a title='y'href=\"/base/x\">"),
        ('<a href=" /x ">', '<a href="/base/x">'),
        ("<a title='>' href='/x'>", "<a title='>' href=\"/base/x\">"),
        ('<a title="<a" href="/x">', '<a title="<a" href="/base/x">'),
        ("<a onclick='x(\"/y\")' href=/z>", '<a onclick=\'x("/y")\' href="/base/z">'),
        ('<a hidden href="/x" download>', '<a hidden href="/base/x" download>'),
    ],
)
def test_an_address_is_found_however_its_attribute_is_written(html: str, made: str) -> None:
    assert resolve_addresses(html, based) == made


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<a href="/x?a=1&amp;b=2">', '<a href="/base/x?a=1&amp;b=2">'),
        ('<a href="/x?a=1&b=2">', '<a href="/base/x?a=1&amp;b=2">'),
        ('<a href="&#47;x">', '<a href="/base/x">'),
        ("<a href='/x\"y'>", '<a href="/base/x&quot;y">'),
        ('<a href="/x\'y">', '<a href="/base/x\'y">'),
        ('<a href="/é 日">', '<a href="/base/é 日">'),
    ],
)
def test_an_address_is_decoded_and_what_it_becomes_is_escaped(html: str, made: str) -> None:
    assert resolve_addresses(html, based) == made


def test_a_resolved_address_cannot_leave_its_attribute() -> None:
    assert resolve_addresses("<a href=x>", lambda _: '"><b>') == '<a href="&quot;&gt;&lt;b&gt;">'


@pytest.mark.parametrize(
    ("srcset", "made"),
    [
        ("/a", "/base/a"),
        ("/a 1x, /b 2x", "/base/a 1x, /base/b 2x"),
        ("/a 480w,/b 800w", "/base/a 480w,/base/b 800w"),
        ("/a, /b 2x", "/base/a, /base/b 2x"),
        ("  /a  480w ,\n  /b 800w ", "  /base/a  480w ,\n  /base/b 800w "),
        ("/a,b.png 1x", "/base/a,b.png 1x"),
        ("data:image/png;base64,AA= 1x, /b 2x", "data:image/png;base64,AA= 1x, /base/b 2x"),
    ],
)
@pytest.mark.parametrize("name", ["srcset", "imagesrcset", "SRCSET"])
def test_each_address_of_a_set_is_resolved(name: str, srcset: str, made: str) -> None:
    assert resolve_addresses(f'<img {name}="{srcset}">', based) == f'<img {name}="{made}">'


@pytest.mark.parametrize(
    ("css", "made"),
    [
        ("a{background:url(/x)}", "a{background:url(/base/x)}"),
        ('a{background:url("/x y")}', 'a{background:url("/base/x y")}'),
        ("a{background:url( '/x' )}", "a{background:url( '/base/x' )}"),
        ("a{src:URL(/x), url(/y)}", "a{src:URL(/base/x), url(/base/y)}"),
        ('@import url("/x.css");', '@import url("/base/x.css");'),
        ("a{b:url(data:image/png;base64,AA=)}", "a{b:url(data:image/png;base64,AA=)}"),
        ("a{b:curl /x}", "a{b:curl /x}"),
    ],
)
def test_an_address_in_css_is_resolved(css: str, made: str) -> None:
    assert css_addresses(css, based) == made


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<style>a{b:url(/x)}</style>", "<style>a{b:url(/base/x)}</style>"),
        ('<STYLE media="/x">a{b:url(/x)}</STYLE>', '<STYLE media="/x">a{b:url(/base/x)}</STYLE>'),
        ('<p style="b:url(/x)">', '<p style="b:url(/base/x)">'),
        ("<p style='b:url(\"/x\")'>", '<p style="b:url(&quot;/base/x&quot;)">'),
        ('<p style="b:url(&quot;/x&quot;)">', '<p style="b:url(&quot;/base/x&quot;)">'),
    ],
)
def test_css_is_found_in_style_elements_and_style_attributes(html: str, made: str) -> None:
    assert resolve_addresses(html, based) == made


@pytest.mark.parametrize(
    "html",
    [
        '<!-- <a href="/x"> -->',
        '<!-- <a href="/x">',
        "<script>a = '<a href=\"/x\">'</script>",
        "<script>if (a<b) url(/x)",
        '<textarea><a href="/x"></textarea>',
        '<title><a href="/x"></title>',
        '<xmp><a href="/x"></xmp>',
        '<noembed><a href="/x"></noembed>',
        '<iframe><a href="/x"></iframe>',
        'a < b href="/x"',
        '&lt;a href="/x"&gt;',
        '</a href="/x">',
        '<a href="/x',
        '<a data-href="/x" xhref="/x" hrefs="/x" alt="/x" content="/x" value="/x">',
        '<a title="href=/x">',
        "<a href>",
        "<!doctype html>",
    ],
)
def test_what_is_no_address_of_an_element_stays(html: str) -> None:
    assert resolve_addresses(html, based) == html


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<!--><a href="/x">', '<!--><a href="/base/x">'),
        ('<!---><a href="/x">', '<!---><a href="/base/x">'),
        ('<!-- a --!><a href="/x">', '<!-- a --!><a href="/base/x">'),
        ('<!-- a -- b --><a href="/x">', '<!-- a -- b --><a href="/base/x">'),
        ('<script>"<!--"</script><a href="/x">', '<script>"<!--"</script><a href="/base/x">'),
        ('<SCRIPT>a</script ><a href="/x">', '<SCRIPT>a</script ><a href="/base/x">'),
        ('<scripts><a href="/x">', '<scripts><a href="/base/x">'),
        ('<pre><code><a href="/x">', '<pre><code><a href="/base/x">'),
        ('<noscript><a href="/x">', '<noscript><a href="/base/x">'),
        # A name goes on to a space, a slash or the tag's end (HTML, 13.2.5.8).
        ('<i<style></i><a href="/x">', '<i<style></i><a href="/base/x">'),
        ('<i<!--a><a href="/x">', '<i<!--a><a href="/base/x">'),
        ('<b<title class="c"><a href="/x">', '<b<title class="c"><a href="/base/x">'),
    ],
)
def test_what_follows_a_comment_or_a_script_is_read_again(html: str, made: str) -> None:
    assert resolve_addresses(html, based) == made


@pytest.mark.parametrize(
    "html",
    [
        "<a href='x'>",
        "<a href=x>",
        "<a href=' x '>",
        '<a href="?a=1&b=2">',
        "<a href='x&quot;y' HREF = \"z\" >",
        "<img srcset=' a 1x , b '>",
        "<p style='b:url( \"x\" )'>",
        "<style>a{b:url('x')}</style>",
        "<a  href =\n'x'\t>\r\n",
    ],
)
def test_an_address_that_does_not_change_stays_as_it_is_written(html: str) -> None:
    assert resolve_addresses(html, based) == html


def test_an_address_is_asked_for_once_and_without_the_space_around_it() -> None:
    asked: list[str] = []

    def note(address: str) -> str:
        asked.append(address)
        return address

    resolve_addresses('<a href=" x ">b</a> <img src=y srcset="z 1x, &amp; 2x"><p style="b:url(w)">', note)
    assert asked == ["x", "y", "z", "&", "w"]


@pytest.mark.parametrize(
    ("css", "made"),
    [
        ("a { b: image-set(\"/x.png\" 1x, '/y.png' 2x) }", "a { b: image-set(\"</x.png>\" 1x, '</y.png>' 2x) }"),
        (
            'b: -webkit-image-set(url(/x.png) 1x, "/y.avif" type("image/avif"))',
            'b: -webkit-image-set(url(</x.png>) 1x, "</y.avif>" type("image/avif"))',
        ),
        ('content: "/x.png", "/y.png"', 'content: "/x.png", "/y.png"'),
        ('b: image-set("/x.png" 1x', 'b: image-set("/x.png" 1x'),
    ],
)
def test_the_pictures_of_a_set_are_addresses(css: str, made: str) -> None:
    assert css_addresses(css, lambda address: f"<{address}>") == made
