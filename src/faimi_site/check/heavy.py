"""Pictures that pages show as they are: what no smaller one is made of should not be heavy."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from faimi_site import paths
from faimi_site.check.served import served
from faimi_site.model import Output, Picture, Site
from faimi_site.origin import origins
from faimi_site.problem import Fault, Place, Problem
from faimi_site.rules import found

HEAVY = 1_000_000  # bytes: some twenty times of what the largest picture takes that is made smaller here


def pictures_are_light(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a note for each picture of more than 1 MB that a page shows as it is, at the first place that shows it."""
    heavy = {path: source.size for path, source in site.files if source.size > HEAVY}
    if not heavy:
        return
    of, at = origins(site), served(site, outputs)
    for page in site.pages:
        output = at.outputs.get(page.path)
        for reference in output.look.references if output and output.look else ():
            local = paths.below_base(reference.address, site.config.base_path)
            there = at.find(local) if local and reference.image and reference.loads else None
            # One that cannot be read is an error already.
            if there and there.path in heavy and not isinstance(site.pictures.get(there.path), Fault):
                name, size = posixpath.basename(there.path), heavy.pop(there.path) / 1_000_000
                message = f"'{name}' is published as it is: {size:.1f} MB"
                # Data names a file also by its name alone, relative to the page.
                written = (reference.address if reference.form is None else reference.form, name)
                places = (of.place(one, page, reference.form_nth) for one in written)
                place = next((place for place in places if place.line), Place(page.source))
                yield found("image/heavy", place, message, _hint(site.pictures.get(there.path)))


def _hint(picture: Picture | Fault | None) -> str:
    if not isinstance(picture, Picture):
        return "export it as PNG, of which smaller pictures are made"
    if picture.moves:
        return "of an animation no smaller ones are made: show a video (MP4, WebM), or save it with fewer frames"
    return "save it smaller, or show it by a plain img, without srcset and picture: smaller ones are made of that"
