"""resources.yaml, as the materials of a page."""

from __future__ import annotations

from collections.abc import Iterator

from faimi_site import paths
from faimi_site.load.fields import parse_language
from faimi_site.load.pictures import pdf
from faimi_site.load.prose import prose
from faimi_site.load.schema import ResourceRecord
from faimi_site.load.shelf import Shelf
from faimi_site.load.validate import read_tree, validated
from faimi_site.model import Cover, Pdf, Resource, Source
from faimi_site.paths import slug
from faimi_site.pdfs import LARGEST
from faimi_site.problem import Fault, Level, Place, Problem, split
from faimi_site.yamltree import Scalar, Tree

COVER_WIDTH, COVER_HEIGHT = 160, 160  # pixels of CSS; twice as many are made
_KINDS = {"ipynb": "Jupyter notebook", "mp4": "video", "webm": "video", "md": "Markdown", "txt": "text"}


def resources(source: Source, shelf: Shelf) -> Iterator[tuple[Resource, ...] | Problem]:
    """Yield the materials of resources.yaml in its order, after the problems of their files and ids."""
    tree = read_tree(source)
    if isinstance(tree, list):
        yield from tree
        return
    if isinstance(tree.root, Scalar) and tree.root.null and "#" in tree.text.text:
        # As a new edition has it, until its materials are there.
        message = "the file lists no material yet: it holds comments alone"
        hint = "write - title: and file:, or remove the file and its marker"
        yield Problem("data/empty", Level.WARNING, Place(source.path), message, hint)
        yield ()
        return
    records, problems = split(validated(list[ResourceRecord], tree))
    yield from problems
    made: dict[str, Resource] = {}
    for record in records[0] if records else ():
        found, wrong = split(_resource(record, tree, shelf))
        yield from wrong
        for resource in found:
            if resource.id in made:
                message = f"two resources have the id '{resource.id}'"
                place = tree.place_of(record.node, "id" if record.id else "title")
                yield Problem("data/same-id", Level.ERROR, place, message, "give this one an id of its own")
            made.setdefault(resource.id, resource)
    if tree.is_empty:
        message = "the file lists no material"
        yield Problem("data/empty", Level.ERROR, tree.place(), message, "write - title: and file:, or remove the file")
    yield tuple(made.values())


def _resource(record: ResourceRecord, tree: Tree, shelf: Shelf) -> Iterator[Resource | Problem]:
    if bool(record.file) == bool(record.url):
        given = tree.place_of(record.node, "url" if record.url else "title")
        message = "a resource has both 'file' and 'url'" if record.url else "a resource needs 'file' or 'url'"
        hint = "file is of this site, url is elsewhere"
        # A value that was refused has its own problem already.
        if record.url or not (record.node.gives("file") or record.node.gives("url")):
            yield Problem("field/missing", Level.ERROR, given, message, hint)
        return
    url, size, ending, source = record.url, 0, "", ""
    portable: Pdf | None = None
    if record.file:
        found = shelf.files.find(record.file, shelf.folder)
        if isinstance(found, Fault):
            place = tree.place_of(record.node, "file")
            # The resource stays all the same: sessions name it, and must not be told that there is none.
            yield Problem("file/missing", Level.ERROR, place, f"file: {found.message}", found.hint)
        else:
            url, size, source = found[0], found[1].size, found[1].path
        ending = record.file.rpartition(".")[2].lower()
        if ending == "pdf" and size > LARGEST:
            message = f"the PDF is larger than {LARGEST // 1_000_000} MB, so its card has no picture and no pages"
            yield Problem("pdf/too-large", Level.WARNING, Place(source), message, "make its pictures smaller")
        elif ending == "pdf" and not isinstance(found, Fault):
            read = pdf(found[1], shelf.memory)
            if isinstance(read, Fault):
                # At its place in the data: the file itself has no line to show.
                message = f"file: {read.message}"
                yield Problem("pdf/unreadable", Level.ERROR, tree.place_of(record.node, "file"), message, read.hint)
            else:
                portable = read
    description, faults = prose(record, "description", tree, shelf.render)
    yield from faults
    yield Resource(
        id=record.id or slug(record.title),
        title=record.title,
        url=url,
        kind=record.kind or _KINDS.get(ending, ending.upper()),
        size=size,
        authors=tuple(record.authors),
        license=record.license,
        lang=record.lang or (_lang(portable) if portable else ""),
        description=description,
        source=source,
        is_named=bool(record.id),
        pdf=portable,
        cover=_cover(source, portable) if portable else None,
        place=tree.place_of(record.node, "file") if source else tree.place_of(record.node, "title"),
    )


def _lang(portable: Pdf) -> str:
    """Return the language of a PDF, where what it says is one."""
    parsed = parse_language(portable.lang)
    return "" if isinstance(parsed, Fault) else parsed


def _cover(source: str, portable: Pdf) -> Cover:
    """Return the picture of a PDF's first page as it is shown: no wider and no higher than the card has room for."""
    scale = min(COVER_WIDTH / portable.width, COVER_HEIGHT / portable.height)
    width, height = (max(1, round(side * scale)) for side in (portable.width, portable.height))
    return Cover(paths.address(paths.derived(source, portable.digest, 2 * width, "webp")), width, height)
