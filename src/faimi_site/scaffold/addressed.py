"""Addresses in the texts of an old site, as ours wants them: from `/` on, where a build adds the base path."""

from __future__ import annotations

import re
from dataclasses import replace

from faimi_site.filelinks import is_carried, with_addresses
from faimi_site.htmlpass import resolve_addresses
from faimi_site.lazily import pattern
from faimi_site.model import Source
from faimi_site.scaffold.own import Own

# What is shown as it is written, or run: an address in it is none of the page's.
_SHOWN = pattern(
    r"""(<script\b.*?</script\s*> | <!--.*?-->
      | ^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)|\Z)
      | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ ]*\n).)+?(?<!`)(?P=ticks)(?!`))""",
    re.DOTALL | re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_OF_MARKDOWN = pattern(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)([^\s<>()]+)", re.MULTILINE)
_RUN_OR_STYLED = (".js", ".mjs", ".css", ".json", ".webmanifest", ".html", ".htm", ".xhtml", ".svg")


class _Local:
    """Writes addresses of the site from `/` on, and counts them."""

    def __init__(self, own: Own) -> None:
        self.own, self.count = own, 0

    def __call__(self, address: str) -> str:
        made = self.own.local(address)
        self.count += made != address
        return made


def local_markdown(text: str, own: Own) -> tuple[str, int]:
    """Return Markdown whose links and elements name the site's own addresses from `/` on, and how many are changed."""
    local, made, at = _Local(own), [], 0
    for found in (*_SHOWN.finditer(text), None):
        part = text[at : found.start() if found else len(text)]
        part = _OF_MARKDOWN.sub(lambda link: link[1] + local(link[2]), part)
        made += [resolve_addresses(part, local), found.group() if found else ""]
        at = found.end() if found else at
    return "".join(made), local.count


def without_shown(text: str) -> str:
    """Return Markdown without the code that it shows, and without scripts and comments."""
    return _SHOWN.sub("", text)


def local_html(text: str, own: Own) -> tuple[str, int]:
    """Return HTML whose elements name the site's own addresses from `/` on, and how many are changed."""
    local = _Local(own)
    return resolve_addresses(text, local), local.count


def local_file(path: str, file: Source, own: Own) -> tuple[str | None, int]:
    """Return the text of a file without the base path in the addresses to which a build adds it, and their number.

    None stands for a file to which it adds none, and for one that names none.
    """
    if not (own.base_path and is_carried(path, file)):
        return None, 0
    try:
        text = file.read().decode()
    except (OSError, UnicodeDecodeError):
        return None, 0  # a build leaves it alone as well
    local = _Local(replace(own, url=""))
    made = with_addresses(path, text, local)
    return (made, local.count) if local.count else (None, 0)


def keeps_base_path(path: str, file: Source, own: Own) -> bool:
    """Return whether a file names the base path where no build adds it: in a script, or in what is in assets/."""
    if not own.base_path or not path.lower().endswith(_RUN_OR_STYLED) or is_carried(path, file):
        return False
    written = re.compile(rb"(?<![\w./:-])" + re.escape(own.base_path.encode()) + rb"(?![\w.-])")
    try:
        return written.search(file.read()) is not None
    except OSError:
        return False
