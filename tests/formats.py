"""Writes docs/formats.md anew: `python -m tests.formats`."""

from __future__ import annotations

from faimi_site.load.formats import formats
from tests.sites import REPOSITORY

PAGE = REPOSITORY / "docs" / "formats.md"

if __name__ == "__main__":
    PAGE.write_text(formats(), encoding="utf-8", newline="\n")
