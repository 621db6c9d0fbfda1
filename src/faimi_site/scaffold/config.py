"""site.yaml from `_config.yml`, and the navigation where the old site has one that is sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from faimi_site import paths
from faimi_site.load.fields import parse_email, parse_language, parse_timezone
from faimi_site.model import Source
from faimi_site.problem import Fault
from faimi_site.scaffold.own import Own
from faimi_site.scaffold.psych import load
from faimi_site.scaffold.settings import Settings
from faimi_site.scaffold.texts import old_text

# Keys that only tell Jekyll how to work, and those that have been understood elsewhere.
_OF_JEKYLL = frozenset(
    "permalink defaults exclude include collections collections_dir plugins gems whitelist markdown kramdown "
    "highlighter sass theme remote_theme baseurl url source destination future timezone markdown_ext encoding "
    "safe incremental keep_files liquid show_drafts unpublished port host quiet verbose redirect_from "
    "header_pages strict_front_matter excerpt_separator cache_dir paginate paginate_path pagination jekyll-archives "
    "feed".split()
)
_NAVIGATIONS = ("navigation", "nav", "menu")


def site_yaml(settings: Settings) -> tuple[dict[str, Any], list[str]]:
    """Return the values of site.yaml, and in words what of `_config.yml` has no counterpart."""
    told: list[str] = []
    values: dict[str, Any] = {}
    for key in ("title", "description"):
        text = settings.plain.get(key) if isinstance(settings.values.get(key), int | float) else settings.text(key)
        values[key] = " ".join((text or "").split())
    url = urlsplit(settings.text("url"))
    if url.scheme in ("http", "https") and url.hostname:
        values["url"] = f"{url.scheme}://{url.netloc}"
    elif settings.text("url"):
        told.append(f"`url: {settings.text('url')}` is no address of the web")
    base_path = f"{url.path.rstrip('/') if values.get('url') else ''}{settings.base_path}"
    mapped = paths.output_path(f"{base_path}/") if base_path else ""
    if isinstance(mapped, Fault):
        told.append(f"`baseurl: {base_path}`: {mapped.message}")
    else:
        values["base_path"] = base_path
    _put(values, told, "lang", settings.text("lang").replace("_", "-") or settings.text("locale"), parse_language)
    _put(values, told, "timezone", settings.text("timezone"), parse_timezone)
    _put(values, told, "email", settings.text("email").removeprefix("mailto:"), parse_email)
    author = settings.values.get("author")
    name = author.get("name") if isinstance(author, Mapping) else author
    values["author"] = " ".join(name.split()) if isinstance(name, str) else ""
    repository = settings.text("repository") or settings.text("github_repository")
    if repository.count("/") == 1 and " " not in repository:
        values["repository"] = {"name": repository}
    known = {*values, "locale", "author", "github_repository", *_OF_JEKYLL}
    told += [f"`{key}` has no counterpart" for key in settings.values if key not in known]
    return {key: value for key, value in values.items() if value}, told


def own_site(settings: Settings, values: Mapping[str, Any]) -> Own:
    """Return where the old site was, by its settings and the values of site.yaml."""
    base_path = values.get("base_path", "")
    return Own(values.get("url", ""), base_path, base_path.removesuffix(settings.base_path))


def _put(values: dict[str, Any], told: list[str], key: str, text: str, parse: Any) -> None:
    read = parse(text) if text else ""
    if isinstance(read, Fault):
        told.append(f"`{key}: {text}` was left out: {read.message}")
    else:
        values[key] = read


def navigation(
    files: Mapping[str, Source],
    settings: Settings,
    by_path: Mapping[str, tuple[str, str]],
    known: frozenset[str],
    own: Own,
) -> tuple[list[dict[str, str]], str]:
    """Return the entries of the old navigation and the file they stand in; none where one of them is not sure.

    `by_path` has the address and the title of each page by its file, `known` the output paths of the new site.
    """
    headers = settings.listed("header_pages")
    if headers:
        pages = [by_path.get(path.lstrip("/")) for path in headers]
        made = [{"title": page[1], "url": page[0]} for page in pages if page and page[1]]
        return (made, settings.file) if len(made) == len(headers) else ([], "")
    for stem in _NAVIGATIONS:
        for ending in ("yml", "yaml", "json"):
            file = files.get(f"_data/{stem}.{ending}")
            loaded = load(old_text(file)[0].text) if file else None
            if file and isinstance(loaded, tuple):
                entries = [_entry(one, known, own) for one in _list_in(loaded[0])]
                if entries and all(entries):
                    return [one for one in entries if one], file.path
    return [], ""


def navigation_left(files: Mapping[str, Source], taken: str) -> Iterator[str]:
    """Yield in words each file of a navigation that did not come over; `taken` names the file of the one that did."""
    for path in (f"_data/{stem}.{ending}" for stem in _NAVIGATIONS for ending in ("yml", "yaml", "json")):
        if path in files and path != taken:
            why = f"the navigation comes from `{taken}`" if taken else "an entry in it is no page, or holds others"
            yield f"`{path}` was left aside: {why}; compare it with the navigation of the new site"


def _list_in(value: Any) -> list[Any]:
    """Return the one list of entries that a data file holds."""
    if isinstance(value, Mapping):
        lists = [one for one in value.values() if isinstance(one, list)]
        value = lists[0] if len(value) == len(lists) == 1 else value.get("main", [])
    return value if isinstance(value, list) else []


def _entry(value: Any, known: frozenset[str], own: Own) -> dict[str, str] | None:
    """Return an entry of a navigation; None for one that holds others, or whose address is none of the site."""
    if not isinstance(value, Mapping) or any(isinstance(one, list | Mapping) for one in value.values()):
        return None
    title = next((value[key] for key in ("title", "name", "label", "text") if isinstance(value.get(key), str)), "")
    url = next((value[key] for key in ("url", "link", "href", "path") if isinstance(value.get(key), str)), "")
    if not title or not url:
        return None
    url = own.local(url)
    if paths.is_external(url):
        return {"title": title, "url": url} if not isinstance(paths.web_address(url), Fault) else None
    local = url if url.startswith("/") else f"/{url}"
    return {"title": title, "url": address} if (address := address_of(local, known)) else None


def address_of(local: str, known: frozenset[str]) -> str:
    """Return the address of the page that a server shows for an address; nothing where it shows none."""
    return next((paths.address(path) for path in served(local) if path in known), "")


def served(local: str) -> Iterator[str]:
    """Yield the output paths where GitHub Pages looks for an address."""
    decoded = paths.decode(local.partition("#")[0].partition("?")[0])
    if not isinstance(decoded, Fault):
        path = decoded.strip("/")
        yield from ([] if decoded.endswith("/") else [path, f"{path}.html"])
        yield f"{path}/index.html".lstrip("/")
