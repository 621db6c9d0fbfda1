"""Addresses, encoded and from `/` on, and output paths, decoded, in NFC and relative: `/a/b.html` and `a/b.html`."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from faimi_site.lazily import pattern
from faimi_site.problem import Fault

RESERVED = ".faimi-site"  # the folder in the output that holds the writer's own notes
# Where tools keep their own state, and what they run, should the output folder be a repository as well.
_OF_TOOLS = frozenset({".git", ".hg", ".svn", "git~1"})  # the last is how Windows calls the first
DERIVED = "images/"  # where pictures are that a build makes
DEEPEST, LONGEST_PATH = 100, 1000  # far from what file systems and our own recursion can take
LONGEST_NAME = 255  # bytes, of one segment on every common file system
CONTROLS = pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # lone surrogates have no bytes
# They turn the direction of writing, have no width, or look like a space: an address is not what it seems. Joiners, as
# some scripts and emoji need them, and the selector of emoji are none of these.
_UNSEEN = pattern(
    "[\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200b\u200e\u200f\u202a-\u202f"
    "\u205f-\u206f\u3000\u3164\ufe00-\ufe0e\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_DEVICE = pattern(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
SCHEME = pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:")

_SAFE = "/~!$&'()*+,;=@-._"
_REFUSED = {
    "?": ("a query", "write the address without it"),
    "#": ("a fragment", "write the address without it"),
    "\\": ("a backslash", "write / between folders"),
    ":": ("a colon", "write the path alone, from / on, with - for each colon"),
}


@lru_cache(maxsize=20_000)
def output_path(permalink: str) -> str | Fault:
    """Return the output path of a permalink or an old address, mapped as Jekyll maps it."""
    decoded = decode(permalink)
    if isinstance(decoded, Fault):
        return decoded
    for sign, (noun, cure) in _REFUSED.items():
        if sign in decoded:
            return Fault(f"'{permalink}' holds {noun} ('{sign}'), which no path of a site can hold", cure)
    if decoded.startswith("//"):
        return Fault(f"'{permalink}' starts with two slashes, so it names another host", "write one slash")
    *folders, name = decoded.removeprefix("/").split("/")
    if not decoded:
        return Fault("the address is empty", "write / for the home page")
    if any(segment in ("", ".") for segment in folders) or name == ".":
        return Fault(
            f"'{permalink}' has an empty or '.' segment",
            "write each folder's name once, with one slash between",
        )
    # Some servers take escapes away twice.
    if ".." in (*folders, name, *unquote(decoded).split("/")):
        return Fault(f"'{permalink}' leaves the output folder by '..'", "write the whole path from / on")
    if any(segment.endswith((".", " ")) for segment in (*folders, name)):
        return Fault(f"'{permalink}' has a name that ends with a dot or a space, which Windows drops", "take it out")
    if device := next(filter(_DEVICE.fullmatch, (*folders, name)), ""):
        return Fault(f"'{device}' is the name of a device on Windows, and of no file", "choose another name")
    if hidden := _hidden(decoded, permalink):
        return hidden
    name = "index.html" if not name else name if "." in name else f"{name}.html"
    return fitting("/".join([*folders, name]))


@lru_cache(maxsize=20_000)
def fitting(path: str) -> str | Fault:
    """Return an output path in NFC, or why no file system or site can have it."""
    path = unicodedata.normalize("NFC", path)
    if CONTROLS.search(path):
        return Fault("the name holds a control character", "rename it")
    first, *_ = segments = path.split("/")
    if claim(first) == RESERVED:
        return Fault(f"'{RESERVED}' is where builds keep their own notes", "choose another name")
    # The file system of macOS knows no joiners.
    bare = (segment.replace("\u200c", "").replace("\u200d", "") for segment in segments)
    if any(claim(segment) in _OF_TOOLS for segment in bare if segment[:1] == "." or "~" in segment):
        return Fault("a folder in it belongs to a version control system", "choose another name")
    if any(len(segment.encode()) > LONGEST_NAME for segment in segments):
        return Fault(f"a name in it is longer than {LONGEST_NAME} bytes", "shorten it")
    if len(segments) > DEEPEST or len(path.encode()) > LONGEST_PATH:
        return Fault(f"the path is more than {DEEPEST} folders deep or {LONGEST_PATH} bytes long", "shorten it")
    return path


def clean_path(path: str) -> str:
    """Return the output path of a page without a permalink: `a/b.md` below content/ to `a/b/index.html`."""
    stem = path.removesuffix(".md")
    return f"{stem}.html" if posixpath.basename(stem) == "index" else f"{stem}/index.html"


def below_page(path: str) -> str:
    """Return what the output paths of files that belong to a page start with: `x/` for `x/index.html` and `x.html`."""
    stem = path.removesuffix(".html")
    return stem.removesuffix("index") if stem.rpartition("/")[2] == "index" else f"{stem}/"


def address(path: str) -> str:
    """Return the address that is shown for an output path: `/x/` for `x/index.html`, `/x.html` for `x.html`."""
    folder, _, name = path.rpartition("/")
    shown = path if name != "index.html" else f"{folder}/" if folder else ""
    return "/" + quote(shown, safe=_SAFE)


def as_shown(written: str) -> str:
    """Return the address that a page has for one of the forms that it can be written in; another one as it is."""
    path = output_path(written) if written.startswith("/") else None
    return address(path) if isinstance(path, str) else written


def encoded(path: str) -> str:
    """Return an output path as it stands in an address."""
    return quote(path, safe=_SAFE)


def below_base(address: str, base: str) -> str | None:
    """Return an address without the base path before it; None for one that is outside of it."""
    if not base:
        return address
    rest = address.removeprefix(base)
    return rest or "/" if rest != address and rest[:1] in ("", "/", "?", "#") else None


def derived(path: str, digest: str, width: int, suffix: str) -> str:
    """Return the output path of a picture that is made from a file: its name, a digest of its bytes, its width."""
    name = slug(posixpath.basename(path).rpartition(".")[0]) or "image"
    return f"{DERIVED}{name}-{digest[:10]}-{width}.{suffix}"


def slug(text: str) -> str:
    """Return a text as an id: lower case, letters and digits of any script, words joined by one `-`."""
    kept = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFC", text).lower())
    made = re.sub(r"[\s_-]+", "-", kept).strip("-")
    # Room for an ending: a slug is part of a file's name.
    return made.encode()[: LONGEST_NAME - 55].decode(errors="ignore").rstrip("-")


@lru_cache(maxsize=20_000)
def decode(text: str) -> str | Fault:
    """Return an address without its %-escapes, in NFC; what they hide must be UTF-8 without controls."""
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return Fault(f"'{text}' is not UTF-8 once its %-escapes are read", "write its letters as they are, without %")
    if CONTROLS.search(decoded):
        return Fault("the address holds a control character", "delete it")
    return unicodedata.normalize("NFC", decoded)


@lru_cache(maxsize=20_000)
def claim(path: str) -> str:
    """Return what two paths share that a file system without case, or of another Unicode form, mixes up."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def below(folder: str, path: str) -> str | None:
    """Return a relative path joined to a folder and normalised, or None where it climbs out of the site."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    return None if joined == ".." or joined.startswith(("../", "/")) else joined


def is_external(address: str) -> bool:
    """Return whether an address names its scheme or another host."""
    return address.startswith("//") or SCHEME.match(address) is not None


def _hidden(address: str, written: str) -> Fault | None:
    """Return what is wrong with an address that holds a sign which nobody sees."""
    found = _UNSEEN.search(address)
    message = f"'{written}' holds the sign U+{ord(found.group()):04X}, which nobody sees" if found else ""
    return Fault(message, "write the address anew") if found else None


def web_address(text: str) -> str | Fault:
    """Return an address that a page may lead to: a path of the site from `/` on, or http(s) with a host."""
    if CONTROLS.search(text) or " " in text:
        return Fault("an address holds no space and no control character", "write %20 for a space")
    if hidden := _hidden(text, text):
        return hidden
    if text.startswith("/") and not text.startswith(("//", "/\\")):
        path = decode(text.partition("#")[0].partition("?")[0])
        return path if isinstance(path, Fault) else text
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    return text if usable else Fault(f"'{text}' is not an address", "write it from / or from https:// on")
