"""Arbitrary and mutated bytes for everything that reads: no exception, and problems only.

`make fuzz` runs it for FUZZ_SECONDS, shared out among the readers; each failure is shown with the smallest bytes that
make it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from faimi_site import markdown, pdfs, pictures, yamltree
from faimi_site.disk.memory import FILE, FOLDER, OUTPUT, load_memory, write_sealed
from faimi_site.disk.output import finish_interrupted, write_outputs
from faimi_site.disk.stamp import asked
from faimi_site.document import read_document
from faimi_site.htmlpass import css_addresses, resolve_addresses
from faimi_site.look.page import look
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions, Output, source
from faimi_site.mojibake import broken_words
from faimi_site.plan import plan
from faimi_site.problem import Place, Problem, in_order, show
from faimi_site.text import Text, read_text
from tests import notebooks
from tests.drawn import animation, pdf, photo, picture
from tests.sites import Files, sources

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))

EVENT = "---\ntitle: A\npermalink: /a/\nevent:\n  start: 2025-09-23\n  timezone: Asia/Seoul\n---\n"
SITE: dict[str, bytes] = {
    "site.yaml": b"title: S\nurl: https://example.org\ntimezone: Asia/Seoul\nnav:\n- {title: A, url: /a/}\n",
    "content/people.yaml": b"ada:\n  name: Ada Lovelace\n  url: https://example.org/\n",
    "content/a/index.md": f"{EVENT}[SCHEDULE]\n[ORGANIZERS]\n[RESOURCES]\n\n![P](/assets/p.png) [b](../b.md)".encode(),
    "content/b.md": b"---\ntitle: B\nredirect_from: [/old/, /older]\nweight: -1\n---\n\n# B\n\n- a\n  - b\n\n[a](/a/)",
    "content/a/schedule.yaml": b"sessions:\n  - start: 8:00\n    end: 9:00\n    title: T\n    speakers: ada\n",
    "content/a/organizers.yaml": b"- person: ada\n  affiliation: X\n- {name: Bob, email: bob@example.org}\n",
    "content/a/resources.yaml": b"- title: R\n  file: /assets/r.pdf\n- title: N\n  file: /assets/n.ipynb\n",
    "templates/about.html": b'{% extends "default.html" %}{% block content %}{{ page.title | upper }}{% endblock %}',
    "static/own.css": b'@import "x.css"; a { background: url("/static/y.png") }',
    "assets/r.pdf": pdf(),
    "assets/p.png": picture(),
    "assets/n.ipynb": notebooks.book(
        notebooks.markdown("# N\n\n$x$"), notebooks.code("1", notebooks.stream("1"))
    ).encode(),
}
MARKDOWN = (
    b"# A {#a}\n\n- a\n  1. b\n\n> q\n\n| a | b |\n|---|---|\n| c | d |\n\n```python\nx = 1\n```\n\n[a](b.md){: .c}\n",
    b'a[^1] *b* **c** `d` $x^2$ <b>e</b> ![f](g.png) <https://h.example> -- "i"\n\n[^1]: j\n\n*[k]: l\n\nm\n: n\n',
    b"$$\n\\frac{1}{2}\n$$\n\n",
    b'<div markdown="1">\n\n*a*\n\n<details><summary>b</summary>\nc\n</details>\n</div>\n\n[TOC]\n\n- [x] e',
)
HTML = (
    b'<p id="a" class=b>c <a href="d">e</a><img src=\'f\' srcset="g 1x, h 2x"><br/><style>i{background:url(j)}</style>',
    b"<table><tr><td>a<td>b</table><svg><title>c</title></svg><!-- d --><textarea>e</textarea><![CDATA[f]]><script>g",
)
# What means something to one reader or another.
WORDS = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\x1b[31m", b"\xed\xa0\x80"),
    *(b"---\n", b"...", b"&a ", b"*a", b"<<: ", b"!!python/name:os", b"? ", b": ", b"- ", b"[", b"]", b"{", b"}", b"#"),
    *(
        b"> ",
        b"```",
        b"~~~",
        b"**",
        b"_",
        b"![",
        b"](",
        b"[^",
        b"{:",
        b"$$",
        b"\\",
        b"|",
        b"<!--",
        b"-->",
        b"<![",
        b"<?",
    ),
    *(b"<div>", b"</div>", b"<a href=", b'"', b"'", b"&#0;", b"&#xD800;", b"{{", b"}}", b"{%", b"%}", b"[SCHEDULE]"),
    *(b"&#" + b"9" * 5000 + b";", b"&#55296;", b'"\\uD800"'),  # too long for a number; a lone surrogate
    *(
        b"2025-02-30",
        b"0001-01-01",
        b"9999-12-31",
        b"24:00",
        b"no",
        b"1e999",
        b"99999999999999999999",
        b"..",
        b"//",
        b"%2e",
    ),
)


class Reader(NamedTuple):
    """Something that reads bytes, with bytes that it can read."""

    read: Callable[[bytes], None]
    seeds: Sequence[bytes]


def planned(files: Files) -> None:
    """Plan a site, and show all that is wrong with it."""
    _, problems = plan(sources(files), Memory())
    for problem in in_order(problems):
        shown = show(problem)
        assert all(letter == "\n" or letter.isprintable() or letter == "\u3000" for letter in shown), shown


def in_site(path: str) -> Reader:
    """Return a whole site as the reader of one of its files."""
    return Reader(lambda body: planned({**SITE, path: body}), (SITE[path],))


def text_of(body: bytes) -> Text | None:
    text = read_text(source("a", body))
    return text if isinstance(text, Text) else None


def of_text(read: Callable[[str], object]) -> Callable[[bytes], None]:
    """Return a reader of bytes that hands their text on, where they have one."""

    def of_bytes(body: bytes) -> None:
        text = text_of(body)
        if text:
            read(text.text)

    return of_bytes


def tree(body: bytes) -> None:
    """Read a YAML file."""
    text = text_of(body)
    if text:
        read = yamltree.parse(text)
        assert isinstance(read, yamltree.Tree) or all(isinstance(one, Problem) for one in read)


def image(body: bytes) -> None:
    """Read what an image says of itself."""
    pictures.facts(body)


def document(body: bytes) -> None:
    """Read a PDF, and draw its first page."""
    pdfs.facts(body)
    pdfs.cover(body, 40, 30)


def stamp(body: bytes) -> None:
    """Ask for an answer where the last one is rubbish."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder, ".faimi-cache")
        cache.mkdir()
        (cache / "stamp").write_bytes(body)
        Path(folder, "site.yaml").write_bytes(b"")
        call = asked(["build", "--source", folder])
        assert call is not None
        assert call.answer() is None


def memory(body: bytes) -> None:
    """Load what was remembered where it is rubbish, below a seal or not."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder, FOLDER)
        cache.mkdir()
        for name in (FILE, OUTPUT):
            (cache / name).write_bytes(body)
        assert load_memory(Path(folder)).holds("index.html") == ""
        write_sealed(cache / OUTPUT, body)
        load_memory(Path(folder)).holds("index.html")


def notes(name: str) -> Callable[[bytes], None]:
    """Return a writer into a folder in which one of the notes is rubbish; nothing beside the folder changes."""

    def written(body: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            own = Path(folder, "site", ".faimi-site")
            (own / "staged").mkdir(parents=True)
            (own / "staged" / "0").write_bytes(b"staged")
            (own / name).write_bytes(body)
            beside = Path(folder, "index.html")
            beside.write_bytes(b"somebody's")
            finish_interrupted(own.parent)
            write_outputs([Output("a.html", b"a", "page", Place("a.md"))], own.parent)
            assert beside.read_bytes() == b"somebody's"
            assert sorted(os.listdir(folder)) == ["index.html", "site"]

    return written


READERS: Mapping[str, Reader] = {
    "pages": in_site("content/b.md"),
    "event pages": in_site("content/a/index.md"),
    "site.yaml": in_site("site.yaml"),
    "people": in_site("content/people.yaml"),
    "schedules": in_site("content/a/schedule.yaml"),
    "organizers": in_site("content/a/organizers.yaml"),
    "resources": in_site("content/a/resources.yaml"),
    "templates": Reader(
        lambda body: planned({**SITE, "templates/default.html": body}), (SITE["templates/about.html"],)
    ),
    "style sheets": in_site("static/own.css"),
    "notebooks": in_site("assets/n.ipynb"),
    "trees": Reader(tree, tuple(body for path, body in SITE.items() if path.endswith(".yaml"))),
    "Markdown": Reader(of_text(lambda text: markdown.render(text, MarkdownOptions(), Memory())), MARKDOWN),
    "Markdown of notebooks": Reader(
        of_text(lambda text: markdown.render(text, MarkdownOptions(), Memory(), notebook=True)), MARKDOWN
    ),
    "HTML": Reader(of_text(lambda text: (read_document(text), look(text, {}))), HTML),
    "addresses in HTML": Reader(of_text(lambda text: resolve_addresses(text, str)), HTML),
    "addresses in CSS": Reader(of_text(lambda text: css_addresses(text, str)), (SITE["static/own.css"],)),
    "broken letters": Reader(of_text(lambda text: [*broken_words(text)]), ("Puyol-Ant√≥n".encode(),)),
    "images": Reader(image, (picture(), picture(form="JPEG"), picture(form="WEBP"), photo(40, 30), animation())),
    "PDFs": Reader(document, (pdf(),)),
    "stamps": Reader(stamp, (b"00000000" + b"3\0a\0b\0c\0" * 3,)),
    "memories": Reader(memory, (b'{\n"a": {"x": 1},\n"b": {}\n}', b"/site/_site\n1 2 3\0abc\0index.html")),
    "journals": Reader(
        notes("journal.json"), (b'{"write": ["a.html"], "remove": ["../index.html"], "files": ["a.html"]}',)
    ),
    "manifests": Reader(notes("manifest.json"), (b'{"files": ["a.html", "../index.html"]}',)),
}


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """Return one of the seeds with a few stretches of it taken out, repeated or replaced."""
    body = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        new = draw(st.one_of(st.sampled_from(WORDS), st.binary(max_size=8), st.just(bytes(body[start:end]))))
        body[start:end] = new * draw(st.sampled_from((0, 1, 1, 2, 60)))
    return bytes(body)


def fuzz(reader: Reader, examples: int, start: int) -> None:
    """Feed a reader some examples, others for each number to start from; its exception where it raises one."""

    @seed(start)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=[*HealthCheck])
    @given(body=st.one_of(st.binary(max_size=300), mutated(reader.seeds), mutated(reader.seeds)))
    def read(body: bytes) -> None:
        reader.read(body)

    read()


def main() -> None:
    """Feed every reader for its share of the time; exit with 1 where one raised an exception."""
    failed = 0
    for name, reader in READERS.items():
        end, rounds = time.monotonic() + SECONDS / len(READERS), 0
        try:
            while time.monotonic() < end:
                fuzz(reader, 50, start=time.time_ns())
                rounds += 1
        except Exception as error:  # each is a find, and the next reader is fed all the same
            failed += 1
            shown = "\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])])
            sys.stdout.write(f"{name}: {shown}\n")
        sys.stdout.write(f"{name}: {rounds * 50} examples\n")
        sys.stdout.flush()
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
