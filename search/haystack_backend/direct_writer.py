"""Writing past the outbox: Haystack's `update`, `remove` and `clear` of a backend."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _
from haystack.exceptions import SearchBackendError
from haystack.indexes import SearchIndex

from search.haystack_backend.documents import identifier
from search.haystack_backend.manager import ArchiveIndexManager
from search.index import DocumentBatch, IndexUnavailableError, apply_batch, writer
from search.indexing import outbox


@dataclass(frozen=True, slots=True)
class DirectWriter:
    """Writer of one index. Every method is one commit; it raises SearchBackendError."""

    manager: ArchiveIndexManager

    def index_rows(self, index: SearchIndex, rows: Iterable[Model]) -> None:
        """Index rows that the caller has read, replacing their documents."""
        with self._writing():
            self._write(DocumentBatch(self.manager.builder.from_rows(index, rows)))

    def remove(self, identifiers: Iterable[str]) -> None:
        """Remove documents from the index; a missing one is not an error."""
        with self._writing():
            self._write(DocumentBatch(deleted=set(identifiers)))

    def remove_models(self, models: Iterable[type[Model]]) -> None:
        """Remove all documents of some models from the index."""
        self.remove(identifier(model, pk) for model in models for pk in self.manager.pks(model))

    def clear(self) -> None:
        """Replace the index by an empty one."""
        directory = self.manager.directory
        with self._writing():
            new_folder = directory.create_folder()
            writer.create(new_folder, self.manager.schema)
            directory.activate(new_folder, self.manager.fingerprint())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the write lock; afterwards, have the outbox drained."""
        with self.manager.writing():
            yield
        outbox.schedule_if_pending()

    def _write(self, batch: DocumentBatch) -> None:
        directory = self.manager.directory
        directory.append_journal({*batch.documents, *batch.deleted})
        try:
            apply_batch(directory.live_folder(), self.manager.schema, batch)
        except IndexUnavailableError as error:
            outbox.rebuild_in_background(self.manager.live_version())
            raise SearchBackendError(_("检索索引正在重建，请过一会儿再试。")) from error
