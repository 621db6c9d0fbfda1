"""UTF-8 that was once read as Mac Roman or Windows-1252, and how it reads when mended."""

from __future__ import annotations

from collections.abc import Iterator

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern

# The characters that the first byte of a broken letter has become, by how many follow it. Quotes, dashes and
# ligatures are left out for two bytes: beside a letter they are good typography («é, ’é, “É).
_LEADS = {
    "mac_roman": ("¬√ƒ≈∆", "‚„‰ÂÊÁËÈÍÎÏÌÓÔ", "\uf8ffÒÚÛÙ"),
    "cp1252": ("ÂÃÄÅ", "âãäåæçèéêëìíîïà", "ðñòó"),
}
_WORD = pattern(r"[\S\xa0]+")
_PAIR = pattern(r"[^\x00-\x7f]{2}")
_QUOTES = "“”‘’"
_TYPOGRAPHY = _QUOTES + "«»‹›…–—•\xa0"  # what follows a letter in good French: «\xa0l’été\xa0», «été…»
# What follows these signs in formulas and units (√π, ≈∞, ∆µ, 5 Å²), where no letter comes before them.
_MEANT = {"√": "π∞µΩ∑∏∂∫±", "≈": "π∞±", "∆": "π∞µΩ∑∏∂∫±°", "Å": "²³–—±"}


@frozen
class Broken:
    """A word that is broken: where it starts, how it stands there, how it reads mended."""

    start: int
    text: str
    mended: str


def broken_words(text: str) -> Iterator[Broken]:
    """Yield the words of a text that are broken."""
    if text.isascii() or not _PAIR.search(text):
        return
    for word in _WORD.finditer(text):
        mended = _mended(word.group()) if _PAIR.search(word.group()) else word.group()
        if mended != word.group():
            yield Broken(word.start(), word.group(), mended)


def _mended(word: str) -> str:
    for codec, leads in _LEADS.items():
        made, at = [""], 0
        while at < len(word):
            length = next((n for n, signs in enumerate(leads, 2) if word[at] in signs), 1)
            piece = word[at : at + length]
            letter = _letter(piece, codec, made[-1]) if length > 1 else ""
            made.append(letter or word[at])
            at += length if letter else 1
        if len(made) <= len(word):
            return "".join(made)
    return word


def _letter(piece: str, codec: str, before: str) -> str:
    """Return the one letter that a few characters were, or nothing where they are meant as they are."""
    meant = piece[1:] in _MEANT.get(piece[0], ()) and not before.isalpha()
    if meant or set(piece[1:]) <= set(_QUOTES if len(piece) == 2 else _TYPOGRAPHY):
        return ""
    try:
        letter = piece.encode(codec).decode()
    except UnicodeError:
        return ""
    return letter if len(letter) == 1 and (letter.isprintable() or letter.isspace()) else ""
