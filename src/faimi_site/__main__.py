"""`python -m faimi_site` is `faimi-site`."""

import os
import sys

# `python -m` looks for modules in the current folder first, and a site's folder may hold anybody's files.
if not sys.flags.safe_path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]

from faimi_site.cli import main

if __name__ == "__main__":
    main()
