"""Other hosts, asked with care: what an address answers, and the bytes of a few that are wanted.

No address that leads into a private network is asked, whoever wrote it; each request looks up its host once and goes to
the very address that was judged.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from faimi_site.frozen import frozen
from faimi_site.problem import Fault

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

AT_ONCE = 16  # hosts that are asked at the same time, each for one address
MOST_HOPS = 10  # redirects that are followed
TRIES = 3
SILENT = 1  # addresses of a host that get no answer before its others are left
PAUSES = (1.0, 3.0)  # seconds before the second and the third try
LONGEST_WAIT = 60.0  # seconds that a host may make us wait
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_HEAD_REFUSED = frozenset({400, 403, 404, 405, 406, 501})  # what some servers answer to HEAD, and not to GET
_FOR_NOW = frozenset({429, 500, 502, 503, 504})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # IPv4 within IPv6 (RFC 6052)
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"


@frozen
class Answer:
    """What came of asking for an address: the status, or the `failure` in words where there was none.

    `moved` is where it has moved for good; `refused` tells that it was not asked, `lasting` that to ask again is vain.
    """

    status: int = 0
    failure: str = ""
    moved: str = ""
    refused: bool = False
    lasting: bool = True

    @property
    def is_fine(self) -> bool:
        """Return whether there is something at the address."""
        return 200 <= self.status < 400

    @property
    def said(self) -> str:
        """Return the answer in words: `404 Not Found`."""
        if not self.status:
            return self.failure
        known = self.status in HTTPStatus._value2member_map_
        return f"{self.status} {HTTPStatus(self.status).phrase}" if known else str(self.status)


class _Failed(Exception):  # noqa: N818  (it carries an answer, and is no error of ours)
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.failure)
        self.answer = answer


class _Reply(NamedTuple):
    """A server's answer: its status, where it sends us, how many seconds we are to wait (or None), and its body."""

    status: int
    location: str
    wait: float | None
    body: bytes


def is_public(address: IPAddress) -> bool:
    """Return whether an address is one of the open network: not private, loopback, link-local or multicast."""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within:
            return is_public(within)
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Turns:
    """Keeps requests to one host apart in time."""

    def __init__(self, pause: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._pause, self._clock, self._sleep = pause, clock, sleep
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Return when it is this request's turn."""
        with self._lock:
            now = self._clock()
            at = max(now, self._next.get(host, now))
            self._next[host] = at + self._pause
        self._sleep(at - now)


class _Connection(http.client.HTTPConnection):
    """A connection to a host by one of its addresses, which have been judged."""

    def __init__(self, host: str, port: int, timeout: float, at: list[str], tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=timeout)
        self.default_port = 443 if tls else 80  # so that the Host header is as a browser's
        self._at, self._tls = at, tls

    def connect(self) -> None:
        """Open the connection; an OSError where no address answers."""
        for nth, address in enumerate(self._at, 1):
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError:
                if nth == len(self._at):
                    raise
        if self._tls:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


class Web:
    """Asks other hosts. `agent` says who asks; what an address may be is `allowed` to decide.

    A request ends after `limit` seconds whatever comes, or if nothing comes for `timeout` seconds; between two to one
    host is a `pause`.
    """

    def __init__(
        self,
        agent: str,
        allowed: Callable[[IPAddress], bool] = is_public,
        tls: ssl.SSLContext | None = None,
        timeout: float = 10,
        limit: float = 30,
        pause: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._agent, self._allowed, self._tls = agent, allowed, tls
        self._timeout, self._limit, self._sleep = timeout, limit, sleep
        self._turns = _Turns(pause, clock, sleep)
        self._not_found: Counter[str] = Counter()  # how often a host could not be looked up

    def ask_all(self, urls: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Yield what each of some addresses answers, as the answers come."""
        by_host: dict[str, list[str]] = {}
        for url in dict.fromkeys(urls):
            by_host.setdefault(_host(url), []).append(url)
        waiting: SimpleQueue[list[str]] = SimpleQueue()
        answers: SimpleQueue[tuple[str, Answer]] = SimpleQueue()
        for group in by_host.values():
            waiting.put(group)

        def work() -> None:
            with suppress(Empty):
                while True:
                    for url, answer in self._ask_host(waiting.get_nowait()):
                        answers.put((url, answer))

        for _ in range(min(AT_ONCE, len(by_host))):
            # None of them keeps the program from ending.
            threading.Thread(target=work, daemon=True).start()
        for _ in range(sum(map(len, by_host.values()))):
            yield answers.get()

    def _ask_host(self, urls: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Yield what the addresses of one host answer; one that is silent is not waited for again and again."""
        silent = 0
        for url in urls:
            if silent == SILENT:
                yield url, Answer(failure="its host has not answered before, and was not asked again", lasting=False)
                continue
            try:
                answer = self.ask(url)
            except Exception as error:  # whatever it is, the answer to the others must not wait for it
                answer = Answer(failure=f"it could not be asked ({type(error).__name__})")
            silent = silent + 1 if not answer.status and not answer.lasting else 0
            yield url, answer

    def ask(self, url: str) -> Answer:
        """Return what an address answers: to HEAD, or to GET where HEAD is refused; nothing is read but the answer."""
        answer = Answer()
        for nth in range(TRIES):
            answer, wait = self._asked(url, ("HEAD", "GET") if nth == 0 else ("GET",))
            if answer.lasting or nth == TRIES - 1 or (wait or 0) > LONGEST_WAIT:
                break
            self._sleep(max(PAUSES[nth], wait or 0))
        return answer

    def fetch(self, url: str, most: int) -> bytes | Fault:
        """Return the bytes at an address, not more than `most`; or why there are none."""
        for nth in range(TRIES):
            try:
                reply, _ = self._followed(url, ("GET",), most + 1)
            except _Failed as failed:
                answer, wait, body = failed.answer, None, b""
            else:
                answer = Answer(reply.status, lasting=reply.status not in _FOR_NOW)
                wait, body = reply.wait, reply.body
            if answer.is_fine:
                return body if len(body) <= most else Fault(f"'{url}' is larger than {most} bytes")
            if answer.lasting or nth == TRIES - 1 or (wait or 0) > LONGEST_WAIT:
                break
            self._sleep(max(PAUSES[nth], wait or 0))
        return Fault(f"'{url}' could not be fetched: {answer.said}", "mend the address, or save the file and name that")

    def _asked(self, url: str, methods: tuple[str, ...]) -> tuple[Answer, float | None]:
        try:
            reply, moved = self._followed(url, methods, 0)
        except _Failed as failed:
            return failed.answer, None
        return Answer(reply.status, moved=moved, lasting=reply.status not in _FOR_NOW), reply.wait

    def _followed(self, url: str, methods: tuple[str, ...], most: int) -> tuple[_Reply, str]:
        """Return the reply at the end of all redirects, and where the address has moved for good, if it has."""
        at, seen, for_good, moved = url, {url}, True, ""
        while True:
            reply = self._reply(methods, at, most)
            if reply.status not in _REDIRECTS or not reply.location:
                return reply, moved
            for_good = for_good and reply.status in _FOR_GOOD
            try:
                at = urljoin(at, reply.location).partition("#")[0]
            except ValueError:
                raise _Failed(Answer(failure=f"it leads to '{reply.location}', which is no address")) from None
            moved = at if for_good else moved
            if at in seen:
                raise _Failed(Answer(failure="its redirects lead in a circle"))
            if len(seen) > MOST_HOPS:
                raise _Failed(Answer(failure=f"it leads on more than {MOST_HOPS} times"))
            seen.add(at)

    def _reply(self, methods: tuple[str, ...], url: str, most: int) -> _Reply:
        """Return the reply to the first method that is not refused."""
        for method in methods[:-1]:
            reply = self._request(method, url, most)
            if reply.status not in _HEAD_REFUSED:
                return reply
        return self._request(methods[-1], url, most)

    def _request(self, method: str, url: str, most: int) -> _Reply:
        """Return the reply to one request, with its body up to a number of bytes."""
        host, port, is_tls, target = _parts(url)
        at = self._judged(host, port)
        self._turns.wait(host)
        tls = (self._tls or ssl.create_default_context()) if is_tls else None
        connection = _Connection(host, port, self._timeout, at, tls)
        headers = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        with _limited(connection, self._limit) as is_late:
            try:
                connection.request(method, target, headers=headers)
                response = connection.getresponse()
                body = response.read(most) if most and response.status < 300 else b""
                wait = _seconds(response.getheader("Retry-After", ""))
                return _Reply(response.status, response.getheader("Location", ""), wait, body)
            except ssl.SSLCertVerificationError as error:
                message = f"its certificate is not valid ({error.verify_message})"
                raise _Failed(Answer(failure=message)) from None
            except ssl.SSLError:
                raise _Failed(Answer(failure="no secure connection could be made")) from None
            except TimeoutError:
                raise _Failed(Answer(failure="it does not answer in time", lasting=False)) from None
            except ConnectionRefusedError:
                raise _Failed(Answer(failure="it refuses connections", lasting=False)) from None
            except (OSError, http.client.HTTPException, ValueError):
                late = "it does not answer in time" if is_late() else "it ends the connection without an answer"
                raise _Failed(Answer(failure=late, lasting=False)) from None

    def _judged(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host; none where one of them is not allowed."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            at = list(dict.fromkeys(str(one[4][0]) for one in found))
            allowed = all(self._allowed(ipaddress.ip_address(one.partition("%")[0])) for one in at)
        except socket.gaierror as error:
            self._not_found[host] += 1
            if error.errno == socket.EAI_AGAIN:
                # Without a network no host is found: that is no reason to wait at each link to it.
                message, lasting = f"'{host}' could not be looked up", self._not_found[host] >= TRIES
                raise _Failed(Answer(failure=message, lasting=lasting)) from None
            raise _Failed(Answer(failure=f"there is no host '{host}'")) from None
        except (OSError, ValueError):
            raise _Failed(Answer(failure=f"'{host}' is no host")) from None
        if not allowed:
            raise _Failed(Answer(failure=f"'{host}' is in a private network", refused=True))
        return at


@contextmanager
def _limited(connection: http.client.HTTPConnection, limit: float) -> Iterator[Callable[[], bool]]:
    """Close a connection in the end, and after a number of seconds; yield a function that tells whether that was it."""
    late = threading.Event()

    def close() -> None:
        late.set()
        if connection.sock:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(limit, close)
    timer.daemon = True
    timer.start()
    try:
        yield late.is_set
    finally:
        timer.cancel()
        connection.close()


def _parts(url: str) -> tuple[str, int, bool, str]:
    """Return host, port, whether it is https, and what to ask it for; _Failed for no address of the web."""
    try:
        parts = urlsplit(url)
        # Any host that a browser knows; a name of more than ASCII as it is looked up.
        host = (
            (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
        )
        port = parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise _Failed(Answer(failure=f"'{url}' is no address of the web"))
    is_tls = parts.scheme == "https"
    query = f"?{quote(parts.query, safe=_PATH_SAFE + '?')}" if parts.query else ""
    return host, port or (443 if is_tls else 80), is_tls, (quote(parts.path, safe=_PATH_SAFE) or "/") + query


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _seconds(written: str) -> float | None:
    """Return how long to wait by a Retry-After header: seconds, or until a date; None where it says nothing."""
    if written.strip().isdecimal():
        return float(written[:9])
    try:
        until = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
