"""Golden sites: small sites, and beside each what it must become. `python -m tests.golden` writes that anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from faimi_site.disk.sources import read_sources
from faimi_site.memory import Memory
from faimi_site.model import Output
from faimi_site.pictures import Facts, facts
from faimi_site.plan import plan
from faimi_site.problem import in_order, show
from tests.sites import TODAY, body_bytes

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = "expected"
PROBLEMS = "problems.txt"


def names() -> list[str]:
    """Return the names of the golden sites."""
    return sorted(folder.name for folder in GOLDEN.iterdir() if (folder / "site.yaml").exists())


def made(name: str) -> dict[str, bytes]:
    """Return what a golden site becomes: its problems, and where it can be built its files but the theme's."""
    sources, found = read_sources(GOLDEN / name, TODAY, "", drafts=False)
    outputs, problems = plan(sources, Memory())
    shown = "".join(f"{show(problem)}\n" for problem in in_order([*found, *problems]))
    files = {PROBLEMS: shown.encode()}
    if "error:" not in shown:
        own = [output for output in outputs if not output.path.startswith("static/")]
        files |= {o.path: _body(o) for o in own}
    return files


def _body(output: Output) -> bytes:
    """Return what an output holds; of a picture its format and size, as its bytes depend on the version of Pillow."""
    body = body_bytes(output.body)
    if not output.path.startswith("images/"):
        return body
    found = facts(body)
    assert isinstance(found, Facts)
    return f"{found.format}, {found.width} x {found.height} pixels\n".encode()


def expected(name: str) -> dict[str, bytes]:
    """Return what a golden site must become."""
    folder = GOLDEN / name / EXPECTED
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def write() -> None:
    """Write what each golden site becomes now."""
    for name in names():
        folder = GOLDEN / name / EXPECTED
        shutil.rmtree(folder, ignore_errors=True)
        for path, body in made(name).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(body)


if __name__ == "__main__":
    write()
