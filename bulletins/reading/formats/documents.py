"""Open a document: detect its format and extract its plain text, line breaks as in the file.

The format is detected from the bytes first and from the file name second; each format has its own
module (`office.docx`, `paged.pdf`, `web.html`, `encodings`). A file that cannot be read raises
DocumentError with one Chinese sentence for the clerk who uploaded it. Nothing in a file is ever
executed, and reading stays within `Limits`.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath

from bulletins.reading.formats.encodings import declared_encoding, decode
from bulletins.reading.formats.limits import DEFAULT_LIMITS, DocumentError, Limits
from bulletins.reading.formats.office import docx_text, zip_member_names
from bulletins.reading.formats.paged import pdf_text
from bulletins.reading.formats.web import html_text
from bulletins.reading.records import ExclusionReason

__all__ = ["PLAIN", "Document", "DocumentError", "open_document"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
PLAIN = "text/plain"

_EMPTY = "文件是空的，请核对后重新上传。"
_NO_TEXT = "文件里没有可以阅读的文字，请核对内容后重新上传。"
_PICTURE = "这是一张图片，无法读取其中的文字，请上传文字版文件。"
_ARCHIVE = "这是一个压缩包，请解压后逐个上传其中的文件。"
_NO_ARCHIVE = "文件不是有效的压缩包，无法解压，可能已损坏，请重新打包后再上传。"
_LOCKED = "文件设有密码，请取消密码保护后再上传。"
_OLD_WORD = "这是旧版 Word 或 WPS 文件，请另存为 .docx 格式后再上传。"
_SPREADSHEET = "这是电子表格，请把其中的文字另存为 .docx 或 .txt 文件后再上传。"
_SLIDES = "这是演示文稿，请把其中的文字另存为 .docx 或 .txt 文件后再上传。"
_OFD = "这是 OFD 版式文件，请导出为 PDF 或 .docx 格式后再上传。"
_RTF = "这是 RTF 文件，请另存为 .docx 格式后再上传。"
_NO_WORD = "这不是 Word 文件，请上传 .docx、.pdf、.html 或 .txt 文件。"
_UNKNOWN = "无法识别文件的文字编码或类型，请另存为 UTF-8 编码的文本或 .docx 后再上传。"
_MHT = "这是单个文件的网页（MHT），请另存为 .html 或 .docx 格式后再上传。"
_AUDIO = "这是音频或视频文件，请上传其文字稿。"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Signatures (magic bytes) of formats that are not read here.
_SIGNATURES = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"), _PICTURE),
    ((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"), _ARCHIVE),
    ((b"{\\rtf",), _RTF),
    ((b"ID3", b"OggS", b"\x1aE\xdf\xa3"), _AUDIO),
)
# Stream names, UTF-16 in an OLE file. A spreadsheet may be embedded in a document, so the
# document's own stream comes first.
_OLE_STREAMS = (
    ("EncryptedPackage", _LOCKED),
    ("WordDocument", _OLD_WORD),
    ("Workbook", _SPREADSHEET),
    ("PowerPoint Document", _SLIDES),
)
# By extension, for files whose bytes have no signature.
_EXTENSIONS = {
    **dict.fromkeys((".doc", ".wps", ".dot", ".wpt"), _OLD_WORD),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ett"), _SPREADSHEET),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".dpt"), _SLIDES),
    # Of these only .tar has no signature at its beginning.
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz"), _NO_ARCHIVE),
    ".tar": _ARCHIVE,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".heic"), _PICTURE),
    **dict.fromkeys((".tif", ".tiff"), _PICTURE),
    ".ofd": _OFD,
    ".rtf": _RTF,
}  # fmt: skip
_BLANK_BYTES = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_HTML_TAG = re.compile(rb"<(?:!doctype html|html|head|body|meta)\b", re.I)
_HEAD_BYTES = 2000
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVALID_CHARS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a file contains.

    Attributes:
        media_type: the detected type.
        text: the text, with line breaks as in the file.
        furniture: visible text that is not part of the running text, e.g. running heads or menus,
            each with the reason.
        doubts: what could not be read, in the words of `needs_review`.
    """

    media_type: str
    text: str
    furniture: tuple[tuple[str, ExclusionReason], ...] = ()
    doubts: tuple[str, ...] = ()


def open_document(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Return the text of a document and its media type.

    Args:
        name: the file name; its extension decides only where the bytes do not.
        data: the received bytes.
        limits: upper bounds on reading.

    Raises:
        DocumentError: the file is empty, too large, damaged, locked, scanned, or of a format
            that is not supported.
    """
    if len(data) > limits.max_bytes:
        megabytes = f"{limits.max_bytes / 1024 / 1024:.3g}"
        raise DocumentError(f"文件超过 {megabytes} MB，请拆分或压缩图片后再上传。")
    if not data.strip(_BLANK_BYTES):
        raise DocumentError(_EMPTY)
    media_type, text = _read(PurePath(name).suffix.lower(), data, limits)
    limits.check_length(len(text))
    text = _clean(text)
    if not text.strip():
        raise DocumentError(_NO_TEXT)
    return Document(media_type, text)


def _read(extension: str, data: bytes, limits: Limits) -> tuple[str, str]:
    """Return the media type, and the text before `_clean`."""
    if data[:1024].lstrip().startswith(b"%PDF-") or (
        extension == ".pdf" and b"%PDF-" in data[:1024]
    ):
        return PDF, pdf_text(data, limits)
    is_zip = data.startswith(_ZIP)
    is_html = _HTML_TAG.search(data[:_HEAD_BYTES].replace(b"\x00", b"")) is not None
    refusal = _refuse_zip(extension, data) if is_zip else _refuse_format(data)
    # Some programs save web pages with the extensions of Word and Excel.
    if not (is_zip or is_html):
        refusal = refusal or _EXTENSIONS.get(extension)
    if refusal:
        raise DocumentError(refusal)
    if is_zip:
        return DOCX, docx_text(data, limits)
    if extension in (".docx", ".pdf") and not is_html:
        raise DocumentError(f"文件不是有效的 {extension} 文件，可能已损坏，请重新导出后再上传。")
    text = decode(data, declared_encoding(data))
    if text is None:
        raise DocumentError(_UNKNOWN)
    if is_html or extension in (".html", ".htm"):
        return HTML, html_text(text, limits)
    return PLAIN, text


def _refuse_format(data: bytes) -> str | None:
    """Return the message for bytes of an unsupported format, None for any other bytes."""
    if data.startswith(_OLE):
        messages = (text for name, text in _OLE_STREAMS if name.encode("utf-16-le") in data)
        return next(messages, _OLD_WORD)
    for signatures, message in _SIGNATURES:
        if data.startswith(signatures):
            return message
    head = data[:_HEAD_BYTES]
    if data.startswith(b"RIFF"):
        return _PICTURE if data[8:12] == b"WEBP" else _AUDIO
    if data[4:8] == b"ftyp":
        return _PICTURE if data[8:11] in (b"hei", b"hev", b"mif", b"avi", b"msf") else _AUDIO
    # A text may begin with BM, but not with the reserved zeros of a bitmap's header.
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return _PICTURE
    return _MHT if b"multipart/related" in head and b"MIME-Version" in head else None


def _refuse_zip(extension: str, data: bytes) -> str | None:
    """Return the message for a zip that is no Word file by the names of its members."""
    try:
        names = zip_member_names(data)
    except DocumentError:
        return _EXTENSIONS.get(extension)
    if any(name.startswith("word/") for name in names):
        return None
    for prefix, message in (("xl/", _SPREADSHEET), ("ppt/", _SLIDES), ("OFD.xml", _OFD)):
        if any(name.startswith(prefix) for name in names):
            return message
    return _NO_WORD if "[Content_Types].xml" in names else _ARCHIVE


def _clean(text: str) -> str:
    """Return the text with `\\n` as its only line end and without invalid characters.

    Done here once for all formats: databases, JSON and XML refuse some of these characters.
    """
    return _INVALID_CHARS.sub("", _LINE_ENDS.sub("\n", text))
