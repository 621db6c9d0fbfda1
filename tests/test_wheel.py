"""The package, built as a wheel and installed where nothing else is, makes a site anywhere."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.sites import REPOSITORY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_the_theme_and_its_types_marker(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "faimi_site/theme/templates/default.html",
        "faimi_site/theme/static/style.css",
        "faimi_site/theme/fonts/SourceSansPro-Semibold.otf",
        "faimi_site/theme/fonts/LICENSE.txt",
        "faimi_site/py.typed",
        "faimi_site/serve/client/preview.js",
        "faimi_site/scaffold/skeleton/dot-gitignore",
        "faimi_site/scaffold/skeleton/dot-github/workflows/pages.yml",
    } <= names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_wheel_holds_the_theme_compiled_for_its_jinja(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("faimi_site/compiled/jinja_")]
    # Each template by its name, and once more as the theme's.
    assert len(names) == 2 * len(list((REPOSITORY / "src/faimi_site/theme/templates").rglob("*.html")))


def test_an_installed_wheel_builds_a_minimal_site(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    site = tmp_path / "elsewhere" / "site"
    (site / "content").mkdir(parents=True)
    (site / "site.yaml").write_text("title: Minimal\n", encoding="utf-8")
    (site / "content" / "index.md").write_text("# Hello\n", encoding="utf-8")
    done = subprocess.run([str(scripts / "faimi-site"), "build"], cwd=site, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("1 page, ")
    assert "<h1" in (site / "_site" / "index.html").read_text(encoding="utf-8")
