"""Import of received files and pasted texts: the only way by which new bulletins are stored.

Other packages import from here only. Corrections of stored meetings are in `bulletins.editing`.
"""

from bulletins.ingest.console_format import format_full, format_line
from bulletins.ingest.importer import (
    ImportOptions,
    ImportResult,
    ParsedFile,
    PublishPolicy,
    find_by_bytes,
    import_bytes,
    import_parsed,
    import_text,
    parse_file,
    too_large_error,
)
from bulletins.ingest.original_store import copy_original, is_original_name, original_names
from bulletins.ingest.results import FileResult, result_message, withheld_phrase

__all__ = [
    "FileResult",
    "ImportOptions",
    "ImportResult",
    "ParsedFile",
    "PublishPolicy",
    "copy_original",
    "find_by_bytes",
    "format_full",
    "format_line",
    "import_bytes",
    "import_parsed",
    "import_text",
    "is_original_name",
    "original_names",
    "parse_file",
    "result_message",
    "too_large_error",
    "withheld_phrase",
]
