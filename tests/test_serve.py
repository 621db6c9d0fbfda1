"""The preview as a server: what it answers, and to whom, over loopback."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.drawn import pdf
from tests.previews import SITE, WAIT, Preview, files, previewed, started, until, write
from tests.sites import front

PDF = pdf()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    site = tmp_path_factory.mktemp("site")
    write(site / "site.yaml", SITE)
    write(site / "content/index.md", "# Home\n\n[Slides](slides.pdf)\n")
    write(site / "content/foo.md", front("permalink: /foo.html", "# Foo\n"))
    write(site / "content/bar.md", "# Bar\n")
    write(site / "content/404.md", front("permalink: /404.html", "# Lost\n"))
    write(site / "content/draft.md", front("published: false", "# Draft\n"))
    write(site / "content/slides.pdf", PDF)
    write(site / "content/lab.ics", "BEGIN:VCALENDAR\n")
    with previewed(site) as preview:
        preview.calm()
        yield preview


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path / "site/site.yaml", SITE)
    write(tmp_path / "site/content/index.md", "# Home\n")
    return tmp_path / "site"


def test_a_page_comes_with_the_script(running: Preview) -> None:
    answer = running.ask("/")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<script src="/.faimi-site/preview.js"' in answer.text


def test_files_on_disk_are_those_of_a_build(running: Preview) -> None:
    served, page = files(running.site / "_site"), running.ask("/").body
    command = [sys.executable, "-m", "faimi_site", "build", "-q", "--clean", "--source", str(running.site)]
    subprocess.run(command, check=True)
    assert files(running.site / "_site") == served
    # The preview hears of another's build a moment later, and its pages name another one from then on.
    until(lambda: running.ask("/").body != page)
    assert not [path for path, body in served.items() if b"preview.js" in body]


def test_the_script_is_a_file_of_the_preview(running: Preview) -> None:
    answer = running.ask("/.faimi-site/preview.js")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/javascript; charset=utf-8")


def test_an_address_without_html_finds_its_file(running: Preview) -> None:
    assert "<h1>Foo</h1>" in running.ask("/foo").text.replace(' id="foo"', "")


def test_a_folder_without_its_slash_redirects_with_its_query(running: Preview) -> None:
    answer = running.ask("/bar?a=1")
    assert (answer.status, answer.headers["location"]) == (301, "/bar/?a=1")


def test_what_is_not_there_is_the_404_page_with_its_status(running: Preview) -> None:
    answer = running.ask("/none")
    assert answer.status == 404
    assert "Lost" in answer.text
    assert "preview.js" in answer.text


def test_a_draft_is_not_there(running: Preview) -> None:
    assert running.ask("/draft/").status == 404


def test_a_part_of_a_file_can_be_asked_for(running: Preview) -> None:
    answer = running.ask("/slides.pdf", Range="bytes=2-5")
    assert (answer.status, answer.body) == (206, PDF[2:6])
    assert answer.headers["content-range"] == f"bytes 2-5/{len(PDF)}"


def test_a_part_behind_the_end_is_refused(running: Preview) -> None:
    assert running.ask("/slides.pdf", Range=f"bytes={len(PDF)}-").status == 416


def test_a_part_of_another_version_is_the_whole_file(running: Preview) -> None:
    answer = running.ask("/slides.pdf", Range="bytes=2-5", If_Range='"another"')
    assert (answer.status, answer.body) == (200, PDF)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/slides.pdf", "/lab.ics", "/bar", "/none", "/.faimi-site/preview.js", "/.faimi-site/preview.css"),
        *("/.faimi-site/livereload", "/.faimi-site/lock"),
    ],
)
def test_a_head_is_answered_as_a_get_without_the_body(running: Preview, path: str) -> None:
    head, get = running.ask(path, "HEAD"), running.ask(path)
    assert (head.status, head.body) == (get.status, b"")
    kept = ("content-length", "content-type", "etag", "location", "cache-control")
    assert [head.headers.get(name) for name in kept] == [get.headers.get(name) for name in kept]


def test_a_head_of_a_part_tells_of_the_part(running: Preview) -> None:
    answer = running.ask("/slides.pdf", "HEAD", Range="bytes=2-5")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (206, b"", "4")


def test_a_head_opens_no_socket(running: Preview) -> None:
    own = f"127.0.0.1:{running.port}"
    assert running.ask("/.faimi-site/livereload", "HEAD", Host=own, Origin=f"http://{own}", **SOCKET).status == 400


@pytest.mark.parametrize("path", ["/", "/slides.pdf", "/slides.pdf?v=1"])
def test_a_browser_asks_each_time_whether_it_has_the_newest(running: Preview, path: str) -> None:
    first = running.ask(path)
    assert first.headers["cache-control"] == "no-cache"
    assert running.ask(path, If_None_Match=first.headers["etag"]).status == 304
    assert running.ask(path, If_None_Match='"old"').status == 200


def test_other_methods_are_refused(running: Preview) -> None:
    answer = running.ask("/", "POST", Content_Length="0")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/slides.pdf", "/none", "/.faimi-site/preview.js"])
def test_no_other_site_may_read(running: Preview, path: str) -> None:
    answer = running.ask(path, Origin="http://evil.example")
    assert [name for name in answer.headers if name.startswith("access-control")] == []


@pytest.mark.parametrize("path", ["/", "/slides.pdf", "/.faimi-site/preview.js", "/.faimi-site/livereload"])
def test_a_foreign_host_is_refused(running: Preview, path: str) -> None:
    answer = running.ask(path, Host="evil.example")
    assert answer.status == 403
    assert b"Home" not in answer.body


def test_localhost_is_answered(running: Preview) -> None:
    assert running.ask("/", Host=f"localhost:{running.port}").status == 200


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/", 200, None),
        ("", 200, None),
        ("/foo?a=1", 200, None),
        ("/bar?a=1", 301, "/bar/?a=1"),
        ("?a=1", 200, None),
        ("/none", 404, None),
        ("/.faimi-site/preview.js", 200, None),
        ("//evil.example/bar", 404, None),
        ("/../site.yaml", 404, None),
    ],
)
def test_an_address_with_the_host_in_it_is_the_path_in_it(
    running: Preview, path: str, status: int, location: str | None
) -> None:
    for own in ("http://127.0.0.1", "HTTP://localhost", "http://[::1]"):
        answer = running.ask(f"{own}:{running.port}{path}", Host=f"localhost:{running.port}")
        assert (answer.status, answer.headers.get("location")) == (status, location)


@pytest.mark.parametrize(
    "address",
    [
        *("http://evil.example/", "http://evil.example/.faimi-site/preview.js", "https://evil.example", "http:///"),
        *("http://localhost@evil.example/", "http://evil.example@localhost/", "http://localhost:x/", "http://[::1/"),
        "http://localhost\\evil.example/",
    ],
)
def test_a_foreign_host_in_the_address_is_refused(running: Preview, address: str) -> None:
    answer = running.ask(address, Host=f"localhost:{running.port}")
    assert answer.status == 403
    assert b"Home" not in answer.body


def test_a_host_in_the_address_excuses_no_foreign_host(running: Preview) -> None:
    assert running.ask(f"http://localhost:{running.port}/", Host="evil.example").status == 403


@pytest.mark.parametrize("address", ["ftp://localhost/", "localhost/", "localhost:80", "*", "http:foo", "data:,x"])
def test_an_address_of_another_kind_leads_nowhere(running: Preview, address: str) -> None:
    assert running.ask(address, Host="localhost").status == 404


def test_a_host_in_the_address_will_do_where_no_header_names_one(running: Preview) -> None:
    with socket.create_connection(("127.0.0.1", running.port)) as connection:
        connection.sendall(f"GET http://localhost:{running.port}/ HTTP/1.0\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"


SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("http://evil.example", "", b"403"),
        ("http://localhost:1", "", b"403"),
        ("null", "", b"403"),
        ("http://[", "", b"403"),
        ("file://localhost", "localhost", b"403"),
        ("http://evil.example", "evil.example", b"403"),
        ("", "", b"101"),
    ],
)
def test_a_socket_is_for_the_pages_of_the_preview(running: Preview, origin: str, host: str, status: bytes) -> None:
    own = f"127.0.0.1:{running.port}"
    # A browser says of a page that somebody typed the address of that it has no site: Tornado would take its word.
    told = {"Sec-Fetch-Site": "none"}
    headers = {"Host": host or own, "Origin": origin or f"http://{own}", **SOCKET, **told}
    with socket.create_connection(("127.0.0.1", running.port)) as connection:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        connection.sendall(f"GET /.faimi-site/livereload HTTP/1.1\r\n{lines}\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 " + status


@pytest.mark.parametrize(
    "path",
    [
        *("/../site.yaml", "/%2e%2e/site.yaml", "/..%2fsite.yaml", "//etc/passwd", "/content/index.md", "/site.yaml"),
        *("/.faimi-site/manifest.json", "/.faimi-site/lock", "/.faimi-cache/memory", "/.faimi-site/", "/forcereload"),
        *("/.faimi-site/../index.html", "/static", "/static/", "/.faimi-site/preview.css/../lock", "/livereload.js"),
        *("/%ff", "/%00", "/INDEX.html", "/bar/%2e%2e/", "/index.html%20"),
    ],
)
def test_nothing_but_what_is_published_is_there(running: Preview, path: str) -> None:
    answer = running.ask(path)
    assert answer.status == 404
    assert b"Test site\nurl" not in answer.body


def test_a_foreign_host_in_the_path_is_no_redirect(running: Preview) -> None:
    answer = running.ask("//evil.example/bar")
    assert (answer.status, "location" in answer.headers) == (404, False)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_output_is_not_followed(site: Path) -> None:
    write(site / "content/a.txt", "A")
    with previewed(site) as preview:
        preview.calm()
        write(site.parent / "secret", "secret")
        (site / "_site/a.txt").unlink()
        (site / "_site/a.txt").symlink_to(site.parent / "secret")
        assert preview.ask("/a.txt").status == 404


def test_a_file_that_no_build_made_is_not_there(site: Path) -> None:
    with previewed(site) as preview:
        write(site / "_site/other.txt", "other")
        assert preview.ask("/other.txt").status == 404


def test_a_base_path_is_led_to(site: Path) -> None:
    write(site / "site.yaml", SITE + "base_path: /2025\n")
    write(site / "content/bar.md", "# Bar\n")
    with previewed(site) as preview:
        assert preview.address.endswith("/2025/")
        assert preview.ask("/").headers["location"] == "/2025/"
        assert preview.ask("/2025").headers["location"] == "/2025/"
        assert preview.ask("/2025/bar").headers["location"] == "/2025/bar/"
        assert preview.ask("/2025/").status == 200
        assert preview.ask("/bar/").status == 404


def test_a_base_path_that_changes_counts_at_once(site: Path) -> None:
    with previewed(site) as preview:
        preview.write("site.yaml", SITE + "base_path: /new\n")
        until(lambda: preview.ask("/new/").status == 200)


def test_drafts_are_shown_where_they_are_asked_for(site: Path) -> None:
    write(site / "content/draft.md", front("published: false", "# Draft\n"))
    with previewed(site, "--drafts") as preview:
        assert preview.ask("/draft/").status == 200


def test_problems_stand_in_for_a_site_that_was_never_built(site: Path) -> None:
    write(site / "content/index.md", front("titel: <b>A", ""))
    with previewed(site) as preview:
        answer = preview.ask("/any/page/")
        assert answer.status == 503
        assert "front matter has no field &#x27;titel&#x27;" in answer.text
        assert "titel: &lt;b&gt;A" in answer.text
        preview.write("content/index.md", "# Mended\n")
        until(lambda: preview.ask("/").status == 200)


def test_a_site_that_was_built_before_is_served_while_it_has_an_error(site: Path) -> None:
    write(site / "site.yaml", SITE + "base_path: /2025\n")
    subprocess.run([sys.executable, "-m", "faimi_site", "build", "-q", "--source", str(site)], check=True)
    write(site / "content/index.md", front("titel: A", ""))
    with previewed(site) as preview:
        assert "Home" in preview.ask("/2025/").text


def test_an_error_is_printed_as_build_prints_it_and_the_last_site_stays(site: Path) -> None:
    with previewed(site) as preview:
        preview.calm()
        preview.write("content/index.md", front("titel: A", ""))
        until(lambda: preview.errors[-1:] == ["1 error; nothing was written\n"])
        shown = os.path.join(site.as_posix(), "content/index.md:2:1")
        assert f"{shown}: error: front matter has no field 'titel' [field/unknown]\n" in preview.errors
        assert "Home" in preview.ask("/").text


@pytest.mark.slow
def test_a_build_of_others_that_holds_the_output_is_a_problem_and_the_next_change_tries_again(site: Path) -> None:
    with previewed(site) as preview:
        preview.calm()
        with held(site):
            preview.write("content/index.md", "# One\n")
            until(lambda: any("[output/busy]" in line for line in preview.errors))
            assert "Home" in preview.ask("/").text
        preview.write("content/index.md", "# Two\n")
        preview.shows("/", "Two")


def test_the_next_free_port_is_taken_and_printed(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, previewed(site) as preview:
        assert preview.port != taken.getsockname()[1]
    with previewed(site) as first:
        assert first.ask("/").status == 200
    one = started(site)
    two = started(site)
    until(lambda: one.address and two.address)
    assert one.port != two.port
    assert {one.end(), two.end()} == {130}


def test_a_port_that_is_named_and_taken_is_an_error(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        preview = started(site, "--port", str(port))
        assert preview.process.wait() == 1
        until(lambda: preview.errors)
        assert preview.errors == [f"error: port {port} of 127.0.0.1 cannot be had: it is taken\n"]


def test_where_no_site_is_the_call_is_wrong(tmp_path: Path) -> None:
    assert started(tmp_path).process.wait() == 2


def test_a_host_that_is_none_of_this_machine_is_an_error(site: Path) -> None:
    assert started(site, "--host", "192.0.2.1").process.wait() == 1


SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"]
# One of them each time the tests run, the others among the slow ones.
ONE_AND_OTHERS = [SIGNALS[0], *(pytest.param(name, marks=pytest.mark.slow) for name in SIGNALS[1:])]
CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}


@contextmanager
def held(site: Path) -> Iterator[None]:
    """Hold the output's lock, so that a build waits for it far longer than a test takes."""
    fcntl = pytest.importorskip("fcntl")
    lock = site / "_site/.faimi-site/lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ended(preview: Preview, name: str) -> tuple[int, list[str]]:
    """Return the exit code of a preview that a signal ends, and the last that it says."""
    code = preview.end(getattr(signal, name))
    until(lambda: preview.errors)
    return code, preview.errors[-1:]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_ends_it_cleanly_and_the_port_is_free_again(site: Path, name: str) -> None:
    with previewed(site) as preview:
        with socket.create_connection(("127.0.0.1", preview.port)) as browser:
            browser.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode())
            assert browser.recv(12) == b"HTTP/1.1 200"
            assert ended(preview, name) == (CODES[name], ["stopped\n"])
        with previewed(site, "--port", str(preview.port)) as again:
            assert again.port == preview.port


@pytest.mark.slow
@pytest.mark.parametrize("name", ONE_AND_OTHERS)
def test_a_signal_ends_it_while_a_build_is_at_work(site: Path, name: str) -> None:
    with previewed(site) as preview:
        preview.calm()
        with held(site):
            preview.write("content/index.md", "# New\n")
            time.sleep(0.5)
            assert ended(preview, name) == (CODES[name], ["stopped\n"])


@pytest.mark.slow
@pytest.mark.parametrize("name", ONE_AND_OTHERS)
def test_a_signal_ends_it_during_the_first_build(site: Path, name: str) -> None:
    with held(site):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        preview = started(site, "--port", str(port))
        until(lambda: is_taken(port))
        time.sleep(1)
        assert ended(preview, name) == (CODES[name], ["stopped\n"])
    assert not is_taken(port)
    assert not (site / "_site/index.html").exists()


def is_taken(port: int) -> bool:
    """Return whether somebody listens on a port."""
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


# Has its input for a terminal of its own, as what a shell starts has, says so, and is the program.
IN_TERMINAL = """\
import fcntl, termios
from faimi_site import __main__
from faimi_site.serve.ending import ended_by_signals

fcntl.ioctl(0, termios.TIOCSCTTY, 0)
with ended_by_signals():
    print("started", flush=True)
    __main__.run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are others there")
@pytest.mark.parametrize("seen", [b"", b"Ctrl-C ends it"])
def test_a_terminal_that_is_closed_ends_it(site: Path, seen: bytes) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", IN_TERMINAL, "serve", "--source", str(site), "--port", "0"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    while not shown or seen not in shown:
        shown += os.read(ours, 1000)
    os.close(ours)
    assert process.wait(WAIT) == 129


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_closed_terminal_ends_none_that_is_to_outlive_it(site: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        preview = started(site, "--port", "0")
    finally:
        signal.signal(signal.SIGHUP, before)
    until(lambda: preview.address)
    preview.process.send_signal(signal.SIGHUP)
    preview.write("content/index.md", "# Still there\n")
    preview.shows("/", "Still there")
    assert preview.end() == 130


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_signal_at_any_moment_of_the_first_build_leaves_a_whole_site_or_none(site: Path) -> None:
    chance = random.Random(3)
    for number in range(100):
        write(site / f"content/{number}.md", f"# Page {number}\n")
    for _ in range(30):
        name = chance.choice(SIGNALS)
        shutil.rmtree(site / "_site", ignore_errors=True)
        preview = started(site, "--port", "0")
        until(lambda: (site / "_site/.faimi-site").exists())
        time.sleep(chance.random() / 5)
        assert ended(preview, name) == (CODES[name], ["stopped\n"])
        left = {path for path in files(site / "_site") if not path.startswith(".faimi-site/")}
        noted = json.loads((site / "_site/.faimi-site/manifest.json").read_bytes())["files"] if left else []
        assert left == set(noted)
        assert not (site / "_site/.faimi-site/journal.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the browser")
def test_open_opens_the_browser_at_the_address(site: Path, tmp_path: Path) -> None:
    write(tmp_path / "browser", f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    (tmp_path / "browser").chmod(0o755)
    with previewed(site, "--open", BROWSER=f"{tmp_path}/browser %s") as preview:
        until(lambda: (tmp_path / "opened").exists() and (tmp_path / "opened").read_text())
        assert (tmp_path / "opened").read_text().strip() == preview.address


@pytest.mark.parametrize(
    "host",
    ["localhost", "0.0.0.0", *(pytest.param(host, marks=pytest.mark.slow) for host in ("0", "::", "::1", "[::1]"))],
)
def test_the_address_that_is_printed_answers(site: Path, host: str) -> None:
    if ":" in host and not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with previewed(site, "--host", host) as running, urllib.request.urlopen(running.address) as answer:
        assert answer.status == 200


def test_no_host_is_wrong_usage(site: Path) -> None:
    assert started(site, "--host", "").process.wait() == 2
