"""The outbox: which indexed rows have changed and are not in the index yet."""

from django.db import models


class OutboxRow(models.Model):
    """One row of another model whose index entry has to be made again or removed."""

    model = models.CharField(max_length=100)
    object_pk = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.model}.{self.object_pk}"
