"""Blocks of code, highlighted as they are built, in the elements and class names that Jekyll's themes style."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from html import escape

from faimi_site.kramdown.rawhtml import attributes_text
from faimi_site.lazily import pattern

Highlight = Callable[[str, str], str]

# Most lexers can be made to look at a block, a line, or blank lines as often as these have letters. Within these limits
# the worst takes a second or so; what people write stays far below.
MOST_LETTERS = 10_000
MOST_OF_SLOW = 2500
MOST_IN_LINE = 1000
_TOO_BLANK = pattern(r"\s{500}")
# Whose lexers take ten times as long, by all of their names.
_SLOW = frozenset(
    "aspectj c# ceylon cr crystal cs csharp fan fancy fy gosu groovy java lilypond moin nemerle org org-mode orgmode "
    "peg perl pl ragel trac-wiki".split()
)
_PLAIN = frozenset(("", "plaintext", "text", "txt", "plain", "none", "output"))


def code_block(text: str, given: Mapping[str, str], highlight: Highlight | None = None) -> str:
    """Return a block of code as HTML; its language is the class `language-NAME` among its attributes.

    `highlight` may know of a text and its language what `highlighted` makes of them.
    """
    language = _language(given)
    others = [name for name in given.get("class", "").split() if not name.startswith("language-")]
    shown = {**given, "class": " ".join([f"language-{language or 'plaintext'}", *others, "highlighter-rouge"])}
    colour = highlight or highlighted
    code = colour(text, language.lower()) if language.lower() not in _PLAIN else escape(text, quote=False)
    return (
        f'<div{attributes_text(shown)}><div class="highlight"><pre class="highlight">'
        f"<code>{code}</code></pre></div></div>"
    )


def why_plain(text: str, given: Mapping[str, str]) -> str:
    """Return why a block of code in a language has no colours: it is too long, or a line of it is; else nothing."""
    language = _language(given).lower()
    if language in _PLAIN:
        return ""
    most = MOST_OF_SLOW if language in _SLOW else MOST_LETTERS
    if len(text) > most:
        return f"code in {language} is shown without colours, as the block has more than {most:,} letters"
    if any(len(line) > MOST_IN_LINE for line in text.split("\n")):
        return f"code in {language} is shown without colours, as a line has more than {MOST_IN_LINE:,} letters"
    if _TOO_BLANK.search(text):
        return f"code in {language} is shown without colours, as it has hundreds of blanks in a row"
    return ""


def _language(given: Mapping[str, str]) -> str:
    classes = given.get("class", "").split()
    return next((name.removeprefix("language-") for name in classes if name.startswith("language-")), "")


@lru_cache(maxsize=100)  # a site shows the same few lines on many pages
def highlighted(text: str, language: str) -> str:
    """Return code with its tokens in elements; as it is, where no lexer knows the language, or it is too long."""
    from pygments import highlight
    from pygments.util import ClassNotFound

    if why_plain(text, {"class": f"language-{language}"}):
        return escape(text, quote=False)
    try:
        return str(highlight(text, _lexer(language), _formatter()))
    except ClassNotFound:
        return escape(text, quote=False)


@cache
def _formatter():  # type: ignore[no-untyped-def]
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)  # it takes longer to be made than to format a page's code


@cache
def _lexer(language: str):  # type: ignore[no-untyped-def]
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(language, stripnl=False, ensurenl=False)
