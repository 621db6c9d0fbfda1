"""Quotation marks: which way each one turns, by what stands before and after it (SmartyPants' rules, as kramdown's)."""

from __future__ import annotations

import re
from collections.abc import Callable

LSQUO, RSQUO, LDQUO, RDQUO = "‘’“”"
_OPEN = {"'": LSQUO, '"': LDQUO}
_CLOSE = {"'": RSQUO, '"': RDQUO}
_PUNCTUATION = r"""[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""

# The first that matches at a place counts; each gives the text before the mark, if any, and the mark.
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"""(["'])(?=[_*]{1,2}(?a:\S))"""), lambda m: _OPEN[m[1]]),
    (re.compile(rf"""(["'])(?={_PUNCTUATION}(?!\.\.)\B)"""), lambda m: _CLOSE[m[1]]),
    (re.compile(r"""((?a:\s?))"'(?=(?a:\w))"""), lambda m: m[1] + LDQUO + LSQUO),
    (re.compile(r"""((?a:\s?))'"(?=(?a:\w))"""), lambda m: m[1] + LSQUO + LDQUO),
    (re.compile(r"""((?a:\s?))'(?=[0-9][0-9]s)"""), lambda m: m[1] + RSQUO),
    (re.compile(r"""((?a:\s))(['"])(?=(?a:\w))"""), lambda m: m[1] + _OPEN[m[2]]),
    (re.compile(r"""([^ \\\t\r\n\[{(-])(['"])"""), lambda m: m[1] + _CLOSE[m[2]]),
    (re.compile(r"""(["'])(?=(?a:\s)|s\b|$)""", re.MULTILINE), lambda m: _CLOSE[m[1]]),
    (re.compile(r"""(.?)'""", re.DOTALL), lambda m: m[1] + LSQUO),
    (re.compile(r"""(.?)\"""", re.DOTALL), lambda m: m[1] + LDQUO),
)


def quotes(text: str, at: int) -> tuple[str, int]:
    """Return what the quotation mark at a place, or behind the character at it, is printed as, and where it ends."""
    for pattern, made in _RULES:
        if found := pattern.match(text, at):
            return made(found), found.end()
    return text[at], at + 1
