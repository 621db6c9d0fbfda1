"""site.yaml, as the site's configuration."""

from __future__ import annotations

from collections.abc import Iterator

from faimi_site import paths
from faimi_site.load.files import yaml_file
from faimi_site.load.schema import SiteFile
from faimi_site.load.theme import theme
from faimi_site.load.validate import read_tree, validated
from faimi_site.model import (
    CheckLevel,
    Config,
    Elsewhere,
    MarkdownOptions,
    NavItem,
    Repository,
    Sources,
)
from faimi_site.problem import Level, Place, Problem, guess, split
from faimi_site.rules import CHECK_RULES
from faimi_site.yamltree import Mapping, Node, Scalar, Sequence, Tree

_LEVELS: dict[str, Level | None] = {"off": None, **{level.value: level for level in Level}}


def config(sources: Sources) -> Iterator[Config | Problem]:
    """Yield the configuration, with defaults for what is wrong in it, and the problems of site.yaml."""
    url, path = base(sources.base_url)
    base_path = _encoded(path)
    file = yaml_file(sources, "site")
    if "site.yaml" in sources.files and "site.yml" in sources.files:
        message = "site.yaml stands beside it: two files for one thing"
        yield Problem("data/two-files", Level.ERROR, Place("site.yml"), message, "remove one of them")
    tree = read_tree(file) if file else []
    if isinstance(tree, list):
        yield from tree
        yield Config(url=url, base_path=base_path, portable=sources.portable)
        return
    records, problems = split(validated(SiteFile, tree))
    record = records[0] if records else SiteFile()
    levels, wrong = split(_check_levels(tree, tree.node("checks"))) if "checks" in record.node.values else ([], [])
    own_url, own_base, faults = _address(record, tree)
    added, hidden, unclear = _nav(record, tree)
    (own_theme, *_), in_theme = split(theme(record.theme, tree))
    yield from [*problems, *wrong, *faults, *unclear, *in_theme, *_editions(record, tree)]
    yield Config(
        title=record.title,
        description=record.description,
        url=url or own_url,
        home=own_url,
        base_path=base_path if sources.base_url else own_base,
        home_path=own_base,
        portable=sources.portable,
        lang=record.lang,
        timezone=record.timezone,
        email=record.email,
        author=record.author,
        repository=Repository(record.repository.name, record.repository.branch) if record.repository else None,
        nav=added,
        nav_hidden=hidden,
        lead=record.lead,
        editions=tuple(Elsewhere(e.title, e.url, e.start, e.end, e.place) for e in record.editions),
        theme=own_theme,
        markdown=MarkdownOptions(record.markdown.smart_punctuation, record.markdown.math),
        media=tuple(record.media),
        checks=tuple(levels),
    )


def _editions(record: SiteFile, tree: Tree) -> Iterator[Problem]:
    """Yield a problem for each edition elsewhere that ends before it starts, or is there twice."""
    seen: set[str] = set()
    for one in record.editions:
        if one.start and one.end and one.end < one.start:
            message, hint = f"the edition ends on {one.end}, before it starts on {one.start}", "swap start and end?"
            yield Problem("event/ends-before-start", Level.ERROR, tree.place_of(one.node, "end"), message, hint)
        if one.url in seen:
            message = f"'{one.url}' is the address of another edition above"
            yield Problem("site/edition-twice", Level.ERROR, tree.place_of(one.node, "url"), message, "take one out")
        seen.add(one.url)


def base(url: str) -> tuple[str, str]:
    """Return scheme and host, and the base path, of the full address that a site is published at."""
    if not url:
        return "", ""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}", f"{slash}{path}".rstrip("/")


def _nav(record: SiteFile, tree: Tree) -> tuple[tuple[NavItem, ...], tuple[str, ...], list[Problem]]:
    """Return what is added to the navigation, what is hidden, and what is wrong with the entries that say so."""
    added: list[NavItem] = []
    hidden: list[str] = []
    problems: list[Problem] = []
    for entry in record.nav:
        place = tree.place_of(entry.node)
        missing = [name for name in ("title", "url") if not entry.node.gives(name)]
        if entry.hide and len(missing) < 2:
            message, hint = "an entry of nav adds a page or hides one, and not both", "write two entries"
            problems.append(Problem("field/value", Level.ERROR, place, message, hint))
        elif entry.hide:
            hidden.append(entry.hide)
        elif missing:
            message = f"an entry of nav needs '{missing[0]}'"
            problems.append(Problem("field/missing", Level.ERROR, place, message, "or hide: and an address"))
        else:
            added.append(NavItem(entry.title, entry.url))
    return tuple(added), tuple(hidden), problems


def _address(record: SiteFile, tree: Tree) -> tuple[str, str, list[Problem]]:
    """Return the site's own `url` and `base_path`, and what is wrong with them."""
    problems: list[Problem] = []
    url, path = base(record.url)
    if path or "?" in record.url or "#" in record.url or record.url.startswith("/"):
        message = f"url: '{record.url}' is more than a scheme and a host"
        problems.append(Problem("site/url", Level.ERROR, tree.place("url"), message, "write its path as base_path"))
        url = "" if record.url.startswith("/") else url
    base_path = record.base_path.rstrip("/")
    if base_path and (not _encoded(base_path) or not base_path.startswith("/")):
        message = f"base_path: '{record.base_path}' is not a path"
        hint = "write it as /repository, without a slash at its end"
        problems.append(Problem("site/base-path", Level.ERROR, tree.place("base_path"), message, hint))
        base_path = ""
    return url, _encoded(base_path), problems


def _encoded(base_path: str) -> str:
    """Return a base path encoded as every address is, without a slash at its end; empty where it is none."""
    mapped = paths.output_path(base_path + "/") if base_path else ""
    return paths.address(mapped).rstrip("/") if mapped and isinstance(mapped, str) else ""


def _check_levels(tree: Tree, node: Node) -> Iterator[CheckLevel | Problem]:
    """Yield the levels that `checks:` gives: a mapping of rules for the whole site, or a list of `path` and `rules`."""
    if isinstance(node, Mapping):
        yield from _rules(tree, node, "**")
        return
    for item in node.items if isinstance(node, Sequence) else [node]:
        values = item.values if isinstance(item, Mapping) else {}
        glob, rules = values.get("path"), values.get("rules")
        if not isinstance(glob, Scalar) or not isinstance(rules, Mapping) or len(values) != 2:
            message = "an entry of checks is a 'path' and its 'rules'"
            hint = "write - path: content/old/** and below it rules:"
            yield Problem("field/value", Level.ERROR, tree.place_of(item), message, hint)
        else:
            yield from _rules(tree, rules, glob.text)


def _rules(tree: Tree, rules: Mapping, glob: str) -> Iterator[CheckLevel | Problem]:
    for rule, level in rules.values.items():
        if rule not in CHECK_RULES:
            message = f"there is no rule '{rule}' among the checks"
            hint = guess(rule, CHECK_RULES) or "docs/rules.md lists them; loading and output errors cannot be changed"
            place = tree.text.place(rules.keys[rule].start, len(rule))
            yield Problem("field/unknown", Level.ERROR, place, message, hint)
        elif not isinstance(level, Scalar) or level.text not in _LEVELS:
            message = f"{rule}: this is no level"
            yield Problem(
                "field/value",
                Level.ERROR,
                tree.place_of(level),
                message,
                f"write one of: {', '.join(_LEVELS)}",
            )
        else:
            yield CheckLevel(glob, rule, _LEVELS[level.text])
