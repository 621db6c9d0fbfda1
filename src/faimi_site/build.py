"""The whole story: what a site's sources make, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from faimi_site.check.accessible import pages_are_accessible
from faimi_site.check.content import (
    data_is_shown,
    ids_are_unique,
    sections_stand_once,
    site_has_an_address,
    titles_tell_pages_apart,
)
from faimi_site.check.editions import (
    editions_elsewhere_are_elsewhere,
    lead_is_an_edition,
    lists_of_editions_have_some,
    what_is_hidden_is_there,
)
from faimi_site.check.facts import (
    affiliations_are_kept,
    dates_agree_with_the_event,
    names_have_one_spelling,
    people_have_one_id,
)
from faimi_site.check.heavy import pictures_are_light
from faimi_site.check.links import (
    addresses_lead_somewhere,
    canonical_addresses_name_pages,
    files_leave_the_base_path_out,
    redirects_lead_somewhere,
    style_sheets_lead_somewhere,
)
from faimi_site.check.materials import browsers_show_images, images_tell_no_position, pdfs_are_accessible
from faimi_site.check.requests import nothing_is_loaded_from_elsewhere
from faimi_site.check.schedule import (
    days_have_no_gaps,
    online_events_can_be_joined,
    rooms_hold_one_session_at_a_time,
    sessions_are_within_the_event,
    speakers_are_known,
    times_exist_once,
)
from faimi_site.check.texts import texts_are_sound
from faimi_site.check.unpublished import with_notes_of_drafts
from faimi_site.check.unused import files_are_used, templates_are_used
from faimi_site.disk.memory import left_by_builds, load_memory, save_holdings, save_memory
from faimi_site.disk.output import Written, finish_interrupted, is_as_written, manifest_signature, write_outputs
from faimi_site.disk.sources import have_not_changed
from faimi_site.frozen import frozen
from faimi_site.load.notebookcells import in_cells
from faimi_site.load.site import load_site
from faimi_site.memory import Memory, digest
from faimi_site.model import CheckLevel, Kept, Output, Site, Source, Sources
from faimi_site.problem import Level, Problem, in_order, split
from faimi_site.produce.calendars import calendars
from faimi_site.produce.covers import covers
from faimi_site.produce.feed import feed
from faimi_site.produce.feeds import feeds
from faimi_site.produce.files import files
from faimi_site.produce.icons import icons
from faimi_site.produce.known import known_pages
from faimi_site.produce.originals import without_hidden_originals
from faimi_site.produce.ownership import contested
from faimi_site.produce.pages import pages
from faimi_site.produce.redirects import redirects

PRODUCERS = (pages, redirects, files, feeds, feed, calendars, covers, icons, known_pages)
CHECKS = (
    *(titles_tell_pages_apart, data_is_shown, site_has_an_address, sections_stand_once),
    *(dates_agree_with_the_event, names_have_one_spelling, people_have_one_id, affiliations_are_kept),
    *(rooms_hold_one_session_at_a_time, sessions_are_within_the_event, times_exist_once, speakers_are_known),
    *(online_events_can_be_joined, days_have_no_gaps, templates_are_used, pdfs_are_accessible),
    *(lead_is_an_edition, what_is_hidden_is_there, lists_of_editions_have_some, editions_elsewhere_are_elsewhere),
)
# These look at what was made of the site.
OUTPUT_CHECKS = (
    *(addresses_lead_somewhere, style_sheets_lead_somewhere, redirects_lead_somewhere, canonical_addresses_name_pages),
    *(nothing_is_loaded_from_elsewhere, files_are_used, ids_are_unique, pages_are_accessible),
    *(images_tell_no_position, browsers_show_images, pictures_are_light, files_leave_the_base_path_out),
)

# What comes of reading data that has another shape than a build would have given it.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@frozen
class Built:
    """What a build planned, found, and wrote, and the site's base path; a problem stopped one without `written`."""

    outputs: list[Output]
    problems: list[Problem]
    written: Written | None
    base_path: str = ""


@frozen
class Planned:
    """A site, what it becomes, and what is wrong with it."""

    site: Site
    outputs: list[Output]
    problems: list[Problem]


def plan(sources: Sources, memory: Memory) -> tuple[list[Output], list[Problem]]:
    """Return the whole site in memory and all that is wrong with it: a pure function of its sources."""
    planned = planned_site(sources, memory)
    return planned.outputs, planned.problems


def planned_site(sources: Sources, memory: Memory) -> Planned:
    """Return what a site is, what it becomes, and all that is wrong with it."""
    site, problems = load_site(sources, memory)
    # Before there are outputs: the processes that look at texts would each hold them too.
    of_texts = list(texts_are_sound(site, memory))
    outputs, found = split(item for produce in PRODUCERS for item in produce(site, memory))
    outputs = without_hidden_originals(site, outputs)
    of_outputs = (problem for check in OUTPUT_CHECKS for problem in check(site, outputs))
    checked = (problem for check in CHECKS for problem in check(site))
    seen = [*found, *of_texts, *checked, *of_outputs]
    every = with_notes_of_drafts(site, [*problems, *contested(outputs), *in_cells(seen, site)])
    return Planned(site, outputs, list(at_levels(every, site.config.checks)))


def at_levels(problems: Iterable[Problem], levels: Iterable[CheckLevel]) -> Iterator[Problem]:
    """Yield problems, those of checks at the levels that the site gives to their rules; the last that fits counts."""
    levels = list(levels)
    for problem in problems:
        fitting = [one for one in levels if one.rule == problem.rule and fnmatchcase(problem.place.file, one.path)]
        if not fitting:
            yield problem
        elif fitting[-1].level is not None:
            yield replace(problem, level=fitting[-1].level)


def build(
    site: Path,
    output: Path,
    sources: Sources,
    found: list[Problem],
    strict: bool,
    clean: bool,
    report: Callable[[str, int, int], None] = lambda *_: None,
) -> Built:
    """Return what came of building a site into a folder, which stays as it was while an error stands.

    Long work is reported: what is done, how much of it, and of how much.
    """
    left = partial(left_by_builds, site, output, sources.portable)
    finished = finish_interrupted(output, left)
    as_of = manifest_signature(output)
    memory = load_memory(site, output, clean, report, sources.portable)
    forgetful = partial(load_memory, site, output, True, report, sources.portable)
    planned, memory = _planned(sources, memory, forgetful)
    outputs, problems = planned.outputs, in_order([*finished, *found, *planned.problems])
    base_path = planned.site.config.base_path
    stopped = stopping(problems, strict)
    digests = {} if stopped else dict(_digests(outputs, memory))
    if have_not_changed(site, sources):
        save_memory(site, memory, not stopped, sources.portable)
    if stopped:
        return Built(outputs, problems, None, base_path)
    same = {path for path, digest in digests.items() if memory.holds(path) == digest}
    written = write_outputs(outputs, output, clean, same, as_of)
    if written is None:
        # Another build was faster, and what this one counted on may be gone.
        return build(site, output, sources, found, strict, clean, report)
    if isinstance(written, Written):
        # What another version of the program noted counts as nothing.
        if len(same) < len(digests) or written.removed or not left():
            still = partial(is_as_written, output, written)
            save_holdings(site, output, digests, written.changed, still, sources.portable)
        return Built(outputs, problems, written, base_path)
    return Built(outputs, [*problems, *written], None, base_path)


def check(
    folder: Path,
    sources: Sources,
    found: list[Problem],
    report: Callable[[str, int, int], None] = lambda *_: None,
) -> Planned:
    """Return what would come of building a site; nothing is written but what makes the next look at it fast."""
    memory = load_memory(folder, report=report)
    planned, memory = _planned(sources, memory, partial(load_memory, folder, None, True, report))
    if have_not_changed(folder, sources):
        save_memory(folder, memory, whole=False)
    return replace(planned, problems=in_order([*found, *planned.problems]))


def _planned(sources: Sources, memory: Memory, forgetful: Callable[[], Memory]) -> tuple[Planned, Memory]:
    """Return a site as planned and the memory that it was planned with: one that knows nothing, if need be.

    The seal of what is remembered has no key: whoever can write there can make results of any shape.
    """
    try:
        planned = planned_site(sources, memory)
        return replace(planned, problems=in_order(planned.problems)), memory
    except UNREADABLE:
        if not memory.knows_something:
            raise
    memory = forgetful()
    return planned_site(sources, memory), memory


def stopping(problems: Iterable[Problem], strict: bool) -> bool:
    """Return whether one of some problems stops a build."""
    stops = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return any(problem.level in stops for problem in problems)


def _digests(outputs: Iterable[Output], memory: Memory) -> Iterator[tuple[str, str]]:
    """Yield the digest of each output by its path, but of those that cannot be read."""
    for output in outputs:
        body = output.body
        if isinstance(body, Source):
            known = memory.digest(body)
        else:
            known = body.digest if isinstance(body, Kept) else digest(body)
        if known:
            yield output.path, known
