"""organizers.yaml and people.yaml."""

from __future__ import annotations

import re

import pytest

from tests.drawn import photo
from tests.sites import Planned, front, planned


def organized(organizers: str, **more: str | bytes) -> Planned:
    files: dict[str, str | bytes] = {
        "content/t/index.md": front("title: T", "[ORGANIZERS]\n"),
        "content/t/organizers.yaml": organizers,
    }
    return planned(
        {**files, **{path.replace("__", "/").replace("_yaml", ".yaml"): text for path, text in more.items()}}
    )


def test_a_person_is_shown_with_affiliation_role_link_orcid_and_address() -> None:
    page = organized(
        "- {name: Ada L, affiliation: Lab & Co, role: chair, url: https://a.org, orcid: 0000-0002-1825-0097, "
        "email: a@b.org, bio: Studies *bias*.}"
    ).main("t/index.html")
    assert '<strong><a href="https://a.org">Ada L</a></strong> <span class="role">chair</span>' in page
    assert '<p class="affiliation">Lab &amp; Co</p>' in page
    assert '<a href="https://orcid.org/0000-0002-1825-0097">ORCID 0000-0002-1825-0097</a>' in page
    assert '<a href="mailto:a@b.org">a@b.org</a>' in page
    assert "<summary>About Ada L</summary><p>Studies <em>bias</em>.</p>" in page


def test_people_keep_the_order_of_their_file() -> None:
    page = organized("- name: Zoe Z\n- name: Ada A\n").main("t/index.html")
    assert page.index("Zoe Z") < page.index("Ada A")


def test_groups_have_their_titles() -> None:
    page = organized("- {title: Speakers, people: [{name: Ada A}]}\n- {title: Helpers, people: [{name: Bob B}]}\n")
    assert page.main("t/index.html").count('<p class="group">') == 2


def test_a_shared_person_has_the_affiliation_of_that_year() -> None:
    page = organized(
        "- {person: ada, affiliation: Then}",
        content__people_yaml="ada: {name: Ada L, affiliation: Now, url: https://a.org}",
    ).main("t/index.html")
    assert '<strong><a href="https://a.org">Ada L</a></strong>' in page
    assert '<p class="affiliation">Then</p>' in page


def test_a_photo_beside_the_page_is_found() -> None:
    files: dict[str, str | bytes] = {
        "content/t/index.md": front("title: T", "[ORGANIZERS]\n"),
        "content/t/organizers.yaml": "- {name: Ada L, photo: ada.jpg}",
        "content/t/ada.jpg": photo(400, 300),
    }
    page = planned(files).main("t/index.html")
    # The circle is 64 pixels wide and cuts off the sides of a photo that is 85 wide at this height.
    assert re.findall(r"ada-[0-9a-f]{10}-(\d+\.\w+) (\d+)w", page) == [
        *(("85.webp", "85"), ("170.webp", "170")),
        *(("85.jpg", "85"), ("170.jpg", "170")),
    ]
    assert ' alt="" width="64" height="64" loading="lazy"' in re.sub(r' (src|srcset|sizes)="[^"]*"', "", page)


def test_a_name_with_markup_is_text() -> None:
    assert "&lt;i&gt;Ada" in organized('- name: "<i>Ada"').main("t/index.html")


@pytest.mark.parametrize(
    ("organizers", "rule", "said"),
    [
        ("- {affiliation: X}", "field/missing", "a person needs 'name' or 'person'"),
        ("- {name: '...'}", "field/value", "name: '...' is not a name: it has no letter"),
        ("- {person: ida}", "people/unknown", "people.yaml has nobody with the id 'ida'"),
        ("- {name: A B, photo: no.jpg}", "file/missing", "photo: there is no file 'no.jpg'"),
        ("- {name: A B, url: 'javascript:alert(1)'}", "field/value", "url: 'javascript:alert(1)' is not an address"),
        ("- {name: A B, orcid: 0000-0002-1825-0098}", "field/value", "its check digit would be 7"),
        ("- {name: A B, email: a at b}", "field/value", "email: 'a at b' is not an e-mail address"),
        ("- {name: A B, afiliation: X}", "field/unknown", "an entry of organizers has no field 'afiliation'"),
        ("- {title: G, people: [{name: A B}], name: C}", "people/entry", "has 'name' beside what the other has"),
        ("- {title: G, name: C D}", "people/entry", "has 'title' beside what the other has"),
        ("{name: A B}", "field/value", "a list is expected here"),
        ("[]", "data/empty", "the file names nobody"),
        ("- {title: G, people: []}\n- {name: A B}", "data/empty", "the group 'G' has nobody in it"),
        ("- {title: G, people: [{affiliation: X}]}", "field/missing", "a person needs 'name' or 'person'"),
        ("- name: A B\n-\n", "field/value", "an entry of the list is empty"),
    ],
)
def test_a_wrong_entry_is_one_error(organizers: str, rule: str, said: str) -> None:
    site = organized(organizers)
    assert site.rules == [rule]
    assert said in site.shown[0]


def test_a_wrong_entry_hides_no_other() -> None:
    site = organized("- {affiliation: X}\n- {name: Ada A, email: no}\n- {name: Bob B}\n")
    assert site.rules == ["field/missing", "field/value"]
    assert "Ada A" in site.main("t/index.html")
    assert "Bob B" in site.main("t/index.html")


def test_people_yaml_is_not_published() -> None:
    assert "people.yaml" not in organized("- name: A B", content__people_yaml="ada: {name: Ada L}").paths
