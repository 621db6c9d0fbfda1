"""Values of the model as plain JSON data, and back: what memory keeps of them between builds."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from markupsafe import Markup

T = TypeVar("T")
Decode = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """Return a value as JSON data: a dataclass as the fields that differ from their defaults, an instant as a list."""
    kind = type(value)
    if kind in (str, int, bool, float) or value is None:
        return value
    if kind is tuple or kind is list:
        return [plain(inner) for inner in value]
    if is_dataclass(value):
        return {
            name: plain(given)
            for name, default in _defaults(cast(Any, kind))
            if (given := getattr(value, name)) is not default and given != default
        }
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return [value.replace(tzinfo=None).isoformat(), value.fold, _zone(value.tzinfo)]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(plain, value))
    return [plain(inner) for inner in value]


def made(kind: type[T], data: Any) -> T:
    """Return the value of a type that this data was made of."""
    decode = _decoder(cast(Any, kind))
    value: T = decode(data) if decode else data
    return value


@cache
def _defaults(kind: Any) -> list[tuple[str, Any]]:
    return [
        (one.name, one.default_factory() if one.default_factory is not MISSING else one.default)
        for one in fields(kind)
        if one.init
    ]


@cache
def _decoder(kind: Any) -> Decode | None:
    """Return the function that makes a value of a type, or None where the data is the value."""
    if is_dataclass(kind):
        return _of_dataclass(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _of_union([one for one in arguments if one is not type(None)])
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return _of_sequence(
            kind._make,  # type: ignore[attr-defined]
            tuple(hints[name] for name in kind._fields),
        )
    if origin is tuple:
        return _of_sequence(tuple, arguments)
    if origin is list:
        return _of_sequence(list, (*arguments, Ellipsis))
    if origin is frozenset:
        return frozenset
    if kind in (date, datetime):
        return _moment
    if kind is Markup:
        return Markup
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return None


def _of_dataclass(kind: Any) -> Decode:
    decoders: dict[str, Decode] = {}
    hints = get_type_hints(kind)
    for one in fields(kind):
        decode = _decoder(hints[one.name]) if one.init else None
        if decode:
            decoders[one.name] = decode

    def value(data: dict[str, Any]) -> Any:
        if decoders.keys().isdisjoint(data):
            return kind(**data)
        return kind(**{name: decoders[name](given) if name in decoders else given for name, given in data.items()})

    return value


def _of_union(arguments: list[Any]) -> Decode | None:
    decode = next(filter(None, map(_decoder, arguments)), None)
    return (lambda data: None if data is None else decode(data)) if decode else None


def _of_sequence(origin: Callable[[Any], Any], arguments: tuple[Any, ...]) -> Decode:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        decode = _decoder(arguments[0])
        return (lambda data: origin(map(decode, data))) if decode else origin
    each = [_decoder(one) for one in arguments]
    if not any(each):
        return origin
    return lambda data: origin(decode(inner) if decode else inner for decode, inner in zip(each, data, strict=True))


def _zone(zone: tzinfo | None) -> Any:
    """Return a time zone by its name, or by its offset in seconds and what it is called."""
    if zone is None or isinstance(zone, ZoneInfo):
        return zone and zone.key
    offset = zone.utcoffset(None) or timedelta()
    return [offset.total_seconds(), zone.tzname(None)]


def _moment(data: Any) -> date | datetime:
    if isinstance(data, str):
        return date.fromisoformat(data)
    written, fold, zone = data
    there = ZoneInfo(zone) if isinstance(zone, str) else zone and timezone(timedelta(seconds=zone[0]), zone[1])
    return datetime.fromisoformat(written).replace(fold=fold, tzinfo=there)
