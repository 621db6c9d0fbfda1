"""Jinja templates, the site's over the theme's; a mistake in one is a problem with its file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from types import CodeType
from typing import Any

import jinja2
import jinja2.bccache
import jinja2.meta
from markupsafe import Markup

from faimi_site import model, sandbox
from faimi_site.lazily import pattern
from faimi_site.model import Source, day_of
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

_LINK = pattern(r"!?\[([^\[\]]*)\]\([^)\[]*\)")
_MARKUP = pattern(r"[\[<*_`]")  # the signs without which a text has neither Markdown nor tags

Render = Callable[[str, Mapping[str, Any]], "str | Problem"]


def layouts(templates: Mapping[str, Source]) -> list[str]:
    """Return the names that a page's `layout` can have: templates at the top of the folder, but the program's own."""
    names = (name.removesuffix(SUFFIX) for name in templates if name.endswith(SUFFIX) and "/" not in name)
    return sorted(name for name in names if name not in ("notebook", "redirect") and not name.startswith("_"))


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
            "english": english,
            "file_size": file_size,
            "first_words": first_words,
            "headings": headings,
            "initials": initials,
            "instants_shown": instants_shown,
            "language_name": language_name,
            "long_date": long_date,
            "own_heading": own_heading,
            "plain": plain_text,
            "scrollable": scrollable,
            "slug": slug,
            "span": date_span,
            "span_ends": span_ends,
            "utc_offset": utc_offset,
            "with_anchors": with_anchors,
            **{name: _at_runtime(made) for name, made in filters.items()},
        },
        {"has_time": lambda moment: isinstance(moment, datetime), "right_to_left": is_right_to_left},
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


def plain_text(text: str) -> str:
    """Return a text without the signs of Markdown and the tags of HTML, as search engines show it."""
    if not _MARKUP.search(text):
        return text
    text = _LINK.sub(r"\1", re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    return re.sub(r"(?<![\w\\])(\*\*|__|\*|_|`)(?=\S)(.{1,500}?)(?<=\S)\1(?!\w)", r"\2", text)


def first_words(text: str, number: int) -> str:
    """Return the first words of a text, with an ellipsis where there are more."""
    words = text.split()
    return " ".join(words[:number]) + ("…" if len(words) > number else "")


def long_date(day: date) -> str:
    """Return a date as it is written in a sentence: `23 September 2025`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_span(start: date, end: date | None) -> str:
    """Return one or two dates as one text: `23–24 September 2025`, `30 September – 1 October 2025`."""
    return "".join(span_ends(start, end))


def span_ends(start: date, end: date | None) -> tuple[str, str, str]:
    """Return the parts of such a text: its first date, what stands between, its last date, or two empty texts."""
    first, last = (day_of(moment) for moment in (start, end or start))
    if first == last:
        return long_date(first), "", ""
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day), "–", long_date(last)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {_MONTHS[first.month - 1]}{year}", " – ", long_date(last)


def utc_offset(moment: datetime) -> str:
    """Return how far a moment's clock is from UTC: `UTC+9`, `UTC-3:30`, `UTC`."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def instants_shown(event: model.Listed) -> Markup:
    """Return attributes that tell a script when an edition begins and ends; none where it may not be held."""
    if not (event.begins and event.ends) or event.status in ("postponed", "cancelled"):
        return Markup("")
    attributes = Markup(' data-begins="{}" data-ends="{}"')
    return attributes.format(*(moment.isoformat(timespec="minutes") for moment in (event.begins, event.ends)))


def file_size(size: int) -> str:
    """Return a size in bytes as people read it: `712 bytes`, `48 kB`, `2.4 MB`."""
    if size < 1000:
        return f"{size} bytes"
    return f"{round(size / 1000)} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def english(words: str, in_english: str) -> str:
    """Return words of the theme in an element with the attribute that tells their language, where there is one."""
    return Markup("<span{}>{}</span>").format(Markup(in_english), words) if in_english else words  # noqa: S704


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a person's name, without titles such as `Dr.`."""
    words = [word for word in name.split() if word[0].isalpha()]
    called = [word for word in words if not word.endswith(".")] or words
    return "".join(word[0].upper()[:1] for word in called[:1] + called[1:][-1:])


def is_right_to_left(tag: str) -> bool:
    """Return whether a language is written from right to left, by its tag: by its script where the tag names one."""
    language, *rest = tag.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    return script in _SCRIPTS_TO_LEFT if script else language in _LANGUAGES_TO_LEFT


_LANGUAGES_TO_LEFT = frozenset("ar arc ckb dv fa he khw ks nqo ps sd syr ug ur yi".split())
_SCRIPTS_TO_LEFT = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


def language_name(tag: str) -> str:
    """Return the English name of a language by its tag, `Portuguese (BR)` for pt-BR; the tag where it is not known."""
    language, _, rest = tag.partition("-")
    name = _LANGUAGES.get(language.lower())
    return f"{name} ({rest})" if name and rest else name or tag


_LANGUAGES = {
    pair[:2]: pair[3:]
    for pair in (
        "am:Amharic ar:Arabic bg:Bulgarian bn:Bengali ca:Catalan cs:Czech da:Danish de:German el:Greek "
        "en:English es:Spanish et:Estonian eu:Basque fa:Persian fi:Finnish fr:French ga:Irish "
        "gl:Galician ha:Hausa he:Hebrew hi:Hindi hr:Croatian hu:Hungarian id:Indonesian ig:Igbo "
        "is:Icelandic it:Italian ja:Japanese ko:Korean lt:Lithuanian lv:Latvian mk:Macedonian ms:Malay "
        "nb:Norwegian nl:Dutch nn:Norwegian no:Norwegian pl:Polish pt:Portuguese ro:Romanian ru:Russian "
        "sk:Slovak sl:Slovenian sq:Albanian sr:Serbian sv:Swedish sw:Swahili ta:Tamil th:Thai tr:Turkish "
        "uk:Ukrainian ur:Urdu vi:Vietnamese yo:Yoruba zh:Chinese zu:Zulu "
    ).split()
}

# Written out: strftime would speak the language of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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
    return hashlib.sha256(own.get_data(__file__) + own.get_data(sandbox.__file__)).hexdigest()[:16]


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
