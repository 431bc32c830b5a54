"""The live index opened for reading: one snapshot after each commit, shared by all threads.

The documents of all segments are numbered consecutively; the postings of a term in all of them are
concatenated into arrays, once, and cached within bounds (`lru`). A segment is mapped and never
changes on disk, so it stays open across commits; its deleted documents belong to the snapshot.
Apart from caches nothing changes after construction: no reader waits for another.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.errors import CorruptFileError, IndexUnavailableError
from search.index.searching.doc_values_reader import SegmentColumns, SnapshotDocValues
from search.index.searching.lru import BytesLRU
from search.index.storage.array_file import concat_ranges
from search.index.storage.directory import IndexDirectory
from search.index.storage.inverted_index import InvertedField
from search.index.storage.segment_data import SegmentData
from search.index.types import DocIds, Ints, Mask, Scores
from search.index.whoosh_adapter import manifest
from search.index.whoosh_adapter.schema import decode_lengths
from search.index.whoosh_adapter.segment_file import read_segment

# A concurrent commit may remove the files being opened; then its own are opened, and it is
# improbable that this happens more than once.
_MAX_TRIES = 5


@dataclass(frozen=True, eq=False)
class SegmentReader:
    """A segment in one snapshot, where its documents are numbered from `first`.

    `deleted` has their numbers in the segment, from 0.
    """

    name: str
    data: SegmentData
    first: int
    deleted: frozenset[int]

    def field(self, name: str) -> InvertedField | None:
        """Return an inverted field; None where the segment does not have it."""
        return self.data.fields.get(name)


@dataclass(frozen=True, eq=False)
class Postings:
    """The documents that have a term, ascending, and its weight in each; shape (postings,)."""

    docs: DocIds
    weights: Scores | None  # None where all are 1

    @property
    def nbytes(self) -> int:
        """The memory they take in bytes."""
        return self.docs.nbytes + (0 if self.weights is None else self.weights.nbytes)


# Terms whose document frequencies are cached: a few megabytes, and more words than people use.
_MAX_FREQUENCIES = 50_000


class Snapshot:
    """The index after one commit. Deleted documents have numbers; see `live`."""

    def __init__(
        self,
        folder: Path,
        commit: manifest.Commit,
        segments: Sequence[SegmentReader],
        cache_bytes: int,
    ) -> None:
        self.folder = folder
        self.commit = commit
        self.segments = segments
        # The number of documents, deleted ones included.
        self.doc_count_all = sum(segment.data.size for segment in segments)
        self.leaf_cache = BytesLRU(cache_bytes)
        # A page makes the same search for its total, its rows and its facets.
        self.result_cache = BytesLRU(cache_bytes // 8)
        self._frequencies: dict[tuple[str, bytes], int] = {}
        self._encoded_lengths: dict[str, NDArray[np.uint8]] = {}

    @property
    def key(self) -> tuple[str, int]:
        """The identity of the snapshot: folder and generation."""
        return self.folder.name, self.commit.generation

    @cached_property
    def live(self) -> Mask | None:
        """The mask of documents that are not deleted, shape (doc_count_all,); None for all."""
        if not any(segment.deleted for segment in self.segments):
            return None
        live = np.ones(self.doc_count_all, bool)
        for segment in self.segments:
            live[[segment.first + doc for doc in segment.deleted]] = False
        return live

    @cached_property
    def live_docs(self) -> DocIds:
        """All documents that are not deleted, ascending, shape (live documents,)."""
        if self.live is None:
            return np.arange(self.doc_count_all, dtype=np.int32)
        return np.flatnonzero(self.live).astype(np.int32)

    @cached_property
    def doc_values(self) -> SnapshotDocValues:
        """The doc values of the documents."""
        columns = [
            SegmentColumns(segment.first, segment.data.size, segment.data.columns)
            for segment in self.segments
        ]
        return SnapshotDocValues(columns, self.doc_count_all)

    def lengths(self, name: str, docs: DocIds) -> Scores:
        """Return the number of words of a field in some documents, rounded to one-byte lengths.

        Shape (docs,).
        """
        if name not in self._encoded_lengths:
            lengths = [
                segment.data.lengths.get(name, np.zeros(segment.data.size, np.uint8))
                for segment in self.segments
            ]
            self._encoded_lengths[name] = np.concatenate([*lengths, np.zeros(0, np.uint8)])
        return decode_lengths(self._encoded_lengths[name][docs])

    def average_length(self, name: str) -> float:
        """Return the mean number of words of a field, over deleted documents too, like Whoosh."""
        total = sum(segment.data.total_lengths.get(name, 0) for segment in self.segments)
        return total / self.doc_count_all if self.doc_count_all else 0.0

    def document_frequency(self, name: str, term: bytes) -> int:
        """Return the number of documents that have a term, deleted ones included."""
        # "More like this" reads it for every word of a text; most words are in others too.
        frequency = self._frequencies.get((name, term))
        if frequency is None:
            frequency = sum(
                len(field.docs_of(ordinal)) for _segment, field, ordinal in self._find(name, term)
            )
            if len(self._frequencies) < _MAX_FREQUENCIES:
                self._frequencies[name, term] = frequency
        return frequency

    def postings(self, name: str, term: bytes) -> Postings:
        """Return the postings of a term; without documents where the field does not have it."""
        docs, weights = [_NO_DOCS], []
        for segment, field, ordinal in self._find(name, term):
            docs.append(field.docs_of(ordinal) + np.int32(segment.first))
            if (segment_weights := field.weights_of(ordinal)) is not None:
                weights.append(segment_weights)
        return Postings(np.concatenate(docs), np.concatenate(weights) if weights else None)

    def positions(self, name: str, term: bytes, within: DocIds | None = None) -> Ints:
        """Return where a term occurs: document and position in one number each, ascending.

        Args:
            name: a field with positions.
            term: its bytes.
            within: ascending; only these documents are of interest, None for all. Where they are
                many, the result may contain others too.

        Returns:
            int64, shape (occurrences,): document << POSITION_BITS | position.
        """
        keys = [np.zeros(0, np.int64)]
        for segment, field, ordinal in self._find(name, term):
            positions, counts = field.positions_of(ordinal)
            docs = field.docs_of(ordinal).astype(np.int64) + segment.first
            if within is not None and len(within) * _FILTER_COST < len(docs):
                bounds = (segment.first, segment.first + segment.data.size)
                start, end = np.searchsorted(within, bounds)
                segment_within = within[start:end]
                indices = np.searchsorted(docs, segment_within)
                indices = indices[indices < len(docs)]
                is_in = np.isin(docs[indices], segment_within, assume_unique=True)
                indices = indices[is_in]
                starts = np.cumsum(counts) - counts
                positions = positions[concat_ranges(starts[indices], counts[indices])]
                docs, counts = docs[indices], counts[indices]
            keys.append(np.repeat(docs << POSITION_BITS, counts) + positions)
        return np.concatenate(keys)

    def checksums(self, name: str, term: bytes) -> list[int]:
        """Return the checksums of the documents that have a term, without deleted ones.

        Raises IndexUnavailableError where a segment is damaged.
        """
        try:
            return [
                int(segment.data.checksums[doc])
                for segment, field, ordinal in self._find(name, term)
                for doc in field.docs_of(ordinal).tolist()
                if doc not in segment.deleted
            ]
        except (IndexError, ValueError, MemoryError) as error:
            raise IndexUnavailableError(f"segment damaged: {error}") from error

    def prefix_docs(self, name: str, prefix: bytes) -> DocIds:
        """Return the documents that have a term with a prefix, ascending, shape (matches,)."""
        mask = np.zeros(self.doc_count_all, bool)
        for segment in self.segments:
            if field := segment.field(name):
                terms = field.prefix_range(prefix)
                start, end = field.posting_offsets[terms.start], field.posting_offsets[terms.stop]
                mask[field.docs[start:end].astype(np.int32) + segment.first] = True
        return np.flatnonzero(mask).astype(np.int32)

    def release_pages(self) -> None:
        """Release the resident pages of the segments' files; the files stay mapped.

        What was read from them is cached in arrays; the system's page cache still has the pages
        until it needs the memory.
        """
        for segment in self.segments:
            segment.data.release_pages()

    def _find(self, name: str, term: bytes) -> list[tuple[SegmentReader, InvertedField, int]]:
        return [
            (segment, field, ordinal)
            for segment in self.segments
            if (field := segment.field(name)) and (ordinal := field.find(term)) is not None
        ]


# Enough for a position in a document of READ_MAX_CHARACTERS.
POSITION_BITS = 32
# Selecting the positions of a document costs so many times what keeping them does.
_FILTER_COST = 4
_NO_DOCS = np.zeros(0, np.int32)


class IndexReader:
    """The current snapshot of an index, shared by all threads; replaced after each commit."""

    def __init__(self, directory: IndexDirectory, cache_bytes: int) -> None:
        self._directory = directory
        self._cache_bytes = cache_bytes
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the snapshot of the last commit. Raises IndexUnavailableError."""
        for attempt in range(_MAX_TRIES):
            folder = self._directory.live_folder()
            key = (folder.name, manifest.latest_generation(folder))
            current = self._snapshot
            if current is not None and current.key == key:
                return current
            try:
                with self._lock:
                    if self._snapshot is None or self._snapshot.key != key:
                        self._snapshot = open_snapshot(
                            folder, key[1], self._cache_bytes, self._snapshot
                        )
                    return self._snapshot
            except IndexUnavailableError:
                if attempt == _MAX_TRIES - 1:
                    raise
        raise AssertionError("every attempt returns or raises")

    def reset(self) -> None:
        """Reopen the index, and all its segments, on next use."""
        with self._lock:
            self._snapshot = None

    def renew_lock(self) -> None:
        """Replace the lock; only in a process that has a single thread."""
        self._lock = threading.Lock()


def open_snapshot(
    folder: Path, generation: int, cache_bytes: int, previous: Snapshot | None = None
) -> Snapshot:
    """Open an index as of one commit.

    Args:
        folder: the index.
        generation: the number of the commit.
        cache_bytes: the memory that the leaf cache may take; the result cache takes an eighth.
        previous: an older snapshot, whose open segments are reused.

    Raises:
        IndexUnavailableError: the commit or a segment is missing or damaged.
    """
    open_data = {}
    if previous is not None and previous.key[0] == folder.name:
        open_data = {segment.name: segment.data for segment in previous.segments}
    commit = manifest.read(folder, generation)
    segments: list[SegmentReader] = []
    first = 0
    for info in commit.segments:
        name = info.segment_id()
        try:
            data = open_data.get(name) or read_segment(folder, info)
        except (OSError, CorruptFileError) as error:
            raise IndexUnavailableError(f"segment unreadable: {error}") from error
        segments.append(SegmentReader(name, data, first, info.deleted))
        first += info.size
    return Snapshot(folder, commit, segments, cache_bytes)


_readers: dict[IndexDirectory, IndexReader] = {}
_readers_lock = threading.Lock()


def _renew_locks() -> None:
    # A process forked while a thread of its parent held a lock would wait for it forever.
    global _readers_lock  # noqa: PLW0603
    _readers_lock = threading.Lock()
    for reader in _readers.values():
        reader.renew_lock()


os.register_at_fork(after_in_child=_renew_locks)


def shared_reader(directory: IndexDirectory, cache_bytes: int) -> IndexReader:
    """Return the reader of an index, one for all threads of the process."""
    with _readers_lock:
        if directory not in _readers:
            _readers[directory] = IndexReader(directory, cache_bytes)
        return _readers[directory]
