"""From saved rows to index updates: signals, outbox, worker, background thread; the lexicon.

The index itself is read and written by the engine of the connection, behind `IndexManager`.
"""

from search.indexing.engine import IndexManager, index_manager
from search.indexing.outbox import (
    batching,
    discard_index,
    drain,
    enqueue,
    rebuild,
    rebuild_in_background,
    resume_pending,
    schedule_if_pending,
)

__all__ = [
    "IndexManager",
    "batching",
    "discard_index",
    "drain",
    "enqueue",
    "index_manager",
    "rebuild",
    "rebuild_in_background",
    "resume_pending",
    "schedule_if_pending",
]
