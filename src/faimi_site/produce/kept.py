"""Outputs that are made again only if what they are made of changes, or the output folder holds them no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from faimi_site.memory import Asked, Memory, Result, digest
from faimi_site.model import Kept, Site
from faimi_site.parallel import Crashed, crashed
from faimi_site.problem import Problem
from faimi_site.text import digest_of_text


class Wanted(NamedTuple):
    """An output: its path, the source to name if its process dies, and how its result is had."""

    path: str
    source: str
    asked: Asked


def results(step: str, wanted: Sequence[Wanted], memory: Memory) -> Iterator[Result | Problem]:
    """Yield the result of each output in order: plain data with the `digest` of its bytes, if there are any."""

    def still(at: int, known: Result) -> bool:
        # Where a problem stands may depend on any text of the site.
        return not known.get("problems") and memory.holds(wanted[at].path) == known.get("digest")

    made = memory.recall_all(step, [one.asked for one in wanted], still)
    made.reverse()
    for one in wanted:
        # Off the list, so that no more of them is in memory than must be.
        result = made.pop()
        yield crashed(one.source) if isinstance(result, Crashed) else result


def body(result: Result) -> bytes | Kept:
    """Return the body of the output that a result is of."""
    return result["_body"] if "_body" in result else Kept(result["digest"])


def templates_key(site: Site, memory: Memory) -> str:
    """Return a digest of all templates."""
    digests = (f"{name} {digest_of_text(source, memory)}" for name, source in sorted(site.templates.items()))
    return digest("\n".join(digests).encode("utf-8", "surrogatepass"))
