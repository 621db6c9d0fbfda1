"""The program's start: `faimi-site`, and `python -m faimi_site`."""

import os
import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it with 130, also while it is still being loaded."""
    try:
        from faimi_site import cli

        cli.main()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        raise SystemExit(130) from None


if __name__ == "__main__":
    # `python -m` looks for modules in the current folder first, and a site's folder may hold anybody's files.
    if not sys.flags.safe_path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    main()
