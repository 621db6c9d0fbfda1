"""Quotation marks: which way each one turns, by what stands before and after it (SmartyPants' rules, as kramdown's)."""

from __future__ import annotations

import re
from collections.abc import Callable

from faimi_site.lazily import pattern

LSQUO, RSQUO, LDQUO, RDQUO = "‘’“”"
_OPEN = {"'": LSQUO, '"': LDQUO}
_CLOSE = {"'": RSQUO, '"': RDQUO}
_PUNCTUATION = r"""[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""

# The first that matches at a place counts; each gives the text before the mark, if any, and the mark.
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (pattern(r"""(["'])(?=[_*]{1,2}(?a:\S))"""), lambda m: _OPEN[m[1]]),
    (pattern(rf"""(["'])(?={_PUNCTUATION}(?!\.\.)\B)"""), lambda m: _CLOSE[m[1]]),
    (pattern(r"""((?a:\s?))"'(?=(?a:\w))"""), lambda m: m[1] + LDQUO + LSQUO),
    (pattern(r"""((?a:\s?))'"(?=(?a:\w))"""), lambda m: m[1] + LSQUO + LDQUO),
    (pattern(r"""((?a:\s?))'(?=[0-9][0-9]s)"""), lambda m: m[1] + RSQUO),
    (pattern(r"""((?a:\s))(['"])(?=(?a:\w))"""), lambda m: m[1] + _OPEN[m[2]]),
    (pattern(r"""([^ \\\t\r\n\[{(-])(['"])"""), lambda m: m[1] + _CLOSE[m[2]]),
    (pattern(r"""(["'])(?=(?a:\s)|s\b|$)""", re.MULTILINE), lambda m: _CLOSE[m[1]]),
    (pattern(r"""(.?)'""", re.DOTALL), lambda m: m[1] + LSQUO),
    (pattern(r"""(.?)\"""", re.DOTALL), lambda m: m[1] + LDQUO),
)


def quotes(text: str, at: int) -> tuple[str, int]:
    """Return what the quotation mark at a place, or behind the character at it, is printed as, and where it ends."""
    for rule, made in _RULES:
        if found := rule.match(text, at):
            return made(found), found.end()
    return text[at], at + 1
