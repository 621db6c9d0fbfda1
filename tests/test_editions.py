"""Editions: in order, by year, in the navigation, on the home page."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from faimi_site.cli import cli
from faimi_site.produce.editions import instants
from tests.sites import REPOSITORY, Planned, front, planned

MORNING = datetime.fromisoformat("2025-09-23T08:00+09:00")
URL = "title: T\nurl: https://example.org\n"


def event(title: str, start: str, more: str = "") -> str:
    return front(f"title: {title}\n{more}event: {{start: {start}, timezone: Asia/Seoul}}")


def years(*of: int) -> dict[str, str]:
    return {f"content/{year}/index.md": event(f"Meeting {year}", f"{year}-05-01") for year in of}


def nav(site: Planned, path: str = "index.html") -> str:
    page = site.text(path)
    return page[page.index("<nav") : page.index("</nav>")]


def titles(html: str) -> list[str]:
    return re.findall(r"<a [^>]*>(.*?)</a>", html)


def test_other_pages_come_before_the_editions_and_these_by_date() -> None:
    files = {"content/index.md": front("title: Home"), "content/about.md": front("title: About"), **years(2023, 2025)}
    assert titles(nav(planned(files))) == ["About", "Meeting 2025", "Meeting 2023"]


def test_a_page_below_another_is_listed_where_it_has_a_name_there() -> None:
    pages = {
        "content/about.md": front("title: About"),
        "content/about/us.md": front("title: Us"),
        "content/about/you.md": front("title: You\nnav: For you"),
    }
    assert titles(nav(planned(pages), path="about/index.html")) == ["About", "For you"]


def test_an_edition_with_a_weight_comes_first() -> None:
    files = {
        "content/index.md": front("title: Home"),
        **years(2025),
        "content/a.md": event("A", "2020-01-01", "weight: 1\n"),
    }
    assert titles(nav(planned(files))) == ["A", "Meeting 2025"]


def test_more_than_a_few_editions_are_folded_by_year() -> None:
    shown = nav(planned({"content/index.md": front("title: Home"), **years(2020, 2021, 2022, 2023, 2024)}))
    always, _, folded = shown.partition("<details")
    assert titles(always) == ["Meeting 2024", "Meeting 2023", "Meeting 2022"]
    assert titles(folded) == ["Meeting 2021", "Meeting 2020"]
    assert "<summary>Earlier editions</summary>" in folded
    assert re.findall(r'class="year">(.*?)<', folded) == ["2021", "2020"]


def test_folded_editions_are_not_called_earlier_where_one_is_later() -> None:
    weighed = {f"content/{n}.md": event(f"W{n}", f"2010-01-0{n}", f"weight: {n}\n") for n in (1, 2, 3)}
    shown = nav(planned({"content/index.md": front("title: Home"), **weighed, **years(2020, 2021)}))
    assert "<summary>More editions</summary>" in shown


def test_the_fold_is_open_on_a_page_that_is_in_it() -> None:
    site = planned({"content/index.md": front("title: Home"), **years(2020, 2021, 2022, 2023, 2024)})
    assert '<details class="more" open>' in nav(site, "2020/index.html")
    assert '<a href="/2020/" aria-current="page">' in nav(site, "2020/index.html")
    assert '<details class="more">' in nav(site, "2024/index.html")


def test_editions_of_one_title_are_told_apart_by_their_years() -> None:
    files = {"content/index.md": front("title: Home"), "content/a.md": event("M", "2024-01-01")}
    files["content/b.md"] = event("M", "2025-01-01")
    assert titles(nav(planned(files))) == ["M (2025)", "M (2024)"]


def test_nav_adds_entries_before_the_pages_and_hides_others() -> None:
    site = f"{URL}nav: [{{title: Away, url: https://x.org}}, {{hide: /about/}}, {{hide: https://old.org}}]\n"
    site += "editions: [{title: Old, url: https://old.org, start: 2019-05-01}]\n"
    files = {"site.yaml": site, "content/index.md": front("title: Home"), "content/about.md": front("title: About")}
    assert titles(nav(planned({**files, **years(2025)}))) == ["Away", "Meeting 2025"]


def test_an_entry_of_nav_gives_a_page_its_name_and_its_place() -> None:
    site = f"{URL}nav: [{{title: The meeting, url: /2025/index.html}}]\n"
    files = {"site.yaml": site, "content/index.md": front("title: Home"), "content/a.md": front("title: A")}
    assert titles(nav(planned({**files, **years(2025)}))) == ["The meeting", "A"]


def test_hiding_what_is_not_there_is_a_warning_with_a_guess() -> None:
    files = {"site.yaml": f"{URL}nav:\n  - hide: /abuot/\n", "content/index.md": front("title: Home")}
    site = planned({**files, "content/about.md": front("title: About")})
    assert site.briefly == [
        "site.yaml:4:11: warning: hide: nothing of the site is at '/abuot/' [site/hides-nothing]"
        " | did you mean '/about/'?"
    ]


def test_an_entry_cannot_add_and_hide() -> None:
    files = {"site.yaml": f"{URL}nav: [{{title: A, hide: /a/}}]\n", "content/index.md": front("title: Home")}
    assert planned(files).rules == ["field/value"]


def test_the_home_page_leads_with_the_newest_edition() -> None:
    main = planned({"content/index.md": front("title: Home"), **years(2023, 2025)}).main("index.html")
    assert '<h2 id="lead-event"><a href="/2025/">Meeting 2025</a></h2>' in main


def test_the_home_page_leads_with_the_edition_that_site_yaml_names() -> None:
    files = {"site.yaml": f"{URL}lead: /2023/index.html\n", "content/index.md": front("title: Home")}
    main = planned({**files, **years(2023, 2025)}).main("index.html")
    assert '<h2 id="lead-event"><a href="/2023/">Meeting 2023</a></h2>' in main


def test_a_lead_that_is_no_edition_is_an_error_with_a_guess() -> None:
    files = {"site.yaml": f"{URL}lead: /2052/\n", "content/index.md": front("title: Home"), **years(2025)}
    assert planned(files).briefly == [
        "site.yaml:3:7: error: lead: no edition is at '/2052/' [site/lead] | did you mean '/2025/'?"
    ]


def test_a_site_with_one_edition_has_no_archive() -> None:
    main = planned({"content/index.md": front("title: Home"), **years(2025)}).main("index.html")
    assert 'id="editions"' not in main
    assert main.count("Meeting 2025") == 1


def test_the_marker_shows_all_editions_by_year_in_place_of_the_archive() -> None:
    site = f"{URL}editions: [{{title: Old, url: https://old.org, start: 2019-05-01, end: 2019-05-02, place: Bern}}]\n"
    files = {"site.yaml": site, "content/index.md": front("title: Home", "## All\n\n[EDITIONS]\n"), **years(2025)}
    main = planned(files).main("index.html")
    assert re.findall(r'class="year">(.*?)<', main) == ["2025", "2019"]
    assert '<time datetime="2019-05-01">1</time>–<time datetime="2019-05-02">2 May 2019</time>, Bern' in main
    assert 'id="editions"' not in main


def test_the_marker_without_an_edition_is_an_error() -> None:
    assert planned({"content/index.md": front("title: Home", "[EDITIONS]\n")}).rules == ["section/no-data"]


def test_a_postponed_edition_has_no_instants_to_be_marked_by() -> None:
    page = front("title: A\nevent: {start: 2025-01-01, status: postponed}")
    assert "data-begins" not in planned({"content/index.md": front("title: Home"), "content/a.md": page}).text(
        "index.html"
    )


@pytest.mark.parametrize(
    ("start", "end", "zone", "begins", "ends"),
    [
        (date(2025, 9, 23), None, "Asia/Seoul", "2025-09-23T00:00:00+09:00", "2025-09-24T00:00:00+09:00"),
        (date(2025, 9, 23), date(2025, 9, 25), "", "2025-09-23T00:00:00+14:00", "2025-09-26T00:00:00-12:00"),
        (date(2025, 10, 26), None, "Europe/Athens", "2025-10-26T00:00:00+03:00", "2025-10-27T00:00:00+02:00"),
        (MORNING, None, "", "2025-09-23T08:00:00+09:00", "2025-09-24T00:00:00+09:00"),
    ],
)  # fmt: skip
def test_a_day_lasts_to_its_end_where_it_is(start: date, end: date | None, zone: str, begins: str, ends: str) -> None:
    first, last = instants(start, end, zone)
    assert (first and first.isoformat(), last and last.isoformat()) == (begins, ends)


def test_the_settings_in_the_docs_are_taken() -> None:
    text = (REPOSITORY / "docs/editions.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    files = {"site.yaml": URL + "".join(blocks), "content/index.md": front("title: Home")}
    files |= {"content/about.md": front("title: About"), "content/2025-tutorial/index.md": event("T", "2025-09-23")}
    site = planned(files)
    assert len(blocks) == 3
    assert site.shown == []
    assert titles(nav(site)) == ["Join us", "T", "Our first workshop"]


def test_the_options_in_the_docs_are_those_of_the_command() -> None:
    said = CliRunner().invoke(cli, ["new", "edition", "--help"]).output
    text = (REPOSITORY / "docs/editions.md").read_text(encoding="utf-8")
    assert set(re.findall(r"--[a-z]+", said)) - {"--help"} == set(re.findall(r"^\| `(--[a-z]+)", text, re.MULTILINE))
