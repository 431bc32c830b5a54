"""Slow queries are logged by kind, duration and outline; others are not."""

import logging
import time

import pytest

from common.slow_queries import timed


@pytest.fixture
def slow_queries(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "archive.slow_queries")
    return caplog


def test_a_slow_query_is_logged_also_if_it_fails(slow_queries) -> None:
    with pytest.raises(ValueError, match="no"), timed("search", lambda: "x" * 5000):
        time.sleep(0.55)
        raise ValueError("no")
    [record] = slow_queries.records
    assert record.fields["kind"] == "search"
    assert record.fields["milliseconds"] >= 500
    assert len(record.fields["query"]) == 1000


def test_a_fast_query_is_neither_logged_nor_described(slow_queries) -> None:
    def describe() -> str:
        raise AssertionError("described")

    with timed("sql", describe):
        pass
    assert not slow_queries.records
