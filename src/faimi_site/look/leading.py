"""What would lead visitors, or the addresses of a page, away from where they were checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from faimi_site.document import Document, Element
from faimi_site.htmlpass import addresses, refreshes
from faimi_site.look.keys import Key, key, name_of
from faimi_site.model import Finding
from faimi_site.paths import is_external

_BASE = "a <base> with an address moves all relative addresses of the page, and those within it"
_BASE_HINT = "take it out, and write each address as it is meant; base_path of site.yaml says where the site lies"
_REFRESH = "a <meta> that refreshes the page sends visitors to another site while they read"
_REFRESH_HINT = "take it out; for a page that has moved, write redirect_to in its front matter"


def leading_away(page: Document) -> Iterator[Finding]:
    """Yield a finding for each `<base href>`, and each `<meta>` that leads to another site; a target moves nothing."""
    seen: Counter[Key] = Counter()
    for element in (page.elements[at] for at in page.tagged("base", "meta")):
        if element.tag == "base" and "href" in element.attrs:
            address = element.attrs["href"]
            rule, message, hint = "page/base", _BASE, _BASE_HINT
            wanted = key("base", name_of(address) if address else "")
        elif any(map(is_external, _led_to(element))):
            rule, message, hint = "page/refresh", _REFRESH, _REFRESH_HINT
            wanted = key("refresh", "")
        else:
            continue
        yield Finding(rule, message, hint, wanted, seen[wanted])
        seen[wanted] += 1


def _led_to(element: Element) -> list[str]:
    """Return the addresses that an element makes a browser go on to by itself."""
    leads = refreshes(element.tag, element.attrs)
    return addresses("content", element.attrs.get("content", "")) if leads else []
