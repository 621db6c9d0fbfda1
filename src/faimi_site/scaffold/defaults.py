"""The values that `defaults:` of `_config.yml` gives to pages by their path (Jekyll's frontmatter_defaults.rb)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from faimi_site.scaffold.settings import Settings

_OLD_TYPES = {"page": "pages", "post": "posts", "draft": "drafts"}


def defaults(path: str, kind: str, settings: Settings) -> dict[str, Any]:
    """Return the values for a path; of two sets that give one, the one counts whose scope is narrower, or later."""
    values: dict[str, Any] = {}
    winners: dict[str, tuple[str, bool]] = {}
    for scope, given in _sets(settings):
        if not _applies(scope, path, kind, settings):
            continue
        mine = _clean(scope.get("path")), "type" in scope
        for key, value in given.items():
            if key not in winners or _precedes(mine, winners[key]):
                values[key], winners[key] = value, mine
    return values


def _sets(settings: Settings) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    given = settings.values.get("defaults")
    for one in given if isinstance(given, list) else []:
        if isinstance(one, Mapping) and isinstance(one.get("values"), Mapping):
            scope = one.get("scope")
            yield (scope if isinstance(scope, Mapping) else {}), one["values"]


def _applies(scope: Mapping[str, Any], path: str, kind: str, settings: Settings) -> bool:
    if "type" in scope and _OLD_TYPES.get(str(scope["type"]), str(scope["type"])) != kind:
        return False
    wanted = scope.get("path")
    if not isinstance(wanted, str) or not wanted:
        return True
    inside = settings.text("collections_dir").strip("/")
    wanted = wanted.removeprefix(f"{inside}/") if inside else wanted
    if "*" not in wanted:
        return path.startswith(wanted)
    # A glob names files and folders, and a folder all that lies in it; `*` stays within a name.
    parts, globs = path.split("/"), wanted.strip("/").split("/")
    return any(_matches(parts[:end], globs) for end in range(1, len(parts) + 1))


def _matches(parts: list[str], globs: list[str]) -> bool:
    if not globs:
        return not parts
    if globs[0] == "**" and len(globs) > 1:
        return _matches(parts, globs[1:]) or (bool(parts) and _matches(parts[1:], globs))
    return bool(parts) and fnmatchcase(parts[0], globs[0]) and _matches(parts[1:], globs[1:])


def _precedes(mine: tuple[str, bool], other: tuple[str, bool]) -> bool:
    if len(mine[0]) != len(other[0]):
        return len(mine[0]) > len(other[0])
    return mine[1] or not other[1]


def _clean(path: object) -> str:
    return path.strip("/") if isinstance(path, str) and path.startswith("/") else path if isinstance(path, str) else ""
