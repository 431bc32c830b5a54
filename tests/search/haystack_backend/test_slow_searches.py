"""A slow search is logged by its outline."""

import logging

import pytest
from haystack.exceptions import SearchBackendError
from haystack.query import SearchQuerySet

from search.haystack_backend.backend import ArchiveBackend
from search.haystack_backend.manager import ArchiveIndexManager


def test_a_slow_search_is_logged_without_its_words(
    search_backend: ArchiveBackend, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "archive.slow_queries")
    path = search_backend.manager.directory.path
    # No index, and a process that rebuilds it: the search waits for longer than half a second.
    search_backend.manager = ArchiveIndexManager(
        "default", str(path), wait_for_writer=0.1, wait_for_index=0.6
    )
    (path / "CURRENT").unlink()
    with search_backend.manager.directory.rebuild_lock(), pytest.raises(SearchBackendError):
        len(SearchQuerySet().auto_query("王芳"))
    logged = [vars(each)["fields"] for each in caplog.records if "slow_queries" in each.name]
    assert {fields["kind"] for fields in logged} == {"search"}
    assert all("Terms of 2" in fields["query"] for fields in logged)
    assert "王芳" not in str(logged)
