"""Addresses and output paths as Jekyll 4.3 computes them (its page.rb, document.rb, static_file.rb and url.rb)."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote, unquote

from faimi_site.lazily import pattern
from faimi_site.scaffold.settings import Settings, suffixed

_HTML = (".html", ".xhtml", ".htm")
_SAFE = "/-._~!$&'()*+,;=:@?"  # what Addressable leaves as it is
_KEY = pattern(r":([a-z_]+)")
_DATED = pattern(r"^(?:.+/)*?(\d{2,4}-\d{1,2}-\d{1,2})-([^/]*)(\.[^.]+)$")
_DASH_AT_END = pattern(r"^-|-$", re.MULTILINE)


def extname(name: str) -> str:
    """Return the ending of a file's name as Ruby's File.extname does."""
    base = posixpath.basename(name)
    start = len(base) - len(base.lstrip("."))
    at = base.rfind(".", start + 1)
    return base[at:] if start < len(base) and at > 0 else ""


def stem(name: str) -> str:
    """Return a file's name without its ending and the dots before that."""
    ending = extname(name)
    return (name.removesuffix(ending) if ending else name).rstrip(".")


def output_ext(name: str, permalink: str, settings: Settings) -> str:
    """Return the ending of what Jekyll makes of a file: that of its permalink, or what its kind is converted to."""
    if permalink and not permalink.endswith("/") and (given := extname(permalink)):
        return given
    ending = extname(name)
    if ending.lower() in settings.markdown:
        return ".html"
    return ".css" if ending.lower() in (".scss", ".sass") else ending


def page_path(path: str, permalink: str, settings: Settings) -> str:
    """Return the output path of a page at a path of the old site."""
    folder, _, name = path.rpartition("/")
    ending, base = output_ext(name, permalink, settings), stem(name)
    if permalink:
        template = permalink
    elif ending not in _HTML:
        template = "/:path/:basename:output_ext"
    else:
        template = "/:path/" if base == "index" else suffixed("/:path/:basename", settings.style)
    placeholders = {"path": f"/{folder}" if folder else "", "basename": base, "output_ext": ending}
    return destination(sanitized(_filled(template, placeholders)), ending, "index")


def page_url(path: str) -> str:
    """Return the address that Jekyll shows for an output path."""
    shown = path.removesuffix("index.html") if posixpath.basename(path) == "index.html" else path
    return "/" + quote(shown, safe=_SAFE.replace("?", ""))


def redirect_path(written: str) -> str:
    """Return the output path of the stub that jekyll-redirect-from writes for an old address."""
    permalink = written if written.startswith("/") else f"/{written}"
    ending = extname(permalink) if not permalink.endswith("/") else ""
    placeholders = {"path": "", "basename": "redirect", "output_ext": ending or ".html"}
    return destination(sanitized(_filled(permalink, placeholders)), ending or ".html", "index")


def static_path(path: str) -> str:
    """Return the output path of a file that is copied."""
    return destination(f"/{stem_of_path(path)}{extname(path)}")


def stem_of_path(path: str) -> str:
    """Return a path without its ending and the dots before that."""
    ending = extname(path)
    return (path.removesuffix(ending) if ending else path).rstrip(".")


def static_in_collection(path: str, label: str, settings: Settings) -> str:
    """Return the output path of a file without front matter in a collection's folder."""
    inner = stem_of_path(path).replace(f"_{label}", "", 1)
    placeholders = {"collection": label, "path": inner, "output_ext": "", "name": stem(posixpath.basename(path))}
    made = sanitized(_filled(settings.template(label), {**placeholders, "title": ""}))
    return destination(made.removesuffix("/") + extname(path))


def document_path(
    path: str, label: str, permalink: str, data: Mapping[str, object], moment: datetime | None, settings: Settings
) -> str | None:
    """Return the output path of a post or a document of a collection; None where its template names what is not.

    Without a moment, words in capitals stand for what depends on it.
    """
    ending = output_ext(path, permalink, settings)
    values = _of_document(path, label, ending, data, moment)
    template = permalink or settings.template(label)
    filled, at = [], 0
    for key in _KEY.finditer(template):
        name = key[1]
        known = name if name in values else name.removesuffix("_")
        if known not in values:
            return None
        rest = name.removeprefix(known)
        filled += [template[at : key.start()], _escaped(values[known]()) + rest]
        at = key.end()
    url = sanitized("".join([*filled, template[at:]]))
    return destination(url, "" if url.endswith("/") else ending, "index.html")


def _of_document(
    path: str, label: str, ending: str, data: Mapping[str, object], moment: datetime | None
) -> dict[str, Callable[[], str]]:
    base = posixpath.splitext(posixpath.basename(path))[0]
    slug = str(next((data[key] for key in ("slug", "_slug") if data.get(key) is not None), base))
    inner = stem_of_path(path)
    inner = inner.replace("_posts" if label == "posts" else f"_{label}", "", 1)
    lower = [one.lower() for one in categories(data)]
    slugs = [slugged(one) for one in categories(data)]
    formats = {
        "year": "%Y",
        "month": "%m",
        "day": "%d",
        "hour": "%H",
        "minute": "%M",
        "second": "%S",
        "short_month": "%b",
        "long_month": "%B",
        "short_year": "%y",
        "w_year": "%G",
        "week": "%V",
        "w_day": "%u",
        "short_day": "%a",
        "long_day": "%A",
        "y_day": "%j",
    }
    return {
        "output_ext": lambda: ending,
        "path": lambda: inner,
        "collection": lambda: label,
        "name": lambda: slugged(base),
        "title": lambda: slugged(slug, pretty=True),
        "slug": lambda: slugged(slug),
        "categories": lambda: "/".join(dict.fromkeys(lower)),
        "slugified_categories": lambda: "/".join(dict.fromkeys(slugs)),
        "i_day": lambda: str(moment.day) if moment else "DAY",
        "i_month": lambda: str(moment.month) if moment else "MONTH",
        **{name: _formatted(moment, form, name) for name, form in formats.items()},
    }


def _formatted(moment: datetime | None, form: str, name: str) -> Callable[[], str]:
    return lambda: moment.strftime(form) if moment else name.upper()


def categories(data: Mapping[str, object]) -> list[str]:
    """Return the categories of a document, each once."""
    given: list[str] = []
    for value in (data.get("_folders"), data.get("categories")):
        given += value.split() if isinstance(value, str) else _texts(value)
    single = data.get("category")
    given += [single] if isinstance(single, str) else _texts(single)
    return list(dict.fromkeys(given))


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [] if value is None else [_as_ruby(value)]


def _as_ruby(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def dated(path: str) -> tuple[str, str] | None:
    """Return the date and the rest that the name of a post's file holds; None where it holds no date."""
    found = _DATED.match(path)
    return (found[1], found[2].rstrip(".")) if found else None


def slugged(text: str, pretty: bool = False) -> str:
    """Return a text as Jekyll's slugify does: by default in lower case, `pretty` with its case and some signs."""
    allowed = "._~!$&'()+,;=@" if pretty else ""
    signs = [one if one in allowed or unicodedata.category(one)[0] in "ML" or _is_digit(one) else "\0" for one in text]
    slug = _DASH_AT_END.sub("", re.sub("\0+", "-", "".join(signs)))
    return slug if pretty else slug.lower()


def _is_digit(sign: str) -> bool:
    return unicodedata.category(sign) == "Nd"


def sanitized(url: str) -> str:
    """Return an address without what climbs or stands empty in it: bent, as Jekyll bends it."""
    return re.sub("/+", "/", f"/{url}".replace("..", "/").replace("./", ""))


def destination(url: str, ending: str = "", index: str = "") -> str:
    """Return the output path of an address: decoded, with the ending that it lacks."""
    path = posixpath.normpath("/" + unquote(url, errors="replace")).lstrip("/")
    path = "" if path == "." else path
    if index and url.endswith("/"):
        path = f"{path}/{index}".lstrip("/")
    return path if path.endswith(ending) else f"{path}{ending}"


def _filled(template: str, placeholders: Mapping[str, str]) -> str:
    for key, value in placeholders.items():
        template = template.replace(f":{key}", _escaped(value))
    return template


def _escaped(value: str) -> str:
    return quote(value, safe=_SAFE)


def within(path: str, patterns: Iterable[str], folders: Sequence[str]) -> bool:
    """Return whether Jekyll's `include` or `exclude` names a path."""
    from fnmatch import fnmatchcase

    path = re.sub("/+", "/", f"/{path}")
    for one in patterns:
        wanted = re.sub("/+", "/", f"/{one}")
        if fnmatchcase(path, wanted) or path.startswith(wanted) or (path[1:] in folders and wanted == f"{path}/"):
            return True
    return False
