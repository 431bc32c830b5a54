"""Fixtures of the search: an archive and its index, of each test or shared by those that read."""

import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from haystack import connections
from haystack.query import SearchQuerySet
from pytest_django import DjangoDbBlocker

from bulletins.models import Meeting
from search.haystack_backend.backend import ArchiveBackend
from search.haystack_backend.manager import ArchiveIndexManager
from search.indexing import background
from search.lexicon.current import default_lexicon, set_lexicon
from tests.factories import load_provinces, make_meeting
from tests.search.shared_archive import SharedArchive

_SHARED_ARCHIVE = pytest.StashKey[SharedArchive]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Function) -> None:
    """Remove the archive that tests share before the fixtures of a test that does not."""
    module = item.getparent(pytest.Module)
    archive = module.stash.get(_SHARED_ARCHIVE, None) if module else None
    if archive and "shared_archive" not in item.fixturenames:
        archive.remove()


@pytest.fixture(scope="module", autouse=True)
def lexicon_of_a_new_archive() -> None:
    """For the fixtures of a module, which come before those of its first test."""
    set_lexicon(default_lexicon())


@pytest.fixture(scope="module")
def shared_archive_of_module(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[SharedArchive]:
    """The archive that tests of a module share, where the hook finds it; removed at the end."""
    archive = SharedArchive(django_db_blocker, tmp_path_factory)
    request.node.stash[_SHARED_ARCHIVE] = archive
    yield archive
    archive.remove()


@pytest.fixture
def shared_archive(
    own_folder: None, transactional_db: None, shared_archive_of_module: SharedArchive
) -> Iterator[Callable[..., Any]]:
    """A function that returns what another has made, once for all tests that ask for the same.

    That is given an archive with provinces and an empty index, and the tests only read what it
    makes of it; they have no other rows. All is committed and no transaction is open, so that a
    search can write in the background what it does.
    """
    yield shared_archive_of_module.get
    shared_archive_of_module.check_unchanged()


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
def search_pks() -> Callable[[str], list[int]]:
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
def short_timeout_manager(search_backend: ArchiveBackend) -> ArchiveIndexManager:
    """The manager of this thread, which waits for others a moment only."""
    path = str(search_backend.manager.directory.path)
    search_backend.manager = ArchiveIndexManager(
        "default", path, wait_for_writer=0.1, wait_for_index=0.1
    )
    return search_backend.manager


@pytest.fixture
def unavailable_index(short_timeout_manager: ArchiveIndexManager) -> Iterator[None]:
    """No index, and another process that is rebuilding it for longer than a search waits."""
    shutil.rmtree(short_timeout_manager.directory.path)
    short_timeout_manager.reader.reset()
    with short_timeout_manager.directory.rebuild_lock():
        yield


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
