"""A site's own templates over the theme's."""

from __future__ import annotations

from tests.sites import Files, front, planned

PAGE = front("title: A")


def test_a_template_of_the_site_can_extend_the_themes_of_its_name() -> None:
    files = {
        "content/index.md": PAGE,
        "templates/default.html": '{% extends "theme/default.html" %}{% block footer %}<p>ours</p>{% endblock %}',
    }
    page = planned(files).text("index.html")
    assert "<p>ours</p>" in page
    assert '<footer class="site-footer">' not in page


def test_a_section_of_the_site_stands_in_for_the_themes() -> None:
    files = {
        "content/index.md": front("title: A", "[ORGANIZERS]\n"),
        "content/organizers.yaml": "- name: Ada L\n",
        "templates/sections/organizers.html": "{{ page.data.organizers[0].people[0].name }}!",
    }
    assert "Ada L!" in planned(files).main("index.html")


def test_a_template_error_is_shown_once_with_file_and_line() -> None:
    files = {
        "content/a.md": front("title: A"),
        "content/b.md": front("title: B"),
        "templates/default.html": "<p>\n  {{ page.titel }}\n</p>\n",
    }
    (shown,) = planned(files).shown
    assert shown.startswith("templates/default.html:2:3: error: a page has no 'titel' [template/undefined]")
    assert "     2 |   {{ page.titel }}\n       |   ^^^^^^^^^^^^^^^^\n       = hint: did you mean 'title'?" in shown


def test_a_template_that_is_no_template_is_an_error_with_its_line() -> None:
    files = {"content/a.md": PAGE, "templates/default.html": "<p>\n{% endfor %}\n"}
    assert planned(files).shown[0].startswith("templates/default.html:2:1: error: the template cannot be read:")


def test_an_error_in_a_section_is_one_of_its_template() -> None:
    files = {
        "content/index.md": front("title: A", "[ORGANIZERS]\n"),
        "content/organizers.yaml": "- name: Ada L\n",
        "templates/sections/organizers.html": "{{ 1 // 0 }}",
    }
    (shown,) = planned(files).shown
    assert shown.startswith("templates/sections/organizers.html:1:1: error: this cannot be rendered: integer division")


def test_an_address_in_a_template_is_resolved_as_in_a_page() -> None:
    files: Files = {
        "content/a/b.md": PAGE,
        "content/a/x.png": b"",
        "templates/default.html": '<img src="x.png"><a href="b.md">',
    }
    assert (
        planned(files, base_url="https://e.org/r").text("a/b/index.html") == '<img src="/r/a/x.png"><a href="/r/a/b/">'
    )


def test_a_layout_can_be_of_another_name() -> None:
    files = {"content/index.md": front("title: A\nlayout: slim"), "templates/slim.html": "{{ content }}"}
    assert planned(files).text("index.html") == "<p>Text.</p>"


def test_a_template_that_nothing_uses_is_looked_at_too() -> None:
    files = {"content/index.md": PAGE, "templates/unused.html": "{% if %}"}
    assert planned(files).rules == ["template/syntax"]


def test_chance_is_not_to_be_had() -> None:
    assert planned({"content/index.md": PAGE, "templates/default.html": "{{ [1, 2] | random }}"}).rules != []
    assert planned({"content/index.md": PAGE, "templates/default.html": "{{ lipsum() }}"}).rules == [
        "template/undefined"
    ]


def test_a_title_is_told_without_its_markup_and_a_description_is_cut() -> None:
    page = front(f'title: "*A* <b>x</b> & [l](u)"\ndescription: {"word " * 150}')
    head = planned({"content/index.md": page}).text("index.html")
    assert "<title>A x &amp; l | Test site</title>" in head
    assert f'<meta name="description" content="{"word " * 99}word…">' in head
