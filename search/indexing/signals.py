"""From Django's signals to the outbox: what is saved or deleted anywhere reaches the index.

A SearchIndex says what its documents are made of with `dependencies()`: other models, and for a row
of each the primary keys of the documents that show it. So this app need not know them. What a
document is related to by a many-to-many field of its own model belongs to it as well.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from haystack import connections
from haystack.signals import BaseSignalProcessor

from search.indexing import outbox

# Where a row that is being saved or deleted keeps the documents it was part of before.
_PREVIOUS_DOCUMENTS = "_part_of_before"


class OutboxSignalProcessor(BaseSignalProcessor):
    """Enqueues the documents that a changed row belongs to."""

    def setup(self) -> None:
        models.signals.pre_save.connect(self.on_pre_save)
        models.signals.post_save.connect(self.on_change)
        models.signals.pre_delete.connect(self.on_pre_delete)
        models.signals.post_delete.connect(self.on_change)
        models.signals.m2m_changed.connect(self.on_m2m_changed)

    def teardown(self) -> None:
        models.signals.pre_save.disconnect(self.on_pre_save)
        models.signals.post_save.disconnect(self.on_change)
        models.signals.pre_delete.disconnect(self.on_pre_delete)
        models.signals.post_delete.disconnect(self.on_change)
        models.signals.m2m_changed.disconnect(self.on_m2m_changed)

    def on_change(self, sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        """Enqueue what `instance` is, or is part of, or was part of."""
        for model, index in _indexes():
            if sender is model:
                outbox.enqueue(model, [instance.pk])
            elif documents_of := index.dependencies().get(sender):
                before = instance.__dict__.pop(_PREVIOUS_DOCUMENTS, ())
                outbox.enqueue(model, [*before, *documents_of(instance)])

    def on_pre_save(
        self, sender: type[models.Model], instance: models.Model, **kwargs: Any
    ) -> None:
        """Remember what a row is part of as the database still has it: it may be moved away."""
        for _model, index in _indexes():
            documents_of = index.dependencies().get(sender)
            if documents_of and not instance._state.adding:
                stored = sender._default_manager.filter(pk=instance.pk)
                instance.__dict__[_PREVIOUS_DOCUMENTS] = [
                    pk for row in stored for pk in documents_of(row)
                ]

    def on_pre_delete(
        self, sender: type[models.Model], instance: models.Model, **kwargs: Any
    ) -> None:
        """Remember what a row is part of: when it is gone, its relations are gone as well."""
        for _model, index in _indexes():
            if documents_of := index.dependencies().get(sender):
                instance.__dict__[_PREVIOUS_DOCUMENTS] = list(documents_of(instance))

    def on_m2m_changed(
        self,
        sender: type[models.Model],
        instance: models.Model,
        action: str,
        model: type[models.Model],
        pk_set: set[Any] | None,
        **kwargs: Any,
    ) -> None:
        """Enqueue the documents whose many-to-many relations change, from either side.

        Django says this twice, before and after; of what is cleared, only before it is gone.
        """
        for indexed, _index in _indexes():
            if type(instance) is indexed:
                if action.startswith("post_"):
                    outbox.enqueue(indexed, [instance.pk])
            elif model is indexed and action in ("post_add", "post_remove"):
                outbox.enqueue(indexed, pk_set or ())
            elif model is indexed and action == "pre_clear":
                outbox.enqueue(indexed, _related(sender, instance, indexed))


def _related(
    through: type[models.Model], instance: models.Model, model: type[models.Model]
) -> list[Any]:
    """The primary keys of `model` that the rows of a many-to-many table relate to a row."""
    names = {field.related_model: field.name for field in through._meta.fields if field.is_relation}
    rows = through._default_manager.filter(**{names[type(instance)]: instance})
    return list(rows.values_list(f"{names[model]}_id", flat=True))


def _indexes() -> Iterable[tuple[type[models.Model], Any]]:
    indexes: Mapping[type[models.Model], Any] = (
        connections["default"].get_unified_index().get_indexes()
    )
    return indexes.items()
