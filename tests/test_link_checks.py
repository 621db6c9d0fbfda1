"""Every address leads somewhere: a case that fires, a case that must not, and the exact message, rule by rule."""

from __future__ import annotations

import pytest

from faimi_site.check.malformed import lacks_scheme, malformed
from faimi_site.problem import in_order, show
from tests.sites import Files, front, planned

HOME: Files = {"content/index.md": "# Home\n"}
TASKS: Files = {"content/t/tasks.md": "# Tasks\n\n## Third\n"}


def page(body: str, files: Files | None = None, matter: str = "title: A") -> dict[str, str | bytes]:
    return {**HOME, "content/a.md": front(matter, body), **(files or {})}


def all_shown(files: Files) -> list[str]:
    """Return the problems as `-v` shows them."""
    return [show(problem) for problem in in_order(planned(files).problems)]


def places(files: Files) -> list[str]:
    return [shown.partition(": ")[0] for shown in all_shown(files)]


def test_a_link_to_no_file_is_an_error_with_a_guess() -> None:
    files = page("[Slides](/assets/slide.pdf)\n", {"assets/slides.pdf": b""})
    assert planned(files).shown == [
        "content/a.md:5:10: error: '/assets/slide.pdf' leads to no file [link/dead]\n"
        "     5 | [Slides](/assets/slide.pdf)\n"
        "       |          ^^^^^^^^^^^^^^^^^\n"
        "       = hint: did you mean '/assets/slides.pdf'?"
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[x](/t/tsks/)", "'/t/tsks/' leads to no page"),
        ("[x](../t/TASKS/)", "'../t/TASKS/' leads to no page"),
        ("![x](/assets/photo.png)", "'/assets/photo.png' leads to no image"),
        ("[x](photo.jpeg)", "'photo.jpeg' leads to no image"),
        ('<img src="/no" alt="">', "'/no' leads to no image"),
        ('<img src="/y.jpg" srcset="/y.jpg 1x, /z.jpg 2x" alt="">', "'/z.jpg' leads to no image"),
        ('<video poster="/no.png"></video>', "'/no.png' leads to no image"),
        ('<form action="/send/"></form>', "'/send/' leads to no page"),
        ('<object data="/no.pdf"></object>', "'/no.pdf' leads to no file"),
        ('<blockquote cite="/no/">x</blockquote>', "'/no/' leads to no page"),
        ("<p style=\"background: url('/no.png')\">x</p>", "'/no.png' leads to no image"),
        ("<style>p { background: url(/no.woff) }</style>", "'/no.woff' leads to no file"),
        ('<link rel="preload" as="image" imagesrcset="/no.png 2x">', "'/no.png' leads to no image"),
        ("[x](/t/tasks/index.htm)", "'/t/tasks/index.htm' leads to no file"),
    ],
)
def test_an_address_that_leads_nowhere_is_an_error_wherever_it_stands(body: str, said: str) -> None:
    problems = planned(page(f"{body}\n", {**TASKS, "content/y.jpg": b""})).shown
    (shown,) = (one for one in problems if "[page/blocked]" not in one)
    assert f"error: {said} [link/dead]" in shown
    assert shown.startswith("content/a.md:5:")


@pytest.mark.parametrize(
    "body",
    [
        "[x](/t/tasks/) [x](/t/tasks/index.html) [x](t/tasks.md#third) [x](/t/tasks/?a=1#third) [x](/)",
        "[x](/gr%C3%B6%C3%9Fe%201.pdf) [x](</größe 1.pdf>) [x](/gro\u0308ße%201.pdf)",
        "[x](https://a.example.org/nowhere) [x](//a.org/b) [x](mailto:a@b.org) [x](tel:+4512345678)",
        "![x](data:image/png,A)",
        "[x](#) [x](#top) [x](#TOP) [x](#:~:text=word) [x](/t/tasks/#:~:text=word) [x](/t/tasks/#third:~:text=w)",
        "[x](/assets/s.pdf#page=3) [x](?a=1) [x]() [x](javascript:void%280%29)",
        '<a name="old"></a> [x](#old) <span id="größe">x</span> [x](#gr%C3%B6%C3%9Fe) [x](#größe)',
        "`[x](/no/)` and <!-- [x](/no/) -->",
    ],
)
def test_an_address_that_leads_somewhere_is_fine(body: str) -> None:
    files = {**TASKS, "content/größe 1.pdf": b"", "assets/s.pdf": b""}
    assert planned(page(f"{body}\n", files)).shown == []


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("/assets/Slides.PDF", "did you mean '/assets/2025/slides.pdf'?"),
        ("/assets/2025/SLIDES.pdf", "did you mean '/assets/2025/slides.pdf'?"),
        ("/assets/2024/slides.pdf", "did you mean '/assets/2025/slides.pdf'?"),
        ("/tasks/", "did you mean '/t/tasks/'?"),
        ("/t/task/", "did you mean '/t/tasks/'?"),
        ("/t/tasks.html", "did you mean '/t/tasks/'?"),
        ("/something/else.pdf", "mend the address, or add the file"),
    ],
)
def test_the_guess_is_of_another_case_another_folder_or_an_edit_away(address: str, hint: str) -> None:
    (shown,) = planned(page(f"[x]({address})\n", {**TASKS, "assets/2025/slides.pdf": b""})).shown
    assert shown.endswith(f"= hint: {hint}")


def test_the_base_path_is_no_part_of_an_address() -> None:
    files = page(
        "[x](/t/tasks/) [y](/base/t/tasks/)\n",
        {**TASKS, "site.yaml": "title: T\nurl: https://e.org\nbase_path: /base\n"},
    )
    assert planned(files).shown == [
        "content/a.md:5:20: error: '/base/t/tasks/' holds the base path, which every address gets [link/base-path]\n"
        "     5 | [x](/t/tasks/) [y](/base/t/tasks/)\n"
        "       |                    ^^^^^^^^^^^^^^\n"
        "       = hint: write '/t/tasks/'"
    ]


def test_a_page_that_could_not_be_made_is_one_problem() -> None:
    files = page("[x](b.md) [y](/b/)\n", {"content/b.md": front("title: B\nlayout: bad"), "templates/bad.html": "{% x"})
    assert set(planned(files).rules) == {"template/syntax"}


def test_data_that_cannot_be_read_is_one_problem() -> None:
    files = page("[x](/t/#talk)\n", {"content/t/index.md": "# T\n\n[SCHEDULE]\n", "content/t/schedule.yaml": "a: ["})
    assert planned(files).rules == ["yaml/syntax"]


def test_a_link_to_the_address_of_a_draft_says_so() -> None:
    files = page("[x](/b/)\n", {"content/b.md": front("title: B\npublished: false")})
    assert "'/b/' leads to a page that is not published [link/dead]" in planned(files).shown[0]


def test_each_place_of_an_address_is_shown_but_none_in_code() -> None:
    files = page("```\n[x](/no/)\n```\n\n`[x](/no/)` [x](/no/)\n\n[x](/no/) and [y](/no/ 'z')\n")
    assert places(files) == ["content/a.md:9:17", "content/a.md:11:5", "content/a.md:11:19"]


def test_an_address_of_a_template_is_shown_there_and_once() -> None:
    template = '{% extends "theme/default.html" %}\n{% block footer %}<a href="/imprint/">x</a>{% endblock %}\n'
    assert planned({**page("Text.\n"), "templates/default.html": template}).shown == [
        "templates/default.html:2:28: error: '/imprint/' leads to no page [link/dead]\n"
        '     2 | {% block footer %}<a href="/imprint/">x</a>{% endblock %}\n'
        "       |                            ^^^^^^^^^\n"
        "       = hint: mend the address, or add the page"
    ]


def test_an_address_that_a_template_puts_together_is_shown_once_for_all_pages() -> None:
    template = '{% extends "theme/default.html" %}{% block footer %}<a href="/{{ "im" }}print/">x</a>{% endblock %}\n'
    assert places({**page("Text.\n"), "templates/default.html": template}) == ["content/a.md"]


def test_an_address_of_data_and_of_the_navigation_is_shown_there_and_once() -> None:
    files = {
        **page("Text.\n"),
        "site.yaml": "title: T\nurl: https://e.org\nnav:\n  - title: X\n    url: /no/\n",
        "content/t/index.md": front("title: T", "[RESOURCES]\n"),
        "content/t/resources.yaml": "- title: R\n  url: /no.pdf\n",
    }
    assert places(files) == ["content/t/resources.yaml:2:8", "site.yaml:5:10"]


def test_an_address_of_the_front_matter_is_shown_there() -> None:
    files = page("Text.\n", matter="title: A\nevent:\n  registration: {url: /register/}")
    assert places(files) == ["content/a.md:4:23"]


def test_a_rule_can_be_turned_off_for_some_files() -> None:
    off = "title: T\nurl: https://e.org\nchecks: [{path: content/a.md, rules: {link/dead: off}}]\n"
    assert planned(page("[x](/no/)\n", {"site.yaml": off})).shown == []


def test_a_style_sheet_is_read_too() -> None:
    css = "/* url(no.png) */\np { background: url(yes.png) }\nq { background: url('no.png') }\n"
    files = {**HOME, "static/own.css": css, "static/yes.png": b""}
    assert planned(files).shown == [
        "static/own.css:3:22: error: 'no.png' leads to no image [link/dead]\n"
        "     3 | q { background: url('no.png') }\n"
        "       |                      ^^^^^^\n"
        "       = hint: mend the address, or add the image"
    ]


BASED: Files = {"site.yaml": "title: T\nurl: https://e.org\nbase_path: /base\n", "static/yes.png": b""}


def test_an_address_of_a_style_sheet_may_start_at_the_root_where_there_is_a_base_path() -> None:
    css = "p { background: url(yes.png) }\nq { background: url(/static/yes.png) }\n"
    assert planned({**HOME, **BASED, "static/own.css": css}).shown == []


def test_an_address_of_a_style_sheet_that_is_published_as_it_is_must_not() -> None:
    css = "p { background: url(../static/yes.png) }\nq { background: url(/static/yes.png) }\n"
    (shown,) = planned({**HOME, **BASED, "assets/own.css": css}).shown
    assert "assets/own.css:2:21: error: '/static/yes.png' leads out of the site [link/dead]" in shown


def test_an_address_of_a_style_sheet_that_has_the_base_path_has_it_twice() -> None:
    (shown,) = planned({**HOME, **BASED, "static/own.css": "p { background: url(/base/static/yes.png) }\n"}).shown
    assert "'/base/static/yes.png' holds the base path, which every address gets [link/base-path]" in shown
    assert "hint: write '/static/yes.png'" in shown


def test_the_sites_own_base_path_is_told_where_it_is_built_for_another_address() -> None:
    (problem,) = planned(page("[x](/base/static/yes.png)\n", BASED), base_url="https://preview.org/7/").rules
    assert problem == "link/base-path"


@pytest.mark.parametrize(
    ("name", "body"), [("n.html", '<a href="{}">x</a>'), ("m.webmanifest", '{{"start_url": "{}"}}')]
)
def test_a_file_that_names_the_base_path_has_it_twice(name: str, body: str) -> None:
    files = page("Text\n", {**BASED, f"content/{name}": body.format("/base/static/yes.png")})
    (shown,) = planned(files).shown
    assert f"content/{name}:1:" in shown
    assert "'/base/static/yes.png' holds the base path, which every address gets [link/base-path]" in shown


def test_the_home_page_by_the_base_path_alone_has_it_twice() -> None:
    (shown,) = planned(page("[x](/base)\n", {**BASED, **HOME})).shown
    assert "'/base' holds the base path" in shown
    assert "hint: write '/'" in shown


def test_a_folder_that_is_called_as_the_base_path_can_be_linked() -> None:
    files = page("[x](/base/)\n", {**BASED, "content/base.md": front("title: Base")})
    assert planned(files).shown == []


def test_a_fragment_that_is_no_id_is_an_error_with_a_guess() -> None:
    files = page("## Results\n\n[x](t/tasks.md#thrid) [y](#results) [z](#result)\n", TASKS)
    assert planned(files).shown == [
        "content/a.md:7:5: error: 't/tasks.md#thrid' leads to no heading or id of content/t/tasks.md "
        "[link/dead-fragment]\n"
        "     7 | [x](t/tasks.md#thrid) [y](#results) [z](#result)\n"
        "       |     ^^^^^^^^^^^^^^^^\n"
        "       = hint: did you mean '#third'?",
        "content/a.md:7:41: error: '#result' leads to no heading or id of content/a.md [link/dead-fragment]\n"
        "     7 | [x](t/tasks.md#thrid) [y](#results) [z](#result)\n"
        "       |                                         ^^^^^^^\n"
        "       = hint: did you mean '#results'?",
    ]


def test_an_address_without_html_is_a_warning_that_shows_the_right_one() -> None:
    files = page("[x](/old?a=1#s)\n", {"content/old.md": front("title: Old\npermalink: /old.html", "## S\n")})
    assert planned(files).shown == [
        "content/a.md:5:5: warning: '/old?a=1#s' leads to a page only where a server adds .html, as GitHub Pages does "
        "[link/extensionless]\n"
        "     5 | [x](/old?a=1#s)\n"
        "       |     ^^^^^^^^^^\n"
        "       = hint: write '/old.html?a=1#s'"
    ]


def test_an_address_without_its_last_slash_is_a_note() -> None:
    assert all_shown(page("[x](/t/tasks#third)\n", TASKS)) == [
        "content/a.md:5:5: note: '/t/tasks#third' leads to its page by way of a redirect [link/no-slash]\n"
        "     5 | [x](/t/tasks#third)\n"
        "       |     ^^^^^^^^^^^^^^\n"
        "       = hint: write '/t/tasks/#third'"
    ]


def test_a_link_to_an_old_address_is_a_note_with_the_new_one() -> None:
    files = page("[x](/old/#s)\n", {"content/b.md": front("title: B\nredirect_from: /old/", "## S\n")})
    assert all_shown(files) == [
        "content/a.md:5:5: note: '/old/#s' is an old address [link/redirected]\n"
        "     5 | [x](/old/#s)\n"
        "       |     ^^^^^^^\n"
        "       = hint: write '/b/#s'"
    ]


def test_a_host_without_a_scheme_is_an_error() -> None:
    assert planned(page("[x](www.example.org/a)\n")).shown == [
        "content/a.md:5:5: error: 'www.example.org/a' has no scheme, so it leads to a page of this site "
        "[link/no-scheme]\n"
        "     5 | [x](www.example.org/a)\n"
        "       |     ^^^^^^^^^^^^^^^^^\n"
        "       = hint: write https://www.example.org/a"
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("example.org", "https://example.org"),
        ("sub.example.ac.uk:8080/x", "https://sub.example.ac.uk:8080/x"),
        ("ada@example.org", "mailto:ada@example.org"),
        *(
            (written, "")
            for written in ("notes.md", "script.py", "a/example.org", "/example.org", "org", "./x.org.pdf")
        ),
    ],
)
def test_what_looks_like_a_host_or_an_address_of_mail_lacks_a_scheme(written: str, meant: str) -> None:
    assert lacks_scheme(written) == meant


def test_a_file_named_like_a_host_is_a_file() -> None:
    assert planned(page("[x](../example.com)\n", {"content/example.com": b""})).shown == []


def test_an_address_that_can_lead_nowhere_is_an_error() -> None:
    assert planned(page("[x](mailto:ada)\n")).shown == [
        "content/a.md:5:5: error: 'mailto:ada' holds no address of a mailbox [link/malformed]\n"
        "     5 | [x](mailto:ada)\n"
        "       |     ^^^^^^^^^^\n"
        "       = hint: write it as mailto:name@example.org"
    ]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("http:/example.org/x", "write https://example.org/x"),
        ("https:example.org", "write https://example.org"),
        ("https//example.org", "write https://example.org"),
        ("https:///example.org", "write https://example.org"),
        ("https://https://example.org", "write https://example.org"),
        ("http://", "write the whole address, as https://example.org"),
        ("https://exa mple.org", "write https://exa mple.org"),
        ("htps://example.org", "write https://example.org"),
        ("mailto:", "write it as mailto:name@example.org"),
        ("mailto:ada@example", "write it as mailto:name@example.org"),
        ("mailto:ada@example.org,", "write it as mailto:name@example.org"),
        ("tel:", "write it as tel:+82-42-350-2114"),
        ("tel:room 5", "write it as tel:+82-42-350-2114"),
        ("file:///C:/slides.pdf", "put the file into assets/"),
    ],
)
def test_the_hint_of_a_malformed_address_is_what_was_probably_meant(written: str, hint: str) -> None:
    fault = malformed(written)
    assert fault
    assert fault.hint == hint


@pytest.mark.parametrize(
    "written",
    [
        *(
            "https://example.org",
            "HTTP://a.b/c?d=https://e",
            "//example.org/x",
            "http/x",
            "https.html",
            "",
            "#x",
            "/a:b",
        ),
        *("mailto:ada@example.org", "mailto:a@b.org,c@d.org?subject=x", "mailto:?subject=x", "mailto:a%2Bb@c.org"),
        *("tel:+82-42-350-2114", "tel:110", "tel:+1(800)555;ext=5", "zoommtg://zoom.us/join", "webcal://a.org/b.ics"),
        *("http://localhost:8000/", "https://[::1]/", "https://www.a.org/https://b.org", "ipfs://x"),
    ],
)
def test_a_sound_address_is_not_malformed(written: str) -> None:
    assert malformed(written) is None


def test_a_redirect_to_nowhere_is_an_error_and_said_once() -> None:
    files = page("x\n", TASKS, matter="title: A\nredirect_from: [/o/, /p/]\nredirect_to: /t/task/")
    assert planned(files).shown == [
        "content/a.md:4:14: error: '/t/task/' leads to no page [redirect/dead]\n"
        "     4 | redirect_to: /t/task/\n"
        "       |              ^^^^^^^^\n"
        "       = hint: did you mean '/t/tasks/'?"
    ]


@pytest.mark.parametrize("target", ["/t/tasks/", "/t/tasks.md", "/t/tasks/#third", "https://a.org/x", "/assets/s.pdf"])
def test_a_redirect_that_leads_somewhere_is_fine(target: str) -> None:
    files = page("x\n", {**TASKS, "assets/s.pdf": b""}, matter=f"title: A\nredirect_to: {target}")
    assert planned(files).shown == []


def test_a_canonical_address_of_no_page_is_a_warning() -> None:
    assert planned(page("x\n", TASKS, matter="title: A\ncanonical_url: https://example.org/t/task/")).shown == [
        "content/a.md:3:16: warning: canonical_url: 'https://example.org/t/task/' is the address of no page "
        "[page/dead-canonical]\n"
        "     3 | canonical_url: https://example.org/t/task/\n"
        "       |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "       = hint: did you mean '/t/tasks/'?"
    ]


def test_a_canonical_address_behind_escapes_is_a_warning_at_its_key() -> None:
    (shown,) = planned(page("x\n", matter='title: A\ncanonical_url: "/\\u00e4"')).shown
    assert shown.startswith("content/a.md:3:1: warning: canonical_url: '/ä' is the address of no page ")


@pytest.mark.parametrize("address", ["/t/tasks/", "https://example.org/t/tasks/", "https://other.org/x/"])
def test_a_canonical_address_of_a_page_or_of_another_site_is_fine(address: str) -> None:
    assert planned(page("x\n", TASKS, matter=f"title: A\ncanonical_url: {address}")).shown == []


def test_a_link_is_reported_where_it_is_one_and_not_where_its_address_is_quoted() -> None:
    body = 'The file "nope.html" is gone; see [photo.jpg].\n\n[x](nope.html) ![Ann](photo.jpg)'
    shown = planned({"content/a.md": f"# A\n\n{body}\n"}).shown
    assert [line.partition(" ")[0] for line in shown] == ["content/a.md:5:5:", "content/a.md:5:23:"]


def test_a_slash_in_prose_is_not_the_way_home() -> None:
    assert planned({"content/a.md": "# A\n\nSpeed / scale, and `ls -l / | tail`.\n"}).shown == []


@pytest.mark.parametrize(
    ("url", "address", "found"),
    [
        ("https://example.org", "https://example.org/t/tsks/", True),
        ("https://example.org", "https://example.org/nope/", True),
        ("https://example.org", "https://example.org/t/tasks/", False),
        ("https://example.org", "https://example.org", False),
        ("https://example.org", "https://example.org.evil.example/nope/", False),
        ("https://example.org", "//example.org/nope/", True),
        ("https://example.org", "http://EXAMPLE.org:80/nope/", True),
        ("https://EXAMPLE.org", "https://example.org/nope/", True),
        ("https://ada.github.io", "https://ada.github.io/other-repository/x/", False),
        ("https://ada.github.io", "https://ada.github.io/t/nope/", True),
        ("https://ada.github.io\nbase_path: /repo", "https://ada.github.io/repo/nope/", True),
        ("https://ada.github.io\nbase_path: /repo", "https://ada.github.io/other/nope/", False),
    ],
)
def test_a_full_address_of_the_site_itself_is_checked(url: str, address: str, found: bool) -> None:
    files = page(f"[x]({address})\n", {**TASKS, "site.yaml": f"title: T\nurl: {url}\n"})
    assert ("link/own-address" in planned(files).rules) == found


def test_the_fragment_of_a_full_address_is_checked() -> None:
    files = page("[x](https://example.org/t/tasks/#thrid)\n", TASKS)
    assert planned(files).rules == ["link/dead-fragment"]


def test_a_full_address_gets_the_guess_that_its_path_gets() -> None:
    files = page("[x](https://example.org/t/tsks/)\n", TASKS)
    assert planned(files).briefly == [
        "content/a.md:5:5: warning: 'https://example.org/t/tsks/' is an address of this site, and leads to nothing"
        " [link/own-address] | did you mean '/t/tasks/'?"
    ]


def test_two_slashes_before_a_folder_of_the_site_are_one_too_many() -> None:
    assert planned(page("[x](//assets/a.pdf) [y](/assets/a.pdf)\n", {"assets/a.pdf": b""})).briefly == [
        "content/a.md:5:5: error: '//assets/a.pdf' leads to another host, which is called assets [link/malformed]"
        " | write '/assets/a.pdf' for the folder of this site"
    ]


@pytest.mark.parametrize(
    ("title", "description"),
    [("x", "<img src=x alt=a>"), ("javascript:1", "[a](javascript:1)"), ("gone.html", "[a](gone.html)")],
)
def test_a_link_in_data_is_told_there_and_not_at_a_title_of_the_same_words(title: str, description: str) -> None:
    matter = f"title: {title}\nevent: {{name: A, start: 2025-09-23, timezone: UTC}}"
    files = {
        "content/e/index.md": front(matter, "[RESOURCES]\n"),
        "content/e/resources.yaml": f"- title: R\n  url: https://e.example/\n  description: '{description}'\n",
    }
    (told,) = planned(files).shown
    assert told.startswith("content/e/resources.yaml:3:")
