"""From a site on disk to its output, by way of what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from faimi_site.disk.memory import left_by_builds, load_memory, save_holdings, save_memory
from faimi_site.disk.output import Written, finish_interrupted, is_as_written, manifest_signature, write_outputs
from faimi_site.disk.sources import have_not_changed
from faimi_site.frozen import frozen
from faimi_site.load.site import load_site
from faimi_site.memory import Memory, digest
from faimi_site.model import Kept, Output, Source, Sources
from faimi_site.problem import Level, Problem, in_order

if TYPE_CHECKING:
    from faimi_site.plan import Planned

# The steps that read what authors write; what is not named here, as digests of files, is made as fast as told.
_READING = ("config", "head", "people", "folder", "notebook", "picture", "pdf")
# What comes of reading data that has another shape than a build would have given it.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@frozen
class Built:
    """What a build planned, found, and wrote, and the site's base path; a problem stopped one without `written`."""

    outputs: list[Output]
    problems: list[Problem]
    written: Written | None
    base_path: str = ""


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
        return _planned_with(sources, memory), memory
    except UNREADABLE:
        if not memory.knows_something:
            raise
    memory = forgetful()
    return _planned_with(sources, memory), memory


def _planned_with(sources: Sources, memory: Memory) -> Planned:
    """Return a site as planned; while this process gets ready for that, another one reads what has changed."""
    # Of a new site the texts are many, and all cores read them.
    is_new = not memory.knows_something
    read = partial(load_site, sources, texts=not is_new)
    with memory.ahead(read, _READING if is_new else (*_READING, "body")) as is_beside:
        from faimi_site.plan import get_ready, planned  # heavy, as it brings Jinja

        if is_new and is_beside:
            get_ready()
        loaded = load_site(sources, memory)
    made = planned(*loaded, memory)
    return replace(made, problems=in_order(made.problems))


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
