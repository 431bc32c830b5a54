"""Open a document: detect its format and extract its plain text, line breaks as in the file.

The format is detected from the bytes first and from the file name second; each format has its own
module (`office.docx`, `paged.pdf`, `web.html`, `encodings`), and `refusals` knows those that are
not read. A file that cannot be read raises DocumentError with one Chinese sentence for the clerk
who uploaded it. Nothing in a file is ever executed, and reading stays within `Limits`.
"""

from dataclasses import dataclass
from pathlib import PurePath

from bulletins.reading.formats.contents import Contents, Furniture
from bulletins.reading.formats.encodings import declared_encoding, decode
from bulletins.reading.formats.limits import DEFAULT_LIMITS, DocumentError, Limits
from bulletins.reading.formats.office import docx_contents
from bulletins.reading.formats.paged import pdf_contents
from bulletins.reading.formats.refusals import is_html, refusal
from bulletins.reading.formats.web import html_contents
from bulletins.reading.formats.zip_formats import is_zip
from bulletins.reading.lexical import is_garbled, replace_control_chars

__all__ = ["PLAIN", "Document", "DocumentError", "open_document"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
PLAIN = "text/plain"

_EMPTY = "文件是空的，请核对文件。"
_NO_TEXT = "文件里没有可以阅读的文字，请核对内容后重新上传。"
_ONLY_PICTURES = "文件里只有图片，没有可以读取的文字，请上传文字版或先做文字识别。"
_UNKNOWN = "无法识别文件的文字编码或类型，请另存为 UTF-8 编码的文本或 .docx 后再上传。"
_GARBLED = "文件里的文字是乱码，请在原来的程序里打开，另存为 UTF-8 编码的文本或 .docx 后再上传。"
_GARBLED_PDF = "PDF 的文字层损坏，复制出来的是乱码，请上传原来的 .docx 文件或文字版。"

_BLANK_BYTES = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"


@dataclass(frozen=True, slots=True)
class Document:
    """Detected type and contents of a file.

    Attributes:
        media_type: the detected type.
        text: the text, with line breaks as in the file.
        furniture: visible text that is not part of the running text, e.g. running heads or menus,
            each with the reason.
        doubts: what could not be read, in the words of `needs_review`.
    """

    media_type: str
    text: str
    furniture: tuple[Furniture, ...] = ()
    doubts: tuple[str, ...] = ()


def open_document(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Return the text of a document and its media type.

    Args:
        name: the file name; its extension decides only where the bytes do not.
        data: the received bytes.
        limits: upper bounds on reading.

    Raises:
        DocumentError: the file is empty, too large, damaged, locked, scanned, or of a format
            that is not supported, or its text is garbled.
    """
    if len(data) > limits.max_bytes:
        megabytes = f"{limits.max_bytes / 1024 / 1024:.3g}"
        raise DocumentError(f"文件超过 {megabytes} MB，请拆分或压缩图片后再上传。")
    if not data.strip(_BLANK_BYTES):
        raise DocumentError(_EMPTY)
    media_type, contents = _read(PurePath(name).suffix.lower(), data, limits)
    furniture = tuple(
        (text, reason)
        for part, reason in contents.furniture
        if (text := replace_control_chars(part).strip())
    )
    limits.check_length(len(contents.text) + sum(len(text) for text, _ in furniture))
    text = replace_control_chars(contents.text)
    if not text.strip():
        raise DocumentError(_ONLY_PICTURES if contents.doubts else _NO_TEXT)
    if is_garbled(text):
        raise DocumentError(_GARBLED_PDF if media_type == PDF else _GARBLED)
    return Document(media_type, text, furniture, contents.doubts)


def _read(extension: str, data: bytes, limits: Limits) -> tuple[str, Contents]:
    """Return the media type, and the contents before their control characters are replaced."""
    if data[:1024].lstrip().startswith(b"%PDF-") or (
        extension == ".pdf" and b"%PDF-" in data[:1024]
    ):
        return PDF, pdf_contents(data, limits)
    if message := refusal(extension, data):
        raise DocumentError(message)
    if is_zip(data):
        return DOCX, docx_contents(data, limits)
    text = decode(data, declared_encoding(data))
    if text is None:
        raise DocumentError(_UNKNOWN)
    if is_html(data) or extension in (".html", ".htm"):
        return HTML, html_contents(text, limits)
    return PLAIN, Contents(text)
