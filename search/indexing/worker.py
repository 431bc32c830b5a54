"""From the outbox into the index: commit by commit, by whoever is the index's writer.

A row is deleted after the index was committed; killed in between, the work is done twice, which
does no harm. A row that fails is named and left alone for a while; it keeps no other waiting.
What is wrong with the disk, the database or the index itself is no fault of a row and is raised.
"""

import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import QuerySet
from haystack import connections

from search.index.errors import NotUsable
from search.models import OutboxRow

if TYPE_CHECKING:
    from search.haystack_backend.manager import Upkeep

logger = logging.getLogger(__name__)

# How long a row that failed is left alone by this process: something has to be mended first.
_REST_SECONDS = 300.0
# Rows read for each document of a commit: an editor's save writes a dozen for one meeting.
_ROWS_FOR_ONE = 20
# Rows deleted by one statement; databases bound how many values one may name.
_ROWS_AT_ONCE = 500

# By primary key, until when a row that failed is left alone.
_resting: dict[int, float] = {}


class Row(NamedTuple):
    """An outbox row, and the identifier of the document it is about."""

    pk: int
    model: str
    object_pk: str

    @property
    def identifier(self) -> str:
        return f"{self.model}.{self.object_pk}"


@dataclass(frozen=True, slots=True)
class Drained:
    """How many rows were done, and whether time was up before all were."""

    done: int
    is_more_left: bool


def upkeep() -> "Upkeep":
    """What keeps the index that the outbox is about."""
    keeper: Upkeep = connections["default"].get_backend().upkeep
    return keeper


def is_work_waiting() -> bool:
    """Whether there are rows, those that failed a short while ago apart."""
    return _waiting(_resting_now()).exists()


def drain(at_once: int, seconds: float = inf, *, also_resting: bool = False) -> Drained:
    """Bring the index up to date with the outbox; where another is the writer, leave it to that.

    Call it outside of transactions: what is not committed must not get into the index.

    Args:
        at_once: the most documents of one commit.
        seconds: begin no further commit after this time.
        also_resting: try rows again that failed a short while ago.

    Raises:
        NotUsable: there is no index that could be written.
    """
    until = time.monotonic() + seconds
    passed_over = set() if also_resting else _resting_now()
    done = 0
    # Looking once more after letting go: a row written between the writer's last look and its
    # letting go found the lock taken, and would wait for the next save.
    while _waiting(passed_over).exists():
        with upkeep().store.writing() as is_writer:
            if not is_writer:
                return Drained(done, is_more_left=False)
            while rows := _next(at_once, passed_over):
                if time.monotonic() > until:
                    return Drained(done, is_more_left=True)
                done += _bring(rows, passed_over)
    return Drained(done, is_more_left=False)


def waiting_rows() -> list[Row]:
    """All rows that there are now."""
    return [Row(*row) for row in _waiting(()).values_list("pk", "model", "object_pk")]


def finish(rows: Sequence[Row], failed: Collection[str]) -> None:
    """Delete rows whose work is done; those whose identifier has failed stay and rest."""
    done = [row.pk for row in rows if row.identifier not in failed]
    with transaction.atomic():
        for start in range(0, len(done), _ROWS_AT_ONCE):
            OutboxRow.objects.filter(pk__in=done[start : start + _ROWS_AT_ONCE]).delete()
    rest({row.pk for row in rows if row.identifier in failed})


def rest(pks: Collection[int]) -> None:
    """Leave rows alone for a while."""
    _resting.update(dict.fromkeys(pks, time.monotonic() + _REST_SECONDS))


def _waiting(passed_over: Collection[int]) -> "QuerySet[OutboxRow]":
    return OutboxRow.objects.exclude(pk__in=passed_over) if passed_over else OutboxRow.objects.all()


def _resting_now() -> set[int]:
    now = time.monotonic()
    for pk in [pk for pk, until in _resting.copy().items() if until < now]:
        _resting.pop(pk, None)
    return set(_resting)


def _next(at_once: int, passed_over: Collection[int]) -> list[Row]:
    """The rows of the documents that have waited longest."""
    documents: dict[str, list[Row]] = {}
    rows = _waiting(passed_over).values_list("pk", "model", "object_pk")
    for row in map(Row._make, rows[: _ROWS_FOR_ONE * at_once]):
        if row.identifier not in documents and len(documents) == at_once:
            break
        documents.setdefault(row.identifier, []).append(row)
    return [row for of_one in documents.values() for row in of_one]


def _bring(rows: Sequence[Row], passed_over: set[int]) -> int:
    """Bring rows into the index with one commit; where that fails, in two halves.

    Returns how many were done; the others are added to those passed over.
    """
    identifiers = list(dict.fromkeys(row.identifier for row in rows))
    try:
        failed = upkeep().refresh(_by_model(rows))
    except (NotUsable, OSError, DatabaseError):
        raise
    except Exception:
        if len(identifiers) > 1:
            half = set(identifiers[: len(identifiers) // 2])
            first = [row for row in rows if row.identifier in half]
            second = [row for row in rows if row.identifier not in half]
            return _bring(first, passed_over) + _bring(second, passed_over)
        logger.exception("%s could not be indexed; it stays in the outbox.", identifiers[0])
        failed = set(identifiers)
    finish(rows, failed)
    left = {row.pk for row in rows if row.identifier in failed}
    passed_over |= left
    return len(rows) - len(left)


def _by_model(rows: Sequence[Row]) -> dict[type[models.Model], list[Any]]:
    changed: dict[type[models.Model], dict[str, None]] = {}
    for row in rows:
        changed.setdefault(apps.get_model(row.model), {})[row.object_pk] = None
    return {model: list(pks) for model, pks in changed.items()}
