"""UTF-8 that was once read as Mac Roman or Windows-1252, and how it reads when mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The characters that the first byte of a broken letter has become, by how many follow it. Quotes, dashes and
# ligatures are left out for two bytes: beside a letter they are good typography («é, ’é, “É).
_LEADS = {
    "mac_roman": ("¬√ƒ≈∆", "‚„‰ÂÊÁËÈÍÎÏÌÓÔ", "\uf8ffÒÚÛÙ"),
    "cp1252": ("ÂÃÄÅ", "âãäåæçèéêëìíîïà", "ðñòó"),
}
_QUOTES = "“”‘’"
_MATHS = "π∞µΩ∑∏∂∫±"  # what follows a root sign in a formula


@dataclass(frozen=True)
class Broken:
    """A word that is broken: where it starts, how it stands there, how it reads mended."""

    start: int
    text: str
    mended: str


def broken_words(text: str) -> Iterator[Broken]:
    """Yield the words of a text that are broken."""
    if text.isascii():
        return
    for word in re.finditer(r"\S*[^\x00-\x7f]{2}\S*", text):
        mended = _mended(word.group())
        if mended != word.group():
            yield Broken(word.start(), word.group(), mended)


def _mended(word: str) -> str:
    for codec, leads in _LEADS.items():
        made, at = [], 0
        while at < len(word):
            length = next((n for n, signs in enumerate(leads, 2) if word[at] in signs), 1)
            piece = word[at : at + length]
            letter = _letter(piece, codec, word[at - 1 : at]) if length > 1 else ""
            made.append(letter or word[at])
            at += length if letter else 1
        if len(made) < len(word):
            return "".join(made)
    return word


def _letter(piece: str, codec: str, before: str) -> str:
    """Return the one letter that a few characters were, or nothing where they are meant as they are."""
    root = piece[0] == "√" and piece[1:] in _MATHS and not before.isalpha()
    if root or (len(piece) == 2 and piece[1:] in _QUOTES):
        return ""
    try:
        letter = piece.encode(codec).decode()
    except UnicodeError:
        return ""
    return letter if len(letter) == 1 and (letter.isprintable() or letter.isspace()) else ""
