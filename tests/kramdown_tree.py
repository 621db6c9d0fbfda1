"""The HTML of a Markdown text as a tree that can be compared, and kramdown itself to compare with."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from faimi_site.markdown import Rendered, render
from faimi_site.memory import Memory
from faimi_site.model import MarkdownOptions

HERE = Path(__file__).parent
PAGES = sorted((HERE / "kramdown").glob("*.md"))

_TEX = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_CODE_CLASSES = frozenset(("highlight", "highlighter-rouge", "language-plaintext"))


@cache
def why_no_kramdown() -> str:
    """Return why kramdown cannot be asked here, or nothing."""
    if not shutil.which("ruby"):
        return "ruby is not installed (apt-get install ruby-kramdown-parser-gfm)"
    asked = subprocess.run(["ruby", "-e", "require 'kramdown-parser-gfm'"], capture_output=True, check=False)
    return "kramdown's GFM parser is not installed (ruby-kramdown-parser-gfm)" if asked.returncode else ""


def kramdown(texts: Sequence[str]) -> list[str]:
    """Return the HTML that kramdown makes of texts, as GitHub Pages calls it; skip the test where it is not installed.

    The texts go to one Ruby process, as a list in JSON.
    """
    if why_no_kramdown():
        pytest.skip(why_no_kramdown())
    asked = subprocess.run(
        ["ruby", str(HERE / "kramdown.rb")], input=json.dumps(texts), capture_output=True, check=True, encoding="utf-8"
    )
    made: list[str] = json.loads(asked.stdout)
    return made


def outline(made: str) -> list[str]:
    """Return HTML as lines, one for each tag and text in it.

    White space is collapsed, attributes are sorted; the colours of code, its wrappers and what a formula is set with
    are left out.
    """
    text = re.sub(r"<math\b.*?</math>", "<math></math>", _TEX.sub("<math></math>", made), flags=re.DOTALL)
    root = html5lib.parseFragment(text, container="div", namespaceHTMLElements=False)
    return list(_joined(_lines(root)))


def _lines(element: Element) -> Iterator[str]:
    yield _text(element.text)
    for child in element:
        yield from _element(child)
        yield _text(child.tail)


def _element(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield f"<!--{_text(element.text)}-->"
        return
    name = element.tag.rpartition("}")[2]
    if name == "math":
        yield "<math>"
    elif name == "pre" or (name == "div" and "highlighter-rouge" in element.get("class", "")):
        classes = {word for part in element.iter() for word in part.get("class", "").split() if part.tag != "span"}
        yield _tag("pre", {**element.attrib, "class": " ".join(sorted(classes))})
        yield "".join(element.itertext()).rstrip()
        yield "</pre>"
    else:
        yield _tag(name, element.attrib)
        yield from _lines(element)
        yield f"</{name}>"


def _tag(name: str, given: dict[str, str]) -> str:
    shown = {str(key): _text(value) for key, value in given.items()}
    shown["class"] = " ".join(word for word in shown.get("class", "").split() if word not in _CODE_CLASSES)
    return (
        " ".join([f"<{name}", *(f'{key}="{shown[key]}"' for key in sorted(shown) if key != "class" or shown[key])])
        + ">"
    )


def _text(text: str | None) -> str:
    return re.sub(r"[ \t\n\r\f]+", " ", text or "").strip(" ")


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines without those that are empty."""
    yield from (line for line in lines if line)


def rendered(text: str, *, smart: bool = True, math: bool = True, notebook: bool = False) -> Rendered:
    """Return a text as it is rendered for a site with these options, or for a notebook of it."""
    return render(text, MarkdownOptions(smart_punctuation=smart, math=math), Memory(), notebook)


def html(text: str) -> str:
    """Return the HTML of a text that has no flaw."""
    made = rendered(text)
    assert made.flaws == ()
    return made.html
