"""docs/rules.md: every rule that a problem can name has its entry, and none is left of a rule that is gone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from faimi_site.rules import CHECK_RULES

REPOSITORY = Path(__file__).parent.parent
SLUG = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
CALLS = {"Finding", "Flaw", "Flawed", "Problem", "Verdict", "found", "_refused", "_problem"}


def named_in_code() -> Iterator[str]:
    """Yield the slugs that stand as texts in calls which make problems, and those that are chosen before one."""
    for file in (REPOSITORY / "src").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
                values = node.args
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("(rule,"):
                values = list(getattr(node.value, "elts", []))
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and SLUG.fullmatch(value.value):
                    yield value.value


def documented() -> list[str]:
    return re.findall(r"^### `(.*?)`", (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_rule_has_its_entry() -> None:
    assert sorted(set(named_in_code()) - set(documented())) == []


def test_every_entry_has_its_rule() -> None:
    assert sorted(set(documented()) - set(named_in_code())) == []


def test_every_error_says_what_to_do() -> None:
    silent = []
    for file in (REPOSITORY / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and len(node.args) == 4:
                told = {word.arg for word in node.keywords}
                silent += [] if "hint" in told or "NOTE" in ast.unparse(node) else [f"{file.name}:{node.lineno}"]
    assert silent == []


def test_no_rule_has_two_entries() -> None:
    assert len(documented()) == len(set(documented()))


def test_every_entry_says_level_cause_and_cure() -> None:
    text = (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8")
    entries = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    incomplete = [
        entry.splitlines()[0]
        for entry in entries
        if not re.search(r"^(Error|Warning|Note)\. .*\bCure:\s", entry.partition("\n\n")[2], re.DOTALL)
    ]
    assert incomplete == []


def test_the_rules_of_checks_are_marked_with_their_levels() -> None:
    text = (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule, level in CHECK_RULES.items():
        assert f"### `{rule}` (check)\n\n{level.value.capitalize()}. " in text
