"""Keeping the index: opened, brought up to date, and made again when it is not usable.

The index is disposable. When it is missing or damaged, it is made again from the database in the
background, beside what is there, and then takes its place. One that was only made under other
rules goes on answering and being written until somebody has it rebuilt.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
from search.haystack_backend.document_fields import DocumentFields, fingerprint
from search.haystack_backend.documents import DocumentBuilder, identifier
from search.index.errors import CorruptFileError, IndexUnavailableError
from search.index.searching.reader import IndexReader, Snapshot, shared_reader
from search.index.storage.directory import IndexDirectory
from search.index.writing import writer
from search.index.writing.batch import DocumentBatch, apply, processes_for
from search.indexing import background, outbox
from search.lexicon.files import DICTIONARY, Version

logger = logging.getLogger(__name__)

# How long commands and merges wait for another writer: longer than any commit takes.
WAIT_FOR_WRITER_SECONDS = 30
# How long a search waits for an index that is being made: enough for a small archive, short
# enough for a person in front of a page.
WAIT_FOR_INDEX_SECONDS = 10
_LOOK_AGAIN_SECONDS = 0.05
_TRIES = 3  # of a merge, before the index is taken for damaged

Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """How many documents a new index has, and the identifiers of rows that should be in it.

    A row is among those where its document could not be made.
    """

    documents: int
    failed: set[str]


class IndexManager:
    """The index of one connection. Each thread has its own of these; all share the reader."""

    def __init__(self, alias: str, path: str) -> None:
        self._alias = alias
        self._path = Path(path)

    @cached_property
    def fields(self) -> DocumentFields:
        return DocumentFields(connections[self._alias].get_unified_index().all_searchfields())

    @cached_property
    def directory(self) -> IndexDirectory:
        return IndexDirectory(self._path)

    @property
    def reader(self) -> IndexReader:
        return shared_reader(self.directory, settings.SEARCH_CACHE_BYTES)

    @property
    def _documents(self) -> DocumentBuilder:
        return DocumentBuilder(self._alias, self.fields, self.indexes())

    def indexes(self) -> Mapping[type[Model], SearchIndex]:
        """The registered indexes by model."""
        indexes: Mapping[type[Model], SearchIndex] = (
            connections[self._alias].get_unified_index().get_indexes()
        )
        return indexes

    def fingerprint(self) -> str:
        """Return the fingerprint of an index that is made now."""
        classes = (type(index) for index in self.indexes().values())
        return _fingerprint(tuple(sorted(classes, key=str)), DICTIONARY.version())

    def is_stale(self) -> bool:
        """Whether there is an index, made under other rules than the present ones."""
        return self.directory.is_stale(self.fingerprint())

    # Asking

    def read(self, question: Callable[[Snapshot], Outcome]) -> Outcome:
        """Answer a question from the index as it is now.

        A file may be gone because another process has just merged it away: then the index is
        opened anew. If that does not help either, it is damaged, and made again.

        Raises SearchBackendError while that goes on, unless it is done within seconds.
        """
        for mend in (self.reader.reset, self._wait_for_rebuild):
            try:
                return question(self.reader.snapshot())
            except IndexUnavailableError as error:
                logger.info("index not usable: %s", error)
                mend()
        return question(self.reader.snapshot())

    def is_usable(self) -> bool:
        """Whether the index can be opened, whatever rules it was made under."""
        try:
            self.reader.snapshot()
        except IndexUnavailableError:
            return False
        return True

    def pks(self, model: type[Model]) -> list[str]:
        """The primary keys of the rows of a model that are in the index."""
        label = get_model_ct(model)

        def read(snapshot: Snapshot) -> list[str]:
            kept = snapshot.doc_values.value
            docs = snapshot.live_docs.tolist()
            return [kept(DJANGO_ID, doc) for doc in docs if kept(DJANGO_CT, doc) == label]

        return self.read(read)

    def live_folder(self) -> Path | None:
        """The folder of the live index, if there is one."""
        try:
            return self.directory.live_folder()
        except IndexUnavailableError:
            return None

    def _wait_for_rebuild(self) -> None:
        """Have an index made in the place of the live one, and wait for it as long as is decent."""
        broken = self.live_folder()
        until = outbox.rebuild_in_background(broken) + WAIT_FOR_INDEX_SECONDS
        while self.live_folder() == broken:
            if time.monotonic() > until or background.join(_LOOK_AGAIN_SECONDS):
                break
        if self.live_folder() == broken:
            raise SearchBackendError(_("检索索引正在重建，请过一会儿再试。"))
        self.reader.reset()

    # Making the index anew

    def rebuild(
        self,
        progress: Progress = lambda rows, total: rows,
        *,
        processes: int | None = None,
        batch: int = BATCH,
    ) -> RebuildResult:
        """Make the index from the database and let it take the old one's place.

        Meanwhile the old one is searched and written; what is written there is done once more in
        the new one before it goes live. Killed at any point, the old one stays.

        Args:
            progress: what the rows are passed through.
            processes: how many work at it; unless said, all cores where there is much to do.
            batch: rows read from the database at a time.

        Raises SearchBackendError where another is at it.
        """
        with self._rebuilding():
            return self._rebuild(progress, processes, batch)

    def rebuild_unless_done(self, broken: Path | None) -> RebuildResult | None:
        """Rebuild where the live index is still the broken one, as `rebuild` does."""
        with self._rebuilding():
            # Whoever was at it before may have made it.
            if broken != self.live_folder():
                return None
            # A new archive has none yet; that is nothing to warn of.
            level = logging.WARNING if self.directory.path.exists() else logging.INFO
            logger.log(level, "The index is made again from the database.")
            return self._rebuild(lambda rows, total: rows, None, BATCH)

    @contextmanager
    def _rebuilding(self) -> Iterator[None]:
        with self.directory.rebuild_lock(WAIT_FOR_WRITER_SECONDS) as is_first:
            if not is_first:
                raise SearchBackendError(_("索引正在重建，请稍后再试。"))
            yield

    def _rebuild(self, progress: Progress, processes: int | None, batch: int) -> RebuildResult:
        failed: set[str] = set()
        with self._writing():
            self.directory.remove_abandoned()
            fresh = self.directory.create_folder()
        # Whoever edits the dictionary meanwhile is told that the index has not all of it.
        begun_under = self.fingerprint()
        try:
            writer.create(fresh, self.fields.index_fields.schema)
            documents = self._documents.all_documents(progress, batch, failed)
            processes = processes or processes_for(self._documents.count())
            count = writer.bulk_add(
                fresh, self.fields.index_fields.schema, documents, processes=processes
            )
            with self._writing():
                self._replay_journal(fresh)
                self.directory.activate(fresh, begun_under)
        except BaseException:
            self.directory.discard(fresh)
            raise
        return RebuildResult(count, failed)

    def _replay_journal(self, fresh: Path) -> None:
        changed: dict[type[Model], list[str]] = {}
        for name in self.directory.read_journal(fresh):
            label, _dot, pk = name.rpartition(".")
            changed.setdefault(apps.get_model(label), []).append(pk)
        if changed:
            apply(fresh, self.fields.index_fields.schema, self._documents.from_database(changed))

    # Keeping it up to date; the caller is the writer, except where said.

    def write_lock(self) -> AbstractContextManager[bool]:
        """Be the one writer, without waiting; yields whether that was got."""
        return self.directory.write_lock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer. Raises SearchBackendError where another stays it for too long."""
        with self._writing():
            yield
        outbox.schedule_if_pending()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The same for whoever drains the outbox afterwards."""
        with self.directory.write_lock(WAIT_FOR_WRITER_SECONDS) as is_writer:
            if not is_writer:
                raise SearchBackendError(_("索引正在由另一个程序更新，请稍后再试。"))
            yield

    def refresh(self, changed: Mapping[type[Model], Collection[Any]]) -> set[str]:
        """Bring what the index has of these rows up to date with the database, in one commit.

        Returns the identifiers of rows that stay as they were because their documents could not
        be made. Raises NotUsable where there is no index that could be written.
        """
        live = self.directory.live_folder()
        self.directory.append_journal(
            identifier(model, pk) for model, pks in changed.items() for pk in pks
        )
        prepared = self._documents.from_database(changed)
        apply(live, self.fields.index_fields.schema, prepared)
        return prepared.failed

    def index_rows(self, index: SearchIndex, rows: Iterable[Model]) -> None:
        """Index rows that the caller has read, whatever the index had of them."""
        documents = self._documents.from_rows(index, rows)
        self.directory.append_journal(documents)
        self._write_or_rebuild(DocumentBatch(documents))

    def remove(self, identifiers: Iterable[str]) -> None:
        """Take documents out of the index; one that is not there is no error."""
        gone = set(identifiers)
        self.directory.append_journal(gone)
        self._write_or_rebuild(DocumentBatch(deleted=gone))

    def remove_models(self, models: Iterable[type[Model]]) -> None:
        """Take all documents of some models out of the index."""
        self.remove(identifier(model, pk) for model in models for pk in self.pks(model))

    def clear(self) -> None:
        """Put an empty index in the place of this one."""
        fresh = self.directory.create_folder()
        writer.create(fresh, self.fields.index_fields.schema)
        self.directory.activate(fresh, self.fingerprint())

    def merge(self) -> None:
        """Make few large segments out of many small ones, until no more are due.

        The caller is not the writer: searches and saves go on meanwhile. Where another is at it
        already, it is left to that one. Raises NotUsable.
        """
        with self.directory.merge_lock() as is_first:
            tries = _TRIES if is_first else 0
            while tries:
                folder = self.directory.live_folder()
                try:
                    writing = partial(self._writing_in, folder)
                    is_more_due = writer.merge(folder, self.fields.index_fields.schema, writing)
                except (IndexUnavailableError, CorruptFileError, FileNotFoundError) as error:
                    # A commit, or a rebuilt index, may have taken away what was being read.
                    is_more_due, tries = True, tries - 1
                    if not tries:
                        raise IndexUnavailableError(f"index cannot be merged: {error}") from error
                if not is_more_due:
                    return

    @contextmanager
    def _writing_in(self, folder: Path) -> Iterator[bool]:
        with self.directory.write_lock(WAIT_FOR_WRITER_SECONDS) as is_writer:
            yield is_writer and folder == self.live_folder()
        outbox.schedule_if_pending()

    def _write_or_rebuild(self, prepared: DocumentBatch) -> None:
        try:
            apply(self.directory.live_folder(), self.fields.index_fields.schema, prepared)
        except IndexUnavailableError as error:
            outbox.rebuild_in_background(self.live_folder())
            raise SearchBackendError(_("检索索引正在重建，请过一会儿再试。")) from error


@lru_cache(maxsize=4)
def _fingerprint(index_classes: tuple[type, ...], words: Version) -> str:
    return fingerprint(index_classes)


def index_manager(using: str = "default") -> IndexManager:
    """Return the manager of a connection's index."""
    manager: IndexManager = connections[using].get_backend().manager
    return manager
