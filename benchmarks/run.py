"""The benchmark's start: `python benchmarks/run.py`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # A script's own folder comes first on the path, but the modules name themselves from the top of the repository.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from benchmarks.compare import main

    raise SystemExit(main())
