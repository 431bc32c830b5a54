"""The reader: extract meeting records from the bytes of a received document.

Other packages import from here only; benchmarks and tests of single stages import its modules. The
package is plain Python, without Django, database or search index, so that the settings may import
it; its records are stored by `bulletins.ingest`.

Pipeline: bytes → text (`formats`) → paragraphs (`layout`) → a report for each meeting
(`report_splitting`) → fields (`fields`), joined in `meetings`. The rules are in docs/reading.md.
"""

import datetime

from bulletins.reading.formats import (
    DEFAULT_LIMITS,
    Document,
    DocumentError,
    Limits,
    is_archive_of_files,
    open_document,
)
from bulletins.reading.lookup_tables import LookupTables, Theme, default_themes
from bulletins.reading.meetings import read_bulletin, read_text
from bulletins.reading.records import (
    MEETING_KINDS,
    BulletinReading,
    Chair,
    DocumentKind,
    Evidence,
    ExcludedParagraph,
    ExclusionReason,
    MeetingRecord,
    Priority,
    Span,
    Speaker,
    declared_doubt,
)

__all__ = [
    "MEETING_KINDS",
    "BulletinReading",
    "Chair",
    "Document",
    "DocumentError",
    "DocumentKind",
    "Evidence",
    "ExcludedParagraph",
    "ExclusionReason",
    "Limits",
    "LookupTables",
    "MeetingRecord",
    "Priority",
    "Span",
    "Speaker",
    "Theme",
    "declared_doubt",
    "default_themes",
    "is_archive_of_files",
    "open_document",
    "read_bulletin",
    "read_document",
    "read_text",
]


def read_document(
    name: str,
    data: bytes,
    published: datetime.date | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> list[MeetingRecord]:
    """Return the records of the meetings that a document reports, in its order.

    Args:
        name: the file name; its extension decides the format only where the bytes do not.
        data: the received bytes.
        published: the day of publication if known; used where the document has no stamp.
        limits: upper bounds on reading.

    Raises:
        DocumentError: the document cannot be read; the message says what to do.
    """
    return read_bulletin(name, open_document(name, data, limits), published).records
