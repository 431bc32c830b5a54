"""Comparison of an index with the database, and a look for damaged and left-over files."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Model

from search.haystack_backend.documents import identifier
from search.haystack_backend.manager import ArchiveIndexManager
from search.index import ID, IndexReader, IndexUnavailableError, Snapshot, build_segment
from search.indexing.engine import IndexVerifier


@dataclass(frozen=True, slots=True)
class ArchiveIndexVerifier(IndexVerifier):
    """The IndexVerifier of this engine."""

    manager: ArchiveIndexManager

    def is_intact(self) -> bool:
        """Return whether all files of the index are there as they were written, stale or not."""
        try:
            IndexReader(self.manager.directory, 0).snapshot()
        except IndexUnavailableError:
            return False
        return True

    def differing(self, model: type[Model], pks: Collection[str]) -> set[str]:
        """Return which rows are in the index otherwise than a document of them would be now."""
        batch = self.manager.builder.from_database({model: pks})
        segment = build_segment(self.manager.schema, list(batch.documents.values()))
        expected = dict(zip(batch.documents, segment.checksums.tolist(), strict=True))

        def read_differing(snapshot: Snapshot) -> set[str]:
            return {
                pk
                for pk in pks
                for name in [identifier(model, pk)]
                if name in batch.failed
                or snapshot.checksums(ID, name.encode())
                != ([expected[name]] if name in expected else [])
            }

        return self.manager.read(read_differing)

    def abandoned(self) -> list[str]:
        """Return the names of what killed rebuilds left; empty while a rebuild is running."""
        directory = self.manager.directory
        with directory.rebuild_lock() as is_first:
            return [path.name for path in directory.abandoned()] if is_first else []

    def remove_abandoned(self) -> None:
        """Remove what killed rebuilds left, unless a rebuild is running."""
        directory = self.manager.directory
        with directory.rebuild_lock() as is_first:
            if is_first:
                with self.manager.writing():
                    directory.remove_abandoned()
