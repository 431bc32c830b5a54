"""Documents to segments: the one place that changes the index.

Whoever calls holds the store's lock. A change becomes one small segment, written beside what is
there; segments of about the same size are merged when there are many of
them. Nothing is half done: until the new TOC is
in place, readers and the next writer see the state before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from search.engine.postings import Snapshot
from search.engine.store import settle

# Megabytes that Whoosh gathers postings in before it spills them to disk.
_MEMORY_MB = 128


# With this many segments of one size class (1–9 documents, 10–99, …) they become one of the
# next. Whoosh's own policy merges at nearly every commit, which makes a save three times as slow.
_MERGE_AT = 10
# Larger segments are left as they are: merging them takes longer than anybody waits for a save.
_LARGEST_MERGED = 10_000


def add(index: FileIndex, documents: Iterable[Mapping[str, Any]]) -> int:
    """Add documents that are not in the index yet. Returns how many there were."""
    with _writer(index) as writer:
        for document in documents:
            writer.add_document(**document)
        count: int = writer.doc_count()
    return count


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
        writer.commit(mergetype=_merge)
    finally:
        # Not cancelled, a failed writer would keep Whoosh's own lock for ever.
        if not writer.is_closed:
            writer.cancel()
    settle(Path(index.storage.folder))


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's hook: take some segments into the new one, return those that stay."""
    classes: dict[int, list[Any]] = {}
    for segment in segments:
        # One whose documents are all deleted goes without a trace.
        if live := segment.doc_count():
            classes.setdefault(len(str(live)), []).append(segment)
    staying = []
    for of_one_size in classes.values():
        small = of_one_size[0].doc_count() < _LARGEST_MERGED
        if small and len(of_one_size) >= _MERGE_AT:
            for segment in of_one_size:
                writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
        else:
            staying += of_one_size
    return staying
