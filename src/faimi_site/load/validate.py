"""From a YAML tree to a record of the schema, and every field's mistake at its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from faimi_site.load.fields import REF, Given
from faimi_site.load.schema import Record
from faimi_site.model import Source
from faimi_site.problem import Level, Problem, counted, guess, nearest
from faimi_site.text import read_text
from faimi_site.yamltree import Mapping, Node, Scalar, Tree, entries, parse

R = TypeVar("R")

Step = str | int
_PASSES = 4
_TOLD = 20  # unknown fields of a mapping; who has more of them has another format in mind

_A_LIST = "a list is expected here", "start each entry with '- '"
_A_MAPPING = "a mapping of keys and values is expected here", "write each as key: value, on a line of its own"
_EXPECTED = {
    "list_type": _A_LIST,
    "model_type": _A_MAPPING,
    "model_attributes_type": _A_MAPPING,
    "dict_type": _A_MAPPING,
}


def read_tree(source: Source) -> Tree | list[Problem]:
    """Return the YAML tree of a file, or what is wrong with it."""
    text = read_text(source)
    return [text] if isinstance(text, Problem) else parse(text)


def validated(kind: type[R], tree: Tree) -> Iterator[R | Problem]:
    """Yield the problem of each bad field, then the value made without them; none where all is of a wrong kind.

    A bad field is left out, and an item that lacks a field it needs goes as a whole, so that one mistake does
    not hide the others.
    """
    adapter: TypeAdapter[R] = _adapter(cast(Hashable, kind))
    given = _given(tree.root)
    for passed in range(_PASSES):
        try:
            yield adapter.validate_python(Given() if given is None else given)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            if not passed:
                # What is missing after that went with a bad value, and has been reported with it.
                yield from _problems(kind, tree, details)
            # From behind, so that the indexes of a list still hold.
            for place in sorted({_spot(detail) for detail in details}, key=_rank, reverse=True):
                if not place:
                    return
                _leave_out(given, place)
        else:
            return


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _given(node: Node) -> Any:
    """Return a tree as plain lists and mappings with its scalars as leaves; what is null is absent."""
    if isinstance(node, Mapping):
        return Given(node, {key: _given(value) for key, value in entries(node)})
    if isinstance(node, Scalar):
        return None if node.null else node
    # A null in a list is nobody's default: it stays, for its field to refuse.
    return [item if isinstance(item, Scalar) else _given(item) for item in node.items]


def _spot(detail: ErrorDetails) -> tuple[Step, ...]:
    """Return what must go for a mistake to be gone: the bad field, or the mapping that lacks one."""
    return detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]


def _problems(kind: Any, tree: Tree, details: Sequence[ErrorDetails]) -> Iterator[Problem]:
    """Yield the problem of each mistake; of many unknown fields in one mapping the first ones, and one for the rest.

    A field that is missing because its name is misspelt is one mistake and not two.
    """
    unknown: dict[tuple[Step, ...], list[Step]] = {}
    for detail in details:
        if detail["type"] == "extra_forbidden":
            unknown.setdefault(detail["loc"][:-1], []).append(detail["loc"][-1])
    told = {way: keys[:_TOLD] for way, keys in unknown.items()}
    meant = {way: {nearest(str(key), _record(kind, way).fields()) for key in keys} for way, keys in told.items()}
    for detail in details:
        *around, name = detail["loc"] or ("",)
        way = tuple(around)
        if detail["type"] == "missing" and name in meant.get(way, ()):
            continue
        if detail["type"] != "extra_forbidden" or name in told[way]:
            yield _problem(kind, tree, detail)
    for way, keys in unknown.items():
        if keys[_TOLD:]:
            record = _record(kind, way)
            message = f"{record.noun} has {counted(len(keys) - _TOLD, 'more field')} that it cannot have"
            yield Problem("field/unknown", Level.ERROR, tree.key_place(*way, keys[_TOLD]), message, _listed(record))


def _rank(place: Sequence[Step]) -> list[tuple[str, int]]:
    return [("", step) if isinstance(step, int) else (step, 0) for step in place]


def _leave_out(given: Any, place: Sequence[Step]) -> None:
    """Take the value at a place out of lists and mappings, or the deepest one on the way to it."""
    *way, last = place
    for step in way:
        below = given.get(step) if isinstance(given, dict) else given[step] if isinstance(step, int) else None
        if not isinstance(below, list | dict):
            last = step
            break
        given = below
    if isinstance(given, dict):
        given.pop(last, None)
    elif isinstance(last, int):
        del given[last]


def _problem(kind: Any, tree: Tree, detail: ErrorDetails) -> Problem:
    where, error = detail["loc"], detail["type"]
    record = _record(kind, where[:-1])
    if error == "missing":
        message = f"{record.noun} needs '{where[-1]}'"
        hint = f"write {where[-1]}: and its value"
        return Problem("field/missing", Level.ERROR, tree.place(*where[:-1]), message, hint)
    if error == "extra_forbidden":
        name = str(where[-1])
        hint = guess(name, record.fields()) or _listed(record)
        return Problem(
            "field/unknown", Level.ERROR, tree.key_place(*where), f"{record.noun} has no field '{name}'", hint
        )
    context = detail.get("ctx") or {}
    expected, cure = _EXPECTED.get(error, (detail["msg"], ""))
    message = str(context.get("message") or expected)
    if context:
        # What stands alone in place of a mapping has the name of that.
        alone = len(where) > 1 and where[-1] != REF and isinstance(tree.node(*where[:-1]), Scalar)
        field = next((step for step in reversed(where[:-1] if alone else where) if isinstance(step, str)), "")
        message = f"{field}: {message}" if field and field != REF else message
    hint = str(context.get("hint", cure))
    if error.startswith("model"):
        shape = _record(kind, where)
        hint = f"{shape.noun} can have: {', '.join(sorted(shape.fields()))}"
        node = tree.node(*where)
        message = "an entry of the list is empty" if isinstance(node, Scalar) and node.null else message
    return Problem("field/value", Level.ERROR, tree.place(*where), message, hint)


def _listed(record: type[Record]) -> str:
    return f"it can have: {', '.join(sorted(record.fields()))}"


def _record(kind: Any, way: Sequence[Step]) -> type[Record]:
    """Return the schema's record at the end of a way of keys and indexes."""
    found = _inner(kind)
    for step in way:
        if isinstance(step, str) and found is not None and step in found.model_fields:
            found = _inner(found.model_fields[step].annotation) or found
    return found or Record


def _inner(annotation: Any) -> type[Record] | None:
    """Return the record within an annotation such as `list[SessionRecord] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for argument in get_args(annotation) if (found := _inner(argument))), None)
