"""What the rows that the index shows have in common: they never change without its knowing."""

from typing import Any

from django.db import models, transaction


class IndexedModel(models.Model):
    """A row that the index shows: saved and deleted in one transaction with its outbox row.

    Django sends its signals after a bare save has committed; a crash in that instant would
    leave a row that no search ever finds.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=kwargs.get("using")):
            return super().delete(*args, **kwargs)
