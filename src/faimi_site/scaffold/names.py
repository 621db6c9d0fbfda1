"""Folders of editions by the names that a person gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from faimi_site import paths
from faimi_site.lazily import pattern
from faimi_site.model import Source
from faimi_site.problem import Fault, guess

_NAME = pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)
_OF_WINDOWS = pattern(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_LONGEST, _DEEPEST = 100, 10


def wrong_name(name: str) -> str:
    """Return why a new edition cannot have a name, which may have folders before it; empty where it can."""
    parts = name.split("/")
    if parts[0] == "content" and len(parts) > 1:
        return f"'{name}' would be content/{name}: a name is counted from content/ on; did you mean '{name[8:]}'?"
    reserved = [part for part in parts if _OF_WINDOWS.fullmatch(part)]
    if reserved:
        return f"'{reserved[0]}' is a name that Windows keeps for itself; choose another one"
    if len(parts) > _DEEPEST:
        return f"'{name}' is more than {_DEEPEST} folders deep"
    if all(_is_name(part) for part in parts):
        return ""
    made = "/".join(filter(None, map(paths.slug, parts)))
    fits = ".." not in parts and all(map(_is_name, made.split("/"))) and not wrong_name(made)
    hint = f"; did you mean '{made}'?" if fits else ""
    return f"'{name}' is not a folder's name of small letters, digits and '-', or several with '/' between{hint}"


def _is_name(part: str) -> bool:
    return _NAME.fullmatch(part) is not None and len(part) <= _LONGEST


def old_name(written: str) -> str:
    """Return the folder of an edition, below content/, in one of the forms that it can be written in."""
    return written.replace("\\", "/").strip("/").removesuffix("/index.md").removeprefix("content/")


def not_there(old: str, known: Iterable[str]) -> Fault:
    """Return that there is no edition of that name, with a guess which one is meant, or all that there are."""
    known = sorted(known)
    same = [one for one in known if one.rpartition("/")[2] == old.rpartition("/")[2]]
    if old in ("", "content", "index.md"):
        message = "the home page is no folder of its own to start from"
        return Fault(message, _list(known) or "move its event into a folder below content/ first")
    message = f"there is no content/{old}/index.md"
    hint = f"did you mean '{same[0]}'?" if len(same) == 1 else guess(old, known) if not same else _list(same)
    return Fault(message, hint or _list(known) or "no page has an event yet")


def _list(known: list[str]) -> str:
    return f"there are: {', '.join(known)}" if known else ""


def inside(new: str, old: str) -> Fault | None:
    """Return that a new edition cannot stand inside the old one, whose part it would be; None where it does not."""
    if not paths.claim(new).startswith(f"{paths.claim(old)}/"):
        return None
    beside = "/".join([*old.split("/")[:-1], new.rpartition("/")[2]])
    hint = f"put it beside the old one: '{beside}'" if beside != old else "choose a name beside the old one"
    return Fault(f"content/{new}/ would be inside the old edition, content/{old}/", hint)


def taken(files: Mapping[str, Source], new: str) -> Fault | None:
    """Return what stands in the way of a new edition's address, or of its folders on a disk without case."""
    wanted = f"content/{new}"
    for path in files:
        if paths.claim(path) == paths.claim(f"{wanted}.md"):
            return Fault(f"{path} has that address", "choose another name")
    folders = {folder for path in files for folder in _folders(path)}
    for folder in _folders(f"{wanted}/index.md"):
        other = next((one for one in sorted(folders) if paths.claim(one) == paths.claim(folder) and one != folder), "")
        if other:
            return Fault(f"{other}/ is there, and '{folder}/' differs from it by case alone", "choose another name")
        if paths.claim(folder) in map(paths.claim, files):
            return Fault(f"{folder} is a file, and no folder", "choose another name")
    return None


def _folders(path: str) -> Iterator[str]:
    parts = path.split("/")
    yield from ("/".join(parts[:number]) for number in range(1, len(parts)))
