"""An archive that tests share which only read it: its rows and its index are made once.

A test that does not share it never sees it: it is removed before. So the order of tests is free.
"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from django.core.management import call_command
from django.db.models import Count, Max
from haystack import connections
from pytest import TempPathFactory
from pytest_django import DjangoDbBlocker

from bulletins.models import Meeting
from search.indexing import background, lexicon_sync
from tests.database import SharedRows, restore_initial_rows
from tests.factories import load_provinces

Made = TypeVar("Made")


class SharedArchive:
    """The archive that the tests of a process share; see the fixture of this name."""

    def __init__(self, blocker: DjangoDbBlocker, folders: TempPathFactory) -> None:
        self._blocker = blocker
        self._folders = folders
        self._folder: Path
        # What makes it, and of what; None while there is none.
        self._key: tuple[Any, ...] | None = None
        self._made: Any = None
        self._state: dict[str, Any]

    def get(self, make: Callable[..., Made], *arguments: Any) -> Made:
        """Return what `make` returned; call it unless the archive is already that one.

        Its index is that of the test from now on.
        """
        key = (make, *arguments)
        if self._key != key:
            self.remove()
            self._folder = self._folders.mktemp("shared")
        _use_index(self._folder / "index")
        # As in a process that has just started.
        lexicon_sync.refresh()
        if self._key != key:
            self._key = ()  # to be removed, also if it cannot be made
            SharedRows.are_kept = True
            load_provinces()
            call_command("prepare_index", stdout=StringIO())
            self._made = make(*arguments)
            background.join()
            self._state = _state()
            self._key = key
        made: Made = self._made
        return made

    def remove(self) -> None:
        """Restore the rows of a new archive."""
        if self._key is not None:
            self._key = None
            background.join()
            with self._blocker.unblock():
                restore_initial_rows()

    def check_unchanged(self) -> None:
        """Raise where a test has changed what others share."""
        if self._key:
            background.join()
            assert _state() == self._state, "a test that shares the archive must only read it"


def _state() -> dict[str, Any]:
    return Meeting.objects.aggregate(Count("pk"), Max("changed_at"))


def _use_index(folder: Path) -> None:
    connections.connections_info["default"]["PATH"] = str(folder)
    connections.reload("default")
    background.submit(_reload)
    background.join()


def _reload() -> None:
    connections.reload("default")
