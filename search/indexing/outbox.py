"""Outbox: pending index work, written in the transaction of the change it is about.

A save tries to become the index's writer, without waiting; the writer does all pending work, also
what other processes left. Work that exceeds the time of a save is handed to the background thread
of the same process. So no worker process has to be started, neither a save nor a search waits, and
a crash loses nothing: a row is deleted only after the index was committed, and the next save, the
next search or the next start finds it.
"""

import logging
import threading
import time
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from haystack.exceptions import SearchBackendError

from common.progress import BATCH, Progress
from search.index.errors import IndexUnavailableError
from search.indexing import background, data_folders, lexicon_sync, worker
from search.indexing.engine import index_manager
from search.indexing.failure_log import log_failure
from search.models import OutboxRow

logger = logging.getLogger(__name__)

# After this time a save begins no further commit and leaves the rest to the background; with the
# commit that it is in then, it takes some 50 ms.
_SAVE_SECONDS = 0.03
# Documents of one commit: what a save has time for, what a site has memory for, what keeps every
# core of a command busy.
_SAVE_BATCH, _BACKGROUND_BATCH, _COMMAND_BATCH = 8, 500, 5_000
# Interval at which a process that only searches looks for edits and for work that was left behind.
_RECHECK_SECONDS = 5.0
_KEPT = "The index could not be brought up to date; the outbox keeps the work."


class _Batch(threading.local):
    """Deferral of index work in this thread (`batching`): rows so far, and at most."""

    is_active = False
    rows = 0
    max_rows = 0


_batch = _Batch()


class _LastCheck:
    """Time at which this process last looked for work that was left behind."""

    time = -inf


def enqueue(model: type[models.Model], pks: Iterable[Any]) -> None:
    """Record that the rows `pks` of `model` changed or were deleted; indexed after the commit.

    Call it in the transaction of the change; a rollback undoes it.
    """
    label = model._meta.label_lower
    rows = OutboxRow.objects.bulk_create(
        OutboxRow(model=label, object_pk=str(pk)) for pk in dict.fromkeys(pks)
    )
    if rows:
        transaction.on_commit(partial(_index_after_commit, len(rows)))


@contextmanager
def batching(max_rows: int = _COMMAND_BATCH) -> Iterator[None]:
    """Index what this thread saves in the block in large batches: for imports.

    It is indexed whenever so many rows of the outbox are pending, and the rest at the end, also
    when an exception ends the block.
    """
    _batch.is_active, _batch.rows, _batch.max_rows = True, 0, max_rows
    try:
        yield
    finally:
        _batch.is_active = False
        if _batch.rows:
            _drain_or_log()


def drain() -> int:
    """Do all pending work, and wait for it: for commands.

    An index that is missing or damaged is rebuilt. Work that another process is doing is left to
    it. Call it outside of transactions.

    Returns how many rows were done.
    """
    data_folders.record_in_background()
    background.join()
    manager = index_manager()
    live = manager.live_version()
    try:
        done = worker.drain(_COMMAND_BATCH, include_backed_off=True).done
    except IndexUnavailableError:
        done = _Rebuild(live)()
    manager.merge()
    return done


def resume_pending() -> None:
    """Look at what other processes changed: called by every search.

    Reads an edited lexicon, and does work that a crash left behind, in the background. Never
    raises and never waits; queries the database only now and then.
    """
    if time.monotonic() - _LastCheck.time < _RECHECK_SECONDS:
        return
    _LastCheck.time = time.monotonic()
    data_folders.record_in_background()
    lexicon_sync.refresh()
    schedule_if_pending()


def schedule_if_pending() -> None:
    """Do pending work in the background: called by a writer that did not drain.

    A save in the meantime found the lock taken, and left its row to that writer. Never raises.
    """
    try:
        if worker.has_pending():
            background.submit(_drain_in_background)
    except Exception as error:
        log_failure(logger, "The outbox could not be read.", error)


def rebuild(
    progress: Progress = lambda rows, total: rows,
    *,
    processes: int | None = None,
    batch: int = BATCH,
) -> int:
    """Rebuild the index beside the live one; arguments and errors are those of the index manager.

    What was pending when it began is in it. Returns how many documents it has.
    """
    lexicon_sync.refresh()
    started, pending = timezone.now(), worker.pending_rows()
    outcome = index_manager().rebuild(progress, processes=processes, batch=batch)
    data_folders.record_complete_index(started)
    _acknowledge(pending, outcome.failed)
    return outcome.documents


def discard_index() -> None:
    """Leave no index live: before another database takes the place of the one it was made from.

    The next start or search rebuilds it. Raises OSError.
    """
    index_manager().discard()


def rebuild_in_background(broken: Hashable) -> float:
    """Rebuild the index in the background, unless another than the broken one is live by then.

    Returns the `time.monotonic` at which this was first requested.
    """
    job = _Rebuild(broken)
    submitted_at = background.submitted_at(job)
    if submitted_at is None:
        background.submit(job)
    return submitted_at or time.monotonic()


def _index_after_commit(rows: int) -> None:
    """Index committed rows, before the response is sent where time allows."""
    data_folders.record_in_background()
    if _batch.is_active:
        _batch.rows += rows
        if _batch.rows >= _batch.max_rows:
            _batch.rows = 0
            _drain_or_log()
        return
    # An earlier callback of this transaction had no time left and submitted the rest.
    if background.is_queued(_drain_in_background):
        return
    live = index_manager().live_version()
    try:
        result = worker.drain(_SAVE_BATCH, _SAVE_SECONDS)
        if result.is_more_left:
            background.submit(_drain_in_background)
        elif result.done:
            background.submit(_merge)
    except IndexUnavailableError:
        rebuild_in_background(live)
    except Exception as error:
        # The change itself is saved, and its rows are safe in the outbox.
        log_failure(logger, _KEPT, error)


def _drain_or_log() -> None:
    try:
        drain()
    except Exception as error:
        log_failure(logger, _KEPT, error)


def _drain_in_background() -> None:
    """Do all pending work; runs in the background."""
    live = index_manager().live_version()
    try:
        if worker.drain(_BACKGROUND_BATCH).done:
            background.submit(_merge)
    except IndexUnavailableError:
        rebuild_in_background(live)


def _merge() -> None:
    """Merge the segments that are due, while saves go on; runs in the background."""
    manager = index_manager()
    live = manager.live_version()
    try:
        manager.merge()
    except IndexUnavailableError:
        rebuild_in_background(live)


@dataclass(frozen=True, slots=True)
class _Rebuild:
    """Job that replaces a broken index, and indexes what was saved meanwhile."""

    broken: Hashable

    def __call__(self) -> int:
        """Return how many rows were done."""
        lexicon_sync.refresh()
        started, pending = timezone.now(), worker.pending_rows()
        try:
            outcome = index_manager().rebuild_unless_done(self.broken)
        except SearchBackendError as error:
            logger.info("left to another process: %s", error)
            return 0
        if outcome:
            data_folders.record_complete_index(started)
            _acknowledge(pending, outcome.failed)
        return worker.drain(_BACKGROUND_BATCH).done + (len(pending) if outcome else 0)


def _acknowledge(pending: list[worker.Row], failed: set[str]) -> None:
    """Delete rows that a rebuild has done; enqueue those that failed and are not in the outbox."""
    worker.acknowledge(pending, failed)
    enqueued = {row.identifier for row in pending}
    missing = (identifier.rpartition(".") for identifier in failed - enqueued)
    rows = OutboxRow.objects.bulk_create(
        OutboxRow(model=label, object_pk=pk) for label, _dot, pk in missing
    )
    worker.back_off([row.pk for row in rows])
