"""Apply a DocumentBatch to an index in one commit: as one segment, in batches, or on all cores."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from search.index.errors import CorruptFileError, IndexUnavailableError
from search.index.whoosh_adapter import Schema
from search.index.whoosh_adapter.schema import Document
from search.index.writing import writer

# Documents built as one segment; more are built in batches, which takes less memory.
_ONE_SEGMENT = 500
# From more documents than this (the writer's batch) a second process has work, and enough of it
# to be worth the second or two that processes take to start.
_PARALLEL = 2_000


@dataclass(slots=True)
class DocumentBatch:
    """New documents by identifier, and identifiers of documents that were deleted or failed."""

    documents: dict[str, Document] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)


def processes_for(documents: int) -> int:
    """Return how many processes should build so many documents: one, or one for each core."""
    return len(os.sched_getaffinity(0)) if documents > _PARALLEL else 1


def apply_batch(
    folder: Path, schema: Schema, batch: DocumentBatch, one_segment: int = _ONE_SEGMENT
) -> None:
    """Replace the documents of a batch in an index, and remove the deleted ones.

    At most `one_segment` documents are built as one segment, more in batches. Documents that failed
    stay as they are. The caller holds the write lock, or the folder is not live yet. Raises
    IndexUnavailableError where the index is damaged.
    """
    documents = batch.documents
    try:
        if len(documents) <= one_segment:
            writer.update_documents(folder, schema, documents, batch.deleted)
        else:
            deleted = documents.keys() | batch.deleted
            processes = processes_for(len(documents))
            writer.bulk_add(folder, schema, documents.values(), deleted, processes)
    except (CorruptFileError, FileNotFoundError) as error:
        raise IndexUnavailableError(f"index cannot be written: {error}") from error
