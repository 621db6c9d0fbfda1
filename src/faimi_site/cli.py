"""The command line: arguments in, lines and an exit code out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from faimi_site import __version__, paths
from faimi_site.build import Built, build
from faimi_site.disk.output import refusal
from faimi_site.disk.sources import is_site, read_sources
from faimi_site.load.config import base
from faimi_site.load.jsonschemas import SCHEMAS, json_schema
from faimi_site.problem import Fault, Level, Problem, counted, in_order, show, tally, visible
from faimi_site.progress import Progress

OK, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130


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
    type=click.Path(path_type=Path),
    default=Path(),
    help="The site's folder, which holds site.yaml.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Where the site is written; _site beside site.yaml.")
@click.option(
    "--base-url", default="", help="The full address it is published at, over url and base_path of site.yaml."
)
@click.option("--drafts", is_flag=True, help="Include pages with published: false, marked as drafts.")
@click.option("--strict", is_flag=True, help="Let warnings stop the build as errors do.")
@click.option("--clean", is_flag=True, help="Build without what earlier builds remembered, and write every file anew.")
@click.option("-v", "--verbose", is_flag=True, help="Show notes too.")
@click.option("-q", "--quiet", is_flag=True, help="Show problems alone.")
def build_command(
    source: Path,
    output: Path | None,
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
    output = output or source / "_site"
    _check_call(source, output, base_url)
    sources, found = read_sources(source, date.today(), base_url, drafts)
    shown_from = "" if source == Path() else f"{source.as_posix()}/"
    progress = Progress(sys.stderr)
    try:
        built = build(source, output, sources, found, strict, clean, progress.report)
    finally:
        progress.end()
    _report(in_order(built.problems, shown_from), built, verbose, strict)
    if built.written is None:
        raise SystemExit(PROBLEMS)
    if not quiet:
        click.echo(_summary(built, time.perf_counter() - started))


@cli.command("schema")
@click.argument("name", type=click.Choice(sorted(SCHEMAS)), required=False)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Write all of them into a folder.")
def schema_command(name: str | None, output: Path | None) -> None:
    """Print the JSON Schema of a kind of file, for editors, or write them all."""
    if (name is None) == (output is None):
        raise click.UsageError(f"give a name ({', '.join(sorted(SCHEMAS))}) or --output, and not both.")
    if name:
        click.echo(json_schema(name), nl=False)
    if output:
        try:
            output.mkdir(parents=True, exist_ok=True)
            for each in SCHEMAS:
                (output / f"{each}.schema.json").write_text(json_schema(each), encoding="utf-8", newline="\n")
        except OSError as error:
            click.echo(f"error: the schemas could not be written: {visible(str(error))}", err=True)
            raise SystemExit(PROBLEMS) from None


def main() -> None:
    """Run the command line; a traceback never reaches a user who pressed Ctrl-C or closed the pipe."""
    try:
        code = cli.main(prog_name="faimi-site", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = USAGE
    except BrokenPipeError:
        # Nobody reads on; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    raise SystemExit(code)


def _check_call(source: Path, output: Path, base_url: str) -> None:
    """Refuse a call that cannot lead to a site."""
    if not is_site(source):
        message = f"there is no site in {visible(str(source.resolve()))}: it holds no site.yaml."
        raise _Usage(f"{message} Name the site's folder with --source.")
    if base_url:
        address = paths.web_address(base_url)
        host, path = base(base_url)
        mapped = paths.output_path(path + "/") if path else ""
        if isinstance(address, Fault) or isinstance(mapped, Fault) or base_url.startswith("/") or not host:
            raise _Usage(
                f"--base-url: '{visible(base_url)}' is not the full address of a site, such as https://example.org/2025"
            )
    refused = refusal(output, source)
    if refused:
        raise _Usage(f"{visible(refused.message)}. Hint: {refused.hint}.")


def _report(problems: Iterable[Problem], built: Built, verbose: bool, strict: bool) -> None:
    shown = [problem for problem in problems if verbose or problem.level is not Level.NOTE]
    for problem in shown:
        click.echo(show(problem), err=True)
    if built.written is None:
        warned = all(problem.level is not Level.ERROR for problem in shown)
        why = " (--strict lets warnings stop the build)" if strict and warned else ""
        click.echo(f"{tally(shown)}; nothing was written{why}", err=True)
    elif shown:
        click.echo(tally(shown), err=True)


def _summary(built: Built, seconds: float) -> str:
    kinds = [output.kind for output in built.outputs]
    written = built.written
    counts = [
        counted(kinds.count("page"), "page"),
        counted(kinds.count("redirect"), "redirect"),
        counted(kinds.count("file"), "file"),
    ]
    if written:
        counts += [f"{written.written} written", f"{written.unchanged} unchanged"]
        counts += [f"{written.removed} removed"] if written.removed else []
    return f"{', '.join(counts)}, {seconds:.2f} seconds"
