"""Where an author's address leads: to a page by its source, to a file beside it, or to where it says."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from faimi_site import paths
from faimi_site.model import Page, Site
from faimi_site.problem import Fault, Level, Place, Problem, nearest
from faimi_site.text import Text


@dataclass(frozen=True)
class Targets:
    """What addresses can name: the address of each source, by its path below the site's folder."""

    by_source: dict[str, str]
    base_path: str

    def resolve(self, written: str, page: Page) -> str | Fault:
        """Return the address in a built page for one in its source, with the site's base path before it."""
        if not written or written[0] in "#?" or paths.is_external(written):
            return written
        path, rest = _parted(written)
        rooted = path.startswith("/")
        decoded = paths.decode(path)
        if isinstance(decoded, Fault):
            return decoded
        source = paths.below("", f"content{decoded}") if rooted else paths.below(page.folder, decoded)
        if source in self.by_source:
            return f"{self.base_path}{self.by_source[source]}{rest}"
        if decoded.endswith(".md") and not (rooted and decoded.removeprefix("/") in self.by_source):
            return Fault(f"'{written}' leads to no page", self._hint(source or decoded))
        # As a browser would read it at the page's own address: "../x" means so on every other site.
        address = path if rooted else posixpath.join(posixpath.dirname(page.url), path)
        return f"{self.base_path}{_normal(address)}{rest}"

    def _hint(self, source: str) -> str:
        """Return a hint that names the page with this name in another folder, or with nearly this path."""
        pages = sorted(name.removeprefix("content/") for name in self.by_source if name.endswith(".md"))
        wanted = source.removeprefix("content/")
        name = posixpath.basename(wanted).lower()
        same = [page for page in pages if posixpath.basename(page).lower() == name != "index.md"]
        near = nearest(
            wanted.removesuffix(".md"), [page.removesuffix(".md") for page in same or pages], 0 if same else 0.7
        )
        return f"did you mean '/{near}.md'?" if near else ""


def targets(site: Site) -> Targets:
    """Return what the addresses of a site's pages can name."""
    by_source = {source.path: paths.address(path) for path, source in site.files}
    by_source.update({page.source: page.url for page in site.pages})
    return Targets(by_source, site.config.base_path)


def resolver(page: Page, to: Targets, problems: list[Problem]) -> Callable[[str], str]:
    """Return a function that resolves an address of a page; one that leads nowhere stays, and its problem is added."""
    text = Text(page.source, page.text)

    def resolve(written: str) -> str:
        resolved = to.resolve(written, page)
        if isinstance(resolved, Fault):
            at = page.text.find(written)
            place = text.place(at, len(written)) if at >= 0 else Place(page.source)
            problems.append(Problem("link/no-page", Level.ERROR, place, resolved.message, resolved.hint))
            return written
        return resolved

    return resolve


def _parted(written: str) -> tuple[str, str]:
    """Return the path of an address, and its query and fragment."""
    cut = min((at for at in (written.find("?"), written.find("#")) if at >= 0), default=len(written))
    return written[:cut], written[cut:]


def _normal(address: str) -> str:
    """Return an address without `.` and `..`; what would climb above the root stays at it, as in a browser."""
    normal = posixpath.normpath(address)
    slash = "/" if address.endswith(("/", "/.", "/..")) and normal != "/" else ""
    return "/" + normal.lstrip("/") + slash
