"""Blocks of code, highlighted as they are built, in the elements and class names that Jekyll's themes style."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape

from faimi_site.kramdown.rawhtml import attributes_text

Highlight = Callable[[str, str], str]

_PLAIN = frozenset(("", "plaintext", "text", "txt", "plain", "none", "output"))


def code_block(text: str, given: Mapping[str, str], highlight: Highlight | None = None) -> str:
    """Return a block of code as HTML; its language is the class `language-NAME` among its attributes.

    `highlight` may know of a text and its language what `highlighted` makes of them.
    """
    classes = given.get("class", "").split()
    language = next((name.removeprefix("language-") for name in classes if name.startswith("language-")), "")
    others = [name for name in classes if not name.startswith("language-")]
    shown = {**given, "class": " ".join([f"language-{language or 'plaintext'}", *others, "highlighter-rouge"])}
    colour = highlight or highlighted
    code = colour(text, language.lower()) if language.lower() not in _PLAIN else escape(text, quote=False)
    return (
        f'<div{attributes_text(shown)}><div class="highlight"><pre class="highlight">'
        f"<code>{code}</code></pre></div></div>"
    )


def highlighted(text: str, language: str) -> str:
    """Return code with its tokens in elements; as it is, where no lexer knows the language."""
    from pygments import highlight
    from pygments.util import ClassNotFound

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
