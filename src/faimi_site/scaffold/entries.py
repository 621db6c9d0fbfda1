"""Which files of an old site Jekyll reads, and as what (its reader.rb, entry_filter.rb and collection.rb)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Literal

from faimi_site.frozen import frozen
from faimi_site.load.files import MARKDOWN
from faimi_site.model import Source
from faimi_site.scaffold.permalinks import dated, extname, stem, within
from faimi_site.scaffold.psych import has_header
from faimi_site.scaffold.settings import Settings

# Markdown without front matter that GitHub Pages leaves alone.
_ABOUT_THE_REPOSITORY = frozenset(
    "README LICENSE LICENCE COPYING CODE_OF_CONDUCT CONTRIBUTING ISSUE_TEMPLATE PULL_REQUEST_TEMPLATE".split()
)
Kind = Literal["page", "document", "static"]


@frozen
class Entry:
    """A file that Jekyll publishes: as a page, as a document of a collection, or as it is.

    One that is `raw` is Markdown without front matter, which Jekyll copies and GitHub Pages may make a page of; `index`
    tells that it may be the index of its folder then. A `draft` is published as a post because the site asks for it.
    """

    path: str
    file: Source
    kind: Kind
    label: str = ""
    raw: bool = False
    index: bool = False
    draft: bool = False


def entries(files: Mapping[str, Source], settings: Settings) -> Iterator[Entry]:
    """Yield the files that are published, those that are written last at the end."""
    tree = _Tree(files, settings)
    seen = list(dict.fromkeys([*tree.walk(""), *_included(files, settings)]))
    inside = settings.text("collections_dir").strip("/")
    found = [_entry(path, files[path], settings) for path in seen]
    pages = sorted((one for one in found if one.kind == "page"), key=lambda one: posixpath.basename(one.path))
    yield from _with_readmes(pages, found, settings)
    posts: list[str] = []
    drafts: list[str] = []
    for folder in [*tree.visited]:
        if not inside or folder == inside or folder.startswith(f"{inside}/"):
            posts += [path for path in tree.below(f"{folder}/_posts".lstrip("/")) if dated(path)]
            drafts += tree.below(f"{folder}/_drafts".lstrip("/")) if settings.values.get("show_drafts") else []
    documents = [Entry(path, files[path], "document", "posts") for path in sorted(posts)]
    documents += [Entry(path, files[path], "document", "posts", draft=True) for path in sorted(drafts)]
    for label in settings.collections:
        if label in ("posts", "data"):
            continue
        at = f"{inside}/_{label}" if inside else f"_{label}"
        for path in tree.below(at):
            header = has_header(_start(files[path]))
            if settings.is_written(label):
                documents.append(Entry(path, files[path], "document" if header else "static", label))
    yield from (one for one in documents if one.kind == "static")
    yield from (one for one in documents if one.kind == "document")


def _entry(path: str, file: Source, settings: Settings) -> Entry:
    if has_header(_start(file)):
        return Entry(path, file, "page")
    return Entry(path, file, "static", raw=is_markdown(path, settings))


def is_markdown(path: str, settings: Settings) -> bool:
    """Return whether a file is Markdown to Jekyll, or to us, who publish none as it is."""
    ending = extname(path).lower()
    return ending in settings.markdown or ending[1:] in MARKDOWN


def _with_readmes(pages: list[Entry], found: list[Entry], settings: Settings) -> Iterator[Entry]:
    """Yield pages, then files that are copied, with what GitHub Pages makes of Markdown without front matter."""
    index = {posixpath.dirname(one.path) for one in found if stem(posixpath.basename(one.path)).lower() == "index"}
    yield from pages
    for one in found:
        if one.kind != "static":
            continue
        name = stem(posixpath.basename(one.path)).upper()
        folder = posixpath.dirname(one.path)
        if one.raw and name == "README" and folder not in index and settings.may_use("jekyll-readme-index"):
            yield Entry(one.path, one.file, "static", raw=True, index=True)
        else:
            yield one


def is_about_the_repository(path: str) -> bool:
    """Return whether a Markdown file tells of the repository, and GitHub Pages makes no page of it by itself."""
    return stem(posixpath.basename(path)).upper() in _ABOUT_THE_REPOSITORY


def _start(file: Source) -> bytes:
    """Return a file's first line, as far as it matters."""
    with file.open() as stream:
        return stream.read(200)


def _included(files: Mapping[str, Source], settings: Settings) -> Iterator[str]:
    yield from (one.strip("/") for one in settings.include if one.strip("/") in files)


class _Tree:
    """The folders of the old site; `visited` are those that are read for pages."""

    def __init__(self, files: Mapping[str, Source], settings: Settings) -> None:
        self.files, self.settings = files, settings
        self.visited: list[str] = []
        self.inner: dict[str, dict[str, bool]] = {}
        for path in files:
            folder, name = posixpath.split(path)
            self.inner.setdefault(folder, {})[name] = False
            while folder:
                folder, name = posixpath.split(folder)
                self.inner.setdefault(folder, {})[name] = True

    def walk(self, folder: str) -> Iterator[str]:
        """Yield the paths below a folder that Jekyll reads, and note the folders."""
        self.visited.append(folder)
        inner = self.inner.get(folder, {})
        for name in sorted(inner):
            path = f"{folder}/{name}" if folder else name
            if self._is_read(name, folder):
                yield from self.walk(path) if inner[name] else [path]

    def below(self, folder: str) -> Iterator[str]:
        """Yield the files below a folder with documents that Jekyll reads."""
        prefix = f"{folder}/"
        for path in sorted(self.files):
            if path.startswith(prefix):
                inner = path.removeprefix(prefix)
                # As Ruby's glob: what lies in a folder with a dot is not found.
                if self._is_read(inner, folder) and not any(part.startswith(".") for part in inner.split("/")[:-1]):
                    yield path

    def _is_read(self, name: str, folder: str) -> bool:
        include, base = self.settings.include, posixpath.basename(name)
        if name.endswith("."):
            return False
        included = any(within(one, include, tuple(self.inner)) for one in (name, base))
        if within(f"{folder}/{name}", self.settings.exclude, tuple(self.inner)) and not included:
            return False
        return included or not (name[0] in "._#~" or base[0] in "._#~" or name.endswith("~"))
