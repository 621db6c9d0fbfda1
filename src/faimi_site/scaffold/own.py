"""Addresses of the old site itself, however they were written: with its host, with its base path, or from `/` on."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urlsplit

from faimi_site.frozen import frozen


@frozen
class Own:
    """Where the old site was: `url` is scheme and host, `base_path` starts with `/` and does not end with one.

    `above` is the part of the base path that stood in Jekyll's `url` and not in its `baseurl`.
    """

    url: str = ""
    base_path: str = ""
    above: str = ""

    @property
    def root(self) -> str:
        """Return the full address of the site, without a slash at its end."""
        return f"{self.url}{self.base_path}"

    @property
    def site_url(self) -> str:
        """Return what `site.url` is in Jekyll."""
        return f"{self.url}{self.above}"

    @property
    def baseurl(self) -> str:
        """Return what `site.baseurl` is in Jekyll."""
        return self.base_path.removeprefix(self.above)

    @cached_property
    def written(self) -> re.Pattern[str]:
        """Return what matches the part of an address that says of which site it is, and no more."""
        host, base = re.escape(urlsplit(self.url).netloc), re.escape(self.base_path)
        full = rf"(?:https?:)?//(?i:{host}){base}" if host else ""
        forms = "|".join(filter(None, (full, base, re.escape(self.baseurl))))
        # Without any, nothing is the site's own: what never matches.
        return re.compile(rf"(?:{forms or '(?!)'})(?=[/?#]|\Z)")

    def local(self, address: str) -> str:
        """Return an address of the site from `/` on, as its pages are linked here; another one as it is."""
        found = self.written.match(address)
        if not found:
            return address
        rest = address[found.end() :]
        return rest if rest.startswith("/") else f"/{rest}"
