"""One owner for each path of the output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faimi_site import paths
from faimi_site.model import Output
from faimi_site.problem import Level, Problem


def contested(outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a problem for each output whose path another claims, also by case or Unicode form, also as a folder."""
    owners: dict[str, Output] = {}
    for output in outputs:
        other = owners.setdefault(paths.claim(output.path), output)
        if other is not output:
            yield _problem(output, other, f"/{other.path} is made from {other.owner.file} already")
    for key, output in owners.items():
        for folder in _folders(key):
            if folder in owners:
                other = owners[folder]
                message = f"/{output.path} needs a folder where {other.owner.file} puts the file /{other.path}"
                yield _problem(output, other, message)


def _problem(output: Output, other: Output, message: str) -> Problem:
    hint = f"give this one or {other.owner.file} another address"
    return Problem("output/two-owners", Level.ERROR, output.owner, message, hint)


def _folders(key: str) -> Iterator[str]:
    while "/" in key:
        key = key.rpartition("/")[0]
        yield key
