"""Index work waiting to be done, written in the transaction of the change it is about.

Whoever saves tries to be the index's writer, without waiting; whoever is it does all the work
there is, also what others left. What takes longer than a save may is handed to the background of
the same process. So nobody has to start a worker, neither a save nor a search waits, and a crash
loses nothing: a row goes only after the index was committed, and the next save, the next search
or the next start finds it.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from django.db import models, transaction
from haystack.exceptions import SearchBackendError

from common.progress import BATCH, Progress
from search.index.errors import IndexUnavailableError
from search.indexing import background, worker
from search.models import OutboxRow

logger = logging.getLogger(__name__)

# After so long a save begins no further commit and leaves the rest to the background; with the
# commit it is in the middle of then, that is some 50 ms.
_SAVE_SECONDS = 0.03
# Documents of one commit: what a save has time for, what a site has memory for, what gives every
# core of a command something to do.
_SAVE_BATCH, _BACKGROUND_BATCH, _COMMAND_BATCH = 8, 500, 5_000
# How often a process that only searches looks for work that was left behind.
_RECHECK_SECONDS = 5.0


class _Batch(threading.local):
    """Whether this thread leaves index work for later, and how many rows it has left."""

    is_on = False
    rows = 0


_batch = _Batch()


class _LastCheck:
    """When this process last looked for work that was left behind."""

    at = -inf


def enqueue(model: type[models.Model], pks: Iterable[Any]) -> None:
    """Note that the rows `pks` of `model` changed or went; the index follows on commit.

    Call it in the transaction of the change. When that is rolled back, nothing happened.
    """
    label = model._meta.label_lower
    rows = OutboxRow.objects.bulk_create(
        OutboxRow(model=label, object_pk=str(pk)) for pk in dict.fromkeys(pks)
    )
    if rows:
        transaction.on_commit(partial(_index_after_commit, len(rows)))


@contextmanager
def batching() -> Iterator[None]:
    """Bring what this thread saves in the block into the index in large batches: for imports.

    Nothing is left at the end, whatever ends the block.
    """
    _batch.is_on, _batch.rows = True, 0
    try:
        yield
    finally:
        _batch.is_on = False
        if _batch.rows:
            _drain_or_log()


def drain() -> int:
    """Do all the work there is, and wait for it: for commands.

    Where there is no index that could be written, it is made. Work that another process is at
    is left to that. Call it outside of transactions.

    Returns how many rows were done.
    """
    background.join()
    keeper = worker.managed_index()
    live = keeper.live_folder()
    try:
        done = worker.drain(_COMMAND_BATCH, include_backed_off=True).done
    except IndexUnavailableError:
        done = _Rebuild(live)()
    keeper.merge()
    return done


def resume_pending() -> None:
    """Have work that a crash left behind done in the background: for every search.

    Never raises and never waits; looks into the database only now and then.
    """
    if time.monotonic() - _LastCheck.at < _RECHECK_SECONDS:
        return
    _LastCheck.at = time.monotonic()
    schedule_if_pending()


def schedule_if_pending() -> None:
    """Have work done that is waiting: for whoever was the writer and did not drain.

    Who saved meanwhile found the lock taken, and left the row to that writer. Never raises.
    """
    try:
        if worker.has_pending():
            background.submit(_drain_in_background)
    except Exception:
        logger.exception("The outbox could not be looked into.")


def rebuild(
    progress: Progress = lambda rows, total: rows,
    *,
    processes: int | None = None,
    batch: int = BATCH,
) -> int:
    """Make the index anew beside the live one; arguments and errors are those of Upkeep.rebuild.

    What waited when it began is in it. Returns how many documents it has.
    """
    waiting = worker.pending_rows()
    rebuilt = worker.managed_index().rebuild(progress, processes=processes, batch=batch)
    _acknowledge(waiting, rebuilt.failed)
    return rebuilt.documents


def rebuild_in_background(broken: Path | None) -> float:
    """Have the index made anew unless another than the broken one is live by then.

    Returns since when this is asked for, by `time.monotonic`.
    """
    job = _Rebuild(broken)
    since = background.submitted_at(job)
    if since is None:
        background.submit(job)
    return since or time.monotonic()


def _index_after_commit(rows: int) -> None:
    """Rows were committed: have them in the index before the answer goes out, where time allows."""
    if _batch.is_on:
        _batch.rows += rows
        if _batch.rows >= _COMMAND_BATCH:
            _batch.rows = 0
            _drain_or_log()
        return
    # What an earlier callback of this transaction had no time for is on its way.
    if background.is_queued(_drain_in_background):
        return
    live = worker.managed_index().live_folder()
    try:
        drained = worker.drain(_SAVE_BATCH, _SAVE_SECONDS)
        if drained.is_more_left:
            background.submit(_drain_in_background)
        elif drained.done:
            background.submit(_merge)
    except IndexUnavailableError:
        rebuild_in_background(live)
    except Exception:
        # The change itself is saved, and its rows are safe in the outbox.
        logger.exception("The index could not be brought up to date; the outbox keeps the work.")


def _drain_or_log() -> None:
    try:
        drain()
    except Exception:
        logger.exception("The index could not be brought up to date; the outbox keeps the work.")


def _drain_in_background() -> None:
    """Do the work there is: in the background."""
    live = worker.managed_index().live_folder()
    try:
        if worker.drain(_BACKGROUND_BATCH).done:
            background.submit(_merge)
    except IndexUnavailableError:
        rebuild_in_background(live)


def _merge() -> None:
    """Merge what is due: in the background, and without what a save is about to do itself."""
    keeper = worker.managed_index()
    live = keeper.live_folder()
    try:
        keeper.merge()
    except IndexUnavailableError:
        rebuild_in_background(live)


@dataclass(frozen=True, slots=True)
class _Rebuild:
    """Makes an index in the place of a broken one, and does what has come in meanwhile."""

    broken: Path | None

    def __call__(self) -> int:
        """Returns how many rows were done."""
        waiting = worker.pending_rows()
        try:
            rebuilt = worker.managed_index().rebuild_unless_done(self.broken)
        except SearchBackendError as error:
            logger.info("left to another process: %s", error)
            return 0
        if rebuilt:
            _acknowledge(waiting, rebuilt.failed)
        return worker.drain(_BACKGROUND_BATCH).done + (len(waiting) if rebuilt else 0)


def _acknowledge(waiting: list[worker.Row], failed: set[str]) -> None:
    """Delete rows that a rebuild has done; rows it failed with are in the outbox from now on."""
    worker.acknowledge(waiting, failed)
    known = {row.identifier for row in waiting}
    fresh = (name.rpartition(".") for name in failed - known)
    rows = OutboxRow.objects.bulk_create(
        OutboxRow(model=label, object_pk=pk) for label, _dot, pk in fresh
    )
    worker.back_off([row.pk for row in rows])
