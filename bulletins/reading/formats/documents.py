"""A document's bytes → the plain text in it, before any layout is undone.

The front door of the formats: the kind is told from the bytes first and from the file's name
second, and a module of its own reads it (`word`, `pdf`, `webpage`, `encodings`). What cannot be
read is refused with one Chinese sentence that says what to do, since an office's clerk will read
it. Reading never runs anything that is in the file and never takes more than `Limits` allow.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath

from bulletins.reading.formats.encodings import declared_encoding, decode
from bulletins.reading.formats.limits import USUAL, DocumentError, Limits
from bulletins.reading.formats.office.docx import names_in_zip, text_of_word
from bulletins.reading.formats.paged.pdf import text_of_pdf
from bulletins.reading.formats.web.html import text_of_page

__all__ = ["Document", "DocumentError", "open_document"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
PLAIN = "text/plain"

_EMPTY = "文件是空的，请核对后重新上传。"
_NO_TEXT = "文件里没有可以阅读的文字，请核对内容后重新上传。"
_PICTURE = "这是一张图片，无法读取其中的文字，请上传文字版文件。"
_PACKED = "这是一个压缩包，请解压后逐个上传其中的文件。"
_LOCKED = "文件设有密码，请取消密码保护后再上传。"
_OLD_WORD = "这是旧版 Word 或 WPS 文件，请另存为 .docx 格式后再上传。"
_TABLE = "这是电子表格，请把其中的文字另存为 .docx 或 .txt 文件后再上传。"
_SLIDES = "这是演示文稿，请把其中的文字另存为 .docx 或 .txt 文件后再上传。"
_OFD = "这是 OFD 版式文件，请导出为 PDF 或 .docx 格式后再上传。"
_RTF = "这是 RTF 文件，请另存为 .docx 格式后再上传。"
_NO_WORD = "这不是 Word 文件，请上传 .docx、.pdf、.html 或 .txt 文件。"
_UNKNOWN = "无法识别文件的文字编码或类型，请另存为 UTF-8 编码的文本或 .docx 后再上传。"
_MHT = "这是单个文件的网页（MHT），请另存为 .html 或 .docx 格式后再上传。"
_SOUND = "这是音频或视频文件，请上传其文字稿。"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# The bytes that only files of one kind begin with.
_BEGINNINGS = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"), _PICTURE),
    ((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"), _PACKED),
    ((b"{\\rtf",), _RTF),
    ((b"ID3", b"OggS", b"\x1aE\xdf\xa3"), _SOUND),
)
# An OLE file names its streams in UTF-16; a spreadsheet may be embedded in a document, so the
# document's own stream is looked for first.
_STREAMS = (
    ("EncryptedPackage", _LOCKED),
    ("WordDocument", _OLD_WORD),
    ("Workbook", _TABLE),
    ("PowerPoint Document", _SLIDES),
)
# What the name says of a file whose bytes say nothing.
_ENDINGS = {
    **dict.fromkeys((".doc", ".wps", ".dot", ".wpt"), _OLD_WORD),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ett"), _TABLE),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".dpt"), _SLIDES),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _PACKED),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".heic"), _PICTURE),
    **dict.fromkeys((".tif", ".tiff"), _PICTURE),
    ".ofd": _OFD,
    ".rtf": _RTF,
}  # fmt: skip
_NOTHING = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|meta)\b", re.I)
_HEAD = 2000
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNFIT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file turned out to be, and the text in it before any layout is undone."""

    media_type: str
    text: str


def open_document(name: str, data: bytes, limits: Limits = USUAL) -> Document:
    """Read the text out of a document's bytes.

    Args:
        name: the file's name; its ending decides only where the bytes do not.
        data: the file's bytes as received.
        limits: how much of it is read.

    Raises:
        DocumentError: the file is empty, too large, damaged, locked, scanned, or of a kind
            that is not read here.
    """
    if len(data) > limits.max_bytes:
        most = f"{limits.max_bytes / 1024 / 1024:.3g}"
        raise DocumentError(f"文件超过 {most} MB，请拆分或压缩图片后再上传。")
    if not data.strip(_NOTHING):
        raise DocumentError(_EMPTY)
    media_type, text = _read(PurePath(name).suffix.lower(), data, limits)
    limits.check_length(len(text))
    text = _clean(text)
    if not text.strip():
        raise DocumentError(_NO_TEXT)
    return Document(media_type, text)


def _read(ending: str, data: bytes, limits: Limits) -> tuple[str, str]:
    """The media type and the text as the format has it."""
    if data[:1024].lstrip().startswith(b"%PDF-") or (ending == ".pdf" and b"%PDF-" in data[:1024]):
        return PDF, text_of_pdf(data, limits)
    is_zip = data.startswith(_ZIP)
    is_page = _PAGE.search(data[:_HEAD].replace(b"\x00", b"")) is not None
    cause = _other_zip(ending, data) if is_zip else _other_kind(data)
    # Programs save pages under the endings of Word and Excel.
    if not (is_zip or is_page):
        cause = cause or _ENDINGS.get(ending)
    if cause:
        raise DocumentError(cause)
    if is_zip:
        return DOCX, text_of_word(data, limits)
    if ending in (".docx", ".pdf") and not is_page:
        raise DocumentError(f"文件不是有效的 {ending} 文件，可能已损坏，请重新导出后再上传。")
    text = decode(data, declared_encoding(data))
    if text is None:
        raise DocumentError(_UNKNOWN)
    if is_page or ending in (".html", ".htm"):
        return HTML, text_of_page(text, limits)
    return PLAIN, text


def _other_kind(data: bytes) -> str | None:
    """What to say of a file whose bytes are of a kind that is not read here."""
    if data.startswith(_OLE):
        found = (say for stream, say in _STREAMS if stream.encode("utf-16-le") in data)
        return next(found, _OLD_WORD)
    for beginnings, say in _BEGINNINGS:
        if data.startswith(beginnings):
            return say
    if data.startswith(b"RIFF"):
        return _PICTURE if data[8:12] == b"WEBP" else _SOUND
    if data[4:8] == b"ftyp":
        return _PICTURE if data[8:11] in (b"hei", b"hev", b"mif", b"avi", b"msf") else _SOUND
    # A bitmap's BM could begin a text; its header's reserved zeros could not.
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return _PICTURE
    return (
        _MHT if b"multipart/related" in data[:_HEAD] and b"MIME-Version" in data[:_HEAD] else None
    )


def _other_zip(ending: str, data: bytes) -> str | None:
    """What to say of a zip that is no Word file, told from the names of its parts."""
    try:
        names = names_in_zip(data)
    except DocumentError:
        return _ENDINGS.get(ending)
    if any(name.startswith("word/") for name in names):
        return None
    for beginning, say in (("xl/", _TABLE), ("ppt/", _SLIDES), ("OFD.xml", _OFD)):
        if any(name.startswith(beginning) for name in names):
            return say
    return _NO_WORD if "[Content_Types].xml" in names else _PACKED


def _clean(text: str) -> str:
    """The text with one kind of line end and without what no text may hold.

    The one place for all formats: databases, JSON and XML refuse some of these characters.
    """
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))
