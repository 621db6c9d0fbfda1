"""The whole story: what a site's sources make, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial

from faimi_site import markdown
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
from faimi_site.frozen import frozen
from faimi_site.load.notebookcells import in_cells
from faimi_site.load.site import load_site
from faimi_site.memory import Memory
from faimi_site.model import CheckLevel, Output, Site, Sources
from faimi_site.problem import Problem, split
from faimi_site.produce.calendars import calendars, load_icalendar
from faimi_site.produce.covers import covers
from faimi_site.produce.feed import feed
from faimi_site.produce.feeds import feeds
from faimi_site.produce.files import files
from faimi_site.produce.icons import icons
from faimi_site.produce.known import known_pages
from faimi_site.produce.originals import without_hidden_originals
from faimi_site.produce.ownership import contested
from faimi_site.produce.pages import drawn_ahead, pages
from faimi_site.produce.redirects import redirects

PRODUCERS = (pages, redirects, files, feeds, feed, calendars, covers, icons, known_pages)
# What another process makes of a new site while this one makes its pages: what is drawn, by these steps.
BESIDE = (drawn_ahead, icons, covers)
_DRAWING = ("card words", "card", "icon letters", "icon", "cover")
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


@frozen
class Planned:
    """A site, what it becomes, and what is wrong with it."""

    site: Site
    outputs: list[Output]
    problems: list[Problem]


def plan(sources: Sources, memory: Memory) -> tuple[list[Output], list[Problem]]:
    """Return the whole site in memory and all that is wrong with it: a pure function of its sources."""
    made = planned_site(sources, memory)
    return made.outputs, made.problems


def planned_site(sources: Sources, memory: Memory) -> Planned:
    """Return what a site is, what it becomes, and all that is wrong with it."""
    return planned(*load_site(sources, memory), memory)


def planned(site: Site, problems: Iterable[Problem], memory: Memory) -> Planned:
    """Return what a site becomes, and all that is wrong with it beside what was found as it was loaded."""
    is_new = not memory.knows_something
    with memory.ahead(partial(_beside, site), _DRAWING) if is_new else nullcontext():
        # Before there are outputs: the processes that look at texts would each hold them too.
        of_texts = list(texts_are_sound(site, memory))
        outputs, found = split(item for produce in PRODUCERS for item in produce(site, memory))
    outputs = without_hidden_originals(site, outputs)
    of_outputs = (problem for check in OUTPUT_CHECKS for problem in check(site, outputs))
    checked = (problem for check in CHECKS for problem in check(site))
    seen = [*found, *of_texts, *checked, *of_outputs]
    every = with_notes_of_drafts(site, [*problems, *contested(outputs), *in_cells(seen, site)])
    return Planned(site, outputs, list(at_levels(every, site.config.checks)))


def get_ready() -> None:
    """Load what a new site needs, as long as another process reads it and there is nothing else to do."""
    load_icalendar()
    markdown.get_ready()


def _beside(site: Site, memory: Memory) -> None:
    for produce in BESIDE:
        for _ in produce(site, memory):
            pass


def at_levels(problems: Iterable[Problem], levels: Iterable[CheckLevel]) -> Iterator[Problem]:
    """Yield problems, those of checks at the levels that the site gives to their rules; the last that fits counts."""
    levels = list(levels)
    for problem in problems:
        fitting = [one for one in levels if one.rule == problem.rule and fnmatchcase(problem.place.file, one.path)]
        if not fitting:
            yield problem
        elif fitting[-1].level is not None:
            yield replace(problem, level=fitting[-1].level)
