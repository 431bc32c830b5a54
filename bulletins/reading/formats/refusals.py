"""Recognise the formats that are not read, each with one Chinese sentence on what to do instead.

The bytes decide first, the file name only where they have no signature.
"""

import re

from bulletins.reading.formats.zip_formats import (
    DOCUMENT_EXTENSIONS,
    ZipFormat,
    is_zip,
    zip_format,
)

_PICTURE = "这是一张图片，无法读取其中的文字，请上传文字版文件。"
_ARCHIVE = "这是一个压缩包，请解压后逐个上传其中的文件。"
_NO_ARCHIVE = "文件不是有效的压缩包，无法解压，可能已损坏，请重新打包后再上传。"
_TOO_MANY_MEMBERS = "压缩包里的文件太多，请分成几个压缩包后再上传。"
_DAMAGED = "文件已损坏或不完整，请重新保存后再上传。"
_INVALID = "文件不是有效的 {} 文件，可能已损坏，请重新导出后再上传。"
_LOCKED = "文件设有密码，请取消密码保护后再上传。"
_OLD_WORD = "这是旧版 Word 或 WPS 文件，请另存为 .docx 格式后再上传。"
_SPREADSHEET = "这是电子表格，请把其中的文字另存为 .docx 或 .txt 文件后再上传。"
_SLIDES = "这是演示文稿，请把其中的文字另存为 .docx 或 .txt 文件后再上传。"
_OFD = "这是 OFD 版式文件，请导出为 PDF 或 .docx 格式后再上传。"
_RTF = "这是 RTF 文件，请另存为 .docx 格式后再上传。"
_OPEN_DOCUMENT = "这是 OpenDocument 文件，请另存为 .docx 格式后再上传。"
_UOF = "这是标文通（UOF）文件，请另存为 .docx 格式后再上传。"
_NO_WORD = "这不是 Word 文件，请上传 .docx、.pdf、.html 或 .txt 文件。"
_MAIL = "这是电子邮件，请把正文和附件分别另存后上传。"
_MHT = "这是单个文件的网页（MHT），请另存为 .html 或 .docx 格式后再上传。"
_XML = "这是 XML 文件，请用 Word 或 WPS 打开，另存为 .docx 格式后再上传。"
_JSON = "这是 JSON 数据文件，请把其中的文字另存为 .docx 或 .txt 文件后再上传。"
_AUDIO = "这是音频或视频文件，请上传其文字稿。"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Signatures (magic bytes).
_SIGNATURES = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"), _PICTURE),
    ((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"), _ARCHIVE),
    ((b"{\\rtf",), _RTF),
    ((b"ID3", b"OggS", b"\x1aE\xdf\xa3"), _AUDIO),
)
# Stream names, UTF-16 in an OLE file. A document may be attached to a mail and a spreadsheet
# embedded in a document, so the outer format comes first.
_OLE_STREAMS = (
    ("EncryptedPackage", _LOCKED),
    ("__substg1.0_", _MAIL),
    ("WordDocument", _OLD_WORD),
    ("Workbook", _SPREADSHEET),
    ("PowerPoint Document", _SLIDES),
)
_ZIP_FORMATS = {
    ZipFormat.SPREADSHEET: _SPREADSHEET,
    ZipFormat.SLIDES: _SLIDES,
    ZipFormat.OPEN_PACKAGING: _NO_WORD,
    ZipFormat.OPEN_DOCUMENT: _OPEN_DOCUMENT,
    ZipFormat.UOF: _UOF,
    ZipFormat.OFD: _OFD,
    ZipFormat.OTHER_PACKAGE: _NO_WORD,
}
# By extension, for files whose bytes have no signature.
_EXTENSIONS = {
    **dict.fromkeys((".doc", ".wps", ".dot", ".wpt"), _OLD_WORD),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ett"), _SPREADSHEET),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".dpt"), _SLIDES),
    **dict.fromkeys((".odt", ".ott", ".ods", ".odp"), _OPEN_DOCUMENT),
    **dict.fromkeys((".uof", ".uot", ".uos", ".uop"), _UOF),
    # Of these only .tar has no signature at its beginning.
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz"), _NO_ARCHIVE),
    ".tar": _ARCHIVE,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".heic"), _PICTURE),
    **dict.fromkeys((".tif", ".tiff"), _PICTURE),
    **dict.fromkeys((".eml", ".msg"), _MAIL),
    **{extension: _INVALID.format(extension) for extension in (".docx", ".pdf")},
    ".ofd": _OFD,
    ".rtf": _RTF,
    ".xml": _XML,
}  # fmt: skip
_HEAD_BYTES = 2000
_HTML_TAG = re.compile(rb"<(?:!doctype html|html|head|body|meta)\b", re.I)
_XHTML_TAG = re.compile(rb"<(?:!doctype html|html)\b", re.I)
_XML_DECLARATION = re.compile(rb"<\?xml\s", re.I)
# An element with a prefix that declares the prefix's namespace; those of HTML have none.
_XML_ROOT = re.compile(rb"<[a-z][\w.-]{0,40}:[a-z][\w.-]{0,60}\s[^<>]{0,400}xmlns", re.I)
# Blanks and byte order marks before a text.
_BLANK = b" \t\r\n\xef\xbb\xbf\xff\xfe"
# Signatures of mails and their trace fields may be long.
_MAX_HEADER_BYTES = 1 << 16
# Names of header fields; those of Exchange have more than sixty characters.
_HEADER = re.compile(rb"([!-9;-~]{1,200}):")
_MIME_HEADERS = frozenset([b"mime-version", b"content-type", b"content-transfer-encoding"])
_MAIL_HEADERS = frozenset(
    [b"from", b"to", b"cc", b"subject", b"date", b"received", b"return-path", b"message-id"]
)
# Browsers write From, Subject and Date into saved pages, but nobody whom they are sent to.
_DELIVERY_HEADERS = frozenset([b"to", b"cc", b"received", b"return-path"])


def is_html(data: bytes) -> bool:
    """Return whether a file is a web page by the tags at its beginning."""
    head = _head(data)
    return (_XHTML_TAG if _XML_DECLARATION.match(head) else _HTML_TAG).search(head) is not None


def refusal(extension: str, data: bytes) -> str | None:
    """Return the message for a file of a format that is not read, None for any other.

    Args:
        extension: of the file name, in lower case, with its dot.
        data: the received bytes, not those of a PDF.
    """
    if is_zip(data):
        return _refuse_zip(extension, zip_format(data))
    if message := _refuse_binary(data) or _refuse_mail(data):
        return message
    # Some programs save web pages with the extensions of Word and Excel.
    if is_html(data) or extension in (".html", ".htm"):
        return None
    return _EXTENSIONS.get(extension) or _refuse_data(extension, _head(data))


def _refuse_zip(extension: str, detected: ZipFormat) -> str | None:
    if detected is ZipFormat.TOO_MANY_MEMBERS:
        return _TOO_MANY_MEMBERS
    if detected is ZipFormat.ARCHIVE and extension not in DOCUMENT_EXTENSIONS:
        return _ARCHIVE
    if detected in (ZipFormat.ARCHIVE, ZipFormat.DAMAGED):
        return _EXTENSIONS.get(extension, _DAMAGED)
    return _ZIP_FORMATS.get(detected)


def _refuse_binary(data: bytes) -> str | None:
    if data.startswith(_OLE):
        messages = (text for name, text in _OLE_STREAMS if name.encode("utf-16-le") in data)
        return next(messages, _OLD_WORD)
    for signatures, message in _SIGNATURES:
        if data.startswith(signatures):
            return message
    if data.startswith(b"RIFF"):
        return _PICTURE if data[8:12] == b"WEBP" else _AUDIO
    if data[4:8] == b"ftyp":
        return _PICTURE if data[8:11] in (b"hei", b"hev", b"mif", b"avi", b"msf") else _AUDIO
    # A text may begin with BM, but not with the reserved zeros of a bitmap's header.
    return _PICTURE if data.startswith(b"BM") and data[6:10] == bytes(4) else None


def _refuse_mail(data: bytes) -> str | None:
    """Return the message for a MIME mail or a web page saved as one.

    A text that only begins with lines such as From: … declares no MIME type and is no mail.
    """
    headers = _mail_headers(data)
    if not headers.keys() & _MIME_HEADERS:
        return None
    is_page = b"multipart/related" in headers.get(b"content-type", b"").lower()
    if is_page and not headers.keys() & _DELIVERY_HEADERS:
        return _MHT
    return _MAIL if headers.keys() & _MAIL_HEADERS else None


def _mail_headers(data: bytes) -> dict[bytes, bytes]:
    """Return the header fields before the first empty line (RFC 5322), none for other texts."""
    headers: dict[bytes, bytes] = {}
    name = b""
    for number, line in enumerate(data[:_MAX_HEADER_BYTES].lstrip(_BLANK).splitlines()):
        if not line.strip():
            break
        if name and line[:1] in b" \t":
            headers[name] += line
        elif field := _HEADER.match(line):
            name = field[1].lower()
            headers[name] = line
        # A mailbox file begins with the sender's line: From somebody@example.org Mon Jan 1.
        elif number or not line.startswith(b"From "):
            return {}
    return headers


def _refuse_data(extension: str, head: bytes) -> str | None:
    if _XML_DECLARATION.match(head) or _XML_ROOT.match(head):
        return _XML
    # A text may begin with a bracket, so the name has to say so too.
    return _JSON if extension == ".json" and head.startswith((b"{", b"[")) else None


def _head(data: bytes) -> bytes:
    """Return the beginning of a text, in UTF-16 too, as ASCII would be."""
    return data[:_HEAD_BYTES].replace(b"\x00", b"").lstrip(_BLANK)
