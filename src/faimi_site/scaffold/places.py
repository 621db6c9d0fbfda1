"""Which file of the new site has each address of the old one: one owner for each, and none is lost unsaid."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import replace

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.load.files import why_not_copied
from faimi_site.problem import Fault
from faimi_site.scaffold.matter import redirects, written_address
from faimi_site.scaffold.oldsite import Old
from faimi_site.scaffold.permalinks import stem_of_path

_NOT_IN_ADDRESSES = pattern(f"[?#:\\\\]|{paths.CONTROLS.pattern}")


@frozen
class Placed:
    """A file of the old site, the output path that it has in the new one, its source there, and its old addresses.

    A page's `natural` path is the one that it would have without a permalink.
    """

    old: Old
    output: str
    source: str
    natural: str = ""
    redirects: tuple[str, ...] = ()


@frozen
class Plan:
    """Where everything goes, why addresses are lost (by output path), and what a person must know of addresses."""

    placed: tuple[Placed, ...]
    lost: dict[str, str]
    told: tuple[str, ...]


class _Claims:
    """Output paths that are taken, without regard to case, by the path of the old file that has them."""

    def __init__(self) -> None:
        self.owners: dict[str, tuple[str, str]] = {}

    def owner(self, path: str) -> tuple[str, str] | None:
        """Return the output path and the old file that stand in the way of a path."""
        return self.owners.get(paths.claim(path))

    def take(self, path: str, file: str) -> None:
        """Note that a file has a path."""
        self.owners[paths.claim(path)] = (path, file)


def places(olds: Iterable[Old]) -> Plan:
    """Return where each file of the old site goes; what Jekyll wrote last at an address keeps it."""
    olds = [old for old in olds if old.output or old.reason]
    claims, lost, told = _Claims(), dict[str, str](), list[str]()
    kept: dict[str, str] = {}
    for old in reversed(olds):
        if not old.output or old.reason:
            continue
        refused, taken = _refused(old), claims.owner(old.output)
        if refused:
            lost[old.output] = refused
        elif not taken:
            claims.take(old.output, old.path)
            kept[old.path] = old.output
        elif taken[0] != old.output:
            lost[old.output] = f"`{taken[1]}` has `/{taken[0]}`, and many machines do not tell the two apart"
        else:
            told.append(f"`{old.path}` and `{taken[1]}` were both at `/{old.output}`, where Jekyll showed the second")
    names = _Claims()
    placed = []
    for old in olds:
        if old.matter is None or (old.makes in ("sass", "other") and not old.entry.raw):
            if old.path in kept:
                placed.append(Placed(old, kept[old.path], file_source(kept[old.path])))
            continue
        source = _page_source(old, names)
        natural = paths.clean_path(source.removeprefix("content/"))
        output = kept.get(old.path) or _free(natural, claims)
        claims.take(output, old.path)
        if old.path not in kept and not old.reason:
            told.append(f"`{old.path}` is at `{paths.address(output)}` now")
        placed.append(Placed(old, output, source, natural))
    return Plan(tuple(_with_redirects(placed, claims, lost, told)), lost, tuple(told))


def _with_redirects(placed: list[Placed], claims: _Claims, lost: dict[str, str], told: list[str]) -> list[Placed]:
    """Return files with the old addresses that lead to them: where two claim one, the later has it, as in Jekyll."""
    made: dict[str, list[str]] = {}
    for one in reversed(placed):
        if one.old.reason or not one.natural:
            continue
        for found in redirects(one.old.given.get("redirect_from")):
            if isinstance(found, Fault):
                told.append(f"`{one.old.path}`: an address of `redirect_from` was dropped: {found.message}")
                continue
            written, path = found
            taken, mapped = claims.owner(path), paths.output_path(written_address(path))
            if path == one.output:
                told.append(f"`{one.old.path}`: `redirect_from: {written}` was dropped: the page itself is there")
            elif taken and taken[0] != path:
                lost[path] = f"`{taken[1]}` has `/{taken[0]}`, and many machines do not tell the two apart"
            elif taken:
                told.append(f"`{one.old.path}`: `redirect_from: {written}` was dropped: `{taken[1]}` has this address")
            elif isinstance(mapped, Fault):
                lost[path] = mapped.message
            else:
                claims.take(path, one.old.path)
                made.setdefault(one.source, []).append(path)
        for path in one.old.also:
            mapped = paths.output_path(written_address(path))
            if isinstance(mapped, Fault):
                lost[path] = mapped.message
            elif not claims.owner(path):
                claims.take(path, one.old.path)
                made.setdefault(one.source, []).append(path)
    return [
        replace(one, redirects=tuple(dict.fromkeys(map(written_address, made.get(one.source, []))))) for one in placed
    ]


def _refused(old: Old) -> str:
    """Return why an address cannot be one of the new site; nothing where it can."""
    is_copied = old.matter is None or old.makes in ("sass", "other")
    mapped = paths.fitting(old.output) if is_copied else paths.output_path(written_address(old.output))
    if isinstance(mapped, Fault):
        return mapped.message
    return why_not_copied(old.output) if is_copied else ""


def file_source(output: str) -> str:
    """Return where the source of a file stands that is copied to an output path."""
    return output if output.startswith(("assets/", "static/")) else f"content/{output}"


def _page_source(old: Old, names: _Claims) -> str:
    """Return the path of a page's source: that of the old one, where nothing else has it."""
    stem = stem_of_path(old.path)
    if old.entry.index:
        stem = posixpath.join(posixpath.dirname(old.path), "index")
    # What no address holds is in no name, so that the page's own address is one that can be written.
    stem = "/".join(_NOT_IN_ADDRESSES.sub("-", name.lstrip("._#~")) or "page" for name in stem.split("/"))
    candidates = (f"content/{stem}{f'-{number}' if number > 1 else ''}.md" for number in range(1, 10_000))
    source = next(one for one in candidates if not names.owner(one))
    names.take(source, old.path)
    return source


def _free(natural: str, claims: _Claims) -> str:
    """Return an output path like the natural one that nothing has."""
    base = natural.removesuffix(".html").removesuffix("/index")
    base = "home" if base == "index" else base
    others = (f"{base}-{number}/index.html" for number in range(2, 10_000))
    return next(path for path in (natural, *others) if not claims.owner(path))
