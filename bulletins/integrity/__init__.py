"""Self-check of the archive: whether files, rows, index and stored counts agree with each other.

`AREAS` are the parts of the check in their order; `check_archive` runs them and is their only
caller. Repair derives from rows what is derived from rows, and removes leftovers; it never deletes
a received file and never changes a text.
"""

from bulletins.integrity.checkpoint import Checkpoint
from bulletins.integrity.counts import CountsArea
from bulletins.integrity.database import DatabaseArea
from bulletins.integrity.findings import Area, Finding
from bulletins.integrity.index import IndexArea, OutboxArea
from bulletins.integrity.originals import OriginalsArea, StoredFilesArea, unreferenced_originals
from bulletins.integrity.records import HistoryArea, RecordsArea
from bulletins.integrity.temporary_files import TemporaryFilesArea

# The outbox before the index, which has what was pending then.
AREAS: tuple[Area, ...] = (
    DatabaseArea(),
    OriginalsArea(),
    StoredFilesArea(),
    RecordsArea(),
    HistoryArea(),
    CountsArea(),
    OutboxArea(),
    IndexArea(),
    TemporaryFilesArea(),
)

__all__ = ["AREAS", "Area", "Checkpoint", "Finding", "unreferenced_originals"]
