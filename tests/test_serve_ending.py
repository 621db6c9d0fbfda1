"""Signals that end a preview, whatever it is at."""

from __future__ import annotations

import signal
from contextlib import suppress

import pytest

from faimi_site.serve.ending import Ended, check, ended_by_signals, heeded


def test_a_signal_ends_it_with_the_exit_code_of_shells() -> None:
    with ended_by_signals(), pytest.raises(Ended) as raised:
        signal.raise_signal(signal.SIGTERM)
    assert raised.value.code == 143


def test_a_signal_that_was_raised_where_nothing_can_be_is_not_lost() -> None:
    with ended_by_signals():
        with suppress(Ended):
            signal.raise_signal(signal.SIGTERM)
        with pytest.raises(Ended):
            check()


def test_without_a_signal_it_goes_on() -> None:
    with ended_by_signals():
        check()


def test_a_signal_that_is_ignored_is_left_alone() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        assert signal.SIGTERM not in heeded()
    finally:
        signal.signal(signal.SIGTERM, before)


def test_signals_mean_afterwards_what_they_meant_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with ended_by_signals():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
