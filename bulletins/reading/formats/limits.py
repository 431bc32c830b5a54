"""Limits on reading a document, and the error raised for one that cannot be read.

Received files are untrusted: every format is read within these limits, so that no file costs
more memory or time than they allow (docs/decisions/016-limits-on-reading.md).
"""

from dataclasses import dataclass


class DocumentError(Exception):
    """Error for a document that cannot be read.

    The message is one Chinese sentence that says what to do.
    """


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds on the reading of one document.

    A bulletin has a few pages; the defaults are far above that, and below what would overload a
    small server.
    """

    max_bytes: int = 20 * 1024 * 1024
    """Bytes of the file."""
    max_pages: int = 200
    """Pages of a PDF."""
    max_unpacked_bytes: int = 50 * 1024 * 1024
    """Bytes that the XML parts of a .docx may unpack to, counted while unpacking."""
    max_archive_bytes: int = 500 * 1024 * 1024
    """Bytes that all files of a zip archive may unpack to, counted while unpacking."""
    max_characters: int = 1_000_000
    """Characters of the text; three times what 200 closely printed pages hold."""
    max_seconds: int = 60
    """Wall-clock seconds for a PDF, whose pages may contain drawing without end; and for a zip
    archive, after which no other of its files is begun."""

    def too_long_message(self) -> str:
        """Return the message for a text that is too long to be one bulletin."""
        return f"文件的文字超过 {self.max_characters} 字，不像是一份简报，请拆分后再上传。"

    def check_length(self, characters: int) -> None:
        """Raise DocumentError for more than `max_characters` characters."""
        if characters > self.max_characters:
            raise DocumentError(self.too_long_message())


MAX_MARKUP = 750_000
"""Tags and attributes of one document: each takes some 100 bytes of memory, whatever its length
in the file. A report of 200 pages has half of it."""

DEFAULT_LIMITS = Limits()
"""Used where a caller gives no limits."""
