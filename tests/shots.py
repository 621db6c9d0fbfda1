"""Pictures of pages as visitors have them, to be looked at. `python -m tests.shots` writes them, and that of README.

In shots/ come all kinds of pages, on a phone and on a desk, light and dark, the print of the tutorial, and a page that
shows them all.
"""

from __future__ import annotations

import html
import shutil
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import product
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ARGUMENTS, CHROMIUM
from tests.kinds import FAIMI, PAGES
from tests.looks import SCHEMES, SIZES, Scheme, Size, fetch_pictures, visited
from tests.sites import REPOSITORY, Planned, faimi

SHOTS = REPOSITORY / "shots"
README_PICTURE = REPOSITORY / "docs" / "images" / "tutorial.webp"
README_HEIGHT = 1500  # pixels: the heading, the text, and the materials
PRINT_SCALE = 1.5  # pixels of a point

INDEX = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Pages as visitors have them</title>
<style>
body { font: 100%/1.5 system-ui, sans-serif; margin: 1rem; background: #888; color: #000; }
div { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto; }
figure { margin: 0; flex: none; }
img { max-width: 40rem; display: block; }
</style>
</head>
<body>
"""


def shot(browser: Browser, of: Planned, path: str, scheme: Scheme, size: Size, height: int = 0) -> bytes:
    """Return a picture of a page as PNG: of all of it, or of its upper part."""
    with visited(browser, of, path, scheme, size) as (page, _):
        fetch_pictures(page)
        if height:
            page.set_viewport_size({"width": SIZES[size]["width"], "height": height})
        return page.screenshot(full_page=not height, animations="disabled")


def printed(browser: Browser, of: Planned, path: str) -> bytes:
    """Return a page as a PDF of A4, as a browser prints it."""
    with visited(browser, of, path) as (page, _):
        fetch_pictures(page)
        return page.pdf(format="A4", prefer_css_page_size=True)


def sheets(pdf: bytes) -> Iterator[bytes]:
    """Yield the pages of a PDF as PNG."""
    for sheet in pypdfium2.PdfDocument(pdf):
        made = BytesIO()
        sheet.render(scale=PRINT_SCALE).to_pil().save(made, "PNG")
        yield made.getvalue()


def taken(browser: Browser) -> Iterator[tuple[str, str, bytes]]:
    """Yield each picture with the page it is of, and the name of its file."""
    for kind, (of, path) in PAGES.items():
        for size, scheme in product(SIZES, SCHEMES):
            file = f"{kind} {size} {scheme}.png".lower().replace(" ", "-")
            yield kind, file, shot(browser, of(), path, scheme, size)
    pdf = printed(browser, faimi(), FAIMI["tutorial"])
    yield "FAIMI tutorial, printed", "faimi-tutorial-print.pdf", pdf
    for number, sheet in enumerate(sheets(pdf), 1):
        yield "FAIMI tutorial, printed", f"faimi-tutorial-print-{number}.png", sheet


def index(files: Mapping[str, list[str]]) -> str:
    """Return a page that shows pictures by what they are of."""
    parts = [INDEX]
    for heading, names in files.items():
        parts.append(f"<h2>{html.escape(heading)}</h2>\n<div>\n")
        for name in names:
            shown = f'<img src="{name}" alt="" loading="lazy">' if name.endswith(".png") else ""
            parts.append(f'<figure><a href="{name}">{shown}{name}</a></figure>\n')
        parts.append("</div>\n")
    return "".join([*parts, "</body>\n</html>\n"])


def write(browser: Browser, folder: Path) -> None:
    """Write all pictures into a folder of their own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    files: dict[str, list[str]] = {}
    for heading, name, body in taken(browser):
        (folder / name).write_bytes(body)
        files.setdefault(heading, []).append(name)
    (folder / "index.html").write_text(index(files), encoding="utf-8")


def write_readme_picture(browser: Browser, file: Path) -> None:
    """Write the picture of the tutorial that README shows."""
    made = shot(browser, faimi(), FAIMI["tutorial"], "light", "desktop", README_HEIGHT)
    file.parent.mkdir(exist_ok=True)
    Image.open(BytesIO(made)).convert("RGB").save(file, "WEBP", quality=85, method=6)


def main() -> int:
    """Write all pictures, and return the exit code."""
    if not CHROMIUM:
        sys.stdout.write("No pictures can be taken: Chromium is not installed.\n")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        write(browser, SHOTS)
        write_readme_picture(browser, README_PICTURE)
        browser.close()
    sys.stdout.write(f"{SHOTS / 'index.html'} shows them all.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
