"""An unchanged site, recognised by the signatures of all that a build reads and writes, before anything else is loaded.

The stamp says what the last build was asked for, what it found and what it answered. It is data, below a checksum; one
that is damaged, of another program or of another day costs time and nothing else.
"""

import os
import sys
import time
import zlib

from faimi_site.disk.signatures import (
    ABSENT,
    TICK,
    Signatures,
    changed_at,
    digest,
    fresh,
    is_file,
    is_fresh,
    signature,
    skew,
    walk,
)

FOLDER, FILE, PORTABLE = ".faimi-cache", "stamp", "stamp-portable"
SITE = ("site.yaml", "site.yml", "content", "templates", "static", "assets")
NOTES, MANIFEST, JOURNAL = ".faimi-site", "manifest.json", "journal.json"
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ZONES = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"  # where zoneinfo looks

_LARGEST = 1 << 28  # bytes; a larger stamp is none of ours
# Spaces that are no control characters, though Python calls them not printable.
_SPACES = dict.fromkeys(
    map(ord, "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
)
_NOT_FOLLOWED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Answer:
    """What a build of the unchanged site prints and its exit code; the summary without the time it takes."""

    def __init__(self, code: int, errors: str, summary: str) -> None:
        self.code, self.errors, self.summary = code, errors, summary


def timed(summary: str, began: float) -> str:
    """Return the line on what a build did that began at a reading of time.perf_counter(); nothing if it is quiet."""
    return f"{summary}, {time.perf_counter() - began:.2f} seconds\n" if summary else ""


class Asked:
    """A call of `faimi-site build`, and the signatures of all that it depends on, from before anything is read."""

    def __init__(self, arguments: list[str]) -> None:
        self.site = _site(arguments)
        # The copy and the site are built in turns, and each is to be recognised.
        self._file = PORTABLE if "--portable" in arguments else FILE
        self._started = time.time_ns()
        self._call = [str(len(arguments)), *arguments, os.path.realpath(self.site), *_circumstances()]
        self._inputs = walk(PACKAGE, follow=True, leave="__pycache__") | _zones()
        for name in SITE:
            self._inputs |= walk(os.path.join(self.site, name))
        self._skew: int | None = None
        self._fresh: Signatures = {}

    def answer(self) -> Answer | None:
        """Return what the last build said, if this one would say the same and write nothing."""
        try:
            stamp = _read(self.site, self._file)
            if stamp is None or stamp.call != self._call or stamp.inputs != self._inputs:
                return None
            if os.path.realpath(stamp.output) != stamp.real:
                return None
            if any(signature(path) != was for path, was in stamp.outputs.items()):
                return None
            if any(digest(path) != was for path, was in stamp.fresh.items()):
                return None
            if stamp.fresh and not stamp.still_fresh(self._started):
                stamp.fresh = {}
                _write(self.site, self._file, stamp)
            return stamp.answer
        except (OSError, ValueError):
            return None

    def look(self) -> None:
        """Note by their content the files that may change without a new signature, before the sources are read."""
        try:
            self._skew = skew(_beside(self.site))
            self._fresh = fresh(self._inputs, self._started + self._skew)
        except (OSError, ValueError):
            self._skew = None

    def remember(self, answer: Answer, output: str, paths: list[str] | None, manifest: str) -> None:
        """Keep an answer for as long as nothing changes.

        `paths` are all outputs, or None where a problem stopped the build; `manifest` is the signature that their
        manifest had when they were in place.
        """
        try:
            if self._skew is None:
                return
            now = time.time_ns() + self._skew
            stamp = Stamp(self._call, self._inputs, output, os.path.realpath(output), answer, self._skew)
            stamp.outputs = _outputs(output, paths or [])
            if paths is None or _are_written(stamp.outputs, output, paths, manifest, self._started + self._skew):
                stamp.fresh = self._fresh | fresh(stamp.outputs, now)
                if _is_ours(stamp.outputs, output):
                    _write(self.site, self._file, stamp)
        except (OSError, ValueError):
            return


class Stamp:
    """What is kept between two builds of an unchanged site."""

    def __init__(self, call: list[str], inputs: Signatures, output: str, real: str, answer: Answer, ahead: int) -> None:
        self.call, self.inputs, self.output, self.real, self.answer = call, inputs, output, real, answer
        self.ahead = ahead  # nanoseconds, of the site's file system
        self.outputs: Signatures = {}
        self.fresh: Signatures = {}  # digests of what may change without a new signature

    def still_fresh(self, started: int) -> bool:
        """Return whether, when a build started, a file could still change without a new signature."""
        every = self.inputs | self.outputs
        return any(is_fresh(every[path], started + self.ahead) for path in self.fresh)

    def body(self) -> bytes:
        """Return the stamp as the bytes of its file."""
        facts = [self.output, self.real, str(self.ahead)]
        answer = [str(self.answer.code), self.answer.errors, self.answer.summary]
        named = [[text for pair in one.items() for text in pair] for one in (self.inputs, self.outputs, self.fresh)]
        parts = [facts, answer, self.call, *named]
        body = "\0".join(text for part in parts for text in (str(len(part)), *part)).encode("utf-8", "surrogatepass")
        return b"%08x" % zlib.crc32(body) + body


def _parsed(sealed: bytes) -> Stamp:
    """Return the stamp that a file holds; ValueError where it is damaged."""
    body = sealed[8:]
    if sealed[:8] != b"%08x" % zlib.crc32(body):
        raise ValueError("the stamp is damaged")
    texts = body.decode("utf-8", "surrogatepass").split("\0")
    parts, at = [], 0
    while at < len(texts):
        if not texts[at].isdecimal():
            raise ValueError("the stamp is damaged")
        end = at + 1 + int(texts[at])
        parts.append(texts[at + 1 : end])
        at = end
    (output, real, ahead), (code, errors, summary), call, *named = parts
    if code not in ("0", "1") or not _is_harmless(errors) or not _is_harmless(summary):
        raise ValueError("no build of ours has said that")
    inputs, outputs, digests = (dict(zip(part[::2], part[1::2], strict=True)) for part in named)
    stamp = Stamp(call, inputs, output, real, Answer(int(code), errors, summary), int(ahead))
    stamp.outputs, stamp.fresh = outputs, digests
    return stamp


def _is_harmless(text: str) -> bool:
    """Return whether nothing in a text steers a terminal: its checksum tells what is damaged, not who wrote it."""
    return all(line.translate(_SPACES).isprintable() for line in text.split("\n"))


def asked(arguments: list[str]) -> Asked | None:
    """Return a call of the program as one that may be answered at once; None where it is no plain build."""
    if arguments[:1] != ["build"] or not {"--clean", "-h", "--help"}.isdisjoint(arguments):
        return None
    try:
        return Asked(arguments[1:])
    except (OSError, ValueError):
        return None


def _site(arguments: list[str]) -> str:
    """Return the site's folder that a call names, as far as one can tell without knowing all options."""
    site, rest = ".", iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in ("--source", "--output", "--base-url"):
            value = value if equals else next(rest, "")
            site = value if name == "--source" else site
    return site


def _circumstances() -> list[str]:
    """Return what else than files can make a build's answer another one."""
    facts = ["-".join(map(str, time.localtime()[:3])), sys.version, sys.getfilesystemencoding(), os.getcwd()]
    facts += [os.path.realpath(os.path.expanduser("~")), str(getattr(os, "geteuid", int)()), *sys.path]
    for folder in sys.path:
        if os.path.isdir(folder):
            # The versions of what is installed.
            facts += sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))
    return facts


def _zones() -> Signatures:
    """Return the signatures of the system's time zones: each release of them comes with these files."""
    folders = os.environ.get("PYTHONTZPATH", ZONES).split(os.pathsep)
    paths = [f"{folder}/{name}" for folder in folders for name in ("", "tzdata.zi", "zone.tab", "+VERSION")]
    return {path: signature(path) for path in paths}


def _outputs(output: str, paths: list[str]) -> Signatures:
    """Return the signatures of outputs and of the folders they are in, then those of a build's own notes."""
    folders = [path[:at] for path in paths for at, sign in enumerate(path) if sign == "/"]
    names = dict.fromkeys([NOTES, *folders, *paths, f"{NOTES}/{MANIFEST}", f"{NOTES}/{JOURNAL}"])
    return {path: signature(path) for path in (output, *(f"{output}/{name}" for name in names))}


def _are_written(outputs: Signatures, output: str, paths: list[str], manifest: str, started: int) -> bool:
    """Return whether outputs are what a build made of them that started then, and nobody else has touched them."""
    # The manifest is replaced after all that another build writes, and until then that build's journal stands there.
    if outputs[f"{output}/{NOTES}/{MANIFEST}"] != manifest:
        return False
    latest = max([*changed_at(manifest), started - TICK])
    whole = all(is_file(outputs[f"{output}/{path}"]) for path in paths)
    return whole and all(at <= latest for signed in outputs.values() for at in changed_at(signed))


def _is_ours(outputs: Signatures, output: str) -> bool:
    """Return whether nothing is left to be done in a folder, and it is one of a build's or yet to be made."""
    journal, manifest = (outputs[f"{output}/{NOTES}/{name}"] for name in (JOURNAL, MANIFEST))
    return journal == ABSENT and (is_file(manifest) or outputs[output] == ABSENT)


def _read(site: str, name: str) -> Stamp | None:
    folder = os.path.join(site, FOLDER)
    if os.path.islink(folder) or not is_file(signature(os.path.join(folder, name))):
        return None
    with open(os.path.join(folder, name), "rb", opener=_opened) as file:
        sealed = file.read(_LARGEST)
    return _parsed(sealed)


def _opened(path: str, flags: int) -> int:
    return os.open(path, flags | _NOT_FOLLOWED)


def _write(site: str, name: str, stamp: Stamp) -> None:
    beside = _beside(site)
    try:
        with open(beside, "xb") as file:
            file.write(stamp.body())
        os.replace(beside, os.path.join(site, FOLDER, name))
    except BaseException:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise


def _beside(site: str) -> str:
    """Return the name of a file that is yet to be made in the folder of what builds remember, which is there then."""
    folder = os.path.join(site, FOLDER)
    if os.path.islink(folder):
        raise OSError(f"{folder} is a link")
    os.makedirs(folder, exist_ok=True)
    beside = os.path.join(folder, f"{FILE}.{os.getpid()}")
    if os.path.lexists(beside):
        os.unlink(beside)
    return beside
