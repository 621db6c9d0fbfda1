"""Where templates run: they reach nothing but what they are given, and ask for nothing without end.

What one render may ask for is counted in letters, bits and turns of loops, never in seconds: every machine says the
same. Letters are those of all texts made on the way; a call, and a template that is included, counts as some turns.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Sized
from datetime import date, time, timedelta
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.filters import do_join, make_attrgetter
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from faimi_site.lazily import pattern
from faimi_site.weights import (
    ENTRY,
    HOLDING,
    LARGEST,
    LETTERS,
    Refused,
    asked_letters,
    has_method,
    is_too_much,
    letters,
    made_letters,
    names_a_part,
)

_TURNS = LARGEST  # of all loops of one render
_CALL = 20  # turns that a call counts as, or a template that is included
_SHORT = 100  # letters
_WRITTEN = (int, float, date, time, timedelta, type(None), jinja2.Undefined)  # what has the same text in each build
_FROZEN_VALUES = "faimi_site.model"
# Filters and methods that make a text of whatever they are given.
_TEXTS = frozenset(
    "capitalize center e escape forceescape format format_map indent join lower replace safe string striptags"
    " title tojson trim truncate upper urlencode urlize wordcount wordwrap xmlattr".split()
)
_HALF = pattern("[\ud800-\udfff]")  # of a sign: no UTF-8 has it
# What templates are compiled with: in front of what a loop goes through, of each text that `~` joins, and of what is
# compared, looked for, or cut into.
_COUNTED = (nodes.For, nodes.Concat, nodes.Compare, nodes.Operand, nodes.Getitem, nodes.Pair)
_LOOP, _PART, _COMPARED, _SUBSCRIPT = "_loop", "_part", "_compared", "_subscript"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which no render makes more than fits into memory, or goes on without end."""

    intercepted_binops = frozenset({"*", "**", "/", "//", "%", "+", "-"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, finalize=self._shown)
        self.turns = self.letters = 0
        self._texts = {*_TEXTS}
        self.globals["range"] = _range
        # It shows what templates hold to who writes them, and takes as long as that is large and deep.
        del self.filters["pprint"]
        self.filters = {name: self._measured(name, made) for name, made in self.filters.items()}
        self.filters["join"] = self._joined
        self.filters |= {_LOOP: self._looped, _PART: self._part, _COMPARED: self._compared, _SUBSCRIPT: self._subscript}
        self.tests: dict[str, Any] = {name: self._measured(f"is {name}", made) for name, made in self.tests.items()}

    def bring(
        self,
        filters: Mapping[str, Callable[..., Any]],
        tests: Mapping[str, Callable[..., Any]],
        of_values: Collection[str],
    ) -> None:
        """Add filters and tests, measured as Jinja's own are; filters `of_values` take more than what has a text."""
        self._texts |= filters.keys() - set(of_values)
        self.filters |= {name: self._measured(name, made) for name, made in filters.items()}
        self.tests |= {name: self._measured(f"is {name}", made) for name, made in tests.items()}

    def start(self) -> None:
        """Begin to count anew, for another render."""
        self.turns = self.letters = 0

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

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may see an attribute: of what Python brings, no method but those it needs."""
        return super().is_safe_attribute(obj, attr, value) and (not callable(value) or has_method(obj, attr))

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Return the result of an operation; Refused where it would be too large."""
        if is_too_much(operator, left, right):
            raise Refused(f"the result of '{operator}' would be too large")
        if operator == "%" and isinstance(left, str):
            _refuse_unfit(right)
        return self._made(super().call_binop(context, operator, left, right))

    def call(self, context: jinja2.runtime.Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return what a function gives; Refused where a method of a text is asked for too much."""
        self._turn(_CALL)
        if isinstance(obj, jinja2.runtime.LoopContext):
            return super().call(context, obj, *(self._looped(context, one) for one in args), **kwargs)
        method = getattr(obj, "__wrapped__", obj)  # Jinja wraps str.format
        of = getattr(method, "__self__", None)
        given = (*args, *kwargs.values())
        if not isinstance(of, (str, *HOLDING)):
            self._spend(sum(ENTRY + letters(one) if isinstance(one, HOLDING) else ENTRY for one in given))
            made = super().call(context, obj, *args, **kwargs)
            return self._made(made) if isinstance(made, HOLDING) else made
        self._measure(method.__name__, of, given)
        if method.__name__ in ("format", "format_map") and names_a_part(str(of)):
            raise Refused("a format names what it is given, and no part of that", "give it the part itself")
        return self._made(super().call(context, obj, *args, **kwargs))

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> jinja2.Template:
        """Return a template by its name; Refused for what is no name."""
        self._turn(_CALL)
        return super().get_template(_named(name), *args, **kwargs)

    def select_template(self, names: Any, *args: Any, **kwargs: Any) -> jinja2.Template:
        """Return the first template that there is of some names."""
        listed = names if isinstance(names, (list, tuple)) else [names]
        self._turn(_CALL * len(listed))
        return super().select_template([_named(name) for name in listed], *args, **kwargs)

    def concat(self, parts: Iterable[str]) -> str:
        """Return all that a template, a block or a macro has written."""
        parts = list(parts)
        self._spend(sum(map(len, parts)))
        return "".join(parts)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for node in template.find_all(_COUNTED):
            if isinstance(node, nodes.For):
                node.iter = _filtered(node.iter, _LOOP)
            elif isinstance(node, (nodes.Compare, nodes.Operand)) and not isinstance(node.expr, nodes.Const):
                node.expr = _filtered(node.expr, _COMPARED)
            elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
                node.node = _filtered(node.node, _COMPARED)
            elif isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
                node.arg = _filtered(node.arg, _SUBSCRIPT)
            elif isinstance(node, nodes.Pair) and not isinstance(node.key, nodes.Const):
                node.key = _filtered(node.key, _COMPARED)
            elif isinstance(node, nodes.Concat):
                node.nodes = [_filtered(part, _PART) for part in node.nodes]
        return template

    @jinja2.pass_context  # so that nothing is counted when the template is compiled
    def _looped(self, _: object, entries: Any) -> Any:
        """Return what a loop goes through, so that its turns are counted."""
        if not isinstance(entries, Sized):
            return self._one_by_one(entries)
        self._turn(len(entries))
        return entries

    def _one_by_one(self, entries: Iterable[Any]) -> Iterator[Any]:
        for entry in entries:
            self._turn(1)
            yield entry

    @jinja2.pass_context
    def _part(self, _: object, value: Any) -> Any:
        self._spend(letters(value))
        return self._shown(_, value)

    @jinja2.pass_context
    def _compared(self, _: object, value: Any) -> Any:
        """Return what is compared with something else, looked for, or cut into, so that it is counted."""
        # Most are short texts, of which no number of turns makes much.
        if (isinstance(value, str) and len(value) > _SHORT) or isinstance(value, (range, *HOLDING)):
            self._spend(letters(value))
        return value

    @jinja2.pass_context
    def _subscript(self, _: object, value: Any) -> Any:
        """Return what a part is asked for by: a message names it where there is none."""
        if not isinstance(value, (str, int)):
            self._spend(letters(value))
            _refuse_unfit(value)
        return value

    @jinja2.pass_context
    def _shown(self, _: object, value: Any) -> Any:
        """Return a value that is to be written, if its text is not too large, and the same in each build."""
        if isinstance(value, str):
            if not value.isascii() and (half := _HALF.search(value)):
                raise Refused(f"half a sign (U+{ord(half.group()):04X}) cannot be written", "write the whole sign")
            return value
        if isinstance(value, HOLDING):
            self._spend(letters(value))
        _refuse_unfit(value)
        return value

    def _measured(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter or a test that is not asked for too much, and counts what it makes."""

        @functools.wraps(made)
        def measured(*args: Any, **kwargs: Any) -> Any:
            of = 1 if hasattr(made, "jinja_pass_arg") else 0
            first, others = args[of], args[of + 1 :]
            if isinstance(first, Iterator):
                first = self._weighed(first)
            self._measure(name, first, (*others, *kwargs.values()))
            return self._made(made(*args[:of], first, *others, **kwargs))

        return measured

    @jinja2.pass_eval_context
    def _joined(self, context: nodes.EvalContext, entries: Any, d: Any = "", attribute: Any = None) -> str:
        """Return entries as one text, or the attribute of each."""
        if attribute is not None:
            entries = map(make_attrgetter(self, attribute), entries)
        entries = [*self._weighed(entries)]
        self._measure("join", entries, [d])
        text: str = self._made(do_join(context, entries, d))
        return text

    def _weighed(self, entries: Iterable[Any]) -> Iterator[Any]:
        """Yield entries that are made one by one, so that each of them counts."""
        for entry in entries:
            self._spend(ENTRY)
            yield entry

    def _measure(self, name: str, first: Any, others: Sequence[Any]) -> None:
        """Count what a filter or a method is given; Refused where it would make too much of that."""
        self._spend(asked_letters(name, first, others))
        # An attribute is named in the message where there is none.
        for one in (first, *others) if name in self._texts else others if name == "attr" else ():
            _refuse_unfit(one)

    def _made(self, value: Any) -> Any:
        """Return what was made, so that it is counted."""
        self._spend(made_letters(value))
        return value

    def _turn(self, number: int) -> None:
        self.turns += number
        if self.turns > _TURNS:
            raise Refused(f"the loops, calls and includes of this page take more than {_TURNS:,} turns")

    def _spend(self, letters: int) -> None:
        self.letters += letters
        if self.letters > LETTERS:
            raise Refused(f"this page makes texts of more than {LETTERS:,} letters")


def _named(name: Any) -> Any:
    """Return the name of a template; Refused for what is none."""
    if not isinstance(name, (str, jinja2.Template, jinja2.Undefined)):
        raise Refused("a template is named by a text", "write its name in quotes, or a list of names")
    return name


def _range(*bounds: int) -> range:
    """Return the numbers that `range` gives; Refused where there are too many."""
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise Refused(f"a range() of more than {MAX_RANGE:,} numbers")
    return numbers


def _unfit(value: Any, seen: set[int]) -> Any:
    """Return what of a value has no text of its own, or one that differs from build to build; None if all of it has."""
    if isinstance(value, jinja2.Undefined):
        str(value)  # says what is undefined
    if isinstance(value, (str, *_WRITTEN)) or hasattr(value, "__html__") or id(value) in seen:
        return None
    if not isinstance(value, HOLDING):
        return value
    seen.add(id(value))
    held = [one for pair in value.items() for one in pair] if isinstance(value, Mapping) else value
    return next((unfit for unfit in (_unfit(one, seen) for one in held) if unfit is not None), None)


def _described(value: Any) -> str:
    if type(value).__module__ == _FROZEN_VALUES:
        return f"a {type(value).__name__.lower()}"
    return "a function" if callable(value) and not isinstance(value, Namespace) else f"a {type(value).__name__}"


def _cure(value: Any) -> str:
    if type(value).__module__ == _FROZEN_VALUES:
        return "name one of its fields; docs/templates.md tells which there are"
    if isinstance(value, Iterator):
        return "add | join, or | list"
    return "call it: write () behind its name" if callable(value) else "name a part of it that is a text or a number"


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, node), name, [], [], None, None, lineno=node.lineno)


def _refuse_unfit(value: Any) -> None:
    """Refused where a value has no text, or one that differs from build to build."""
    if not isinstance(value, str) and (unfit := _unfit(value, set())) is not None:
        raise Refused(f"{_described(unfit)} has no text that could be written", _cure(unfit))
