"""Pages: what each draft becomes with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from faimi_site import paths
from faimi_site.load.drafts import Draft, Head
from faimi_site.load.files import CONTENT, Published
from faimi_site.model import EDITIONS, Config, Event, Folder, Image, Page, Redirect
from faimi_site.phrases import date_span
from faimi_site.problem import Fault, Level, Place, Problem, guess


def page(
    draft: Draft,
    of_event: Event | None,
    data: Folder,
    config: Config,
    files: Published,
    layouts: Sequence[str],
) -> Iterator[Page | Problem]:
    """Yield the page that a draft becomes with what stands around it, and the problems of that."""
    head = draft.head
    path = page_path(draft)
    if isinstance(path, Fault):
        yield Problem("file/name", Level.ERROR, Place(draft.source), path.message, path.hint)
        return
    image = files.find(head.image.path, draft.folder) if head.image else None
    if head.image and isinstance(image, Fault):
        yield Problem("file/missing", Level.ERROR, head.image_place, f"image: {image.message}", image.hint)
    layout = _layout(head, layouts)
    if isinstance(layout, Problem):
        yield layout
    for section in draft.body.sections:
        if section.name != EDITIONS and getattr(data, section.name) is None:
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
        place=head.place,
        body=draft.start,
        read=draft.read,
        render=draft.render,
        face=draft.front,
        key=draft.key,
        description=head.description or (_summary(of_event) if of_event else ""),
        layout=layout if isinstance(layout, str) else "default",
        weight=head.weight,
        redirect_to=head.redirect_to,
        draft=not head.published,
        sitemap=head.sitemap,
        lang=head.lang or config.lang,
        image=Image(image[0], head.image.alt) if head.image and isinstance(image, tuple) else None,
        nav=head.nav,
        in_nav=head.in_nav,
        last_modified_at=head.last_modified_at,
        canonical_url=head.canonical_url,
        author=head.author or config.author,
        params=head.params,
        event=of_event,
        calendar=_calendar(draft, path, of_event, data),
        sections=draft.body.sections,
        data=data,
    )


def _calendar(draft: Draft, path: str, of_event: Event | None, data: Folder) -> str:
    """Return the address of the calendar of a page's event, or an empty text where there is nothing to put into it."""
    sessions = data.sessions if draft.source == f"{draft.folder}/index.md" else ()
    dated = of_event and (of_event.start or of_event.deadlines)
    return f"{calendars_at(path)}schedule.ics" if (sessions or dated) and not draft.head.redirect_to else ""


def calendars_at(path: str) -> str:
    """Return what the addresses of the calendars of the page at an output path start with."""
    return paths.address(f"{paths.below_page(path)}index.html")


def page_path(draft: Draft) -> str | Fault:
    """Return the output path of a page."""
    if draft.head.permalink:
        return paths.output_path(draft.head.permalink)
    return paths.fitting(paths.clean_path(draft.source.removeprefix(CONTENT)))


def redirects(draft: Draft, own: Page) -> Iterator[Redirect | Problem]:
    """Yield the old addresses that lead to a page, and where the page itself leads elsewhere; a note for its own."""
    for old in draft.head.redirect_from:
        path = paths.output_path(old.text)
        if isinstance(path, Fault):
            continue
        if path == own.path:
            message = f"'{old.text}' is the page's own address; it needs no redirect"
            yield Problem("redirect/own-address", Level.NOTE, old.place, message)
        else:
            yield Redirect(path, own.redirect_to or own.url, own.title, own.lang, old.place)
    if own.redirect_to:
        yield Redirect(own.path, own.redirect_to, own.title, own.lang, draft.head.redirect_place)


def _title(draft: Draft, of_event: Event | None) -> str:
    """Return a page's title; where its front matter cannot be read, its source, so that none is said to be missing."""
    title = draft.head.title or draft.body.heading or (of_event.name if of_event else "")
    return title if title or (draft.head.readable and draft.body.readable) else draft.source


def _summary(of_event: Event) -> str:
    """Return an event in one line: name, days and place."""
    days = date_span(of_event.start, of_event.end) if of_event.start else ""
    return ", ".join(filter(None, (of_event.name, days, of_event.venue, of_event.city, of_event.country)))


def layouts(templates: Iterable[str]) -> list[str]:
    """Return the names that a page's `layout` can have: templates at the top of the folder, but the program's own."""
    names = (name.removesuffix(".html") for name in templates if name.endswith(".html") and "/" not in name)
    return sorted(name for name in names if name not in ("notebook", "redirect") and not name.startswith("_"))


def _layout(head: Head, known: Sequence[str]) -> str | Problem:
    if head.layout in known:
        return head.layout
    message = f"layout: there is no layout '{head.layout}'"
    hints = guess(head.layout, known), f"there are: {', '.join(known)}"
    return Problem("page/layout", Level.ERROR, head.layout_place, message, " ".join(filter(None, hints)))
