"""Which file answers an address, as GitHub Pages has it."""

from __future__ import annotations

from collections.abc import Collection

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.problem import Fault

NOT_FOUND = "404.html"


@frozen
class Found:
    """A published file that is what was asked for."""

    path: str


@frozen
class Moved:
    """An address of the preview itself that stands for the one that was asked for."""

    address: str


def route(path: str, base_path: str, published: Collection[str]) -> Found | Moved | None:
    """Return the file at the path of a request, or where it has moved; None where nothing is.

    `/foo` is the file `foo`, or `foo.html`, or leads to the folder `/foo/`. Only what is published is ever found,
    by its exact name, and of that nothing whose name starts with a dot, but for `.well-known`.
    """
    asked, base = paths.decode(path), paths.decode(base_path)
    if isinstance(asked, Fault) or isinstance(base, Fault):
        return None
    if base and asked in ("/", base):
        return Moved(f"{base_path}/")
    if not asked.startswith(f"{base}/"):
        return None
    wanted = asked.removeprefix(f"{base}/")
    if any(segment.startswith(".") and segment != ".well-known" for segment in wanted.split("/")):
        return None
    if not wanted or wanted.endswith("/"):
        index = f"{wanted}index.html"
        return Found(index) if index in published else None
    for file in (wanted, f"{wanted}.html"):
        if file in published:
            return Found(file)
    index = f"{wanted}/index.html"
    # Written anew from the file's own path: what was asked for could name another host.
    return Moved(f"{base_path}{paths.address(index)}") if index in published else None
