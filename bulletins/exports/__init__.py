"""Downloads of meetings: lists as table, records or feed; one meeting as a file; its citation.

Other packages import from here only. Only formats and responses belong here: which meetings are
exported is decided by the caller.
"""

from bulletins.exports.citation import format_citation
from bulletins.exports.document import DOCUMENT_FORMATS
from bulletins.exports.table import (
    LIST_FORMATS,
    csv_line,
    export_list,
    export_meetings,
    read_by_pk,
    requested_format,
)

__all__ = [
    "DOCUMENT_FORMATS",
    "LIST_FORMATS",
    "csv_line",
    "export_list",
    "export_meetings",
    "format_citation",
    "read_by_pk",
    "requested_format",
]
