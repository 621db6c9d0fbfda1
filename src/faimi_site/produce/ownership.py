"""One owner for each path of the output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faimi_site import paths
from faimi_site.model import Output
from faimi_site.problem import Fault, Level, Problem

# Who was there first: an address that an author writes gives way to a file, not the file to the address.
_RANKS = {"file": 0, "page": 1, "redirect": 2}


def contested(outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a problem for each output whose path another claims, also by case or Unicode form, also as a folder."""
    owners: dict[str, Output] = {}
    for output in sorted(outputs, key=lambda one: _RANKS[one.kind]):
        fitting = paths.fitting(output.path)
        if isinstance(fitting, Fault):
            message = f"/{output.path[:60]} cannot be an output: {fitting.message}"
            yield Problem("file/name", Level.ERROR, output.owner, message, fitting.hint)
            continue
        other = owners.setdefault(paths.claim(output.path), output)
        if other is not output:
            message = f"/{other.path} is made from {other.owner.file} already"
            if other.path != output.path:
                message += ", and paths that differ by case or Unicode form alone are one on many machines"
            yield _problem(output, other, message)
    for key, output in owners.items():
        for folder in _folders(key):
            if folder in owners:
                other = owners[folder]
                message = f"/{output.path} needs a folder where {other.owner.file} puts the file /{other.path}"
                yield _problem(output, other, message)


def _problem(output: Output, other: Output, message: str) -> Problem:
    same = output.owner.file == other.owner.file
    hint = "take one of the two out" if same else f"give this one or {other.owner.file} another address"
    return Problem("output/two-owners", Level.ERROR, output.owner, message, hint)


def _folders(key: str) -> Iterator[str]:
    while "/" in key:
        key = key.rpartition("/")[0]
        yield key
