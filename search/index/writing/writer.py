"""Documents to segments, and segments to commits: the one place that changes an index.

Whoever calls `replace` or `add` holds the store's lock, or nobody else knows the folder yet. A
change becomes one segment beside those that are there; nothing is half done, because readers and
the next writer see the state before until the new TOC is in place. Where there are many segments
of about one size, `merge` makes them one; that takes long, so it is done apart and needs the lock
only to put its result in place.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

import numpy as np
from haystack.constants import ID
from whoosh.fields import Schema

from search.index.whoosh_adapter import manifest
from search.index import errors
from search.index.storage.array_file import Array
from search.index.errors import Damaged
from search.index.storage.segment_data import SegmentData
from search.index.writing.segment_builder import build
from search.index.whoosh_adapter.segment_file import ArraySegment, load, save
from search.index.whoosh_adapter.manifest import create
from search.index.storage.inverted_index import MOST_DOCUMENTS
from search.index.writing.segment_merger import Source, merged
from search.index.whoosh_adapter.schema import Document

__all__ = ["add", "create", "merge", "replace"]

# Documents inverted at once: more need more memory (some 100 kB each) and are hardly quicker.
_BATCH = 2_000
# Batches that wait for each process, so that none of them waits for documents.
_WAITING = 2
# With so many segments of one size class (1–9 documents, 10–99, …) they become one of the next:
# each costs every search some ten microseconds a word.
_MERGE_AT = 8
# A segment with a larger share of deleted documents is made anew without them.
_MOST_DELETED = 0.3
_ADDING, _MERGING = "adding-", "merging-"


def replace(
    folder: Path, schema: Schema, documents: Mapping[str, Document], gone: Collection[str]
) -> None:
    """Put documents in the place of those with the same identifier, and remove others.

    Args:
        folder: the index.
        schema: what the documents are indexed by.
        documents: the new documents by identifier.
        gone: the identifiers of documents to remove; one that is not there is no error.

    Raises:
        NotUsable: the index is damaged.
    """
    segments = _without(folder, {*documents, *gone})
    if documents:
        segments.append(save(folder, build(schema, list(documents.values()))))
    manifest.write(folder, schema, segments)


def add(
    folder: Path,
    schema: Schema,
    documents: Iterable[Document],
    gone: Collection[str] = (),
    processes: int = 1,
) -> int:
    """Add many documents with one commit at the end, and remove others in the same commit.

    Args:
        folder: the index.
        schema: what the documents are indexed by.
        documents: the new documents.
        gone: the identifiers of documents to remove; one that is not there is no error.
        processes: how many processes invert documents; each takes some 200 MB.

    Returns how many documents were added. Raises NotUsable where the index is damaged.
    """
    with _workshop(folder, _ADDING) as workshop, _pool(processes) as pool:
        made = list(pool(_Building(workshop, schema), _batches(documents)))
        segments = list(pool(_Joining(workshop), _groups(made)))
        staying = _without(folder, set(gone))
        for segment in segments:
            (workshop / segment.file_name).rename(folder / segment.file_name)
        manifest.write(folder, schema, [*staying, *segments])
    return sum(segment.size for segment in segments)


def merge(
    folder: Path, schema: Schema, writing: Callable[[], AbstractContextManager[bool]]
) -> bool:
    """Merge some segments, where any are due. The caller is the only one who merges.

    Args:
        folder: the index.
        schema: what its documents are indexed by.
        writing: enters the writer's lock; yields whether it was got.

    Returns whether anything was done; then more may be due.
    """
    before = _due(_latest(folder).segments)
    if not before:
        return False
    with _workshop(folder, _MERGING) as workshop:
        sources = [_source(folder, segment) for segment in before]
        segment = save(workshop, merged(sources))
        with writing() as is_writer:
            now = _latest(folder).segments
            if not is_writer or not _are_all_in(before, now):
                return False
            segment.deleted = frozenset(_deleted_since(before, sources, now))
            (workshop / segment.file_name).rename(folder / segment.file_name)
            names = {each.segment_id() for each in before}
            others = [each for each in now if each.segment_id() not in names]
            manifest.write(folder, schema, [segment, *others])
    return True


def _latest(folder: Path) -> manifest.Commit:
    return manifest.read(folder, manifest.latest_generation(folder))


def _without(folder: Path, identifiers: Collection[str]) -> list[ArraySegment]:
    """The segments of an index, the documents of these identifiers deleted."""
    segments = _latest(folder).segments
    wanted = [identifier.encode() for identifier in identifiers]
    for segment in segments if wanted else ():
        field = _loaded(folder, segment).fields[ID]
        places = [place for text in wanted if (place := field.find(text)) is not None]
        found = {doc for place in places for doc in field.documents(place).tolist()}
        segment.deleted |= found
    return segments


def _source(folder: Path, segment: ArraySegment) -> Source:
    keep = np.ones(segment.size, bool)
    keep[list(segment.deleted)] = False
    return Source(_loaded(folder, segment), keep)


def _loaded(folder: Path, segment: ArraySegment) -> SegmentData:
    try:
        return load(folder, segment)
    except (FileNotFoundError, Damaged) as error:
        raise errors.NotUsable(f"segment unreadable: {error}") from error


def _due(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Segments that should be made one: the smallest of a class that has too many."""
    classes: dict[int, list[ArraySegment]] = {}
    for segment in segments:
        if segment.deleted_count() > _MOST_DELETED * segment.size:
            return [segment]
        if segment.doc_count() < MOST_DOCUMENTS // 2:
            classes.setdefault(len(str(segment.doc_count())), []).append(segment)
    for of_one_size in classes.values():
        if len(of_one_size) >= _MERGE_AT:
            return next(_groups(of_one_size))
    return []


def _are_all_in(before: Iterable[ArraySegment], now: Iterable[ArraySegment]) -> bool:
    return {each.segment_id() for each in before} <= {each.segment_id() for each in now}


def _deleted_since(
    before: Sequence[ArraySegment], sources: Sequence[Source], now: Iterable[ArraySegment]
) -> Iterator[int]:
    """The numbers in the merged segment of documents that were deleted meanwhile."""
    deleted_now = {each.segment_id(): each.deleted for each in now}
    first = 0
    for segment, source in zip(before, sources, strict=True):
        numbers: Array = np.cumsum(source.keep) - 1 + first
        for doc in deleted_now[segment.segment_id()] - segment.deleted:
            yield int(numbers[doc])
        first += source.size


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _groups(segments: Sequence[ArraySegment]) -> Iterator[list[ArraySegment]]:
    """Neighbours that together have as many documents as a segment may have."""
    group: list[ArraySegment] = []
    for segment in segments:
        if group and sum(each.size for each in [*group, segment]) > MOST_DOCUMENTS:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group


@dataclass(frozen=True)
class _Building:
    """Makes a segment of a batch of documents; a process may be sent it."""

    folder: Path
    schema: Schema

    def __call__(self, documents: list[Document]) -> ArraySegment:
        return save(self.folder, build(self.schema, documents))


@dataclass(frozen=True)
class _Joining:
    """Makes one segment of several that are in no commit yet; a process may be sent it."""

    folder: Path

    def __call__(self, segments: list[ArraySegment]) -> ArraySegment:
        if len(segments) == 1:
            return segments[0]
        return save(self.folder, merged([_source(self.folder, each) for each in segments]))


@contextmanager
def _workshop(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder for what is not in a commit yet; what a killed one left is removed."""
    for leftover in folder.glob(f"{prefix}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    workshop = folder / f"{prefix}{secrets.token_hex(8)}"
    workshop.mkdir(mode=0o700)
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _end_with_parent() -> None:
    """See to it that this process does not outlive one that is killed, for it has its locks."""
    Thread(target=_end_after, args=[parent_process()], daemon=True).start()


def _end_after(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _pool(processes: int) -> Iterator[Callable[..., Iterator[ArraySegment]]]:
    """How to do a piece of work for each of many things, in their order, in several processes."""
    if processes == 1:
        yield map
        return
    # Spawned, not forked: the caller may have threads and database connections.
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, _end_with_parent) as executor:

        def over(
            work: Callable[..., ArraySegment], things: Iterable[object]
        ) -> Iterator[ArraySegment]:
            rest = iter(things)
            running = [executor.submit(work, each) for each in islice(rest, processes * _WAITING)]
            while running:
                yield running.pop(0).result()
                running += [executor.submit(work, each) for each in islice(rest, 1)]

        yield over
