"""An index folder with one meeting in it, and what a process does that has just started."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletins.models import Meeting
from search.haystack_backend.backend import ArchiveBackend
from search.indexing import background
from tests.factories import make_meeting


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
