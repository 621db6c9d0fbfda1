"""Pages: what each draft becomes with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from faimi_site import paths
from faimi_site.load.drafts import Draft
from faimi_site.load.files import CONTENT, Published
from faimi_site.model import Config, Event, Folder, Image, Page, Redirect, Section, Source
from faimi_site.problem import Fault, Level, Place, Problem, guess
from faimi_site.templates import date_span, layouts
from faimi_site.yamltree import Scalar, Sequence


def page(
    draft: Draft,
    of_event: Event | None,
    data: Folder,
    config: Config,
    files: Published,
    templates: Mapping[str, Source],
) -> Iterator[Page | Problem]:
    """Yield the page that a draft becomes with what stands around it, and the problems of that."""
    matter, tree = draft.matter, draft.tree
    path = page_path(draft)
    if isinstance(path, Fault):
        yield Problem("file/name", Level.ERROR, Place(draft.source), path.message, path.hint)
        return
    image = files.find(matter.image.path, draft.folder) if matter.image else None
    if matter.image and isinstance(image, Fault):
        place = tree.place_of(matter.image.node, "path")
        yield Problem("file/missing", Level.ERROR, place, f"image: {image.message}", image.hint)
    layout = _layout(draft, templates)
    if isinstance(layout, Problem):
        yield layout
    sections = tuple(_sections(draft))
    for section in sections:
        if getattr(data, section.name) is None:
            message = f"[{section.name.upper()}] needs {draft.folder}/{section.name}.yaml, and there is none"
            yield Problem(
                "section/no-data",
                Level.ERROR,
                section.place,
                message,
                "write the file, or take the marker out",
            )
    yield Page(
        source=draft.source,
        path=path,
        url=paths.address(path),
        title=_title(draft, of_event),
        text=draft.text.text,
        place=tree.key_place("permalink") if matter.node.gives("permalink") else Place(draft.source),
        body=draft.body,
        html=draft.rendered.html,
        description=matter.description or (_summary(of_event) if of_event else ""),
        layout=layout if isinstance(layout, str) else "default",
        weight=matter.weight,
        redirect_to=matter.redirect_to,
        draft=not matter.published,
        sitemap=matter.sitemap,
        lang=matter.lang or config.lang,
        image=Image(image[0], matter.image.alt) if matter.image and isinstance(image, tuple) else None,
        nav=matter.nav or "",
        in_nav=matter.nav is not False,
        last_modified_at=matter.last_modified_at,
        canonical_url=matter.canonical_url,
        author=matter.author or config.author,
        params=dict(matter.__pydantic_extra__ or {}),
        event=of_event,
        calendar=_calendar(draft, path, of_event, data),
        sections=sections,
        data=data,
    )


def _calendar(draft: Draft, path: str, of_event: Event | None, data: Folder) -> str:
    """Return the address of the calendar of a page's event, or an empty text where there is nothing to put into it."""
    sessions = data.sessions if draft.source == f"{draft.folder}/index.md" else ()
    dated = of_event and (of_event.start or of_event.deadlines)
    return f"{calendars_at(path)}schedule.ics" if (sessions or dated) and not draft.matter.redirect_to else ""


def calendars_at(path: str) -> str:
    """Return what the addresses of the calendars of the page at an output path start with."""
    return paths.address(f"{paths.below_page(path)}index.html")


def page_path(draft: Draft) -> str | Fault:
    """Return the output path of a page."""
    if draft.matter.permalink:
        return paths.output_path(draft.matter.permalink)
    return paths.fitting(paths.clean_path(draft.source.removeprefix(CONTENT)))


def redirects(draft: Draft, own: Page) -> Iterator[Redirect | Problem]:
    """Yield the old addresses that lead to a page, and where the page itself leads elsewhere; a note for its own."""
    node = draft.matter.node.values.get("redirect_from")
    items = node.items if isinstance(node, Sequence) else [node]
    for item in items:
        path = paths.output_path(item.text) if isinstance(item, Scalar) and not item.null else Fault("")
        if isinstance(path, Fault) or not isinstance(item, Scalar):
            continue
        place = draft.tree.place_of(item)
        if path == own.path:
            message = f"'{item.text}' is the page's own address; it needs no redirect"
            yield Problem("redirect/own-address", Level.NOTE, place, message)
        else:
            yield Redirect(path, own.redirect_to or own.url, own.title, own.lang, place)
    if own.redirect_to:
        yield Redirect(own.path, own.redirect_to, own.title, own.lang, draft.tree.place("redirect_to"))


def _title(draft: Draft, of_event: Event | None) -> str:
    """Return a page's title; where its front matter cannot be read, its source, so that none is said to be missing."""
    title = draft.matter.title or draft.rendered.heading or (of_event.name if of_event else "")
    return title if title or draft.readable else draft.source


def _summary(of_event: Event) -> str:
    """Return an event in one line: name, days and place."""
    days = date_span(of_event.start, of_event.end) if of_event.start else ""
    return ", ".join(filter(None, (of_event.name, days, of_event.venue, of_event.city, of_event.country)))


def _layout(draft: Draft, templates: Mapping[str, Source]) -> str | Problem:
    known = layouts(templates)
    if draft.matter.layout in known:
        return draft.matter.layout
    message = f"layout: there is no layout '{draft.matter.layout}'"
    hints = guess(draft.matter.layout, known), f"there are: {', '.join(known)}"
    return Problem("page/layout", Level.ERROR, draft.tree.place("layout"), message, " ".join(filter(None, hints)))


def _sections(draft: Draft) -> Iterator[Section]:
    """Yield the sections that a page asks for, each at its marker."""
    above = draft.text.place(draft.body).line - 1
    for name, line in draft.rendered.sections:
        start = draft.text.text.index("[", draft.text.line_start(above + line))
        yield Section(name, draft.text.place(start, len(name) + 2))
