"""resources.yaml: the materials of a page."""

from __future__ import annotations

import re

import pytest

from faimi_site.model import Source
from faimi_site.pictures import Facts, facts
from tests.drawn import pdf
from tests.sites import Planned, front, planned


def listed(resources: str, files: dict[str, str | bytes] | None = None) -> Planned:
    page: dict[str, str | bytes] = {
        "content/t/index.md": front("title: T", "[RESOURCES]\n"),
        "content/t/resources.yaml": resources,
    }
    return planned({**page, **(files or {})})


def text(page: str) -> str:
    return re.sub(r"<[^>]*>", "", page)


def test_a_material_is_a_link_with_kind_size_authors_and_licence() -> None:
    page = listed(
        "- {title: Slides, file: /assets/s.pdf, authors: [Ada L, Bob B], license: CC BY 4.0, lang: en}",
        {"assets/s.pdf": pdf(pages=3)},
    ).main("t/index.html")
    assert '<a href="/assets/s.pdf" hreflang="en">Slides</a>' in page
    assert "PDF · 3 pages · 770 bytes · English" in text(page)
    assert '<p class="material-facts">Ada L, Bob B</p>' in page
    assert '<p class="material-facts">Licence: CC BY 4.0</p>' in page


def test_a_pdf_of_one_page_says_so() -> None:
    page = listed("- {title: Slides, file: /assets/s.pdf}", {"assets/s.pdf": pdf(pages=1)}).main("t/index.html")
    assert " · 1 page · " in text(page)


def test_a_pdf_says_its_own_language() -> None:
    page = listed("- {title: Slides, file: /assets/s.pdf}", {"assets/s.pdf": pdf(lang="pt-BR")}).main("t/index.html")
    assert 'hreflang="pt-BR"' in page
    assert "Portuguese (BR)" in page


def test_what_a_pdf_says_is_no_language_is_not_taken() -> None:
    page = listed("- {title: Slides, file: /assets/s.pdf}", {"assets/s.pdf": pdf(lang="English!")}).main("t/index.html")
    assert "hreflang" not in page


def test_a_card_has_a_picture_of_the_first_page_in_its_proportions() -> None:
    site = listed("- {title: Slides, file: /assets/My Slides.pdf}", {"assets/My Slides.pdf": pdf(size=(320, 180))})
    (cover,) = (output for output in site.outputs if output.path.startswith("images/"))
    assert f'<img class="cover" src="/{cover.path}" alt="" width="160" height="90"' in site.main("t/index.html")
    assert cover.path.startswith("images/my-slides-")
    assert cover.path.endswith("-320.webp")
    assert isinstance(cover.body, Source)
    assert facts(cover.body.read()) == Facts(320, 180, "WEBP")


def test_a_page_on_end_is_as_high_as_others_are_wide() -> None:
    page = listed("- {title: A, file: /assets/a.pdf}", {"assets/a.pdf": pdf(size=(180, 320))}).main("t/index.html")
    assert 'width="90" height="160"' in page


@pytest.mark.parametrize("size", [(1, 14_400), (14_400, 1), (0, 0), (14_400, 14_400)])
def test_a_page_of_any_size_has_a_picture(size: tuple[int, int]) -> None:
    site = listed("- {title: A, file: /assets/a.pdf}", {"assets/a.pdf": pdf(size=size)})
    assert site.shown == []
    assert [one for one in site.paths if one.startswith("images/a-")] != []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the PDF cannot be opened: it is broken, cut off, or no PDF"),
        (b"%PDF-1.7", "the PDF cannot be opened: it is broken, cut off, or no PDF"),
        (pdf()[:400], "the PDF cannot be opened: it is broken, cut off, or no PDF"),
    ],
)
def test_a_pdf_that_cannot_be_opened_is_an_error(body: bytes, said: str) -> None:
    assert listed("- title: Slides\n  file: /assets/s.pdf\n", {"assets/s.pdf": body}).shown == [
        f"content/t/resources.yaml:2:9: error: file: {said} [pdf/unreadable]\n"
        "     2 |   file: /assets/s.pdf\n"
        "       |         ^^^^^^^^^^^^^\n"
        "       = hint: export it anew"
    ]


def test_a_pdf_without_title_language_and_tags_is_three_warnings() -> None:
    site = listed("- {title: A, file: /assets/a.pdf}", {"assets/a.pdf": pdf(title="", lang="", tagged=False)})
    assert site.briefly == [
        "assets/a.pdf: warning: the PDF does not say its language, so screen readers have to guess how to pronounce it "
        "[pdf/no-language] | set it in the program that made it (/Lang in its catalog)",
        "assets/a.pdf: warning: the PDF has no title, so readers and tabs show the name of its file [pdf/no-title]"
        " | set it in the program that made it, under its properties",
        "assets/a.pdf: warning: the PDF is not tagged, so screen readers find no headings, no order and no alt texts "
        "in it [pdf/not-tagged] | export it as tagged or accessible PDF (PDF/UA)",
    ]


def test_a_pdf_with_all_three_is_no_warning() -> None:
    assert listed("- {title: A, file: /assets/a.pdf}", {"assets/a.pdf": pdf()}).briefly == []


def test_a_pdf_that_is_no_material_is_not_looked_at() -> None:
    site = planned({"content/index.md": front("title: A", "[paper](/assets/a.pdf)\n"), "assets/a.pdf": b"%PDF"})
    assert site.shown == []


def test_a_recording_and_a_link_have_cards_without_a_picture() -> None:
    page = listed(
        "- {title: Lecture, url: https://x.org/v, kind: Recording}\n- {title: Code, url: https://x.org/c}"
    ).main("t/index.html")
    assert page.count('<span class="cover icon" aria-hidden="true"><svg ') == 2
    assert "<img" not in page


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
