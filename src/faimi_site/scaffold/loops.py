"""Pages of the old site that lead to themselves, or in a circle: each circle is cut, and the address stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from faimi_site import paths
from faimi_site.problem import Fault
from faimi_site.scaffold.config import served
from faimi_site.scaffold.matter import target
from faimi_site.scaffold.oldsite import Old
from faimi_site.scaffold.own import Own
from faimi_site.scaffold.places import Placed

_KEY = "redirect_to"


def without_loops(placed: Sequence[Placed], own: Own, config: str) -> tuple[tuple[Placed, ...], list[str]]:
    """Return files of which no page leads in a circle any more, and in words which ones show their texts for that.

    `config` is the name of the old site's configuration.
    """
    told = []
    while way := _circle(placed, own):
        # Who has written a text wants it read: Jekyll only threw it away.
        cut = next((one for one in way if one.old.matter and one.old.matter.body.strip()), way[0])
        told.append(_told(cut, way, own, config))
        placed = [replace(one, old=_without(one.old)) if one is cut else one for one in placed]
    return tuple(placed), told


def _circle(placed: Iterable[Placed], own: Own) -> list[Placed]:
    """Return the pages of the first circle, in the order in which they lead to one another; none where there is none.

    An old address leads to its page, so that a page may lead back to itself by one of those.
    """
    shown = [one for one in placed if not one.old.reason]
    at = {one.output: one for one in shown}
    for one in shown:
        for path in map(paths.output_path, one.redirects):
            if isinstance(path, str):
                at.setdefault(path, one)
    for start in shown:
        way = [start]
        while (there := _next(way[-1], at, own)) and there not in way:
            way.append(there)
        if there is start:
            return way
    return []


def _next(one: Placed, at: Mapping[str, Placed], own: Own) -> Placed | None:
    """Return the page that a page leads to; None for one with a text, and for one that leads elsewhere."""
    leads = target(one.old.given.get(_KEY), own)
    if isinstance(leads, Fault) or paths.is_external(leads):
        return None
    return next((at[path] for path in served(leads) if path in at), None)


def _without(old: Old) -> Old:
    values = {key: value for key, value in old.given.items() if key != _KEY}
    matter = old.matter and replace(old.matter, values={k: v for k, v in old.matter.values.items() if k != _KEY})
    return replace(old, values=values, matter=matter)


def _told(cut: Placed, way: Sequence[Placed], own: Own, config: str) -> str:
    matter = cut.old.matter
    lines = matter.written.splitlines() if matter else []
    # The line of dashes above is the first one.
    number = next((at for at, line in enumerate(lines, 2) if line.startswith(_KEY)), 0)
    place = f"{cut.old.path}:{number}" if number else config
    leads = target(cut.old.given.get(_KEY), own)
    steps = " -> ".join(paths.address(one.output) for one in (*way, way[0]))
    why = "leads to the page itself" if len(way) == 1 else f"leads in a circle ({steps})"
    shows = "shows its text now" if matter and matter.body.strip() else "is there without a text now"
    return f"`{place}`: `{_KEY}: {leads}` was dropped: it {why}; `{paths.address(cut.output)}` {shows}"
