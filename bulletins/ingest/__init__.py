"""Import of received files and pasted texts: the only way by which new bulletins are stored.

Other packages import from here only. Corrections of stored meetings are in `bulletins.editing`.
"""

from bulletins.ingest.console_format import format_full, format_line
from bulletins.ingest.importer import (
    ImportResult,
    ParsedFile,
    UploadDefaults,
    UploadResult,
    find_by_bytes,
    import_parsed,
    import_text,
    import_uploads,
    parse_file,
    result_message,
)

__all__ = [
    "ImportResult",
    "ParsedFile",
    "UploadDefaults",
    "UploadResult",
    "find_by_bytes",
    "format_full",
    "format_line",
    "import_parsed",
    "import_text",
    "import_uploads",
    "parse_file",
    "result_message",
]
