"""Reading a received bulletin: from a document's bytes to meeting records.

The only door of this package. It is plain Python and knows nothing of Django, the database or
the search index: what it returns is written to the archive by `bulletins.ingest.importer`.

The way through is one: bytes → text (`documents`) → paragraphs (`layout`) → a passage for each
meeting (`splitting`) → fields (`places`, `dates`, `people`, `priorities`).
"""

import datetime

from bulletins.reading.formats.documents import Document, open_document
from bulletins.reading.formats.limits import USUAL, DocumentError, Limits
from bulletins.reading.lookup_tables import LookupTables, Theme, default_themes
from bulletins.reading.meetings import read_text
from bulletins.reading.records import Chair, Evidence, MeetingRecord, Priority, Span, Speaker

__all__ = [
    "Chair",
    "Document",
    "DocumentError",
    "Evidence",
    "Limits",
    "LookupTables",
    "MeetingRecord",
    "Priority",
    "Span",
    "Speaker",
    "Theme",
    "default_themes",
    "open_document",
    "read_document",
    "read_text",
]


def read_document(
    name: str,
    data: bytes,
    published: datetime.date | None = None,
    limits: Limits = USUAL,
) -> list[MeetingRecord]:
    """The meetings that a document reports, in the order of the document.

    Args:
        name: the file's name; its ending tells the kind where the bytes do not.
        data: the file's bytes as received.
        published: the day of publication where it is known from elsewhere; it gives a year
            to dates that stand without one.
        limits: how much of the document is read.

    Raises:
        DocumentError: the document cannot be read; the message says what to do.
    """
    return read_text(name, open_document(name, data, limits).text, published)
