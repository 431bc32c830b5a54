"""Write documents as segments and commit: the only module that changes an index.

A caller of `update_documents` or `bulk_add` holds the write lock of the IndexDirectory, or the
folder is not live yet. A change becomes one segment beside the existing ones; it is atomic,
because readers and the next writer see the previous state until the new TOC is in place. Where
there are many segments of about one size, `merge` makes them one; that takes long, so it is done
separately and needs the lock only to commit its result.
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
from search.index.storage.segment_data import SegmentData
from search.index.whoosh_adapter import Schema, manifest
from search.index.whoosh_adapter.manifest import create
from search.index.whoosh_adapter.schema import ID, Document
from search.index.whoosh_adapter.segment_file import SegmentInfo, read_segment, write_segment
from search.index.writing.merge_policy import merge_groups, segments_to_merge
from search.index.writing.segment_builder import build_segment
from search.index.writing.segment_merger import MergeSource, merge_segments

__all__ = ["bulk_add", "create", "merge", "update_documents"]

# Documents built as one segment: more need more memory (some 100 kB each) and are hardly faster.
_BATCH = 2_000
# Batches queued for each process, so that none of them waits for documents.
_QUEUED_PER_PROCESS = 2
# Prefixes of staging directories.
_ADDING, _MERGING = "adding-", "merging-"


def update_documents(
    folder: Path, schema: Schema, documents: Mapping[str, Document], deleted: Collection[str]
) -> None:
    """Replace the documents with the same identifiers and remove others, in one commit.

    Args:
        folder: the index.
        schema: the schema of the index.
        documents: the new documents by identifier.
        deleted: the identifiers of documents to remove; a missing one is not an error.

    Raises:
        IndexUnavailableError: the index is damaged.
    """
    segments = _delete_documents(folder, {*documents, *deleted})
    if documents:
        segments.append(write_segment(folder, build_segment(schema, list(documents.values()))))
    manifest.write(folder, schema, segments)


def bulk_add(
    folder: Path,
    schema: Schema,
    documents: Iterable[Document],
    deleted: Collection[str] = (),
    processes: int = 1,
) -> int:
    """Add many documents and remove others, in one commit at the end.

    Documents of the same identifier are not replaced, unless the identifier is in `deleted`.

    Args:
        folder: the index.
        schema: the schema of the index.
        documents: the new documents.
        deleted: the identifiers of documents to remove; a missing one is not an error.
        processes: how many processes build segments; each takes some 200 MB.

    Returns:
        The number of documents added.

    Raises:
        IndexUnavailableError: the index is damaged.
    """
    with _staging_dir(folder, _ADDING) as staging, _imap_bounded(processes) as imap:
        built = list(imap(_BuildSegment(staging, schema), _batches(documents)))
        added = list(imap(_MergeGroup(staging), merge_groups(built)))
        existing = _delete_documents(folder, set(deleted))
        for segment in added:
            (staging / segment.file_name).rename(folder / segment.file_name)
        manifest.write(folder, schema, [*existing, *added])
    return sum(segment.size for segment in added)


def merge(
    folder: Path, schema: Schema, write_lock: Callable[[], AbstractContextManager[bool]]
) -> bool:
    """Merge the segments that are due, if any. The caller holds the merge lock.

    Args:
        folder: the index.
        schema: the schema of the index.
        write_lock: enters the write lock; yields whether it was acquired.

    Returns:
        Whether segments were merged; then more may be due.

    Raises:
        IndexUnavailableError: the index is damaged.
    """
    merged = segments_to_merge(_latest_commit(folder).segments)
    if not merged:
        return False
    merged_ids = _ids(merged)
    with _staging_dir(folder, _MERGING) as staging:
        sources = [_merge_source(folder, segment) for segment in merged]
        result = write_segment(staging, merge_segments(sources))
        with write_lock() as is_writer:
            current = _latest_commit(folder).segments
            if not is_writer or not merged_ids <= _ids(current):
                return False
            result.deleted = frozenset(_deleted_since(merged, sources, current))
            (staging / result.file_name).rename(folder / result.file_name)
            others = [each for each in current if each.segment_id() not in merged_ids]
            manifest.write(folder, schema, [result, *others])
    return True


def _latest_commit(folder: Path) -> manifest.Commit:
    return manifest.read(folder, manifest.latest_generation(folder))


def _delete_documents(folder: Path, identifiers: Collection[str]) -> list[SegmentInfo]:
    """Return the segments of an index with the documents of these identifiers marked deleted."""
    segments = _latest_commit(folder).segments
    terms = [identifier.encode() for identifier in identifiers]
    for segment in segments if terms else ():
        field = _read_segment(folder, segment).fields[ID]
        ordinals = [ordinal for term in terms if (ordinal := field.find(term)) is not None]
        docs = {doc for ordinal in ordinals for doc in field.docs_of(ordinal).tolist()}
        segment.deleted |= docs
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


def _ids(segments: Iterable[SegmentInfo]) -> set[str]:
    return {segment.segment_id() for segment in segments}


def _deleted_since(
    merged: Sequence[SegmentInfo], sources: Sequence[MergeSource], current: Iterable[SegmentInfo]
) -> Iterator[int]:
    """Yield the documents deleted during the merge, numbered as in the merged segment."""
    currently_deleted = {segment.segment_id(): segment.deleted for segment in current}
    first = 0
    for segment, source in zip(merged, sources, strict=True):
        new_number_of = np.cumsum(source.keep) - 1 + first
        for doc in currently_deleted[segment.segment_id()] - segment.deleted:
            yield int(new_number_of[doc])
        first += source.size


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch


@dataclass(frozen=True)
class _BuildSegment:
    """Builder of a segment from a batch of documents; picklable, for worker processes."""

    folder: Path
    schema: Schema

    def __call__(self, documents: list[Document]) -> SegmentInfo:
        return write_segment(self.folder, build_segment(self.schema, documents))


@dataclass(frozen=True)
class _MergeGroup:
    """Merger of segments that are not committed yet into one; picklable, for worker processes."""

    folder: Path

    def __call__(self, segments: list[SegmentInfo]) -> SegmentInfo:
        if len(segments) == 1:
            return segments[0]
        sources = [_merge_source(self.folder, segment) for segment in segments]
        return write_segment(self.folder, merge_segments(sources))


@contextmanager
def _staging_dir(folder: Path, prefix: str) -> Iterator[Path]:
    """Provide a directory for uncommitted files; first remove what a killed process left."""
    for leftover in folder.glob(f"{prefix}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    staging = folder / f"{prefix}{secrets.token_hex(8)}"
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _initialize_worker(configuration: analysis.Configuration) -> None:
    """Prepare a spawned process: segment as the parent does, and exit together with it."""
    analysis.configure(configuration)
    # A process must not outlive a killed parent, because it shares the parent's locks.
    Thread(target=_exit_after, args=[parent_process()], daemon=True).start()


def _exit_after(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _imap_bounded(processes: int) -> Iterator[Callable[..., Iterator[SegmentInfo]]]:
    """Provide a `map` over several processes: lazy, in order, with a bounded queue."""
    if processes == 1:
        yield map
        return
    # Spawned, not forked: the caller may have threads and database connections.
    context = get_context("spawn")
    arguments = (analysis.configuration(),)
    with ProcessPoolExecutor(processes, context, _initialize_worker, arguments) as executor:

        def imap(
            function: Callable[..., SegmentInfo], items: Iterable[object]
        ) -> Iterator[SegmentInfo]:
            rest = iter(items)
            futures = [
                executor.submit(function, item)
                for item in islice(rest, processes * _QUEUED_PER_PROCESS)
            ]
            while futures:
                yield futures.pop(0).result()
                futures += [executor.submit(function, item) for item in islice(rest, 1)]

        yield imap
