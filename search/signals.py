"""From Django's signals to the outbox: what is saved or deleted anywhere reaches the index.

A SearchIndex says what its documents are made of with `made_of()`: other models, and for a row
of each the primary keys of the documents that show it. So this app need not know them.
"""

from typing import Any

from django.db import models
from haystack import connections
from haystack.signals import BaseSignalProcessor

from search import outbox


class OutboxSignalProcessor(BaseSignalProcessor):
    """Enqueues the documents that a changed row belongs to."""

    def setup(self) -> None:
        models.signals.post_save.connect(self.note)
        models.signals.post_delete.connect(self.note)

    def teardown(self) -> None:
        models.signals.post_save.disconnect(self.note)
        models.signals.post_delete.disconnect(self.note)

    def note(self, sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        """Enqueue what `instance` is, or is part of."""
        for model, index in connections["default"].get_unified_index().get_indexes().items():
            if sender is model:
                outbox.enqueue(model, [instance.pk])
            elif documents_of := index.made_of().get(sender):
                outbox.enqueue(model, documents_of(instance))
