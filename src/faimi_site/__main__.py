"""The program's start: `faimi-site`, and `python -m faimi_site`."""

import codecs
import gc
import os
import sys
import time

from faimi_site.exhausted import SAID, is_exhausted

TYPE_CHECKING = False  # that of typing, without the time that it takes to import
if TYPE_CHECKING:
    from faimi_site.disk.stamp import Answer

_GONE = "the current folder is gone, or cannot be read; change into another one, and call again"


def run() -> None:
    """Run the program and end its process at once: taking a site in memory apart, object by object, helps nobody."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8":
        # Names of files are UTF-8 here, whatever the locale says: the site must not depend on it.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  (ourselves, anew)
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        for stream in filter(None, (sys.stdout, sys.stderr)):
            try:
                stream.flush()
            except (OSError, ValueError):  # nobody reads it any more
                continue
        os._exit(end.code)


def main() -> None:
    """Answer for a site in which nothing changed, or run the command line.

    Ctrl-C ends it with 130, also while it is still being loaded; where nobody reads what it prints, 1, as click has it;
    1 as well where memory runs out.
    """
    try:
        _run_command()
        return
    except (ImportError, MemoryError, OSError) as error:
        if not is_exhausted(error):
            raise
    # Only behind the exception everything is free that was held where it came up.
    if sys.stderr:
        sys.stderr.write(f"{SAID}\n")
    raise SystemExit(1)


def _run_command() -> None:
    began = time.perf_counter()
    if not _current_folder():
        if sys.stderr:
            sys.stderr.write(f"error: {_GONE}\n")
        raise SystemExit(2)
    try:
        from faimi_site.disk.stamp import asked, timed

        call = asked(sys.argv[1:])
        answer = call.answer() if call else None
        if answer and _can_be_said(answer):
            _say(answer.errors, timed(answer.summary, began))
            raise SystemExit(answer.code)
        # Most of what a build makes lasts until it ends: looking often for what can go finds nothing.
        gc.set_threshold(100_000, 50, 100)
        # What a site may say depends on this program alone; to look for what others have added takes time as well.
        os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
        from faimi_site import building  # loads nothing more before there is something to build

        plain = building.plain(sys.argv[1:]) if _say_what_click_says() else None
        said = building.answer(plain, call) if plain else ""
        if not isinstance(said, str):
            _say(said.errors, timed(said.summary, began))
            raise SystemExit(said.code)
        from faimi_site import cli

        cli.main(call)
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        raise SystemExit(130) from None
    except OSError as error:
        if error.filename is not None or is_exhausted(error):
            raise
        # What is printed goes to a pipe that nobody reads, or to a disk that is full. What is still buffered must not
        # raise again at exit.
        if sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if sys.stderr and not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"error: the end of it could not be said: {error.strerror}\n")
        raise SystemExit(1) from None


def _current_folder() -> str:
    """Return the current folder; nothing where somebody has removed it since, or closed it."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def _can_be_said(answer: "Answer") -> bool:
    """Return whether the streams say an answer as click would, which says UTF-8 where it is asked for ASCII."""
    return _say_what_click_says() or bool(sys.stdout and sys.stderr and answer.errors.isascii())


def _say_what_click_says() -> bool:
    """Return whether there are streams that say whatever it is as click would."""
    return bool(sys.stdout and sys.stderr) and codecs.lookup(sys.stderr.encoding or "ascii").name != "ascii"


def _say(errors: str, lines: str) -> None:
    sys.stderr.write(errors)
    sys.stderr.flush()
    sys.stdout.write(lines)
    sys.stdout.flush()


if __name__ == "__main__":
    # `python -m` looks for modules in the current folder first, and a site's folder may hold anybody's files.
    if not sys.flags.safe_path and sys.path[0] in ("", _current_folder()):
        del sys.path[0]
    run()
