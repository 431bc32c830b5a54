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

from search.indexing import background, worker
from search.index.errors import NotUsable
from common.progress import BATCH, Progress
from search.models import OutboxRow

logger = logging.getLogger(__name__)

# After so long a save begins no further commit and leaves the rest to the background; with the
# commit it is in the middle of then, that is some 50 ms.
_SAVE_SECONDS = 0.03
# Documents of one commit: what a save has time for, what a site has memory for, what gives every
# core of a command something to do.
_BY_SAVE, _BY_BACKGROUND, _BY_COMMAND = 8, 500, 5_000
# How often a process that only searches looks for work that was left behind.
_LOOK_SECONDS = 5.0


class _Gathering(threading.local):
    """Whether this thread leaves index work for later, and how many rows it has left."""

    is_on = False
    rows = 0


_gathering = _Gathering()


class _Look:
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
        transaction.on_commit(partial(_follow, len(rows)))


@contextmanager
def gathering() -> Iterator[None]:
    """Bring what this thread saves in the block into the index in large batches: for imports.

    Nothing is left at the end, whatever ends the block.
    """
    _gathering.is_on, _gathering.rows = True, 0
    try:
        yield
    finally:
        _gathering.is_on = False
        if _gathering.rows:
            _drain_or_log()


def drain() -> int:
    """Do all the work there is, and wait for it: for commands.

    Where there is no index that could be written, it is made. Work that another process is at
    is left to that. Call it outside of transactions.

    Returns how many rows were done.
    """
    background.finish()
    keeper = worker.upkeep()
    live = keeper.live_folder()
    try:
        done = worker.drain(_BY_COMMAND, also_resting=True).done
    except NotUsable:
        done = _Rebuilding(live)()
    keeper.merge()
    return done


def mend() -> None:
    """Have work that a crash left behind done in the background: for every search.

    Never raises and never waits; looks into the database only now and then.
    """
    if time.monotonic() - _Look.at < _LOOK_SECONDS:
        return
    _Look.at = time.monotonic()
    look_again()


def look_again() -> None:
    """Have work done that is waiting: for whoever was the writer and did not drain.

    Who saved meanwhile found the lock taken, and left the row to that writer. Never raises.
    """
    try:
        if worker.is_work_waiting():
            background.start(_work_off)
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
    waiting = worker.waiting_rows()
    rebuilt = worker.upkeep().rebuild(progress, processes=processes, batch=batch)
    _settle(waiting, rebuilt.failed)
    return rebuilt.documents


def rebuild_in_background(broken: Path | None) -> float:
    """Have the index made anew unless another than the broken one is live by then.

    Returns since when this is asked for, by `time.monotonic`.
    """
    job = _Rebuilding(broken)
    since = background.since(job)
    if since is None:
        background.start(job)
    return since or time.monotonic()


def _follow(rows: int) -> None:
    """Rows were committed: have them in the index before the answer goes out, where time allows."""
    if _gathering.is_on:
        _gathering.rows += rows
        if _gathering.rows >= _BY_COMMAND:
            _gathering.rows = 0
            _drain_or_log()
        return
    # What an earlier callback of this transaction had no time for is on its way.
    if background.waits(_work_off):
        return
    live = worker.upkeep().live_folder()
    try:
        drained = worker.drain(_BY_SAVE, _SAVE_SECONDS)
        if drained.is_more_left:
            background.start(_work_off)
        elif drained.done:
            background.start(_merge)
    except NotUsable:
        rebuild_in_background(live)
    except Exception:
        # The change itself is saved, and its rows are safe in the outbox.
        logger.exception("The index could not be brought up to date; the outbox keeps the work.")


def _drain_or_log() -> None:
    try:
        drain()
    except Exception:
        logger.exception("The index could not be brought up to date; the outbox keeps the work.")


def _work_off() -> None:
    """Do the work there is: in the background."""
    live = worker.upkeep().live_folder()
    try:
        if worker.drain(_BY_BACKGROUND).done:
            background.start(_merge)
    except NotUsable:
        rebuild_in_background(live)


def _merge() -> None:
    """Merge what is due: in the background, and without what a save is about to do itself."""
    keeper = worker.upkeep()
    live = keeper.live_folder()
    try:
        keeper.merge()
    except NotUsable:
        rebuild_in_background(live)


@dataclass(frozen=True, slots=True)
class _Rebuilding:
    """Makes an index in the place of a broken one, and does what has come in meanwhile."""

    broken: Path | None

    def __call__(self) -> int:
        """Returns how many rows were done."""
        waiting = worker.waiting_rows()
        try:
            rebuilt = worker.upkeep().rebuild_unless_done(self.broken)
        except SearchBackendError as error:
            logger.info("left to another process: %s", error)
            return 0
        if rebuilt:
            _settle(waiting, rebuilt.failed)
        return worker.drain(_BY_BACKGROUND).done + (len(waiting) if rebuilt else 0)


def _settle(waiting: list[worker.Row], failed: set[str]) -> None:
    """Delete rows that a rebuild has done; rows it failed with are in the outbox from now on."""
    worker.finish(waiting, failed)
    known = {row.identifier for row in waiting}
    fresh = (name.rpartition(".") for name in failed - known)
    rows = OutboxRow.objects.bulk_create(
        OutboxRow(model=label, object_pk=pk) for label, _dot, pk in fresh
    )
    worker.rest([row.pk for row in rows])
