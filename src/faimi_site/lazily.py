"""Regular expressions that are compiled when they are first used: most builds need few, and compiling is slow."""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands for a compiled expression, and takes each of its methods over when it is first asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self._given = text, flags
        self.pattern = text

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._given), name)
        setattr(self, name, value)
        return value


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression as `re.compile` does, without the work."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
