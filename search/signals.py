"""From Django's signals to the outbox: what is saved or deleted anywhere reaches the index.

A SearchIndex says what its documents are made of with `made_of()`: other models, and for a row
of each the primary keys of the documents that show it. So this app need not know them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from haystack import connections
from haystack.signals import BaseSignalProcessor

from search import outbox

# Where a row that is being saved keeps the documents it was part of before.
_BEFORE = "_part_of_before"


class OutboxSignalProcessor(BaseSignalProcessor):
    """Enqueues the documents that a changed row belongs to."""

    def setup(self) -> None:
        models.signals.pre_save.connect(self.note_stored)
        models.signals.post_save.connect(self.note)
        models.signals.post_delete.connect(self.note)

    def teardown(self) -> None:
        models.signals.pre_save.disconnect(self.note_stored)
        models.signals.post_save.disconnect(self.note)
        models.signals.post_delete.disconnect(self.note)

    def note(self, sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        """Enqueue what `instance` is, or is part of, or was part of."""
        for model, index in _indexes():
            if sender is model:
                outbox.enqueue(model, [instance.pk])
            elif documents_of := index.made_of().get(sender):
                before = instance.__dict__.pop(_BEFORE, ())
                outbox.enqueue(model, [*before, *documents_of(instance)])

    def note_stored(
        self, sender: type[models.Model], instance: models.Model, **kwargs: Any
    ) -> None:
        """Remember what a row is part of as the database still has it: it may be moved away."""
        for _model, index in _indexes():
            documents_of = index.made_of().get(sender)
            if documents_of and not instance._state.adding:
                stored = sender._default_manager.filter(pk=instance.pk)
                instance.__dict__[_BEFORE] = [pk for row in stored for pk in documents_of(row)]


def _indexes() -> Iterable[tuple[type[models.Model], Any]]:
    indexes: Mapping[type[models.Model], Any] = (
        connections["default"].get_unified_index().get_indexes()
    )
    return indexes.items()
