"""Arbitrary and mutated bytes for everything that reads, for a short while; `make fuzz` does it for long."""

from __future__ import annotations

import pytest

from tests.fuzz import READERS, Reader, fuzz


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_no_bytes_are_an_exception(name: str) -> None:
    fuzz(READERS[name], 100, start=0)


def test_what_raises_is_found() -> None:
    def fails(body: bytes) -> None:
        assert b"\0" not in body

    with pytest.raises(AssertionError):
        fuzz(Reader(fails, (b"a",)), 200, start=0)
