"""Signal processor: enqueues the documents that a saved or deleted row belongs to.

A SearchIndex declares the parts of its documents with `dependencies()`: other models, and for a
row of each the primary keys of the documents that contain it. So this app need not know them.
Rows related by a many-to-many field of the indexed model itself are parts as well.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from haystack import connections
from haystack.signals import BaseSignalProcessor

from search.indexing import outbox

# Attribute of a row being saved or deleted: the documents that it was part of before.
_PREVIOUS_DOCUMENTS = "_previous_documents"


class OutboxSignalProcessor(BaseSignalProcessor):
    """Haystack signal processor that writes to the outbox."""

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
        """Enqueue the documents that `instance` is, is part of, or was part of."""
        for model, index in _indexes():
            if sender is model:
                outbox.enqueue(model, [instance.pk])
            elif documents_of := index.dependencies().get(sender):
                previous = instance.__dict__.pop(_PREVIOUS_DOCUMENTS, ())
                outbox.enqueue(model, [*previous, *documents_of(instance)])

    def on_pre_save(
        self, sender: type[models.Model], instance: models.Model, **kwargs: Any
    ) -> None:
        """Remember the documents of the stored row: the save may move it to others."""
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
        """Remember the documents of a row: once it is deleted, so are its relations."""
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

        Django sends this before and after the change; a cleared relation is known only before.
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
    """Return the primary keys of `model` that a many-to-many table relates to a row."""
    names = {field.related_model: field.name for field in through._meta.fields if field.is_relation}
    rows = through._default_manager.filter(**{names[type(instance)]: instance})
    return list(rows.values_list(f"{names[model]}_id", flat=True))


def _indexes() -> Iterable[tuple[type[models.Model], Any]]:
    indexes: Mapping[type[models.Model], Any] = (
        connections["default"].get_unified_index().get_indexes()
    )
    return indexes.items()
