"""Where this program was installed from, as far as pip has noted it (PEP 610)."""

from __future__ import annotations

import json
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from faimi_site.lazily import pattern

_NAME = "faimi-site"
# What git calls a remote that is reached by SSH: git@host:owner/name.git, or ssh://git@host/owner/name.git
_SSH = pattern(r"(?:ssh://)?git@([A-Za-z0-9.-]+)[:/](.+)")


def requirement() -> str:
    """Return by what pip can install this program elsewhere; empty where that is not known.

    What came from a registry is asked of one again; what came from a folder, of the repository that it was cloned from.
    """
    try:
        installed = metadata.distribution(_NAME)
        noted = installed.read_text("direct_url.json")
        told: dict[str, Any] = dict(json.loads(noted)) if noted else {}
    except (metadata.PackageNotFoundError, OSError, TypeError, ValueError):
        return ""
    if not told:
        return f"{_NAME}=={installed.version}"
    url, vcs = str(told.get("url", "")), told.get("vcs_info")
    if url.startswith("file:"):
        address = _cloned_from(Path(url2pathname(urlsplit(url).path)))
        return f"{_NAME} @ git+{address}" if address else ""
    if vcs:
        return f"{_NAME} @ {vcs.get('vcs')}+{url}@{vcs.get('commit_id')}"
    return f"{_NAME} @ {url}" if url.startswith("https://") else ""


def _cloned_from(folder: Path) -> str:
    """Return the https address of the repository that a folder was cloned from, without a password; or nothing."""
    command = ["git", "-C", str(folder), "remote", "get-url", "origin"]
    try:
        remote = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout.strip()  # noqa: S603  (our own folder)
    except (OSError, subprocess.SubprocessError, ValueError):
        return ""
    if ssh := _SSH.fullmatch(remote):
        return f"https://{ssh[1]}/{ssh[2]}"
    parts = urlsplit(remote)
    return f"https://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.scheme == "https" else ""
