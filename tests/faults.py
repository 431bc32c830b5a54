"""Faults from outside: a full disk, a killed process, a row that no document can be built of."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from bulletins.models import Meeting
from tests.factories import make_meeting


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every write fail that has to be durable."""

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        yield


def make_unindexed_meeting(province: str = "湖北省", **fields: Any) -> Meeting:
    """Make a meeting as if its process had been killed after its commit and before the index."""
    with pytest.MonkeyPatch.context() as crash:
        crash.setattr(transaction, "on_commit", lambda work: None)
        return make_meeting(province, **fields)


def make_refused_meeting(**fields: Any) -> Meeting:
    """Make a meeting whose document cannot be built: a number is in the place of a list."""
    return make_meeting(exchange_units=5, **fields)


def repair_document(meeting: Meeting) -> None:
    """Let the document of a refused meeting be built from now on; nothing notices the change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bulletins_meeting SET exchange_units = '[]' WHERE id = %s", [meeting.pk]
        )


@contextmanager
def read_only_database() -> Iterator[None]:
    """Let SQLite refuse every statement that writes, as on a disk that is read-only."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = OFF")
