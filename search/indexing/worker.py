"""Worker: applies the outbox to the index, commit by commit, in the process that is its writer.

A row is deleted after the index was committed; killed in between, the work is done twice, which
does no harm. A row that fails is logged and backed off for a while; it does not delay others.
Errors of the disk, the database or the index itself are no fault of a row and are raised.
"""

import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import QuerySet

from search.index.errors import IndexUnavailableError
from search.indexing import lexicon_sync
from search.indexing.engine import index_manager
from search.models import OutboxRow

logger = logging.getLogger(__name__)

# How long this process does not retry a row that failed: its cause has to be fixed first.
_BACK_OFF_SECONDS = 300.0
# Rows read for each document of a commit: an editor's save writes a dozen for one meeting.
_ROWS_PER_DOCUMENT = 20
# Rows deleted by one statement; databases limit its parameters.
_DELETE_BATCH = 500

# Primary key of a failed row → `time.monotonic` before which it is not retried.
_backed_off: dict[int, float] = {}


class Row(NamedTuple):
    """An outbox row; `identifier` is that of the document it is about."""

    pk: int
    model: str
    object_pk: str

    @property
    def identifier(self) -> str:
        return f"{self.model}.{self.object_pk}"


@dataclass(frozen=True, slots=True)
class DrainResult:
    """Number of rows done; `is_more_left` if time was up before all of them were."""

    done: int
    is_more_left: bool


def has_pending() -> bool:
    """Return whether there are rows other than those backed off."""
    return _pending(_backed_off_now()).exists()


def drain(batch: int, seconds: float = inf, *, include_backed_off: bool = False) -> DrainResult:
    """Apply the outbox to the index; where another process is the writer, leave it to that.

    Call it outside of transactions: uncommitted rows must not get into the index.

    Args:
        batch: documents of one commit at most.
        seconds: begin no further commit after this time.
        include_backed_off: retry rows that failed a short while ago.

    Raises:
        IndexUnavailableError: there is no index that could be written.
    """
    deadline = time.monotonic() + seconds
    # Documents are segmented with the dictionary as it is now.
    lexicon_sync.refresh()
    skipped = set() if include_backed_off else _backed_off_now()
    done = 0
    # Checked once more after the lock is released: a row written between the writer's last check
    # and the release found the lock taken, and would wait for the next save.
    while _pending(skipped).exists():
        with index_manager().write_lock() as is_writer:
            if not is_writer:
                return DrainResult(done, is_more_left=False)
            while rows := _next_rows(batch, skipped):
                if time.monotonic() > deadline:
                    return DrainResult(done, is_more_left=True)
                done += _index_rows(rows, skipped)
    return DrainResult(done, is_more_left=False)


def pending_rows() -> list[Row]:
    """Return all rows of the outbox."""
    return [Row(*row) for row in _pending(()).values_list("pk", "model", "object_pk")]


def acknowledge(rows: Sequence[Row], failed: Collection[str]) -> None:
    """Delete rows whose work is done; back off those whose identifier has failed."""
    done = [row.pk for row in rows if row.identifier not in failed]
    with transaction.atomic():
        for start in range(0, len(done), _DELETE_BATCH):
            OutboxRow.objects.filter(pk__in=done[start : start + _DELETE_BATCH]).delete()
    back_off({row.pk for row in rows if row.identifier in failed})


def back_off(pks: Collection[int]) -> None:
    """Do not retry rows for a while."""
    _backed_off.update(dict.fromkeys(pks, time.monotonic() + _BACK_OFF_SECONDS))


def _pending(skipped: Collection[int]) -> "QuerySet[OutboxRow]":
    return OutboxRow.objects.exclude(pk__in=skipped) if skipped else OutboxRow.objects.all()


def _backed_off_now() -> set[int]:
    now = time.monotonic()
    for pk in [pk for pk, retry_at in _backed_off.copy().items() if retry_at < now]:
        _backed_off.pop(pk, None)
    return set(_backed_off)


def _next_rows(batch: int, skipped: Collection[int]) -> list[Row]:
    """Return the rows of the `batch` documents that have been pending longest."""
    documents: dict[str, list[Row]] = {}
    rows = _pending(skipped).values_list("pk", "model", "object_pk")
    for row in map(Row._make, rows[: _ROWS_PER_DOCUMENT * batch]):
        if row.identifier not in documents and len(documents) == batch:
            break
        documents.setdefault(row.identifier, []).append(row)
    return [row for rows_of_document in documents.values() for row in rows_of_document]


def _index_rows(rows: Sequence[Row], skipped: set[int]) -> int:
    """Index rows with one commit; where that fails, in two halves.

    Returns how many were done; the primary keys of the others are added to `skipped`.
    """
    identifiers = list(dict.fromkeys(row.identifier for row in rows))
    try:
        failed = index_manager().refresh(_by_model(rows))
    except (IndexUnavailableError, OSError, DatabaseError):
        raise
    except Exception:
        if len(identifiers) > 1:
            half = set(identifiers[: len(identifiers) // 2])
            first = [row for row in rows if row.identifier in half]
            second = [row for row in rows if row.identifier not in half]
            return _index_rows(first, skipped) + _index_rows(second, skipped)
        logger.exception("%s could not be indexed; it stays in the outbox.", identifiers[0])
        failed = set(identifiers)
    acknowledge(rows, failed)
    failed_pks = {row.pk for row in rows if row.identifier in failed}
    skipped |= failed_pks
    return len(rows) - len(failed_pks)


def _by_model(rows: Sequence[Row]) -> dict[type[models.Model], list[Any]]:
    changed: dict[type[models.Model], dict[str, None]] = {}
    for row in rows:
        changed.setdefault(apps.get_model(row.model), {})[row.object_pk] = None
    return {model: list(pks) for model, pks in changed.items()}
