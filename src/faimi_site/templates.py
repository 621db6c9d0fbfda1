"""Jinja templates, the site's over the theme's; a mistake in one is a problem with its file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from types import CodeType
from typing import Any

import jinja2
import jinja2.bccache
import jinja2.meta

from faimi_site import phrases, sandbox
from faimi_site.model import Source
from faimi_site.outline import headings, own_heading, with_anchors
from faimi_site.paths import slug
from faimi_site.problem import Problem
from faimi_site.sandbox import Sandbox
from faimi_site.templatefaults import problem_of
from faimi_site.text import Text, control_characters, read_text
from faimi_site.widetables import scrollable

SUFFIX = ".html"
COMPILED = "faimi_site.compiled"  # made with the package, by hatch_build.py
# What the filters are called that each site has its own of.
SITE_FILTERS = ("absolute_url",)

Render = Callable[[str, Mapping[str, Any]], "str | Problem"]


def renderer(templates: Mapping[str, Source], filters: Mapping[str, Callable[..., Any]]) -> Render:
    """Return a function that renders a template by name with some values, to text or to the problem it has."""
    loader = _Loader(templates)
    environment = _environment(loader, filters)

    def render(name: str, values: Mapping[str, Any]) -> str | Problem:
        environment.start()
        try:
            return environment.get_template(name).render(values)
        except _Unreadable as error:
            return error.problem
        except Exception as error:  # whatever a template's code raises is that template's mistake
            return loader.problem(error, name, environment)

    return render


def precompiled(templates: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    """Yield of each template the name of a module that stands for it, and that module's text, for the package."""
    loader = _Loader(templates)
    environment = _environment(loader, dict.fromkeys(SITE_FILTERS, str))
    for name in sorted(templates):
        text, path, _ = loader.get_source(None, name)
        bucket = _CODE.get_bucket(environment, name, path, text)
        yield _module(bucket), environment.compile(text, name, path, raw=True)


def _environment(loader: _Loader, filters: Mapping[str, Callable[..., Any]]) -> Sandbox:
    environment = Sandbox(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # the sources of one build do not change
        bytecode_cache=_CODE,
    )
    # Whatever is left to chance would make two builds of one site differ.
    del environment.filters["random"], environment.globals["lipsum"]
    environment.bring(
        {
            "english": phrases.english,
            "file_size": phrases.file_size,
            "first_words": phrases.first_words,
            "headings": headings,
            "initials": phrases.initials,
            "instants_shown": phrases.instants_shown,
            "language_name": phrases.language_name,
            "long_date": phrases.long_date,
            "own_heading": own_heading,
            "plain": phrases.plain_text,
            "scrollable": scrollable,
            "slug": slug,
            "span": phrases.date_span,
            "span_ends": phrases.span_ends,
            "utc_offset": phrases.utc_offset,
            "with_anchors": with_anchors,
            **{name: _at_runtime(made) for name, made in filters.items()},
        },
        {"has_time": lambda moment: isinstance(moment, datetime), "right_to_left": phrases.is_right_to_left},
        of_values=["instants_shown"],
    )
    return environment


def unreadable(templates: Mapping[str, Source]) -> Iterator[Problem]:
    """Yield the problem of each template of the site itself that is no Jinja, also of one that nothing uses yet."""
    loader = _Loader(templates)
    for name, file in templates.items():
        if name.endswith(SUFFIX) and file.path.startswith("templates/"):
            try:
                _named(loader.get_source(None, name)[0], name, file.path)
            except _Unreadable as error:
                yield error.problem
            except Exception as error:  # as above
                yield loader.problem(error, name)


def reached_templates(templates: Mapping[str, Source], start: Iterable[str]) -> set[str] | None:
    """Return the names of templates and of all that they extend, include and import; None where they compute a name."""
    loader = _Loader(templates)
    reached: set[str] = set()
    waiting = set(start)
    while waiting:
        name = waiting.pop()
        if name in reached or name not in templates:
            continue
        reached.add(name)
        try:
            named = _named(loader.get_source(None, name)[0], name, templates[name].path)
        except Exception:  # it has been said of the template itself
            return None
        if None in named:
            return None
        waiting |= {other for other in named if other}
    return reached


class _Unreadable(Exception):  # noqa: N818  (it carries a problem through Jinja, and is none of its own)
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Loader(jinja2.BaseLoader):
    """Finds templates among a site's sources, and keeps the texts to show a mistake's line."""

    def __init__(self, templates: Mapping[str, Source]) -> None:
        self.templates = templates
        self.texts: dict[str, Text] = {}

    def get_source(self, _: jinja2.Environment | None, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text and the path of its source."""
        source = self.templates.get(template)
        if source is None:
            raise jinja2.TemplateNotFound(template)
        text = read_text(source)
        if isinstance(text, Problem):
            raise _Unreadable(text)
        for problem in control_characters(text, allowed="\f"):
            raise _Unreadable(problem)
        self.texts[source.path] = text
        return text.text, source.path, lambda: True

    def problem(self, error: Exception, name: str, environment: jinja2.Environment | None = None) -> Problem:
        """Return the problem of a template that could not be read or rendered."""
        known = {"filter": environment.filters, "test": environment.tests} if environment else {}
        return problem_of(error, name, {one: file.path for one, file in self.templates.items()}, self.texts, known)


def _at_runtime(made: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter of one site that leaves nothing in a template's code, which is kept for others: no constant."""

    @jinja2.pass_context
    def with_context(_: object, *values: Any, **named: Any) -> Any:
        return made(*values, **named)

    return with_context


class _Code(jinja2.BytecodeCache):
    """Keeps what templates are compiled to, for the builds that one process makes: the last of each path.

    The theme's own, as long as nobody changes them, come compiled with an installed package.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> jinja2.bccache.Bucket:
        """Return what is known of a template's text."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code is None and (code := _from_package(_module(bucket))):
            # By this name a mistake finds its place in the template.
            bucket.code = code.replace(co_filename=filename or "")
            self.dump_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Give back what a template's text was compiled to, if it is still the same."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what a template's text is compiled to."""
        if bucket.code:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)


_CODE = _Code()


def _module(bucket: jinja2.bccache.Bucket) -> str:
    """Return the name of the module that stands for a template's text and name, with this Jinja and these filters."""
    version = jinja2.__version__.replace(".", "_")
    return f"jinja_{version}_{_own_digest()}_{bucket.key[:16]}_{bucket.checksum[:16]}"


@lru_cache
def _own_digest() -> str:
    """Return what tells the files that say what templates are compiled to from what they were."""
    own: Any = __spec__.loader
    return hashlib.sha256(b"".join(map(own.get_data, (__file__, sandbox.__file__, phrases.__file__)))).hexdigest()[:16]


def _from_package(module: str) -> CodeType | None:
    try:
        spec = find_spec(f"{COMPILED}.{module}")
    except ModuleNotFoundError:
        return None
    get_code = getattr(spec.loader if spec else None, "get_code", None)
    return get_code(f"{COMPILED}.{module}") if get_code else None


@lru_cache(maxsize=500)
def _named(text: str, name: str, path: str) -> frozenset[str | None]:
    """Return the names of templates in a template's text, None among them where it computes one; it may be no Jinja."""
    tree = jinja2.Environment(autoescape=True).parse(text, name, path)
    return frozenset(jinja2.meta.find_referenced_templates(tree))
