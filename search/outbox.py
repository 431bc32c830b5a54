"""Index work waiting to be done, written in the transaction of the change it is about.

Whoever saves tries to be the index's writer; whoever is it does all the work there is, also
what others left. So nobody has to start a worker, a search never waits, and a crash loses
nothing: a row goes only after the index was committed, and the next to save, or the next start,
finds it.
"""

import logging
import time
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models, transaction
from haystack import connections

from search.models import OutboxRow

logger = logging.getLogger(__name__)

# Rows brought into the index with one commit; a commit costs about ten milliseconds.
_BATCH = 200
# How long a save waits for another writer to do its rows before it leaves them to that one:
# longer than any commit, shorter than anybody's patience.
_PATIENCE_SECONDS = 2.0
_LOOK_AGAIN_SECONDS = 0.02


def enqueue(model: type[models.Model], pks: Iterable[Any]) -> None:
    """Note that the rows `pks` of `model` changed or went; the index follows on commit.

    Call it in the transaction of the change. When that is rolled back, nothing happened.
    """
    label = model._meta.label_lower
    rows = OutboxRow.objects.bulk_create(
        OutboxRow(model=label, object_pk=str(pk)) for pk in dict.fromkeys(pks)
    )
    transaction.on_commit(partial(_bring_in, [row.pk for row in rows]))


def drain() -> int:
    """Bring the index up to date with the outbox, unless another writer is at it.

    Call it outside of transactions: what is not committed must not get into the index. A row
    that fails is logged, left for the next time, and keeps none of the others waiting.

    Returns how many rows were done.
    """
    return _drain()[0]


def _drain() -> tuple[int, bool]:
    """Drain; returns how many rows were done, and whether the work was left to another writer."""
    store = connections["default"].get_backend().upkeep.store
    failed: set[int] = set()
    done = 0
    # Looking once more after letting go: a row written between the writer's last look and its
    # letting go found the lock taken, and would wait for the next save.
    while OutboxRow.objects.exclude(pk__in=failed).exists():
        with store.writing() as is_writer:
            if not is_writer:
                return done, True
            while rows := list(OutboxRow.objects.exclude(pk__in=failed)[:_BATCH]):
                done += _bring(rows, failed)
    return done, False


def _bring_in(pks: list[int]) -> None:
    """Have rows in the index before the response of the request that wrote them goes out."""
    until = time.monotonic() + _PATIENCE_SECONDS
    try:
        # The callback of another row, or another writer, may have done this one's work.
        while OutboxRow.objects.filter(pk__in=pks).exists():
            _done, is_left_to_another = _drain()
            if not is_left_to_another or time.monotonic() > until:
                break
            time.sleep(_LOOK_AGAIN_SECONDS)
    except Exception:
        # The change itself is saved, and its rows are safe in the outbox.
        logger.exception("The index could not be brought up to date; the outbox keeps the work.")


def _bring(rows: list[OutboxRow], failed: set[int]) -> int:
    """Bring rows into the index and delete them; where that fails, one by one."""
    try:
        _index(rows)
    except Exception:
        if len(rows) > 1:
            return sum(_bring([row], failed) for row in rows)
        logger.exception("%s could not be indexed; it stays in the outbox.", rows[0])
        failed.add(rows[0].pk)
        return 0
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _index(rows: list[OutboxRow]) -> None:
    upkeep = connections["default"].get_backend().upkeep
    by_model = sorted(rows, key=lambda row: row.model)
    for label, of_model in groupby(by_model, key=lambda row: row.model):
        upkeep.refresh(apps.get_model(label), {row.object_pk for row in of_model})
