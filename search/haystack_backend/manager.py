"""The index manager: opens the index, keeps it up to date, and rebuilds it when it is unusable.

The index is disposable. When it is missing or damaged, it is rebuilt from the database in the
background, beside what is there, and then activated. A stale one (made under another fingerprint)
is still searched and written until somebody has it rebuilt.
"""

import logging
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _
from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID
from haystack.exceptions import SearchBackendError
from haystack.indexes import SearchIndex
from haystack.utils import get_model_ct

from common.progress import BATCH, Progress
from search import analysis
from search.haystack_backend.document_fields import DocumentFields, fingerprint
from search.haystack_backend.documents import DocumentBuilder, identifier
from search.index import (
    CorruptFileError,
    IndexDirectory,
    IndexReader,
    IndexUnavailableError,
    Schema,
    Snapshot,
    Vocabulary,
    apply_batch,
    processes_for,
    shared_reader,
    writer,
)
from search.indexing import background, outbox
from search.indexing.engine import IndexManager

logger = logging.getLogger(__name__)

# Longer than any commit takes.
_WAIT_FOR_WRITER_SECONDS = 30.0
# Enough for a small archive to be rebuilt, short enough for a person in front of a page.
_WAIT_FOR_INDEX_SECONDS = 10.0
_POLL_SECONDS = 0.05
_MAX_TRIES = 3  # of a merge, before the index is considered damaged

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """The number of documents of a new index, and identifiers of rows that are missing in it.

    A row has `failed` where its document could not be built.
    """

    documents: int
    failed: set[str]


class ArchiveIndexManager(IndexManager):
    """The IndexManager of this engine. Each thread has its own; all share the reader.

    Args:
        alias: the connection.
        path: the index folder.
        wait_for_writer: how many seconds commands and merges wait for another writer.
        wait_for_index: how many seconds a search waits for an index that is being rebuilt.
    """

    def __init__(
        self,
        alias: str,
        path: str,
        *,
        wait_for_writer: float = _WAIT_FOR_WRITER_SECONDS,
        wait_for_index: float = _WAIT_FOR_INDEX_SECONDS,
    ) -> None:
        self._alias = alias
        self._path = Path(path)
        self._wait_for_writer = wait_for_writer
        self._wait_for_index = wait_for_index

    @cached_property
    def document_fields(self) -> DocumentFields:
        """The fields of the registered SearchIndexes."""
        return DocumentFields(connections[self._alias].get_unified_index().all_searchfields())

    @cached_property
    def directory(self) -> IndexDirectory:
        """The index folder."""
        return IndexDirectory(self._path)

    @property
    def reader(self) -> IndexReader:
        """The reader that all threads of the process share."""
        return shared_reader(self.directory, settings.SEARCH_CACHE_BYTES)

    @property
    def builder(self) -> DocumentBuilder:
        """The builder of documents."""
        return DocumentBuilder(self._alias, self.document_fields, self.indexes())

    @property
    def schema(self) -> Schema:
        """Whoosh's schema of the index."""
        return self.document_fields.index_fields.schema

    def indexes(self) -> Mapping[type[Model], SearchIndex]:
        """Return the registered SearchIndexes by model."""
        indexes: Mapping[type[Model], SearchIndex] = (
            connections[self._alias].get_unified_index().get_indexes()
        )
        return indexes

    def fingerprint(self) -> str:
        """Return the fingerprint of an index that would be made now."""
        classes = (type(index) for index in self.indexes().values())
        return _fingerprint(tuple(sorted(classes, key=str)), analysis.dictionary_version())

    def is_stale(self) -> bool:
        """Return whether there is an index, made under another fingerprint than the current."""
        return self.directory.is_stale(self.fingerprint())

    # Reading

    def read(self, operation: Callable[[Snapshot], T]) -> T:
        """Run an operation on the current snapshot and return its result.

        A file may be missing because another process has just merged it away: then the index is
        reopened and the operation repeated. If that fails too, the index is damaged and rebuilt.

        Raises SearchBackendError while the rebuild runs, unless it is done within seconds.
        """
        for repair in (self.reader.reset, self._wait_for_rebuild):
            try:
                return operation(self.reader.snapshot())
            except IndexUnavailableError as error:
                logger.info("index not usable: %s", error)
                repair()
        return operation(self.reader.snapshot())

    def is_usable(self) -> bool:
        """Return whether the index can be opened, stale or not."""
        try:
            self.reader.snapshot()
        except IndexUnavailableError:
            return False
        return True

    def exists(self) -> bool:
        """Return whether an index was ever created; a new site has none."""
        return self.directory.exists()

    def count(self) -> int:
        """Return the number of documents."""
        return self.read(lambda snapshot: len(snapshot.live_docs))

    def vocabulary(self) -> Vocabulary:
        """Return the words and entries of the index."""
        content_field = self.document_fields.content_field
        return self.read(lambda snapshot: Vocabulary(snapshot, content_field))

    def pks(self, model: type[Model]) -> list[str]:
        """Return the primary keys of the rows of a model that are in the index."""
        label = get_model_ct(model)

        def read_pks(snapshot: Snapshot) -> list[str]:
            value = snapshot.doc_values.value
            docs = snapshot.live_docs.tolist()
            return [value(DJANGO_ID, doc) for doc in docs if value(DJANGO_CT, doc) == label]

        return self.read(read_pks)

    def live_version(self) -> Path | None:
        """Return the folder of the live index; None where there is none."""
        try:
            return self.directory.live_folder()
        except IndexUnavailableError:
            return None

    def _wait_for_rebuild(self) -> None:
        """Rebuild the live index in the background and wait for it, for a bounded time.

        Raises SearchBackendError where it is not done by then.
        """
        broken = self.live_version()
        deadline = outbox.rebuild_in_background(broken) + self._wait_for_index
        while self.live_version() == broken:
            if time.monotonic() > deadline or background.join(_POLL_SECONDS):
                break
        if self.live_version() == broken:
            raise SearchBackendError(_("检索索引正在重建，请过一会儿再试。"))
        self.reader.reset()

    # Rebuilding

    def rebuild(
        self,
        progress: Progress = lambda rows, total: rows,
        *,
        processes: int | None = None,
        batch: int = BATCH,
    ) -> RebuildResult:
        """Rebuild the index from the database and activate it.

        Meanwhile the old one is searched and written; what is written there is journalled and
        repeated in the new one before it goes live. Killed at any point, the old one stays.

        Args:
            progress: wraps the rows.
            processes: how many build segments; by default all cores where there is much to do.
            batch: rows read from the database at a time.

        Raises SearchBackendError where another rebuild is running.
        """
        with self._rebuilding():
            return self._rebuild(progress, processes, batch)

    def rebuild_unless_done(self, broken: Hashable) -> RebuildResult | None:
        """Rebuild, like `rebuild`, unless the live index is another than the broken one."""
        with self._rebuilding():
            # The rebuild that was waited for may have done it.
            if broken != self.live_version():
                return None
            # A new archive has no index yet, which is no reason to warn.
            level = logging.WARNING if self.directory.path.exists() else logging.INFO
            logger.log(level, "Rebuilding the index from the database.")
            return self._rebuild(lambda rows, total: rows, None, BATCH)

    def discard(self) -> None:
        """Leave no index live: it belongs to a database that is about to be replaced."""
        with self.writing():
            self.directory.deactivate()

    @contextmanager
    def _rebuilding(self) -> Iterator[None]:
        with self.directory.rebuild_lock(self._wait_for_writer) as is_first:
            if not is_first:
                raise SearchBackendError(_("索引正在重建，请稍后再试。"))
            yield

    def _rebuild(self, progress: Progress, processes: int | None, batch: int) -> RebuildResult:
        failed: set[str] = set()
        with self.writing():
            self.directory.remove_abandoned()
            new_folder = self.directory.create_folder()
        # Taken before the start: where the dictionary is edited meanwhile, the index is stale.
        initial_fingerprint = self.fingerprint()
        try:
            writer.create(new_folder, self.schema)
            documents = self.builder.all_documents(progress, batch, failed)
            processes = processes or processes_for(self.builder.count())
            count = writer.bulk_add(new_folder, self.schema, documents, processes=processes)
            with self.writing():
                self._replay_journal(new_folder)
                self.directory.activate(new_folder, initial_fingerprint)
        except BaseException:
            self.directory.discard(new_folder)
            raise
        return RebuildResult(count, failed)

    def _replay_journal(self, new_folder: Path) -> None:
        changed: dict[type[Model], list[str]] = {}
        for name in self.directory.read_journal(new_folder):
            label, _dot, pk = name.rpartition(".")
            changed.setdefault(apps.get_model(label), []).append(pk)
        if changed:
            apply_batch(new_folder, self.schema, self.builder.from_database(changed))

    # Updating. The caller holds the write lock, unless stated otherwise.

    def write_lock(self) -> AbstractContextManager[bool]:
        """Acquire the write lock without waiting; yields whether it was acquired."""
        return self.directory.write_lock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; the outbox is left to the caller.

        Raises SearchBackendError where another writer holds it for too long.
        """
        with self.directory.write_lock(self._wait_for_writer) as is_writer:
            if not is_writer:
                raise SearchBackendError(_("索引正在由另一个程序更新，请稍后再试。"))
            yield

    def refresh(self, changed: Mapping[type[Model], Collection[Any]]) -> set[str]:
        """Update these rows in the index from the database, in one commit.

        Returns the identifiers of rows that stay as they were because their documents could not
        be built. Raises IndexUnavailableError where there is no index that could be written.
        """
        live = self.directory.live_folder()
        self.directory.append_journal(
            identifier(model, pk) for model, pks in changed.items() for pk in pks
        )
        batch = self.builder.from_database(changed)
        apply_batch(live, self.schema, batch)
        return batch.failed

    def merge(self) -> None:
        """Merge segments until no more are due.

        The caller does not hold the write lock: searches and saves go on meanwhile. Does nothing
        where another merge is running. Raises IndexUnavailableError.
        """
        with self.directory.merge_lock() as is_first:
            tries = _MAX_TRIES if is_first else 0
            while tries:
                folder = self.directory.live_folder()
                try:
                    write_lock = partial(self._lock_of_live, folder)
                    is_more_due = writer.merge(folder, self.schema, write_lock)
                except (IndexUnavailableError, CorruptFileError, FileNotFoundError) as error:
                    # A commit, or an activated index, may have removed what was being read.
                    is_more_due, tries = True, tries - 1
                    if not tries:
                        raise IndexUnavailableError(f"index cannot be merged: {error}") from error
                if not is_more_due:
                    return

    @contextmanager
    def _lock_of_live(self, folder: Path) -> Iterator[bool]:
        """Hold the write lock; yields whether it was acquired and the folder is still live."""
        with self.directory.write_lock(self._wait_for_writer) as is_writer:
            yield is_writer and folder == self.live_version()
        outbox.schedule_if_pending()


@lru_cache(maxsize=4)
def _fingerprint(index_classes: tuple[type, ...], dictionary: Hashable) -> str:
    # `dictionary` is there for the cache key only.
    return fingerprint(index_classes)
