"""True if the index is what the database says, and whether pending work is done in time.

For the self-check and the health addresses: nothing here changes the index, but for the removal of
what killed rebuilds left.
"""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone

from search.indexing import lexicon_sync
from search.indexing.engine import index_manager, index_verifier
from search.models import OutboxRow

# A save is indexed within a second, the work of a killed process by the next search or save, and a
# row that failed is tried again every few minutes: what waits longer than this waits for a person.
_OVERDUE = datetime.timedelta(hours=1)
# Rows are read, then the index: a row saved in between differs, and does not the next time.
_TRIES = 3


def is_index_intact() -> bool:
    """Return whether the files of the index are all there as they were written."""
    return index_verifier().is_intact()


def is_index_stale() -> bool:
    """Return whether the index was made under other rules than the site's."""
    lexicon_sync.refresh()
    return index_manager().is_stale()


def indexed_pks(model: type[Model]) -> Sequence[str]:
    """Return the primary keys of the rows of a model that are in the index."""
    return index_manager().pks(model)


def differing_pks(model: type[Model], pks: Collection[Any]) -> set[str]:
    """Return which rows are in the index otherwise than they should be by the database.

    Rows that are pending in the outbox do not differ: they will be indexed. Raises
    SearchBackendError where the index is not usable.
    """
    lexicon_sync.refresh()
    differing = {str(pk) for pk in pks}
    for _attempt in range(_TRIES):
        if differing:
            differing = index_verifier().differing(model, differing)
            differing -= pending_pks(model)
    return differing


def pending_pks(model: type[Model]) -> set[str]:
    """Return the primary keys of the rows of a model that wait to be indexed."""
    rows = OutboxRow.objects.order_by().filter(model=model._meta.label_lower)
    return set(rows.values_list("object_pk", flat=True))


def overdue_since() -> datetime.datetime | None:
    """Return since when the oldest row of the outbox is pending, if that is too long; else None."""
    oldest = OutboxRow.objects.values_list("created_at", flat=True).first()
    return oldest if oldest and oldest < timezone.now() - _OVERDUE else None


def abandoned_index_files() -> Sequence[str]:
    """Return the names of what killed rebuilds left in the index folder."""
    return index_verifier().abandoned()


def remove_abandoned_index_files() -> None:
    """Remove what killed rebuilds left in the index folder, unless a rebuild is running."""
    index_verifier().remove_abandoned()
