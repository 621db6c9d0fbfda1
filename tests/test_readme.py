"""README: what it shows of files and commands works as it stands there."""

from __future__ import annotations

import re

from click.testing import CliRunner

from faimi_site.cli import cli
from faimi_site.load.schema import EventRecord, FrontMatter
from tests.drawn import pdf
from tests.sites import REPOSITORY, planned

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def block(language: str, start: str) -> str:
    """Return the one block of a language that starts with some words."""
    (found,) = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if text.startswith(start)]
    return str(found)


def test_its_files_make_a_site_without_a_problem() -> None:
    page = block("markdown", "---\ntitle: Tutorial on bias")
    event = block("yaml", "event:")
    shared = block("yaml", "# content/people.yaml")
    entry = re.search(r"^#   (- \{person: ada.*\})$", shared, re.MULTILINE)
    assert entry
    site = planned(
        {
            "content/2025/index.md": page + "\n[ORGANIZERS]\n\n[RESOURCES]\n",
            "content/2025/schedule.yaml": block("yaml", "# schedule.yaml"),
            "content/2025/organizers.yaml": block("yaml", "# organizers.yaml"),
            "content/2025/resources.yaml": block("yaml", "# resources.yaml"),
            "content/2024/index.md": f"---\ntitle: Last year\n{event}---\n\n[ORGANIZERS]\n",
            "content/2024/organizers.yaml": entry.group(1),
            "content/people.yaml": shared,
            "assets/slides.pdf": pdf(),
            "templates/default.html": block("html", "{% extends"),
        }
    )
    assert site.shown == []


def test_its_table_of_front_matter_names_every_key() -> None:
    table = README[README.index("| Front matter |") : README.index("An event is written down once")]
    assert sorted(key for key in [*FrontMatter.fields(), *EventRecord.fields()] if f"`{key}" not in table) == []


def test_its_table_of_options_names_every_option() -> None:
    options = set(re.findall(r"--[a-z-]+", CliRunner().invoke(cli, ["build", "--help"]).output)) - {"--help"}
    table = README[README.index("| Option |") : README.index("It ends with 0")]
    assert sorted(option for option in options - {"--verbose", "--quiet"} if f"`{option}" not in table) == []
