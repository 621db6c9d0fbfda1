"""What `faimi-site check` looks at beyond the site: other hosts' answers, and the site as it was before."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from faimi_site import __version__, paths
from faimi_site.check.external import answered, external_links
from faimi_site.check.lost import lost
from faimi_site.check.served import without_fragment
from faimi_site.disk.answers import read_answers, save_answers
from faimi_site.disk.old import old_file, old_files
from faimi_site.frozen import frozen
from faimi_site.model import Config, Output, Site
from faimi_site.problem import Fault, Level, Place, Problem, counted
from faimi_site.sitemaps import LARGEST, Sitemap, read_sitemap
from faimi_site.web import Answer, Web

MOST_SITEMAPS = 500

Report = Callable[[str, int, int], None]


def web_of(config: Config) -> Web:
    """Return what asks other hosts for a site, and says for which."""
    for_site = f" for {config.home}{config.home_path}/" if config.home else ""
    return Web(f"faimi-site/{__version__} (checks links{for_site})")


def external(
    folder: Path, site: Site, outputs: Iterable[Output], web: Web, now: float, report: Report = lambda *_: None
) -> Iterator[Problem]:
    """Yield what is wrong with the links to other sites, each of which is asked unless it was within a day."""
    links = external_links(site, outputs)
    known = read_answers(folder, now)
    asked = [url for url in links if url not in known]
    try:
        for done, (url, answer) in enumerate(web.ask_all(asked), 1):
            known[url] = (int(now), answer)
            report("external", done, len(asked))
    finally:
        # Also of what was answered before Ctrl-C.
        if asked:
            save_answers(folder, known)
    answers: dict[str, Answer] = {url: answer for url, (_, answer) in known.items()}
    yield from answered(links, answers)


@frozen
class Compared:
    """What is wrong with the addresses of an old site, and how many of them were looked for in the new one."""

    problems: tuple[Problem, ...]
    addresses: int


def against(old: str, site: Site, outputs: Iterable[Output], web: Web) -> Compared:
    """Return each address that an old output folder or a sitemap has and the new site would lose."""
    if not _is_web(old) and Path(old).is_dir():
        try:
            files = [paths.address(path) for path in old_files(Path(old))]
        except OSError as error:
            return Compared((_unreadable(Fault(f"{old} cannot be read: {error.strerror or 'unknown reason'}")),), 0)
        return Compared((*lost(site, outputs, files), *_none(old, files)), len(files))
    urls, faults = _parted(_sitemap(old, web))
    urls, foreign = _of_one_host(urls, site.config)
    problems = [*map(_unreadable, faults), *_passed_over(old, foreign), *([] if faults else _none(old, urls))]
    outputs = list(outputs)
    # Where the old site was is told by nobody: of the places it can have been, the one at which least is lost. That its
    # home is found is no sign of a place, as every site has one.
    tries = [(base != "", list(lost(site, outputs, _below(urls, base)))) for base in _bases(urls, old, site.config)]
    _, found = min(tries, key=lambda one: one[0] + sum(problem.level is Level.ERROR for problem in one[1]))
    return Compared((*problems, *found), len({without_fragment(url) for url in urls}))


def _parted(stream: Iterable[str | Fault]) -> tuple[list[str], list[Fault]]:
    """Part addresses and faults, each in its order."""
    items = list(stream)
    return [one for one in items if isinstance(one, str)], [one for one in items if isinstance(one, Fault)]


def _of_one_host(urls: Iterable[str], config: Config) -> tuple[list[str], list[str]]:
    """Return the addresses of the host that most of them name, and those of others; one without a host is its own."""
    hosts = {url: _host(url) for url in urls}
    counts = Counter(host for host in hosts.values() if host)
    own = max(counts, key=lambda host: (counts[host], host == _host(config.home)), default="")
    of_own = [url for url, host in hosts.items() if host in ("", own)]
    return of_own, [url for url, host in hosts.items() if host not in ("", own)]


def _passed_over(old: str, foreign: Sequence[str]) -> Iterator[Problem]:
    """Yield a warning for each further host that a sitemap names."""
    for host, count in sorted(Counter(map(_host, foreign)).items()):
        message = f"{old} names {counted(count, 'address', 'addresses')} of another host, {host}: not compared"
        yield Problem("address/other-host", Level.WARNING, Place(""), message, "compare that site by itself")


def _none(old: str, addresses: Sequence[str]) -> Iterator[Problem]:
    if not addresses:
        hint = "name the folder that the old site was built into, or its sitemap"
        yield Problem("address/none", Level.ERROR, Place(""), f"{old} holds no address to compare", hint)


def _sitemap(old: str, web: Web) -> Iterator[str | Fault]:
    """Yield the addresses in a sitemap and in those that it names, and why one of them cannot be read."""
    waiting, read = [old], 0
    seen: set[str] = set()
    while waiting and read < MOST_SITEMAPS:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        read += 1
        body = web.fetch(at, LARGEST) if _is_web(at) else old_file(Path(at), LARGEST)
        sitemap = body if isinstance(body, Fault) else read_sitemap(body)
        if isinstance(sitemap, Sitemap):
            yield from sitemap.pages
            waiting += filter(None, (_named(at, one) for one in sitemap.sitemaps))
        else:
            yield sitemap if isinstance(body, Fault) else Fault(f"{at} is no sitemap: {sitemap.message}", sitemap.hint)


def _named(index: str, url: str) -> str:
    """Return where a sitemap is that an index names: beside an index that is a file, or on the web; else nowhere."""
    beside = Path(index).parent / (posixpath.basename(_way(url)) or "sitemap.xml")
    if not _is_web(index) and beside.is_file():
        return str(beside)
    # Who writes an index has no say in what is read of this machine.
    return url if _is_web(url) else ""


def _bases(urls: Iterable[str], old: str, config: Config) -> list[str]:
    """Return the base paths that the old site can have had: none, that of the new one, of the sitemap, of its home."""
    ways = list(map(_way, urls))
    homes = [way for way in ways if way.endswith("/") and all(other.startswith(way) for other in ways)]
    guesses = [config.base_path, config.home_path, *(home.rstrip("/") for home in homes if len(ways) > 1)]
    guesses += [posixpath.dirname(_way(old)).rstrip("/")] if _is_web(old) else []
    below_all = [base for base in guesses if all(paths.below_base(way, base) for way in ways)]
    return list(dict.fromkeys(["", *below_all]))


def _below(urls: Iterable[str], base: str) -> Iterator[str]:
    """Yield addresses of the web as those of a site, without its base path."""
    for url in urls:
        yield paths.below_base(_way(url), base) or "/"


def _way(url: str) -> str:
    """Return the path of an address; that of the home page where it has none, or is no address."""
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


def _host(url: str) -> str:
    """Return the host of an address, without `www.`; nothing where it has none, or is no address."""
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _is_web(old: str) -> bool:
    return old.lower().startswith(("http://", "https://"))


def _unreadable(fault: Fault) -> Problem:
    return Problem("address/unreadable", Level.ERROR, Place(""), fault.message, fault.hint)
