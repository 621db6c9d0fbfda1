"""Redirect stubs: a page at each old address that leads to the new one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial

from faimi_site import paths
from faimi_site.htmlpass import resolve_addresses
from faimi_site.links import Targets, targets
from faimi_site.memory import Asked, Memory, Result, digest
from faimi_site.model import Config, Output, Redirect, Site
from faimi_site.problem import Fault, Level, Problem, split
from faimi_site.produce.icons import look
from faimi_site.produce.kept import Wanted, body, results, templates_key
from faimi_site.produce.pages import site_renderer
from faimi_site.records import made, plain
from faimi_site.relative import Copy, copy_of, relative_html
from faimi_site.templates import Render


def redirects(site: Site, memory: Memory) -> Iterator[Output | Problem]:
    """Yield a stub for each old address; a problem for those that lead in a circle."""
    to = targets(site)
    found, problems = split(_followed(redirect, to) for redirect in site.redirects)
    yield from problems
    yield from _circles({redirect.path: redirect for redirect in found}, site.config)
    stubs = _Stubs(site)
    copied = sorted(stubs.copy.paths) if site.config.portable else []
    told = [templates_key(site, memory), plain(site.config), plain(look(site)), copied]
    world = digest(json.dumps(told).encode())
    wanted = [
        # What a redirect shows of itself is all that it is.
        Wanted(one.path, one.place.file, Asked((world, repr(one)), partial(stubs.made, one)))
        for one in found
    ]
    for redirect, result in zip(found, results("redirect", wanted, memory), strict=True):
        if isinstance(result, Problem):
            yield result
        elif "problem" in result:
            yield made(Problem, result["problem"])
        else:
            yield Output(redirect.path, body(result), "redirect", redirect.place)


class _Stubs:
    """Makes the stubs of one site; its templates are read when the first is made."""

    def __init__(self, site: Site) -> None:
        self.config, self.site = site.config, site
        self.look = look(site)

    @cached_property
    def render(self) -> Render:
        return site_renderer(self.site)

    @cached_property
    def copy(self) -> Copy:
        return copy_of(self.site)

    def made(self, redirect: Redirect) -> Result:
        """Return a stub as plain data: its bytes, or the problem of its template."""
        stub = self.render("redirect.html", {"site": self.config, "redirect": redirect, **self.look})
        if isinstance(stub, Problem):
            return {"problem": plain(stub)}
        base = self.config.base_path
        html = resolve_addresses(stub, lambda written: f"{base}{written}" if written.startswith("/") else written)
        if self.config.portable:
            html = relative_html(html, redirect.path, self.copy)
        encoded = html.encode()
        return {"digest": digest(encoded), "_body": encoded}


def _followed(redirect: Redirect, to: Targets) -> Redirect | Problem:
    """Return a redirect whose target is an address, where it was written as the source of a page."""
    path, sign, fragment = redirect.target.partition("#")
    if paths.is_external(path) or not path.endswith(".md"):
        return redirect
    if f"content{path}" in to.by_source:
        return replace(redirect, target=f"{to.by_source[f'content{path}']}{sign}{fragment}")
    message = f"'{redirect.target}' leads to no page"
    return Problem("link/no-page", Level.ERROR, redirect.place, message, "write the address of a page")


def _circles(by_path: Mapping[str, Redirect], config: Config) -> Iterator[Problem]:
    """Yield a problem for each circle of redirects, at the one of them whose path comes first."""
    leads = {path: _next(redirect, by_path, config) for path, redirect in by_path.items()}
    for circle in sorted(_closed(leads)):
        shown = " -> ".join(paths.address(step) for step in [*circle, circle[0]])
        message = f"the redirects lead in a circle: {shown}"
        hint = "let one of them lead to a page"
        yield Problem("redirect/circle", Level.ERROR, by_path[circle[0]].place, message, hint)


def _closed(leads: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the paths of each circle from the first on; each path is walked over once."""
    seen: set[str] = set()
    for start in leads:
        way, path = list[str](), start
        while path in leads and path not in seen:
            seen.add(path)
            way.append(path)
            path = leads[path]
        if path in way:
            circle = way[way.index(path) :]
            first = circle.index(min(circle))
            yield circle[first:] + circle[:first]


def _next(redirect: Redirect, by_path: Mapping[str, Redirect], config: Config) -> str:
    """Return the output path that a redirect leads to, as GitHub Pages finds it; empty for another site's."""
    own = f"{config.url}{config.base_path}/"
    target = redirect.target
    if config.url and target.startswith(own):
        target = f"/{target.removeprefix(own)}"
    if paths.is_external(target):
        return ""
    address = target.partition("#")[0].partition("?")[0]
    path = paths.output_path(address)
    if isinstance(path, Fault):
        return ""
    # A folder without a slash leads to the folder, where no file has its name.
    folder = paths.output_path(f"{address}/") if not address.endswith("/") else path
    return folder if isinstance(folder, str) and path not in by_path and folder in by_path else path
