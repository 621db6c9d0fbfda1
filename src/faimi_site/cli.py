"""The command line: arguments in, lines and an exit code out.

What a command needs is imported when it runs: help and wrong calls are answered at once.
"""

from __future__ import annotations

import sys
import time

import click

from faimi_site import __version__
from faimi_site.disk.stamp import Answer, Asked, timed

OK, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130
SCHEMAS = ("front-matter", "organizers", "people", "resources", "schedule", "site")


class _Usage(click.ClickException):
    """A wrong call, in one line."""

    exit_code = USAGE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Build the website of a tutorial or workshop from Markdown pages and YAML data."""


@cli.command("build")
@click.option(
    "--source",
    type=click.Path(),
    default=".",
    help="The site's folder, which holds site.yaml.",
)
@click.option("--output", type=click.Path(), help="Where the site is written; _site beside site.yaml.")
@click.option(
    "--base-url", default="", help="The full address it is published at, over url and base_path of site.yaml."
)
@click.option("--drafts", is_flag=True, help="Include pages with published: false, marked as drafts.")
@click.option("--strict", is_flag=True, help="Let warnings stop the build as errors do.")
@click.option("--clean", is_flag=True, help="Build without what earlier builds remembered, and write every file anew.")
@click.option("-v", "--verbose", is_flag=True, help="Show notes too.")
@click.option("-q", "--quiet", is_flag=True, help="Show problems alone.")
@click.pass_obj
def build_command(
    asked: Asked | None,
    source: str,
    output: str | None,
    base_url: str,
    drafts: bool,
    strict: bool,
    clean: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Check a site and build it into _site/."""
    started = time.perf_counter()
    if verbose and quiet:
        raise click.UsageError("-v and -q cannot both be given.")
    from datetime import date
    from pathlib import Path

    from faimi_site import report

    site = Path(source)
    folder = site / "_site" if output is None else Path(output)
    refused = report.refused(site, folder, base_url)
    if refused:
        raise _Usage(refused)
    from faimi_site.build import build
    from faimi_site.disk.sources import read_sources
    from faimi_site.progress import Progress

    # Before anything is read: what changes from here on is seen by the next build.
    recognised = asked if asked and asked.site == source and not clean else None
    if recognised:
        recognised.look()
    sources, found = read_sources(site, date.today(), base_url, drafts)
    progress = Progress(sys.stderr)
    try:
        built = build(site, folder, sources, found, strict, clean, progress.report)
    finally:
        progress.end()
    code = PROBLEMS if built.written is None else OK
    findings = report.findings(built, site, verbose, strict)
    if recognised and report.is_repeated(built):
        summary = "" if code or quiet else report.summary(report.again(built))
        recognised.remember(Answer(code, findings, summary), str(folder), *report.outputs(built))
    click.echo(findings, err=True, nl=False)
    if code:
        raise SystemExit(code)
    if not quiet:
        click.echo(timed(report.summary(built), started), nl=False)


@cli.command("migrate")
@click.argument("jekyll_dir", type=click.Path())
@click.argument("new_dir", type=click.Path())
def migrate_command(jekyll_dir: str, new_dir: str) -> None:
    """Move a Jekyll site over: its pages and files into NEW_DIR, each at its old address.

    JEKYLL_DIR is only read. NEW_DIR must be empty or not there; its MIGRATION.md tells what is left to do.
    """
    from datetime import date
    from pathlib import Path

    from faimi_site.disk.moving import old_files, refused_move, taken, write_new
    from faimi_site.disk.sources import read_sources
    from faimi_site.problem import visible

    old, new = Path(jekyll_dir), Path(new_dir)
    for refused, code in ((refused_move(old, new), USAGE), (taken(new), PROBLEMS)):
        if refused:
            click.echo(f"Error: {visible(refused.message)}. Hint: {refused.hint}.", err=True)
            raise SystemExit(code)
    from faimi_site.scaffold.migrate import empty, migrated, parts
    from faimi_site.scaffold.report import REPORT, report, summary

    today = date.today()
    theme, _ = read_sources(new, today, "", drafts=False)
    try:
        result = migrated(*parts(old_files(old)), empty(theme, today))
        failed = write_new(new, {**result.files, REPORT: report(result).encode()})
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
@click.option("--output", type=click.Path(file_okay=False), help="Write all of them into a folder.")
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


def main(asked: Asked | None = None) -> None:
    """Run the command line; no traceback for a wrong call. What was `asked` is remembered if it comes to a build."""
    try:
        code = cli.main(prog_name="faimi-site", standalone_mode=False, obj=asked) or OK
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = USAGE
    raise SystemExit(code)
