"""What a page asks of a browser and its own Content-Security-Policy forbids, so that nothing would come of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from faimi_site.document import Document, Element
from faimi_site.lazily import pattern
from faimi_site.look.keys import Key, key, name_of
from faimi_site.model import Finding

_RUN = frozenset(
    {"", "module", "importmap", "speculationrules", "text/javascript", "application/javascript", "text/ecmascript"}
)
_HANDLER = pattern(
    r"on(?:abort|animation\w+|blur|change|click|contextmenu|copy|cut|dblclick|drag\w*|drop|ended|error|focus\w*|hashchange"
    r"|input|invalid|key\w+|load\w*|message|mouse\w+|page\w+|paste|pause|play\w*|pointer\w+|popstate|reset|resize|scroll"
    r"|select|submit|timeupdate|toggle|touch\w+|transition\w+|unload|beforeunload|wheel)"
)
_SCRIPT_HINT = "put the script into a file in static/, and name that in a template's block scripts"
_OBJECT_HINT = "link to the file, or show it in an <iframe>"


def blocked(page: Document) -> Iterator[Finding]:
    """Yield a finding for each script within a page and each plugin that the page's own policy keeps from running."""
    directives = _directives(page)
    if not directives:
        return
    scripts = directives.get("script-src", directives.get("default-src", ["'unsafe-inline'"]))
    objects = directives.get("object-src", directives.get("default-src", []))
    forbids_inline = "'unsafe-inline'" not in scripts
    handling = {name for name in page.attributes if name.startswith("on") and _HANDLER.fullmatch(name)}
    ats = {*page.attributed(*handling), *page.tagged("script", "object", "embed")}
    seen: Counter[Key] = Counter()
    for element in (page.elements[at] for at in sorted(ats)):
        what, hint = "", _SCRIPT_HINT
        handlers = [name for name in element.attrs if name in handling]
        if forbids_inline and handlers:
            what = f"the {handlers[0]} of a <{element.tag}>"
        elif forbids_inline and _is_inline(element):
            what = "a script within the page"
        elif objects == ["'none'"] and element.tag in ("object", "embed"):
            what, hint = f"an <{element.tag}>", _OBJECT_HINT
        if what:
            address = element.attrs.get("src") or element.attrs.get("href") or ""
            wanted = key(element.tag, name_of(address) if address else "")
            message = f"{what} does nothing: the page's Content-Security-Policy blocks it"
            yield Finding("page/blocked", message, hint, wanted, seen[wanted])
            seen[wanted] += 1


def _directives(page: Document) -> dict[str, list[str]]:
    """Return the directives of the policy that a page declares, by name; none where it declares none."""
    for element in (page.elements[at] for at in page.tagged("meta")):
        if element.attrs.get("http-equiv", "").lower() == "content-security-policy":
            parts = (part.split() for part in element.attrs.get("content", "").split(";"))
            return {words[0].lower(): words[1:] for words in parts if words}
    return {}


def _is_inline(element: Element) -> bool:
    if element.tag != "script" or "src" in element.attrs:
        return False
    return element.attrs.get("type", "").strip().lower() in _RUN and bool(element.raw.strip())
