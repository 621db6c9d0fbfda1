"""What is kept and nobody uses: files that nothing refers to, templates that nothing renders."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from faimi_site import paths
from faimi_site.check.links import css_places, css_target
from faimi_site.check.served import Served, served
from faimi_site.lazily import pattern
from faimi_site.model import SECTIONS, Output, Site
from faimi_site.problem import Place, Problem
from faimi_site.rules import found
from faimi_site.templates import reached_templates
from faimi_site.text import Text, read_text

# What browsers, search engines, hosts and readers of a repository ask for by name.
_ASKED_FOR = pattern(
    r"""(?:^|/)\.well-known/ | ^[^/]+\.txt$ | (?:^|/)(?:licen[cs]e|copying|notice|readme|changelog|authors)\b[^/]*$
      | ^(?:CNAME | \.nojekyll | favicon\.ico | favicon\.svg | apple-touch-icon[^/]*\.png | BingSiteAuth\.xml
      | google[0-9a-f]+\.html | yandex_[0-9a-f]+\.html | sitemap[^/]*\.xml | robots\.txt
      | manifest\.(?:json|webmanifest) | site\.webmanifest | browserconfig\.xml
      | crossdomain\.xml | CITATION\.cff | 404\.html)$""",
    re.VERBOSE | re.IGNORECASE,
)
_READ = (".js", ".mjs", ".json", ".webmanifest", ".svg", ".xml", ".html", ".ipynb")
_LARGEST = 2_000_000  # bytes of a file that is searched for the names of others
_WORD = pattern(r"[^\s\"'`()<>\[\]{}|,;=:?#\\]+")
_NAME = pattern(r"(?:.*/)?[^/]{1,255}\.\w+", re.DOTALL)
_LAYOUT = pattern(r"^layout:\s*[\"']?([\w./-]+)", re.MULTILINE)


def files_are_used(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a note for each file of the site that no page, style sheet, data file or redirect refers to."""
    at = served(site, outputs)
    own = [(path, source) for path, source in site.files if not source.path.startswith("theme/")]
    used = _referred_to(site, at) if own else set()
    left = [(path, source) for path, source in own if path not in used and not _ASKED_FOR.search(path)]
    # Names in texts that no pass over HTML sees: data, drafts, front matter, templates, scripts, other formats.
    named = _names(site) if left else {}
    for path, source in left:
        if not any(_means(name, path, source.path) for name in named.get(posixpath.basename(path), ())):
            message = "no page, style sheet or data file uses this file"
            yield found("file/not-used", Place(source.path), message, "link to it, or remove it")


def templates_are_used(site: Site) -> Iterator[Problem]:
    """Yield a note for each template of the site that no page has as its layout, and no other template uses."""
    own = [name for name, source in site.templates.items() if source.path.startswith("templates/")]
    if not own:
        return
    published = {page.source for page in site.pages}
    hidden = [text for path, text in site.texts.items() if path.endswith(".md") and path not in published]
    layouts = {page.layout for page in site.pages} | {name for text in hidden for name in _LAYOUT.findall(text)}
    sections = {f"sections/{name}.html" for name in SECTIONS}
    reached = reached_templates(site.templates, {f"{layout}.html" for layout in layouts} | sections | {"redirect.html"})
    for name in own:
        if reached is not None and name not in reached:
            message = "no page and no other template uses this template"
            hint = f"write layout: {name.removesuffix('.html')} in a page, include it, or remove it"
            yield found("template/not-used", Place(site.templates[name].path), message, hint)


def _referred_to(site: Site, at: Served) -> set[str]:
    """Return the output paths that pages, redirects, style sheets and data lead to."""
    looks = (output.look for output in at.outputs.values() if output.look)
    addresses = {reference.address for look in looks for reference in look.references}
    local = {paths.below_base(address, site.config.base_path) for address in addresses if address.startswith("/")}
    local |= {address for address in _data_addresses(site) if address.startswith("/")}
    local |= {redirect.target for redirect in site.redirects}
    used = {there.path for address in local if address and (there := at.find(address))}
    for output in at.outputs.values():
        used |= output.shows
    for path, source in site.files:
        text = read_text(source) if path.endswith(".css") else None
        for address, _ in css_places(text) if isinstance(text, Text) else ():
            there = at.find(css_target(address, path, source.path, site.config) or address)
            used |= {there.path} if there else set()
    return used


def _data_addresses(site: Site) -> Iterator[str]:
    """Yield the addresses that data and front matter name, also those that no page shows."""
    yield site.config.theme.logo.path if site.config.theme.logo else ""
    yield from (person.photo for person in site.people.values())
    for page in site.pages:
        yield page.image.path if page.image else ""
        yield from (person.photo for person in page.data.people)
        yield from (resource.url for resource in page.data.resources or ())


def _names(site: Site) -> dict[str, set[str]]:
    """Return the files that are named in texts beside the pages' own, by their last parts, as far as it is written.

    What a text in `content/` names relative to itself is named in full.
    """
    bodies = {page.source: page.body for page in site.pages}
    texts = [(path, text[: bodies.get(path, len(text))]) for path, text in site.texts.items()]
    # The theme's templates as well: a file that lies over one of the theme's is used where that would be.
    sources = list({source.path: source for source in site.templates.values()}.values())
    sources += [file for path, file in site.files if path.endswith(_READ) and not file.path.startswith("theme/")]
    read = (read_text(source) for source in sources if source.size <= _LARGEST)
    texts += [("", text.text) for text in read if isinstance(text, Text)]
    known = {source.path for _, source in site.files}
    made: dict[str, set[str]] = {}
    for path, text in texts:
        for word in set(_WORD.findall(text)):
            if not (found := _NAME.match(unquote(word))):
                continue
            name = found.group()
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if path else ""
            name = beside if beside in known else name.lstrip("./")
            made.setdefault(posixpath.basename(name), set()).add(name)
    return made


def _means(name: str, *called: str) -> bool:
    """Return whether a name, which can lack folders in front or have a host there, is one of those of a file."""
    return any(f"/{one}".endswith(f"/{name}") or f"/{name}".endswith(f"/{one}") for one in called)
