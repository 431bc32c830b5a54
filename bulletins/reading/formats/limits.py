"""How much of a document is read, and the error that says why one is not.

Whatever arrives is somebody else's file: each kind is read within these limits, so that no file
costs the machine more than they allow, whatever is in it.
"""

from dataclasses import dataclass


class DocumentError(Exception):
    """The document cannot be read; the message is one Chinese sentence saying what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one document.

    A bulletin is a few pages; the defaults are far above any, and below what would hurt a
    small server.
    """

    max_bytes: int = 20 * 1024 * 1024
    """The largest file."""
    max_pages: int = 200
    """The most pages of a PDF."""
    max_unpacked_bytes: int = 100 * 1024 * 1024
    """The most that the texts inside a .docx may unpack to, counted while unpacking."""
    max_characters: int = 1_000_000
    """The longest text; three times what 200 closely printed pages hold."""
    max_seconds: int = 60
    """The longest that a PDF is worked on; a page may ask for drawing without end."""

    def too_many_characters(self) -> str:
        """Say that a text is too long to be one bulletin."""
        return f"文件的文字超过 {self.max_characters} 字，不像是一份简报，请拆分后再上传。"

    def check_length(self, characters: int) -> None:
        """Refuse a text that is too long."""
        if characters > self.max_characters:
            raise DocumentError(self.too_many_characters())


USUAL = Limits()
"""What is read where nobody says otherwise."""
