"""From rows to documents: what the database has of them now, as the index is to have it.

A row whose document cannot be made is named and left out; it keeps none of the others waiting.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.db.models import Model, QuerySet
from haystack.exceptions import SkipDocument
from haystack.indexes import SearchIndex
from haystack.utils import get_model_ct

from common.progress import BATCH, Progress
from search.haystack_backend.document_fields import DocumentFields
from search.index.whoosh_adapter.schema import Document
from search.index.writing.batch import DocumentBatch

logger = logging.getLogger(__name__)


def identifier(model: type[Model], pk: Any) -> str:
    """Haystack's identifier of a row that may not exist any more."""
    return f"{get_model_ct(model)}.{pk}"


@dataclass(frozen=True, slots=True)
class DocumentBuilder:
    """The making of documents for one connection; `indexes` are its SearchIndexes by model."""

    using: str
    fields: DocumentFields
    indexes: Mapping[type[Model], SearchIndex]

    def from_database(self, changed: Mapping[type[Model], Collection[Any]]) -> DocumentBatch:
        """What the database has of the rows with these primary keys."""
        prepared = DocumentBatch()
        for model, pks in changed.items():
            rows = self._rows(self.indexes[model]).filter(pk__in=pks)
            for row in _in_batches(rows, BATCH):
                self._add_document(self.indexes[model], row, prepared)
            prepared.deleted |= {identifier(model, pk) for pk in pks}
        prepared.deleted -= prepared.documents.keys() | prepared.failed
        return prepared

    def from_rows(self, index: SearchIndex, rows: Iterable[Model]) -> dict[str, Document]:
        """Documents of rows that the caller has read. Raises what their making raises."""
        documents = {}
        for row in rows:
            if (document := self._document(index, row)) is not None:
                documents[identifier(type(row), row.pk)] = document
        return documents

    def count(self) -> int:
        """How many rows should be in the index."""
        return sum(self._rows(index).count() for index in self.indexes.values())

    def all_documents(self, progress: Progress, batch: int, failed: set[str]) -> Iterator[Document]:
        """Documents of all rows; the identifiers of rows without one are added to `failed`.

        Raises what the last failed with, where not one could be made.
        """
        made = 0
        last: Exception | None = None
        for index in self.indexes.values():
            rows = self._rows(index)
            for row in progress(_in_batches(rows, batch), rows.count()):
                one = DocumentBatch()
                last = self._add_document(index, row, one) or last
                failed |= one.failed
                made += len(one.documents)
                yield from one.documents.values()
        if last and not made:
            raise last

    def _rows(self, index: SearchIndex) -> "QuerySet[Any]":
        rows: QuerySet[Any] = index.index_queryset(using=self.using)
        return rows.order_by("pk")

    def _add_document(
        self, index: SearchIndex, row: Model, prepared: DocumentBatch
    ) -> Exception | None:
        """Make one document; returns what went wrong, logged."""
        name = identifier(type(row), row.pk)
        try:
            document = self._document(index, row)
        except (OSError, DatabaseError):
            raise  # not this row's fault, and the next would fare no better
        except Exception as error:
            logger.exception("%s could not be indexed.", name)
            prepared.failed.add(name)
            return error
        if document is not None:
            prepared.documents[name] = document
        return None

    def _document(self, index: SearchIndex, row: Model) -> Document | None:
        try:
            prepared = index.full_prepare(row)
        except SkipDocument:
            return None
        return self.fields.document(prepared)


def _in_batches(rows: "QuerySet[Any]", size: int) -> Iterator[Model]:
    # By primary key and not by offset: rows may be added meanwhile, and none is read twice.
    batch = list(rows[:size])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:size]) if len(batch) == size else []
