"""Prepared rows into an index with one commit: in one piece, in batches, or over all cores."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from search.index.errors import CorruptFileError, IndexUnavailableError
from search.index.whoosh_adapter import Schema
from search.index.whoosh_adapter.schema import Document
from search.index.writing import writer

# Documents written in one piece; more are made in batches, which takes less memory.
_ONE_SEGMENT = 500
# With more documents than this (the writer's batch) there is work for a second process, and
# enough of it to be worth the second or two that processes take to start.
_PARALLEL = 2_000


@dataclass(slots=True)
class DocumentBatch:
    """What some rows are to become: documents, nothing, or nothing that could be made."""

    documents: dict[str, Document] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)


def processes_for(documents: int) -> int:
    """How many processes should work at so many documents: all cores, or this one alone."""
    return len(os.sched_getaffinity(0)) if documents > _PARALLEL else 1


def apply(folder: Path, schema: Schema, prepared: DocumentBatch) -> None:
    """Put documents in the place of what the index had of them, and remove what is gone.

    The caller is the writer, or nobody else knows the folder yet. Raises NotUsable.
    """
    documents = prepared.documents
    try:
        if len(documents) <= _ONE_SEGMENT:
            writer.update_documents(folder, schema, documents, prepared.deleted)
        else:
            gone = documents.keys() | prepared.deleted
            writer.bulk_add(folder, schema, documents.values(), gone, processes_for(len(documents)))
    except (CorruptFileError, FileNotFoundError) as error:
        raise IndexUnavailableError(f"index cannot be written: {error}") from error
