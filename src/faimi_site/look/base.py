"""What would move the addresses of a page away from where they were checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from faimi_site.document import Element
from faimi_site.look.keys import Key, key, name_of
from faimi_site.model import Finding

_MESSAGE = "a <base> with an address moves all relative addresses of the page, and those within it"
_HINT = "take it out, and write each address as it is meant; base_path of site.yaml says where the site lies"


def bases(elements: Iterable[Element]) -> Iterator[Finding]:
    """Yield a finding for each `<base href>`; one with a target alone moves nothing."""
    seen: Counter[Key] = Counter()
    for element in elements:
        if element.tag == "base" and "href" in element.attrs:
            address = element.attrs["href"]
            wanted = key("base", name_of(address) if address else "")
            yield Finding("page/base", _MESSAGE, _HINT, wanted, seen[wanted])
            seen[wanted] += 1
