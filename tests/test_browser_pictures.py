"""Pictures and materials in a real Chromium: how much a page of photos weighs, and that nothing jumps."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, Response, Route

from tests.conftest import served
from tests.drawn import pdf, photo
from tests.sites import front

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHIFTED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 200);
})"""
SIZES = "all => all.map(one => [one.offsetWidth, one.offsetHeight])"
LOADED = "() => [...document.images].every(image => image.complete && image.naturalWidth > 0)"


def built(folder: Path, files: dict[str, str | bytes]) -> Iterator[str]:
    """Build a site from its files, and yield its address while it is served."""
    for path, body in {"site.yaml": "title: Site\nurl: https://example.org\n", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body.encode() if isinstance(body, str) else body)
    subprocess.run([sys.executable, "-m", "faimi_site", "build", "-q", "--source", str(folder)], check=True)
    with served(folder / "_site") as address:
        yield address


def camera_photos(number: int, grain: int, quality: int) -> Iterator[bytes]:
    """Yield photos as large as a camera's, with detail and noise of every size."""
    size = (4000, 3000)
    grey = Image.new("L", size, 128)
    parts = []
    for _ in range(3):
        part = Image.linear_gradient("L").resize(size)
        for step in range(8):
            noise = Image.effect_noise((size[0] >> step, size[1] >> step), grain)
            part = ImageChops.add(part, noise.resize(size, Image.Resampling.BICUBIC), 1, -128)
        parts.append(part)
    colours = [Image.blend(part, grey, 0.7) for part in parts[1:]]
    whole = Image.merge("YCbCr", [parts[0], *colours]).convert("RGB")
    for shift in range(number):
        made = BytesIO()
        ImageChops.offset(whole, 300 * shift, 200 * shift).save(made, "JPEG", quality=quality)
        yield made.getvalue()


@pytest.fixture(scope="module", params=[(7, 88), (40, 50)], ids=["ordinary", "heavy noise"])
def six_photos(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    photos = {f"content/photo-{number}.jpg": body for number, body in enumerate(camera_photos(6, *request.param))}
    assert min(map(len, photos.values())) > 3_000_000
    body = "\n\nText.\n\n".join(f"![Photo {number}](photo-{number}.jpg)" for number in range(6))
    yield from built(tmp_path_factory.mktemp("six"), {"content/index.md": front("title: Photos", body), **photos})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "density", "widest"), [(390, 1, 368), (390, 2, 736), (1280, 1, 736), (1280, 2, 1104)]
)
def test_a_page_of_six_photos_of_a_camera_weighs_under_400_kb(
    browser: Browser, six_photos: str, width: int, density: int, widest: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, device_scale_factor=density)
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(six_photos, wait_until="networkidle")
    for image in page.locator("img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_function(LOADED)
    loaded = [answer.url for answer in answers if "/images/" in answer.url]
    weight = sum(len(answer.body()) for answer in answers)
    print(f"{width} x{density}: {weight} bytes, {len(answers)} answers")  # noqa: T201
    context.close()
    assert len(loaded) == 6
    assert {url.rpartition("-")[2] for url in loaded} == {f"{widest}.webp"}
    assert weight < 400_000


def figure(width: int, height: int) -> bytes:
    """Return a figure as a notebook saves it: lines on white, without a soft edge."""
    image, made = Image.new("RGB", (width, height), "white"), BytesIO()
    for at in range(0, width, 8):
        image.paste("black", (at, 0, at + 1, height))
    image.save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("density", [1, 2])
def test_a_figure_of_a_notebook_is_as_wide_as_it_is_and_as_sharp(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, density: int
) -> None:
    output = {
        "output_type": "display_data",
        "data": {"image/png": base64.b64encode(figure(613, 455)).decode()},
        "metadata": {"image/png": {"alt": "Lines"}},
    }
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "execution_count": 1,
        "source": "plot()",
        "outputs": [output],
    }
    files = {
        "content/t/index.md": front("title: T", "[RESOURCES]\n"),
        "content/t/resources.yaml": "- {title: Lab, file: lab.ipynb}\n",
        "content/t/lab.ipynb": json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}),
    }
    for address in built(tmp_path_factory.mktemp("figure"), dict(files)):
        context = browser.new_context(viewport={"width": 1280, "height": 844}, device_scale_factor=density)
        page = context.new_page()
        page.goto(f"{address}/t/lab/", wait_until="networkidle")
        assert page.eval_on_selector_all(".output img", SIZES) == [[613, 455]]
        shown = page.eval_on_selector(".output img", "one => one.currentSrc")
        with Image.open(BytesIO(page.request.get(shown).body())) as image:
            assert image.size == (613, 455)
            assert {colour for _, colour in image.convert("RGB").getcolors() or []} == {(0, 0, 0), (255, 255, 255)}
        context.close()


SMALL = front(
    "title: Pictures",
    """\
![Wide](wide.jpg)

Text.

<img src="wide.jpg" width="150" alt="Small">

<img src="wide.jpg" width="50%" alt="Half">

[ORGANIZERS]

[RESOURCES]
""",
)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files: dict[str, str | bytes] = {
        "content/index.md": SMALL,
        "content/wide.jpg": photo(2000, 1500),
        "content/ada.jpg": photo(400, 300),
        "content/organizers.yaml": "- {name: Ada L, affiliation: B, photo: ada.jpg}",
        "content/resources.yaml": "- {title: Slides, file: slides.pdf, license: CC BY 4.0}\n"
        "- {title: Paper, file: paper.pdf}\n- {title: Recording, url: 'https://example.org/v', kind: Recording}\n",
        "content/slides.pdf": pdf(size=(320, 180)),
        "content/paper.pdf": pdf(size=(595, 842)),
    }
    yield from built(tmp_path_factory.mktemp("pictures"), files)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pictures_keep_their_room_before_they_are_loaded(page: Page, pictures: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    held: list[Route] = []
    page.route("**/images/**", lambda route: held.append(route))
    page.goto(pictures, wait_until="domcontentloaded")
    page.wait_for_function("() => document.styleSheets.length > 0")
    before = page.eval_on_selector_all("img", SIZES)
    for route in held:
        route.continue_()
    held.clear()
    page.unroute("**/images/**")
    for route in held:
        # It was asked for in between.
        route.continue_()
    for image in page.locator("img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_function(LOADED)
    assert page.eval_on_selector_all("img", SIZES) == before
    column = before[0][0]
    assert abs(before[0][1] - column * 0.75) <= 1
    assert page.evaluate("document.querySelector('.people img').offsetLeft") == page.evaluate(
        "document.querySelector('.people').offsetLeft"
    )
    assert before[1] == [150, 112]
    assert abs(before[2][0] - column / 2) <= 1
    assert before[3] == [64, 64]
    assert page.evaluate(SHIFTED) == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_page_of_pictures_asks_for_each_once_and_for_nothing_that_is_not_there(page: Page, pictures: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(pictures, wait_until="networkidle")
    asked = [answer.url for answer in answers]
    assert len(asked) == len(set(asked))
    assert [answer.url for answer in answers if answer.status != 200] == []
