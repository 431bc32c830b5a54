"""Fixtures of the search: an index for each test, and meetings in it."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from haystack import connections
from haystack.query import SearchQuerySet

from bulletins.models import Meeting
from bulletins.reading import MeetingRecord
from search.haystack_backend.backend import ArchiveBackend
from search.indexing import background
from tests.factories import load_provinces, make_meeting, saved_together


@pytest.fixture
def empty_archive(transactional_db: None) -> Iterator[None]:
    """An empty archive with provinces and an empty index; commits are real."""
    load_provinces()
    call_command("prepare_index", stdout=StringIO())
    yield
    background.join()  # before the tables are emptied


@pytest.fixture
def search_backend(empty_archive: None) -> ArchiveBackend:
    backend: ArchiveBackend = connections["default"].get_backend()
    return backend


@pytest.fixture
def indexed_seed_meetings(empty_archive: None, seed_records: list[MeetingRecord]) -> list[Meeting]:
    """The meetings of the seed text, saved and indexed."""
    with saved_together():
        return [
            make_meeting(
                record.province,
                title=record.title or "",
                level=record.level or "",
                meeting_type=record.meeting_type or "",
                date=record.date or "",
                venue=record.venue or "",
                source=record.source or "",
                exchange_units=record.exchange_units,
                body=record.body,
                chairs=[(chair.name, chair.post or "") for chair in record.chairs],
                speakers=[
                    (each.name, each.post or "", each.role or "") for each in record.speakers
                ],
                priorities=[
                    (each.section or "", each.heading, each.text) for each in record.priorities
                ],
            )
            for record in seed_records
        ]


@pytest.fixture
def search_pks(empty_archive: None) -> Callable[[str], list[int]]:
    """A function that waits for all index work, searches, and returns pks, best first."""

    def search(query_string: str) -> list[int]:
        background.join()
        return [int(result.pk) for result in SearchQuerySet().auto_query(query_string)]

    return search


@pytest.fixture
def index_folder(search_backend: ArchiveBackend) -> Path:
    """The folder with CURRENT, the live index, and rebuilds."""
    return search_backend.manager.directory.path


@pytest.fixture
def meeting(empty_archive: None) -> Meeting:
    """The only meeting of the archive, indexed."""
    meeting = make_meeting(body="银发经济。")
    background.join()
    return meeting


@pytest.fixture
def reopen(search_backend: ArchiveBackend) -> Callable[[], None]:
    """Let the next search open the index, as in a process that has just started."""

    def reset() -> None:
        background.join()
        search_backend.manager.reader.reset()

    return reset
