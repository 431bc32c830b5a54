"""Index work waiting to be done, written in the transaction of the change it is about."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from search.models import OutboxRow


def enqueue(model: type[models.Model], pks: Iterable[Any]) -> None:
    """Note that the rows `pks` of `model` changed or went; the index follows on commit."""
    label = model._meta.label_lower
    OutboxRow.objects.bulk_create(OutboxRow(model=label, object_pk=str(pk)) for pk in pks)
    transaction.on_commit(drain)


def drain() -> int:
    """Bring the index up to date with the outbox; return how many rows were done."""
    return 0
