"""File formats: from the bytes of a received file to its plain text, within limits.

Everything about a format belongs here (docx, PDF, HTML, encodings), nothing about what a text
means: the text keeps its line breaks and characters.
"""

from bulletins.reading.formats.documents import PLAIN, Document, open_document
from bulletins.reading.formats.limits import DEFAULT_LIMITS, DocumentError, Limits
from bulletins.reading.formats.web import strip_tags
from bulletins.reading.formats.zip_formats import is_archive_of_files

__all__ = [
    "DEFAULT_LIMITS",
    "PLAIN",
    "Document",
    "DocumentError",
    "Limits",
    "is_archive_of_files",
    "open_document",
    "strip_tags",
]
