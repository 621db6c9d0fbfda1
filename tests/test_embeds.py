from __future__ import annotations

import pytest

from faimi_site.embeds import links_for_frames, shown_at
from tests.sites import planned

HOSTS = ("youtube.com", "player.vimeo.com")
VIDEO = '<iframe src="https://www.youtube.com/embed/abc" title="The lecture" width="560" height="315"></iframe>'


def made(page: str) -> str:
    return links_for_frames(page, HOSTS)[0]


def test_a_frame_of_a_named_host_becomes_a_link_that_a_script_can_load() -> None:
    assert made(VIDEO) == (
        '<a class="embed" href="https://www.youtube.com/watch?v=abc" data-embed="https://www.youtube.com/embed/abc"'
        ' data-title="The lecture" data-width="560" data-height="315">The lecture (www.youtube.com)</a>'
    )


def test_a_frame_of_another_host_becomes_a_plain_link_and_is_reported() -> None:
    page, unnamed = links_for_frames('<p>a <iframe src="//maps.example/x?a=1&amp;b=2"></iframe> b</p>', HOSTS)
    assert page == '<p>a <a class="embed" href="https://maps.example/x?a=1&amp;b=2">maps.example</a> b</p>'
    assert unnamed == ["//maps.example/x?a=1&b=2"]


@pytest.mark.parametrize(
    "page",
    [
        '<iframe src="/assets/demo.html"></iframe>',
        '<iframe src="demo/"></iframe>',
        "<iframe srcdoc='<p>a</p>'></iframe>",
        f"<!-- {VIDEO} -->",
        f"<script>{VIDEO}</script>",
        "&lt;iframe src=https://a.org&gt;",
        "<iframes src='https://a.org'>",
    ],
)
def test_what_is_no_frame_of_another_host_stays(page: str) -> None:
    assert links_for_frames(page, HOSTS) == (page, [])


def test_a_host_below_a_named_one_is_named_and_one_that_ends_like_it_is_not() -> None:
    assert links_for_frames('<iframe src="https://m.youtube.com/embed/a"></iframe>', HOSTS)[1] == []
    assert links_for_frames('<iframe src="https://notyoutube.com/embed/a"></iframe>', HOSTS)[1] != []


def test_what_an_author_pastes_into_a_frame_stays_text() -> None:
    page = made('<iframe src="https://youtube.com/embed/a" title="&quot;><script>x</script>"></iframe>')
    assert "<script>" not in page
    assert 'data-title="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"' in page


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.youtube-nocookie.com/embed/abc?start=90", "https://www.youtube.com/watch?v=abc&t=90s"),
        ("https://player.vimeo.com/video/123?h=x", "https://vimeo.com/123"),
        ("https://www.youtube.com/playlist?list=x", "https://www.youtube.com/playlist?list=x"),
        ("//a.org/x", "https://a.org/x"),
        ("https://a.org/x?y#z", "https://a.org/x?y#z"),
    ],
)
def test_a_known_player_is_shown_at_its_own_page(address: str, shown: str) -> None:
    assert shown_at(address) == shown


def test_a_page_with_a_frame_brings_the_script_for_it() -> None:
    settings = "title: T\nurl: https://example.org\nmedia: [youtube.com]\n"
    site = planned({"site.yaml": settings, "content/a.md": f"# A\n\n{VIDEO}\n"})
    assert '<script src="/static/page.js" defer></script>' in site.text("a/index.html")
    assert site.shown == []


def test_a_frame_of_a_host_that_is_not_named_is_reported_at_its_line() -> None:
    frame = '<iframe src="https://maps.example/x"></iframe>'
    assert planned({"content/a.md": f"# A\n\n{frame}\n"}).shown == [
        "content/a.md:3:14: warning: the frame of 'https://maps.example/x' becomes a link: its host is not "
        "named under media: [media/not-named]\n"
        '     3 | <iframe src="https://maps.example/x"></iframe>\n'
        "       |              ^^^^^^^^^^^^^^^^^^^^^^\n"
        "       = hint: write media: [maps.example] in site.yaml, so that visitors can load it in the page"
    ]
