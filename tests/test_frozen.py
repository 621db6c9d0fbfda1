"""Frozen classes are what the standard library's frozen dataclasses are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

import pytest

from faimi_site.frozen import changed, frozen


@frozen
class Ours:
    """A class of ours."""

    name: str
    number: int = 1
    noted: list[str] = field(default_factory=list, compare=False)
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True)
class Theirs:
    """The same by the standard library."""

    name: str
    number: int = 1
    noted: list[str] = field(default_factory=list, compare=False)
    hidden: str = field(default="", repr=False)


@frozen
class Deriving:
    """A class with a value that it derives once."""

    name: str

    @cached_property
    def twice(self) -> str:
        """Return the name twice."""
        return 2 * self.name


@frozen
class Empty:
    """A class without fields."""


@pytest.mark.parametrize(
    "shown",
    [
        lambda made: repr(made("a", 2, ["b"], "c")).partition("(")[2],
        lambda made: made("a") == made("a"),
        lambda made: made("a") == made("b"),
        lambda made: made("a", noted=["b"]) == made("a"),
        lambda made: made("a") == "a",
        lambda made: hash(made("a", 2)) == hash(made("a", 2, ["b"])),
        lambda made: len({made("a"), made("a"), made("b")}),
        lambda made: asdict(made("a", hidden="b")),
        lambda made: replace(made("a"), number=3).number,
        lambda made: [one.name for one in fields(made)],
        lambda made: is_dataclass(made),
        lambda made: made("a").noted is made("a").noted,
    ],
)
def test_a_frozen_class_is_what_a_frozen_dataclass_is(shown: Callable[[Any], object]) -> None:
    assert shown(Ours) == shown(Theirs)


def test_a_changed_instance_is_a_new_one_that_differs_in_the_given_fields() -> None:
    one = Ours("a", noted=["b"])
    other = changed(one, number=3)
    assert (other, other.noted, one.number) == (Ours("a", 3), ["b"], 1)


def test_a_changed_instance_derives_anew_what_it_derives() -> None:
    one = Deriving("a")
    assert (one.twice, changed(one, name="b").twice) == ("aa", "bb")


def test_what_is_no_field_cannot_be_changed() -> None:
    one = Deriving("a")
    assert one.twice == "aa"
    with pytest.raises(TypeError):
        changed(one, twice="cc")


@pytest.mark.parametrize("change", [lambda one: setattr(one, "name", "b"), lambda one: delattr(one, "name")])
def test_a_frozen_instance_cannot_be_changed(change: Callable[[Ours], None]) -> None:
    with pytest.raises(FrozenInstanceError):
        change(Ours("a"))


@pytest.mark.parametrize("call", [lambda made: made(), lambda made: made("a", b=1), lambda made: made(*"abcde")])
def test_a_wrong_call_is_refused(call: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError):
        call(Ours)


def test_instances_without_fields_are_equal_in_their_class_alone() -> None:
    other: object = Ours("a")
    assert Empty() == Empty()
    assert Empty() != other
    assert repr(Empty()) == "Empty()"
