"""Addresses of a portable copy: each leads from one file of the site to another, whatever folder it is opened from."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.htmlpass import Resolve, resolve_elements, tag_attributes
from faimi_site.model import Config, Site
from faimi_site.problem import Fault
from faimi_site.references import loads


@frozen
class Copy:
    """The output paths of a site's pages, redirects and files, and the full addresses that lead to them.

    Pictures and calendars that a build makes are not among the paths: whoever names one names its file.
    """

    paths: frozenset[str]
    base_path: str
    urls: tuple[str, ...]

    def relative(self, address: str, of: str) -> str:
        """Return an address as it is written in the file at an output path: folders by their `index.html`.

        What leads to another site, within the file itself, or nowhere, stays.
        """
        if not address or address[0] in "#?":
            return address
        target = self._path(address, of)
        if target is None:
            return address
        rest = address[len(address.partition("#")[0].partition("?")[0]) :]
        return f"{paths.encoded(posixpath.relpath(target, posixpath.dirname(of) or '.'))}{rest}"

    def _path(self, address: str, of: str) -> str | None:
        """Return the output path that an address in a file leads to; None where it is none of this site."""
        local = address.partition("#")[0].partition("?")[0]
        full = paths.is_external(local)
        if full:
            own = next((local[len(url) :] for url in self.urls if local == url or local.startswith(f"{url}/")), None)
            if own is None:
                return None
            local = own or "/"
        elif local.startswith("/"):
            below = paths.below_base(local, self.base_path)
            if below is None:
                return None
            local = below
        else:
            local = posixpath.join(posixpath.dirname(paths.encoded(f"/{of}")), local)
        decoded = paths.decode(local)
        if isinstance(decoded, Fault):
            return None
        path = posixpath.normpath(decoded).lstrip("/")
        path = "" if path == "." else path
        if not path or decoded.endswith(("/", "/.", "/..")):
            path = f"{path}/index.html".lstrip("/")
            return path if not full or path in self.paths else None
        found = next((one for one in (path, f"{path}.html", f"{path}/index.html") if one in self.paths), None)
        # On the same host there may be more than this site.
        return found or (None if full else path)


def relative_html(html: str, of: str, copy: Copy) -> str:
    """Return the HTML of the file at an output path with relative addresses.

    Full addresses that tell others where the page is published stay, as those of canonical links.
    """

    def relative(address: str) -> str:
        return copy.relative(address, of)

    def resolve_of(tag: str, attributes: str) -> Resolve:
        if tag == "base":
            # From wherever it starts, no relative address would lead where it does from the file.
            return lambda _: ""
        if tag == "link" and not loads(tag, "href", tag_attributes(attributes).get("rel", "").lower()):
            return lambda address: address if paths.is_external(address) else relative(address)
        return relative

    return resolve_elements(html, resolve_of)


def copy_of(site: Site) -> Copy:
    """Return what the addresses in a portable copy of a site can lead to."""
    every = [page.path for page in site.pages], [one.path for one in site.redirects], [path for path, _ in site.files]
    named = frozenset(path for some in every for path in some)
    return Copy(named, site.config.base_path, tuple(_urls(site.config)))


def _urls(config: Config) -> Iterator[str]:
    """Yield the full addresses that the site has, the longest first: one may lie below the other."""
    urls = {f"{config.url}{config.base_path}" if config.url else "", f"{config.home}{config.home_path}"}
    yield from sorted((url for url in urls if "://" in url), key=lambda url: (-len(url), url))
