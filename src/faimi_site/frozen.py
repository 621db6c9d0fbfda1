"""Frozen dataclasses that are made in a sixth of the time.

The standard library compiles a text for each method of each class, which takes a build of one page a sixth of its time.
Here one text is compiled for each class, that of `__init__`, when its first instance is made; the other methods are the
same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Return a class as `dataclass(frozen=True)` makes it."""
    # Where there is none, the standard library writes one, and loads much for it.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    every = fields(made)
    made._names = {one.name: None for one in every}
    made._shown = [one.name for one in every if one.repr]
    compared = [one.name for one in every if one.compare]
    made._compared = attrgetter(*compared) if compared else type
    made.__init__ = _first(made)
    made.__eq__, made.__hash__, made.__repr__ = _eq, _hash, _repr
    made.__setattr__, made.__delattr__ = _set, _delete
    return cls


def changed(value: T, **given: Any) -> T:
    """Return a value of a frozen class with other values in some fields, as `replace` does in three times as long.

    Nothing that it has derived from its fields is carried over; TypeError for what is no field.
    """
    made: Any = object.__new__(type(value))
    own = vars(value)
    if not given.keys() <= made._names.keys():
        raise TypeError(f"{type(value).__qualname__} has not all of the fields {', '.join(given)}")
    vars(made).update({name: own[name] for name in made._names}, **given)
    return cast("T", made)


def _first(made: Any) -> Callable[..., None]:
    """Return an `__init__` that puts a faster one in its place when it is first called."""

    def first(self: Any, *values: Any, **named: Any) -> None:
        known: dict[str, Any] = {"MISSING": MISSING, "put": object.__setattr__}
        exec("\n".join(_init(fields(made), known)), known)  # noqa: S102  (a text of our own classes' fields)
        made.__init__ = known["__init__"]
        made.__init__(self, *values, **named)

    return first


def _init(every: tuple[Field[Any], ...], known: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of an `__init__`, and put the defaults that they name among what is known to them."""
    named = []
    for one in every:
        made = one.default_factory is not MISSING
        known[f"_{one.name}"] = one.default_factory if made else one.default
        default = "MISSING" if made else "" if one.default is MISSING else f"_{one.name}"
        named.append(f"{one.name}={default}" if default else one.name)
    yield f"def __init__({', '.join(['self', *named])}):{'' if every else ' pass'}"
    for one in every:
        value = one.name
        if one.default_factory is not MISSING:
            value = f"_{one.name}() if {one.name} is MISSING else {one.name}"
        yield f"    put(self, {one.name!r}, {value})"


def _eq(self: Any, other: Any) -> Any:
    return self._compared(self) == self._compared(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _repr(self: Any) -> str:
    shown = [f"{name}={getattr(self, name)!r}" for name in self._shown]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _set(_: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign {value!r} to field {name!r}")


def _delete(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
