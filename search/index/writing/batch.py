"""Prepared rows into an index with one commit: in one piece, in batches, or over all cores."""

import os
from pathlib import Path

from whoosh.fields import Schema

from search.index.writing import writer
from search.index.errors import Damaged
from search.index.errors import NotUsable
pass

# Documents written in one piece; more are made in batches, which takes less memory.
_FEW = 500
# With more documents than this (the writer's batch) there is work for a second process, and
# enough of it to be worth the second or two that processes take to start.
_MANY = 2_000


def processes_for(documents: int) -> int:
    """How many processes should work at so many documents: all cores, or this one alone."""
    return len(os.sched_getaffinity(0)) if documents > _MANY else 1


def bring(folder: Path, schema: Schema, prepared: Prepared) -> None:
    """Put documents in the place of what the index had of them, and remove what is gone.

    The caller is the writer, or nobody else knows the folder yet. Raises NotUsable.
    """
    documents = prepared.documents
    try:
        if len(documents) <= _FEW:
            writer.replace(folder, schema, documents, prepared.gone)
        else:
            gone = documents.keys() | prepared.gone
            writer.add(folder, schema, documents.values(), gone, processes_for(len(documents)))
    except (Damaged, FileNotFoundError) as error:
        raise NotUsable(f"index cannot be written: {error}") from error
