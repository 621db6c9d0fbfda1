"""What is published beside the pages: PDFs that all can read, images that do not tell where they were taken."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from faimi_site import paths
from faimi_site.check.served import Served, served
from faimi_site.model import Look, Output, Page, Pdf, Picture, Site, Source
from faimi_site.origin import Origins, origins, places
from faimi_site.pictures import MOST_BYTES
from faimi_site.problem import Fault, Place, Problem
from faimi_site.rules import found
from faimi_site.text import Text

_SHOWN = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")
_DOCUMENTS = {".pdf": "PDF", ".eps": "EPS", ".ps": "PostScript", ".ai": "Illustrator"}  # that are taken for images


def pdfs_are_accessible(site: Site) -> Iterator[Problem]:
    """Yield a warning for each PDF of the materials without a title, without a language, or without tags."""
    materials = (material for page in site.pages for material in page.data.resources or ())
    for source, pdf in {one.source: one.pdf for one in materials if one.pdf}.items():
        yield from _of_pdf(pdf, Place(source))


def images_tell_no_position(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a warning for each image that is published as it is, and says where it was taken; a note where it may."""
    for output in outputs:
        picture = site.pictures.get(output.path)
        if isinstance(output.body, Source) and picture and output.body.size > MOST_BYTES:
            message = f"the image is larger than {MOST_BYTES // 1_000_000} MB, so nothing in it is looked at"
            hint = "make it smaller, or see for yourself that it does not say where it was taken"
            yield found("image/too-large", Place(output.body.path), message, hint)
        elif isinstance(output.body, Source) and isinstance(picture, Picture) and picture.position:
            message = "the image is published with the position where it was taken (in its EXIF)"
            hint = "take it out (exiftool -gps:all= -xmp:all= FILE)"
            hint += ", or show the image in a page without a link to it" if picture.width else ""
            yield found("image/position", Place(output.body.path), message, hint)


def browsers_show_images(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield an error for each image of a page in a format that browsers do not show, such as a phone's HEIC."""
    of, at = origins(site), served(site, outputs)
    # What is shown on many pages is looked up once.
    unshown = cache(partial(_unshown, at=at, site=site))
    for page in site.pages:
        # What can be read is told as a JPEG.
        if page.image and not _is_read(page.image.path, site) and (form := unshown(page.image.path)):
            matter = Text(page.source, page.text[: page.body])
            written = (page.image.path, posixpath.basename(page.image.path))
            place = next((place for one in written for place in places(one, matter)), Place(page.source))
            yield _not_shown(posixpath.basename(page.image.path), form, place)
        output = at.outputs.get(page.path)
        if output and output.look:
            yield from _not_shown_in(page, output.look, unshown, of, site.config.base_path)


def _not_shown_in(
    page: Page, look: Look, unshown: Callable[[str], str], of: Origins, base_path: str
) -> Iterator[Problem]:
    for reference in look.references:
        # Of several sources, a browser takes one that it can show.
        if not reference.image or not reference.loads or reference.tag == "source":
            continue
        local = paths.below_base(reference.address, base_path)
        if local and (form := unshown(local)):
            written = reference.address if reference.form is None else reference.form
            yield _not_shown(written, form, of.place(written, page, reference.form_nth))


def _is_read(address: str, site: Site) -> bool:
    decoded = paths.decode(address)
    picture = None if isinstance(decoded, Fault) else site.pictures.get(decoded.removeprefix("/"))
    return isinstance(picture, Picture) and picture.width > 0


def _unshown(address: str, at: Served, site: Site) -> str:
    """Return the format of the image at an address of the site, where browsers do not show it; else nothing."""
    there = None if paths.is_external(address) else at.find(address)
    path = there.path if there and there.how == "exact" else ""
    picture = site.pictures.get(path)
    if isinstance(picture, Picture):
        return "" if picture.format in _SHOWN else picture.format
    return _DOCUMENTS.get(posixpath.splitext(path)[1].lower(), "")


def _not_shown(written: str, form: str, place: Place) -> Problem:
    message = f"'{written}' is in the format {form}, which browsers do not show"
    hint = "export it as JPEG, or a figure as PNG or SVG, and name that"
    return found("image/format", place, message, hint)


def _of_pdf(pdf: Pdf, place: Place) -> Iterator[Problem]:
    if not pdf.title:
        message = "the PDF has no title, so readers and tabs show the name of its file"
        yield found("pdf/no-title", place, message, "set it in the program that made it, under its properties")
    if not pdf.lang:
        message = "the PDF does not say its language, so screen readers have to guess how to pronounce it"
        yield found("pdf/no-language", place, message, "set it in the program that made it (/Lang in its catalog)")
    if not pdf.tagged:
        message = "the PDF is not tagged, so screen readers find no headings, no order and no alt texts in it"
        yield found("pdf/not-tagged", place, message, "export it as tagged or accessible PDF (PDF/UA)")
