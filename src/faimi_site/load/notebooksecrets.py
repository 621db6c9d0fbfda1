"""What looks like access tokens, passwords and private keys in a text; what stands for one is none."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from faimi_site.lazily import pattern

_KNOWN = pattern(
    r"""(?<![A-Za-z0-9_-])(?:gh[pousr]_[A-Za-z0-9]{20,} | github_pat_\w{20,} | hf_[A-Za-z0-9]{20,}
      | sk-[A-Za-z0-9_-]{20,} | (?:AKIA|ASIA)[0-9A-Z]{16} | AIza[\w-]{30,} | xox[abprs]-[\w-]{10,}
      | glpat-[\w-]{20,} | npm_[A-Za-z0-9]{30,} | pypi-[\w-]{40,} | ya29\.[\w-]{20,}
      | eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,} | -----BEGIN\ (?:[A-Z0-9]+\ )*PRIVATE\ KEY-----)""",
    re.VERBOSE,
)
# Each with its value: random letters and digits, behind what is said of them.
_LONG = (
    pattern(
        r"""\b\w*(?:token|secret|password|api_?key|_key)["']?\]?\s*[=:]\s*["'](?P<value>[A-Za-z0-9+/=_.-]{16,200})["']""",
        re.IGNORECASE,
    ),
    pattern(r"""\bkey["']?\]?\s*[=:]\s*["'](?P<value>[0-9a-f]{32,200})["']""", re.IGNORECASE),
    pattern(r"\bBearer\s+(?P<value>[A-Za-z0-9._~+/-]{20,2000}=*)", re.IGNORECASE),
    pattern(r"""["':]\s*token\s+(?P<value>[A-Za-z0-9._-]{20,200})""", re.IGNORECASE),
    pattern(r"[?&](?:\w+_)?(?:token|api_?key|secret)=(?P<value>[A-Za-z0-9._~-]{16,2000})", re.IGNORECASE),
    pattern(r"\bwandb\s+login\s+(?:--\S+\s+)*(?P<value>[0-9a-f]{32,200})\b", re.IGNORECASE),
    pattern(
        r"""(?:--(?:\w+-)*(?:token|key|secret|password)[ =]
          | \b(?:env|export|setx?)\s+\w*(?:token|key|secret|password)\s*=\s*)
          ["']?(?P<value>[A-Za-z0-9+/=_.-]{16,200})""",
        re.IGNORECASE | re.VERBOSE,
    ),
    pattern(r"://(?P<value>[A-Za-z0-9_-]{20,200})@"),
)
_PASSWORD = pattern(
    r"""(?:password|passwd|passphrase|pwd|secret)["']?\]?\s*[=:]\s*[rbu]?(?P<quote>["'])(?P<value>[^\s"'\\]{8,100})(?P=quote)""",
    re.IGNORECASE,
)
_BASIC = pattern(r"\bBasic\s+(?P<value>[A-Za-z0-9+/]{8,1000}={0,2})(?![A-Za-z0-9+/=])", re.IGNORECASE)
_IN_ADDRESS = pattern(
    r"://[^\s/:@\"'<>]{0,100}:(?P<value>[^\s/:@\"'<>]{3,200})@(?!localhost|127\.|(?:\w+\.)*example\.)"
)

_STANDS_FOR_ONE = pattern(
    r"your|token|example|secret|placeholder|password|change_?me|xxx|\.\.\.|\*\*|[{}$<>]", re.IGNORECASE
)
_NO_PASSWORD = pattern(
    r"pass(?:word|wd)?|pwd?|token|(?:my|your).*|.*(?:xxx|\.\.\.|\*\*|[{}$%<>\[\]]).*", re.IGNORECASE | re.DOTALL
)
_UPPER = pattern(r"[A-Z_]+")
_WORDS = pattern(r"[A-Za-z]{1,14}\d{0,4}(?:[-_./]+(?:[A-Za-z]{1,14}\d{0,4}|\d{1,4}[A-Za-z]?))+")


def secrets(text: str) -> Iterator[str]:
    """Yield what looks like access tokens in a text, each once."""
    known = [found.group() for found in _KNOWN.finditer(text)]
    long = [one for kind in _LONG for one in _values(kind, text) if _is_random(one)]
    passwords = [one for one in _values(_PASSWORD, text) if re.search(r"\d", one) and not _STANDS_FOR_ONE.search(one)]
    encoded = [one for one in _values(_BASIC, text) if _is_login(one)]
    in_addresses = [one for one in _values(_IN_ADDRESS, text) if not _stands_for_a_password(one)]
    yield from dict.fromkeys([*known, *long, *passwords, *encoded, *in_addresses])


def hinted(secret: str) -> str:
    """Return the start of a secret, by which its owner knows it and nobody else learns it."""
    return f"{secret[: 4 if len(secret) >= 16 else 1]}…"


def without_secrets(text: str) -> str:
    """Return a text with the start alone of what looks like an access token."""
    for secret in secrets(text):
        text = text.replace(secret, hinted(secret))
    return text


def _values(kind: re.Pattern[str], text: str) -> Iterator[str]:
    yield from (found["value"] for found in kind.finditer(text))


def _is_random(value: str) -> bool:
    """Return whether letters and digits look as if a machine had drawn them: no words, and no stand-in."""
    mixed = re.search(r"\d", value) and re.search(r"[A-Za-z]", value) and len(set(value)) > 7
    return bool(mixed) and not _STANDS_FOR_ONE.search(value) and not _WORDS.fullmatch(value)


def _is_login(value: str) -> bool:
    """Return whether a value is a name and a password, as browsers encode them."""
    try:
        name, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return False
    return bool(colon and password) and f"{name}{password}".isprintable() and not _stands_for_a_password(password)


def _stands_for_a_password(value: str) -> bool:
    return bool(_UPPER.fullmatch(value) or _NO_PASSWORD.fullmatch(value))
