"""Redirect stubs: a page at each old address that leads to the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from faimi_site import paths
from faimi_site.htmlpass import resolve_addresses
from faimi_site.model import Output, Redirect, Site
from faimi_site.problem import Fault, Level, Problem
from faimi_site.produce.pages import site_renderer


def redirects(site: Site) -> Iterator[Output | Problem]:
    """Yield a stub for each old address; a problem for those that lead in a circle."""
    render = site_renderer(site)
    base = site.config.base_path
    yield from _circles({redirect.path: redirect for redirect in site.redirects})
    for redirect in site.redirects:
        made = render("redirect.html", {"site": site.config, "redirect": redirect})
        if isinstance(made, Problem):
            yield made
        else:
            body = resolve_addresses(made, lambda written: f"{base}{written}" if written.startswith("/") else written)
            yield Output(redirect.path, body.encode(), "redirect", redirect.place)


def _circles(by_path: Mapping[str, Redirect]) -> Iterator[Problem]:
    """Yield a problem for each circle of redirects, at the one of them whose path comes first."""
    for start in sorted(by_path):
        way, path = [start], _next(by_path[start])
        while path in by_path and path not in way:
            way.append(path)
            path = _next(by_path[path])
        if path == start == min(way):
            shown = " -> ".join(paths.address(step) for step in [*way, start])
            message = f"the redirects lead in a circle: {shown}"
            hint = "let one of them lead to a page"
            yield Problem("redirect/circle", Level.ERROR, by_path[start].place, message, hint)


def _next(redirect: Redirect) -> str:
    if paths.is_external(redirect.target):
        return ""
    path = paths.output_path(redirect.target.partition("#")[0].partition("?")[0])
    return "" if isinstance(path, Fault) else path
