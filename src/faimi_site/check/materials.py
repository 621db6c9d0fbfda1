"""What is published beside the pages: PDFs that all can read, images that do not tell where they were taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faimi_site.model import Output, Pdf, Picture, Site, Source
from faimi_site.problem import Place, Problem
from faimi_site.rules import found


def pdfs_are_accessible(site: Site) -> Iterator[Problem]:
    """Yield a warning for each PDF of the materials without a title, without a language, or without tags."""
    materials = (material for page in site.pages for material in page.data.resources or ())
    for source, pdf in {one.source: one.pdf for one in materials if one.pdf}.items():
        yield from _of_pdf(pdf, Place(source))


def images_tell_no_position(site: Site, outputs: Iterable[Output]) -> Iterator[Problem]:
    """Yield a warning for each image that is published as it is, and says where it was taken."""
    for output in outputs:
        picture = site.pictures.get(output.path)
        if isinstance(output.body, Source) and isinstance(picture, Picture) and picture.position:
            message = "the image is published with the position where it was taken (in its EXIF)"
            hint = "take it out (exiftool -gps:all= -xmp:all= FILE), or show the image in a page without a link to it"
            yield found("image/position", Place(output.body.path), message, hint)


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
