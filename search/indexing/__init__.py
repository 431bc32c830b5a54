"""From saved rows to index updates: signals, outbox, worker, background thread; lexicon files.

Nothing that reads or writes the index itself: the worker is given an index manager.
"""

from search.indexing.outbox import (
    batching,
    drain,
    enqueue,
    rebuild,
    rebuild_in_background,
    resume_pending,
    schedule_if_pending,
)
from search.indexing.worker import ManagedIndex, RebuildOutcome, set_index_manager

__all__ = [
    "ManagedIndex",
    "RebuildOutcome",
    "batching",
    "drain",
    "enqueue",
    "rebuild",
    "rebuild_in_background",
    "resume_pending",
    "schedule_if_pending",
    "set_index_manager",
]
