"""Documents to segments: the one place that changes the index.

Whoever calls holds the store's lock. A change becomes one small segment, written beside what is
there; Whoosh merges small segments as they add up. Nothing is half done: until the new TOC is
in place, readers and the next writer see the state before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from search.engine.postings import Snapshot
from search.engine.store import sync

# Megabytes that Whoosh gathers postings in before it spills them to disk.
_MEMORY_MB = 128


def add(index: FileIndex, documents: Iterable[Mapping[str, Any]]) -> None:
    """Add documents that are not in the index yet."""
    with _writer(index) as writer:
        for document in documents:
            writer.add_document(**document)


def replace(
    index: FileIndex,
    snapshot: Snapshot,
    documents: Mapping[str, Mapping[str, Any]],
    gone: Collection[str],
) -> None:
    """Put documents in the place of those with the same identifier, and remove others.

    Args:
        index: the live index.
        snapshot: the same index as it is now.
        documents: the new documents by identifier.
        gone: the identifiers of documents to remove; one that is not there is no error.
    """
    with _writer(index) as writer:
        base = 0
        for part in snapshot.parts:
            for identifier in {*documents, *gone}:
                number = part.number_of(identifier)
                if number is not None:
                    writer.delete_document(base + number)
            base += part.segment.size
        for document in documents.values():
            writer.add_document(**document)


@contextmanager
def _writer(index: FileIndex) -> Iterator[SegmentWriter]:
    # Compound segments would be copied whole into memory by every reader.
    writer = SegmentWriter(index, compound=False, limitmb=_MEMORY_MB)
    try:
        yield writer
        writer.commit()
    finally:
        # Not cancelled, a failed writer would keep Whoosh's own lock for ever.
        if not writer.is_closed:
            writer.cancel()
    sync(Path(index.storage.folder))
