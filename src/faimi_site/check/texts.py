"""What is wrong in a single text of the site, whatever stands around it: remembered for each text by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from faimi_site.check.leftovers import with_its_event
from faimi_site.check.written import Written
from faimi_site.frozen import frozen
from faimi_site.memory import Asked, Memory, Result, digest
from faimi_site.model import Folder, Page, Site
from faimi_site.parallel import Crashed
from faimi_site.problem import Problem
from faimi_site.records import made, plain
from faimi_site.text import Text


@frozen
class _Source:
    """A text by what it depends on, and how it is had."""

    path: str
    inputs: tuple[str, ...]
    written: Callable[[], Written]


def texts_are_sound(site: Site, memory: Memory) -> Iterator[Problem]:
    """Yield what is wrong in each text of the site."""
    sources = [*_pages(site), *_data(site)]
    results = memory.recall_all("text", [Asked((one.path, *one.inputs), partial(_checked, one)) for one in sources])
    # A page that took its process down has said so when it was made.
    found = (made(Problem, one) for result in results if not isinstance(result, Crashed) for one in result["problems"])
    yield from with_its_event(site, found)


def _checked(source: _Source) -> Result:
    from faimi_site.check.text import TEXT_CHECKS  # heavy: not needed where everything is remembered

    written = source.written()
    return {"problems": [plain(problem) for check in TEXT_CHECKS for problem in check(written)]}


def _pages(site: Site) -> Iterator[_Source]:
    """Yield the pages, and the texts of those that are not published."""
    options = site.config.markdown
    settings = (str(options.smart_punctuation), str(options.math))
    for page in site.pages:
        accessible = page.event.accessibility if page.event else ""
        yield _Source(page.source, (page.key, accessible, *settings), partial(_of_page, page))
    published = {page.source for page in site.pages}
    for path, key in site.hidden.items():
        if path not in published:
            yield _Source(path, (key, "hidden"), partial(_of_file, site, path))


def _of_page(page: Page) -> Written:
    text = Text(page.source, page.text)
    made_of = [(page.html, page.body)]
    if page.event and page.event.accessibility:
        made_of.append((page.event.accessibility, 0))
    notebook = page.notebook
    rest, lines = (notebook.rest, notebook.lines) if notebook else ("", ())
    return Written(text, tuple(made_of), page.body, is_page=True, rest=rest, lines=lines)


def _of_file(site: Site, path: str) -> Written:
    return Written(Text(path, site.texts[path]))


def _data(site: Site) -> Iterator[_Source]:
    """Yield the YAML files, with what was made of the Markdown in them."""
    folders = {page.folder: page.data for page in site.pages}
    sections = {file.path: (file.section, folders.get(file.folder)) for file in site.data_files}
    for path in site.texts:
        # A page's own text is read only if it has to be checked anew.
        if path.endswith(".md"):
            continue
        text = site.texts[path]
        section, folder = sections.get(path, ("", None))
        html = "<hr>".join(_fields(section, folder)) if folder else ""
        if path == "content/people.yaml":
            html = "<hr>".join(person.bio for person in site.people.values())
        yield _Source(path, (digest(text.encode()), html), partial(_of_data, text, path, html))


def _of_data(text: str, path: str, html: str) -> Written:
    return Written(Text(path, text), ((html, 0),) if html else (), is_data=True)


def _fields(section: str, folder: Folder) -> list[str]:
    if section == "schedule":
        return [session.abstract for session in folder.sessions]
    if section == "organizers":
        return [person.bio for person in folder.people if not person.id]
    return [resource.description for resource in folder.resources or ()]
