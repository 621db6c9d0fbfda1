"""Other hosts, asked with care: a server on loopback that answers as the worst of the web does."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from faimi_site.problem import Fault
from faimi_site.web import Answer, IPAddress, Web, is_public
from tests.asked import Act, dripping, in_turn, no_head, reset, said, serving, slow


def anything(_: IPAddress) -> bool:
    return True


def web(
    slept: list[float] | None = None,
    allowed: Callable[[IPAddress], bool] = anything,
    timeout: float = 5,
    limit: float = 10,
    pause: float = 0,
) -> Web:
    """Return what asks hosts on loopback too, and notes how long it would have slept."""
    noted = slept if slept is not None else []
    return Web("tests", allowed, None, timeout, limit, pause, sleep=noted.append)


def answer(act: Act, path: str = "/x", **more: Act) -> tuple[Answer, list[str], list[float]]:
    """Return what comes of asking for a path, the requests that were made, and the pauses of more than nothing."""
    slept: list[float] = []
    with serving({path: act, **{f"/{name}": other for name, other in more.items()}}) as server:
        found = web(slept, timeout=0.5, limit=1.0).ask(f"{server.url}{path}")
        return found, server.asked(), [pause for pause in slept if pause > 0]


def test_a_page_that_is_there_is_asked_once_by_head() -> None:
    assert answer(said(200, b"text")) == (Answer(200), ["HEAD /x"], [])


def test_a_page_that_is_gone_says_so() -> None:
    found, asked, slept = answer(said(404))
    assert (found.said, asked, slept) == ("404 Not Found", ["HEAD /x", "GET /x"], [])


def test_a_server_that_refuses_head_is_asked_by_get() -> None:
    found, asked, _ = answer(no_head(said(200, b"text")))
    assert (found, asked) == (Answer(200), ["HEAD /x", "GET /x"])


def test_an_answer_without_a_known_phrase_is_its_number() -> None:
    assert answer(said(999))[0].said == "999"


def test_a_host_that_is_silent_is_not_waited_for_again_and_again() -> None:
    with serving({f"/{n}": slow for n in range(6)}) as server:
        asking = web(timeout=0.1, limit=0.2)
        answers = dict(asking.ask_all([f"{server.url}/{n}" for n in range(6)]))
    said_of = [answers[f"{server.url}/{n}"].said for n in range(6)]
    assert said_of[:1] == ["it does not answer in time"]
    assert said_of[1:] == ["its host has not answered before, and was not asked again"] * 5


def test_a_redirect_is_followed() -> None:
    found, asked, _ = answer(said(302, Location="/y"), y=said(200))
    assert (found.is_fine, found.moved, asked) == (True, "", ["HEAD /x", "HEAD /y"])


def test_a_page_that_has_moved_for_good_says_where() -> None:
    with serving({"/x": said(301, Location="/y"), "/y": said(308, Location="z"), "/z": said(200)}) as server:
        assert web().ask(f"{server.url}/x").moved == f"{server.url}/z"


def test_what_comes_after_a_passing_redirect_is_not_for_good() -> None:
    acts = {"/x": said(301, Location="/y"), "/y": said(302, Location="/z"), "/z": said(200)}
    with serving(acts) as server:
        assert web().ask(f"{server.url}/x").moved == f"{server.url}/y"


def test_redirects_in_a_circle_end() -> None:
    found, asked, _ = answer(said(302, Location="/y"), y=said(302, Location="/x"))
    assert (found.failure, asked) == ("its redirects lead in a circle", ["HEAD /x", "HEAD /y"])


def test_redirects_without_end_end() -> None:
    acts = {f"/{n}": said(302, Location=f"/{n + 1}") for n in range(40)}
    with serving(acts) as server:
        assert web().ask(f"{server.url}/0").failure == "it leads on more than 10 times"
        assert len(server.requests) == 11


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://e.org/", "//[x/"])
def test_a_redirect_to_what_is_no_address_of_the_web_is_not_followed(location: str) -> None:
    found, _, _ = answer(said(302, Location=location))
    assert "is no address" in found.failure


@pytest.mark.slow
def test_a_server_that_says_nothing_is_asked_three_times_with_growing_pauses() -> None:
    found, asked, slept = answer(slow)
    assert found.failure == "it does not answer in time"
    assert (asked, slept) == (["HEAD /x", "GET /x", "GET /x"], [1.0, 3.0])


@pytest.mark.slow
def test_a_server_that_never_comes_to_an_end_is_left() -> None:
    assert answer(dripping)[0].failure == "it does not answer in time"


def test_a_server_that_ends_the_connection_is_asked_again() -> None:
    found, asked, slept = answer(in_turn(reset, said(200)))
    assert (found, asked, slept) == (Answer(200), ["HEAD /x", "GET /x"], [1.0])


def test_a_server_that_always_ends_the_connection_has_failed() -> None:
    assert answer(reset)[0].failure == "it ends the connection without an answer"


def test_a_server_that_is_busy_is_asked_after_the_time_that_it_names() -> None:
    found, _, slept = answer(in_turn(said(429, Retry_After="7"), said(200)))
    assert (found, slept) == (Answer(200), [7.0])


def test_the_time_to_wait_can_be_a_date() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    _, _, (slept,) = answer(in_turn(said(503, Retry_After=until), said(200)))
    assert 10 < slept <= 40


def test_a_server_that_makes_us_wait_long_is_left_alone() -> None:
    found, asked, slept = answer(said(429, Retry_After="3600"))
    assert (found.status, asked, slept) == (429, ["HEAD /x"], [])


def test_a_server_that_does_not_speak_tls_has_failed() -> None:
    with serving({"/x": said(200)}) as server:
        url = f"{server.url}/x".replace("http:", "https:")
        assert web().ask(url).failure == "no secure connection could be made"


def test_a_certificate_that_nobody_vouches_for_is_not_valid(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("there is no openssl to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *made, *files], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with serving({"/x": said(200)}, tls) as server:
        found = web().ask(f"{server.url}/x".replace("http:", "https:"))
    assert found.failure.startswith("its certificate is not valid")


def test_a_host_that_is_not_there_is_named() -> None:
    assert web().ask("https://nowhere.invalid/x").failure == "there is no host 'nowhere.invalid'"


def test_a_port_at_which_nobody_listens_has_failed() -> None:
    with serving({}) as server:
        url = server.url
    assert web().ask(f"{url}/x").failure == "it refuses connections"


def test_a_host_that_cannot_be_looked_up_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "no network")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    slept: list[float] = []
    answers = dict(web(slept).ask_all(f"https://e.org/{n}" for n in range(5)))
    assert {answer.failure for answer in answers.values()} == {"'e.org' could not be looked up"}
    assert slept == [1.0, 3.0]


def test_an_address_that_nobody_thought_of_keeps_no_other_from_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asking, ask = web(), Web.ask

    def failing(self: Web, url: str) -> Answer:
        return ask(self, url) if url.endswith("/x") else Answer(status=1 // 0)

    monkeypatch.setattr(Web, "ask", failing)
    with serving({"/x": said(200)}) as server:
        answers = dict(asking.ask_all([f"{server.url}/y", f"{server.url}/x"]))
    assert [answer.said for answer in answers.values()] == ["it could not be asked (ZeroDivisionError)", "200 OK"]


@pytest.mark.parametrize("url", ["ftp://e.org/", "https://", "https://e.org:x/", "http://[x", "/x", ""])
def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    assert "is no address of the web" in web().ask(url).failure


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_an_address_of_a_private_network_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "185.199.108.153", "2606:50c0:8000::153", "64:ff9b::808:808"])
def test_an_address_of_the_open_network_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_host_in_a_private_network_is_not_asked(host: str) -> None:
    with serving({"/x": said(200)}) as server:
        found = web(allowed=is_public).ask(f"http://{host}:{server.server_address[1]}/x")
        assert (server.requests, found.status) == ([], 0)
        assert found.refused


def test_a_redirect_into_a_private_network_is_not_followed() -> None:
    with serving({"/x": said(200)}) as inner, serving({"/x": said(302, Location=f"{inner.url}/x")}) as outer:
        judged: list[IPAddress] = []

        def first_alone(address: IPAddress) -> bool:
            judged.append(address)
            return len(judged) == 1

        assert web(allowed=first_alone).ask(f"{outer.url}/x").refused
        assert inner.requests == []


def test_a_request_says_who_asks() -> None:
    with serving({"/x": said(200)}) as server:
        web().ask(f"{server.url}/x")
        ((_, _, headers),) = server.requests
    assert headers["User-Agent"] == "tests"
    assert headers["Host"] == server.url.removeprefix("http://")


def test_a_path_is_asked_as_a_browser_would() -> None:
    with serving({"/%C3%BC%20x?q=%C3%A9&r=a%2Fb": said(200)}) as server:
        assert web().ask(f"{server.url}/ü x?q=é&r=a%2Fb").is_fine


def test_two_requests_to_one_host_are_kept_apart() -> None:
    slept: list[float] = []
    with serving({"/x": said(302, Location="/y"), "/y": said(200)}) as server:
        web(slept, pause=0.5).ask(f"{server.url}/x")
    assert [round(pause, 1) for pause in slept] == [0.0, 0.5]


def test_many_addresses_are_asked_at_once_and_each_host_for_one_at_a_time() -> None:
    met = threading.Barrier(2, timeout=5)
    at_once: list[bool] = []
    busy = threading.Semaphore(1)

    def act(_: object) -> tuple[int, dict[str, str], bytes]:
        alone = busy.acquire(blocking=False)
        at_once.append(alone)
        time.sleep(0.02)
        if alone:
            busy.release()
        return 200, {}, b""

    def meeting(_: object) -> tuple[int, dict[str, str], bytes]:
        met.wait()
        return 200, {}, b""

    acts: dict[str, Act] = {"/meet": meeting, **{f"/{n}": act for n in range(5)}}
    with serving(acts) as one, serving({"/meet": meeting}) as other:
        urls = [*(f"{one.url}/{n}" for n in range(5)), f"{one.url}/meet", f"{other.url}/meet", f"{one.url}/0"]
        answers = dict(web().ask_all(urls))
    assert answers == dict.fromkeys(urls, Answer(200))
    assert at_once == [True] * 5


def test_the_body_of_a_page_is_fetched() -> None:
    with serving({"/x": said(301, Location="/y"), "/y": said(200, b"<urlset/>")}) as server:
        assert web().fetch(f"{server.url}/x", 100) == b"<urlset/>"


def test_a_body_that_is_too_large_is_a_fault() -> None:
    with serving({"/x": said(200, b"x" * 101)}) as server:
        found = web().fetch(f"{server.url}/x", 100)
    assert isinstance(found, Fault)
    assert "is larger than 100 bytes" in found.message


def test_a_body_that_is_not_there_is_a_fault() -> None:
    with serving({}) as server:
        found = web().fetch(f"{server.url}/x", 100)
    assert isinstance(found, Fault)
    assert "could not be fetched: 404 Not Found" in found.message
