"""Where templates run: they reach nothing but what they are given, and ask for nothing without end.

What one render may ask for is counted in letters, bits and steps, never in seconds: every machine says the same.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from types import BuiltinMethodType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.filters import do_format
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range

from faimi_site.lazily import pattern

LARGEST = 1_000_000  # letters of a text, entries of a list, and steps of all `range()` of one render
_BITS = 10_000  # of a number
_SIZED = (str, bytes, list, tuple)
# A width or precision that a format asks for, and one that is given beside it.
_WIDE = pattern(r"%(?:\([^()]*\))?[-+ #0]*(?:\d*\.)?\d{7}|\{[^{}:]*:[^{}]*\d{7}")
_GIVEN_WIDTH = pattern(r"%[-+ #0]*(?:\d*\.)?\*|\{[^{}:]*:[^{}]*\{")
_FROZEN_VALUES = "faimi_site.model"
# Filters of Jinja's own that make as much as a number among their arguments says.
_AS_MUCH_AS_ASKED = ("batch", "center", "indent", "round", "slice", "tojson", "wordwrap")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which no single expression makes more than fits into memory."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.steps = 0
        self.globals["range"] = self._range
        for name in _AS_MUCH_AS_ASKED:
            self.filters[name] = _measured(self.filters[name])
        self.filters["format"] = _format

    def start(self) -> None:
        """Begin to count anew, for another render."""
        self.steps = 0

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute as Jinja does; what a template may not see is undefined."""
        # Most that templates ask for are fields of the site's frozen values: nothing in these can be changed, and
        # Jinja would compare the class of each with eight abstract ones to find that out.
        if type(obj).__module__ != _FROZEN_VALUES or attribute.startswith("_"):
            return super().getattr(obj, attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.undefined(obj=obj, name=attribute)

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Return the result of an operation; SecurityError where it would be too large."""
        if _is_too_much(operator, left, right):
            raise SecurityError(f"the result of '{operator}' would be too large")
        return super().call_binop(context, operator, left, right)

    def call(self, context: jinja2.runtime.Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return what a function gives; SecurityError where a method of a text is asked for too much."""
        method = getattr(obj, "__wrapped__", obj)  # Jinja wraps str.format
        if isinstance(method, BuiltinMethodType) and isinstance(method.__self__, str):
            if method.__name__ not in ("format", "format_map"):
                _refuse_large(args)
            elif _makes_too_much(method.__self__, (*args, *kwargs.values())):
                raise SecurityError("a text that large would not fit into memory")
        return super().call(context, obj, *args, **kwargs)

    def _range(self, *bounds: int) -> range:
        steps = safe_range(*bounds)
        self.steps += len(steps)
        if self.steps > LARGEST:
            raise SecurityError(f"range() would give more than {LARGEST:,} numbers to one page")
        return steps


def _measured(made: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses arguments that ask for too much."""

    @functools.wraps(made)
    def measured(*args: Any, **kwargs: Any) -> Any:
        _refuse_large((*args, *kwargs.values()))
        return made(*args, **kwargs)

    return measured


def _format(form: str, *values: Any, **named: Any) -> Any:
    """Return what Jinja's own filter does; SecurityError where it would be too large."""
    if _makes_too_much(str(form), values):
        raise SecurityError("a text that large would not fit into memory")
    return do_format(form, *values, **named)


def _refuse_large(args: Iterable[Any]) -> None:
    """SecurityError where an argument is a number that no text or list of a page needs."""
    if any(map(_is_large, args)):
        raise SecurityError("a text or a list that large would not fit into memory")


def _makes_too_much(form: str, values: Iterable[Any]) -> bool:
    """Return whether a format asks for a width that no text of a page needs."""
    return bool(_WIDE.search(form) or (_GIVEN_WIDTH.search(form) and any(map(_is_large, values))))


def _is_large(value: Any) -> bool:
    return isinstance(value, int) and abs(value) > LARGEST


def _is_too_much(operator: str, left: Any, right: Any) -> bool:
    if operator == "%":
        return isinstance(left, str) and _makes_too_much(left, right if isinstance(right, tuple) else (right,))
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * max(right, 1) if operator == "**" else left.bit_length() + right.bit_length()
        return bits > _BITS
    sizes = [len(one) for one in (left, right) if isinstance(one, _SIZED)]
    if operator == "*" and sizes:
        times = right if isinstance(left, _SIZED) else left
        return isinstance(times, int) and sizes[0] * times > LARGEST
    return operator == "+" and sum(sizes) > 10 * LARGEST
