"""The live index opened for reading: one snapshot after each commit, shared by all threads.

The documents of all segments are numbered through, and what is known of a term in all of them
is put together into arrays, once, and kept within bounds (cache.py). A segment is mapped and never
changes on disk, so that it stays open over commits; which of its documents are deleted belongs
to the snapshot. Nothing here is changed after it was made: no reader waits for another.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from search.index.errors import CorruptFileError, IndexUnavailableError
from search.index.searching.doc_values_reader import SegmentColumns, SnapshotDocValues
from search.index.searching.lru import BytesLRU
from search.index.storage.array_file import Array, concat_ranges
from search.index.storage.directory import IndexDirectory
from search.index.storage.inverted_index import InvertedField
from search.index.storage.segment_data import SegmentData
from search.index.whoosh_adapter import manifest
from search.index.whoosh_adapter.schema import ID, decode_lengths
from search.index.whoosh_adapter.segment_file import read_segment

# Another commit may take away what is being opened; then that one is opened, and it is
# improbable that this happens more than once.
_TRIES = 5


@dataclass(frozen=True, eq=False)
class SegmentReader:
    """A segment as one snapshot sees it; its documents are numbered from `first`."""

    name: str
    data: SegmentData
    first: int
    deleted: frozenset[int]

    def field(self, name: str) -> InvertedField | None:
        return self.data.fields.get(name)


@dataclass(frozen=True, eq=False)
class Postings:
    """The documents that have a term, ascending, and what it weighs in each."""

    docs: Array
    weights: Array | None  # None where all are 1

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + (0 if self.weights is None else self.weights.nbytes)


# Terms whose numbers of documents are kept: a few megabytes, and more words than people use.
_FREQUENCIES_KEPT = 50_000


class Snapshot:
    """The index as it was after one commit; deleted documents have numbers but do not answer."""

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
        self.size_all = sum(part.data.size for part in segments)
        self.leaf_cache = BytesLRU(cache_bytes)
        # A page asks the same question for its total, its rows and its facets.
        self.result_cache = BytesLRU(cache_bytes // 8)
        self._frequencies: dict[tuple[str, bytes], int] = {}

    @property
    def key(self) -> tuple[str, int]:
        """What tells this snapshot from another."""
        return self.folder.name, self.commit.generation

    @cached_property
    def live(self) -> Array | None:
        """A truth value for each document; None where none is deleted."""
        if not any(part.deleted for part in self.segments):
            return None
        live = np.ones(self.size_all, bool)
        for part in self.segments:
            live[[part.first + doc for doc in part.deleted]] = False
        return live

    @cached_property
    def live_docs(self) -> Array:
        """The numbers of all documents that are not deleted."""
        if self.live is None:
            return np.arange(self.size_all, dtype=np.int32)
        return np.flatnonzero(self.live).astype(np.int32)

    @cached_property
    def doc_values(self) -> SnapshotDocValues:
        """What is kept of the documents."""
        columns = [
            SegmentColumns(part.first, part.data.size, part.data.columns) for part in self.segments
        ]
        return SnapshotDocValues(columns, self.size_all)

    @cached_property
    def _lengths(self) -> dict[str, Array]:
        return {}

    def lengths(self, name: str) -> Array:
        """How many words a field has in each document, as exactly as one byte tells."""
        if name not in self._lengths:
            found = [
                part.data.lengths.get(name, np.zeros(part.data.size, np.uint8))
                for part in self.segments
            ]
            self._lengths[name] = np.concatenate([*found, np.zeros(0, np.uint8)])
        return decode_lengths(self._lengths[name])

    def average_length(self, name: str) -> float:
        """The mean number of words in a field, as Whoosh reckons it: deleted documents count."""
        total = sum(part.data.total_lengths.get(name, 0) for part in self.segments)
        return total / self.size_all if self.size_all else 0.0

    def document_frequency(self, name: str, text: bytes) -> int:
        """How many documents have a term, deleted ones included."""
        # A page that shows what is like it asks for each of its words; most are in others too.
        known = self._frequencies.get((name, text))
        if known is None:
            found = self._find_term(name, text)
            known = sum(len(field.docs_of(place)) for _part, field, place in found)
            if len(self._frequencies) < _FREQUENCIES_KEPT:
                self._frequencies[name, text] = known
        return known

    def postings(self, name: str, text: bytes) -> Postings:
        """The documents that have a term."""
        docs, weights = [_NO_DOCS], []
        for part, field, place in self._find_term(name, text):
            docs.append(field.docs_of(place) + np.int32(part.first))
            if (of_part := field.weights_of(place)) is not None:
                weights.append(of_part)
        return Postings(np.concatenate(docs), np.concatenate(weights) if weights else None)

    def positions(self, name: str, text: bytes, within: Array | None = None) -> Array:
        """Return where a term occurs: document and position in one number each, ascending.

        Args:
            name: a field with positions.
            text: the term.
            within: int32, ascending: only these documents are asked for; None for all. Where
                they are many, the result may have others too.

        Returns:
            int64, document << POSITION_BITS | position.
        """
        found = [np.zeros(0, np.int64)]
        for part, field, place in self._find_term(name, text):
            positions, counts = field.positions_of(place)
            docs = field.docs_of(place).astype(np.int64) + part.first
            if within is not None and len(within) * _FILTER_COST < len(docs):
                first, after = np.searchsorted(within, (part.first, part.first + part.data.size))
                at = np.searchsorted(docs, within[first:after])
                at = at[at < len(docs)]
                at = at[np.isin(docs[at], within[first:after], assume_unique=True)]
                starts = np.cumsum(counts) - counts
                positions = positions[concat_ranges(starts[at], counts[at])]
                docs, counts = docs[at], counts[at]
            found.append(np.repeat(docs << POSITION_BITS, counts) + positions)
        return np.concatenate(found)

    def prefix_docs(self, name: str, prefix: bytes) -> Array:
        """The documents that have a term of this beginning."""
        has = np.zeros(self.size_all, bool)
        for part in self.segments:
            if field := part.field(name):
                terms = field.prefix_range(prefix)
                docs = field.docs[
                    field.posting_offsets[terms.start] : field.posting_offsets[terms.stop]
                ]
                has[docs.astype(np.int32) + part.first] = True
        return np.flatnonzero(has).astype(np.int32)

    def release_pages(self) -> None:
        """Let go of the pages of the segments' files that were read; the files stay mapped.

        What was read from them is kept in arrays of our own; the system has the pages still,
        until it needs their room.
        """
        for part in self.segments:
            part.data.release_pages()

    def doc_of(self, identifier: str) -> int | None:
        """The document with this identifier, if there is a live one."""
        for number in self.postings(ID, identifier.encode()).docs.tolist():
            if self.live is None or self.live[number]:
                return int(number)
        return None

    def _find_term(self, name: str, text: bytes) -> list[tuple[SegmentReader, InvertedField, int]]:
        return [
            (part, field, place)
            for part in self.segments
            if (field := part.field(name)) and (place := field.find(text)) is not None
        ]


# A position in a document of at most READ_MAX_CHARACTERS takes this many bits and more.
POSITION_BITS = 32
# Choosing positions by document costs several times what leaving them all in does.
_FILTER_COST = 4
_NO_DOCS = np.zeros(0, np.int32)


class IndexReader:
    """The snapshot that all threads of the process read, renewed when the index has changed."""

    def __init__(self, store: IndexDirectory, cache_bytes: int) -> None:
        self._store = store
        self._cache_bytes = cache_bytes
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The index as it is now. Raises NotUsable."""
        for attempt in range(_TRIES):
            folder = self._store.live_folder()
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
                if attempt == _TRIES - 1:
                    raise
        raise AssertionError("every attempt returns or raises")

    def reset(self) -> None:
        """Open everything anew next time."""
        with self._lock:
            self._snapshot = None

    def renew_lock(self) -> None:
        """Take a new lock, in a process that has one thread only."""
        self._lock = threading.Lock()


def open_snapshot(
    folder: Path, generation: int, cache_bytes: int, before: Snapshot | None = None
) -> Snapshot:
    """Open an index as it was after a commit.

    Args:
        folder: the index.
        generation: the number of the commit.
        cache_bytes: how much memory decoded postings and answers may take.
        before: an older snapshot, of which open segments are taken over.

    Raises:
        NotUsable: it is damaged.
    """
    is_same_index = before is not None and before.key[0] == folder.name
    known = {part.name: part.data for part in before.segments} if before and is_same_index else {}
    commit = manifest.read(folder, generation)
    parts: list[SegmentReader] = []
    first = 0
    for segment in commit.segments:
        name = segment.segment_id()
        try:
            data = known.get(name) or read_segment(folder, segment)
        except (OSError, CorruptFileError) as error:
            raise IndexUnavailableError(f"segment unreadable: {error}") from error
        parts.append(SegmentReader(name, data, first, segment.deleted))
        first += segment.size
    return Snapshot(folder, commit, parts, cache_bytes)


_readers: dict[IndexDirectory, IndexReader] = {}
_readers_lock = threading.Lock()


def _renew_locks() -> None:
    # A process that was forked while a thread held a lock would wait for it for ever.
    global _readers_lock  # noqa: PLW0603
    _readers_lock = threading.Lock()
    for reader in _readers.values():
        reader.renew_lock()


os.register_at_fork(after_in_child=_renew_locks)


def shared_reader(store: IndexDirectory, cache_bytes: int) -> IndexReader:
    """The reader of an index folder, one for all threads of the process."""
    with _readers_lock:
        if store not in _readers:
            _readers[store] = IndexReader(store, cache_bytes)
        return _readers[store]
