"""Keeping the index: opened, brought up to date, and made again when it is not usable.

The index is disposable. When it is missing or damaged, it is made again from the database in the
background, beside what is there, and then takes its place. One that was only made under other
rules goes on answering and being written until somebody has it rebuilt.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _
from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID
from haystack.exceptions import SearchBackendError
from haystack.indexes import SearchIndex
from haystack.utils import get_model_ct

from search.indexing import background, outbox
from search.index.writing import writer
from search.index.errors import Damaged
from search.index.writing.batch import bring, processes_for
from search.index.errors import NotUsable
from search.index.searching.reader import Reader, Snapshot, shared_reader
from common.progress import BATCH, Progress
from search.index.writing.batch import Prepared
from search.haystack_backend.documents import Preparing, identifier
from search.haystack_backend.document_fields import DocumentFields, fingerprint
from search.index.storage.directory import Store
from search.lexicon.files import USER_WORDS, Version

logger = logging.getLogger(__name__)

# How long commands and merges wait for another writer: longer than any commit takes.
WAIT_FOR_WRITER_SECONDS = 30
# How long a search waits for an index that is being made: enough for a small archive, short
# enough for a person in front of a page.
WAIT_FOR_INDEX_SECONDS = 10
_LOOK_AGAIN_SECONDS = 0.05
_TRIES = 3  # of a merge, before the index is taken for damaged

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many documents a new index has, and the identifiers of rows that should be in it.

    A row is among those where its document could not be made.
    """

    documents: int
    failed: set[str]


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
        return Store(self._path)

    @property
    def reader(self) -> Reader:
        return shared_reader(self.store)

    @property
    def _preparing(self) -> Preparing:
        return Preparing(self._alias, self.fields, self.indexes())

    def indexes(self) -> Mapping[type[Model], SearchIndex]:
        """The registered indexes by model."""
        indexes: Mapping[type[Model], SearchIndex] = (
            connections[self._alias].get_unified_index().get_indexes()
        )
        return indexes

    def fingerprint(self) -> str:
        """Return the fingerprint of an index that is made now."""
        classes = (type(index) for index in self.indexes().values())
        return _fingerprint(tuple(sorted(classes, key=str)), USER_WORDS.version())

    def is_stale(self) -> bool:
        """Whether there is an index, made under other rules than the present ones."""
        return self.store.is_stale(self.fingerprint())

    # Asking

    def ask(self, question: Callable[[Snapshot], Answer]) -> Answer:
        """Answer a question from the index as it is now.

        A file may be gone because another process has just merged it away: then the index is
        opened anew. If that does not help either, it is damaged, and made again.

        Raises SearchBackendError while that goes on, unless it is done within seconds.
        """
        for mend in (self.reader.forget, self._wait_for_another):
            try:
                return question(self.reader.snapshot())
            except NotUsable as error:
                logger.info("index not usable: %s", error)
                mend()
        return question(self.reader.snapshot())

    def is_usable(self) -> bool:
        """Whether the index can be opened, whatever rules it was made under."""
        try:
            self.reader.snapshot()
        except NotUsable:
            return False
        return True

    def pks(self, model: type[Model]) -> list[str]:
        """The primary keys of the rows of a model that are in the index."""
        label = get_model_ct(model)

        def read(snapshot: Snapshot) -> list[str]:
            kept = snapshot.values.of
            docs = snapshot.live_docs.tolist()
            return [kept(DJANGO_ID, doc) for doc in docs if kept(DJANGO_CT, doc) == label]

        return self.ask(read)

    def live_folder(self) -> Path | None:
        """The folder of the live index, if there is one."""
        try:
            return self.store.live_folder()
        except NotUsable:
            return None

    def _wait_for_another(self) -> None:
        """Have an index made in the place of the live one, and wait for it as long as is decent."""
        broken = self.live_folder()
        until = outbox.rebuild_in_background(broken) + WAIT_FOR_INDEX_SECONDS
        while self.live_folder() == broken:
            if time.monotonic() > until or background.finish(_LOOK_AGAIN_SECONDS):
                break
        if self.live_folder() == broken:
            raise SearchBackendError(_("检索索引正在重建，请过一会儿再试。"))
        self.reader.forget()

    # Making the index anew

    def rebuild(
        self,
        progress: Progress = lambda rows, total: rows,
        *,
        processes: int | None = None,
        batch: int = BATCH,
    ) -> Rebuilt:
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

    def rebuild_unless_done(self, broken: Path | None) -> Rebuilt | None:
        """Rebuild where the live index is still the broken one, as `rebuild` does."""
        with self._rebuilding():
            # Whoever was at it before may have made it.
            if broken != self.live_folder():
                return None
            # A new archive has none yet; that is nothing to warn of.
            level = logging.WARNING if self.store.path.exists() else logging.INFO
            logger.log(level, "The index is made again from the database.")
            return self._rebuild(lambda rows, total: rows, None, BATCH)

    @contextmanager
    def _rebuilding(self) -> Iterator[None]:
        with self.store.rebuilding(WAIT_FOR_WRITER_SECONDS) as is_first:
            if not is_first:
                raise SearchBackendError(_("索引正在重建，请稍后再试。"))
            yield

    def _rebuild(self, progress: Progress, processes: int | None, batch: int) -> Rebuilt:
        failed: set[str] = set()
        with self._writing():
            self.store.clear_away()
            fresh = self.store.new_folder()
        # Whoever edits the dictionary meanwhile is told that the index has not all of it.
        begun_under = self.fingerprint()
        try:
            writer.create(fresh, self.fields.schema)
            documents = self._preparing.all(progress, batch, failed)
            processes = processes or processes_for(self._preparing.count())
            count = writer.add(fresh, self.fields.schema, documents, processes=processes)
            with self._writing():
                self._catch_up(fresh)
                self.store.make_live(fresh, begun_under)
        except BaseException:
            self.store.discard(fresh)
            raise
        return Rebuilt(count, failed)

    def _catch_up(self, fresh: Path) -> None:
        changed: dict[type[Model], list[str]] = {}
        for name in self.store.journalled(fresh):
            label, _dot, pk = name.rpartition(".")
            changed.setdefault(apps.get_model(label), []).append(pk)
        if changed:
            bring(fresh, self.fields.schema, self._preparing.as_they_are(changed))

    # Keeping it up to date; the caller is the writer, except where said.

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer. Raises SearchBackendError where another stays it for too long."""
        with self._writing():
            yield
        outbox.look_again()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The same for whoever drains the outbox afterwards."""
        with self.store.writing(WAIT_FOR_WRITER_SECONDS) as is_writer:
            if not is_writer:
                raise SearchBackendError(_("索引正在由另一个程序更新，请稍后再试。"))
            yield

    def refresh(self, changed: Mapping[type[Model], Collection[Any]]) -> set[str]:
        """Bring what the index has of these rows up to date with the database, in one commit.

        Returns the identifiers of rows that stay as they were because their documents could not
        be made. Raises NotUsable where there is no index that could be written.
        """
        live = self.store.live_folder()
        self.store.journal(identifier(model, pk) for model, pks in changed.items() for pk in pks)
        prepared = self._preparing.as_they_are(changed)
        bring(live, self.fields.schema, prepared)
        return prepared.failed

    def put(self, index: SearchIndex, rows: Iterable[Model]) -> None:
        """Index rows that the caller has read, whatever the index had of them."""
        documents = self._preparing.of(index, rows)
        self.store.journal(documents)
        self._write_or_mend(Prepared(documents))

    def remove(self, identifiers: Iterable[str]) -> None:
        """Take documents out of the index; one that is not there is no error."""
        gone = set(identifiers)
        self.store.journal(gone)
        self._write_or_mend(Prepared(gone=gone))

    def remove_models(self, models: Iterable[type[Model]]) -> None:
        """Take all documents of some models out of the index."""
        self.remove(identifier(model, pk) for model in models for pk in self.pks(model))

    def empty(self) -> None:
        """Put an empty index in the place of this one."""
        fresh = self.store.new_folder()
        writer.create(fresh, self.fields.schema)
        self.store.make_live(fresh, self.fingerprint())

    def merge(self) -> None:
        """Make few large segments out of many small ones, until no more are due.

        The caller is not the writer: searches and saves go on meanwhile. Where another is at it
        already, it is left to that one. Raises NotUsable.
        """
        with self.store.merging() as is_first:
            tries = _TRIES if is_first else 0
            while tries:
                folder = self.store.live_folder()
                try:
                    writing = partial(self._writing_in, folder)
                    is_more_due = writer.merge(folder, self.fields.schema, writing)
                except (NotUsable, Damaged, FileNotFoundError) as error:
                    # A commit, or a rebuilt index, may have taken away what was being read.
                    is_more_due, tries = True, tries - 1
                    if not tries:
                        raise NotUsable(f"index cannot be merged: {error}") from error
                if not is_more_due:
                    return

    @contextmanager
    def _writing_in(self, folder: Path) -> Iterator[bool]:
        with self.store.writing(WAIT_FOR_WRITER_SECONDS) as is_writer:
            yield is_writer and folder == self.live_folder()
        outbox.look_again()

    def _write_or_mend(self, prepared: Prepared) -> None:
        try:
            bring(self.store.live_folder(), self.fields.schema, prepared)
        except NotUsable as error:
            outbox.rebuild_in_background(self.live_folder())
            raise SearchBackendError(_("检索索引正在重建，请过一会儿再试。")) from error


@lru_cache(maxsize=4)
def _fingerprint(index_classes: tuple[type, ...], words: Version) -> str:
    return fingerprint(index_classes)
