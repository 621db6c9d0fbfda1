"""How much values weigh, and how much of them a template asks for: pure helpers of the sandbox.

A weight is counted in letters. An entry of a list counts as some, for the memory and the time that it takes; so does
the work of what takes longer than it is large.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import Any

from faimi_site.lazily import pattern

LARGEST = 1_000_000  # letters of a text, and entries of a list
LETTERS = 100 * LARGEST  # of all that one render makes
SIZED = (str, bytes, list, tuple)
HOLDING = (list, tuple, set, frozenset, dict)
ENTRY = 40  # letters that an entry of a list counts as: about its bytes
_BITS = 10_000  # of a number
_DEEPEST = 200  # lists, one in another
_QUICK = 200  # steps in a text that take no longer than one letter elsewhere

# The width and the precision that a format asks for, those that are given beside it, and parts of what it is given.
_WIDTH = pattern(r"%(?:\([^()]*\))?[-+ #0]*(\d*)(?:\.(\d+))?|\{[^{}:]*:[^{}\d]*(\d*)(?:\.(\d+))?")
_GIVEN_WIDTH = pattern(r"%[-+ #0]*(?:\d*\.)?\*|\{[^{}:]*:[^{}]*\{")
_PART_OF_IT = pattern(r"\{[^{}:!]*[.\[]")
_WORD = pattern(r"\S+")
# Filters of Jinja's own, and methods of texts, that make as much as a number among their arguments says; and those
# that write one argument as often as another one has letters or entries.
_AS_MUCH_AS_ASKED = frozenset("batch center expandtabs indent ljust rjust round slice wordwrap zfill".split())
_AS_OFTEN_AS_ASKED = frozenset(
    "expandtabs format format_map groupby indent join map replace translate wordwrap".split()
)
# Methods that look at each letter of a text, or of another, as often as the other has letters.
_LOOKING = frozenset("lstrip rfind rindex rpartition rsplit rstrip strip trim".split())
# The methods that templates can call of values that Python brings; those of texts are measured.
METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        "capitalize casefold center count endswith expandtabs find format format_map index isalnum isalpha isascii"
        " isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip"
        " partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines"
        " startswith strip striptags swapcase title translate unescape upper zfill".split()
    ),
    dict: frozenset("get items keys values".split()),
    list: frozenset("count index".split()),
    tuple: frozenset("count index".split()),
    set: frozenset(),
    frozenset: frozenset(),
    bytes: frozenset(),
    range: frozenset(),
    int: frozenset(),
    float: frozenset("is_integer".split()),
    complex: frozenset(),
}


class Refused(Exception):  # noqa: N818  (it is no fault of ours)
    """What a template asks for is not given; `hint` is its cure."""

    def __init__(self, message: str, hint: str = "no page needs that: take out what grows or repeats") -> None:
        super().__init__(message)
        self.hint = hint


def has_method(value: Any, name: str) -> bool:
    """Return whether a template can call a method of a value: any of our own, and of Python's those in METHODS."""
    return next((name in methods for kind, methods in METHODS.items() if isinstance(value, kind)), True)


def letters(value: Any, depth: int = 0, known: dict[int, int] | None = None) -> int:
    """Return how many letters a value counts as; what a list holds twice counts twice."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if not isinstance(value, HOLDING):
        return ENTRY * len(value) if isinstance(value, range) else 1
    if not isinstance(value, dict) and not any(issubclass(kind, (str, *HOLDING)) for kind in {*map(type, value)}):
        return 1 + ENTRY * len(value)
    if depth > _DEEPEST:
        raise Refused(f"a list of more than {_DEEPEST} levels")
    known = {} if known is None else known
    if id(value) not in known:
        known[id(value)] = 0  # until it is known: a list may hold itself
        held = value.items() if isinstance(value, Mapping) else value
        known[id(value)] = 1 + sum(ENTRY + letters(one, depth + 1, known) for one in held)
    return known[id(value)]


def made_letters(value: Any) -> int:
    """Return how many letters a value counts as that was just made, of things that are counted already."""
    refuse_long_numbers([value])
    if isinstance(value, (str, bytes)):
        return len(value)
    return ENTRY * len(value) if isinstance(value, HOLDING) else 0


def asked_letters(name: str, first: Any, others: Sequence[Any]) -> int:
    """Return how many letters a filter or a method counts as with what it is given; Refused where that is too much."""
    refuse_long_numbers([first, *others])
    sizes = [letters(one) for one in (first, *others)]
    if name in _AS_MUCH_AS_ASKED:
        if any(isinstance(one, int) and abs(one) > LARGEST for one in others):
            raise Refused("a text or a list that large would not fit into memory")
        sizes += [abs(one) for one in others if isinstance(one, int)]
    if name == "sum" and any(isinstance(one, HOLDING) for one in others):
        raise Refused("sum adds numbers, and no lists", "join lists with +, or go through them")
    if name == "tojson" and others:
        raise Refused("tojson writes all in one line", "leave its indent out")
    is_format = name in ("format", "format_map")
    times = prod(sorted(sizes)[-2:]) if name in _AS_OFTEN_AS_ASKED else 0
    if times > LETTERS or (is_format and makes_too_much(str(first), others)):
        raise Refused("a text that large would not fit into memory")
    return sum(sizes) + _steps(name, first, others) // _QUICK


def _steps(name: str, first: Any, others: Sequence[Any]) -> int:
    """Return about how many steps a filter or a method takes whose work grows faster than its text."""
    text = first if isinstance(first, str) else ""
    if name in _LOOKING:
        return len(text) * max((len(one) for one in others if isinstance(one, str)), default=0)
    if name in ("urlize", "wordwrap"):
        widths = [one for one in others if isinstance(one, int) and not isinstance(one, bool)]
        width = max(1, *widths[:1]) if name == "wordwrap" and widths else 1
        return max((len(word.group()) for word in _WORD.finditer(text)), default=0) ** 2 // width
    return len(text) * text.count("<") if name == "striptags" else 0


def refuse_long_numbers(values: Iterable[Any]) -> None:
    """Refused where one of some values is a whole number of thousands of digits: to divide by it takes long."""
    if any(isinstance(one, int) and one.bit_length() > _BITS for one in values):
        raise Refused(f"a number of more than {_BITS:,} bits")


def makes_too_much(form: str, values: Iterable[Any]) -> bool:
    """Return whether a format asks for widths that no text of a page needs."""
    asked = sum(int(width[:9]) for found in _WIDTH.finditer(form) for width in found.groups() if width)
    given = any(isinstance(one, int) and abs(one) > LARGEST for one in values) and _GIVEN_WIDTH.search(form)
    return asked > LARGEST or bool(given)


def names_a_part(form: str) -> bool:
    """Return whether a format asks for a part of what it is given, as in `{0.name}`."""
    return _PART_OF_IT.search(form) is not None


def is_too_much(operator: str, left: Any, right: Any) -> bool:
    """Return whether an operation would make something that is too large."""
    if operator == "%" and isinstance(left, str):
        values = right if isinstance(right, tuple) else (right,)
        return makes_too_much(left, values) or len(left) * letters(right) > LETTERS
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * max(right, 1) if operator == "**" else left.bit_length() + right.bit_length()
        return bits > _BITS
    sizes = [len(one) for one in (left, right) if isinstance(one, SIZED)]
    if operator == "*" and sizes:
        times = right if isinstance(left, SIZED) else left
        return isinstance(times, int) and sizes[0] * times > LARGEST
    return operator == "+" and sum(sizes) > 10 * LARGEST
