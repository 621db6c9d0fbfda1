"""The command line: arguments in, lines and an exit code out.

What a command needs is imported when it runs: help and wrong calls are answered at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import Any

import click

from faimi_site import __version__
from faimi_site.disk.places import unusable
from faimi_site.disk.stamp import Asked, timed

OK, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130
LONGEST = 60  # letters of a path that are shown where it can be none
SCHEMAS = ("front-matter", "organizers", "people", "resources", "schedule", "site")


class _Usage(click.ClickException):
    """A wrong call, in one line."""

    exit_code = USAGE


class _Path(click.Path):
    """A place where something stands, or could be made."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path as it was given; a wrong call where no file system takes it."""
        path = os.fspath(value)
        reason = unusable(path)
        if reason:
            name = param.opts[0] if isinstance(param, click.Option) else param and param.human_readable_name
            shown = path if len(path) <= LONGEST else f"{path[:LONGEST]}…"
            raise _Usage(f"{name}: '{shown}' can be no file or folder: {reason}. Hint: name another.")
        return super().convert(value, param, ctx)


def _address(given: str | None) -> str:
    """Return what --base-url names; an empty one is most likely a variable that was not set, and no address."""
    if given == "":
        raise click.UsageError("--base-url names no address.")
    return given or ""


# Options of several commands.
_source = click.option("--source", type=_Path(), default=".", help="The site's folder, which holds site.yaml.")
_base_url = click.option(
    "--base-url",
    callback=lambda _, __, given: _address(given),
    help="The full address it is published at, over url and base_path of site.yaml.",
)
_drafts = click.option("--drafts", is_flag=True, help="Include pages with published: false, marked as drafts.")
_strict = click.option("--strict", is_flag=True, help="Let warnings stop it as errors do.")
_verbose = click.option("-v", "--verbose", is_flag=True, help="Show notes too.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="Show problems alone.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Build the website of a tutorial or workshop from Markdown pages and YAML data."""


@cli.command("build")
@_source
@click.option("--output", type=_Path(), help="Where the site is written; _site or _portable beside site.yaml.")
@_base_url
@_drafts
@click.option("--portable", is_flag=True, help="Make a copy that opens from a folder, without server and network.")
@_strict
@click.option("--clean", is_flag=True, help="Build without what earlier builds remembered, and write every file anew.")
@_verbose
@_quiet
@click.pass_obj
def build_command(
    asked: Asked | None,
    source: str,
    output: str | None,
    base_url: str,
    drafts: bool,
    portable: bool,
    strict: bool,
    clean: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Check a site and build it into _site/."""
    started = time.perf_counter()
    if verbose and quiet:
        raise click.UsageError("-v and -q cannot both be given.")
    if portable and base_url:
        raise click.UsageError("--portable and --base-url cannot both be given: a portable copy is at no address.")
    from faimi_site.building import Call, answer

    said = answer(Call(source, output, base_url, drafts, portable, strict, clean, verbose, quiet), asked)
    if isinstance(said, str):
        raise _Usage(said)
    _say(said.errors, timed(said.summary, started))
    if said.code:
        raise SystemExit(said.code)


@cli.command("serve")
@_source
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address or name to listen on; 0.0.0.0 for all."
)
@click.option("--port", type=click.IntRange(0, 65535), help="The port; the first free one from 8000 on.")
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@_drafts
def serve_command(source: str, host: str, port: int | None, opened: bool, drafts: bool) -> None:
    """Build a site into _site/ at each change, and show it in the browser."""
    from faimi_site.serve.ending import Ended, ended_by_signals

    try:
        with ended_by_signals():
            code, at_rest = _served(source, host, port, opened, drafts)
    except Ended as end:
        code, at_rest = end.status, True
    with contextlib.suppress(OSError):  # the terminal has been closed
        click.echo("stopped", err=True)
    if not at_rest:
        # A build that takes long is cut off: what it had begun to write, the next one finishes.
        os._exit(code)
    raise SystemExit(code)


def _served(source: str, host: str, port: int | None, opened: bool, drafts: bool) -> tuple[int, bool]:
    """Preview a site until a signal ends it; return its exit code, and whether no build is at work any more."""
    from pathlib import Path

    from faimi_site import report
    from faimi_site.problem import visible

    if not host.strip("[] "):
        raise click.UsageError("--host names no address.")
    site = Path(source)
    output = site / "_site"
    refused = report.refused(site, output, "")
    if refused:
        raise _Usage(refused)
    from faimi_site.serve.server import PORT, Unavailable, listening, run

    try:
        host = host.strip("[]")
        sockets = listening(host, port)
    except Unavailable as error:
        click.echo(visible(f"error: {error}"), err=True)
        raise SystemExit(PROBLEMS) from None
    if port is None and sockets[0].getsockname()[1] != PORT:
        click.echo(f"port {PORT} is taken, so this is the next free one", err=True)
    return run(site, output, host, sockets, drafts, opened, _say)


def _say(errors: str, lines: str) -> None:
    click.echo(errors, err=True, nl=False)
    click.echo(lines, nl=False)
    if sys.stdout:  # closed by who called it
        sys.stdout.flush()


@cli.command("check")
@_source
@_base_url
@_drafts
@_strict
@click.option("--external", is_flag=True, help="Ask each link to another site too; this never fails the check.")
@click.option("--against", metavar="OLD", help="Tell what a folder or a sitemap has that the site would lose.")
@_verbose
@_quiet
def check_command(
    source: str,
    base_url: str,
    drafts: bool,
    strict: bool,
    external: bool,
    against: str | None,
    verbose: bool,
    quiet: bool,
) -> None:
    """Check a site as a build does, and write nothing."""
    started = time.perf_counter()
    if verbose and quiet:
        raise click.UsageError("-v and -q cannot both be given.")
    from datetime import date
    from pathlib import Path

    from faimi_site import report
    from faimi_site.build import check, stopping
    from faimi_site.disk.sources import read_sources
    from faimi_site.problem import visible
    from faimi_site.progress import Progress

    site = Path(source)
    refused = report.refused(site, None, base_url)
    if refused:
        raise _Usage(refused)
    if against is not None and not (against.lower().startswith(("http://", "https://")) or os.path.exists(against)):
        raise _Usage(f"--against: '{visible(against)}' is neither a folder, nor a sitemap, nor the address of one.")
    sources, found = read_sources(site, date.today(), base_url, drafts)
    progress = Progress(sys.stderr)
    try:
        planned = check(site, sources, found, progress.report)
        problems, asked, compared = planned.problems, [], None
        if against is not None or external:
            from faimi_site import elsewhere

            web = elsewhere.web_of(planned.site.config)
            if against is not None:
                found_lost = elsewhere.against(against, planned.site, planned.outputs, web)
                problems, compared = [*problems, *found_lost.problems], found_lost.addresses
            if external:
                answers = elsewhere.external(site, planned.site, planned.outputs, web, time.time(), progress.report)
                from faimi_site.plan import at_levels

                asked = list(at_levels(answers, planned.site.config.checks))
    finally:
        progress.end()
    # What other hosts answer is told, and decides nothing.
    stopped = stopping(problems, strict)
    click.echo(report.check_findings([*problems, *asked], site, verbose, strict, stopped, compared), err=True, nl=False)
    if stopped:
        raise SystemExit(PROBLEMS)
    if not quiet:
        click.echo(timed(report.checked_summary(planned.outputs, compared), started), nl=False)


@cli.command("migrate")
@click.argument("jekyll_dir", type=_Path())
@click.argument("new_dir", type=_Path())
def migrate_command(jekyll_dir: str, new_dir: str) -> None:
    """Move a Jekyll site over: its pages and files into NEW_DIR, each at its old address.

    JEKYLL_DIR is only read. NEW_DIR must be empty or not there; its MIGRATION.md tells what is left to do.
    """
    from datetime import date
    from pathlib import Path

    from faimi_site.disk.create import create_folder, why_not
    from faimi_site.disk.moving import old_files, refused_move
    from faimi_site.disk.sources import read_sources
    from faimi_site.problem import visible

    old, new = Path(jekyll_dir), Path(new_dir)
    if refused := refused_move(old, new):
        raise _Usage(visible(f"{refused.message}; {refused.hint}."))
    failed = why_not(new)
    if failed:
        click.echo(f"error: {visible(f'{new}: {failed}')}", err=True)
        raise SystemExit(PROBLEMS)
    from faimi_site.scaffold.migrate import empty, migrated, parts
    from faimi_site.scaffold.report import REPORT, report, summary

    today = date.today()
    theme, _ = read_sources(new, today, "", drafts=False)
    try:
        result = migrated(*parts(old_files(old)), empty(theme, today))
        failed = create_folder(new, {**result.files, REPORT: report(result).encode()})
    except OSError as error:
        failed = f"{error.strerror}: {error.filename}"
    if failed:
        click.echo(f"error: nothing was written: {visible(failed)}", err=True)
        raise SystemExit(PROBLEMS)
    click.echo(summary(result, new_dir), err=bool(result.lost), nl=False)
    if result.lost:
        raise SystemExit(PROBLEMS)


@cli.command("schema")
@click.argument("name", type=click.Choice(SCHEMAS), required=False)
@click.option("--output", type=_Path(file_okay=False), help="Write all of them into a folder.")
def schema_command(name: str | None, output: str | None) -> None:
    """Print the JSON Schema of a kind of file, for editors, or write them all."""
    if (name is None) == (output is None):
        raise click.UsageError(f"give a name ({', '.join(SCHEMAS)}) or --output, and not both.")
    from pathlib import Path

    from faimi_site.load.jsonschemas import json_schema
    from faimi_site.problem import visible

    if name:
        click.echo(json_schema(name), nl=False)
    if output:
        try:
            Path(output).mkdir(parents=True, exist_ok=True)
            for each in SCHEMAS:
                Path(output, f"{each}.schema.json").write_text(json_schema(each), encoding="utf-8", newline="\n")
        except OSError as error:
            click.echo(f"error: the schemas could not be written: {visible(str(error))}", err=True)
            raise SystemExit(PROBLEMS) from None


@cli.group("new")
def new_group() -> None:
    """Start a new edition of an event, or a new site."""


@new_group.command("edition")
@click.argument("name")
@click.option("--from", "old", required=True, help="The folder of the edition to start from, below content/.")
@click.option("--title", default="", help="The new page's title; the old one's with the new year.")
@click.option("--start", default="", help="The first day, as 2026-09-22; all dates move by as many days.")
@_source
def new_edition_command(name: str, old: str, title: str, start: str, source: str) -> None:
    """Make content/NAME/ from an earlier edition, and say what is left to do."""
    from datetime import date
    from pathlib import Path

    from faimi_site.disk.create import create_folder
    from faimi_site.disk.sources import is_site, read_sources
    from faimi_site.load.fields import parse_date
    from faimi_site.problem import Fault, Problem, show, visible
    from faimi_site.scaffold.edition import new_edition
    from faimi_site.scaffold.names import wrong_name

    if not is_site(Path(source)):
        raise _Usage(f"there is no site in {visible(source)}: it holds no site.yaml.")
    day = parse_date(start) if start else None
    wrong = f"--start: {day.message}" if isinstance(day, Fault) else wrong_name(name)
    if wrong or isinstance(day, Fault):
        raise _Usage(visible(wrong))
    sources, _ = read_sources(Path(source), date.today(), "", drafts=True)
    made = new_edition(sources, name, old, title, day)
    if isinstance(made, Fault):
        raise _Usage(visible(f"{made.message}; {made.hint}"))
    failed = (
        show(made)
        if isinstance(made, Problem)
        else visible(create_folder(Path(source, "content", name), made.files, within=Path(source, "content")))
    )
    if failed or isinstance(made, Problem):
        click.echo(failed if isinstance(made, Problem) else f"error: content/{name}: {failed}", err=True)
        raise SystemExit(PROBLEMS)
    click.echo("\n".join(map(visible, [*made.told, "left to do:", *made.to_do])))


@new_group.command("site")
@click.argument("folder", type=_Path())
def new_site_command(folder: str) -> None:
    """Make a folder with a small site of your own, which builds at once."""
    from pathlib import Path

    from faimi_site.disk.create import create_folder, skeleton
    from faimi_site.disk.installed import requirement
    from faimi_site.problem import visible

    source = requirement()
    failed = create_folder(Path(folder), skeleton(source))
    if failed:
        click.echo(visible(f"error: {folder}: {failed}"), err=True)
        raise SystemExit(PROBLEMS)
    click.echo(visible(f"{folder} is a site now; build it with: faimi-site build --source {folder}"))
    if not source:
        click.echo("left to do: write into its requirements.txt where faimi-site is installed from")


def main(asked: Asked | None = None) -> None:
    """Run the command line; no traceback for a wrong call. What was `asked` is remembered if it comes to a build."""
    try:
        code = cli.main(prog_name="faimi-site", standalone_mode=False, obj=asked) or OK
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        _harmless(error).show()
        code = USAGE
    raise SystemExit(code)


def _harmless(error: click.ClickException) -> click.ClickException:
    """Return what click says of a wrong call, in which what was typed cannot steer the terminal."""
    from faimi_site.problem import visible

    said = visible(error.format_message())
    return click.UsageError(said, error.ctx) if isinstance(error, click.UsageError) else click.ClickException(said)
