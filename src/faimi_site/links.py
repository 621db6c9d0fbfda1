"""Where an author's address leads: to a page by its source, to a file beside it, or to where it says."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.model import Page, Site
from faimi_site.origin import Origins
from faimi_site.problem import Fault, Level, Problem, nearest


@frozen
class Targets:
    """What addresses can name: the address of each source, by its path below the site's folder; not its drafts.

    Where an address leads that starts at the root is kept: it is the same for all pages, and each has those of the
    navigation.
    """

    by_source: Mapping[str, str]
    base_path: str
    drafts: frozenset[str] = frozenset()
    _rooted: dict[str, str | Fault] = field(default_factory=dict, compare=False, repr=False)

    def resolve(self, written: str, page: Page) -> str | Fault:
        """Return the address in a built page for one in its source, with the site's base path before it."""
        if not written or written[0] in "#?" or paths.is_external(written):
            return written
        if not written.startswith("/"):
            return self._resolved(written, page)
        if written not in self._rooted:
            self._rooted[written] = self._resolved(written, page)
        return self._rooted[written]

    def _resolved(self, written: str, page: Page) -> str | Fault:
        path, rest = _parted(written)
        rooted = path.startswith("/")
        decoded = paths.decode(path)
        if isinstance(decoded, Fault):
            return decoded
        source = paths.below("", f"content{decoded}") if rooted else paths.below(page.folder, decoded)
        if source and source in self.by_source:
            return f"{self.base_path}{self.by_source[source]}{rest}"
        if decoded.endswith(".md") and not (rooted and decoded.removeprefix("/") in self.by_source):
            if source in self.drafts:
                return Fault(f"'{written}' leads to a page that is not published", "publish it, or take the link out")
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
    # A notebook is a page and a file: who names the file means it.
    by_source = {page.source: page.url for page in site.pages}
    by_source.update({source.path: paths.address(path) for path, source in site.files})
    drafts = frozenset(path for path in site.texts if path.endswith(".md")) - by_source.keys()
    return Targets(by_source, site.config.base_path, drafts)


def resolver(
    page: Page, to: Targets, of: Origins, problems: list[Problem], written_as: dict[str, list[str]]
) -> Callable[[str], str]:
    """Return a function that resolves an address of a page, and notes as what each resolved one was written.

    One that leads nowhere stays, and its problem is added.
    """
    met: Counter[str] = Counter()

    def resolve(written: str) -> str:
        resolved = to.resolve(written, page)
        if isinstance(resolved, Fault):
            place = of.place(written, page, met[written])
            met[written] += 1
            problems.append(Problem("link/no-page", Level.ERROR, place, resolved.message, resolved.hint))
            return written
        written_as.setdefault(resolved, []).append(written)
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
