"""Full addresses, for what no pass over HTML sees."""

from __future__ import annotations

from faimi_site import paths
from faimi_site.model import Config


def absolute_url(address: str, config: Config) -> str:
    """Return an address with the site's scheme, host and base path; without a `url` in site.yaml from `/` on."""
    return address if paths.is_external(address) else f"{config.url}{config.base_path}{address}"
