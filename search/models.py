"""The outbox: which indexed rows have changed and are not in the index yet."""

from django.db import models


class OutboxRow(models.Model):
    """One row of an indexed model whose entry in the index has to be made anew or removed.

    Written in the transaction of the change, deleted once the index has it; so the outbox is
    empty whenever nobody is saving. Which of the two is to be done is seen in the database then.
    """

    model = models.CharField(max_length=100)
    object_pk = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.model}.{self.object_pk}"
