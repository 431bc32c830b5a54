"""Keeping the index: opened, brought up to date, and made again when it is not usable.

The index is disposable. When it is missing, damaged or made under other rules, whoever needs it
first makes it again from the database, beside what is there, and then lets it take its place.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.indexes import SearchIndex
from haystack.utils import get_model_ct
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search.engine import writer
from search.engine.postings import Reader, Snapshot, open_snapshot, shared_reader
from search.engine.schema import DocumentFields, fingerprint
from search.engine.store import NotUsable, Store

logger = logging.getLogger(__name__)

# How long commands, and searches without an index, wait for another writer: longer than any
# commit takes, short enough for a person in front of a page.
WAIT_FOR_WRITER_SECONDS = 30
# Rows read from the database at a time.
_BATCH = 500

Answer = TypeVar("Answer")
# Wraps the rows of a rebuild, told how many there are; tqdm on a terminal.
Progress = Callable[[Iterable[Model], int], Iterable[Model]]


class Upkeep:
    """The index of one connection. Each thread has its own of these; all share the reader."""

    def __init__(self, alias: str, path: str) -> None:
        self._alias = alias
        self._path = Path(path)

    @cached_property
    def fields(self) -> DocumentFields:
        return DocumentFields(connections[self._alias].get_unified_index().all_searchfields())

    @cached_property
    def store(self) -> Store:
        classes = (type(index) for index in self.indexes().values())
        return Store(self._path, _fingerprint(tuple(sorted(classes, key=str))))

    @property
    def reader(self) -> Reader:
        return shared_reader(self.store, self.fields.schema)

    def indexes(self) -> Mapping[type[Model], SearchIndex]:
        """The registered indexes by model."""
        indexes: Mapping[type[Model], SearchIndex] = (
            connections[self._alias].get_unified_index().get_indexes()
        )
        return indexes

    def ask(self, question: Callable[[Snapshot], Answer]) -> Answer:
        """Answer a question from the index as it is now.

        A file may be gone because another process has just merged it away: then the index is
        opened anew. If that does not help either, it is damaged, and made again.

        Raises SearchBackendError while another process makes the index.
        """
        for mend in (self.reader.forget, self._make_again):
            try:
                return question(self.reader.snapshot())
            except NotUsable as error:
                logger.info("index not usable: %s", error)
                mend()
        return question(self.reader.snapshot())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer. Raises SearchBackendError where another stays it for too long."""
        with self.store.writing(WAIT_FOR_WRITER_SECONDS) as is_writer:
            if not is_writer:
                raise SearchBackendError(_("索引正在由另一个程序更新，请稍后再试。"))
            yield

    def rebuild(self, progress: Progress = lambda rows, total: rows) -> int:
        """Make the index from the database and let it take the old one's place.

        Meanwhile the old one is searched and written; what is written there is done once more in
        the new one before it goes live. Killed at any point, the old one stays.

        Returns how many documents it has. Raises SearchBackendError where another is at it.
        """
        with self.store.rebuilding(WAIT_FOR_WRITER_SECONDS) as is_first:
            if not is_first:
                raise SearchBackendError(_("索引正在重建，请稍后再试。"))
            return self._rebuild(progress)

    def _make_again(self) -> None:
        broken = self._path_of_live_index()
        with self.store.rebuilding(WAIT_FOR_WRITER_SECONDS) as is_first:
            if not is_first:
                raise SearchBackendError(_("索引正在重建，请稍后再试。"))
            # Whoever was at it before may have made it.
            if broken == self._path_of_live_index():
                logger.warning("the index is made again from the database")
                self._rebuild()

    def _rebuild(self, progress: Progress = lambda rows, total: rows) -> int:
        with self.writing():
            self.store.clear_away()
        fresh = self.store.new_index(self.fields.schema)
        try:
            count = writer.add(fresh, self._all_documents(progress))
            with self.writing():
                self._catch_up(fresh)
                self.store.make_live(fresh)
        except BaseException:
            self.store.discard(fresh)
            raise
        return count

    def _catch_up(self, fresh: FileIndex) -> None:
        by_model: dict[type[Model], list[str]] = {model: [] for model in self.indexes()}
        for changed in self.store.journalled(fresh):
            label, _dot, pk = changed.rpartition(".")
            by_model[apps.get_model(label)].append(pk)
        for model, pks in by_model.items():
            if pks:
                snapshot = open_snapshot(fresh.storage, self.fields.schema, None, {})
                writer.replace(fresh, snapshot, *self._present_and_gone(model, pks))

    def _path_of_live_index(self) -> Path | None:
        try:
            return self.store.live_folder()
        except NotUsable:
            return None

    def is_usable(self) -> bool:
        """Whether the index can be opened and was made under the present rules."""
        try:
            self.reader.snapshot()
        except NotUsable:
            return False
        return True

    # What follows changes the index; the caller is the writer.

    def refresh(self, model: type[Model], pks: Iterable[Any]) -> None:
        """Bring what the index has of these rows up to date with the database."""
        pks = list(pks)
        self.store.journal(identifier(model, pk) for pk in pks)
        self._replace(*self._present_and_gone(model, pks))

    def put(self, index: SearchIndex, rows: Iterable[Model]) -> None:
        """Index rows that the caller has read, whatever the index had of them."""
        documents = self._documents(index, rows)
        self.store.journal(documents)
        self._replace(documents, set())

    def remove(self, identifiers: Iterable[str]) -> None:
        """Take documents out of the index; one that is not there is no error."""
        gone = set(identifiers)
        self.store.journal(gone)
        self._replace({}, gone)

    def remove_models(self, models: Iterable[type[Model]]) -> None:
        """Take all documents of some models out of the index."""
        labels = [get_model_ct(model) for model in models]
        gone = set()
        for part in self.reader.snapshot().parts:
            for label in labels:
                ids = part.segment.kept(DJANGO_ID)
                gone |= {
                    f"{label}.{ids[number]}"
                    for number in part.segment.holders(DJANGO_CT).get(label, ())
                }
        self.remove(gone)

    def empty(self) -> None:
        """Put an empty index in the place of this one."""
        self.store.make_live(self.store.new_index(self.fields.schema))

    def _present_and_gone(
        self, model: type[Model], pks: Iterable[Any]
    ) -> tuple[dict[str, dict[str, Any]], set[str]]:
        index = self.indexes()[model]
        rows = index.index_queryset(using=self._alias).filter(pk__in=pks)
        documents = self._documents(index, rows)
        return documents, {identifier(model, pk) for pk in pks} - documents.keys()

    def _replace(self, documents: Mapping[str, dict[str, Any]], gone: Collection[str]) -> None:
        try:
            snapshot = self.reader.snapshot()
            storage = FileStorage(str(self.store.live_folder()))
            index = FileIndex(storage, schema=self.fields.schema)
            writer.replace(index, snapshot, documents, gone)
        except NotUsable as error:
            logger.info("index not usable: %s", error)
            self._make_at_once()
        except Exception:
            # Whatever is wrong with the index, the database can make it again; and what is
            # wrong with the disk will say so once more.
            logger.exception("the index cannot be changed and is made again")
            self._make_at_once()

    def _make_at_once(self) -> None:
        """Make the index while being the writer: there is no index that could be written."""
        fresh = self.store.new_index(self.fields.schema)
        try:
            writer.add(fresh, self._all_documents(lambda rows, total: rows))
            self.store.make_live(fresh)
        except BaseException:
            self.store.discard(fresh)
            raise

    def _all_documents(self, progress: Progress) -> Iterator[dict[str, Any]]:
        for index in self.indexes().values():
            rows = index.index_queryset(using=self._alias).order_by("pk")
            for row in progress(_in_batches(rows), rows.count()):
                yield from self._documents(index, [row]).values()

    def _documents(self, index: SearchIndex, rows: Iterable[Model]) -> dict[str, dict[str, Any]]:
        documents = {}
        for row in rows:
            try:
                prepared = index.full_prepare(row)
            except SkipDocument:
                continue
            documents[prepared[ID]] = self.fields.document(prepared)
        return documents


def identifier(model: type[Model], pk: Any) -> str:
    """Haystack's identifier of a row that may not exist any more."""
    return f"{get_model_ct(model)}.{pk}"


def _in_batches(rows: "QuerySet[Any]") -> Iterator[Model]:
    # By primary key and not by offset: rows may be added meanwhile, and none is read twice.
    batch = list(rows[:_BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_BATCH])


@cache
def _fingerprint(index_classes: tuple[type, ...]) -> str:
    return fingerprint(index_classes)
