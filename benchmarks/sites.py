"""One synthetic site in the own form of each generator: the same pages, schedules, old addresses and assets.

`pages` counts the home page: a site of 20 has pages 0 to 18 besides it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ASSETS, ASSET_SIZE = 20, 200_000  # files, bytes
ROWS = 12
FEWEST = 3  # the home page, one with a table, and one with data files
_TEXT = (
    "A model that reads images of the skin can be right for most people and wrong for some, and averages hide which. "
    "Who is missing from the data, who labelled it and *where it was taken* decide whom the result serves. "
    "We measure sensitivity and specificity for each group, with intervals, since small groups leave large doubts. "
)
_HOME = "Here are the pages of a benchmark.\n"
_NAV = ("First", "Second", "Third")
_STYLE = "body { max-width: 60rem; margin: auto; font: 1rem/1.5 sans-serif }\n"
_HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/static/site.css"></head>
<body><header><nav>{nav}</nav></header><main><h1>{title}</h1>{content}</main>
<footer><p>A site of a benchmark</p></footer></body></html>
"""


@dataclass(frozen=True)
class Form:
    """A site in the form of one tool: how it is written, which page is edited, and what a build must leave."""

    write: Callable[[Path, int], None]  # into a folder, of a size
    built: Callable[[int], Iterator[str]]  # paths below the output folder, for a size
    source: str  # the page that is edited
    page: str = "pages/page-0/index.html"  # where it is built


def text(number: int, schedule: str = "") -> str:
    """Return the Markdown of a page, some 3 KB: prose, links, lists, code, and a schedule of 12 rows as a table."""
    links = "".join(
        f"- [Handout {at}](/assets/file-{(number + at) % ASSETS}.bin) for **part {at}** of the tutorial\n"
        for at in range(3)
    )
    return (
        f"## About page {number}\n\n{_TEXT}\n{_TEXT}\n\n## Materials\n\n{links}\n## Method\n\n{_TEXT}\n\n"
        f"```python\ndef rate(hits: int, cases: int) -> float:\n    return hits / cases if cases else 0.0\n```\n\n"
        f"> {_TEXT.strip()}\n\n## Schedule\n\n{schedule or _table(number)}\n"
        f"Questions go to the [home page](/), and {_TEXT.strip()}\n"
    )


def edit(file: Path, number: int) -> str:
    """Append a sentence to a page's last paragraph, another one for each number, and return it."""
    sentence = f"This is edit number {number} of the text."
    with file.open("a", encoding="utf-8") as page:
        page.write(f"{sentence}\n")
    return sentence


def faimi(folder: Path, pages: int) -> None:
    """Write the site for faimi-site: the last page is an event with data files, all others are as everywhere."""
    nav = "".join(f"  - title: {name}\n    url: {address}\n" for name, address in _nav(pages))
    _site(folder, f"nav:\n{nav}")
    last = pages - 2
    for number in range(last):
        _write(folder / f"content/pages/page-{number}.md", _front(number, _redirect(number)) + text(number))
    event = folder / f"content/pages/page-{last}"
    _write(event / "index.md", _front(last, _redirect(last) + _event(1)) + text(last, "[SCHEDULE]\n\n[ORGANIZERS]\n"))
    _write(event / "schedule.yaml", "sessions:\n" + "".join(_session(row, row, 45) for row in range(ROWS)))
    people = "".join(f"- name: Organizer {one}\n  affiliation: University {one}\n" for one in "ABCDE")
    _write(event / "organizers.yaml", people)


def hugo(folder: Path, pages: int) -> None:
    """Write the site for Hugo, without feeds and lists."""
    off = 'disableKinds = ["taxonomy", "term", "section", "rss"]'
    _write(folder / "hugo.toml", f'baseURL = "https://example.org/"\ntitle = "Benchmark"\n{off}\n')
    for name in ("single", "home"):
        _write(folder / f"layouts/_default/{name}.html", _layout(pages, "{{ .Title }}", "{{ .Content }}"))
    _write(folder / "content/_index.md", f"---\ntitle: Benchmark\n---\n\n{_HOME}")
    for number in range(pages - 1):
        front = _front(number, f"aliases: [/old/page-{number}/]\n")
        _write(folder / f"content/pages/page-{number}.md", front + text(number))
    _files(folder / "static")


def jekyll(folder: Path, pages: int) -> None:
    """Write the site for Jekyll, with its plugin for old addresses."""
    settings = "title: Benchmark\nurl: https://example.org\npermalink: pretty\nplugins: [jekyll-redirect-from]\n"
    _write(folder / "_config.yml", settings)
    _write(folder / "_layouts/default.html", _layout(pages, "{{ page.title }}", "{{ content }}"))
    _write(folder / "index.md", f"---\ntitle: Benchmark\nlayout: default\n---\n\n{_HOME}")
    for number in range(pages - 1):
        _write(
            folder / f"pages/page-{number}.md", _front(number, f"layout: default\n{_redirect(number)}") + text(number)
        )
    _files(folder)


def eleventy(folder: Path, pages: int) -> None:
    """Write the site for Eleventy, which makes no redirects of its own."""
    config = (
        'export default function (config) {\n  config.addPassthroughCopy("assets");\n'
        '  config.addPassthroughCopy("static");\n'
        '  return { dir: { input: ".", output: "_site", includes: "_includes" } };\n}\n'
    )
    _write(folder / "eleventy.config.mjs", config)
    _write(folder / "_includes/page.liquid", _layout(pages, "{{ title }}", "{{ content }}"))
    _write(folder / "index.md", f"---\ntitle: Benchmark\nlayout: page.liquid\n---\n\n{_HOME}")
    for number in range(pages - 1):
        _write(folder / f"pages/page-{number}.md", _front(number, "layout: page.liquid\n") + text(number))
    _files(folder)


def mkdocs(folder: Path, pages: int) -> None:
    """Write the site for MkDocs, with a theme as small as that of the others, and without its search."""
    _write(
        folder / "mkdocs.yml",
        "site_name: Benchmark\nsite_url: https://example.org\ntheme:\n  name: null\n  custom_dir: theme\n"
        "validation:\n  absolute_links: ignore\nplugins: []\n",
    )
    _write(folder / "theme/main.html", _layout(pages, "{{ page.title }}", "{{ page.content }}"))
    _write(folder / "docs/index.md", f"---\ntitle: Benchmark\n---\n\n{_HOME}")
    for number in range(pages - 1):
        _write(folder / f"docs/pages/page-{number}.md", _front(number) + text(number))
    _files(folder / "docs")


def pelican(folder: Path, pages: int) -> None:
    """Write the site for Pelican, without feeds, archives and the like."""
    off = ("ARCHIVES", "AUTHORS", "CATEGORIES", "TAGS", "AUTHOR", "CATEGORY", "TAG", "INDEX")
    settings = "".join(f'{name}_SAVE_AS = ""\n' for name in off)
    settings += (
        'SITENAME = "Benchmark"\nSITEURL = "https://example.org"\nTIMEZONE = "UTC"\nPATH = "content"\n'
        'STATIC_PATHS = ["assets", "static"]\nPAGE_PATHS = ["pages"]\nARTICLE_PATHS = []\nDIRECT_TEMPLATES = []\n'
        'THEME = "theme"\nFEED_ALL_ATOM = None\nCATEGORY_FEED_ATOM = None\n'
        'PAGE_URL = "pages/{slug}/"\nPAGE_SAVE_AS = "pages/{slug}/index.html"\n'
    )
    _write(folder / "pelicanconf.py", settings)
    (folder / "theme/static").mkdir(parents=True)
    _write(folder / "theme/templates/page.html", _layout(pages, "{{ page.title }}", "{{ page.content }}"))
    _write(folder / "content/pages/home.md", f"Title: Benchmark\nSave_as: index.html\nURL: /\n\n{_HOME}")
    for number in range(pages - 1):
        _write(
            folder / f"content/pages/page-{number}.md", f"Title: Page {number}\nSlug: page-{number}\n\n{text(number)}"
        )
    _files(folder / "content")


def faimi_sessions(folder: Path, sessions: int) -> None:
    """Write a site for faimi-site whose one event has so many sessions, ten a day."""
    _site(folder)
    days = -(-sessions // 10)
    _write(
        folder / "content/tutorial/index.md",
        f"---\ntitle: A tutorial\n{_event(days)}---\n\n{_TEXT}\n\n[SCHEDULE]\n\n{_TEXT}\n",
    )
    schedule = "days:\n"
    for day in range(days):
        of_day = range(10 * day, min(10 * day + 10, sessions))
        rows = "".join(_session(number, row, 45, "    ") for row, number in enumerate(of_day))
        schedule += f"  - date: {_date(day)}\n    sessions:\n{rows}"
    _write(folder / "content/tutorial/schedule.yaml", schedule)


def faimi_links(folder: Path, links: int) -> None:
    """Write a site for faimi-site with one page that has so many links: to files, to pages, and to its own headings."""
    _site(folder)
    parts = 50
    body = ""
    for part in range(parts):
        body += f"\n## Part {part}\n\n"
        for number in range(part, links, parts):
            address = ("/", f"#part-{(part + number) % parts}", f"/assets/file-{number % ASSETS}.bin")[number % 3]
            body += f"- [Link {number}]({address}) of the page\n"
    _write(folder / "content/links.md", f"---\ntitle: Links\n---\n{body}\n{_TEXT}\n")


def _pages(pages: int) -> Iterator[str]:
    yield "index.html"
    yield from (f"pages/page-{number}/index.html" for number in range(pages - 1))
    yield from (f"assets/file-{number}.bin" for number in range(ASSETS))


def _pages_and_redirects(pages: int) -> Iterator[str]:
    yield from _pages(pages)
    yield from (f"old/page-{number}/index.html" for number in range(pages - 1))


def _calendars(sessions: int) -> Iterator[str]:
    yield from (f"tutorial/sessions/session-{number}.ics" for number in range(sessions))


def _linking(_: int) -> Iterator[str]:
    yield "links/index.html"


FORMS = {
    "faimi-site": Form(faimi, _pages_and_redirects, "content/pages/page-0.md"),
    "hugo": Form(hugo, _pages_and_redirects, "content/pages/page-0.md"),
    "jekyll": Form(jekyll, _pages_and_redirects, "pages/page-0.md"),
    "eleventy": Form(eleventy, _pages, "pages/page-0.md"),
    "mkdocs": Form(mkdocs, _pages, "docs/pages/page-0.md"),
    "pelican": Form(pelican, _pages, "content/pages/page-0.md"),
}
SESSIONS = Form(faimi_sessions, _calendars, "content/tutorial/index.md", "tutorial/index.html")
LINKS = Form(faimi_links, _linking, "content/links.md", "links/index.html")


def _write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8", newline="\n")


def _assets(folder: Path) -> None:
    """Write bytes that no tool can shrink, the same ones each time."""
    folder.mkdir(parents=True)
    chance = random.Random(1)  # noqa: S311  (any bytes will do, if they are the same in each run)
    for number in range(ASSETS):
        (folder / f"file-{number}.bin").write_bytes(chance.randbytes(ASSET_SIZE))


def _files(folder: Path) -> None:
    _assets(folder / "assets")
    _write(folder / "static/site.css", _STYLE)


def _layout(pages: int, title: str, content: str) -> str:
    nav = " ".join(f'<a href="{address}">{name}</a>' for name, address in _nav(pages))
    return _HTML.format(title=title, content=content, nav=nav)


def _nav(pages: int) -> list[tuple[str, str]]:
    numbered = [(name, f"/pages/page-{number}/") for number, name in enumerate(_NAV[: pages - 1])]
    return [("Home", "/"), *numbered]


def _front(number: int, more: str = "") -> str:
    return f"---\ntitle: Page {number}\n{more}---\n\n"


def _redirect(number: int) -> str:
    return f"redirect_from: /old/page-{number}/\n"


def _table(number: int) -> str:
    rows = "".join(
        f"| {8 + row:02}:00–{8 + row:02}:45 | Session {row} of page {number} | Speaker {row} | Room {row % 3} |\n"
        for row in range(ROWS)
    )
    return f"| Time | Title | Speaker | Room |\n|------|-------|---------|------|\n{rows}"


def _site(folder: Path, more: str = "") -> None:
    """Write what each site of faimi-site has."""
    _write(folder / "site.yaml", f"title: Benchmark\nurl: https://example.org\n{more}")
    _write(folder / "content/index.md", f"---\ntitle: Benchmark\n---\n\n{_HOME}")
    _assets(folder / "assets")


def _event(days: int) -> str:
    facts = (
        "name: A tutorial",
        f"start: {_date(0)}",
        f"end: {_date(days - 1)}",
        "timezone: Europe/Paris",
        "city: Paris",
    )
    return "event:\n" + "".join(f"  {fact}\n" for fact in (*facts, "country: France"))


def _date(day: int) -> str:
    return f"2030-{1 + day // 28:02}-{1 + day % 28:02}"


def _session(number: int, hour: int, minutes: int, indent: str = "") -> str:
    fields = (
        f"- title: Session {number}",
        f'  start: "{8 + hour:02}:00"',
        f'  end: "{8 + hour:02}:{minutes:02}"',
        f"  speakers: [{{name: Speaker {number}}}]",
        f"  room: Room {number % 3}",
    )
    return "".join(f"  {indent}{field}\n" for field in fields)
