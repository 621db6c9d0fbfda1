"""What a page lets a browser load and run, as a Content-Security-Policy (W3C, CSP Level 3)."""

from __future__ import annotations

from collections.abc import Iterable


def policy(media: Iterable[str]) -> str:
    """Return the policy of a site's pages: all is the site's own, but for frames of the hosts that it names."""
    frames = " ".join(["'self'", *(f"{host} *.{host}" for host in media)])
    return "; ".join(
        [
            "default-src 'self'",
            # A picture within an address asks nobody: authors' HTML and style sheets carry small ones.
            "img-src 'self' data:",
            # Authors' tables and HTML carry styles.
            "style-src 'self' 'unsafe-inline'",
            f"frame-src {frames}",
            "object-src 'none'",
            "base-uri 'self'",
            # A form is sent when its reader means to; what it sends is not to be read on the way.
            "form-action 'self' https: mailto:",
        ]
    )
