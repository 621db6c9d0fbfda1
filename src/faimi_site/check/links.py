"""Every address of the site leads somewhere: files, pages, places in them, redirects, hosts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from faimi_site import paths
from faimi_site.check.malformed import lacks_scheme, malformed, runs
from faimi_site.check.served import Found, Served, served, without_fragment
from faimi_site.filelinks import is_carried, with_addresses
from faimi_site.htmlpass import css_stretches
from faimi_site.links import Targets, targets
from faimi_site.model import Address, Config, Output, Page, Site
from faimi_site.origin import origins, places
from faimi_site.problem import Place, Problem, nearest
from faimi_site.rules import found
from faimi_site.text import Text, read_text

_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".heic")
_SHOWN = 60  # letters of code in a message
_RELATIVE = "write it relative to its file: what is in assets/ is published as it is"


class Verdict(NamedTuple):
    """What is wrong with an address, without its place."""

    rule: str
    message: str
    hint: str = ""


def addresses_lead_somewhere(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a problem for each address in a page that leads nowhere, or only by a detour; once for each place."""
    outputs = list(outputs)
    pages = {page.path: page for page in site.pages}
    judge, of = _Judge(site, served(site, outputs)), origins(site)
    unplaced: set[Verdict] = set()
    for output in outputs:
        if not output.look or output.path not in pages:
            continue
        for address in output.look.references:
            verdict = _verdict(address, pages[output.path], judge)
            if not verdict or address.form is None:
                continue
            place = of.place(address.form, pages[output.path], address.form_nth)
            # What stands nowhere comes from the theme, or a template's code, and would be said for every page.
            if place.line or not (verdict in unplaced or _is_home(address, site)):
                yield found(verdict.rule, place, verdict.message, verdict.hint)
            if not place.line:
                unplaced.add(verdict)


def style_sheets_lead_somewhere(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a problem for each address in a style sheet of the site that leads to no file."""
    outputs = list(outputs)
    judge = _Judge(site, served(site, outputs))
    for path, text in style_sheets(site):
        for address, place in css_places(text):
            if malformed(address) or not address or address[0] in "#?" or paths.is_external(address):
                continue
            local = css_target(address, path, text.file, site.config)
            verdict = judge.lead(address, local, is_image=False) if local else _outside(address)
            if verdict and verdict.rule in ("link/dead", "link/base-path"):
                yield found(verdict.rule, place, verdict.message, verdict.hint)


def files_leave_the_base_path_out(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a problem for each address in an HTML file, a drawing or a manifest that has the base path already."""
    judge = _Judge(site, served(site, outputs))
    own = [(path, source) for path, source in site.files if judge.bases and is_carried(path, source)]
    for path, source in own:
        text = None if path.endswith(".css") or source.path.startswith("theme/") else read_text(source)
        if isinstance(text, Text):
            for address in _named(path, text.text):
                if verdict := judge.doubled(address):
                    for place in places(address, text) or [Place(source.path)]:
                        yield found("link/base-path", place, verdict.message, verdict.hint)


def _named(path: str, text: str) -> list[str]:
    """Return the addresses in a file, each once."""
    named: dict[str, str] = {}
    with_addresses(path, text, lambda address: named.setdefault(address, address))
    return list(named)


def redirects_lead_somewhere(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a problem for each redirect to an address of the site where nothing is; other hosts are not asked."""
    judge = _Judge(site, served(site, outputs))
    # The old addresses of a page that leads elsewhere lead there too: its own redirect comes last.
    judged = {(redirect.place.file, redirect.target): redirect for redirect in site.redirects}
    for redirect in judged.values():
        target = redirect.target
        if paths.is_external(target) or target.partition("#")[0].endswith(".md"):
            continue
        verdict = judge.lead(target, target, is_image=False)
        if verdict and verdict.rule == "link/dead":
            yield found("redirect/dead", redirect.place, verdict.message, verdict.hint)
        elif verdict:
            yield found(verdict.rule, redirect.place, verdict.message, verdict.hint)


def canonical_addresses_name_pages(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a warning for each `canonical_url` that is the site's own, and no page's."""
    at = served(site, outputs)
    own = tuple(f"{url}{site.config.base_path}" for url in {site.config.url, site.config.home} if url)
    for page in site.pages:
        written = page.canonical_url
        local = next((written.removeprefix(url) for url in own if written.startswith(f"{url}/")), written)
        if not local.startswith("/") or local.startswith("//"):
            continue
        there = at.find(local)
        if there and (there.path not in at.meant or at.is_redirect(there.path)):
            front = Text(page.source, page.text[: page.body])
            # Behind escapes of YAML it is not written as it reads.
            key = front.place(max(front.text.find("canonical_url"), 0), len("canonical_url"))
            place = next(iter(places(written, front)), key)
            near = at.guess(there.path) if there.how == "dead" else ""
            hint = f"did you mean '{near}'?" if near else "write the address of a page"
            yield found("page/dead-canonical", place, f"canonical_url: '{written}' is the address of no page", hint)


def style_sheets(site: Site) -> Iterator[tuple[str, Text]]:
    """Yield the style sheets that the site brings itself, not the theme's, with their output paths."""
    for path, source in site.files:
        if path.endswith(".css") and not source.path.startswith("theme/"):
            text = read_text(source)
            if isinstance(text, Text):
                yield path, text


def css_target(address: str, path: str, file: str, config: Config) -> str | None:
    """Return where an address in a style sheet leads, without the base path; None where it leads out of the site."""
    if not address.startswith("/"):
        joined = posixpath.join(config.base_path + paths.address(path), "..", address)
        return paths.below_base(posixpath.normpath(joined), config.base_path)
    if not file.startswith("assets/"):
        return address
    # What is published as it is gets no base path; in a portable copy it would lead to the root of the disk.
    return None if config.portable else paths.below_base(address, config.base_path)


def css_places(text: Text) -> Iterator[tuple[str, Place]]:
    """Yield each address in a style sheet with its place."""
    for start, end in css_stretches(text.text):
        yield text.text[start:end], text.place(start, end - start)


class _Judge:
    """Says what is wrong with an address; what is asked for on many pages is judged once."""

    def __init__(self, site: Site, at: Served) -> None:
        self.served, self.base = at, site.config.base_path
        # The longest first: a preview may lie below the site itself.
        self.bases = sorted({site.config.base_path, site.config.home_path} - {""}, key=len, reverse=True)
        self.to: Targets = targets(site)
        self.redirects = {redirect.path: redirect.target for redirect in site.redirects}
        self.sources = {page.path: page.source for page in site.pages}
        self.hidden = {paths.clean_path(path.removeprefix("content/")) for path in self.to.drafts}
        # Data that cannot be read is one mistake; the ids that it would have made are no others.
        self.unsure = {
            page.path for page in site.pages if any(getattr(page.data, s.name, None) == () for s in page.sections)
        }
        full = {f"{site.config.url}{site.config.base_path}", f"{site.config.home}{site.config.home_path}"}
        self.own = sorted(_in_one_spelling(url) for url in full if "://" in url)
        self.folders = {path.partition("/")[0] for path in at.outputs}
        self.found: dict[str, Found | None] = {}
        self.verdicts: dict[tuple[str, str, bool], Verdict | None] = {}

    def lead(self, written: str, address: str, is_image: bool) -> Verdict | None:
        """Return what is wrong with an address from `/` on, which has no base path; None where it leads somewhere."""
        path = without_fragment(address)
        if path not in self.found:
            self.found[path] = self.served.find(path)
        there = self.found[path]
        if there is None:
            return None
        rest = address[len(path) :]
        if there.how == "dead":
            return self._dead(written, there.path, is_image)
        if there.how == "redirect":
            target = self._target(there.path)
            rest = "" if "#" in target or "?" in target else rest
            return Verdict("link/redirected", f"'{written}' is an old address", f"write '{target}{rest}'")
        if there.how == "exact":
            return self.fragment(written, there.path)
        right = f"write '{paths.address(there.path)}{rest}'"
        if there.how == "no-slash":
            return Verdict("link/no-slash", f"'{written}' leads to its page by way of a redirect", right)
        message = f"'{written}' leads to a page only where a server adds .html, as GitHub Pages does"
        return Verdict("link/extensionless", message, right)

    def own_address(self, written: str) -> Verdict | None:
        """Return what is wrong with a full address of the site itself; None for one of another site.

        Below the root of a host of GitHub Pages, other repositories of the same owner have their sites.
        """
        address = _in_one_spelling(written)
        for url in self.own:
            local = paths.below_base(address, url)
            there = self.served.find(local) if local else None
            if there and there.how in ("exact", "no-slash", "extensionless") and "#" in address:
                return self.fragment(written, there.path)
            if not there or there.how != "dead":
                continue
            first, inner, _ = there.path.partition("/")
            if url.endswith(".github.io") and inner and first not in self.folders:
                continue
            near = self.served.guess(there.path)
            message = f"'{written}' is an address of this site, and leads to nothing"
            return Verdict(
                "link/own-address", message, f"did you mean '{near}'?" if near else "mend it, or take it out"
            )
        return None

    def doubled(self, written: str) -> Verdict | None:
        """Return what is wrong with an address that leads somewhere only without the base path; None for all others."""
        for base in self.bases:
            rest = paths.below_base(written, base)
            there, as_it_is = (self.served.find(one) if one else None for one in (rest, written))
            if rest and there and there.how != "dead" and as_it_is and as_it_is.how == "dead":
                message = f"'{written}' holds the base path, which every address gets"
                return Verdict("link/base-path", message, f"write '{rest}'")
        return None

    def fragment(self, written: str, path: str) -> Verdict | None:
        """Return what is wrong with the fragment of an address of the page at a path."""
        _, _, fragment = written.partition("#")
        # Text fragments find words, whatever the ids: "#:~:text=" (WICG, Scroll To Text Fragment).
        name = fragment.partition(":~:")[0]
        if not name or name.lower() == "top" or path in self.unsure:
            return None
        output = self.served.outputs.get(path)
        if output is None or output.look is None:
            return None
        anchors = output.look.anchors
        if name in anchors or unquote(name) in anchors:
            return None
        near = nearest(unquote(name), anchors)
        message = f"'{written}' leads to no heading or id of {self.sources.get(path, path)}"
        return Verdict("link/dead-fragment", message, f"did you mean '#{near}'?" if near else _ids(anchors))

    def _dead(self, written: str, path: str, is_image: bool) -> Verdict:
        if path in self.hidden:
            message = f"'{written}' leads to a page that is not published"
            return Verdict("link/dead", message, "publish it, or take the link out")
        if doubled := self.doubled(written):
            return doubled
        name = posixpath.basename(path)
        image = is_image or name.lower().endswith(_IMAGES)
        noun = "image" if image else "page" if "." not in name or name.endswith((".html", ".md")) else "file"
        near = self.served.guess(path)
        return Verdict(
            "link/dead",
            f"'{written}' leads to no {noun}",
            f"did you mean '{near}'?" if near else f"mend the address, or add the {noun}",
        )

    def _target(self, path: str) -> str:
        target = self.redirects.get(path, "/")
        source, sign, fragment = target.partition("#")
        return f"{self.to.by_source.get(f'content{source}', source)}{sign}{fragment}"


def _verdict(address: Address, page: Page, judge: _Judge) -> Verdict | None:
    """Return what is wrong with an address in a page; None where nothing is."""
    form = address.form
    # The pass over the page could not resolve it, and has said so; "canonical" has a rule of its own. A link within
    # the address of a link is reported by the checks of Markdown.
    if form is None or "canonical" in address.rel.split() or "](" in form:
        return None
    # An address within the page depends on the page; all others are judged once.
    if form[:1] in ("", "#", "?"):
        return judge.fragment(form, page.path)
    key = (form, address.address, address.image)
    if key not in judge.verdicts:
        judge.verdicts[key] = _judgement(*key, judge)
    return judge.verdicts[key]


def _judgement(form: str, address: str, is_image: bool, judge: _Judge) -> Verdict | None:
    if runs(form, is_image):
        message = f"'{_shortened(form)}' is no address, but code that runs in the visitor's browser"
        return Verdict("link/script", message, "link to a page or a file")
    fault = malformed(form)
    if fault:
        return Verdict("link/malformed", fault.message, fault.hint)
    if paths.is_external(address):
        host, slash, _ = address.removeprefix("//").partition("/")
        if slash and address.startswith("//") and host in judge.folders:
            message = f"'{form}' leads to another host, which is called {host}"
            return Verdict("link/malformed", message, f"write '{form[1:]}' for the folder of this site")
        return judge.own_address(address)
    local = paths.below_base(address, judge.base)
    verdict = judge.lead(form, local, is_image) if local else _outside(form)
    meant = lacks_scheme(form) if verdict and verdict.rule == "link/dead" else ""
    if meant:
        message = f"'{form}' has no scheme, so it leads to a page of this site"
        return Verdict("link/no-scheme", message, f"write {meant}")
    return verdict


def _in_one_spelling(url: str) -> str:
    """Return a full address as https, with its host in small letters and without a port that goes without saying."""
    host, slash, path = url.partition("//")[2].partition("/")
    return f"https://{host.lower().removesuffix(':443').removesuffix(':80')}{slash}{path}"


def _shortened(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"


def _is_home(address: Address, site: Site) -> bool:
    """Return whether the theme leads home here; a site without a home page has no dead links for that."""
    return address.address == f"{site.config.base_path}/"


def _outside(written: str) -> Verdict:
    return Verdict("link/dead", f"'{written}' leads out of the site", _RELATIVE)


def _ids(anchors: Iterable[str]) -> str:
    """Return a hint that names the ids of a page, where they are few."""
    names = sorted(anchors)
    return f"its ids are {', '.join(names)}" if 0 < len(names) <= 8 else "give a heading this id: ## Title {#id}"
