"""resources.yaml: the materials of a page."""

from __future__ import annotations

import pytest

from tests.sites import Planned, front, planned


def listed(resources: str, files: dict[str, str | bytes] | None = None) -> Planned:
    page: dict[str, str | bytes] = {
        "content/t/index.md": front("title: T", "[RESOURCES]\n"),
        "content/t/resources.yaml": resources,
    }
    return planned({**page, **(files or {})})


def test_a_material_is_a_link_with_kind_size_authors_and_licence() -> None:
    page = listed(
        "- {title: Slides, file: /assets/s.pdf, authors: [Ada L, Bob B], license: CC BY 4.0, lang: en}",
        {"assets/s.pdf": b"x" * 2500},
    ).main("t/index.html")
    assert '<a href="/assets/s.pdf" hreflang="en">Slides</a>' in page
    assert "PDF · 2 kB · Ada L, Bob B · CC BY 4.0" in page


def test_a_material_can_be_elsewhere() -> None:
    assert '<a href="https://x.org/v">Video</a>' in listed("- {title: Video, url: https://x.org/v}").main(
        "t/index.html"
    )


def test_a_file_beside_the_page_is_found() -> None:
    page = listed("- {title: Data, file: data/x y.csv}", {"content/t/data/x y.csv": "1"}).main("t/index.html")
    assert '<a href="/t/data/x%20y.csv">Data</a>' in page


def test_a_missing_file_is_an_error_with_a_guess() -> None:
    assert listed("- title: Slides\n  file: /assets/slide.pdf\n", {"assets/slides.pdf": b""}).shown == [
        "content/t/resources.yaml:2:9: error: file: there is no file '/assets/slide.pdf' [file/missing]\n"
        "     2 |   file: /assets/slide.pdf\n"
        "       |         ^^^^^^^^^^^^^^^^^\n"
        "       = hint: did you mean '/assets/slides.pdf'?"
    ]


def test_a_missing_file_does_not_make_a_session_wrong() -> None:
    site = planned(
        {
            "content/t/index.md": front(
                "title: T\nevent: {start: 2025-09-23, timezone: UTC}", "[RESOURCES]\n\n[SCHEDULE]\n"
            ),
            "content/t/resources.yaml": "- {id: s, title: Slides, file: /assets/none.pdf}",
            "content/t/schedule.yaml": "sessions: [{start: 8:00, end: 9:00, title: A, resources: s}]",
        }
    )
    assert site.rules == ["file/missing"]


@pytest.mark.parametrize(
    ("resources", "rule", "said"),
    [
        ("- {title: A}", "field/missing", "a resource needs 'file' or 'url'"),
        ("- {title: A, file: /assets/a, url: https://x.org}", "field/missing", "a resource has both 'file' and 'url'"),
        ("- {file: /assets/a}", "field/missing", "a resource needs 'title'"),
        ("- {title: A, url: ftp://x.org}", "field/value", "url: 'ftp://x.org' is not an address"),
        ("- {title: A, file: ../../../etc/passwd}", "file/missing", "leaves the site's folder"),
        ("- {title: A, file: /../../etc/passwd}", "file/missing", "leaves the site's folder"),
        ("- {title: A, url: /assets/a}\n- {title: a, url: /assets/a}", "data/same-id", "two resources have the id 'a'"),
        ("- {title: A, url: /assets/a, lang: english!}", "field/value", "lang: 'english!' is not a language tag"),
        ("[]", "data/empty", "the file lists no material"),
    ],
)
def test_a_wrong_material_is_one_error(resources: str, rule: str, said: str) -> None:
    site = listed(resources, {"assets/a": b""})
    assert site.rules == [rule]
    assert said in site.shown[0]


def test_a_description_is_markdown() -> None:
    page = listed("- {title: A, url: /x, description: 'For *all*.'}").main("t/index.html")
    assert '<div class="material-description"><p>For <em>all</em>.</p></div>' in page
