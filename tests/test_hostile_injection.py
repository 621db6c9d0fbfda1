"""Texts that try to leave the place where they are shown: in HTML, JSON-LD, feeds, calendars and redirects."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import cache

import html5lib
import pytest

from tests.sites import Planned, planned

EVIL = """</script></title></textarea><!--<script>evil()</script>"><b onmouseover='evil()'>&lt;{{ 7*7 }}\u2028]]>-->"""
TEXT = json.dumps(EVIL)
BROKEN = json.dumps("A\r\nBEGIN:VALARM\r\nX-EVIL:1\n\u2028B\u0085C")

SITE = """\
title: {text}
url: https://example.org
description: {text}
author: {text}
nav:
- {{title: {text}, url: /a/}}
"""
PAGE = """\
---
title: {text}
description: {text}
author: {text}
nav: {text}
redirect_from: /old/
own: {text}
event:
  name: {text}
  start: 2025-09-23
  timezone: Asia/Seoul
  venue: {text}
  address: {text}
  room: {text}
  city: {text}
  country: {text}
  host: {{name: {text}, url: 'https://example.org/?a="b"&c=<d>'}}
  registration: {{url: 'https://example.org/?a="b"', fee: {text}}}
  deadlines: [{{title: {text}, date: 2025-05-15, timezone: AoE}}]
---

[SCHEDULE]

[ORGANIZERS]

[RESOURCES]
"""
SCHEDULE = """\
sessions:
- start: 8:00
  end: 9:00
  title: {text}
  id: one
  room: {text}
  speakers: [{{name: {text}, affiliation: {text}}}]
"""
ORGANIZERS = """\
- title: {text}
  people:
  - {{name: {text}, affiliation: {text}, role: {text}, url: 'https://example.org/?a="b"&c=<d>'}}
"""
RESOURCES = """\
- {{title: {text}, url: 'https://example.org/?a="b"', kind: {text}, authors: [{text}], license: {text}}}
"""


@cache
def site(text: str) -> Planned:
    """Return a site with one text in all of its fields."""
    files = {
        "site.yaml": SITE,
        "content/a/index.md": PAGE,
        "content/a/schedule.yaml": SCHEDULE,
        "content/a/organizers.yaml": ORGANIZERS,
        "content/a/resources.yaml": RESOURCES,
    }
    return planned({path: body.format(text=text) for path, body in files.items()})


PAGES = ("a/index.html", "old/index.html")


def test_such_a_site_is_built() -> None:
    made = site(TEXT)
    assert [one for one in made.shown if ": error: " in one] == []
    assert {*PAGES, "sitemap.xml", "a/schedule.ics", "a/sessions/one.ics"} <= {*made.paths}


@pytest.mark.parametrize("path", PAGES)
def test_no_field_becomes_an_element_or_an_attribute(path: str) -> None:
    document = html5lib.parse(site(TEXT).text(path), namespaceHTMLElements=False)
    for element in document.iter():
        if isinstance(element.tag, str):
            assert element.tag not in ("b", "textarea"), element.attrib
            assert not {name for name in element.attrib if name.startswith("on")}
            if element.tag == "script":
                assert "evil()" not in (element.text or "") or element.get("type") == "application/ld+json"


def test_the_data_for_search_engines_is_the_text_and_ends_no_script() -> None:
    page = site(TEXT).text("a/index.html")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert not re.search(r"[<>&\u2028\u2029]", data)
    assert json.loads(data)["name"] == " ".join(EVIL.split())


def test_no_field_of_a_page_is_run_as_a_template() -> None:
    page = site(TEXT).text("a/index.html")
    assert "{{ 7*7 }}" in page
    assert "49" not in re.sub(r"[0-9a-f]{6,}|#\w+", "", page).replace("{{ 7*7 }}", "")


@pytest.mark.parametrize("path", ["sitemap.xml"])
def test_a_feed_stays_xml(path: str) -> None:
    assert ET.fromstring(site(TEXT).text(path)).tag.endswith("urlset")


@pytest.mark.parametrize("path", ["a/schedule.ics", "a/sessions/one.ics"])
@pytest.mark.parametrize("text", [TEXT, BROKEN])
def test_no_text_starts_a_property_of_a_calendar(path: str, text: str) -> None:
    made = site(text)
    if path not in made.paths:  # such a text is refused where it is written
        assert [one for one in made.shown if ": error: " in one]
        return
    calendar = made.text(path)
    assert "\r\nBEGIN:VALARM" not in calendar
    assert "\r\nX-EVIL" not in calendar
    assert not re.search("(?<!\r)\n|\r(?!\n)", calendar)
    assert all(re.match(r"[A-Z-]+[;:]| ", line) for line in calendar.split("\r\n") if line)
