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

from search import analysis
from search.index import errors
from search.index.errors import CorruptFileError
from search.index.storage.array_file import Array
from search.index.storage.segment_data import SegmentData
from search.index.whoosh_adapter import Schema, manifest
from search.index.whoosh_adapter.manifest import create
from search.index.whoosh_adapter.schema import ID, Document
from search.index.whoosh_adapter.segment_file import SegmentInfo, read_segment, write_segment
from search.index.writing.merge_policy import merge_groups, segments_to_merge
from search.index.writing.segment_builder import build_segment
from search.index.writing.segment_merger import MergeSource, merge_segments
from search.lexicon import files

__all__ = ["bulk_add", "create", "merge", "update_documents"]

# Documents inverted at once: more need more memory (some 100 kB each) and are hardly quicker.
_BATCH = 2_000
# Batches that wait for each process, so that none of them waits for documents.
_QUEUED_PER_PROCESS = 2
_ADDING, _MERGING = "adding-", "merging-"


def update_documents(
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
    segments = _delete_documents(folder, {*documents, *gone})
    if documents:
        segments.append(write_segment(folder, build_segment(schema, list(documents.values()))))
    manifest.write(folder, schema, segments)


def bulk_add(
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
    with _staging_dir(folder, _ADDING) as workshop, _pool(processes) as pool:
        made = list(pool(_BuildSegment(workshop, schema), _batches(documents)))
        segments = list(pool(_MergeGroup(workshop), merge_groups(made)))
        staying = _delete_documents(folder, set(gone))
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
    before = segments_to_merge(_latest_commit(folder).segments)
    if not before:
        return False
    with _staging_dir(folder, _MERGING) as workshop:
        sources = [_merge_source(folder, segment) for segment in before]
        segment = write_segment(workshop, merge_segments(sources))
        with writing() as is_writer:
            now = _latest_commit(folder).segments
            if not is_writer or not _are_all_in(before, now):
                return False
            segment.deleted = frozenset(_deleted_since(before, sources, now))
            (workshop / segment.file_name).rename(folder / segment.file_name)
            names = {each.segment_id() for each in before}
            others = [each for each in now if each.segment_id() not in names]
            manifest.write(folder, schema, [segment, *others])
    return True


def _latest_commit(folder: Path) -> manifest.Commit:
    return manifest.read(folder, manifest.latest_generation(folder))


def _delete_documents(folder: Path, identifiers: Collection[str]) -> list[SegmentInfo]:
    """The segments of an index, the documents of these identifiers deleted."""
    segments = _latest_commit(folder).segments
    wanted = [identifier.encode() for identifier in identifiers]
    for segment in segments if wanted else ():
        field = _read_segment(folder, segment).fields[ID]
        places = [place for text in wanted if (place := field.find(text)) is not None]
        found = {doc for place in places for doc in field.docs_of(place).tolist()}
        segment.deleted |= found
    return segments


def _merge_source(folder: Path, segment: SegmentInfo) -> MergeSource:
    keep = np.ones(segment.size, bool)
    keep[list(segment.deleted)] = False
    return MergeSource(_read_segment(folder, segment), keep)


def _read_segment(folder: Path, segment: SegmentInfo) -> SegmentData:
    try:
        return read_segment(folder, segment)
    except (FileNotFoundError, CorruptFileError) as error:
        raise errors.IndexUnavailableError(f"segment unreadable: {error}") from error


def _are_all_in(before: Iterable[SegmentInfo], now: Iterable[SegmentInfo]) -> bool:
    return {each.segment_id() for each in before} <= {each.segment_id() for each in now}


def _deleted_since(
    before: Sequence[SegmentInfo], sources: Sequence[MergeSource], now: Iterable[SegmentInfo]
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


@dataclass(frozen=True)
class _BuildSegment:
    """Makes a segment of a batch of documents; a process may be sent it."""

    folder: Path
    schema: Schema

    def __call__(self, documents: list[Document]) -> SegmentInfo:
        return write_segment(self.folder, build_segment(self.schema, documents))


@dataclass(frozen=True)
class _MergeGroup:
    """Makes one segment of several that are in no commit yet; a process may be sent it."""

    folder: Path

    def __call__(self, segments: list[SegmentInfo]) -> SegmentInfo:
        if len(segments) == 1:
            return segments[0]
        return write_segment(
            self.folder, merge_segments([_merge_source(self.folder, each) for each in segments])
        )


@contextmanager
def _staging_dir(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder for what is not in a commit yet; what a killed one left is removed."""
    for leftover in folder.glob(f"{prefix}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    workshop = folder / f"{prefix}{secrets.token_hex(8)}"
    workshop.mkdir(mode=0o700)
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _initialize_worker(lexicon: Path | None, cache: Path | None) -> None:
    """Prepare a spawned process: the folders of the analyzer, and an end with its parent."""
    files.configure(lambda: lexicon)
    analysis.configure(cache)
    # A process must not outlive a parent that is killed, for it has its locks.
    Thread(target=_exit_after, args=[parent_process()], daemon=True).start()


def _exit_after(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _pool(processes: int) -> Iterator[Callable[..., Iterator[SegmentInfo]]]:
    """How to do a piece of work for each of many things, in their order, in several processes."""
    if processes == 1:
        yield map
        return
    # Spawned, not forked: the caller may have threads and database connections.
    context = get_context("spawn")
    folders = (files.custom_folder(), analysis.cache_folder())
    with ProcessPoolExecutor(processes, context, _initialize_worker, folders) as executor:

        def over(
            work: Callable[..., SegmentInfo], things: Iterable[object]
        ) -> Iterator[SegmentInfo]:
            rest = iter(things)
            running = [
                executor.submit(work, each)
                for each in islice(rest, processes * _QUEUED_PER_PROCESS)
            ]
            while running:
                yield running.pop(0).result()
                running += [executor.submit(work, each) for each in islice(rest, 1)]

        yield over
