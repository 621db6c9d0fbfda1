"""A site that has every kind of link, and a checker of its own that follows each address in each file of an output."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

import html5lib

from tests.drawn import pdf, picture
from tests.notebooks import book, markdown
from tests.sites import Files, front

PUBLISHED = "https://example.org"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect id="r" width="8" height="8"/>{}</svg>\n'

HOME = """\
[page](/2025/) [source](2025/index.md#venue) [file](/assets/slides.pdf) [query](/2025/?from=home#venue)
[relative](about.html#part) [here](#part) [umlauts](/ünï/) [encoded](/%C3%BCn%C3%AF/) [named][ref] [own](https://example.org/2025/)
[own file](https://example.org/assets/slides.pdf#page=2) [elsewhere](https://other.invalid/x) [old](/files/)

![A photo](/assets/photo.jpg) ![A drawing](pictures/small.png)

[ref]: /about.html

## Part

`/assets/code.pdf`

<img src="/assets/drawn.png" srcset="/assets/drawn.png 1x, /pictures/small.png 2x" alt="Drawn">
<picture><source srcset="/assets/drawn.png 40w, /pictures/small.png 20w" sizes="40px">
<img src="/assets/drawn.png" alt="Drawn"></picture>
<video src="/assets/clip.mp4" poster="/assets/drawn.png" preload="none" controls></video>
<object data="/static/dot.svg" type="image/svg+xml">A dot</object>
<svg width="8" height="8" role="img" aria-label="A dot"><image href="/static/dot.svg" width="8" height="8"/></svg>
<a href='/about.html' style="background: url(/static/dot.svg)">styled</a>
<form action="/2025/"><button>Go</button></form>
<q cite="/about.html#part">Quoted</q>

<style>.dotted { background: url("/static/dot.svg") }</style>
"""

EVENT = """\
title: Tutorial
description: A tutorial with everything.
image: {path: /assets/photo.jpg, alt: A photo}
redirect_from: [/old/, /older, /a/b/c.html]
event:
  name: Tutorial
  start: 2025-09-23
  timezone: Asia/Seoul
  venue: Hall
  registration: {url: /about.html}
  accessibility: See [the plan](/assets/drawn.png)."""

FILES: Files = {
    "site.yaml": f"title: Every link\nurl: {PUBLISHED}\nnav:\n  - {{title: Tutorial, url: /2025/}}\n",
    "content/index.md": front("title: Home", HOME),
    "content/404.md": front("title: Not found\npermalink: /404.html", "[home](/)\n"),
    "content/about.md": front("title: About\npermalink: /about.html", "# About\n\n## Part\n\n[2025](2025/)\n"),
    "content/moved.md": front("title: Moved\nredirect_to: /2025/#venue"),
    "content/files.md": front("title: Files\nredirect_to: /assets/slides.pdf"),
    "content/ünï/index.md": front("title: Umlauts", "[up](../) ![x](bild ä.png)\n"),
    "content/ünï/bild ä.png": picture(30, 20),
    "content/pictures/small.png": picture(20, 10),
    "content/2025/index.md": front(EVENT, "## Venue\n\n[SCHEDULE]\n\n[ORGANIZERS]\n\n[RESOURCES]\n"),
    "content/2025/schedule.yaml": (
        "sessions:\n  - {start: 9:00, end: 10:00, title: Talk, abstract: 'See [slides](/assets/slides.pdf).', "
        "resources: [slides], recording: /about.html}\n"
    ),
    "content/2025/organizers.yaml": (
        "- {name: Ada Byron, affiliation: Somewhere, url: /about.html, photo: ada.png, bio: 'See [home](/).'}\n"
    ),
    "content/2025/ada.png": picture(200, 200),
    "content/2025/resources.yaml": (
        "- {title: Slides, id: slides, file: /assets/slides.pdf, description: '[about](/about.html)'}\n"
        "- {title: Notebook, file: /assets/n.ipynb}\n"
    ),
    "content/notes/page.html": (
        '<!doctype html><html lang="en"><title>Notes</title><link rel="stylesheet" href="/static/own.css">'
        '<link rel="icon" href="/static/dot.svg">'
        '<p><a href="/2025/">2025</a> <a href="../about.html">about</a> <a href="../">home</a></p></html>\n'
    ),
    "content/site.webmanifest": json.dumps(
        {"name": "Every link", "start_url": "/", "icons": [{"src": "/static/dot.svg", "sizes": "any"}]}
    ),
    "static/own.css": '@import "/static/two.css";\n.x { background: url(/static/dot.svg) }\n',
    "static/two.css": ".y { background: url('dot.svg#r') }\n@import url(/assets/three.css);\n",
    "static/dot.svg": SVG.format('<use href="#r"/><a href="/about.html"><title>About</title></a>'),
    "assets/three.css": ".z { background: url(drawn.png) }\n",
    "assets/slides.pdf": pdf(),
    "assets/photo.jpg": picture(1500, 900, "JPEG"),
    "assets/drawn.png": picture(40, 30),
    "assets/clip.mp4": b"\0\0\0\x08ftyp",
    "assets/n.ipynb": book(markdown("# Notebook\n\n[about](/about.html) ![d](/assets/drawn.png)\n")),
    "templates/default.html": (
        '{% extends "theme/default.html" %}\n{% block styles %}\n{{ super() }}'
        '  <link rel="stylesheet" href="/static/own.css">\n  <link rel="manifest" href="/site.webmanifest">\n'
        '{% endblock %}\n{% block footer %}<footer><a href="/notes/page.html">Notes</a> <a href="/moved/">Moved</a> '
        '<a href="/old/">Old</a></footer>{% endblock %}\n'
    ),
}

_ATTRIBUTES = ("href", "src", "poster", "action", "data", "cite", "{http://www.w3.org/1999/xlink}href")
_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def write(folder: Path, files: Files = FILES) -> Path:
    """Write the sources of a site into a folder, and return that."""
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body if isinstance(body, bytes) else body.encode())
    return folder


def build(site: Path, output: Path, *options: str) -> Path:
    """Build a site into a folder, and return that; its problems are those of the test."""
    command = [sys.executable, "-m", "faimi_site", "build", "--source", str(site), "--output", str(output), *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return output


def dead(folder: Path, at: str, published: str, exact: bool = False) -> list[str]:
    """Return each address in an output folder that leads to nothing in it, with the path of its file.

    The folder is `at` an address, and says of itself that it is `published` at one; both end with a slash. Where
    addresses are `exact`, no server finds the `index.html` of a folder.
    """
    found = []
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and not path.startswith(".faimi-site/"):
            for address in dict.fromkeys(addresses(file)):
                wrong = _wrong(folder, path, address, at, published, exact)
                found += [f"{path}: {address}: {wrong}"] if wrong else []
    return found


def _wrong(folder: Path, path: str, address: str, at: str, published: str, exact: bool) -> str:
    """Return what is wrong with an address in a file; empty where nothing is."""
    if exact and address.startswith("/"):
        return "leads to the root of the disk"
    full = urljoin(at + path, address)
    bare, _, fragment = full.partition("#")
    bare = bare.partition("?")[0]
    for base, is_exact in ((at, exact), (published, False)):
        if bare.startswith(base):
            target = unquote(bare.removeprefix(base))
            if not is_exact and (target == "" or target.endswith("/")):
                target += "index.html"
            if not (folder / target).is_file():
                return "leads to nothing"
            known = anchors(folder / target) if target.endswith(".html") else None
            return "" if not fragment or known is None or unquote(fragment) in known else "leads to no id"
    own = re.match(r"[a-z]+://[^/]*/", at)
    return "leads out of the site" if own and full.startswith(own.group()) else ""


def addresses(file: Path) -> Iterator[str]:
    """Yield every address that a file of an output holds, whatever its format."""
    kind = file.suffix
    if kind in (".html", ".css", ".svg", ".xml", ".ics", ".webmanifest", ".json", ".txt"):
        text = file.read_text(encoding="utf-8")
        if kind == ".html":
            yield from _of_elements(html5lib.parse(text, namespaceHTMLElements=False))
        elif kind == ".css":
            yield from _of_css(text)
        elif kind in (".svg", ".xml"):
            root = ElementTree.fromstring(text)
            yield from _of_elements(root)
            yield from (one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"))
        elif kind == ".ics":
            yield from re.findall(r"^URL(?:;[^:]*)?:(.*?)\r?$", re.sub(r"\r?\n ", "", text), re.MULTILINE)
        elif kind == ".txt":
            yield from re.findall(r"^Sitemap: (.*)$", text, re.MULTILINE)
        else:
            yield from _of_data(json.loads(text))


@cache
def anchors(file: Path) -> frozenset[str]:
    """Return the ids in a page."""
    tree = html5lib.parse(file.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return frozenset(element.attrib["id"] for element in tree.iter() if "id" in element.attrib)


def _of_elements(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        given = element.attrib
        yield from (given[name] for name in _ATTRIBUTES if name in given)
        for name in ("srcset", "imagesrcset"):
            yield from (part.split()[0] for part in given.get(name, "").split(",") if part.strip())
        yield from _of_css(given.get("style", ""))
        if element.tag == "style":
            yield from _of_css(element.text or "")
        if element.tag == "meta" and given.get("http-equiv") == "refresh":
            yield given["content"].partition("url=")[2]
        if element.tag == "meta" and given.get("property") in ("og:image", "og:url"):
            yield given["content"]
        if element.tag == "script" and given.get("type") == "application/ld+json":
            yield from _of_data(json.loads(element.text))


def _of_css(text: str) -> Iterator[str]:
    for found in _CSS.findall(_CSS_COMMENT.sub("", text)):
        yield from filter(None, found)


def _of_data(data: Any) -> Iterator[str]:
    """Yield what is an address among the values of JSON: a full one, or one from the root or of a manifest."""
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str):
                # An "@id" is a name, and leads nowhere.
                is_address = name in ("src", "start_url") or (value.startswith(("/", "http")) and name != "@id")
                yield from [value] if is_address else []
            else:
                yield from _of_data(value)
    elif isinstance(data, list):
        for value in data:
            yield from _of_data(value)
