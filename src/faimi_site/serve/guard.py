"""Who may ask: the preview answers to its own names alone, so that no page of another site can read or steer it.

A page elsewhere can make a browser ask this machine, by a name of its own that it has led here (DNS rebinding) or
through a WebSocket, which no browser keeps within one site. The headers Host and Origin give it away.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from faimi_site.lazily import pattern

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  (where --host asks for it)

_HOST = pattern(r"(?:\[([^\]\s]+)\]|([^\s:/?#@\\,\[\]]+))(?::[0-9]{1,5})?")
_ABSOLUTE = pattern(r"https?://([^/?#]*)(.*)", re.IGNORECASE)


def names(host: str, machine: str) -> frozenset[str]:
    """Return the names that a preview answers to: those of loopback, and `--host`, or this machine's for all of it.

    Nothing is asked of the network: whoever runs it could answer with any name.
    """
    if host_name(host) not in EVERYWHERE:
        return LOOPBACK | {host_name(host)}
    return LOOPBACK | {name for name in (host_name(machine), host_name(f"{machine}.local")) if name}


def absolute(target: str) -> tuple[str, str] | None:
    """Return the host of a request's target and the rest of it; None where the target names no host.

    Proxies send such targets, and what is meant is then their host, whatever the header says (RFC 9112, 3.2.2).
    """
    found = _ABSOLUTE.fullmatch(target)
    if not found:
        return None
    return found[1], found[2] if found[2].startswith("/") else f"/{found[2]}"


def host_name(header: str) -> str:
    """Return the name or address of a Host header without its port, in its one form; empty for what is none."""
    found = _HOST.fullmatch(header)
    name = (found[1] or found[2]).removesuffix(".").lower() if found else header
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name if found and not found[1] else ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def is_allowed(header: str, known: Collection[str], reached: str = "") -> bool:
    """Return whether a Host header names this preview: a known name, or the very address that was reached."""
    name = host_name(header)
    return bool(name) and (name in known or (bool(reached) and name == host_name(reached)))


def is_own(origin: str, header: str) -> bool:
    """Return whether an Origin is that of the preview's own pages, by the Host header of the request."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc != "" and parts.netloc.lower() == header.lower()
