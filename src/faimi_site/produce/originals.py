"""Which originals of pictures are published: all but those that pages show in smaller sizes, and nothing else names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress

from faimi_site import paths
from faimi_site.model import Output, Site, Source
from faimi_site.problem import Fault

_TEXTS = (
    *(".css", ".js", ".mjs", ".json", ".webmanifest", ".svg", ".xml", ".html", ".htm", ".ipynb"),
    *(".txt", ".tex", ".bib", ".csv", ".yaml", ".yml"),
)
_LARGEST = 50_000_000  # bytes of a file that is searched for names; a larger one is taken to hold them all


def without_hidden_originals(site: Site, outputs: Iterable[Output]) -> list[Output]:
    """Return outputs without the originals of pictures that are shown in smaller sizes alone."""
    outputs = list(outputs)
    hidden = {path for output in outputs for path in output.shows}
    if not hidden:
        return outputs
    hidden -= {path for address in _addresses(site, outputs) for path in _paths(address, site)}
    if hidden:
        hidden -= set(_named(hidden, outputs))
    return [output for output in outputs if output.path not in hidden or output.kind != "file"]


def _addresses(site: Site, outputs: Iterable[Output]) -> Iterator[str]:
    """Yield whatever may be an address of a picture in pages, front matter, data and redirects."""
    yield from (one for output in outputs if output.look for one in output.look.mentions)
    for page in site.pages:
        yield from (resource.url for resource in page.data.resources or ())
    yield from (redirect.target for redirect in site.redirects)
    yield site.config.theme.logo.path if site.config.theme.logo else ""


def _paths(address: str, site: Site) -> Iterator[str]:
    """Yield the output paths that an address may lead to, with or without the site's own URL and base path."""
    config = site.config
    local = address.strip().partition("#")[0].partition("?")[0]
    for url in {config.url, config.home} - {""}:
        local = local.removeprefix(url)
    if local.startswith("/"):
        for one in {local, local.removeprefix(config.base_path)}:
            decoded = paths.decode(one)
            if not isinstance(decoded, Fault):
                yield posixpath.normpath(decoded).removeprefix("/")


def _named(hidden: Iterable[str], outputs: Iterable[Output]) -> Iterator[str]:
    """Yield those of some output paths whose file's name stands in a script, or in a text that is published."""
    names = {path: posixpath.basename(path) for path in hidden}
    forms = {path: (name.encode(), paths.address(name).removeprefix("/").encode()) for path, name in names.items()}
    for text in _texts(outputs):
        yield from (path for path, some in forms.items() if text is None or any(form in text for form in some))


def _texts(outputs: Iterable[Output]) -> Iterator[bytes | None]:
    """Yield scripts in pages, and files that can name pictures; None for one that is too large to be searched."""
    for output in outputs:
        if output.look:
            yield from (script.encode("utf-8", "replace") for script in output.look.scripts)
        body = output.body
        if output.kind != "file" or not output.path.lower().endswith(_TEXTS):
            continue
        if isinstance(body, bytes):
            yield body
        elif isinstance(body, Source) and not body.path.startswith("theme/"):
            # What cannot be read is the writer's to tell.
            with suppress(OSError):
                yield body.read() if body.size <= _LARGEST else None
