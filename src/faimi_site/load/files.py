"""Which files a site publishes as they are, and how an author's address finds one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from faimi_site import paths
from faimi_site.disk.sources import is_left_behind
from faimi_site.frozen import frozen
from faimi_site.model import DataFile, Source, Sources
from faimi_site.problem import Fault, Level, Place, Problem, guess, nearest

CONTENT = "content/"
DATA = ("schedule", "organizers", "resources")
PEOPLE = "content/people"
MARKDOWN = ("md", "markdown", "mdown", "mkd", "mkdn")
_YAML = (".yaml", ".yml")


@frozen
class Published:
    """The files that are copied, by output path."""

    files: Mapping[str, Source]

    def find(self, written: str, folder: str) -> tuple[str, Source] | Fault:
        """Return the address and the source of a file, written from `/` on or relative to a folder below the site's."""
        decoded = paths.decode(written)
        if isinstance(decoded, Fault):
            return decoded
        path = paths.below("", decoded[1:]) if decoded.startswith("/") else _output(paths.below(folder, decoded))
        if path is not None and path in self.files:
            return paths.address(path), self.files[path]
        if path is None:
            return Fault(f"'{written}' leaves the site's folder", "put the file into assets/")
        name = path.rpartition("/")[2]
        same = [other for other in self.files if other.rpartition("/")[2].lower() == name.lower()]
        hint = f"did you mean '/{same[0]}'?" if same else guess(f"/{path}", [f"/{other}" for other in self.files])
        return Fault(f"there is no file '{written}'", hint or "put it into assets/, or mend the name")


def published(sources: Sources) -> Iterator[tuple[str, Source] | Problem]:
    """Yield each file that is copied with its output path; the site's static/ lies over the theme's."""
    static = {path: file for path, file in sources.theme.items() if path.startswith("static/")}
    copied = {**static, **{path: file for path, file in sources.files.items() if _is_copied(path)}}
    for path, file in sorted(copied.items()):
        output = paths.fitting(_output(path) or path)
        if isinstance(output, Fault):
            yield Problem("file/name", Level.ERROR, Place(path), output.message, output.hint)
        else:
            yield output, file


def data_files(sources: Sources) -> Iterator[DataFile | Problem]:
    """Yield each data file of a folder; a problem for one that stands twice or whose name is nearly one's."""
    if not any(map(is_page, sources.files)):
        hint = "write content/index.md, or name the site's folder with --source"
        yield Problem("site/no-pages", Level.WARNING, Place("content/"), "the site has no page", hint)
    for path in sorted(sources.files):
        folder, _, name = path.rpartition("/")
        stem, _, suffix = name.rpartition(".")
        if path.startswith(CONTENT) and suffix.lower() in MARKDOWN and suffix != "md":
            message = f"'{name}' would be published as it is, and is no page"
            yield Problem("page/misnamed", Level.ERROR, Place(path), message, f"name it {stem}.md")
        if not path.startswith(CONTENT) or f".{suffix}" not in _YAML:
            continue
        known = (*DATA, "people") if folder == "content" else DATA
        if stem in known:
            if suffix == "yml" and f"{folder}/{stem}.yaml" in sources.files:
                message = f"{stem}.yaml stands beside it: two files for one thing"
                yield Problem("data/two-files", Level.ERROR, Place(path), message, "remove one of them")
            elif stem in DATA:
                yield DataFile(folder, stem, path)
        elif near := nearest(stem, known, cutoff=0.8):
            hint = f"name it {near}.{suffix}, or give it a name of its own"
            message = f"'{name}' would be published as it is, and read by nothing"
            yield Problem("data/misnamed", Level.ERROR, Place(path), message, hint)


def why_not_copied(path: str) -> str:
    """Return why no file of the site is copied to an output path; nothing where one can be."""
    if any(map(is_left_behind, path.split("/"))):
        return "a file of this name is taken for a file of an editor or a server, and not published"
    stem, _, suffix = path.rpartition("/")[2].rpartition(".")
    is_yaml = f".{suffix}" in _YAML and not path.startswith(("assets/", "static/"))
    if is_yaml and (stem in DATA or nearest(stem, DATA, cutoff=0.8)):
        return "a file of this name is data of a page, or taken for it"
    return ""


def yaml_file(sources: Sources, stem: str) -> Source | None:
    """Return the file of a name with one of YAML's endings."""
    return next((sources.files[stem + suffix] for suffix in _YAML if stem + suffix in sources.files), None)


def is_page(path: str) -> bool:
    """Return whether a source is a page."""
    return path.startswith(CONTENT) and path.endswith(".md")


def _is_copied(path: str) -> bool:
    if path.startswith(("assets/", "static/")):
        return True
    stem, _, suffix = path.rpartition(".")
    name = stem.rpartition("/")[2]
    is_data = f".{suffix}" in _YAML and (name in DATA or stem == PEOPLE)
    return path.startswith(CONTENT) and not is_page(path) and not is_data


def _output(path: str | None) -> str | None:
    return path.removeprefix(CONTENT) if path else None
