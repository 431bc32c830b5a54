"""The live index opened for reading: segments, and snapshots of them.

Whoosh's readers seek in files that all threads share, so that two threads decoding at once read
each other's bytes. Here a segment decodes under a lock and hands out what never changes again;
everything after that runs without locks. A segment is never changed on disk, so that it stays
open over commits; only which of its documents are deleted belongs to the snapshot.
"""

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from haystack.constants import ID
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader, TermNotFound

from search.engine.schema import POSITION, kept_of, unpack
from search.engine.store import NotUsable, Store, check_lengths

# Decoded posting lists kept for each segment, least recently used first to go.
_KEPT_POSTINGS = 2048
# Answers kept for each snapshot: a page asks the same question for its total, its rows and its
# facets, and the next page asks it again.
_KEPT_ANSWERS = 128
_INDEX_NAME = "MAIN"  # Whoosh's own

Answer = TypeVar("Answer")


class Segment:
    """One segment of the index, open; what it returns must not be changed."""

    def __init__(self, storage: FileStorage, schema: Schema, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self._lock = threading.Lock()
        self._reader = SegmentReader(storage, schema, segment)
        self.size: int = self._reader.doc_count_all()
        # Bound here and not on the class, so that the cache goes when the segment does.
        self.weights = lru_cache(_KEPT_POSTINGS)(self._weights)
        self.positions = lru_cache(_KEPT_POSTINGS)(self._positions)
        self.kept = lru_cache(None)(self._kept)
        self.holders = lru_cache(None)(self._holders)
        self.lengths = lru_cache(None)(self._lengths)

    def _weights(self, name: str, term: str) -> dict[int, float]:
        """How often a term occurs in each document that has it."""
        with self._decoding():
            return {matcher.id(): matcher.weight() for matcher in self._matchers(name, term)}

    def _positions(self, name: str, term: str) -> dict[int, "array[int]"]:
        """Where a term stands in each document that has it, ascending."""
        with self._decoding():
            return {
                matcher.id(): array(POSITION, matcher.value())
                for matcher in self._matchers(name, term)
            }

    def _kept(self, name: str) -> list[Any]:
        """The kept values of a field, a document each."""
        unpacked = lru_cache(None)(unpack)
        with self._decoding():
            column = self._reader.column_reader(kept_of(name), translate=False)
            return [unpacked(column[number]) for number in range(self.size)]

    def _holders(self, name: str) -> dict[Any, set[int]]:
        """Which documents hold each value; one with a list holds each of its elements."""
        holders: dict[Any, set[int]] = {}
        for number, value in enumerate(self.kept(name)):
            for each in set(value or [None]) if isinstance(value, list) else [value]:
                holders.setdefault(each, set()).add(number)
        return holders

    def _lengths(self, name: str) -> list[int]:
        """How many words a field has, a document each."""
        with self._decoding():
            # Whoosh says None of a field that no document of the segment has.
            length = self._reader.doc_field_length
            return [length(number, name) or 0 for number in range(self.size)]

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except Exception as error:
                # A damaged file may fail in any way that pickle, struct, zlib and mmap know.
                raise NotUsable(f"segment unreadable: {error!r}") from error

    def _matchers(self, name: str, term: str) -> Iterator[Any]:
        try:
            matcher = self._reader.postings(name, term)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher
            matcher.next()


@dataclass(frozen=True, eq=False)
class Part:
    """A segment as one snapshot sees it."""

    segment: Segment
    deleted: frozenset[int]

    @cached_property
    def live(self) -> frozenset[int]:
        return frozenset(range(self.segment.size)) - self.deleted

    def number_of(self, identifier: str) -> int | None:
        """The document with this identifier, if it is here."""
        return next(iter(self.segment.weights(ID, identifier).keys() - self.deleted), None)

    def total_length(self, name: str) -> int:
        lengths = self.segment.lengths(name)
        return sum(lengths) - sum(lengths[number] for number in self.deleted)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The index as it was after one commit."""

    key: tuple[str, int]
    parts: list[Part]
    _answers: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def size(self) -> int:
        return sum(len(part.live) for part in self.parts)

    def once(self, key: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """Work something out about this snapshot, or return what was worked out before."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                known: Answer = self._answers[key]
                return known
        answer = work_out()
        with self._lock:
            self._answers[key] = answer
            if len(self._answers) > _KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return answer

    def average_length(self, name: str) -> float:
        """The mean number of words in a field, at least one."""

        def work_out() -> float:
            total = sum(part.total_length(name) for part in self.parts)
            return max(total / max(self.size, 1), 1.0)

        return self.once(("average length", name), work_out)


class Reader:
    """The snapshot that all threads of the process read, renewed when the index has changed."""

    def __init__(self, store: Store, schema: Schema) -> None:
        self._store = store
        self._schema = schema
        self._lock = threading.Lock()
        self._segments: dict[str, Segment] = {}
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The index as it is now. Raises NotUsable."""
        folder = self._store.live_folder()
        storage = FileStorage(str(folder))
        generation = TOC._latest_generation(storage, _INDEX_NAME)
        key = (folder.name, generation)
        with self._lock:
            if self._snapshot is None or self._snapshot.key != key:
                self._snapshot = open_snapshot(storage, self._schema, key[1], self._segments)
                names = {part.segment.name for part in self._snapshot.parts}
                self._segments = {name: self._segments[name] for name in names}
            return self._snapshot

    def forget(self) -> None:
        """Open everything anew next time."""
        with self._lock:
            self._segments = {}
            self._snapshot = None


def open_snapshot(
    storage: FileStorage, schema: Schema, generation: int | None, segments: dict[str, Segment]
) -> Snapshot:
    """Open an index as it was after a commit.

    Args:
        storage: the folder of the index.
        schema: what it was made with.
        generation: Whoosh's number of the commit; None for the last.
        segments: open segments by name; those that are opened here are added.

    Raises:
        NotUsable: it is damaged.
    """
    folder = Path(storage.folder)
    try:
        toc = TOC.read(storage, _INDEX_NAME, gen=generation, schema=schema)
        parts = []
        for each in toc.segments:
            name = each.segment_id()
            check_lengths(folder, name)
            if name not in segments:
                segments[name] = Segment(storage, schema, each)
            parts.append(Part(segments[name], frozenset(each.deleted_docs())))
    except NotUsable:
        raise
    except Exception as error:
        # A damaged index may fail in any way that pickle, struct and mmap know.
        raise NotUsable(f"index unreadable: {error!r}") from error
    return Snapshot((folder.name, toc.generation), parts)


_readers: dict[Store, Reader] = {}
_readers_lock = threading.Lock()


def shared_reader(store: Store, schema: Schema) -> Reader:
    """The reader of an index folder, one for all threads of the process."""
    with _readers_lock:
        if store not in _readers:
            _readers[store] = Reader(store, schema)
        return _readers[store]
