"""What other hosts have answered, kept for a while so that nobody is asked twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from faimi_site.disk.memory import FOLDER, read_sealed, write_sealed
from faimi_site.records import made, plain
from faimi_site.web import Answer

FILE = "external"
DAY, HOUR = 86_400, 3_600  # seconds for which what is fine, and what is not, counts


def read_answers(site: Path, now: float) -> dict[str, tuple[int, Answer]]:
    """Return the answers that still count, by address, with the second in which each was given."""
    try:
        known = json.loads(read_sealed(site / FOLDER / FILE) or b"{}")
        answers = {url: (at, made(Answer, answer)) for url, (at, answer) in known.items()}
        return {url: (at, one) for url, (at, one) in answers.items() if 0 <= now - at < (DAY if one.is_fine else HOUR)}
    except (AttributeError, ValueError, TypeError, RecursionError):  # of another shape than we write
        return {}


def save_answers(site: Path, answers: Mapping[str, tuple[int, Answer]]) -> None:
    """Keep answers, if that can be done."""
    data = {url: [at, plain(answer)] for url, (at, answer) in sorted(answers.items())}
    write_sealed(site / FOLDER / FILE, json.dumps(data, indent=0).encode())
