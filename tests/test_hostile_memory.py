"""What would fill a machine's memory is refused before it is read; where memory runs out all the same, it is said."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from faimi_site import pictures
from faimi_site.exhausted import SAID, is_exhausted
from faimi_site.load.pictures import picture
from faimi_site.memory import Memory
from faimi_site.model import Source
from faimi_site.plan import plan
from faimi_site.problem import Fault
from faimi_site.serve.rebuild import outcome
from tests.drawn import pdf, photo
from tests.sites import Files, Planned, front, planned, sources

HUGE = 2_000_000_000
FITS, MORE_THAN_FITS = 1_500_000_000, 1_600_000_000


def opened_nowhere() -> io.BytesIO:
    raise AssertionError("it is read")


def site_with_huge(path: str, files: Files) -> Planned:
    """Return a site with a file that nothing but its digest may read, which is known already."""
    given = sources(files)
    held = Source(path, opened_nowhere, HUGE, "stamp")
    memory = Memory()
    memory.recall("digest", (path, "stamp"), lambda: {"": "of the file"})
    return Planned(*plan(type(given)({**given.files, path: held}, given.theme, given.today), memory))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.dng", "a.heic", "a.avif"])
def test_a_huge_picture_is_not_read(name: str) -> None:
    assert picture(Source(f"assets/{name}", opened_nowhere, HUGE), Memory()) == pictures.TOO_MANY_BYTES


def test_a_huge_picture_of_a_page_is_an_error_that_says_how_large_it_may_be() -> None:
    site = site_with_huge("assets/a.png", {"content/index.md": front("title: A", "![a](/assets/a.png)\n")})
    assert site.shown == [
        "assets/a.png: error: the image is larger than 200 MB [image/unreadable]\n       = hint: make it smaller"
    ]


def test_a_huge_picture_beside_the_pages_is_copied_with_a_note() -> None:
    site = site_with_huge("assets/a.png", {"content/index.md": front("title: A", "[a](/assets/a.png)\n")})
    assert site.briefly == [
        "assets/a.png: note: the image is larger than 200 MB, so nothing in it is looked at [image/too-large] | "
        "make it smaller, or see for yourself that it does not say where it was taken"
    ]
    assert "assets/a.png" in site.paths


def test_a_huge_pdf_is_a_material_without_a_picture() -> None:
    listed = "- {title: Slides, file: /assets/a.pdf}\n"
    page = front("title: A", "[RESOURCES]\n")
    site = site_with_huge("assets/a.pdf", {"content/t/index.md": page, "content/t/resources.yaml": listed})
    assert site.briefly == [
        "assets/a.pdf: warning: the PDF is larger than 200 MB, so its card has no picture and no pages "
        "[pdf/too-large] | make its pictures smaller"
    ]
    assert '<a href="/assets/a.pdf"' in site.text("t/index.html")


@pytest.mark.parametrize("name", ["a.zip", "a.css", "a.html", "a.js", "a.ipynb", "a.svg", "a.webmanifest"])
def test_another_huge_file_is_copied_and_not_read(name: str) -> None:
    body = f"[a](/assets/{name})\n"
    site = site_with_huge(f"assets/{name}", {"content/index.md": front("title: A", body)})
    assert f"assets/{name}" in site.paths


@pytest.mark.parametrize("size", [(99_999_999, 99_999_999), (999_999_999, 1), (1, 999_999_999)])
def test_of_a_page_of_any_size_no_more_is_drawn_than_is_shown(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    drawn: list[tuple[int, int]] = []
    render = pypdfium2.PdfPage.render

    def noted(page: pypdfium2.PdfPage, scale: float, **options: bool) -> pypdfium2.PdfBitmap:
        drawn.append((round(page.get_width() * scale), round(page.get_height() * scale)))
        assert max(drawn[-1]) <= 800
        return render(page, scale=scale, **options)

    monkeypatch.setattr(pypdfium2.PdfPage, "render", noted)
    files: dict[str, str | bytes] = {"content/t/index.md": front("title: A", "[RESOURCES]\n")}
    files |= {"content/t/resources.yaml": "- {title: A, file: /assets/a.pdf}", "assets/a.pdf": pdf(size=size)}
    site = planned(files)
    assert (site.shown, len(drawn)) == ([], 1)


def test_a_picture_for_which_memory_runs_out_is_no_broken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, source = Memory(), Source("assets/a.jpg", lambda: io.BytesIO(photo(40, 30)), 1000)

    def fails(_: bytes) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(pictures, "_facts", fails)
        assert picture(source, memory) == pictures.NO_MEMORY
    assert not isinstance(picture(source, memory), Fault)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "site.yaml").write_text("title: Site\nurl: https://example.org\n")
    (tmp_path / "content" / "index.md").write_text("# Hello\n")
    return tmp_path


# A build in which a function fails as it does where memory runs out.
FAILING = """
import sys
from faimi_site import build
from faimi_site.__main__ import run
def failing(*_, **__): raise {error}
build.{function} = failing
sys.argv = ["faimi-site", "build"]
run()
"""


@pytest.mark.slow
@pytest.mark.parametrize("error", ["MemoryError", "OSError(__import__('errno').ENOMEM, 'Cannot allocate memory')"])
@pytest.mark.parametrize("function", ["load_site", "write_outputs"])
def test_where_memory_runs_out_it_is_said_in_a_line_and_the_site_stays(site: Path, function: str, error: str) -> None:
    subprocess.run([sys.executable, "-m", "faimi_site", "build"], cwd=site, check=True, capture_output=True)
    before = (site / "_site" / "index.html").read_bytes()
    (site / "content" / "index.md").write_text("# Changed\n")
    code = FAILING.format(function=function, error=error)
    done = subprocess.run([sys.executable, "-c", code], cwd=site, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{SAID}\n")
    assert (site / "_site" / "index.html").read_bytes() == before


def test_the_preview_says_it_too_and_goes_on(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("faimi_site.serve.rebuild.build", fails)
    assert outcome(site, site / "_site", drafts=False).findings == f"{SAID}\n"


def hostile(site: Path) -> None:
    """Add what would each fill a small memory: to a site of which the page alone is sound."""
    (site / "assets").mkdir()
    for name in ("a.png", "a.pdf"):
        with (site / "assets" / name).open("wb") as stream:
            stream.truncate(MORE_THAN_FITS)
    (site / "assets" / "b.pdf").write_bytes(pdf(size=(99_999_999, 99_999_999)))
    (site / "assets" / "c.pdf").write_bytes(pdf(size=(999_999_999, 1)))
    (site / "assets" / "d.png").write_bytes(black(16_000))
    (site / "assets" / "e.png").write_bytes(black(9_000))
    materials = "".join(f"- {{title: {name}, file: /assets/{name}.pdf}}\n" for name in "abc")
    (site / "content" / "t").mkdir()
    (site / "content" / "t" / "resources.yaml").write_text(materials)
    text = "[RESOURCES]\n\n[a](/assets/a.png) [d](/assets/d.png)\n\n![e](/assets/e.png)\n"
    (site / "content" / "t" / "index.md").write_text(front("title: T", text))


def black(side: int) -> bytes:
    made = io.BytesIO()
    Image.new("L", (side, side)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux alone")
def test_a_hostile_site_is_built_in_one_and_a_half_gigabytes(site: Path) -> None:
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (FITS, FITS))

    hostile(site)
    command = [sys.executable, "-m", "faimi_site", "build"]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False, preexec_fn=limited)
    assert "Traceback" not in done.stderr
    assert (done.returncode, SAID in done.stderr) == (0, False)
    assert "assets/a.pdf: warning: the PDF is larger than 200 MB" in done.stderr
    assert (site / "_site" / "assets" / "a.png").stat().st_size == MORE_THAN_FITS


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux alone")
@pytest.mark.parametrize("most", [60, 90, 130, 200])
def test_in_too_little_memory_there_is_a_line_or_a_problem_and_yesterdays_site(site: Path, most: int) -> None:
    import resource

    subprocess.run([sys.executable, "-m", "faimi_site", "build"], cwd=site, check=True, capture_output=True)
    before = (site / "_site" / "index.html").read_bytes()
    (site / "assets").mkdir()
    (site / "assets" / "e.png").write_bytes(black(9_000))
    (site / "content" / "index.md").write_text("# Changed\n\n![e](/assets/e.png)\n" + "a *b* " * 300_000)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (most * 1_000_000, most * 1_000_000))

    command = [sys.executable, "-m", "faimi_site", "build", "--clean"]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False, preexec_fn=limited)
    assert "Traceback" not in done.stderr
    assert (done.returncode, bool(done.stderr)) == (1, True)
    assert (site / "_site" / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    ("error", "is_that"),
    [
        (MemoryError(), True),
        (OSError(12, "Cannot allocate memory"), True),
        (OSError("out of memory"), True),
        (ImportError("_imaging.so: failed to map segment from shared object"), True),
        (ImportError("_imaging.so: cannot open shared object file: No such file or directory"), False),
        (ModuleNotFoundError("No module named 'PIL'"), False),
        (FileNotFoundError(2, "No such file or directory"), False),
    ],
)
def test_a_library_that_has_no_room_is_memory_that_ran_out_and_one_that_is_not_there_is_none(
    error: Exception, is_that: bool
) -> None:
    assert is_exhausted(error) is is_that
