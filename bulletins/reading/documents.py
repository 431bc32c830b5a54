"""A document's bytes → the plain text in it."""

from dataclasses import dataclass


class DocumentError(Exception):
    """The document cannot be read; the message is one Chinese sentence saying what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file turned out to be, and the text in it before any layout is undone."""

    media_type: str
    text: str


def open_document(name: str, data: bytes) -> Document:
    """Read the text out of a document's bytes.

    Raises:
        DocumentError: nothing readable is in it.
    """
    try:
        return Document("text/plain", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DocumentError("无法识别文件的文字编码，请另存为 UTF-8 编码后再上传。") from error
