"""Watching a site's sources by watchfiles, through livereload's own interface of a watcher.

Of what is told of a file nothing is trusted, not even its times: that something happened is enough, and the build
finds what it was.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from livereload.watcher import Watcher
from watchfiles import Change, watch

from faimi_site.disk.sources import may_be_source, watched_folders

STEP = 5  # milliseconds in which nothing more must happen: an editor's save is several events
LOOK = 20  # milliseconds after which a look that saw nothing ends
CALM = 5  # looks that saw nothing: what began before is over then
FEW = 10  # more files than anybody saves at a time
PATIENCE = 3.0  # seconds that a burst may take before it is built all the same
RETRY = 0.5  # seconds


class SourceWatcher(Watcher):  # type: ignore[misc]  # livereload has no types
    """Tells of changes to a site's files and folders: at once of the first ones, of a burst when it is over.

    What is told runs in the watcher's own thread: until it is done, changes wait, and are told as one.
    """

    def __init__(self, site: Path, rest: Callable[[], object] = lambda: None) -> None:
        """Watch a site; once nothing has changed for a while, `rest` is called."""
        super().__init__()
        self._site, self._rest = site, rest
        self._stop, self._again = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, callback: Callable[[], object]) -> bool:
        """Watch from now on, and call this back for all that changes; what came before counts as a first change."""
        self._thread = threading.Thread(target=self._run, args=(callback,), daemon=True, name="watching")
        self._thread.start()
        return True

    def examine(self) -> tuple[None, None]:
        """Run what has been asked for; the reload that livereload would send later is sent there."""
        for task in self._tasks.values():
            task["func"]()
        return None, None

    def again(self) -> None:
        """Count what has happened to the output as a change."""
        self._again.set()

    def stop(self, patience: float) -> bool:
        """Stop watching; return whether that was done within a time, in seconds."""
        self._stop.set()
        if self._thread:
            self._thread.join(patience)
        return not (self._thread and self._thread.is_alive())

    def _run(self, callback: Callable[[], object]) -> None:
        looks = self._looks()
        quiet = CALM
        for seen in looks:
            changed = seen + self._again.is_set()
            self._again.clear()
            if not changed:
                quiet += 1
                if quiet == CALM:
                    self._rest()
                continue
            if changed > FEW or quiet < CALM:
                # What changed while a build ran has been waiting, and is part of a burst as often as not.
                _settle(looks)
            if not self._stop.is_set():
                callback()
            quiet = 0

    def _looks(self) -> Iterator[int]:
        """Yield again and again how many files have changed since the last time."""
        while not self._stop.is_set():
            try:
                yield from self._looks_at(watched_folders(self._site))
            except OSError:
                # A folder has gone at this moment, or the system watches no more of them.
                self._stop.wait(RETRY)

    def _looks_at(self, folders: dict[str, tuple[int, int]]) -> Iterator[int]:
        """Yield how many files have changed for as long as the site has these folders."""
        site = str(self._site.resolve())
        # An editor may put another file in the place of site.yaml, so that its folder has to be watched.
        with (
            closing(self._events([site], recursive=False, step=1, rust_timeout=1)) as above,
            closing(self._events(folders or [site], recursive=bool(folders), step=STEP, rust_timeout=LOOK)) as below,
        ):
            next(above, None)
            first = 1
            for changes in below:
                yield len(changes) + len(next(above, ())) + first
                first = 0
                if watched_folders(self._site) != folders:
                    return

    def _events(self, paths: Collection[str], **options: Any) -> Generator[set[tuple[Change, str]], None, None]:
        site = str(self._site.resolve())
        return watch(
            *paths,
            watch_filter=lambda _, path: may_be_source(site, path),
            debounce=200,
            stop_event=self._stop,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
            **options,
        )


def _settle(looks: Iterator[int]) -> None:
    """Wait until nothing changes any more, but not forever."""
    end, quiet = time.monotonic() + PATIENCE, 0
    for changed in looks:
        quiet = 0 if changed else quiet + 1
        if quiet >= CALM or time.monotonic() >= end:
            return
