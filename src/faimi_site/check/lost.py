"""Old addresses at which the new site has nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from faimi_site import paths
from faimi_site.check.served import Served, served, without_fragment
from faimi_site.lazily import pattern
from faimi_site.load.files import why_not_copied
from faimi_site.model import Output, Site
from faimi_site.problem import Fault, Level, Place, Problem

# Pictures that a build made of others: nobody knows their addresses but the pages of that build.
_DERIVED = pattern(r"/images/[^/]+-[0-9a-f]{10}-\d+(?:\.card)?\.\w+")
# What gives pages their look: new pages have their own, and nobody links to it.
_LOOK = (".css", ".js", ".mjs", ".map")


def lost(site: Site, outputs: Iterable[Output], old: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each old address, from `/` on and without base path, that leads to nothing any more."""
    at = served(site, outputs)
    sources = {page.path: page.source for page in site.pages}
    for address in sorted({without_fragment(one) for one in old}):
        there = at.find(address)
        if (there is None or there.how == "dead") and not _DERIVED.fullmatch(address):
            path = there.path if there else ""
            level = Level.NOTE if path.endswith(_LOOK) else Level.ERROR
            message = f"the old address '{address}' would lead to nothing"
            yield Problem("address/lost", level, Place(""), message, _hint(address, path, at, sources))


def _hint(address: str, path: str, at: Served, sources: dict[str, str]) -> str:
    """Return what brings an old address back: a redirect from the page that is likely meant, or the file itself."""
    near = at.guess(path) if path else ""
    decoded = paths.decode(near)
    found = at.find(near) if near and not isinstance(decoded, Fault) else None
    if found and paths.claim(found.path) == paths.claim(path):
        return f"mend the links to it: '{near}' differs from it by case alone, and many machines cannot hold both"
    if path and not path.endswith((".html", ".htm")):
        if refused := why_not_copied(path):
            return f"give it another name, and mend the links to it: {refused}"
        kept = f"keep the file at content/{path}" if not path.startswith(("assets/", "static/")) else f"keep {path}"
        return f"{kept}; is it '{near}' now?" if near else kept
    mapped = paths.output_path(address)
    if isinstance(mapped, Fault):
        return f"mend the links to it: {mapped.message}"
    source = sources.get(found.path, "") if found else ""
    source = source or _above(path, sources)
    if not source:
        return f"add redirect_from: {address} to the page that took its place"
    return f"add redirect_from: {address} to {source}"


def _above(path: str, sources: dict[str, str]) -> str:
    """Return the source of the nearest page above a path, which is not the home page."""
    folder = posixpath.dirname(posixpath.dirname(path) if path.endswith("/index.html") else path)
    while folder:
        for name in (f"{folder}/index.html", f"{folder}.html"):
            if name in sources:
                return sources[name]
        folder = posixpath.dirname(folder)
    return ""
