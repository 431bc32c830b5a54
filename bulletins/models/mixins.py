"""Base class of the models that the search index is built from."""

from typing import Any

from django.db import models, transaction


class IndexedModel(models.Model):
    """A row that is part of a search document, saved and deleted together with its outbox row.

    Outside a transaction Django sends its signals after the save has committed; a crash in
    between would leave a row that no search ever finds.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=kwargs.get("using")):
            return super().delete(*args, **kwargs)
