"""Conversion between stored rows and what the reader returns, and the lookup tables it needs.

Other packages import from here only. No rules of editing or importing: a record is written as it
is, without revision or fingerprint.
"""

from bulletins.records.excluded_paragraphs import read_excluded, write_excluded
from bulletins.records.lookup_tables import current_tables, find_province, find_themes
from bulletins.records.record_serializer import to_record
from bulletins.records.record_writer import apply_record

__all__ = [
    "apply_record",
    "current_tables",
    "find_province",
    "find_themes",
    "read_excluded",
    "to_record",
    "write_excluded",
]
