"""Where an address in a text of the old site led: into the site, to another one of its host, or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum, auto
from urllib.parse import unquote, urljoin, urlsplit

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.load.files import MARKDOWN
from faimi_site.scaffold.config import served
from faimi_site.scaffold.own import Own


class Way(Enum):
    """What became of an address: nothing, or it starts at the root now, names a page anew, or leads out of the site."""

    SAME = auto()
    AT_ROOT = auto()
    RENAMED = auto()
    OUTSIDE = auto()


@frozen
class Leads:
    """The place of a text in the old site, from which its addresses lead: where the site was, and its own address.

    `host` is what a full address of that host starts with, if it is known; `renamed` has the new addresses of pages by
    the output paths that they could not keep, `files` all old files.
    """

    own: Own
    host: str = ""
    at: str = "/"
    renamed: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def now(self, written: str) -> tuple[str, Way]:
        """Return an address as it leads to the same place from the new site, and what became of it."""
        local = self.own.local(written)
        if local != written:
            page = self.page(local)
            return (page, Way.RENAMED) if page != local else (local, Way.AT_ROOT)
        rooted = self._on_host(written)
        if rooted is None:
            return written, Way.SAME
        inside = paths.below_base(rooted, self.own.base_path)
        # Without a `baseurl`, Jekyll leads to `/` where the site is meant, whatever path its `url` has.
        if inside is None and self.own.baseurl and not self._names_markdown(rooted):
            return f"{self.host}{rooted}" if self.host else written, Way.OUTSIDE
        page = self.page(inside or rooted)
        return (page, Way.RENAMED) if page != (inside or rooted) else (written, Way.SAME)

    def page(self, address: str) -> str:
        """Return an address from the site's root on, or that of the page which could not keep it."""
        page = next((self.renamed[one] for one in served(address) if one in self.renamed), "")
        return f"{page}{_behind(address)}" if page else address

    def _on_host(self, written: str) -> str | None:
        """Return an address from the root of its host on; None for one that has a host, or names no path."""
        if "{{" in written or "{%" in written:
            return None  # what it says is not known
        try:
            parts = urlsplit(written)
            is_path = bool(parts.path) and not parts.scheme and not parts.netloc
            joined = urlsplit(urljoin(f"http://host{self.own.base_path}{self.at}", written)).path
            return f"{joined}{_behind(written)}" if is_path else None
        except ValueError:
            return None

    def _names_markdown(self, address: str) -> bool:
        """Return whether an address is that of a file which jekyll-relative-links makes the address of a page."""
        name = unquote(address.removesuffix(_behind(address))).lstrip("/")
        return name in self.files and name.rpartition(".")[2].lower() in MARKDOWN


def _behind(written: str) -> str:
    """Return what stands behind the path of an address: its query and its fragment."""
    return written[len(written.partition("#")[0].partition("?")[0]) :]
