"""What a web server finds at an address of the built site, and what was probably meant where it finds nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Literal, NamedTuple

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.model import Output, Site
from faimi_site.problem import Fault, nearest

How = Literal["exact", "redirect", "extensionless", "no-slash", "dead"]


class Found(NamedTuple):
    """The output that an address leads to and how; where there is none, the path that it should have."""

    path: str
    how: How


@frozen
class Served:
    """The outputs by path; guesses are remembered, since one dead address often stands on many pages.

    A page that is `meant`, and could not be made, is one mistake, and no link to it another.
    """

    outputs: Mapping[str, Output]
    meant: frozenset[str] = frozenset()
    _guesses: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def find(self, address: str) -> Found | None:
        """Return what is at an address from `/` on, without the base path; None for one that cannot be decoded.

        GitHub Pages adds `.html` where no file has the name, and leads to a folder where its slash is left out.
        """
        decoded = paths.decode(without_fragment(address))
        if isinstance(decoded, Fault):
            return None
        path = decoded.removeprefix("/")
        if path.endswith("/") or not path:
            path += "index.html"
        candidates: tuple[tuple[str, How], ...] = (
            (path, "exact"),
            (f"{path}.html", "extensionless"),
            (f"{path}/index.html", "no-slash"),
        )
        for candidate, how in candidates:
            if candidate in self.outputs:
                return Found(candidate, "redirect" if self.is_redirect(candidate) else how)
        return Found(path, "exact" if path in self.meant else "dead")

    def is_redirect(self, path: str) -> bool:
        """Return whether a path is that of a stub that leads elsewhere."""
        return path in self.outputs and self.outputs[path].kind == "redirect"

    def guess(self, path: str) -> str:
        """Return the address that is probably meant by a path where nothing is; empty where none is near."""
        if path not in self._guesses:
            self._guesses[path] = self._guess(path)
        return self._guesses[path]

    def _guess(self, path: str) -> str:
        stem = path.removesuffix("/index.html").removesuffix(".html")
        for variant in (path, f"{stem}.html", f"{stem}/index.html"):
            if paths.claim(variant) in self._by_claim:
                return paths.address(self._by_claim[paths.claim(variant)])
        same = self._by_name.get(_name(path), [])
        if same:
            shown = {paths.address(one): one for one in same}
            return nearest(paths.address(path), shown, cutoff=0)
        near = nearest(paths.address(path), self._addresses, cutoff=0.8)
        # A long folder in common makes no likeness.
        alike = near and nearest(_stem(paths.address(path)), [_stem(near)], cutoff=0.6)
        return near if alike else ""

    @cached_property
    def _by_claim(self) -> dict[str, str]:
        return {paths.claim(path): path for path in sorted(self.outputs, reverse=True)}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for path in sorted(self.outputs):
            named.setdefault(_name(path), []).append(path)
        return named

    @cached_property
    def _addresses(self) -> list[str]:
        return [paths.address(path) for path in self.outputs]


def served(site: Site, outputs: Iterable[Output]) -> Served:
    """Return the outputs as a web server finds them."""
    meant = frozenset(page.path for page in site.pages) | {redirect.path for redirect in site.redirects}
    return Served({output.path: output for output in outputs}, meant)


def without_fragment(address: str) -> str:
    """Return an address without its query and fragment."""
    return address.partition("#")[0].partition("?")[0]


def _name(path: str) -> str:
    """Return what a file or a folder is called, without case: `tasks` for `t/tasks/index.html` and `t/tasks.html`."""
    stem = path.removesuffix("/index.html").removesuffix(".html")
    return paths.claim(posixpath.basename(stem))


def _stem(address: str) -> str:
    """Return the last name in an address, without what follows its first dot."""
    return posixpath.basename(address.rstrip("/")).partition(".")[0]
