"""Addresses that cannot lead anywhere, as they are written."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from faimi_site.lazily import pattern
from faimi_site.problem import Fault, nearest

_MAIL = pattern(r"[^\s@<>(),;:\"\[\]]+@[^\s@<>(),;:\"\[\]]+\.[^\s@<>(),;:\"\[\].]{2,}")
_PHONE = pattern(r"\+?[\d\s().\-/*#]+(;.*)?")
_WEB = pattern(r"(?:https?:?/*|(?:https?:?)?//)(?:https?(?::?//|:))?", re.IGNORECASE)
_BROKEN_WEB = pattern(r"https?:(?!//)|https?:///|https?//|(?:https?:)?//https?(?::|//)", re.IGNORECASE)
# What browsers leave out of an address before they read it (URL Standard, 4.4).
_LEFT_OUT = pattern("\\A[\x00-\x20]+|[\t\n\r]")
_RUNS = pattern(r"(?:javascript|vbscript|livescript|mocha):|data:(?!(?:image|audio|video|font)/)", re.IGNORECASE)
_DOES_NOTHING = pattern(r"javascript:(?:void(?:\(0\)|%280%29)|)(?:;|%3b)?\Z", re.IGNORECASE)
_DRAWING = pattern(r"data:image/svg", re.IGNORECASE)
_SCHEME = pattern(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SCHEMES = frozenset(
    {
        *("http", "https", "mailto", "tel", "sms", "data", "blob", "javascript", "about", "ftp", "ftps", "sftp"),
        *("webcal", "geo", "irc", "ircs", "xmpp", "sip", "sips", "magnet", "doi", "urn", "git", "ssh", "ws"),
        *(
            "wss",
            "news",
            "matrix",
            "zoommtg",
            "msteams",
            "slack",
            "facetime",
            "skype",
            "whatsapp",
            "maps",
            "view-source",
        ),
    }
)
# Ends of hosts that are no ends of files: a link to `script.pl` or `notes.md` is one to a file.
_ENDS = (
    "com org net edu gov mil int info eu io ai app dev ac uk de fr ch at nl be dk se no fi es it pt ie cz gr hu ro tr "
    "il us ca mx br ar cl au nz jp kr cn tw hk sg my th vn id ph za ke ng eg ru ua cloud online site tech blog health"
)
_HOST = pattern(rf"(?:www\.|(?:[a-z0-9-]+\.)+(?:{'|'.join(_ENDS.split())})(?::\d+)?(?:[/?#]|$))", re.IGNORECASE)


def malformed(written: str) -> Fault | None:
    """Return what is wrong with an address of a mail, a phone or the web, or None where nothing is."""
    scheme = _SCHEME.match(written)
    name = scheme[1].lower() if scheme else ""
    rest = written[len(name) + 1 :]
    if name == "mailto":
        return _mail_fault(written, rest)
    if name == "tel":
        number = unquote(rest)
        fits = _PHONE.fullmatch(number) and sum(c.isdigit() for c in number.partition(";")[0]) >= 3
        return None if fits else Fault(f"'{written}' holds no phone number", "write it as tel:+82-42-350-2114")
    if _BROKEN_WEB.match(written) or (name in ("http", "https", "") and _is_hostless(written)):
        wanted = _WEB.sub("", written, count=1).lstrip("/")
        hint = f"write https://{wanted}" if wanted else "write the whole address, as https://example.org"
        return Fault(f"'{written}' is no address of the web", hint)
    if name == "file":
        return Fault(f"'{written}' leads to a file of your own computer", "put the file into assets/")
    if name and name not in _SCHEMES and written[len(name) + 1 :].startswith("/"):
        near = nearest(name, ("http", "https"), cutoff=0.8)
        if near:
            return Fault(f"'{written}' starts with '{name}:', which no browser knows", f"write {near}:{rest}")
    return None


def runs(written: str, is_image: bool) -> bool:
    """Return whether an address is code or a page of its own, however it is spelt; as a picture, nothing runs in it."""
    address = _LEFT_OUT.sub("", written)
    if _DOES_NOTHING.match(address):
        return False
    return bool(_RUNS.match(address) or (not is_image and _DRAWING.match(address)))


def lacks_scheme(written: str) -> str:
    """Return the address that is meant by a host, or by somebody's address of mail, without a scheme; or nothing."""
    if _HOST.match(written):
        return f"https://{written}"
    return f"mailto:{written}" if _MAIL.fullmatch(written) else ""


def _mail_fault(written: str, rest: str) -> Fault | None:
    people, _, fields = rest.partition("?")
    # A mail may leave open to whom it goes: "mailto:?subject=..." (RFC 6068).
    if (not people and fields) or (people and all(_MAIL.fullmatch(one.strip()) for one in unquote(people).split(","))):
        return None
    return Fault(f"'{written}' holds no address of a mailbox", "write it as mailto:name@example.org")


def _is_hostless(written: str) -> bool:
    if not written.lower().startswith(("http://", "https://", "//")):
        return False
    try:
        host = urlsplit(written).hostname
    except ValueError:
        return True
    return not host or any(c.isspace() for c in host)
