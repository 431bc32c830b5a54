"""An archive that tests share which only read it: its rows and its index are made once.

A test that does not share it never sees it: it is removed before. So the order of tests is free.
"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from django.core.management import call_command
from haystack import connections
from pytest import TempPathFactory
from pytest_django import DjangoDbBlocker

from search.indexing import background, lexicon_sync
from search.models import DataFolder, OutboxRow, ZeroResultQuery
from tests.database import Rows, initial_rows, keep_rows, read_rows, restore_initial_rows
from tests.factories import load_provinces
from tests.haystack_connections import reload_connections

T = TypeVar("T")
_WRITTEN_BY_A_SEARCH = {each._meta.db_table for each in (DataFolder, OutboxRow, ZeroResultQuery)}


class SharedArchive:
    """The archive that the tests of a module share; see the fixture `shared_archive`."""

    def __init__(self, blocker: DjangoDbBlocker, folders: TempPathFactory) -> None:
        self._blocker = blocker
        self._folders = folders
        self._folder: Path
        # What makes it, and of what; None while there is none.
        self._key: tuple[Any, ...] | None = None
        self._made: Any = None
        self._rows: dict[str, Rows]

    def get(self, make: Callable[..., T], *arguments: Any) -> T:
        """Return what `make` returned; call it unless the archive is already that one.

        Its index is that of the test from now on. Raises AssertionError where the test has made
        rows of its own before: they would be removed with another archive, or shared with others.
        """
        if self._key is None:
            self._compare_with(initial_rows())
        self.check_unchanged()
        key = (make, *arguments)
        if self._key != key:
            self.remove()
            self._folder = self._folders.mktemp("shared")
        connections.connections_info["default"]["PATH"] = str(self._folder / "index")
        reload_connections()
        # As in a process that has just started.
        lexicon_sync.refresh()
        if self._key != key:
            self._key = ()  # to be removed, also if it cannot be made
            keep_rows()
            load_provinces()
            call_command("prepare_index", stdout=StringIO())
            self._made = make(*arguments)
            background.join()
            self._rows = read_rows()
            self._key = key
        made: T = self._made
        return made

    def remove(self) -> None:
        """Restore the rows of a new archive."""
        if self._key is not None:
            self._key = None
            background.join()
            with self._blocker.unblock():
                restore_initial_rows()

    def check_unchanged(self) -> None:
        """Raise AssertionError where there are other rows than those that are shared.

        All are removed, so that no other test fails.
        """
        if self._key:
            self._compare_with(self._rows)

    def _compare_with(self, expected: dict[str, Rows]) -> None:
        background.join()
        changed = {table for table, rows in read_rows().items() if rows != expected[table]}
        changed -= _WRITTEN_BY_A_SEARCH
        if changed:
            self.remove()
            raise AssertionError(
                "a test that shares the archive must only read it, and makes no rows of its own: "
                + ", ".join(sorted(changed))
            )
