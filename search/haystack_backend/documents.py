"""From rows to documents: what the database has of them now, as the index is to have it.

A row whose document cannot be made is named and left out; it keeps none of the others waiting.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError
from django.db.models import Model, QuerySet
from haystack.exceptions import SkipDocument
from haystack.indexes import SearchIndex
from haystack.utils import get_model_ct

from search.index.whoosh_adapter.schema import Document
from search.haystack_backend.document_fields import DocumentFields

logger = logging.getLogger(__name__)

# Wraps the rows of a rebuild, told how many there are; tqdm on a terminal.
Progress = Callable[[Iterable[Model], int], Iterable[Model]]
# Rows read from the database at a time.
BATCH = 500


def identifier(model: type[Model], pk: Any) -> str:
    """Haystack's identifier of a row that may not exist any more."""
    return f"{get_model_ct(model)}.{pk}"


@dataclass(slots=True)
class Prepared:
    """What some rows are to become: documents, nothing, or nothing that could be made."""

    documents: dict[str, Document] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Preparing:
    """The making of documents for one connection; `indexes` are its SearchIndexes by model."""

    using: str
    fields: DocumentFields
    indexes: Mapping[type[Model], SearchIndex]

    def as_they_are(self, changed: Mapping[type[Model], Collection[Any]]) -> Prepared:
        """What the database has of the rows with these primary keys."""
        prepared = Prepared()
        for model, pks in changed.items():
            rows = self._rows(self.indexes[model]).filter(pk__in=pks)
            for row in _in_batches(rows, BATCH):
                self._prepare(self.indexes[model], row, prepared)
            prepared.gone |= {identifier(model, pk) for pk in pks}
        prepared.gone -= prepared.documents.keys() | prepared.failed
        return prepared

    def of(self, index: SearchIndex, rows: Iterable[Model]) -> dict[str, Document]:
        """Documents of rows that the caller has read. Raises what their making raises."""
        documents = {}
        for row in rows:
            if (document := self._document(index, row)) is not None:
                documents[identifier(type(row), row.pk)] = document
        return documents

    def count(self) -> int:
        """How many rows should be in the index."""
        return sum(self._rows(index).count() for index in self.indexes.values())

    def all(self, progress: Progress, batch: int, failed: set[str]) -> Iterator[Document]:
        """Documents of all rows; the identifiers of rows without one are added to `failed`.

        Raises what the last failed with, where not one could be made.
        """
        made = 0
        last: Exception | None = None
        for index in self.indexes.values():
            rows = self._rows(index)
            for row in progress(_in_batches(rows, batch), rows.count()):
                one = Prepared()
                last = self._prepare(index, row, one) or last
                failed |= one.failed
                made += len(one.documents)
                yield from one.documents.values()
        if last and not made:
            raise last

    def _rows(self, index: SearchIndex) -> "QuerySet[Any]":
        rows: QuerySet[Any] = index.index_queryset(using=self.using)
        return rows.order_by("pk")

    def _prepare(self, index: SearchIndex, row: Model, prepared: Prepared) -> Exception | None:
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
