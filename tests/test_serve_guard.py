"""Who may ask the preview, by the headers of a request."""

from __future__ import annotations

import pytest

from faimi_site.serve.guard import host_name, is_allowed, is_own, names

LOOPBACK = names("127.0.0.1", "laptop")
EVERYWHERE = names("0.0.0.0", "Laptop")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "localhost."])
def test_the_names_of_this_computer_alone_are_allowed(host: str) -> None:
    assert is_allowed(host, LOOPBACK)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            "evil.example",
            "evil.example:8000",
            "localhost.evil.example",
            "evil-localhost",
            "localhost@evil.example",
        ),
        *("127.0.0.1.evil.example", "127.0.0.2", "2130706433", "0.0.0.0:8000", "[::]:8000", "laptop", "localhost,evil"),
        *("[::1", "localhost:8000/evil", "localhost#evil", "localhost\\evil", "192.168.1.5", "127.0.0.1:x@evil"),
    ],
)
def test_all_other_names_are_refused(host: str) -> None:
    assert not is_allowed(host, LOOPBACK)


def test_the_name_given_by_host_is_allowed() -> None:
    assert is_allowed("preview.lan:8000", names("Preview.lan", "laptop"))
    assert is_allowed("192.168.1.5:8000", names("192.168.1.5", "laptop"))


@pytest.mark.parametrize("host", ["laptop:8000", "laptop.local:8000", "localhost", "127.0.0.1"])
def test_everywhere_allows_the_names_of_this_machine(host: str) -> None:
    assert is_allowed(host, EVERYWHERE, "192.168.1.5")


def test_everywhere_allows_the_address_that_was_reached_and_no_other() -> None:
    assert is_allowed("192.168.1.5:8000", EVERYWHERE, "192.168.1.5")
    assert is_allowed("[fe80::1]:8000", EVERYWHERE, "fe80::1%eth0")
    assert is_allowed("192.168.1.5:8000", EVERYWHERE, "::ffff:192.168.1.5")
    assert not is_allowed("192.168.1.6:8000", EVERYWHERE, "192.168.1.5")
    assert not is_allowed("evil.example", EVERYWHERE, "192.168.1.5")


def test_an_address_has_one_form() -> None:
    assert host_name("[0:0:0:0:0:0:0:1]:8000") == host_name("::1") == "::1"


def test_an_origin_is_own_if_it_is_that_of_the_page() -> None:
    assert is_own("http://localhost:8000", "localhost:8000")
    assert is_own("http://LocalHost:8000", "localhost:8000")


@pytest.mark.parametrize(
    "origin",
    ["null", "", "http://evil.example", "http://localhost:3000", "http://localhost", "file://", "http://[::1"],
)
def test_other_origins_are_foreign(origin: str) -> None:
    assert not is_own(origin, "localhost:8000")
