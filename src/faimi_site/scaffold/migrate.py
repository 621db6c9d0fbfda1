"""A Jekyll site as a site of ours: the whole story, from the old files to the new ones and the report."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from faimi_site import paths
from faimi_site.frozen import frozen
from faimi_site.load.pictures import pictures
from faimi_site.memory import Memory
from faimi_site.model import Source, Sources, source
from faimi_site.plan import plan
from faimi_site.problem import Fault, Level, Problem, in_order, split
from faimi_site.rules import CHECK_RULES
from faimi_site.scaffold.config import navigation, navigation_left, own_site, site_yaml
from faimi_site.scaffold.generated import generated, unknown_plugins
from faimi_site.scaffold.liquid import Known
from faimi_site.scaffold.loops import without_loops
from faimi_site.scaffold.matter import redirects, written_address
from faimi_site.scaffold.oldsite import Old, old_site
from faimi_site.scaffold.own import Own
from faimi_site.scaffold.pages import BARE, Made, is_bare, leading_to, made
from faimi_site.scaffold.permalinks import dated, page_url, stem
from faimi_site.scaffold.places import Placed, Plan, file_source, places
from faimi_site.scaffold.psych import dump
from faimi_site.scaffold.settings import CONFIGS, Settings, settings

KEPT_PICTURES = "content/kept-pictures.txt"
_BECAUSE = "# Pictures that pages show in smaller sizes alone: what a published text names is published as it is.\n"
_BROKEN = "a page shows it, and it is broken or no image: mend it, and put it there again"
_LOWERED = "# Of the old site: mend what these rules find, and take them out.\n"


@frozen
class Migrated:
    """A new site's files and what there is to tell of it.

    `addresses` has for each old output path where it comes from; `lost` the reason for each that the new site lacks.
    """

    files: Mapping[str, bytes | Source]
    settings: Settings
    site_told: tuple[str, ...]
    navigation: str
    plan: Plan
    made: tuple[Made, ...]
    addresses: Mapping[str, str]
    lost: Mapping[str, str]
    hidden: tuple[Old, ...]
    not_moved: Mapping[str, str]
    problems: tuple[Problem, ...]
    lowered: tuple[str, ...]
    not_read: tuple[Problem, ...]


def migrated(files: Mapping[str, Source], not_read: Iterable[Problem], theme: Sources) -> Migrated:
    """Return the new site that an old one's files make; `theme` are sources without a file, of today."""
    config = settings(files)
    files = _below_source(files, config)
    olds = list(old_site(files, config, theme.today))
    where = places(olds)
    values, told = site_yaml(config)
    own = own_site(config, values)
    placed, cut = without_loops(where.placed, own, config.file)
    where = replace(where, placed=placed, told=(*where.told, *cut))
    memory = Memory()  # of one step for the next: pictures are looked at once
    known = replace(_known(where.placed, config, own), broken=_broken(placed, memory))
    results = [made(one, replace(known, page=one.old.given, url=written_address(one.output))) for one in where.placed]
    new: dict[str, bytes | Source] = {one.path: one.body for one in results if one.body is not None}
    if any(one.path.endswith(".md") and is_bare(one.placed) for one in results):
        new[f"templates/{BARE}.html"] = b"{{ content }}\n"
    new.update(leading for one in results if (leading := leading_to(one)))
    listed = {one.path: one for one in generated(olds, config)}
    addresses = {**{path: one.origin for path, one in listed.items()}, **dict(_addresses(olds, config))}
    reasons = {path: one.reason for path, one in listed.items()} | where.lost
    reasons |= {one.placed.output: one.reason for one in results if one.reason}
    if "redirects.json" in addresses and "content/redirects.json" not in new:
        new["content/redirects.json"] = _redirects_json(where.placed, own)
    for path in _source_maps((one.old for one in where.placed if not one.old.reason), config):
        # The rules have no other source any more: an empty map (ECMA-426).
        new.setdefault(file_source(path), b'{"version": 3, "sources": [], "mappings": ""}\n')
    titles = {one.placed.old.path: (written_address(one.placed.output), _title(one)) for one in results}
    outputs_made = frozenset(one.placed.output for one in results if one.body)
    nav, nav_file = navigation(files, config, titles, outputs_made, own)
    if nav:
        values["nav"] = nav
    new["site.yaml"] = b""
    wanted = frozenset(new)
    values, lowered, outputs, problems = _buildable(values, new, theme, addresses, memory)
    reasons |= {path: _BROKEN for path in addresses if file_source(path) in wanted.difference(new)}
    new["site.yaml"] = _yaml(values)
    standing = {unicodedata.normalize("NFC", path) for path in outputs}
    lost = {
        path: reasons.get(path) or _why(path, values)
        for path in addresses
        if unicodedata.normalize("NFC", path) not in standing or (path in where.lost)
    }
    moved = {one.path for one in olds} | set(CONFIGS)
    return Migrated(
        files=new,
        settings=config,
        site_told=(*told, *navigation_left(files, nav_file), *unknown_plugins(config)),
        navigation=nav_file,
        plan=where,
        made=tuple(results),
        addresses=addresses,
        lost=lost,
        hidden=tuple(old for old in olds if old.reason),
        not_moved=_kinds(path for path in files if path not in moved),
        problems=tuple(in_order(problems)),
        lowered=tuple(lowered),
        not_read=tuple(not_read),
    )


def _below_source(files: Mapping[str, Source], config: Settings) -> Mapping[str, Source]:
    """Return the files of the folder that `source:` of the configuration names, by their paths in it."""
    folder = config.text("source").strip("./")
    inside = {path.removeprefix(f"{folder}/"): file for path, file in files.items() if path.startswith(f"{folder}/")}
    return {path: replace(file, path=path) for path, file in inside.items()} if folder and inside else files


def _known(placed: Sequence[Placed], config: Settings, own: Own) -> Known:
    addresses = {one.old.path: written_address(one.output) for one in placed}
    posts = {}
    for one in placed:
        if one.old.entry.label == "posts" and (named := dated(one.old.path)):
            inner = one.old.path.partition("_posts/")[2]
            for name in (inner, inner.rpartition("/")[2]):
                posts[stem(name) if "/" not in name else name.rpartition(".")[0]] = addresses[one.old.path]
            posts.setdefault(f"{named[0]}-{named[1]}", addresses[one.old.path])
    moved = {one.old.path: addresses[one.old.path] for one in placed if one.source != f"content/{one.old.path}"}
    taken = {path for one in placed for path in (one.output, *map(paths.output_path, one.redirects))}
    renamed = {
        one.old.output: addresses[one.old.path] for one in placed if one.old.output and one.old.output not in taken
    }
    return Known(config.values, {}, "", addresses, posts, own, moved, renamed)


def _broken(placed: Iterable[Placed], memory: Memory) -> frozenset[str]:
    """Return the addresses of pictures that cannot be read."""
    found = pictures(((one.output, one.old.entry.file) for one in placed if one.old.matter is None), memory)
    return frozenset(written_address(path) for path, one in found.items() if isinstance(one, Fault))


def _addresses(olds: Iterable[Old], config: Settings) -> Iterator[tuple[str, str]]:
    """Yield each output path of the old site with where it comes from."""
    published = [old for old in olds if old.output and not old.reason]
    for old in published:
        for value in redirects(old.given.get("redirect_from")):
            if isinstance(value, tuple):
                yield value[1], f"a redirect of `{old.path}`"
    for old in published:
        yield from ((path, f"`{old.path}`") for path in (old.output, *old.also))
    yield from ((path, "the Sass converter of Jekyll 4") for path in _source_maps(published, config))
    has_redirects = "jekyll-redirect-from" in config.plugins
    if has_redirects and config.mapping("redirect_from").get("json") is not False:
        yield "redirects.json", "jekyll-redirect-from"
    if "jekyll-feed" in config.plugins:
        feed = config.mapping("feed").get("path")
        yield (feed.lstrip("/") if isinstance(feed, str) and feed else "feed.xml"), "jekyll-feed"
    if "jekyll-sitemap" in config.plugins:
        yield from (("sitemap.xml", "jekyll-sitemap"), ("robots.txt", "jekyll-sitemap"))


def _source_maps(published: Iterable[Old], config: Settings) -> Iterator[str]:
    """Yield the output paths of the maps that Jekyll 4 writes beside style sheets of Sass."""
    if config.mapping("sass").get("sourcemap") != "never":
        yield from (f"{old.output}.map" for old in published if old.makes == "sass")


def _redirects_json(placed: Iterable[Placed], own: Own) -> bytes:
    """Return the list of redirects that jekyll-redirect-from writes, from old addresses to new ones."""
    pairs = {old: f"{own.root}{page_url(one.output)}" for one in placed for old in one.redirects}
    return (json.dumps(pairs, indent=2, ensure_ascii=False) + "\n").encode()


def _title(result: Made) -> str:
    title = result.placed.old.given.get("title")
    return " ".join(str(title).split()) if title is not None else ""


def _buildable(
    values: dict[str, Any],
    new: dict[str, bytes | Source],
    theme: Sources,
    addresses: Mapping[str, str],
    memory: Memory,
) -> tuple[dict[str, Any], list[str], set[str], list[Problem]]:
    """Return site.yaml's values with which the new site builds, what was changed for that, its outputs and problems."""
    lowered: list[str] = []
    outputs, problems = _planned(values, new, theme, memory)
    broken = sorted({one.place.file for one in problems if one.rule == "image/unreadable"} & set(new))
    for path in broken:
        del new[path]
        lowered.append(f"`{path}` was left out: {_BROKEN}")
    if broken:
        outputs, problems = _planned(values, new, theme, memory)
    hidden = sorted(path for path in addresses if path not in outputs and _is_copied(path, new))
    if hidden:
        new[KEPT_PICTURES] = (_BECAUSE + "".join(f"{paths.address(path)}\n" for path in hidden)).encode()
        lowered.append(f"`{KEPT_PICTURES}` names pictures whose addresses stay: {len(hidden)}")
    if any(problem.rule == "markdown/formula" for problem in problems):
        values = {**values, "markdown": {"math": False}}
        lowered.append("`markdown: math: false`: a formula, or a dollar, could not be read; see `markdown/formula`")
    if lowered:
        outputs, problems = _planned(values, new, theme, memory)
    errors = {(one.place.file, one.rule) for one in problems if one.level is Level.ERROR and one.rule in CHECK_RULES}
    if errors:
        values = {**values, "checks": [_check(path, rules) for path, rules in sorted(_by_file(errors).items())]}
        lowered += [f"`{rule}` is a warning in `{path}`, so that the site builds" for path, rule in sorted(errors)]
        outputs, problems = _planned(values, new, theme, memory)
    return values, lowered, outputs, problems


def _is_copied(path: str, new: Mapping[str, object]) -> bool:
    return path in new or f"content/{path}" in new


def _by_file(errors: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    by_file: dict[str, list[str]] = {}
    for path, rule in sorted(errors):
        by_file.setdefault(path, []).append(rule)
    return by_file


def _check(path: str, rules: Iterable[str]) -> dict[str, Any]:
    # In a glob, a bracket stands for itself in brackets.
    return {"path": path.replace("[", "[[]"), "rules": dict.fromkeys(rules, "warning")}


def _planned(
    values: Mapping[str, Any], new: Mapping[str, bytes | Source], theme: Sources, memory: Memory
) -> tuple[set[str], list[Problem]]:
    given = {**new, "site.yaml": _yaml(values)}
    files = {
        path: source(path, body) if isinstance(body, bytes) else replace(body, path=path)
        for path, body in given.items()
    }
    outputs, problems = plan(replace(theme, files=files), memory)
    return {output.path for output in outputs}, problems


def _yaml(values: Mapping[str, Any]) -> bytes:
    plain = {key: value for key, value in values.items() if key != "checks"}
    checks = _LOWERED + dump({"checks": values["checks"]}) if "checks" in values else ""
    return (dump(plain) + checks).encode() or b"# The old site had no title and no address.\n"


def _why(path: str, values: Mapping[str, Any]) -> str:
    if path == "sitemap.xml" and "url" not in values:
        return "a sitemap needs the full address of the site: write `url` in site.yaml"
    if path.endswith((".xml", ".atom")):
        return "no feed but /feed.xml is made, and that of posts and events; copy the last one into content/"
    return "the build does not write it; see the problems below"


def _kinds(left: Iterable[str]) -> dict[str, str]:
    """Return what did not come over, by its first folder or its name, with the number of its files in words."""
    counts: dict[str, int] = {}
    for path in left:
        first, slash, _ = path.partition("/")
        counts[f"{first}{slash}"] = counts.get(f"{first}{slash}", 0) + 1
    return {name: f"{count} files" if count > 1 else "" for name, count in sorted(counts.items())}


def errors(result: Migrated) -> list[Problem]:
    """Return the errors that stop the new site's build."""
    return [problem for problem in result.problems if problem.level is Level.ERROR]


def parts(stream: Iterable[Source | Problem]) -> tuple[dict[str, Source], list[Problem]]:
    """Return files by path, and what could not be read."""
    found, problems = split(stream)
    return {file.path: file for file in found}, problems


def empty(theme: Sources, today: date) -> Sources:
    """Return the sources of a site without a file."""
    return replace(theme, files={}, today=today)
