"""`faimi-site serve`, as a real server on loopback."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from tests.previews import LATE, SITE, Listener, Preview, listen, previewed, write

HOME = "---\ntitle: Home\n---\n\n{}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    write(folder, SITE)
    return folder


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    with previewed(site) as running:
        yield running


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Yield a preview of a site that no test changes."""
    folder = tmp_path_factory.mktemp("still")
    files = {
        "assets/a.bin": bytes(range(256)) * 40,
        "assets/.secret": b"s",
        "assets/a.ipynb": b"{}",
        "assets/a.ics": b"B",
    }
    write(folder, {**SITE, **files})
    (folder.parent / "outside.txt").write_text("outside", encoding="utf-8")
    with previewed(folder) as running:
        yield running


def served(folder: Path) -> dict[str, bytes]:
    """Return the bytes of a built folder by path, without the notes of builds."""
    files = (file for file in folder.rglob("*") if file.is_file() and ".faimi-site" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_the_address_is_said_when_the_first_build_is_done(still: Preview) -> None:
    said = "".join(still.lines)
    assert f"{still.address}/ shows the site" in said
    assert said.index(" written, ") < said.index("http://")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/", 200, "First text."),
        ("/a/", 200, "Page A."),
        ("/a/index.html", 200, "Page A."),
        ("/404", 200, "Nothing is here."),
        ("/old/", 200, "http-equiv"),
        ("/nowhere/", 404, "Nothing is here."),
        ("/a/?a=1", 200, "Page A."),
        ("/site.yaml", 404, "Nothing is here."),
        ("/content/index.md", 404, "Nothing is here."),
        ("/.faimi-site/manifest.json", 404, "Nothing is here."),
        ("/.faimi-cache/memory", 404, "Nothing is here."),
        ("/assets/.secret", 404, "Nothing is here."),
        ("/../outside.txt", 404, "Nothing is here."),
        ("/%2e%2e/%2e%2e/outside.txt", 404, "Nothing is here."),
        ("/..%2foutside.txt", 404, "Nothing is here."),
        ("/..\\outside.txt", 404, "Nothing is here."),
        ("//etc/passwd", 404, "Nothing is here."),
        ("/livereload.js", 404, "Nothing is here."),
        ("/forcereload", 404, "Nothing is here."),
    ],
)
def test_an_address_is_answered_as_pages_would(still: Preview, path: str, status: int, words: str) -> None:
    answer = still.ask(path)
    assert (answer.status, words in answer.body) == (status, True)


def test_a_folder_without_a_slash_leads_to_it(still: Preview) -> None:
    answer = still.ask("/a?b=c")
    assert (answer.status, answer.headers["location"]) == (301, "/a/?b=c")


@pytest.mark.parametrize("path", ["//evil.example/a", "//evil.example", "/\\evil.example/a", "//a"])
def test_no_address_leads_to_another_host(still: Preview, path: str) -> None:
    answer = still.ask(path)
    assert (answer.status, "location" in answer.headers) == (404, False)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/assets/a.ipynb", "application/x-ipynb+json"),
        ("/assets/a.ics", "text/calendar; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/static/own.css", "text/css; charset=utf-8"),
    ],
)
def test_a_file_comes_with_its_media_type(still: Preview, path: str, kind: str) -> None:
    assert still.ask(path).headers["content-type"] == kind


def test_a_part_of_a_file_can_be_asked_for(still: Preview) -> None:
    answer = still.ask("/assets/a.bin", Range="bytes=10-19")
    assert (answer.status, answer.headers["content-range"]) == (206, "bytes 10-19/10240")
    assert answer.body == bytes(range(10, 20)).decode()


def test_a_head_has_no_body(still: Preview) -> None:
    answer = still.ask("/a/", "HEAD")
    assert (answer.status, answer.body) == (200, "")


def test_what_has_not_changed_is_not_sent_again(still: Preview) -> None:
    first = still.ask("/static/own.css")
    assert still.ask("/static/own.css", If_None_Match=first.headers["etag"]).status == 304


@pytest.mark.parametrize("path", ["/", "/static/own.css", "/nowhere", "/.faimi-site/preview.js"])
def test_nothing_is_kept_unasked_and_nothing_is_for_other_origins(still: Preview, path: str) -> None:
    headers = still.ask(path, Origin="http://evil.example").headers
    assert headers["cache-control"] == "no-cache"
    assert [name for name in headers if name.startswith("access-control")] == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
@pytest.mark.parametrize("path", ["/", "/.faimi-site/preview.js", "/.faimi-site/livereload"])
def test_a_foreign_host_is_refused(still: Preview, host: str, path: str) -> None:
    assert still.ask(path, Host=host).status in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"])
def test_a_socket_from_a_foreign_origin_is_refused(still: Preview, origin: str) -> None:
    async def nothing(_: Listener) -> None:
        return None

    with pytest.raises(HTTPClientError) as refused:
        listen(still, nothing, Origin=origin)
    assert refused.value.code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_preview_is_read_alone(still: Preview, method: str) -> None:
    assert still.ask("/", method).status == 405


def test_it_listens_on_loopback_alone(still: Preview) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.2", still.port))


def test_the_script_is_a_file_and_stands_in_what_is_sent_alone(still: Preview) -> None:
    assert '<script src="/.faimi-site/preview.js"' in still.ask("/").body
    assert "WebSocket" in still.ask("/.faimi-site/preview.js").body
    assert b"preview.js" not in (still.folder / "_site/index.html").read_bytes()


def test_what_is_built_is_what_a_build_writes(site: Path, tmp_path: Path) -> None:
    with previewed(site) as running:
        running.write("content/index.md", HOME.format("Changed."))
        running.wait("/", "Changed.")
    other = tmp_path / "other"
    subprocess.run(
        [sys.executable, "-m", "faimi_site", "build", "-q", "--source", str(site), "--output", str(other)], check=True
    )
    assert served(site / "_site") == served(other)


def test_a_link_in_the_output_that_leads_out_is_not_followed(preview: Preview) -> None:
    (preview.folder.parent / "secret.html").write_text("secret", encoding="utf-8")
    page = preview.folder / "_site/a/index.html"
    page.unlink()
    page.symlink_to(preview.folder.parent / "secret.html")
    assert "secret" not in preview.ask("/a/").body


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (lambda at: write(at, {"content/index.md": HOME.format("Edited.")}), "/", "Edited."),
        (lambda at: write(at, {"content/new/index.md": HOME.format("New folder.")}), "/new/", "New folder."),
        (lambda at: write(at, {"assets/first.txt": "The first asset.\n"}), "/assets/first.txt", "The first asset."),
        (lambda at: (at / "content/c.md").unlink(), "/c/", "Nothing is here."),
        (lambda at: (at / "content/c.md").rename(at / "content/d.md"), "/d/", "Page C."),
        (lambda at: write(at, {"site.yaml": "title: Another name\n"}), "/", "Another name"),
        (lambda at: write(at, {"templates/sections/x.html": "", "static/new.css": "b {}"}), "/static/new.css", "b {}"),
    ],
)
def test_a_change_of_any_kind_arrives(preview: Preview, change: object, path: str, words: str) -> None:
    assert callable(change)
    change(preview.folder)
    preview.wait(path, words)


def test_a_save_by_renaming_arrives(preview: Preview) -> None:
    beside = preview.folder / "content/.index.md.swp"
    beside.write_text(HOME.format("Renamed over it."), encoding="utf-8")
    beside.replace(preview.folder / "content/index.md")
    preview.wait("/", "Renamed over it.")


def test_a_copy_with_an_old_date_arrives(preview: Preview) -> None:
    copy = preview.folder.parent / "slides.pdf"
    copy.write_bytes(b"%PDF old")
    os.utime(copy, (1, 1))
    (preview.folder / "assets").mkdir()
    shutil.copy2(copy, preview.folder / "assets/slides.pdf")
    preview.wait("/assets/slides.pdf", "%PDF old")


def test_a_change_while_it_starts_arrives(site: Path) -> None:
    with previewed(site) as running:
        running.write("content/index.md", HOME.format("At once."))
        running.wait("/", "At once.")


def test_each_save_is_one_reload(preview: Preview) -> None:
    async def work(listener: Listener) -> bool:
        preview.write("content/index.md", HOME.format("Once."))
        await listener.hear("reload")
        return await listener.hears_nothing("reload", 1.0)

    assert listen(preview, work)


def test_two_saves_at_200_milliseconds_both_arrive(preview: Preview) -> None:
    async def work(listener: Listener) -> list[bool]:
        preview.write("content/index.md", HOME.format("One."))
        time.sleep(0.2)
        preview.write("content/index.md", HOME.format("Two."))
        await listener.hear("reload")
        await listener.hear("reload")
        return ["Two." in preview.ask("/").body]

    assert listen(preview, work) == [True]


def test_a_build_that_changes_nothing_sends_no_reload(preview: Preview) -> None:
    async def work(listener: Listener) -> bool:
        os.utime(preview.folder / "content/index.md")
        return await listener.hears_nothing("reload", 1.0)

    assert listen(preview, work)


def test_a_style_sheet_alone_is_said_to_be_one(preview: Preview) -> None:
    async def work(listener: Listener) -> list[object]:
        preview.write("static/own.css", "p { color: red }\n")
        css = await listener.hear("reload")
        preview.write("content/index.md", HOME.format("A text."))
        text = await listener.hear("reload")
        return [css["liveCSS"], css["path"], text["liveCSS"]]

    assert listen(preview, work) == [True, "static/own.css", False]


def test_a_page_of_an_older_build_is_told_at_once(preview: Preview) -> None:
    async def work(listener: Listener) -> dict[str, object]:
        await listener.say(command="info", url="", build="an older one")
        return await listener.hear("reload")

    assert listen(preview, work)["command"] == "reload"


def test_a_burst_of_files_is_few_builds(preview: Preview) -> None:
    before = preview.builds()
    for number in range(500):
        preview.write(f"content/many/page-{number}.md", f"---\ntitle: Page {number}\n---\n\nText {number}.\n")
    preview.wait("/many/page-499/", "Text 499.")
    time.sleep(0.5)
    assert 1 <= preview.builds() - before <= 3
    assert preview.ask("/many/page-0/").status == 200


def test_a_mistake_leaves_the_last_good_site_and_is_told(preview: Preview) -> None:
    async def work(listener: Listener) -> tuple[dict[str, object], dict[str, object]]:
        preview.write("content/index.md", "---\ntitel: Home\n---\n\nBroken.\n")
        told = await listener.hear("problems")
        preview.write("content/index.md", HOME.format("Mended."))
        return told, await listener.hear("problems")

    told, mended = listen(preview, work)
    assert told["count"] == "1 error"
    (problem,) = told["problems"]
    assert problem.startswith("content/index.md:2:1: error: ")
    assert "did you mean 'title'?" in problem
    assert mended["problems"] == []
    assert "Mended." in preview.ask("/").body
    assert "content/index.md:2:1: error: " in "".join(preview.lines)


def test_while_a_mistake_stands_the_site_is_served(preview: Preview) -> None:
    preview.write("content/index.md", "---\ntitel: Home\n---\n\nBroken.\n")
    preview.wait_for_line("error: ")
    assert "First text." in preview.ask("/").body


def test_a_first_build_that_fails_is_shown_and_replaced_when_it_is_mended(site: Path) -> None:
    write(site, {"content/index.md": "---\ntitel: <b>Home</b>\n---\n"})
    with previewed(site) as running:
        shown = running.ask("/a/")
        assert shown.status == 503
        assert "titel: &lt;b&gt;Home&lt;/b&gt;" in shown.body
        running.write("content/index.md", HOME.format("Mended."))
        running.wait("/", "Mended.")


def test_drafts_are_left_out_unless_they_are_asked_for(site: Path) -> None:
    write(site, {"content/d.md": "---\ntitle: D\npublished: false\n---\n\nDraft.\n"})
    with previewed(site) as running:
        assert running.ask("/d/").status == 404
    with previewed(site, "--drafts") as running:
        assert running.ask("/d/").status == 200


def test_a_site_below_a_folder_is_served_there(site: Path) -> None:
    write(site, {"site.yaml": f"{SITE['site.yaml']}base_path: /repo\n"})
    with previewed(site) as running:
        assert f"{running.address}/repo/" in "".join(running.lines)
        assert running.ask("/").headers["location"] == "/repo/"
        assert 'href="/repo/static/own.css"' in running.ask("/repo/").body
        assert running.ask("/repo/a").headers["location"] == "/repo/a/"
        assert "Nothing is here." in running.ask("/repo/nowhere").body


def test_a_port_that_is_taken_gives_the_next_one(site: Path) -> None:
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", 8000))
        except OSError:
            pytest.skip("port 8000 of this machine is in use")
        taken.listen()
        command = [sys.executable, "-m", "faimi_site", "serve", "--source", str(site)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            said = ""
            while "http://" not in said:
                assert process.stdout
                said += process.stdout.readline()
            process.kill()
    assert "port 8000 is taken" in said
    assert "http://127.0.0.1:8000/" not in said


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "faimi_site", "serve", "--source", str(site), "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=LATE, check=False)
    assert ended.returncode == 1
    assert ended.stderr == f"error: port {port} of 127.0.0.1 cannot be had: it is taken\n"


def test_a_folder_that_is_no_site_is_wrong_usage(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "faimi_site", "serve", "--source", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, timeout=LATE, check=False).returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix's")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_ctrl_c_ends_it_and_frees_the_port(site: Path, sent: signal.Signals, code: int) -> None:
    with previewed(site) as running:
        port = running.port

        async def work(_: Listener) -> int:
            running.process.send_signal(sent)
            return running.process.wait(LATE)

        assert listen(running, work) == code
        assert "Traceback" not in "".join(running.lines)
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


@pytest.mark.slow
def test_fifty_saves_at_any_time_all_arrive(preview: Preview) -> None:
    chance = random.Random(7)
    for number in range(50):
        preview.write("content/index.md", HOME.format(f"Save number {number}."))
        time.sleep(chance.uniform(0, 0.4))
        if number % 10 == 9:
            preview.wait("/", f"Save number {number}.")
    preview.wait("/", "Save number 49.")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_memory_does_not_grow_over_five_hundred_builds(preview: Preview) -> None:
    def pages() -> int:
        return int(Path(f"/proc/{preview.process.pid}/statm").read_text(encoding="ascii").split()[1])

    taken = []
    for number in range(500):
        preview.write("content/index.md", HOME.format(f"Build number {number}."))
        preview.wait("/", f"Build number {number}.")
        taken.append(pages())
    # Of the first hundred some memory is kept for the next; after that a build gives back what it takes.
    assert max(taken[400:]) < 1.1 * max(taken[100:200])


def test_ports_are_free_again_at_once(site: Path) -> None:
    with previewed(site) as first:
        port = first.port
    with previewed(site, "--port", str(port)) as again:
        assert again.ask("/").status == 200
