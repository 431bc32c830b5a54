"""Build documents of the index from rows of the database.

A row whose document cannot be built is logged and left out; it does not delay the others.
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
from search.index import Document, DocumentBatch

logger = logging.getLogger(__name__)


def identifier(model: type[Model], pk: Any) -> str:
    """Return Haystack's identifier of a row, which need not exist any more."""
    return f"{get_model_ct(model)}.{pk}"


@dataclass(frozen=True, slots=True)
class DocumentBuilder:
    """Builder of documents for one connection.

    Args:
        using: its alias.
        document_fields: its fields.
        indexes: its SearchIndexes by model.
    """

    using: str
    document_fields: DocumentFields
    indexes: Mapping[type[Model], SearchIndex]

    def from_database(self, changed: Mapping[type[Model], Collection[Any]]) -> DocumentBatch:
        """Return the documents of the rows with these primary keys, as they are now.

        A row that does not exist, or should not be indexed, is among the deleted ones.
        """
        result = DocumentBatch()
        for model, pks in changed.items():
            rows = self._rows(self.indexes[model]).filter(pk__in=pks)
            for row in _in_batches(rows, BATCH):
                self._add_document(self.indexes[model], row, result)
            result.deleted |= {identifier(model, pk) for pk in pks}
        result.deleted -= result.documents.keys() | result.failed
        return result

    def from_rows(self, index: SearchIndex, rows: Iterable[Model]) -> dict[str, Document]:
        """Return the documents of rows that the caller has read, by identifier.

        Raises whatever building a document raises.
        """
        documents = {}
        for row in rows:
            if (document := self._document(index, row)) is not None:
                documents[identifier(type(row), row.pk)] = document
        return documents

    def count(self) -> int:
        """Return how many rows should be in the index."""
        return sum(self._rows(index).count() for index in self.indexes.values())

    def all_documents(self, progress: Progress, batch: int, failed: set[str]) -> Iterator[Document]:
        """Yield the documents of all rows.

        Args:
            progress: wraps the rows.
            batch: rows read from the database at a time.
            failed: receives the identifiers of rows whose document could not be built.

        Raises the last row's error where no document could be built.
        """
        built = 0
        last_error: Exception | None = None
        for index in self.indexes.values():
            rows = self._rows(index)
            for row in progress(_in_batches(rows, batch), rows.count()):
                result = DocumentBatch()
                last_error = self._add_document(index, row, result) or last_error
                failed |= result.failed
                built += len(result.documents)
                yield from result.documents.values()
        if last_error and not built:
            raise last_error

    def _rows(self, index: SearchIndex) -> "QuerySet[Any]":
        rows: QuerySet[Any] = index.index_queryset(using=self.using)
        return rows.order_by("pk")

    def _add_document(
        self, index: SearchIndex, row: Model, result: DocumentBatch
    ) -> Exception | None:
        """Add one row's document, or its identifier as failed; return the error, logged."""
        name = identifier(type(row), row.pk)
        try:
            document = self._document(index, row)
        except (OSError, DatabaseError):
            raise  # not caused by this row: the next would fail too
        except Exception as error:
            logger.exception("%s could not be indexed.", name)
            result.failed.add(name)
            return error
        if document is not None:
            result.documents[name] = document
        return None

    def _document(self, index: SearchIndex, row: Model) -> Document | None:
        try:
            prepared = index.full_prepare(row)
        except SkipDocument:
            return None
        return self.document_fields.to_document(prepared)


def _in_batches(rows: "QuerySet[Any]", size: int) -> Iterator[Model]:
    # By primary key, not by offset: rows may be added meanwhile, and none must be read twice.
    batch = list(rows[:size])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:size]) if len(batch) == size else []
