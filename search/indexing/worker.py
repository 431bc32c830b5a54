"""From the outbox into the index: commit by commit, by whoever is the index's writer.

A row is deleted after the index was committed; killed in between, the work is done twice, which
does no harm. A row that fails is named and left alone for a while; it keeps no other waiting.
What is wrong with the disk, the database or the index itself is no fault of a row and is raised.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import QuerySet

from common.progress import Progress
from search.index.errors import IndexUnavailableError
from search.models import OutboxRow

logger = logging.getLogger(__name__)

# How long a row that failed is left alone by this process: something has to be mended first.
_BACK_OFF_SECONDS = 300.0
# Rows read for each document of a commit: an editor's save writes a dozen for one meeting.
_ROWS_PER_DOCUMENT = 20
# Rows deleted by one statement; databases bound how many values one may name.
_DELETE_BATCH = 500

# By primary key, until when a row that failed is left alone.
_backed_off: dict[int, float] = {}


class Row(NamedTuple):
    """An outbox row, and the identifier of the document it is about."""

    pk: int
    model: str
    object_pk: str

    @property
    def identifier(self) -> str:
        return f"{self.model}.{self.object_pk}"


@dataclass(frozen=True, slots=True)
class DrainResult:
    """How many rows were done, and whether time was up before all were."""

    done: int
    is_more_left: bool


class RebuildOutcome(Protocol):
    """The outcome of a rebuild."""

    @property
    def documents(self) -> int: ...
    @property
    def failed(self) -> set[str]: ...


class ManagedIndex(Protocol):
    """What the outbox needs of the index that it is about."""

    def live_folder(self) -> Path | None: ...
    def write_lock(self) -> AbstractContextManager[bool]: ...
    def refresh(self, changed: Mapping[type[models.Model], Collection[Any]]) -> set[str]: ...
    def merge(self) -> None: ...
    def rebuild(
        self, progress: Progress, *, processes: int | None, batch: int
    ) -> RebuildOutcome: ...
    def rebuild_unless_done(self, broken: Path | None) -> RebuildOutcome | None: ...


_provider: Callable[[], ManagedIndex]


def set_index_manager(provider: Callable[[], ManagedIndex]) -> None:
    """Hand the worker its index manager; `provider` is called each time it is needed."""
    global _provider  # noqa: PLW0603 (one index for each process)
    _provider = provider


def managed_index() -> ManagedIndex:
    """Return the manager of the index that the outbox is about."""
    return _provider()


def has_pending() -> bool:
    """Whether there are rows, those that failed a short while ago apart."""
    return _pending(_backed_off_now()).exists()


def drain(batch: int, seconds: float = inf, *, include_backed_off: bool = False) -> DrainResult:
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
    passed_over = set() if include_backed_off else _backed_off_now()
    done = 0
    # Looking once more after letting go: a row written between the writer's last look and its
    # letting go found the lock taken, and would wait for the next save.
    while _pending(passed_over).exists():
        with managed_index().write_lock() as is_writer:
            if not is_writer:
                return DrainResult(done, is_more_left=False)
            while rows := _next_rows(batch, passed_over):
                if time.monotonic() > until:
                    return DrainResult(done, is_more_left=True)
                done += _index_rows(rows, passed_over)
    return DrainResult(done, is_more_left=False)


def pending_rows() -> list[Row]:
    """All rows that there are now."""
    return [Row(*row) for row in _pending(()).values_list("pk", "model", "object_pk")]


def acknowledge(rows: Sequence[Row], failed: Collection[str]) -> None:
    """Delete rows whose work is done; those whose identifier has failed stay and rest."""
    done = [row.pk for row in rows if row.identifier not in failed]
    with transaction.atomic():
        for start in range(0, len(done), _DELETE_BATCH):
            OutboxRow.objects.filter(pk__in=done[start : start + _DELETE_BATCH]).delete()
    back_off({row.pk for row in rows if row.identifier in failed})


def back_off(pks: Collection[int]) -> None:
    """Leave rows alone for a while."""
    _backed_off.update(dict.fromkeys(pks, time.monotonic() + _BACK_OFF_SECONDS))


def _pending(passed_over: Collection[int]) -> "QuerySet[OutboxRow]":
    return OutboxRow.objects.exclude(pk__in=passed_over) if passed_over else OutboxRow.objects.all()


def _backed_off_now() -> set[int]:
    now = time.monotonic()
    for pk in [pk for pk, until in _backed_off.copy().items() if until < now]:
        _backed_off.pop(pk, None)
    return set(_backed_off)


def _next_rows(at_once: int, passed_over: Collection[int]) -> list[Row]:
    """The rows of the documents that have waited longest."""
    documents: dict[str, list[Row]] = {}
    rows = _pending(passed_over).values_list("pk", "model", "object_pk")
    for row in map(Row._make, rows[: _ROWS_PER_DOCUMENT * at_once]):
        if row.identifier not in documents and len(documents) == at_once:
            break
        documents.setdefault(row.identifier, []).append(row)
    return [row for of_one in documents.values() for row in of_one]


def _index_rows(rows: Sequence[Row], passed_over: set[int]) -> int:
    """Bring rows into the index with one commit; where that fails, in two halves.

    Returns how many were done; the others are added to those passed over.
    """
    identifiers = list(dict.fromkeys(row.identifier for row in rows))
    try:
        failed = managed_index().refresh(_by_model(rows))
    except (IndexUnavailableError, OSError, DatabaseError):
        raise
    except Exception:
        if len(identifiers) > 1:
            half = set(identifiers[: len(identifiers) // 2])
            first = [row for row in rows if row.identifier in half]
            second = [row for row in rows if row.identifier not in half]
            return _index_rows(first, passed_over) + _index_rows(second, passed_over)
        logger.exception("%s could not be indexed; it stays in the outbox.", identifiers[0])
        failed = set(identifiers)
    acknowledge(rows, failed)
    left = {row.pk for row in rows if row.identifier in failed}
    passed_over |= left
    return len(rows) - len(left)


def _by_model(rows: Sequence[Row]) -> dict[type[models.Model], list[Any]]:
    changed: dict[type[models.Model], dict[str, None]] = {}
    for row in rows:
        changed.setdefault(apps.get_model(row.model), {})[row.object_pk] = None
    return {model: list(pks) for model, pks in changed.items()}
