"""docs/markdown.md: what it shows is what Markdown becomes."""

from __future__ import annotations

import re

import pytest
import yaml

from faimi_site.kramdown.reader import LEVELS
from faimi_site.kramdown.spanreader import LEVELS as SPAN_LEVELS
from faimi_site.markdown import LONGEST, UNCLOSED
from tests.kramdown_tree import html, rendered
from tests.sites import REPOSITORY, planned

DOCS = (REPOSITORY / "docs" / "markdown.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^(`{3,})markdown\n(.*?)^\1\n\n```html\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("_", "text", "made"), EXAMPLES)
def test_an_example_becomes_what_stands_below_it(_: str, text: str, made: str) -> None:
    # The page shows the no-break space before the arrow of a footnote as a space.
    assert html(text).replace("\u00a0", " ") == made.rstrip("\n")


def test_every_example_has_its_html() -> None:
    assert len(EXAMPLES) == len(re.findall(r"^`{3,}markdown$", DOCS, re.MULTILINE)) > 10


def test_it_names_the_limits() -> None:
    limits = DOCS.partition("## Limits\n")[2].partition("\n## ")[0]
    named = (f"{LEVELS} levels", f" {SPAN_LEVELS};", f"{LONGEST:,}", f"{UNCLOSED} `[`")
    assert [words for words in named if words not in limits] == []


def test_its_options_are_known() -> None:
    (options,) = re.findall(r"^```yaml\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    assert yaml.safe_load(options) == {"markdown": {"smart_punctuation": False, "math": False}}
    site = planned(
        {"site.yaml": f"title: S\nurl: https://example.org\n{options}", "content/a.md": '---\ntitle: A\n---\n"a" $x$\n'}
    )
    assert site.shown == []


@pytest.mark.parametrize(
    "command",
    sorted(set(re.findall(r"`(\\[a-z]+)`", DOCS.partition("## Formulas")[2].partition("\n## ")[0]))),
)
def test_a_command_that_it_names_is_known_or_said_not_to_be(command: str) -> None:
    argument = {"\\frac": "{a}{b}", "\\binom": "{a}{b}", "\\left": "(a\\right)", "\\right": ""}.get(command, "{a}")
    tex = f"\\left(a{command})" if command == "\\right" else command + argument
    unknown = command in ("\\href", "\\newcommand", "\\label", "\\color")
    assert ("markdown/formula" in [flaw.rule for flaw in rendered(f"$$ {tex} $$").flaws]) is unknown
