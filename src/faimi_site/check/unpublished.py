"""What is not published yet: a site is not held up by the gaps of a page that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from faimi_site.model import DataFile, Site
from faimi_site.problem import Level, Problem


def with_notes_of_drafts(site: Site, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, the warnings about pages that are not published, and about the data beside them, as notes."""
    folders = {source.rpartition("/")[0] for source in site.hidden}
    waiting = (file for file in site.data_files if file.folder in folders and not _is_shown(site, file))
    unseen = {*site.hidden, *(file.path for file in waiting)}
    for problem in problems:
        is_lowered = problem.level is Level.WARNING and problem.place.file in unseen
        yield replace(problem, level=Level.NOTE) if is_lowered else problem


def _is_shown(site: Site, file: DataFile) -> bool:
    """Return whether a page of a folder shows its data, or has the event that they belong to."""
    return any(
        page.source == f"{page.folder}/index.md" or any(section.name == file.section for section in page.sections)
        for page in site.pages
        if page.folder == file.folder
    )
