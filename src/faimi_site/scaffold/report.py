"""What was moved, what was not, and what a person must look at: MIGRATION.md, and a summary for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from faimi_site import paths
from faimi_site.problem import Level, Problem, counted, tally, visible
from faimi_site.scaffold.migrate import Migrated, errors

REPORT = "MIGRATION.md"
_WORDS = {
    "value": "values of the site, the page or an address",
    "link": "links to a file",
    "post_url": "links to a post",
    "raw": "stretches that Liquid was to leave alone",
    "comment": "comments of Liquid, which were left out",
    "highlight": "blocks of code",
}
_MOST = 200  # problems that are listed; a build shows all of them


def report(result: Migrated) -> str:
    """Return the report as Markdown."""
    made = [one for one in result.made if one.body is not None]
    pages = [one for one in made if one.placed.natural and one.path.endswith(".md")]
    sections = [
        ("Addresses that are lost", _lost(result)),
        ("Liquid that is left", (f"- `{place}`: {text}" for one in result.made for place, text in one.left)),
        ("Links out of the site", (f"- `{place}`: {text}" for one in made for place, text in one.outside)),
        ("Values and texts to look at", (f"- `{one.path}`: {told}" for one in made for told in one.told)),
        ("Addresses to look at", (f"- {told}" for told in result.plan.told)),
        ("Problems that a build reports", _problems(result.problems)),
        ("So that the site builds", (f"- {told}" for told in result.lowered)),
        ("Held back", (f"- `{old.path}`: {old.reason}" for old in result.hidden)),
        ("`site.yaml`", _site(result)),
        ("Not moved", _not_moved(result)),
        ("Liquid that was replaced", _replaced(result)),
        ("Addresses that are kept", _kept(result)),
    ]
    redirects = sum(len(one.placed.redirects) for one in made)
    posts = sum(one.placed.old.entry.label == "posts" for one in pages)
    head = [
        "# Moved over from Jekyll",
        "",
        f"- {counted(len(pages), 'page')}, {counted(posts, 'post')} among them",
        f"- {counted(len(made) - len(pages), 'file')} copied or made",
        f"- {counted(redirects, 'redirect')} from old addresses",
        f"- {counted(len(result.addresses) - len(result.lost), 'address', 'addresses')} kept, {len(result.lost)} lost",
        f"- a build reports {tally(result.problems) or 'no problem'}",
        "",
        "This file is not published; remove it once all is looked at.",
    ]
    parts = ["\n".join(head)]
    for title, lines in sections:
        text = "\n".join(map(visible, lines))
        if text:
            parts.append(f"## {title}\n\n{text}")
    return "\n\n".join(parts) + "\n"


def summary(result: Migrated, folder: str) -> str:
    """Return the result in a few lines: what was lost first, then what there is to look at."""
    lines = [f"lost: {paths.address(path)}: {reason}" for path, reason in sorted(result.lost.items())]
    left = sum(len(one.left) for one in result.made)
    told = sum(len(one.told) + len(one.outside) for one in result.made) + len(result.plan.told)
    kept = len(result.addresses) - len(result.lost)
    lines.append(
        f"{counted(len(result.made), 'file')} moved, {counted(kept, 'address', 'addresses')} kept, "
        f"{len(result.lost)} lost; {counted(left, 'piece')} of Liquid left, {counted(told, 'value')} to look at"
    )
    stopping = errors(result)
    if stopping:
        lines.append(f"{counted(len(stopping), 'error')} will stop its build")
    lines.append(f"read {folder}/{REPORT}, then run: faimi-site build --source {folder}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _lost(result: Migrated) -> Iterator[str]:
    for path, reason in sorted(result.lost.items()):
        yield f"- `{paths.address(path)}` ({result.addresses[path]}): {reason}"


def _problems(problems: Iterable[Problem]) -> Iterator[str]:
    # Liquid has its own list above.
    shown = [one for one in problems if one.level is not Level.NOTE and one.rule != "text/liquid"]
    for problem in shown[:_MOST]:
        place = problem.place
        where = f"{place.file}:{place.line}" if place.line else place.file
        hint = f" ({problem.hint})" if problem.hint else ""
        yield f"- {problem.level.value}: `{where}`: {' '.join(problem.message.split())}{hint} `[{problem.rule}]`"
    if len(shown) > _MOST:
        yield f"- and {len(shown) - _MOST} more"


def _site(result: Migrated) -> Iterator[str]:
    settings = result.settings
    if settings.fault:
        yield f"- `{settings.file}` cannot be read: {settings.fault}"
    elif not settings.file:
        yield "- there is no `_config.yml`: write `title` and `url`"
    yield from (f"- {told}" for told in result.site_told)
    if result.navigation:
        yield f"- the navigation comes from `{result.navigation}`"
    else:
        yield "- the navigation lists all pages, since none was found that is sure; `nav` changes it"


def _not_moved(result: Migrated) -> Iterator[str]:
    reasons: Mapping[str, str] = {
        "_layouts/": "the theme's templates take the place of the layouts",
        "_includes/": "templates/ holds what all pages share",
        "_sass/": "the theme has its own styles",
        "_data/": "data of pages is written as docs/moving.md shows",
        "_drafts/": "drafts are not published; a page with `published: false` is one",
        "_plugins/": "there are no plugins",
    }
    for name, files in result.not_moved.items():
        told = ": ".join(filter(None, (files, reasons.get(name, "")))) or "Jekyll does not publish it"
        yield f"- `{name}`: {told}"
    yield from (f"- `{one.place.file}`: {one.message}" for one in result.not_read)


def _replaced(result: Migrated) -> Iterator[str]:
    counts = Counter(kind for one in result.made for kind in one.done)
    yield from (f"- {count} {_WORDS[kind]}" for kind, count in sorted(counts.items()))


def _kept(result: Migrated) -> Iterator[str]:
    kept = [(paths.address(path), source) for path, source in result.addresses.items() if path not in result.lost]
    if kept:
        yield "| Address | From |"
        yield "| --- | --- |"
    yield from (f"| {_cell(address)} | {_cell(source)} |" for address, source in sorted(kept))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
